//! The demo city's fees: demands of one desk's newest dossiers, paid on paper, in cash and online; a book closed and one
//! open, refunds, a statement with discrepancies. By the acts of the pages, but for the demands with postage.

use super::acts::{self, Money};
use super::rules::book::{self, DENOMINATIONS};
use super::rules::demand::{self, Line};
use super::rules::online::{Outcome, Told};
use super::rules::reconcile::{Finding, Stated};
use super::rules::schedule::Kind;
use super::store::{self, DemandRow, NewDemand};
use contracts::fees::{FeeDossier, FeeDossiers};
use kernel::{Day, Dong};
use platform::error::Result;
use platform::identity::{self, Account};
use platform::slice::DemoPlan;
use platform::store::ActorKind;
use platform::{Actor, App, Change, Tx};
use serde_json::json;
use std::sync::Arc;

/// The desk that shows it.
const DESK: &str = "quan-ninh-kieu";
/// Dossiers that get demands.
const DOSSIERS: i64 = 120;
/// What sending a result by post costs, đồng.
const POSTAGE: i64 = 26_000;

/// Builds them.
pub(super) async fn build(app: App, _: DemoPlan) -> Result<()> {
    let directory = app.directory();
    let Some(agency) = directory.by_code(DESK) else { return Ok(()) };
    let (Some(clerk), Some(head)) =
        (actor(&app, "demo.motcua").await?, actor(&app, "demo.truongphong").await?)
    else {
        return Ok(());
    };
    let owing = demands(&app, agency.id).await?;
    let (online, cash): (Vec<_>, Vec<_>) = owing.into_iter().enumerate().partition(|(at, _)| at % 3 == 0);
    let orders = orders(&app, &online).await?;
    if let (false, Some(reform)) = (orders.is_empty(), actor(&app, "demo.noivu").await?) {
        statement(&app, &reform, orders).await?;
    }
    books(&app, (&clerk, &head), agency.id, &cash).await
}

async fn actor(app: &App, login: &str) -> Result<Option<Actor>> {
    let account = identity::account_by_login(&app.store, login).await?;
    Ok(account.map(|Account { id, name, agency_id, .. }| Actor {
        kind: ActorKind::Staff,
        account_id: Some(id),
        name,
        unit_id: agency_id,
    }))
}

/// Makes the demands; those that still owe. The desk has taken the fee of every dossier on paper; every other one shall
/// be sent by post, and that is still to be paid.
async fn demands(app: &App, agency: i64) -> Result<Vec<DemandRow>> {
    let dossiers: Arc<dyn FeeDossiers> = app.port()?;
    let mut owing = Vec::new();
    for (at, dossier) in dossiers.received_last(app, agency, DOSSIERS).await?.into_iter().enumerate() {
        let at_receipt = acts::receiver_pays(app, dossier.id).await?;
        let tx = app.store.write(&Actor::system()).await?;
        let made = if at % 2 == 0 && !at_receipt {
            by_post(app, &tx, &dossier).await?
        } else {
            acts::demand_in(app, &tx, &dossier, None).await?.filter(|(_, new)| *new).map(|(made, _)| made)
        };
        if let Some(demand) = made {
            tx.commit().await?;
            if demand.sums().owed() > 0 {
                owing.push(demand);
            }
        }
    }
    Ok(owing)
}

/// A demand with postage, with what the desk noted entered; none where the dossier has one, or costs nothing.
async fn by_post(app: &App, tx: &Tx, dossier: &FeeDossier) -> Result<Option<DemandRow>> {
    let day = dossier.received_on.as_deref().and_then(|d| d.parse().ok()).unwrap_or_else(|| tx.at().day());
    let rates = acts::rates_on(app, tx, &dossier.procedure, day).await?;
    let mut lines = demand::lines(&rates, day, None)?;
    if lines.is_empty() {
        return Ok(None);
    }
    lines.push(Line {
        kind: Kind::Postage,
        name: "Cước trả kết quả qua bưu chính".to_owned(),
        unit: "đồng".to_owned(),
        quantity: 1,
        each: POSTAGE,
        amount: POSTAGE,
        relieved: 0,
        basis: String::new(),
    });
    let due: i64 = lines.iter().map(Line::due).sum();
    let new = NewDemand { dossier: dossier.clone(), pay_key: app.random.token(), rates_on: day, lines };
    let Some(id) = store::add_demand(tx, new).await? else { return Ok(None) };
    let after = json!({"fee_dossier": dossier.code, "fee_due": Dong(due).to_string()});
    tx.journal(Change::of("fees", "fee_demand", id, "fee_demand").after(after)).await?;
    let Some(made) = store::demand(tx, id).await? else { return Ok(None) };
    let dossiers: Arc<dyn FeeDossiers> = app.port()?;
    for money in dossiers.noted(app, dossier.id).await? {
        acts::enter_in(app, tx, &made, money.amount, Money::Paper(&money, None)).await?;
    }
    store::demand(tx, id).await
}

