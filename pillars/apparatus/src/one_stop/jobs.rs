//! Queued and scheduled work of the one-stop: recomputing promises, warning before the legal moment, telling who waits.

use crate::one_stop::permissions::{APPRAISE, SIGN};
use crate::one_stop::rules::DeadlineRules;
use crate::one_stop::store::Running;
use crate::one_stop::{acts, store};
use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::jobs::{Job, progress};
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, staff};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// Recomputes open dossiers whose promise lies on or after `{"from": day}`: a holiday came or went.
pub const RECOMPUTE: Job = Job {
    name: "one_stop.recompute_due",
    schedule: None,
    run: |app, payload| Box::pin(recompute(app, payload)),
};

/// Each working morning: who must act or apologise before the law's moment; and applicants whose promise has passed.
pub const WARN: Job =
    Job { name: "one_stop.warn", schedule: Some("0 7 * * 1-6"), run: |app, _| Box::pin(warn(app)) };

/// Every ten minutes: waits of flows that are over; their dossiers move on.
pub const TIMERS: Job =
    Job { name: "one_stop.timers", schedule: Some("*/10 * * * *"), run: |app, _| Box::pin(fire_timers(app)) };

async fn fire_timers(app: App) -> Result<()> {
    let now = app.clock.now();
    let (mut after, mut fault) = (0, None);
    loop {
        let over = store::timers_over(&app.store, now, after, AT_ONCE).await?;
        let Some(last) = over.last() else { break };
        after = last.id;
        for timer in &over {
            // A dossier that cannot go on keeps none of the others waiting; it is tried again with the next round.
            match acts::fire(&app, timer).await {
                Ok(_) => {}
                Err(error @ (Error::Refused(_) | Error::Changed(_))) => {
                    tracing::warn!(dossier = timer.dossier_id, %error, "its wait is over and it did not go on");
                }
                Err(error) => {
                    tracing::error!(dossier = timer.dossier_id, %error, "its wait is over and it cannot go on");
                    fault = Some(error);
                }
            }
        }
    }
    fault.map_or(Ok(()), Err)
}

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

/// Dossiers read and told of in one transaction.
const AT_ONCE: i64 = 500;
/// More near promises than this in one morning are told in one notice, with the way to their list.
const ONE_BY_ONE: usize = 5;

async fn warn(app: App) -> Result<()> {
    let now = app.clock.now();
    let (mut after, mut warned, mut unheard) = (0, 0usize, 0usize);
    let mut near: BTreeMap<i64, Vec<Running>> = BTreeMap::new();
    loop {
        let found = store::running_promises(&app.store, now.micros(), after, AT_ONCE).await?;
        let Some(last) = found.last() else { break };
        after = last.id;
        for running in found {
            let calendar = app.calendars().of(running.agency_id)?;
            let received = Moment::from_micros(running.received_at);
            let rules = DeadlineRules::on(&app.profiles(), received.day())?;
            let due = Moment::from_micros(running.due_at);
            if calendar.is_open(now.day()) && rules.reminds(received, due, now.day(), &calendar) {
                near.entry(running.agency_id).or_default().push(running);
            }
        }
    }
    for (agency, dossiers) in near {
        let heard = remind(&app, agency, dossiers).await?;
        warned += heard.0;
        unheard += heard.1;
    }
    let late = tell_late(&app).await?;
    let tx = app.store.write(&Actor::system()).await?;
    let told = json!({"warned": warned, "unheard": unheard, "told_late": late});
    tx.journal(Change::of("one_stop", "warning", 0, "warn").after(told)).await?;
    tx.commit().await
}

/// Days within which a passed promise is news; so what was late long before this was told is not told all at once.
const NEWS_DAYS: i64 = 7;

/// Tells applicants, once, from the day after: their dossier is not done as promised. Gives how many.
async fn tell_late(app: &App) -> Result<u64> {
    let today = app.clock.now().day();
    let (from, to) = (today.plus_days(-NEWS_DAYS).start(), today.start());
    let (mut after, mut told) = (0, 0);
    loop {
        let passed = store::passed_promises(&app.store, from, to, after, AT_ONCE).await?;
        let Some(last) = passed.last() else { return Ok(told) };
        after = *last;
        for id in passed {
            told += u64::from(acts::tell_late(app, id).await?);
        }
    }
}

/// Tells those who may put a promise off at an agency, and who has the dossier, once a day each.
/// Gives the dossiers told of, and those of which nobody could be told.
async fn remind(app: &App, agency: i64, dossiers: Vec<Running>) -> Result<(usize, usize)> {
    let today = app.clock.now().day();
    let mut holders = BTreeSet::new();
    for right in [APPRAISE, SIGN] {
        holders.extend(staff::able(app, right, agency, today).await?.into_iter().map(|m| m.account_id));
    }
    let tx = app.store.write(&Actor::system()).await?;
    let mut new = Vec::new();
    for dossier in dossiers {
        if store::mark_warned(&tx, dossier.id, &today.to_string()).await? {
            new.push(dossier);
        }
    }
    let mut unheard = 0;
    for dossier in &new {
        let own = dossier.assignee_id.filter(|id| new.len() > ONE_BY_ONE || !holders.contains(id));
        let all: Vec<i64> =
            if new.len() > ONE_BY_ONE { Vec::new() } else { holders.iter().copied().collect() };
        unheard += usize::from(holders.is_empty() && own.is_none());
        for account in all.into_iter().chain(own) {
            notices::send(&tx, &reminder(app, dossier, account)?).await?;
        }
    }
    if new.len() > ONE_BY_ONE {
        for account in holders {
            let codes: Vec<&str> = new.iter().take(ONE_BY_ONE).map(|d| d.code.as_str()).collect();
            let notice = Notice {
                template: "one_stop.near_due_many",
                account_id: Some(account),
                email: None,
                phone: None,
                href: format!("/ho-so?don-vi={agency}"),
                values: json!({
                    "count": new.len(), "codes": codes.join(", "), "agency": app.directory().name(agency),
                }),
            };
            notices::send(&tx, &notice).await?;
        }
    }
    let change = Change::of("one_stop", "warning", agency, "warn");
    tx.journal(change.after(json!({"warned": new.len(), "unheard": unheard}))).await?;
    tx.commit().await?;
    Ok((new.len(), unheard))
}

fn reminder(app: &App, dossier: &Running, account: i64) -> Result<Notice<'static>> {
    let received = Moment::from_micros(dossier.received_at);
    let due = Moment::from_micros(dossier.due_at);
    let rules = DeadlineRules::on(&app.profiles(), received.day())?;
    let until = (dossier.extension_count < rules.extension_max).then(|| rules.apology_by(due).vn());
    Ok(Notice {
        template: "one_stop.near_due",
        account_id: Some(account),
        email: None,
        phone: None,
        href: format!("/ho-so/{}", dossier.id),
        values: json!({"code": dossier.code, "due": due.vn(), "until": until}),
    })
}
