//! Queued and scheduled work of the one-stop: recomputing promises, warning before the legal moment.

use crate::one_stop::{acts, store};
use kernel::Day;
use platform::error::{Error, Result};
use platform::jobs::{Job, progress};
use platform::notices::{self, Notice};
use platform::{Actor, App, Change};
use serde_json::{Value as Json, json};

/// Recomputes open dossiers whose promise lies on or after `{"from": day}`: a holiday came or went.
pub const RECOMPUTE: Job = Job {
    name: "one_stop.recompute_due",
    schedule: None,
    run: |app, payload| Box::pin(recompute(app, payload)),
};

/// Each working morning: who must act or apologise before the law's moment.
pub const WARN: Job =
    Job { name: "one_stop.warn", schedule: Some("0 7 * * 1-6"), run: |app, _| Box::pin(warn(app)) };

async fn recompute(app: App, payload: Json) -> Result<()> {
    app.refresh().await?;
    let from: Day = payload
        .get("from")
        .and_then(Json::as_str)
        .and_then(|d| d.parse().ok())
        .ok_or_else(|| Error::fault("one_stop.recompute_due", "no day"))?;
    let start = from.at(chrono::NaiveTime::MIN);
    let of = store::count_open_due_since(&app.store, start).await?;
    let (mut after, mut seen, mut moved) = (0, 0u64, 0u64);
    loop {
        let ids = store::open_ids_received_since(&app.store, start, after, 500).await?;
        let Some(last) = ids.last() else { break };
        after = *last;
        for id in ids {
            seen += 1;
            progress("dossiers", seen, of.max(seen));
            moved += u64::from(acts::recompute(&app, id).await?);
        }
    }
    let tx = app.store.write(&Actor::system()).await?;
    tx.journal(
        Change::of("one_stop", "calendar", 0, "recompute_all")
            .after(json!({"from": from, "seen": seen, "moved": moved})),
    )
    .await?;
    tx.commit().await
}

async fn warn(app: App) -> Result<()> {
    let now = app.clock.now();
    // Three days ahead covers a weekend before the day on which the apology is due.
    let due = store::warnings_due(&app.store, now.micros(), now.plus_minutes(3 * 24 * 60).micros()).await?;
    let tx = app.store.write(&Actor::system()).await?;
    for warning in due.iter().filter(|w| w.assignee_id.is_some()) {
        let notice = Notice {
            template: "one_stop.warning",
            account_id: warning.assignee_id,
            email: None,
            href: format!("/ho-so/{}", warning.id),
            values: json!({"code": warning.code, "due": kernel::Moment::from_micros(warning.due_at).vn()}),
        };
        notices::send(&tx, &notice).await?;
    }
    tx.journal(Change::of("one_stop", "warning", 0, "warn").after(json!({"warned": due.len()}))).await?;
    tx.commit().await
}
