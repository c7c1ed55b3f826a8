//! What machines ask: does the process live, may it be sent requests, what does it count.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform::error::{Error, Result};
use platform::{App, Ctx, metrics, watch};
use std::net::IpAddr;

pub(super) fn plain(status: StatusCode, text: impl Into<String>) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, kind, text.into()).into_response()
}

/// `GET /healthz`: the process lives and answers; it asks nobody, so that a database that is away restarts no node.
pub async fn health() -> Response {
    plain(StatusCode::OK, "ok\n")
}

/// `GET /readyz`: the database answers and has the schema of this program; 503 with what is missing otherwise.
pub async fn ready(State(app): State<App>) -> Response {
    match watch::ready(&app).await {
        Ok(state) if state.pending.is_empty() => plain(StatusCode::OK, "ready\n"),
        Ok(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "migrations\n"),
        Err(error) => {
            tracing::error!(%error, "readyz");
            plain(StatusCode::SERVICE_UNAVAILABLE, "database\n")
        }
    }
}

/// `GET /metrics`: Prometheus' text, for this machine or for who brings the token; nobody else learns that it is there.
pub async fn numbers(ctx: Ctx, headers: HeaderMap) -> Result<Response> {
    let token = ctx.app.settings.metrics_token.as_ref().map(platform::settings::Secret::reveal);
    if !admitted(token, &ctx.address, &headers) {
        return Err(Error::NotFound);
    }
    let text = metrics::text(&ctx.app).await;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text).into_response())
}

/// With a token set only the token counts. Without one the caller must be this machine itself: a loopback address that
/// asks for a loopback name and came through no proxy, for behind a proxy on this machine everybody has such an address.
fn admitted(token: Option<&str>, address: &str, headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(token) = token {
        let given = text(header::AUTHORIZATION).and_then(|v| v.strip_prefix("Bearer "));
        return !token.is_empty() && given.is_some_and(|given| same(given.as_bytes(), token.as_bytes()));
    }
    let forwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];
    let host = text(header::HOST).map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name));
    address.parse::<IpAddr>().is_ok_and(|a| a.is_loopback())
        && matches!(host, Some("127.0.0.1" | "localhost" | "[::1]"))
        && !forwarded.iter().any(|name| headers.contains_key(*name))
}

/// Compares without telling by its time how much of it fits.
pub(super) fn same(given: &[u8], wanted: &[u8]) -> bool {
    given.len() == wanted.len() && given.iter().zip(wanted).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (header::HeaderName::from_static(n), v.parse().unwrap())).collect()
    }

    #[test]
    fn without_a_token_only_this_machine_is_answered() {
        let local = headers(&[("host", "127.0.0.1:8080")]);
        assert!(admitted(None, "127.0.0.1", &local));
        assert!(admitted(None, "::1", &headers(&[("host", "[::1]:8080")])));
        assert!(!admitted(None, "10.0.0.7", &local), "from the network");
        assert!(!admitted(None, "127.0.0.1", &headers(&[])), "for no name");
        assert!(!admitted(None, "127.0.0.1", &headers(&[("host", "motcua.cantho.gov.vn")])), "by a proxy");
        for name in ["x-forwarded-for", "forwarded", "via", "x-real-ip"] {
            let mut proxied = local.clone();
            proxied.insert(name, "1.2.3.4".parse().unwrap());
            assert!(!admitted(None, "127.0.0.1", &proxied), "{name}");
        }
    }

    #[test]
    fn with_a_token_nothing_but_the_token_counts() {
        let local = headers(&[("host", "127.0.0.1:8080")]);
        assert!(!admitted(Some("bi mat"), "127.0.0.1", &local));
        let brings = |v| headers(&[("host", "motcua.cantho.gov.vn"), ("authorization", v)]);
        assert!(admitted(Some("bi mat"), "10.0.0.7", &brings("Bearer bi mat")));
        for wrong in ["Bearer bi", "Bearer bi matt", "bi mat", "Basic bi mat", "Bearer bi mau"] {
            assert!(!admitted(Some("bi mat"), "10.0.0.7", &brings(wrong)), "{wrong}");
        }
        assert!(!admitted(Some(""), "127.0.0.1", &brings("Bearer ")), "an empty token opens nothing");
    }
}
