//! GET /ho-so/{id}/kiem-soat: the control slip on the screen: every hand-over with from, to, times, and how the giver kept
//! their time. The printed slip shows the same rows.

use super::inbox::PATH;
use super::standing::{self, moment_cell};
use super::{printed, seen};
use crate::one_stop::acts;
use crate::one_stop::permissions::VIEW;
use crate::one_stop::store::{self, Dossier, Opinion, StepRow};
use axum::extract::Path;
use axum::response::Response;
use kernel::{Day, Lateness, Moment};
use platform::error::Result;
use platform::reads::What;
use platform::{App, Ctx, Locale};
use ui::{Cell, Column, Empty, Markup, Row, SummaryList, Table, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "one_stop/pages/parts.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    warning: Option<ui::Warning>,
    parts: Vec<Markup>,
}

/// A hand-over of a dossier.
pub struct HandOver {
    /// Who gave it.
    pub from: String,
    /// Who took it.
    pub to: String,
    /// When.
    pub at: Moment,
    /// The person who gave it.
    pub from_person: Option<String>,
    /// The person who took it.
    pub to_person: Option<String>,
    /// Until when the giver had to be done.
    pub due: Option<Moment>,
    /// How the giver kept that.
    pub kept: Lateness,
    /// What was noted.
    pub note: Option<String>,
}

impl HandOver {
    /// Early, on time or late, in words; nothing where no time was set, or none has passed yet.
    pub fn result(&self, locale: &Locale) -> Option<String> {
        let key = match self.kept {
            Lateness::Early => "one-stop-paper-early",
            Lateness::OnTime => "one-stop-paper-on-time",
            Lateness::Late | Lateness::Overdue => "one-stop-paper-late",
            Lateness::InTime | Lateness::NoPromise => return None,
        };
        Some(locale.t(key))
    }
}

/// All hand-overs of a dossier so far, in the order of their time.
pub async fn of(ctx: &Ctx, locale: &Locale, dossier: &Dossier) -> Result<Vec<HandOver>> {
    let steps = store::steps(&ctx.app.store, dossier.id).await?;
    let opinions = store::opinions(&ctx.app.store, dossier.id).await?;
    let judged = standing::judged_at(ctx, dossier).await?;
    let mut all = between_steps(locale, &steps, judged, dossier.settled_at.is_some());
    all.extend(opinions.iter().flat_map(|opinion| asked(&ctx.app, locale, dossier, opinion, judged)));
    if let (Some(at), Some(to)) = (dossier.returned_at, &dossier.returned_to) {
        all.push(HandOver {
            from: locale.t("one-stop-paper-unit-one-stop"),
            to: locale.t("one-stop-paper-unit-applicant"),
            at: Moment::from_micros(at),
            from_person: None,
            to_person: Some(to.clone()),
            due: dossier.due(),
            kept: Lateness::classify(dossier.settled(), dossier.due(), judged),
            note: Some(locale.t("one-stop-paper-slip-returned")),
        });
    }
    all.sort_by_key(|hand_over| hand_over.at);
    Ok(all)
}

/// From each step to the next; a settled dossier ends back at the desk.
fn between_steps(locale: &Locale, steps: &[StepRow], now: Moment, settled: bool) -> Vec<HandOver> {
    // Of a step that was taken back no time was to be kept.
    let due = |step: &StepRow| step.due_at.filter(|_| !step.taken_back).map(Moment::from_micros);
    let from = |step: &StepRow, to: String, at: Moment| HandOver {
        from: unit(locale, step),
        to,
        at,
        from_person: step.actor_name.clone(),
        to_person: None,
        due: due(step),
        kept: Lateness::classify(step.ended_at.map(Moment::from_micros), due(step), now),
        note: note(locale, step),
    };
    let mut rows: Vec<HandOver> = steps
        .windows(2)
        .filter_map(|pair| match pair {
            [giver, taker] => Some(HandOver {
                from_person: Some(taker.giver_name.clone()),
                to_person: taker.actor_name.clone(),
                ..from(giver, unit(locale, taker), Moment::from_micros(taker.started_at))
            }),
            _ => None,
        })
        .collect();
    if let Some(last) = steps.last().filter(|step| settled && step.role != "one_stop")
        && let Some(at) = last.ended_at
    {
        rows.push(from(last, locale.t("one-stop-paper-unit-one-stop"), Moment::from_micros(at)));
    }
    rows
}

