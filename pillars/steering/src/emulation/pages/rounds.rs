//! GET /thi-dua/dot: the rounds of one's scope, the newest first.

use super::super::rules::RoundState;
use super::super::slice::{MANAGE, VIEW};
use super::super::store::rounds::{self, Round};
use super::{
    ListView, ROUNDS, group_name, round_path, round_tag, round_word, tabs, with_all, year_and_group,
};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ten", "emulation-head-round"),
    ListHead::sorting("nam", "emulation-head-year"),
    ListHead::new("nhom", "emulation-head-group"),
    ListHead::sorting("han", "emulation-head-due"),
    ListHead::new("trang-thai", "emulation-head-state"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = rounds::list();
    list.within(&ctx.scope(VIEW), "r.owner_id");
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("r.year = ?", [year.into()]);
    }
    if let Some(group) = query.get("nhom") {
        list.and("r.group_code = ?", [group.into()]);
    }
    if let Some(state) = query.get("trang-thai") {
        list.and("r.state = ?", [state.into()]);
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("emulation-rounds-title");
    let may_open = ctx.viewer()?.has(MANAGE);
    let mut empty = Empty::new(ctx.t("emulation-rounds-empty"), ctx.t("emulation-rounds-empty-text"));
    if may_open {
        empty = empty.with_action("/thi-dua/dot/moi", ctx.t("emulation-open"));
    }
    let state = query.get("trang-thai").unwrap_or_default();
    let states = RoundState::ALL.map(|s| Choice::new(s.code(), round_word(&ctx, s), s.code() == state));
    let mut filters = year_and_group(&ctx, &query)?;
    filters.push(Filter::select("trang-thai", ctx.t("emulation-head-state"), with_all(&ctx, state, states)));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: ROUNDS,
        id: "dot-thi-dua",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, r: &Round| values(ctx, r)).await;
    }
    let found = list.page::<Round>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|r| row(&ctx, r)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("emulation-rounds-lead"), ..Head::new(title.clone()) };
    if may_open {
        head.actions = vec![Action::link("/thi-dua/dot/moi", ctx.t("emulation-open"), ActionKind::Primary)];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, ROUNDS), table })
}

fn row(ctx: &Ctx, r: &Round) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::link(round_path(r.id), r.name.clone()),
        Cell::number(r.year.to_string()),
        Cell::text(group_name(ctx, &r.group_code)?),
        Cell::moment(&r.due_on, ui::vn_day(&r.due_on)),
        Cell::Tag(round_tag(ctx, r.state()?)),
    ]))
}

fn values(ctx: &Ctx, r: &Round) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(r.name.clone()),
        Value::Number(r.year as f64),
        Value::Text(group_name(ctx, &r.group_code)?),
        Value::day(&r.due_on),
        Value::Text(round_word(ctx, r.state()?)),
    ])
}
