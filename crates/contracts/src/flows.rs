//! Flows of procedures as other slices see them: which one a dossier received today follows, and one by its id.

use async_trait::async_trait;
use flow::Flow;
use kernel::Day;
use platform::App;
use platform::error::Result;
use std::sync::Arc;

/// A published version of a procedure's flow.
#[derive(Debug, Clone)]
pub struct FlowVersion {
    /// Id of the version: what a dossier keeps.
    pub id: i64,
    /// Code of the procedure.
    pub procedure: String,
    /// Number of the version, from 1.
    pub number: i64,
    /// The flow itself.
    pub flow: Arc<Flow>,
}

/// Port of the slice `flow_design`: published flows.
#[async_trait]
pub trait Flows: Send + Sync {
    /// The flow that a procedure follows from a day on; `None` where it has none and its plain list of steps is followed.
    async fn in_force(&self, app: &App, procedure: &str, on: Day) -> Result<Option<Arc<FlowVersion>>>;
    /// A published version by its id.
    async fn version(&self, app: &App, id: i64) -> Result<Arc<FlowVersion>>;
}
