//! How the building block is spoken to: the header of the information mediator, and errors as its `systemError`.

use super::rules;
use axum::http::HeaderMap;
use platform::api::problem::Problem;
use platform::error::{Refusal, Result};
use serde_json::{Value as Json, json};

/// Name of the header.
const CLIENT: &str = "information-mediator-client";

/// Operations whose description demands it; elsewhere it may be absent.
const DEMANDING: [&str; 5] = [
    "submitApplication",
    "getApplicantFileList",
    "getApplicationFileById",
    "updateApplicationFileForm",
    "Statistics",
];

/// Refuses a call without the mediator's header where it is demanded, and one with a broken header everywhere.
pub fn admits(operation: &str, headers: &HeaderMap) -> Result<()> {
    let fits = match headers.get(CLIENT) {
        None => !DEMANDING.contains(&operation),
        Some(client) => client.to_str().is_ok_and(rules::is_client),
    };
    if fits { Ok(()) } else { Err(Refusal::new("govstack-client").status(400).into()) }
}

/// An error as the building block tells it. Its description knows one status for what is wrong in a call: 400.
pub fn told(english: &Problem, asked: &Problem) -> (u16, Json) {
    let status = match english.status {
        415 | 422 => 400,
        other => other,
    };
    let body = json!({
        "traceId": english.operation,
        "code": english.code.unwrap_or(english.kind),
        "message": words(english),
        "localizedMessage": words(asked),
    });
    (status, body)
}

/// The problem in one line: what happened, and every wrong field under the name that the caller sent.
fn words(problem: &Problem) -> String {
    let fields = problem.errors.iter().map(|wrong| format!("{}: {}", wrong.field, wrong.detail));
    std::iter::once(problem.detail.clone())
        .chain(fields)
        .chain(problem.changes.iter().cloned())
        .collect::<Vec<_>>()
        .join(" ")
}
