//! Counts of an agency's petitions, for the indices of other slices.

use super::store;
use async_trait::async_trait;
use contracts::settlement::{PetitionCount, PetitionRecords};
use kernel::Day;
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Register;

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
