//! One's own passkeys: adding one under a name, by the password and (where a second factor is on) a code; removing one.

use super::factor::codes_once;
use super::factor_setup::proof_fields;
use crate::portal::frame;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::limits::Limited;
use platform::http::{ENROL, Submitted, redirect};
use platform::{Ctx, second_factor};
use ui::{Field, Form, Markup, Width};

/// The form that the script answers for; hidden until it runs.
#[derive(Template)]
#[template(path = "portal/pages/passkey_form.html")]
pub(super) struct PasskeyForm {
    /// Where the answer goes.
    pub action: String,
    /// `create` or `get`.
    pub mode: &'static str,
    /// What the browser is asked, as JSON.
    pub options: String,
    /// What is said when nothing came of it.
    pub failed: String,
    /// Heading.
    pub title: String,
    /// What it does.
    pub lead: String,
    /// The act.
    pub submit: String,
    /// What goes along.
    pub hidden: Vec<(&'static str, String)>,
    /// Address of the script.
    pub script: String,
}

impl HtmlSafe for PasskeyForm {}

#[derive(Template)]
#[template(
    source = r#"<h1>{{ title }}</h1><noscript><p class="panel">{{ no_script }}</p></noscript>{{ form }}<p><a href="{{ back }}">{{ back_text }}</a></p>"#,
    ext = "html"
)]
struct Asking {
    title: String,
    no_script: String,
    form: PasskeyForm,
    back: &'static str,
    back_text: String,
}

impl HtmlSafe for Asking {}

/// Where a passkey is added.
pub(super) const ADD: &str = "/tai-khoan/khoa-truy-cap/them";
const ANSWER: &str = "/tai-khoan/khoa-truy-cap/tra-loi";

/// Address of the script.
pub(super) fn script() -> String {
    ui::asset_url("passkey.js")
}

/// `GET /tai-khoan/khoa-truy-cap/them`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    add_page(&ctx, StatusCode::OK, "", &FieldErrors::new()).await
}

/// `POST /tai-khoan/khoa-truy-cap/them`: the question for the browser is made.
pub async fn begin(ctx: Ctx, form: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let (name, password, code) = (form.text("ten"), form.text("mat_khau"), form.text("ma"));
    match second_factor::begin_passkey(&ctx.app, ctx.viewer()?, name, password, code).await {
        Ok(()) => Ok(redirect(ANSWER, None)),
        Err(Error::Invalid(errors)) => add_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, name, &errors).await,
        Err(other) => Err(other),
    }
}

/// `GET /tai-khoan/khoa-truy-cap/tra-loi`.
pub async fn ask(ctx: Ctx) -> Result<Response> {
    asking(&ctx).await
}

/// `POST /tai-khoan/khoa-truy-cap/tra-loi`: what the browser answered.
pub async fn answer(ctx: Ctx, form: Submitted) -> Result<Response> {
    match second_factor::finish_passkey(&ctx.app, ctx.viewer()?, form.text("tra_loi")).await {
        Ok(Some(codes)) => codes_once(&ctx, codes),
        Ok(None) => Ok(redirect(ENROL, Some("portal-flash-passkey-added"))),
        Err(Error::Refused(Refusal { status: 410, .. })) => Ok(redirect(ADD, None)),
        Err(other) => Err(other),
    }
}

async fn asking(ctx: &Ctx) -> Result<Response> {
    let id = ctx.viewer()?.account_id;
    let Some(question) = second_factor::passkey_question(&ctx.app, id, ctx.now).await? else {
        return Ok(redirect(ADD, None));
    };
    let page = frame::page(ctx, "portal-passkey-add").with_back(ENROL, ctx.t("portal-factor-title"));
    let form = PasskeyForm {
        action: ANSWER.to_owned(),
        mode: "create",
        options: question.options,
        failed: ctx.t("portal-passkey-failed"),
        title: question.name,
        lead: ctx.t("portal-passkey-create-lead"),
        submit: ctx.t("portal-passkey-create"),
        hidden: Vec::new(),
        script: script(),
    };
    let view = Asking {
        title: ctx.t("portal-passkey-add"),
        no_script: ctx.t("portal-passkey-no-script"),
        form,
        back: ENROL,
        back_text: ctx.t("ui-back"),
    };
    frame::answer(page, &view)
}

