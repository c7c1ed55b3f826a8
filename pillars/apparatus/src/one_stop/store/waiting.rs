//! Open dossiers that wait for the agency: who has the current step, since when.

use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Scope};

/// An open dossier as something that waits.
#[derive(Debug, Clone, FromRow)]
pub struct WaitingRow {
    /// Id.
    pub id: i64,
    /// Code.
    pub code: String,
    /// Procedure.
    pub procedure_name: String,
    /// Agency.
    pub agency_id: i64,
    /// State code.
    pub state: i64,
    /// Who has it.
    pub assignee_id: Option<i64>,
    /// Filed, received, or the open step began, whichever was last.
    pub since_at: i64,
    /// Promised.
    pub due_at: Option<i64>,
}

/// Those within a scope that the agency has to do something with, the soonest promised first.
pub async fn waiting(db: &impl Read, scope: &Scope, most: i64) -> Result<Vec<WaitingRow>> {
    let mut params = vec![most.into()];
    let within = scope.condition("d.agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let sql = format!(
        "SELECT d.id, d.code, d.procedure_name, d.agency_id, d.state, d.assignee_id, d.due_at, \
         COALESCE((SELECT MAX(s.started_at) FROM dossier_step s WHERE s.dossier_id = d.id AND s.ended_at IS NULL), \
         d.received_at, d.filed_at) AS since_at FROM dossier d \
         WHERE d.is_open AND d.state IN (1, 2, 4, 7){within} ORDER BY d.due_sort, d.id LIMIT $1"
    );
    db.rows(&sql, params).await
}
