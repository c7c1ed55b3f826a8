//! Subscriptions and deliveries: made, ended, tried, sent again.

use super::rules::{self, NewWebhook};
use super::{DELIVER, TEST};
use crate::access::Viewer;
use crate::app::App;
use crate::error::{Error, Refusal, Result};
use crate::journal::Change;
use crate::list::{ListQuery, SortKey};
use crate::second_factor::Seal;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use kernel::Moment;
use serde_json::json;

/// States of a delivery.
pub const STATES: [&str; 3] = ["waiting", "done", "dead"];

/// A subscription.
#[derive(Debug, Clone, FromRow)]
pub struct Webhook {
    /// Number.
    pub id: i64,
    /// Who subscribed.
    pub account_id: i64,
    /// What they call it.
    pub name: String,
    /// Where to.
    pub url: String,
    /// Topics, JSON list.
    pub events: String,
    /// The secret, sealed.
    pub secret: String,
    /// Made, microseconds.
    pub created_at: i64,
    /// Ended.
    pub ended_at: Option<i64>,
}

impl Webhook {
    /// Topics it wants.
    pub fn events(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_str(&self.events)?)
    }
}

/// A delivery.
#[derive(Debug, Clone, FromRow)]
pub struct Delivery {
    /// Number.
    pub id: i64,
    /// Subscription.
    pub webhook_id: i64,
    /// Id of the event: what `webhook-id` says at every attempt.
    pub event_id: String,
    /// Topic.
    pub topic: String,
    /// What is sent.
    pub payload: String,
    /// waiting, done or dead.
    pub state: String,
    /// Attempts so far.
    pub attempts: i64,
    /// Next attempt, while it waits.
    pub next_at: i64,
    /// Status of the last answer.
    pub last_status: Option<i64>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// Made.
    pub created_at: i64,
}

const WEBHOOK: &str = "w.id, w.account_id, w.name, w.url, w.events, w.secret, w.created_at, w.ended_at";
const DELIVERY: &str = "d.id, d.webhook_id, d.event_id, d.topic, d.payload, d.state, d.attempts, d.next_at, d.last_status, \
     d.last_error, d.created_at";

/// Subscribes; the secret is given back once and kept sealed.
pub async fn make(app: &App, tx: &Tx, owner: &Viewer, new: &NewWebhook) -> Result<(i64, String)> {
    let offered: Vec<&str> = app.slices.iter().flat_map(|s| s.hooks).map(|h| h.topic).collect();
    rules::check(new, &offered).check()?;
    let secret = app.random.bytes::<32>();
    let sealed = Seal::make(app, tx).await?.close(app.random.bytes(), owner.account_id, &secret)?;
    let id = tx
        .insert(
            "INSERT INTO webhook (account_id, name, url, events, secret, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            vec![
                owner.account_id.into(),
                new.name.clone().into(),
                new.url.clone().into(),
                json!(new.events).to_string().into(),
                sealed.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    let after = json!({"name": new.name, "webhook_url": new.url, "webhook_events": new.events});
    tx.journal(Change::of("ground", "webhook", id, "webhook_make").after(after)).await?;
    Ok((id, rules::shown(&secret)))
}

/// Ends a subscription: nothing is sent any more.
pub async fn end(tx: &Tx, id: i64) -> Result<()> {
    let sql = "UPDATE webhook SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    if tx.exec(sql, vec![id.into(), tx.at().micros().into()]).await? == 0 {
        return Err(Refusal::new("ground-webhook-ended").into());
    }
    tx.exec(
        "UPDATE webhook_delivery SET state = 'dead' WHERE webhook_id = $1 AND state = 'waiting'",
        vec![id.into()],
    )
    .await?;
    tx.journal(Change::of("ground", "webhook", id, "webhook_end")).await
}

