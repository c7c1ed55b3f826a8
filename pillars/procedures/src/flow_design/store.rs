//! All SQL of the designed flows and their versions.

use super::rules::state::State;
use flow::Flow;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A designed flow.
#[derive(Debug, Clone, FromRow)]
pub struct FlowRow {
    pub id: i64,
    pub procedure_code: String,
    pub name: String,
}

/// A version of it.
#[derive(Debug, Clone, FromRow)]
pub struct VersionRow {
    pub id: i64,
    pub flow_id: i64,
    pub number: i64,
    pub state: String,
    pub body: String,
    pub edits: i64,
    pub starts_on: Option<String>,
    pub drafted_by: i64,
    pub hands: String,
    pub proposed_by: Option<i64>,
}

impl VersionRow {
    /// Its state.
    pub fn state(&self) -> State {
        State::from_code(&self.state)
    }

    /// What is drawn.
    pub fn flow(&self) -> Result<Flow> {
        Ok(serde_json::from_str(&self.body)?)
    }

    /// The accounts that drew it: who began it, and everybody who changed it since.
    pub fn drawn_by(&self) -> Result<Vec<i64>> {
        let mut all: Vec<i64> = serde_json::from_str(&self.hands)?;
        if !all.contains(&self.drafted_by) {
            all.push(self.drafted_by);
        }
        Ok(all)
    }
}

/// A flow in the list, with its newest version.
#[derive(Debug, Clone, FromRow)]
pub struct Found {
    pub id: i64,
    pub procedure_code: String,
    pub name: String,
    pub number: i64,
    pub state: String,
    pub starts_on: Option<String>,
    pub changed_at: i64,
}

const SORTS: [SortKey; 3] = [
    SortKey { name: "ma", sql: "f.procedure_code", number: false },
    SortKey { name: "ten", sql: "f.folded", number: false },
    SortKey { name: "doi", sql: "v.changed_at", number: true },
];

const VERSION: &str = "id, flow_id, number, state, body, edits, starts_on, drafted_by, hands, proposed_by";

/// All flows, each with its newest version.
pub fn list() -> ListQuery<'static> {
    let select = "f.id, f.procedure_code, f.name, v.number, v.state, v.starts_on, v.changed_at";
    let from = "flow_design f JOIN flow_design_version v ON v.flow_id = f.id";
    let mut list = ListQuery::new(select, from, "f.id", &SORTS);
    list.and("v.number = (SELECT MAX(n.number) FROM flow_design_version n WHERE n.flow_id = f.id)", []);
    list
}

