//! A figure is always set with its definition, period, count and a link to its records.

use crate::page::Markup;
use crate::tag::{Light, Tone};
use crate::words::Words;
use askama::Template;
use askama::filters::HtmlSafe;

/// A figure of a board. Make it with `Figure::new`, then fill the optional fields.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/figure.html")]
pub struct Figure {
    /// Fixed words.
    pub words: Words,
    /// What it is, e.g. "Tỷ lệ giải quyết đúng hạn".
    pub label: String,
    /// The value, already formatted.
    pub value: String,
    /// Its unit, e.g. "%"; may be empty.
    pub unit: String,
    /// How it is counted, one sentence.
    pub definition: String,
    /// The period, e.g. "Tháng 10/2012".
    pub period: String,
    /// From how many records, e.g. "1.284 hồ sơ".
    pub count_text: String,
    /// The records themselves.
    pub href: String,
    /// Text of that link, e.g. "Xem 1.284 hồ sơ".
    pub href_text: String,
    /// Change against the period before.
    pub delta: Option<Delta>,
    /// The target's light.
    pub light: Option<Light>,
    /// A sparkline.
    pub chart: Option<Markup>,
}

impl HtmlSafe for Figure {}

/// A figure's change.
#[derive(Clone, Debug)]
pub struct Delta {
    /// E.g. "Tăng 2,1 điểm so với tháng 9".
    pub text: String,
    /// Whether that is good.
    pub tone: Tone,
}

impl Figure {
    /// A figure with its label, value and unit.
    pub fn new(
        words: &Words,
        label: impl Into<String>,
        value: impl Into<String>,
        unit: impl Into<String>,
    ) -> Figure {
        Figure {
            words: words.clone(),
            label: label.into(),
            value: value.into(),
            unit: unit.into(),
            definition: String::new(),
            period: String::new(),
            count_text: String::new(),
            href: String::new(),
            href_text: String::new(),
            delta: None,
            light: None,
            chart: None,
        }
    }

    /// Says how it is counted and over which period.
    pub fn defined(mut self, definition: impl Into<String>, period: impl Into<String>) -> Figure {
        self.definition = definition.into();
        self.period = period.into();
        self
    }

    /// Says how many records stand behind it and links to them.
    pub fn records(
        mut self,
        count_text: impl Into<String>,
        href: impl Into<String>,
        href_text: impl Into<String>,
    ) -> Figure {
        self.count_text = count_text.into();
        self.href = href.into();
        self.href_text = href_text.into();
        self
    }
}

/// Several figures side by side.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<div class="figures">{% for figure in figures %}{{ figure }}{% endfor %}</div>"#,
    ext = "html"
)]
pub struct FigureGroup {
    /// The figures.
    pub figures: Vec<Figure>,
}

impl HtmlSafe for FigureGroup {}
