//! Petitions by themselves.

use kernel::Day;
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};
use sea_orm::Value;

use super::super::rules::state::State;

const COLUMNS: &str = "p.id, p.code, p.token, p.channel, p.person_kind, p.name, p.address, p.phone, p.email, p.content, \
     p.transcriber, p.topic, p.procedure_code, p.part, p.folded, p.folded_name, p.agency_id, p.origin_id, p.given_at, \
     p.given_on, p.received_on, p.register_no, p.state, p.counted_from_on, p.due_on, p.due_days, p.settled_on, \
     p.publish_due_on, p.published_on, p.public_question, p.public_answer, p.public_folded, p.ground, p.passed_to, p.merged_into, \
     p.reopened, p.disliked, p.warned, p.version";

/// A petition.
#[derive(Debug, Clone, FromRow)]
pub struct Petition {
    pub id: i64,
    pub code: String,
    pub token: String,
    pub channel: String,
    pub person_kind: String,
    pub name: String,
    pub address: String,
    pub phone: String,
    pub email: String,
    pub content: String,
    pub transcriber: String,
    pub topic: String,
    pub procedure_code: String,
    pub part: String,
    pub folded: String,
    pub folded_name: String,
    pub agency_id: i64,
    pub origin_id: i64,
    pub given_at: i64,
    pub given_on: String,
    pub received_on: Option<String>,
    pub register_no: i64,
    pub state: String,
    pub counted_from_on: String,
    pub due_on: String,
    pub due_days: i64,
    pub settled_on: Option<String>,
    pub publish_due_on: Option<String>,
    pub published_on: Option<String>,
    pub public_question: String,
    pub public_answer: String,
    pub public_folded: String,
    pub ground: String,
    pub passed_to: String,
    pub merged_into: Option<i64>,
    pub reopened: i64,
    pub disliked: i64,
    pub warned: i64,
    pub version: i64,
}

impl Petition {
    /// Where it stands.
    pub fn state(&self) -> Result<State> {
        State::from_code(&self.state).ok_or_else(|| Error::fault("petition.state", &self.state))
    }

    /// A day of its row.
    pub fn day(text: &str) -> Result<Day> {
        text.parse().map_err(|_| Error::fault("petition, a day", text))
    }

    /// The last day for what is to be done.
    pub fn due(&self) -> Result<Day> {
        Petition::day(&self.due_on)
    }
}

/// Adds one as it stands; its id and version are given by the table.
pub async fn insert(tx: &Tx, p: &Petition) -> Result<i64> {
    let values: Vec<Value> = vec![
        p.code.clone().into(),
        p.token.clone().into(),
        p.channel.clone().into(),
        p.person_kind.clone().into(),
        p.name.clone().into(),
        p.address.clone().into(),
        p.phone.clone().into(),
        p.email.clone().into(),
        p.content.clone().into(),
        p.transcriber.clone().into(),
        p.topic.clone().into(),
        p.procedure_code.clone().into(),
        p.part.clone().into(),
        p.folded.clone().into(),
        p.folded_name.clone().into(),
        p.agency_id.into(),
        p.origin_id.into(),
        p.given_at.into(),
        p.given_on.clone().into(),
        p.received_on.clone().into(),
        p.register_no.into(),
        p.state.clone().into(),
        p.counted_from_on.clone().into(),
        p.due_on.clone().into(),
        p.due_days.into(),
        p.settled_on.clone().into(),
        p.publish_due_on.clone().into(),
        p.published_on.clone().into(),
        p.public_question.clone().into(),
        p.public_answer.clone().into(),
        p.public_folded.clone().into(),
        p.ground.clone().into(),
        p.passed_to.clone().into(),
        p.merged_into.into(),
        p.reopened.into(),
        p.disliked.into(),
        p.warned.into(),
    ];
    tx.insert(
        "INSERT INTO petition (code, token, channel, person_kind, name, address, phone, email, content, transcriber, topic, \
         procedure_code, part, folded, folded_name, agency_id, origin_id, given_at, given_on, received_on, register_no, \
         state, counted_from_on, due_on, due_days, settled_on, publish_due_on, published_on, public_question, \
         public_answer, public_folded, ground, passed_to, merged_into, reopened, disliked, warned, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, \
         $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, 1)",
        values,
    )
    .await
}

