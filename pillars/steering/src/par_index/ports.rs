//! What other slices may ask of the index: what an agency declared of itself in its newest published assessment.

use super::rules::dec::Dec;
use super::store::sheets;
use async_trait::async_trait;
use contracts::par_index::{DeclaredIndex, DeclaredIndices};
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Sheets;

/// The port, for the server to hand over.
pub fn declared() -> Arc<dyn DeclaredIndices> {
    Arc::new(Sheets)
}

#[async_trait]
impl DeclaredIndices for Sheets {
    async fn newest(&self, app: &App, agency: i64) -> Result<Option<DeclaredIndex>> {
        let newest = sheets::published_of(&app.store, agency).await?.pop();
        let points = |parts: Option<i64>| parts.map(|p| Dec(p).float());
        Ok(newest.map(|s| DeclaredIndex {
            year: s.year,
            own: points(s.own_index),
            verified: points(s.verified_index),
            over_declared: s.overs,
            href: format!("/chi-so-cchc/phieu/{}", s.id),
        }))
    }
}
