//! What is done in a conversation: sending, closing a request, leaving a question without an answer, saying of a complaint
//! whether it is so. Each is one transaction.

use super::rules::{Complaint, Side, waiting_after};
use super::slice::CONCLUDE;
use super::store::{self, NewMessage, Thread};
use contracts::dossier_cards::{DossierCard, DossierCards, DossierPart};
use contracts::settlement::DossierComplained;
use kernel::Day;
use platform::error::{Error, Result};
use platform::http::Upload;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, Refusal, Tx, staff, uploads};
use serde_json::json;
use std::sync::Arc;

/// A message to send.
pub struct Outgoing<'a> {
    /// Who writes.
    pub side: Side,
    /// Text.
    pub body: &'a str,
    /// What is to be put right, with its last day.
    pub correction: Option<(&'a [DossierPart], Day)>,
    /// The request that this answers.
    pub answers: Option<i64>,
    /// It complains of how the applicant was treated.
    pub complaint: bool,
    /// Files, and who brings them.
    pub files: (Vec<Upload>, String),
}

/// Sends it: kept, told to the other side, entered without its words.
pub async fn send(app: &App, by: &Actor, card: &DossierCard, out: Outgoing<'_>) -> Result<i64> {
    let cards: Arc<dyn DossierCards> = app.port()?;
    let hands = if out.side == Side::Applicant { cards.hands(app, card.id).await? } else { Vec::new() };
    let tx = app.store.write(by).await?;
    let thread = store::open(&tx, card).await?;
    let due = out.correction.map(|(_, due)| due);
    let new = NewMessage { thread: thread.id, side: out.side, body: out.body, due, complaint: out.complaint };
    let id = store::add_message(&tx, &new).await?;
    if let Some((items, _)) = out.correction {
        store::add_items(&tx, id, items).await?;
    }
    let (uploads, sender) = out.files;
    let mut files = Vec::new();
    for Upload { name, content, .. } in uploads {
        let stored = uploads::take(app, &tx, &sender, content).await?;
        files.push((stored.hash, name, stored.size));
    }
    store::add_files(&tx, id, &files).await?;
    if let Some(request) = out.answers
        && !store::mark_answered(&tx, thread.id, request).await?
    {
        return Err(Refusal::new("messages-refused-answered").into());
    }
    let waiting = waiting_after(thread.waiting(), out.side, tx.at());
    store::wrote(&tx, thread.id, out.side, waiting).await?;
    store::standing_now(&tx, thread.id, waiting).await?;
    let after = json!({
        "message_side": out.side.code(), "message_due": due, "message_files": files.len(),
        "message_complains": out.complaint,
    });
    tx.journal(Change::of("messages", "dossier_thread", thread.id, "message_send").after(after)).await?;
    match out.side {
        Side::Staff => tell_applicant(app, &tx, card, due).await?,
        Side::Applicant => tell_staff(&tx, card, "messages.to_staff", &hands).await?,
    }
    if out.complaint {
        // Those who look into complaints hear of one.
        let heads = staff::able(app, CONCLUDE, card.agency_id, tx.at().day()).await?;
        let heads: Vec<i64> = heads.into_iter().map(|member| member.account_id).collect();
        tell_staff(&tx, card, "messages.complaint", &heads).await?;
        tx.emit(&DossierComplained { dossier_id: card.id }).await?;
    }
    tx.commit().await?;
    Ok(id)
}

async fn tell_applicant(app: &App, tx: &Tx, card: &DossierCard, due: Option<Day>) -> Result<()> {
    let notice = Notice {
        template: if due.is_some() { "messages.correction" } else { "messages.to_applicant" },
        account_id: card.account_id,
        email: Some(card.owner.email.as_str()).filter(|mail| mail.contains('@')),
        phone: Some(card.owner.phone.as_str()),
        href: format!("/theo-doi/{}/trao-doi", card.tracking_key),
        values: json!({
            "code": card.code, "procedure": card.procedure_name, "name": card.owner.name,
            "agency": app.directory().name(card.agency_id), "due": due.map(Day::vn),
        }),
    };
    notices::send(tx, &notice).await
}

/// Tells colleagues of the conversation, each once while they have not seen it.
async fn tell_staff(tx: &Tx, card: &DossierCard, template: &'static str, accounts: &[i64]) -> Result<()> {
    for account in accounts {
        let notice = Notice {
            template,
            account_id: Some(*account),
            email: None,
            phone: None,
            href: format!("/ho-so/{}/trao-doi", card.id),
            values: json!({"code": card.code, "procedure": card.procedure_name}),
        };
        notices::send_once(tx, &notice).await?;
    }
    Ok(())
}

/// Whoever heads the desk says of a complaint whether it is so, once; the applicant hears of it.
pub async fn conclude(
    app: &App,
    by: &Actor,
    card: &DossierCard,
    message: i64,
    (found, finding): (Complaint, &str),
) -> Result<()> {
    let tx = app.store.write(by).await?;
    let thread = begun(&tx, card).await?;
    if !store::conclude(&tx, thread.id, message, (found, finding)).await? {
        return Err(Refusal::new("messages-refused-concluded").into());
    }
    let after = json!({"message_number": message, "complaint_is_so": found == Complaint::True});
    let entry = Change::of("messages", "dossier_thread", thread.id, "message_conclude");
    tx.journal(entry.after(after).reason(Some(finding))).await?;
    tell_applicant(app, &tx, card, None).await?;
    tx.emit(&DossierComplained { dossier_id: card.id }).await?;
    tx.commit().await
}

/// The thread of a dossier on which somebody acts, in hand.
async fn begun(tx: &Tx, card: &DossierCard) -> Result<Thread> {
    store::lock(tx, card.id).await?.ok_or(Error::NotFound)
}

/// The agency asks no longer for what it asked: put right, or not needed.
pub async fn close(app: &App, by: &Actor, card: &DossierCard, message: i64) -> Result<()> {
    let tx = app.store.write(by).await?;
    let thread = begun(&tx, card).await?;
    if !store::close(&tx, thread.id, message).await? {
        return Err(Refusal::new("messages-refused-closed").into());
    }
    store::standing_now(&tx, thread.id, thread.waiting()).await?;
    let after = json!({"message_number": message});
    tx.journal(Change::of("messages", "dossier_thread", thread.id, "message_close").after(after)).await?;
    tx.commit().await
}

/// What was written last needs no answer; `seen` is when the last was written that the viewer saw, in microseconds.
pub async fn leave(app: &App, by: &Actor, card: &DossierCard, seen: i64) -> Result<()> {
    let tx = app.store.write(by).await?;
    let thread = begun(&tx, card).await?;
    if thread.last_at > seen {
        return Err(Refusal::new("messages-refused-newer").into());
    }
    if thread.waiting_since.is_none() {
        return Err(Refusal::new("messages-refused-not-waiting").into());
    }
    store::standing_now(&tx, thread.id, None).await?;
    tx.journal(Change::of("messages", "dossier_thread", thread.id, "message_leave")).await?;
    tx.commit().await
}

/// Notes that a side has seen the thread; no journal entry, since nothing of the record changes.
pub async fn read(app: &App, thread: &Thread, side: Side) -> Result<()> {
    if !thread.is_new_to(side) {
        return Ok(());
    }
    let tx = app.store.housekeeping().await?;
    store::read_by(&tx, thread.id, side).await?;
    tx.commit().await
}
