//! Lists over many dossiers: inbox, register, opinions waiting, warnings.

use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::{Read, Scope};
use sea_orm::FromQueryResult;

/// A row of the inbox: no more columns than the list shows.
#[derive(Debug, Clone, FromQueryResult)]
pub struct InboxRow {
    /// Id.
    pub id: i64,
    /// Code.
    pub code: String,
    /// Procedure code.
    pub procedure_code: String,
    /// Procedure.
    pub procedure_name: String,
    /// Owner.
    pub owner_name: String,
    /// Agency.
    pub agency_id: i64,
    /// Channel.
    pub channel: String,
    /// State code.
    pub state: i64,
    /// Filed.
    pub filed_at: i64,
    /// Received.
    pub received_at: Option<i64>,
    /// Promised.
    pub due_at: Option<i64>,
    /// Settled.
    pub settled_at: Option<i64>,
    /// Role whose turn it is.
    pub step_role: Option<String>,
    /// Deadline of the step.
    pub step_due_at: Option<i64>,
    /// Who has it.
    pub assignee_id: Option<i64>,
}

const INBOX: &str = "d.id, d.code, d.procedure_code, d.procedure_name, d.owner_name, d.agency_id, d.channel, d.state, \
                     d.filed_at, d.received_at, d.due_at, d.settled_at, d.step_role, d.step_due_at, d.assignee_id";

const INBOX_SORTS: [SortKey; 4] = [
    // By lateness risk: what is promised soonest first, what promises nothing last.
    SortKey { name: "han", sql: "d.due_sort", number: true },
    SortKey { name: "nop", sql: "d.filed_at", number: true },
    SortKey { name: "ma", sql: "d.code", number: false },
    SortKey { name: "chu", sql: "d.owner_folded", number: false },
];

/// The inbox, without conditions yet.
pub fn inbox() -> ListQuery<'static> {
    ListQuery::new(INBOX, "dossier d", "d.id", &INBOX_SORTS)
}

/// A row of the register (sổ theo dõi hồ sơ).
#[derive(Debug, Clone, FromQueryResult)]
pub struct RegisterRow {
    /// Id.
    pub id: i64,
    /// Number in the year's book.
    pub register_number: i64,
    /// Code.
    pub code: String,
    /// Owner.
    pub owner_name: String,
    /// Address.
    pub owner_address: String,
    /// What for.
    pub procedure_name: String,
    /// Received.
    pub received_at: Option<i64>,
    /// Promised.
    pub due_at: Option<i64>,
    /// Signed.
    pub settled_at: Option<i64>,
    /// Handed over.
    pub returned_at: Option<i64>,
    /// To whom.
    pub returned_to: Option<String>,
}

const REGISTER_SORTS: [SortKey; 1] = [SortKey { name: "so", sql: "COALESCE(d.register_number, 0)", number: true }];

/// The register, without conditions yet: received dossiers only.
pub fn register() -> ListQuery<'static> {
    let mut list = ListQuery::new(
        "d.id, COALESCE(d.register_number, 0) AS register_number, d.code, d.owner_name, d.owner_address, d.procedure_name, \
         d.received_at, d.due_at, d.settled_at, d.returned_at, d.returned_to",
        "dossier d",
        "d.id",
        &REGISTER_SORTS,
    );
    list.and("d.received_at IS NOT NULL", []);
    list
}

/// Open dossiers of a scope by state: what waits.
pub async fn counts_by_state(db: &impl Read, scope: &Scope) -> Result<Vec<(i64, i64)>> {
    #[derive(FromQueryResult)]
    struct Count {
        state: i64,
        n: i64,
    }
    let mut params = Vec::new();
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let rows: Vec<Count> = db
        .rows(&format!("SELECT state, COUNT(*) AS n FROM dossier WHERE is_open{within} GROUP BY state ORDER BY state"), params)
        .await?;
    Ok(rows.into_iter().map(|r| (r.state, r.n)).collect())
}

/// An opinion that waits for a unit.
#[derive(Debug, Clone, FromQueryResult)]
pub struct OpinionRow {
    /// Opinion.
    pub id: i64,
    /// Dossier.
    pub dossier_id: i64,
    /// Its code.
    pub code: String,
    /// Its procedure.
    pub procedure_name: String,
    /// Unit asked.
    pub unit_id: i64,
    /// Question.
    pub question: String,
    /// Due, ISO day.
    pub due_on: String,
    /// Who asked.
    pub asked_by: String,
}

const OPINION_SORTS: [SortKey; 1] = [SortKey { name: "han", sql: "o.due_on", number: false }];

/// Opinions not answered yet.
pub fn opinions_waiting() -> ListQuery<'static> {
    let mut list = ListQuery::new(
        "o.id, o.dossier_id, d.code, d.procedure_name, o.unit_id, o.question, o.due_on, o.asked_by",
        "dossier_opinion o JOIN dossier d ON d.id = o.dossier_id",
        "o.id",
        &OPINION_SORTS,
    );
    list.and("o.answered_at IS NULL", []);
    list
}

/// An open dossier whose legal moment for an apology comes near.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Warning {
    /// Id.
    pub id: i64,
    /// Code.
    pub code: String,
    /// Agency.
    pub agency_id: i64,
    /// Promised.
    pub due_at: i64,
    /// Who has it.
    pub assignee_id: Option<i64>,
}

/// Open dossiers promised between two moments.
pub async fn warnings_due(db: &impl Read, from: i64, to: i64) -> Result<Vec<Warning>> {
    db.rows(
        "SELECT id, code, agency_id, due_at, assignee_id FROM dossier \
         WHERE is_open AND due_sort >= $1 AND due_sort < $2 AND received_at IS NOT NULL ORDER BY due_sort, id",
        vec![from.into(), to.into()],
    )
    .await
}
