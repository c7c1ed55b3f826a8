//! The kept figures of use: each night the one-stop's counts of the last months are put in the place of what was kept.

use super::rules::uses::Summary;
use super::{rules, store};
use contracts::procedure_uses::ProcedureUses;
use kernel::{Day, Period};
use platform::App;
use platform::error::Result;
use platform::jobs::Job;
use std::sync::Arc;

/// Counts each night.
pub(super) const COUNT: Job = Job {
    name: "catalogue.count_uses",
    schedule: Some("50 0 * * *"),
    run: |app, _| Box::pin(async move { count(&app).await }),
};

/// Months kept before the present one.
const MONTHS: usize = 24;
/// Months before the present one that may still change.
const OPEN: usize = 2;

/// Counts the last months anew, and those that were never counted.
pub(super) async fn count(app: &App) -> Result<()> {
    let uses: Arc<dyn ProcedureUses> = app.port()?;
    let counted = store::counted_months(&app.store).await?;
    let mut month = Period::month_of(app.clock.now().day());
    for age in 0..=MONTHS {
        let first = month.first();
        if age < OPEN || !counted.contains(&first.to_string()) {
            let spent = uses.spent(app, month).await?;
            let tx = app.store.housekeeping().await?;
            store::put_uses(&tx, first, &spent).await?;
            tx.commit().await?;
        }
        month = month.previous();
    }
    Ok(())
}

/// The last twelve months up to a day: their first days.
pub(super) fn year(today: Day) -> (Day, Day) {
    let mut month = Period::month_of(today);
    let last = month.first();
    for _ in 0..11 {
        month = month.previous();
    }
    (month.first(), last)
}

/// What the last twelve months say of a procedure as a whole, where there are enough dossiers to tell.
pub(super) async fn told(app: &App, code: &str, today: Day) -> Result<Option<Summary>> {
    let (from, to) = year(today);
    let rows = store::uses(&app.store, code, from, to).await?;
    let summary = rules::uses::summary(rows.iter().map(|u| (u.half_days, u.dossiers, u.late)));
    let minimum = minimum(app, today)?;
    Ok(summary.filter(|s| rules::uses::enough(s, minimum)))
}

/// Of how many dossiers at least a time is told.
pub(super) fn minimum(app: &App, day: Day) -> Result<i64> {
    app.profiles().get_or("procedures.minimum_uses", day, 10)
}
