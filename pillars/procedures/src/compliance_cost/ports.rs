//! The port `contracts::costs::ComplianceCosts`: what a procedure costs by its newest accepted study.

use super::rules::state::State;
use super::store;
use async_trait::async_trait;
use contracts::costs::{ComplianceCosts, StudiedCost};
use kernel::Dong;
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Costs;

/// The implementation, for the server to wire.
pub fn port() -> Arc<dyn ComplianceCosts> {
    Arc::new(Costs)
}

#[async_trait]
impl ComplianceCosts for Costs {
    async fn of(&self, app: &App, procedure: &str) -> Result<Option<StudiedCost>> {
        let Some(now) = store::newest_accepted(&app.store, procedure).await? else { return Ok(None) };
        let after = store::after(&app.store, now.id).await?;
        let accepted = after.iter().find(|s| s.state == State::Accepted.code());
        Ok(Some(StudiedCost {
            study: now.id,
            year: now.year,
            agency_id: now.agency_id,
            now: Dong(now.cost_year),
            after: accepted.map(|s| Dong(s.cost_year)),
            href: format!("/chi-phi/{}/so-sanh", now.id),
        }))
    }
}
