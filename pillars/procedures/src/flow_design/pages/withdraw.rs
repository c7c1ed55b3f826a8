//! /quan-tri/quy-trinh/{id}/rut: a published flow is withdrawn for new dossiers; one person asks, another decides.

use super::super::rules::withdrawal::Withdrawal;
use super::super::slice::{APPROVE, EDIT};
use super::super::{acts, store};
use super::{View, day, of_flow, path, wrong};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Error;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Result};
use ui::{Field, Form, Inset, Markup, SummaryList};

/// Letters of a reason at most.
const REASON: usize = 1000;

/// How it stands, and what the viewer may do.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    ui::html(&view(&ctx, id, &Submitted::default(), &FieldErrors::new()).await?)
}

/// Asks for it with a reason.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly_do", REASON);
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, id, &typed, &errors).await?);
    }
    acts::ask_withdrawal(&ctx, id, &reason).await?;
    Ok(redirect(&path(id, "/rut"), Some("flow-design-flash-withdraw-asked")))
}

/// Withdraws it from a day on.
pub async fn approve(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let from = typed.day(&mut errors, "tu_ngay");
    if from.is_none() && errors.is_empty() {
        errors.add("tu_ngay", "form-required");
    }
    if from.is_some() {
        match acts::decide_withdrawal(&ctx, id, from).await {
            Ok(()) => return Ok(redirect(&path(id, ""), Some("flow-design-flash-withdrawn"))),
            Err(Error::Invalid(found)) => errors = found,
            Err(other) => return Err(other),
        }
    }
    ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, id, &typed, &errors).await?)
}

/// Keeps it.
pub async fn keep(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    acts::decide_withdrawal(&ctx, id, None).await?;
    Ok(redirect(&path(id, ""), Some("flow-design-flash-withdraw-declined")))
}

async fn view(ctx: &Ctx, id: i64, typed: &Submitted, errors: &FieldErrors) -> Result<View> {
    acts::over_city(ctx, EDIT)?;
    let row = store::flow(&ctx.app.store, id).await?;
    let mut view = of_flow(ctx, &row, "flow-design-withdraw", !errors.is_empty());
    view.head.lead = ctx.t("flow-design-withdraw-lead");
    let Some(version) = store::newest_published(&ctx.app.store, id).await? else {
        let text = ctx.t("flow-design-refused-withdraw-none");
        view.parts.push(ui::markup(&Inset { text }));
        return Ok(view);
    };
    let words = ui::words(&ctx.locale);
    let mut about = SummaryList::new(&words)
        .row(ctx.t("flow-design-head-version"), version.number.to_string())
        .row(ctx.t("flow-design-head-starts"), day(version.starts_on.as_deref()));
    if let Some(reason) = &version.withdraw_reason {
        about = about.row(ctx.t("flow-design-withdraw-reason"), reason.clone());
    }
    if version.ends_on.is_some() {
        about = about.row(ctx.t("flow-design-head-ends"), day(version.ends_on.as_deref()));
    }
    view.parts.push(ui::markup(&about));
    let viewer = ctx.viewer()?;
    match version.withdrawal() {
        Withdrawal::None => {
            let reason = Field::textarea("ly_do", ctx.t("flow-design-withdraw-reason"), 3)
                .value(typed.text("ly_do"))
                .error(wrong(ctx, errors, "ly_do"));
            let form = Form::new(&words, path(id, "/rut"), ctx.t("flow-design-withdraw-ask"), vec![reason]);
            view.parts.push(ui::markup(&form));
        }
        Withdrawal::Asked { by } if by != viewer.account_id && viewer.has(APPROVE) => {
            view.parts.extend(decision(ctx, id, typed, errors));
        }
        Withdrawal::Asked { .. } => {
            view.parts.push(ui::markup(&Inset { text: ctx.t("flow-design-withdraw-waits") }));
        }
        Withdrawal::Ends(_) => {}
    }
    Ok(view)
}

/// The forms of the second person.
fn decision(ctx: &Ctx, id: i64, typed: &Submitted, errors: &FieldErrors) -> [Markup; 2] {
    let words = ui::words(&ctx.locale);
    let from = Field::date("tu_ngay", ctx.t("flow-design-head-ends"))
        .value(typed.optional("tu_ngay").unwrap_or_else(|| ctx.today().to_string()))
        .hint(ctx.t("flow-design-ends-hint"))
        .error(wrong(ctx, errors, "tu_ngay"));
    let mut approve =
        Form::new(&words, path(id, "/rut/duyet"), ctx.t("flow-design-withdraw-approve"), vec![from]);
    approve.danger = true;
    let keep = Form::new(&words, path(id, "/rut/khong"), ctx.t("flow-design-withdraw-keep"), Vec::new());
    [ui::markup(&approve), ui::markup(&keep)]
}
