//! Rounds: a year's emulation of a group of agencies, with the criteria, classes and quotas it was opened under.

use super::super::rules::{Class, Criterion, Quota, RoundState};
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A round.
#[derive(Debug, Clone, FromRow)]
pub struct Round {
    pub id: i64,
    /// Agency whose round it is: the city.
    pub owner_id: i64,
    pub year: i64,
    pub group_code: String,
    pub name: String,
    pub state: String,
    /// Last day of the agencies' own proposals.
    pub due_on: String,
    pub criteria: String,
    pub classes: String,
    pub quotas: String,
    /// Day of the council's session.
    pub held_on: Option<String>,
    pub minutes: String,
    /// Why it was given back.
    pub reason: String,
    pub decision: String,
    pub decided_on: Option<String>,
    pub decided_name: String,
    pub published_at: Option<i64>,
    pub changed_at: i64,
    pub version: i64,
}

impl Round {
    /// Where it stands.
    pub fn state(&self) -> Result<RoundState> {
        RoundState::from_code(&self.state).ok_or_else(|| Error::fault("emulation_round.state", &self.state))
    }

    /// Its criteria, in order.
    pub fn criteria(&self) -> Result<Vec<Criterion>> {
        Ok(serde_json::from_str(&self.criteria)?)
    }

    /// Its classes, the highest first.
    pub fn classes(&self) -> Result<Vec<Class>> {
        Ok(serde_json::from_str(&self.classes)?)
    }

    /// Its quotas.
    pub fn quotas(&self) -> Result<Vec<Quota>> {
        Ok(serde_json::from_str(&self.quotas)?)
    }

    /// The term of the proposals.
    pub fn due(&self) -> Result<Day> {
        self.due_on.parse().map_err(|e| Error::fault("emulation_round.due_on", e))
    }

    /// The calendar year.
    pub fn calendar_year(&self) -> Result<i32> {
        i32::try_from(self.year).map_err(|e| Error::fault("emulation_round.year", e))
    }
}

const ROUND: &str = "r.id, r.owner_id, r.year, r.group_code, r.name, r.state, r.due_on, r.criteria, r.classes, r.quotas, \
                     r.held_on, r.minutes, r.reason, r.decision, r.decided_on, r.decided_name, r.published_at, r.changed_at, \
                     r.version";

/// All rounds, the newest year first; conditions name the table `r`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "nam", sql: "r.year", number: true },
        SortKey { name: "ten", sql: "r.folded", number: false },
        SortKey { name: "han", sql: "r.due_on", number: false },
    ];
    ListQuery::new(ROUND, "emulation_round r", "r.id", &SORTS).descending()
}

/// A round by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Round> {
    let sql = format!("SELECT {ROUND} FROM emulation_round r WHERE r.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Rounds that wait: for the agencies and the council, or for the one who decides or publishes.
pub async fn unfinished(db: &impl Read, most: i64) -> Result<Vec<Round>> {
    let sql = format!(
        "SELECT {ROUND} FROM emulation_round r WHERE r.state <> 'published' ORDER BY r.due_on, r.id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

/// How many there are: a demo city is built once.
pub async fn count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM emulation_round", vec![]).await
}

/// A round to open.
#[derive(Debug, Clone)]
pub struct NewRound {
    pub owner: i64,
    pub year: i32,
    pub group: String,
    pub name: String,
    pub due: Day,
    pub criteria: Vec<Criterion>,
    pub classes: Vec<Class>,
    pub quotas: Vec<Quota>,
}

/// Opens a round; none where the owner has one of this year and group.
pub async fn add(tx: &Tx, new: &NewRound) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO emulation_round (owner_id, year, group_code, name, folded, state, due_on, criteria, classes, quotas, \
             minutes, reason, decision, decided_name, changed_at, version) \
             VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, '', '', '', '', $10, 1) \
             ON CONFLICT (owner_id, year, group_code) DO NOTHING",
            vec![
                new.owner.into(),
                i64::from(new.year).into(),
                new.group.clone().into(),
                new.name.clone().into(),
                kernel::text::fold(&new.name).into(),
                new.due.to_string().into(),
                serde_json::to_string(&new.criteria)?.into(),
                serde_json::to_string(&new.classes)?.into(),
                serde_json::to_string(&new.quotas)?.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Moves it to a state with the reason; false if somebody was faster.
pub async fn stand(tx: &Tx, round: &Round, to: RoundState, reason: &str) -> Result<bool> {
    let sql = "UPDATE emulation_round SET state = $3, reason = $4, version = version + 1, changed_at = $5 \
               WHERE id = $1 AND version = $2";
    let values =
        vec![round.id.into(), round.version.into(), to.code().into(), reason.into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Keeps the council's session; false if somebody was faster.
pub async fn set_session(tx: &Tx, round: &Round, held: Day, minutes: &str) -> Result<bool> {
    let sql = "UPDATE emulation_round SET held_on = $3, minutes = $4, version = version + 1, changed_at = $5 \
               WHERE id = $1 AND version = $2";
    let values = vec![
        round.id.into(),
        round.version.into(),
        held.to_string().into(),
        minutes.into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Keeps the decision; false if somebody was faster.
pub async fn decide(tx: &Tx, round: &Round, decision: &str, on: Day, by: &str) -> Result<bool> {
    let sql = "UPDATE emulation_round SET state = 'decided', decision = $3, decided_on = $4, decided_name = $5, reason = '', \
               version = version + 1, changed_at = $6 WHERE id = $1 AND version = $2";
    let values = vec![
        round.id.into(),
        round.version.into(),
        decision.into(),
        on.to_string().into(),
        by.into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Announces it with its entries; false if somebody was faster.
pub async fn publish(tx: &Tx, round: &Round) -> Result<bool> {
    let sql = "UPDATE emulation_round SET state = 'published', published_at = $3, version = version + 1, changed_at = $3 \
               WHERE id = $1 AND version = $2";
    let values = vec![round.id.into(), round.version.into(), tx.at().micros().into()];
    if tx.exec(sql, values).await? == 0 {
        return Ok(false);
    }
    let sql = "UPDATE emulation_entry SET published = TRUE, version = version + 1, changed_at = $2 WHERE round_id = $1";
    tx.exec(sql, vec![round.id.into(), tx.at().micros().into()]).await?;
    Ok(true)
}

/// The years and groups with published results, the newest first.
pub async fn published(db: &impl Read) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT DISTINCT r.year, r.group_code FROM emulation_round r WHERE r.state = 'published' \
               ORDER BY r.year DESC, r.group_code";
    db.rows(sql, vec![]).await
}
