//! What the gateway tells of text messages: each receipt as it comes, from who knows the address it was given.

use super::probes;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::limits::Limited;
use platform::settings::Secret;
use platform::{Ctx, sms};

/// `POST /tin-nhan/bien-nhan/{token}`: 404 for a wrong address, for a message that is none of ours, for what cannot be read.
pub async fn take(ctx: Ctx, Path(token): Path<String>, body: Bytes) -> Result<Response> {
    ctx.app.limits.check(Limited::Receipt, &ctx.address).await?;
    let Some(gateway) = &ctx.app.settings.sms else { return Err(Error::NotFound) };
    let wanted = gateway.receipts_token.as_ref().map_or("", Secret::reveal);
    if wanted.is_empty() || !probes::same(token.as_bytes(), wanted.as_bytes()) {
        return Err(Error::NotFound);
    }
    sms::receipt(&ctx.app, gateway, &body).await?;
    Ok(probes::plain(StatusCode::OK, "ok\n"))
}
