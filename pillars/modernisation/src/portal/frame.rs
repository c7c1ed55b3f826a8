//! One body in the shell of who looks at it: citizens and strangers get the roomy one, staff their desk.

use askama::Template;
use askama::filters::HtmlSafe;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::identity::AccountKind;
use ui::{Link, Markup, Page};

#[derive(Template)]
#[template(path = "portal/pages/citizen_frame.html")]
struct CitizenFrame {
    page: Page,
    body: Markup,
}

#[derive(Template)]
#[template(path = "portal/pages/staff_frame.html")]
struct StaffFrame {
    page: Page,
    body: Markup,
}

/// The page of this request with the links every public page carries at its foot.
pub(super) fn page(ctx: &Ctx, title: &str) -> Page {
    let mut page = ui::page(ctx, ctx.t(title));
    page.footer = vec![
        Link::new("/gioi-thieu", ctx.t("portal-menu-about")),
        Link::new("/tro-nang", ctx.t("portal-access-title")),
    ];
    page
}

/// Answers with a body.
pub(super) fn answer(ctx: &Ctx, page: Page, body: &impl HtmlSafe) -> Result<Response> {
    answer_with(StatusCode::OK, ctx, page, body)
}

/// Answers with a body under another status.
pub(super) fn answer_with(
    status: StatusCode,
    ctx: &Ctx,
    page: Page,
    body: &impl HtmlSafe,
) -> Result<Response> {
    let body = Markup::of(body);
    if ctx.viewer.as_ref().is_some_and(|v| v.kind == AccountKind::Staff) {
        ui::html_with(status, &StaffFrame { page, body })
    } else {
        ui::html_with(status, &CitizenFrame { page, body })
    }
}
