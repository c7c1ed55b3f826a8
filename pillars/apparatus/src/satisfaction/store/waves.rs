//! Waves: a dated campaign of asking, its units, and the reading that was frozen when it was closed.

use super::super::rules::wave::{Asked, WaveState};
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope, Tx};
use sea_orm::Value;
use std::collections::BTreeMap;

/// A wave.
#[derive(Debug, Clone, FromRow)]
pub struct Wave {
    pub id: i64,
    pub agency_id: i64,
    pub name: String,
    pub year: i64,
    pub first_on: String,
    pub last_on: String,
    pub set_id: i64,
    pub asked: String,
    pub population: Option<i64>,
    pub expected: i64,
    pub version: i64,
    pub opened_name: String,
    pub closed_at: Option<i64>,
    pub closed_name: String,
    pub reading_hash: String,
    pub units: i64,
}

impl Wave {
    /// First and last day.
    pub fn days(&self) -> Result<(Day, Day)> {
        let day = |text: &str| text.parse::<Day>().map_err(|e| Error::fault("survey_wave", e));
        Ok((day(&self.first_on)?, day(&self.last_on)?))
    }

    /// Where it stands on a day.
    pub fn state(&self, today: Day) -> Result<WaveState> {
        Ok(WaveState::on(today, self.days()?, self.closed_at.is_some()))
    }

    /// The groups that are asked.
    pub fn groups(&self) -> Result<Vec<Asked>> {
        Ok(serde_json::from_str(&self.asked)?)
    }
}

const COLUMNS: &str = "w.id, w.agency_id, w.name, w.year, w.first_on, w.last_on, w.set_id, w.asked, w.population, \
                       w.expected, w.version, w.opened_name, w.closed_at, w.closed_name, w.reading_hash, \
                       (SELECT COUNT(*) FROM survey_wave_unit n WHERE n.wave_id = w.id) AS units";

/// The waves whose owner or one of whose units lies in a scope, the latest first; conditions name the table `w`.
pub fn waves(scope: &Scope) -> ListQuery<'static> {
    const SORTS: [SortKey; 4] = [
        SortKey { name: "tu", sql: "w.first_on", number: false },
        SortKey { name: "den", sql: "w.last_on", number: false },
        SortKey { name: "nam", sql: "w.year", number: true },
        SortKey { name: "ten", sql: "w.folded", number: false },
    ];
    let mut list = ListQuery::new(COLUMNS, "survey_wave w", "w.id", &SORTS).descending();
    match scope {
        Scope::All => {}
        Scope::Agencies(ids) if !ids.is_empty() => {
            let places = vec!["?"; ids.len()].join(", ");
            let sql = format!(
                "(w.agency_id IN ({places}) OR EXISTS (SELECT 1 FROM survey_wave_unit u WHERE u.wave_id = w.id \
                 AND u.agency_id IN ({places})))"
            );
            list.and(&sql, ids.iter().chain(ids).map(|id| (*id).into()));
        }
        Scope::None | Scope::Agencies(_) => list.and("1 = 0", []),
    }
    list
}

/// Narrows waves to those that stand so on a day.
pub fn standing(list: &mut ListQuery<'_>, state: WaveState, today: Day) {
    let day = || Value::from(today.to_string());
    match state {
        WaveState::Closed => list.and("w.closed_at IS NOT NULL", []),
        WaveState::Ahead => list.and("w.closed_at IS NULL AND w.first_on > ?", [day()]),
        WaveState::Running => {
            list.and("w.closed_at IS NULL AND w.first_on <= ? AND w.last_on >= ?", [day(), day()]);
        }
        WaveState::Due => list.and("w.closed_at IS NULL AND w.last_on < ?", [day()]),
    }
}

/// Narrows answers (`a` with their sheets `i`) to those that count in a wave.
pub fn in_wave(list: &mut ListQuery<'_>, wave: i64) {
    list.and(
        "EXISTS (SELECT 1 FROM survey_wave w JOIN survey_wave_unit u ON u.wave_id = w.id WHERE w.id = ? \
         AND u.agency_id = a.agency_id AND w.set_id = i.set_id AND a.answered_on >= w.first_on \
         AND a.answered_on <= w.last_on)",
        [wave.into()],
    );
}

/// A wave by id.
pub async fn wave(db: &impl Read, id: i64) -> Result<Wave> {
    let sql = format!("SELECT {COLUMNS} FROM survey_wave w WHERE w.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The closed waves about a year, the newest first.
pub async fn closed_waves(db: &impl Read, year: i32) -> Result<Vec<Wave>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM survey_wave w WHERE w.year = $1 AND w.closed_at IS NOT NULL ORDER BY w.last_on DESC, w.id DESC"
    );
    db.rows(&sql, vec![i64::from(year).into()]).await
}

/// The waves whose last day is over and that are not closed, the oldest first.
pub async fn due_waves(db: &impl Read, today: Day, most: i64) -> Result<Vec<Wave>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM survey_wave w WHERE w.closed_at IS NULL AND w.last_on < $1 ORDER BY w.last_on, w.id LIMIT $2"
    );
    db.rows(&sql, vec![today.to_string().into(), most.into()]).await
}

/// The units of a wave.
pub async fn wave_units(db: &impl Read, id: i64) -> Result<Vec<i64>> {
    let sql = "SELECT agency_id FROM survey_wave_unit WHERE wave_id = $1 ORDER BY agency_id";
    let rows: Vec<(i64,)> = db.rows(sql, vec![id.into()]).await?;
    Ok(rows.into_iter().map(|(agency,)| agency).collect())
}

