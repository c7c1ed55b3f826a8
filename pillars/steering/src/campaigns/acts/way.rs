//! The way of a plan: submitted, taken back, returned, approved by a second person of the right agency, amended.

use super::super::dated;
use super::super::slice::{APPROVE, EDIT};
use super::super::store::campaigns;
use super::super::store::plans::{self, Edition, Plan};
use super::{PLAN, changed, fast, tell, title};
use kernel::Day;
use platform::error::Result;
use platform::search::{self, SearchDoc};
use platform::{App, Change, Permission, Tx, journal};
use serde_json::json;

/// Acts whose doers may not approve: whoever wrote or sent a plan is not the second person.
const HANDS: [&str; 7] = [
    "comm_plan_begin",
    "comm_plan_submit",
    "comm_campaign_add",
    "comm_campaign_rewrite",
    "comm_campaign_drop",
    "comm_pieces_plan",
    "comm_pieces_unplan",
];

/// Puts the plan into the index as it stands now, found by the names of its campaigns too.
pub(super) async fn index(app: &App, tx: &Tx, plan: &Plan) -> Result<()> {
    let written = campaigns::of_edition(tx, plan.id, plan.edition).await?;
    let words: Vec<&str> = written.iter().map(|c| c.name.as_str()).collect();
    let doc = SearchDoc {
        kind: PLAN,
        record_id: plan.id,
        title: title(app, plan),
        summary: app.directory().name(plan.agency_id).to_owned(),
        href: format!("/truyen-thong/ke-hoach/{}", plan.id),
        words: words.join(" "),
        agency_id: Some(plan.agency_id),
        many: false,
    };
    search::index(tx, &doc).await
}

async fn told(app: &App, tx: &Tx, plan: &Plan, template: &'static str, to: (Permission, i64)) -> Result<()> {
    let due = plan.answer_due_on.as_deref().and_then(|d| d.parse::<Day>().ok()).map(Day::vn);
    let values = json!({
        "plan": title(app, plan), "agency": app.directory().name(plan.agency_id), "reason": plan.reason, "due": due
    });
    tell(app, tx, to, template, (format!("/truyen-thong/ke-hoach/{}", plan.id), values)).await
}

/// Submits the newest edition to the approver by the rule of today.
pub async fn submit(app: &App, tx: &Tx, plan: &Plan, by: &str) -> Result<()> {
    let planned = campaigns::planned_of(tx, plan.id, plan.edition).await?;
    plan.state()?.submit(planned.iter().map(|n| n.pieces).fold(0, i64::saturating_add))?;
    let today = tx.at().day();
    let approver = dated::approver_of(app, plan.agency_id, today)?;
    let due = dated::answer_due(app, approver, today)?;
    fast(plans::submit(tx, plan, by, (approver, due)).await?)?;
    let after = json!({
        "comm_edition": plan.edition, "comm_approver": app.directory().name(approver), "comm_answer_due": due.to_string()
    });
    tx.journal(Change::of("campaigns", PLAN, plan.id, "comm_plan_submit").after(after)).await?;
    let plan = plans::get(tx, plan.id).await?;
    index(app, tx, &plan).await?;
    told(app, tx, &plan, "campaigns.submitted", (APPROVE, approver)).await
}

/// Takes a submitted edition back.
pub async fn withdraw(tx: &Tx, plan: &Plan) -> Result<()> {
    let to = plan.state()?.withdraw()?;
    fast(plans::stand(tx, plan, to, "").await?)?;
    tx.journal(Change::of("campaigns", PLAN, plan.id, "comm_plan_withdraw")).await
}

/// Gives a submitted edition back with the reason.
pub async fn give_back(app: &App, tx: &Tx, plan: &Plan, reason: &str) -> Result<()> {
    let to = plan.state()?.give_back()?;
    fast(plans::stand(tx, plan, to, reason).await?)?;
    tx.journal(Change::of("campaigns", PLAN, plan.id, "comm_plan_return").reason(Some(reason))).await?;
    let plan = plans::get(tx, plan.id).await?;
    told(app, tx, &plan, "campaigns.returned", (EDIT, plan.agency_id)).await
}

/// Puts a submitted edition in force by a decision; the approver is none of those who wrote or sent it.
pub async fn approve(
    app: &App,
    tx: &Tx,
    plan: &Plan,
    (account, name): (i64, &str),
    (decision, on): (&str, Day),
) -> Result<()> {
    let hands = journal::hands(tx, PLAN, plan.id, &HANDS).await?;
    plan.state()?.approve(account, &hands)?;
    let before = campaigns::planned_of(tx, plan.id, plan.in_force).await?;
    let written = campaigns::planned_of(tx, plan.id, plan.edition).await?;
    let edition = Edition {
        edition: plan.edition,
        reason: plan.reason.clone(),
        decision: decision.to_owned(),
        approved_on: on.to_string(),
        approved_by: name.to_owned(),
    };
    fast(plans::approve(tx, plan, on).await?)?;
    plans::add_edition(tx, plan.id, &edition).await?;
    let after =
        json!({"comm_edition": plan.edition, "comm_decision": decision, "comm_approved_on": on.to_string()});
    tx.journal(Change::of("campaigns", PLAN, plan.id, "comm_plan_approve").after(after)).await?;
    changed(tx, plan.agency_id, before.iter().chain(&written).map(|n| n.due_on.clone())).await?;
    let plan = plans::get(tx, plan.id).await?;
    index(app, tx, &plan).await?;
    told(app, tx, &plan, "campaigns.approved", (EDIT, plan.agency_id)).await
}

/// Begins a new edition of a plan in force; the one in force stays until the new one is approved.
pub async fn amend(tx: &Tx, plan: &Plan, reason: &str) -> Result<()> {
    let to = plan.state()?.amend()?;
    let edition = plan.edition + 1;
    fast(plans::set_edition(tx, plan, (edition, to), reason).await?)?;
    campaigns::copy(tx, plan.id, plan.in_force, edition).await?;
    let change = Change::of("campaigns", PLAN, plan.id, "comm_plan_amend");
    tx.journal(change.after(json!({"comm_edition": edition})).reason(Some(reason))).await
}

/// Gives the new edition up.
pub async fn drop_edition(tx: &Tx, plan: &Plan) -> Result<()> {
    let to = plan.state()?.drop_edition(plan.in_force)?;
    fast(plans::set_edition(tx, plan, (plan.in_force, to), "").await?)?;
    campaigns::drop_edition(tx, plan.id, plan.edition).await?;
    let before = json!({"comm_edition": plan.edition});
    tx.journal(Change::of("campaigns", PLAN, plan.id, "comm_plan_keep").before(before)).await
}
