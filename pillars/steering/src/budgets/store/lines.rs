//! Lines of budgets with their amounts.

use super::super::rules::{Amounts, LineWords};
use super::budgets::Budget;
use kernel::Dong;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A line with what of its budget lists show.
#[derive(Debug, Clone, FromRow)]
pub struct Line {
    pub id: i64,
    pub budget_id: i64,
    pub number: i64,
    pub plan_line: Option<i64>,
    pub task: String,
    pub name: String,
    pub field: String,
    pub programme_item: String,
    pub cost_item: String,
    pub norm: String,
    pub source: String,
    pub unit: String,
    pub quantity: i64,
    pub price: i64,
    pub proposed: i64,
    pub amount: i64,
    pub allocated: i64,
    pub spent: i64,
    pub carried: i64,
    pub explanation: String,
    pub dropped: bool,
    pub agency_id: i64,
    pub year: i64,
    pub tier: String,
}

impl Line {
    /// Its amounts.
    pub fn amounts(&self) -> Amounts {
        Amounts {
            proposed: Dong(self.proposed),
            amount: Dong(self.amount),
            allocated: Dong(self.allocated),
            spent: Dong(self.spent),
        }
    }

    /// As it is written.
    pub fn words(&self) -> LineWords {
        LineWords {
            plan_line: self.plan_line,
            task: self.task.clone(),
            name: self.name.clone(),
            field: self.field.clone(),
            programme_item: self.programme_item.clone(),
            cost_item: self.cost_item.clone(),
            norm: self.norm.clone(),
            source: self.source.clone(),
            unit: self.unit.clone(),
            quantity: self.quantity,
            price: Dong(self.price),
        }
    }
}

const LINE: &str = "l.id, l.budget_id, l.number, l.plan_line, l.task, l.name, l.field, l.programme_item, l.cost_item, l.norm, \
                    l.source, l.unit, l.quantity, l.price, l.proposed, l.amount, l.allocated, l.spent, l.carried, \
                    l.explanation, l.dropped, b.agency_id, b.year, b.tier";

/// All lines that stand, the newest year first; conditions name the tables `l` and `b`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 6] = [
        SortKey { name: "nam", sql: "b.year", number: true },
        SortKey { name: "co-quan", sql: "b.agency_id", number: true },
        SortKey { name: "noi-dung", sql: "l.folded", number: false },
        SortKey { name: "du-toan", sql: "l.amount", number: true },
        SortKey { name: "giao", sql: "l.allocated", number: true },
        SortKey { name: "chi", sql: "l.spent", number: true },
    ];
    let mut list =
        ListQuery::new(LINE, "budget_line l JOIN reform_budget b ON b.id = l.budget_id", "l.id", &SORTS)
            .descending();
    list.and("l.dropped = FALSE", []);
    list
}

/// What the task of a plan is called in the lines that serve it.
pub async fn task_name(db: &impl Read, plan_line: i64) -> Result<Option<String>> {
    let sql = "SELECT task FROM budget_line WHERE plan_line = $1 ORDER BY id DESC LIMIT 1";
    let row: Option<(String,)> = db.row(sql, vec![plan_line.into()]).await?;
    Ok(row.map(|row| row.0))
}

/// A line by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Line> {
    let sql = format!(
        "SELECT {LINE} FROM budget_line l JOIN reform_budget b ON b.id = l.budget_id WHERE l.id = $1"
    );
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The lines of a budget that stand, in their order.
pub async fn of(db: &impl Read, budget: i64) -> Result<Vec<Line>> {
    let mut all = with_dropped(db, budget).await?;
    all.retain(|line| !line.dropped);
    Ok(all)
}

/// All lines of a budget, those taken out too.
pub async fn with_dropped(db: &impl Read, budget: i64) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT {LINE} FROM budget_line l JOIN reform_budget b ON b.id = l.budget_id WHERE l.budget_id = $1 ORDER BY l.number, l.id"
    );
    db.rows(&sql, vec![budget.into()]).await
}

/// What all lines of a year that stand come to.
#[derive(Debug, Clone, FromRow)]
pub struct YearSums {
    pub allocated: i64,
    pub spent: i64,
    /// The lines.
    pub count: i64,
}

