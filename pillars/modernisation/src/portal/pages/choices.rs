//! Language and appearance: a cookie, and back to the page one came from.

use crate::portal::rules::local_path;
use axum::extract::Path;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use platform::messages::Lang;

/// `GET /ngon-ngu/{vi|en}?ve=`.
pub async fn language(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let lang = Lang::from_code(&code).ok_or(Error::NotFound)?;
    Ok(keep(&ctx, "ngon_ngu", lang.code(), &query))
}

/// `GET /giao-dien/{sang|toi|may}?ve=`.
pub async fn theme(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let known = ["sang", "toi", "may"].into_iter().find(|c| *c == code).ok_or(Error::NotFound)?;
    Ok(keep(&ctx, "giao_dien", known, &query))
}

fn keep(ctx: &Ctx, name: &str, value: &str, query: &Query) -> Response {
    // Max-Age counts from the browser's clock, so a demo city in another year keeps its choices too.
    let secure = if ctx.app.settings.over_tls() { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}");
    let back = local_path(query.get("ve").unwrap_or("/"));
    ([(SET_COOKIE, cookie)], Redirect::to(back)).into_response()
}
