//! Work on a line of a plan in force: told of, stopped, carried over into a later plan.

use super::super::rules::{carried, may_carry, may_tell, standing};
use super::super::store::plans::{self, Plan};
use super::super::store::talk::{self, CheckIn};
use super::super::store::tasks::{self, Task};
use super::{LINE, RECORD, changed, fast};
use kernel::Day;
use platform::error::Result;
use platform::{App, Change, Refusal, Tx};
use serde_json::json;

/// Only work of a plan in force is told of.
fn in_force(plan: &Plan, task: &Task) -> Result<()> {
    if plan.in_force > 0 && task.edition <= plan.in_force {
        Ok(())
    } else {
        Err(Refusal::new("plans-refused-not-in-force").into())
    }
}

/// Tells how far a line is; what is done is done on the day it happened.
pub async fn check_in(tx: &Tx, plan: &Plan, task: &Task, new: &CheckIn, happened: Day) -> Result<i64> {
    in_force(plan, task)?;
    if !may_tell(&task.facts(), (tx.at().day(), plan.days()?.1)) {
        return Err(Refusal::new("plans-refused-ended").into());
    }
    let id = talk::add_check_in(tx, new, happened).await?;
    let done = new.done.then_some(happened);
    tasks::progress(tx, task.line_id, new.percent, tx.at().day(), done).await?;
    let after = json!({
        "reform_percent": new.percent, "reform_done": new.done, "reform_happened_on": happened.to_string(),
        "reform_evidence": new.link_label, "reform_file": new.file_name, "reform_measured": new.measured
    });
    let before = json!({"reform_percent": task.percent, "reform_done": task.done_on.is_some()});
    let change = Change::of("plans", LINE, task.line_id, "reform_check_in").before(before).after(after);
    tx.journal(change).await?;
    changed(tx, task.agency_id, [task.to_on.clone()]).await?;
    Ok(id)
}

/// Gives a line up with the reason.
pub async fn stop(tx: &Tx, plan: &Plan, task: &Task, reason: &str) -> Result<()> {
    in_force(plan, task)?;
    if !tasks::stop(tx, task.line_id, tx.at().day(), reason).await? {
        return Err(Refusal::new("plans-refused-ended").into());
    }
    tx.journal(Change::of("plans", LINE, task.line_id, "reform_stop").reason(Some(reason))).await?;
    changed(tx, task.agency_id, [task.to_on.clone()]).await
}

/// Takes open tasks of an older plan of the same agency into one that is being written; how many.
pub async fn carry(app: &App, tx: &Tx, plan: &Plan, lines: &[i64]) -> Result<usize> {
    plan.state()?.editable()?;
    fast(plans::touch(tx, plan).await?)?;
    let (today, within) = (tx.at().day(), plan.days()?);
    let mut taken = 0;
    for line in lines {
        let old = tasks::of_line(tx, *line).await?;
        let fits = old.agency_id == plan.agency_id && old.plan_id != plan.id;
        if !fits || !may_carry(standing(&old.facts(), today)) {
            return Err(Refusal::new("plans-refused-carry").arg("task", &old.name).into());
        }
        let mut words = old.words()?;
        (words.from, words.to) = carried((words.from, words.to), within);
        let new = tasks::add(tx, plan, &words, Some(old.line_id)).await?;
        if !tasks::carry(tx, old.line_id, new).await? {
            return Err(Refusal::new("plans-refused-carry").arg("task", &old.name).into());
        }
        let told = json!({"reform_task": old.name, "reform_carried_into": super::title(app, plan)?});
        tx.journal(Change::of("plans", LINE, old.line_id, "reform_carry").after(told)).await?;
        changed(tx, old.agency_id, [old.to_on.clone()]).await?;
        taken += 1;
    }
    let after = json!({"reform_carried": taken});
    tx.journal(Change::of("plans", RECORD, plan.id, "reform_task_add").after(after)).await?;
    Ok(taken)
}
