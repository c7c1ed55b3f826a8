//! Spans for whoever measures where time goes: a request, a job, every statement within them. While nobody listens (the
//! settings' `telemetry`), a span is one look at a flag.
//!
//! They name no person: patterns of addresses, names of jobs, statements without their values.

use sea_orm::DbBackend;
use tracing::field::Empty;
use tracing::{Instrument, Level, Span};

/// The target of all these spans, by which the log leaves them alone and the collector's layer takes them.
pub const TARGET: &str = "telemetry";
/// Bytes of a statement that are told: those of many rows repeat themselves from there on.
const TOLD: usize = 2000;

/// The span of a request under the pattern of its route.
pub fn request(method: &str, route: &str) -> Span {
    tracing::info_span!(
        target: TARGET,
        parent: None,
        "request",
        otel.name = format_args!("{method} {route}"),
        otel.kind = "server",
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
        otel.status_code = Empty,
    )
}

/// Notes the answer on a request's span; what was refused went as it should, a fault did not.
pub fn answered(span: &Span, status: u16) {
    span.record("http.response.status_code", i64::from(status));
    if status >= 500 {
        failed(span);
    }
}

/// The span of a job's attempt.
pub(crate) fn job(name: &str, attempt: i64) -> Span {
    tracing::info_span!(
        target: TARGET,
        parent: None,
        "job",
        otel.name = name,
        otel.kind = "consumer",
        job.name = name,
        job.attempt = attempt,
        otel.status_code = Empty,
    )
}

/// Notes that what the span measures failed; not why: that stands in the log under its own rules.
pub(crate) fn failed(span: &Span) {
    span.record("otel.status_code", "ERROR");
}

/// Runs a statement within a span of its own.
///
/// Only inside a request or a job: what the runner asks every two seconds belongs to nothing and would drown the rest.
pub(crate) async fn statement<T, E>(
    backend: DbBackend,
    sql: &str,
    run: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    if !tracing::span_enabled!(target: TARGET, Level::INFO) || Span::current().is_none() {
        return run.await;
    }
    let span = tracing::info_span!(
        target: TARGET,
        "statement",
        otel.name = verb(sql),
        otel.kind = "client",
        db.system.name = if backend == DbBackend::Postgres { "postgresql" } else { "sqlite" },
        db.query.text = beginning(sql),
        otel.status_code = Empty,
    );
    let outcome = run.instrument(span.clone()).await;
    if outcome.is_err() {
        failed(&span);
    }
    outcome
}

fn verb(sql: &str) -> &str {
    sql.split_whitespace().next().unwrap_or("?")
}

fn beginning(sql: &str) -> &str {
    sql.get(..sql.floor_char_boundary(TOLD)).unwrap_or(sql)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_statement_is_told_to_a_letters_end() {
        assert_eq!(beginning("SELECT 1"), "SELECT 1");
        let long = format!("SELECT '{}'", "ấ".repeat(TOLD));
        assert!(long.starts_with(beginning(&long)) && (TOLD - 3..=TOLD).contains(&beginning(&long).len()));
        assert_eq!((verb(&long), verb("  ")), ("SELECT", "?"));
    }

    #[test]
    fn nobody_listens_and_no_span_is_made() {
        assert!(request("GET", "/").is_disabled() && job("x.y", 1).is_disabled());
    }
}
