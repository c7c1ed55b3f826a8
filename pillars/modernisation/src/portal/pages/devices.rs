//! One's own devices: each session can be ended from any other.

use axum::extract::Path;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::redirect;
use platform::{Ctx, identity, own_account};

/// `POST /tai-khoan/thiet-bi/{id}/dang-xuat`.
pub async fn revoke(ctx: Ctx, Path(session): Path<i64>) -> Result<Response> {
    let viewer = ctx.viewer()?;
    identity::revoke_session(&ctx.app, &ctx.actor(), session, viewer.account_id).await?;
    Ok(redirect("/tai-khoan#thiet-bi", Some("portal-flash-device-out")))
}

/// `POST /tai-khoan/thiet-bi/dang-xuat-het`: all but the one in use.
pub async fn revoke_others(ctx: Ctx) -> Result<Response> {
    let viewer = ctx.viewer()?;
    for device in own_account::devices(&ctx.app, viewer.account_id, ctx.now).await? {
        if device.id == viewer.session_id {
            continue;
        }
        match identity::revoke_session(&ctx.app, &ctx.actor(), device.id, viewer.account_id).await {
            Ok(()) | Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(redirect("/tai-khoan#thiet-bi", Some("portal-flash-devices-out")))
}
