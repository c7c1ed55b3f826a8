//! Requests of citizens that their account be erased: what goes and what stays, consented to or refused for a reason.

use super::sheet::{self, Sheet, choose, citywide, moment};
use crate::slice::ACCOUNTS;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::erasure::{self, Fate, LIST, Outcome, Request, Share};
use platform::error::{FieldErrors, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use ui::{
    Action, ActionKind, Cell, Column, Empty, Field, Form, ListHead, Listing, Page, Row, SummaryList, Table,
    Tag, Tone,
};

const HEADS: [ListHead; 4] = [
    ListHead::sorting("luc", "console-at"),
    ListHead::new("ai", "console-account-title"),
    ListHead::sorting("han", "console-erasure-due"),
    ListHead::new("trang-thai", "console-state"),
];

const WAITING: &str = "waiting";

fn state(request: &Request) -> &str {
    request.outcome.as_deref().unwrap_or(WAITING)
}

fn tag(ctx: &Ctx, state: &str) -> Tag {
    let tone = match state {
        WAITING => Tone::Info,
        "done" => Tone::Good,
        "refused" => Tone::Bad,
        _ => Tone::Neutral,
    };
    Tag::new(ctx.t(&format!("console-erasure-{state}")), tone)
}

/// `GET /quan-tri/xoa-tai-khoan`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    citywide(&ctx, ACCOUNTS)?;
    let mut list = erasure::list();
    match query.get("trang_thai") {
        Some(WAITING) => list.and("q.outcome IS NULL", []),
        Some(word) => {
            if let Some(outcome) = Outcome::ALL.into_iter().find(|o| o.code() == word) {
                list.and("q.outcome = ?", [outcome.code().into()]);
            }
        }
        None => {}
    }
    let states = [WAITING].into_iter().chain(Outcome::ALL.map(Outcome::code));
    let states = states.map(|s| (s.to_owned(), tag(&ctx, s).text)).collect();
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "xoa-tai-khoan",
        caption: ctx.t("console-erasures-title"),
        heads: &HEADS,
        filters: vec![choose(&ctx, &query, "trang_thai", "console-state", states)],
        empty: Empty::new(ctx.t("console-erasures-empty"), ctx.t("console-erasures-empty-text")),
    };
    let row = |request: &Request| {
        Row::new(vec![
            moment(request.asked_at),
            Cell::link(format!("{LIST}/{}", request.id), &request.account_name),
            moment(request.due_at),
            tag(&ctx, state(request)).into(),
        ])
    };
    let values = |ctx: &Ctx, request: &Request| {
        vec![
            Value::Text(Moment::from_micros(request.asked_at).vn()),
            Value::Text(request.account_name.clone()),
            Value::Text(Moment::from_micros(request.due_at).vn()),
            Value::Text(tag(ctx, state(request)).text),
        ]
    };
    let page = Sheet::new(&ctx, "console-erasures-title").lead(ctx.t("console-erasures-lead"));
    sheet::list(page, listing, list, row, values).await
}

/// `GET /quan-tri/xoa-tai-khoan/{id}`.
pub async fn one(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    citywide(&ctx, ACCOUNTS)?;
    let request = erasure::one(&ctx.app.store, id).await?;
    platform::reads::note_account(&ctx, ACCOUNTS, request.account_id).await?;
    page(&ctx, StatusCode::OK, &request, &FieldErrors::new()).await
}

/// `POST /quan-tri/xoa-tai-khoan/{id}/dong-y`.
pub async fn approve(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    citywide(&ctx, ACCOUNTS)?;
    let request = erasure::one(&ctx.app.store, id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    erasure::approve(&ctx.app, &tx, &request).await?;
    tx.commit().await?;
    Ok(redirect(LIST, Some("console-flash-erased")))
}

/// `POST /quan-tri/xoa-tai-khoan/{id}/tu-choi`: the person is told the reason.
pub async fn refuse(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    citywide(&ctx, ACCOUNTS)?;
    let request = erasure::one(&ctx.app.store, id).await?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly_do", 500);
    if !errors.is_empty() {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &request, &errors).await;
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    erasure::refuse(&tx, &request, &reason).await?;
    tx.commit().await?;
    Ok(redirect(LIST, Some("console-flash-decided")))
}

async fn page(ctx: &Ctx, status: StatusCode, request: &Request, errors: &FieldErrors) -> Result<Response> {
    let path = format!("{LIST}/{}", request.id);
    let mut sheet = Sheet::titled(ctx, request.account_name.clone())
        .back(ctx, LIST, "console-erasures-title")
        .lead(ctx.t("console-erasure-lead"));
    sheet.head.tag = Some(tag(ctx, state(request)));
    let account = Cell::link(format!("/quan-tri/tai-khoan/{}", request.account_id), &request.account_name);
    let mut summary = SummaryList::new(&sheet.page.words)
        .row(ctx.t("console-account-title"), account)
        .row(ctx.t("console-at"), moment(request.asked_at))
        .row(ctx.t("console-erasure-due"), moment(request.due_at));
    if request.outcome.is_some() {
        summary = summary
            .row(ctx.t("console-erasure-decided"), sheet::maybe_moment(request.decided_at))
            .row(ctx.t("console-reason"), request.reason.clone());
        return sheet.part(&summary).answer_with(status);
    }
    let shares = erasure::shares(&ctx.app, request.account_id).await?;
    sheet.head.actions =
        vec![Action::post(format!("{path}/dong-y"), ctx.t("console-erasure-approve"), ActionKind::Danger)];
    let reason = Field::textarea("ly_do", ctx.t("console-reason"), 3)
        .hint(ctx.t("console-erasure-reason-hint"))
        .error(ui::field_error(ctx, errors, "ly_do"));
    let form = Form::new(
        &sheet.page.words,
        format!("{path}/tu-choi"),
        ctx.t("console-erasure-refuse"),
        vec![reason],
    );
    let table = table(ctx, &sheet.page, &shares);
    sheet.part(&summary).part(&table).form(&form).answer_with(status)
}

/// What goes and what stays, as the person saw it.
fn table(ctx: &Ctx, page: &Page, shares: &[Share]) -> Table {
    let mut table = Table::new(&page.words, "phan", ctx.t("console-erasure-shares"));
    table.columns = ["console-erasure-what", "console-erasure-count", "console-erasure-fate"]
        .map(|key| Column::new("", ctx.t(key)))
        .into();
    table.empty = Empty::new("", "");
    let fate = |share: &Share| match share.fate {
        Fate::Goes => Cell::text(ctx.t("console-erasure-goes")),
        Fate::Bars => Tag::new(ctx.t("console-erasure-bars"), Tone::Bad).into(),
        Fate::Kept { why, until } | Fate::Trace { why, until } => {
            let until = until.map_or_else(
                || ctx.t("console-erasure-no-term"),
                |day| ctx.tn("console-erasure-until", &[("day", day.vn())]),
            );
            Cell::Stack(vec![Cell::text(ctx.t(why)), Cell::muted(until)])
        }
    };
    let row = |share: &Share| {
        Row::new(vec![Cell::text(ctx.t(share.what)), Cell::Number(share.count.to_string()), fate(share)])
    };
    table.rows = shares.iter().map(row).collect();
    table
}
