//! GET /danh-gia/qr/{token}: the sheet's address as a QR code, for the clerk's screen or an img element.

use super::rate::found;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use platform::Ctx;
use platform::error::Result;

/// The code as an SVG file.
pub async fn show(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let invite = found(&ctx, &token).await?;
    let address = format!("{}/danh-gia/{}?qr=1", ctx.app.settings.base_url(), invite.token);
    let svg = ui::qr_svg(&address).0.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml; charset=utf-8"),
        (header::CACHE_CONTROL, "private, max-age=3600"),
    ];
    Ok((headers, svg).into_response())
}
