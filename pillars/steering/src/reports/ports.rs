//! What others ask of reports: which of a year were owed and came in time; what waits for their leader, their receiver, or their
//! writer: after they were given back, or because they are owed.

use super::acts::title;
use super::rules::State;
use super::store::reports;
use super::words;
use super::yearly::{self, Owed};
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
/// Days ahead in which the last day of a report makes it wait.
const AHEAD: i64 = 30;

/// A report that an agency owes and has not submitted.
fn owing(app: &App, locale: &Locale, owed: &Owed) -> Waiting {
    let (window, directory) = (&owed.window, app.directory());
    let (href, step, since) = match &owed.draft {
        Some(draft) => {
            let since = Moment::from_micros(draft.changed_at);
            (super::pages::report_path(draft.id), "reports-waiting-draft", since)
        }
        None => {
            let code = directory.get(owed.agency).map(|a| a.code.clone()).unwrap_or_default();
            let href = format!("/bao-cao-cchc/lich?co-quan={}", ui::platform_url(&code));
            (href, "reports-waiting-begin", window.to.min(window.due).start())
        }
    };
    let agency = directory.short_name(owed.agency).to_owned();
    let title = if owed.asked.is_empty() {
        let args = [("period", words::period(locale, window)), ("agency", agency)];
        locale.tn("reports-title-of", &args)
    } else {
        format!("{}: {agency}", owed.asked)
    };
    let year = i64::from(window.year % 100);
    Waiting {
        kind: "report-owed",
        id: ((owed.agency * 100 + year) * 100_000 + window.number) * 10 + window.kind as i64,
        title,
        href,
        agency_id: owed.agency,
        holder_id: None,
        holder: String::new(),
        step: locale.t(step),
        since: since.min(app.clock.now()),
        due: Some(window.due.next().start().plus_minutes(-1)),
    }
}

#[async_trait]
impl WaitingSource for Reports {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[("report", "reports-waiting-kind"), ("report-owed", "reports-waiting-owed")]
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
        let owed = yearly::owed(app, app.clock.now().day(), AHEAD).await?;
        found.extend(owed.iter().filter(|o| scope.covers(o.agency)).map(|o| owing(app, locale, o)));
        found.sort_by_key(|w| (w.due.unwrap_or(Moment::from_micros(i64::MAX)), w.since, w.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }
}
