//! Payments, what of them went to which line, and receipts with their numbers.

use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// Money that came.
#[derive(Debug, Clone)]
pub struct NewPayment<'a> {
    pub demand_id: i64,
    pub agency_id: i64,
    /// cash, online, or paper: noted by the desk under a paper receipt.
    pub way: &'static str,
    pub amount: i64,
    pub session_id: Option<i64>,
    pub order_id: Option<i64>,
    pub desk_line_id: Option<i64>,
    pub paper_number: Option<&'a str>,
    pub at: kernel::Moment,
    pub taker_name: &'a str,
}

/// Writes a payment.
pub async fn add_payment(tx: &Tx, new: &NewPayment<'_>) -> Result<i64> {
    tx.insert(
        "INSERT INTO fee_payment (demand_id, agency_id, way, amount, paid_at, paid_on, session_id, order_id, desk_line_id, \
         paper_number, taker_id, taker_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        vec![
            new.demand_id.into(),
            new.agency_id.into(),
            new.way.into(),
            new.amount.into(),
            new.at.micros().into(),
            new.at.day().to_string().into(),
            new.session_id.into(),
            new.order_id.into(),
            new.desk_line_id.into(),
            new.paper_number.into(),
            tx.by().account_id.into(),
            new.taker_name.into(),
        ],
    )
    .await
}

/// Shares a payment among lines: (line, đồng).
pub async fn add_parts(tx: &Tx, payment: i64, parts: &[(i64, i64)]) -> Result<()> {
    for (line, amount) in parts.iter().filter(|(_, amount)| *amount > 0) {
        tx.exec(
            "INSERT INTO fee_part (payment_id, line_id, amount) VALUES ($1, $2, $3)",
            vec![payment.into(), (*line).into(), (*amount).into()],
        )
        .await?;
        tx.exec("UPDATE fee_line SET paid = paid + $2 WHERE id = $1", vec![(*line).into(), (*amount).into()])
            .await?;
    }
    Ok(())
}

/// Takes the parts of a cancelled payment off the lines again.
pub async fn take_parts_back(tx: &Tx, payment: i64) -> Result<()> {
    tx.exec(
        "UPDATE fee_line SET paid = paid - (SELECT CAST(SUM(s.amount) AS BIGINT) FROM fee_part s WHERE s.line_id = fee_line.id \
         AND s.payment_id = $1) WHERE id IN (SELECT s.line_id FROM fee_part s WHERE s.payment_id = $1)",
        vec![payment.into()],
    )
    .await?;
    tx.exec("DELETE FROM fee_part WHERE payment_id = $1", vec![payment.into()]).await?;
    Ok(())
}

/// Cancels a payment; whether it still stood.
pub async fn cancel_payment(tx: &Tx, id: i64, reason: &str) -> Result<bool> {
    let done = tx
        .exec(
            "UPDATE fee_payment SET cancelled_at = $2, cancel_reason = $3 WHERE id = $1 AND cancelled_at IS NULL",
            vec![id.into(), tx.at().micros().into(), reason.into()],
        )
        .await?;
    Ok(done > 0)
}

/// A payment with its demand and receipt.
#[derive(Debug, Clone, FromRow)]
pub struct PaymentRow {
    pub id: i64,
    pub demand_id: i64,
    pub dossier_code: String,
    pub procedure_name: String,
    pub way: String,
    pub amount: i64,
    pub paid_at: i64,
    pub session_id: Option<i64>,
    pub paper_number: Option<String>,
    pub taker_name: String,
    pub cancelled_at: Option<i64>,
    pub cancel_reason: Option<String>,
    pub receipt_id: Option<i64>,
    pub receipt_year: Option<i64>,
    pub receipt_number: Option<i64>,
    pub reference: Option<String>,
}

const PAYMENT: &str = "p.id, p.demand_id, d.dossier_code, d.procedure_name, p.way, p.amount, p.paid_at, p.session_id, p.paper_number, \
    p.taker_name, p.cancelled_at, p.cancel_reason, r.id AS receipt_id, r.year AS receipt_year, \
    r.number AS receipt_number, o.reference";
const PAYMENT_FROM: &str = "fee_payment p JOIN fee_demand d ON d.id = p.demand_id \
    LEFT JOIN fee_receipt r ON r.payment_id = p.id LEFT JOIN fee_order o ON o.id = p.order_id";

/// Payments, newest first; conditions name the tables `p`, `d` and `r`.
pub fn payments() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "luc", sql: "p.paid_at", number: true },
        SortKey { name: "so-tien", sql: "p.amount", number: true },
    ];
    ListQuery::new(PAYMENT, PAYMENT_FROM, "p.id", &SORTS).descending()
}

/// The payments of a demand, cancelled ones with them.
pub async fn payments_of(db: &impl Read, demand: i64) -> Result<Vec<PaymentRow>> {
    db.rows(
        &format!("SELECT {PAYMENT} FROM {PAYMENT_FROM} WHERE p.demand_id = $1 ORDER BY p.id"),
        vec![demand.into()],
    )
    .await
}

/// The payments of a cashier's session, in their order.
pub async fn payments_of_session(db: &impl Read, session: i64) -> Result<Vec<PaymentRow>> {
    db.rows(
        &format!("SELECT {PAYMENT} FROM {PAYMENT_FROM} WHERE p.session_id = $1 ORDER BY p.id"),
        vec![session.into()],
    )
    .await
}

