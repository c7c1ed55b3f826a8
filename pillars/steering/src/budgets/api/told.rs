//! How budgets, their lines, steps, changes, comments, decisions and entries are told to other programs.

use super::super::store::budgets::Budget;
use super::super::store::lines::Line;
use super::super::store::money::Decision;
use super::super::store::spending::Entry;
use super::super::store::talk::Comment;
use super::super::store::way::{ChangeRow, StepRow};
use platform::Ctx;
use platform::api::types::{AgencyBrief, At};
use schemars::JsonSchema;
use serde::Serialize;

/// A budget.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BudgetOut {
    /// Number of the record.
    pub id: i64,
    /// Its agency.
    pub agency: AgencyBrief,
    /// Year.
    pub year: i64,
    /// city, district or commune.
    pub tier: String,
    /// draft, underway, returned, decided, allocated, settling or settled.
    pub state: String,
    /// Where it lies on its way: review, balance, committee, council; "" before it was sent.
    pub step: String,
    /// Agency it lies with.
    pub holder: AgencyBrief,
    /// How often it was sent.
    pub round: i64,
    /// Version, to be named by who changes it.
    pub version: i64,
    /// Last day to send it.
    pub due_on: String,
    /// Day it was last sent.
    pub submitted_on: Option<String>,
    /// Day its way ended.
    pub decided_on: Option<String>,
    /// Day it was allocated.
    pub allocated_on: Option<String>,
    /// Day its account was approved.
    pub settled_on: Option<String>,
    /// Asked for, đồng.
    pub proposed: i64,
    /// As changed on its way or decided, đồng.
    pub amount: i64,
    /// Allocated with adjustments, đồng.
    pub allocated: i64,
    /// Spent, đồng.
    pub spent: i64,
    /// Address of the record.
    pub href: String,
}

/// Tells a budget.
pub fn budget(ctx: &Ctx, b: Budget) -> BudgetOut {
    BudgetOut {
        id: b.id,
        agency: AgencyBrief::of(ctx, b.agency_id),
        year: b.year,
        holder: AgencyBrief::of(ctx, b.holder_id),
        href: href(b.id),
        tier: b.tier,
        state: b.state,
        step: b.step,
        round: b.round,
        version: b.version,
        due_on: b.due_on,
        submitted_on: b.submitted_on,
        decided_on: b.decided_on,
        allocated_on: b.allocated_on,
        settled_on: b.settled_on,
        proposed: b.proposed,
        amount: b.amount,
        allocated: b.allocated,
        spent: b.spent,
    }
}

/// Address of a budget.
pub fn href(id: i64) -> String {
    format!("{}/budgets/{id}", platform::api::PREFIX)
}

/// A line.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BudgetLineOut {
    /// Number of the line.
    pub id: i64,
    /// Number of its budget.
    pub budget: i64,
    /// Its place in the budget, from 1.
    pub number: i64,
    /// Code of the agency.
    pub agency: String,
    /// Year.
    pub year: i64,
    /// What the money is for.
    pub name: String,
    /// The task it serves.
    pub task: String,
    /// Line of work of the agency's plan; none for a free task.
    pub plan_line: Option<i64>,
    /// Field of the programme, or "".
    pub field: String,
    /// Item of the programme, or "".
    pub programme_item: String,
    /// Code of the cost item.
    pub cost_item: String,
    /// The norm it follows.
    pub norm: String,
    /// central, city, district, commune or other.
    pub source: String,
    /// What is counted.
    pub unit: String,
    /// How many.
    pub quantity: i64,
    /// For one of them, đồng.
    pub price: i64,
    /// Quantity times price, đồng.
    pub proposed: i64,
    /// As changed or decided, đồng.
    pub amount: i64,
    /// Allocated, đồng.
    pub allocated: i64,
    /// Spent, đồng.
    pub spent: i64,
    /// Carried over into the next year, đồng.
    pub carried: i64,
}

/// Tells a line.
pub fn line(ctx: &Ctx, l: Line) -> BudgetLineOut {
    BudgetLineOut {
        id: l.id,
        budget: l.budget_id,
        number: l.number,
        agency: ctx.app.directory().get(l.agency_id).map(|a| a.code.clone()).unwrap_or_default(),
        year: l.year,
        name: l.name,
        task: l.task,
        plan_line: l.plan_line,
        field: l.field,
        programme_item: l.programme_item,
        cost_item: l.cost_item,
        norm: l.norm,
        source: l.source,
        unit: l.unit,
        quantity: l.quantity,
        price: l.price,
        proposed: l.proposed,
        amount: l.amount,
        allocated: l.allocated,
        spent: l.spent,
        carried: l.carried,
    }
}

