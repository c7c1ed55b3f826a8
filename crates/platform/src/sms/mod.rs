//! Text messages: one job each, held over night, retried like any other; the gateway's receipts say what became of them.

mod gateway;
mod rules;

pub(crate) use gateway::check;
pub use rules::{Alphabet, Length, length, mobile};

use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::journal::Change;
use crate::notice_choice::{self, DECLINED, Going, Ways};
use crate::settings::Sms;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use gateway::{Fate, Message};
use kernel::{Day, Moment};
use serde_json::{Value as Json, json};

/// Its name: the job itself names it when it waits, and a constant cannot be made of itself.
const NAME: &str = "notices.sms";

/// The job that sends one message.
pub const SMS: Job = Job { name: NAME, schedule: None, run: |app, payload| Box::pin(sms(app, payload)) };

/// States of a message, as a notice keeps them: `none` where nobody gets one.
pub const STATES: [&str; 8] =
    ["waiting", "sent", "delivered", "failed", "sandbox", "no_gateway", DECLINED, "none"];

#[derive(FromRow)]
struct Waiting {
    id: i64,
    phone: Option<String>,
    sms: String,
    sms_state: String,
    account_id: Option<i64>,
    template: String,
    email: Option<String>,
}

/// Queues the message of a notice that failed or found no gateway once more.
pub async fn send_again(tx: &Tx, id: i64) -> Result<()> {
    let changed = tx
        .exec(
            "UPDATE notice SET sms_state = 'waiting' WHERE id = $1 AND phone IS NOT NULL \
             AND sms_state IN ('failed', 'no_gateway')",
            vec![id.into()],
        )
        .await?;
    if changed == 0 {
        return Err(Error::Changed(Vec::new()));
    }
    tx.enqueue(NAME, &json!({ "id": id }), None).await?;
    tx.journal(Change::of("ground", "notice", id, "send_sms_again")).await
}

/// Whether messages leave without tone marks on a day: with them the same text takes twice as many.
pub fn is_plain(app: &App, day: Day) -> bool {
    app.profiles().get_or_keep("notices.sms_plain", day, true)
}

/// Takes what the gateway tells of a message: 404 where it tells of none of ours, or cannot be read.
///
/// It may tell twice, and in any order: what the telephone has it does not lose again.
pub async fn receipt(app: &App, gateway: &Sms, body: &[u8]) -> Result<()> {
    let (reference, fate) = gateway::receipt(gateway, body).ok_or(Error::NotFound)?;
    let tx = app.store.housekeeping().await?;
    let known = tx
        .number("SELECT COUNT(*) FROM notice WHERE sms_reference = $1", vec![reference.clone().into()])
        .await?;
    if known == 0 {
        return Err(Error::NotFound);
    }
    let Some(fate) = fate else { return Ok(()) };
    let state = match fate {
        Fate::Delivered => "delivered",
        Fate::Failed => "failed",
    };
    tx.exec(
        "UPDATE notice SET sms_state = $2, sms_at = $3 \
         WHERE sms_reference = $1 AND sms_state IN ('waiting', 'sent', 'failed') AND sms_state <> $2",
        vec![reference.into(), state.into(), tx.at().micros().into()],
    )
    .await?;
    tx.commit().await
}

async fn sms(app: App, payload: Json) -> Result<()> {
    let id = payload.get("id").and_then(Json::as_i64).unwrap_or_default();
    let waiting: Option<Waiting> = app
        .store
        .row(
            "SELECT id, phone, sms, sms_state, account_id, template, email FROM notice WHERE id = $1",
            vec![id.into()],
        )
        .await?;
    let open = |w: &Waiting| matches!(w.sms_state.as_str(), "waiting" | "failed");
    let Some(mut waiting) = waiting.filter(open) else { return Ok(()) };
    let now = app.clock.now();
    if is_plain(&app, now.day()) {
        waiting.sms = kernel::text::unmarked(&waiting.sms);
    }
    if !app.profiles().get_or_keep("notices.sms_on", now.day(), true) {
        return keep(&app, &waiting, "none", None).await;
    }
    let going = Going {
        account: waiting.account_id,
        template: &waiting.template,
        written: Ways { mail: waiting.email.is_some(), sms: waiting.phone.is_some() },
    };
    if !notice_choice::ways(&app, &going).await?.sms {
        return keep(&app, &waiting, DECLINED, None).await;
    }
    match (&app.settings.sms, app.settings.sandbox) {
        (_, true) => keep(&app, &waiting, "sandbox", None).await,
        (None, false) => keep(&app, &waiting, "no_gateway", None).await,
        (Some(gateway), false) => {
            let hours =
                app.profiles().get_or_keep("notices.sms_hours", now.day(), rules::HOURS.map(str::to_owned));
            match rules::waits_until(&hours, now) {
                Some(morning) => hold(&app, waiting.id, morning).await,
                None => hand_over(&app, gateway, &waiting).await,
            }
        }
    }
}

/// Has a message wait until the morning, by a job of its own: the night is no failed attempt.
async fn hold(app: &App, id: i64, morning: Moment) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    tx.exec(
        "UPDATE notice SET sms_state = 'waiting' WHERE id = $1 AND sms_state = 'failed'",
        vec![id.into()],
    )
    .await?;
    jobs::enqueue_at(&tx, NAME, &json!({ "id": id }), Some(&id.to_string()), morning).await?;
    tx.commit().await
}

async fn hand_over(app: &App, gateway: &Sms, waiting: &Waiting) -> Result<()> {
    // The same when it is tried again, so that the gateway may notice that it has it already.
    let own = format!("motcua-{}", waiting.id);
    if gateway.reference_at.is_none() {
        // Receipts by our own reference may come before the answer has been written down.
        let tx = app.store.housekeeping().await?;
        let sql = "UPDATE notice SET sms_reference = $2 WHERE id = $1";
        tx.exec(sql, vec![waiting.id.into(), own.clone().into()]).await?;
        tx.commit().await?;
    }
    match deliver(app, gateway, waiting, &own).await {
        Ok(reference) => keep(app, waiting, "sent", Some(reference)).await,
        Err(error) => {
            // The queue tries again; until then, and when it has given up, the outbox says so.
            keep(app, waiting, "failed", None).await?;
            Err(error)
        }
    }
}

async fn deliver(app: &App, gateway: &Sms, waiting: &Waiting, own: &str) -> Result<String> {
    let receiver = waiting.phone.as_deref().unwrap_or_default();
    let call = gateway::call(gateway, Message { receiver, text: &waiting.sms, reference: own })?;
    let answer = app.outward.send(call).await.map_err(|e| Error::fault("sending a text message", e))?;
    gateway::reference(gateway, &answer, own).map_err(|e| Error::fault("sending a text message", e))
}

/// Writes down what became of a message and the words it left in, unless its receipt was quicker.
async fn keep(app: &App, waiting: &Waiting, state: &str, reference: Option<String>) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    tx.exec(
        "UPDATE notice SET sms_state = $2, sms = $3, sms_reference = COALESCE($4, sms_reference), sms_at = $5 \
         WHERE id = $1 AND sms_state IN ('waiting', 'failed')",
        vec![
            waiting.id.into(),
            state.into(),
            waiting.sms.clone().into(),
            reference.into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    tx.commit().await
}
