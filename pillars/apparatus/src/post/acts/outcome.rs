//! What the post says of a consignment: delivered, not delivered, brought back; and who is told of it.

use crate::post::rules::{Act, Outcome, REASONS};
use crate::post::store::{self, ItemRow};
use contracts::post::{ResultCameBack, ResultDelivered};
use kernel::Day;
use platform::error::{Error, Result};
use platform::messages::Lang;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, Refusal, Tx};
use serde_json::json;

/// An outcome as told by the post.
#[derive(Debug, Clone)]
pub struct Told {
    /// What became of it.
    pub outcome: Outcome,
    /// On which day.
    pub on: Day,
    /// Why not, as a code.
    pub reason_code: String,
    /// Why not, or who took it, in words.
    pub note: String,
    /// desk or file.
    pub source: &'static str,
}

/// Enters an outcome that the desk was told of.
pub async fn outcome(app: &App, by: &Actor, id: i64, told: &Told) -> Result<()> {
    let tx = app.store.write(by).await?;
    let item = store::lock_item(&tx, id).await?.ok_or(Error::NotFound)?;
    enter(app, &tx, item, told).await?;
    tx.commit().await
}

/// Enters an outcome in the caller's transaction, which holds the consignment.
pub(super) async fn enter(app: &App, tx: &Tx, mut item: ItemRow, told: &Told) -> Result<()> {
    let act = match told.outcome {
        Outcome::Delivered => Act::Deliver,
        Outcome::Failed => Act::Fail,
        Outcome::CameBack => Act::ComeBack,
    };
    let state = item.state()?.after(act)?;
    if !day_fits(&item, told.on, tx.at().day()) {
        return Err(Refusal::new("post-refused-day").status(422).into());
    }
    state.code().clone_into(&mut item.state);
    match told.outcome {
        Outcome::Failed => item.attempts += 1,
        Outcome::Delivered | Outcome::CameBack => item.ended_on = Some(told.on.to_string()),
    }
    if told.outcome != Outcome::Delivered {
        let code = if REASONS.contains(&told.reason_code.as_str()) { &told.reason_code } else { "other" };
        item.reason_code = Some(code.to_owned());
        item.reason = Some(told.note.clone());
    }
    store::save_item(tx, &item).await?;
    store::add_event(tx, item.id, state, told.on, (&told.note, told.source)).await?;
    let change = Change::of("post", "post_item", item.id, "post_outcome");
    let after = json!({
        "post_state": app.locale(Lang::Vi).t(&state.key()), "post_on": told.on.vn(), "post_dossier": item.dossier_code,
    });
    tx.journal(change.after(after).reason(Some(told.note.as_str()).filter(|note| !note.is_empty()))).await?;
    follow(app, tx, &item, told).await
}

/// Whether an outcome may be of a day: not before the post got it, not after today.
pub(super) fn day_fits(item: &ItemRow, on: Day, today: Day) -> bool {
    item.posted().is_none_or(|posted| posted <= on) && on <= today
}

/// Whoever waits for it learns of it: the dossier by its event, the person by a notice.
async fn follow(app: &App, tx: &Tx, item: &ItemRow, told: &Told) -> Result<()> {
    let Some(dossier_id) = item.dossier_id else { return Ok(()) };
    match told.outcome {
        Outcome::Delivered => {
            let vi = app.locale(Lang::Vi);
            let taker = if told.note.is_empty() { item.name.clone() } else { told.note.clone() };
            let to = vi.tn("post-delivered-to", &[("name", taker), ("number", item.number.clone())]);
            // The one-stop tells the person that the result was handed over.
            tx.emit(&ResultDelivered { dossier_id, agency_id: item.agency_id, to }).await
        }
        Outcome::Failed => tell(app, tx, item, "post.failed").await,
        Outcome::CameBack => {
            let reason = item.reason.clone().filter(|r| !r.is_empty());
            let vi = app.locale(Lang::Vi);
            let code = item.reason_code.as_deref().unwrap_or("other");
            let reason = reason.unwrap_or_else(|| vi.t(&format!("post-reason-{code}")));
            tx.emit(&ResultCameBack { dossier_id, agency_id: item.agency_id, reason }).await?;
            tell(app, tx, item, "post.came_back").await
        }
    }
}

/// Tells the person of a result, if they can be told.
pub(super) async fn tell(app: &App, tx: &Tx, item: &ItemRow, template: &'static str) -> Result<()> {
    let vi = app.locale(Lang::Vi);
    let code = item.reason_code.as_deref().unwrap_or("other");
    let reason = match &item.reason {
        Some(words) if !words.is_empty() => words.clone(),
        _ => vi.t(&format!("post-reason-{code}")),
    };
    let notice = Notice {
        template,
        account_id: item.account_id,
        email: Some(item.email.as_str()).filter(|mail| mail.contains('@')),
        phone: Some(item.phone.as_str()),
        href: format!("/buu-gui/{}", item.public_key),
        values: json!({
            "code": item.dossier_code, "procedure": item.subject, "name": item.name, "number": item.number,
            "agency": app.directory().name(item.agency_id), "reason": reason,
        }),
    };
    notices::send(tx, &notice).await
}
