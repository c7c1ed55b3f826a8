//! What the statistics of returns and the list behind them have in common: filters of the address, kinds and reasons in words.

use super::inbox_filters::{agencies, procedures, select};
use crate::one_stop::permissions::VIEW;
use crate::one_stop::rules::ReasonOf;
use crate::one_stop::store::Narrow;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::http::Query;
use ui::Filter;

/// Kinds of return in the address, with the word they are kept by.
const KINDS: [(&str, &str); 4] = [
    ("bo-sung", "supplement"),
    ("tu-choi", "refused"),
    ("tu-choi-tiep-nhan", "refused_receipt"),
    ("tu-choi-giai-quyet", "refused_result"),
];

/// The first day of the month eleven months before: with the month that runs, a year.
fn a_year_ago(today: Day) -> Day {
    let month = today.month() % 12 + 1;
    let year = if month == 1 { today.year() } else { today.year() - 1 };
    Day::ymd(year, month, 1).unwrap_or(today)
}

/// What the address asks for, within the viewer's scope.
pub fn narrow(ctx: &Ctx, query: &Query) -> Narrow {
    let day =
        |name: &str| query.get(name).and_then(|text| text.parse().ok().or_else(|| Day::parse_vn(text).ok()));
    let last = day("den").unwrap_or(ctx.today());
    let first = day("tu").unwrap_or_else(|| a_year_ago(ctx.today()));
    let text = |name: &str| query.get(name).map(str::to_owned);
    let kind = query.get("loai").and_then(|word| KINDS.iter().find(|(slug, _)| *slug == word));
    Narrow {
        filed: (first.min(last), last),
        scope: ctx.scope(VIEW),
        agency: query.get("don-vi").and_then(|v| v.parse().ok()),
        procedure: text("thu-tuc"),
        // "-" asks for what is about no paper of its own.
        component: text("giay").map(|key| if key == "-" { String::new() } else { key }),
        reason: text("ly-do"),
        kind: kind.map(|(_, kind)| (*kind).to_owned()),
    }
}

/// The filters with what is chosen.
pub async fn filters(ctx: &Ctx, query: &Query, narrow: &Narrow) -> Result<Vec<Filter>> {
    let (known, _) = procedures(ctx).await?;
    let kinds = KINDS.map(|(slug, kind)| (slug.to_owned(), kind_name(ctx, kind))).into();
    let mut filters = vec![
        Filter::date("tu", ctx.t("one-stop-returns-from"), narrow.filed.0.to_string()),
        Filter::date("den", ctx.t("one-stop-returns-to"), narrow.filed.1.to_string()),
        select(ctx, query, "loai", "one-stop-returns-kind", kinds),
        select(ctx, query, "ly-do", "one-stop-head-reason", reasons(ctx)?),
        select(ctx, query, "thu-tuc", "one-stop-filter-procedure", known),
    ];
    let many = agencies(ctx, &narrow.scope);
    if many.len() > 1 {
        filters.push(select(ctx, query, "don-vi", "one-stop-filter-agency", many));
    }
    Ok(filters)
}

/// The reasons of today, each code once.
fn reasons(ctx: &Ctx) -> Result<Vec<(String, String)>> {
    let profiles = ctx.app.profiles();
    let mut found: Vec<(String, String)> = Vec::new();
    for of in [ReasonOf::Supplement, ReasonOf::Refusal] {
        for reason in of.on(&profiles, ctx.today())? {
            if !found.iter().any(|(code, _)| *code == reason.code) {
                let name = of.name(&profiles, &ctx.locale, &reason.code);
                found.push((reason.code, name));
            }
        }
    }
    Ok(found)
}

/// A kind of return in words.
pub fn kind_name(ctx: &Ctx, kind: &str) -> String {
    ctx.t(&format!("one-stop-returns-kind-{}", kind.replace('_', "-")))
}

/// The word of a kind in the address.
pub fn kind_slug(kind: &str) -> &'static str {
    KINDS.iter().find(|(_, kept)| *kept == kind).map_or("", |(slug, _)| slug)
}

/// A reason in words, by the kind it was given for.
pub fn reason_name(ctx: &Ctx, kind: &str, code: &str) -> String {
    let of = if kind == "supplement" { ReasonOf::Supplement } else { ReasonOf::Refusal };
    of.name(&ctx.app.profiles(), &ctx.locale, code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_with_the_month_that_runs_has_twelve_months() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(a_year_ago(day("2012-12-31")), day("2012-01-01"));
        assert_eq!(a_year_ago(day("2013-01-05")), day("2012-02-01"));
        assert_eq!(a_year_ago(day("2013-11-05")), day("2012-12-01"));
    }
}
