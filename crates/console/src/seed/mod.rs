//! What ships with the product: roles with their permissions, legal profiles, the notices' calendar days. Idempotent.

mod calendar;
mod profiles;

use platform::app::mark_changed;
use platform::error::Result;
use platform::{Actor, App};

/// Puts in place what is missing or what an older program put there; what an administrator changed stays.
pub(crate) async fn run(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    crate::store::roles::ship(&tx, app.slices).await?;
    let rules = profiles::ship(&tx, &profiles::read()?).await?;
    let days = calendar::ship(&tx, &calendar::read()?).await?;
    if rules + days > 0 {
        mark_changed(&tx).await?;
    }
    tx.commit().await?;
    app.refresh().await
}
