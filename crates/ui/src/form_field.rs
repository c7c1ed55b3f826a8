//! One question of a form: label, hint, error and control tied together for everybody.
//! A field is required unless it says `.optional()`; optional ones say so in words, nobody gets an asterisk.

use crate::field_view::FieldView;
use crate::page::Markup;
use crate::words::Words;

/// A field. Make it with `Field::text` and its sisters, then chain what it needs.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name it is posted under.
    pub name: String,
    /// Question or label; also the text of a heading.
    pub label: String,
    /// Help below the label.
    pub hint: Option<String>,
    /// What is wrong with the value.
    pub error: Option<String>,
    /// The control.
    pub kind: FieldKind,
    /// What it holds (for choices: see `Choice::selected`).
    pub value: String,
    /// Whether it must be filled.
    pub required: bool,
    /// HTML autocomplete token, e.g. "name", "tel", "bday".
    pub autocomplete: Option<&'static str>,
    /// Overrides the words "không bắt buộc".
    pub optional_text: Option<String>,
    /// How wide the control is.
    pub width: Width,
    /// Unit after the control, e.g. "m²"; empty: none.
    pub suffix: String,
    /// Longest text, in characters.
    pub max_length: Option<u32>,
    /// Hides the label from sight (in a row of fields whose column says it).
    pub label_hidden: bool,
    /// Asked only when the field of this name holds this value: with JavaScript it is hidden otherwise.
    pub show_when: Option<(String, String)>,
}

/// The control of a field.
#[derive(Clone, Debug)]
pub enum FieldKind {
    /// One line.
    Text,
    /// A password.
    Password,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Tel,
    /// A number.
    Number,
    /// Đồng.
    Money,
    /// A day (ISO value).
    Date,
    /// A day and time (value `2012-10-05T16:30`).
    Moment,
    /// Several lines.
    Textarea {
        /// Lines shown.
        rows: u8,
    },
    /// One of many in a list.
    Select(Vec<Choice>),
    /// One of a few.
    Radios(Vec<Choice>),
    /// Any of a few.
    Checkboxes(Vec<Choice>),
    /// A file.
    File {
        /// Types, e.g. ".pdf,.jpg".
        accept: String,
        /// What is taken, e.g. "PDF hoặc ảnh, tối đa 10 MB".
        max_text: String,
        /// Whether several may be chosen.
        multiple: bool,
    },
    /// Sent along, unseen.
    Hidden,
    /// Several fields under one question.
    Group(Vec<Field>),
    /// A small table of fields, one record a row.
    Rows {
        /// Headings.
        columns: Vec<String>,
        /// Fields, row by row.
        rows: Vec<Vec<Field>>,
        /// Name of the button that asks the server for one more row (`NAME=1`); none: fixed rows.
        add_name: Option<String>,
    },
    /// A heading between fields.
    Heading,
    /// Finished markup between fields.
    Html(Markup),
}

/// How wide a control is; the width hints at the answer's length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// As wide as the column.
    #[default]
    Full,
    /// Half of it.
    Half,
    /// About twenty characters.
    Medium,
    /// About ten characters.
    Short,
    /// About four characters.
    Tiny,
}

impl Width {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Width::Full => "w-full",
            Width::Half => "w-half",
            Width::Medium => "w-20",
            Width::Short => "w-10",
            Width::Tiny => "w-4",
        }
    }
}

/// One of several answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Posted value.
    pub value: String,
    /// Text.
    pub label: String,
    /// Help below it; empty: none.
    pub hint: String,
    /// Whether it is chosen.
    pub selected: bool,
}

impl Choice {
    /// An answer.
    pub fn new(value: impl Into<String>, label: impl Into<String>, selected: bool) -> Choice {
        Choice { value: value.into(), label: label.into(), hint: String::new(), selected }
    }

    /// Adds help.
    pub fn hint(mut self, hint: impl Into<String>) -> Choice {
        self.hint = hint.into();
        self
    }
}

impl Field {
    /// A field of any kind.
    pub fn new(kind: FieldKind, name: impl Into<String>, label: impl Into<String>) -> Field {
        let width = match kind {
            FieldKind::Number => Width::Short,
            FieldKind::Tel | FieldKind::Money | FieldKind::Date | FieldKind::Moment => Width::Medium,
            _ => Width::Full,
        };
        Field {
            name: name.into(),
            label: label.into(),
            hint: None,
            error: None,
            kind,
            value: String::new(),
            required: true,
            autocomplete: None,
            optional_text: None,
            width,
            suffix: String::new(),
            max_length: None,
            label_hidden: false,
            show_when: None,
        }
    }

