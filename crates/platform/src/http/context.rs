//! What a handler gets of its request: the viewer, the language, the typed text of forms and files.

use crate::access::{Permission, Scope, Viewer};
use crate::app::App;
use crate::error::{Error, FieldErrors, Refusal, Result};
use crate::files;
use crate::http::limits::Limited;
use crate::http::routes::{Access, LongTexts};
use crate::messages::Locale;
use crate::scanner;
use crate::store::Actor;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use bytes::Bytes;
use kernel::{Day, Moment};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Light, dark, or as the device wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device wants.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The request's context, made by the guard of its route.
#[derive(Clone)]
pub struct Ctx {
    /// The server.
    pub app: App,
    /// Texts in the reader's language.
    pub locale: Locale,
    /// Appearance.
    pub theme: Theme,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// Path and query that open this page again: those asked for, or of an act's address the page above it.
    pub path: String,
    /// Who may ask for it, as its route says.
    pub access: Access,
    /// Address of the caller.
    pub address: String,
    /// Browser of the caller.
    pub agent: String,
    /// Message key left by the act before.
    pub flash: Option<String>,
    /// Agency the viewer acts for in this request, 0 for their own: set by [`Ctx::require`].
    pub acting: Arc<AtomicI64>,
    /// The moment of the request.
    pub now: Moment,
}

impl Ctx {
    /// Text of a key.
    pub fn t(&self, key: &str) -> String {
        self.locale.t(key)
    }

    /// Text of a key with arguments.
    pub fn tn(&self, key: &str, args: &[(&str, String)]) -> String {
        self.locale.tn(key, args)
    }

    /// Today.
    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// The viewer; 401 for a stranger.
    pub fn viewer(&self) -> Result<&Viewer> {
        self.viewer.as_ref().ok_or(Error::SignIn)
    }

    /// Counts one costly reading of whoever asks, by their account, a stranger's by address; 429 when there were too many.
    pub async fn limit(&self, what: Limited) -> Result<()> {
        let whose = match &self.viewer {
            Some(viewer) => format!("account {}", viewer.account_id),
            None => self.address.clone(),
        };
        self.app.limits.check(what, &whose).await
    }

    /// The actor of changes made by this request.
    pub fn actor(&self) -> Actor {
        match &self.viewer {
            Some(viewer) => {
                let mut actor = viewer.actor();
                match self.acting.load(Ordering::Relaxed) {
                    0 => {}
                    agency => actor.unit_id = Some(agency),
                }
                actor
            }
            None => Actor::public(&self.address),
        }
    }

    /// Where the viewer holds a permission.
    pub fn scope(&self, permission: Permission) -> Scope {
        self.viewer.as_ref().map_or(Scope::None, |v| v.scope(permission))
    }

    /// Whether the viewer holds a permission for an agency.
    pub fn may(&self, permission: Permission, agency: i64) -> bool {
        self.viewer.as_ref().is_some_and(|v| v.may(permission, agency))
    }

    /// Demands a permission for an agency. A record outside the scope does not exist for the viewer: 404.
    ///
    /// Who holds it by a role of another agency (lent, or granted there) acts for that one, and the journal says so.
    pub fn require(&self, permission: Permission, agency: i64) -> Result<()> {
        let viewer = self.viewer.as_ref().ok_or(Error::NotFound)?;
        let acts_for = viewer.holding(permission, agency).ok_or(Error::NotFound)?;
        self.acting.store(acts_for, Ordering::Relaxed);
        Ok(())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Ctx {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Ctx> {
        parts.extensions.get::<Ctx>().cloned().ok_or_else(|| Error::fault("context", "route without a guard"))
    }
}

/// Sends the browser on after an act (303), with a message key for the next page.
pub fn redirect(to: &str, flash: Option<&'static str>) -> Response {
    match flash {
        None => Redirect::to(to).into_response(),
        Some(key) => {
            let cookie =
                Cookie::build(("thong_bao", key)).path("/").http_only(true).same_site(SameSite::Lax).build();
            (CookieJar::new().add(cookie), Redirect::to(to)).into_response()
        }
    }
}

/// Bytes that a query string may have: more than a form of ours sends, and short enough for every pattern that
/// SQLite compares by.
const QUERY_BYTES: usize = 8 * 1024;

/// The query string as pairs; unknown names are harmless, repeated ones keep all values. A longer one than any form
/// of ours sends is refused (414).
#[derive(Debug, Clone, Default)]
pub struct Query(pub Vec<(String, String)>);

impl Query {
    /// The first value of a name, trimmed, in NFC, without control characters; `None` when absent or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text).map(|(n, v)| (clean(&n), clean(&v))).collect()
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Query> {
        let text = parts.uri.query().unwrap_or_default();
        if text.len() > QUERY_BYTES {
            return Err(Refusal::new("form-address-too-long").status(414).into());
        }
        Ok(Query(pairs(text.as_bytes())))
    }
}

/// A file of a form.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Field of the form.
    pub field: String,
    /// Name the sender gave, with the ending of what the file is.
    pub name: String,
    /// Content.
    pub content: Bytes,
}

/// Characters that one text of a form may have, where the route asks for no longer ones: more than any field of ours takes,
/// and what a record, its journal entry and its paper carry without harm.
pub const TEXT_CHARS: usize = 20_000;

impl Upload {
    /// A file as it came; a name whose ending says something else than the content gets the content's own behind it.
    pub fn new(field: String, name: &str, content: Bytes) -> Upload {
        Upload { field, name: files::true_name(name, &content), content }
    }
}

/// What a form carried: text in NFC, trimmed; files as they came.
///
/// Broken UTF-8 is refused (400) rather than guessed; control characters are dropped; a text longer than any field takes is
/// refused (413) before a handler sees it.
#[derive(Debug, Clone, Default)]
pub struct Submitted {
    /// Text fields, every value in order.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Files, those left empty omitted.
    pub uploads: Vec<Upload>,
}

impl Submitted {
    /// Takes in a text as it was typed.
    fn put(&mut self, name: &str, value: &str) {
        self.fields.entry(name.to_owned()).or_default().push(typed(name, value));
    }

