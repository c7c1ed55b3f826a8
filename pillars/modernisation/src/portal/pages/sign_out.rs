//! Signing out: the session ends on the server, not only in the browser; where a provider opened it, the way to sign out there.

use crate::portal::frame;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use platform::error::{Error, Result};
use platform::http::{expired_cookie, redirect};
use platform::{Ctx, identity};
use ui::{Action, ActionKind};

#[derive(Template)]
#[template(
    source = r#"<h1>{{ title }}</h1><p class="lead">{{ lead }}</p><p class="actions">{{ there }} {{ home }}</p>"#,
    ext = "html"
)]
struct View {
    title: String,
    lead: String,
    there: Action,
    home: Action,
}

impl HtmlSafe for View {}

/// `POST /dang-xuat`; a session that ended already is none to complain of.
pub async fn submit(ctx: Ctx) -> Result<Response> {
    let mut provider = None;
    if let Some(viewer) = &ctx.viewer {
        match identity::revoke_session(&ctx.app, &ctx.actor(), viewer.session_id, viewer.account_id).await {
            Ok(()) | Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
        if let Some(code) = viewer.provider.as_deref() {
            provider = super::provider::sign_out_at(&ctx.app, code).await;
        }
    }
    // Nothing of the session stays in a browser that the next person uses.
    let forget = [("clear-site-data", "\"cache\", \"storage\"")];
    let out = (CookieJar::new().add(expired_cookie(&ctx.app)), forget);
    let Some((name, address)) = provider else {
        return Ok((out, redirect("/", Some("portal-flash-signed-out"))).into_response());
    };
    // A link and no redirect: a form of this site leads to no other site (form-action).
    let ctx = Ctx { viewer: None, ..ctx };
    let args = [("provider", name)];
    let view = View {
        title: ctx.t("portal-flash-signed-out"),
        lead: ctx.tn("portal-provider-still", &args),
        there: Action::link(address, ctx.tn("portal-provider-sign-out", &args), ActionKind::Primary),
        home: Action::link("/", ctx.t("portal-menu-home"), ActionKind::Quiet),
    };
    Ok((out, frame::answer(frame::page(&ctx, "portal-flash-signed-out"), &view)?).into_response())
}
