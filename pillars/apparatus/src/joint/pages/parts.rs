//! The parts of a joint dossier as staff and the person see them: order, who settles, how it stands; a bar a part.

use super::super::acts;
use super::super::rules::PartState;
use super::super::store::{Joint, Part};
use super::{moment_cell, part_tag, tone};
use contracts::desk::VIEW;
use contracts::joint::{PartDossiers, PartShown};
use kernel::{Moment, Pause};
use platform::Ctx;
use platform::error::Result;
use std::sync::Arc;
use ui::{Bar, BarChart, Cell, Column, DueBox, Markup, Row, Table, Tag, Tone};

/// Who looks at the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Staff: links to the dossiers they may see, and whose turn it is.
    Staff,
    /// Who holds the key of the tracking page: links to the parts' own tracking pages.
    Key,
}

/// What is shown of a part's dossier; none before it has one.
pub(in crate::joint) async fn shown(ctx: &Ctx, part: &Part) -> Result<Option<PartShown>> {
    let Some(dossier) = part.dossier_id else { return Ok(None) };
    let dossiers: Arc<dyn PartDossiers> = ctx.app.port()?;
    dossiers.shown(ctx, dossier).await
}

/// The table of the parts.
pub(super) async fn table(ctx: &Ctx, parts: &[Part], reader: Reader) -> Result<Markup> {
    let mut table = Table::new(&ui::words(&ctx.locale), "cac-phan", ctx.t("joint-parts"));
    let heads: &[&str] = match reader {
        Reader::Staff => &["part", "agency", "dossier", "state", "due", "turn"],
        Reader::Key => &["part", "agency", "dossier", "state", "due"],
    };
    table.columns =
        heads.iter().map(|head| Column::new(*head, ctx.t(&format!("joint-head-{head}")))).collect();
    for part in parts {
        let shown = shown(ctx, part).await?;
        let mut row = vec![
            Cell::Stack(vec![
                Cell::text(format!("{}. {}", part.place, part.procedure_name)),
                Cell::muted(order(ctx, parts, part)),
            ]),
            Cell::text(ctx.app.directory().name(part.agency_id).to_owned()),
            dossier(ctx, part, reader),
            state(ctx, part, shown.as_ref(), reader)?,
            moment_cell(part.due()),
        ];
        if reader == Reader::Staff {
            row.push(shown.map_or(Cell::Empty, |shown| turn(&shown)));
        }
        table.rows.push(Row::new(row));
    }
    Ok(ui::markup(&table))
}

/// When a part begins: at once, beside others, after which ones.
fn order(ctx: &Ctx, parts: &[Part], part: &Part) -> String {
    let of = |stage: i64| {
        let places = parts.iter().filter(|other| other.stage == stage && other.place != part.place);
        places.map(|other| other.place.to_string()).collect::<Vec<_>>().join(", ")
    };
    let beside = of(part.stage);
    let after = of(part.stage - 1);
    match (part.stage, beside.is_empty()) {
        (1, true) => ctx.t("joint-order-first"),
        (1, false) => ctx.tn("joint-order-first-beside", &[("beside", beside)]),
        (_, true) => ctx.tn("joint-order-after", &[("after", after)]),
        (_, false) => ctx.tn("joint-order-after-beside", &[("after", after), ("beside", beside)]),
    }
}

fn dossier(ctx: &Ctx, part: &Part, reader: Reader) -> Cell {
    match (part.dossier_id, reader) {
        (None, _) => Cell::muted(ctx.t("joint-not-begun")),
        (Some(id), Reader::Staff) if ctx.may(VIEW, part.agency_id) => {
            Cell::code(format!("/ho-so/{id}"), part.dossier_code.clone())
        }
        (Some(_), Reader::Staff) => Cell::text(part.dossier_code.clone()),
        (Some(_), Reader::Key) => {
            Cell::code(format!("/theo-doi/{}", part.dossier_key), part.dossier_code.clone())
        }
    }
}

fn state(ctx: &Ctx, part: &Part, shown: Option<&PartShown>, reader: Reader) -> Result<Cell> {
    let state = part.state()?;
    let tag = match shown {
        Some(shown) if state == PartState::Open => Tag::new(shown.state.clone(), tone(shown.state_tone)),
        _ => part_tag(ctx, state),
    };
    let mut told = vec![Cell::Tag(tag)];
    if let Some(shown) = shown.filter(|_| state == PartState::Open) {
        told.push(Cell::Tag(Tag::new(shown.standing.clone(), tone(shown.standing_tone))));
    }
    if let Some(ended) = part.ended().filter(|_| state != PartState::Skipped) {
        told.push(Cell::muted(ended.vn()));
    }
    // Who only holds the key sees how far it is; the reason is told to the person by a notice.
    if reader == Reader::Staff && !part.reason.is_empty() {
        told.push(Cell::muted(part.reason.clone()));
    }
    Ok(Cell::Stack(told))
}