    /// One line of text.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(FieldKind::Text, name, label)
    }

    /// A password.
    pub fn password(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(FieldKind::Password, name, label)
    }

    /// An e-mail address.
    pub fn email(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(FieldKind::Email, name, label)
    }

    /// A telephone number.
    pub fn tel(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(FieldKind::Tel, name, label)
    }

    /// A day.
    pub fn date(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(FieldKind::Date, name, label)
    }

    /// A number.
    pub fn number(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(FieldKind::Number, name, label)
    }

    /// An amount of đồng.
    pub fn money(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(FieldKind::Money, name, label)
    }

    /// Several lines of text.
    pub fn textarea(name: impl Into<String>, label: impl Into<String>, rows: u8) -> Field {
        Field::new(FieldKind::Textarea { rows }, name, label)
    }

    /// One of many in a list.
    pub fn select(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Field {
        Field::new(FieldKind::Select(choices), name, label)
    }

    /// One of a few.
    pub fn radios(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Field {
        Field::new(FieldKind::Radios(choices), name, label)
    }

    /// Any of a few.
    pub fn checkboxes(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Field {
        Field::new(FieldKind::Checkboxes(choices), name, label)
    }

    /// A file.
    pub fn file(
        name: impl Into<String>,
        label: impl Into<String>,
        accept: impl Into<String>,
        max_text: impl Into<String>,
    ) -> Field {
        let kind = FieldKind::File { accept: accept.into(), max_text: max_text.into(), multiple: false };
        Field::new(kind, name, label)
    }

    /// Sent along, unseen.
    pub fn hidden(name: impl Into<String>, value: impl Into<String>) -> Field {
        Field::new(FieldKind::Hidden, name, "").value(value)
    }

    /// Several fields under one question.
    pub fn group(name: impl Into<String>, label: impl Into<String>, fields: Vec<Field>) -> Field {
        Field::new(FieldKind::Group(fields), name, label)
    }

    /// A heading between fields.
    pub fn heading(label: impl Into<String>) -> Field {
        Field::new(FieldKind::Heading, "", label)
    }

    /// Finished markup between fields.
    pub fn html(markup: Markup) -> Field {
        Field::new(FieldKind::Html(markup), "", "")
    }

    /// An unseen button that sends the form. The Enter key presses a form's first button: where a later one adds a row, this
    /// stands before it.
    pub fn sends() -> Field {
        let button = r#"<button class="hide" tabindex="-1" aria-hidden="true"></button>"#;
        Field::html(Markup(button.to_owned()))
    }

    /// Sets what it holds.
    pub fn value(mut self, value: impl Into<String>) -> Field {
        self.value = value.into();
        self
    }

    /// Sets the help below the label.
    pub fn hint(mut self, hint: impl Into<String>) -> Field {
        self.hint = Some(hint.into());
        self
    }

    /// Sets what is wrong, if anything.
    pub fn error(mut self, error: Option<String>) -> Field {
        self.error = error;
        self
    }

    /// May be left empty.
    pub fn optional(mut self) -> Field {
        self.required = false;
        self
    }

    /// Sets the width.
    pub fn width(mut self, width: Width) -> Field {
        self.width = width;
        self
    }

    /// Sets the autocomplete token.
    pub fn autocomplete(mut self, token: &'static str) -> Field {
        self.autocomplete = Some(token);
        self
    }

    /// Sets the unit after the control.
    pub fn suffix(mut self, suffix: impl Into<String>) -> Field {
        self.suffix = suffix.into();
        self
    }

    /// Sets the longest text, in characters.
    pub fn max_length(mut self, characters: u32) -> Field {
        self.max_length = Some(characters);
        self
    }

    /// Hides the label from sight, not from screen readers.
    pub fn label_hidden(mut self) -> Field {
        self.label_hidden = true;
        self
    }

    /// The field as markup, to lay out a form by hand: `{{ field.view(page.words) }}`.
    pub fn view<'a>(&'a self, words: &'a Words) -> FieldView<'a> {
        FieldView::new(self, words)
    }

    /// Where an error link leads: the control, or the first of its choices.
    pub fn target(&self) -> String {
        match &self.kind {
            FieldKind::Radios(_) | FieldKind::Checkboxes(_) => format!("{}-1", self.id()),
            FieldKind::Group(fields) => fields.first().map_or_else(|| self.id(), Field::target),
            _ => self.id(),
        }
    }

    /// Id of the control: the name with what ids may not hold replaced.
    pub fn id(&self) -> String {
        let mut id = String::with_capacity(self.name.len() + 2);
        id.push_str("f-");
        id.extend(
            self.name
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }),
        );
        id
    }

    /// What is wrong with the field and those inside it, in order: where by its labels and what, and the id of the control.
    ///
    /// The labels stand before the error since "fill this in" alone, read at the top of a long form, says nothing.
    pub fn errors(&self, within: &str, found: &mut Vec<(String, String)>) {
        let label = self.label.trim_end_matches(['?', ':', ' ']);
        let place = match (within.is_empty(), label.is_empty()) {
            (true, _) => label.to_owned(),
            (false, true) => within.to_owned(),
            // A row that names its table says so once: "Con – dòng 2".
            _ if label.strip_prefix(within).is_some_and(|rest| rest.starts_with(" – ")) => label.to_owned(),
            (false, false) => format!("{within} – {label}"),
        };
        if let Some(error) = &self.error {
            let line = if place.is_empty() { error.clone() } else { format!("{place}: {error}") };
            found.push((line, self.target()));
        }
        match &self.kind {
            FieldKind::Group(fields) => fields.iter().for_each(|field| field.errors(&place, found)),
            FieldKind::Rows { rows, .. } => {
                rows.iter().flatten().for_each(|field| field.errors(&place, found));
            }
            _ => {}
        }
    }
}
