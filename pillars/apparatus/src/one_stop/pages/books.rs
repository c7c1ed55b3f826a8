//! GET /so-theo-doi/nam: the years' books of the register, open ones and closed ones.

use super::inbox_filters::{agencies, select};
use super::standing::moment_cell;
use crate::one_stop::permissions::REGISTER;
use crate::one_stop::store::{self, BookOfYear};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Cell, Empty, ListHead, Listing, Row, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/so-theo-doi/nam";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("nam", "one-stop-head-book-year"),
    ListHead::new("co-quan", "one-stop-head-agency"),
    ListHead::new("ngay", "one-stop-head-book-days"),
    ListHead::figure("so-ho-so", "one-stop-head-book-entries"),
    ListHead::new("tinh-trang", "one-stop-head-state"),
    ListHead::sorting("khoa", "one-stop-head-book-closed"),
];

#[derive(askama::Template)]
#[template(path = "one_stop/pages/register.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
    print: ui::Panel,
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let scope = ctx.scope(REGISTER);
    let mut list = store::books();
    list.within(&scope, "b.agency_id");
    if let Some(agency) = query.get("don-vi").and_then(|v| v.parse::<i64>().ok()) {
        list.and("b.agency_id = ?", [agency.into()]);
    }
    if let Some(year) = query.get("nam").and_then(|v| v.parse::<i64>().ok()) {
        list.and("b.year = ?", [year.into()]);
    }
    match query.get("tinh-trang") {
        Some("mo") => {
            list.and("b.closed_at IS NULL AND b.to_on >= ?", [ctx.today().to_string().into()]);
        }
        Some("khoa") => list.and("b.closed_at IS NOT NULL", []),
        Some("cho-khoa") => {
            list.and("b.closed_at IS NULL AND b.to_on < ?", [ctx.today().to_string().into()]);
        }
        _ => {}
    }
    let title = ctx.t("one-stop-books-title");
    let states = ["mo", "cho-khoa", "khoa"].map(|s| (s.to_owned(), ctx.t(&format!("one-stop-book-{s}"))));
    let years = (0..8).map(|back| (ctx.today().year() - back).to_string());
    let mut filters = vec![
        select(&ctx, &query, "nam", "one-stop-filter-year", years.map(|y| (y.clone(), y)).collect()),
        select(&ctx, &query, "tinh-trang", "one-stop-head-state", states.into()),
    ];
    let many = agencies(&ctx, &scope);
    if many.len() > 1 {
        filters.insert(0, select(&ctx, &query, "don-vi", "one-stop-filter-agency", many));
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "cac-nam",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("one-stop-books-empty"), ctx.t("one-stop-books-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, book: &BookOfYear| Ok(values(ctx, book))).await;
    }
    let found = list.page::<BookOfYear>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |book| row(&ctx, book));
    table.caption_hidden = true;
    let head = ui::Head { lead: ctx.t("one-stop-books-lead"), ..ui::Head::new(title.clone()) };
    let page = ui::page(&ctx, title).with_crumb(super::register::PATH, ctx.t("one-stop-menu-register"));
    let print = ui::Panel {
        title: ctx.t("one-stop-editions-title"),
        lines: vec![ctx.t("one-stop-editions-lead")],
        links: vec![ui::Link::new(super::editions::PATH, ctx.t("one-stop-editions-open"))],
    };
    ui::html(&View { page, head, table, print })
}

/// How a book stands on a day.
pub fn state(ctx: &Ctx, book: &BookOfYear) -> Tag {
    let over = book.to_on.parse::<Day>().is_ok_and(|to| to < ctx.today());
    let (key, tone) = match (book.closed_at, over) {
        (Some(_), _) => ("one-stop-book-khoa", Tone::Good),
        (None, true) => ("one-stop-book-cho-khoa", Tone::Warn),
        (None, false) => ("one-stop-book-mo", Tone::Info),
    };
    Tag::new(ctx.t(key), tone)
}

/// First and last day in words.
pub fn days(book: &BookOfYear) -> String {
    let vn = |day: &str| day.parse::<Day>().map(Day::vn).unwrap_or_default();
    format!("{} – {}", vn(&book.from_on), vn(&book.to_on))
}

fn row(ctx: &Ctx, book: &BookOfYear) -> Row {
    let closed = match &book.closer_name {
        Some(name) => Cell::Stack(vec![moment_cell(book.closed_at), Cell::muted(name.clone())]),
        None => Cell::Empty,
    };
    Row::new(vec![
        Cell::code(format!("{PATH}/{}", book.id), book.year.to_string()),
        Cell::from(ctx.app.directory().short_name(book.agency_id)),
        days(book).into(),
        Cell::number(ctx.locale.integer(book.entries)),
        state(ctx, book).into(),
        closed,
    ])
}

fn values(ctx: &Ctx, book: &BookOfYear) -> Vec<Value> {
    vec![
        Value::Number(book.year as f64),
        Value::Text(ctx.app.directory().name(book.agency_id).to_owned()),
        Value::Text(days(book)),
        Value::Number(book.entries as f64),
        Value::Text(state(ctx, book).text),
        Value::moment(book.closed_at),
    ]
}
