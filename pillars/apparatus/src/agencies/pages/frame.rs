//! One body in the shell for everybody.

use askama::Template;
use askama::filters::HtmlSafe;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Result;
use ui::{Markup, Page};

#[derive(Template)]
#[template(path = "agencies/pages/frame.html")]
struct Frame {
    page: Page,
    body: Markup,
}

/// Answers with a body under a status.
pub(super) fn answer(status: StatusCode, page: Page, body: &impl HtmlSafe) -> Result<Response> {
    let body = Markup::of(body);
    ui::html_with(status, &Frame { page, body })
}
