//! Communication plans and their approved editions.

use super::super::rules::State;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A plan.
#[derive(Debug, Clone, FromRow)]
pub struct Plan {
    pub id: i64,
    pub agency_id: i64,
    /// Agency that approves it, by the rule of the day it was last submitted.
    pub approver_id: i64,
    pub year: i64,
    pub state: String,
    /// Number of the newest edition.
    pub edition: i64,
    /// Number of the edition in force, 0 before the first.
    pub in_force: i64,
    pub author_name: String,
    pub submitted_on: Option<String>,
    pub submitted_by: String,
    pub answer_due_on: Option<String>,
    pub approved_on: Option<String>,
    /// Why it was returned last, or why it is amended.
    pub reason: String,
    pub changed_at: i64,
    pub version: i64,
}

impl Plan {
    /// Where its newest edition stands.
    pub fn state(&self) -> Result<State> {
        State::from_code(&self.state).ok_or_else(|| Error::fault("comm_plan.state", &self.state))
    }

    /// Its year.
    pub fn year(&self) -> Result<i32> {
        i32::try_from(self.year).map_err(|e| Error::fault("comm_plan.year", e))
    }

    /// The edition that is worked on now: the one in force where there is one.
    pub fn shown(&self) -> i64 {
        if self.in_force > 0 { self.in_force } else { self.edition }
    }

    /// Whether an edition in force is being amended.
    pub fn is_amended(&self) -> bool {
        self.in_force > 0 && self.edition > self.in_force
    }

    /// The edition that is printed: the one in force, or the draft of its amendment where that is asked for.
    pub fn printed(&self, draft: bool) -> i64 {
        if draft && self.is_amended() { self.edition } else { self.shown() }
    }
}

const PLAN: &str = "p.id, p.agency_id, p.approver_id, p.year, p.state, p.edition, p.in_force, p.author_name, p.submitted_on, \
                    p.submitted_by, p.answer_due_on, p.approved_on, p.reason, p.changed_at, p.version";

/// All plans, the newest year first; conditions name the table `p`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "nam", sql: "p.year", number: true },
        SortKey { name: "co-quan", sql: "p.agency_id", number: true },
        SortKey { name: "sua", sql: "p.changed_at", number: true },
    ];
    ListQuery::new(PLAN, "comm_plan p", "p.id", &SORTS).descending()
}

