//! The way of an estimate: sent, taken back, commented on, amounts changed with a reason, passed on by a second person, given back.

use super::super::dated;
use super::super::rules::State;
use super::super::slice::REVIEW;
use super::super::store::budgets::{self, Budget, Place};
use super::super::store::lines::{self, Line};
use super::super::store::talk::{self, Comment, NewComment};
use super::super::store::way::{self, Ending, NewChange, StepRow};
use super::{Paper, RECORD, Who, fast, index, tell, tell_writers};
use kernel::{Day, Dong};
use platform::error::{Error, Result};
use platform::{App, Change, Refusal, Tx, journal};
use serde_json::json;

/// Acts whose doers may not pass the estimate on: whoever wrote or sent it is not the second person. Nor is whoever changed an
/// amount since it was last sent; what was changed before, its agency has sent anew as its own. Where one leader alone decides, as
/// in a commune, a cut would else end the way for good.
const HANDS: [&str; 5] =
    ["budget_begin", "budget_line_add", "budget_line_rewrite", "budget_line_drop", "budget_submit"];

/// The step at which a budget lies.
async fn present(tx: &Tx, budget: &Budget) -> Result<StepRow> {
    let found = way::steps(tx, budget.id).await?;
    let here = found.into_iter().find(|s| s.round == budget.round && s.position == budget.position);
    here.ok_or_else(|| Error::fault("budget_step", "the budget lies at no step"))
}

/// Lets an office see the budget and says until when it is to answer.
async fn arrive(app: &App, tx: &Tx, budget: i64, step: &StepRow, today: Day) -> Result<Day> {
    let due = dated::step_due(app, step.agency_id, today)?;
    way::arrive(tx, step.id, today, due).await?;
    budgets::let_see(tx, budget, step.agency_id, "step", today).await?;
    Ok(due)
}

/// Sends the estimate on its way by the rule of today; a new round begins.
pub async fn submit(app: &App, tx: &Tx, budget: &Budget) -> Result<()> {
    let written = lines::of(tx, budget.id).await?;
    let unanswered = talk::unanswered(tx, budget.id).await?;
    let state = budget.state()?.submit(written.len(), usize::try_from(unanswered).unwrap_or_default())?;
    let today = tx.at().day();
    let Some(to) = dated::way_of(app, budget.agency_id, today)? else {
        return Err(Refusal::new("budgets-refused-no-way").into());
    };
    let round = budget.round + 1;
    way::begin(tx, budget.id, round, &to.steps).await?;
    let steps = way::steps(tx, budget.id).await?;
    let first = steps.iter().find(|s| s.round == round && s.position == 1);
    let first = first.ok_or_else(|| Error::fault("budget_step", "a way without steps"))?;
    let due = arrive(app, tx, budget.id, first, today).await?;
    let place = Place {
        state,
        position: 1,
        step: first.step.clone(),
        holder: first.agency_id,
        answer_due: Some(due),
        reason: String::new(),
    };
    fast(budgets::place(tx, budget, &place).await?)?;
    let allocator = to.allocator().unwrap_or(budget.agency_id);
    budgets::sent(tx, budget.id, round, (&to.tier, allocator), today).await?;
    let after = json!({
        "budget_round": round, "budget_amount": budget.amount,
        "budget_holder": app.directory().name(first.agency_id)
    });
    tx.journal(Change::of("budgets", RECORD, budget.id, "budget_submit").after(after)).await?;
    index(app, tx, budget.id).await?;
    tell(app, tx, budget.id, "budgets.arrived", (REVIEW, first.agency_id)).await
}