/// The payment that a line of the desk became.
pub async fn payment_of_desk_line(db: &impl Read, line: i64) -> Result<Option<PaymentRow>> {
    db.row(&format!("SELECT {PAYMENT} FROM {PAYMENT_FROM} WHERE p.desk_line_id = $1"), vec![line.into()])
        .await
}

/// The next number of a scope, reserved by this transaction: whoever rolls back gives it back with everything else.
pub async fn next_number(tx: &Tx, scope: &str) -> Result<i64> {
    tx.number(
        "INSERT INTO fee_number (scope, last) VALUES ($1, 1) \
         ON CONFLICT (scope) DO UPDATE SET last = fee_number.last + 1 RETURNING last",
        vec![scope.into()],
    )
    .await
}

/// Writes the receipt of a payment under the next number of its agency and year.
pub async fn add_receipt(tx: &Tx, payment: i64, demand: i64, agency: i64, code: &str) -> Result<i64> {
    let year = i64::from(tx.at().day().year());
    let number = next_number(tx, &format!("receipt:{agency}:{year}")).await?;
    tx.insert(
        "INSERT INTO fee_receipt (payment_id, demand_id, agency_id, year, number, code, issued_at, issued_on, issuer_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        vec![
            payment.into(),
            demand.into(),
            agency.into(),
            year.into(),
            number.into(),
            code.into(),
            tx.at().micros().into(),
            tx.at().day().to_string().into(),
            tx.by().name.clone().into(),
        ],
    )
    .await
}

/// Cancels a receipt; its number stays. Whether it still stood.
pub async fn cancel_receipt(tx: &Tx, id: i64, reason: &str) -> Result<bool> {
    let done = tx
        .exec(
            "UPDATE fee_receipt SET cancelled_at = $2, cancel_reason = $3, canceller_name = $4 \
             WHERE id = $1 AND cancelled_at IS NULL",
            vec![id.into(), tx.at().micros().into(), reason.into(), tx.by().name.clone().into()],
        )
        .await?;
    Ok(done > 0)
}

/// A receipt with its payment and demand.
#[derive(Debug, Clone, FromRow)]
pub struct ReceiptRow {
    pub id: i64,
    pub payment_id: i64,
    pub demand_id: i64,
    pub dossier_code: String,
    pub procedure_name: String,
    pub payer_name: String,
    pub agency_id: i64,
    pub year: i64,
    pub number: i64,
    pub code: String,
    pub amount: i64,
    pub way: String,
    pub session_id: Option<i64>,
    pub issued_at: i64,
    pub issuer_name: String,
    pub cancelled_at: Option<i64>,
    pub cancel_reason: Option<String>,
    pub canceller_name: Option<String>,
}

const RECEIPT: &str = "r.id, r.payment_id, r.demand_id, d.dossier_code, d.procedure_name, d.payer_name, r.agency_id, r.year, \
    r.number, r.code, p.amount, p.way, p.session_id, r.issued_at, r.issuer_name, r.cancelled_at, r.cancel_reason, \
    r.canceller_name";
const RECEIPT_FROM: &str =
    "fee_receipt r JOIN fee_payment p ON p.id = r.payment_id JOIN fee_demand d ON d.id = r.demand_id";

/// Receipts, newest first; conditions name the tables `r`, `p` and `d`.
pub fn receipts() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "luc", sql: "r.issued_at", number: true },
        SortKey { name: "so", sql: "r.number", number: true },
        SortKey { name: "so-tien", sql: "p.amount", number: true },
    ];
    ListQuery::new(RECEIPT, RECEIPT_FROM, "r.id", &SORTS).descending()
}

/// A receipt by id.
pub async fn receipt(db: &impl Read, id: i64) -> Result<Option<ReceiptRow>> {
    db.row(&format!("SELECT {RECEIPT} FROM {RECEIPT_FROM} WHERE r.id = $1"), vec![id.into()]).await
}

/// The receipt that bears a code.
pub async fn receipt_of_code(db: &impl Read, code: &str) -> Result<Option<ReceiptRow>> {
    db.row(&format!("SELECT {RECEIPT} FROM {RECEIPT_FROM} WHERE r.code = $1"), vec![code.into()]).await
}

/// The receipts of a demand.
pub async fn receipts_of(db: &impl Read, demand: i64) -> Result<Vec<ReceiptRow>> {
    db.rows(
        &format!("SELECT {RECEIPT} FROM {RECEIPT_FROM} WHERE r.demand_id = $1 ORDER BY r.id"),
        vec![demand.into()],
    )
    .await
}

/// What of a payment went to a line.
#[derive(Debug, Clone, FromRow)]
pub struct ShareRow {
    pub name: String,
    pub amount: i64,
}

/// The shares of a payment, in the order of the lines.
pub async fn shares_of(db: &impl Read, payment: i64) -> Result<Vec<ShareRow>> {
    db.rows(
        "SELECT l.name, s.amount FROM fee_part s JOIN fee_line l ON l.id = s.line_id WHERE s.payment_id = $1 ORDER BY l.id",
        vec![payment.into()],
    )
    .await
}
