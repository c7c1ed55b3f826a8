//! What the one-stop keeps about the person of an account: their dossiers with papers, results, fees, and who looked.

use super::store::{self, Dossier};
use platform::error::Result;
use platform::http::Query;
use platform::own_data::{at, looks};
use platform::{App, reads};
use serde_json::{Value as Json, json};

/// All dossiers that the account filed.
pub async fn of(app: &App, account: i64) -> Result<Json> {
    let dossiers: Vec<Dossier> = store::of_account(account).all(&app.store, &Query::default()).await?;
    let mut told = Vec::new();
    for dossier in &dossiers {
        told.push(one(app, dossier).await?);
    }
    Ok(json!({ "dossiers": told }))
}

async fn one(app: &App, dossier: &Dossier) -> Result<Json> {
    let db = &app.store;
    let papers = store::papers(db, dossier.id).await?;
    let papers = papers
        .iter()
        .map(|p| json!({"name": p.name, "given": p.given, "copies": p.copies, "note": p.note, "file": p.file_name}));
    let asked = store::supplements(db, dossier.id).await?;
    let asked = asked
        .iter()
        .map(|s| json!({"at": at(s.asked_at), "what": s.content, "answered": s.answered_at.map(at)}));
    let results = store::results(db, dossier.id).await?;
    let results = results
        .iter()
        .map(|r| json!({"name": r.name, "number": r.number, "signed": at(r.signed_at), "file": r.file_name}));
    let fees = store::fees_of(db, dossier.id).await?;
    let fees = fees.iter().map(|f| {
        json!({"at": at(f.collected_at), "dong": f.amount, "receipt": f.receipt_number, "cancelled": f.cancelled_at.map(at)})
    });
    Ok(json!({
        "code": dossier.code,
        "procedure": dossier.procedure_name,
        "agency": app.directory().name(dossier.agency_id),
        "channel": dossier.channel,
        "owner": dossier.owner(),
        "proxy": dossier.proxy()?,
        "form": serde_json::from_str::<Json>(&dossier.form)?,
        "filed": at(dossier.filed_at),
        "received": dossier.received_at.map(at),
        "due": dossier.due_at.map(at),
        "settled": dossier.settled_at.map(at),
        "outcome": dossier.outcome,
        "end_reason": dossier.end_reason,
        "returned": dossier.returned_at.map(at),
        "returned_to": dossier.returned_to,
        "papers": papers.collect::<Vec<_>>(),
        "supplements": asked.collect::<Vec<_>>(),
        "results": results.collect::<Vec<_>>(),
        "fees": fees.collect::<Vec<_>>(),
        "looks": looks(app, &reads::of(db, super::pages::DOSSIER, dossier.id).await?),
    }))
}