fn turn(shown: &PartShown) -> Cell {
    if shown.turn.is_empty() { Cell::Empty } else { Cell::text(shown.turn.clone()) }
}

/// A bar a part: working days it has been at its agency; set off where it is past its promise.
pub(super) fn bars(ctx: &Ctx, parts: &[Part]) -> Result<Vec<Markup>> {
    let mut bars = Vec::new();
    for part in parts {
        let Some(opened) = part.opened_at.map(Moment::from_micros) else { continue };
        let until = part.ended().unwrap_or(ctx.now);
        let calendar = ctx.app.calendars().of(part.agency_id)?;
        let halves = calendar.half_days_between(opened, until);
        let late = part.due().is_some_and(|due| until.whole_minute() > due);
        let label = format!("{}. {}", part.place, ctx.app.directory().short_name(part.agency_id));
        let may = ctx.may(VIEW, part.agency_id);
        bars.push(Bar {
            label,
            value: halves as f64 / 2.0,
            count: None,
            href: part.dossier_id.filter(|_| may).map(|id| format!("/ho-so/{id}")),
            marked: late,
        });
    }
    if bars.is_empty() {
        return Ok(Vec::new());
    }
    let late = bars.iter().filter(|bar| bar.marked).count();
    let chart = BarChart {
        id: "so-ngay".to_owned(),
        title: ctx.t("joint-bars"),
        desc: ctx.tn("joint-bars-text", &[("late", late.to_string()), ("count", bars.len().to_string())]),
        bars,
        unit: ctx.t("joint-bars-unit"),
        decimals: 1,
        ..BarChart::default()
    };
    Ok(vec![chart.render(&ui::words(&ctx.locale))])
}

/// When the term of the whole stood still for a part.
fn stood(ctx: &Ctx, part: &Part, pause: &Pause) -> String {
    let (name, from) = (part.procedure_name.clone(), pause.from.vn());
    match pause.to {
        None => ctx.tn("joint-due-stands", &[("part", name), ("from", from)]),
        Some(to) => ctx.tn("joint-due-stood", &[("part", name), ("from", from), ("to", to.vn())]),
    }
}

/// The promise of the whole, with the part that each of its steps comes from: of parts beside one another the slowest.
pub(super) fn due_box(ctx: &Ctx, joint: &Joint, parts: &[Part]) -> Result<DueBox> {
    let mut steps = vec![ctx.tn("joint-due-filed", &[("at", joint.filed().vn())])];
    let law = joint.term()?;
    if let Some(term) = &law {
        steps.push(ctx.tn("joint-due-law", &[("term", contracts::term_words(&ctx.locale, term))]));
        for part in parts {
            for pause in part.pauses()? {
                steps.push(stood(ctx, part, &pause));
            }
        }
    }
    let deciding = acts::deciding(&ctx.app, joint, ctx.now, parts)?;
    for part in parts {
        let args = |more: (&'static str, String)| [("part", part.procedure_name.clone()), more];
        let step = match (part.state()?, part.due(), part.ended()) {
            (PartState::Skipped, ..) => continue,
            (state, _, Some(ended)) if state.has_ended() => {
                ctx.tn("joint-due-ended", &args(("at", ended.vn())))
            }
            (PartState::Open, Some(due), _) => ctx.tn("joint-due-promised", &args(("at", due.vn()))),
            _ => {
                ctx.tn("joint-due-coming", &args(("term", contracts::term_words(&ctx.locale, &part.term()?))))
            }
        };
        let decides = deciding.contains(&part.place);
        steps.push(if decides { ctx.tn("joint-due-decides", &[("step", step)]) } else { step });
    }
    if let Some(first) = joint.first_due() {
        steps.push(ctx.tn("joint-due-first", &[("at", first.vn())]));
    }
    // As in the list and the indicator: late is what an agency has promised, not what was only estimated, nor what was withdrawn.
    let late = parts.iter().filter(|part| part.state != PartState::Stopped.code()).any(|part| {
        let until = part.ended().unwrap_or(ctx.now).whole_minute();
        part.due().is_some_and(|due| until > due)
    });
    // A term that the law gives the whole binds even where every part kept its own.
    let until = joint.settled_at.map_or(ctx.now, Moment::from_micros).whole_minute();
    let late = late || law.is_some() && joint.promised && joint.due().is_some_and(|due| until > due);
    let tag = match (late, joint.settled_at.is_some()) {
        (true, _) => Tag::new(ctx.t("joint-standing-late"), Tone::Bad),
        (false, true) => Tag::new(ctx.t("joint-standing-kept"), Tone::Good),
        (false, false) => Tag::new(ctx.t("joint-standing-in-time"), Tone::Neutral),
    };
    Ok(DueBox {
        words: ui::words(&ctx.locale),
        label: ctx.t("joint-due"),
        due_text: super::due_text(ctx, joint),
        tag,
        steps,
    })
}
