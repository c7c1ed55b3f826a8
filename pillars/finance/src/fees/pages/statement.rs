//! /doi-soat/{id}: a statement's lines with what was found; each discrepancy is settled with its reason.

use super::parts::{self, Desk, Tried};
use super::reconcile::PATH;
use crate::fees::acts;
use crate::fees::rules::reconcile::Finding;
use crate::fees::store::{self, StatedRow};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::ListQuery;
use ui::{Cell, Empty, Field, Form, Head, ListHead, Listing, Row, SummaryList, Tag, Tone};

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ma", "fees-head-order"),
    ListHead::new("ma-cong", "fees-head-gateway-number"),
    ListHead::new("ngay", "fees-head-day"),
    ListHead { key: "so-tien", label: "fees-head-amount", sort: Some("so-tien"), numeric: true },
    ListHead::sorting("thay", "fees-head-finding"),
    ListHead::new("xu-ly", "fees-head-settled"),
];

fn tag(ctx: &Ctx, line: &StatedRow) -> Tag {
    let tone = match (line.finding.as_str(), line.settled_at) {
        ("matched", _) => Tone::Good,
        (_, Some(_)) => Tone::Neutral,
        _ => Tone::Bad,
    };
    Tag::new(finding(ctx, &line.finding), tone)
}

/// What was found of a line, in words.
pub fn finding(ctx: &Ctx, code: &str) -> String {
    ctx.t(&format!("fees-finding-{}", code.replace('_', "-")))
}

/// The lines of a statement under the filters of a query.
pub fn narrowed(statement: i64, query: &Query) -> ListQuery<'static> {
    let mut list = store::stated(statement);
    if let Some(found) = query.get("thay") {
        list.and("l.finding = ?", [found.into()]);
    }
    match query.get("xu-ly") {
        Some("con") => list.and("l.settled_at IS NULL AND l.finding <> 'matched'", []),
        Some("het") => list.and("l.settled_at IS NOT NULL", []),
        _ => {}
    }
    list
}

/// The lines.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let statement = store::statement(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    let list = narrowed(id, &query);
    let findings = Finding::ALL.map(|f| (f.code().to_owned(), finding(&ctx, f.code())));
    let states = ["con", "het"].map(|s| (s.to_owned(), ctx.t(&format!("fees-discrepancies-{s}"))));
    let path = format!("{PATH}/{id}");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: &path,
        id: "dong-sao-ke",
        caption: ctx.t("fees-statement-lines"),
        heads: &HEADS,
        filters: vec![
            parts::choose(&ctx, &query, "thay", "fees-head-finding", findings.into()),
            parts::choose(&ctx, &query, "xu-ly", "fees-head-settled", states.into()),
        ],
        empty: Empty::new(ctx.t("fees-statement-empty"), ctx.t("fees-payments-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &StatedRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<StatedRow>(&ctx.app.store, &query).await?;
    let table = listing.table(&found, |l| row(&ctx, l));
    let mut head = Head::new(statement.name.clone());
    let days = format!("{} – {}", parts::vn(&statement.from_on), parts::vn(&statement.to_on));
    let open = ctx.locale.integer(statement.open_findings);
    head.lead = ctx.tn("fees-statement-lead", &[("days", days), ("open", open)]);
    ui::html(&Desk {
        page: ui::page(&ctx, statement.name).with_crumb(PATH, ctx.t("fees-reconcile-title")),
        head,
        tabs: parts::tabs(&ctx, ""),
        sections: vec![parts::bare(ui::markup(&table))],
    })
}

fn row(ctx: &Ctx, l: &StatedRow) -> Row {
    let order = match l.demand_id {
        Some(demand) => Cell::code(format!("/khoan-thu/{demand}"), l.order_code.clone()),
        None => l.order_code.clone().into(),
    };
    let settled = match (l.settled_at, l.finding.as_str()) {
        (Some(at), _) => Cell::Stack(vec![
            l.settle_reason.clone().unwrap_or_default().into(),
            Cell::muted(l.settler_name.clone().unwrap_or_default()),
            parts::moment(at),
        ]),
        (None, "matched") => Cell::Empty,
        (None, _) => Cell::link(format!("{PATH}/dong/{}", l.id), ctx.t("fees-settle")),
    };
    Row::new(vec![
        order,
        l.reference.clone().into(),
        parts::day(&l.on_day),
        Cell::number(parts::dong(ctx, l.amount)),
        tag(ctx, l).into(),
        settled,
    ])
}

fn values(ctx: &Ctx, l: &StatedRow) -> Vec<Value> {
    vec![
        Value::Text(l.order_code.clone()),
        Value::Text(l.reference.clone()),
        Value::day(&l.on_day),
        parts::number(l.amount),
        Value::Text(finding(ctx, &l.finding)),
        Value::Text(l.settle_reason.clone().unwrap_or_default()),
    ]
}

/// The form that settles a discrepancy.
pub async fn line(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let line = store::stated_line(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    page(&ctx, &line, None)
}

fn page(ctx: &Ctx, line: &StatedRow, tried: Option<&Tried<'_>>) -> Result<Response> {
    let words = ui::words(&ctx.locale);
    let back = format!("{PATH}/{}", line.statement_id);
    let about = SummaryList::new(&words)
        .row(ctx.t("fees-head-order"), line.order_code.clone())
        .row(ctx.t("fees-head-gateway-number"), line.reference.clone())
        .row(ctx.t("fees-head-amount"), parts::dong(ctx, line.amount))
        .row(ctx.t("fees-head-finding"), tag(ctx, line));
    let reason = Field::textarea("ly-do", ctx.t("fees-field-settle"), 3).max_length(1000);
    let fields = vec![Tried::fill(tried, ctx, "xu-ly", reason)];
    let form = Form::new(&words, format!("{PATH}/dong/{}", line.id), ctx.t("fees-settle"), fields)
        .with_secondary(back.clone(), ctx.t("fees-statement-lines"));
    let title = ctx.t("fees-settle-title");
    let view = Desk {
        page: ui::page(ctx, title.clone()).with_crumb(back, ctx.t("fees-statement-lines")),
        head: Head { lead: ctx.t("fees-settle-lead"), ..Head::new(title) },
        tabs: parts::tabs(ctx, ""),
        sections: vec![parts::bare(ui::markup(&about)), parts::bare(ui::markup(&form))],
    };
    ui::html_with(parts::status(tried), &view)
}

/// Settles it.
pub async fn settle(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let line = store::stated_line(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    match settled(&ctx, &line, &typed).await {
        Ok(()) => Ok(redirect(&format!("{PATH}/{}", line.statement_id), Some("fees-flash-settled"))),
        Err(Error::Invalid(errors)) => {
            page(&ctx, &line, Some(&Tried { act: "xu-ly", typed: &typed, errors: &errors }))
        }
        Err(other) => Err(other),
    }
}

/// Settles it with the reason as it was typed.
pub async fn settled(ctx: &Ctx, line: &StatedRow, typed: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", 1000);
    errors.check()?;
    acts::settle(&ctx.app, &ctx.actor(), line, &reason).await
}
