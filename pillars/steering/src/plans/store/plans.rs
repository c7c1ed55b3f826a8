//! Plans and their approved editions.

use super::super::rules::{Span, State};
use kernel::{Day, Moment};
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
    pub span: String,
    pub state: String,
    /// Number of the newest edition.
    pub edition: i64,
    /// Number of the edition in force, 0 before the first.
    pub in_force: i64,
    pub from_on: String,
    pub to_on: String,
    pub due_on: String,
    pub author_name: String,
    pub submitted_on: Option<String>,
    pub submitted_by: String,
    pub first_submitted_on: Option<String>,
    pub answer_due_on: Option<String>,
    pub approved_on: Option<String>,
    /// Why it was returned last, or why it is amended.
    pub reason: String,
    /// Why the newest edition was begun, where it amends another.
    pub amend_reason: String,
    pub changed_at: i64,
    pub version: i64,
}

fn day(text: &str) -> Result<Day> {
    text.parse().map_err(|e| Error::fault("reform_plan", e))
}

impl Plan {
    /// Where its newest edition stands.
    pub fn state(&self) -> Result<State> {
        State::from_code(&self.state).ok_or_else(|| Error::fault("reform_plan.state", &self.state))
    }

    /// What it runs over.
    pub fn span(&self) -> Result<Span> {
        Span::from_code(&self.span).ok_or_else(|| Error::fault("reform_plan.span", &self.span))
    }

    /// Its year.
    pub fn year(&self) -> Result<i32> {
        i32::try_from(self.year).map_err(|e| Error::fault("reform_plan.year", e))
    }

    /// First and last day.
    pub fn days(&self) -> Result<(Day, Day)> {
        Ok((day(&self.from_on)?, day(&self.to_on)?))
    }

    /// The last day to submit it.
    pub fn due(&self) -> Result<Day> {
        day(&self.due_on)
    }

    /// The day it was first submitted.
    pub fn first_submitted(&self) -> Option<Day> {
        self.first_submitted_on.as_deref()?.parse().ok()
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

const PLAN: &str = "p.id, p.agency_id, p.approver_id, p.year, p.span, p.state, p.edition, p.in_force, p.from_on, p.to_on, \
                    p.due_on, p.author_name, p.submitted_on, p.submitted_by, p.first_submitted_on, \
                    p.answer_due_on, p.approved_on, p.reason, p.amend_reason, p.changed_at, p.version";

/// All plans, the newest year first; conditions name the table `p`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 4] = [
        SortKey { name: "nam", sql: "p.from_on", number: false },
        SortKey { name: "co-quan", sql: "p.agency_id", number: true },
        SortKey { name: "trinh", sql: "COALESCE(p.submitted_on, '')", number: false },
        SortKey { name: "sua", sql: "p.changed_at", number: true },
    ];
    ListQuery::new(PLAN, "reform_plan p", "p.id", &SORTS).descending()
}

/// Narrows the list to plans of which an agency got a copy.
pub fn copied_to(list: &mut ListQuery<'_>, agency: i64) {
    let sql = "EXISTS (SELECT 1 FROM plan_copy k WHERE k.plan_id = p.id AND k.agency_id = ?)";
    list.and(sql, [agency.into()]);
}

