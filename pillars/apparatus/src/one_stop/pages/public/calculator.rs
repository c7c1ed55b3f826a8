//! GET /tinh-han: what would be promised, counted before anybody's eyes: procedure or bare term, office, moment of receipt.
//! Everything stands in the address, so that an answer can be shared; nothing is stored.

use super::calculator_form::{self, Asked};
use crate::one_stop::pages::arithmetic;
use crate::one_stop::rules::{DeadlineRules, explain};
use axum::http::StatusCode;
use axum::response::Response;
use contracts::settlement::{BarePromise, SettlementEnds};
use kernel::{Day, Due, Moment, Pause, PauseReason, WorkingCalendar};
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::Query;
use platform::profiles::Rule;
use std::sync::Arc;
use ui::{Cell, DueBox, Form, Head, Link, Page, SummaryList, Tag, Tone};

/// Address of the calculator.
pub const PATH: &str = "/tinh-han";

/// Whether the hour of the transfer moves the start of every term.
const CUTOFF: &str = "one_stop.cutoff_moves_start";

/// The rules of a day that an answer may rest on, in the order they are shown.
const RULES: [&str; 6] = [
    CUTOFF,
    "one_stop.due_at",
    "one_stop.supplement_mode",
    "one_stop.supplement_within_wd",
    "one_stop.apology_before_days",
    "one_stop.extension_max",
];

#[derive(askama::Template)]
#[template(path = "one_stop/pages/public/calculator.html")]
struct View {
    page: Page,
    head: Head,
    form: Form,
    answer: Option<Answer>,
}

/// What was counted.
struct Answer {
    title: String,
    due: DueBox,
    how_title: String,
    steps: Vec<String>,
    moments: SummaryList,
    rules: SummaryList,
    note: String,
    link: Link,
}

/// The form, with its answer once something is asked.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let asked = calculator_form::read(&ctx, &query, &mut errors).await?;
    let form = calculator_form::form(&ctx, &query, &errors).await?;
    let answer = match asked.filter(|_| errors.is_empty()) {
        Some(asked) => Some(answer(&ctx, &query, &asked)?),
        None => None,
    };
    let title = ctx.t("one-stop-calc-title");
    let shown = if form.has_errors() {
        format!("{} {title}", ui::words(&ctx.locale).error_prefix)
    } else {
        title.clone()
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let head = Head { lead: ctx.t("one-stop-calc-lead"), ..Head::new(title) };
    ui::html_with(status, &View { page: ui::page(&ctx, shown), head, form, answer })
}

/// The promise with everything that was counted for it.
struct Counted {
    due: Due,
    /// Promised at the receipt, as if nothing had been waited for.
    first: Option<Moment>,
    waited: i64,
}

/// The promise with the other moments that follow from it.
pub struct Answered {
    /// The promise.
    pub due: Due,
    /// To be transferred by.
    pub transfer_by: Moment,
    /// Last day on which papers may be asked for.
    pub supplement_by: Day,
    /// Last day for an apology.
    pub apology_by: Option<Day>,
    /// The end that the index counts by; none where nobody says.
    pub index_limit: Option<Moment>,
}

/// Counts what was asked, by the rules of the day of receipt.
pub fn answered(ctx: &Ctx, asked: &Asked) -> Result<Answered> {
    let day = asked.received.day();
    let rules = DeadlineRules::on(&ctx.app.profiles(), day)?;
    let calendar = ctx.app.calendars().of(asked.agency_id)?;
    let Counted { due, first, waited } = count(asked, &rules, &calendar);
    let ask_by = calendar.add_working_days(day, u32::try_from(rules.supplement_within).unwrap_or(0));
    let index_limit = match (due.at, ctx.app.port::<Arc<dyn SettlementEnds>>()) {
        (Some(at), Ok(ends)) => {
            ends.index_limit(&ctx.app, BarePromise { day, first, current: Some(at), waited })?
        }
        _ => None,
    };
    Ok(Answered {
        transfer_by: rules.transfer_by(asked.received, &calendar, true),
        // After the result there is nothing left to ask for.
        supplement_by: due.at.map_or(ask_by, |at| ask_by.min(at.day())),
        apology_by: due.at.map(|at| rules.apology_by(at)),
        index_limit,
        due,
    })
}

/// The arithmetic of a promise, a sentence a step.
pub fn in_words(ctx: &Ctx, due: &Due) -> Vec<String> {
    arithmetic::in_words(&ctx.locale, &due.steps)
}

/// The rules of a day that an answer rests on.
pub fn rules_on(ctx: &Ctx, day: Day) -> Vec<(&'static str, Rule)> {
    let profiles = ctx.app.profiles();
    RULES.into_iter().filter_map(|key| Some((key, profiles.rule(key, day)?.clone()))).collect()
}

