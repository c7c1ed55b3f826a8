//! All SQL of the designed forms and their versions.

use super::rules::design::Design;
use super::rules::state::State;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A designed form.
#[derive(Debug, Clone, FromRow)]
pub struct FormRow {
    pub id: i64,
    pub procedure_code: String,
    pub name: String,
}

/// A version of it.
#[derive(Debug, Clone, FromRow)]
pub struct VersionRow {
    pub id: i64,
    pub form_id: i64,
    pub number: i64,
    pub state: String,
    pub body: String,
    pub edits: i64,
    pub starts_on: Option<String>,
    pub proposed_by: Option<i64>,
    pub drafted_by: i64,
    pub hands: String,
}

impl VersionRow {
    /// Its state.
    pub fn state(&self) -> State {
        State::from_code(&self.state)
    }

    /// What is drawn.
    pub fn design(&self) -> Result<Design> {
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

/// A form in the list, with its newest version.
#[derive(Debug, Clone, FromRow)]
pub struct Found {
    pub id: i64,
    pub procedure_code: String,
    pub name: String,
    pub number: i64,
    pub state: String,
    pub starts_on: Option<String>,
    pub changed_at: i64,
    pub drafted_by: i64,
}

const SORTS: [SortKey; 3] = [
    SortKey { name: "ma", sql: "f.procedure_code", number: false },
    SortKey { name: "ten", sql: "f.folded", number: false },
    SortKey { name: "doi", sql: "v.changed_at", number: true },
];

const VERSION: &str = "id, form_id, number, state, body, edits, starts_on, proposed_by, drafted_by, hands";

/// All forms, each with its newest version.
pub fn list() -> ListQuery<'static> {
    let select = "f.id, f.procedure_code, f.name, v.number, v.state, v.starts_on, v.changed_at, v.drafted_by";
    let from = "form_design f JOIN form_design_version v ON v.form_id = f.id";
    let mut list = ListQuery::new(select, from, "f.id", &SORTS);
    list.and("v.number = (SELECT MAX(n.number) FROM form_design_version n WHERE n.form_id = f.id)", []);
    list
}

/// A form by its id.
pub async fn form(db: &impl Read, id: i64) -> Result<FormRow> {
    let sql = "SELECT id, procedure_code, name FROM form_design WHERE id = $1";
    db.row(sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Id of the form of a procedure, 0 when there is none.
pub async fn of_procedure(db: &impl Read, code: &str) -> Result<i64> {
    db.number("SELECT id FROM form_design WHERE procedure_code = $1", vec![code.into()]).await
}

/// Codes of the procedures whose form is designed here.
pub async fn procedures(db: &impl Read) -> Result<Vec<String>> {
    #[derive(FromRow)]
    struct Code {
        procedure_code: String,
    }
    let rows: Vec<Code> =
        db.rows("SELECT procedure_code FROM form_design ORDER BY procedure_code", vec![]).await?;
    Ok(rows.into_iter().map(|row| row.procedure_code).collect())
}

/// All versions of a form, newest first.
pub async fn versions(db: &impl Read, form: i64) -> Result<Vec<VersionRow>> {
    let sql = format!("SELECT {VERSION} FROM form_design_version WHERE form_id = $1 ORDER BY number DESC");
    db.rows(&sql, vec![form.into()]).await
}

/// The newest version of a form.
pub async fn newest(db: &impl Read, form: i64) -> Result<VersionRow> {
    let sql =
        format!("SELECT {VERSION} FROM form_design_version WHERE form_id = $1 ORDER BY number DESC LIMIT 1");
    db.row(&sql, vec![form.into()]).await?.ok_or(Error::NotFound)
}

/// Enters a form.
pub async fn enter(tx: &Tx, procedure: &str, name: &str) -> Result<i64> {
    tx.insert(
        "INSERT INTO form_design (procedure_code, name, folded, created_at) VALUES ($1, $2, $3, $4)",
        vec![procedure.into(), name.into(), kernel::text::fold(name).into(), tx.at().micros().into()],
    )
    .await
}

/// Begins a version as a draft.
pub async fn begin(tx: &Tx, form: i64, number: i64, design: &Design, by: i64) -> Result<i64> {
    tx.insert(
        "INSERT INTO form_design_version (form_id, number, state, body, edits, drafted_by, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            form.into(),
            number.into(),
            State::Draft.code().into(),
            serde_json::to_string(design)?.into(),
            1_i64.into(),
            by.into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// Keeps a draft as it is drawn now, and by whom; `false` when somebody else has changed it since `seen`.
pub async fn keep(tx: &Tx, version: &VersionRow, seen: i64, design: &Design, by: i64) -> Result<bool> {
    let mut hands = version.drawn_by()?;
    if !hands.contains(&by) {
        hands.push(by);
    }
    let changed = tx
        .exec(
            "UPDATE form_design_version SET body = $1, edits = edits + 1, changed_at = $2, hands = $6 \
             WHERE id = $3 AND edits = $4 AND state = $5",
            vec![
                serde_json::to_string(design)?.into(),
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
            "UPDATE form_design_version SET state = $1, proposed_by = $2, decided_by = $3, starts_on = $4, \
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
