//! All SQL of dialogues: conferences with the days they were moved from, and their questions.

use super::rules::{self, Errand, State};
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Refusal, Scope, Tx};

/// A conference.
#[derive(Debug, Clone, FromRow)]
pub struct Dialogue {
    pub id: i64,
    pub agency_id: i64,
    pub held_on: String,
    pub place: String,
    pub theme: String,
    pub audience: String,
    pub ask_until_on: String,
    pub state: String,
    pub attendees: i64,
    pub minutes: String,
}

impl Dialogue {
    /// Where it stands.
    pub fn state(&self) -> State {
        State::from_code(&self.state)
    }

    /// Its day.
    pub fn held(&self) -> Result<Day> {
        self.held_on.parse().map_err(|_| Error::fault("dialogue.held_on", &self.held_on))
    }

    /// The last day on which the public may ask.
    pub fn ask_until(&self) -> Result<Day> {
        self.ask_until_on.parse().map_err(|_| Error::fault("dialogue.ask_until_on", &self.ask_until_on))
    }
}

/// Where and when a conference is moved to, and why.
#[derive(Debug, Clone)]
pub struct Moved {
    pub held_on: Day,
    pub place: String,
    pub ask_until: Day,
    pub why: String,
}

/// Where and when a conference was to be before it was moved.
#[derive(Debug, Clone, FromRow)]
pub struct Former {
    pub held_on: String,
    pub place: String,
    pub why: String,
    pub moved_on: String,
}

/// A conference to announce.
#[derive(Debug, Clone)]
pub struct NewDialogue {
    pub agency_id: i64,
    pub held_on: Day,
    pub place: String,
    pub theme: String,
    pub audience: String,
    pub ask_until: Day,
}

/// A conference in a list, with its questions.
#[derive(Debug, Clone, FromRow)]
pub struct DialogueRow {
    pub id: i64,
    pub agency_id: i64,
    pub held_on: String,
    pub place: String,
    pub theme: String,
    pub audience: String,
    pub state: String,
    pub questions: i64,
    pub answered: i64,
}

/// A question.
#[derive(Debug, Clone, FromRow)]
pub struct Question {
    pub id: i64,
    pub dialogue_id: i64,
    pub host_id: i64,
    pub theme: String,
    pub held_on: String,
    pub moment: String,
    pub asked_on: String,
    pub asker: String,
    pub contact: String,
    pub content: String,
    pub owner_id: i64,
    pub due_on: String,
    pub due_days: i64,
    pub answer: String,
    pub answered_on: Option<String>,
    pub public_question: String,
    pub public_answer: String,
    pub published_on: Option<String>,
    pub host_state: String,
    pub version: i64,
}

impl Question {
    /// Whether its conference was called off: it has no term then.
    pub fn is_without_term(&self) -> bool {
        State::from_code(&self.host_state) == State::Cancelled
    }

    /// Whether an errand may be done with it now.
    pub fn may(&self, errand: Errand) -> Result<(), Refusal> {
        rules::may(errand, self.answered_on.is_some(), self.published_on.is_some())
    }
}

/// A question to keep.
#[derive(Debug, Clone)]
pub struct NewQuestion {
    pub dialogue_id: i64,
    pub moment: &'static str,
    pub asked_on: Day,
    pub asker: String,
    pub contact: String,
    pub content: String,
    pub owner_id: i64,
    pub due_on: Day,
    pub due_days: u32,
}

const QUESTION: &str = "q.id, q.dialogue_id, d.agency_id AS host_id, d.theme, d.held_on, q.moment, q.asked_on, q.asker, q.contact, \
     q.content, q.owner_id, q.due_on, q.due_days, q.answer, q.answered_on, q.public_question, q.public_answer, q.published_on, \
     d.state AS host_state, q.version";

/// Conferences, the latest first; conditions name the table `d`.
pub fn dialogues() -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "ngay", sql: "d.held_on", number: false }];
    ListQuery::new(
        "d.id, d.agency_id, d.held_on, d.place, d.theme, d.audience, d.state, \
         (SELECT COUNT(*) FROM dialogue_question q WHERE q.dialogue_id = d.id) AS questions, \
         (SELECT COUNT(*) FROM dialogue_question q WHERE q.dialogue_id = d.id AND q.answered_on IS NOT NULL) AS answered",
        "dialogue d",
        "d.id",
        &SORTS,
    )
    .descending()
}

/// Questions by their last day; conditions name the tables `q` and `d`.
pub fn questions() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "han", sql: "q.due_on", number: false },
        SortKey { name: "ngay", sql: "q.asked_on", number: false },
    ];
    ListQuery::new(QUESTION, "dialogue_question q JOIN dialogue d ON d.id = q.dialogue_id", "q.id", &SORTS)
        .descending()
}

/// Narrows questions to the agencies of a scope: those that answer and those that host.
pub fn within(list: &mut ListQuery<'_>, scope: &Scope) {
    list.within_any(scope, &["q.owner_id", "d.agency_id"]);
}

