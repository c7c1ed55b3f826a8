//! Signing in by a provider of identities: there, back, and the choice of a person whose number has an account already.

use super::sign_in::{enter, page as sign_in_page};
use crate::portal::{frame, rules};
use askama::Template;
use askama::filters::HtmlSafe;
use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use platform::error::{Error, Result};
use platform::http::limits::Limited;
use platform::http::{
    Query, Submitted, code_cookie, expired_provider_cookie, provider_cookie, provider_cookie_name, redirect,
};
use platform::oidc::{self, Aim, Answer, Ended};
use platform::settings::{Audience, IdentityProvider};
use platform::sign_in::{Caller, SignedIn};
use platform::{App, Ctx, trail};
use serde_json::json;
use ui::{Action, ActionKind, Panel};

#[derive(Template)]
#[template(
    source = r#"<h1>{{ title }}</h1><p class="lead">{{ lead }}</p>{{ join }}{% if let Some(own) = own %}{{ own }}{% endif %}<p class="actions">{% for act in acts %}{{ act }} {% endfor %}</p>"#,
    ext = "html"
)]
struct View {
    title: String,
    lead: String,
    join: Panel,
    own: Option<Panel>,
    acts: Vec<Action>,
}

impl HtmlSafe for View {}

const OWN: &str = "/dang-nhap/tai-khoan-rieng";

/// The buttons of the sign-in page, one a provider.
pub(super) fn buttons(ctx: &Ctx, back: &str) -> Vec<Action> {
    let button = |p: &IdentityProvider| {
        let key = match p.audience {
            Audience::Staff => "portal-provider-staff",
            Audience::Citizens => "portal-provider-citizens",
        };
        let to = format!("/dang-nhap/nha-cung-cap/{}?ve={}", p.code, ui::platform_url(back));
        Action::link(to, ctx.tn(key, &[("provider", p.name.clone())]), ActionKind::Quiet)
    };
    ctx.app.settings.oidc.iter().map(button).collect()
}

/// Whether a provider opens accounts of citizens, which have no password at first.
pub(super) fn is_for_citizens(ctx: &Ctx) -> bool {
    ctx.app.settings.oidc.iter().any(|p| p.audience == Audience::Citizens)
}

/// `GET /dang-nhap/nha-cung-cap/{ma}?ve=`.
pub async fn start(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let back = rules::local_path(query.get("ve").unwrap_or("/")).to_owned();
    let outcome = send(&ctx, &code, &back, Aim::SignIn).await;
    shown(&ctx, outcome, &back).await
}

/// `GET /tai-khoan/lien-ket/{ma}`: to link the account one is signed in to.
pub async fn start_link(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let account = ctx.viewer()?.account_id;
    send(&ctx, &code, "/tai-khoan", Aim::Link(account)).await
}

/// `GET /tai-khoan/xac-nhan/{ma}?ve=`: to be asked anew by the provider, in place of the password.
pub async fn start_proof(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let account = ctx.viewer()?.account_id;
    let back = rules::local_path(query.get("ve").unwrap_or("/tai-khoan")).to_owned();
    send(&ctx, &code, &back, Aim::Prove(account)).await
}

async fn send(ctx: &Ctx, code: &str, back: &str, aim: Aim) -> Result<Response> {
    let provider = oidc::by_code(&ctx.app, code)?;
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let begun = oidc::begin(&ctx.app, provider, back, aim).await?;
    let jar = CookieJar::new().add(provider_cookie(&ctx.app, begun.cookie));
    Ok((jar, Redirect::to(&begun.url)).into_response())
}

/// `GET /dang-nhap/nha-cung-cap/{ma}/ve`: the registered redirect address.
pub async fn back(ctx: Ctx, Path(code): Path<String>, query: Query, headers: HeaderMap) -> Result<Response> {
    let outcome = take(&ctx, &code, &query, &headers).await;
    // Whoever links is shown the refusal as such: the sign-in page is behind them.
    if ctx.viewer.is_some() { outcome } else { shown(&ctx, outcome, "/").await }
}

async fn take(ctx: &Ctx, code: &str, query: &Query, headers: &HeaderMap) -> Result<Response> {
    let provider = oidc::by_code(&ctx.app, code)?;
    ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
    let kept = cookie(ctx, headers);
    let text = |name: &str| query.get(name).unwrap_or_default();
    let answer = Answer {
        state: text("state"),
        code: text("code"),
        error: text("error"),
        issuer: text("iss"),
        cookie: &kept,
    };
    match oidc::finish(&ctx.app, provider, &answer, ctx.viewer.as_ref(), &caller(ctx)).await? {
        Ended::In(signed_in, back) => lead_in(ctx, signed_in, &back).await,
        Ended::Linked => Ok(redirect("/tai-khoan", Some("portal-flash-linked"))),
        Ended::Proved(back) => Ok(redirect(rules::local_path(&back), None)),
        Ended::Choose(token) => {
            let jar = CookieJar::new().add(provider_cookie(&ctx.app, token));
            Ok((jar, Redirect::to(OWN)).into_response())
        }
    }
}