/// The sums of a year's lines: those that [`list`] shows of it.
pub async fn of_year(db: &impl Read, year: i32) -> Result<YearSums> {
    let sql = "SELECT CAST(COALESCE(SUM(l.allocated), 0) AS BIGINT) AS allocated, \
               CAST(COALESCE(SUM(l.spent), 0) AS BIGINT) AS spent, COUNT(*) AS count \
               FROM budget_line l JOIN reform_budget b ON b.id = l.budget_id WHERE b.year = $1 AND l.dropped = FALSE";
    db.row(sql, vec![i64::from(year).into()]).await?.ok_or(Error::NotFound)
}

fn values(words: &LineWords) -> Vec<sea_orm::Value> {
    vec![
        words.plan_line.into(),
        words.task.clone().into(),
        words.name.clone().into(),
        kernel::text::fold(&format!("{} {}", words.name, words.task)).into(),
        words.field.clone().into(),
        words.programme_item.clone().into(),
        words.cost_item.clone().into(),
        words.norm.clone().into(),
        words.source.clone().into(),
        words.unit.clone().into(),
        words.quantity.into(),
        words.price.0.into(),
        words.amount().0.into(),
    ]
}

/// Adds a line at the end of a budget, whose row the caller holds.
pub async fn add(tx: &Tx, budget: &Budget, words: &LineWords) -> Result<i64> {
    let last = tx
        .number(
            "SELECT COALESCE(MAX(number), 0) FROM budget_line WHERE budget_id = $1",
            vec![budget.id.into()],
        )
        .await?;
    let mut all = vec![budget.id.into(), (last + 1).into()];
    all.extend(values(words));
    tx.insert(
        "INSERT INTO budget_line (budget_id, number, plan_line, task, name, folded, field, programme_item, cost_item, norm, \
         source, unit, quantity, price, proposed, amount, allocated, spent, carried, explanation, dropped) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, 0, 0, 0, '', FALSE)",
        all,
    )
    .await
}

/// Writes a line anew; its amount is what it comes to now.
pub async fn rewrite(tx: &Tx, line: i64, words: &LineWords) -> Result<()> {
    let mut all = vec![line.into()];
    all.extend(values(words));
    tx.exec(
        "UPDATE budget_line SET plan_line = $2, task = $3, name = $4, folded = $5, field = $6, programme_item = $7, \
         cost_item = $8, norm = $9, source = $10, unit = $11, quantity = $12, price = $13, proposed = $14, amount = $14 \
         WHERE id = $1",
        all,
    )
    .await?;
    Ok(())
}

/// Takes a line out; it stays where its changes name it.
pub async fn drop(tx: &Tx, line: i64) -> Result<()> {
    tx.exec("UPDATE budget_line SET dropped = TRUE, amount = 0 WHERE id = $1", vec![line.into()]).await?;
    Ok(())
}

/// Changes a line's amount from the one that was seen; false if somebody was faster.
pub async fn set_amount(tx: &Tx, line: i64, (before, after): (Dong, Dong)) -> Result<bool> {
    let sql = "UPDATE budget_line SET amount = $3 WHERE id = $1 AND amount = $2 AND dropped = FALSE";
    Ok(tx.exec(sql, vec![line.into(), before.0.into(), after.0.into()]).await? > 0)
}

/// Sets what is allocated to a line; false where more is spent already.
pub async fn set_allocated(tx: &Tx, line: i64, amount: Dong) -> Result<bool> {
    let sql = "UPDATE budget_line SET allocated = $2 WHERE id = $1 AND spent <= $2";
    Ok(tx.exec(sql, vec![line.into(), amount.0.into()]).await? > 0)
}

/// Adds to what is spent of a line; false where it would pass what is allocated, or account was rendered meanwhile.
pub async fn add_spent(tx: &Tx, line: i64, amount: Dong) -> Result<bool> {
    let sql = "UPDATE budget_line SET spent = spent + $2 WHERE id = $1 AND spent + $2 <= allocated AND EXISTS \
               (SELECT 1 FROM reform_budget b WHERE b.id = budget_line.budget_id AND b.state = 'allocated')";
    Ok(tx.exec(sql, vec![line.into(), amount.0.into()]).await? > 0)
}

/// Writes what the account says of a line: what is carried over, and why spending lies off.
pub async fn account(tx: &Tx, line: i64, carried: Dong, explanation: &str) -> Result<()> {
    let sql = "UPDATE budget_line SET carried = $2, explanation = $3 WHERE id = $1";
    tx.exec(sql, vec![line.into(), carried.0.into(), explanation.into()]).await?;
    Ok(())
}
