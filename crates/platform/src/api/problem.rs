//! Errors as problem+json (RFC 9457), for everything under /api whoever made the error: a rule, a schema, the framework.
//! An interface that others have drawn tells the same problems in its own way.

use super::answer::JSON;
use super::{Interface, is_api};
use crate::app::App;
use crate::error::{Error, FieldErrors, Refusal};
use crate::messages::{Lang, Locale};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

/// The media type of RFC 9457.
pub const MEDIA: &str = "application/problem+json";

/// What every error answers with.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Problem {
    /// What kind: urn:motcua:refused, invalid, changed, not-found, token, right or fault.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The kind in words, in the language of Accept-Language (vi or en).
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened, in words.
    pub detail: String,
    /// Path that was called.
    pub instance: String,
    /// Number of this answer: faults stand in the server's log under it.
    pub operation: String,
    /// Constant name of a refusal, for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// The rule that a refusal rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// Errors by field, all at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Wrong>,
    /// What somebody else changed meanwhile.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<String>,
}

/// An error of one field.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Wrong {
    /// Path of the field, parts joined by dots.
    pub field: String,
    /// Constant name of the error.
    pub code: String,
    /// The error in words.
    pub detail: String,
}

/// The language a caller wants: English where it is named before Vietnamese.
pub(super) fn language(headers: &HeaderMap) -> Lang {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let first = wanted.split(',').map(|one| one.trim().to_ascii_lowercase());
    first
        .into_iter()
        .find_map(|one| {
            [("vi", Lang::Vi), ("en", Lang::En)].into_iter().find(|(code, _)| one.starts_with(code))
        })
        .map_or(Lang::Vi, |(_, lang)| lang)
}

/// The interface that a path belongs to.
fn interface_of(app: &App, path: &str) -> Option<&'static Interface> {
    const OWN: &Interface = &Interface::OWN;
    let adapted = || app.slices.iter().map(|slice| slice.interface).find(|i| !i.is_own() && i.holds(path));
    if is_api(path) { Some(OWN) } else { adapted() }
}

/// Middleware around all routes, inside the pages of errors: what went wrong under /api leaves as a problem.
pub async fn problems(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(interface) = interface_of(&app, request.uri().path()) else {
        return next.run(request).await;
    };
    let (parts, body) = request.into_parts();
    let kept = parts.clone();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let Some(error) = response.extensions_mut().remove::<Error>().or_else(|| bare(&response)) else {
        return response;
    };
    let operation: String = app.random.bytes::<5>().iter().map(|b| format!("{b:02x}")).collect();
    if let Error::Fault(fault) = &error {
        let route = kept.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
        tracing::error!(operation, method = %kept.method, route, fault = %fault, "fault");
    }
    let allow = response.headers().get(ALLOW).cloned();
    let of = |lang| problem(&app.locale(lang), &error, kept.uri.path(), operation.clone());
    let asked = of(language(&kept.headers));
    match interface.told {
        None => answer((asked.status, MEDIA), &asked, allow),
        Some(told) => {
            let (status, body) = told(&of(Lang::En), &asked);
            answer((status, JSON), &body, allow)
        }
    }
}

fn answer(
    (status, media): (u16, &'static str),
    body: &impl Serialize,
    allow: Option<HeaderValue>,
) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let text = serde_json::to_vec(body).unwrap_or_default();
    let mut response = (status, [(CONTENT_TYPE, media), (CACHE_CONTROL, "no-store")], text).into_response();
    let headers = response.headers_mut();
    headers.extend(allow.map(|allow| (ALLOW, allow)));
    match status {
        StatusCode::UNAUTHORIZED => {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        StatusCode::TOO_MANY_REQUESTS => {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("60"));
        }
        _ => {}
    }
    response
}

/// The error behind a bare answer of the framework.
fn bare(response: &Response) -> Option<Error> {
    let refused = |key: &'static str, status: u16| Some(Refusal::new(key).status(status).into());
    match response.status().as_u16() {
        _ if response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == MEDIA) => None,
        404 => Some(Error::NotFound),
        405 => refused("ground-api-method", 405),
        413 => refused("form-too-large", 413),
        status @ 400..=499 => refused("ground-api-refused", status),
        503 => refused("ground-api-busy", 503),
        500..=599 => Some(Error::fault("request", "an answer without a cause")),
        _ => None,
    }
}

fn problem(locale: &Locale, error: &Error, path: &str, operation: String) -> Problem {
    let (kind, title, detail) = match error {
        Error::Refused(refusal) => {
            ("urn:motcua:refused", "ground-error-refused-title", told(locale, refusal))
        }
        Error::Invalid(_) => {
            ("urn:motcua:invalid", "ground-error-invalid-title", locale.t("ground-api-invalid"))
        }
        Error::NotFound => {
            ("urn:motcua:not-found", "ground-error-not-found-title", locale.t("ground-api-not-found"))
        }
        Error::SignIn => ("urn:motcua:token", "ground-api-token-title", locale.t("ground-api-token")),
        Error::NoRight(_) => {
            ("urn:motcua:right", "ground-error-no-right-title", locale.t("ground-api-right"))
        }
        Error::Changed(_) => {
            ("urn:motcua:changed", "ground-error-changed-title", locale.t("ground-error-changed"))
        }
        Error::Fault(fault) => {
            let key = if fault.unavailable { "ground-error-unavailable" } else { "ground-error-fault" };
            let text = locale.tn(key, &[("operation", operation.clone())]);
            ("urn:motcua:fault", "ground-error-fault-title", text)
        }
    };
    Problem {
        kind,
        title: locale.t(title),
        status: error.status().as_u16(),
        detail,
        instance: path.to_owned(),
        operation,
        code: match error {
            Error::Refused(refusal) => Some(refusal.key),
            Error::NoRight(right) => Some(right),
            _ => None,
        },
        ground: match error {
            Error::Refused(refusal) => refusal.ground.as_ref().map(ToString::to_string),
            _ => None,
        },
        errors: match error {
            Error::Invalid(errors) => wrongs(locale, errors),
            _ => Vec::new(),
        },
        changes: match error {
            Error::Changed(changes) => changes.clone(),
            _ => Vec::new(),
        },
    }
}

fn told(locale: &Locale, refusal: &Refusal) -> String {
    let args: Vec<(&str, String)> = refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect();
    locale.tn(refusal.key, &args)
}

fn wrongs(locale: &Locale, errors: &FieldErrors) -> Vec<Wrong> {
    let wrong = |e: &crate::error::FieldError| {
        let args: Vec<(&str, String)> = e.args.iter().map(|(n, v)| (*n, v.clone())).collect();
        Wrong { field: e.field.clone(), code: e.key.clone(), detail: locale.tn(&e.key, &args) }
    };
    errors.0.iter().map(wrong).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_we_know_is_taken() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, text.parse().unwrap());
            language(&headers)
        };
        assert_eq!(of("en-GB,en;q=0.9"), Lang::En);
        assert_eq!(of("fr, vi;q=0.8, en"), Lang::Vi);
        assert_eq!(of("*"), Lang::Vi);
    }
}
