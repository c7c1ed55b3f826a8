//! Use cases of measuring: mark, measure what is marked, every night the months that still move, from scratch.

use super::rules::Month;
use super::series;
use super::store::{cells, dirty, rebuild as store_rebuild};
use kernel::Day;
use platform::App;
use platform::error::{Error, Result};
use platform::jobs::progress;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Marks the months that events touch, by agency, in one transaction; measuring follows through the queue.
pub(super) async fn mark_events(app: &App, events: &Json) -> Result<()> {
    let today = Month::of(app.clock.now().day());
    let marks: BTreeSet<(i64, Month)> =
        events.as_array().into_iter().flatten().flat_map(|event| touched(event, today)).collect();
    if marks.is_empty() {
        return Ok(());
    }
    let tx = app.store.housekeeping().await?;
    for (agency, month) in marks {
        dirty::mark(&tx, "", agency, month).await?;
    }
    tx.enqueue("targets.measure", &Json::Null, Some("")).await?;
    tx.commit().await
}

/// The months a fact of an agency belongs to, and the current one.
///
/// The event's days are all its fields that end in `_on`: filing, receipt, promise (also the one before this change) and
/// settlement. Each moves figures of its own month, however long ago.
fn touched(event: &Json, today: Month) -> Vec<(i64, Month)> {
    let Some(agency) = event.get("agency_id").and_then(Json::as_i64) else { return Vec::new() };
    let days = event.as_object().into_iter().flatten().filter(|(name, _)| name.ends_with("_on"));
    let months = days.filter_map(|(_, day)| day.as_str()?.parse::<Day>().ok()).map(Month::of);
    months.chain([today]).map(|month| (agency, month)).collect()
}

/// Counts everything marked anew; how many cells were.
pub async fn measure(app: &App) -> Result<usize> {
    let token = app.random.token();
    let today = app.clock.now().day();
    let all = series::all(app);
    let mut done = 0;
    let marked = dirty::take(&app.store, &token).await?;
    let of = marked.len() as u64;
    for due in marked {
        progress("figures", done as u64, of);
        let month: Month = due.month.parse().map_err(|e| Error::fault("dirty.month", e))?;
        let mut counted = Vec::new();
        for one in all.iter().filter(|s| due.indicator.is_empty() || s.code == due.indicator) {
            counted.push((*one, cells::count(&app.store, *one, due.agency_id, month, today).await?));
        }
        let tx = app.store.housekeeping().await?;
        dirty::lock(&tx).await?;
        // Marked again, or taken over by another node, meanwhile: this count is old, the newer mark stays.
        if !dirty::clear(&tx, &due, &token).await? {
            continue;
        }
        let directory = app.directory();
        for (one, cell) in counted {
            cells::put(&tx, &directory, one, (due.agency_id, month), cell).await?;
        }
        tx.commit().await?;
        done += 1;
    }
    Ok(done)
}

/// Every night: the current month and the one before it, of every agency; everything when the tree of agencies or a definition
/// changed.
pub async fn nightly(app: &App) -> Result<()> {
    let directory = app.directory();
    let shape = store_rebuild::shape(&directory, &series::all(app));
    if store_rebuild::kept_shape(&app.store).await?.as_deref() != Some(&shape) {
        return rebuild(app, &progress).await;
    }
    let month = Month::of(app.clock.now().day());
    let tx = app.store.housekeeping().await?;
    for agency in directory.all() {
        for month in [month.plus(-1), month] {
            if agency.in_force(month.first()) || agency.in_force(month.last()) {
                dirty::mark(&tx, "", agency.id, month).await?;
            }
        }
    }
    tx.commit().await?;
    measure(app).await.map(|_| ())
}

/// All kept figures from scratch; `told` hears (series, done, of).
pub async fn rebuild(app: &App, told: &(dyn Fn(&str, u64, u64) + Send + Sync)) -> Result<()> {
    store_rebuild::all(app, &series::all(app), told).await
}

/// Who is read: the city, its departments and districts.
pub(super) fn read_agencies(app: &App, on: Day) -> Vec<i64> {
    let directory = app.directory();
    directory
        .in_force(on)
        .filter(|a| {
            matches!(
                a.kind.as_str(),
                "city" | "department" | "office" | "inspectorate" | "board" | "district"
            )
        })
        .map(|a| a.id)
        .collect()
}
