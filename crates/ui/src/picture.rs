//! A drawing wider than the screen: it scrolls by itself, also by keyboard.

use crate::chart::escape;
use crate::page::Markup;

/// A finished SVG under its title; the drawing names and describes itself to assistive technology.
pub fn picture(title: &str, svg: &str) -> Markup {
    let title = escape(title);
    Markup(format!(r#"<div class="flow-scroll" role="group" tabindex="0" aria-label="{title}">{svg}</div>"#))
}
