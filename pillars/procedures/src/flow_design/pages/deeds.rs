//! The way of a version: a next one begins, it is proposed, sent back, or approved by a second person and published.

use super::super::slice::APPROVE;
use super::super::{acts, store};
use super::compare::differences;
use super::{View, kept, of_flow, path, picture, seen, wrong};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Error;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Result};
use ui::{Action, ActionKind, Field, Form, Inset};

/// Letters of a reason at most.
const REASON: usize = 1000;

/// Begins the next version.
pub async fn begin_next(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    acts::begin_next(&ctx, id).await?;
    Ok(redirect(&path(id, ""), Some("flow-design-flash-begun")))
}

/// Proposes the draft.
pub async fn propose(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    acts::propose(&ctx, id).await?;
    Ok(redirect(&path(id, ""), Some("flow-design-flash-proposed")))
}

/// The page of whoever approves.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    ui::html(&view(&ctx, id, &Submitted::default(), &FieldErrors::new()).await?)
}

/// Approves and publishes from a day on.
pub async fn publish(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let from = typed.day(&mut errors, "tu_ngay");
    if from.is_none() && errors.is_empty() {
        errors.add("tu_ngay", "form-required");
    }
    if let Some(from) = from {
        match acts::publish(&ctx, id, seen(&typed), from).await {
            Ok(()) => return Ok(redirect(&path(id, ""), Some("flow-design-flash-published"))),
            Err(Error::Invalid(found)) => errors = found,
            Err(other) => return Err(other),
        }
    }
    ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, id, &typed, &errors).await?)
}

/// Sends it back with a reason.
pub async fn send_back(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly_do", REASON);
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, id, &typed, &errors).await?);
    }
    acts::send_back(&ctx, id, &reason).await?;
    Ok(redirect(&path(id, ""), Some("flow-design-flash-sent-back")))
}

async fn view(ctx: &Ctx, id: i64, typed: &Submitted, errors: &FieldErrors) -> Result<View> {
    acts::over_city(ctx, APPROVE)?;
    let row = store::flow(&ctx.app.store, id).await?;
    let newest = store::newest(&ctx.app.store, id).await?;
    let words = ui::words(&ctx.locale);
    let day = Field::date("tu_ngay", ctx.t("flow-design-head-starts"))
        .value(typed.optional("tu_ngay").unwrap_or_else(|| ctx.today().to_string()))
        .hint(ctx.t("flow-design-starts-hint"))
        .error(wrong(ctx, errors, "tu_ngay"));
    let reason = Field::textarea("ly_do", ctx.t("flow-design-reason"), 3)
        .value(typed.text("ly_do"))
        .error(wrong(ctx, errors, "ly_do"));
    let mut approve = Form::new(&words, path(id, "/duyet"), ctx.t("flow-design-publish"), vec![day]);
    // What is approved is what was looked at.
    approve.hidden = kept(typed, &newest);
    let back = Form::new(&words, path(id, "/tra-lai"), ctx.t("flow-design-send-back"), vec![reason]).quiet();
    let mut view = of_flow(ctx, &row, "flow-design-approve", !errors.is_empty());
    view.head.lead = ctx.t("flow-design-approve-lead");
    let sample = path(id, "/mo-phong");
    view.head.actions = vec![Action::link(sample, ctx.t("flow-design-simulate"), ActionKind::Quiet)];
    let drawn = newest.flow()?;
    view.parts = vec![picture(ctx, &row, &drawn, Vec::new())];
    let versions = store::versions(&ctx.app.store, id).await?;
    if let Some(before) = versions.iter().find(|version| version.number == newest.number - 1) {
        view.parts.push(ui::markup(&differences(ctx, &before.flow()?, &drawn)));
    }
    let me = ctx.viewer()?.account_id;
    let own = newest.proposed_by == Some(me) || newest.drawn_by()?.contains(&me);
    // Nobody approves what is theirs: the act would refuse what the form offers.
    let first = if own {
        ui::markup(&Inset { text: ctx.t("flow-design-approve-own") })
    } else {
        ui::markup(&approve)
    };
    view.parts.extend([first, ui::markup(&back)]);
    Ok(view)
}
