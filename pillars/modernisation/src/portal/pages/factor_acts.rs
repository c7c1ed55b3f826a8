//! Switching a second factor off, and new recovery codes: each by the password and a code.

use super::factor::codes_once;
use super::factor_setup::proof_fields;
use crate::portal::frame;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::limits::Limited;
use platform::http::{ENROL, Submitted, redirect};
use platform::{Ctx, second_factor};
use ui::Form;

/// Which of the two acts a page is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Off,
    Codes,
}

/// `GET /tai-khoan/xac-thuc/tat`.
pub async fn show_off(ctx: Ctx) -> Result<Response> {
    show(&ctx, Act::Off).await
}

/// `POST /tai-khoan/xac-thuc/tat`.
pub async fn switch_off(ctx: Ctx, form: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let (password, code) = (form.text("mat_khau"), form.text("ma"));
    match second_factor::switch_off(&ctx.app, ctx.viewer()?, password, code).await {
        Ok(()) => Ok(redirect(ENROL, Some("portal-flash-factor-off"))),
        Err(Error::Invalid(errors)) => page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, Act::Off, &errors),
        Err(other) => Err(other),
    }
}

/// `GET /tai-khoan/xac-thuc/ma-du-phong`.
pub async fn show_codes(ctx: Ctx) -> Result<Response> {
    show(&ctx, Act::Codes).await
}

/// `POST /tai-khoan/xac-thuc/ma-du-phong`.
pub async fn renew_codes(ctx: Ctx, form: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let (password, code) = (form.text("mat_khau"), form.text("ma"));
    match second_factor::renew_codes(&ctx.app, ctx.viewer()?, password, code).await {
        Ok(codes) => codes_once(&ctx, codes),
        Err(Error::Invalid(errors)) => page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, Act::Codes, &errors),
        Err(other) => Err(other),
    }
}

/// The form, where there is something to change.
async fn show(ctx: &Ctx, act: Act) -> Result<Response> {
    match second_factor::state(&ctx.app, ctx.viewer()?.account_id).await? {
        Some(state) if state.app || act == Act::Codes => page(ctx, StatusCode::OK, act, &FieldErrors::new()),
        _ => Ok(redirect(ENROL, None)),
    }
}

fn page(ctx: &Ctx, status: StatusCode, act: Act, errors: &FieldErrors) -> Result<Response> {
    let (title, lead, submit, path) = match act {
        Act::Off => {
            ("portal-factor-off", "portal-factor-off-lead", "portal-factor-off", "/tai-khoan/xac-thuc/tat")
        }
        Act::Codes => (
            "portal-codes-new",
            "portal-codes-new-lead",
            "portal-codes-new",
            "/tai-khoan/xac-thuc/ma-du-phong",
        ),
    };
    let page = frame::page(ctx, title).with_back(ENROL, ctx.t("portal-factor-title"));
    let fields = proof_fields(ctx, errors, "portal-code-hint");
    let mut form =
        Form::new(&page.words, path, ctx.t(submit), fields).with_secondary(ENROL, ctx.t("ui-back"));
    form.danger = act == Act::Off;
    frame::answer_form(status, page, ctx.t(lead), form)
}
