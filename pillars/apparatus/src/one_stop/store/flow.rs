//! Dossiers that follow a published flow: the version they are pinned to, their places, their open steps and waits.

use super::details::StepRow;
use kernel::Moment;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// The flow a dossier follows.
#[derive(Debug, Clone, FromRow)]
pub struct FlowRow {
    /// Id of the flow's version.
    pub version_id: i64,
    /// Where the dossier stands, JSON list of tokens.
    pub marking: String,
}

/// The flow a dossier follows; none where it follows the plain list of steps.
pub async fn flow_of(db: &impl Read, dossier: i64) -> Result<Option<FlowRow>> {
    let sql = "SELECT version_id, marking FROM dossier_flow WHERE dossier_id = $1";
    db.row(sql, vec![dossier.into()]).await
}

/// Pins a dossier to a version of its procedure's flow.
pub async fn pin_flow(
    tx: &Tx,
    dossier: i64,
    version: &contracts::flows::FlowVersion,
    marking: &str,
) -> Result<()> {
    tx.insert(
        "INSERT INTO dossier_flow (dossier_id, version_id, procedure_code, number, marking) \
         VALUES ($1, $2, $3, $4, $5)",
        vec![
            dossier.into(),
            version.id.into(),
            version.procedure.clone().into(),
            version.number.into(),
            marking.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Writes where a dossier stands, and in which version.
pub async fn set_marking(tx: &Tx, dossier: i64, version: (i64, i64), marking: &str) -> Result<()> {
    tx.exec(
        "UPDATE dossier_flow SET version_id = $2, number = $3, marking = $4 WHERE dossier_id = $1",
        vec![dossier.into(), version.0.into(), version.1.into(), marking.into()],
    )
    .await?;
    Ok(())
}

/// The steps of a dossier that are open, the one due first before the others.
pub async fn open_steps(db: &impl Read, dossier: i64) -> Result<Vec<StepRow>> {
    let mut open: Vec<StepRow> =
        super::steps(db, dossier).await?.into_iter().filter(|step| step.ended_at.is_none()).collect();
    open.sort_by_key(|step| (step.due_at.unwrap_or(i64::MAX), step.id));
    Ok(open)
}

/// Ends one open step, with its result where it names one.
pub async fn end_row(tx: &Tx, id: i64, note: Option<&str>, result: Option<&str>) -> Result<()> {
    tx.exec(
        "UPDATE dossier_step SET ended_at = $2, actor_id = $3, actor_name = $4, note = $5, result = $6, beside = FALSE \
         WHERE id = $1 AND ended_at IS NULL",
        vec![
            id.into(),
            tx.at().micros().into(),
            tx.by().account_id.into(),
            tx.by().name.clone().into(),
            note.into(),
            result.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Marks one open step as going back; [`end_row`] ends it.
pub async fn mark_row_sent_back(tx: &Tx, id: i64) -> Result<()> {
    tx.exec("UPDATE dossier_step SET sent_back = TRUE WHERE id = $1", vec![id.into()]).await?;
    Ok(())
}

/// Closes one open step that is given up: it has an end and a reason, and nobody who did it.
pub async fn take_row_back(tx: &Tx, id: i64, reason: &str) -> Result<()> {
    tx.exec(
        "UPDATE dossier_step SET ended_at = $2, note = $3, taken_back = TRUE, beside = FALSE \
         WHERE id = $1 AND ended_at IS NULL",
        vec![id.into(), tx.at().micros().into(), reason.into()],
    )
    .await?;
    Ok(())
}

/// Sets one step's own deadline anew.
pub async fn set_row_due(tx: &Tx, id: i64, due: Option<Moment>) -> Result<()> {
    let values = vec![id.into(), due.map(Moment::micros).into()];
    tx.exec("UPDATE dossier_step SET due_at = $2 WHERE id = $1", values).await?;
    Ok(())
}

/// Gives one open step to a person.
pub async fn set_row_assignee(tx: &Tx, id: i64, account: Option<i64>) -> Result<()> {
    let values = vec![id.into(), account.into()];
    tx.exec("UPDATE dossier_step SET assignee_id = $2 WHERE id = $1", values).await?;
    Ok(())
}

/// Puts one open step into the place it has in another version of the flow.
pub async fn set_row_node(tx: &Tx, id: i64, node: &str, number: i64) -> Result<()> {
    let values = vec![id.into(), node.into(), number.into()];
    tx.exec("UPDATE dossier_step SET node = $2, number = $3 WHERE id = $1", values).await?;
    Ok(())
}

/// Says of the open steps whether there are several: lists find the others by it.
pub async fn set_beside(tx: &Tx, dossier: i64, several: bool) -> Result<()> {
    let sql =
        "UPDATE dossier_step SET beside = $2 WHERE dossier_id = $1 AND ended_at IS NULL AND beside <> $2";
    tx.exec(sql, vec![dossier.into(), several.into()]).await?;
    Ok(())
}

/// A wait that runs.
#[derive(Debug, Clone, FromRow)]
pub struct TimerRow {
    /// Id.
    pub id: i64,
    /// The dossier.
    pub dossier_id: i64,
    /// Key of the node.
    pub node: String,
    /// Its name.
    pub name: String,
    /// Begun.
    pub started_at: i64,
    /// When it is over.
    pub fires_at: i64,
}

const TIMER: &str = "id, dossier_id, node, name, started_at, fires_at";

/// Begins a wait.
pub async fn add_timer(tx: &Tx, dossier: i64, node: &str, name: &str, fires: Moment) -> Result<()> {
    tx.insert(
        "INSERT INTO dossier_timer (dossier_id, node, name, started_at, fires_at) VALUES ($1, $2, $3, $4, $5)",
        vec![dossier.into(), node.into(), name.into(), tx.at().micros().into(), fires.micros().into()],
    )
    .await?;
    Ok(())
}

/// The waits of a dossier that run.
pub async fn timers_of(db: &impl Read, dossier: i64) -> Result<Vec<TimerRow>> {
    let sql = format!(
        "SELECT {TIMER} FROM dossier_timer WHERE dossier_id = $1 AND fired_at IS NULL ORDER BY fires_at, id"
    );
    db.rows(&sql, vec![dossier.into()]).await
}

/// Waits that are over and not fired, after one of them.
pub async fn timers_over(db: &impl Read, at: Moment, after: i64, most: i64) -> Result<Vec<TimerRow>> {
    let sql = format!(
        "SELECT {TIMER} FROM dossier_timer WHERE fired_at IS NULL AND fires_at <= $1 AND id > $2 ORDER BY id LIMIT $3"
    );
    db.rows(&sql, vec![at.micros().into(), after.into(), most.into()]).await
}

/// Notes that a wait is over or given up; whether it ran until now.
pub async fn fire_timer(tx: &Tx, id: i64) -> Result<bool> {
    let sql = "UPDATE dossier_timer SET fired_at = $2 WHERE id = $1 AND fired_at IS NULL";
    Ok(tx.exec(sql, vec![id.into(), tx.at().micros().into()]).await? > 0)
}

/// Ends the waits of a dossier: it ended, or it moved to another flow.
pub async fn stop_timers(tx: &Tx, dossier: i64) -> Result<()> {
    let sql = "UPDATE dossier_timer SET fired_at = $2 WHERE dossier_id = $1 AND fired_at IS NULL";
    tx.exec(sql, vec![dossier.into(), tx.at().micros().into()]).await?;
    Ok(())
}

/// Sets the end of a wait anew.
pub async fn set_timer_over(tx: &Tx, id: i64, over: Moment) -> Result<()> {
    let values = vec![id.into(), over.micros().into()];
    tx.exec("UPDATE dossier_timer SET fires_at = $2 WHERE id = $1 AND fired_at IS NULL", values).await?;
    Ok(())
}

/// Puts a wait into the place it has in another version of the flow.
pub async fn set_timer_node(tx: &Tx, id: i64, node: &str) -> Result<()> {
    tx.exec("UPDATE dossier_timer SET node = $2 WHERE id = $1", vec![id.into(), node.into()]).await?;
    Ok(())
}

/// A running dossier on a flow.
#[derive(Debug, Clone, FromRow)]
pub struct PinnedRow {
    /// Id.
    pub id: i64,
    /// Mã hồ sơ.
    pub code: String,
    /// Agency.
    pub agency_id: i64,
    /// Procedure code.
    pub procedure_code: String,
    /// Procedure name.
    pub procedure_name: String,
    /// Version of the dossier.
    pub version: i64,
    /// Received.
    pub received_at: Option<i64>,
    /// Id of the version it is pinned to.
    pub version_id: i64,
    /// Its number.
    pub number: i64,
    /// Where it stands.
    pub marking: String,
}

const PINNED_SORTS: [SortKey; 2] = [
    SortKey { name: "ma", sql: "d.code", number: false },
    SortKey { name: "nhan", sql: "COALESCE(d.received_at, 0)", number: true },
];

/// Running dossiers that follow another version than the one named for their procedure.
pub fn pinned_elsewhere(newest: &[(String, i64)]) -> ListQuery<'static> {
    let select = "d.id, d.code, d.agency_id, d.procedure_code, d.procedure_name, d.version, d.received_at, f.version_id, \
                  f.number, f.marking";
    let mut list =
        ListQuery::new(select, "dossier_flow f JOIN dossier d ON d.id = f.dossier_id", "d.id", &PINNED_SORTS);
    list.and("d.is_open AND d.settled_at IS NULL", []);
    if newest.is_empty() {
        list.and("1 = 0", []);
        return list;
    }
    let each = vec!["(f.procedure_code = ? AND f.version_id <> ?)"; newest.len()].join(" OR ");
    let values = newest.iter().flat_map(|(code, version)| [code.clone().into(), (*version).into()]);
    list.and(&format!("({each})"), values.collect::<Vec<sea_orm::Value>>());
    list
}

/// Codes of the procedures of which dossiers follow a flow.
pub async fn flow_procedures(db: &impl Read) -> Result<Vec<String>> {
    let rows: Vec<(String,)> =
        db.rows("SELECT DISTINCT procedure_code FROM dossier_flow ORDER BY procedure_code", vec![]).await?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// The condition that a step of a role is open. Of several steps open at once one stands on the dossier's own row; the others
/// are few, and have an index of their own.
pub fn turn_of(role: &str) -> String {
    format!(
        "(d.step_role = '{role}' OR d.id IN (SELECT s.dossier_id FROM dossier_step s \
         WHERE s.beside AND s.ended_at IS NULL AND s.role = '{role}'))"
    )
}

/// The condition that an open step is nobody's.
pub const NOBODYS: &str = "(d.assignee_id IS NULL OR d.id IN (SELECT s.dossier_id FROM dossier_step s \
                           WHERE s.beside AND s.ended_at IS NULL AND s.assignee_id IS NULL))";

/// The condition that a person has an open step, and the values it takes.
pub fn held_by(account: i64) -> (String, [sea_orm::Value; 2]) {
    let sql = "(d.assignee_id = ? OR d.id IN (SELECT s.dossier_id FROM dossier_step s \
               WHERE s.beside AND s.ended_at IS NULL AND s.assignee_id = ?))";
    (sql.to_owned(), [account.into(), account.into()])
}
