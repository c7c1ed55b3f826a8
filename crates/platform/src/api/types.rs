//! Words that operations share: moments, days, ids, files in JSON.

use base64::Engine as _;
use bytes::Bytes;
use chrono::{DateTime, FixedOffset};
use kernel::{Day, Moment};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

use crate::error::{Error, FieldErrors, Result};
use crate::http::{Ctx, Query, Submitted, Upload};

/// A moment, RFC 3339 in Vietnamese time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At(pub Moment);

impl At {
    /// From microseconds as they are stored.
    pub fn of(micros: i64) -> At {
        At(Moment::from_micros(micros))
    }
}

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.iso())
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<At, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = DateTime::<FixedOffset>::parse_from_rfc3339(&text).map_err(serde::de::Error::custom)?;
        Ok(At(Moment::from_micros(read.timestamp_micros())))
    }
}

impl JsonSchema for At {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "At".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time"})
    }
}

/// A day, ISO.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct On(pub Day);

impl JsonSchema for On {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "On".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date"})
    }
}

/// A record by its number.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ById {
    /// Number of the record.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub id: i64,
}

/// A record by its code.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByCode {
    /// Code of the record.
    #[schemars(length(min = 1, max = 80), regex(pattern = r"^[A-Za-z0-9._-]+$"))]
    pub code: String,
}

/// A file in a body.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileIn {
    /// Its name.
    #[schemars(length(min = 1, max = 200))]
    pub name: String,
    /// Its bytes in base64.
    #[schemars(length(min = 1), extend("contentEncoding" = "base64"))]
    pub content: String,
}

impl FileIn {
    /// Its bytes; an error of `field` where they are not base64.
    pub fn bytes(&self, field: &str) -> Result<Bytes> {
        match base64::engine::general_purpose::STANDARD.decode(&self.content) {
            Ok(bytes) => Ok(bytes.into()),
            Err(_) => {
                let mut errors = FieldErrors::new();
                errors.add(format!("{field}.content"), "ground-api-field-base64");
                errors.check()?;
                Ok(Bytes::new())
            }
        }
    }
}

/// An agency in an answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AgencyBrief {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl AgencyBrief {
    /// By its id.
    pub fn of(ctx: &Ctx, id: i64) -> AgencyBrief {
        let directory = ctx.app.directory();
        let code = directory.get(id).map(|a| a.code.clone()).unwrap_or_default();
        AgencyBrief { code, name: directory.name(id).to_owned() }
    }
}

/// A constant word with what it says to people.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Word {
    /// The word.
    pub code: String,
    /// In the caller's language.
    pub name: String,
}

/// A file of a record.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DocumentOut {
    /// Name it was handed in under.
    pub name: String,
    /// SHA-256 of its bytes.
    pub hash: String,
    /// Address of its bytes.
    pub href: String,
}

impl DocumentOut {
    /// A file of the record at an address.
    pub fn of(at: &str, hash: String, name: String) -> DocumentOut {
        DocumentOut { href: format!("{at}/documents/{hash}"), name, hash }
    }
}

/// Builds the form that a page would send, from an operation's own fields; what is not given is not sent.
#[derive(Debug, Default)]
pub struct Sent(Submitted);

impl Sent {
    /// Nothing sent yet.
    pub fn new() -> Sent {
        Sent::default()
    }

    /// With a field of the form, where it was given.
    pub fn with(mut self, name: &str, value: Option<impl ToString>) -> Sent {
        if let Some(value) = value {
            self.0.fields.entry(name.to_owned()).or_default().push(value.to_string());
        }
        self
    }

    /// With a box of the form, where it is ticked.
    pub fn ticked(self, name: &str, yes: bool) -> Sent {
        self.with(name, yes.then_some("1"))
    }

    /// With files of the form's picker; `field` is what they are called in the body.
    pub fn files(mut self, name: &str, field: &str, files: &[FileIn]) -> Result<Sent> {
        for (at, file) in files.iter().enumerate() {
            let content = file.bytes(&format!("{field}.{at}"))?;
            self.0.uploads.push(Upload::new(name.to_owned(), &file.name, content));
        }
        Ok(self)
    }

    /// As the pages read it.
    pub fn form(self) -> Submitted {
        self.0
    }
}

/// An error of a page's form under the names of the body: pairs of the form's name and the body's.
pub fn renamed(error: Error, names: &[(&str, &str)]) -> Error {
    let Error::Invalid(mut errors) = error else { return error };
    for error in &mut errors.0 {
        if let Some((_, name)) = names.iter().find(|(form, _)| *form == error.field) {
            (*name).clone_into(&mut error.field);
        }
    }
    Error::Invalid(errors)
}

/// Builds the query that the pages' lists read, from an operation's own parameters.
#[derive(Debug, Default)]
pub struct Asked(Vec<(String, String)>);

impl Asked {
    /// Nothing asked yet.
    pub fn new() -> Asked {
        Asked::default()
    }

    /// With a parameter of the list, where one was given.
    pub fn with(mut self, name: &str, value: Option<impl ToString>) -> Asked {
        self.0.extend(value.map(|v| (name.to_owned(), v.to_string())));
        self
    }

    /// As the lists read it; a cursor that no list gave is an error of the sender's.
    pub fn after(self, cursor: Option<&str>) -> Result<Query> {
        if cursor.is_some_and(|c| !crate::list::is_cursor(c)) {
            let mut errors = FieldErrors::new();
            errors.add("after", "ground-api-field-cursor");
            errors.check()?;
        }
        Ok(Query(self.with("sau", cursor).0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_wherever_its_clock_stands() {
        let read = |text: &str| serde_json::from_value::<At>(serde_json::json!(text)).ok();
        let told = read("2012-10-03T08:15:00+07:00").unwrap();
        assert_eq!(Some(told), read("2012-10-03T01:15:00Z"));
        assert_eq!(serde_json::to_value(told).unwrap(), "2012-10-03T08:15:00+07:00");
        assert_eq!(read("2012-10-03"), None);
    }

    #[test]
    fn a_body_becomes_the_form_that_a_page_would_send() {
        let file = FileIn { name: "to khai.pdf".to_owned(), content: "JVBERi0xLjQKJSVFT0YK".to_owned() };
        let sent = Sent::new().with("so", Some(12)).with("ghi", None::<String>).ticked("lai", true);
        let form = sent.ticked("khong", false).files("tep", "files", &[file]).unwrap().form();
        assert_eq!((form.text("so"), form.ticked("lai"), form.ticked("khong")), ("12", true, false));
        assert!(!form.fields.contains_key("ghi"));
        assert_eq!((form.uploads[0].field.as_str(), form.uploads[0].content.len()), ("tep", 15));
        let broken = FileIn { name: "x".to_owned(), content: "?".to_owned() };
        let Err(Error::Invalid(errors)) = Sent::new().files("tep", "files", &[broken]) else {
            panic!("no base64")
        };
        assert_eq!(errors.0[0].field, "files.0.content");
    }

    #[test]
    fn errors_of_a_form_are_told_under_the_names_of_the_body() {
        let mut errors = FieldErrors::new();
        errors.add("ma", "form-required");
        errors.add("other", "form-required");
        let Error::Invalid(told) = renamed(Error::Invalid(errors), &[("ma", "code")]) else {
            panic!("invalid")
        };
        let fields: Vec<&str> = told.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["code", "other"]);
        assert!(matches!(renamed(Error::NotFound, &[("ma", "code")]), Error::NotFound));
    }
}
