//! What comes in: the schema of a type, a query or path read by it, and the schema's errors by field.

use crate::error::{Error, FieldErrors, Refusal, Result};
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind as Kind;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json, json};
use std::sync::OnceLock;

/// A type that an operation takes: its own schema says what is right.
pub trait Input: DeserializeOwned + JsonSchema + Send + 'static {
    /// Reads what the schema allowed.
    fn read(value: Json) -> Result<Self> {
        // The schema was asked before; what it cannot say (a whole number that is too large) is an error of the sender.
        serde_json::from_value(value).map_err(|e| {
            let mut errors = FieldErrors::new();
            errors.add_with("", "ground-api-field-broken", vec![("what", e.to_string())]);
            Error::Invalid(errors)
        })
    }
}

impl<T: DeserializeOwned + JsonSchema + Send + 'static> Input for T {}

/// No parameters.
#[derive(Debug, Clone, Copy, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The schema of an input, with its check made when first needed.
pub struct Shape {
    /// JSON Schema, draft 2020-12, without references.
    pub schema: Json,
    check: OnceLock<std::result::Result<Validator, String>>,
}

impl Shape {
    pub(super) fn of<T: JsonSchema>() -> Shape {
        let settings = SchemaSettings::draft2020_12().for_deserialize().with(|s| {
            s.inline_subschemas = true;
            s.meta_schema = None;
        });
        let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
        if let Some(map) = schema.as_object_mut() {
            map.remove("title");
        }
        Shape { schema, check: OnceLock::new() }
    }

    /// Its properties with their schemas.
    pub fn properties(&self) -> impl Iterator<Item = (&String, &Json)> {
        self.schema.get("properties").and_then(Json::as_object).into_iter().flatten()
    }

    /// Whether files travel in it.
    pub fn carries_files(&self) -> bool {
        self.schema.to_string().contains("\"contentEncoding\"")
    }

    /// Whether a property must be there.
    pub fn demands(&self, name: &str) -> bool {
        let required = self.schema.get("required").and_then(Json::as_array);
        required.is_some_and(|names| names.iter().any(|n| n == name))
    }

    /// Pairs of text as an object, each value of the kind that its property has.
    pub(super) fn object(&self, pairs: &[(String, String)]) -> Result<Json> {
        let mut object = Map::new();
        for (name, text) in pairs {
            let kind = self.schema.pointer(&format!("/properties/{name}"));
            if object.insert(name.clone(), typed(text, kind)).is_some() {
                return Err(twice(name));
            }
        }
        Ok(Json::Object(object))
    }

    /// Fields of a form as an object: what the schema has as a list may come several times, what it has as an object is JSON.
    pub(super) fn form(&self, pairs: &[(String, String)]) -> Result<Json> {
        let mut object = Map::new();
        for (name, text) in pairs {
            let schema = self.schema.pointer(&format!("/properties/{name}"));
            if allows(schema, "array") {
                let list = object.entry(name.clone()).or_insert_with(|| json!([]));
                if let Some(list) = list.as_array_mut() {
                    list.push(json!(text));
                }
                continue;
            }
            let value = if allows(schema, "object") {
                // As it is where it is no JSON: the schema refuses it by its name.
                serde_json::from_str(text).unwrap_or_else(|_| json!(text))
            } else {
                typed(text, schema)
            };
            if object.insert(name.clone(), value).is_some() {
                return Err(twice(name));
            }
        }
        Ok(Json::Object(object))
    }

    /// What was sent, with its text as forms have theirs: in NFC, trimmed, without control characters.
    ///
    /// The schema is asked before, since it describes what is sent, and after, since that is what is taken.
    pub(super) fn taken(&self, mut sent: Json) -> Result<Json> {
        self.check(&sent)?;
        tidy(&mut sent);
        self.check(&sent)?;
        Ok(sent)
    }

    /// Asks the schema; all errors at once.
    pub(super) fn check(&self, value: &Json) -> Result<()> {
        let check = self.check.get_or_init(|| {
            jsonschema::options()
                .with_draft(jsonschema::Draft::Draft202012)
                .should_validate_formats(true)
                .build(&self.schema)
                .map_err(|e| e.to_string())
        });
        let check = check.as_ref().map_err(|e| Error::fault("schema of an operation", e))?;
        let mut errors = FieldErrors::new();
        for error in check.iter_errors(value) {
            let mut path = error.instance_path().to_string().trim_start_matches('/').replace('/', ".");
            let (inner, key, args) = words(error.kind());
            if !inner.is_empty() {
                path = if path.is_empty() { inner } else { format!("{path}.{inner}") };
            }
            errors.add_with(path, key, args);
        }
        errors.check()
    }
}

/// A text as the kind of value its schema asks for; as it is where it is no such value, for the schema to refuse.
fn typed(text: &str, schema: Option<&Json>) -> Json {
    let is = |kind: &str| allows(schema, kind);
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    match text {
        "true" if is("boolean") => json!(true),
        "false" if is("boolean") => json!(false),
        _ if is("integer") && plain => text.parse::<i64>().map_or_else(|_| json!(text), |n| json!(n)),
        _ => json!(text),
    }
}

/// Whether a schema allows values of a kind, itself or by one of its choices.
fn allows(schema: Option<&Json>, kind: &str) -> bool {
    let Some(schema) = schema else { return false };
    let choices = schema.get("anyOf").and_then(Json::as_array);
    match schema.get("type") {
        Some(Json::String(one)) => one == kind,
        Some(Json::Array(many)) => many.iter().any(|k| k == kind),
        _ => choices.is_some_and(|choices| choices.iter().any(|one| allows(Some(one), kind))),
    }
}