/// The frozen reading of a closed wave, as it was hashed; empty before.
pub async fn frozen(db: &impl Read, id: i64) -> Result<String> {
    let rows: Vec<(String,)> =
        db.rows("SELECT reading FROM survey_wave WHERE id = $1", vec![id.into()]).await?;
    Ok(rows.into_iter().next().map(|(text,)| text).unwrap_or_default())
}

/// A wave to open.
#[derive(Debug, Clone)]
pub struct NewWave {
    pub agency_id: i64,
    pub name: String,
    pub year: i32,
    pub days: (Day, Day),
    pub set_id: i64,
    pub asked: Vec<Asked>,
    pub population: Option<i64>,
    pub expected: i64,
    pub units: Vec<i64>,
}

/// Opens a wave; its id.
pub async fn add_wave(tx: &Tx, new: &NewWave) -> Result<i64> {
    let (first, last) = new.days;
    let id = tx
        .insert(
            "INSERT INTO survey_wave (agency_id, name, folded, year, first_on, last_on, set_id, asked, population, expected, version, \
             opened_name, opened_at, closed_name, reading, reading_hash) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, '', '', '')",
            vec![
                new.agency_id.into(),
                new.name.clone().into(),
                kernel::text::fold(&new.name).into(),
                i64::from(new.year).into(),
                first.to_string().into(),
                last.to_string().into(),
                new.set_id.into(),
                serde_json::to_string(&new.asked)?.into(),
                new.population.into(),
                new.expected.into(),
                tx.by().name.clone().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    let units = new.units.iter().map(|unit| vec![id.into(), (*unit).into()]).collect();
    tx.insert_many("INSERT INTO survey_wave_unit (wave_id, agency_id)", units).await?;
    Ok(id)
}

/// Holds a wave until the transaction ends, so that nobody closes it meanwhile; false where it is closed.
pub async fn hold_wave(tx: &Tx, id: i64) -> Result<bool> {
    let sql = "UPDATE survey_wave SET closed_name = closed_name WHERE id = $1 AND closed_at IS NULL";
    Ok(tx.exec(sql, vec![id.into()]).await? > 0)
}

/// What may be changed of a wave until it is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaveWords {
    pub name: String,
    pub last: Day,
    pub population: Option<i64>,
    pub expected: i64,
}

/// Changes a wave; false where somebody else changed it, or it is closed.
pub async fn change_wave(tx: &Tx, wave: &Wave, words: &WaveWords) -> Result<bool> {
    let sql = "UPDATE survey_wave SET name = $3, folded = $4, last_on = $5, population = $6, expected = $7, \
               version = version + 1 WHERE id = $1 AND version = $2 AND closed_at IS NULL";
    let params = vec![
        wave.id.into(),
        wave.version.into(),
        words.name.clone().into(),
        kernel::text::fold(&words.name).into(),
        words.last.to_string().into(),
        words.population.into(),
        words.expected.into(),
    ];
    Ok(tx.exec(sql, params).await? > 0)
}

/// Keeps the reading with its hash; false where the wave is closed already.
pub async fn close_wave(tx: &Tx, id: i64, reading: &str, hash: &str) -> Result<bool> {
    let sql = "UPDATE survey_wave SET closed_at = $2, closed_name = $3, reading = $4, reading_hash = $5 \
               WHERE id = $1 AND closed_at IS NULL";
    let params =
        vec![id.into(), tx.at().micros().into(), tx.by().name.clone().into(), reading.into(), hash.into()];
    Ok(tx.exec(sql, params).await? > 0)
}

/// Answers behind receipts that count in a wave.
#[derive(Debug, Clone, FromRow)]
pub struct Given {
    pub agency_id: i64,
    pub question: String,
    pub level: i64,
    pub answers: i64,
}

#[derive(FromRow)]
struct People {
    agency_id: i64,
    sheets: i64,
}

/// What the sheets behind receipts gave a wave: people by unit, and answers by unit, question and level.
pub async fn given(db: &impl Read, wave: &Wave) -> Result<(BTreeMap<i64, i64>, Vec<Given>)> {
    let params = || {
        vec![wave.id.into(), wave.first_on.clone().into(), wave.last_on.clone().into(), wave.set_id.into()]
    };
    let people: Vec<People> = db
        .rows(
            "SELECT a.agency_id, COUNT(DISTINCT a.invite_id) AS sheets FROM survey_answer a \
             JOIN survey_invite i ON i.id = a.invite_id \
             JOIN survey_wave_unit u ON u.agency_id = a.agency_id AND u.wave_id = $1 \
             WHERE a.value IS NOT NULL AND a.answered_on >= $2 AND a.answered_on <= $3 AND i.set_id = $4 \
             GROUP BY a.agency_id",
            params(),
        )
        .await?;
    let answers = db
        .rows(
            "SELECT a.agency_id, a.question, a.value AS level, COUNT(*) AS answers FROM survey_answer a \
             JOIN survey_invite i ON i.id = a.invite_id \
             JOIN survey_wave_unit u ON u.agency_id = a.agency_id AND u.wave_id = $1 \
             WHERE a.value IS NOT NULL AND a.answered_on >= $2 AND a.answered_on <= $3 AND i.set_id = $4 \
             GROUP BY a.agency_id, a.question, a.value",
            params(),
        )
        .await?;
    Ok((people.into_iter().map(|p| (p.agency_id, p.sheets)).collect(), answers))
}
