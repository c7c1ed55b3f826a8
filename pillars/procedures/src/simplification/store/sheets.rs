//! Sheets of the impact questionnaires.

use super::super::rules::question::Answers;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A sheet.
#[derive(Debug, Clone, FromRow)]
pub struct Sheet {
    pub id: i64,
    pub form: String,
    pub procedure_code: String,
    pub procedure_name: String,
    pub subject: String,
    pub agency_id: i64,
    pub item_id: Option<i64>,
    pub answers: String,
    pub version: i64,
    pub author_name: String,
    pub opened_on: String,
    pub done_on: Option<String>,
}

impl Sheet {
    /// What was answered.
    pub fn answered(&self) -> Result<Answers> {
        Ok(serde_json::from_str(&self.answers)?)
    }
}

const SHEET: &str = "s.id, s.form, s.procedure_code, s.procedure_name, s.subject, s.agency_id, s.item_id, s.answers, s.version, \
                     s.author_name, s.opened_on, s.done_on";

/// All sheets, the last opened first; conditions name the table `s`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "mo", sql: "s.opened_on", number: false },
        SortKey { name: "thu-tuc", sql: "s.folded", number: false },
    ];
    ListQuery::new(SHEET, "review_sheet s", "s.id", &SORTS).descending()
}

/// A sheet by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Sheet> {
    let sql = format!("SELECT {SHEET} FROM review_sheet s WHERE s.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// What a new sheet is made of.
#[derive(Debug, Clone)]
pub struct NewSheet {
    pub form: String,
    pub procedure_code: String,
    pub procedure_name: String,
    pub subject: String,
    pub agency_id: i64,
    pub item_id: Option<i64>,
    pub author_name: String,
}

/// Opens a sheet without answers.
pub async fn add(tx: &Tx, new: &NewSheet) -> Result<i64> {
    tx.insert(
        "INSERT INTO review_sheet (form, procedure_code, procedure_name, folded, subject, agency_id, item_id, answers, version, \
         author_name, opened_on) VALUES ($1, $2, $3, $4, $5, $6, $7, '{}', 1, $8, $9)",
        vec![
            new.form.clone().into(),
            new.procedure_code.clone().into(),
            new.procedure_name.clone().into(),
            kernel::text::fold(&format!("{} {} {}", new.procedure_code, new.procedure_name, new.subject)).into(),
            new.subject.clone().into(),
            new.agency_id.into(),
            new.item_id.into(),
            new.author_name.clone().into(),
            tx.at().day().to_string().into(),
        ],
    )
    .await
}

/// Keeps the answers, if the sheet still stands in the version that was read; false if somebody was faster.
pub async fn keep(tx: &Tx, sheet: &Sheet, answers: &Answers) -> Result<bool> {
    let sql = "UPDATE review_sheet SET answers = $3, version = version + 1 \
               WHERE id = $1 AND version = $2 AND done_on IS NULL";
    let text = serde_json::to_string(answers)?;
    Ok(tx.exec(sql, vec![sheet.id.into(), sheet.version.into(), text.into()]).await? > 0)
}

/// Closes a sheet, if it still stands in the version that was read; false if somebody was faster.
pub async fn close(tx: &Tx, sheet: &Sheet, on: Day) -> Result<bool> {
    let sql = "UPDATE review_sheet SET done_on = $3, version = version + 1 \
               WHERE id = $1 AND version = $2 AND done_on IS NULL";
    Ok(tx.exec(sql, vec![sheet.id.into(), sheet.version.into(), on.to_string().into()]).await? > 0)
}
