//! What other slices may ask of the programme.

use super::store;
use async_trait::async_trait;
use contracts::programme::{Programme, Programmes};
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Kept;

/// The port, for the server to hand over.
pub fn programmes() -> Arc<dyn Programmes> {
    Arc::new(Kept)
}

#[async_trait]
impl Programmes for Kept {
    async fn current(&self, app: &App) -> Result<Option<Programme>> {
        let Some(row) = store::current(&app.store).await? else { return Ok(None) };
        let (from, to) = row.runs()?;
        let fields = row.fields()?;
        let measures = store::measures(&app.store, row.id).await?;
        Ok(Some(Programme {
            code: row.code,
            name: row.name,
            from,
            to,
            decision: row.decision,
            fields,
            measures,
        }))
    }
}
