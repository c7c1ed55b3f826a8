//! Dossiers that wait for the agency, for the page of all that waits (`contracts::waiting`). No name of an applicant leaves.

use super::store;
use async_trait::async_trait;
use contracts::waiting::{Waiting, WaitingSource};
use kernel::Moment;
use platform::error::Result;
use platform::{App, Locale, Scope};
use std::sync::Arc;

struct Dossiers;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Dossiers)
}

#[async_trait]
impl WaitingSource for Dossiers {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[("dossier", "one-stop-waiting-dossier")]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let rows = store::waiting(&app.store, scope, most).await?;
        Ok(rows
            .into_iter()
            .map(|row| Waiting {
                kind: "dossier",
                id: row.id,
                title: format!("{} – {}", row.code, row.procedure_name),
                href: format!("/ho-so/{}", row.id),
                agency_id: row.agency_id,
                holder_id: row.assignee_id,
                holder: String::new(),
                step: locale.t(&format!("one-stop-state-{}", row.state)),
                since: Moment::from_micros(row.since_at),
                due: row.due_at.map(Moment::from_micros),
            })
            .collect())
    }
}
