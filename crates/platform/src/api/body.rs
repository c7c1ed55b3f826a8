//! Bodies of changes: JSON; where the interface takes forms also those, read by the schema of what the operation takes.

use super::input::{Shape, body};
use crate::error::{Error, Refusal, Result};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value as Json};

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`: the bytes of its files become base64, as JSON has them.
    Parts,
}

/// How this body is written, if the interface takes it so.
pub(super) fn kind(parts: &Parts, forms: bool) -> Result<Kind> {
    let told = parts.headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    match told.split(';').next().unwrap_or_default().trim() {
        "application/json" => Ok(Kind::Json),
        "application/x-www-form-urlencoded" if forms => Ok(Kind::Form),
        "multipart/form-data" if forms => Ok(Kind::Parts),
        _ => Err(Refusal::new("ground-api-media").status(415).into()),
    }
}

/// The body as the object that the operation's schema describes.
pub(super) async fn object(kind: Kind, parts: &Parts, bytes: &Bytes, shape: &Shape) -> Result<Json> {
    match kind {
        Kind::Json => body(bytes),
        Kind::Form => shape.form(&pairs(bytes)),
        Kind::Parts => shape.form(&in_parts(parts, bytes).await?),
    }
}

/// The same with the parameters of the query, each a field of its own.
pub(super) fn with_query(mut sent: Json, query: &str, shape: &Shape) -> Result<Json> {
    let beside = shape.form(&pairs(query.as_bytes()))?;
    if let (Some(sent), Json::Object(beside)) = (sent.as_object_mut(), beside) {
        merge(sent, beside)?;
    }
    Ok(sent)
}

fn merge(sent: &mut Map<String, Json>, beside: Map<String, Json>) -> Result<()> {
    for (name, value) in beside {
        if sent.contains_key(&name) {
            return Err(super::input::twice(&name));
        }
        sent.insert(name, value);
    }
    Ok(())
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

async fn in_parts(parts: &Parts, bytes: &Bytes) -> Result<Vec<(String, String)>> {
    let request = Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    let mut form = Multipart::from_request(request, &()).await.map_err(broken)?;
    let mut pairs = Vec::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        let content = field.bytes().await.map_err(broken)?;
        let text = if is_file {
            BASE64.encode(&content)
        } else {
            String::from_utf8(content.to_vec()).map_err(broken)?
        };
        pairs.push((name, text));
    }
    Ok(pairs)
}

fn broken(what: impl std::fmt::Display) -> Error {
    Refusal::new("ground-api-broken").arg("what", what).status(400).into()
}
