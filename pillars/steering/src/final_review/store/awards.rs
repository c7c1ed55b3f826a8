//! Award proposals of a review.

use super::super::rules::AwardState;
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

/// An award proposal.
#[derive(Debug, Clone, FromRow)]
pub struct Award {
    pub id: i64,
    pub review_id: i64,
    pub agency_id: i64,
    /// The official, with post; "" for the agency itself.
    pub person: String,
    /// Published classes of emulation it rests on, in words.
    pub grounds: String,
    pub reason: String,
    pub state: String,
    pub proposed_name: String,
    pub decided_name: String,
    pub decided_reason: String,
    pub at: i64,
    pub version: i64,
}

impl Award {
    /// Where it stands.
    pub fn state(&self) -> Result<AwardState> {
        AwardState::from_code(&self.state)
            .ok_or_else(|| Error::fault("final_review_award.state", &self.state))
    }
}

const AWARD: &str = "a.id, a.review_id, a.agency_id, a.person, a.grounds, a.reason, a.state, a.proposed_name, \
                     a.decided_name, a.decided_reason, a.at, a.version";

/// The proposals of a review.
pub async fn of_review(db: &impl Read, review: i64) -> Result<Vec<Award>> {
    let sql = format!("SELECT {AWARD} FROM final_review_award a WHERE a.review_id = $1 ORDER BY a.id");
    db.rows(&sql, vec![review.into()]).await
}

/// A proposal by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Award> {
    let sql = format!("SELECT {AWARD} FROM final_review_award a WHERE a.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Proposes; none where the same is proposed already.
pub async fn add(
    tx: &Tx,
    review: i64,
    (agency, person): (i64, &str),
    (grounds, reason): (&str, &str),
) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO final_review_award (review_id, agency_id, person, grounds, reason, state, proposed_name, decided_name, \
             decided_reason, at, version) VALUES ($1, $2, $3, $4, $5, 'proposed', $6, '', '', $7, 1) \
             ON CONFLICT (review_id, agency_id, person) DO NOTHING",
            vec![
                review.into(),
                agency.into(),
                person.into(),
                grounds.into(),
                reason.into(),
                tx.by().name.clone().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Keeps a decision; false if somebody was faster.
pub async fn decide(tx: &Tx, award: &Award, to: AwardState, reason: &str) -> Result<bool> {
    let sql = "UPDATE final_review_award SET state = $3, decided_reason = $4, decided_name = $5, version = version + 1 \
               WHERE id = $1 AND version = $2";
    let values = vec![
        award.id.into(),
        award.version.into(),
        to.code().into(),
        reason.into(),
        tx.by().name.clone().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}
