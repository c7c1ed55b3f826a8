//! From typed text to JSON: by the schema's types first, then checked by the schema itself, every error at its field.

use crate::question::{ADDRESS, Question, Rows, Widget, posted, shown};
use crate::{Form, PREFIX, check, number};
use kernel::Day;
use platform::FieldErrors;
use platform::http::Submitted;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// What reading collects besides the data.
#[derive(Default)]
pub(crate) struct Reading {
    pub errors: FieldErrors,
    /// For each table, by the name of its field: which typed row each kept row came from.
    pub rows: BTreeMap<String, Vec<usize>>,
}

impl Form {
    /// The data of what was typed, and what is wrong with it; the data are valid only when there is no error.
    ///
    /// Answers to questions that are not asked (`x-show-when`) are dropped, and so are empty rows.
    pub fn read(&self, submitted: &Submitted) -> (Json, FieldErrors) {
        let mut reading = Reading::default();
        let data = Json::Object(object(&self.questions, PREFIX, submitted, &mut reading));
        check::by_schema(&self.validator, &self.questions, &data, &mut reading);
        (data, reading.errors)
    }

    /// What is wrong with stored data: the schema's errors by field.
    pub fn check(&self, data: &Json) -> FieldErrors {
        let mut reading = Reading::default();
        check::by_schema(&self.validator, &self.questions, data, &mut reading);
        reading.errors
    }
}

fn object(
    questions: &[Question],
    prefix: &str,
    submitted: &Submitted,
    reading: &mut Reading,
) -> Map<String, Json> {
    let mut data = Map::new();
    for question in questions {
        let name = format!("{prefix}{}", question.key);
        if let Some(value) = answer(question, &name, submitted, reading) {
            data.insert(question.key.clone(), value);
        }
    }
    let hidden: Vec<&Question> = questions.iter().filter(|q| !shown(questions, q, &data)).collect();
    for question in hidden {
        data.remove(&question.key);
        let name = format!("{prefix}{}", question.key);
        reading.errors.0.retain(|e| e.field != name && !e.field.starts_with(&format!("{name}.")));
    }
    data
}

/// The value of one question; `None` when nothing was typed, or when it could not be read (then with an error).
fn answer(question: &Question, name: &str, submitted: &Submitted, reading: &mut Reading) -> Option<Json> {
    match &question.widget {
        Widget::Rows(rows) => table(rows, name, submitted, reading),
        Widget::Address => address(name, submitted, reading),
        simple => {
            let text = clean(submitted.text(name));
            if text.is_empty() {
                return None;
            }
            let read = value(simple, question, &text);
            if let Err(key) = read {
                reading.errors.add(name, key);
            }
            read.ok()
        }
    }
}

/// Composed, trimmed, without control characters other than line breaks.
fn clean(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    kernel::text::nfc(text.trim())
}

/// One typed text as JSON, or the message key of what is wrong with it.
fn value(widget: &Widget, question: &Question, text: &str) -> Result<Json, &'static str> {
    match widget {
        Widget::Whole => number::whole(text).map(Json::from).ok_or("eforms-integer"),
        Widget::Decimal => number::decimal(text).ok_or("eforms-number"),
        Widget::Money => number::money(text).map(Json::from).ok_or("eforms-money"),
        Widget::Date => day(text).map(|day| Json::from(day.to_string())).ok_or("form-day"),
        Widget::Identity => identity(question, text),
        Widget::YesNo => match text {
            "co" => Ok(Json::Bool(true)),
            "khong" => Ok(Json::Bool(false)),
            _ => Err("eforms-choice"),
        },
        Widget::Choice(choices) => choices.iter().find(|c| posted(c) == text).cloned().ok_or("eforms-choice"),
        Widget::Area => Ok(Json::from(text)),
        // A line has no line breaks; a telephone number typed in groups is the number.
        _ => Ok(Json::from(fitting(question, text.replace('\n', " ")))),
    }
}

/// 05/10/2012 or 2012-10-05.
pub(crate) fn day(text: &str) -> Option<Day> {
    text.parse().ok().or_else(|| Day::parse_vn(text).ok())
}

fn identity(question: &Question, text: &str) -> Result<Json, &'static str> {
    let number = fitting(question, text.to_owned());
    if question.pattern.is_some() {
        return Ok(Json::from(number));
    }
    let compact = compact(&number);
    let fits = matches!(compact.len(), 9 | 12) && compact.bytes().all(|b| b.is_ascii_digit());
    if fits { Ok(Json::from(compact)) } else { Err("eforms-identity") }
}

/// The text as the pattern wants it, when leaving out spaces, dots and hyphens is all that is missing.
fn fitting(question: &Question, text: String) -> String {
    let Some(pattern) = &question.pattern else { return text };
    if pattern.is_valid(&Json::from(text.as_str())) {
        return text;
    }
    let compact = compact(&text);
    if pattern.is_valid(&Json::from(compact.as_str())) { compact } else { text }
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '.' | '-')).collect()
}

/// An address: nothing at all, or ward, district and province with whatever stands before them.
fn address(name: &str, submitted: &Submitted, reading: &mut Reading) -> Option<Json> {
    let mut parts = Map::new();
    for (part, ..) in ADDRESS {
        let text = clean(submitted.text(&format!("{name}.{part}"))).replace('\n', " ");
        if !text.is_empty() {
            parts.insert(part.to_owned(), Json::from(text));
        }
    }
    if parts.is_empty() {
        return None;
    }
    for (part, _, required) in ADDRESS {
        let field = format!("{name}.{part}");
        match parts.get(part).and_then(Json::as_str) {
            None if required => reading.errors.add(field, "form-required"),
            Some(text) if text.chars().count() > 120 => {
                reading.errors.add_with(field, "eforms-too-long", vec![("maximum", "120".to_owned())]);
            }
            _ => {}
        }
    }
    Some(Json::Object(parts))
}

/// The rows of a table, those of a table within them by the same way.
fn table(rows: &Rows, name: &str, submitted: &Submitted, reading: &mut Reading) -> Option<Json> {
    let mut kept = Vec::new();
    let mut from = Vec::new();
    for index in 0..typed_rows(name, submitted, rows.most) {
        let prefix = format!("{name}.{index}.");
        let before = reading.errors.0.len();
        let row = object(&rows.columns, &prefix, submitted, reading);
        // A row with an unreadable answer is not an empty row.
        if !row.is_empty() || reading.errors.0.len() > before {
            kept.push(Json::Object(row));
            from.push(index);
        }
    }
    if kept.is_empty() {
        return None;
    }
    reading.rows.insert(name.to_owned(), from);
    Some(Json::Array(kept))
}

/// How many rows of a table came with the form, `most` at most.
pub(crate) fn typed_rows(name: &str, submitted: &Submitted, most: usize) -> usize {
    let prefix = format!("{name}.");
    submitted
        .fields
        .range(prefix.clone()..)
        .take_while(|(field, _)| field.starts_with(&prefix))
        .filter_map(|(field, _)| field.strip_prefix(&prefix)?.split('.').next()?.parse::<usize>().ok())
        .filter(|index| *index < most)
        .max()
        .map_or(0, |last| last + 1)
}
