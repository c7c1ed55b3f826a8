//! All SQL of the catalogue: versions here; changes, decisions, documents, groups, figures of use and form files beside it.

mod announcements;
mod basis;
mod changes;
mod forms;
mod groups;
mod uses;

pub use announcements::{
    Announced, Announcement, add_announcement, announcement, announcements, sign_announcement, unsigned,
    write_announcement,
};
pub use basis::{
    Document, DocumentText, Effect, add_document, add_effect, document, document_id, documents, drop_effect,
    effects, ended, only_ended, only_undated, rest_version, resting, unrested, write_document,
};
pub use changes::{
    AnnouncedRow, ChangeRow, Dated, NewChange, Written, add_change, announced_in_force, change, change_body,
    changes, changes_in, changes_of, due_before, due_changes, end_former, open_bodies, set_announcement,
    set_approval, set_days, set_stage, waiting, write_change,
};
pub use forms::{FormFile, drop_form, form_files, form_names, procedure_id, put_form};
pub use groups::{
    Group, GroupText, Member, add_group, all_groups, group, group_code_taken, groups, groups_in_force,
    groups_of, members, write_group,
};
pub use uses::{counted_months, last_count, put_uses, uses};

use super::judge::Judged;
use super::rules;
use contracts::procedures::{Procedure, ProcedureVersion};
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A version as the lists and the history show it.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    pub id: i64,
    pub number: i64,
    pub code: String,
    pub name: String,
    pub field_name: String,
    pub level: String,
    pub term: String,
    pub status: String,
    pub declared_level: i64,
    pub service_level: i64,
    pub whole_way: bool,
    pub missing_parts: String,
    pub unconfirmed_parts: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
    pub internal: bool,
}

const ROW: &str = "v.id, v.number, v.code, v.name, v.field_name, v.level, v.term, v.status, \
                   v.declared_level, v.service_level, v.whole_way, v.missing_parts, v.unconfirmed_parts, v.valid_from, v.valid_to, v.internal";

const SORTS: [SortKey; 6] = [
    SortKey { name: "ten", sql: "v.folded_name", number: false },
    SortKey { name: "ma", sql: "v.code", number: false },
    SortKey { name: "linh_vuc", sql: "v.field_name", number: false },
    SortKey { name: "cap", sql: "v.level", number: false },
    SortKey { name: "muc", sql: "v.service_level", number: true },
    SortKey { name: "thieu", sql: "v.missing", number: true },
];

const STAFF_SORTS: [SortKey; 4] = [
    SortKey { name: "ma", sql: "v.code", number: false },
    SortKey { name: "ten", sql: "v.folded_name", number: false },
    SortKey { name: "thieu", sql: "v.missing", number: true },
    SortKey { name: "chua", sql: "v.unconfirmed", number: true },
];

const IN_FORCE: &str = "v.valid_from <= ? AND (v.valid_to IS NULL OR v.valid_to >= ?)";

fn within(list: &mut ListQuery<'_>, on: Day) {
    let day = on.to_string();
    list.and(IN_FORCE, [day.clone().into(), day.into()]);
}

/// Published procedures in force on a day.
pub fn public_list(on: Day) -> ListQuery<'static> {
    let mut list = ListQuery::new(ROW, "procedure_version v", "v.id", &SORTS);
    list.and("v.status = 'published'", []);
    within(&mut list, on);
    list
}

/// The newest version of every procedure, for those who keep the catalogue.
pub fn staff_list() -> ListQuery<'static> {
    let mut list = ListQuery::new(ROW, "procedure_version v", "v.id", &STAFF_SORTS);
    list.and(
        "v.number = (SELECT MAX(n.number) FROM procedure_version n WHERE n.procedure_id = v.procedure_id)",
        [],
    );
    list
}

/// Narrows to what every word of a typed text, or what it is short for, is found in, without marks.
pub fn find(list: &mut ListQuery<'_>, typed: &str) {
    for alternatives in platform::synonyms::parts(typed) {
        let words = |words: &Vec<String>| format!("({})", vec!["v.folded LIKE ?"; words.len()].join(" AND "));
        let sql = alternatives.iter().map(words).collect::<Vec<_>>().join(" OR ");
        let values = alternatives.iter().flatten().map(|word| format!("%{word}%").into());
        list.and(&format!("({sql})"), values.collect::<Vec<_>>());
    }
}