fn count(asked: &Asked, rules: &DeadlineRules, calendar: &WorkingCalendar) -> Counted {
    let pauses: Vec<Pause> = asked
        .wait
        .map(|(from, to)| Pause { from, to: Some(to), reason: PauseReason::Supplement })
        .into_iter()
        .collect();
    let promise =
        |pauses: &[Pause]| rules.due(&asked.term, asked.received, calendar, asked.verified, pauses, None);
    let mut due = promise(&pauses);
    explain(&mut due.steps, asked.variant.as_ref(), &[]);
    let waited = asked.wait.map_or(0, |(from, to)| from.max(asked.received).minutes_until(to).max(0));
    Counted { due, first: promise(&[]).at, waited }
}

fn answer(ctx: &Ctx, query: &Query, asked: &Asked) -> Result<Answer> {
    let day = asked.received.day();
    let counted = answered(ctx, asked)?;
    let due_text = match (counted.due.at, counted.due.window) {
        (Some(_), Some((from, to))) => ctx
            .tn("one-stop-due-window", &[("from", from.clock()), ("to", to.clock()), ("day", to.day().vn())]),
        (Some(at), None) => at.vn(),
        (None, _) => ctx.t("one-stop-due-none"),
    };
    let tag = Tag::new(ctx.tn("one-stop-calc-by-rules", &[("day", day.vn())]), Tone::Info);
    let mut shared: Vec<String> = Vec::new();
    for (name, value) in query.0.iter().filter(|(_, value)| !value.is_empty()) {
        shared.push(format!("{}={}", ui::platform_url(name), ui::platform_url(value)));
    }
    Ok(Answer {
        title: asked.title.clone(),
        due: DueBox {
            words: ui::words(&ctx.locale),
            label: ctx.t("one-stop-due-label"),
            due_text,
            tag,
            // The whole page is about them: they stand below, in the open.
            steps: Vec::new(),
        },
        how_title: ctx.t("one-stop-calc-how"),
        steps: in_words(ctx, &counted.due),
        moments: moments(ctx, asked, &counted),
        rules: basis(ctx, asked),
        note: ctx.t("one-stop-calc-note"),
        link: Link::new(format!("{PATH}?{}", shared.join("&")), ctx.t("one-stop-calc-link")),
    })
}

/// The other moments that follow from the receipt and the promise.
fn moments(ctx: &Ctx, asked: &Asked, counted: &Answered) -> SummaryList {
    let cell = |at: Moment| Cell::moment(at.iso(), at.vn());
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t("one-stop-calc-moments"))
        .row(
            ctx.t("one-stop-calc-agency"),
            if asked.agency.is_empty() { ctx.t("one-stop-calc-usual") } else { asked.agency.clone() },
        )
        .row(ctx.t("one-stop-calc-transfer"), cell(counted.transfer_by))
        .row(ctx.t("one-stop-calc-supplement-by"), counted.supplement_by.vn());
    let (Some(due), Some(apology_by)) = (counted.due.at, counted.apology_by) else { return list };
    list = list.row(ctx.t("one-stop-calc-apology-by"), apology_by.vn());
    if ctx.app.port::<Arc<dyn SettlementEnds>>().is_ok() {
        list = list.row(ctx.t("one-stop-ends-law"), cell(due));
        if let Some(limit) = counted.index_limit {
            let told = if limit == due {
                Cell::text(ctx.t("one-stop-ends-same"))
            } else {
                Cell::Stack(vec![cell(limit), Cell::muted(ctx.t("one-stop-ends-index-how"))])
            };
            list = list.row(ctx.t("one-stop-ends-index"), told);
        }
    }
    list
}

/// The rules of the day with where they come from; beside one that the procedure's own term overrides, what the term says.
fn basis(ctx: &Ctx, asked: &Asked) -> SummaryList {
    let day = asked.received.day();
    let profiles = ctx.app.profiles();
    let mut list =
        SummaryList::new(&ui::words(&ctx.locale)).titled(ctx.tn("one-stop-calc-rules", &[("day", day.vn())]));
    for key in RULES {
        let Some(rule) = profiles.rule(key, day) else { continue };
        let name = key.trim_start_matches("one_stop.").replace('_', "-");
        let value = match &rule.value {
            serde_json::Value::String(word) => {
                ctx.t(&format!("one-stop-calc-value-{}", word.replace('_', "-")))
            }
            serde_json::Value::Bool(held) => ctx.t(if *held { "one-stop-yes" } else { "one-stop-no" }),
            other => other.to_string(),
        };
        let source = if rule.confirmed {
            rule.source.clone()
        } else {
            ctx.tn("one-stop-calc-unconfirmed", &[("source", rule.source.clone())])
        };
        let mut cells = vec![Cell::text(value), Cell::muted(source)];
        let held = rule.value == serde_json::Value::Bool(true);
        if key == CUTOFF && asked.term.after_cutoff_next_day && !held {
            cells.insert(0, Cell::text(ctx.t("one-stop-calc-own-cutoff")));
        }
        list = list.row(ctx.t(&format!("one-stop-calc-rule-{name}")), Cell::Stack(cells));
    }
    list
}
