//! References to records in addresses that cannot be counted through: the id with a mark that only this installation makes.

use crate::app::App;
use crate::error::{Error, Result};
use crate::installation;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The fact that keeps the key of the marks. It opens nothing by itself: who holds a reference must still have the right.
const FACT: &str = "reference_key";
/// Bytes of a mark: what can be asked of a server in a lifetime guesses none.
const MARK: usize = 12;

/// The reference of a record; `kind` keeps those of one kind from serving as another's.
pub async fn of(app: &App, kind: &str, id: i64) -> Result<String> {
    Ok(format!("{id}.{}", hex::encode(mark(&key(app).await?, kind, id)?)))
}

/// The record that a reference names.
///
/// # Errors
/// Not found, for whatever this installation did not make.
pub async fn read(app: &App, kind: &str, reference: &str) -> Result<i64> {
    let named =
        reference.split_once('.').and_then(|(id, mark)| Some((id.parse().ok()?, hex::decode(mark).ok()?)));
    let (id, given): (i64, Vec<u8>) = named.ok_or(Error::NotFound)?;
    if given.len() != MARK {
        return Err(Error::NotFound);
    }
    let mac = maker(&key(app).await?, kind, id)?;
    mac.verify_truncated_left(&given).map_err(|_| Error::NotFound)?;
    Ok(id)
}

fn maker(key: &str, kind: &str, id: i64) -> Result<Hmac<Sha256>> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(|e| Error::fault("reference key", e))?;
    mac.update(format!("{kind} {id}").as_bytes());
    Ok(mac)
}

fn mark(key: &str, kind: &str, id: i64) -> Result<Vec<u8>> {
    let whole = maker(key, kind, id)?.finalize().into_bytes();
    Ok(whole.into_iter().take(MARK).collect())
}

/// The key; made when it is first needed, by whichever node comes first.
async fn key(app: &App) -> Result<String> {
    if let Some(key) = installation::fact(&app.store, FACT).await? {
        return Ok(key);
    }
    let tx = app.store.housekeeping().await?;
    let made = app.random.token();
    tx.exec_unmarked(
        "INSERT INTO installation (fact, value) VALUES ($1, $2) ON CONFLICT (fact) DO NOTHING",
        vec![FACT.into(), made.into()],
    )
    .await?;
    tx.commit().await?;
    installation::fact(&app.store, FACT)
        .await?
        .ok_or_else(|| Error::fault("reference key", "it was not kept"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_belongs_to_one_record_of_one_kind_under_one_key() {
        let own = mark("k", "person", 7).unwrap();
        assert_eq!(own.len(), MARK);
        assert_eq!(own, mark("k", "person", 7).unwrap());
        for other in [mark("l", "person", 7), mark("k", "person", 8), mark("k", "dossier", 7)] {
            assert_ne!(own, other.unwrap());
        }
    }
}
