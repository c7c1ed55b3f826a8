//! Files handed in, looked at by clamd before anything else sees them; off where the settings name none.
//! While clamd does not answer no file is taken, since a dossier can wait and a clerk's machine cannot be cleaned.

use crate::error::{Error, Refusal, Result};
use crate::http::Ctx;
use crate::journal::Change;
use crate::settings::Settings;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use clamav_client::tokio::{Socket, Tcp, TransportProtocol, ping, scan_buffer};
use serde_json::Value as Json;
use std::time::Duration;

/// The longest that looking at one file may take.
const LONGEST: Duration = Duration::from_secs(30);

/// What clamd says of a file.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Clean,
    /// The name of what was found.
    Infected(String),
    /// It could not look.
    Unknown(String),
}

/// Looks at a file somebody hands in.
///
/// # Errors
/// A refusal that names the file: something was found in it (422), or nobody could look (503).
pub async fn look(ctx: &Ctx, name: &str, content: &Bytes) -> Result<()> {
    let Some(clamd) = ctx.app.settings.clamd.as_deref().filter(|c| !c.is_empty()) else { return Ok(()) };
    match ask(clamd, content).await {
        Verdict::Clean => Ok(()),
        Verdict::Infected(found) => {
            let tx = ctx.app.store.write(&ctx.actor()).await?;
            let account = ctx.viewer.as_ref().map_or(0, |viewer| viewer.account_id);
            let after = serde_json::json!({ "name": name, "found": found });
            tx.journal(Change::of("ground", "upload", account, "upload_infected").after(after)).await?;
            tx.commit().await?;
            Err(Refusal::new("files-infected").arg("name", name).arg("found", found).status(422).into())
        }
        Verdict::Unknown(why) => {
            tracing::error!(why, "clamd did not look at a file, which was refused");
            Err(Refusal::new("files-not-looked-at").arg("name", name).status(503).into())
        }
    }
}

/// The same for every file in the body of a call: an object with a name and, in base64, a content.
pub(crate) async fn look_within(ctx: &Ctx, body: &Json) -> Result<()> {
    let mut ahead = vec![body];
    while let Some(part) = ahead.pop() {
        match part {
            Json::Array(parts) => ahead.extend(parts),
            Json::Object(fields) => {
                ahead.extend(fields.values());
                let text = |name: &str| fields.get(name).and_then(Json::as_str);
                // What is no base64 is no file to the operation either.
                if let (Some(name), Some(Ok(content))) =
                    (text("name"), text("content").map(|c| BASE64.decode(c)))
                {
                    look(ctx, name, &content.into()).await?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether clamd answers; none where the settings name no clamd.
///
/// # Errors
/// A fault that says why it does not.
pub async fn is_there(settings: &Settings) -> Result<Option<()>> {
    let Some(clamd) = settings.clamd.as_deref().filter(|c| !c.is_empty()) else { return Ok(None) };
    let asked = tokio::time::timeout(LONGEST, async {
        match socket(clamd) {
            Some(path) => ping(Socket { socket_path: path }).await,
            None => ping(Tcp { host_address: clamd }).await,
        }
    });
    let failed = |why: String| Error::fault("clamd", format!("{clamd}: {why}"));
    let answer = asked.await.map_err(|_| failed("no answer in time".to_owned()))?;
    let answer = answer.map_err(|e| failed(e.to_string()))?;
    if answer == clamav_client::PONG {
        Ok(Some(()))
    } else {
        Err(failed(String::from_utf8_lossy(&answer).into_owned()))
    }
}

fn socket(clamd: &str) -> Option<&str> {
    clamd.starts_with('/').then_some(clamd)
}

async fn ask(clamd: &str, content: &Bytes) -> Verdict {
    let asked = async {
        match socket(clamd) {
            Some(path) => scan(Socket { socket_path: path }, content).await,
            None => scan(Tcp { host_address: clamd }, content).await,
        }
    };
    match tokio::time::timeout(LONGEST, asked).await {
        Ok(Ok(answer)) => verdict(&answer),
        Ok(Err(error)) => Verdict::Unknown(error.to_string()),
        Err(_) => Verdict::Unknown("no answer in time".to_owned()),
    }
}

async fn scan<C: TransportProtocol>(connection: C, content: &Bytes) -> std::io::Result<Vec<u8>> {
    scan_buffer(content, connection, None).await
}

/// Reads `stream: OK`, `stream: NAME FOUND` or `… ERROR`.
fn verdict(answer: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(answer);
    let text = text.trim_end_matches(['\0', '\n']).trim();
    match text.strip_prefix("stream: ") {
        Some("OK") => Verdict::Clean,
        Some(said) => match said.strip_suffix(" FOUND") {
            Some(found) => Verdict::Infected(found.to_owned()),
            None => Verdict::Unknown(said.to_owned()),
        },
        None => Verdict::Unknown(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_clamd_calls_clean_is_clean() {
        assert_eq!(verdict(b"stream: OK\0"), Verdict::Clean);
        assert_eq!(
            verdict(b"stream: Eicar-Signature FOUND\0"),
            Verdict::Infected("Eicar-Signature".to_owned())
        );
        for unknown in
            ["stream: OK FOUND ERROR", "INSTREAM size limit exceeded. ERROR\0", "", "OK", "stream: "]
        {
            assert!(matches!(verdict(unknown.as_bytes()), Verdict::Unknown(_)), "{unknown:?}");
        }
    }
}
