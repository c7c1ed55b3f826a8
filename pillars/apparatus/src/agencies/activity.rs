//! How much the staff of each agency did on the system in a month: kept figures, rebuilt from the journal at will.

use super::rules::activity::Tree;
use super::store;
use kernel::{Day, Period};
use platform::error::Result;
use platform::jobs::Job;
use platform::{App, journal};

/// The nightly count.
pub(super) const JOB: Job = Job {
    name: "agencies.activity",
    schedule: Some("25 1 * * *"),
    run: |app, _| Box::pin(async move { rebuild_activity(&app).await }),
};

/// Counts the current month and the one before it anew from the journal.
pub async fn rebuild_activity(app: &App) -> Result<()> {
    rebuild_activity_since(app, Period::month_of(app.clock.now().day()).previous().first()).await
}

/// Counts every month from that of a day until the current one anew from the journal.
pub async fn rebuild_activity_since(app: &App, first: Day) -> Result<()> {
    let span = Period::Span { from: first.min(app.clock.now().day()), to: app.clock.now().day() };
    for month in span.months() {
        rebuild_month(app, month).await?;
    }
    Ok(())
}

/// One row for every agency with a desk in the month, 0 too.
async fn rebuild_month(app: &App, month: Period) -> Result<()> {
    let counts =
        journal::count_by_unit(&app.store, month.first().start(), month.last().next().start()).await?;
    let desks = store::desks(&app.store, month.first(), month.last()).await?;
    let rows: Vec<(i64, i64)> = tree(app).by_desk(&counts, &desks).into_iter().collect();
    let tx = app.store.housekeeping().await?;
    store::set_activity(&tx, &month.code(), month.first(), &rows).await?;
    tx.commit().await
}

fn tree(app: &App) -> Tree {
    let directory = app.directory();
    Tree {
        parents: directory.all().filter_map(|a| Some((a.id, a.parent_id?))).collect(),
        divisions: directory.all().filter(|a| a.kind == "division").map(|a| a.id).collect(),
    }
}
