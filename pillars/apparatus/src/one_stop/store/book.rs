//! The rows of the printed register: one a received dossier, with who worked on it and who signed.

use kernel::Day;
use platform::Read;
use platform::error::Result;
use platform::store::FromRow;
use sea_orm::Value;

/// A line of the register.
#[derive(Debug, Clone, FromRow)]
pub struct BookRow {
    /// Number in the year's book.
    pub register_number: i64,
    /// Code.
    pub code: String,
    /// Owner.
    pub owner_name: String,
    /// Address.
    pub owner_address: String,
    /// Telephone.
    pub owner_phone: String,
    /// What for.
    pub procedure_name: String,
    /// State code.
    pub state: i64,
    /// Received.
    pub received_at: Option<i64>,
    /// Promised, in force.
    pub due_at: Option<i64>,
    /// Promised before the first re-appointment.
    pub promised_first_at: Option<i64>,
    /// Signed.
    pub settled_at: Option<i64>,
    /// By whom.
    pub signer: Option<String>,
    /// Who worked on it last, besides the desk and the signing leader.
    pub handler: Option<String>,
    /// Handed over.
    pub returned_at: Option<i64>,
    /// To whom.
    pub returned_to: Option<String>,
    /// People or delivery put right.
    pub corrected_at: Option<i64>,
}

/// An agency's book from a day to a day, of one field or all, in the order of its numbers.
pub async fn book(
    db: &impl Read,
    agency: i64,
    (from, to): (Day, Day),
    field: Option<&str>,
    (skip, limit): (i64, i64),
) -> Result<Vec<BookRow>> {
    let days = [from, to].map(|day| day.to_string().into());
    let mut params: Vec<Value> =
        [agency.into()].into_iter().chain(days).chain([limit.into(), skip.into()]).collect();
    let mut only = "";
    if let Some(field) = field {
        params.push(field.into());
        only = " AND d.field = $6";
    }
    let sql = format!(
        "SELECT COALESCE(d.register_number, 0) AS register_number, d.code, d.owner_name, d.owner_address, d.owner_phone, \
         d.procedure_name, d.state, d.received_at, d.due_at, d.settled_at, d.returned_at, d.returned_to, d.corrected_at, \
         (SELECT e.old_due_at FROM dossier_extension e WHERE e.dossier_id = d.id ORDER BY e.id LIMIT 1) AS promised_first_at, \
         (SELECT r.signer FROM dossier_result r WHERE r.dossier_id = d.id ORDER BY r.id DESC LIMIT 1) AS signer, \
         (SELECT s.actor_name FROM dossier_step s WHERE s.dossier_id = d.id AND s.role = 'specialist' \
          AND s.actor_name IS NOT NULL ORDER BY s.id DESC LIMIT 1) AS handler \
         FROM dossier d WHERE d.agency_id = $1 AND d.received_on >= $2 AND d.received_on <= $3{only} \
         ORDER BY d.register_number, d.received_on, d.id LIMIT $4 OFFSET $5"
    );
    db.rows(&sql, params).await
}

/// Lines of an agency's book from a day to a day, of one field or all.
pub async fn book_count(
    db: &impl Read,
    agency: i64,
    (from, to): (Day, Day),
    field: Option<&str>,
) -> Result<i64> {
    let mut params = vec![agency.into(), from.to_string().into(), to.to_string().into()];
    let mut only = "";
    if let Some(field) = field {
        params.push(field.into());
        only = " AND d.field = $4";
    }
    let sql = format!(
        "SELECT COUNT(*) FROM dossier d \
         WHERE d.agency_id = $1 AND d.received_on >= $2 AND d.received_on <= $3{only}"
    );
    db.number(&sql, params).await
}