/// Ends the present step and places the budget with its agency again.
async fn back(
    tx: &Tx,
    budget: &Budget,
    who: &Who,
    (state, outcome, reason): (State, &'static str, &str),
) -> Result<()> {
    let step = present(tx, budget).await?;
    let place = Place {
        state,
        position: 0,
        step: String::new(),
        holder: budget.agency_id,
        answer_due: None,
        reason: reason.to_owned(),
    };
    fast(budgets::place(tx, budget, &place).await?)?;
    let ending = Ending {
        outcome,
        by: who.name.clone(),
        account: who.account,
        note: reason.to_owned(),
        ..Ending::default()
    };
    way::end(tx, step.id, tx.at().day(), &ending).await
}

/// Takes it back.
pub async fn withdraw(tx: &Tx, budget: &Budget, who: &Who) -> Result<()> {
    let state = budget.state()?.withdraw(budget.position)?;
    back(tx, budget, who, (state, "withdrawn", "")).await?;
    tx.journal(Change::of("budgets", RECORD, budget.id, "budget_withdraw")).await
}

/// Gives it back with the reason.
pub async fn give_back(app: &App, tx: &Tx, budget: &Budget, who: &Who, reason: &str) -> Result<()> {
    let state = budget.state()?.give_back()?;
    back(tx, budget, who, (state, "returned", reason)).await?;
    let change = Change::of("budgets", RECORD, budget.id, "budget_return").reason(Some(reason));
    tx.journal(change.after(json!({"budget_holder": app.directory().name(who.agency)}))).await?;
    tell_writers(app, tx, budget, "budgets.returned").await
}

/// Changes the amount of a line that lies with an office; the reason is kept beside it.
pub async fn change_amount(
    tx: &Tx,
    (budget, line): (&Budget, &Line),
    who: &Who,
    (after, reason): (Dong, &str),
) -> Result<()> {
    budget.state()?.is_underway()?;
    let before = Dong(line.amount);
    if before == after {
        return Err(Refusal::new("budgets-refused-same").into());
    }
    fast(budgets::touch(tx, budget).await?)?;
    fast(lines::set_amount(tx, line.id, (before, after)).await?)?;
    let new = NewChange {
        budget: budget.id,
        line: line.id,
        round: budget.round,
        step: budget.step.clone(),
        agency: who.agency,
        before,
        after,
        reason: reason.to_owned(),
        author: who.name.clone(),
    };
    way::add_change(tx, &new).await?;
    let change = Change::of("budgets", RECORD, budget.id, "budget_change").reason(Some(reason));
    let told = |amount: Dong| json!({"budget_line": line.name, "budget_amount": amount.0});
    tx.journal(change.before(told(before)).after(told(after))).await
}

/// Passes it on to the next office, or ends its way. Nobody passes two steps of a round, but for the Council's resolution, which
/// is only entered here.
pub async fn pass(
    app: &App,
    tx: &Tx,
    budget: &Budget,
    who: &Who,
    (paper, note): (Option<&Paper>, &str),
) -> Result<()> {
    let state = budget.state()?;
    state.is_underway()?;
    let steps = way::steps(tx, budget.id).await?;
    let round: Vec<&StepRow> = steps.iter().filter(|s| s.round == budget.round).collect();
    let step = present(tx, budget).await?;
    let mut hands = journal::hands(tx, RECORD, budget.id, &HANDS).await?;
    hands.extend(journal::hands_since(tx, RECORD, budget.id, (&["budget_change"], "budget_submit")).await?);
    // The Council itself decides: who enters its resolution may have laid the estimate before it.
    if !step.step()?.needs_paper() {
        hands.extend(round.iter().filter(|s| s.outcome == "passed").filter_map(|s| s.done_account));
    }
    let last = round.iter().map(|s| s.position).max().unwrap_or_default();
    let (state, position) = state.pass((budget.position, last), (who.hand(), &hands))?;
    let today = tx.at().day();
    let ending = Ending {
        outcome: "passed",
        by: who.name.clone(),
        account: who.account,
        paper: paper.map(|p| p.number.clone()).unwrap_or_default(),
        note: note.to_owned(),
    };
    let on = paper.map_or(today, |p| p.on);
    way::end(tx, step.id, on, &ending).await?;
    let next = round.iter().find(|s| s.position == position && state == State::Underway);
    let due = match next {
        Some(next) => Some(arrive(app, tx, budget.id, next, today).await?),
        None => None,
    };
    let place = Place {
        state,
        position,
        step: next.map_or(budget.step.clone(), |n| n.step.clone()),
        holder: next.map_or(budget.allocator_id, |n| n.agency_id),
        answer_due: due,
        reason: String::new(),
    };
    fast(budgets::place(tx, budget, &place).await?)?;
    let after = json!({
        "budget_step": step.step, "budget_holder": app.directory().name(place.holder),
        "budget_paper": ending.paper, "budget_note": note
    });
    tx.journal(Change::of("budgets", RECORD, budget.id, "budget_pass").after(after)).await?;
    match next {
        Some(next) => tell(app, tx, budget.id, "budgets.arrived", (REVIEW, next.agency_id)).await,
        None => decided(app, tx, budget, on).await,
    }
}

/// The way has ended: copies go out by the rule, the agency is told.
async fn decided(app: &App, tx: &Tx, budget: &Budget, on: Day) -> Result<()> {
    budgets::decided(tx, budget.id, on).await?;
    let today = tx.at().day();
    let way = dated::way_of(app, budget.agency_id, today)?;
    for agency in way.map(|w| w.copies).unwrap_or_default() {
        budgets::let_see(tx, budget.id, agency, "copy", today).await?;
    }
    budgets::let_see(tx, budget.id, budget.allocator_id, "step", today).await?;
    tell_writers(app, tx, budget, "budgets.decided").await
}

/// Adds a comment; the new one's number.
pub async fn comment(tx: &Tx, new: &NewComment, line: &str) -> Result<i64> {
    let id = talk::add(tx, new).await?;
    let after = json!({"budget_comment": new.text, "budget_line": line});
    tx.journal(Change::of("budgets", RECORD, new.budget, "budget_comment").after(after)).await?;
    Ok(id)
}

/// Answers a comment, once.
pub async fn answer(tx: &Tx, comment: &Comment, text: &str, by: &str) -> Result<()> {
    if !talk::answer(tx, comment.id, text, by).await? {
        return Err(Refusal::new("budgets-refused-answered").into());
    }
    let after = json!({"budget_comment": comment.text, "budget_answer": text});
    tx.journal(Change::of("budgets", RECORD, comment.budget_id, "budget_answer").after(after)).await
}
