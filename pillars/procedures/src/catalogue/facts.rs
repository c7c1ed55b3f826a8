//! Facts of procedures for the evaluation of settlement (`contracts::settlement::ProcedureRecords`).

use super::store;
use async_trait::async_trait;
use contracts::procedures::Catalogue;
use contracts::settlement::{Announced, ProcedureFacts, ProcedureRecords};
use kernel::Day;
use platform::App;
use platform::error::{Error, Result};
use std::collections::BTreeMap;
use std::sync::Arc;

struct Facts;

/// The port, for the server to wire.
pub fn records() -> Arc<dyn ProcedureRecords> {
    Arc::new(Facts)
}

#[async_trait]
impl ProcedureRecords for Facts {
    async fn facts(&self, app: &App, on: Day) -> Result<Vec<ProcedureFacts>> {
        let catalogue: Arc<dyn Catalogue> = app.port()?;
        // Of a version that came from no change of the catalogue, such as a shipped one, nobody kept the decision.
        let mut announced: BTreeMap<i64, Announced> = BTreeMap::new();
        for row in store::announced_in_force(&app.store, on).await? {
            announced.insert(row.version_id, read(&row)?);
        }
        let mut found = Vec::new();
        for served in store::levels_in_force(&app.store, on).await? {
            found.push(ProcedureFacts {
                version: catalogue.version(app, served.id).await?,
                service_level: served.service_level,
                announced: announced.get(&served.id).copied(),
                // The catalogue does not keep whether the population register is asked.
                population: None,
            });
        }
        Ok(found)
    }
}

fn read(row: &store::AnnouncedRow) -> Result<Announced> {
    let day = |text: &str| text.parse::<Day>().map_err(|e| Error::fault("procedure_change", e));
    Ok(Announced {
        decided_on: day(&row.announced_on)?,
        effective_on: day(&row.effect_on)?,
        published_on: row.published_on.as_deref().map(day).transpose()?,
    })
}
