//! /ho-so/chuyen-quy-trinh/cac-lan: the moves that the viewer asked for; and one of them, with how far it is and how it went with
//! each dossier. The pages name dossiers by their codes, and of people the official who asked only.

use super::inbox_filters::select;
use super::move_flow::{self, View};
use super::standing::{moment_cell, moment_text};
use crate::one_stop::permissions::{MOVE_FLOW, VIEW};
use crate::one_stop::store::{self, FlowMove, MoveItem};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Empty, Head, Link, ListHead, Listing, Panel, Row, SummaryList, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/ho-so/chuyen-quy-trinh/cac-lan";
/// Query value for what was moved, what was left and what waits.
const OUTCOMES: [&str; 3] = ["da-chuyen", "de-lai", "cho"];

const MOVES: [ListHead; 5] = [
    ListHead::sorting("luc", "one-stop-flow-asked-at"),
    ListHead::new("ly-do", "one-stop-flow-reason"),
    ListHead::figure("tong", "one-stop-flow-total"),
    ListHead::figure("da-chuyen", "one-stop-flow-outcome-da-chuyen"),
    ListHead::new("tinh-trang", "one-stop-head-state"),
];

const ITEMS: [ListHead; 5] = [
    ListHead::sorting("ma", "one-stop-head-code"),
    ListHead::new("co-quan", "one-stop-head-agency"),
    ListHead::new("ket-qua", "one-stop-head-outcome"),
    ListHead::new("ly-do", "one-stop-head-reason"),
    ListHead::sorting("luc", "one-stop-flow-done-at"),
];

/// Shows the moves that the viewer asked for, or hands them over as a file.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let list = store::flow_moves(ctx.viewer()?.account_id);
    let title = ctx.t("one-stop-flow-moves-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "cac-lan",
        caption: title.clone(),
        heads: &MOVES,
        filters: Vec::new(),
        empty: Empty::new(ctx.t("one-stop-flow-moves-empty"), ctx.t("one-stop-flow-moves-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, of: &FlowMove| Ok(move_values(ctx, of))).await;
    }
    let found = list.page::<FlowMove>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |of| {
        Row::new(vec![
            Cell::link(format!("{PATH}/{}", of.id), moment_text(Some(of.asked_at))),
            of.reason.clone().into(),
            Cell::number(ctx.locale.integer(of.total)),
            Cell::number(ctx.locale.integer(of.moved)),
            state(&ctx, of).into(),
        ])
    });
    table.caption_hidden = true;
    let page = ui::page(&ctx, title.clone()).with_back(move_flow::PATH, ctx.t("one-stop-flow-title"));
    ui::html(&View { page, head: Head::new(title), parts: vec![ui::markup(&table)] })
}

fn state(ctx: &Ctx, of: &FlowMove) -> Tag {
    match of.ended_at {
        Some(_) => Tag::new(ctx.t("one-stop-flow-ended"), Tone::Good),
        None => Tag::new(ctx.t("one-stop-flow-running"), Tone::Info),
    }
}

fn move_values(ctx: &Ctx, of: &FlowMove) -> Vec<Value> {
    vec![
        Value::moment(Some(of.asked_at)),
        Value::Text(of.reason.clone()),
        Value::Number(of.total as f64),
        Value::Number(of.moved as f64),
        Value::Text(state(ctx, of).text),
    ]
}

/// The dossiers of a move within the viewer's scope, narrowed to one outcome.
pub fn items(ctx: &Ctx, id: i64, outcome: &str) -> ListQuery<'static> {
    let mut list = store::move_items(id);
    list.within(&ctx.scope(MOVE_FLOW), "i.agency_id");
    match outcome {
        "da-chuyen" => list.and("i.moved", []),
        "de-lai" => list.and("i.ended_at IS NOT NULL AND NOT i.moved", []),
        "cho" => list.and("i.ended_at IS NULL", []),
        _ => {}
    }
    list
}

/// How many of them there are.
pub async fn count(ctx: &Ctx, id: i64, outcome: &str) -> Result<i64> {
    Ok(items(ctx, id, outcome).walk(&ctx.app.store, &Query::default()).await?.rows)
}

