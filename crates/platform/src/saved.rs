//! Filters a person keeps for a list, by name; the newest twelve.

use crate::app::App;
use crate::error::Result;
use crate::store::FromRow;
use crate::store::Read;

/// Filters kept per person and list.
const KEPT: i64 = 12;

/// A kept filter.
#[derive(Debug, Clone, FromRow)]
pub struct Saved {
    /// Address of the list.
    pub list: String,
    /// Its name.
    pub name: String,
    /// The list's query string.
    pub query: String,
}

/// All filters a person keeps, by list and name.
pub(crate) async fn of(app: &App, account: i64) -> Result<Vec<Saved>> {
    app.store
        .rows(
            "SELECT list, name, query FROM saved_filter WHERE account_id = $1 ORDER BY list, name, id",
            vec![account.into()],
        )
        .await
}

/// Keeps a filter of the list at an address; one of the same name is replaced, an empty query only removes it.
pub async fn keep(app: &App, account: i64, list: &str, name: &str, query: &str) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    tx.exec(
        "DELETE FROM saved_filter WHERE account_id = $1 AND list = $2 AND name = $3",
        vec![account.into(), list.into(), name.into()],
    )
    .await?;
    if !query.is_empty() {
        tx.exec(
            "INSERT INTO saved_filter (account_id, list, name, query) VALUES ($1, $2, $3, $4)",
            vec![account.into(), list.into(), name.into(), query.into()],
        )
        .await?;
    }
    tx.exec(
        "DELETE FROM saved_filter WHERE account_id = $1 AND list = $2 AND id NOT IN \
         (SELECT id FROM saved_filter WHERE account_id = $1 AND list = $2 ORDER BY id DESC LIMIT $3)",
        vec![account.into(), list.into(), KEPT.into()],
    )
    .await?;
    tx.commit().await
}
