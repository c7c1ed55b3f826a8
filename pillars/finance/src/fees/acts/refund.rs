//! Refunds: asked, approved by another person, given back.

use crate::fees::rules::{demand, other_person};
use crate::fees::store::{self, RefundRow};
use contracts::fees::FeesPaid;
use kernel::Dong;
use platform::error::{Error, Result};
use platform::{Actor, App, Change, Refusal};
use serde_json::json;

/// Asks that money be given back, with the reason.
pub async fn ask(app: &App, by: &Actor, of: i64, amount: i64, reason: &str) -> Result<i64> {
    let tx = app.store.write(by).await?;
    let held = store::lock(&tx, of).await?.ok_or(Error::NotFound)?;
    demand::refund(held.sums(), store::asked_sum(&tx, of).await?, amount)?;
    let id = store::add_refund(&tx, of, held.agency_id, amount, reason).await?;
    let change = Change::of("fees", "fee_refund", id, "fee_refund_ask")
        .after(json!({"fee_dossier": held.dossier_code, "fee_refunded": Dong(amount).to_string()}))
        .reason(Some(reason));
    tx.journal(change).await?;
    tx.commit().await?;
    Ok(id)
}

/// Approves what somebody else asked, or declines it with a reason.
pub async fn decide(app: &App, by: &Actor, refund: &RefundRow, approved: bool, note: &str) -> Result<()> {
    other_person(refund.asker_id, by.account_id)?;
    let tx = app.store.write(by).await?;
    let state = if approved { "approved" } else { "declined" };
    if !store::decide_refund(&tx, refund.id, state, note).await? {
        return Err(Refusal::new("fees-refused-refund-state").into());
    }
    let action = if approved { "fee_refund_approve" } else { "fee_refund_decline" };
    let change = Change::of("fees", "fee_refund", refund.id, action);
    tx.journal(change.reason(Some(note).filter(|n| !n.is_empty()))).await?;
    tx.commit().await
}

/// Gives an approved refund back: in cash out of the actor's open drawer, or by transfer with its proof.
pub async fn give(app: &App, by: &Actor, refund: &RefundRow, in_cash: bool, proof: &str) -> Result<()> {
    let tx = app.store.write(by).await?;
    let of = store::lock(&tx, refund.demand_id).await?.ok_or(Error::NotFound)?;
    let session = if in_cash {
        let cashier = by.account_id.ok_or(Error::NotFound)?;
        let open = store::open_session_of(&tx, refund.agency_id, cashier).await?;
        let open = open.ok_or_else(|| Refusal::new("fees-refused-no-session"))?;
        let held = store::lock_session(&tx, open.id).await?.filter(|s| s.closed_at.is_none());
        let held = held.ok_or_else(|| Refusal::new("fees-refused-no-session"))?;
        Some(held)
    } else {
        None
    };
    let before = match &session {
        Some(held) => Some(store::drawer(&tx, held).await?.expected()),
        None => None,
    };
    let way = if in_cash { "cash" } else { "transfer" };
    if !store::do_refund(&tx, refund.id, way, session.map(|held| held.id), proof).await? {
        return Err(Refusal::new("fees-refused-refund-state").into());
    }
    if of.sums().held() < refund.amount {
        return Err(Refusal::new("fees-refused-refund-not-held").arg("held", Dong(of.sums().held())).into());
    }
    if before.is_some_and(|held| held < refund.amount) {
        return Err(Refusal::new("fees-refused-drawer-short").into());
    }
    store::save_sums(&tx, refund.demand_id).await?;
    let after = json!({"fee_refunded": Dong(refund.amount).to_string(), "fee_way": way, "fee_proof": proof});
    tx.journal(Change::of("fees", "fee_refund", refund.id, "fee_refund_give").after(after)).await?;
    tx.emit(&FeesPaid { dossier_id: of.dossier_id }).await?;
    tx.commit().await
}
