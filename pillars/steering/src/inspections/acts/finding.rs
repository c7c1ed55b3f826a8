//! Findings: written at the unit, reported as put right, accepted or sent back, put off, looked at again, carried over.

use super::super::rules::FindingState;
use super::super::store::findings::{self, Finding, Move, NewFinding, Step};
use super::super::store::inspections::Inspection;
use super::{FINDING, INSPECTION, TEAM, Told, UNIT, changed, fast, tell};
use kernel::Day;
use platform::error::{Error, Result};
use platform::{App, Change, Refusal, Tx, journal};
use serde_json::{Value as Json, json};

fn page(finding: i64) -> String {
    format!("/kiem-tra-cchc/ton-tai/{finding}")
}

/// Writes a finding; the id of the one this form wrote before, if it did.
pub async fn add_finding(app: &App, tx: &Tx, of: &Inspection, new: &NewFinding) -> Result<i64> {
    of.state()?.visits()?;
    // Who has to put it right is the inspected unit or somebody below it.
    if !app.directory().subtree(of.unit_id).contains(&new.unit) {
        return Err(Refusal::new("inspections-refused-not-responsible").into());
    }
    let Some(id) = findings::add(tx, new).await? else {
        let all = findings::of(tx, of.id).await?;
        let same = all.into_iter().find(|f| f.text == new.text && f.remedy == new.remedy);
        return same.map(|f| f.id).ok_or_else(|| Refusal::new("inspections-refused-changed").into());
    };
    let after = json!({
        "inspect_finding": new.text, "inspect_severity": new.severity.code(), "inspect_basis": new.basis,
        "inspect_remedy": new.remedy, "inspect_unit": app.directory().name(new.unit), "inspect_due": new.due.to_string()
    });
    tx.journal(Change::of("inspections", FINDING, id, "inspect_finding_add").after(after.clone())).await?;
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_finding_add").after(after)).await?;
    changed(tx, new.unit, &new.due.to_string()).await?;
    Ok(id)
}

/// Takes a finding out while the minutes are not drawn up.
pub async fn remove_finding(tx: &Tx, of: &Inspection, finding: &Finding) -> Result<()> {
    of.state()?.visits()?;
    findings::remove(tx, finding.id).await?;
    let before = json!({"inspect_finding": finding.text});
    tx.journal(Change::of("inspections", INSPECTION, of.id, "inspect_finding_remove").before(before)).await?;
    changed(tx, finding.unit_id, &finding.due_on).await
}

/// Where it stands but for what a step changes.
fn stays(of: &Finding, to: FindingState) -> Move {
    Move { to, due: of.due_on.clone(), reason: String::new(), closed: None, carried_to: None }
}

async fn moved(
    tx: &Tx,
    of: &Finding,
    to: &Move,
    step: &Step,
    action: &'static str,
    after: Json,
) -> Result<()> {
    fast(findings::go(tx, of, to).await?)?;
    findings::add_step(tx, step).await?;
    let reason = (!step.text.is_empty()).then_some(step.text.as_str());
    tx.journal(Change::of("inspections", FINDING, of.id, action).after(after).reason(reason)).await?;
    changed(tx, of.unit_id, &of.due_on).await?;
    if to.due != of.due_on {
        changed(tx, of.unit_id, &to.due).await?;
    }
    Ok(())
}

/// The unit reports that it is put right, with evidence; only once the minutes are drawn up.
pub async fn report(
    app: &App,
    tx: &Tx,
    (inspection, of): (&Inspection, &Finding),
    step: &Step,
) -> Result<()> {
    if inspection.minuted_on.is_none() {
        return Err(Refusal::new("inspections-refused-not-minuted").into());
    }
    let to = stays(of, of.state()?.report()?);
    let after = json!({
        "inspect_evidence": step.link_label, "inspect_file": step.file_name, "inspect_evidence_on": step.evidence_on
    });
    moved(tx, of, &to, step, "inspect_finding_report", after).await?;
    let told = Told {
        template: "inspections.finding_reported",
        href: page(of.id),
        what: &of.text,
        reason: &step.text,
        due: Some(of.due()?),
    };
    tell(app, tx, (TEAM, of.agency_id), &told).await
}

