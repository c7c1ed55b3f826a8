//! The job that has the newest checkpoint time-stamped by the authority of the settings; sealing never waits for it.

use super::{Audit, stamp_store, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::Job;
use crate::outward::{Call, NamedBy};
use crate::settings::Settings;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use kernel::Moment;
use ledger::stamp::{self, Authorities};
use url::Url;

const WORK: &str = "time-stamp";

/// Every ten minutes, where the settings name an authority.
pub const STAMP: Job = Job {
    name: "ground.stamp",
    schedule: Some("*/10 * * * *"),
    run: |app, _| Box::pin(async move { stamp(&app).await.map(|_| ()) }),
};

/// The certificates of the setting `tsa_authority`; none where it is not set.
pub fn authorities(settings: &Settings) -> Result<Option<Authorities>> {
    let Some(file) = &settings.tsa_authority else { return Ok(None) };
    let failed = |why: String| Error::fault("setting tsa_authority", format!("{}: {why}", file.display()));
    let pem = std::fs::read(file).map_err(|e| failed(e.to_string()))?;
    Authorities::read(&pem).map(Some).map_err(|e| failed(e.to_string()))
}

/// Has the newest checkpoint stamped when it is not yet; whether it was.
///
/// A demo city keeps a year of its own, of which no authority could say that it is now.
///
/// # Errors
/// The authority cannot be reached, refuses, or answers what does not hold; the queue tries again.
pub async fn stamp(app: &App) -> Result<bool> {
    let tsa = app.settings.tsa.as_deref().filter(|tsa| !tsa.is_empty() && !app.settings.demo);
    let Some(tsa) = tsa else { return Ok(false) };
    let Some(newest) = store::latest(&app.store).await? else { return Ok(false) };
    if stamp_store::is_stamped(&app.store, newest.id).await? {
        return Ok(false);
    }
    let trusted = authorities(&app.settings)?
        .ok_or_else(|| Error::fault(WORK, "tsa is set and tsa_authority is not: no stamp can be checked"))?;
    let nonce = app.random.bytes::<16>();
    let request = stamp::request(&newest.note, nonce).map_err(|e| Error::fault(WORK, e))?;
    let answer = ask(app, tsa, request).await?;
    let token = stamp::answered(&answer, &newest.note, nonce).map_err(|e| Error::fault(WORK, e))?;
    let said = trusted.check(&token, &newest.note).map_err(|e| Error::fault(WORK, e))?;
    let now = app.clock.now();
    if said.at.abs_diff(now.micros()) > Audit::TOLERANCE.unsigned_abs() {
        let said = Moment::from_micros(said.at).iso();
        let text = format!("the authority says {said}, this machine {}: one clock is wrong", now.iso());
        return Err(Error::fault(WORK, text));
    }
    let tx = app.store.housekeeping().await?;
    stamp_store::add(&tx, newest.id, said.at, &stamp::text(&token)).await?;
    tx.commit().await?;
    Ok(true)
}

/// Sends a request as RFC 3161, 3.4 says; what comes back.
async fn ask(app: &App, tsa: &str, request: Vec<u8>) -> Result<bytes::Bytes> {
    let to = Url::parse(tsa).map_err(|e| Error::fault(WORK, format!("setting tsa: {e}")))?;
    let kind = HeaderValue::from_static("application/timestamp-query");
    let call = Call {
        to,
        method: Method::POST,
        headers: HeaderMap::from_iter([(header::CONTENT_TYPE, kind)]),
        body: request.into(),
        named_by: NamedBy::Settings,
    };
    let answer = app.outward.send(call).await.map_err(|e| Error::fault(WORK, e))?;
    if answer.status == 200 {
        Ok(answer.body)
    } else {
        Err(Error::fault(WORK, format!("the authority answers with status {}", answer.status)))
    }
}
