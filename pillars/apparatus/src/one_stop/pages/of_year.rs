//! GET /ho-so/nhan-trong-nam: the dossiers of one procedure received in one year, in one's scope; the list behind a count.

use super::inbox_filters::{agencies, procedures, select};
use super::standing::moment_stack;
use crate::one_stop::permissions::VIEW;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, ReceivedRow};
use axum::response::Response;
use kernel::Period;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::{Ctx, Scope};
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table};

/// Address of the list.
pub const PATH: &str = "/ho-so/nhan-trong-nam";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ma", "one-stop-head-code"),
    ListHead::new("co-quan", "one-stop-head-agency"),
    ListHead::new("trang-thai", "one-stop-head-state"),
    ListHead::sorting("nhan", "one-stop-head-received"),
    ListHead::new("han", "one-stop-head-due"),
    ListHead::new("xong", "one-stop-head-ended"),
];

#[derive(askama::Template)]
#[template(path = "one_stop/pages/of_year.html")]
struct View {
    page: Page,
    head: Head,
    table: Table,
}

/// Shows the list, or hands it over as a file. It names no person.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let (known, _) = procedures(&ctx).await?;
    let first = known.first().map(|(code, _)| code.clone()).unwrap_or_default();
    let procedure = query.get("thu-tuc").map_or(first, str::to_owned);
    let year = query
        .get("nam")
        .and_then(|y| y.parse().ok())
        .filter(|y| (1990..=2100).contains(y))
        .unwrap_or(ctx.today().year());
    let period = Period::Year { year };
    let mut list = store::received_list(&procedure, (period.first(), period.last()));
    let scope = ctx.scope(VIEW);
    list.within(&scope, "d.agency_id");
    let asked = query.get("don-vi").and_then(|v| v.parse::<i64>().ok());
    if let Some(agency) = asked {
        // As the year's count has it: the agency and those below.
        list.within(&Scope::Agencies(ctx.app.directory().subtree(agency)), "d.agency_id");
    }
    let name = known.iter().find(|(code, _)| *code == procedure).map_or(&procedure, |(_, name)| name);
    let caption =
        ctx.tn("one-stop-of-year-caption", &[("procedure", name.clone()), ("year", year.to_string())]);
    let mut filters = vec![
        Filter::select("thu-tuc", ctx.t("one-stop-filter-procedure"), chosen(&known, &procedure)),
        Filter::select("nam", ctx.t("one-stop-filter-year"), years(&ctx, year)),
    ];
    let mut many = agencies(&ctx, &scope);
    // The agency asked for may hold no dossier itself, as the city's, or be no more: the filter names it all the same.
    if let Some(agency) =
        asked.filter(|id| scope.covers(*id) && many.iter().all(|(a, _)| *a != id.to_string()))
    {
        many.insert(0, (agency.to_string(), ctx.app.directory().short_name(agency).to_owned()));
    }
    if many.len() > 1 {
        filters.push(select(&ctx, &query, "don-vi", "one-stop-filter-agency", many));
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "nhan-trong-nam",
        caption: caption.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("one-stop-of-year-empty"), ctx.t("one-stop-of-year-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &ReceivedRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<ReceivedRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |r| row(&ctx, r));
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("one-stop-of-year-lead"), ..Head::new(caption.clone()) };
    ui::html(&View { page: ui::page(&ctx, caption), head, table })
}

fn chosen(known: &[(String, String)], procedure: &str) -> Vec<Choice> {
    let own = (!known.iter().any(|(code, _)| code == procedure))
        .then(|| Choice::new(procedure.to_owned(), procedure.to_owned(), true));
    let all = known
        .iter()
        .map(|(code, name)| Choice::new(code.clone(), format!("{code} – {name}"), code == procedure));
    own.into_iter().chain(all).collect()
}

fn years(ctx: &Ctx, chosen: i32) -> Vec<Choice> {
    let this = ctx.today().year();
    let mut years: Vec<i32> = (0..8).map(|back| this - back).collect();
    if !years.contains(&chosen) {
        years.push(chosen);
    }
    years.into_iter().map(|y| Choice::new(y.to_string(), y.to_string(), y == chosen)).collect()
}

fn row(ctx: &Ctx, row: &ReceivedRow) -> Row {
    Row::new(vec![
        Cell::code(format!("/ho-so/{}", row.id), row.code.clone()),
        Cell::from(ctx.app.directory().short_name(row.agency_id)),
        Cell::from(state(ctx, row)),
        moment_stack(row.received_at),
        moment_stack(row.due_at),
        moment_stack(row.settled_at),
    ])
}

fn values(ctx: &Ctx, row: &ReceivedRow) -> Vec<Value> {
    vec![
        Value::Text(row.code.clone()),
        Value::Text(ctx.app.directory().name(row.agency_id).to_owned()),
        Value::Text(state(ctx, row)),
        Value::moment(row.received_at),
        Value::moment(row.due_at),
        Value::moment(row.settled_at),
    ]
}

fn state(ctx: &Ctx, row: &ReceivedRow) -> String {
    State::from_number(row.state).map(|s| ctx.t(s.key())).unwrap_or_default()
}
