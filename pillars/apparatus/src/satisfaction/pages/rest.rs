//! GET /danh-gia/may: what the clerk's tablet shows between two citizens.

use super::rate::bare_page;
use askama::Template;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use ui::Page;

#[derive(Template)]
#[template(path = "satisfaction/pages/rest.html")]
struct View {
    page: Page,
    text: String,
}

/// The resting page.
pub async fn show(ctx: Ctx) -> Result<Response> {
    ui::html(&View {
        page: bare_page(&ctx, None, ctx.t("satisfaction-rest-title")),
        text: ctx.t("satisfaction-rest"),
    })
}
