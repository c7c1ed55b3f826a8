//! Flows that are drawn or wait for a second person, for the page of all that waits (`contracts::waiting`).

use super::store::{self, Found};
use crate::drawn::{Drawn, Kind, told};
use async_trait::async_trait;
use contracts::waiting::{Waiting, WaitingSource};
use platform::error::Result;
use platform::http::Query;
use platform::{App, Locale, Scope};
use std::sync::Arc;

struct Drafts;

const KIND: Kind = Kind {
    kind: "drawn-flow",
    at: "/quan-tri/quy-trinh",
    states: ["flow-design-state-draft", "flow-design-state-proposed"],
};

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Drafts)
}

#[async_trait]
impl WaitingSource for Drafts {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[("drawn-flow", "flow-design-waiting")]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let mut list = store::list();
        list.and("v.state IN ('draft', 'proposed')", []);
        let mut rows = list.all::<Found>(&app.store, &Query::default()).await?;
        rows.sort_by_key(|row| (row.changed_at, row.id));
        rows.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        let drawn = |row: Found| Drawn {
            id: row.id,
            title: format!("{} – {}", row.procedure_code, row.name),
            is_draft: row.state == "draft",
            drafted_by: row.drafted_by,
            changed_at: row.changed_at,
        };
        Ok(told(app, locale, scope, &KIND, rows.into_iter().map(drawn).collect()))
    }
}
