//! Counts of petitions for other slices: of an agency for its indices, of a procedure for whoever reviews it.

use super::pages::REGISTER;
use super::slice::VIEW;
use super::store;
use async_trait::async_trait;
use contracts::petitions::{PetitionLoad, ProcedurePetitions};
use contracts::settlement::{PetitionCount, PetitionRecords};
use kernel::Day;
use platform::error::Result;
use platform::{App, Ctx, Scope};
use std::sync::Arc;

struct Register;

/// What the evaluation of settlement counts of them.
pub fn petition_records() -> Arc<dyn PetitionRecords> {
    Arc::new(Register)
}

/// What simplification counts of them.
pub fn petition_load() -> Arc<dyn PetitionLoad> {
    Arc::new(Register)
}

#[async_trait]
impl PetitionLoad for Register {
    async fn by_procedure(&self, app: &App, from: Day, to: Day) -> Result<Vec<ProcedurePetitions>> {
        let rows = store::by_procedure(&app.store, (from, to)).await?;
        Ok(rows
            .into_iter()
            .map(|row| ProcedurePetitions { procedure: row.procedure_code, petitions: row.petitions })
            .collect())
    }

    fn list_href(&self, ctx: &Ctx, procedure: &str, from: Day, to: Day) -> Option<String> {
        let sees_all = ctx.scope(VIEW) == Scope::All;
        let code = ui::platform_url(procedure);
        sees_all.then(|| format!("{REGISTER}?thu_tuc={code}&tu={from}&den={to}"))
    }
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
                    .map(|agency| format!("{REGISTER}?co_quan={}", agency.code))
                    .unwrap_or_default(),
            })
            .collect())
    }
}
