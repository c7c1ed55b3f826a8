//! What the pages of rates share: counts by agency and factor in a period, and how a rate is written.

use super::super::rules::rate::Standing;
use super::super::store;
use kernel::Period;
use platform::error::Result;
use platform::http::Query;
use platform::{Ctx, Scope};
use std::collections::BTreeMap;
use ui::{Cell, Choice, Filter};

/// Counts of one agency.
#[derive(Debug, Clone, Default)]
pub struct AgencyRates {
    /// All factors together.
    pub all: Standing,
    /// By factor.
    pub factors: BTreeMap<String, Standing>,
}

/// Counts of a period by agency, within a scope.
pub async fn by_agency(ctx: &Ctx, period: Period, scope: &Scope) -> Result<BTreeMap<i64, AgencyRates>> {
    let mut agencies: BTreeMap<i64, AgencyRates> = BTreeMap::new();
    for row in store::tally(&ctx.app.store, period, scope).await? {
        let rates = agencies.entry(row.agency_id).or_default();
        if row.factor.is_empty() {
            rates.all = row.standing();
        } else {
            rates.factors.insert(row.factor.clone(), row.standing());
        }
    }
    Ok(agencies)
}

/// All agencies together.
pub fn total(agencies: &BTreeMap<i64, AgencyRates>) -> AgencyRates {
    let mut sum = AgencyRates::default();
    for rates in agencies.values() {
        sum.all = sum.all.plus(rates.all);
        for (factor, standing) in &rates.factors {
            let kept = sum.factors.entry(factor.clone()).or_default();
            *kept = kept.plus(*standing);
        }
    }
    sum
}

/// Fewest people whose answers may be published.
pub fn minimum(ctx: &Ctx) -> Result<i64> {
    ctx.app.profiles().get_or("satisfaction.minimum_count", ctx.today(), 5)
}

/// The period of `ky=`, or the current year; only whole months, as counts are kept by month.
pub fn period(ctx: &Ctx, query: &Query) -> Period {
    let asked = query.get("ky").and_then(|k| k.parse::<Period>().ok());
    asked.filter(|p| !matches!(p, Period::Span { .. })).unwrap_or_else(|| Period::year_of(ctx.today()))
}

/// Name of a period in the reader's language.
pub fn label(ctx: &Ctx, period: Period) -> String {
    if ctx.locale.lang().code() == "en" { period.label_en() } else { period.label_vi() }
}

/// The filter by period: years with answers, and this year's quarters and months so far.
pub async fn period_filter(ctx: &Ctx, chosen: Period) -> Result<Filter> {
    let today = ctx.today();
    let this_year = Period::year_of(today);
    let mut periods = vec![this_year];
    for month in this_year.months().into_iter().filter(|m| m.first() <= today).rev() {
        periods.push(month);
        if month.first().month() % 3 == 1 {
            periods.push(Period::quarter_of(month.first()));
        }
    }
    if let Some((from, to)) = store::months(&ctx.app.store).await? {
        for year in (from.year()..=to.year()).rev() {
            periods.push(Period::Year { year });
        }
    }
    if !periods.contains(&chosen) {
        periods.push(chosen);
    }
    periods.sort_by_key(|p| (std::cmp::Reverse(p.first().year()), p.days() < 300, p.days() < 60, p.first()));
    periods.dedup();
    let choices = periods.into_iter().map(|p| Choice::new(p.code(), label(ctx, p), p == chosen)).collect();
    Ok(Filter::select("ky", ctx.t("satisfaction-head-period"), choices))
}

/// A rate, or that too few answered.
pub fn rate_cell(ctx: &Ctx, standing: Standing, minimum: i64) -> Cell {
    match standing.published(minimum) {
        Some(rate) => Cell::number(ctx.locale.digits().percent(rate.percent)),
        None => Cell::muted(ctx.t("satisfaction-too-few")),
    }
}

/// The interval of a rate.
pub fn interval(ctx: &Ctx, standing: Standing, minimum: i64) -> String {
    standing.published(minimum).map_or_else(String::new, |rate| {
        ctx.tn(
            "satisfaction-interval",
            &[
                ("low", ctx.locale.digits().decimal(rate.low)),
                ("high", ctx.locale.digits().percent(rate.high)),
            ],
        )
    })
}

/// "1.284 phiếu, 6.100 câu trả lời".
pub fn count_text(ctx: &Ctx, standing: Standing) -> String {
    ctx.tn(
        "satisfaction-count",
        &[("sheets", ctx.locale.integer(standing.sheets)), ("rated", ctx.locale.integer(standing.rated))],
    )
}