/// A move that the viewer may know of: who did not ask for it knows of it by dossiers of their own scope, or not at all.
pub async fn owned(ctx: &Ctx, id: i64) -> Result<FlowMove> {
    let of = store::flow_move(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    if of.asker_id != ctx.viewer()?.account_id && items(ctx, id, "").count(&ctx.app.store).await? == 0 {
        return Err(Error::NotFound);
    }
    Ok(of)
}

/// Shows one move: how far it is, and how it went with each dossier; or hands the dossiers over as a file.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let of = owned(&ctx, id).await?;
    let path = format!("{PATH}/{id}");
    let title = ctx.t("one-stop-flow-result");
    let options = OUTCOMES.map(|o| (o.to_owned(), ctx.t(&format!("one-stop-flow-outcome-{o}"))));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: &path,
        id: "ket-qua-chuyen",
        caption: title.clone(),
        heads: &ITEMS,
        filters: vec![select(&ctx, &query, "ket-qua", "one-stop-head-outcome", options.into())],
        empty: Empty::new(ctx.t("one-stop-flow-items-empty"), ctx.t("one-stop-flow-items-empty-text")),
    };
    let list = items(&ctx, id, query.get("ket-qua").unwrap_or_default());
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, item: &MoveItem| Ok(item_values(ctx, item))).await;
    }
    let found = list.page::<MoveItem>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |item| line(&ctx, item));
    table.caption_hidden = true;
    let mut parts = vec![ui::markup(&about(&ctx, &of, &path).await?)];
    if of.ended_at.is_none() {
        parts.push(ui::markup(&Panel {
            title: ctx.t("one-stop-flow-running"),
            lines: vec![ctx.t("one-stop-flow-running-text")],
            links: vec![Link::new(path.clone(), ctx.t("one-stop-flow-refresh"))],
        }));
    }
    parts.push(ui::markup(&table));
    let mut head = Head::new(title.clone());
    head.tag = Some(state(&ctx, &of));
    let page = ui::page(&ctx, title).with_back(PATH, ctx.t("one-stop-flow-moves-title"));
    ui::html(&View { page, head, parts })
}

/// Who asked for what, and how many were come to: each number leads to its dossiers.
async fn about(ctx: &Ctx, of: &FlowMove, path: &str) -> Result<SummaryList> {
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("one-stop-flow-asked-by"), of.asker_name.clone())
        .row(ctx.t("one-stop-flow-asked-at"), moment_cell(Some(of.asked_at)))
        .row(ctx.t("one-stop-flow-reason"), of.reason.clone());
    for outcome in OUTCOMES {
        let count = ctx.locale.integer(count(ctx, of.id, outcome).await?);
        let count = Cell::link(format!("{path}?ket-qua={outcome}"), count);
        list = list.row(ctx.t(&format!("one-stop-flow-outcome-{outcome}")), count);
    }
    Ok(list)
}

fn line(ctx: &Ctx, item: &MoveItem) -> Row {
    let code = match ctx.may(VIEW, item.agency_id) {
        true => Cell::code(format!("/ho-so/{}", item.dossier_id), item.code.clone()),
        false => Cell::text(item.code.clone()),
    };
    Row::new(vec![
        code,
        Cell::from(ctx.app.directory().short_name(item.agency_id)),
        outcome(ctx, item).into(),
        why(ctx, item).into(),
        moment_cell(item.ended_at),
    ])
}

fn outcome(ctx: &Ctx, item: &MoveItem) -> Tag {
    let (word, tone) = match (item.ended_at, item.moved) {
        (None, _) => ("cho", Tone::Info),
        (Some(_), true) => ("da-chuyen", Tone::Good),
        (Some(_), false) => ("de-lai", Tone::Warn),
    };
    Tag::new(ctx.t(&format!("one-stop-flow-outcome-{word}")), tone)
}

/// Why a dossier was left, in the reader's language; empty where it was not.
pub fn why(ctx: &Ctx, item: &MoveItem) -> String {
    let Some(key) = &item.why_key else { return String::new() };
    let said: Vec<(String, String)> =
        item.why_args.as_deref().and_then(|args| serde_json::from_str(args).ok()).unwrap_or_default();
    let args: Vec<(&str, String)> = said.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    ctx.tn(key, &args)
}

fn item_values(ctx: &Ctx, item: &MoveItem) -> Vec<Value> {
    vec![
        Value::Text(item.code.clone()),
        Value::Text(ctx.app.directory().name(item.agency_id).to_owned()),
        Value::Text(outcome(ctx, item).text),
        Value::Text(why(ctx, item)),
        Value::moment(item.ended_at),
    ]
}
