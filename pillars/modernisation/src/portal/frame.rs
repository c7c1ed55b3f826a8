//! One body in the shell for everybody.

use askama::Template;
use askama::filters::HtmlSafe;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use ui::{Form, Link, Markup, Page};

#[derive(Template)]
#[template(path = "portal/pages/frame.html")]
struct Frame {
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
pub(super) fn answer(page: Page, body: &impl HtmlSafe) -> Result<Response> {
    answer_with(StatusCode::OK, page, body)
}

/// Answers with a body under another status.
pub(super) fn answer_with(status: StatusCode, page: Page, body: &impl HtmlSafe) -> Result<Response> {
    let body = Markup::of(body);
    ui::html_with(status, &Frame { page, body })
}

#[derive(Template)]
#[template(path = "portal/pages/form.html")]
struct FormBody {
    title: String,
    lead: String,
    form: Form,
}

impl HtmlSafe for FormBody {}

/// Answers with the page's title, what it is about, and one form; where an input is wrong the browser's title says so first.
pub(super) fn answer_form(status: StatusCode, mut page: Page, lead: String, form: Form) -> Result<Response> {
    let title = page.title.clone();
    if form.has_errors() {
        page.title = format!("{} {title}", page.words.error_prefix);
    }
    answer_with(status, page, &FormBody { title, lead, form })
}
