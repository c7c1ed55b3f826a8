//! Setting up a second factor: the secret as QR code and as text, confirmed by the password and the first code.

use super::factor::codes_once;
use crate::portal::frame;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::limits::Limited;
use platform::http::{ENROL, Submitted, redirect};
use platform::{Ctx, second_factor};
use ui::{Field, Form, Markup, Width};

#[derive(Template)]
#[template(path = "portal/pages/factor_setup.html")]
struct View {
    title: String,
    lead: String,
    qr: Markup,
    by_hand: String,
    secret: String,
    open: String,
    url: String,
    form: Form,
}

impl HtmlSafe for View {}

/// `GET /tai-khoan/xac-thuc/bat`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    page(&ctx, StatusCode::OK, &FieldErrors::new()).await
}

/// `POST /tai-khoan/xac-thuc/bat`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let viewer = ctx.viewer()?;
    match second_factor::confirm(&ctx.app, viewer, form.text("mat_khau"), form.text("ma")).await {
        Ok(codes) => codes_once(&ctx, codes),
        Err(Error::Invalid(errors)) => page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
        Err(other) => Err(other),
    }
}

async fn page(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Result<Response> {
    let Some(setup) = second_factor::setup(&ctx.app, ctx.viewer()?, ctx.now).await? else {
        return Ok(redirect(ENROL, None));
    };
    let mut page = frame::page(ctx, "portal-setup-title").with_back(ENROL, ctx.t("portal-factor-title"));
    let fields = proof_fields(ctx, errors, "portal-setup-code-hint");
    let form = Form::new(&page.words, super::factor::SETUP, ctx.t("portal-setup-submit"), fields);
    if form.has_errors() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let groups: Vec<String> =
        setup.secret.as_bytes().chunks(4).map(|g| String::from_utf8_lossy(g).into()).collect();
    let view = View {
        title: ctx.t("portal-setup-title"),
        lead: ctx.t("portal-setup-lead"),
        qr: ui::qr_svg(&setup.url),
        by_hand: ctx.t("portal-setup-by-hand"),
        secret: groups.join(" "),
        open: ctx.t("portal-setup-open"),
        url: setup.url,
        form,
    };
    frame::answer_with(status, page, &view)
}

/// The password and the code, which every change of the second factor asks for.
pub(super) fn proof_fields(ctx: &Ctx, errors: &FieldErrors, hint: &str) -> Vec<Field> {
    vec![
        Field::text("ma", ctx.t("portal-field-code"))
            .hint(ctx.t(hint))
            .error(ui::field_error(ctx, errors, "ma"))
            .autocomplete("one-time-code")
            .width(Width::Medium),
        Field::password("mat_khau", ctx.t("portal-field-password-old"))
            .error(ui::field_error(ctx, errors, "mat_khau"))
            .autocomplete("current-password")
            .width(Width::Medium),
    ]
}
