//! The council of a round, its votes, and what agencies object.

use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A member of the council.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Member {
    pub id: i64,
    pub name: String,
    pub post: String,
}

/// The council of a round, in the order it was named.
pub async fn members(db: &impl Read, round: i64) -> Result<Vec<Member>> {
    let sql = "SELECT m.id, m.name, m.post FROM emulation_member m WHERE m.round_id = $1 ORDER BY m.id";
    db.rows(sql, vec![round.into()]).await
}

/// Names the council anew.
pub async fn set_members(tx: &Tx, round: i64, members: &[(String, String)]) -> Result<()> {
    tx.exec("DELETE FROM emulation_member WHERE round_id = $1", vec![round.into()]).await?;
    for (name, post) in members {
        tx.insert(
            "INSERT INTO emulation_member (round_id, name, post) VALUES ($1, $2, $3)",
            vec![round.into(), name.clone().into(), post.clone().into()],
        )
        .await?;
    }
    Ok(())
}

/// How many votes were cast in a round.
pub async fn vote_count(db: &impl Read, round: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM emulation_vote v JOIN emulation_entry e ON e.id = v.entry_id WHERE e.round_id = $1";
    db.number(sql, vec![round.into()]).await
}

/// A vote.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Vote {
    pub entry_id: i64,
    pub member_id: i64,
    pub class: String,
}

/// The votes on an entry.
pub async fn votes(db: &impl Read, entry: i64) -> Result<Vec<Vote>> {
    let sql =
        "SELECT v.entry_id, v.member_id, v.class FROM emulation_vote v WHERE v.entry_id = $1 ORDER BY v.id";
    db.rows(sql, vec![entry.into()]).await
}

/// Keeps the votes on an entry in place of those before.
pub async fn set_votes(tx: &Tx, entry: i64, votes: &[(i64, String)]) -> Result<()> {
    tx.exec("DELETE FROM emulation_vote WHERE entry_id = $1", vec![entry.into()]).await?;
    for (member, class) in votes {
        tx.insert(
            "INSERT INTO emulation_vote (entry_id, member_id, class) VALUES ($1, $2, $3)",
            vec![entry.into(), (*member).into(), class.clone().into()],
        )
        .await?;
    }
    Ok(())
}

/// What an agency objects.
#[derive(Debug, Clone, FromRow)]
pub struct Objection {
    pub id: i64,
    pub entry_id: i64,
    pub text: String,
    pub author_name: String,
    pub at: i64,
    pub answer: String,
    pub answered_name: String,
    pub answered_at: Option<i64>,
}

const OBJECTION: &str =
    "o.id, o.entry_id, o.text, o.author_name, o.at, o.answer, o.answered_name, o.answered_at";

/// The objections of an entry.
pub async fn objections(db: &impl Read, entry: i64) -> Result<Vec<Objection>> {
    let sql = format!("SELECT {OBJECTION} FROM emulation_objection o WHERE o.entry_id = $1 ORDER BY o.id");
    db.rows(&sql, vec![entry.into()]).await
}

/// An objection by id.
pub async fn objection(db: &impl Read, id: i64) -> Result<Objection> {
    let sql = format!("SELECT {OBJECTION} FROM emulation_objection o WHERE o.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Objections without an answer, the oldest first.
pub async fn unanswered(db: &impl Read, most: i64) -> Result<Vec<Objection>> {
    let sql = format!(
        "SELECT {OBJECTION} FROM emulation_objection o WHERE o.answered_at IS NULL ORDER BY o.at, o.id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

/// How many of a round are unanswered.
pub async fn open_of_round(db: &impl Read, round: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM emulation_objection o JOIN emulation_entry e ON e.id = o.entry_id \
               WHERE e.round_id = $1 AND o.answered_at IS NULL";
    db.number(sql, vec![round.into()]).await
}

/// Adds one; none where the agency said the same before.
pub async fn object(tx: &Tx, entry: i64, text: &str) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO emulation_objection (entry_id, text, author_name, at, answer, answered_name) \
             VALUES ($1, $2, $3, $4, '', '') ON CONFLICT (entry_id, text) DO NOTHING",
            vec![entry.into(), text.into(), tx.by().name.clone().into(), tx.at().micros().into()],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Answers one, once; false where it has an answer.
pub async fn answer(tx: &Tx, id: i64, answer: &str) -> Result<bool> {
    let sql = "UPDATE emulation_objection SET answer = $2, answered_name = $3, answered_at = $4 \
               WHERE id = $1 AND answered_at IS NULL";
    let values = vec![id.into(), answer.into(), tx.by().name.clone().into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}
