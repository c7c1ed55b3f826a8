//! The port `contracts::costs::ComplianceCosts`: what a procedure costs by its newest accepted study.

use super::rules::state::State;
use super::store::{self, Study};
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
    async fn of(&self, app: &App, procedure: &str, agency: i64) -> Result<Option<StudiedCost>> {
        let Some(now) = nearest(app, procedure, agency).await? else { return Ok(None) };
        let after = store::after(&app.store, now.id).await?;
        let accepted = after.iter().find(|s| s.state == State::Accepted.code());
        Ok(Some(StudiedCost {
            now: Dong(now.cost_year),
            after: accepted.map(|s| Dong(s.cost_year)),
            href: format!("/chi-phi/{}/so-sanh", now.id),
        }))
    }
}

/// The newest study of an agency itself, else of the nearest one above it: another's dossiers are not its own.
async fn nearest(app: &App, procedure: &str, agency: i64) -> Result<Option<Study>> {
    let line: Vec<i64> = app.directory().ancestors(agency).iter().map(|a| a.id).collect();
    for agency in line {
        if let Some(study) = store::newest_accepted(&app.store, procedure, agency).await? {
            return Ok(Some(study));
        }
    }
    Ok(None)
}
