//! Open changes of procedures, for the page of all that waits (`contracts::waiting`).

use super::store;
use async_trait::async_trait;
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{App, Locale, Scope};
use std::sync::Arc;

struct Changes;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Changes)
}

#[async_trait]
impl WaitingSource for Changes {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[("procedure-change", "catalogue-waiting-change")]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let rows = store::waiting(&app.store, scope, most).await?;
        Ok(rows
            .into_iter()
            .map(|row| Waiting {
                kind: "procedure-change",
                id: row.id,
                title: format!("{} – {}", row.code, row.name),
                href: format!("/quan-tri/thu-tuc/thay-doi/{}", row.id),
                agency_id: row.agency_id,
                holder_id: Some(row.editor_id),
                holder: String::new(),
                step: locale.t(&format!("catalogue-stage-{}", row.stage)),
                since: Moment::from_micros(row.changed_at),
                // What is due on a day may be done until its end.
                due: row.due_on.parse::<Day>().ok().map(|day| day.next().start().plus_minutes(-1)),
            })
            .collect())
    }
}
