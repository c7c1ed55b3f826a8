//! The way of a plan: submitted, taken back, returned, approved by a second person of the right agency, amended.

use super::super::dated;
use super::super::slice::{APPROVE, EDIT, VIEW};
use super::super::store::plans::{self, Edition, Plan};
use super::super::store::{copies, talk, tasks};
use super::{RECORD, changed, fast, index, reopened, title};
use kernel::Day;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::{App, Change, Permission, Tx, journal, staff};
use serde_json::json;

/// Acts whose doers may not approve: whoever wrote or sent a plan is not the second person.
const HANDS: [&str; 5] =
    ["reform_plan_begin", "reform_plan_submit", "reform_task_add", "reform_task_rewrite", "reform_task_drop"];

/// Tells those who hold a right over an agency of a plan, once each until they have read it.
async fn tell(
    app: &App,
    tx: &Tx,
    plan: &Plan,
    template: &'static str,
    (permission, agency): (Permission, i64),
) -> Result<()> {
    for member in staff::able(app, permission, agency, tx.at().day()).await? {
        let notice = Notice {
            template,
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: format!("/ke-hoach-cchc/ke-hoach/{}", plan.id),
            values: json!({
                "plan": title(app, plan)?,
                "agency": app.directory().name(plan.agency_id),
                "reason": plan.reason,
                "due": plan.answer_due_on.as_deref().and_then(|d| d.parse::<Day>().ok()).map(Day::vn),
            }),
        };
        notices::send_once(tx, &notice).await?;
    }
    Ok(())
}

/// Submits the newest edition to the approver by the rule of today.
pub async fn submit(app: &App, tx: &Tx, plan: &Plan, by: &str) -> Result<()> {
    let written = tasks::of_edition(tx, plan.id, plan.edition).await?;
    let unanswered = talk::unanswered(tx, plan.id, plan.edition).await?;
    plan.state()?.submit(written.len(), usize::try_from(unanswered).unwrap_or_default())?;
    let today = tx.at().day();
    let approver = dated::approver_of(app, plan.agency_id, today)?;
    let due = dated::answer_due(app, approver, today)?;
    fast(plans::submit(tx, plan, by, approver, due).await?)?;
    let after = json!({
        "reform_edition": plan.edition, "reform_approver": app.directory().name(approver),
        "reform_answer_due": due.to_string()
    });
    tx.journal(Change::of("plans", RECORD, plan.id, "reform_plan_submit").after(after)).await?;
    let plan = plans::get(tx, plan.id).await?;
    index(app, tx, &plan, &written).await?;
    tell(app, tx, &plan, "plans.submitted", (APPROVE, approver)).await
}

/// Takes a submitted edition back.
pub async fn withdraw(tx: &Tx, plan: &Plan) -> Result<()> {
    let to = plan.state()?.withdraw()?;
    fast(plans::stand(tx, plan, to, "").await?)?;
    tx.journal(Change::of("plans", RECORD, plan.id, "reform_plan_withdraw")).await
}

/// Gives a submitted edition back with the reason.
pub async fn give_back(app: &App, tx: &Tx, plan: &Plan, reason: &str) -> Result<()> {
    let to = plan.state()?.give_back()?;
    fast(plans::stand(tx, plan, to, reason).await?)?;
    let change = Change::of("plans", RECORD, plan.id, "reform_plan_return").reason(Some(reason));
    tx.journal(change).await?;
    let plan = plans::get(tx, plan.id).await?;
    tell(app, tx, &plan, "plans.returned", (EDIT, plan.agency_id)).await
}

/// Puts a submitted edition in force by a decision; the approver is none of those who wrote or sent it.
pub async fn approve(
    app: &App,
    tx: &Tx,
    plan: &Plan,
    (account, name): (i64, &str),
    (decision, on): (&str, Day),
) -> Result<()> {
    let hands = journal::hands(tx, RECORD, plan.id, &HANDS).await?;
    plan.state()?.approve(account, &hands)?;
    let before = tasks::of_edition(tx, plan.id, plan.in_force).await?;
    let written = tasks::of_edition(tx, plan.id, plan.edition).await?;
    let edition = Edition {
        edition: plan.edition,
        reason: plan.amend_reason.clone(),
        decision: decision.to_owned(),
        approved_on: on.to_string(),
        approved_by: name.to_owned(),
    };
    fast(plans::approve(tx, plan, on).await?)?;
    plans::add_edition(tx, plan.id, &edition).await?;
    let after = json!({
        "reform_edition": plan.edition, "reform_decision": decision, "reform_approved_on": on.to_string()
    });
    tx.journal(Change::of("plans", RECORD, plan.id, "reform_plan_approve").after(after)).await?;
    changed(tx, plan.agency_id, before.iter().chain(&written).map(|t| t.to_on.clone())).await?;
    let plan = plans::get(tx, plan.id).await?;
    index(app, tx, &plan, &written).await?;
    tell(app, tx, &plan, "plans.approved", (EDIT, plan.agency_id)).await?;
    send_copies(app, tx, &plan).await
}

/// Sends the edition in force to the agencies of the rule (programme, section IV.1.b: districts and communes report to three
/// departments) and tells their reviewers.
async fn send_copies(app: &App, tx: &Tx, plan: &Plan) -> Result<()> {
    let to: Vec<i64> =
        dated::copied_to(app, tx.at().day())?.into_iter().filter(|a| *a != plan.agency_id).collect();
    if to.is_empty() {
        return Ok(());
    }
    for agency in &to {
        copies::send(tx, plan.id, plan.in_force, *agency).await?;
        tell(app, tx, plan, "plans.copied", (VIEW, *agency)).await?;
    }
    let directory = app.directory();
    let names: Vec<&str> = to.iter().map(|id| directory.short_name(*id)).collect();
    let after = json!({"reform_edition": plan.in_force, "reform_copied_to": names.join(", ")});
    tx.journal(Change::of("plans", RECORD, plan.id, "reform_plan_copy").after(after)).await
}

/// Begins a new edition of a plan in force; the one in force stays until the new one is approved.
pub async fn amend(tx: &Tx, plan: &Plan, reason: &str) -> Result<()> {
    let to = plan.state()?.amend()?;
    let edition = plan.edition + 1;
    fast(plans::set_edition(tx, plan, (edition, to), reason).await?)?;
    tasks::copy(tx, plan.id, plan.in_force, edition).await?;
    let change = Change::of("plans", RECORD, plan.id, "reform_plan_amend");
    tx.journal(change.after(json!({"reform_edition": edition})).reason(Some(reason))).await
}

/// Gives the new edition up.
pub async fn drop_edition(tx: &Tx, plan: &Plan) -> Result<()> {
    let to = plan.state()?.drop_edition(plan.in_force)?;
    fast(plans::set_edition(tx, plan, (plan.in_force, to), "").await?)?;
    let gone = tasks::of_edition(tx, plan.id, plan.edition).await?;
    tasks::drop_edition(tx, plan.id, plan.edition).await?;
    reopened(tx, &gone).await?;
    let before = json!({"reform_edition": plan.edition});
    tx.journal(Change::of("plans", RECORD, plan.id, "reform_plan_keep").before(before)).await
}
