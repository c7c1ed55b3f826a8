//! Rounds: a year's assessment of the agencies of a level by a tree, which is kept with the round as it was when it opened.

use super::super::rules::tree::Tree;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A round.
#[derive(Debug, Clone, FromRow)]
pub struct RoundRow {
    pub id: i64,
    pub tree_id: i64,
    pub owner_id: i64,
    pub year: i64,
    pub level: String,
    pub name: String,
    pub content: String,
    pub due_on: String,
    pub closes_on: Option<String>,
    pub decision: String,
    /// Who sat in the council, how they voted, its minutes.
    pub council: String,
    pub decided_on: Option<String>,
    pub decided_name: String,
    pub published_at: Option<i64>,
}

impl RoundRow {
    /// The tree as it was when the round opened.
    pub fn tree(&self) -> Result<Tree> {
        Ok(serde_json::from_str(&self.content)?)
    }

    /// The term of the self-assessment.
    pub fn due(&self) -> Result<Day> {
        self.due_on.parse().map_err(|e| Error::fault("par_round.due_on", e))
    }

    /// Last day on which sheets are taken.
    pub fn closes(&self) -> Option<Day> {
        self.closes_on.as_deref().and_then(|day| day.parse().ok())
    }

    /// The year.
    pub fn calendar_year(&self) -> i32 {
        i32::try_from(self.year).unwrap_or(0)
    }

    /// Last day of the year it is about: by whose rules it is judged.
    pub fn last_day(&self) -> Result<Day> {
        Day::ymd(self.calendar_year(), 12, 31).ok_or_else(|| Error::fault("par_round.year", self.year))
    }
}

const COLUMNS: &str = "r.id, r.tree_id, r.owner_id, r.year, r.level, r.name, r.content, r.due_on, r.closes_on, \
                       r.decision, r.council, r.decided_on, r.decided_name, r.published_at";

/// All rounds, the newest year first; conditions name the table `r`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "nam", sql: "r.year", number: true },
        SortKey { name: "han", sql: "r.due_on", number: false },
        SortKey { name: "ten", sql: "r.name", number: false },
    ];
    ListQuery::new(COLUMNS, "par_round r", "r.id", &SORTS).descending()
}

/// A round by id.
pub async fn get(db: &impl Read, id: i64) -> Result<RoundRow> {
    let sql = format!("SELECT {COLUMNS} FROM par_round r WHERE r.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// How many there are: a demo city is built once.
pub async fn count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM par_round", vec![]).await
}

/// The years and levels that have published results, the newest first.
pub async fn published(db: &impl Read) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT DISTINCT r.year, r.level FROM par_round r WHERE r.published_at IS NOT NULL ORDER BY r.year DESC, r.level";
    db.rows(sql, vec![]).await
}

/// The published rounds of a year and level, the oldest first: several where each judged agencies of its own.
pub async fn published_in(db: &impl Read, year: i64, level: &str) -> Result<Vec<RoundRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM par_round r WHERE r.year = $1 AND r.level = $2 AND r.published_at IS NOT NULL ORDER BY r.id"
    );
    db.rows(&sql, vec![year.into(), level.into()]).await
}

/// Whose the rounds are: (round, owner).
pub async fn owners(db: &impl Read) -> Result<Vec<(i64, i64)>> {
    db.rows("SELECT r.id, r.owner_id FROM par_round r ORDER BY r.id", vec![]).await
}

/// Which agencies the rounds of a year and level judge: (round, agency), the oldest round first.
pub async fn judged(db: &impl Read, year: i64, level: &str) -> Result<Vec<(i64, i64)>> {
    let sql = "SELECT s.round_id, s.agency_id FROM par_sheet s JOIN par_round r ON r.id = s.round_id \
               WHERE s.year = $1 AND s.level = $2 ORDER BY s.round_id, s.agency_id";
    db.rows(sql, vec![year.into(), level.into()]).await
}

/// A round to open.
#[derive(Debug, Clone)]
pub struct NewRound {
    pub tree_id: i64,
    pub tree: Tree,
    pub owner_id: i64,
    pub year: i32,
    pub name: String,
    pub due: Day,
    pub closes: Option<Day>,
}

/// Opens a round; none where the owner has one of this year and level.
pub async fn add(tx: &Tx, new: &NewRound) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO par_round (tree_id, owner_id, year, level, name, content, opened_on, due_on, closes_on, decision, \
             decided_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '') ON CONFLICT (owner_id, year, level) DO NOTHING",
            vec![
                new.tree_id.into(),
                new.owner_id.into(),
                i64::from(new.year).into(),
                new.tree.level.clone().into(),
                new.name.clone().into(),
                serde_json::to_string(&new.tree)?.into(),
                tx.at().day().to_string().into(),
                new.due.to_string().into(),
                new.closes.map(|d| d.to_string()).into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Moves the term and the last day.
pub async fn move_term(tx: &Tx, id: i64, due: Day, closes: Option<Day>) -> Result<bool> {
    let closes = closes.map(|d| d.to_string());
    let params = vec![id.into(), due.to_string().into(), closes.into()];
    let moved = tx
        .exec("UPDATE par_round SET due_on = $2, closes_on = $3 WHERE id = $1 AND decided_on IS NULL", params)
        .await?;
    tx.exec(
        "UPDATE par_sheet SET due_on = $2, version = version + 1 WHERE round_id = $1 AND state = 'drafting'",
        vec![id.into(), due.to_string().into()],
    )
    .await?;
    Ok(moved > 0)
}

/// Keeps the decision and what the council was; false where there is one.
pub async fn decide(tx: &Tx, id: i64, (decision, council): (&str, &str), on: Day) -> Result<bool> {
    let sql = "UPDATE par_round SET decision = $2, council = $3, decided_on = $4, decided_by = $5, decided_name = $6 \
               WHERE id = $1 AND decided_on IS NULL";
    let params = vec![
        id.into(),
        decision.into(),
        council.into(),
        on.to_string().into(),
        tx.by().account_id.into(),
        tx.by().name.clone().into(),
    ];
    Ok(tx.exec(sql, params).await? > 0)
}

/// Publishes; false where it is published or not decided on.
pub async fn publish(tx: &Tx, id: i64) -> Result<bool> {
    let sql = "UPDATE par_round SET published_at = $2 WHERE id = $1 AND published_at IS NULL AND decided_on IS NOT NULL";
    Ok(tx.exec(sql, vec![id.into(), tx.at().micros().into()]).await? > 0)
}
