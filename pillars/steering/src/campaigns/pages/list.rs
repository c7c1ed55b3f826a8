//! GET /truyen-thong: the communication plans of one's scope and those one approves, the newest year first.

use super::super::rules::State;
use super::super::slice::{EDIT, VIEW};
use super::super::store::plans::{self, Plan};
use super::super::words::{self, day_cell};
use super::{ListView, PATH, agency_asked, agency_filter, plan_path, tabs, with_all, year_filter};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 6] = [
    ListHead::sorting("nam", "campaigns-head-plan"),
    ListHead::sorting("co-quan", "campaigns-head-agency"),
    ListHead::new("trang-thai", "campaigns-head-state"),
    ListHead::new("ban", "campaigns-head-edition"),
    ListHead::new("trinh", "campaigns-head-submitted"),
    ListHead::new("duyet", "campaigns-head-approved"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = plans::list();
    list.within_any(&ctx.scope(VIEW), &["p.agency_id", "p.approver_id"]);
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("p.year = ?", [year.into()]);
    }
    if let Some(agency) = agency_asked(ctx, query, "co-quan") {
        list.and("p.agency_id = ?", [agency.into()]);
    }
    match query.get("trang-thai") {
        Some("in-force") => list.and("p.in_force > 0", []),
        Some(state) => list.and("p.state = ?", [state.into()]),
        None => {}
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("campaigns-menu");
    let mut empty = Empty::new(ctx.t("campaigns-empty"), ctx.t("campaigns-empty-text"));
    let may_write = ctx.viewer()?.has(EDIT);
    if may_write {
        empty = empty.with_action("/truyen-thong/lap", ctx.t("campaigns-begin"));
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "truyen-thong",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query)?,
        empty,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, p: &Plan| values(ctx, p)).await;
    }
    let found = list.page::<Plan>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|p| row(&ctx, p)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("campaigns-lead"), ..Head::new(title.clone()) };
    if may_write {
        head.actions = vec![Action::link("/truyen-thong/lap", ctx.t("campaigns-begin"), ActionKind::Primary)];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, PATH), table })
}

fn filters(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let held = query.get("trang-thai").unwrap_or_default();
    let states = State::ALL.map(|s| Choice::new(s.code(), words::state_word(ctx, s), s.code() == held));
    let in_force = Choice::new("in-force", ctx.t("campaigns-in-force"), held == "in-force");
    let states = with_all(ctx, held, states.into_iter().chain([in_force]));
    Ok(vec![
        year_filter(ctx, query),
        Filter::select("trang-thai", ctx.t("campaigns-head-state"), states),
        agency_filter(ctx, query)?,
    ])
}

fn name(ctx: &Ctx, p: &Plan) -> String {
    ctx.tn("campaigns-plan-of-year", &[("year", p.year.to_string())])
}

/// "Bản 2, đang thực hiện bản 1".
fn edition(ctx: &Ctx, p: &Plan) -> String {
    let args = [("edition", p.edition.to_string()), ("force", p.in_force.to_string())];
    match p.in_force {
        0 => ctx.tn("campaigns-edition-first", &args),
        force if force == p.edition => ctx.tn("campaigns-edition-in-force", &args),
        _ => ctx.tn("campaigns-edition-beside", &args),
    }
}

fn row(ctx: &Ctx, p: &Plan) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::link(plan_path(p.id), name(ctx, p)),
        Cell::from(ctx.app.directory().short_name(p.agency_id)),
        Cell::Tag(words::state(ctx, p)?),
        Cell::from(edition(ctx, p)),
        day_cell(p.submitted_on.as_deref().unwrap_or_default()),
        day_cell(p.approved_on.as_deref().unwrap_or_default()),
    ]))
}

fn values(ctx: &Ctx, p: &Plan) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(name(ctx, p)),
        Value::Text(ctx.app.directory().name(p.agency_id).to_owned()),
        Value::Text(words::state(ctx, p)?.text),
        Value::Text(edition(ctx, p)),
        Value::day(p.submitted_on.as_deref().unwrap_or_default()),
        Value::day(p.approved_on.as_deref().unwrap_or_default()),
    ])
}