/// A flow by its id.
pub async fn flow(db: &impl Read, id: i64) -> Result<FlowRow> {
    let sql = "SELECT id, procedure_code, name FROM flow_design WHERE id = $1";
    db.row(sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Id of the flow of a procedure, 0 when there is none.
pub async fn of_procedure(db: &impl Read, code: &str) -> Result<i64> {
    db.number("SELECT id FROM flow_design WHERE procedure_code = $1", vec![code.into()]).await
}

/// Codes of the procedures whose flow is designed here.
pub async fn procedures(db: &impl Read) -> Result<Vec<String>> {
    #[derive(FromRow)]
    struct Code {
        procedure_code: String,
    }
    let rows: Vec<Code> =
        db.rows("SELECT procedure_code FROM flow_design ORDER BY procedure_code", vec![]).await?;
    Ok(rows.into_iter().map(|row| row.procedure_code).collect())
}

/// All versions of a flow, newest first.
pub async fn versions(db: &impl Read, flow: i64) -> Result<Vec<VersionRow>> {
    let sql = format!("SELECT {VERSION} FROM flow_design_version WHERE flow_id = $1 ORDER BY number DESC");
    db.rows(&sql, vec![flow.into()]).await
}

/// The newest version of a flow.
pub async fn newest(db: &impl Read, flow: i64) -> Result<VersionRow> {
    let sql =
        format!("SELECT {VERSION} FROM flow_design_version WHERE flow_id = $1 ORDER BY number DESC LIMIT 1");
    db.row(&sql, vec![flow.into()]).await?.ok_or(Error::NotFound)
}

/// Enters a flow.
pub async fn enter(tx: &Tx, procedure: &str, name: &str) -> Result<i64> {
    tx.insert(
        "INSERT INTO flow_design (procedure_code, name, folded, created_at) VALUES ($1, $2, $3, $4)",
        vec![procedure.into(), name.into(), kernel::text::fold(name).into(), tx.at().micros().into()],
    )
    .await
}

/// Begins a version as a draft.
pub async fn begin(tx: &Tx, flow: i64, number: i64, drawn: &Flow, by: i64) -> Result<i64> {
    tx.insert(
        "INSERT INTO flow_design_version (flow_id, number, state, body, edits, drafted_by, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            flow.into(),
            number.into(),
            State::Draft.code().into(),
            serde_json::to_string(drawn)?.into(),
            1_i64.into(),
            by.into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// Keeps a draft as it is drawn now, and by whom; `false` when somebody else has changed it since `seen`.
pub async fn keep(tx: &Tx, version: &VersionRow, seen: i64, drawn: &Flow, by: i64) -> Result<bool> {
    let mut hands = version.drawn_by()?;
    if !hands.contains(&by) {
        hands.push(by);
    }
    let changed = tx
        .exec(
            "UPDATE flow_design_version SET body = $1, edits = edits + 1, changed_at = $2, hands = $6 \
             WHERE id = $3 AND edits = $4 AND state = $5",
            vec![
                serde_json::to_string(drawn)?.into(),
                tx.at().micros().into(),
                version.id.into(),
                seen.into(),
                State::Draft.code().into(),
                serde_json::to_string(&hands)?.into(),
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// What a version becomes.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub from: State,
    pub to: State,
    pub proposed_by: Option<i64>,
    pub decided_by: Option<i64>,
    pub starts_on: Option<Day>,
}

/// Moves a version to another state; `false` when it has left the state it was seen in.
pub async fn step(tx: &Tx, version: &VersionRow, step: &Step) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE flow_design_version SET state = $1, proposed_by = $2, decided_by = $3, starts_on = $4, \
             changed_at = $5 WHERE id = $6 AND state = $7 AND edits = $8",
            vec![
                step.to.code().into(),
                step.proposed_by.into(),
                step.decided_by.into(),
                step.starts_on.map(|day| day.to_string()).into(),
                tx.at().micros().into(),
                version.id.into(),
                step.from.code().into(),
                version.edits.into(),
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// The version that a procedure follows from a day on, with the procedure's code.
#[derive(Debug, Clone, FromRow)]
pub struct InForce {
    pub id: i64,
    pub procedure_code: String,
    pub number: i64,
    pub body: String,
}

const IN_FORCE: &str = "v.id, f.procedure_code, v.number, v.body";

/// The published version of a procedure's flow on a day: the newest that has begun. A newer one that began earlier than an
/// older one waits to is not undone by it.
pub async fn in_force(db: &impl Read, procedure: &str, on: Day) -> Result<Option<InForce>> {
    let sql = format!(
        "SELECT {IN_FORCE} FROM flow_design f JOIN flow_design_version v ON v.flow_id = f.id \
         WHERE f.procedure_code = $1 AND v.state = $2 AND v.starts_on <= $3 \
         ORDER BY v.number DESC LIMIT 1"
    );
    let values = vec![procedure.into(), State::Published.code().into(), on.to_string().into()];
    db.row(&sql, values).await
}

/// A published version by its id.
pub async fn published(db: &impl Read, id: i64) -> Result<InForce> {
    let sql = format!(
        "SELECT {IN_FORCE} FROM flow_design f JOIN flow_design_version v ON v.flow_id = f.id \
         WHERE v.id = $1 AND v.state = $2"
    );
    db.row(&sql, vec![id.into(), State::Published.code().into()]).await?.ok_or(Error::NotFound)
}
