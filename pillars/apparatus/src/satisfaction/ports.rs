//! What other slices ask of satisfaction: where a returned dossier is rated, and how many were not content.

use super::rules::sheet::SheetState;
use super::store;
use async_trait::async_trait;
use contracts::satisfaction::Ratings;
use contracts::settlement::{Disliked, SheetCounts};
use kernel::Day;
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Satisfaction;

/// What the server hands to the other slices.
pub fn ratings() -> Arc<dyn Ratings> {
    Arc::new(Satisfaction)
}

/// Counts of sheets for the evaluation of settlement.
pub fn sheet_counts() -> Arc<dyn SheetCounts> {
    Arc::new(Satisfaction)
}

#[async_trait]
impl SheetCounts for Satisfaction {
    async fn disliked(
        &self,
        app: &App,
        agency: Option<i64>,
        days: (Day, Day),
        most: i64,
    ) -> Result<Vec<Disliked>> {
        let rows = store::disliked(&app.store, agency, days, most).await?;
        let counted = |row: store::DislikedRow| {
            let (agency_id, sheets, disliked) = (row.agency_id, row.sheets, row.disliked);
            Some(Disliked { agency_id, month: row.month_on.parse().ok()?, sheets, disliked })
        };
        Ok(rows.into_iter().filter_map(counted).collect())
    }
}

#[async_trait]
impl Ratings for Satisfaction {
    async fn link(&self, app: &App, dossier_id: i64) -> Result<Option<String>> {
        let invite = store::by_dossier(&app.store, dossier_id).await?;
        let open = invite.filter(|i| i.state(app.clock.now().day()) == SheetState::Open);
        Ok(open.map(|i| format!("/danh-gia/{}", i.token)))
    }
}
