//! What ships with the product: roles with their permissions, legal profiles, the notices' calendar days. Idempotent.

mod calendar;
mod profiles;

use platform::app::mark_changed;
use platform::error::Result;
use platform::{Actor, App, Read};

/// Puts in place what is missing; what an administrator changed stays.
pub(crate) async fn run(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    crate::store::roles::ship(&tx, app.slices).await?;
    if tx.number("SELECT COUNT(*) FROM legal_profile", vec![]).await? == 0 {
        profiles::import(&tx).await?;
        mark_changed(&tx).await?;
    }
    if tx.number("SELECT COUNT(*) FROM calendar_day", vec![]).await? == 0 {
        calendar::import(&tx).await?;
        mark_changed(&tx).await?;
    }
    tx.commit().await?;
    app.refresh().await
}
