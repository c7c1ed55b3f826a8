//! The demand of a dossier, made from the schedule of its receipt day.

use super::pay::{Money, enter_in};
use crate::fees::rules::demand::{self, Line};
use crate::fees::rules::schedule::{Kind, Rate};
use crate::fees::store::{self, DemandRow, NewDemand, NewRate};
use contracts::fees::{FeeDossier, FeeDossiers};
use contracts::procedures::{Catalogue, Procedure};
use kernel::{Day, Dong};
use platform::error::Result;
use platform::messages::Lang;
use platform::{App, Change, Read, Tx};
use serde_json::json;
use std::sync::Arc;

/// The demand of a dossier, taken in hand; made if it is not there yet. `None` where the schedule of the day asks for
/// nothing. With `taken`, money that came anyhow, there always is one: it is for that money.
pub async fn demand_in(
    app: &App,
    tx: &Tx,
    dossier: &FeeDossier,
    taken: Option<i64>,
) -> Result<Option<(DemandRow, bool)>> {
    if let Some(found) = store::lock_of_dossier(tx, dossier.id).await? {
        return Ok(Some((found, false)));
    }
    let day = dossier.received_on.as_deref().and_then(|d| d.parse().ok()).unwrap_or_else(|| tx.at().day());
    let rates = rates_on(app, tx, &dossier.procedure, day).await?;
    let mut lines = demand::lines(&rates, day, None)?;
    if let (true, Some(amount)) = (lines.is_empty(), taken) {
        lines.push(by_the_desk(app, dossier, day, amount).await?);
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let due: i64 = lines.iter().map(Line::due).sum();
    let new = NewDemand { dossier: dossier.clone(), pay_key: app.random.token(), rates_on: day, lines };
    let Some(id) = store::add_demand(tx, new).await? else {
        return Ok(store::lock_of_dossier(tx, dossier.id).await?.map(|found| (found, false)));
    };
    let after = json!({"fee_dossier": dossier.code, "fee_due": Dong(due).to_string()});
    tx.journal(Change::of("fees", "fee_demand", id, "fee_demand").after(after)).await?;
    let Some(made) = store::demand(tx, id).await? else { return Ok(None) };
    // What the desk noted before there was a demand is paid; what it notes in this transaction is entered by whoever notes it.
    if let Ok(dossiers) = app.port::<Arc<dyn FeeDossiers>>() {
        for money in dossiers.noted(app, dossier.id).await? {
            enter_in(app, tx, &made, money.amount, Money::Paper(&money, None)).await?;
        }
    }
    Ok(store::demand(tx, id).await?.map(|made| (made, true)))
}

/// The line of money taken where the schedule names no amount: the procedure says that it depends.
async fn by_the_desk(app: &App, dossier: &FeeDossier, day: Day, amount: i64) -> Result<Line> {
    let published = published(app, &dossier.procedure, day).await?;
    let fee = published.as_ref().and_then(|v| v.fees.iter().find(|f| f.amount.is_none()));
    let name = fee.map_or_else(|| app.locale(Lang::Vi).t("fees-line-desk"), |f| f.name.clone());
    Ok(Line {
        kind: Kind::of_name(&name),
        name,
        unit: "đồng".to_owned(),
        quantity: 1,
        each: amount,
        amount,
        relieved: 0,
        basis: String::new(),
    })
}

/// The schedule of a procedure on a day: its own rows, or what the procedure itself publishes where it has none.
pub async fn rates_on(app: &App, db: &impl Read, procedure: &str, day: Day) -> Result<Vec<Rate>> {
    let rows = store::rates_of(db, procedure).await?;
    if !rows.is_empty() {
        return rows.iter().map(store::RateRow::rate).collect();
    }
    Ok(published(app, procedure, day).await?.map(|body| of_procedure(&body)).unwrap_or_default())
}

async fn published(app: &App, procedure: &str, day: Day) -> Result<Option<Procedure>> {
    let Ok(catalogue) = app.port::<Arc<dyn Catalogue>>() else { return Ok(None) };
    Ok(catalogue.in_force(app, procedure, day).await?.map(|version| version.body.clone()))
}

fn of_procedure(body: &Procedure) -> Vec<Rate> {
    let fixed = body.fees.iter().filter_map(|fee| Some((fee, fee.amount?)));
    fixed
        .map(|(fee, amount)| Rate {
            kind: Kind::of_name(&fee.name),
            name: fee.name.clone(),
            unit: fee.unit.clone().unwrap_or_else(|| "đồng".to_owned()),
            amount,
            from: body.valid_from,
            to: None,
            basis: fee.note.clone().unwrap_or_else(|| format!("{} {}", body.code, body.name)),
        })
        .collect()
}

/// What a procedure publishes, as rows of the schedule to begin with.
pub fn taken_over(body: &Procedure) -> Vec<NewRate> {
    let confirmed = |name: &str| body.fees.iter().any(|f| f.name == name && f.confirmed);
    of_procedure(body)
        .into_iter()
        .map(|rate| NewRate { confirmed: confirmed(&rate.name), procedure_code: body.code.clone(), rate })
        .collect()
}
