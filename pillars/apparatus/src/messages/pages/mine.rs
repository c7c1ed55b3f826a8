//! GET /cua-toi/trao-doi: the conversations on the signed-in citizen's dossiers, the last first.

use super::super::rules::{Side, standing};
use super::super::store::{self, Thread};
use super::thread::tag;
use axum::response::Response;
use kernel::{Day, Moment};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Cell, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/cua-toi/trao-doi";

const HEADS: [ListHead; 4] = [
    ListHead::sorting("ma", "messages-head-code"),
    ListHead::new("thu-tuc", "messages-head-procedure"),
    ListHead::new("sua", "messages-head-correction"),
    ListHead::sorting("cuoi", "messages-head-last"),
];

#[derive(askama::Template)]
#[template(path = "messages/pages/mine.html")]
struct View {
    page: Page,
    head: Head,
    table: Table,
}

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::list();
    list.and("t.account_id = ?", [ctx.viewer()?.account_id.into()]);
    if let Some(code) = query.get("ma") {
        let like = format!("%{}%", code.to_uppercase().replace(['%', '_'], ""));
        list.and("t.code LIKE ?", [like.into()]);
    }
    let code = ctx.t("messages-head-code");
    let title = ctx.t("messages-mine-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "trao-doi-cua-toi",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::text("ma", code, query.get("ma").unwrap_or_default())],
        empty: Empty::new(ctx.t("messages-mine-empty"), ctx.t("messages-mine-empty-text"))
            .with_action("/cua-toi", ctx.t("messages-mine-dossiers")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |_, thread: &Thread| Ok(values(thread))).await;
    }
    let found = list.page::<Thread>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |thread| row(&ctx, thread));
    table.caption_hidden = true;
    ui::html(&View { page: ui::page(&ctx, title.clone()), head: Head::new(title), table })
}

fn row(ctx: &Ctx, thread: &Thread) -> Row {
    let due = thread.correction_due_on.as_deref().and_then(|day| day.parse::<Day>().ok());
    let correction = due.map_or(Cell::Empty, |day| {
        Cell::Stack(vec![
            Cell::moment(day.to_string(), day.vn()),
            tag(ctx, standing(due, false, false, ctx.today())).into(),
        ])
    });
    let last = Moment::from_micros(thread.last_at);
    let mut lines = vec![Cell::moment(last.iso(), last.vn())];
    if thread.is_new_to(Side::Applicant) {
        lines.push(Tag::new(ctx.t("messages-new"), Tone::Accent).into());
    }
    Row::new(vec![
        Cell::code(format!("/theo-doi/{}/trao-doi", thread.tracking_key), thread.code.clone()),
        Cell::Stack(vec![
            Cell::text(thread.procedure_name.clone()),
            Cell::muted(ctx.app.directory().name(thread.agency_id)),
        ]),
        correction,
        Cell::Stack(lines),
    ])
}

fn values(thread: &Thread) -> Vec<Value> {
    vec![
        Value::Text(thread.code.clone()),
        Value::Text(thread.procedure_name.clone()),
        thread.correction_due_on.as_deref().map_or(Value::Text(String::new()), Value::day),
        Value::moment(Some(thread.last_at)),
    ]
}
