//! A field as markup: what describes it, what kind of control it is.

use crate::form_field::{Field, FieldKind};
use crate::words::Words;
use askama::Template;
use askama::filters::HtmlSafe;

/// A field as markup.
#[derive(Template)]
#[template(path = "parts/field.html")]
pub struct FieldView<'a> {
    field: &'a Field,
    words: &'a Words,
}

impl HtmlSafe for FieldView<'_> {}

impl<'a> FieldView<'a> {
    pub(crate) fn new(field: &'a Field, words: &'a Words) -> FieldView<'a> {
        FieldView { field, words }
    }

    fn described_by(&self) -> String {
        let id = self.field.id();
        let mut ids = Vec::new();
        if self.field.hint.is_some() {
            ids.push(format!("{id}-hint"));
        }
        if matches!(&self.field.kind, FieldKind::File { max_text, .. } if !max_text.is_empty()) {
            ids.push(format!("{id}-max"));
        }
        if self.field.error.is_some() {
            ids.push(format!("{id}-error"));
        }
        ids.join(" ")
    }

    fn is_set(&self) -> bool {
        matches!(self.field.kind, FieldKind::Radios(_) | FieldKind::Checkboxes(_) | FieldKind::Group(_))
    }

    fn is_figure(&self) -> bool {
        matches!(self.field.kind, FieldKind::Number | FieldKind::Money)
    }

    fn input_type(&self) -> &'static str {
        match self.field.kind {
            FieldKind::Password => "password",
            FieldKind::Email => "email",
            FieldKind::Tel => "tel",
            FieldKind::Date => "date",
            FieldKind::Moment => "datetime-local",
            _ => "text",
        }
    }

    fn input_mode(&self) -> Option<&'static str> {
        match self.field.kind {
            FieldKind::Number => Some("decimal"),
            FieldKind::Money => Some("numeric"),
            _ => None,
        }
    }

    fn suffix(&self) -> &str {
        match self.field.kind {
            FieldKind::Money if self.field.suffix.is_empty() => &self.words.currency,
            _ => &self.field.suffix,
        }
    }

    fn optional_text(&self) -> &str {
        self.field.optional_text.as_deref().unwrap_or(&self.words.optional)
    }
}
