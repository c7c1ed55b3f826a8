//! /so-quy/{id}: one session of a cashier: its receipts, the count at the close, the confirmation, the printed page.

use super::book::{PATH, tag};
use super::parts::{self, Desk, Tried};
use crate::fees::rules::book::{DENOMINATIONS, Session, receipt_number};
use crate::fees::slice::{APPROVE, COLLECT, VIEW};
use crate::fees::store::{self, PaymentRow, SessionRow};
use crate::fees::{acts, forms};
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, Permission, journal};
use serde_json::{Map, Value as Json, json};
use ui::{
    Action, ActionKind, Cell, Column, Empty, Field, Form, Head, Row, SummaryList, Table, Tag, Tone, Width,
};

/// The book of an address, if the viewer holds the right over its agency.
pub async fn owned(ctx: &Ctx, id: i64, right: Permission) -> Result<SessionRow> {
    let found = store::session(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(right, found.agency_id)?;
    Ok(found)
}

/// Shows it.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let session = owned(&ctx, id, VIEW).await?;
    page(&ctx, &session, None).await
}

async fn page(ctx: &Ctx, session: &SessionRow, tried: Option<&Tried<'_>>) -> Result<Response> {
    let words = ui::words(&ctx.locale);
    let payments = store::payments_of_session(&ctx.app.store, session.id).await?;
    let mut sections = vec![
        parts::bare(ui::markup(&summary(ctx, session).await?)),
        parts::bare(ui::markup(&table(ctx, &payments))),
    ];
    let own = ctx.viewer.as_ref().is_some_and(|v| v.account_id == session.cashier_id);
    let at = |act: &str| format!("{PATH}/{}/{act}", session.id);
    if session.state() == Session::Open && own && ctx.may(COLLECT, session.agency_id) {
        let form = Form::new(&words, at("khoa"), ctx.t("fees-close"), close_fields(ctx, tried));
        let lead = ctx.t("fees-close-lead");
        sections.push(parts::section("khoa-so", ctx.t("fees-close-title"), lead, ui::markup(&form)));
    }
    if session.state() == Session::Closed && !own && ctx.may(APPROVE, session.agency_id) {
        let form = Form::new(&words, at("xac-nhan"), ctx.t("fees-confirm"), Vec::new());
        let lead = ctx.t("fees-confirm-lead");
        sections.push(parts::section("xac-nhan", ctx.t("fees-confirm-title"), lead, ui::markup(&form)));
    }
    let entries = journal::history(&ctx.app.store, "fee_session", session.id).await?;
    sections.push(parts::bare(ui::markup(&ui::history(ctx, &entries).titled(ctx.t("ui-history-title")))));
    let title = ctx.tn("fees-session-title", &[("day", parts::vn(&session.opened_on))]);
    let mut head = Head::new(title.clone());
    head.caption = session.cashier_name.clone();
    head.tag = Some(tag(ctx, session));
    if session.closed_at.is_some() {
        head.actions = vec![Action::link(at("in"), ctx.t("fees-print-book"), ActionKind::Quiet)];
    }
    let page = ui::page(ctx, title).with_crumb(PATH, ctx.t("fees-book-title"));
    ui::html_with(parts::status(tried), &Desk { page, head, tabs: parts::tabs(ctx, ""), sections })
}

async fn summary(ctx: &Ctx, session: &SessionRow) -> Result<SummaryList> {
    let drawer = store::drawer(&ctx.app.store, session).await?;
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("fees-head-agency"), ctx.app.directory().name(session.agency_id).to_owned())
        .row(ctx.t("fees-head-opened"), parts::moment(session.opened_at))
        .row(ctx.t("fees-drawer-opening"), parts::dong(ctx, drawer.opening))
        .row(ctx.t("fees-drawer-taken"), parts::dong(ctx, drawer.taken))
        .row(ctx.t("fees-drawer-given"), parts::dong(ctx, drawer.given))
        .row(ctx.t("fees-head-expected"), parts::dong(ctx, drawer.expected()));
    if let (Some(counted), Some(difference)) = (session.counted, session.difference()) {
        list = list
            .row(ctx.t("fees-head-counted"), parts::dong(ctx, counted))
            .row(ctx.t("fees-head-difference"), parts::dong(ctx, difference))
            .row(ctx.t("fees-head-reason"), session.reason.clone().unwrap_or_default());
    }
    if let (Some(at), Some(name)) = (session.confirmed_at, &session.confirmer_name) {
        let told = Cell::Stack(vec![name.clone().into(), parts::moment(at)]);
        list = list.row(ctx.t("fees-session-confirmed"), told);
    }
    Ok(list)
}

fn table(ctx: &Ctx, payments: &[PaymentRow]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "bien-lai", ctx.t("fees-session-receipts"));
    table.columns = vec![
        Column::new("bien-lai", ctx.t("fees-head-receipt")),
        Column::new("luc", ctx.t("fees-head-at")),
        Column::new("ma", ctx.t("fees-head-dossier")),
        Column::new("thu-tuc", ctx.t("fees-head-procedure")),
        Column::numeric("so-tien", ctx.t("fees-head-amount")),
        Column::new("con", ctx.t("fees-head-standing")),
    ];
    let row = |p: &PaymentRow| {
        let standing = match p.cancelled_at {
            Some(_) => Tag::new(ctx.t("fees-cancelled"), Tone::Warn).into(),
            None => Cell::Empty,
        };
        Row::new(vec![
            number_cell(p),
            parts::moment(p.paid_at),
            Cell::code(format!("/khoan-thu/{}", p.demand_id), p.dossier_code.clone()),
            p.procedure_name.clone().into(),
            Cell::number(parts::dong(ctx, p.amount)),
            standing,
        ])
    };
    table.rows = payments.iter().map(row).collect();
    table.empty = Empty::new(ctx.t("fees-session-none"), "");
    table
}

