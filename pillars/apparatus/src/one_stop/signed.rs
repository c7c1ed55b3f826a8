//! What the register of results and the person's shelf take over from dossiers (`contracts::results`, `contracts::shelf`).

use crate::one_stop::store::{self, SignedRow, VerifiedRow};
use async_trait::async_trait;
use contracts::joint::filed_together;
use contracts::results::{PaperOwner, SignedResult, SignedResults};
use contracts::shelf::{VerifiedPaper, VerifiedPapers};
use kernel::Moment;
use platform::error::Result;
use platform::{App, Tx};
use std::sync::Arc;

struct Signed;

/// The results signed, for the server to wire.
pub fn signed_results() -> Arc<dyn SignedResults> {
    Arc::new(Signed)
}

/// The papers compared with their originals, for the server to wire.
pub fn verified_papers() -> Arc<dyn VerifiedPapers> {
    Arc::new(Signed)
}

#[async_trait]
impl SignedResults for Signed {
    async fn of_dossier(&self, app: &App, dossier: i64) -> Result<Vec<SignedResult>> {
        Ok(store::signed_of(&app.store, dossier).await?.into_iter().map(result).collect())
    }

    async fn after(&self, app: &App, id: i64, most: i64) -> Result<Vec<SignedResult>> {
        Ok(store::signed_after(&app.store, id, most).await?.into_iter().map(result).collect())
    }

    async fn last_id(&self, app: &App) -> Result<i64> {
        store::last_result(&app.store).await
    }
}

#[async_trait]
impl VerifiedPapers for Signed {
    async fn of_dossier(&self, app: &App, dossier: i64) -> Result<Vec<VerifiedPaper>> {
        Ok(store::verified_of(&app.store, dossier).await?.into_iter().filter_map(paper).collect())
    }

    async fn of_person(&self, app: &App, account: i64, identity_number: &str) -> Result<Vec<VerifiedPaper>> {
        let rows = store::verified_of_person(&app.store, account, identity_number).await?;
        Ok(rows.into_iter().filter_map(paper).collect())
    }

    async fn point(&self, tx: &Tx, dossier: i64, component: &str, shelf: i64) -> Result<()> {
        store::point_at_shelf(tx, dossier, component, shelf).await
    }
}

fn result(row: SignedRow) -> SignedResult {
    SignedResult {
        id: row.id,
        dossier_id: row.dossier_id,
        dossier_code: row.code,
        agency_id: row.agency_id,
        procedure: row.procedure_code,
        procedure_version_id: row.procedure_version_id,
        field: row.field,
        number: row.number,
        name: row.name,
        signer: row.signer,
        signed: Moment::from_micros(row.signed_at),
        file: row.file_hash.zip(row.file_name),
        owner: PaperOwner {
            account_id: row.account_id,
            by_proxy: row.by_proxy,
            name: row.owner_name,
            identity_number: row.owner_identity,
        },
    }
}

/// A paper of a dossier whose day of receipt can be read.
fn paper(row: VerifiedRow) -> Option<VerifiedPaper> {
    Some(VerifiedPaper {
        verified_on: row.received_on.parse().ok()?,
        id: row.id,
        dossier_id: row.dossier_id,
        dossier_code: row.code,
        agency_id: row.agency_id,
        procedure: row.procedure_code,
        component: row.component,
        name: row.name,
        verified_by: row.verified_by.unwrap_or_default(),
        file: row.file_hash.zip(row.file_name),
        filed_with: filed_together(&row.idempotency_key).map(str::to_owned),
        owner: PaperOwner {
            account_id: row.account_id,
            by_proxy: row.by_proxy,
            name: row.owner_name,
            identity_number: row.owner_identity,
        },
    })
}
