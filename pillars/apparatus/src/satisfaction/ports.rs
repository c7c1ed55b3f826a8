//! Where a returned dossier is rated, for the pages of other slices.

use super::rules::sheet::SheetState;
use super::store;
use async_trait::async_trait;
use contracts::satisfaction::Ratings;
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Satisfaction;

/// What the server hands to the other slices.
pub fn ratings() -> Arc<dyn Ratings> {
    Arc::new(Satisfaction)
}

#[async_trait]
impl Ratings for Satisfaction {
    async fn link(&self, app: &App, dossier_id: i64) -> Result<Option<String>> {
        let invite = store::by_dossier(&app.store, dossier_id).await?;
        let open = invite.filter(|i| i.state(app.clock.now().day()) == SheetState::Open);
        Ok(open.map(|i| format!("/danh-gia/{}", i.token)))
    }
}