/// A plan by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Plan> {
    let sql = format!("SELECT {PLAN} FROM reform_plan p WHERE p.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The plan of an agency, a year and a span.
pub async fn of(db: &impl Read, agency: i64, year: i32, span: Span) -> Result<Option<Plan>> {
    let sql =
        format!("SELECT {PLAN} FROM reform_plan p WHERE p.agency_id = $1 AND p.year = $2 AND p.span = $3");
    db.row(&sql, vec![agency.into(), i64::from(year).into(), span.code().into()]).await
}

/// All plans of a year and a span.
pub async fn of_span(db: &impl Read, year: i32, span: Span) -> Result<Vec<Plan>> {
    let sql = format!("SELECT {PLAN} FROM reform_plan p WHERE p.year = $1 AND p.span = $2 ORDER BY p.id");
    db.rows(&sql, vec![i64::from(year).into(), span.code().into()]).await
}

/// Plans that wait for their approver, the longest first, after an id.
pub async fn submitted(db: &impl Read, most: i64) -> Result<Vec<Plan>> {
    let sql = format!(
        "SELECT {PLAN} FROM reform_plan p WHERE p.state IN ('submitted', 'returned') ORDER BY p.changed_at, p.id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

/// Plans, or amendments of them, that are being written.
pub async fn drafts(db: &impl Read, most: i64) -> Result<Vec<Plan>> {
    let sql = format!(
        "SELECT {PLAN} FROM reform_plan p WHERE p.state = 'draft' ORDER BY p.changed_at, p.id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

/// How many there are, so that an upgrade of the demo does not make them twice.
pub async fn count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM reform_plan", vec![]).await
}

/// What a new plan is made of.
#[derive(Debug, Clone)]
pub struct NewPlan {
    pub agency: i64,
    pub approver: i64,
    pub year: i32,
    pub span: Span,
    pub days: (Day, Day),
    pub due: Day,
    pub author: String,
}

/// Makes a plan; none where the agency has one of this year and span.
pub async fn add(tx: &Tx, new: &NewPlan) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO reform_plan (agency_id, approver_id, year, span, state, edition, in_force, from_on, to_on, due_on, \
             author_name, submitted_by, reason, changed_at, version) \
             VALUES ($1, $2, $3, $4, 'draft', 1, 0, $5, $6, $7, $8, '', '', $9, 1) \
             ON CONFLICT (agency_id, year, span) DO NOTHING",
            vec![
                new.agency.into(),
                new.approver.into(),
                i64::from(new.year).into(),
                new.span.code().into(),
                new.days.0.to_string().into(),
                new.days.1.to_string().into(),
                new.due.to_string().into(),
                new.author.clone().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Marks that its tasks were changed; false if somebody was faster.
pub async fn touch(tx: &Tx, plan: &Plan) -> Result<bool> {
    let sql = "UPDATE reform_plan SET version = version + 1, changed_at = $3 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vec![plan.id.into(), plan.version.into(), tx.at().micros().into()]).await? > 0)
}

/// Submits it to an approver, who is to answer by a day; false if somebody was faster.
pub async fn submit(tx: &Tx, plan: &Plan, by: &str, approver: i64, answer_due: Day) -> Result<bool> {
    let sql = "UPDATE reform_plan SET state = 'submitted', approver_id = $3, submitted_on = $4, submitted_at = $5, \
               submitted_by = $6, first_submitted_on = COALESCE(first_submitted_on, $4), answer_due_on = $7, \
               version = version + 1, changed_at = $5 WHERE id = $1 AND version = $2";
    let at = tx.at();
    let values = vec![
        plan.id.into(),
        plan.version.into(),
        approver.into(),
        at.day().to_string().into(),
        at.micros().into(),
        by.into(),
        answer_due.to_string().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Moves it to a state with the reason; false if somebody was faster.
pub async fn stand(tx: &Tx, plan: &Plan, to: State, reason: &str) -> Result<bool> {
    let sql = "UPDATE reform_plan SET state = $3, reason = $4, version = version + 1, changed_at = $5 \
               WHERE id = $1 AND version = $2";
    let values =
        vec![plan.id.into(), plan.version.into(), to.code().into(), reason.into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Puts its newest edition in force; false if somebody was faster.
pub async fn approve(tx: &Tx, plan: &Plan, on: Day) -> Result<bool> {
    let sql = "UPDATE reform_plan SET state = 'approved', in_force = edition, approved_on = $3, reason = '', amend_reason = '', \
               version = version + 1, changed_at = $4 WHERE id = $1 AND version = $2";
    let values = vec![plan.id.into(), plan.version.into(), on.to_string().into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Begins or gives up an edition: its number becomes the newest one; false if somebody was faster.
pub async fn set_edition(tx: &Tx, plan: &Plan, (edition, to): (i64, State), reason: &str) -> Result<bool> {
    let sql = "UPDATE reform_plan SET edition = $3, state = $4, reason = $5, amend_reason = $5, version = version + 1, changed_at = $6 \
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
    db.rows(
        "SELECT edition, reason, decision, approved_on, approved_by FROM plan_edition WHERE plan_id = $1 ORDER BY edition DESC",
        vec![plan.into()],
    )
    .await
}

/// Keeps an approved edition.
pub async fn add_edition(tx: &Tx, plan: i64, new: &Edition) -> Result<()> {
    tx.insert(
        "INSERT INTO plan_edition (plan_id, edition, reason, decision, approved_on, approved_by) \
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
pub async fn backdate(tx: &Tx, plan: i64, submitted: Moment, approved: Option<Day>) -> Result<()> {
    let approved = approved.map(|d| d.to_string());
    let sql = "UPDATE reform_plan SET submitted_on = $2, submitted_at = $3, first_submitted_on = $2, changed_at = $3, \
               approved_on = COALESCE($4, approved_on) WHERE id = $1";
    let values = vec![
        plan.into(),
        submitted.day().to_string().into(),
        submitted.micros().into(),
        approved.clone().into(),
    ];
    tx.exec(sql, values).await?;
    let sql = "UPDATE plan_edition SET approved_on = COALESCE($2, approved_on) WHERE plan_id = $1";
    tx.exec(sql, vec![plan.into(), approved.into()]).await?;
    Ok(())
}
