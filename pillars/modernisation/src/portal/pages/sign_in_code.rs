//! The code of the second factor or a passkey, asked for after the password; until then there is no session.

use super::sign_in::enter;
use crate::portal::{frame, rules};
use askama::Template;
use askama::filters::HtmlSafe;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use platform::error::{Error, Refusal, Result};
use platform::http::limits::Limited;
use platform::http::{Query, Submitted, code_cookie_name, expired_code_cookie, redirect};
use platform::sign_in::Caller;
use platform::{Ctx, second_factor};
use ui::{Field, Form, Markup, Width};

#[derive(Template)]
#[template(
    source = r#"<h1>{{ title }}</h1><p class="lead">{{ lead }}</p>{{ passkey }}{{ form }}<p class="muted">{{ lost }}</p>"#,
    ext = "html"
)]
struct View {
    title: String,
    lead: String,
    passkey: Markup,
    form: Form,
    lost: String,
}

impl HtmlSafe for View {}

/// Where the code is asked for, with the page to go on to.
pub(super) fn path(back: &str) -> String {
    format!("/dang-nhap/ma?ve={}", ui::platform_url(back))
}

/// `GET /dang-nhap/ma?ve=`.
pub async fn show(ctx: Ctx, query: Query, headers: HeaderMap) -> Result<Response> {
    match token(&ctx, &headers) {
        Some(token) if second_factor::is_waited_for(&ctx.app, &token).await? => {
            let back = rules::local_path(query.get("ve").unwrap_or("/"));
            page(&ctx, StatusCode::OK, &token, back, None).await
        }
        _ => Ok(again()),
    }
}

/// `POST /dang-nhap/ma`.
pub async fn submit(ctx: Ctx, headers: HeaderMap, form: Submitted) -> Result<Response> {
    let back = rules::local_path(form.text("ve"));
    let Some(waiting) = token(&ctx, &headers) else { return Ok(again()) };
    let caller = Caller { address: &ctx.address, agent: &ctx.agent };
    let outcome = match ctx.app.limits.check(Limited::SignIn, &ctx.address).await {
        Ok(()) => second_factor::give_code(&ctx.app, &waiting, form.text("ma"), &caller).await,
        Err(refused) => Err(refused),
    };
    lead_on(&ctx, outcome, &waiting, back).await
}

/// `POST /dang-nhap/khoa-truy-cap`: what the browser answered for a passkey.
pub async fn submit_passkey(ctx: Ctx, headers: HeaderMap, form: Submitted) -> Result<Response> {
    let back = rules::local_path(form.text("ve"));
    let Some(waiting) = token(&ctx, &headers) else { return Ok(again()) };
    let caller = Caller { address: &ctx.address, agent: &ctx.agent };
    let outcome = match ctx.app.limits.check(Limited::SignIn, &ctx.address).await {
        Ok(()) => second_factor::give_passkey(&ctx.app, &waiting, form.text("tra_loi"), &caller).await,
        Err(refused) => Err(refused),
    };
    lead_on(&ctx, outcome, &waiting, back).await
}

/// To the session that opened, back to the password, or to the same question with what was wrong.
async fn lead_on(ctx: &Ctx, outcome: Result<String>, waiting: &str, back: &str) -> Result<Response> {
    match outcome {
        Ok(session) => {
            let entered = enter(ctx, session, back).await?;
            Ok((CookieJar::new().add(expired_code_cookie(&ctx.app)), entered).into_response())
        }
        Err(Error::Refused(refusal)) if refusal.status == 410 => Ok(again()),
        Err(Error::Refused(refusal)) => {
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::UNAUTHORIZED);
            page(ctx, status, waiting, back, Some(&refusal)).await
        }
        Err(other) => Err(other),
    }
}

fn token(ctx: &Ctx, headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers).get(code_cookie_name(&ctx.app)).map(|c| c.value().to_owned())
}

/// Back to the password: nothing waits for a code, or no longer.
fn again() -> Response {
    redirect("/dang-nhap", Some("portal-flash-code-gone"))
}

async fn page(
    ctx: &Ctx,
    status: StatusCode,
    waiting: &str,
    back: &str,
    refusal: Option<&Refusal>,
) -> Result<Response> {
    let mut page =
        frame::page(ctx, "portal-code-title").with_back("/dang-nhap", ctx.t("portal-sign-in-title"));
    let error = refusal.map(|refusal| {
        let args: Vec<(&str, String)> = refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect();
        ctx.tn(refusal.key, &args)
    });
    let field = Field::text("ma", ctx.t("portal-field-code"))
        .hint(ctx.t("portal-code-hint"))
        .error(error)
        .autocomplete("one-time-code")
        .width(Width::Medium);
    let mut form = Form::new(&page.words, "/dang-nhap/ma", ctx.t("portal-sign-in-submit"), vec![field]);
    form.hidden = vec![("ve".to_owned(), back.to_owned())];
    if form.has_errors() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let lead = ctx.t("portal-code-lead");
    let passkey = super::passkeys::at_sign_in(ctx, waiting, back).await?;
    let view =
        View { title: ctx.t("portal-code-title"), lead, passkey, form, lost: ctx.t("portal-code-lost") };
    frame::answer_with(status, page, &view)
}
