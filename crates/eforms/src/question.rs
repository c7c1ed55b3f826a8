//! What a schema asks: its properties in order, each with the widget that shows it.

use crate::FormProblem;
use jsonschema::Validator;
use platform::Locale;
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// Rows a table of answers takes at most, and when the schema sets no bound.
const MAXIMUM_ROWS: usize = 200;
const DEFAULT_ROWS: usize = 50;
/// Rows that the table within one row takes at most: there may be one in every row.
const INNER_ROWS: usize = 50;
/// Tables within one another: a table, and one within its rows.
const DEEPEST: usize = 2;

/// One question.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub key: String,
    pub title: String,
    /// The title in English, where the form has one.
    pub title_en: Option<String>,
    pub hint: Option<String>,
    pub widget: Widget,
    pub required: bool,
    pub show_when: Option<ShowWhen>,
    pub max_length: Option<u32>,
    /// Checks the schema's `pattern` alone.
    pub pattern: Option<Arc<Validator>>,
}

impl Question {
    /// The title in the reader's language, in Vietnamese where the form has no other.
    pub(crate) fn title(&self, locale: &Locale) -> &str {
        locale.pick(&self.title, self.title_en.as_deref().unwrap_or_default())
    }
}

/// What shows a question and how its text is read.
#[derive(Debug, Clone)]
pub(crate) enum Widget {
    Text,
    Email,
    Area,
    Whole,
    Decimal,
    Money,
    Date,
    Identity,
    Address,
    YesNo,
    Choice(Vec<Json>),
    Rows(Rows),
    File(Takes),
}

/// What a question takes that is answered by a file (`x-file`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Takes {
    /// Kinds, such as "PDF"; empty: every kind that the platform takes.
    pub kinds: Vec<String>,
    /// The largest file; none: the platform's limit.
    pub megabytes: Option<usize>,
}

/// A table of answers.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    pub columns: Vec<Question>,
    pub minimum: usize,
    /// Rows that the page offers at most.
    pub maximum: usize,
    /// Rows that are read at most, whatever the schema says.
    pub most: usize,
}

/// The answer that makes a question appear.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ShowWhen {
    pub field: String,
    pub equals: Json,
}

/// Parts of an address of the era: name in the data, message key of the label, whether it must be given.
pub(crate) const ADDRESS: [(&str, &str, bool); 4] = [
    ("so_nha", "eforms-house", false),
    ("phuong_xa", "eforms-ward", true),
    ("quan_huyen", "eforms-district", true),
    ("tinh", "eforms-province", true),
];

/// The questions of an object schema, in `x-order` and then as they stand.
pub(crate) fn questions(schema: &Json) -> Result<Vec<Question>, FormProblem> {
    within(schema, 0)
}

/// The questions of an object within so many tables.
fn within(schema: &Json, tables: usize) -> Result<Vec<Question>, FormProblem> {
    let properties = schema.get("properties").and_then(Json::as_object).ok_or(FormProblem::NotAnObject)?;
    if schema.get("type").and_then(Json::as_str) != Some("object") || properties.is_empty() {
        return Err(FormProblem::NotAnObject);
    }
    let order = names(schema, "x-order", properties)?;
    let required = names(schema, "required", properties)?;
    let rest = properties.keys().filter(|key| !order.contains(&key.as_str())).map(String::as_str);
    let mut found = Vec::with_capacity(properties.len());
    for key in order.iter().copied().chain(rest) {
        if let Some(property) = properties.get(key) {
            found.push(question(key, property, (required.contains(&key), tables), properties)?);
        }
    }
    Ok(found)
}

/// A list of property names under a keyword, each of which must exist.
pub(crate) fn names<'a>(
    schema: &'a Json,
    place: &'static str,
    known: &Map<String, Json>,
) -> Result<Vec<&'a str>, FormProblem> {
    let listed = schema.get(place).and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let mut found: Vec<&str> = Vec::with_capacity(listed.len());
    for name in listed.iter().filter_map(Json::as_str) {
        if !known.contains_key(name) {
            return Err(FormProblem::Unknown { field: String::new(), place, missing: name.to_owned() });
        }
        if !found.contains(&name) {
            found.push(name);
        }
    }
    Ok(found)
}

