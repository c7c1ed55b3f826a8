//! Reviews of a programme.

use super::super::rules::{Kind, State};
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A review.
#[derive(Debug, Clone, FromRow)]
pub struct Review {
    pub id: i64,
    /// Whose review it is: the city.
    pub owner_id: i64,
    /// Agency that leads it.
    pub lead_id: i64,
    pub kind: String,
    pub name: String,
    pub programme_name: String,
    pub from_on: String,
    pub to_on: String,
    /// Day of the figures.
    pub as_of_on: String,
    /// Last day of the chapters.
    pub due_on: String,
    pub state: String,
    pub frozen_at: Option<i64>,
    pub frozen_hash: String,
    pub frozen_count: i64,
    pub reason: String,
    pub decision: String,
    pub decided_on: Option<String>,
    pub decided_name: String,
    pub published_at: Option<i64>,
    pub changed_at: i64,
    pub version: i64,
}

impl Review {
    /// Where it stands.
    pub fn state(&self) -> Result<State> {
        State::from_code(&self.state).ok_or_else(|| Error::fault("final_review.state", &self.state))
    }

    /// What it is.
    pub fn kind(&self) -> Result<Kind> {
        Kind::from_code(&self.kind).ok_or_else(|| Error::fault("final_review.kind", &self.kind))
    }

    /// First and last day of what it is about.
    pub fn days(&self) -> Result<(Day, Day)> {
        Ok((day(&self.from_on)?, day(&self.to_on)?))
    }
}

fn day(text: &str) -> Result<Day> {
    text.parse().map_err(|e| Error::fault("final_review", e))
}

const REVIEW: &str = "r.id, r.owner_id, r.lead_id, r.kind, r.name, r.programme_name, r.from_on, r.to_on, \
                      r.as_of_on, r.due_on, r.state, r.frozen_at, r.frozen_hash, r.frozen_count, r.reason, r.decision, \
                      r.decided_on, r.decided_name, r.published_at, r.changed_at, r.version";

/// All reviews, the newest first; conditions name the table `r`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "den", sql: "r.to_on", number: false },
        SortKey { name: "ten", sql: "r.folded", number: false },
        SortKey { name: "so-lieu", sql: "r.as_of_on", number: false },
    ];
    ListQuery::new(REVIEW, "final_review r", "r.id", &SORTS).descending()
}

/// A review by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Review> {
    let sql = format!("SELECT {REVIEW} FROM final_review r WHERE r.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Reviews that are not announced.
pub async fn unfinished(db: &impl Read, most: i64) -> Result<Vec<Review>> {
    let sql = format!(
        "SELECT {REVIEW} FROM final_review r WHERE r.state <> 'published' ORDER BY r.due_on, r.id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

/// The newest reviews, for a filter to choose from.
pub async fn newest(db: &impl Read, most: i64) -> Result<Vec<Review>> {
    let sql = format!("SELECT {REVIEW} FROM final_review r ORDER BY r.to_on DESC, r.id DESC LIMIT $1");
    db.rows(&sql, vec![most.into()]).await
}

/// How many there are: a demo city is built once.
pub async fn count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM final_review", vec![]).await
}

/// A review to begin.
#[derive(Debug, Clone)]
pub struct NewReview {
    pub owner: i64,
    pub lead: i64,
    pub kind: Kind,
    pub name: String,
    pub programme: (String, String),
    pub days: (Day, Day),
    pub as_of: Day,
    pub due: Day,
}

/// Begins a review; none where the programme has one of this kind until this day.
pub async fn add(tx: &Tx, new: &NewReview) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO final_review (owner_id, lead_id, kind, name, folded, programme, programme_name, from_on, to_on, \
             as_of_on, due_on, state, frozen_hash, frozen_count, reason, decision, decided_name, changed_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'writing', '', 0, '', '', '', $12, 1) \
             ON CONFLICT (owner_id, programme, kind, to_on) DO NOTHING",
            vec![
                new.owner.into(),
                new.lead.into(),
                new.kind.code().into(),
                new.name.clone().into(),
                kernel::text::fold(&new.name).into(),
                new.programme.0.clone().into(),
                new.programme.1.clone().into(),
                new.days.0.to_string().into(),
                new.days.1.to_string().into(),
                new.as_of.to_string().into(),
                new.due.to_string().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Keeps that figures were frozen for a day; false if somebody was faster.
pub async fn freeze(tx: &Tx, review: &Review, as_of: Day, (hash, count): (&str, i64)) -> Result<bool> {
    let sql = "UPDATE final_review SET as_of_on = $3, frozen_at = $4, frozen_hash = $5, frozen_count = $6, \
               version = version + 1, changed_at = $4 WHERE id = $1 AND version = $2";
    let values = vec![
        review.id.into(),
        review.version.into(),
        as_of.to_string().into(),
        tx.at().micros().into(),
        hash.into(),
        count.into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Moves it to a state with the reason; false if somebody was faster.
pub async fn stand(tx: &Tx, review: &Review, to: State, reason: &str) -> Result<bool> {
    let sql = "UPDATE final_review SET state = $3, reason = $4, version = version + 1, changed_at = $5 \
               WHERE id = $1 AND version = $2";
    let values = vec![
        review.id.into(),
        review.version.into(),
        to.code().into(),
        reason.into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Keeps the approval; false if somebody was faster.
pub async fn approve(tx: &Tx, review: &Review, (decision, on): (&str, Day), by: &str) -> Result<bool> {
    let sql = "UPDATE final_review SET state = 'approved', decision = $3, decided_on = $4, decided_name = $5, reason = '', \
               version = version + 1, changed_at = $6 WHERE id = $1 AND version = $2";
    let values = vec![
        review.id.into(),
        review.version.into(),
        decision.into(),
        on.to_string().into(),
        by.into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Announces it; false if somebody was faster.
pub async fn publish(tx: &Tx, review: &Review) -> Result<bool> {
    let sql = "UPDATE final_review SET state = 'published', published_at = $3, version = version + 1, changed_at = $3 \
               WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vec![review.id.into(), review.version.into(), tx.at().micros().into()]).await? > 0)
}

/// Writes the day of the past on which a demo review was frozen, and its chapters sent.
pub async fn backdate(tx: &Tx, review: i64, on: Day) -> Result<()> {
    let sql = "UPDATE final_review SET frozen_at = $2 WHERE id = $1 AND frozen_at IS NOT NULL";
    let morning = on.start().plus_minutes(9 * 60);
    tx.exec(sql, vec![review.into(), morning.micros().into()]).await?;
    let sql =
        "UPDATE final_review_chapter SET submitted_on = $2 WHERE review_id = $1 AND submitted_on IS NOT NULL";
    tx.exec(sql, vec![review.into(), on.to_string().into()]).await?;
    Ok(())
}
