//! Facts of procedures for the evaluation of settlement (`contracts::settlement::ProcedureRecords`).

use super::store;
use async_trait::async_trait;
use contracts::procedures::Catalogue;
use contracts::settlement::{ProcedureFacts, ProcedureRecords};
use kernel::Day;
use platform::App;
use platform::error::Result;
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
        let mut found = Vec::new();
        for served in store::levels_in_force(&app.store, on).await? {
            found.push(ProcedureFacts {
                version: catalogue.version(app, served.id).await?,
                service_level: served.service_level,
                // The catalogue keeps neither the decision of announcement nor whether the population register is asked.
                announced: None,
                population: None,
            });
        }
        Ok(found)
    }
}
