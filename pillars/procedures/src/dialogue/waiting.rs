//! Questions of dialogues that nobody has answered, for the page of all that waits (`contracts::waiting`). It names no asker.

use super::store::{self, Question};
use async_trait::async_trait;
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::http::Query;
use platform::{App, Locale, Scope};
use std::sync::Arc;

struct Questions;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Questions)
}

#[async_trait]
impl WaitingSource for Questions {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[("asked-question", "dialogue-waiting")]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let mut list = store::questions();
        list.and("q.answered_on IS NULL AND d.state <> 'cancelled'", []);
        list.within(scope, "q.owner_id");
        let mut rows = list.all::<Question>(&app.store, &Query::default()).await?;
        rows.sort_by(|a, b| (&a.due_on, a.id).cmp(&(&b.due_on, b.id)));
        rows.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        let asked = |row: &Question| row.asked_on.parse::<Day>().map(Day::start);
        Ok(rows
            .iter()
            .map(|row| Waiting {
                kind: "asked-question",
                id: row.id,
                title: format!("{} ({})", row.theme, row.id),
                href: format!("/cau-hoi-doi-thoai/{}", row.id),
                agency_id: row.owner_id,
                holder_id: None,
                holder: String::new(),
                step: locale.t("dialogue-waiting-answer"),
                since: asked(row).unwrap_or(app.clock.now()),
                due: end_of(&row.due_on),
            })
            .collect())
    }
}

/// The end of a day, by which what is due on it has to be done.
fn end_of(day: &str) -> Option<Moment> {
    day.parse::<Day>().ok().map(|day| day.next().start().plus_minutes(-1))
}
