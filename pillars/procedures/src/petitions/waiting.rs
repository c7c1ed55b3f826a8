//! Petitions that wait for the agency, for the page of all that waits (`contracts::waiting`). No name or word of a person leaves.

use super::pages::REGISTER;
use super::store;
use async_trait::async_trait;
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{App, Locale, Scope};
use std::sync::Arc;

struct Petitions;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Petitions)
}

#[async_trait]
impl WaitingSource for Petitions {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[("petition", "petitions-waiting-petition")]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let rows = store::waiting(&app.store, scope, most).await?;
        Ok(rows
            .into_iter()
            .map(|row| Waiting {
                kind: "petition",
                id: row.id,
                title: row.code,
                href: format!("{REGISTER}/{}", row.id),
                agency_id: row.agency_id,
                holder_id: None,
                holder: String::new(),
                step: locale.t(&format!("petitions-state-{}", row.state.replace('_', "-"))),
                since: Moment::from_micros(row.given_at),
                // What is due on a day may be done until its end.
                due: row.due_on.parse::<Day>().ok().map(|day| day.next().start().plus_minutes(-1)),
            })
            .collect())
    }
}
