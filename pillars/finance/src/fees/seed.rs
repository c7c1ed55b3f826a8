//! The schedule to begin with: what the procedures in force publish, for those that have no rows yet. The city's own rows stay.

use super::{acts, store};
use contracts::procedures::Catalogue;
use platform::error::Result;
use platform::{Actor, App, Change};
use serde_json::json;
use std::sync::Arc;

/// Takes over what is not there yet.
pub(super) async fn seed(app: App) -> Result<()> {
    let Ok(catalogue) = app.port::<Arc<dyn Catalogue>>() else { return Ok(()) };
    let known = store::known_procedures(&app.store).await?;
    let all = catalogue.all_in_force(&app, app.clock.now().day()).await?;
    let new: Vec<_> = all
        .iter()
        .filter(|version| !known.contains(&version.body.code))
        .flat_map(|version| acts::taken_over(&version.body))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let count = new.len();
    let tx = app.store.write(&Actor::system()).await?;
    store::add_rates(&tx, new).await?;
    tx.journal(Change::of("fees", "fee_rate", 0, "fee_rates_take_over").after(json!({"fee_rates": count})))
        .await?;
    tx.commit().await
}
