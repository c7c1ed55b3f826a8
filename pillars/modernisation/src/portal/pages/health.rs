//! Whether this node can serve: asked by the balancer every few seconds, so it asks the database for one number only.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform::{Ctx, Read};

/// `GET /healthz`: "ok", or 503 when the database does not answer.
pub async fn show(ctx: Ctx) -> Response {
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    match ctx.app.store.number("SELECT CAST(1 AS BIGINT)", vec![]).await {
        Ok(_) => (plain, "ok\n").into_response(),
        Err(error) => {
            tracing::error!(%error, "healthz");
            (StatusCode::SERVICE_UNAVAILABLE, plain, "database\n").into_response()
        }
    }
}
