//! What surveyors counted from paper: sheets and answers of one unit and group of a wave.

use super::super::rules::wave::{Counts, Line};
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

/// Counts of a unit and group.
#[derive(Debug, Clone, FromRow)]
pub struct Paper {
    pub id: i64,
    pub agency_id: i64,
    pub respondents: String,
    pub sheets: i64,
    pub counts: String,
    pub source: String,
    pub version: i64,
    pub entered_name: String,
    pub entered_at: i64,
    pub checked_name: String,
    pub checked_at: Option<i64>,
}

impl Paper {
    /// The answers.
    pub fn answers(&self) -> Result<Counts> {
        Ok(serde_json::from_str(&self.counts)?)
    }

    /// As a line of the reading.
    pub fn line(&self) -> Result<Line> {
        Ok(Line {
            agency_id: self.agency_id,
            respondents: self.respondents.clone(),
            sheets: self.sheets,
            counts: self.answers()?,
        })
    }
}

const COLUMNS: &str = "c.id, c.agency_id, c.respondents, c.sheets, c.counts, c.source, c.version, c.entered_name, \
                       c.entered_at, c.checked_name, c.checked_at";

/// All that was counted from paper in a wave, by unit and group.
pub async fn papers(db: &impl Read, wave: i64) -> Result<Vec<Paper>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM survey_wave_count c WHERE c.wave_id = $1 ORDER BY c.agency_id, c.respondents"
    );
    db.rows(&sql, vec![wave.into()]).await
}

/// Counts by id, of a wave.
pub async fn paper(db: &impl Read, wave: i64, id: i64) -> Result<Paper> {
    let sql = format!("SELECT {COLUMNS} FROM survey_wave_count c WHERE c.wave_id = $1 AND c.id = $2");
    db.row(&sql, vec![wave.into(), id.into()]).await?.ok_or(Error::NotFound)
}

/// Counts of a unit and group, if there are any.
pub async fn paper_of(db: &impl Read, wave: i64, (unit, group): (i64, &str)) -> Result<Option<Paper>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM survey_wave_count c WHERE c.wave_id = $1 AND c.agency_id = $2 AND c.respondents = $3"
    );
    db.row(&sql, vec![wave.into(), unit.into(), group.into()]).await
}

/// Counts that wait for a second person, with their wave.
#[derive(Debug, Clone, FromRow)]
pub struct Unchecked {
    pub id: i64,
    pub wave_id: i64,
    pub wave: String,
    pub surveyor_id: i64,
    pub agency_id: i64,
    pub entered_at: i64,
}

/// What waits for a second person in waves that are not closed, the oldest first.
pub async fn unchecked(db: &impl Read, most: i64) -> Result<Vec<Unchecked>> {
    let sql = "SELECT c.id, c.wave_id, w.name AS wave, w.agency_id AS surveyor_id, c.agency_id, c.entered_at \
               FROM survey_wave_count c JOIN survey_wave w ON w.id = c.wave_id \
               WHERE c.checked_at IS NULL AND w.closed_at IS NULL ORDER BY c.entered_at, c.id LIMIT $1";
    db.rows(sql, vec![most.into()]).await
}

/// Counts to enter.
#[derive(Debug, Clone)]
pub struct NewPaper {
    pub unit: i64,
    pub group: String,
    pub sheets: i64,
    pub counts: Counts,
    pub source: String,
}

/// Enters counts; none where the unit and group have some.
pub async fn add_paper(tx: &Tx, wave: i64, new: &NewPaper) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO survey_wave_count (wave_id, agency_id, respondents, sheets, counts, source, version, entered_name, \
             entered_at, checked_name) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, '') \
             ON CONFLICT (wave_id, agency_id, respondents) DO NOTHING",
            vec![
                wave.into(),
                new.unit.into(),
                new.group.clone().into(),
                new.sheets.into(),
                serde_json::to_string(&new.counts)?.into(),
                new.source.clone().into(),
                tx.by().name.clone().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Corrects counts, which wait for a second person again; false where somebody else was faster.
pub async fn correct_paper(tx: &Tx, paper: &Paper, new: &NewPaper) -> Result<bool> {
    let sql = "UPDATE survey_wave_count SET sheets = $3, counts = $4, source = $5, version = version + 1, entered_name = $6, \
               entered_at = $7, checked_name = '', checked_at = NULL WHERE id = $1 AND version = $2";
    let params = vec![
        paper.id.into(),
        paper.version.into(),
        new.sheets.into(),
        serde_json::to_string(&new.counts)?.into(),
        new.source.clone().into(),
        tx.by().name.clone().into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, params).await? > 0)
}

/// Marks counts as seen by a second person; false where somebody else changed them.
pub async fn check_paper(tx: &Tx, paper: &Paper) -> Result<bool> {
    let sql = "UPDATE survey_wave_count SET checked_name = $3, checked_at = $4, version = version + 1 \
               WHERE id = $1 AND version = $2 AND checked_at IS NULL";
    let params =
        vec![paper.id.into(), paper.version.into(), tx.by().name.clone().into(), tx.at().micros().into()];
    Ok(tx.exec(sql, params).await? > 0)
}
