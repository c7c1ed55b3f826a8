//! Payment through the gateway: an order, and what the gateway says of it.

use super::pay::{Money, enter_in};
use crate::fees::rules::online::{Order, Told, Verdict, judge};
use crate::fees::store::{self, DemandRow, OrderRow};
use contracts::dossier_cards::DossierCards;
use kernel::Dong;
use platform::error::{Error, Result};
use platform::messages::Lang;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, Refusal, Tx};
use serde_json::json;
use std::sync::Arc;

/// An order over what a demand owes; one that waits over the same sum is taken up again.
pub async fn order(app: &App, by: &Actor, of: &DemandRow) -> Result<OrderRow> {
    let tx = app.store.write(by).await?;
    let of = store::lock(&tx, of.id).await?.ok_or(Error::NotFound)?;
    let owed = of.sums().owed();
    if owed == 0 {
        return Err(Refusal::new("fees-refused-nothing-owed").into());
    }
    if let Some(waiting) = store::open_order_of(&tx, of.id).await?.filter(|o| o.amount == owed) {
        return Ok(waiting);
    }
    let number = store::next_number(&tx, &format!("order:{}", of.id)).await?;
    let code = format!("MC{}-{number}", of.id);
    store::add_order(&tx, of.id, of.agency_id, &code, owed).await?;
    let after = json!({"fee_order": code, "fee_due": Dong(owed).to_string()});
    tx.journal(Change::of("fees", "fee_demand", of.id, "fee_order").after(after)).await?;
    let made = store::order_of_code(&tx, &code).await?;
    tx.commit().await?;
    made.ok_or_else(|| Error::fault("fee_order", "made and not found"))
}

/// Hears what the gateway says; `source` is "callback", or "query" where we asked. `None` for an order nobody made here.
/// What is heard twice changes nothing the second time; what a person must look at is kept for the reconciliation.
pub async fn hear(app: &App, told: &Told, source: &'static str) -> Result<Option<Verdict>> {
    let Some(known) = store::order_of_code(&app.store, &told.order).await? else { return Ok(None) };
    let hands = hands(app, known.demand_id).await?;
    let tx = app.store.write(&Actor::public("Cổng thanh toán")).await?;
    // The demand is held before the order is read again: two call-backs at once take turns here.
    let of = store::lock(&tx, known.demand_id).await?.ok_or(Error::NotFound)?;
    let order = store::order_of_code(&tx, &told.order).await?.ok_or(Error::NotFound)?;
    let paid_by = order.reference.as_deref().filter(|_| order.state == "paid");
    let verdict = judge(Order { amount: order.amount, paid_by, ended: order.state == "failed" }, told);
    if verdict == Verdict::Nothing && source == "query" {
        return Ok(Some(verdict));
    }
    store::add_told(&tx, told, verdict.code(), source).await?;
    match verdict {
        Verdict::Pay => {
            store::end_order(&tx, order.id, "paid", Some(&told.reference)).await?;
            enter_in(app, &tx, &of, told.amount, Money::Online(order.id)).await?;
            tell(app, &tx, &of, &hands, told.amount).await?;
        }
        Verdict::GiveUp => store::end_order(&tx, order.id, "failed", None).await?,
        Verdict::Nothing | Verdict::WrongAmount | Verdict::Double => {}
    }
    let after = json!({
        "fee_order": told.order, "fee_gateway_number": told.reference, "fee_verdict": verdict.code(),
    });
    tx.journal(Change::of("fees", "fee_demand", of.id, "fee_told").after(after)).await?;
    tx.commit().await?;
    Ok(Some(verdict))
}

/// Who has the dossier of a demand in hand; nobody where its owner tells of none.
async fn hands(app: &App, demand: i64) -> Result<Vec<i64>> {
    let Ok(cards) = app.port::<Arc<dyn DossierCards>>() else { return Ok(Vec::new()) };
    match store::demand(&app.store, demand).await? {
        Some(of) => cards.hands(app, of.dossier_id).await,
        None => Ok(Vec::new()),
    }
}

/// Tells who has the dossier that its money came: a step may wait for it.
async fn tell(app: &App, tx: &Tx, of: &DemandRow, hands: &[i64], amount: i64) -> Result<()> {
    let owed = store::demand(tx, of.id).await?.map_or(0, |now| now.sums().owed());
    let vi = app.locale(Lang::Vi);
    for account in hands {
        let notice = Notice {
            template: "fees.paid_online",
            account_id: Some(*account),
            email: None,
            phone: None,
            href: format!("/ho-so/{}", of.dossier_id),
            values: json!({
                "code": of.dossier_code, "procedure": of.procedure_name, "amount": vi.dong(Dong(amount)),
                "owed": (owed > 0).then(|| vi.dong(Dong(owed))),
            }),
        };
        notices::send(tx, &notice).await?;
    }
    Ok(())
}