/// Its own receipt's number, else that of the paper one.
fn number(p: &PaymentRow) -> String {
    let own = p.receipt_year.zip(p.receipt_number).map(|(year, n)| receipt_number(year, n));
    own.or_else(|| p.paper_number.clone()).unwrap_or_default()
}

/// The number, leading to the receipt where the program printed it.
fn number_cell(p: &PaymentRow) -> Cell {
    p.receipt_id.map_or_else(|| number(p).into(), |id| Cell::code(format!("/bien-lai/{id}/in"), number(p)))
}

fn close_fields(ctx: &Ctx, tried: Option<&Tried<'_>>) -> Vec<Field> {
    let notes = DENOMINATIONS.into_iter().map(|note| {
        let label = ctx.tn("fees-field-notes", &[("note", parts::dong(ctx, note))]);
        let field = Field::number(format!("to-{note}"), label).value("0").width(Width::Short);
        Tried::fill(tried, ctx, "khoa", field)
    });
    let mut fields = vec![Field::group("to", ctx.t("fees-field-count"), notes.collect())];
    let reason = Field::textarea("ly-do", ctx.t("fees-field-difference"), 2).optional().max_length(500);
    fields.push(Tried::fill(tried, ctx, "khoa", reason.hint(ctx.t("fees-hint-difference"))));
    fields
}

/// Closes it by the count.
pub async fn close(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let session = owned(&ctx, id, COLLECT).await?;
    match closed(&ctx, &session, &typed).await {
        Ok(()) => Ok(redirect(&format!("{PATH}/{id}"), Some("fees-flash-closed"))),
        Err(Error::Invalid(errors)) => {
            page(&ctx, &session, Some(&Tried { act: "khoa", typed: &typed, errors: &errors })).await
        }
        Err(other) => Err(other),
    }
}

/// Closes it by the count as it was typed.
pub async fn closed(ctx: &Ctx, session: &SessionRow, typed: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let mut counts = Vec::new();
    for note in DENOMINATIONS {
        let name = format!("to-{note}");
        let text = typed.text(&name);
        match if text.is_empty() { Some(0) } else { text.parse::<i64>().ok() }
            .filter(|n| (0..=1_000_000).contains(n))
        {
            Some(count) => counts.push((note, count)),
            None => errors.add(name, "fees-error-count"),
        }
    }
    let reason = typed.at_most(&mut errors, "ly-do", 500);
    let drawer = store::drawer(&ctx.app.store, session).await?;
    let counted = crate::fees::rules::book::counted(&counts).unwrap_or_default();
    if errors.is_empty() && drawer.close(counted, &reason).is_err() {
        let expected = drawer.expected();
        let error = if counted < expected { "fees-error-count-short" } else { "fees-error-count-over" };
        let dong = |amount: i64| parts::dong(ctx, amount);
        let told = vec![
            ("difference", dong((counted - expected).abs())),
            ("counted", dong(counted)),
            ("expected", dong(expected)),
        ];
        errors.add_with("ly-do", error, told);
    }
    errors.check()?;
    acts::close(&ctx.app, &ctx.actor(), session.id, &counts, &reason).await
}

/// Confirms it.
pub async fn confirm(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    owned(&ctx, id, APPROVE).await?;
    acts::confirm(&ctx.app, &ctx.actor(), id).await?;
    Ok(redirect(&format!("{PATH}/{id}"), Some("fees-flash-confirmed")))
}

/// Prints its page of the book.
pub async fn print(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let session = owned(&ctx, id, VIEW).await?;
    let payments = store::payments_of_session(&ctx.app.store, id).await?;
    let drawer = store::drawer(&ctx.app.store, &session).await?;
    let counts: Vec<(i64, i64)> =
        session.counts.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default();
    let rows: Vec<Json> = payments
        .iter()
        .map(|p| {
            json!({
                "number": number(p), "dossier": p.dossier_code, "procedure": p.procedure_name, "amount": p.amount,
                "hour": Moment::from_micros(p.paid_at).time().format("%H:%M").to_string(),
                "cancelled": p.cancelled_at.is_some(),
            })
        })
        .collect();
    let counted = counts.into_iter().filter(|(_, count)| *count > 0);
    let counted: Vec<Json> =
        counted.map(|(note, count)| json!({"note": note, "count": count, "amount": note * count})).collect();
    let at = Moment::from_micros(session.opened_at);
    let inputs = Map::from_iter([
        ("head".to_owned(), papers::head(&ctx.app, session.agency_id, &format!("{id:02}/SQ"), at.day())),
        ("cashier".to_owned(), json!(session.cashier_name)),
        ("opened_at".to_owned(), json!(papers::local(at))),
        ("closed_at".to_owned(), json!(session.closed_at.map(|at| papers::local(Moment::from_micros(at))))),
        ("rows".to_owned(), json!(rows)),
        ("opening".to_owned(), json!(drawer.opening)),
        ("taken".to_owned(), json!(drawer.taken)),
        ("given".to_owned(), json!(drawer.given)),
        ("expected".to_owned(), json!(drawer.expected())),
        ("counted".to_owned(), json!(session.counted.unwrap_or_default())),
        ("difference".to_owned(), json!(session.difference().unwrap_or_default())),
        ("reason".to_owned(), json!(session.reason.filter(|r| !r.is_empty()))),
        ("counts".to_owned(), json!(counted)),
        ("confirmer".to_owned(), json!({"name": session.confirmer_name})),
    ]);
    let content = papers::print(&ctx, forms::BOOK, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("so-quy-{id}"), content))
}