/// A step of the way.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BudgetStepOut {
    /// Round, from 1.
    pub round: i64,
    /// review, balance, committee or council.
    pub step: String,
    /// The office.
    pub agency: AgencyBrief,
    /// Day it came there.
    pub arrived_on: Option<String>,
    /// Last day to end the step.
    pub due_on: Option<String>,
    /// Day it ended.
    pub done_on: Option<String>,
    /// passed, returned or withdrawn; "" while it is open.
    pub outcome: String,
    /// The signed paper, where one is named.
    pub paper: String,
    /// What was noted.
    pub note: String,
}

/// Tells a step.
pub fn step(ctx: &Ctx, s: StepRow) -> BudgetStepOut {
    BudgetStepOut {
        round: s.round,
        step: s.step,
        agency: AgencyBrief::of(ctx, s.agency_id),
        arrived_on: s.arrived_on,
        due_on: s.due_on,
        done_on: s.done_on,
        outcome: s.outcome,
        paper: s.paper,
        note: s.note,
    }
}

/// A change of an amount.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BudgetChangeOut {
    /// Number of the line.
    pub line: i64,
    /// Round.
    pub round: i64,
    /// Step at which it was changed; "" by the agency itself.
    pub step: String,
    /// Agency that changed it.
    pub agency: AgencyBrief,
    /// Before, đồng.
    pub before: i64,
    /// After, đồng.
    pub after: i64,
    /// Why.
    pub reason: String,
    /// Who.
    pub author: String,
    /// When.
    pub at: At,
}

/// Tells a change.
pub fn change(ctx: &Ctx, c: ChangeRow) -> BudgetChangeOut {
    BudgetChangeOut {
        line: c.line_id,
        round: c.round,
        step: c.step,
        agency: AgencyBrief::of(ctx, c.agency_id),
        before: c.amount_before,
        after: c.amount_after,
        reason: c.reason,
        author: c.author_name,
        at: At::of(c.at),
    }
}

/// A comment.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BudgetCommentOut {
    /// Number of the comment.
    pub id: i64,
    /// Number of the line; none: the whole budget.
    pub line: Option<i64>,
    /// What was said.
    pub text: String,
    /// Who said it.
    pub author: String,
    /// When.
    pub at: At,
    /// The answer, or "".
    pub answer: String,
}

/// Tells a comment.
pub fn comment(c: Comment) -> BudgetCommentOut {
    BudgetCommentOut {
        id: c.id,
        line: c.line_id,
        text: c.text,
        author: c.author_name,
        at: At::of(c.at),
        answer: c.answer,
    }
}

/// A decision on money.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BudgetDecisionOut {
    /// Number of the decision.
    pub id: i64,
    /// allocation, adjustment or settlement.
    pub kind: String,
    /// proposed, approved or refused.
    pub state: String,
    /// Why it was proposed.
    pub reason: String,
    /// The signed paper.
    pub paper: String,
    /// Day it was signed.
    pub signed_on: Option<String>,
}

/// Tells a decision.
pub fn decision(d: Decision) -> BudgetDecisionOut {
    BudgetDecisionOut {
        id: d.id,
        kind: d.kind,
        state: d.state,
        reason: d.reason,
        paper: d.paper,
        signed_on: d.signed_on,
    }
}

/// An entry of spending.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SpendingOut {
    /// Number of the entry.
    pub id: i64,
    /// Number of its line.
    pub line: i64,
    /// Number of its budget.
    pub budget: i64,
    /// Day it was spent.
    pub spent_on: String,
    /// Number of the voucher.
    pub paper: String,
    /// Amount, đồng.
    pub amount: i64,
    /// Who was paid: an organisation.
    pub payee: String,
    /// Whether it was struck out.
    pub struck_out: bool,
    /// Why it was.
    pub reason: String,
}

/// Tells an entry.
pub fn entry(e: Entry) -> SpendingOut {
    SpendingOut {
        id: e.id,
        line: e.line_id,
        budget: e.budget_id,
        spent_on: e.spent_on,
        paper: e.paper,
        amount: e.amount,
        payee: e.payee,
        struck_out: e.voided_at.is_some(),
        reason: e.void_reason,
    }
}
