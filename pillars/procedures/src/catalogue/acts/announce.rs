//! A decision that announces procedures (Decree 63/2010, article 15): drawn up, its list gathered, signed.

use super::super::dates::{self, Issuer};
use super::super::rules::deadlines::Rested;
use super::super::rules::life::Act;
use super::super::store::{self, Announced, Announcement};
use super::change;
use kernel::Day;
use platform::error::{Error, Result};
use platform::journal::Change;
use platform::once::Once;
use platform::{Actor, App, Refusal};
use serde_json::{Value as Json, json};

/// The last day to sign a decision with its arithmetic.
pub fn deadline(app: &App, new: &Announced) -> Result<super::super::rules::deadlines::Deadline> {
    let issuer = Issuer::from_code(&new.issuer).unwrap_or(Issuer::City);
    let on = Rested { effect: new.effect, issued: new.basis_issued, shortened: new.shortened };
    dates::announce(app, new.agency, issuer, &on)
}

fn told(new: &Announced) -> Json {
    json!({
        "announcement_number": new.number,
        "announcement_subject": new.subject,
        "announcement_basis": new.basis_number,
        "announcement_effect": new.effect.to_string(),
        "announcement_shortened": new.shortened,
    })
}

/// Draws a decision up, one for a form sent twice.
pub async fn open(app: &App, by: &Actor, new: &Announced, once: &Once) -> Result<i64> {
    let new = Announced { due: deadline(app, new)?.due, ..new.clone() };
    let tx = app.store.write(by).await?;
    if let Some(known) = once.before(&tx).await? {
        return Ok(known);
    }
    let id = store::add_announcement(&tx, &new).await?;
    tx.journal(Change::of("catalogue", "announcement", id, "announcement_open").after(told(&new))).await?;
    once.opened(&tx, id).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a decision that is not signed yet.
pub async fn write(app: &App, by: &Actor, id: i64, new: &Announced) -> Result<()> {
    let new = Announced { due: deadline(app, new)?.due, ..new.clone() };
    let tx = app.store.write(by).await?;
    if !store::write_announcement(&tx, id, &new).await? {
        return Err(Refusal::new("catalogue-refused-signed").into());
    }
    tx.journal(Change::of("catalogue", "announcement", id, "announcement_write").after(told(&new))).await?;
    tx.commit().await
}

/// Puts a change into a decision that is not signed, or takes it out (`into` none).
pub async fn gather(app: &App, by: &Actor, change_id: i64, into: Option<i64>) -> Result<()> {
    let tx = app.store.write(by).await?;
    let change = store::change(&tx, change_id).await?;
    for decision in [into, change.announcement_id].into_iter().flatten() {
        if store::announcement(&tx, decision).await?.signed_on.is_some() {
            return Err(Refusal::new("catalogue-refused-signed").into());
        }
    }
    // What cannot be announced as it stands has no place in the list.
    if into.is_some() {
        change.standing()?.after(Act::Announce)?;
    }
    store::set_announcement(&tx, change_id, into).await?;
    let about = into.or(change.announcement_id).ok_or(Error::NotFound)?;
    let entry = match into {
        Some(_) => Change::of("catalogue", "announcement", about, "announcement_gather"),
        None => Change::of("catalogue", "announcement", about, "announcement_leave"),
    };
    tx.journal(entry.after(json!({"change_code": change.code}))).await?;
    tx.commit().await
}

/// Signs a decision: every change of its list is announced by it.
pub async fn sign(app: &App, by: &Actor, id: i64, number: &str, on: Day) -> Result<()> {
    let tx = app.store.write(by).await?;
    let listed = store::changes_in(&tx, id).await?;
    if listed.is_empty() {
        return Err(Refusal::new("catalogue-refused-empty")
            .ground("Nghị định 63/2010/NĐ-CP, Điều 15")
            .into());
    }
    if on > tx.at().day() {
        return Err(Refusal::new("catalogue-refused-future").into());
    }
    if !store::sign_announcement(&tx, id, number, on).await? {
        return Err(Refusal::new("catalogue-refused-signed").into());
    }
    for row in &listed {
        change::announced(app, &tx, row, on).await?;
    }
    let after = json!({"announcement_number": number, "announcement_signed": on.to_string()});
    tx.journal(Change::of("catalogue", "announcement", id, "announcement_sign").after(after)).await?;
    tx.commit().await
}

/// What a stored decision says, to be written anew.
pub fn said(row: &Announcement, today: Day) -> Announced {
    let day = |text: &str| text.parse().unwrap_or(today);
    Announced {
        number: row.number.clone(),
        issuer: row.issuer.clone(),
        agency: row.agency_id,
        subject: row.subject.clone(),
        signer: row.signer.clone(),
        signer_post: row.signer_post.clone(),
        shortened: row.shortened,
        basis_number: row.basis_number.clone(),
        basis_title: row.basis_title.clone(),
        basis_issued: row.basis_issued_on.as_deref().and_then(|d| d.parse().ok()),
        effect: day(&row.effect_on),
        due: day(&row.due_on),
        proposal: row.proposal.clone(),
    }
}