/// A question to another unit or an expert and its answer; the time of the question is nobody's delay, that of the answer is the unit's.
fn asked(app: &App, locale: &Locale, dossier: &Dossier, opinion: &Opinion, now: Moment) -> Vec<HandOver> {
    let (own, other) = (app.directory().name(dossier.agency_id).to_owned(), acts::asked_of(app, opinion));
    // The day of the answer ends with the day.
    let due = opinion.due_on.parse::<Day>().ok().map(|day| day.next().start().plus_minutes(-1));
    let mut rows = vec![HandOver {
        from: own.clone(),
        to: other.clone(),
        at: Moment::from_micros(opinion.asked_at),
        from_person: Some(opinion.asked_by.clone()),
        to_person: None,
        due: None,
        kept: Lateness::NoPromise,
        note: Some(locale.tn("one-stop-paper-slip-asked", &[("question", opinion.question.clone())])),
    }];
    let ended = opinion.answered_at.or(opinion.closed_at).map(Moment::from_micros);
    if let Some(at) = ended {
        let note = match (&opinion.answer, &opinion.close_note) {
            (Some(answer), _) => locale.tn("one-stop-paper-slip-answered", &[("answer", answer.clone())]),
            (None, Some(note)) => note.clone(),
            (None, None) => String::new(),
        };
        let withdrawn = opinion.closed_as.as_deref() == Some("withdrawn");
        rows.push(HandOver {
            from: other,
            to: own,
            at,
            from_person: opinion.answered_by.clone(),
            to_person: None,
            due: due.filter(|_| !withdrawn),
            kept: if withdrawn {
                Lateness::NoPromise
            } else {
                Lateness::classify(opinion.answered_at.map(Moment::from_micros), due, now)
            },
            note: Some(note),
        });
    }
    rows
}

/// What was noted at the hand-over; a way back, and a step taken back with it, are told as such.
fn note(locale: &Locale, step: &StepRow) -> Option<String> {
    let note = step.note.clone();
    let key = match (step.sent_back, step.taken_back) {
        (true, _) => "one-stop-paper-sent-back",
        (_, true) => "one-stop-paper-taken-back",
        _ => return note,
    };
    Some(locale.tn(key, &[("reason", note.unwrap_or_default())]))
}

/// The unit of a step, or what its role is called.
pub fn unit(locale: &Locale, step: &StepRow) -> String {
    if step.unit.is_empty() {
        locale.t(&format!("one-stop-paper-unit-{}", step.role.replace('_', "-")))
    } else {
        step.unit.clone()
    }
}

/// Shows the slip.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let dossier = store::get(&ctx.app.store, id).await?;
    ctx.require(VIEW, dossier.agency_id)?;
    seen::note(&ctx, &dossier, What::Page).await?;
    let rows = of(&ctx, &ctx.locale, &dossier).await?;
    let late = rows.iter().filter(|r| matches!(r.kept, Lateness::Late | Lateness::Overdue)).count();
    let words = ui::words(&ctx.locale);
    let about = SummaryList::new(&words)
        .row(ctx.t("one-stop-head-owner"), dossier.owner_name.clone())
        .row(ctx.t("one-stop-head-received"), moment_cell(dossier.received_at))
        .row(ctx.t("one-stop-head-due"), moment_cell(dossier.due_at))
        .row(ctx.t("one-stop-slip-count"), ctx.locale.integer(i64::try_from(rows.len()).unwrap_or(i64::MAX)))
        .row(ctx.t("one-stop-slip-late"), ctx.locale.integer(i64::try_from(late).unwrap_or(i64::MAX)));
    let mut parts = vec![ui::markup(&about), ui::markup(&table(&ctx, &rows))];
    if dossier.received_at.is_some() {
        parts.push(ui::markup(&printed::panel(&ctx, &dossier)?));
    }
    let title = ctx.t("one-stop-slip-title");
    let head = ui::Head {
        caption: dossier.code.clone(),
        lead: dossier.procedure_name.clone(),
        ..ui::Head::new(title.clone())
    };
    let page = ui::page(&ctx, format!("{title} – {}", dossier.code))
        .with_crumb(format!("{PATH}/{id}"), dossier.code.clone());
    ui::html(&View { page, head, warning: None, parts })
}

