//! GET /ly-do-tra-lai/ho-so: the returns behind a figure, each with its dossier; it names no person.

use super::returns_filters::{filters, kind_name, narrow, reason_name};
use crate::one_stop::store::{self, ReturnRow};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Cell, Empty, ListHead, Listing, Row};

/// Address of the list.
pub const PATH: &str = "/ly-do-tra-lai/ho-so";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ma", "one-stop-head-code"),
    ListHead::new("co-quan", "one-stop-head-agency"),
    ListHead::new("giay", "one-stop-head-paper"),
    ListHead::new("ly-do", "one-stop-head-reason"),
    ListHead::sorting("nop", "one-stop-head-filed"),
    ListHead::sorting("ngay", "one-stop-returns-day"),
];

#[derive(askama::Template)]
#[template(path = "one_stop/pages/opinions.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let narrow = narrow(&ctx, &query);
    let list = store::returns_list(&narrow);
    let title = ctx.t("one-stop-returns-list-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "ho-so-tra-lai",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query, &narrow).await?,
        empty: Empty::new(ctx.t("one-stop-returns-empty"), ctx.t("one-stop-returns-empty-text"))
            .with_action(super::returns::PATH, ctx.t("one-stop-returns-title")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &ReturnRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<ReturnRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |r| row(&ctx, r));
    table.caption_hidden = true;
    // The paper of a figure has no filter of its own; it stays in force while others are changed.
    table.hidden.extend(query.get("giay").map(|key| ("giay".to_owned(), key.to_owned())));
    let lead = ctx.tn("one-stop-returns-lead", &[("from", narrow.filed.0.vn()), ("to", narrow.filed.1.vn())]);
    let head = ui::Head { lead, ..ui::Head::new(title.clone()) };
    let page = ui::page(&ctx, title).with_crumb(super::returns::PATH, ctx.t("one-stop-returns-title"));
    ui::html(&View { page, head, table })
}

/// The paper, or that it is about the whole.
fn paper(ctx: &Ctx, row: &ReturnRow) -> String {
    if row.component_name.is_empty() { ctx.t("one-stop-returns-whole") } else { row.component_name.clone() }
}

fn row(ctx: &Ctx, row: &ReturnRow) -> Row {
    let day =
        |iso: &str| iso.parse::<Day>().map(|day| Cell::moment(day.to_string(), day.vn())).unwrap_or_default();
    Row::new(vec![
        Cell::Stack(vec![
            Cell::code(format!("/ho-so/{}", row.dossier_id), row.code.clone()),
            Cell::muted(row.procedure_code.clone()),
        ]),
        Cell::from(ctx.app.directory().short_name(row.agency_id)),
        paper(ctx, row).into(),
        Cell::Stack(vec![
            reason_name(ctx, &row.kind, &row.reason_code).into(),
            Cell::muted(kind_name(ctx, &row.kind)),
        ]),
        day(&row.filed_on),
        day(&row.happened_on),
    ])
}

fn values(ctx: &Ctx, row: &ReturnRow) -> Vec<Value> {
    let reason = reason_name(ctx, &row.kind, &row.reason_code);
    vec![
        Value::Text(row.code.clone()),
        Value::Text(ctx.app.directory().name(row.agency_id).to_owned()),
        Value::Text(paper(ctx, row)),
        Value::Text(format!("{reason} – {}", kind_name(ctx, &row.kind))),
        Value::day(&row.filed_on),
        Value::day(&row.happened_on),
    ]
}
