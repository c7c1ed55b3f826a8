//! Idempotency-Key: the answer of a change kept under the caller's key, so that a call sent twice is done once.
//! What was refused changed nothing and keeps nothing: its key is free again.

use super::answer::JSON;
use crate::app::App;
use crate::error::{Error, FieldErrors, Refusal, Result};
use crate::store::FromRow;
use crate::store::{Read, Tx};
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kernel::Moment;
use sha2::{Digest, Sha256};

/// Hours that an answer is kept, where no rule says.
const KEPT_HOURS: i64 = 24;
/// A call that has not ended after so many minutes never will: requests are cut after one.
const ABANDONED_MINUTES: i64 = 3;
/// Name of the header.
const HEADER: &str = "idempotency-key";
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// How a change begins.
pub(super) enum Begun {
    /// No key: nothing is kept.
    Unkept,
    /// The first call under its key.
    First { token: i64, key: String },
    /// It was done already.
    Answered(Response),
}

#[derive(FromRow)]
struct Kept {
    asked_hash: String,
    begun_at: i64,
    status: Option<i64>,
    location: String,
    answer: String,
}

/// Hours that an answer is kept today.
pub(crate) fn kept_hours(app: &App, now: Moment) -> i64 {
    app.profiles().get_or_keep("api.replay_hours", now.day(), KEPT_HOURS).max(1)
}

/// The key of a call, if it has one.
pub(super) fn key_of(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(header) = headers.get(HEADER) else { return Ok(None) };
    let key = header.to_str().unwrap_or_default().trim();
    // What the description's pattern says: visible ASCII, no blanks between.
    if key.is_empty() || key.len() > 120 || !key.bytes().all(|b| b.is_ascii_graphic()) {
        let mut errors = FieldErrors::new();
        errors.add("Idempotency-Key", "ground-api-key-length");
        return Err(Error::Invalid(errors));
    }
    Ok(Some(key.to_owned()))
}

/// Looks the key up and marks it as running.
pub(super) async fn begin(app: &App, token: i64, parts: &Parts, body: &[u8]) -> Result<Begun> {
    let Some(key) = key_of(&parts.headers)? else { return Ok(Begun::Unkept) };
    let path = parts.uri.path_and_query().map_or("", |p| p.as_str());
    let asked = hex::encode(Sha256::new().chain_update(path).chain_update([0]).chain_update(body).finalize());
    let now = app.clock.now();
    let tx = app.store.housekeeping().await?;
    let first = tx
        .exec(
            "INSERT INTO api_replay (token_id, replay_key, asked_hash, begun_at, location, answer) \
             VALUES ($1, $2, $3, $4, '', '') ON CONFLICT DO NOTHING",
            vec![token.into(), key.clone().into(), asked.clone().into(), now.micros().into()],
        )
        .await?;
    if first == 0 {
        let kept: Option<Kept> = tx
            .row(
                "SELECT asked_hash, begun_at, status, location, answer FROM api_replay WHERE token_id = $1 AND replay_key = $2",
                vec![token.into(), key.clone().into()],
            )
            .await?;
        // Freed between the two statements: the sender may try again.
        let kept = kept.ok_or_else(running)?;
        let minutes = if kept.status.is_some() { kept_hours(app, now) * 60 } else { ABANDONED_MINUTES };
        if Moment::from_micros(kept.begun_at).plus_minutes(minutes) > now {
            return again(&kept, &asked);
        }
        if !taken_over(&tx, (token, &key), &kept, (&asked, now)).await? {
            return Err(running());
        }
    }
    tx.commit().await?;
    Ok(Begun::First { token, key })
}

/// What a second call under the same key is answered with.
fn again(kept: &Kept, asked: &str) -> Result<Begun> {
    if kept.asked_hash != asked {
        return Err(Refusal::new("ground-api-key-other").status(422).into());
    }
    let Some(status) = kept.status else { return Err(running()) };
    let status = u16::try_from(status).ok().and_then(|s| StatusCode::from_u16(s).ok());
    let status = status.ok_or_else(|| Error::fault("replay", "a status that is none"))?;
    let mut response = (status, [(CONTENT_TYPE, JSON)], kept.answer.clone()).into_response();
    let headers = response.headers_mut();
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    if !kept.location.is_empty() {
        let at = HeaderValue::from_str(&kept.location).map_err(|e| Error::fault("replay", e))?;
        headers.insert(LOCATION, at);
    }
    Ok(Begun::Answered(response))
}

fn running() -> Error {
    Refusal::new("ground-api-key-running").into()
}

/// Takes a key over whose call was abandoned, or whose answer is no longer kept; whether it was still so.
async fn taken_over(
    tx: &Tx,
    (token, key): (i64, &str),
    kept: &Kept,
    (asked, now): (&str, Moment),
) -> Result<bool> {
    let taken = tx
        .exec(
            "UPDATE api_replay SET asked_hash = $3, begun_at = $4, status = NULL, location = '', answer = '' \
             WHERE token_id = $1 AND replay_key = $2 AND begun_at = $5",
            vec![token.into(), key.into(), asked.into(), now.micros().into(), kept.begun_at.into()],
        )
        .await?;
    Ok(taken > 0)
}

/// Keeps the answer of a change that was done; frees the key of one that was not.
pub(super) async fn end(app: &App, begun: Begun, outcome: Result<Response>) -> Result<Response> {
    let Begun::First { token, key } = begun else { return outcome };
    let tx = app.store.housekeeping().await?;
    let response = match outcome {
        Err(error) => {
            tx.exec(
                "DELETE FROM api_replay WHERE token_id = $1 AND replay_key = $2",
                vec![token.into(), key.into()],
            )
            .await?;
            tx.commit().await?;
            return Err(error);
        }
        Ok(response) => response,
    };
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.map_err(|e| Error::fault("answer", e))?;
    let location = parts.headers.get(LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default();
    tx.exec(
        "UPDATE api_replay SET status = $3, location = $4, answer = $5 WHERE token_id = $1 AND replay_key = $2",
        vec![
            token.into(),
            key.into(),
            i64::from(parts.status.as_u16()).into(),
            location.into(),
            String::from_utf8_lossy(&bytes).into_owned().into(),
        ],
    )
    .await?;
    tx.commit().await?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}