/// One subscription.
pub async fn one(db: &impl Read, id: i64) -> Result<Webhook> {
    let sql = format!("SELECT {WEBHOOK} FROM webhook w WHERE w.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Subscriptions, newest first.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "so", sql: "w.id", number: true }];
    ListQuery::new(WEBHOOK, "webhook w", "w.id", &SORTS).descending()
}

/// Narrows the list to an account's own.
pub fn of_account(list: &mut ListQuery<'_>, account: i64) {
    list.and("w.account_id = ?", [account.into()]);
}

/// The subscriptions in force.
pub(super) async fn alive(db: &impl Read) -> Result<Vec<Webhook>> {
    db.rows(&format!("SELECT {WEBHOOK} FROM webhook w WHERE w.ended_at IS NULL ORDER BY w.id"), vec![]).await
}

/// Whether anybody subscribed anything: then events are spread.
pub(crate) async fn wanted(db: &impl Read) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM (SELECT id FROM webhook WHERE ended_at IS NULL LIMIT 1) w";
    Ok(db.number(sql, vec![]).await? > 0)
}

/// Deliveries of a subscription, newest first.
pub fn deliveries(webhook: i64) -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "so", sql: "d.id", number: true }];
    let mut list = ListQuery::new(DELIVERY, "webhook_delivery d", "d.id", &SORTS).descending();
    list.and("d.webhook_id = ?", [webhook.into()]);
    list
}

/// One delivery.
pub async fn delivery(db: &impl Read, id: i64) -> Result<Delivery> {
    let sql = format!("SELECT {DELIVERY} FROM webhook_delivery d WHERE d.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Adds a delivery and queues it; the same event is delivered to a subscription once, however often this runs.
pub(super) async fn add(tx: &Tx, webhook: i64, (event, topic): (&str, &str), payload: &str) -> Result<()> {
    let added = tx
        .exec(
            "INSERT INTO webhook_delivery (webhook_id, event_id, topic, payload, state, attempts, next_at, created_at) \
             VALUES ($1, $2, $3, $4, 'waiting', 0, $5, $5) ON CONFLICT DO NOTHING",
            vec![webhook.into(), event.into(), topic.into(), payload.into(), tx.at().micros().into()],
        )
        .await?;
    if added > 0 {
        let sql = "SELECT id FROM webhook_delivery WHERE webhook_id = $1 AND event_id = $2";
        let id = tx.number(sql, vec![webhook.into(), event.into()]).await?;
        tx.enqueue(DELIVER.name, &json!({"delivery": id}), None).await?;
    }
    Ok(())
}

/// Sends an event that says nothing, to try the address.
pub async fn test(app: &App, tx: &Tx, webhook: i64) -> Result<()> {
    let event = format!("evt_{}", app.random.token());
    let payload = json!({"type": TEST, "timestamp": app.clock.outside().iso(), "data": {"webhook": webhook}});
    add(tx, webhook, (&event, TEST), &payload.to_string()).await?;
    tx.journal(Change::of("ground", "webhook", webhook, "webhook_test")).await
}

/// A person sends again what was set aside.
pub async fn send_again(tx: &Tx, delivery: &Delivery) -> Result<()> {
    let sql = "UPDATE webhook_delivery SET state = 'waiting', attempts = 0, next_at = $2 WHERE id = $1 AND state = 'dead'";
    if tx.exec(sql, vec![delivery.id.into(), tx.at().micros().into()]).await? == 0 {
        return Err(Refusal::new("ground-webhook-not-dead").into());
    }
    tx.enqueue(DELIVER.name, &json!({"delivery": delivery.id}), None).await?;
    let after = json!({"webhook_delivery": delivery.id});
    tx.journal(Change::of("ground", "webhook", delivery.webhook_id, "webhook_again").after(after)).await
}

/// How an attempt ended.
pub(super) struct Attempt<'a> {
    pub state: &'a str,
    pub next_at: Moment,
    pub status: Option<i64>,
    pub error: Option<String>,
}

/// Writes how an attempt ended.
pub(super) async fn attempted(tx: &Tx, id: i64, attempt: Attempt<'_>) -> Result<()> {
    tx.exec(
        "UPDATE webhook_delivery SET state = $2, attempts = attempts + 1, next_at = $3, last_status = $4, last_error = $5 \
         WHERE id = $1 AND state = 'waiting'",
        vec![
            id.into(),
            attempt.state.into(),
            attempt.next_at.micros().into(),
            attempt.status.into(),
            attempt.error.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Forgets deliveries that ended before a moment.
pub(crate) async fn forget(tx: &Tx, before: Moment) -> Result<u64> {
    let sql = "DELETE FROM webhook_delivery WHERE state <> 'waiting' AND next_at < $1";
    tx.exec(sql, vec![before.micros().into()]).await
}
