//! GET /so-theo-doi: the register of an agency and year, with the numbered columns of form 06.

use super::inbox_filters::{agencies, by_typed, procedures, select};
use super::standing::moment_stack;
use crate::one_stop::acts;
use crate::one_stop::permissions::REGISTER;
use crate::one_stop::store::{self, RegisterRow};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use ui::{Cell, Choice, Empty, Filter, Link, ListHead, Listing, Panel, Row};

/// Address of the register.
pub const PATH: &str = "/so-theo-doi";

/// Columns; on the screen the first two stand in one.
const HEADS: [ListHead; 9] = [
    ListHead::new("so", "one-stop-register-1"),
    ListHead { key: "ma", label: "one-stop-register-2", sort: Some("so"), numeric: false },
    ListHead::new("ten", "one-stop-register-3"),
    ListHead::new("noi-dung", "one-stop-register-4"),
    ListHead::new("nhan", "one-stop-register-5"),
    ListHead::new("hen", "one-stop-register-6"),
    ListHead::new("ky", "one-stop-register-7"),
    ListHead::new("tra", "one-stop-register-8"),
    ListHead::new("nguoi-nhan", "one-stop-register-9"),
];

#[derive(askama::Template)]
#[template(path = "one_stop/pages/register.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
    print: Panel,
}

/// Shows the register, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let scope = ctx.scope(REGISTER);
    let books = agencies(&ctx, &scope);
    let agency = chosen(&ctx, &query, &books);
    let year = query
        .get("nam")
        .and_then(|y| y.parse().ok())
        .filter(|y| (1990..=2100).contains(y))
        .unwrap_or(ctx.today().year());
    let mut list = store::register();
    list.within(&scope, "d.agency_id");
    list.and("d.agency_id = ?", [agency.into()]);
    let days = acts::book_days(&ctx.app, agency, year, ctx.today()).await?;
    let (first, last) = days.ok_or(Error::NotFound)?;
    list.and(
        "d.received_on >= ? AND d.received_on <= ?",
        [first.to_string().into(), last.to_string().into()],
    );
    if let Some(field) = query.get("linh-vuc") {
        list.and("d.field = ?", [field.into()]);
    }
    by_typed(&ctx, &query, &mut list);
    let name = ctx.app.directory().name(agency).to_owned();
    let title = ctx.tn("one-stop-register-title", &[("year", year.to_string())]);
    let export = Listing::export_kind(&query);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "so-theo-doi",
        caption: format!("{title} – {name}"),
        heads: HEADS.get(usize::from(export.is_none())..).unwrap_or_default(),
        filters: filters(&ctx, &query, &books, agency, year).await?,
        empty: Empty::new(ctx.t("one-stop-register-empty"), ctx.t("one-stop-register-empty-text")),
    };
    if let Some(kind) = export {
        return listing.file(kind, list, |_, row| Ok(values(row))).await;
    }
    let found = list.page::<RegisterRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, row);
    table.caption_hidden = true;
    let mut head = ui::Head::new(title.clone());
    head.lead = name;
    head.actions =
        vec![ui::Action::link(super::books::PATH, ctx.t("one-stop-books-open"), ui::ActionKind::Quiet)];
    let field = query.get("linh-vuc");
    let rows = store::book_count(&ctx.app.store, agency, (first, last), field).await?;
    let print = prints(&ctx, agency, year, first, field, rows);
    ui::html(&View { page: ui::page(&ctx, title), head, table, print })
}

/// What can be printed: the whole book, in parts where it is longer than one print, and each of its months.
fn prints(ctx: &Ctx, agency: i64, year: i32, first: Day, field: Option<&str>, rows: i64) -> Panel {
    let field = field.map(|f| format!("&linh-vuc={}", ui::platform_url(f))).unwrap_or_default();
    let base = format!("{PATH}/in?don-vi={agency}&nam={year}{field}");
    let parts = super::printed::book_parts(rows);
    let whole = (1..=parts).map(|part| {
        let text = match parts {
            1 => ctx.t("one-stop-register-print"),
            _ => ctx
                .tn("one-stop-register-print-part", &[("part", part.to_string()), ("of", parts.to_string())]),
        };
        let href = if parts == 1 { base.clone() } else { format!("{base}&phan={part}") };
        Link::new(href, text)
    });
    let months = (0..12).map(|after| (first.month() + after - 1) % 12 + 1).map(|month| {
        let text = ctx.tn("one-stop-register-print-month", &[("month", month.to_string())]);
        Link::new(format!("{base}&thang={month}"), text)
    });
    Panel {
        title: ctx.t("one-stop-register-prints"),
        lines: Vec::new(),
        links: whole.chain(months).collect(),
    }
}

/// The agency whose book it is: the one asked for, the viewer's own, or the first.
fn chosen(ctx: &Ctx, query: &Query, books: &[(String, String)]) -> i64 {
    let own = ctx.viewer.as_ref().and_then(|v| v.agency_id).map(|id| id.to_string());
    let known = |id: &str| books.iter().any(|(book, _)| book == id);
    let asked = query.get("don-vi").filter(|id| known(id)).map(str::to_owned);
    let first = || books.first().map(|(id, _)| id.clone());
    asked
        .or_else(|| own.filter(|id| known(id)))
        .or_else(first)
        .and_then(|id| id.parse().ok())
        .unwrap_or_default()
}

async fn filters(
    ctx: &Ctx,
    query: &Query,
    books: &[(String, String)],
    agency: i64,
    year: i32,
) -> Result<Vec<Filter>> {
    let mut filters = vec![Filter::text("q", ctx.t("one-stop-filter-q"), query.get("q").unwrap_or_default())];
    if books.len() > 1 {
        let held = agency.to_string();
        let options =
            books.iter().map(|(id, name)| Choice::new(id.clone(), name.clone(), *id == held)).collect();
        filters.push(Filter::select("don-vi", ctx.t("one-stop-filter-agency"), options));
    }
    let years = (0..8).map(|back| ctx.today().year() - back);
    let years = years.map(|y| Choice::new(y.to_string(), y.to_string(), y == year)).collect();
    filters.push(Filter::select("nam", ctx.t("one-stop-filter-year"), years));
    let (_, areas) = procedures(ctx).await?;
    filters.push(select(ctx, query, "linh-vuc", "one-stop-filter-field", areas));
    Ok(filters)
}

fn row(row: &RegisterRow) -> Row {
    Row::new(vec![
        Cell::Stack(vec![
            format!("{:04}", row.register_number).into(),
            Cell::code(format!("/ho-so/{}", row.id), row.code.clone()),
        ]),
        Cell::Stack(vec![row.owner_name.clone().into(), Cell::muted(row.owner_address.clone())]),
        row.procedure_name.clone().into(),
        moment_stack(row.received_at),
        moment_stack(row.due_at),
        moment_stack(row.settled_at),
        moment_stack(row.returned_at),
        row.returned_to.clone().unwrap_or_default().into(),
    ])
}

fn values(row: &RegisterRow) -> Vec<Value> {
    vec![
        Value::Text(format!("{:04}", row.register_number)),
        Value::Text(row.code.clone()),
        Value::Text(format!("{}, {}", row.owner_name, row.owner_address)),
        Value::Text(row.procedure_name.clone()),
        Value::moment(row.received_at),
        Value::moment(row.due_at),
        Value::moment(row.settled_at),
        Value::moment(row.returned_at),
        Value::Text(row.returned_to.clone().unwrap_or_default()),
    ]
}
