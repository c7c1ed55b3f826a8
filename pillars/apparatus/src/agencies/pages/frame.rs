//! One body in the shell of who looks at it: staff at their desk, everybody else in the roomy one.

use askama::Template;
use askama::filters::HtmlSafe;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::identity::AccountKind;
use ui::{Markup, Page};

#[derive(Template)]
#[template(path = "agencies/pages/citizen_frame.html")]
struct CitizenFrame {
    page: Page,
    body: Markup,
}

#[derive(Template)]
#[template(path = "agencies/pages/staff_frame.html")]
struct StaffFrame {
    page: Page,
    body: Markup,
}

/// Answers with a body under a status.
pub(super) fn answer(status: StatusCode, ctx: &Ctx, page: Page, body: &impl HtmlSafe) -> Result<Response> {
    let body = Markup::of(body);
    if ctx.viewer.as_ref().is_some_and(|v| v.kind == AccountKind::Staff) {
        ui::html_with(status, &StaffFrame { page, body })
    } else {
        ui::html_with(status, &CitizenFrame { page, body })
    }
}
