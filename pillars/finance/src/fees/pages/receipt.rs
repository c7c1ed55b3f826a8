//! /bien-lai/{id}: a receipt on paper (A5), and its cancelling.

use super::parts::{self, Desk, Tried};
use super::receipts::PATH;
use crate::fees::rules::book::receipt_number;
use crate::fees::slice::{COLLECT, VIEW};
use crate::fees::store::{self, ReceiptRow};
use crate::fees::{acts, forms};
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::reads::{self, Reading, What};
use platform::{Ctx, Permission};
use serde_json::{Map, Value as Json, json};
use ui::{Field, Form, Head, SummaryList};

/// The receipt of an address, if the viewer holds the right over its agency.
pub async fn owned(ctx: &Ctx, id: i64, right: Permission) -> Result<ReceiptRow> {
    let found = store::receipt(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(right, found.agency_id)?;
    Ok(found)
}

/// Prints it for the staff; the look is noted.
pub async fn print(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let receipt = owned(&ctx, id, VIEW).await?;
    let number = receipt_number(receipt.year, receipt.number);
    let reading = Reading {
        right: (VIEW, Some(receipt.agency_id)),
        record: "fee_receipt",
        id,
        code: &number,
        agency: Some(receipt.agency_id),
        what: What::Paper,
    };
    reads::note(&ctx, reading, async { Ok(false) }).await?;
    Ok(ui::pdf(&format!("bien-lai-{id}"), paper(&ctx, &receipt).await?))
}

/// The paper.
pub async fn paper(ctx: &Ctx, receipt: &ReceiptRow) -> Result<Vec<u8>> {
    let vi = papers::vietnamese(&ctx.app);
    let at = Moment::from_micros(receipt.issued_at);
    let number = receipt_number(receipt.year, receipt.number);
    let url = format!("{}/bien-lai-dien-tu/{}", ctx.app.settings.base_url(), receipt.code);
    let lines = parts_of(ctx, receipt).await?;
    let cancelled = receipt.cancelled_at.map(|at| {
        format!("{}, {}", Moment::from_micros(at).vn(), receipt.cancel_reason.clone().unwrap_or_default())
    });
    let inputs = Map::from_iter([
        ("head".to_owned(), papers::head(&ctx.app, receipt.agency_id, &number, at.day())),
        ("number".to_owned(), json!(number)),
        ("payer".to_owned(), json!(receipt.payer_name)),
        ("dossier".to_owned(), json!(receipt.dossier_code)),
        ("procedure".to_owned(), json!(receipt.procedure_name)),
        ("way".to_owned(), json!(vi.t(&format!("fees-way-{}", receipt.way)))),
        ("lines".to_owned(), json!(lines)),
        ("total".to_owned(), json!(receipt.amount)),
        ("paid_at".to_owned(), json!(papers::local(at))),
        ("taker".to_owned(), json!({"name": receipt.issuer_name})),
        ("cancelled".to_owned(), json!(cancelled)),
        ("check_url".to_owned(), json!(url)),
    ]);
    let qr = ui::qr_svg(&url);
    papers::print(ctx, forms::RECEIPT, inputs, vec![("qr.svg", qr.0.into_bytes())]).await
}

/// What the payment went to; of a cancelled one the demand's lines are free again, so it is told as one sum.
async fn parts_of(ctx: &Ctx, receipt: &ReceiptRow) -> Result<Vec<Json>> {
    let mut lines: Vec<Json> = store::shares_of(&ctx.app.store, receipt.payment_id)
        .await?
        .into_iter()
        .map(|share| json!({"name": share.name, "amount": share.amount}))
        .collect();
    if lines.is_empty() {
        lines.push(json!({"name": receipt.procedure_name, "amount": receipt.amount}));
    }
    Ok(lines)
}

/// The form that cancels it.
pub async fn cancel(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let receipt = owned(&ctx, id, COLLECT).await?;
    page(&ctx, &receipt, None)
}

fn page(ctx: &Ctx, receipt: &ReceiptRow, tried: Option<&Tried<'_>>) -> Result<Response> {
    let words = ui::words(&ctx.locale);
    let title = ctx.t("fees-cancel-title");
    let about = SummaryList::new(&words)
        .row(ctx.t("fees-head-receipt"), receipt_number(receipt.year, receipt.number))
        .row(ctx.t("fees-head-dossier"), receipt.dossier_code.clone())
        .row(ctx.t("fees-head-amount"), parts::dong(ctx, receipt.amount));
    let reason = Field::textarea("ly-do", ctx.t("fees-field-reason"), 2).max_length(500);
    let fields = vec![Tried::fill(tried, ctx, "huy", reason)];
    let mut form = Form::new(&words, format!("{PATH}/{}/huy", receipt.id), ctx.t("fees-cancel"), fields)
        .with_secondary(format!("/khoan-thu/{}", receipt.demand_id), ctx.t("fees-demand-title"));
    form.danger = true;
    let view = Desk {
        page: ui::page(ctx, title.clone()).with_crumb(PATH, ctx.t("fees-receipts-title")),
        head: Head { lead: ctx.t("fees-cancel-lead"), ..Head::new(title) },
        tabs: parts::tabs(ctx, ""),
        sections: vec![parts::bare(ui::markup(&about)), parts::bare(ui::markup(&form))],
    };
    ui::html_with(parts::status(tried), &view)
}

/// Cancels it with the reason.
pub async fn cancelled(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let receipt = owned(&ctx, id, COLLECT).await?;
    match taken_back(&ctx, &receipt, &typed).await {
        Ok(()) => Ok(redirect(&format!("/khoan-thu/{}", receipt.demand_id), Some("fees-flash-cancelled"))),
        Err(Error::Invalid(errors)) => {
            page(&ctx, &receipt, Some(&Tried { act: "huy", typed: &typed, errors: &errors }))
        }
        Err(other) => Err(other),
    }
}

/// Cancels it with the reason as it was typed.
pub async fn taken_back(ctx: &Ctx, receipt: &ReceiptRow, typed: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", 500);
    errors.check()?;
    acts::cancel_receipt(&ctx.app, &ctx.actor(), receipt, &reason).await
}