fn question(
    key: &str,
    property: &Json,
    (required, tables): (bool, usize),
    known: &Map<String, Json>,
) -> Result<Question, FormProblem> {
    let text = |name: &str| property.get(name).and_then(Json::as_str).map(str::to_owned);
    let title =
        text("title").filter(|t| !t.is_empty()).ok_or_else(|| FormProblem::Untitled(key.to_owned()))?;
    let pattern = match property.get("pattern") {
        None => None,
        Some(pattern) => {
            let alone = serde_json::json!({ "pattern": pattern });
            Some(Arc::new(jsonschema::validator_for(&alone).map_err(|e| FormProblem::Schema(e.to_string()))?))
        }
    };
    Ok(Question {
        key: key.to_owned(),
        title,
        title_en: text("x-title-en"),
        hint: text("description"),
        widget: widget(key, property, tables)?,
        required,
        show_when: show_when(key, property, known)?,
        max_length: property.get("maxLength").and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok()),
        pattern,
    })
}

fn show_when(key: &str, property: &Json, known: &Map<String, Json>) -> Result<Option<ShowWhen>, FormProblem> {
    let Some(condition) = property.get("x-show-when") else { return Ok(None) };
    let field = condition.get("field").and_then(Json::as_str).unwrap_or_default().to_owned();
    if !known.contains_key(&field) {
        return Err(FormProblem::Unknown { field: key.to_owned(), place: "x-show-when", missing: field });
    }
    Ok(Some(ShowWhen { field, equals: condition.get("equals").cloned().unwrap_or(Json::Null) }))
}

fn widget(key: &str, property: &Json, tables: usize) -> Result<Widget, FormProblem> {
    let word = |name: &str| property.get(name).and_then(Json::as_str).unwrap_or_default();
    let choices = || property.get("enum").and_then(Json::as_array).cloned().unwrap_or_default();
    let unknown = |what: &str| FormProblem::Widget { field: key.to_owned(), what: what.to_owned() };
    Ok(match (word("x-widget"), word("type"), word("format")) {
        (_, "boolean", _) => Widget::YesNo,
        ("choice", ..) | ("" | "text", "string", "") if !choices().is_empty() => Widget::Choice(choices()),
        ("choice", ..) => return Err(unknown("a choice without enum")),
        ("rows", "array", _) | ("", "array", _) if tables >= DEEPEST => {
            return Err(unknown("a table within a table's table"));
        }
        ("rows", "array", _) | ("", "array", _) => Widget::Rows(rows(key, property, tables)?),
        ("address", "object", _) => Widget::Address,
        ("date", "string", _) | ("" | "text", "string", "date") => Widget::Date,
        ("money", "integer" | "number", _) => Widget::Money,
        ("identity", "string", _) => Widget::Identity,
        ("file", "string", _) => Widget::File(takes(property)),
        ("textarea", "string", _) => Widget::Area,
        ("" | "text", "string", "email") => Widget::Email,
        ("" | "text", "string", _) => Widget::Text,
        ("" | "text", "integer", _) => Widget::Whole,
        ("" | "text", "number", _) => Widget::Decimal,
        (widget, kind, _) => return Err(unknown(&format!("x-widget {widget:?} with type {kind:?}"))),
    })
}

fn takes(property: &Json) -> Takes {
    let said = |name: &str| property.get("x-file").and_then(|file| file.get(name));
    let kinds = said("kinds").and_then(Json::as_array).into_iter().flatten();
    Takes {
        kinds: kinds.filter_map(|kind| kind.as_str().map(str::to_owned)).collect(),
        megabytes: said("megabytes").and_then(Json::as_u64).and_then(|n| usize::try_from(n).ok()),
    }
}

fn rows(key: &str, property: &Json, tables: usize) -> Result<Rows, FormProblem> {
    let columns = within(property.get("items").unwrap_or(&Json::Null), tables + 1)?;
    if columns.iter().any(|c| matches!(c.widget, Widget::File(_))) {
        return Err(FormProblem::Widget { field: key.to_owned(), what: "a file within rows".to_owned() });
    }
    let most = if tables == 0 { MAXIMUM_ROWS } else { INNER_ROWS };
    let bound = |name: &str| property.get(name).and_then(Json::as_u64).and_then(|n| usize::try_from(n).ok());
    let maximum = bound("maxItems").unwrap_or(DEFAULT_ROWS).clamp(1, most);
    Ok(Rows { columns, minimum: bound("minItems").unwrap_or(0).min(maximum), maximum, most })
}

/// Whether a question is asked, given the answers so far; a question whose own condition is not asked is not asked either.
pub(crate) fn shown(questions: &[Question], question: &Question, data: &Map<String, Json>) -> bool {
    let mut next = question;
    // No chain of conditions is longer than the form; a circle ends here too.
    for _ in 0..=questions.len() {
        let Some(condition) = &next.show_when else { return true };
        if data.get(&condition.field) != Some(&condition.equals) {
            return false;
        }
        match questions.iter().find(|q| q.key == condition.field) {
            Some(on) => next = on,
            None => return false,
        }
    }
    false
}

/// How a choice's value is posted.
pub(crate) fn posted(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
