//! Statements of the gateway and what was found of their lines.

use crate::fees::rules::reconcile::{Finding, Known, Stated};
use kernel::Day;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::BTreeMap;

/// A statement.
#[derive(Debug, Clone, FromRow)]
pub struct StatementRow {
    pub id: i64,
    pub name: String,
    pub from_on: String,
    pub to_on: String,
    pub lines: i64,
    pub amount: i64,
    pub open_findings: i64,
    pub imported_at: i64,
    pub importer_name: String,
}

const STATEMENT: &str =
    "t.id, t.name, t.from_on, t.to_on, t.lines, t.amount, t.open_findings, t.imported_at, t.importer_name";

/// Statements, newest first.
pub fn statements() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "luc", sql: "t.imported_at", number: true },
        SortKey { name: "lech", sql: "t.open_findings", number: true },
    ];
    ListQuery::new(STATEMENT, "fee_statement t", "t.id", &SORTS).descending()
}

/// A statement by id.
pub async fn statement(db: &impl Read, id: i64) -> Result<Option<StatementRow>> {
    db.row(&format!("SELECT {STATEMENT} FROM fee_statement t WHERE t.id = $1"), vec![id.into()]).await
}

/// A line with what was found.
#[derive(Debug, Clone, FromRow)]
pub struct StatedRow {
    pub id: i64,
    pub statement_id: i64,
    pub order_code: String,
    pub reference: String,
    pub amount: i64,
    pub on_day: String,
    pub finding: String,
    pub settled_at: Option<i64>,
    pub settle_reason: Option<String>,
    pub settler_name: Option<String>,
    pub demand_id: Option<i64>,
}

const STATED: &str = "l.id, l.statement_id, l.order_code, l.reference, l.amount, l.on_day, l.finding, l.settled_at, \
    l.settle_reason, l.settler_name, o.demand_id";
const STATED_FROM: &str = "fee_statement_line l LEFT JOIN fee_order o ON o.code = l.order_code";

/// The lines of a statement; conditions name the table `l`.
pub fn stated(statement: i64) -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "ma", sql: "l.order_code", number: false },
        SortKey { name: "so-tien", sql: "l.amount", number: true },
        SortKey { name: "thay", sql: "l.finding", number: false },
    ];
    let mut list = ListQuery::new(STATED, STATED_FROM, "l.id", &SORTS);
    list.and("l.statement_id = ?", [statement.into()]);
    list
}

/// The discrepancies of a statement that are not settled, in its order.
pub async fn open_lines(db: &impl Read, statement: i64) -> Result<Vec<StatedRow>> {
    let sql = format!(
        "SELECT {STATED} FROM {STATED_FROM} WHERE l.statement_id = $1 AND l.settled_at IS NULL AND l.finding <> 'matched' \
         ORDER BY l.id"
    );
    db.rows(&sql, vec![statement.into()]).await
}

/// A line by id.
pub async fn stated_line(db: &impl Read, id: i64) -> Result<Option<StatedRow>> {
    db.row(&format!("SELECT {STATED} FROM {STATED_FROM} WHERE l.id = $1"), vec![id.into()]).await
}

#[derive(FromRow)]
struct KnownRow {
    code: String,
    amount: i64,
    state: String,
    reference: Option<String>,
}

/// The orders that a statement names, and those paid in its days.
pub async fn known_orders(db: &impl Read, stated: &[Stated], (from, to): (Day, Day)) -> Result<Vec<Known>> {
    let mut found: BTreeMap<String, Known> = BTreeMap::new();
    let mut keep = |rows: Vec<KnownRow>| {
        for row in rows {
            let reference = row.reference.filter(|_| row.state == "paid");
            found.insert(row.code.clone(), Known { code: row.code, amount: row.amount, reference });
        }
    };
    keep(
        db.rows(
            "SELECT code, amount, state, reference FROM fee_order WHERE state = 'paid' AND ended_on >= $1 AND ended_on <= $2",
            vec![from.to_string().into(), to.to_string().into()],
        )
        .await?,
    );
    for some in stated.chunks(200) {
        let places: Vec<String> = (1..=some.len()).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT code, amount, state, reference FROM fee_order WHERE code IN ({})",
            places.join(", ")
        );
        keep(db.rows(&sql, some.iter().map(|line| line.order.clone().into()).collect()).await?);
    }
    Ok(found.into_values().collect())
}

/// Keeps a statement with its findings and the orders it does not name.
pub async fn add_statement(
    tx: &Tx,
    name: &str,
    (from, to): (Day, Day),
    lines: &[(Stated, Finding)],
) -> Result<i64> {
    let stated = lines.iter().filter(|(_, finding)| *finding != Finding::NotStated);
    let (count, amount) =
        stated.fold((0_i64, 0_i64), |(n, sum), (line, _)| (n + 1, sum.saturating_add(line.amount)));
    let open = lines.iter().filter(|(_, finding)| *finding != Finding::Matched).count();
    let id = tx
        .insert(
            "INSERT INTO fee_statement (name, from_on, to_on, lines, amount, open_findings, imported_at, importer_name) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            vec![
                name.into(),
                from.to_string().into(),
                to.to_string().into(),
                count.into(),
                amount.into(),
                i64::try_from(open).unwrap_or(i64::MAX).into(),
                tx.at().micros().into(),
                tx.by().name.clone().into(),
            ],
        )
        .await?;
    let rows = lines
        .iter()
        .map(|(line, finding)| {
            vec![
                id.into(),
                line.order.clone().into(),
                line.reference.clone().into(),
                line.amount.into(),
                line.on.to_string().into(),
                finding.code().into(),
            ]
        })
        .collect();
    tx.insert_many(
        "INSERT INTO fee_statement_line (statement_id, order_code, reference, amount, on_day, finding)",
        rows,
    )
    .await?;
    Ok(id)
}

/// Settles a discrepancy with its reason; whether it was still open.
pub async fn settle_line(tx: &Tx, line: &StatedRow, reason: &str) -> Result<bool> {
    let done = tx
        .exec(
            "UPDATE fee_statement_line SET settled_at = $2, settle_reason = $3, settler_name = $4 \
             WHERE id = $1 AND settled_at IS NULL AND finding <> 'matched'",
            vec![line.id.into(), tx.at().micros().into(), reason.into(), tx.by().name.clone().into()],
        )
        .await?;
    if done > 0 {
        tx.exec(
            "UPDATE fee_statement SET open_findings = open_findings - 1 WHERE id = $1",
            vec![line.statement_id.into()],
        )
        .await?;
    }
    Ok(done > 0)
}
