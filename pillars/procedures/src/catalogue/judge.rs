//! Judging versions by the dated rules: what is missing, which level is served. The lists and figures read what was judged.

use super::store;
use contracts::procedures::{PartRules, Procedure};
use kernel::Day;
use platform::error::Result;
use platform::jobs::Job;
use platform::journal::Change;
use platform::{Actor, App, Read};
use serde_json::json;

/// Judges all versions anew each night: a rule may begin to hold, a published rule may have been corrected.
pub(super) const JUDGE: Job =
    Job { name: "catalogue.judge", schedule: Some("20 0 * * *"), run: |app, _| Box::pin(judge_all(app)) };

/// What a version is by the rules of its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judged {
    /// Parts that are missing.
    pub missing: Vec<String>,
    /// Level served, 0-3.
    pub level: i64,
    /// Nobody has to come for any step.
    pub whole_way: bool,
}

/// Judges by the rules of today; what has not begun by those of its first day, what has ended by those of its last.
pub(super) async fn judge(app: &App, db: &impl Read, body: &Procedure, end: Option<Day>) -> Result<Judged> {
    let today = app.clock.now().day();
    let day = end.map_or(body.valid_from.max(today), |end| body.valid_from.max(today).min(end));
    let rules = part_rules(app, day)?;
    let uploaded = store::form_names(db, &body.code).await?;
    Ok(Judged {
        missing: body.missing_parts(&rules),
        level: body.service_level(&rules, &uploaded),
        whole_way: body.whole_way_online(),
    })
}

/// Judges every version anew and keeps what differs; idempotent.
pub(super) async fn judge_all(app: App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    for kept in store::kept_judgements(&tx, None).await? {
        keep(&app, &tx, &kept).await?;
    }
    tx.commit().await
}

/// Judges one procedure's versions, within the change that may have made them different.
pub(super) async fn judge_one(app: &App, tx: &platform::Tx, code: &str) -> Result<()> {
    for kept in store::kept_judgements(tx, Some(code)).await? {
        keep(app, tx, &kept).await?;
    }
    Ok(())
}

async fn keep(app: &App, tx: &platform::Tx, kept: &store::KeptJudgement) -> Result<()> {
    let body: Procedure = serde_json::from_str(&kept.body)?;
    let end = kept.valid_to.as_deref().and_then(|d| d.parse::<Day>().ok());
    let judged = judge(app, tx, &body, end).await?;
    if judged == kept.judged() {
        return Ok(());
    }
    store::set_judgement(tx, kept.id, &judged).await?;
    let words = |judged: &Judged| json!({"procedure_version": kept.number, "procedure_missing": judged.missing.join(" "), "procedure_service": judged.level});
    let change = Change::of("catalogue", "procedure", kept.procedure_id, "procedure_judge");
    tx.journal(change.before(words(&kept.judged())).after(words(&judged))).await
}

/// The rules on parts in force on a day; before there were any, nothing is demanded.
pub(super) fn part_rules(app: &App, day: Day) -> Result<PartRules> {
    let profiles = app.profiles();
    Ok(PartRules {
        mandatory: profiles.get_or("procedures.mandatory_parts", day, Vec::new())?,
        conditional: profiles.get_or("procedures.conditional_parts", day, Vec::new())?,
    })
}
