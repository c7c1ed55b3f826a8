//! Reconciliation: a statement of the gateway taken in, and each discrepancy settled with its reason.

use crate::fees::rules::reconcile::{self, Finding, Stated};
use crate::fees::store::{self, StatedRow};
use platform::error::{Error, Result};
use platform::{Actor, App, Change, Refusal};
use serde_json::json;

/// Takes a statement in and compares it with the orders here.
pub async fn import(app: &App, by: &Actor, name: &str, stated: Vec<Stated>) -> Result<i64> {
    let days = stated.iter().map(|line| line.on);
    let span = days.clone().min().zip(days.max()).ok_or(Error::NotFound)?;
    let tx = app.store.write(by).await?;
    let known = store::known_orders(&tx, &stated, span).await?;
    let (findings, missing) = reconcile::compare(&stated, &known);
    let missing = missing.into_iter().map(|order| {
        let reference = order.reference.clone().unwrap_or_default();
        let line = Stated { reference, order: order.code.clone(), amount: order.amount, on: span.1 };
        (line, Finding::NotStated)
    });
    let missing: Vec<(Stated, Finding)> = missing.collect();
    let lines: Vec<(Stated, Finding)> = stated.into_iter().zip(findings).chain(missing).collect();
    let open = lines.iter().filter(|(_, finding)| *finding != Finding::Matched).count();
    let id = store::add_statement(&tx, name, span, &lines).await?;
    let after = json!({"fee_statement": name, "fee_discrepancies": open});
    tx.journal(Change::of("fees", "fee_statement", id, "fee_statement_import").after(after)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Settles a discrepancy with the reason.
pub async fn settle(app: &App, by: &Actor, line: &StatedRow, reason: &str) -> Result<()> {
    let tx = app.store.write(by).await?;
    if !store::settle_line(&tx, line, reason).await? {
        return Err(Refusal::new("fees-refused-finding-settled").into());
    }
    let change = Change::of("fees", "fee_statement", line.statement_id, "fee_discrepancy_settle")
        .after(json!({"fee_order": line.order_code, "fee_gateway_number": line.reference}))
        .reason(Some(reason));
    tx.journal(change).await?;
    tx.commit().await
}
