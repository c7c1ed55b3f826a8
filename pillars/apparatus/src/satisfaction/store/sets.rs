//! Question sets.

use super::super::rules::set::SurveySet;
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

#[derive(FromRow)]
struct SetRow {
    id: i64,
    definition: String,
}

fn read(row: SetRow) -> Result<(i64, SurveySet)> {
    let set = serde_json::from_str(&row.definition)
        .map_err(|e| Error::fault(format!("survey_set {}", row.id), e))?;
    Ok((row.id, set))
}

/// All versions of all sets, with their ids.
pub async fn all_sets(db: &impl Read) -> Result<Vec<(i64, SurveySet)>> {
    let rows: Vec<SetRow> = db.rows("SELECT id, definition FROM survey_set ORDER BY id", vec![]).await?;
    rows.into_iter().map(read).collect()
}

/// The version a sheet was asked with.
pub async fn set(db: &impl Read, id: i64) -> Result<SurveySet> {
    let row: Option<SetRow> =
        db.row("SELECT id, definition FROM survey_set WHERE id = $1", vec![id.into()]).await?;
    let row = row.ok_or_else(|| Error::fault("survey_set", format!("no set {id}")))?;
    Ok(read(row)?.1)
}

/// Adds a version unless it is there; its id if it was added.
pub async fn add_set(tx: &Tx, set: &SurveySet) -> Result<Option<i64>> {
    let known = tx
        .number(
            "SELECT COUNT(*) FROM survey_set WHERE code = $1 AND version = $2",
            vec![set.code.clone().into(), set.version.into()],
        )
        .await?;
    if known > 0 {
        return Ok(None);
    }
    let id = tx
        .insert(
            "INSERT INTO survey_set (code, version, valid_from, valid_to, definition, source) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            vec![
                set.code.clone().into(),
                set.version.into(),
                set.valid_from.map(|d| d.to_string()).into(),
                set.valid_to.map(|d| d.to_string()).into(),
                serde_json::to_string(set)?.into(),
                set.source.clone().into(),
            ],
        )
        .await?;
    Ok(Some(id))
}
