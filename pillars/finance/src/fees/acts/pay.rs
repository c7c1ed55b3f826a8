//! Money that comes: at the counter, through the gateway, or noted by the desk; its receipt; a receipt cancelled.

use crate::fees::rules::{book, demand};
use crate::fees::store::{self, DemandRow, NewPayment, ReceiptRow};
use contracts::fees::{DeskMoney, FeesPaid};
use kernel::Dong;
use platform::error::{Error, Result};
use platform::{Actor, App, Change, Refusal, Tx};
use serde_json::json;

/// How money came.
#[derive(Debug, Clone, Copy)]
pub enum Money<'a> {
    /// In cash, in a cashier's session.
    Cash(i64),
    /// Through the gateway, for an order.
    Online(i64),
    /// Noted by the desk under a paper receipt; cash goes into the session that its taker has open, if any.
    Paper(&'a DeskMoney, Option<i64>),
}

impl Money<'_> {
    fn way(self) -> &'static str {
        match self {
            Money::Cash(_) => "cash",
            Money::Online(_) => "online",
            Money::Paper(..) => "paper",
        }
    }
}

/// Enters money on a demand that is held, shared among its lines; with a receipt of the next number, unless a paper one
/// was given. The receipt's id.
pub async fn enter_in(
    app: &App,
    tx: &Tx,
    of: &DemandRow,
    amount: i64,
    money: Money<'_>,
) -> Result<Option<i64>> {
    let lines = store::lines_of(tx, of.id).await?;
    let owed: Vec<i64> = lines.iter().map(store::LineRow::owed).collect();
    let parts: Vec<(i64, i64)> = lines.iter().map(|l| l.id).zip(demand::apportion(&owed, amount)).collect();
    let mut new = NewPayment {
        demand_id: of.id,
        agency_id: of.agency_id,
        way: money.way(),
        amount,
        session_id: None,
        order_id: None,
        desk_line_id: None,
        paper_number: None,
        at: tx.at(),
        taker_name: &tx.by().name,
    };
    match money {
        Money::Cash(session) => new.session_id = Some(session),
        Money::Online(order) => new.order_id = Some(order),
        Money::Paper(noted, session) => {
            new.session_id = session;
            new.desk_line_id = Some(noted.id);
            new.paper_number = Some(&noted.receipt_number);
            // Money noted before there were books here keeps its day.
            new.at = noted.at;
            new.taker_name = &noted.by;
        }
    }
    let payment = store::add_payment(tx, &new).await?;
    store::add_parts(tx, payment, &parts).await?;
    store::save_sums(tx, of.id).await?;
    let (receipt, number) = match money {
        Money::Paper(noted, _) => (None, noted.receipt_number.clone()),
        Money::Cash(_) | Money::Online(_) => {
            let id = store::add_receipt(tx, payment, of.id, of.agency_id, &app.random.token()).await?;
            let row = store::receipt(tx, id).await?;
            (Some(id), row.map(|r| book::receipt_number(r.year, r.number)).unwrap_or_default())
        }
    };
    let after = json!({
        "fee_paid_amount": Dong(amount).to_string(), "fee_way": money.way(), "fee_receipt_number": number,
    });
    tx.journal(Change::of("fees", "fee_demand", of.id, "fee_pay").after(after)).await?;
    tx.emit(&FeesPaid { dossier_id: of.dossier_id }).await?;
    Ok(receipt)
}

/// Takes a payment off a demand that is held.
pub async fn undo_in(tx: &Tx, of: &DemandRow, payment: i64, reason: &str) -> Result<()> {
    if !store::cancel_payment(tx, payment, reason).await? {
        return Err(Refusal::new("fees-refused-cancelled").into());
    }
    store::take_parts_back(tx, payment).await?;
    store::save_sums(tx, of.id).await?;
    let change = Change::of("fees", "fee_demand", of.id, "fee_undo").reason(Some(reason));
    tx.journal(change.before(json!({"fee_payment": payment}))).await?;
    tx.emit(&FeesPaid { dossier_id: of.dossier_id }).await
}

