//! Sheets as they are handed out: one for every returned dossier.

use super::super::rules::sheet::{SheetState, Source, state};
use kernel::Day;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use sea_orm::Value;

const COLUMNS: &str = "i.id, i.dossier_code, i.set_id, i.token, i.agency_id, i.procedure_code, i.channel, \
                       i.returned_on, i.expires_on, i.answered_at, i.source, i.comment";

/// A sheet.
#[derive(Debug, Clone, FromRow)]
pub struct Invite {
    pub id: i64,
    pub dossier_code: String,
    pub set_id: i64,
    pub token: String,
    pub agency_id: i64,
    pub procedure_code: String,
    pub channel: String,
    pub returned_on: String,
    pub expires_on: String,
    pub answered_at: Option<i64>,
    pub source: String,
    pub comment: String,
}

impl Invite {
    /// Whether it can be answered on a day.
    pub fn state(&self, today: Day) -> SheetState {
        state(self.answered_at.is_some(), self.expires_on.parse().ok(), today)
    }

    /// Day of return.
    pub fn returned(&self) -> Option<Day> {
        self.returned_on.parse().ok()
    }
}

/// A sheet to hand out.
#[derive(Debug, Clone)]
pub struct NewInvite {
    pub dossier_id: i64,
    pub dossier_code: String,
    pub set_id: i64,
    pub token: String,
    pub agency_id: i64,
    pub procedure_code: String,
    pub field: String,
    pub channel: String,
    pub returned_on: Day,
    pub expires_on: Day,
}

const HEAD: &str = "INSERT INTO survey_invite (dossier_id, dossier_code, set_id, token, agency_id, procedure_code, field, \
                    channel, returned_on, expires_on, answered_at, source, comment)";

fn values(new: NewInvite, answered_at: Option<i64>, source: &str, comment: &str) -> Vec<Value> {
    vec![
        new.dossier_id.into(),
        new.dossier_code.into(),
        new.set_id.into(),
        new.token.into(),
        new.agency_id.into(),
        new.procedure_code.into(),
        new.field.into(),
        new.channel.into(),
        new.returned_on.to_string().into(),
        new.expires_on.to_string().into(),
        answered_at.into(),
        source.into(),
        comment.into(),
    ]
}

/// Hands out a sheet; none if the dossier has one.
pub async fn insert(tx: &Tx, new: NewInvite) -> Result<Option<i64>> {
    let sql = format!(
        "{HEAD} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (dossier_id) DO NOTHING"
    );
    let id = tx.insert(&sql, values(new, None, "", "")).await?;
    Ok(Some(id).filter(|id| *id > 0))
}

/// Hands out many sheets, some already answered (at, source, comment); for the demo city.
pub async fn insert_many(tx: &Tx, sheets: Vec<(NewInvite, Option<i64>, Source, String)>) -> Result<()> {
    let rows = sheets
        .into_iter()
        .map(|(new, at, source, comment)| {
            let source = if at.is_some() { source.code() } else { "" };
            values(new, at, source, &comment)
        })
        .collect();
    tx.insert_many(HEAD, rows).await
}

/// A sheet by its token.
pub async fn by_token(db: &impl Read, token: &str) -> Result<Option<Invite>> {
    db.row(&format!("SELECT {COLUMNS} FROM survey_invite i WHERE i.token = $1"), vec![token.into()]).await
}

/// A sheet by id.
pub async fn by_id(db: &impl Read, id: i64) -> Result<Option<Invite>> {
    db.row(&format!("SELECT {COLUMNS} FROM survey_invite i WHERE i.id = $1"), vec![id.into()]).await
}

/// The sheet of a dossier.
pub async fn by_dossier(db: &impl Read, dossier_id: i64) -> Result<Option<Invite>> {
    db.row(&format!("SELECT {COLUMNS} FROM survey_invite i WHERE i.dossier_id = $1"), vec![dossier_id.into()])
        .await
}

#[derive(FromRow)]
struct OfDossier {
    id: i64,
    dossier_id: i64,
}

/// The sheets of some dossiers: (dossier, sheet).
pub async fn ids_of_dossiers(db: &impl Read, dossiers: &[i64]) -> Result<Vec<(i64, i64)>> {
    if dossiers.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=dossiers.len()).map(|n| format!("${n}")).collect();
    let rows: Vec<OfDossier> = db
        .rows(
            &format!("SELECT id, dossier_id FROM survey_invite WHERE dossier_id IN ({})", places.join(", ")),
            dossiers.iter().map(|id| (*id).into()).collect(),
        )
        .await?;
    Ok(rows.into_iter().map(|r| (r.dossier_id, r.id)).collect())
}

/// Takes away the sheet of a dossier that nobody answered; its id, if there was one.
pub async fn delete_unanswered(tx: &Tx, dossier: i64) -> Result<Option<i64>> {
    let sql = "DELETE FROM survey_invite WHERE dossier_id = $1 AND answered_at IS NULL RETURNING id";
    let id = tx.number(sql, vec![dossier.into()]).await?;
    Ok((id > 0).then_some(id))
}

/// Marks a sheet as answered; false if somebody was faster.
pub async fn mark_answered(tx: &Tx, id: i64, source: Source, comment: &str) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE survey_invite SET answered_at = $2, source = $3, comment = $4 WHERE id = $1 AND answered_at IS NULL",
            vec![id.into(), tx.at().micros().into(), source.code().into(), comment.into()],
        )
        .await?;
    Ok(touched > 0)
}

/// The sheets that wait for their answer on a day, newest first; conditions name the table `i`.
pub fn open_list(today: Day) -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "han", sql: "i.expires_on", number: false },
        SortKey { name: "thu-tuc", sql: "i.procedure_code", number: false },
    ];
    let mut list = ListQuery::new(COLUMNS, "survey_invite i", "i.id", &SORTS).descending();
    list.and("i.answered_at IS NULL", []);
    list.and("i.expires_on >= ?", [today.to_string().into()]);
    list
}
