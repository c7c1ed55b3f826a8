//! An inspection opened by a decision, its team and checklist put together, the unit told, the questions answered.

use super::super::dated;
use super::super::rules::may_join;
use super::super::store::inspections::{self, Inspection, Member, NewInspection};
use super::super::store::items::{self, Item};
use super::super::store::{plans, templates};
use super::{INSPECTION, Told, UNIT, fast, index, page_of, tell, title};
use kernel::Day;
use platform::error::{Error, Result};
use platform::{App, Change, Refusal, Tx};
use serde_json::json;

/// What a decision to inspect says.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Key of the form, so that sending it twice opens one inspection.
    pub key: String,
    /// The plan it is held by.
    pub plan: Option<i64>,
    /// The inspection whose findings it looks after.
    pub follows: Option<i64>,
    /// Agency that inspects.
    pub agency: i64,
    /// Unit that is inspected.
    pub unit: i64,
    /// What is inspected, in words.
    pub subject: String,
    /// Why, where it is outside the plan.
    pub reason: String,
    /// Number and day of the decision.
    pub decision: (String, Day),
    /// The time that is looked at.
    pub period: (Day, Day),
    /// First and last day at the unit.
    pub days: (Day, Day),
}

/// Opens an inspection; the id of the one that this form opened before, if it did.
pub async fn open(app: &App, tx: &Tx, new: &Opening, author: &str) -> Result<i64> {
    let directory = app.directory();
    if new.unit == new.agency {
        return Err(Refusal::new("inspections-refused-itself").into());
    }
    let planned = match new.plan {
        Some(plan) => {
            let plan = plans::get(tx, plan).await?;
            let chosen = plans::choices(tx, plan.id, plan.in_force).await?;
            plan.agency_id == new.agency && chosen.iter().any(|c| c.unit_id == new.unit)
        }
        None => false,
    };
    if !planned && new.reason.is_empty() && new.follows.is_none() {
        return Err(Refusal::new("inspections-refused-unplanned").into());
    }
    let record = NewInspection {
        key: new.key.clone(),
        plan: new.plan.filter(|_| planned),
        follows: new.follows,
        agency: new.agency,
        unit: (new.unit, directory.name(new.unit).to_owned()),
        subject: new.subject.clone(),
        reason: new.reason.clone(),
        decision: new.decision.clone(),
        period: new.period,
        days: new.days,
        notice_by: dated::notice_by(app, new.agency, new.days.0)?,
        author: author.to_owned(),
    };
    let Some(id) = inspections::add(tx, &record).await? else {
        let before = inspections::by_key(tx, &new.key).await?.ok_or(Error::NotFound)?;
        if before.agency_id == new.agency && before.unit_id == new.unit {
            return Ok(before.id);
        }
        return Err(Refusal::new("inspections-refused-changed").into());
    };
    let after = json!({
        "inspect_unit": record.unit.1, "inspect_subject": new.subject, "inspect_decision": new.decision.0,
        "inspect_decided_on": new.decision.1.to_string(), "inspect_from": new.days.0.to_string(),
        "inspect_to": new.days.1.to_string()
    });
    let change = Change::of("inspections", INSPECTION, id, "inspect_open").after(after);
    tx.journal(change.reason(Some(new.reason.as_str()).filter(|r| !r.is_empty()))).await?;
    index(tx, &inspections::get(tx, id).await?).await?;
    Ok(id)
}

/// Puts the questions of fields into the checklist as their templates stood on the first day at the unit; fields that are in
/// it stay, fields not named go while nobody has answered them.
pub async fn load_checklist(tx: &Tx, of: &Inspection, fields: &[String]) -> Result<()> {
    of.state()?.teams()?;
    fast(inspections::step(tx, of, of.state()?, &[]).await?)?;
    let there = items::of(tx, of.id).await?;
    for item in there.iter().filter(|i| !fields.contains(&i.field)) {
        items::drop_field(tx, of.id, &item.field).await?;
    }
    let mut position = there.iter().map(|i| i.position).max().unwrap_or_default();
    let mut loaded = Vec::new();
    for template in templates::in_force(tx, of.days()?.0).await? {
        if !fields.contains(&template.field) || there.iter().any(|i| i.field == template.field) {
            continue;
        }
        for q in template.questions()? {
            position += 1;
            items::add(tx, of.id, position, [&template.field, &q.question, &q.basis, &q.indicator]).await?;
        }
        loaded.push(format!("{} ({})", template.field, template.valid_from));
    }
    let after = json!({"inspect_fields": fields.join(", "), "inspect_templates": loaded.join(", ")});
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_checklist").after(after)).await
}

/// Adds a member to the team; nobody of the inspected unit.
pub async fn add_member(app: &App, tx: &Tx, of: &Inspection, new: &Member) -> Result<()> {
    of.state()?.teams()?;
    may_join(&app.directory(), new.agency_id, of.unit_id)?;
    let heads = inspections::facts(tx, of.id).await?.heads;
    if new.is_head && heads > 0 {
        return Err(Refusal::new("inspections-refused-two-heads").into());
    }
    fast(inspections::step(tx, of, of.state()?, &[]).await?)?;
    if !inspections::add_member(tx, of.id, new).await? {
        return Err(Refusal::new("inspections-refused-member").arg("name", &new.name).into());
    }
    let after = json!({
        "inspect_member": new.name, "inspect_agency": app.directory().name(new.agency_id), "inspect_duty": new.duty,
        "inspect_head": new.is_head
    });
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_member_add").after(after)).await
}

/// Takes a member out of the team.
pub async fn drop_member(tx: &Tx, of: &Inspection, member: i64) -> Result<()> {
    of.state()?.teams()?;
    let name = inspections::members(tx, of.id).await?.into_iter().find(|m| m.id == member).map(|m| m.name);
    fast(inspections::step(tx, of, of.state()?, &[]).await?)?;
    fast(inspections::drop_member(tx, of.id, member).await?)?;
    let before = json!({"inspect_member": name});
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_member_drop").before(before)).await
}

/// Tells the unit that it is inspected, when and by whom.
pub async fn notice(app: &App, tx: &Tx, of: &Inspection) -> Result<()> {
    let to = of.state()?.notice(inspections::facts(tx, of.id).await?)?;
    let today = tx.at().day();
    fast(inspections::step(tx, of, to, &[("noticed_on", today.to_string().into())]).await?)?;
    let late = today.to_string() > of.notice_by;
    let after = json!({"inspect_noticed_on": today.to_string(), "inspect_notice_by": of.notice_by, "inspect_late": late});
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_notice").after(after)).await?;
    let told = Told {
        template: "inspections.noticed",
        href: page_of(of.id),
        what: &title(of),
        reason: &of.decision_no,
        due: Some(of.days()?.0),
    };
    tell(app, tx, (UNIT, of.unit_id), &told).await
}

/// Answers a question of the checklist with its evidence.
pub async fn answer(tx: &Tx, of: &Inspection, was: &Item, new: &Item) -> Result<()> {
    of.state()?.visits()?;
    fast(items::answer(tx, new).await?)?;
    let after = json!({
        "inspect_question": new.question, "inspect_answer": new.answer, "inspect_note": new.note,
        "inspect_evidence": new.link_label, "inspect_file": new.file_name, "inspect_evidence_on": new.evidence_on
    });
    let before = json!({"inspect_answer": was.answer, "inspect_note": was.note});
    let change = Change::of("inspections", INSPECTION, of.id, "inspect_answer").before(before).after(after);
    tx.journal(change).await
}