fn table(ctx: &Ctx, rows: &[HandOver]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "phieu-kiem-soat", ctx.t("one-stop-slip-caption"));
    table.columns = ["from", "to", "at", "due", "result", "note"]
        .map(|head| Column::new(head, ctx.t(&format!("one-stop-slip-{head}"))))
        .into();
    let person = |unit: &str, person: Option<&String>| match person.filter(|name| !name.is_empty()) {
        Some(name) => Cell::Stack(vec![Cell::text(unit), Cell::muted(name.clone())]),
        None => Cell::text(unit),
    };
    let row = |r: &HandOver| {
        let tone = match r.kept {
            Lateness::Early | Lateness::OnTime => Tone::Good,
            _ => Tone::Bad,
        };
        Row::new(vec![
            person(&r.from, r.from_person.as_ref()),
            person(&r.to, r.to_person.as_ref()),
            Cell::moment(r.at.iso(), r.at.vn()),
            r.due.map_or(Cell::Empty, |due| Cell::moment(due.iso(), due.vn())),
            r.result(&ctx.locale).map_or(Cell::Empty, |text| Tag::new(text, tone).into()),
            r.note.clone().unwrap_or_default().into(),
        ])
    };
    table.rows = rows.iter().map(row).collect();
    table.empty = Empty::new(ctx.t("one-stop-slip-none"), ctx.t("one-stop-slip-none-text"));
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::messages::{Lang, Messages};

    fn locale() -> Locale {
        Locale::new(Messages::new(&[crate::one_stop::SLICE.messages]).unwrap(), Lang::Vi)
    }

    fn step(role: &str, hours: (i64, Option<i64>, i64)) -> StepRow {
        let at = |hour: i64| "2013-06-10".parse::<Day>().unwrap().start().plus_minutes(hour * 60).micros();
        StepRow {
            id: 1,
            number: 1,
            name: "Bước".to_owned(),
            role: role.to_owned(),
            unit: String::new(),
            started_at: at(hours.0),
            due_at: Some(at(hours.2)),
            ended_at: hours.1.map(at),
            giver_name: "Lê Thị Mai".to_owned(),
            actor_id: None,
            actor_name: Some("Phạm Văn Hùng".to_owned()),
            note: None,
            sent_back: false,
            taken_back: false,
            node: None,
            result: None,
            assignee_id: None,
        }
    }

    #[test]
    fn each_hand_over_says_how_the_giver_kept_their_time() {
        let vi = locale();
        let steps = [
            step("one_stop", (8, Some(9), 11)),
            step("specialist", (9, Some(40), 20)),
            step("leader", (40, Some(41), 70)),
        ];
        let now = Moment::from_micros(steps[2].started_at);
        let rows = between_steps(&vi, &steps, now, true);
        let results: Vec<_> = rows.iter().map(|r| r.result(&vi).unwrap_or_default()).collect();
        assert_eq!(results, ["Đúng hạn", "Quá hạn", "Trước hạn"]);
        assert_eq!(rows[0].from, "Bộ phận Tiếp nhận và Trả kết quả");
        assert_eq!(rows[2].to, "Bộ phận Tiếp nhận và Trả kết quả", "a settled dossier ends at the desk");
        assert_eq!(between_steps(&vi, &steps, now, false).len(), 2);
    }
}