    /// The first value of a field, "" when absent.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|v| v.first()).map_or("", String::as_str)
    }

    /// The first value, `None` when empty.
    pub fn optional(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|v| !v.is_empty()).map(str::to_owned)
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.fields.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !matches!(self.text(name), "" | "0" | "khong" | "off")
    }

    /// A demanded text; an error of the field when missing or longer than `max` characters.
    pub fn required(&self, errors: &mut FieldErrors, name: &str, max: usize) -> String {
        let value = self.text(name);
        if value.is_empty() {
            errors.add(name, "form-required");
        } else if value.chars().count() > max {
            errors.add_with(name, "form-too-long", vec![("maximum", max.to_string())]);
        }
        value.to_owned()
    }

    /// A text that may be left out; an error of the field when longer than `max` characters.
    pub fn at_most(&self, errors: &mut FieldErrors, name: &str, max: usize) -> String {
        let value = self.text(name);
        if value.chars().count() > max {
            errors.add_with(name, "form-too-long", vec![("maximum", max.to_string())]);
        }
        value.to_owned()
    }

    /// A day typed as 05/10/2012 or 2012-10-05; an error of the field when impossible.
    pub fn day(&self, errors: &mut FieldErrors, name: &str) -> Option<Day> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let day = text.parse().ok().or_else(|| Day::parse_vn(text).ok());
        if day.is_none() {
            errors.add(name, "form-day");
        }
        day
    }
}

/// What the names of all password fields begin with.
const PASSWORDS: &str = "mat_khau";

/// Control characters go first: what they kept apart may compose, and may be a space at an end.
pub(crate) fn clean(text: &str) -> String {
    let shown: String = text.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect();
    kernel::text::nfc(&shown).trim().to_owned()
}

/// What was typed into a field; passwords are taken as they are, spaces at their ends too.
fn typed(name: &str, text: &str) -> String {
    if name.starts_with(PASSWORDS) { kernel::text::nfc(text) } else { clean(text) }
}

fn bad_request(key: &'static str) -> Error {
    Refusal::new(key).status(400).into()
}

