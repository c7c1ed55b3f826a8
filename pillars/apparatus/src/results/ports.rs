//! What other slices ask of the register.

use super::rules::standing::State;
use super::store::{self, EntryRow};
use async_trait::async_trait;
use contracts::results::{PaperOwner, RegisteredResult, ResultRegister, bare_number};
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Register;

/// The port, for the server to wire.
pub fn register() -> Arc<dyn ResultRegister> {
    Arc::new(Register)
}

#[async_trait]
impl ResultRegister for Register {
    async fn of_dossier(&self, app: &App, dossier: i64) -> Result<Vec<RegisteredResult>> {
        Ok(store::of_dossier(&app.store, dossier).await?.into_iter().filter_map(told).collect())
    }

    async fn of_person(
        &self,
        app: &App,
        account: i64,
        identity_number: &str,
    ) -> Result<Vec<RegisteredResult>> {
        let rows = store::held_by(&app.store, account, &bare_number(identity_number)).await?;
        Ok(rows.into_iter().filter_map(told).collect())
    }
}

fn told(row: EntryRow) -> Option<RegisteredResult> {
    Some(RegisteredResult {
        signed_on: row.signed()?,
        valid_to: row.last_day(),
        standing: row.state == State::InForce.code(),
        id: row.id,
        code: row.code,
        dossier_id: row.dossier_id,
        dossier_code: row.dossier_code,
        agency_id: row.agency_id,
        procedure: row.procedure_code,
        number: row.number,
        name: row.name,
        signer: row.signer,
        file: row.file_hash.zip(row.file_name),
        owner: PaperOwner {
            account_id: row.account_id,
            by_proxy: row.by_proxy,
            name: row.holder_name,
            identity_number: row.holder_identity,
        },
    })
}
