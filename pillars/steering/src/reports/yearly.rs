//! What agencies owed in a year and whose last day is over: the figure of reviews and of emulation, the list behind it, and what is
//! kept of it for the indicator; what they owe now.

use super::dated;
use super::rules::{Kind, Window};
use super::store::reports::{self, Begun, Report};
use super::store::{owed, requests};
use kernel::Day;
use platform::App;
use platform::error::Result;
use std::collections::{BTreeMap, BTreeSet};

/// A report whose last day is over.
#[derive(Debug, Clone)]
pub struct Due {
    /// The agency that owed it.
    pub agency: i64,
    /// Its period.
    pub window: Window,
    /// The request that asked for it; 0 where the rule did.
    pub request: i64,
    /// The report, where it was begun.
    pub report: Option<Report>,
}

impl Due {
    /// The day it was first sent.
    pub fn sent(&self) -> Option<Day> {
        self.report.as_ref().and_then(Report::sent)
    }

    /// Whether it was sent by its last day.
    pub fn on_time(&self) -> bool {
        self.sent().is_some_and(|sent| sent <= self.window.due)
    }
}

/// Keeps what was owed of a year by the rules and whose last day is over, period by period; a period that is kept stays as it is.
pub async fn keep(app: &App, year: i32, today: Day) -> Result<()> {
    let there = owed::kept(&app.store, year).await?;
    let mut found: BTreeMap<(Kind, i64), (Window, Vec<i64>)> = BTreeMap::new();
    for one in due(app, year, today).await?.into_iter().filter(|d| d.request == 0) {
        let key = (one.window.kind, one.window.number);
        found.entry(key).or_insert_with(|| (one.window, Vec::new())).1.push(one.agency);
    }
    found.retain(|(kind, number), _| !there.contains(&(kind.code().to_owned(), *number)));
    if found.is_empty() {
        return Ok(());
    }
    // A figure that is maintained, as the boards' sums are: nobody decides anything here.
    let tx = app.store.housekeeping().await?;
    for (window, agencies) in found.values() {
        owed::keep(&tx, window, agencies).await?;
    }
    tx.commit().await
}

/// All that was owed of a year by the rules and by requests and was due before a day, begun or not, the soonest due first. A
/// period of which no agency at all began a report was not kept here, such as those before the city took this up: of it nothing
/// is known, so nothing is counted.
pub async fn due(app: &App, year: i32, today: Day) -> Result<Vec<Due>> {
    let mut there: BTreeMap<(Kind, i64, i64), Report> = BTreeMap::new();
    for report in reports::of_year(&app.store, year).await? {
        there.insert((report.window()?.kind, report.number, report.agency_id), report);
    }
    let kept: BTreeSet<(Kind, i64)> = there.keys().map(|(kind, number, _)| (*kind, *number)).collect();
    let mut wanted: Vec<(Window, i64, Vec<i64>)> = Vec::new();
    let changes = dated::duty_changes(&app.store, year).await?;
    for window in dated::windows(app, year)? {
        if window.due < today && kept.contains(&(window.kind, window.number)) {
            wanted.push((window, 0, dated::owing_by(app, &window, &changes)?));
        }
    }
    for request in requests::of_year(&app.store, year, today).await? {
        let ((from, to), due) = (request.days()?, request.due()?);
        let window = Window { kind: Kind::AdHoc, year, number: request.id, from, to, due };
        wanted.push((window, request.id, requests::agencies(&app.store, request.id).await?));
    }
    let mut found = Vec::new();
    for (window, request, agencies) in wanted {
        for agency in agencies {
            let report = there.remove(&(window.kind, window.number, agency));
            found.push(Due { agency, window, request, report });
        }
    }
    found.sort_by_key(|d| (d.window.due, d.window.kind, d.window.number, d.agency));
    Ok(found)
}

/// A report that an agency owes now.
#[derive(Debug, Clone)]
pub struct Owed {
    /// The agency.
    pub agency: i64,
    /// Its period.
    pub window: Window,
    /// What the request that asked for it is called; "" where the rules did.
    pub asked: String,
    /// The draft, where there is one.
    pub draft: Option<Begun>,
}

/// Days for which a report that was never sent is still said to be owed.
const KEPT: i64 = 365;
/// Requests looked at.
const MOST: i64 = 500;

/// What agencies owe and have not submitted, by the rules and by requests: overdue in a period that somebody reported of, or due
/// within some days, begun or not.
pub async fn owed(app: &App, today: Day, ahead: i64) -> Result<Vec<Owed>> {
    let (from, to) = (today.plus_days(-KEPT), today.plus_days(ahead));
    let mut there: BTreeMap<(String, i64, i64, i64), Begun> = BTreeMap::new();
    for begun in reports::begun(&app.store, from).await? {
        there.insert((begun.kind.clone(), begun.year, begun.number, begun.agency_id), begun);
    }
    let period = |window: &Window| (window.kind.code().to_owned(), i64::from(window.year), window.number);
    let kept: BTreeSet<(String, i64, i64)> =
        there.keys().map(|(kind, year, number, _)| (kind.clone(), *year, *number)).collect();
    let mut wanted: Vec<(Window, String, Vec<i64>)> = Vec::new();
    for year in [today.year() - 1, today.year(), today.year() + 1] {
        let changes = dated::duty_changes(&app.store, year).await?;
        for window in dated::windows(app, year)? {
            let told = window.due >= today || kept.contains(&period(&window));
            if told && (from..=to).contains(&window.due) {
                wanted.push((window, String::new(), dated::owing_by(app, &window, &changes)?));
            }
        }
    }
    for request in requests::due_from(&app.store, from, MOST).await? {
        let ((first, last), due) = (request.days()?, request.due()?);
        if due <= to {
            let year = last.year();
            let window = Window { kind: Kind::AdHoc, year, number: request.id, from: first, to: last, due };
            let agencies = requests::agencies(&app.store, request.id).await?;
            wanted.push((window, request.title, agencies));
        }
    }
    let mut found = Vec::new();
    for (window, asked, agencies) in wanted {
        let (kind, year, number) = period(&window);
        for agency in agencies {
            let draft = there.remove(&(kind.clone(), year, number, agency));
            if draft.as_ref().is_none_or(Begun::is_draft) {
                found.push(Owed { agency, window, asked: asked.clone(), draft });
            }
        }
    }
    Ok(found)
}
