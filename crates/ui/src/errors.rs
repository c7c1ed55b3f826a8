//! The page behind every error: what happened, what was kept, what to do next.

use crate::frame;
use crate::page::Link;
use crate::shell::ErrorPage;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ALLOW, CONTENT_TYPE, HOST, REFERER, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use platform::error::{Error, Refusal};
use platform::{App, Ctx, trail};
use std::time::Duration;

/// Longest wait for the database to say whose page it is: it may be what failed.
const KNOWING: Duration = Duration::from_secs(5);

/// Middleware around all routes: turns an [`Error`] left in a response into its page.
///
/// A caller that wants JSON (`Accept` names it first) gets problem+json instead.
pub async fn error_pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let kept = parts.clone();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let Some(error) = response.extensions_mut().remove::<Error>().or_else(|| bare(&kept, &response)) else {
        return response;
    };
    let allow = response.headers().get(ALLOW).cloned();
    let operation = hex_operation(&app);
    if let Error::Fault(fault) = &error {
        // The pattern, not the address: that may carry a token or name somebody.
        let route = kept.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
        tracing::error!(operation, method = %kept.method, route, fault = %fault, "fault");
    }
    // Without a database there is no session to read; the page is then a stranger's.
    let known = tokio::time::timeout(KNOWING, platform::http::context(&app, &kept)).await;
    let ctx = known.ok().and_then(Result::ok).unwrap_or_else(|| stranger(&app, &kept));
    let status = error.status();
    note(&ctx, &kept, &error);
    let mut page = error_page(&ctx, &error, &operation);
    if let (Some(back), Error::Refused(_) | Error::Changed(_)) = (came_from(&kept), &error) {
        page.links.insert(0, Link::new(back, ctx.t("ui-error-back")));
    }
    if kept.method == Method::POST && matches!(error, Error::SignIn) {
        page.text = ctx.t("ground-error-sign-in-sent");
        // The address of a form cannot be opened: one signs in to where it stood.
        if let Some(back) = came_from(&kept) {
            page.links.retain(|link| !link.href.starts_with("/dang-nhap"));
            let door = format!("/dang-nhap?ve={}", frame::platform_url(&back));
            page.links.insert(0, Link::new(door, ctx.t("ui-sign-in")));
        }
    }
    let mut rendered = frame::html_with(status, &page).unwrap_or(response);
    *rendered.status_mut() = status;
    if status == StatusCode::TOO_MANY_REQUESTS {
        rendered.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("60"));
    }
    // Which methods an address knows, where it does not know this one.
    if let Some(allow) = allow {
        rendered.headers_mut().insert(ALLOW, allow);
    }
    rendered
}

/// The page of ours whose button was pressed: what was chosen there is looked at again rather than begun from the start.
fn came_from(parts: &Parts) -> Option<String> {
    let text = |name| parts.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let (_, address) = text(REFERER).filter(|_| parts.method == Method::POST)?.split_once("://")?;
    let (host, path) = address.split_once('/')?;
    let ours = text(HOST).is_some_and(|own| own == host);
    let back = format!("/{path}");
    // An address that only takes forms cannot be opened again.
    let opens = back.split('?').next() != Some(parts.uri.path());
    (ours && opens && !back.starts_with("//")).then_some(back)
}

/// What somebody was not let do stands in the log; a wrong answer in a form does not.
fn note(ctx: &Ctx, parts: &Parts, error: &Error) {
    let route = parts.extensions.get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    match error {
        Error::NoRight(right) => trail::note(ctx, "no right", &format!("{right} at {route}")),
        Error::NotFound if ctx.viewer.is_some() => trail::note(ctx, "not found", route),
        Error::Refused(refusal) if matches!(refusal.status, 400 | 403 | 413 | 429) => {
            trail::note(ctx, refusal.key, route);
        }
        _ => {}
    }
}

/// The error behind a bare answer of the framework: an address whose parts cannot be read, a method the address does not
/// know, a body that is too large. Answers of handlers (files, the health check) are left alone.
fn bare(parts: &Parts, response: &Response) -> Option<Error> {
    let kind = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_bare = kind.is_none_or(|kind| kind.starts_with(b"text/plain"));
    if !is_bare || parts.uri.path().starts_with(crate::assets::PREFIX) {
        return None;
    }
    match response.status() {
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => Some(Error::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => Some(Refusal::new("http-method").status(405).into()),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Refusal::new("form-too-large").status(413).into()),
        _ => None,
    }
}

