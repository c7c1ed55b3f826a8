//! What a browser or a proxy sends: query strings, forms, forwarding headers.

use axum::body::Body;
use axum::extract::{FromRequest as _, FromRequestParts as _};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, Request, Uri};
use futures::executor::block_on;
use kernel::text::nfc;
use platform::http::proxies::Proxies;
use platform::http::{Query, Submitted};
use std::net::IpAddr;

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=rao";

/// What is read is clean; what is not read is refused for its length alone.
pub fn query(bytes: &[u8]) {
    let mut address = b"/tim?".to_vec();
    address.extend_from_slice(bytes);
    let Ok(uri) = Uri::try_from(address.as_slice()) else { return };
    let mut request = Request::new(());
    *request.uri_mut() = uri;
    let (mut parts, ()) = request.into_parts();
    match block_on(Query::from_request_parts(&mut parts, &())) {
        Ok(query) => {
            assert!(query.0.len() <= bytes.len() + 1);
            assert!(query.0.iter().all(|(name, value)| is_clean(name) && is_clean(value)), "{query:?}");
        }
        Err(error) => assert_eq!(error.status().as_u16(), 414, "{error}"),
    }
}

/// What is read is clean, and sent again it reads the same.
pub fn form(bytes: &[u8]) {
    let Some(submitted) = read(FORM, bytes) else { return };
    assert!(submitted.uploads.is_empty(), "a form without parts has no files");
    let mut again = url::form_urlencoded::Serializer::new(String::new());
    for (name, values) in &submitted.fields {
        for value in values {
            again.append_pair(name, value);
        }
    }
    let body = again.finish();
    let reread = read(FORM, body.as_bytes()).map(|form| form.fields);
    assert_eq!(reread, Some(submitted.fields), "sent again it is the same form");
}

/// What is read is clean, and its files are no more than what came.
pub fn multipart(bytes: &[u8]) {
    let Some(submitted) = read(MULTIPART, bytes) else { return };
    let files: usize = submitted.uploads.iter().map(|upload| upload.content.len()).sum();
    assert!(files <= bytes.len());
    for upload in &submitted.uploads {
        assert!(
            !upload.content.is_empty() && is_clean(&upload.field) && is_clean(&upload.name),
            "{upload:?}"
        );
    }
}

/// A stranger is who they are, and what they write left of the proxy's word changes nothing.
pub fn forwarded(bytes: &[u8]) {
    let Ok(left) = HeaderValue::from_bytes(bytes) else { return };
    let (proxy, stranger) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([203, 0, 113, 5]));
    for (header, hop) in [("x-forwarded-for", "203.0.113.5"), ("forwarded", "for=203.0.113.5")] {
        let trusted = ["10.0.0.0/8".to_owned(), "fd00::/8".to_owned()];
        let proxies = Proxies::new(&trusted, header).unwrap_or_default();
        let mut headers = HeaderMap::new();
        headers.append(header, left.clone());
        assert_eq!(proxies.caller(stranger, &headers), stranger, "a stranger's own header");
        // Whoever it names, reading it ends.
        proxies.caller(proxy, &headers);
        headers.append(header, HeaderValue::from_static(hop));
        assert_eq!(proxies.caller(proxy, &headers), stranger, "the proxy's word on a line of its own");
        let line = [bytes, b", ", hop.as_bytes()].concat();
        if let Ok(line) = HeaderValue::from_bytes(&line) {
            let mut headers = HeaderMap::new();
            headers.append(header, line);
            assert_eq!(proxies.caller(proxy, &headers), stranger, "the proxy's word on the same line");
        }
    }
}

/// A form as a handler gets it; none when it is refused, which must name the sender's mistake, not ours.
fn read(kind: &'static str, body: &[u8]) -> Option<Submitted> {
    let mut request = Request::new(Body::from(body.to_vec()));
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    match block_on(Submitted::from_request(request, &())) {
        Ok(submitted) => {
            for (name, values) in &submitted.fields {
                assert!(is_clean(name), "{name:?}");
                let fits = |value: &String| {
                    if name.starts_with("mat_khau") { nfc(value) == *value } else { is_clean(value) }
                };
                assert!(values.iter().all(fits), "{name}: {values:?}");
            }
            Some(submitted)
        }
        Err(error) => {
            assert!(error.status().is_client_error(), "{error}");
            None
        }
    }
}

/// Composed, trimmed, without control characters.
fn is_clean(text: &str) -> bool {
    let is_shown = |c: char| !c.is_control() || c == '\n' || c == '\t';
    text.trim() == text && text.chars().all(is_shown) && nfc(text) == text
}
