//! Operations of the programming interface on budgets, over the pages' own lists, rights, reading and acts.
//!
//! told.rs: how budgets, lines and entries are told · read.rs: lists and records · acts.rs: what is done.

mod acts;
mod read;
mod told;

use super::slice::{ALLOCATE, DECIDE, EDIT, REVIEW, SPEND, SUBMIT, VIEW};
use platform::api::{Op, Operations};
use platform::{Access, Permission};

fn op(path: &'static str, id: &'static str, permission: Permission, summary: &'static str) -> Op {
    Op { path, id, access: Access::Permission(permission), summary }
}

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    money(way(reading(Operations::new())))
}

fn reading(operations: Operations) -> Operations {
    operations
        .get(
            op("/budgets", "listBudgets", VIEW, "Budgets that the caller may see, the newest year first"),
            read::list,
        )
        .get(
            op("/budgets/{id}", "getBudget", VIEW, "A budget with its lines, steps, changes and comments"),
            read::one,
        )
        .get(
            op("/budget-lines", "listBudgetLines", VIEW, "Lines of the budgets that the caller may see"),
            read::lines,
        )
        .get(
            op("/budget-spending", "listBudgetSpending", VIEW, "Entries of what was spent, the newest first"),
            read::spending,
        )
        .get(
            op(
                "/budget-overview",
                "getBudgetOverview",
                VIEW,
                "Sums of a year by field, tier, source or agency",
            ),
            read::overview,
        )
}

fn way(operations: Operations) -> Operations {
    operations
        .post(op("/budgets", "beginBudget", EDIT, "Begin an agency's estimate of a year"), acts::begin)
        .post(op("/budgets/{id}/lines", "addBudgetLine", EDIT, "Add a line"), acts::add_line)
        .post(
            op("/budgets/{id}/submit", "submitBudget", SUBMIT, "Send the estimate on its way"),
            acts::submit,
        )
        .post(
            op("/budgets/{id}/withdraw", "withdrawBudget", SUBMIT, "Take the estimate back"),
            acts::withdraw,
        )
        .post(
            op("/budgets/{id}/comments", "commentBudget", REVIEW, "Comment on what lies with one's office"),
            acts::comment,
        )
        .post(
            op(
                "/budget-lines/{id}/amount",
                "changeBudgetAmount",
                REVIEW,
                "Change the amount of a line that lies with one's office, with the reason",
            ),
            acts::change_amount,
        )
        .post(
            op("/budgets/{id}/pass", "passBudget", DECIDE, "Pass it on to the next office, or end its way"),
            acts::pass,
        )
        .post(
            op("/budgets/{id}/return", "returnBudget", DECIDE, "Give it back with the reason"),
            acts::give_back,
        )
}

fn money(operations: Operations) -> Operations {
    operations
        .post(
            op(
                "/budgets/{id}/allocate",
                "allocateBudget",
                ALLOCATE,
                "Allocate the money by line and quarter",
            ),
            acts::allocate,
        )
        .post(
            op(
                "/budgets/{id}/adjust",
                "proposeBudgetAdjustment",
                EDIT,
                "Propose another allocation of lines",
            ),
            acts::adjust,
        )
        .post(
            op(
                "/budget-decisions/{id}/decide",
                "decideBudgetAdjustment",
                ALLOCATE,
                "Approve or refuse a proposed adjustment",
            ),
            acts::decide_adjustment,
        )
        .post(
            op("/budget-lines/{id}/spending", "enterSpending", SPEND, "Enter what was spent of a line"),
            acts::spend,
        )
        .post(
            op(
                "/budget-spending/{id}/strike-out",
                "strikeOutSpending",
                SPEND,
                "Strike an entry out with the reason; it stays in the list",
            ),
            acts::strike_out,
        )
        .post(op("/budgets/{id}/settle", "settleBudget", SUBMIT, "Render account of the year"), acts::settle)
        .post(
            op("/budgets/{id}/approve-account", "approveBudgetAccount", ALLOCATE, "Approve the account"),
            acts::approve_account,
        )
        .post(
            op("/budgets/{id}/return-account", "returnBudgetAccount", ALLOCATE, "Give the account back"),
            acts::return_account,
        )
}
