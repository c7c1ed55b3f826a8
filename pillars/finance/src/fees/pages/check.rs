//! GET /bien-lai-dien-tu/{code}: whether a receipt is real and stands, for whoever holds it. Nobody is named.

use super::parts::{self, Open};
use crate::fees::rules::book::receipt_number;
use crate::fees::store::{self, ReceiptRow};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::limits::Limited;
use ui::{Head, SummaryList, Tag, Tone};

/// The receipt of a code; guessing codes is limited.
pub async fn of_code(ctx: &Ctx, code: &str) -> Result<ReceiptRow> {
    if let Some(receipt) = store::receipt_of_code(&ctx.app.store, code).await? {
        return Ok(receipt);
    }
    ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
    Err(Error::NotFound)
}

/// The page behind the code on a receipt.
pub async fn show(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let receipt = of_code(&ctx, &code).await?;
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("fees-head-receipt"), receipt_number(receipt.year, receipt.number))
        .row(ctx.t("fees-head-agency"), ctx.app.directory().name(receipt.agency_id).to_owned())
        .row(ctx.t("fees-head-dossier"), receipt.dossier_code.clone())
        .row(ctx.t("fees-head-procedure"), receipt.procedure_name.clone())
        .row(ctx.t("fees-head-amount"), parts::dong(&ctx, receipt.amount))
        .row(ctx.t("fees-head-way"), parts::way(&ctx, &receipt.way))
        .row(ctx.t("fees-head-at"), parts::moment(receipt.issued_at));
    if let Some(at) = receipt.cancelled_at {
        list = list.row(ctx.t("fees-cancelled"), parts::moment(at));
    }
    let title = ctx.t("fees-check-title");
    let mut head = Head::new(title.clone());
    head.tag = Some(match receipt.cancelled_at {
        Some(_) => Tag::new(ctx.t("fees-check-cancelled"), Tone::Bad),
        None => Tag::new(ctx.t("fees-check-stands"), Tone::Good),
    });
    head.lead = ctx.t("fees-check-lead");
    let warning = if receipt.way == "online" { super::pay::training(&ctx) } else { None };
    let sections = vec![parts::bare(ui::markup(&list))];
    ui::html(&Open { page: ui::page(&ctx, title), head, warning, sections })
}
