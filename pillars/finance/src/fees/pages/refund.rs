//! /hoan-phi/{id}: one refund: decided by another person than who asked, then given back.

use super::parts::{self, Desk, Tried};
use super::refunds::{PATH, tag};
use crate::fees::acts;
use crate::fees::slice::{APPROVE, COLLECT, VIEW};
use crate::fees::store::{self, RefundRow};
use axum::extract::Path;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, Permission, journal};
use ui::{Cell, Choice, Field, Form, Head, SummaryList};

pub async fn owned(ctx: &Ctx, id: i64, right: Permission) -> Result<RefundRow> {
    let found = store::refund(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(right, found.agency_id)?;
    Ok(found)
}

/// Shows it.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let refund = owned(&ctx, id, VIEW).await?;
    page(&ctx, &refund, None).await
}

async fn page(ctx: &Ctx, refund: &RefundRow, tried: Option<&Tried<'_>>) -> Result<Response> {
    let words = ui::words(&ctx.locale);
    let at = |act: &str| format!("{PATH}/{}/{act}", refund.id);
    let mut sections = vec![parts::bare(ui::markup(&summary(ctx, refund)))];
    let own = ctx.viewer.as_ref().map(|v| v.account_id) == refund.asker_id;
    if refund.state == "asked" && !own && ctx.may(APPROVE, refund.agency_id) {
        // Nothing is chosen in advance: money is given back by a decision, not by a button pressed in passing.
        let held = Tried::held(tried, "quyet-dinh", "quyet-dinh").unwrap_or_default();
        let choices = [("dong-y", "fees-refund-yes"), ("khong", "fees-refund-no")];
        let choices = choices
            .into_iter()
            .map(|(value, label)| Choice::new(value, ctx.t(label), held == value))
            .collect();
        let choose = Field::radios("quyet-dinh", ctx.t("fees-refund-decide"), choices);
        let note = Field::textarea("ghi-chu", ctx.t("fees-field-decision"), 2).optional().max_length(500);
        let fields = vec![
            Tried::fill(tried, ctx, "quyet-dinh", choose),
            Tried::fill(tried, ctx, "quyet-dinh", note.hint(ctx.t("fees-hint-decision"))),
        ];
        let form = Form::new(&words, at("quyet-dinh"), ctx.t("fees-refund-decide"), fields);
        sections.push(parts::section("quyet-dinh", String::new(), String::new(), ui::markup(&form)));
    }
    if refund.state == "approved" && ctx.may(COLLECT, refund.agency_id) {
        let held = Tried::held(tried, "chi", "cach").unwrap_or("tien-mat");
        let cash = Choice::new("tien-mat", ctx.t("fees-give-cash"), held == "tien-mat");
        let ways = vec![
            cash.hint(ctx.t("fees-give-cash-hint")),
            Choice::new("chuyen-khoan", ctx.t("fees-give-transfer"), held == "chuyen-khoan"),
        ];
        let proof = Field::text("chung-tu", ctx.t("fees-field-give-proof")).max_length(200);
        let fields = vec![
            Field::radios("cach", ctx.t("fees-head-way"), ways),
            Tried::fill(tried, ctx, "chi", proof.hint(ctx.t("fees-hint-give-proof"))),
        ];
        let form = Form::new(&words, at("chi"), ctx.t("fees-give"), fields);
        sections.push(parts::section("chi", ctx.t("fees-give-title"), String::new(), ui::markup(&form)));
    }
    let entries = journal::history(&ctx.app.store, "fee_refund", refund.id).await?;
    sections.push(parts::bare(ui::markup(&ui::history(ctx, &entries).titled(ctx.t("ui-history-title")))));
    let title = ctx.tn("fees-refund-number", &[("number", refund.id.to_string())]);
    let mut head = Head::new(title.clone());
    head.caption = refund.dossier_code.clone();
    head.tag = Some(tag(ctx, &refund.state));
    let page = ui::page(ctx, title).with_crumb(PATH, ctx.t("fees-refunds-title"));
    ui::html_with(parts::status(tried), &Desk { page, head, tabs: parts::tabs(ctx, ""), sections })
}

fn summary(ctx: &Ctx, f: &RefundRow) -> SummaryList {
    let who = |name: &str, at: i64| Cell::Stack(vec![name.into(), parts::moment(at)]);
    let demand = Cell::link(format!("/khoan-thu/{}", f.demand_id), f.dossier_code.clone());
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("fees-head-dossier"), demand)
        .row(ctx.t("fees-head-amount"), parts::dong(ctx, f.amount))
        .row(ctx.t("fees-head-reason"), f.reason.clone())
        .row(ctx.t("fees-head-asker"), who(&f.asker_name, f.asked_at));
    if let (Some(name), Some(at)) = (&f.decider_name, f.decided_at) {
        list = list
            .row(ctx.t("fees-head-decider"), who(name, at))
            .row(ctx.t("fees-field-decision"), f.decision_note.clone().unwrap_or_default());
    }
    if let (Some(name), Some(at)) = (&f.done_name, f.done_at) {
        let way = ctx.t(&format!("fees-way-{}", f.way.as_deref().unwrap_or("cash")));
        list = list
            .row(ctx.t("fees-head-giver"), who(name, at))
            .row(ctx.t("fees-head-way"), way)
            .row(ctx.t("fees-field-give-proof"), f.proof.clone().unwrap_or_default());
    }
    list
}

/// Approves or declines it.
pub async fn decide(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let refund = owned(&ctx, id, APPROVE).await?;
    match decided(&ctx, &refund, &typed).await {
        Ok(()) => Ok(redirect(&format!("{PATH}/{id}"), Some("fees-flash-decided"))),
        Err(Error::Invalid(errors)) => {
            page(&ctx, &refund, Some(&Tried { act: "quyet-dinh", typed: &typed, errors: &errors })).await
        }
        Err(other) => Err(other),
    }
}

/// The decision as it was typed.
pub async fn decided(ctx: &Ctx, refund: &RefundRow, typed: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let decision = typed.text("quyet-dinh");
    if !matches!(decision, "dong-y" | "khong") {
        errors.add("quyet-dinh", "form-required");
    }
    let approved = decision == "dong-y";
    let note = typed.at_most(&mut errors, "ghi-chu", 500);
    if decision == "khong" && note.is_empty() {
        errors.add("ghi-chu", "fees-error-decline");
    }
    errors.check()?;
    acts::decide(&ctx.app, &ctx.actor(), refund, approved, &note).await
}

/// Gives it back.
pub async fn give(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let refund = owned(&ctx, id, COLLECT).await?;
    match given(&ctx, &refund, &typed).await {
        Ok(()) => Ok(redirect(&format!("{PATH}/{id}"), Some("fees-flash-given"))),
        Err(Error::Invalid(errors)) => {
            page(&ctx, &refund, Some(&Tried { act: "chi", typed: &typed, errors: &errors })).await
        }
        Err(other) => Err(other),
    }
}

/// Gives it back as it was typed.
pub async fn given(ctx: &Ctx, refund: &RefundRow, typed: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let proof = typed.required(&mut errors, "chung-tu", 200);
    errors.check()?;
    let in_cash = typed.text("cach") != "chuyen-khoan";
    acts::give(&ctx.app, &ctx.actor(), refund, in_cash, &proof).await
}
