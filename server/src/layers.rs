//! The router with what surrounds every route: error pages, cross-site refusal, headers, sizes, times, compression.

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use platform::{App, Error, Refusal};
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

/// Nothing inline, nothing foreign, no frames; forms go home.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'self'; manifest-src 'self'";

/// All routes of all slices behind their guards, with the layers around them.
pub fn router(app: &App) -> Router {
    let fixed = |name: &'static str, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    // A form with files may be a little larger than its files.
    let largest = app.settings.max_upload.saturating_mul(2);
    platform::http::assemble(app)
        .fallback(ui::not_found)
        .layer(DefaultBodyLimit::max(largest))
        .layer(from_fn(forget_flash))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Error::fault("request", "the handler panicked").into_response()
        }))
        .layer(CsrfLayer::new().with_rejection_response(|_: tower_http::csrf::ProtectionError| foreign()))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(60)))
        .layer(from_fn_with_state(app.clone(), platform::api::problem::problems))
        .layer(from_fn_with_state(app.clone(), ui::error_pages))
        .layer(fixed("content-security-policy", POLICY))
        .layer(fixed("x-content-type-options", "nosniff"))
        .layer(fixed("referrer-policy", "same-origin"))
        .layer(fixed("x-frame-options", "DENY"))
        .layer(fixed("cross-origin-opener-policy", "same-origin"))
        .layer(fixed("cross-origin-resource-policy", "same-origin"))
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
