//! Counts of an agency's petitions, for the indices of other slices.

use super::store;
use async_trait::async_trait;
use contracts::petitions::{PetitionCounts, Petitions};
use kernel::Period;
use platform::error::Result;
use platform::{App, Scope};
use std::sync::Arc;

struct Register;

/// What the server hands to the other slices.
pub fn petitions() -> Arc<dyn Petitions> {
    Arc::new(Register)
}

#[async_trait]
impl Petitions for Register {
    async fn counts(&self, app: &App, agencies: &[i64], period: Period) -> Result<PetitionCounts> {
        let today = app.clock.now().day();
        let mut ids = agencies.to_vec();
        ids.sort_unstable();
        let scope = Scope::Agencies(ids);
        let given = store::count_rows(&app.store, period, &scope, today).await?;
        let standing = store::standing_of(&app.store, period, &scope, today).await?;
        Ok(PetitionCounts {
            received: given.iter().filter(|row| row.state != "merged").map(|row| row.petitions).sum(),
            on_time: standing.total - standing.late,
            late: standing.late,
            unsatisfied: standing.disliked,
            repeated: standing.repeated,
        })
    }
}
