//! Budgets, and who may see them.

use super::super::rules::State;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope, Tx};

/// A budget.
#[derive(Debug, Clone, FromRow)]
pub struct Budget {
    pub id: i64,
    pub agency_id: i64,
    pub year: i64,
    pub tier: String,
    pub state: String,
    /// How often it was sent on its way; 0: never.
    pub round: i64,
    /// Position of the step it lies at, from 1; 0 before it was sent.
    pub position: i64,
    pub step: String,
    /// Agency it lies with.
    pub holder_id: i64,
    /// Agency that allocates, decides on adjustments and approves the account.
    pub allocator_id: i64,
    pub due_on: String,
    pub author_name: String,
    pub submitted_on: Option<String>,
    pub first_submitted_on: Option<String>,
    pub answer_due_on: Option<String>,
    pub decided_on: Option<String>,
    pub allocated_on: Option<String>,
    pub settled_on: Option<String>,
    /// Why it was given back last.
    pub reason: String,
    pub changed_at: i64,
    pub version: i64,
    /// Sums of its lines.
    pub proposed: i64,
    pub amount: i64,
    pub allocated: i64,
    pub spent: i64,
}

impl Budget {
    /// Where it stands.
    pub fn state(&self) -> Result<State> {
        State::from_code(&self.state).ok_or_else(|| Error::fault("reform_budget.state", &self.state))
    }

    /// Its year.
    pub fn year(&self) -> Result<i32> {
        i32::try_from(self.year).map_err(|e| Error::fault("reform_budget.year", e))
    }

    /// First and last day of its year.
    pub fn days(&self) -> Result<(Day, Day)> {
        let year = self.year()?;
        let days = Day::ymd(year, 1, 1).zip(Day::ymd(year, 12, 31));
        days.ok_or_else(|| Error::fault("reform_budget.year", year))
    }
}

macro_rules! sum {
    ($column:literal) => {
        concat!(
            "COALESCE((SELECT CAST(SUM(l.",
            $column,
            ") AS BIGINT) FROM budget_line l WHERE l.budget_id = b.id AND l.dropped = FALSE), 0)"
        )
    };
}

const BUDGET: &str = concat!(
    "b.id, b.agency_id, b.year, b.tier, b.state, b.round, b.position, b.step, b.holder_id, b.allocator_id, b.due_on, ",
    "b.author_name, b.submitted_on, b.first_submitted_on, b.answer_due_on, b.decided_on, b.allocated_on, b.settled_on, ",
    "b.reason, b.changed_at, b.version, ",
    sum!("proposed"),
    " AS proposed, ",
    sum!("amount"),
    " AS amount, ",
    sum!("allocated"),
    " AS allocated, ",
    sum!("spent"),
    " AS spent"
);

/// All budgets, the newest year first; conditions name the table `b`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 6] = [
        SortKey { name: "nam", sql: "b.year", number: true },
        SortKey { name: "co-quan", sql: "b.agency_id", number: true },
        SortKey { name: "trinh", sql: "COALESCE(b.submitted_on, '')", number: false },
        SortKey { name: "du-toan", sql: sum!("amount"), number: true },
        SortKey { name: "giao", sql: sum!("allocated"), number: true },
        SortKey { name: "chi", sql: sum!("spent"), number: true },
    ];
    ListQuery::new(BUDGET, "reform_budget b", "b.id", &SORTS).descending()
}

/// Narrows a list that names the table `b` to what a scope may see: as owner, office of the way, or by a copy.
pub fn within(list: &mut ListQuery<'_>, scope: &Scope) {
    match scope {
        Scope::All => {}
        Scope::None => list.and("1 = 0", []),
        Scope::Agencies(ids) if ids.is_empty() => list.and("1 = 0", []),
        Scope::Agencies(ids) => {
            let marks = vec!["?"; ids.len()].join(", ");
            let sql = format!(
                "EXISTS (SELECT 1 FROM budget_party y WHERE y.budget_id = b.id AND y.agency_id IN ({marks}))"
            );
            list.and(&sql, ids.iter().map(|id| (*id).into()));
        }
    }
}

