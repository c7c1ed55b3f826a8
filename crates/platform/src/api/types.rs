//! Words that operations share: moments, days, ids, files in JSON.

use base64::Engine as _;
use bytes::Bytes;
use kernel::{Day, Moment};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;

use crate::error::{FieldErrors, Result};
use crate::http::Query;

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
