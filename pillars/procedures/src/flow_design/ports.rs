//! The port `Flows`: what dossiers follow.

use super::store::{self, InForce};
use async_trait::async_trait;
use contracts::flows::{FlowVersion, Flows};
use kernel::Day;
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Published;

/// The port, for the server to wire.
pub fn port() -> Arc<dyn Flows> {
    Arc::new(Published)
}

#[async_trait]
impl Flows for Published {
    async fn in_force(&self, app: &App, procedure: &str, on: Day) -> Result<Option<Arc<FlowVersion>>> {
        store::in_force(&app.store, procedure, on).await?.map(version).transpose()
    }

    async fn version(&self, app: &App, id: i64) -> Result<Arc<FlowVersion>> {
        version(store::published(&app.store, id).await?)
    }
}

fn version(row: InForce) -> Result<Arc<FlowVersion>> {
    Ok(Arc::new(FlowVersion {
        id: row.id,
        procedure: row.procedure_code,
        number: row.number,
        flow: Arc::new(serde_json::from_str(&row.body)?),
    }))
}