/// A budget by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Budget> {
    let sql = format!("SELECT {BUDGET} FROM reform_budget b WHERE b.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// All budgets of a year.
pub async fn of_year(db: &impl Read, year: i32) -> Result<Vec<Budget>> {
    let sql = format!("SELECT {BUDGET} FROM reform_budget b WHERE b.year = $1 ORDER BY b.id");
    db.rows(&sql, vec![i64::from(year).into()]).await
}

/// Budgets that wait for somebody, the longest first.
pub async fn open(db: &impl Read, most: i64) -> Result<Vec<Budget>> {
    let sql = format!(
        "SELECT {BUDGET} FROM reform_budget b WHERE b.state IN ('underway', 'returned', 'decided', 'settling') \
         ORDER BY b.changed_at, b.id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

/// What agencies owe: estimates being written, and accounts of years before the one that runs.
pub async fn owed(db: &impl Read, year: i32, most: i64) -> Result<Vec<Budget>> {
    let sql = format!(
        "SELECT {BUDGET} FROM reform_budget b WHERE b.state = 'draft' OR (b.state = 'allocated' AND b.year < $1) \
         ORDER BY b.changed_at, b.id LIMIT $2"
    );
    db.rows(&sql, vec![i64::from(year).into(), most.into()]).await
}

/// The agencies that have begun an estimate of a year.
pub async fn begun(db: &impl Read, year: i32) -> Result<Vec<i64>> {
    let sql = "SELECT agency_id FROM reform_budget WHERE year = $1";
    let rows: Vec<(i64,)> = db.rows(sql, vec![i64::from(year).into()]).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// How many there are, so that an upgrade of the demo does not make them twice.
pub async fn count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM reform_budget", vec![]).await
}

/// What a new budget is made of.
#[derive(Debug, Clone)]
pub struct NewBudget {
    pub agency: i64,
    pub allocator: i64,
    pub year: i32,
    pub tier: String,
    pub due: Day,
    pub author: String,
}

/// Makes a budget; none where the agency has one of this year.
pub async fn add(tx: &Tx, new: &NewBudget) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO reform_budget (agency_id, year, tier, state, round, position, step, holder_id, allocator_id, due_on, \
             author_name, reason, changed_at, version) \
             VALUES ($1, $2, $3, 'draft', 0, 0, '', $1, $4, $5, $6, '', $7, 1) ON CONFLICT (agency_id, year) DO NOTHING",
            vec![
                new.agency.into(),
                i64::from(new.year).into(),
                new.tier.clone().into(),
                new.allocator.into(),
                new.due.to_string().into(),
                new.author.clone().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Marks that something of it was changed; false if somebody was faster.
pub async fn touch(tx: &Tx, budget: &Budget) -> Result<bool> {
    let sql =
        "UPDATE reform_budget SET version = version + 1, changed_at = $3 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vec![budget.id.into(), budget.version.into(), tx.at().micros().into()]).await? > 0)
}

/// Where a budget goes.
#[derive(Debug, Clone)]
pub struct Place {
    pub state: State,
    pub position: i64,
    pub step: String,
    pub holder: i64,
    pub answer_due: Option<Day>,
    pub reason: String,
}

/// Moves it; false if somebody was faster.
pub async fn place(tx: &Tx, budget: &Budget, to: &Place) -> Result<bool> {
    let sql = "UPDATE reform_budget SET state = $3, position = $4, step = $5, holder_id = $6, answer_due_on = $7, reason = $8, \
               version = version + 1, changed_at = $9 WHERE id = $1 AND version = $2";
    let values = vec![
        budget.id.into(),
        budget.version.into(),
        to.state.code().into(),
        to.position.into(),
        to.step.clone().into(),
        to.holder.into(),
        to.answer_due.map(|d| d.to_string()).into(),
        to.reason.clone().into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Writes down that it was sent on a day to begin a round, with tier and allocator by the rule of that day.
pub async fn sent(tx: &Tx, id: i64, round: i64, (tier, allocator): (&str, i64), on: Day) -> Result<()> {
    let sql = "UPDATE reform_budget SET round = $2, tier = $3, allocator_id = $4, submitted_on = $5, \
               first_submitted_on = COALESCE(first_submitted_on, $5) WHERE id = $1";
    let values = vec![id.into(), round.into(), tier.into(), allocator.into(), on.to_string().into()];
    tx.exec(sql, values).await?;
    Ok(())
}

/// Writes down the day of its decision.
pub async fn decided(tx: &Tx, id: i64, on: Day) -> Result<()> {
    let sql = "UPDATE reform_budget SET decided_on = $2 WHERE id = $1";
    tx.exec(sql, vec![id.into(), on.to_string().into()]).await?;
    Ok(())
}

/// Writes down the day of its allocation.
pub async fn allocated(tx: &Tx, id: i64, on: Day) -> Result<()> {
    let sql = "UPDATE reform_budget SET allocated_on = $2 WHERE id = $1";
    tx.exec(sql, vec![id.into(), on.to_string().into()]).await?;
    Ok(())
}

/// Writes down the day its account was approved.
pub async fn settled(tx: &Tx, id: i64, on: Day) -> Result<()> {
    let sql = "UPDATE reform_budget SET settled_on = $2 WHERE id = $1";
    tx.exec(sql, vec![id.into(), on.to_string().into()]).await?;
    Ok(())
}

/// Lets an agency see it from a day on, in a role; the first day stays.
pub async fn let_see(tx: &Tx, budget: i64, agency: i64, role: &str, on: Day) -> Result<()> {
    tx.insert(
        "INSERT INTO budget_party (budget_id, agency_id, role, since_on, seen_by) VALUES ($1, $2, $3, $4, '') \
         ON CONFLICT (budget_id, agency_id, role) DO NOTHING",
        vec![budget.into(), agency.into(), role.into(), on.to_string().into()],
    )
    .await?;
    Ok(())
}

/// Agencies that may see a budget.
pub async fn parties(db: &impl Read, budget: i64) -> Result<Vec<i64>> {
    let sql = "SELECT DISTINCT agency_id FROM budget_party WHERE budget_id = $1 ORDER BY agency_id";
    let found: Vec<(i64,)> = db.rows(sql, vec![budget.into()]).await?;
    Ok(found.into_iter().map(|(agency,)| agency).collect())
}

/// A copy that an agency got, with what of its budget the list of copies shows.
#[derive(Debug, Clone, FromRow)]
pub struct CopyRow {
    pub id: i64,
    pub budget_id: i64,
    pub to_agency: i64,
    pub since_on: String,
    pub seen_on: Option<String>,
    pub seen_by: String,
    pub agency_id: i64,
    pub year: i64,
    pub tier: String,
    pub amount: i64,
}

const COPY: &str = concat!(
    "y.id, y.budget_id, y.agency_id AS to_agency, y.since_on, y.seen_on, y.seen_by, b.agency_id, b.year, b.tier, ",
    sum!("amount"),
    " AS amount"
);

/// Copies, the newest first; conditions name the tables `y` and `b`.
pub fn copies() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "ngay", sql: "y.since_on", number: false },
        SortKey { name: "co-quan", sql: "b.agency_id", number: true },
        SortKey { name: "tien", sql: sum!("amount"), number: true },
    ];
    let mut list =
        ListQuery::new(COPY, "budget_party y JOIN reform_budget b ON b.id = y.budget_id", "y.id", &SORTS)
            .descending();
    list.and("y.role = 'copy'", []);
    list
}

/// A copy by id.
pub async fn copy(db: &impl Read, id: i64) -> Result<CopyRow> {
    let sql = format!(
        "SELECT {COPY} FROM budget_party y JOIN reform_budget b ON b.id = y.budget_id WHERE y.id = $1 AND y.role = 'copy'"
    );
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Notes who has seen a copy first; false where it was seen before.
pub async fn seen(tx: &Tx, id: i64, by: &str) -> Result<bool> {
    let sql = "UPDATE budget_party SET seen_on = $2, seen_by = $3 WHERE id = $1 AND seen_on IS NULL";
    Ok(tx.exec(sql, vec![id.into(), tx.at().day().to_string().into(), by.into()]).await? > 0)
}
