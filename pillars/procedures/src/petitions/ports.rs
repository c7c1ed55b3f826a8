//! Counts of an agency's petitions, for the indices of other slices.

use super::store;
use async_trait::async_trait;
use contracts::petitions::{PetitionCounts, Petitions};
use contracts::settlement::{PetitionCount, PetitionRecords};
use kernel::{Day, Period};
use platform::error::Result;
use platform::{App, Scope};
use std::sync::Arc;

struct Register;

/// What the server hands to the other slices.
pub fn petitions() -> Arc<dyn Petitions> {
    Arc::new(Register)
}

/// What the evaluation of settlement counts of them.
pub fn petition_records() -> Arc<dyn PetitionRecords> {
    Arc::new(Register)
}

#[async_trait]
impl PetitionRecords for Register {
    async fn counts(&self, app: &App, days: (Day, Day)) -> Result<Vec<PetitionCount>> {
        let directory = app.directory();
        let rows = store::by_agency(&app.store, days, app.clock.now().day()).await?;
        Ok(rows
            .into_iter()
            .map(|row| PetitionCount {
                agency_id: row.agency_id,
                all: row.total,
                on_time: row.on_time,
                // A term is never put off here: a transfer begins a new one.
                prolonged: 0,
                overdue: row.overdue,
                disliked: row.disliked,
                repeated: row.repeated,
                href: directory
                    .get(row.agency_id)
                    .map(|agency| format!("/phan-anh-kien-nghi?co_quan={}", agency.code))
                    .unwrap_or_default(),
            })
            .collect())
    }
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