/// Orders at the gateway: most are paid, the last one hangs.
async fn orders(app: &App, online: &[(usize, DemandRow)]) -> Result<Vec<(String, String, i64)>> {
    let mut paid = Vec::new();
    for (at, demand) in online {
        let order = acts::order(app, &Actor::public("Người nộp"), demand).await?;
        if at + 3 > online.len() * 3 - 1 {
            continue;
        }
        let reference = format!("TN-{}", order.code);
        let told = Told {
            order: order.code.clone(),
            reference: reference.clone(),
            amount: order.amount,
            outcome: Outcome::Paid,
        };
        acts::hear(app, &told, "callback").await?;
        paid.push((order.code, reference, order.amount));
    }
    Ok(paid)
}

/// A statement with one amount wrong and one order that nobody made, both settled; and the one that the gateway sent in its
/// place, in which the order that nobody made still stands.
async fn statement(app: &App, clerk: &Actor, orders: Vec<(String, String, i64)>) -> Result<()> {
    let on: Day = app.clock.now().day();
    let strange = Stated { reference: "TN-9001".to_owned(), order: "MC0-1".to_owned(), amount: 20_000, on };
    let line = |(order, reference, amount): (String, String, i64)| Stated { reference, order, amount, on };
    let mut right: Vec<Stated> = orders.into_iter().map(line).collect();
    right.push(strange);
    let mut first = right.clone();
    if let Some(wrong) = first.first_mut() {
        wrong.amount += 1_000;
    }
    let settled = acts::import(app, clerk, "sao-ke-thu-nghiem.csv", first).await?;
    for line in store::open_lines(&app.store, settled).await? {
        let reason = if line.finding == Finding::Amount.code() {
            "Cổng ghi thừa 1.000 đồng; đã xác nhận sẽ gửi lại sao kê đúng."
        } else {
            "Lệnh chạy thử của cổng, không thuộc thành phố; đã báo cổng bỏ khỏi sao kê."
        };
        acts::settle(app, clerk, &line, reason).await?;
    }
    acts::import(app, clerk, "sao-ke-thu-nghiem-gui-lai.csv", right).await?;
    Ok(())
}

/// Cash: one book closed and confirmed, with a receipt cancelled and refunds; another one open.
async fn books(
    app: &App,
    (clerk, head): (&Actor, &Actor),
    agency: i64,
    cash: &[(usize, DemandRow)],
) -> Result<()> {
    let first = acts::open(app, clerk, agency, 500_000).await?;
    let (morning, rest) = cash.split_at(cash.len() / 3);
    for (at, (_, demand)) in morning.iter().enumerate() {
        let receipt = acts::take(app, clerk, demand.id, demand.sums().owed()).await?;
        if at == 0
            && let Some(receipt) = store::receipt(&app.store, receipt).await?
        {
            acts::cancel_receipt(app, clerk, &receipt, "Ghi nhầm hồ sơ").await?;
        }
    }
    if let Some(session) = store::session(&app.store, first).await? {
        let expected = store::drawer(&app.store, &session).await?.expected();
        let counts = notes(expected);
        let whole = book::counted(&counts) == Some(expected);
        acts::close(app, clerk, first, &counts, if whole { "" } else { "Tiền lẻ" }).await?;
        acts::confirm(app, head, first).await?;
    }
    for (at, (_, demand)) in morning.iter().skip(1).take(2).enumerate() {
        let amount = demand.sums().owed().min(10_000);
        let asked = acts::ask(app, clerk, demand.id, amount, "Thu thừa cước: người nộp đến nhận").await?;
        if at == 0
            && let Some(refund) = store::refund(&app.store, asked).await?
        {
            acts::decide(app, head, &refund, true, "").await?;
        }
    }
    acts::open(app, clerk, agency, 300_000).await?;
    // A few are left, to be paid at the counter.
    for (_, demand) in rest.iter().take(rest.len().saturating_sub(4)) {
        acts::take(app, clerk, demand.id, demand.sums().owed()).await?;
    }
    Ok(())
}

/// An amount in notes, the largest first; what no note makes up is left.
fn notes(mut amount: i64) -> Vec<(i64, i64)> {
    DENOMINATIONS
        .into_iter()
        .map(|note| {
            let count = amount / note;
            amount -= count * note;
            (note, count)
        })
        .collect()
}
