//! The guard before every route: who is it, in which language, and may they.

use super::context::{Ctx, Theme};
use super::routes::Access;
use crate::app::App;
use crate::error::Error;
use crate::identity::{self, AccountKind};
use crate::messages::Lang;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use std::net::SocketAddr;

/// Name of the session cookie.
pub const SESSION_COOKIE: &str = "motcua";

/// The cookie that carries a session's token.
pub fn session_cookie(app: &App, token: String) -> Cookie<'static> {
    Cookie::build((SESSION_COOKIE, token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.settings.secure_cookies)
        .build()
}

/// The cookie that removes it.
pub fn expired_cookie() -> Cookie<'static> {
    let mut cookie = Cookie::build((SESSION_COOKIE, "")).path("/").http_only(true).build();
    cookie.make_removal();
    cookie
}

/// The context of a request, whoever asks.
pub async fn context(app: &App, parts: &Parts) -> Result<Ctx, Error> {
    let jar = CookieJar::from_headers(&parts.headers);
    let viewer = match jar.get(SESSION_COOKIE) {
        Some(cookie) if !cookie.value().is_empty() => identity::viewer(app, cookie.value()).await?,
        _ => None,
    };
    let lang = jar.get("ngon_ngu").and_then(|c| Lang::from_code(c.value())).unwrap_or_default();
    let theme = match jar.get("giao_dien").map(|c| c.value()) {
        Some("toi") => Theme::Dark,
        Some("sang") => Theme::Light,
        _ => Theme::Auto,
    };
    let address = parts
        .extensions
        .get::<axum::extract::ConnectInfo<SocketAddr>>()
        .map_or_else(|| "127.0.0.1".to_owned(), |c| c.0.ip().to_string());
    let agent = parts
        .headers
        .get(axum::http::header::USER_AGENT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let flash = jar.get("thong_bao").map(|c| c.value().to_owned());
    Ok(Ctx {
        app: app.clone(),
        locale: app.locale(lang),
        theme,
        viewer,
        path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), |p| p.to_string()),
        address,
        agent,
        flash,
        now: app.clock.now(),
    })
}

pub(super) async fn guard(
    State((app, access)): State<(App, Access)>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let ctx = match context(&app, &parts).await {
        Ok(ctx) => ctx,
        Err(error) => return error.into_response(),
    };
    if let Err(error) = admit(access, &ctx) {
        return error.into_response();
    }
    let mut request = Request::from_parts(parts, body);
    request.extensions_mut().insert(ctx);
    next.run(request).await
}

fn admit(access: Access, ctx: &Ctx) -> Result<(), Error> {
    let viewer = match access {
        Access::Public => return Ok(()),
        _ => ctx.viewer.as_ref().ok_or(Error::SignIn)?,
    };
    let allowed = match access {
        Access::Public | Access::SignedIn => true,
        Access::Citizen => viewer.kind == AccountKind::Citizen,
        Access::Staff => viewer.kind == AccountKind::Staff,
        Access::Permission(permission) => viewer.has(permission),
    };
    match (allowed, access) {
        (true, _) => Ok(()),
        (false, Access::Permission(permission)) => Err(Error::NoRight(permission.0)),
        (false, _) => Err(Error::NoRight("account")),
    }
}