/// A plan by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Plan> {
    let sql = format!("SELECT {PLAN} FROM comm_plan p WHERE p.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The plan a line of campaigns belongs to.
pub async fn of_line(db: &impl Read, line: i64) -> Result<Plan> {
    let sql = format!("SELECT {PLAN} FROM comm_plan p JOIN comm_line l ON l.plan_id = p.id WHERE l.id = $1");
    db.row(&sql, vec![line.into()]).await?.ok_or(Error::NotFound)
}

/// Plans that wait for their approver or their writer, the longest first.
pub async fn waiting(db: &impl Read, most: i64) -> Result<Vec<Plan>> {
    let sql = format!(
        "SELECT {PLAN} FROM comm_plan p WHERE p.state IN ('submitted', 'returned') ORDER BY p.changed_at, p.id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

/// How many there are, so that an upgrade of the demo does not make them twice.
pub async fn count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM comm_plan", vec![]).await
}

/// Makes a plan; none where the agency has one of this year.
pub async fn add(tx: &Tx, (agency, approver): (i64, i64), year: i32, author: &str) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO comm_plan (agency_id, approver_id, year, state, edition, in_force, author_name, submitted_by, reason, \
             changed_at, version) VALUES ($1, $2, $3, 'draft', 1, 0, $4, '', '', $5, 1) \
             ON CONFLICT (agency_id, year) DO NOTHING",
            vec![
                agency.into(),
                approver.into(),
                i64::from(year).into(),
                author.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Marks that its campaigns were changed; false if somebody was faster.
pub async fn touch(tx: &Tx, plan: &Plan) -> Result<bool> {
    let sql = "UPDATE comm_plan SET version = version + 1, changed_at = $3 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vec![plan.id.into(), plan.version.into(), tx.at().micros().into()]).await? > 0)
}

/// Submits it to an approver, who is to answer by a day; false if somebody was faster.
pub async fn submit(tx: &Tx, plan: &Plan, by: &str, (approver, due): (i64, Day)) -> Result<bool> {
    let sql = "UPDATE comm_plan SET state = 'submitted', approver_id = $3, submitted_on = $4, submitted_by = $5, \
               answer_due_on = $6, version = version + 1, changed_at = $7 WHERE id = $1 AND version = $2";
    let values = vec![
        plan.id.into(),
        plan.version.into(),
        approver.into(),
        tx.at().day().to_string().into(),
        by.into(),
        due.to_string().into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Moves it to a state with the reason; false if somebody was faster.
pub async fn stand(tx: &Tx, plan: &Plan, to: State, reason: &str) -> Result<bool> {
    let sql = "UPDATE comm_plan SET state = $3, reason = $4, version = version + 1, changed_at = $5 \
               WHERE id = $1 AND version = $2";
    let values =
        vec![plan.id.into(), plan.version.into(), to.code().into(), reason.into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Puts its newest edition in force; false if somebody was faster.
pub async fn approve(tx: &Tx, plan: &Plan, on: Day) -> Result<bool> {
    let sql = "UPDATE comm_plan SET state = 'approved', in_force = edition, approved_on = $3, reason = '', \
               version = version + 1, changed_at = $4 WHERE id = $1 AND version = $2";
    let values = vec![plan.id.into(), plan.version.into(), on.to_string().into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Begins or gives up an edition: its number becomes the newest one; false if somebody was faster.
pub async fn set_edition(tx: &Tx, plan: &Plan, (edition, to): (i64, State), reason: &str) -> Result<bool> {
    let sql = "UPDATE comm_plan SET edition = $3, state = $4, reason = $5, version = version + 1, changed_at = $6 \
               WHERE id = $1 AND version = $2";
    let values = vec![
        plan.id.into(),
        plan.version.into(),
        edition.into(),
        to.code().into(),
        reason.into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// An approved edition.
#[derive(Debug, Clone, FromRow)]
pub struct Edition {
    pub edition: i64,
    pub reason: String,
    pub decision: String,
    pub approved_on: String,
    pub approved_by: String,
}

/// The approved editions of a plan, the newest first.
pub async fn editions(db: &impl Read, plan: i64) -> Result<Vec<Edition>> {
    let sql = "SELECT edition, reason, decision, approved_on, approved_by FROM comm_edition WHERE plan_id = $1 \
               ORDER BY edition DESC";
    db.rows(sql, vec![plan.into()]).await
}

/// Keeps an approved edition.
pub async fn add_edition(tx: &Tx, plan: i64, new: &Edition) -> Result<()> {
    tx.insert(
        "INSERT INTO comm_edition (plan_id, edition, reason, decision, approved_on, approved_by) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        vec![
            plan.into(),
            new.edition.into(),
            new.reason.clone().into(),
            new.decision.clone().into(),
            new.approved_on.clone().into(),
            new.approved_by.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Writes days of the past into a demo plan: when it was submitted and approved.
pub async fn backdate(tx: &Tx, plan: i64, submitted: Day, approved: Option<Day>) -> Result<()> {
    let approved = approved.map(|d| d.to_string());
    let sql = "UPDATE comm_plan SET submitted_on = $2, changed_at = $3, approved_on = COALESCE($4, approved_on) WHERE id = $1";
    let at = submitted.start().plus_minutes(9 * 60).micros();
    tx.exec(sql, vec![plan.into(), submitted.to_string().into(), at.into(), approved.into()]).await?;
    Ok(())
}