/// The page of a path no route has.
pub async fn not_found() -> Error {
    Error::NotFound
}

fn hex_operation(app: &App) -> String {
    app.random.bytes::<5>().iter().map(|b| format!("{b:02x}")).collect()
}

fn stranger(app: &App, parts: &axum::http::request::Parts) -> Ctx {
    Ctx {
        app: app.clone(),
        locale: app.locale(platform::messages::Lang::Vi),
        theme: platform::http::Theme::Auto,
        viewer: None,
        path: parts.uri.path().to_owned(),
        access: platform::http::Access::Public,
        address: String::new(),
        agent: String::new(),
        flash: None,
        acting: std::sync::Arc::default(),
        now: app.clock.now(),
    }
}

/// With what was kept, unless the words say so themselves.
fn kept(ctx: &Ctx, text: String) -> String {
    let said = ctx.t("ground-error-kept-said");
    if said.split('|').any(|words| text.contains(words)) {
        return text;
    }
    format!("{text} {}", ctx.t("ground-error-kept"))
}

fn error_page(ctx: &Ctx, error: &Error, operation: &str) -> ErrorPage {
    let (title, text, trace) = match error {
        Error::Refused(refusal) => {
            let args: Vec<(&str, String)> = refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect();
            let mut text = ctx.tn(refusal.key, &args);
            if let Some(ground) = &refusal.ground {
                let key = if refusal.unconfirmed {
                    "ground-error-ground-unconfirmed"
                } else {
                    "ground-error-ground"
                };
                text = format!("{text} {}", ctx.tn(key, &[("ground", ground.to_string())]));
            }
            ("ground-error-refused-title", kept(ctx, text), None)
        }
        Error::Invalid(errors) => {
            let all: Vec<String> = errors
                .0
                .iter()
                .map(|e| {
                    let args: Vec<(&str, String)> = e.args.iter().map(|(n, v)| (*n, v.clone())).collect();
                    format!("{}: {}", e.field, ctx.tn(&e.key, &args))
                })
                .collect();
            ("ground-error-invalid-title", format!("{} {}", all.join(" "), ctx.t("ground-error-kept")), None)
        }
        Error::NotFound => ("ground-error-not-found-title", ctx.t("ground-error-not-found"), None),
        Error::SignIn => ("ground-error-sign-in-title", ctx.t("ground-error-sign-in"), None),
        Error::NoRight(_) => ("ground-error-no-right-title", ctx.t("ground-error-no-right"), None),
        Error::Changed(what) if what.is_empty() => {
            ("ground-error-changed-title", ctx.t("ground-error-changed-again"), None)
        }
        Error::Changed(what) => (
            "ground-error-changed-title",
            format!("{} {}", ctx.t("ground-error-changed"), what.join("; ")),
            None,
        ),
        Error::Fault(fault) if fault.unavailable => (
            "ground-error-unavailable-title",
            ctx.tn("ground-error-unavailable", &[("operation", operation.to_owned())]),
            Some(operation),
        ),
        Error::Fault(_) => (
            "ground-error-fault-title",
            ctx.tn("ground-error-fault", &[("operation", operation.to_owned())]),
            Some(operation),
        ),
    };
    let mut page = frame::page(ctx, ctx.t(title));
    page.flash = None;
    ErrorPage {
        page,
        text,
        links: frame::error_links(ctx, error),
        trace: trace.unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::came_from;
    use axum::extract::Request;

    fn asked(method: &str, referer: &str) -> Option<String> {
        let request = Request::builder().method(method).uri("/ho-so/loat?viec=ky").header("host", "city.vn");
        let request = request.header("referer", referer).body(axum::body::Body::empty()).unwrap();
        came_from(&request.into_parts().0)
    }

    #[test]
    fn a_refused_form_leads_back_to_the_page_of_ours_that_it_stood_on() {
        let back = Some("/ho-so?nhom=cho-tra".to_owned());
        assert_eq!(asked("POST", "https://city.vn/ho-so?nhom=cho-tra"), back);
        assert_eq!(asked("GET", "https://city.vn/ho-so?nhom=cho-tra"), None);
        for foreign in ["https://elsewhere.vn/ho-so", "https://city.vn//elsewhere.vn", "ho-so", ""] {
            assert_eq!(asked("POST", foreign), None, "{foreign}");
        }
        assert_eq!(asked("POST", "https://city.vn/ho-so/loat?viec=ky"), None, "it takes forms only");
    }
}
