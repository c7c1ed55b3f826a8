//! /lien-thong/{id}/tra-ket-qua: all results of a joint dossier handed over at once at the counter of the lead.

use super::super::acts;
use super::super::store::{Joint, Part};
use super::{PATH, StaffPage, parts, seen};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::desk::RECEIVE;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::reads::What;
use ui::{Field, Form, Head};

/// Characters of a name.
const NAME: usize = 120;

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (joint, parts) = seen(&ctx, id, What::Page).await?;
    ctx.require(RECEIVE, joint.lead_id)?;
    // Whoever filed it for the owner comes for it, too.
    let name = joint.proxy()?.map_or_else(|| joint.owner_name.clone(), |proxy| proxy.person.name);
    view(&ctx, &joint, &parts, &name, &FieldErrors::new()).await
}

/// Hands them over.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let (joint, parts) = seen(&ctx, id, What::Page).await?;
    ctx.require(RECEIVE, joint.lead_id)?;
    match handed_over(&ctx, id, &typed).await {
        Ok(()) => Ok(redirect(&format!("{PATH}/{id}"), Some("joint-flash-returned"))),
        Err(Error::Invalid(errors)) => view(&ctx, &joint, &parts, typed.text("nguoi-nhan"), &errors).await,
        Err(other) => Err(other),
    }
}

/// Hands them over to whom was typed.
pub(in crate::joint) async fn handed_over(ctx: &Ctx, id: i64, typed: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let to = typed.required(&mut errors, "nguoi-nhan", NAME);
    errors.check()?;
    acts::hand_over(&ctx.app, &ctx.actor(), id, &to).await
}

async fn view(ctx: &Ctx, joint: &Joint, all: &[Part], name: &str, errors: &FieldErrors) -> Result<Response> {
    let field = Field::text("nguoi-nhan", ctx.t("joint-field-to"))
        .value(name)
        .max_length(120)
        .hint(ctx.t("joint-hint-to"))
        .error(ui::field_error(ctx, errors, "nguoi-nhan"));
    let back = format!("{PATH}/{}", joint.id);
    let form =
        Form::new(&ui::words(&ctx.locale), format!("{back}/tra-ket-qua"), ctx.t("joint-return"), vec![field])
            .with_secondary(back.clone(), ctx.t("ui-back"));
    let mut head = Head::new(ctx.t("joint-return"));
    head.caption.clone_from(&joint.code);
    head.lead = ctx.t("joint-return-text");
    let page = ui::page(ctx, ctx.t("joint-return")).with_crumb(back, joint.code.clone());
    let table = parts::table(ctx, all, parts::Reader::Staff).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(status, &StaffPage { page, head, parts: vec![table], form: Some(form) })
}