/// Writes what acts may change; false if somebody else changed it since it was read.
pub async fn save(tx: &Tx, p: &Petition) -> Result<bool> {
    let values: Vec<Value> = vec![
        p.id.into(),
        p.version.into(),
        p.content.clone().into(),
        p.topic.clone().into(),
        p.folded.clone().into(),
        p.agency_id.into(),
        p.received_on.clone().into(),
        p.register_no.into(),
        p.state.clone().into(),
        p.counted_from_on.clone().into(),
        p.due_on.clone().into(),
        p.due_days.into(),
        p.settled_on.clone().into(),
        p.publish_due_on.clone().into(),
        p.published_on.clone().into(),
        p.public_question.clone().into(),
        p.public_answer.clone().into(),
        p.public_folded.clone().into(),
        p.ground.clone().into(),
        p.passed_to.clone().into(),
        p.merged_into.into(),
        p.reopened.into(),
        p.disliked.into(),
        p.warned.into(),
    ];
    let touched = tx
        .exec(
            "UPDATE petition SET content = $3, topic = $4, folded = $5, agency_id = $6, received_on = $7, register_no = $8, \
             state = $9, counted_from_on = $10, due_on = $11, due_days = $12, settled_on = $13, publish_due_on = $14, \
             published_on = $15, public_question = $16, public_answer = $17, public_folded = $18, ground = $19, passed_to = $20, \
             merged_into = $21, reopened = $22, disliked = $23, warned = $24, version = version + 1 \
             WHERE id = $1 AND version = $2",
            values,
        )
        .await?;
    Ok(touched > 0)
}

/// One by its id.
pub async fn by_id(db: &impl Read, id: i64) -> Result<Petition> {
    let sql = format!("SELECT {COLUMNS} FROM petition p WHERE p.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// One by the key of its link.
pub async fn by_token(db: &impl Read, token: &str) -> Result<Option<Petition>> {
    db.row(&format!("SELECT {COLUMNS} FROM petition p WHERE p.token = $1"), vec![token.into()]).await
}

/// One by its code.
pub async fn by_code(db: &impl Read, code: &str) -> Result<Option<Petition>> {
    db.row(&format!("SELECT {COLUMNS} FROM petition p WHERE p.code = $1"), vec![code.into()]).await
}

/// The newest that the same person gave, or that are about the same procedure: among them may be the same again.
pub async fn alike(db: &impl Read, p: &Petition) -> Result<Vec<Petition>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM petition p WHERE p.id <> $1 AND p.state <> 'merged' AND (p.folded_name = $2 \
         OR (p.phone <> '' AND p.phone = $3) OR (p.procedure_code <> '' AND p.procedure_code = $4)) \
         ORDER BY p.id DESC LIMIT 200"
    );
    let values = vec![
        p.id.into(),
        p.folded_name.clone().into(),
        p.phone.clone().into(),
        p.procedure_code.clone().into(),
    ];
    db.rows(&sql, values).await
}

/// Most petitions that one was joined with, one after the other.
const JOINED_MOST: usize = 20;

/// The petition that one was joined with in the end, whose answer is its answer too; itself where it was joined with none.
pub async fn leading(db: &impl Read, p: &Petition) -> Result<Petition> {
    let mut lead = p.clone();
    for _ in 0..JOINED_MOST {
        let Some(with) = lead.merged_into else { break };
        lead = by_id(db, with).await?;
    }
    Ok(lead)
}

/// Those joined with a petition.
pub async fn merged_into(db: &impl Read, id: i64) -> Result<Vec<Petition>> {
    let sql = format!("SELECT {COLUMNS} FROM petition p WHERE p.merged_into = $1 ORDER BY p.id");
    db.rows(&sql, vec![id.into()]).await
}

/// The next number of a sequence without gaps, taken in this transaction.
pub async fn next_number(tx: &Tx, scope: &str) -> Result<i64> {
    tx.number(
        "INSERT INTO petition_counter (scope, last) VALUES ($1, 1) \
         ON CONFLICT (scope) DO UPDATE SET last = petition_counter.last + 1 RETURNING last",
        vec![scope.into()],
    )
    .await
}

/// Some that wait for the agency, by id: their last day follows the calendar.
pub async fn running_after(db: &impl Read, after: i64, most: i64) -> Result<Vec<Petition>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM petition p WHERE p.id > $1 AND p.state IN ('new', 'entered', 'judging', 'gathering') \
         ORDER BY p.id LIMIT $2"
    );
    db.rows(&sql, vec![after.into(), most.into()]).await
}

/// Those that wait for the agency and whose last day has passed, by id, after one.
pub async fn late_ones(db: &impl Read, today: Day, after: i64, most: i64) -> Result<Vec<Petition>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM petition p WHERE p.due_on < $1 AND p.id > $2 AND p.warned < 2 \
         AND p.state IN ('new', 'entered', 'judging', 'gathering') ORDER BY p.id LIMIT $3"
    );
    db.rows(&sql, vec![today.to_string().into(), after.into(), most.into()]).await
}

/// Moves the last day of one that the calendar moved, unless it changed meanwhile.
pub async fn set_due(tx: &Tx, p: &Petition, due_on: Day) -> Result<bool> {
    let sql = "UPDATE petition SET due_on = $3 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vec![p.id.into(), p.version.into(), due_on.to_string().into()]).await? > 0)
}

/// Keeps how far up it was told that one is late, unless it changed meanwhile.
pub async fn set_warned(tx: &Tx, p: &Petition, warned: i64) -> Result<bool> {
    let sql = "UPDATE petition SET warned = $3 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vec![p.id.into(), p.version.into(), warned.into()]).await? > 0)
}
