//! The schema's own errors, each brought to the field it is about, in words.

use crate::PREFIX;
use crate::question::{ADDRESS, Question, Widget};
use crate::read::Reading;
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::{Map, Value as Json};

/// Adds the schema's errors to those of reading; a field that has an error already keeps its first.
pub(crate) fn by_schema(validator: &Validator, questions: &[Question], data: &Json, reading: &mut Reading) {
    for error in validator.iter_errors(data) {
        let mut path: Vec<String> =
            error.instance_path().to_string().split('/').skip(1).map(unescaped).collect();
        if let Kind::Required { property } = error.kind() {
            path.push(property.as_str().unwrap_or_default().to_owned());
        }
        let Some((field, question)) = place(questions, PREFIX, &path, reading) else { continue };
        let inner = format!("{field}.");
        if reading.errors.0.iter().any(|e| e.field == field || e.field.starts_with(&inner)) {
            continue;
        }
        let (key, args) = words(error.kind(), question);
        reading.errors.add_with(field, key, args);
    }
    if let Json::Object(answers) = data {
        too_many(questions, PREFIX, answers, reading);
    }
}

/// Tables longer than is read, which a schema without a bound would let through.
fn too_many(questions: &[Question], prefix: &str, answers: &Map<String, Json>, reading: &mut Reading) {
    for question in questions {
        let (Widget::Rows(rows), Some(Json::Array(list))) = (&question.widget, answers.get(&question.key))
        else {
            continue;
        };
        let name = format!("{prefix}{}", question.key);
        if list.len() > rows.most && reading.errors.0.iter().all(|e| e.field != name) {
            let args = vec![("maximum", rows.most.to_string())];
            reading.errors.add_with(&name, "eforms-rows-maximum", args);
        }
        for (at, row) in list.iter().enumerate() {
            if let Json::Object(row) = row {
                too_many(&rows.columns, &format!("{name}.{at}."), row, reading);
            }
        }
    }
}

fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// The field an error's path leads to, and its question.
fn place<'a>(
    questions: &'a [Question],
    prefix: &str,
    path: &[String],
    reading: &Reading,
) -> Option<(String, Option<&'a Question>)> {
    let (key, rest) = path.split_first()?;
    let question = questions.iter().find(|q| q.key == *key)?;
    let name = format!("{prefix}{key}");
    match (&question.widget, rest) {
        (Widget::Rows(rows), [index, inner @ ..]) if !inner.is_empty() => {
            let kept: usize = index.parse().ok()?;
            let typed = reading.rows.get(&name).and_then(|from| from.get(kept)).copied().unwrap_or(kept);
            place(&rows.columns, &format!("{name}.{typed}."), inner, reading)
        }
        (_, inner) => Some((within_address(question, name, inner), Some(question))),
    }
}

/// An error of a whole address is shown at its first demanded part.
fn within_address(question: &Question, name: String, inner: &[String]) -> String {
    if !matches!(question.widget, Widget::Address) {
        return name;
    }
    let part = inner.first().filter(|part| ADDRESS.iter().any(|(known, ..)| known == part));
    format!("{name}.{}", part.map_or("phuong_xa", String::as_str))
}

type Words = (&'static str, Vec<(&'static str, String)>);

fn words(kind: &Kind, question: Option<&Question>) -> Words {
    let rows = question.is_some_and(|q| matches!(q.widget, Widget::Rows(_)));
    let file = question.is_some_and(|q| matches!(q.widget, Widget::File(_)));
    match kind {
        Kind::Required { .. } if rows => ("eforms-rows-minimum", vec![("minimum", "1".to_owned())]),
        Kind::Required { .. } if file => ("eforms-file-needed", vec![]),
        Kind::Required { .. } => ("form-required", vec![]),
        Kind::MinLength { limit } => ("eforms-too-short", vec![("minimum", limit.to_string())]),
        Kind::MaxLength { limit } => ("eforms-too-long", vec![("maximum", limit.to_string())]),
        Kind::Minimum { limit } | Kind::ExclusiveMinimum { limit } => {
            ("eforms-minimum", vec![("minimum", shown(limit))])
        }
        Kind::Maximum { limit } | Kind::ExclusiveMaximum { limit } => {
            ("eforms-maximum", vec![("maximum", shown(limit))])
        }
        Kind::MinItems { limit } => ("eforms-rows-minimum", vec![("minimum", limit.to_string())]),
        Kind::MaxItems { limit } => ("eforms-rows-maximum", vec![("maximum", limit.to_string())]),
        Kind::Enum { .. } | Kind::Constant { .. } => ("eforms-choice", vec![]),
        Kind::Format { format } if format == "date" => ("form-day", vec![]),
        Kind::Format { format } if format == "email" => ("eforms-email", vec![]),
        Kind::Pattern { .. } => {
            let hint = question.and_then(|q| q.hint.clone()).unwrap_or_default();
            if hint.is_empty() && question.is_some_and(|q| matches!(q.widget, Widget::Identity)) {
                ("eforms-identity", vec![])
            } else {
                ("eforms-pattern", vec![("hint", hint)])
            }
        }
        _ => ("eforms-invalid", vec![]),
    }
}

fn shown(limit: &Json) -> String {
    limit.as_number().map_or_else(|| limit.to_string(), crate::number::words)
}