/// Takes cash at the counter, in the cashier's open session of the agency; the receipt's id.
pub async fn take(app: &App, by: &Actor, id: i64, amount: i64) -> Result<i64> {
    let tx = app.store.write(by).await?;
    let of = store::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    demand::counter_payment(of.sums(), amount)?;
    let cashier = by.account_id.ok_or(Error::NotFound)?;
    let open = store::open_session_of(&tx, of.agency_id, cashier).await?;
    let session = open.ok_or_else(|| Refusal::new("fees-refused-no-session"))?;
    // Held, so that it is not counted and closed while money is put into it; and read again once it is.
    let held = store::lock_session(&tx, session.id).await?.filter(|s| s.closed_at.is_none());
    let session = held.ok_or_else(|| Refusal::new("fees-refused-no-session"))?;
    let receipt = enter_in(app, &tx, &of, amount, Money::Cash(session.id)).await?;
    tx.commit().await?;
    receipt.ok_or_else(|| Error::fault("fee receipt", "cash without a receipt"))
}

/// The session that cash lies in which the desk noted under a paper receipt: the one its taker has open, held so that
/// it is not counted meanwhile; none where no book is open.
pub async fn paper_session(tx: &Tx, agency: i64, money: &DeskMoney) -> Result<Option<i64>> {
    let Some(cashier) = tx.by().account_id.filter(|_| money.paid_by == "cash") else { return Ok(None) };
    let Some(open) = store::open_session_of(tx, agency, cashier).await? else { return Ok(None) };
    let held = store::lock_session(tx, open.id).await?;
    Ok(held.filter(|s| s.closed_at.is_none()).map(|s| s.id))
}

/// Takes a line that the desk noted off its demand, unless the cash was counted already or lies in another's drawer.
pub async fn undo_paper(tx: &Tx, payment: &store::PaymentRow, reason: &str) -> Result<()> {
    let Some(of) = store::lock(tx, payment.demand_id).await? else { return Ok(()) };
    if let Some(session) = payment.session_id {
        let session = store::lock_session(tx, session).await?.filter(|s| s.closed_at.is_none());
        let session = session.ok_or_else(|| Refusal::new("fees-refused-cancel-closed"))?;
        if tx.by().account_id != Some(session.cashier_id) {
            return Err(Refusal::new("fees-refused-others-receipt")
                .arg("name", &session.cashier_name)
                .into());
        }
    }
    undo_in(tx, &of, payment.id, reason).await
}

/// Cancels a receipt with its reason: the number stays. Only for cash whose day is not closed yet; what was closed or
/// came through the gateway is given back by a refund.
pub async fn cancel_receipt(app: &App, by: &Actor, receipt: &ReceiptRow, reason: &str) -> Result<()> {
    let tx = app.store.write(by).await?;
    let of = store::lock(&tx, receipt.demand_id).await?.ok_or(Error::NotFound)?;
    let session = match receipt.session_id.filter(|_| receipt.way == "cash") {
        Some(session) => store::lock_session(&tx, session).await?,
        None => None,
    };
    let Some(session) = session.filter(|s| s.closed_at.is_none()) else {
        return Err(Refusal::new("fees-refused-cancel-closed").into());
    };
    // The money lies in the drawer of who took it.
    if by.account_id != Some(session.cashier_id) {
        return Err(Refusal::new("fees-refused-others-receipt").arg("name", &session.cashier_name).into());
    }
    if !store::cancel_receipt(&tx, receipt.id, reason).await? {
        return Err(Refusal::new("fees-refused-cancelled").into());
    }
    // What was given back, or is asked back, is no longer there to be taken off.
    let asked = store::asked_sum(&tx, of.id).await?;
    if of.sums().held() - asked < receipt.amount {
        return Err(Refusal::new("fees-refused-cancel-refund").into());
    }
    undo_in(&tx, &of, receipt.payment_id, reason).await?;
    let number = book::receipt_number(receipt.year, receipt.number);
    let change = Change::of("fees", "fee_receipt", receipt.id, "fee_receipt_cancel").reason(Some(reason));
    tx.journal(change.before(json!({"fee_receipt_number": number}))).await?;
    tx.commit().await
}
