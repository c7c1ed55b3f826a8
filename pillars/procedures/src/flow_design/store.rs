//! All SQL of the designed flows and their versions.

use super::rules::state::State;
use super::rules::withdrawal::Withdrawal;
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
    pub withdraw_by: Option<i64>,
    pub withdraw_reason: Option<String>,
    pub ends_on: Option<String>,
}

impl VersionRow {
    /// How it stands to its withdrawal.
    pub fn withdrawal(&self) -> Withdrawal {
        match (self.ends_on.as_deref().and_then(|day| day.parse().ok()), self.withdraw_by) {
            (Some(day), _) => Withdrawal::Ends(day),
            (None, Some(by)) => Withdrawal::Asked { by },
            (None, None) => Withdrawal::None,
        }
    }

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

    /// Whether somebody may be its second person: who neither proposed nor drew it.
    pub fn may_be_approved_by(&self, account: i64) -> bool {
        self.proposed_by != Some(account) && self.drawn_by().is_ok_and(|drew| !drew.contains(&account))
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
    pub ends_on: Option<String>,
    pub changed_at: i64,
    pub drafted_by: i64,
}

const SORTS: [SortKey; 3] = [
    SortKey { name: "ma", sql: "f.procedure_code", number: false },
    SortKey { name: "ten", sql: "f.folded", number: false },
    SortKey { name: "doi", sql: "v.changed_at", number: true },
];

const VERSION: &str = "id, flow_id, number, state, body, edits, starts_on, drafted_by, hands, proposed_by, withdraw_by, \
                       withdraw_reason, ends_on";

/// All flows, each with its newest version.
pub fn list() -> ListQuery<'static> {
    let select = "f.id, f.procedure_code, f.name, v.number, v.state, v.starts_on, v.ends_on, v.changed_at, v.drafted_by";
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

/// The newest published version of a flow, if there is one.
pub async fn newest_published(db: &impl Read, flow: i64) -> Result<Option<VersionRow>> {
    let sql = format!(
        "SELECT {VERSION} FROM flow_design_version WHERE flow_id = $1 AND state = $2 ORDER BY number DESC LIMIT 1"
    );
    db.row(&sql, vec![flow.into(), State::Published.code().into()]).await
}

/// Asks that a version be withdrawn; `false` where somebody was faster.
pub async fn ask_withdrawal(tx: &Tx, version: i64, by: i64, reason: &str) -> Result<bool> {
    let sql = "UPDATE flow_design_version SET withdraw_by = $2, withdraw_reason = $3 \
               WHERE id = $1 AND withdraw_by IS NULL AND ends_on IS NULL";
    Ok(tx.exec(sql, vec![version.into(), by.into(), reason.into()]).await? > 0)
}

/// Withdraws a version from a day on; `false` where it is not asked for any more.
pub async fn withdraw(tx: &Tx, version: i64, from: Day) -> Result<bool> {
    let sql = "UPDATE flow_design_version SET ends_on = $2 \
               WHERE id = $1 AND withdraw_by IS NOT NULL AND ends_on IS NULL";
    Ok(tx.exec(sql, vec![version.into(), from.to_string().into()]).await? > 0)
}

/// Keeps a version whose withdrawal was asked for; `false` where it is not asked for any more.
pub async fn keep_published(tx: &Tx, version: i64) -> Result<bool> {
    let sql = "UPDATE flow_design_version SET withdraw_by = NULL, withdraw_reason = NULL \
               WHERE id = $1 AND withdraw_by IS NOT NULL AND ends_on IS NULL";
    Ok(tx.exec(sql, vec![version.into()]).await? > 0)
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
    pub ends_on: Option<String>,
}

const IN_FORCE: &str = "v.id, f.procedure_code, v.number, v.body, v.ends_on";

/// The published version of a procedure's flow on a day: the newest that has begun. A newer one that began earlier than an
/// older one waits to is not undone by it. Where that one was withdrawn there is none, and the plain list of steps is followed;
/// what was withdrawn before it ever began counts for nothing.
pub async fn in_force(db: &impl Read, procedure: &str, on: Day) -> Result<Option<InForce>> {
    let sql = format!(
        "SELECT {IN_FORCE} FROM flow_design f JOIN flow_design_version v ON v.flow_id = f.id \
         WHERE f.procedure_code = $1 AND v.state = $2 AND v.starts_on <= $3 \
         AND (v.ends_on IS NULL OR v.ends_on > v.starts_on) ORDER BY v.number DESC LIMIT 1"
    );
    let values = vec![procedure.into(), State::Published.code().into(), on.to_string().into()];
    let found: Option<InForce> = db.row(&sql, values).await?;
    let on = on.to_string();
    Ok(found.filter(|version| version.ends_on.as_deref().is_none_or(|ends| ends > on.as_str())))
}

/// A published version by its id.
pub async fn published(db: &impl Read, id: i64) -> Result<InForce> {
    let sql = format!(
        "SELECT {IN_FORCE} FROM flow_design f JOIN flow_design_version v ON v.flow_id = f.id \
         WHERE v.id = $1 AND v.state = $2"
    );
    db.row(&sql, vec![id.into(), State::Published.code().into()]).await?.ok_or(Error::NotFound)
}