/// Fields with a published procedure: (code, name).
pub async fn fields(db: &impl Read) -> Result<Vec<(String, String)>> {
    #[derive(FromRow)]
    struct Field {
        field_code: String,
        field_name: String,
    }
    let rows: Vec<Field> = db
        .rows(
            "SELECT field_code, MAX(field_name) AS field_name FROM procedure_version WHERE status = 'published' \
             GROUP BY field_code ORDER BY 2",
            vec![],
        )
        .await?;
    Ok(rows.into_iter().map(|r| (r.field_code, r.field_name)).collect())
}

/// Who decides published procedures, by name.
pub async fn deciders(db: &impl Read) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = db
        .rows(
            "SELECT DISTINCT decides FROM procedure_version WHERE status = 'published' AND decides <> '' ORDER BY 1",
            vec![],
        )
        .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// All versions of a procedure, newest first.
pub async fn history(db: &impl Read, code: &str) -> Result<Vec<Row>> {
    db.rows(
        &format!("SELECT {ROW} FROM procedure_version v WHERE v.code = $1 ORDER BY v.number DESC"),
        vec![code.into()],
    )
    .await
}

/// Code and number of a version by its id.
pub async fn place(db: &impl Read, id: i64) -> Result<(String, i64)> {
    let sql = format!("SELECT {ROW} FROM procedure_version v WHERE v.id = $1");
    let row: Row = db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)?;
    Ok((row.code, row.number))
}

/// Id of the published version in force on a day.
pub async fn in_force_id(db: &impl Read, code: &str, on: Day) -> Result<Option<i64>> {
    let id = db
        .number(
            "SELECT v.id FROM procedure_version v WHERE v.code = $1 AND v.status = 'published' AND v.valid_from <= $2 \
             AND (v.valid_to IS NULL OR v.valid_to >= $2) ORDER BY v.valid_from DESC, v.number DESC LIMIT 1",
            vec![code.into(), on.to_string().into()],
        )
        .await?;
    Ok(Some(id).filter(|id| *id > 0))
}

/// Ids of all published versions in force on a day, by code.
pub async fn in_force_ids(db: &impl Read, on: Day) -> Result<Vec<i64>> {
    #[derive(FromRow)]
    struct Id {
        id: i64,
    }
    let rows: Vec<Id> = db
        .rows(
            "SELECT v.id FROM procedure_version v WHERE v.status = 'published' AND v.valid_from <= $1 \
             AND (v.valid_to IS NULL OR v.valid_to >= $1) ORDER BY v.code",
            vec![on.to_string().into()],
        )
        .await?;
    Ok(rows.into_iter().map(|r| r.id).collect())
}

/// A published version and the level of online service it was judged to serve.
#[derive(Debug, Clone, FromRow)]
pub struct Served {
    pub id: i64,
    pub service_level: i64,
}

/// The published versions in force on a day, by code.
pub async fn levels_in_force(db: &impl Read, on: Day) -> Result<Vec<Served>> {
    db.rows(
        "SELECT v.id, v.service_level FROM procedure_version v WHERE v.status = 'published' AND v.valid_from <= $1 \
         AND (v.valid_to IS NULL OR v.valid_to >= $1) ORDER BY v.code",
        vec![on.to_string().into()],
    )
    .await
}

/// A version with its body.
#[derive(Debug, Clone, FromRow)]
pub struct Stored {
    pub id: i64,
    pub number: i64,
    pub body: String,
    pub body_hash: String,
    pub declared_from: String,
    pub declared_to: Option<String>,
    pub valid_to: Option<String>,
}

const STORED: &str = "id, number, body, body_hash, declared_from, declared_to, valid_to";

/// Reads one version's body.
pub async fn version(db: &impl Read, id: i64) -> Result<ProcedureVersion> {
    let row: Stored = db
        .row(&format!("SELECT {STORED} FROM procedure_version WHERE id = $1"), vec![id.into()])
        .await?
        .ok_or(Error::NotFound)?;
    Ok(ProcedureVersion { id: row.id, number: row.number, body: serde_json::from_str(&row.body)? })
}

/// All versions of a procedure with their bodies, oldest first.
pub async fn versions(db: &impl Read, code: &str) -> Result<Vec<Stored>> {
    db.rows(
        &format!("SELECT {STORED} FROM procedure_version WHERE code = $1 ORDER BY number"),
        vec![code.into()],
    )
    .await
}

/// Id of a procedure, entered if it is new.
pub async fn enter(tx: &Tx, code: &str, agency: i64) -> Result<i64> {
    let known = tx.number("SELECT id FROM procedure WHERE code = $1", vec![code.into()]).await?;
    if known > 0 {
        return Ok(known);
    }
    tx.insert(
        "INSERT INTO procedure (code, agency_id, entered_at) VALUES ($1, $2, $3)",
        vec![code.into(), agency.into(), tx.at().micros().into()],
    )
    .await
}

