//! GET /danh-gia/ban-giao/{token}: thanks after an answer; on the clerk's tablet (`may=1`) the page goes to rest by itself.

use super::rate::{bare_page, found};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::http::Query;
use ui::Page;

#[derive(Template)]
#[template(path = "satisfaction/pages/thanks.html")]
struct View {
    page: Page,
    text: String,
    on: Option<String>,
    resets: bool,
}

/// The thanks; a sheet that was not answered yet leads back to itself.
pub async fn show(ctx: Ctx, Path(token): Path<String>, query: Query) -> Result<Response> {
    let invite = found(&ctx, &token).await?;
    if invite.answered_at.is_none() {
        return Ok(platform::http::redirect(&format!("/danh-gia/{token}"), None));
    }
    let resets = query.get("may").is_some();
    let text = if resets { "satisfaction-thanks-tablet" } else { "satisfaction-thanks" };
    ui::html(&View {
        page: bare_page(&ctx, Some(&invite), ctx.t("satisfaction-thanks-title")),
        text: ctx.t(text),
        on: (!resets).then(|| ctx.t("satisfaction-to-rates")),
        resets,
    })
}
