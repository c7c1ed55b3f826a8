//! Boxes that say something: nothing here, careful, note this, done.

use crate::page::Link;
use askama::Template;
use askama::filters::HtmlSafe;

/// What to say where there is nothing, and the way on.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/empty.html")]
pub struct Empty {
    /// E.g. "Chưa có hồ sơ nào".
    pub title: String,
    /// Why, and what to do.
    pub text: String,
    /// The way on.
    pub action: Option<Link>,
}

impl HtmlSafe for Empty {}

impl Empty {
    /// Title and text.
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Empty {
        Empty { title: title.into(), text: text.into(), action: None }
    }

    /// Adds the way on.
    pub fn with_action(mut self, href: impl Into<String>, text: impl Into<String>) -> Empty {
        self.action = Some(Link::new(href, text));
        self
    }
}

/// A sentence set apart from the text.
#[derive(Clone, Debug, Template)]
#[template(source = r#"<div class="inset">{{ text }}</div>"#, ext = "html")]
pub struct Inset {
    /// The sentence.
    pub text: String,
}

impl HtmlSafe for Inset {}

/// A consequence the reader must know.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<div class="warning"><span class="warning-mark" aria-hidden="true">!</span><strong><span class="hide">{{ prefix }} </span>{{ text }}</strong></div>"#,
    ext = "html"
)]
pub struct Warning {
    /// The word for screen readers: `words.warning`.
    pub prefix: String,
    /// The consequence.
    pub text: String,
}

impl HtmlSafe for Warning {}

/// A panel with a heading and lines, for a start page or a box at the side.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/panel.html")]
pub struct Panel {
    /// Heading.
    pub title: String,
    /// Lines of text.
    pub lines: Vec<String>,
    /// Links under them.
    pub links: Vec<Link>,
}

impl HtmlSafe for Panel {}

/// What a citizen sees after filing: the number, and what happens next.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/confirmation.html")]
pub struct Confirmation {
    /// E.g. "Đã nộp hồ sơ".
    pub title: String,
    /// What the code is, e.g. "Mã hồ sơ".
    pub code_label: String,
    /// The code.
    pub code: String,
    /// What happens next, when, whom to ask.
    pub lines: Vec<String>,
}

impl HtmlSafe for Confirmation {}