/// Gives procedures entered before the agencies were known to the city.
pub async fn adopt(tx: &Tx, agency: i64) -> Result<u64> {
    tx.exec("UPDATE procedure SET agency_id = $1 WHERE agency_id = 0", vec![agency.into()]).await
}

/// Procedures without an agency yet.
pub async fn orphans(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM procedure WHERE agency_id = 0", vec![]).await
}

/// What a new version is made of.
#[derive(Debug, Clone, Copy)]
pub struct NewVersion<'a> {
    pub body: &'a Procedure,
    pub hash: &'a str,
    pub file: &'a str,
    pub judged: &'a Judged,
}

/// Adds a version; its interval is set afterwards with all others'.
pub async fn add_version(tx: &Tx, procedure: i64, number: i64, new: &NewVersion<'_>) -> Result<i64> {
    let NewVersion { body, hash, file, judged } = *new;
    let term = body.term.as_ref().map(serde_json::to_string).transpose()?.unwrap_or_default();
    let from = body.valid_from.to_string();
    let to = body.valid_to.map(|d| d.to_string());
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    tx.insert(
        "INSERT INTO procedure_version (procedure_id, number, code, name, short_name, field_code, field_name, level, \
         audience, life_events, term, status, declared_level, service_level, whole_way, missing, missing_parts, unconfirmed, \
         unconfirmed_parts, declared_from, declared_to, valid_from, valid_to, folded, folded_name, body, body_hash, \
         source_file, entered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
         $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)",
        vec![
            procedure.into(),
            number.into(),
            body.code.clone().into(),
            body.name.clone().into(),
            body.short_name.clone().into(),
            body.field.code.clone().into(),
            body.field.name.clone().into(),
            body.level.code().into(),
            rules::listed(&body.audience).into(),
            rules::listed(&body.life_events).into(),
            term.into(),
            body.status.clone().into(),
            body.online.as_ref().map_or(0, |o| o.level).into(),
            judged.level.into(),
            judged.whole_way.into(),
            count(judged.missing.len()).into(),
            judged.missing.join(" ").into(),
            count(body.unconfirmed.len()).into(),
            body.unconfirmed.join(" ").into(),
            from.clone().into(),
            to.clone().into(),
            from.into(),
            to.into(),
            rules::folded(body).into(),
            kernel::text::fold(&body.name).into(),
            serde_json::to_string(body)?.into(),
            hash.into(),
            file.into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// Sets the last day of a version.
pub async fn end_version(tx: &Tx, id: i64, to: Option<Day>) -> Result<()> {
    let to = to.map(|d| d.to_string());
    tx.exec("UPDATE procedure_version SET valid_to = $1 WHERE id = $2", vec![to.into(), id.into()]).await?;
    Ok(())
}

/// A version with what was judged of it.
#[derive(Debug, Clone, FromRow)]
pub struct KeptJudgement {
    pub id: i64,
    pub procedure_id: i64,
    pub number: i64,
    pub body: String,
    pub valid_to: Option<String>,
    pub missing_parts: String,
    pub service_level: i64,
    pub whole_way: bool,
}

impl KeptJudgement {
    /// As judged last.
    pub fn judged(&self) -> Judged {
        Judged {
            missing: self.missing_parts.split_whitespace().map(str::to_owned).collect(),
            level: self.service_level,
            whole_way: self.whole_way,
        }
    }
}

/// The versions of one procedure, or all, with what was judged of them.
pub async fn kept_judgements(db: &impl Read, code: Option<&str>) -> Result<Vec<KeptJudgement>> {
    let sql = "SELECT id, procedure_id, number, body, valid_to, missing_parts, service_level, whole_way \
               FROM procedure_version WHERE $1 = '' OR code = $1 ORDER BY id";
    db.rows(sql, vec![code.unwrap_or_default().into()]).await
}

/// Keeps what was judged of a version.
pub async fn set_judgement(tx: &Tx, id: i64, judged: &Judged) -> Result<()> {
    let missing = i64::try_from(judged.missing.len()).unwrap_or(i64::MAX);
    tx.exec(
        "UPDATE procedure_version SET missing = $1, missing_parts = $2, service_level = $3, whole_way = $4 WHERE id = $5",
        vec![
            missing.into(),
            judged.missing.join(" ").into(),
            judged.level.into(),
            judged.whole_way.into(),
            id.into(),
        ],
    )
    .await?;
    Ok(())
}
