//! The router with what surrounds every route: error pages, cross-site refusal, headers, sizes, times, compression.

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use platform::{App, Error, Refusal};
use tower::util::option_layer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// Nothing inline, nothing foreign, no frames; forms go home.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'";

/// Of a PDF, which browsers show by a plug-in of their own in a page of their own.
const PAPER_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'self'; \
                            form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// A year from each answer, for this host; its neighbours are not ours to speak for.
const TLS_ONLY: &str = "max-age=31536000";

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
    platform::http::assemble(app)
        .fallback(ui::not_found)
        .layer(from_fn(forget_flash))
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
        .layer(option_layer(app.settings.over_tls().then(|| fixed("strict-transport-security", TLS_ONLY))))
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
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    // A method of a stranger's invention must not become a series of its own.
    let method = if matches!(method.as_str(), "GET" | "POST" | "HEAD") { method.as_str() } else { "other" };
    let (status, took) = (response.status().as_u16(), start.elapsed());
    app.metrics.answered(method, route, status, took);
    tracing::debug!(method, route, status, ms = took.as_millis() as u64, "answered");
    response
}

fn foreign() -> Response {
    Error::from(Refusal::new("http-foreign").status(403)).into_response()
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