/// The inspector accepts it: handled on the day the unit reported it, for the time the inspector takes is not the unit's.
pub async fn accept(app: &App, tx: &Tx, of: &Finding, step: &Step, by: i64) -> Result<()> {
    let hands = journal::hands(tx, FINDING, of.id, &["inspect_finding_report"]).await?;
    let to = of.state()?.accept(by, &hands)?;
    let reports = findings::steps(tx, of.id).await?;
    let reported = reports.iter().find(|s| s.kind == "report").ok_or(Error::NotFound)?;
    let on = kernel::Moment::from_micros(reported.at).day();
    let to = Move { closed: Some(on), ..stays(of, to) };
    let after = json!({"inspect_closed_on": on.to_string()});
    moved(tx, of, &to, step, "inspect_finding_accept", after).await?;
    let told = Told {
        template: "inspections.finding_accepted",
        href: page(of.id),
        what: &of.text,
        reason: "",
        due: None,
    };
    tell(app, tx, (UNIT, of.unit_id), &told).await
}

/// The inspector sends it back with the reason; its last day stays.
pub async fn send_back(app: &App, tx: &Tx, of: &Finding, step: &Step) -> Result<()> {
    let to = Move { reason: step.text.clone(), ..stays(of, of.state()?.send_back()?) };
    moved(tx, of, &to, step, "inspect_finding_send_back", json!({})).await?;
    let told = Told {
        template: "inspections.finding_sent_back",
        href: page(of.id),
        what: &of.text,
        reason: &step.text,
        due: Some(of.due()?),
    };
    tell(app, tx, (UNIT, of.unit_id), &told).await
}

/// Its term is put off with the reason.
pub async fn extend(app: &App, tx: &Tx, of: &Finding, step: &Step, due: Day) -> Result<()> {
    let state = of.state()?;
    state.extend(of.due()?, due)?;
    let step = Step { due_before: of.due_on.clone(), due_after: due.to_string(), ..step.clone() };
    let to = Move { due: due.to_string(), reason: of.reason.clone(), ..stays(of, state) };
    let after = json!({"inspect_due": due.to_string()});
    moved(tx, of, &to, &step, "inspect_finding_extend", after).await?;
    let told = Told {
        template: "inspections.finding_extended",
        href: page(of.id),
        what: &of.text,
        reason: &step.text,
        due: Some(due),
    };
    tell(app, tx, (UNIT, of.unit_id), &told).await
}

/// Somebody looked again at the unit; the finding stays where it is.
pub async fn looked_at(tx: &Tx, of: &Finding, step: &Step) -> Result<()> {
    if !of.state()?.is_open() {
        return Err(Refusal::new("inspections-refused-finding-ended").into());
    }
    let to = Move { reason: of.reason.clone(), ..stays(of, of.state()?) };
    moved(tx, of, &to, step, "inspect_finding_visit", json!({"inspect_evidence_on": step.evidence_on})).await
}

/// It goes on in a later inspection of the same unit as a finding of its own, due as it was.
pub async fn carry(app: &App, tx: &Tx, of: &Finding, into: &Inspection, step: &Step) -> Result<i64> {
    let to = of.state()?.carry()?;
    into.state()?.visits()?;
    let fits = into.agency_id == of.agency_id
        && into.id != of.inspection_id
        && into.follows_id == Some(of.inspection_id);
    if !fits {
        return Err(Refusal::new("inspections-refused-carry").into());
    }
    let new = NewFinding {
        key: format!("carried:{}", of.id),
        inspection: into.id,
        item: None,
        agency: of.agency_id,
        unit: of.unit_id,
        severity: of.severity()?,
        text: of.text.clone(),
        basis: of.basis.clone(),
        remedy: of.remedy.clone(),
        days: of.days,
        counted_from: super::super::store::day(&of.counted_from)?,
        due: of.due()?,
        carried_from: Some(of.id),
    };
    let id = add_finding(app, tx, into, &new).await?;
    let to = Move { carried_to: Some(id), ..stays(of, to) };
    let after = json!({"inspect_carried_into": super::title(into), "inspect_decision": into.decision_no});
    moved(tx, of, &to, step, "inspect_finding_carry", after).await?;
    Ok(id)
}
