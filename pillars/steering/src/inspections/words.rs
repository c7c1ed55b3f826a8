//! States, standings, answers, figures and days in words.

use super::rules::{Answer, Part, PlanState, Severity, Standing, State};
use super::store::findings::Finding;
use super::store::inspections::Inspection;
use super::store::plans::Plan;
use super::{dated, figures, rules};
use contracts::programme::Programmes;
use contracts::targets::FigureOf;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use std::sync::Arc;
use ui::{Cell, Tag, Tone};

/// An ISO day as on paper.
pub fn vn(day: &str) -> String {
    day.parse::<Day>().map(Day::vn).unwrap_or_default()
}

/// A day as a cell that sorts.
pub fn day_cell(day: &str) -> Cell {
    if day.is_empty() { Cell::Empty } else { Cell::moment(day, vn(day)) }
}

/// Two days as one.
pub fn span(from: &str, to: &str) -> String {
    if from == to { vn(from) } else { format!("{} – {}", vn(from), vn(to)) }
}

/// What a plan is called on a screen.
pub fn plan_title(ctx: &Ctx, plan: &Plan) -> String {
    let agency = ctx.app.directory().short_name(plan.agency_id).to_owned();
    ctx.tn("inspections-plan-of", &[("year", plan.year.to_string()), ("agency", agency)])
}

/// What an inspection is called on a screen.
pub fn title(ctx: &Ctx, of: &Inspection) -> String {
    ctx.tn("inspections-title-of", &[("unit", of.unit_name.clone())])
}

/// The state of a plan as a tag; one in force that is amended says so.
pub fn plan_state(ctx: &Ctx, plan: &Plan) -> Result<Tag> {
    let state = plan.state()?;
    if plan.is_amended() && state == PlanState::Draft {
        return Ok(Tag::new(ctx.t("inspections-plan-amending"), Tone::Accent));
    }
    let tone = match state {
        PlanState::Draft => Tone::Neutral,
        PlanState::Submitted => Tone::Info,
        PlanState::Returned => Tone::Warn,
        PlanState::Approved => Tone::Good,
    };
    Ok(Tag::new(plan_state_word(ctx, state), tone))
}

/// A plan's state in words.
pub fn plan_state_word(ctx: &Ctx, state: PlanState) -> String {
    ctx.t(&format!("inspections-plan-{}", state.code()))
}

/// The state of an inspection as a tag.
pub fn state(ctx: &Ctx, of: &Inspection) -> Result<Tag> {
    let state = of.state()?;
    let tone = match state {
        State::Prepared => Tone::Neutral,
        State::Noticed | State::Minuted | State::Signed => Tone::Info,
        State::Drafted => Tone::Warn,
        State::Published => Tone::Accent,
        State::Closed => Tone::Good,
    };
    Ok(Tag::new(state_word(ctx, state), tone))
}

/// An inspection's state in words.
pub fn state_word(ctx: &Ctx, state: State) -> String {
    ctx.t(&format!("inspections-state-{}", state.code()))
}

/// Where a finding stands, as a tag.
pub fn standing(ctx: &Ctx, of: &Finding) -> Result<Tag> {
    let standing = of.standing(ctx.today())?;
    let tone = match standing {
        Standing::Overdue => Tone::Bad,
        Standing::Open => Tone::Neutral,
        Standing::Reported => Tone::Info,
        Standing::ClosedLate => Tone::Warn,
        Standing::Closed => Tone::Good,
        Standing::Carried => Tone::Accent,
    };
    let late = match standing {
        Standing::Overdue => of.due()?.days_until(ctx.today()),
        _ => 0,
    };
    if late > 0 {
        return Ok(Tag::new(ctx.tn("inspections-overdue-by", &[("days", late.to_string())]), tone));
    }
    Ok(Tag::new(standing_word(ctx, standing), tone))
}

/// A standing in words.
pub fn standing_word(ctx: &Ctx, standing: Standing) -> String {
    ctx.t(&format!("inspections-standing-{}", standing.code()))
}

