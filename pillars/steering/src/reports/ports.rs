//! What others ask of reports: which of a year were owed and came in time; what waits for their leader, their receiver, or their
//! writer after they were given back.

use super::acts::title;
use super::rules::State;
use super::store::reports;
use super::yearly;
use async_trait::async_trait;
use contracts::final_review::{ReportsOfYear, ReportsOnTime};
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{App, Locale, Scope};
use std::collections::BTreeMap;
use std::sync::Arc;

struct Reports;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Reports)
}

/// The port of reviews and of emulation, for the server to wire.
pub fn on_time() -> Arc<dyn ReportsOnTime> {
    Arc::new(Reports)
}

#[async_trait]
impl ReportsOnTime for Reports {
    async fn of_year(&self, app: &App, year: i32) -> Result<Vec<ReportsOfYear>> {
        let mut found: BTreeMap<i64, ReportsOfYear> = BTreeMap::new();
        for due in yearly::due(app, year, app.clock.now().day()).await? {
            let of = found.entry(due.agency).or_default();
            of.due += 1;
            of.on_time += i64::from(due.on_time());
        }
        let directory = app.directory();
        let told = |(agency, of): (i64, ReportsOfYear)| {
            let code = directory.get(agency).map(|a| a.code.clone()).unwrap_or_default();
            ReportsOfYear { agency_id: agency, href: super::pages::due_path(year, &code), ..of }
        };
        Ok(found.into_iter().map(told).collect())
    }
}

/// Reports read at most.
const MOST: i64 = 2_000;

#[async_trait]
impl WaitingSource for Reports {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[("report", "reports-waiting-kind")]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let mut found = Vec::new();
        for report in reports::waiting(&app.store, MOST).await? {
            let (holds, step) = match report.state()? {
                State::Submitted => (report.agency_id, "reports-waiting-signature"),
                State::Sent => (report.receiver_id, "reports-waiting-acceptance"),
                _ => (report.agency_id, "reports-waiting-correction"),
            };
            if !scope.covers(holds) {
                continue;
            }
            let due = report.due_on.parse::<Day>().ok().filter(|_| report.sent_on.is_none());
            found.push(Waiting {
                kind: "report",
                id: report.id,
                title: title(app, &report)?,
                href: super::pages::report_path(report.id),
                agency_id: holds,
                holder_id: None,
                holder: String::new(),
                step: locale.t(step),
                since: Moment::from_micros(report.changed_at),
                due: due.map(|day| day.next().start().plus_minutes(-1)),
            });
        }
        found.sort_by_key(|w| (w.due.unwrap_or(Moment::from_micros(i64::MAX)), w.since, w.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }
}
