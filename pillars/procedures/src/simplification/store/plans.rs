//! Review plans and their rows.

use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope, Tx};

/// An agency's plan of a year.
#[derive(Debug, Clone, FromRow)]
pub struct Plan {
    pub id: i64,
    pub agency_id: i64,
    pub year: i64,
    pub sent_on: Option<String>,
    pub sent_by: String,
}

const PLAN: &str = "id, agency_id, year, sent_on, sent_by";

/// A plan by id.
pub async fn plan(db: &impl Read, id: i64) -> Result<Plan> {
    let sql = format!("SELECT {PLAN} FROM review_plan WHERE id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The plans of a year.
pub async fn of_year(db: &impl Read, year: i32) -> Result<Vec<Plan>> {
    let sql = format!("SELECT {PLAN} FROM review_plan WHERE year = $1 ORDER BY agency_id");
    db.rows(&sql, vec![i64::from(year).into()]).await
}

/// The plan of an agency and year, made if there is none; its id and whether it was made now.
pub async fn enter(tx: &Tx, agency: i64, year: i32) -> Result<(i64, bool)> {
    let year = i64::from(year);
    // Inserting first: of two who enter the first row at once, the second finds the plan of the other.
    let sql = "INSERT INTO review_plan (agency_id, year, sent_by) VALUES ($1, $2, '') ON CONFLICT (agency_id, year) DO NOTHING";
    let made = tx.insert(sql, vec![agency.into(), year.into()]).await?;
    if made > 0 {
        return Ok((made, true));
    }
    let sql = "SELECT id FROM review_plan WHERE agency_id = $1 AND year = $2";
    Ok((tx.number(sql, vec![agency.into(), year.into()]).await?, false))
}

/// Marks a plan as sent; false if it was already.
pub async fn send(tx: &Tx, id: i64, on: Day, by: &str) -> Result<bool> {
    let sql = "UPDATE review_plan SET sent_on = $2, sent_by = $3 WHERE id = $1 AND sent_on IS NULL";
    Ok(tx.exec(sql, vec![id.into(), on.to_string().into(), by.into()]).await? > 0)
}

/// A row of a plan with its plan's agency and year.
#[derive(Debug, Clone, FromRow)]
pub struct Item {
    pub id: i64,
    pub plan_id: i64,
    pub agency_id: i64,
    pub year: i64,
    pub sent_on: Option<String>,
    pub procedure_code: String,
    pub subject: String,
    pub from_on: String,
    pub to_on: String,
    pub basis: String,
    pub product: String,
    pub done_on: Option<String>,
    /// When it came in, where the plan had been sent by then.
    pub added_on: Option<String>,
}

const ITEM: &str = "i.id, i.plan_id, p.agency_id, p.year, p.sent_on, i.procedure_code, i.subject, i.from_on, i.to_on, i.basis, \
                    i.product, i.done_on, i.added_on";

/// Rows of all plans; conditions name the tables `i` and `p`.
pub fn items() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "han", sql: "i.to_on", number: false },
        SortKey { name: "viec", sql: "i.folded", number: false },
        SortKey { name: "co-quan", sql: "p.agency_id", number: true },
    ];
    ListQuery::new(ITEM, "review_item i JOIN review_plan p ON p.id = i.plan_id", "i.id", &SORTS)
}

/// Procedures in the plans of a year within a scope, each with the agency that reviews it.
pub async fn planned(db: &impl Read, year: i32, scope: &Scope) -> Result<Vec<(String, i64)>> {
    #[derive(FromRow)]
    struct Found {
        procedure_code: String,
        agency_id: i64,
    }
    let mut params = vec![i64::from(year).into()];
    let within = scope.condition("p.agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let sql = format!(
        "SELECT i.procedure_code, p.agency_id FROM review_item i JOIN review_plan p ON p.id = i.plan_id \
         WHERE p.year = $1 AND i.procedure_code <> ''{within} ORDER BY i.procedure_code, p.agency_id"
    );
    let found: Vec<Found> = db.rows(&sql, params).await?;
    Ok(found.into_iter().map(|row| (row.procedure_code, row.agency_id)).collect())
}

/// Rows of a plan in the order they were entered.
pub async fn items_of(db: &impl Read, plan: i64) -> Result<Vec<Item>> {
    let sql = format!(
        "SELECT {ITEM} FROM review_item i JOIN review_plan p ON p.id = i.plan_id WHERE i.plan_id = $1 ORDER BY i.id"
    );
    db.rows(&sql, vec![plan.into()]).await
}

/// A row by id.
pub async fn item(db: &impl Read, id: i64) -> Result<Item> {
    let sql =
        format!("SELECT {ITEM} FROM review_item i JOIN review_plan p ON p.id = i.plan_id WHERE i.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// What a new row is made of.
#[derive(Debug, Clone)]
pub struct NewItem {
    pub procedure_code: String,
    pub subject: String,
    pub from: Day,
    pub to: Day,
    pub basis: String,
    pub product: String,
}

/// Whether a plan has a row of a procedure.
pub async fn holds(tx: &Tx, plan: i64, procedure: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM review_item WHERE plan_id = $1 AND procedure_code = $2";
    Ok(tx.number(sql, vec![plan.into(), procedure.into()]).await? > 0)
}

/// Adds a row; to a plan that was sent, with the day.
pub async fn add_item(tx: &Tx, plan: i64, new: &NewItem, added: Option<Day>) -> Result<i64> {
    tx.insert(
        "INSERT INTO review_item (plan_id, procedure_code, subject, folded, from_on, to_on, basis, product, added_on) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        vec![
            plan.into(),
            new.procedure_code.clone().into(),
            new.subject.clone().into(),
            kernel::text::fold(&new.subject).into(),
            new.from.to_string().into(),
            new.to.to_string().into(),
            new.basis.clone().into(),
            new.product.clone().into(),
            added.map(|day| day.to_string()).into(),
        ],
    )
    .await
}

/// Takes a row out of a plan that was not sent yet; false if it was, or is no more. Sheets opened for it stay by themselves.
pub async fn drop_item(tx: &Tx, id: i64) -> Result<bool> {
    tx.exec("UPDATE review_sheet SET item_id = NULL WHERE item_id = $1", vec![id.into()]).await?;
    let sql = "DELETE FROM review_item WHERE id = $1 AND done_on IS NULL AND plan_id IN \
               (SELECT p.id FROM review_plan p WHERE p.sent_on IS NULL)";
    Ok(tx.exec(sql, vec![id.into()]).await? > 0)
}

/// Marks a row as reviewed, the first time only.
pub async fn mark_done(tx: &Tx, id: i64, on: Day) -> Result<bool> {
    let sql = "UPDATE review_item SET done_on = $2 WHERE id = $1 AND done_on IS NULL";
    Ok(tx.exec(sql, vec![id.into(), on.to_string().into()]).await? > 0)
}
