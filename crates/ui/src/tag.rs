//! Statuses: a word in a tag, and the light of a target, which is colour, word and shape at once.

use askama::Template;
use askama::filters::HtmlSafe;

/// What a tag or message means, besides its word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Neutral,
    /// Under way.
    Info,
    /// Well.
    Good,
    /// Needs an eye.
    Warn,
    /// Wrong or late.
    Bad,
    /// Stands out without judging.
    Accent,
}

impl Tone {
    /// The word of the tone in CSS classes.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Neutral => "neutral",
            Tone::Info => "info",
            Tone::Good => "good",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
            Tone::Accent => "accent",
        }
    }
}

/// A status word in a tinted box.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<span class="tag tag-{{ tone.class() }}{% if self.is_long() %} tag-long{% endif %}">{{ text }}</span>"#,
    ext = "html"
)]
pub struct Tag {
    /// The status, an adjective or short phrase.
    pub text: String,
    /// What it means.
    pub tone: Tone,
}

impl HtmlSafe for Tag {}

impl Tag {
    /// A tag.
    pub fn new(text: impl Into<String>, tone: Tone) -> Tag {
        Tag { text: text.into(), tone }
    }

    /// Whether it may break over lines in a narrow column.
    fn is_long(&self) -> bool {
        self.text.chars().count() > 20
    }
}

/// State of a target's light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LightState {
    /// On course: a disc.
    Green,
    /// At risk: a triangle.
    Amber,
    /// Off course: a square on its corner.
    Red,
    /// Not known: a ring.
    Grey,
}

impl LightState {
    fn class(self) -> &'static str {
        match self {
            LightState::Green => "green",
            LightState::Amber => "amber",
            LightState::Red => "red",
            LightState::Grey => "grey",
        }
    }
}

/// The light of a target: colour, shape and word.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/light.html")]
pub struct Light {
    /// Which light.
    pub state: LightState,
    /// What it says, e.g. "Đạt", "Có nguy cơ".
    pub word: String,
}

impl HtmlSafe for Light {}

impl Light {
    /// A light.
    pub fn new(state: LightState, word: impl Into<String>) -> Light {
        Light { state, word: word.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_escapes_its_text() {
        let tag = Tag::new("<b>Quá hạn</b>", Tone::Bad);
        let html = tag.to_string();
        assert!(html.contains("tag-bad"));
        assert!(!html.contains("<b>"), "{html}");
    }

    #[test]
    fn a_light_is_shape_and_word() {
        let html = Light::new(LightState::Amber, "Có nguy cơ").to_string();
        assert_eq!(html.trim(), r#"<span class="light light-amber">Có nguy cơ</span>"#);
        let css = include_str!("../assets/app.css");
        for state in [LightState::Green, LightState::Amber, LightState::Red, LightState::Grey] {
            let shape = css.split(&format!("\n.light-{}::before {{", state.class())).nth(1).unwrap();
            let shape = shape.split('}').next().unwrap();
            assert!(shape.contains("clip-path") || shape.contains("border-radius"), "{shape}");
        }
    }
}
