//! Work by the clock: appointments nobody came to, tickets left over when the day has ended, names that are no longer needed.

use super::{acts, store};
use platform::error::Result;
use platform::jobs::Job;
use platform::{Actor, App, Change};
use serde_json::json;

/// Days after which an appointment no longer names anybody, where no rule says.
const NAME_DAYS: i64 = 30;

/// Marks appointments as missed.
pub(super) const NO_SHOW: Job = Job {
    name: "counter.no_show",
    schedule: Some("*/10 6-19 * * *"),
    run: |app, _| Box::pin(async move { acts::miss_bookings(&app).await.map(|_| ()) }),
};

/// Ends what is left over of the days before.
pub(super) const CLOSE: Job = Job {
    name: "counter.close_day",
    schedule: Some("10 0 * * *"),
    run: |app, _| Box::pin(async move { acts::close_days(&app).await.map(|_| ()) }),
};

/// Takes names off old appointments, and those off the waiting lists whose last day has passed.
pub(super) const FORGET: Job = Job {
    name: "counter.forget_names",
    schedule: Some("15 2 * * *"),
    run: |app, _| Box::pin(async move { forget(&app).await }),
};

async fn forget(app: &App) -> Result<()> {
    let today = app.clock.now().day();
    let days: i64 = app.profiles().get_or("counter.name_days", today, NAME_DAYS)?;
    let tx = app.store.write(&Actor::system()).await?;
    let names = store::forget_names(&tx, today.plus_days(-days)).await?;
    let forgotten = names + store::forget_wishes(&tx, today).await?;
    if forgotten == 0 {
        return Ok(());
    }
    let change = Change::of("counter", "counter_names", 0, "counter_forget");
    tx.journal(change.after(json!({"counter_forgotten": forgotten}))).await?;
    tx.commit().await
}
