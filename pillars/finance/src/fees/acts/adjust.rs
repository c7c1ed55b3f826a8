//! What a demand asks for, put right before anything is paid: how many, who is exempt and on what ground, postage.

use super::demand::rates_on;
use crate::fees::rules::demand::Line;
use crate::fees::rules::schedule::{self, Kind, Rate, Relief};
use crate::fees::store::{self, DemandRow};
use contracts::post::Post;
use kernel::{Day, Dong};
use platform::error::{Error, Result};
use platform::{Actor, App, Change, Refusal};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What shall stand.
#[derive(Debug, Clone)]
pub struct Adjusted {
    /// How many of each line, by its id; a line that is not named stays as it is.
    pub quantities: BTreeMap<i64, i64>,
    /// Code of the group that is relieved; none: nobody.
    pub relief: Option<String>,
    /// The paper that shows it.
    pub proof: String,
    /// The result goes by post.
    pub postage: bool,
}

/// The groups relieved on a day: rule `fees.reliefs`.
fn reliefs(app: &App, day: Day, procedure: &str) -> Result<Vec<Relief>> {
    let all: Vec<Relief> = app.profiles().get_or("fees.reliefs", day, Vec::new())?;
    Ok(all.into_iter().filter(|r| r.holds_for(procedure)).collect())
}

/// The groups that a demand may be relieved for.
pub fn relief_of(app: &App, of: &DemandRow) -> Result<Vec<Relief>> {
    reliefs(app, rates_day(of)?, &of.procedure_code)
}

fn rates_day(of: &DemandRow) -> Result<Day> {
    of.rates_on.parse().map_err(|_| Error::fault(format!("fee_demand {}", of.id), &of.rates_on))
}

/// Whether the post has the result of a dossier already, and takes its postage from who receives it.
pub async fn receiver_pays(app: &App, dossier: i64) -> Result<bool> {
    let Ok(post) = app.port::<Arc<dyn Post>>() else { return Ok(false) };
    post.receiver_pays(app, dossier).await
}

/// Puts a demand right; refused once something was paid.
pub async fn adjust(app: &App, by: &Actor, id: i64, wanted: &Adjusted) -> Result<()> {
    let tx = app.store.write(by).await?;
    let of = store::lock(&tx, id).await?.ok_or(Error::NotFound)?;
    if of.paid > 0 {
        return Err(Refusal::new("fees-refused-adjust-paid").into());
    }
    let day = rates_day(&of)?;
    let relief = match &wanted.relief {
        None => None,
        Some(code) => {
            let found = relief_of(app, &of)?.into_iter().find(|r| r.code == *code);
            let mut relief = found.ok_or_else(|| Refusal::new("fees-refused-relief-unknown"))?;
            relief.ground = format!("{}; {}", relief.ground, wanted.proof);
            Some(relief)
        }
    };
    let mut lines = Vec::new();
    for row in store::lines_of(&tx, id).await?.into_iter().filter(|l| l.kind != Kind::Postage.code()) {
        let quantity = wanted.quantities.get(&row.id).copied().unwrap_or(row.quantity);
        let rate = Rate {
            kind: Kind::from_code(&row.kind).unwrap_or(Kind::Fee),
            name: row.name,
            unit: row.unit,
            amount: row.each_amount,
            from: day,
            to: None,
            basis: row.basis,
        };
        lines.push(Line::of(&rate, quantity, relief.as_ref())?);
    }
    if wanted.postage {
        if receiver_pays(app, of.dossier_id).await? {
            return Err(Refusal::new("fees-refused-postage-receiver").into());
        }
        let rates = rates_on(app, &tx, &of.procedure_code, day).await?;
        let post = schedule::in_force(&rates, day).into_iter().filter(|r| r.kind == Kind::Postage);
        let post = post.map(|rate| Line::of(rate, 1, None)).collect::<Result<Vec<_>, _>>()?;
        if post.is_empty() {
            return Err(Refusal::new("fees-refused-no-postage").into());
        }
        lines.extend(post);
    }
    let due: i64 = lines.iter().map(Line::due).sum();
    store::replace_lines(&tx, id, lines).await?;
    store::set_relief(&tx, id, relief.as_ref()).await?;
    store::save_sums(&tx, id).await?;
    let change = Change::of("fees", "fee_demand", id, "fee_adjust")
        .before(json!({"fee_due": Dong(of.due).to_string(), "fee_relief": of.relief_name}))
        .after(json!({"fee_due": Dong(due).to_string(), "fee_relief": relief.as_ref().map(|r| &r.name)}))
        .reason(relief.as_ref().map(|r| r.ground.as_str()));
    tx.journal(change).await?;
    tx.commit().await
}