/// The conference that was announced in the same words for the same day; 0 where there is none.
pub async fn announced(tx: &Tx, new: &NewDialogue) -> Result<i64> {
    let sql = "SELECT COALESCE(MAX(id), 0) FROM dialogue WHERE agency_id = $1 AND held_on = $2 AND theme = $3 AND state = $4";
    let planned = State::Planned.code();
    let values =
        vec![new.agency_id.into(), new.held_on.to_string().into(), new.theme.clone().into(), planned.into()];
    tx.number(sql, values).await
}

/// One conference.
pub async fn dialogue(db: &impl Read, id: i64) -> Result<Dialogue> {
    let sql = "SELECT id, agency_id, held_on, place, theme, audience, ask_until_on, state, attendees, minutes \
               FROM dialogue WHERE id = $1";
    db.row(sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// One question.
pub async fn question(db: &impl Read, id: i64) -> Result<Question> {
    let sql = format!(
        "SELECT {QUESTION} FROM dialogue_question q JOIN dialogue d ON d.id = q.dialogue_id WHERE q.id = $1"
    );
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The questions of a conference in the order they were asked.
pub async fn questions_of(db: &impl Read, dialogue: i64) -> Result<Vec<Question>> {
    let sql = format!(
        "SELECT {QUESTION} FROM dialogue_question q JOIN dialogue d ON d.id = q.dialogue_id \
         WHERE q.dialogue_id = $1 ORDER BY q.id"
    );
    db.rows(&sql, vec![dialogue.into()]).await
}

/// Announces a conference.
pub async fn add_dialogue(tx: &Tx, new: NewDialogue) -> Result<i64> {
    let folded = kernel::text::fold(&format!("{} {}", new.theme, new.place));
    tx.insert(
        "INSERT INTO dialogue (agency_id, held_on, place, theme, folded, audience, ask_until_on, state, attendees, minutes) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'planned', 0, '')",
        vec![
            new.agency_id.into(),
            new.held_on.to_string().into(),
            new.place.into(),
            new.theme.into(),
            folded.into(),
            new.audience.into(),
            new.ask_until.to_string().into(),
        ],
    )
    .await
}

/// Moves a conference that is announced; false if somebody else was faster.
pub async fn move_dialogue(tx: &Tx, was: &Dialogue, to: &Moved) -> Result<bool> {
    let folded = kernel::text::fold(&format!("{} {}", was.theme, to.place));
    let sql = "UPDATE dialogue SET held_on = $2, place = $3, ask_until_on = $4, folded = $5 \
               WHERE id = $1 AND state = 'planned' AND held_on = $6 AND place = $7";
    let values = vec![
        was.id.into(),
        to.held_on.to_string().into(),
        to.place.clone().into(),
        to.ask_until.to_string().into(),
        folded.into(),
        was.held_on.clone().into(),
        was.place.clone().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Keeps where and when a conference was to be before it was moved, and why.
pub async fn keep_former(tx: &Tx, was: &Dialogue, why: &str) -> Result<()> {
    let sql =
        "INSERT INTO dialogue_move (dialogue_id, held_on, place, why, moved_on) VALUES ($1, $2, $3, $4, $5)";
    let values = vec![
        was.id.into(),
        was.held_on.clone().into(),
        was.place.clone().into(),
        why.into(),
        tx.at().day().to_string().into(),
    ];
    tx.exec(sql, values).await.map(|_| ())
}

/// Where and when a conference was to be, in the order it was moved.
pub async fn former(db: &impl Read, dialogue: i64) -> Result<Vec<Former>> {
    let sql = "SELECT held_on, place, why, moved_on FROM dialogue_move WHERE dialogue_id = $1 ORDER BY id";
    db.rows(sql, vec![dialogue.into()]).await
}

/// Gives a question that is not answered another last day; false if it changed since it was read.
pub async fn retime(tx: &Tx, q: &Question, due_on: Day, due_days: u32) -> Result<bool> {
    let sql = "UPDATE dialogue_question SET due_on = $3, due_days = $4, version = version + 1 \
               WHERE id = $1 AND version = $2 AND answered_on IS NULL";
    let values = vec![q.id.into(), q.version.into(), due_on.to_string().into(), i64::from(due_days).into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Keeps how a conference went; false if somebody else was faster.
pub async fn end_dialogue(tx: &Tx, id: i64, state: State, attendees: i64, minutes: &str) -> Result<bool> {
    let sql =
        "UPDATE dialogue SET state = $2, attendees = $3, minutes = $4 WHERE id = $1 AND state = 'planned'";
    let values = vec![id.into(), state.code().into(), attendees.into(), minutes.into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Keeps a question.
pub async fn add_question(tx: &Tx, new: NewQuestion) -> Result<i64> {
    let folded = kernel::text::fold(&new.content);
    tx.insert(
        "INSERT INTO dialogue_question (dialogue_id, moment, asked_on, asker, contact, content, folded, owner_id, due_on, \
         due_days, answer, public_question, public_answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', '')",
        vec![
            new.dialogue_id.into(),
            new.moment.into(),
            new.asked_on.to_string().into(),
            new.asker.into(),
            new.contact.into(),
            new.content.into(),
            folded.into(),
            new.owner_id.into(),
            new.due_on.to_string().into(),
            i64::from(new.due_days).into(),
        ],
    )
    .await
}

/// Gives a question to an agency to answer until a day; false if it changed since it was read.
pub async fn assign(tx: &Tx, q: &Question, owner: i64, due_on: Day) -> Result<bool> {
    let sql = "UPDATE dialogue_question SET owner_id = $3, due_on = $4, version = version + 1 \
               WHERE id = $1 AND version = $2 AND answered_on IS NULL";
    let values = vec![q.id.into(), q.version.into(), owner.into(), due_on.to_string().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Answers a question, where the day of the first answer stays; false if it changed since it was read.
pub async fn answer(tx: &Tx, q: &Question, text: &str, on: Day) -> Result<bool> {
    let sql = "UPDATE dialogue_question SET answer = $3, answered_on = COALESCE(answered_on, $4), version = version + 1 \
               WHERE id = $1 AND version = $2 AND published_on IS NULL";
    let values = vec![q.id.into(), q.version.into(), text.into(), on.to_string().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Publishes question and answer in words written for it; false if it changed since it was read.
pub async fn publish(tx: &Tx, q: &Question, (question, text): (&str, &str), on: Day) -> Result<bool> {
    let sql = "UPDATE dialogue_question SET public_question = $3, public_answer = $4, published_on = $5, \
               version = version + 1 WHERE id = $1 AND version = $2 AND answered_on IS NOT NULL";
    let values = vec![q.id.into(), q.version.into(), question.into(), text.into(), on.to_string().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// What a year's dialogues came to.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct Year {
    pub held: i64,
    pub asked: i64,
    pub in_term: i64,
}

/// Conferences held from a day to a day within a scope; questions answered or overdue in it, and those answered in their term.
/// What was asked for a conference that was called off has no term.
pub async fn year(db: &impl Read, (from, to): (Day, Day), scope: &Scope, today: Day) -> Result<Year> {
    let days = || vec![from.to_string().into(), to.to_string().into()];
    let mut params = days();
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let sql = format!(
        "SELECT COUNT(*) FROM dialogue WHERE state = 'held' AND held_on >= $1 AND held_on <= $2{within}"
    );
    let held = db.number(&sql, params).await?;
    let mut params = days();
    params.push(today.to_string().into());
    let within = scope.condition("q.owner_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let sql = format!(
        "SELECT CAST({held} AS BIGINT) AS held, COUNT(*) AS asked, \
         CAST(COALESCE(SUM(CASE WHEN q.answered_on <= q.due_on THEN 1 ELSE 0 END), 0) AS BIGINT) AS in_term \
         FROM dialogue_question q JOIN dialogue d ON d.id = q.dialogue_id WHERE d.state <> 'cancelled' \
         AND COALESCE(q.answered_on, q.due_on) >= $1 AND COALESCE(q.answered_on, q.due_on) <= $2 \
         AND (q.answered_on IS NOT NULL OR q.due_on < $3){within}"
    );
    Ok(db.row(&sql, params).await?.unwrap_or(Year { held, asked: 0, in_term: 0 }))
}

/// Evidence: each conference held.
pub const HELD: &str = "SELECT d.id AS record_id, d.theme AS label, d.agency_id AS agency_id, d.held_on AS on_day, \
     CAST(NULL AS TEXT) AS until_day, '' AS procedure_code, d.audience AS field, '' AS channel, '' AS reason, \
     CAST(1 AS BIGINT) AS numerator, CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value \
     FROM dialogue d WHERE d.state = 'held'";

/// Narrows questions to those that a figure of a period counts: answered in it, or overdue in it.
pub fn counted_in(list: &mut ListQuery<'_>, (from, to): (Day, Day), today: Day) {
    list.and("COALESCE(q.answered_on, q.due_on) >= ?", [from.to_string().into()]);
    list.and("COALESCE(q.answered_on, q.due_on) <= ?", [to.to_string().into()]);
    list.and("(q.answered_on IS NOT NULL OR q.due_on < ?)", [today.to_string().into()]);
    list.and("d.state <> 'cancelled'", []);
}

/// Evidence: each question answered, or not answered though its term has passed.
pub const ANSWERED: &str = "SELECT q.id AS record_id, 'Câu hỏi ' || CAST(q.id AS TEXT) AS label, q.owner_id AS agency_id, \
     COALESCE(q.answered_on, q.due_on) AS on_day, \
     CASE WHEN q.answered_on IS NULL THEN q.due_on ELSE CAST(NULL AS TEXT) END AS until_day, \
     '' AS procedure_code, '' AS field, q.moment AS channel, '' AS reason, \
     CASE WHEN q.answered_on <= q.due_on THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS numerator, \
     CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM dialogue_question q \
     JOIN dialogue d ON d.id = q.dialogue_id WHERE d.state <> 'cancelled'";
