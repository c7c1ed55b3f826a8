//! The port `contracts::par_index::PublishedIndexes`: what was published of a year, for those who build on it.

use super::pages::ROOT;
use super::store::sheets;
use async_trait::async_trait;
use contracts::par_index::{PublishedIndex, PublishedIndexes};
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Published;

/// The port, for the server to wire.
pub fn published_indexes() -> Arc<dyn PublishedIndexes> {
    Arc::new(Published)
}

#[async_trait]
impl PublishedIndexes for Published {
    async fn of_year(&self, app: &App, year: i32) -> Result<Vec<PublishedIndex>> {
        let mut found = sheets::published_in(&app.store, year).await?;
        // An agency has one index of a year, also where two rounds were published before that was asked for.
        found.dedup_by_key(|sheet| sheet.agency_id);
        let told = found.into_iter().filter_map(|sheet| {
            Some(PublishedIndex {
                agency_id: sheet.agency_id,
                index: sheet.final_index?,
                place: sheet.place,
                href: format!("{ROOT}/ket-qua/{}", sheet.id),
            })
        });
        Ok(told.collect())
    }
}
