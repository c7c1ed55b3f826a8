//! Pairs of dossiers that may be one matter, and what was decided of them.

use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

const COLUMNS: &str = "w.id, w.first_id, w.first_code, w.second_id, w.second_code, w.agency_id, w.first_agency_id, \
                       w.procedure_name, w.why, w.found_at, w.decision, w.decided_at, w.decided_by";

/// A pair; the second was filed later.
#[derive(Debug, Clone, FromRow)]
pub struct Twin {
    pub id: i64,
    pub first_id: i64,
    pub first_code: String,
    pub second_id: i64,
    pub second_code: String,
    pub agency_id: i64,
    pub first_agency_id: i64,
    pub procedure_name: String,
    pub why: String,
    pub found_at: i64,
    pub decision: Option<String>,
    pub decided_at: Option<i64>,
    pub decided_by: Option<String>,
}

/// A pair about to be kept: of each its id, code and agency.
pub struct NewTwin<'a> {
    /// Filed earlier.
    pub first: (i64, &'a str, i64),
    /// Filed later.
    pub second: (i64, &'a str, i64),
    /// Procedure.
    pub procedure: &'a str,
    /// Why they are taken for one.
    pub why: &'static str,
}

/// Keeps a pair; nothing where it is kept already.
pub async fn add_twin(tx: &Tx, new: &NewTwin<'_>) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO desk_twin (first_id, first_code, first_agency_id, second_id, second_code, agency_id, procedure_name, \
             why, found_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (first_id, second_id) DO NOTHING",
            vec![
                new.first.0.into(),
                new.first.1.into(),
                new.first.2.into(),
                new.second.0.into(),
                new.second.1.into(),
                new.second.2.into(),
                new.procedure.into(),
                new.why.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// All pairs, the last found first, without conditions yet.
pub fn twin_list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "thay", sql: "w.found_at", number: true },
        SortKey { name: "ma", sql: "w.second_code", number: false },
    ];
    ListQuery::new(COLUMNS, "desk_twin w", "w.id", &SORTS).descending()
}

/// One by its number.
pub async fn twin(db: &impl Read, id: i64) -> Result<Option<Twin>> {
    db.row(&format!("SELECT {COLUMNS} FROM desk_twin w WHERE w.id = $1"), vec![id.into()]).await
}

/// Decides a pair; whether nobody had yet.
pub async fn decide(tx: &Tx, id: i64, decision: &str) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE desk_twin SET decision = $2, decided_at = $3, decided_by = $4 WHERE id = $1 AND decision IS NULL",
            vec![id.into(), decision.into(), tx.at().micros().into(), tx.by().name.clone().into()],
        )
        .await?;
    Ok(changed > 0)
}
