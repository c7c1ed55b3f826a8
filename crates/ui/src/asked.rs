//! What the lists of many slices are asked for alike: a year, an agency of the viewer's scope.

use crate::agencies::agency_choices;
use crate::form_field::Choice;
use crate::table::Filter;
use platform::error::Result;
use platform::http::Query;
use platform::{Ctx, Scope};

/// The year asked for by `nam=`, else the one that runs.
pub fn year_asked(ctx: &Ctx, query: &Query) -> i32 {
    let asked = query.get("nam").and_then(|year| year.parse().ok());
    asked.filter(|year| (2000..=2100).contains(year)).unwrap_or(ctx.today().year())
}

/// The next year and the last ones; the one that is chosen too where it is none of them.
pub fn year_choices(ctx: &Ctx, chosen: i32) -> Vec<Choice> {
    let this = ctx.today().year();
    let mut years: Vec<i32> = (0..8).map(|back| this + 1 - back).collect();
    if !years.contains(&chosen) {
        years.push(chosen);
    }
    years.into_iter().map(|year| Choice::new(year.to_string(), year.to_string(), year == chosen)).collect()
}

/// The agency asked for by its code under a name: none asked, or its id; 0 where there is no such agency, which finds nothing.
pub fn agency_asked(ctx: &Ctx, query: &Query, name: &str) -> Option<i64> {
    query.get(name).map(|code| ctx.app.directory().by_code(code).map_or(0, |agency| agency.id))
}

/// The filter by an agency of a scope, under a name and the key of its label; `all` is the key of the choice of none.
///
/// # Errors
/// Nobody is signed in.
pub fn agency_filter(
    ctx: &Ctx,
    query: &Query,
    scope: &Scope,
    (name, label): (&str, &str),
    all: &str,
) -> Result<Filter> {
    let held = query.get(name).unwrap_or_default();
    let mut choices = vec![Choice::new("", ctx.t(all), held.is_empty())];
    for choice in agency_choices(ctx, scope, held)? {
        let selected = choice.value == held;
        choices.push(Choice { selected, ..choice });
    }
    Ok(Filter::select(name, ctx.t(label), choices))
}
