//! GET /y-kien: questions of other agencies that wait for the viewer's units, and the units' own to experts, the soonest due
//! first.

use crate::one_stop::permissions::OPINION;
use crate::one_stop::store::{self, OpinionRow};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Cell, Empty, Filter, ListHead, Listing, Row, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/y-kien";

const HEADS: [ListHead; 5] = [
    ListHead::new("cau-hoi", "one-stop-head-question"),
    ListHead::new("thu-tuc", "one-stop-head-procedure"),
    ListHead::new("don-vi", "one-stop-head-unit"),
    ListHead::new("nguoi-hoi", "one-stop-head-asked-by"),
    ListHead { key: "han", label: "one-stop-head-answer-due", sort: Some("han"), numeric: false },
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
    let mut list = store::opinions_waiting();
    list.within(&ctx.scope(OPINION), "o.unit_id");
    if query.get("han") == Some("qua-han") {
        list.and("o.due_on < ?", [ctx.today().to_string().into()]);
    }
    let title = ctx.t("one-stop-menu-opinions");
    let overdue = vec![("qua-han".to_owned(), ctx.t("one-stop-filter-due-qua-han"))];
    let filters: Vec<Filter> =
        vec![super::inbox_filters::select(&ctx, &query, "han", "one-stop-filter-due", overdue)];
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "y-kien",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("one-stop-opinions-empty"), ctx.t("one-stop-opinions-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &OpinionRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<OpinionRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |r| row(&ctx, r));
    table.caption_hidden = true;
    let head = ui::Head::new(title.clone());
    ui::html(&View { page: ui::page(&ctx, title), head, table })
}

fn row(ctx: &Ctx, row: &OpinionRow) -> Row {
    let question: String = row.question.chars().take(120).collect();
    let due = row.due_on.parse::<Day>().ok();
    let mut cells = vec![due.map(|d| Cell::moment(d.to_string(), d.vn())).unwrap_or_default()];
    if due.is_some_and(|d| d < ctx.today()) {
        cells.push(Tag::new(ctx.t("one-stop-opinion-overdue"), Tone::Bad).into());
    }
    Row::new(vec![
        Cell::Stack(vec![Cell::link(format!("{PATH}/{}", row.id), question), Cell::muted(row.code.clone())]),
        row.procedure_name.clone().into(),
        row.expert.clone().unwrap_or_else(|| ctx.app.directory().short_name(row.unit_id).to_owned()).into(),
        row.asked_by.clone().into(),
        Cell::Stack(cells),
    ])
}

fn values(ctx: &Ctx, row: &OpinionRow) -> Vec<Value> {
    vec![
        Value::Text(row.question.clone()),
        Value::Text(row.procedure_name.clone()),
        Value::Text(row.expert.clone().unwrap_or_else(|| ctx.app.directory().name(row.unit_id).to_owned())),
        Value::Text(row.asked_by.clone()),
        Value::Text(row.due_on.clone()),
    ]
}
