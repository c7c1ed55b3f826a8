//! Periods, states, statuses and figures in words.

use super::rules::{Change, Kind, RowDef, Shown, State, Status, Window, change, status};
use super::store::duties::DutyRow;
use super::store::reports::Report;
use platform::error::Result;
use platform::{App, Ctx, Locale};
use ui::{Cell, Tag, Tone};

/// "Quý I năm 2026".
pub fn period(locale: &Locale, window: &Window) -> String {
    let roman = match window.number {
        1 => "I",
        2 => "II",
        3 => "III",
        _ => "IV",
    };
    let number = match window.kind {
        Kind::Quarter => roman.to_owned(),
        _ => window.number.to_string(),
    };
    let args = [
        ("number", number),
        ("year", window.year.to_string()),
        ("from", window.from.vn()),
        ("to", window.to.vn()),
    ];
    locale.tn(&format!("reports-period-{}", window.kind.code()), &args)
}

/// What a report is called on a page.
pub fn title(ctx: &Ctx, report: &Report) -> Result<String> {
    let args = [
        ("period", period(&ctx.locale, &report.window()?)),
        ("agency", ctx.app.directory().short_name(report.agency_id).to_owned()),
    ];
    Ok(ctx.tn("reports-title-of", &args))
}

/// A kind.
pub fn kind(ctx: &Ctx, kind: Kind) -> String {
    ctx.t(&format!("reports-kind-{}", kind.code()))
}

/// Whom a duty is about: the agency of a code, else a kind of agencies.
pub fn whom(app: &App, locale: &Locale, word: &str) -> String {
    match app.directory().by_code(word) {
        Some(agency) => agency.short_name.clone(),
        None => locale.t(&format!("reports-owes-{word}")),
    }
}

/// A change of duties: "Quận Một: gửi báo cáo quý".
pub fn duty(app: &App, locale: &Locale, row: &DutyRow) -> String {
    let kind = locale.t(&format!("reports-kind-{}", row.kind)).to_lowercase();
    let args = [("who", whom(app, locale, &row.whom)), ("kind", kind)];
    locale.tn(if row.owes { "reports-duty-owes" } else { "reports-duty-free" }, &args)
}

/// Where a report stands on its way.
pub fn state(ctx: &Ctx, state: State) -> Tag {
    let tone = match state {
        State::Draft => Tone::Neutral,
        State::Submitted | State::Sent => Tone::Info,
        State::Returned => Tone::Warn,
        State::Accepted => Tone::Good,
    };
    Tag::new(ctx.t(&format!("reports-state-{}", state.code())), tone)
}

/// What Home Affairs calls it.
pub fn status_tag(ctx: &Ctx, status: Status) -> Tag {
    let tone = match status {
        Status::Overdue => Tone::Bad,
        Status::Returned | Status::Late => Tone::Warn,
        Status::Missing => Tone::Neutral,
        Status::OnTime => Tone::Info,
        Status::Accepted | Status::Aggregated => Tone::Good,
    };
    Tag::new(ctx.t(&format!("reports-status-{}", status.code())), tone)
}

/// The status of a report today.
pub fn status_of(ctx: &Ctx, report: &Report) -> Result<Status> {
    Ok(status(report.facts()?, ctx.today()))
}

/// A day that is kept as text.
pub fn day_cell(iso: &str) -> Cell {
    if iso.is_empty() { Cell::Empty } else { Cell::moment(iso, ui::vn_day(iso)) }
}

/// A whole number with its sign, for changes and gaps.
pub fn signed(locale: &Locale, number: i64) -> String {
    let shown = locale.integer(number.abs());
    match number {
        0 => shown,
        n if n < 0 => format!("−{shown}"),
        _ => format!("+{shown}"),
    }
}

/// Tenths as a decimal number.
fn tenths(locale: &Locale, tenths: i64) -> String {
    let whole = locale.integer(tenths.abs() / 10);
    match tenths.abs() % 10 {
        0 => whole,
        rest => format!("{whole}{}{rest}", locale.pick(",", ".")),
    }
}

/// A figure: a number, or a share with its sign.
pub fn shown(locale: &Locale, figure: Shown) -> String {
    match figure {
        Shown::Number(number) => locale.integer(number),
        Shown::Share(share) => format!("{} %", tenths(locale, share)),
    }
}

/// A figure that may be none.
pub fn maybe(locale: &Locale, figure: Option<Shown>) -> String {
    figure.map_or_else(|| "–".to_owned(), |figure| shown(locale, figure))
}

/// How a figure changed, as "+120 (+12,5 %)" or "−3 điểm %".
pub fn changed(locale: &Locale, (now, before): (Option<Shown>, Option<Shown>)) -> String {
    let Some((now, before)) = now.zip(before) else { return "–".to_owned() };
    let sign = |n: i64| if n < 0 { "−" } else { "+" };
    match change(now, before) {
        None => "–".to_owned(),
        Some(Change { by: 0, .. }) => "0".to_owned(),
        Some(Change { by, .. }) if matches!(now, Shown::Share(_)) => {
            locale.tn("reports-points", &[("points", format!("{}{}", sign(by), tenths(locale, by)))])
        }
        Some(Change { by, percent: None }) => signed(locale, by),
        Some(Change { by, percent: Some(p) }) => {
            format!("{} ({}{} %)", signed(locale, by), sign(p), tenths(locale, p))
        }
    }
}

/// A notable change as a sentence.
pub fn notable(locale: &Locale, row: &RowDef, pair: (Option<Shown>, Option<Shown>)) -> String {
    let args = [
        ("name", row.name.clone()),
        ("now", maybe(locale, pair.0)),
        ("before", maybe(locale, pair.1)),
        ("change", changed(locale, pair)),
    ];
    locale.tn("reports-notable", &args)
}