impl<S: Send + Sync> FromRequest<S> for Submitted {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Submitted> {
        let kind = request
            .headers()
            .get(axum::http::header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let ctx = request.extensions().get::<Ctx>().cloned();
        let long = request.extensions().get::<LongTexts>().is_some();
        let mut submitted = Submitted::default();
        if kind.starts_with("multipart/form-data") {
            let mut parts =
                Multipart::from_request(request, state).await.map_err(|_| bad_request("form-broken"))?;
            while let Some(part) = parts.next_field().await.map_err(too_large_or_broken)? {
                let name = clean(part.name().unwrap_or_default());
                let file = part.file_name().map(str::to_owned);
                let content = part.bytes().await.map_err(too_large_or_broken)?;
                match file {
                    Some(file) if !file.is_empty() && !content.is_empty() => {
                        let file = clean(&file);
                        // Here, so that no handler can get hold of a file that nobody looked at.
                        if let Some(ctx) = &ctx {
                            scanner::look(ctx, &file, &content).await?;
                        }
                        submitted.uploads.push(Upload::new(name, &file, content));
                    }
                    Some(_) => {}
                    None => {
                        let text = std::str::from_utf8(&content).map_err(|_| bad_request("form-not-utf8"))?;
                        submitted.put(&name, text);
                    }
                }
            }
        } else {
            let body = Bytes::from_request(request, state).await.map_err(|rejected| {
                if rejected.status() == StatusCode::PAYLOAD_TOO_LARGE {
                    too_large()
                } else {
                    bad_request("form-broken")
                }
            })?;
            if !valid_percent_utf8(&body) {
                return Err(bad_request("form-not-utf8"));
            }
            for (name, value) in url::form_urlencoded::parse(&body) {
                submitted.put(&clean(&name), &value);
            }
        }
        let is_over = |text: &String| text.chars().nth(TEXT_CHARS).is_some();
        if !long && submitted.fields.values().flatten().any(is_over) {
            return Err(Refusal::new("form-text-too-long").arg("maximum", TEXT_CHARS).status(413).into());
        }
        Ok(submitted)
    }
}

fn too_large() -> Error {
    Refusal::new("form-too-large").status(413).into()
}

fn too_large_or_broken(error: axum::extract::multipart::MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { too_large() } else { bad_request("form-broken") }
}

/// Whether the percent-decoded body is UTF-8 (the decoder would put replacement characters silently).
fn valid_percent_utf8(body: &[u8]) -> bool {
    !url::form_urlencoded::parse(body).any(|(n, v)| n.contains('\u{fffd}') || v.contains('\u{fffd}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_control_characters_kept_apart_is_composed_and_trimmed() {
        assert_eq!(clean("\u{1} e\u{0}\u{301} \u{7f}"), "é");
        assert_eq!(clean("a\r\nb\tc"), "a\nb\tc");
    }

    #[tokio::test]
    async fn a_query_longer_than_any_form_sends_is_refused() {
        let of = |length: usize| {
            let request = axum::http::Request::builder().uri(format!("/?q={}", "a".repeat(length)));
            request.body(()).unwrap().into_parts().0
        };
        let query = Query::from_request_parts(&mut of(QUERY_BYTES - 2), &()).await.unwrap();
        assert_eq!(query.get("q").map(str::len), Some(QUERY_BYTES - 2));
        let refused = Query::from_request_parts(&mut of(QUERY_BYTES), &()).await.unwrap_err();
        assert_eq!(refused.status(), StatusCode::URI_TOO_LONG);
    }

    #[tokio::test]
    async fn a_text_longer_than_any_field_takes_is_refused_however_the_form_came() {
        let of = async |kind: &str, body: String| {
            let request = axum::http::Request::builder().header("content-type", kind);
            let request = request.body(axum::body::Body::from(body));
            Submitted::from_request(request.unwrap(), &()).await
        };
        let part = |text: &str| {
            format!("--x\r\ncontent-disposition: form-data; name=\"ly-do\"\r\n\r\n{text}\r\n--x--\r\n")
        };
        let whole = "ắ".repeat(TEXT_CHARS);
        for (kind, body) in [
            ("application/x-www-form-urlencoded", format!("ly-do={whole}")),
            ("multipart/form-data; boundary=x", part(&whole)),
        ] {
            // Taken as it is at the limit: characters count, not bytes.
            let taken = of(kind, body.clone()).await.unwrap();
            assert_eq!(taken.text("ly-do").chars().count(), TEXT_CHARS);
            let longer = of(kind, body.replacen('ắ', "ắa", 1)).await.unwrap_err();
            assert_eq!(longer.status(), StatusCode::PAYLOAD_TOO_LARGE);
        }
    }

    #[tokio::test]
    async fn a_text_longer_than_any_field_takes_is_refused_unless_the_route_asks_for_such() {
        let of = |length: usize, long: bool| {
            let mut request = Request::new(format!("ly_do={}", "ạ".repeat(length)).into());
            if long {
                request.extensions_mut().insert(LongTexts);
            }
            Submitted::from_request(request, &())
        };
        assert_eq!(of(TEXT_CHARS, false).await.unwrap().text("ly_do").chars().count(), TEXT_CHARS);
        assert_eq!(of(TEXT_CHARS + 1, false).await.unwrap_err().status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert!(of(TEXT_CHARS + 1, true).await.is_ok());
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean(&text);
            prop_assert_eq!(&clean(&once), &once);
        }
    }
}
