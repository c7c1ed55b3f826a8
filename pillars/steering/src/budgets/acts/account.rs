//! The account of a year: rendered by the agency by line, given back or approved by the agency that allocated.

use super::super::rules::rest;
use super::super::slice::ALLOCATE;
use super::super::store::budgets::{self, Budget};
use super::super::store::lines;
use super::super::store::money::{self, NewAllotment, NewDecision, SETTLEMENT};
use super::money::{fresh, with};
use super::{Paper, RECORD, Who, fast, tell, tell_writers};
use kernel::Dong;
use platform::error::{Error, Result};
use platform::{App, Change, Tx};
use serde_json::json;

/// What the agency says of a line: what is carried over, and why spending lies off.
#[derive(Debug, Clone)]
pub struct Said {
    /// The line.
    pub line: i64,
    /// Carried over of its rest.
    pub carried: Dong,
    /// Why spending lies off.
    pub explanation: String,
}

/// Renders account.
pub async fn render_account(
    app: &App,
    tx: &Tx,
    budget: &Budget,
    who: &Who,
    (said, key): (&[Said], &str),
) -> Result<()> {
    let state = budget.state()?.settle(money::open_of(tx, budget.id).await?)?;
    let new = NewDecision {
        budget: budget.id,
        kind: SETTLEMENT,
        reason: String::new(),
        by: (who.account, who.name.clone()),
        key: key.to_owned(),
    };
    let id = fresh(money::propose(tx, &new).await?)?;
    // The state goes first: from here on no entry of spending passes.
    fast(budgets::place(tx, budget, &with(state, budget.allocator_id, "", budget)).await?)?;
    let (mut carried, mut returned, mut spent) = (Dong::ZERO, Dong::ZERO, Dong::ZERO);
    for line in lines::of(tx, budget.id).await? {
        let said = said.iter().find(|s| s.line == line.id);
        let part = said.map_or(Dong::ZERO, |s| s.carried);
        let of = rest(Dong(line.allocated), Dong(line.spent), part)?;
        carried = carried + of.carried;
        returned = returned + of.returned;
        spent = spent + Dong(line.spent);
        lines::account(tx, line.id, part, said.map_or("", |s| s.explanation.as_str())).await?;
        let kept = NewAllotment {
            line: line.id,
            before: Dong(line.allocated),
            after: Dong(line.spent),
            quarters: super::super::rules::Quarters::default(),
        };
        money::add_allotment(tx, id, &kept).await?;
    }
    let after = json!({
        "budget_spent": spent.0, "budget_carried": carried.0, "budget_given_back": returned.0
    });
    tx.journal(Change::of("budgets", RECORD, budget.id, "budget_settle").after(after)).await?;
    tell(app, tx, budget.id, "budgets.arrived", (ALLOCATE, budget.allocator_id)).await
}

/// The account that waits.
async fn open(tx: &Tx, budget: i64) -> Result<money::Decision> {
    let found = money::of(tx, budget).await?;
    let open = found.into_iter().rev().find(|d| d.kind == SETTLEMENT && d.is_open());
    open.ok_or_else(|| Error::fault("budget_decision", "no account waits"))
}

/// Gives the account back with the reason.
pub async fn give_account_back(app: &App, tx: &Tx, budget: &Budget, who: &Who, reason: &str) -> Result<()> {
    let state = budget.state()?.give_account_back()?;
    let account = open(tx, budget.id).await?;
    fast(money::decide(tx, account.id, "refused", (reason, tx.at().day()), &who.name).await?)?;
    fast(budgets::place(tx, budget, &with(state, budget.agency_id, reason, budget)).await?)?;
    let change = Change::of("budgets", RECORD, budget.id, "budget_account_return").reason(Some(reason));
    tx.journal(change).await?;
    tell_writers(app, tx, budget, "budgets.returned").await
}

/// Approves the account by a decision.
pub async fn approve_account(tx: &Tx, budget: &Budget, who: &Who, paper: &Paper) -> Result<()> {
    budget.state()?.approve_account(who.hand(), &[])?;
    let account = open(tx, budget.id).await?;
    let hands: Vec<i64> = account.proposed_account.into_iter().collect();
    let state = budget.state()?.approve_account(who.hand(), &hands)?;
    fast(money::decide(tx, account.id, "approved", (&paper.number, paper.on), &who.name).await?)?;
    fast(budgets::place(tx, budget, &with(state, budget.agency_id, "", budget)).await?)?;
    budgets::settled(tx, budget.id, paper.on).await?;
    let after = json!({"budget_paper": paper.number, "budget_signed_on": paper.on.to_string()});
    tx.journal(Change::of("budgets", RECORD, budget.id, "budget_account_approve").after(after)).await
}
