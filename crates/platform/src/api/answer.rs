//! What goes out: one record, a page of a list, a record made, a file; each with its schema.

use crate::error::{Error, Result};
use crate::http::Ctx;
use crate::list::Page;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LINK, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// JSON as the interface sends it.
pub(super) const JSON: &str = "application/json";

/// A type that an operation answers with.
pub trait Output: Send + 'static {
    /// Status of success.
    const STATUS: u16 = 200;
    /// Media type.
    const MEDIA: &'static str = JSON;
    /// Schema of the body; none for bytes.
    fn schema(generator: &mut SchemaGenerator) -> Option<Schema>;
    /// The response.
    fn respond(self, ctx: &Ctx) -> Result<Response>;
}

/// One record.
pub struct One<T>(pub T);

/// A record that was made, or an act that was done, with its address.
pub struct Created<T> {
    /// Address of the record.
    pub at: String,
    /// The record.
    pub body: T,
}

/// One page of a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Page_{T}")]
pub struct Listed<T> {
    /// The rows, at most 25.
    pub items: Vec<T>,
    /// Rows under the filters, counted to 1001 at most.
    pub count: i64,
    /// Address of the next page; null on the last one.
    pub next: Option<String>,
}

/// A file.
pub struct Stored {
    /// Type found in its content.
    pub media_type: String,
    /// Name it was handed in under.
    pub name: String,
    /// Its bytes.
    pub content: Bytes,
}

impl<T> Listed<T> {
    /// A page as the list's engine found it.
    pub fn of<R>(ctx: &Ctx, page: Page<R>, row: impl FnMut(R) -> Result<T>) -> Result<Listed<T>> {
        let next = page.next.map(|cursor| after(&ctx.path, &cursor));
        Ok(Listed { items: page.rows.into_iter().map(row).collect::<Result<_>>()?, count: page.count, next })
    }

    /// Rows of a list that the engine does not keep, with the place where they go on.
    pub fn from(ctx: &Ctx, items: Vec<T>, count: i64, place: Option<&str>) -> Listed<T> {
        Listed { items, count, next: place.map(|place| after(&ctx.path, place)) }
    }

    /// All of a list that is short by its nature.
    pub fn whole(items: Vec<T>) -> Listed<T> {
        Listed { count: i64::try_from(items.len()).unwrap_or(i64::MAX), items, next: None }
    }
}

/// The address of this page with another cursor.
fn after(path: &str, cursor: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()).filter(|(n, _)| n != "after") {
        pairs.append_pair(&name, &value);
    }
    format!("{path}?{}", pairs.append_pair("after", cursor).finish())
}

fn json<T: Serialize>(status: StatusCode, body: &T) -> Result<Response> {
    let text = serde_json::to_vec(body)?;
    let headers = [(CONTENT_TYPE, JSON), (CACHE_CONTROL, "private, no-cache")];
    Ok((status, headers, text).into_response())
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) -> Result<()> {
    let value = HeaderValue::from_str(value).map_err(|e| Error::fault(name.to_string(), e))?;
    headers.insert(name, value);
    Ok(())
}

impl<T: Serialize + JsonSchema + Send + 'static> Output for One<T> {
    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }
    fn respond(self, _: &Ctx) -> Result<Response> {
        json(StatusCode::OK, &self.0)
    }
}

impl<T: Serialize + JsonSchema + Send + 'static> Output for Created<T> {
    const STATUS: u16 = 201;
    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }
    fn respond(self, _: &Ctx) -> Result<Response> {
        let mut response = json(StatusCode::CREATED, &self.body)?;
        put(response.headers_mut(), LOCATION, &self.at)?;
        Ok(response)
    }
}

impl<T: Serialize + JsonSchema + Send + 'static> Output for Listed<T> {
    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<Listed<T>>())
    }
    fn respond(self, _: &Ctx) -> Result<Response> {
        let mut response = json(StatusCode::OK, &self)?;
        if let Some(next) = &self.next {
            put(response.headers_mut(), LINK, &format!("<{next}>; rel=\"next\""))?;
        }
        Ok(response)
    }
}

impl Output for Stored {
    const MEDIA: &'static str = "*/*";
    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }
    fn respond(self, _: &Ctx) -> Result<Response> {
        let name: String = url::form_urlencoded::byte_serialize(self.name.as_bytes()).collect();
        let mut response = (StatusCode::OK, self.content).into_response();
        let headers = response.headers_mut();
        put(headers, CONTENT_TYPE, &self.media_type)?;
        let disposition = format!("attachment; filename*=UTF-8''{}", name.replace('+', "%20"));
        put(headers, CONTENT_DISPOSITION, &disposition)?;
        put(headers, CACHE_CONTROL, "private, no-store")?;
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn the_next_page_keeps_the_filters() {
        assert_eq!(after("/api/v1/x", "MTI6"), "/api/v1/x?after=MTI6");
        assert_eq!(after("/api/v1/x?after=a&q=L%C3%AA&n=1", "b"), "/api/v1/x?q=L%C3%AA&n=1&after=b");
    }
}
