//! Cost studies that are made or wait for a second person, for the page of all that waits (`contracts::waiting`).

use super::store::{self, Study};
use async_trait::async_trait;
use contracts::waiting::{Waiting, WaitingSource};
use kernel::Moment;
use platform::error::Result;
use platform::http::Query;
use platform::{App, Locale, Scope, journal};
use std::sync::Arc;

struct Studies;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Studies)
}

#[async_trait]
impl WaitingSource for Studies {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[("cost-study", "compliance-cost-waiting")]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let mut list = store::list();
        list.and("s.state IN ('draft', 'submitted')", []);
        list.within(scope, "s.agency_id");
        let mut rows = list.all::<Study>(&app.store, &Query::default()).await?;
        rows.sort_by_key(|row| (row.year, row.id));
        rows.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let submitted = row.submitted_at.filter(|_| row.state == "submitted");
            // A study that is being made has waited since its last entry in the journal.
            let since = match submitted {
                Some(at) => Moment::from_micros(at),
                None => {
                    let entries = journal::history(&app.store, "cost_study", row.id).await?;
                    entries.first().map_or_else(|| app.clock.now(), |entry| entry.moment())
                }
            };
            found.push(Waiting {
                kind: "cost-study",
                id: row.id,
                title: format!("{} – {} ({})", row.procedure_code, row.procedure_name, row.year),
                href: format!("/chi-phi/{}", row.id),
                agency_id: row.agency_id,
                holder_id: submitted.is_none().then_some(row.author_id),
                holder: String::new(),
                step: locale.t(&format!("compliance-cost-state-{}", row.state)),
                since,
                due: None,
            });
        }
        Ok(found)
    }
}