/// A field sent twice.
pub(super) fn twice(name: &str) -> Error {
    let mut errors = FieldErrors::new();
    errors.add(name, "ground-api-field-twice");
    Error::Invalid(errors)
}

type Words = (String, &'static str, Vec<(&'static str, String)>);

fn words(kind: &Kind) -> Words {
    let plain = |key: &'static str| (String::new(), key, vec![]);
    let limit = |key: &'static str, n: String| (String::new(), key, vec![("limit", n)]);
    match kind {
        Kind::Required { property } => {
            (property.as_str().unwrap_or_default().to_owned(), "form-required", vec![])
        }
        Kind::AdditionalProperties { unexpected } => {
            (unexpected.first().cloned().unwrap_or_default(), "ground-api-field-unknown", vec![])
        }
        Kind::Type { .. } => plain("ground-api-field-type"),
        Kind::MinLength { limit: n } => limit("ground-api-field-short", n.to_string()),
        Kind::MaxLength { limit: n } => limit("ground-api-field-long", n.to_string()),
        Kind::Minimum { limit: n } => limit("ground-api-field-least", n.to_string()),
        Kind::Maximum { limit: n } => limit("ground-api-field-most", n.to_string()),
        Kind::Enum { .. } | Kind::Constant { .. } | Kind::OneOfNotValid { .. } => {
            plain("ground-api-field-choice")
        }
        Kind::Format { .. } | Kind::Pattern { .. } => plain("ground-api-field-format"),
        _ => plain("ground-api-field-invalid"),
    }
}

/// A body read as JSON.
pub(super) fn body(bytes: &[u8]) -> Result<Json> {
    serde_json::from_slice(bytes)
        .map_err(|e| Refusal::new("ground-api-broken").arg("what", e).status(400).into())
}

fn tidy(value: &mut Json) {
    match value {
        Json::String(text) => {
            let clean = crate::http::clean(text);
            if clean != *text {
                *text = clean;
            }
        }
        Json::Array(items) => items.iter_mut().for_each(tidy),
        Json::Object(map) => map.values_mut().for_each(tidy),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its schema is asked")]
    struct Asked {
        #[schemars(range(min = 1))]
        id: i64,
        open: Option<bool>,
        #[schemars(length(max = 5))]
        q: Option<String>,
    }

    fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
    }

    fn refused(all: &[(&str, &str)]) -> Vec<(String, String)> {
        let shape = Shape::of::<Asked>();
        match shape.object(&pairs(all)).and_then(|object| shape.check(&object)) {
            Err(Error::Invalid(errors)) => errors.0.into_iter().map(|e| (e.field, e.key)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_query_is_read_by_its_schema() {
        let shape = Shape::of::<Asked>();
        let object = shape.object(&pairs(&[("id", "12"), ("open", "true"), ("q", "12")])).unwrap();
        shape.check(&object).unwrap();
        assert_eq!(object, json!({"id": 12, "open": true, "q": "12"}));
        let read = Asked::read(object).unwrap();
        assert_eq!((read.id, read.open), (12, Some(true)));
    }

    #[test]
    fn every_error_names_its_field() {
        let one = |field: &str, key: &str| vec![(field.to_owned(), key.to_owned())];
        assert_eq!(refused(&[]), one("id", "form-required"));
        assert_eq!(refused(&[("id", "0")]), one("id", "ground-api-field-least"));
        assert_eq!(refused(&[("id", "x")]), one("id", "ground-api-field-type"));
        assert_eq!(refused(&[("id", "1"), ("ids", "1")]), one("ids", "ground-api-field-unknown"));
        assert_eq!(refused(&[("id", "1"), ("id", "1")]), one("id", "ground-api-field-twice"));
        let both = refused(&[("id", "1"), ("open", "yes"), ("q", "abcdef")]);
        assert_eq!(both.len(), 2, "{both:?}");
    }

    #[derive(Debug, serde::Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Sent {
        urls: Vec<String>,
        data: Option<Inner>,
        open: bool,
    }

    #[derive(Debug, serde::Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        name: String,
    }

    #[test]
    fn a_form_is_read_by_the_schema_its_lists_by_repetition_its_objects_as_json() {
        let shape = Shape::of::<Sent>();
        let sent = [("urls", "a"), ("data", "{\"name\": \"Lan\"}"), ("urls", "b"), ("open", "true")];
        let read = Sent::read(shape.taken(shape.form(&pairs(&sent)).unwrap()).unwrap()).unwrap();
        assert_eq!((read.urls, read.open), (vec!["a".to_owned(), "b".to_owned()], true));
        assert_eq!(read.data.map(|inner| inner.name).as_deref(), Some("Lan"));
        let no_json = shape.form(&pairs(&[("urls", "a"), ("data", "Lan"), ("open", "true")])).unwrap();
        assert!(shape.taken(no_json).is_err());
        assert!(matches!(shape.form(&pairs(&[("open", "true"), ("open", "true")])), Err(Error::Invalid(_))));
    }

    #[test]
    fn what_was_sent_is_held_against_the_schema_and_so_is_what_is_taken_of_it() {
        let shape = Shape::of::<Asked>();
        assert_eq!(shape.taken(json!({"id": 1, "q": " lan "})).unwrap(), json!({"id": 1, "q": "lan"}));
        // Four letters once tidied, but not as sent.
        assert!(shape.taken(json!({"id": 1, "q": "a\u{1}b\u{2}cd"})).is_err());
    }

    #[test]
    fn text_of_a_body_is_tidied_like_that_of_a_form() {
        let mut read = body("{\"a\": [\" Lê\\u0301 \\u0000x \"]}".as_bytes()).unwrap();
        tidy(&mut read);
        assert_eq!(read, json!({"a": ["Lế x"]}));
        assert!(matches!(body(b"{"), Err(Error::Refused(r)) if r.status == 400));
    }
}
