//! Pages of the evaluation, and what they share: the agency and period asked for, tabs, links to records.

pub(super) mod agency;
pub(super) mod compare;
pub(super) mod ends;
mod nine;
pub(super) mod officer;
pub(super) mod officers;
pub(super) mod posting;
pub(super) mod procedures;
pub(super) mod public;
pub(super) mod records;
pub(super) mod report;
pub(super) mod result;

use super::rules::Records;
use super::slice::{OFFICERS, VIEW};
use super::{store, words};
use kernel::Period;
use platform::Ctx;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::http::Query;
use ui::{Cell, Choice, Filter, Tab, Tabs, Tag, Tone};

/// Where the evaluation is.
pub const ROOT: &str = "/danh-gia-giai-quyet";
/// Where it is for everybody.
pub const PUBLIC: &str = "/chat-luong-phuc-vu";

/// Filters above something that is no list; prints like those of a list.
#[derive(askama::Template)]
#[template(path = "settlement/pages/filters.html")]
struct Filters {
    words: ui::Words,
    action: String,
    filters: Vec<Filter>,
}

impl askama::filters::HtmlSafe for Filters {}

/// The agency of an address.
pub(super) fn agency_of(ctx: &Ctx, code: &str) -> Result<AgencyRef> {
    ctx.app.directory().by_code(code).cloned().ok_or(Error::NotFound)
}

/// The period of `ky=`, or the quarter that runs; only whole months, as counts are kept by month.
pub(super) fn period_of(ctx: &Ctx, query: &Query) -> Period {
    let asked = query.get("ky").and_then(|k| k.parse::<Period>().ok());
    asked.filter(|p| !matches!(p, Period::Span { .. })).unwrap_or_else(|| Period::quarter_of(ctx.today()))
}

/// The choices of `ky=`: years with counts, and the quarters and months of the last one and a half.
async fn period_filter(ctx: &Ctx, chosen: Period) -> Result<Filter> {
    let today = ctx.today();
    let first = store::months(&ctx.app.store).await?.map_or(today, |(first, _)| first);
    let mut periods: Vec<Period> =
        (first.year()..=today.year()).rev().map(|year| Period::Year { year }).collect();
    let mut quarter = Period::quarter_of(today);
    for _ in 0..6 {
        periods.push(quarter);
        quarter = quarter.previous();
    }
    let mut month = Period::month_of(today);
    for _ in 0..18 {
        periods.push(month);
        month = month.previous();
    }
    if !periods.contains(&chosen) {
        periods.insert(0, chosen);
    }
    let choices = periods
        .into_iter()
        .map(|p| Choice::new(p.code(), words::period(&ctx.locale, p), p == chosen))
        .collect();
    Ok(Filter::select("ky", ctx.t("settlement-head-period"), choices))
}

/// The tabs of the staff's pages; that of officials for those who may see them.
fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let tab = |href: &str, label: &str| Tab {
        label: ctx.t(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    let has = |permission| ctx.viewer.as_ref().is_some_and(|v| v.has(permission));
    let mut items = Vec::new();
    if has(VIEW) {
        items.push(tab(ROOT, "settlement-tab-agencies"));
    }
    if has(OFFICERS) {
        items.push(tab("/danh-gia-giai-quyet/can-bo", "settlement-tab-officers"));
    }
    items.push(tab("/danh-gia-giai-quyet/cua-toi", "settlement-tab-mine"));
    Tabs { label: ctx.t("settlement-title"), items }
}

/// The way to the records behind a figure of an agency.
fn records_cell(ctx: &Ctx, records: &Records, agency: &AgencyRef, period: Period) -> Cell {
    let at = |list: &str, item: &str| {
        format!("{ROOT}/co-quan/{}/{list}?muc={item}&ky={}", agency.code, period.code())
    };
    match records {
        Records::Dossiers(item) => Cell::link(at("ho-so", item), ctx.t("settlement-records-dossiers")),
        Records::Procedures(item) => Cell::link(at("thu-tuc", item), ctx.t("settlement-records-procedures")),
        Records::At(href) if !href.is_empty() => {
            Cell::link(href.clone(), ctx.t("settlement-records-petitions"))
        }
        Records::At(_) | Records::None => Cell::Empty,
    }
}

/// A class as a tag, from its word.
fn class_tag(ctx: &Ctx, code: &str) -> Cell {
    let tone = match code {
        "early" | "on-time" => Tone::Good,
        "late" => Tone::Bad,
        _ => return Cell::Empty,
    };
    Tag::new(ctx.t(&format!("settlement-class-{code}")), tone).into()
}

/// Which rules an evaluation follows, and whether a source confirms them.
pub(super) fn basis(ctx: &Ctx, period: Period) -> Vec<String> {
    let day = super::cards::day_of(period, ctx.today());
    let profiles = ctx.app.profiles();
    let told = |key: &str, rule: Option<&platform::profiles::Rule>| {
        let Some(rule) = rule else { return ctx.t(&format!("settlement-basis-{key}-none")) };
        let sure = ctx.t(if rule.confirmed { "settlement-basis-sure" } else { "settlement-basis-unsure" });
        ctx.tn(&format!("settlement-basis-{key}"), &[("source", rule.source.clone()), ("sure", sure)])
    };
    vec![
        told("nine", profiles.rule("settlement.agency_bands", day)),
        told("index", profiles.rule("settlement.index", day)),
    ]
}
