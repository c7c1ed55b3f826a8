//! The cashier's book: a session opened with what lies in the drawer, closed by a count, confirmed by another person.

use crate::fees::rules::book::{self, Session};
use crate::fees::rules::other_person;
use crate::fees::store;
use kernel::Dong;
use platform::error::{Error, Result};
use platform::{Actor, App, Change, Refusal};
use serde_json::json;

/// Opens a session of the actor at an agency.
pub async fn open(app: &App, by: &Actor, agency: i64, opening: i64) -> Result<i64> {
    let tx = app.store.write(by).await?;
    let id = store::open_session(&tx, agency, opening).await?;
    let id = id.ok_or_else(|| Refusal::new("fees-refused-session-open"))?;
    let after = json!({"fee_opening": Dong(opening).to_string()});
    tx.journal(Change::of("fees", "fee_session", id, "fee_session_open").after(after)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Closes the actor's own session with the count of its drawer: (denomination, how many).
pub async fn close(app: &App, by: &Actor, id: i64, counts: &[(i64, i64)], reason: &str) -> Result<()> {
    let tx = app.store.write(by).await?;
    let session = store::lock_session(&tx, id).await?.ok_or(Error::NotFound)?;
    if session.state() != Session::Open {
        return Err(Refusal::new("fees-refused-session-closed").into());
    }
    if by.account_id != Some(session.cashier_id) {
        return Err(Refusal::new("fees-refused-other-cashier").arg("name", &session.cashier_name).into());
    }
    let counted = book::counted(counts).ok_or_else(|| Refusal::new("fees-refused-count"))?;
    let drawer = store::drawer(&tx, &session).await?;
    let difference = drawer.close(counted, reason)?;
    let kept = serde_json::to_string(counts)?;
    store::close_session(&tx, id, &kept, (counted, drawer.expected()), reason).await?;
    let change = Change::of("fees", "fee_session", id, "fee_session_close")
        .after(
            json!({"fee_counted": Dong(counted).to_string(), "fee_difference": Dong(difference).to_string()}),
        )
        .reason(Some(reason).filter(|r| !r.is_empty()));
    tx.journal(change).await?;
    tx.commit().await
}

/// Confirms a closed session; another person than the cashier does.
pub async fn confirm(app: &App, by: &Actor, id: i64) -> Result<()> {
    let tx = app.store.write(by).await?;
    let session = store::lock_session(&tx, id).await?.ok_or(Error::NotFound)?;
    if session.state() != Session::Closed {
        return Err(Refusal::new("fees-refused-confirm-state").into());
    }
    other_person(Some(session.cashier_id), by.account_id)?;
    store::confirm_session(&tx, id).await?;
    let after = json!({"fee_counted": Dong(session.counted.unwrap_or_default()).to_string()});
    tx.journal(Change::of("fees", "fee_session", id, "fee_session_confirm").after(after)).await?;
    tx.commit().await
}
