//! Fees taken at the desk: how much, under which receipt, by whom; a wrong line is cancelled with its reason, never erased.

use super::work::Work;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, Dossier, NewFee};
use contracts::fees::{DeskMoney, FeeDossier, Fees};
use platform::error::Result;
use platform::{Actor, App, Change, Refusal, Tx};
use serde_json::json;
use std::sync::Arc;

/// Money that was taken.
#[derive(Debug, Clone)]
pub struct Collected {
    /// đồng.
    pub amount: i64,
    /// cash or transfer.
    pub paid_by: String,
    /// Number of the biên lai.
    pub receipt_number: String,
}

/// Writes it in the caller's transaction, as taken at the receipt or, from the result on, at its return.
pub async fn collect_in(app: &App, tx: &Tx, dossier: &Dossier, collected: &Collected) -> Result<()> {
    let stage = match dossier.state()? {
        State::Settled | State::Returned => "return",
        State::Registered | State::Received => "receipt",
        _ => "during",
    };
    let fee = NewFee {
        dossier_id: dossier.id,
        agency_id: dossier.agency_id,
        stage,
        amount: collected.amount,
        paid_by: &collected.paid_by,
        receipt_number: &collected.receipt_number,
    };
    let id = store::add_fee(tx, &fee).await?;
    if let Ok(fees) = app.port::<Arc<dyn Fees>>() {
        let money = DeskMoney {
            id,
            amount: collected.amount,
            paid_by: collected.paid_by.clone(),
            receipt_number: collected.receipt_number.clone(),
            at: tx.at(),
            by: tx.by().name.clone(),
        };
        fees.noted(app, tx, &fee_facts(dossier), &money).await?;
    }
    tx.journal(Change::of("one_stop", "dossier", dossier.id, "collect_fee").after(json!({
        "fee_amount": kernel::Dong(collected.amount).to_string(), "fee_receipt": collected.receipt_number,
    })))
    .await
}

/// A dossier as far as its fees go.
pub fn fee_facts(dossier: &Dossier) -> FeeDossier {
    FeeDossier {
        id: dossier.id,
        code: dossier.code.clone(),
        tracking_key: dossier.tracking_key.clone(),
        agency_id: dossier.agency_id,
        procedure: dossier.procedure_code.clone(),
        procedure_name: dossier.procedure_name.clone(),
        field: dossier.field.clone(),
        channel: dossier.channel(),
        payer: dossier.owner_name.clone(),
        account_id: dossier.account_id,
        received_on: dossier.received_on.clone(),
    }
}

/// Thu phí, lệ phí: lawful unless the dossier was refused or stopped.
pub async fn collect(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    collected: &Collected,
) -> Result<Dossier> {
    let work = Work::open(app, by, id, seen).await?;
    if matches!(work.dossier.state()?, State::NotAccepted | State::Stopped) {
        return Err(Refusal::new("one-stop-refused-fee-closed").into());
    }
    collect_in(app, &work.tx, &work.dossier, collected).await?;
    work.tx.commit().await?;
    Ok(work.dossier)
}

/// Hủy một lần thu ghi sai.
pub async fn cancel_fee(app: &App, by: &Actor, fee: &store::FeeRow, reason: &str) -> Result<()> {
    let tx = app.store.write(by).await?;
    if !store::cancel_fee(&tx, fee.id, reason).await? {
        return Err(Refusal::new("one-stop-refused-fee-cancelled").into());
    }
    if let Ok(fees) = app.port::<Arc<dyn Fees>>() {
        fees.withdrawn(&tx, fee.id, reason).await?;
    }
    let change = Change::of("one_stop", "dossier", fee.dossier_id, "cancel_fee")
        .before(
            json!({"fee_amount": kernel::Dong(fee.amount).to_string(), "fee_receipt": fee.receipt_number}),
        )
        .reason(Some(reason));
    tx.journal(change).await?;
    tx.commit().await
}
