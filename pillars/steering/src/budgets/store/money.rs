//! Decisions on the money of a budget: allocation, adjustment, settlement, each with what it says of every line.

use super::super::rules::Quarters;
use kernel::{Day, Dong};
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

/// Kind of a decision that allocates.
pub const ALLOCATION: &str = "allocation";
/// Kind of a decision that changes an allocation.
pub const ADJUSTMENT: &str = "adjustment";
/// Kind of a decision that approves an account.
pub const SETTLEMENT: &str = "settlement";

/// A decision.
#[derive(Debug, Clone, FromRow)]
pub struct Decision {
    pub id: i64,
    pub budget_id: i64,
    pub kind: String,
    /// proposed, approved or refused.
    pub state: String,
    pub reason: String,
    pub paper: String,
    pub signed_on: Option<String>,
    pub proposed_by: String,
    pub proposed_account: Option<i64>,
    pub proposed_at: i64,
    pub decided_by: String,
}

impl Decision {
    /// Whether it waits for who decides.
    pub fn is_open(&self) -> bool {
        self.state == "proposed"
    }
}

const DECISION: &str = "id, budget_id, kind, state, reason, paper, signed_on, proposed_by, proposed_account, proposed_at, decided_by";

/// The decisions of a budget, the oldest first.
pub async fn of(db: &impl Read, budget: i64) -> Result<Vec<Decision>> {
    let sql = format!("SELECT {DECISION} FROM budget_decision WHERE budget_id = $1 ORDER BY id");
    db.rows(&sql, vec![budget.into()]).await
}

/// A decision by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Decision> {
    let sql = format!("SELECT {DECISION} FROM budget_decision WHERE id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Adjustments that wait, of all budgets.
pub async fn open_adjustments(db: &impl Read, most: i64) -> Result<Vec<Decision>> {
    let sql = format!(
        "SELECT {DECISION} FROM budget_decision WHERE kind = 'adjustment' AND state = 'proposed' ORDER BY id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

/// Adjustments of a budget that wait.
pub async fn open_of(db: &impl Read, budget: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM budget_decision WHERE budget_id = $1 AND kind = 'adjustment' AND state = 'proposed'";
    db.number(sql, vec![budget.into()]).await
}

/// What a decision is made of.
#[derive(Debug, Clone)]
pub struct NewDecision {
    pub budget: i64,
    pub kind: &'static str,
    pub reason: String,
    pub by: (Option<i64>, String),
    pub key: String,
}

/// Proposes a decision; none where the same form was sent before.
pub async fn propose(tx: &Tx, new: &NewDecision) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO budget_decision (budget_id, kind, state, reason, paper, proposed_by, proposed_account, proposed_at, \
             decided_by, form_key) VALUES ($1, $2, 'proposed', $3, '', $4, $5, $6, '', $7) ON CONFLICT (form_key) DO NOTHING",
            vec![
                new.budget.into(),
                new.kind.into(),
                new.reason.clone().into(),
                new.by.1.clone().into(),
                new.by.0.into(),
                tx.at().micros().into(),
                new.key.clone().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Decides on what is proposed; false where somebody was faster.
pub async fn decide(tx: &Tx, id: i64, state: &str, (paper, on): (&str, Day), by: &str) -> Result<bool> {
    let sql = "UPDATE budget_decision SET state = $2, paper = $3, signed_on = $4, decided_by = $5 \
               WHERE id = $1 AND state = 'proposed'";
    let values = vec![id.into(), state.into(), paper.into(), on.to_string().into(), by.into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// What a decision says of a line.
#[derive(Debug, Clone, FromRow)]
pub struct Allotment {
    pub line_id: i64,
    pub amount_before: i64,
    pub amount_after: i64,
    pub quarter_1: i64,
    pub quarter_2: i64,
    pub quarter_3: i64,
    pub quarter_4: i64,
}

impl Allotment {
    /// Its quarters.
    pub fn quarters(&self) -> Quarters {
        Quarters([self.quarter_1, self.quarter_2, self.quarter_3, self.quarter_4].map(Dong))
    }
}

const ALLOTMENT: &str =
    "a.line_id, a.amount_before, a.amount_after, a.quarter_1, a.quarter_2, a.quarter_3, a.quarter_4";

/// What a decision says of its lines.
pub async fn allotments(db: &impl Read, decision: i64) -> Result<Vec<Allotment>> {
    let sql = format!("SELECT {ALLOTMENT} FROM budget_allotment a WHERE a.decision_id = $1 ORDER BY a.id");
    db.rows(&sql, vec![decision.into()]).await
}

/// What approved decisions gave to a line, the newest last; an account gives nothing.
pub async fn of_line(db: &impl Read, line: i64) -> Result<Vec<Allotment>> {
    let sql = format!(
        "SELECT {ALLOTMENT} FROM budget_allotment a JOIN budget_decision d ON d.id = a.decision_id \
         WHERE a.line_id = $1 AND d.state = 'approved' AND d.kind <> 'settlement' ORDER BY a.id"
    );
    db.rows(&sql, vec![line.into()]).await
}

/// A line's part in a decision.
#[derive(Debug, Clone, Copy)]
pub struct NewAllotment {
    pub line: i64,
    pub before: Dong,
    pub after: Dong,
    pub quarters: Quarters,
}

/// Keeps what a decision says of a line.
pub async fn add_allotment(tx: &Tx, decision: i64, new: &NewAllotment) -> Result<()> {
    let [one, two, three, four] = new.quarters.0.map(|q| q.0);
    tx.insert(
        "INSERT INTO budget_allotment (decision_id, line_id, amount_before, amount_after, quarter_1, quarter_2, quarter_3, quarter_4) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vec![
            decision.into(),
            new.line.into(),
            new.before.0.into(),
            new.after.0.into(),
            one.into(),
            two.into(),
            three.into(),
            four.into(),
        ],
    )
    .await?;
    Ok(())
}
