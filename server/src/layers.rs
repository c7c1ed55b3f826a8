//! The router with what surrounds every route: error pages, cross-site refusal, headers, sizes, times, compression.

use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use platform::{App, Error, Refusal, trace};
use std::net::SocketAddr;
use tower::util::option_layer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tracing::Instrument;

/// Nothing inline, nothing foreign, no frames; forms go home.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'";

/// Of a PDF, which browsers show by a plug-in of their own in a page of their own.
const PAPER_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'self'; \
                            form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// A year from each answer, for this host and what stands below its name.
const TLS_ONLY: &str = "max-age=31536000; includeSubDomains";
/// The same for this host alone, where others below its name cannot do TLS yet.
const TLS_ONLY_HERE: &str = "max-age=31536000";

/// The policy of an answer.
fn policy(response: &Response) -> Option<HeaderValue> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let paper = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/pdf"));
    Some(HeaderValue::from_static(if paper { PAPER_POLICY } else { POLICY }))
}

/// All routes of all slices behind their guards, with the layers around them.
pub fn router(app: &App) -> Router {
    let fixed = |name: &'static str, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    let tls_only = if app.settings.hsts_subdomains { TLS_ONLY } else { TLS_ONLY_HERE };
    platform::http::assemble(app)
        .fallback(ui::not_found)
        .layer(from_fn(forget_flash))
        .layer(from_fn_with_state(app.clone(), bind_cookies))
        .layer(from_fn_with_state(app.clone(), by_the_proxy_only))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Error::fault("request", "the handler panicked").into_response()
        }))
        .layer(CsrfLayer::new().with_rejection_response(|_: tower_http::csrf::ProtectionError| foreign()))
        .layer(from_fn_with_state(app.clone(), crate::serving::in_time))
        .layer(from_fn_with_state(app.clone(), platform::api::problem::problems))
        .layer(from_fn_with_state(app.clone(), ui::error_pages))
        .layer(SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, policy))
        .layer(fixed("x-content-type-options", "nosniff"))
        .layer(fixed("referrer-policy", "same-origin"))
        .layer(fixed("x-frame-options", "DENY"))
        .layer(fixed("cross-origin-opener-policy", "same-origin"))
        .layer(fixed("cross-origin-resource-policy", "same-origin"))
        // What a page says is its reader's, and is not kept by a browser or a proxy unless it says so itself.
        .layer(fixed("cache-control", "no-store"))
        .layer(option_layer(app.settings.over_tls().then(|| fixed("strict-transport-security", tls_only))))
        .layer(fixed("permissions-policy", "camera=(), microphone=(), geolocation=()"))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), measured))
        .with_state(app.clone())
}

/// Counts every answer under the pattern of its route; the log gets the same, without address and without person.
async fn measured(State(app): State<App>, request: Request, next: Next) -> Response {
    let start = std::time::Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    // A method of a stranger's invention must not become a series of its own.
    let method =
        if matches!(method.as_str(), "GET" | "POST" | "PUT" | "HEAD") { method.as_str() } else { "other" };
    let span = trace::request(method, route);
    let response = next.run(request).instrument(span.clone()).await;
    trace::answered(&span, response.status().as_u16());
    let (status, took) = (response.status().as_u16(), start.elapsed());
    app.metrics.answered(method, route, status, took);
    tracing::debug!(method, route, status, ms = took.as_millis() as u64, "answered");
    response
}

fn foreign() -> Response {
    Error::from(Refusal::new("http-foreign").status(403)).into_response()
}

/// What machines ask that watch over the program; nobody's data are in it.
const PROBES: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Where browsers come over TLS, they come by the proxy that does it: who reaches the program past it is told nothing
/// over the bare wire.
async fn by_the_proxy_only(State(app): State<App>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let past = peer.is_some_and(|peer| !app.proxies.may_stand_between(peer));
    if app.settings.over_tls() && past && !PROBES.contains(&request.uri().path()) {
        return Error::from(Refusal::new("http-bare").status(403)).into_response();
    }
    next.run(request).await
}

/// Where browsers come over TLS no cookie goes another way, not even one that only carries a message.
async fn bind_cookies(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if !app.settings.over_tls() {
        return response;
    }
    let set = response.headers().get_all(header::SET_COOKIE).iter();
    let cookies: Vec<HeaderValue> =
        set.map(|cookie| bound(cookie).unwrap_or_else(|| cookie.clone())).collect();
    response.headers_mut().remove(header::SET_COOKIE);
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// A cookie with `Secure`, if it has none yet.
fn bound(cookie: &HeaderValue) -> Option<HeaderValue> {
    let text = cookie.to_str().ok()?;
    let has = text.split(';').any(|part| part.trim().eq_ignore_ascii_case("secure"));
    if has { None } else { HeaderValue::from_str(&format!("{text}; Secure")).ok() }
}

/// The message of the act before is shown once: the page that shows it takes its cookie away.
async fn forget_flash(request: Request, next: Next) -> Response {
    let had = request
        .headers()
        .get_all(header::COOKIE)
        .iter()
        .any(|c| c.to_str().is_ok_and(|c| c.contains("thong_bao=")));
    let mut response = next.run(request).await;
    let shown = response.status().is_success()
        && response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|t| t.to_str().is_ok_and(|t| t.starts_with("text/html")));
    if had && shown {
        let gone = HeaderValue::from_static("thong_bao=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        response.headers_mut().append(header::SET_COOKIE, gone);
    }
    response
}