/// How grave a finding is, as a tag.
pub fn severity(ctx: &Ctx, severity: Severity) -> Tag {
    let tone = match severity {
        Severity::High => Tone::Bad,
        Severity::Medium => Tone::Warn,
        Severity::Low => Tone::Neutral,
    };
    Tag::new(severity_word(ctx, severity), tone)
}

/// How grave in words.
pub fn severity_word(ctx: &Ctx, severity: Severity) -> String {
    ctx.t(&format!("inspections-severity-{}", severity.code()))
}

/// An answer as a tag; one that nobody gave yet says so.
pub fn answer(ctx: &Ctx, code: &str) -> Tag {
    match Answer::from_code(code) {
        None => Tag::new(ctx.t("inspections-answer-none"), Tone::Neutral),
        Some(answer) => {
            let tone = match answer {
                Answer::Yes => Tone::Good,
                Answer::Partly => Tone::Warn,
                Answer::No => Tone::Bad,
                Answer::NotApplicable => Tone::Neutral,
            };
            Tag::new(answer_word(ctx, answer), tone)
        }
    }
}

/// An answer in words.
pub fn answer_word(ctx: &Ctx, answer: Answer) -> String {
    ctx.t(&format!("inspections-answer-{}", answer.code()))
}

/// The arithmetic of a finding's last day: "20 ngày làm việc kể từ 04/03/2013".
pub fn term(ctx: &Ctx, of: &Finding) -> String {
    ctx.tn("inspections-term", &[("days", of.days.to_string()), ("from", vn(&of.counted_from))])
}

/// A measured figure with its records behind it.
pub fn figure(ctx: &Ctx, found: &FigureOf) -> Cell {
    let digits = ctx.locale.digits();
    let value = if found.is_share { digits.percent(found.value) } else { digits.decimal(found.value) };
    let args = [("value", value), ("count", ctx.locale.integer(found.count))];
    Cell::link(found.href.clone(), ctx.tn("inspections-figure", &args))
}

/// A part of a risk: its name, value and points with the records behind it.
pub fn part(ctx: &Ctx, part: &Part) -> Cell {
    let digits = ctx.locale.digits();
    let name = figures::name(&ctx.app, &ctx.locale, &part.figure);
    match (part.value, part.points) {
        (Some(value), Some(points)) => {
            // Of a unit that nobody inspected yet there are no years to count: it stands at the full risk.
            let never = part.figure == dated::YEARS_SINCE && part.count == 0;
            let value = if never { ctx.t("inspections-part-never") } else { digits.decimal(value) };
            let args = [
                ("name", name),
                ("value", value),
                ("points", digits.decimal(points.round())),
                ("weight", digits.decimal(part.weight)),
            ];
            Cell::link(part.href.clone(), ctx.tn("inspections-part", &args))
        }
        _ => Cell::muted(ctx.tn("inspections-part-none", &[("name", name)])),
    }
}

/// A risk in words; none where nothing was measured.
pub fn risk(ctx: &Ctx, parts: &[Part]) -> String {
    match rules::risk(parts) {
        Some(risk) => ctx.locale.digits().decimal((risk * 10.0).round() / 10.0),
        None => ctx.t("inspections-risk-none"),
    }
}

/// The names of the programme's fields by code; none where no programme is there.
pub async fn fields(ctx: &Ctx) -> Result<Vec<(String, String)>> {
    let Ok(port) = ctx.app.port::<Arc<dyn Programmes>>() else { return Ok(Vec::new()) };
    let Some(programme) = port.current(&ctx.app).await? else { return Ok(Vec::new()) };
    let name = |f: &contracts::programme::Field| ctx.locale.pick(&f.name, &f.name_en).to_owned();
    Ok(programme.fields.iter().map(|f| (f.code.clone(), name(f))).collect())
}

/// A field in words.
pub fn field(names: &[(String, String)], code: &str) -> String {
    match names.iter().find(|(c, _)| c == code) {
        Some((code, name)) => format!("{code} {name}"),
        None => code.to_owned(),
    }
}

/// A step of a finding in words.
pub fn step(ctx: &Ctx, kind: &str) -> String {
    ctx.t(&format!("inspections-step-{kind}"))
}
