//! /so-quy: cashiers' books by day; one's own is opened here.

use super::parts::{self, Desk, Tried};
use crate::fees::acts;
use crate::fees::rules::{MOST, book::Session};
use crate::fees::slice::{COLLECT, VIEW};
use crate::fees::store::{self, SessionRow};
use axum::response::Response;
use kernel::{Dong, Moment};
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Field, Form, Head, ListHead, Listing, Row, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/so-quy";

const HEADS: [ListHead; 8] = [
    ListHead::sorting("luc", "fees-head-opened"),
    ListHead::new("nguoi", "fees-head-cashier"),
    ListHead::new("co-quan", "fees-head-agency"),
    ListHead::new("khoa", "fees-head-closed"),
    ListHead::figure("phai-co", "fees-head-expected"),
    ListHead { key: "so-tien", label: "fees-head-counted", sort: Some("so-tien"), numeric: true },
    ListHead::figure("chenh", "fees-head-difference"),
    ListHead::new("tinh-trang", "fees-head-standing"),
];

/// How a session stands, as a tag.
pub fn tag(ctx: &Ctx, session: &SessionRow) -> Tag {
    let state = session.state();
    let tone = match state {
        Session::Open => Tone::Info,
        Session::Closed => Tone::Warn,
        Session::Confirmed => Tone::Good,
    };
    Tag::new(ctx.t(&format!("fees-session-{}", state.code())), tone)
}

/// The list, with the form that opens a book.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    page(&ctx, &query, None).await
}

/// The books of the viewer's scope under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::sessions();
    list.within(&ctx.scope(VIEW), "s.agency_id");
    parts::of_agency(&mut list, query, "s.agency_id = ?");
    parts::within_days(&mut list, query, "s.opened_on >= ?", "s.opened_on <= ?");
    match query.get("tinh-trang") {
        Some("open") => list.and("s.closed_at IS NULL", []),
        Some("closed") => list.and("s.closed_at IS NOT NULL AND s.confirmed_at IS NULL", []),
        Some("confirmed") => list.and("s.confirmed_at IS NOT NULL", []),
        _ => {}
    }
    list
}

async fn page(ctx: &Ctx, query: &Query, tried: Option<&Tried<'_>>) -> Result<Response> {
    let list = narrowed(ctx, query);
    let states = ["open", "closed", "confirmed"].map(|s| (s.to_owned(), ctx.t(&format!("fees-session-{s}"))));
    let mut filters = vec![parts::choose(ctx, query, "tinh-trang", "fees-head-standing", states.into())];
    filters.extend(parts::day_filters(ctx, query));
    filters.extend(parts::agency_filter(ctx, query, &ctx.scope(VIEW)));
    let title = ctx.t("fees-book-title");
    let listing = Listing {
        ctx,
        query,
        path: PATH,
        id: "so-quy",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("fees-book-empty"), ctx.t("fees-book-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(query) {
        return listing.file(kind, list, |ctx, row: &SessionRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<SessionRow>(&ctx.app.store, query).await?;
    let table = listing.table(&found, |s| row(ctx, s));
    let mut sections = vec![parts::bare(ui::markup(&table))];
    // Where one's book is open there is none to open; a form that was refused comes back whole.
    let mut own = parts::agencies(ctx, &ctx.scope(COLLECT));
    if tried.is_none() {
        let open = store::open_agencies(&ctx.app.store, ctx.viewer()?.account_id).await?;
        own.retain(|(id, _)| !open.iter().any(|held| held.to_string() == *id));
    }
    if !own.is_empty() {
        let form = opening(ctx, own, tried);
        sections.push(parts::section(
            "mo-so",
            ctx.t("fees-open-title"),
            ctx.t("fees-open-lead"),
            ui::markup(&form),
        ));
    }
    let view = Desk {
        page: ui::page(ctx, title.clone()),
        head: Head { lead: ctx.t("fees-book-lead"), ..Head::new(title) },
        tabs: parts::tabs(ctx, PATH),
        sections,
    };
    ui::html_with(parts::status(tried), &view)
}

fn opening(ctx: &Ctx, own: Vec<(String, String)>, tried: Option<&Tried<'_>>) -> Form {
    let held = ctx.viewer.as_ref().and_then(|v| v.agency_id).map(|id| id.to_string()).unwrap_or_default();
    let choices = own.into_iter().map(|(id, name)| {
        let selected = id == held;
        Choice::new(id, name, selected)
    });
    let agency = Field::select("co-quan", ctx.t("fees-head-agency"), choices.collect());
    let amount = Field::money("ton", ctx.t("fees-field-opening")).value("0").hint(ctx.t("fees-hint-opening"));
    let fields = vec![Tried::fill(tried, ctx, "mo", agency), Tried::fill(tried, ctx, "mo", amount)];
    Form::new(&ui::words(&ctx.locale), PATH, ctx.t("fees-open"), fields)
}

/// An amount that may be nothing.
fn from_nothing(text: &str) -> Option<i64> {
    Dong::typed(text).map(|amount| amount.0).filter(|n| (0..=MOST).contains(n))
}

/// Opens one's book.
pub async fn open(ctx: Ctx, typed: Submitted) -> Result<Response> {
    match opened(&ctx, &typed).await {
        Ok(id) => Ok(redirect(&format!("{PATH}/{id}"), Some("fees-flash-opened"))),
        Err(refused) => {
            let errors = parts::beside("co-quan", refused)?;
            page(&ctx, &Query::default(), Some(&Tried { act: "mo", typed: &typed, errors: &errors })).await
        }
    }
}

/// Opens it as it was typed; its id.
pub async fn opened(ctx: &Ctx, typed: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let agency = typed.text("co-quan").parse::<i64>().ok().filter(|id| ctx.may(COLLECT, *id));
    if agency.is_none() {
        errors.add("co-quan", "fees-error-agency");
    }
    let amount = from_nothing(typed.text("ton"));
    if amount.is_none() {
        errors.add("ton", "fees-error-amount-or-nothing");
    }
    let (Some(agency), Some(amount)) = (agency, amount) else { return Err(Error::Invalid(errors)) };
    ctx.require(COLLECT, agency)?;
    acts::open(&ctx.app, &ctx.actor(), agency, amount).await
}

fn amount(ctx: &Ctx, amount: Option<i64>) -> Cell {
    amount.map_or(Cell::Empty, |a| Cell::number(parts::dong(ctx, a)))
}

fn row(ctx: &Ctx, s: &SessionRow) -> Row {
    Row::new(vec![
        Cell::code(format!("{PATH}/{}", s.id), Moment::from_micros(s.opened_at).vn()),
        s.cashier_name.clone().into(),
        ctx.app.directory().short_name(s.agency_id).into(),
        s.closed_at.map_or(Cell::Empty, parts::moment),
        amount(ctx, s.expected),
        amount(ctx, s.counted),
        amount(ctx, s.difference()),
        tag(ctx, s).into(),
    ])
}

fn values(ctx: &Ctx, s: &SessionRow) -> Vec<Value> {
    let sum = |amount: Option<i64>| amount.map_or(Value::Text(String::new()), parts::number);
    vec![
        Value::Moment(Moment::from_micros(s.opened_at)),
        Value::Text(s.cashier_name.clone()),
        Value::Text(ctx.app.directory().name(s.agency_id).to_owned()),
        Value::moment(s.closed_at),
        sum(s.expected),
        sum(s.counted),
        sum(s.difference()),
        Value::Text(tag(ctx, s).text),
    ]
}
