//! Signing out: the session ends on the server, not only in the browser.

use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use platform::error::{Error, Result};
use platform::http::{expired_cookie, redirect};
use platform::{Ctx, identity};

/// `POST /dang-xuat`; a session that ended already is none to complain of.
pub async fn submit(ctx: Ctx) -> Result<Response> {
    if let Some(viewer) = &ctx.viewer {
        match identity::revoke_session(&ctx.app, &ctx.actor(), viewer.session_id, viewer.account_id).await {
            Ok(()) | Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    let forget = [("clear-site-data", "\"cache\", \"storage\"")];
    let on = redirect("/", Some("portal-flash-signed-out"));
    Ok((CookieJar::new().add(expired_cookie(&ctx.app)), forget, on).into_response())
}