async fn add_page(ctx: &Ctx, status: StatusCode, name: &str, errors: &FieldErrors) -> Result<Response> {
    if !second_factor::passkeys_possible(&ctx.app)? {
        return Ok(redirect(ENROL, None));
    }
    let page = frame::page(ctx, "portal-passkey-add").with_back(ENROL, ctx.t("portal-factor-title"));
    let mut fields = vec![
        Field::text("ten", ctx.t("portal-passkey-name"))
            .hint(ctx.t("portal-passkey-name-hint"))
            .value(name)
            .error(ui::field_error(ctx, errors, "ten"))
            .width(Width::Medium),
    ];
    fields.extend(proof(ctx, errors).await?);
    let form = Form::new(&page.words, ADD, ctx.t("portal-passkey-next"), fields)
        .with_secondary(ENROL, ctx.t("ui-back"));
    let lead = ctx.t("portal-passkey-add-lead");
    frame::answer_form(status, page, lead, form)
}

/// The password; and a code, where a second factor is in use.
async fn proof(ctx: &Ctx, errors: &FieldErrors) -> Result<Vec<Field>> {
    let on = second_factor::is_on(&ctx.app.store, ctx.viewer()?.account_id).await?;
    let fields = proof_fields(ctx, errors, "portal-code-hint");
    Ok(fields.into_iter().skip(usize::from(!on)).collect())
}

/// `GET /tai-khoan/khoa-truy-cap/{id}/go`.
pub async fn show_remove(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    remove_page(&ctx, StatusCode::OK, id, &FieldErrors::new()).await
}

/// `POST /tai-khoan/khoa-truy-cap/{id}/go`.
pub async fn remove(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let (password, code) = (form.text("mat_khau"), form.text("ma"));
    match second_factor::remove_passkey(&ctx.app, ctx.viewer()?, id, password, code).await {
        Ok(()) => Ok(redirect(ENROL, Some("portal-flash-passkey-removed"))),
        Err(Error::Invalid(errors)) => remove_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, id, &errors).await,
        Err(other) => Err(other),
    }
}

/// Where a passkey is removed.
pub(super) fn remove_path(id: i64) -> String {
    format!("/tai-khoan/khoa-truy-cap/{id}/go")
}

async fn remove_page(ctx: &Ctx, status: StatusCode, id: i64, errors: &FieldErrors) -> Result<Response> {
    let own = second_factor::passkeys(&ctx.app, ctx.viewer()?.account_id).await?;
    let passkey = own.into_iter().find(|p| p.id == id).ok_or(Error::NotFound)?;
    let page = frame::page(ctx, "portal-passkey-remove").with_back(ENROL, ctx.t("portal-factor-title"));
    let mut form =
        Form::new(&page.words, remove_path(id), ctx.t("portal-passkey-remove"), proof(ctx, errors).await?)
            .with_secondary(ENROL, ctx.t("ui-back"));
    form.danger = true;
    let lead = ctx.tn("portal-passkey-remove-lead", &[("name", passkey.name)]);
    frame::answer_form(status, page, lead, form)
}

/// The question of a passkey at sign-in, where the account has one.
pub(super) async fn at_sign_in(ctx: &Ctx, token: &str, back: &str) -> Result<Markup> {
    let Some(options) = second_factor::sign_in_question(&ctx.app, token).await? else {
        return Ok(Markup::default());
    };
    let form = PasskeyForm {
        action: "/dang-nhap/khoa-truy-cap".to_owned(),
        mode: "get",
        options,
        failed: ctx.t("portal-passkey-failed"),
        title: ctx.t("portal-passkey-use"),
        lead: ctx.t("portal-passkey-use-lead"),
        submit: ctx.t("portal-passkey-use"),
        hidden: vec![("ve", back.to_owned())],
        script: script(),
    };
    Ok(Markup::of(&form))
}
