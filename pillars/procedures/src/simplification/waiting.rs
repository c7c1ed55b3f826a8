//! Rows of review plans that are not done, and proposals that wait for a decision or to be carried out, for the page of all that
//! waits (`contracts::waiting`).

use super::store::plans::{self, Item};
use super::store::proposals::{self, Proposal};
use async_trait::async_trait;
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::http::Query;
use platform::{App, Locale, Scope};
use std::sync::Arc;

struct Reviews;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Reviews)
}

/// Days ahead in which the last day of a review makes it wait.
const AHEAD: i64 = 60;

#[async_trait]
impl WaitingSource for Reviews {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("review-item", "simplification-waiting-item"),
            ("simplification", "simplification-waiting-proposal"),
        ]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let now = app.clock.now();
        let mut items = plans::items();
        items.and("i.done_on IS NULL", []);
        items.and("i.to_on <= ?", [now.day().plus_days(AHEAD).to_string().into()]);
        items.within(scope, "p.agency_id");
        let items = items.all::<Item>(&app.store, &Query::default()).await?;
        let mut open = proposals::list();
        open.and("s.state IN ('proposed', 'approved')", []);
        open.within(scope, "s.agency_id");
        let open = open.all::<Proposal>(&app.store, &Query::default()).await?;
        let step = locale.t("simplification-waiting-review");
        let mut found: Vec<Waiting> = items.into_iter().map(|item| of_item(item, &step, now)).collect();
        found.extend(open.into_iter().map(|proposal| of_proposal(proposal, locale, now)));
        found.sort_by_key(|w| (w.due.unwrap_or(Moment::from_micros(i64::MAX)), w.kind, w.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }
}

fn of_item(item: Item, step: &str, now: Moment) -> Waiting {
    Waiting {
        kind: "review-item",
        id: item.id,
        title: item.subject,
        href: format!("/ra-soat/viec/{}", item.id),
        agency_id: item.agency_id,
        holder_id: None,
        holder: String::new(),
        step: step.to_owned(),
        since: day(&item.from_on).map_or(now, Day::start),
        due: day(&item.to_on).map(end_of),
    }
}

fn of_proposal(proposal: Proposal, locale: &Locale, now: Moment) -> Waiting {
    let since = proposal.decided_on.as_deref().and_then(day).or_else(|| day(&proposal.proposed_on));
    Waiting {
        kind: "simplification",
        id: proposal.id,
        title: format!("{} – {}", proposal.procedure_code, proposal.procedure_name),
        href: format!("/ra-soat/phuong-an/{}", proposal.id),
        agency_id: proposal.agency_id,
        holder_id: None,
        holder: String::new(),
        step: locale.t(&format!("simplification-state-{}", proposal.state)),
        since: since.map_or(now, Day::start),
        due: proposal.deadline_on.as_deref().and_then(day).map(end_of),
    }
}

fn day(text: &str) -> Option<Day> {
    text.parse().ok()
}

/// The end of a day, by which what is due on it has to be done.
fn end_of(day: Day) -> Moment {
    day.next().start().plus_minutes(-1)
}
