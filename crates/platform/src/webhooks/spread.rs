//! The two jobs of webhooks: an event to its subscribers within their rights, and one delivery to its address.

use super::Hook;
use super::rules::{signature, wait};
use super::store::{self, Attempt, Delivery, Webhook};
use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::outward::{Answer, Call, Failed, NamedBy};
use crate::second_factor::Seal;
use crate::session;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use kernel::Moment;
use serde_json::{Value as Json, json};
use url::Url;

/// Brings an event to those who subscribed it.
pub const SPREAD: Job = Job {
    name: "ground.spread",
    schedule: None,
    run: |app, event| Box::pin(async move { spread(&app, &event).await }),
};

/// Sends one delivery.
pub const DELIVER: Job = Job {
    name: "ground.deliver",
    schedule: None,
    run: |app, payload| Box::pin(async move { deliver(&app, &payload).await }),
};

/// Minutes between attempts, where no rule says.
const WAITS: [i64; 6] = [1, 5, 30, 120, 360, 1440];

async fn spread(app: &App, event: &Json) -> Result<()> {
    let word = |name: &str| event.get(name).and_then(Json::as_str).unwrap_or_default();
    let (topic, id) = (word("topic"), word("id"));
    let hook = app.slices.iter().flat_map(|s| s.hooks).find(|h| h.topic == topic);
    let hook: &Hook = hook.ok_or_else(|| Error::fault("webhooks", format!("no slice tells of {topic}")))?;
    let Some(told) = event.get("event").and_then(|event| (hook.tell)(event)) else { return Ok(()) };
    let mut data = told.data;
    let agency = told.agency.and_then(|id| app.directory().get(id).map(|a| a.code.clone()));
    if let (Some(map), Some(code)) = (data.as_object_mut(), agency) {
        map.insert("agency".to_owned(), json!(code));
    }
    let at = event.get("at").and_then(Json::as_i64).unwrap_or_default();
    let payload =
        json!({"type": topic, "timestamp": Moment::from_micros(at).iso(), "data": data}).to_string();
    for webhook in store::alive(&app.store).await? {
        if !webhook.events()?.iter().any(|wanted| wanted == topic)
            || !may_know(app, &webhook, hook, told.agency).await?
        {
            continue;
        }
        let tx = app.store.housekeeping().await?;
        store::add(&tx, webhook.id, (id, topic), &payload).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Whether the subscriber may know of it today, by the rights they hold today.
async fn may_know(app: &App, webhook: &Webhook, hook: &Hook, agency: Option<i64>) -> Result<bool> {
    let Some(viewer) = session::by_token(app, webhook.account_id, app.clock.now()).await? else {
        return Ok(false);
    };
    Ok(match (hook.permission, agency) {
        (None, _) => true,
        (Some(permission), Some(agency)) => viewer.may(permission, agency),
        (Some(permission), None) => viewer.has(permission),
    })
}

async fn deliver(app: &App, payload: &Json) -> Result<()> {
    let id = payload.get("delivery").and_then(Json::as_i64).unwrap_or_default();
    let delivery = match store::delivery(&app.store, id).await {
        // Forgotten meanwhile.
        Err(Error::NotFound) => return Ok(()),
        found => found?,
    };
    let webhook = store::one(&app.store, delivery.webhook_id).await?;
    if delivery.state != "waiting" || webhook.ended_at.is_some() {
        return Ok(());
    }
    // Whoever may not sign in is told nothing any more, also of what waited for its next attempt.
    if session::by_token(app, webhook.account_id, app.clock.now()).await?.is_none() {
        return write(app, &delivery, Err("the subscriber's account is closed".to_owned())).await;
    }
    let answer = match call(app, &webhook, &delivery).await? {
        Ok(call) => app.outward.send(call).await.map_err(|failed: Failed| failed.to_string()),
        Err(wrong) => Err(wrong),
    };
    write(app, &delivery, answer).await
}

/// The call with its signature, as Standard Webhooks has it; a text where the address cannot be called at all.
async fn call(
    app: &App,
    webhook: &Webhook,
    delivery: &Delivery,
) -> Result<std::result::Result<Call, String>> {
    let secret = Seal::of(app, &app.store).await?.open(webhook.account_id, &webhook.secret)?;
    // Receivers compare with their own clock, which no demo city moves.
    let seconds = app.clock.outside().micros() / 1_000_000;
    let signed = signature(&secret, &delivery.event_id, seconds, &delivery.payload);
    let Ok(to) = Url::parse(&webhook.url) else { return Ok(Err("the address cannot be read".to_owned())) };
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("content-type", "application/json".to_owned()),
        ("webhook-id", delivery.event_id.clone()),
        ("webhook-timestamp", seconds.to_string()),
        ("webhook-signature", signed),
    ] {
        let value = HeaderValue::from_str(&value).map_err(|e| Error::fault(name, e))?;
        headers.insert(HeaderName::from_static(name), value);
    }
    let body = delivery.payload.clone().into();
    Ok(Ok(Call { to, method: Method::POST, headers, body, named_by: NamedBy::User }))
}

/// Writes how it ended, and when it is tried again.
async fn write(app: &App, delivery: &Delivery, answer: std::result::Result<Answer, String>) -> Result<()> {
    let now = app.clock.now();
    let (status, error) = match answer {
        Ok(answer) if (200..300).contains(&answer.status) => (Some(i64::from(answer.status)), None),
        Ok(answer) => (Some(i64::from(answer.status)), Some(format!("answered {}", answer.status))),
        Err(failed) => (None, Some(failed)),
    };
    // Standard Webhooks: who is gone wants nothing any more.
    let gone = status == Some(410);
    let waits = app.profiles().get_or_keep("webhooks.waits_minutes", now.day(), WAITS.to_vec());
    let minutes = wait(&waits, delivery.attempts + 1).filter(|_| !gone);
    let (state, next_at) = match (&error, minutes) {
        (None, _) => ("done", now),
        (Some(_), Some(minutes)) => ("waiting", now.plus_minutes(minutes)),
        (Some(_), None) => ("dead", now),
    };
    let tx = app.store.housekeeping().await?;
    store::attempted(&tx, delivery.id, Attempt { state, next_at, status, error }).await?;
    if state == "waiting" {
        jobs::enqueue_at(&tx, DELIVER.name, &json!({"delivery": delivery.id}), None, next_at).await?;
    }
    tx.commit().await
}
