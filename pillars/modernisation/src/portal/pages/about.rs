//! What the programme is and how its figures are measured; what works for whom, and what does not yet.

use crate::portal::frame;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;

/// Headings and texts, in order; keys without the prefix.
const ABOUT: [&str; 6] = ["programme", "figures", "on-time", "law", "privacy", "open"];
const ACCESS: [&str; 4] = ["aim", "works", "limits", "tell"];

#[derive(Template)]
#[template(
    source = r#"<h1>{{ title }}</h1><p class="lead">{{ lead }}</p>{% for (heading, text) in parts %}<h2>{{ heading }}</h2><p>{{ text }}</p>{% endfor %}"#,
    ext = "html"
)]
struct View {
    title: String,
    lead: String,
    parts: Vec<(String, String)>,
}

impl HtmlSafe for View {}

/// `GET /gioi-thieu`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    page(&ctx, "portal-about", &ABOUT)
}

/// `GET /tro-nang`.
pub async fn accessibility(ctx: Ctx) -> Result<Response> {
    page(&ctx, "portal-access", &ACCESS)
}

fn page(ctx: &Ctx, prefix: &str, parts: &[&str]) -> Result<Response> {
    let title = format!("{prefix}-title");
    let view = View {
        title: ctx.t(&title),
        lead: ctx.tn(&format!("{prefix}-lead"), &[("city", ctx.app.settings.city.clone())]),
        parts: parts
            .iter()
            .map(|part| (ctx.t(&format!("{prefix}-{part}-title")), ctx.t(&format!("{prefix}-{part}-text"))))
            .collect(),
    };
    let page = frame::page(ctx, &title);
    frame::answer(page, &view)
}
