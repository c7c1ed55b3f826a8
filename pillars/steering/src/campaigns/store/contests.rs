//! Contests, their rounds and prizes.

use super::super::rules::{ContestState, ContestWords, PrizeWords};
use kernel::Day;
use kernel::text::fold;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A contest.
#[derive(Debug, Clone, FromRow)]
pub struct Contest {
    pub id: i64,
    pub agency_id: i64,
    pub line_id: i64,
    pub name: String,
    pub about: String,
    pub from_on: String,
    pub to_on: String,
    pub cost: i64,
    pub state: String,
    pub published_on: Option<String>,
    pub version: i64,
    /// Entries of all rounds counted so far.
    pub entries: i64,
}

impl Contest {
    /// Where it stands.
    pub fn state(&self) -> Result<ContestState> {
        ContestState::from_code(&self.state).ok_or_else(|| Error::fault("comm_contest.state", &self.state))
    }
}

const CONTEST: &str = "t.id, t.agency_id, t.line_id, t.name, t.about, t.from_on, t.to_on, t.cost, t.state, t.published_on, \
                       t.version, (SELECT CAST(COALESCE(SUM(r.entries), 0) AS BIGINT) \
                       FROM comm_round r WHERE r.contest_id = t.id) AS entries";

/// All contests, the newest first; conditions name the table `t`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "tu", sql: "t.from_on", number: false },
        SortKey { name: "ten", sql: "t.folded", number: false },
        SortKey { name: "co-quan", sql: "t.agency_id", number: true },
    ];
    ListQuery::new(CONTEST, "comm_contest t", "t.id", &SORTS).descending()
}

/// A contest by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Contest> {
    let sql = format!("SELECT {CONTEST} FROM comm_contest t WHERE t.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Contests that have ended before a day and whose results are not published.
pub async fn unpublished(db: &impl Read, before: Day, most: i64) -> Result<Vec<Contest>> {
    let sql = format!(
        "SELECT {CONTEST} FROM comm_contest t WHERE t.state = 'open' AND t.to_on < $1 ORDER BY t.to_on, t.id LIMIT $2"
    );
    db.rows(&sql, vec![before.to_string().into(), most.into()]).await
}

/// Opens a contest of a campaign; none where the campaign has one of that name.
pub async fn add(
    tx: &Tx,
    (agency, line): (i64, i64),
    words: &ContestWords,
    author: &str,
) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO comm_contest (agency_id, line_id, name, folded, about, from_on, to_on, cost, state, published_by, \
             author_name, changed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '', $9, $10, 1) \
             ON CONFLICT (line_id, folded) DO NOTHING",
            vec![
                agency.into(),
                line.into(),
                words.name.clone().into(),
                fold(&words.name).into(),
                words.about.clone().into(),
                words.from.to_string().into(),
                words.to.to_string().into(),
                words.cost.into(),
                author.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Marks that its rounds or prizes were changed; false if somebody was faster.
pub async fn touch(tx: &Tx, contest: &Contest) -> Result<bool> {
    let sql = "UPDATE comm_contest SET version = version + 1, changed_at = $3 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vec![contest.id.into(), contest.version.into(), tx.at().micros().into()]).await? > 0)
}

/// Publishes its results; false if somebody was faster.
pub async fn publish(tx: &Tx, contest: &Contest, by: &str, on: Day) -> Result<bool> {
    let sql = "UPDATE comm_contest SET state = 'published', published_on = $3, published_by = $4, version = version + 1, \
               changed_at = $5 WHERE id = $1 AND version = $2";
    let values = vec![
        contest.id.into(),
        contest.version.into(),
        on.to_string().into(),
        by.into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// A round.
#[derive(Debug, Clone, FromRow)]
pub struct Round {
    pub name: String,
    pub from_on: String,
    pub to_on: String,
    /// How many took part; none before they were counted.
    pub entries: Option<i64>,
}

/// The rounds of a contest, in their order.
pub async fn rounds(db: &impl Read, contest: i64) -> Result<Vec<Round>> {
    let sql =
        "SELECT name, from_on, to_on, entries FROM comm_round WHERE contest_id = $1 ORDER BY from_on, id";
    db.rows(sql, vec![contest.into()]).await
}

/// Adds a round, or counts it anew where there is one of that name.
pub async fn set_round(
    tx: &Tx,
    contest: i64,
    (name, from, to): (&str, Day, Day),
    entries: Option<i64>,
) -> Result<()> {
    let counted = entries.map(|_| tx.at().day().to_string());
    tx.exec(
        "INSERT INTO comm_round (contest_id, name, folded, from_on, to_on, entries, counted_on) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (contest_id, folded) DO UPDATE SET from_on = $4, to_on = $5, entries = $6, counted_on = $7",
        vec![
            contest.into(),
            name.into(),
            fold(name).into(),
            from.to_string().into(),
            to.to_string().into(),
            entries.into(),
            counted.into(),
        ],
    )
    .await?;
    Ok(())
}

/// A prize with its winner.
#[derive(Debug, Clone, FromRow)]
pub struct Prize {
    pub id: i64,
    pub prize: String,
    /// Who won it; "" once a person's name was taken off.
    pub winner: String,
    /// It went to a private person, not to an agency or a team.
    pub person: bool,
    /// The day the person's name was taken off.
    pub withheld_on: Option<String>,
}

impl Prize {
    /// Whether a private person is named.
    pub fn names_a_person(&self) -> bool {
        self.person && self.withheld_on.is_none()
    }
}

/// The prizes of a contest, as they were written down.
pub async fn prizes(db: &impl Read, contest: i64) -> Result<Vec<Prize>> {
    let sql =
        "SELECT id, prize, winner, person, withheld_on FROM comm_prize WHERE contest_id = $1 ORDER BY id";
    db.rows(sql, vec![contest.into()]).await
}

/// Writes a prize down; false where the same stands there.
pub async fn add_prize(tx: &Tx, contest: i64, won: &PrizeWords) -> Result<bool> {
    let folded = fold(&format!("{} {}", won.prize, won.winner));
    let id = tx
        .insert(
            "INSERT INTO comm_prize (contest_id, prize, winner, folded, person) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (contest_id, folded) DO NOTHING",
            vec![
                contest.into(),
                won.prize.clone().into(),
                won.winner.clone().into(),
                folded.into(),
                won.person.into(),
            ],
        )
        .await?;
    Ok(id > 0)
}

/// Takes a person's name off a prize, which stays; false where there is none.
pub async fn withhold_winner(tx: &Tx, contest: i64, id: i64) -> Result<bool> {
    let sql = "UPDATE comm_prize SET winner = '', folded = 'withheld ' || CAST(id AS TEXT), withheld_on = $3 \
               WHERE id = $1 AND contest_id = $2 AND person = TRUE AND withheld_on IS NULL";
    let values = vec![id.into(), contest.into(), tx.at().day().to_string().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Takes a prize out.
pub async fn drop_prize(tx: &Tx, contest: i64, id: i64) -> Result<bool> {
    let sql = "DELETE FROM comm_prize WHERE id = $1 AND contest_id = $2";
    Ok(tx.exec(sql, vec![id.into(), contest.into()]).await? > 0)
}

/// Writes a day of the past into a demo contest: when its results were published.
pub async fn backdate(tx: &Tx, contest: i64, published: Day) -> Result<()> {
    let sql = "UPDATE comm_contest SET published_on = $2 WHERE id = $1";
    tx.exec(sql, vec![contest.into(), published.to_string().into()]).await?;
    Ok(())
}