fn caller(ctx: &Ctx) -> Caller<'_> {
    Caller { address: &ctx.address, agent: &ctx.agent }
}

fn cookie(ctx: &Ctx, headers: &HeaderMap) -> String {
    let jar = CookieJar::from_headers(headers);
    jar.get(provider_cookie_name(&ctx.app)).map(|c| c.value().to_owned()).unwrap_or_default()
}

/// Into the session, or to the question for the code.
async fn lead_in(ctx: &Ctx, SignedIn { token, asks_code }: SignedIn, back: &str) -> Result<Response> {
    let gone = CookieJar::new().add(expired_provider_cookie(&ctx.app));
    if asks_code {
        let jar = gone.add(code_cookie(&ctx.app, token));
        return Ok((jar, Redirect::to(&super::sign_in_code::path(back))).into_response());
    }
    Ok((gone, enter(ctx, token, back).await?).into_response())
}

/// A refusal stands on the sign-in page, where the other ways in are.
async fn shown(ctx: &Ctx, outcome: Result<Response>, back: &str) -> Result<Response> {
    match outcome {
        Err(Error::Refused(refusal)) => {
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::FORBIDDEN);
            sign_in_page(ctx, status, "", back, Some(refusal)).await
        }
        other => other,
    }
}

/// `GET /dang-nhap/tai-khoan-rieng`: the number has an account that nobody compared with the person.
pub async fn choose(ctx: Ctx, headers: HeaderMap) -> Result<Response> {
    let choice = match oidc::choice(&ctx.app, &cookie(&ctx, &headers)).await {
        Err(Error::Refused(_)) => return Ok(redirect("/dang-nhap", None)),
        other => other?,
    };
    let to = format!("/dang-nhap?ve=/tai-khoan&ten={}", ui::platform_url(&choice.number));
    let args = [("provider", choice.provider), ("number", choice.number)];
    let panel = |title: &str, text: &str| Panel {
        title: ctx.t(title),
        lines: vec![ctx.tn(text, &args)],
        links: Vec::new(),
    };
    let mut acts = vec![Action::link(to, ctx.t("portal-choice-join-act"), ActionKind::Primary)];
    if choice.own {
        acts.push(Action::post(OWN, ctx.t("portal-choice-own-act"), ActionKind::Quiet));
    }
    let view = View {
        title: ctx.t("portal-choice-title"),
        lead: ctx.tn("portal-choice-lead", &args),
        join: panel("portal-choice-join", "portal-choice-join-text"),
        own: choice.own.then(|| panel("portal-choice-own", "portal-choice-own-text")),
        acts,
    };
    let page =
        frame::page(&ctx, "portal-choice-title").with_back("/dang-nhap", ctx.t("portal-sign-in-title"));
    frame::answer(page, &view)
}

/// `POST /dang-nhap/tai-khoan-rieng`: an account of one's own beside it.
pub async fn open_own(ctx: Ctx, headers: HeaderMap) -> Result<Response> {
    ctx.app.limits.check(Limited::Filing, &ctx.address).await?;
    let (signed_in, back) = oidc::open_own(&ctx.app, &cookie(&ctx, &headers), &caller(&ctx)).await?;
    lead_in(&ctx, signed_in, &back).await
}

/// `POST /tai-khoan/lien-ket/{id}/bo`.
pub async fn unlink(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let viewer = ctx.viewer()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    oidc::unlink(&ctx.app, &tx, viewer.account_id, id, Some(viewer.session_id)).await?;
    tx.commit().await?;
    Ok(redirect("/tai-khoan", Some("portal-flash-unlinked")))
}

/// `POST /dang-nhap/nha-cung-cap/{ma}/dang-xuat`: the provider's own server tells that a session there ended
/// (OpenID Connect Back-Channel Logout 1.0). It is no browser: the answer is bare.
pub async fn signed_out_there(ctx: Ctx, Path(code): Path<String>, form: Submitted) -> Result<Response> {
    let provider = oidc::by_code(&ctx.app, &code)?;
    ctx.app.limits.check(Limited::Receipt, &ctx.address).await?;
    match oidc::signed_out(&ctx.app, provider, form.text("logout_token")).await {
        Ok(_) => Ok(StatusCode::OK.into_response()),
        Err(Error::Refused(refusal)) if refusal.status == 400 => {
            trail::note(&ctx, "sign-out token refused", refusal.key);
            Ok((StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_request"}))).into_response())
        }
        Err(other) => Err(other),
    }
}

/// The provider behind a session, and where one signs out there.
pub(super) async fn sign_out_at(app: &App, code: &str) -> Option<(String, String)> {
    let provider = oidc::by_code(app, code).ok()?;
    Some((provider.name.clone(), oidc::sign_out_address(app, provider).await?))
}
