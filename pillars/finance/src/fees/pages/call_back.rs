//! POST /nop-tien/goi-lai: the gateway tells what became of an order. Signed, within its time, and however often it comes.

use crate::fees::rules::online::Fields;
use crate::fees::{acts, gateway};
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Submitted;
use platform::http::limits::Limited;
use serde_json::json;

/// Hears it. The answer is for a program: "ok" once it was heard, whether it was new or not, so that it comes no more.
pub async fn hear(ctx: Ctx, typed: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::Receipt, &ctx.address).await?;
    let gateway = gateway::of(&ctx.app).ok_or(Error::NotFound)?;
    let told = match gateway.believe(&fields(&typed), ctx.now) {
        Ok(told) => told,
        Err(doubt) => {
            tracing::warn!(doubt = doubt.code(), from = ctx.address, "a call-back is not believed");
            return Ok(answer(StatusCode::BAD_REQUEST, doubt.code()));
        }
    };
    match acts::hear(&ctx.app, &told, "callback").await? {
        Some(_) => Ok(answer(StatusCode::OK, "ok")),
        None => Ok(answer(StatusCode::NOT_FOUND, "unknown")),
    }
}

/// The fields of a message, each once.
pub fn fields(typed: &Submitted) -> Fields {
    let first =
        typed.fields.iter().filter_map(|(name, values)| Some((name.clone(), values.first()?.clone())));
    first.collect()
}

fn answer(status: StatusCode, result: &str) -> Response {
    (status, Json(json!({"result": result}))).into_response()
}
