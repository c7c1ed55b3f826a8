//! GET /chi-so-cchc/dot: the rounds, newest year first.

use super::super::slice::MANAGE;
use super::super::store::rounds::{self, RoundRow};
use super::super::words::Writer;
use super::{ListView, ROUNDS, level_filter, level_of, tabs, year_filter, year_of};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Action, ActionKind, Cell, Empty, Head, ListHead, Listing, Row, Tag, Tone};

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ten", "par-index-head-round"),
    ListHead { key: "nam", label: "par-index-head-year", sort: Some("nam"), numeric: true },
    ListHead::new("cap", "par-index-head-level"),
    ListHead::sorting("han", "par-index-head-due"),
    ListHead::new("trang-thai", "par-index-head-state"),
];

/// The list, or its file.
pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = rounds::list();
    if let Some(year) = year_of(&query) {
        list.and("r.year = ?", [i64::from(year).into()]);
    }
    if let Some(level) = level_of(&query) {
        list.and("r.level = ?", [level.into()]);
    }
    let title = ctx.t("par-index-rounds-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: ROUNDS,
        id: "dot-cchc",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![year_filter(&ctx, year_of(&query)), level_filter(&ctx, level_of(&query), true)],
        empty: Empty::new(ctx.t("par-index-rounds-none-title"), ctx.t("par-index-rounds-none")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, round: &RoundRow| Ok(values(ctx, round))).await;
    }
    let found = list.page::<RoundRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |round| row(&ctx, round));
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("par-index-rounds-lead"), ..Head::new(title.clone()) };
    if ctx.viewer()?.has(MANAGE) {
        let to = format!("{ROUNDS}/moi");
        head.actions = vec![Action::link(to, ctx.t("par-index-round-new"), ActionKind::Primary)];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, ROUNDS), table })
}

/// Where a round stands.
pub(super) fn standing(ctx: &Ctx, round: &RoundRow) -> Tag {
    let (key, tone) = match (round.published_at, &round.decided_on) {
        (Some(_), _) => ("par-index-round-published", Tone::Good),
        (None, Some(_)) => ("par-index-round-decided", Tone::Accent),
        (None, None) => ("par-index-round-open", Tone::Info),
    };
    Tag::new(ctx.t(key), tone)
}

fn row(ctx: &Ctx, round: &RoundRow) -> Row {
    let writer = Writer::new(&ctx.locale);
    Row::new(vec![
        Cell::link(format!("{ROUNDS}/{}", round.id), round.name.clone()),
        Cell::number(round.year.to_string()),
        Cell::text(writer.level(&round.level)),
        Cell::moment(&round.due_on, ui::vn_day(&round.due_on)),
        Cell::Tag(standing(ctx, round)),
    ])
}

fn values(ctx: &Ctx, round: &RoundRow) -> Vec<Value> {
    let writer = Writer::new(&ctx.locale);
    vec![
        Value::Text(round.name.clone()),
        Value::Number(round.year as f64),
        Value::Text(writer.level(&round.level)),
        Value::day(&round.due_on),
        Value::Text(standing(ctx, round).text),
    ]
}
