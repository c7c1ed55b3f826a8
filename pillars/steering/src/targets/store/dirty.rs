//! Which cells are due for measuring: marked with the change, taken under a token, cleared with the new figure.
//!
//! A mark made while a cell is being measured takes the token away, so that the older count is not written.

use super::super::rules::Month;
use platform::Tx;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Store};

/// A cell due for measuring.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(in super::super) struct Due {
    /// Code of one series, or "" for all.
    pub indicator: String,
    pub agency_id: i64,
    pub month: String,
}

/// Marks a cell, of one series or ("") of all.
pub(in super::super) async fn mark(tx: &Tx, indicator: &str, agency: i64, month: Month) -> Result<()> {
    tx.exec(
        "INSERT INTO dirty (indicator, agency_id, month, token) VALUES ($1, $2, $3, '') \
         ON CONFLICT (indicator, agency_id, month) DO UPDATE SET token = ''",
        vec![indicator.into(), agency.into(), month.to_string().into()],
    )
    .await?;
    Ok(())
}

/// Takes everything due, also what a vanished worker left; newest months first.
pub(in super::super) async fn take(store: &Store, token: &str) -> Result<Vec<Due>> {
    let due = store.number("SELECT COUNT(*) FROM (SELECT month FROM dirty LIMIT 1) d", vec![]).await?;
    if due == 0 {
        return Ok(Vec::new());
    }
    let tx = store.housekeeping().await?;
    tx.exec("UPDATE dirty SET token = $1", vec![token.into()]).await?;
    let taken = tx
        .rows(
            "SELECT indicator, agency_id, month FROM dirty WHERE token = $1 ORDER BY month DESC, agency_id, indicator",
            vec![token.into()],
        )
        .await?;
    tx.commit().await?;
    Ok(taken)
}

/// Clears a cell that is still ours; whether it was.
pub(in super::super) async fn clear(tx: &Tx, due: &Due, token: &str) -> Result<bool> {
    let cleared = tx
        .exec(
            "DELETE FROM dirty WHERE indicator = $1 AND agency_id = $2 AND month = $3 AND token = $4",
            vec![due.indicator.clone().into(), due.agency_id.into(), due.month.clone().into(), token.into()],
        )
        .await?;
    Ok(cleared == 1)
}

/// One writer of figures at a time, on PostgreSQL too: the row's lock lasts until the commit.
pub(in super::super) async fn lock(tx: &Tx) -> Result<()> {
    tx.exec("UPDATE figure_state SET content = '' WHERE name = 'lock'", vec![]).await?;
    Ok(())
}
