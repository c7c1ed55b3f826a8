//! The owner's pages.

pub(super) mod consent;
pub(super) mod mine;

use ui::{Head, Markup, Page};

/// A page with its parts.
#[derive(askama::Template)]
#[template(path = "shelf/pages/page.html")]
struct View {
    page: Page,
    head: Head,
    sections: Vec<Section>,
}

/// A part of the page, under a heading where it has none of its own.
#[derive(Default)]
struct Section {
    id: &'static str,
    title: String,
    lines: Vec<String>,
    parts: Vec<Markup>,
}
