//! Lists over many dossiers: inbox, register, opinions waiting, warnings.

use kernel::Moment;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope};
use sea_orm::Value;

/// A row of the inbox: no more columns than the list shows.
#[derive(Debug, Clone, FromRow)]
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
    /// Version, so that a batch acts on what was seen.
    pub version: i64,
    /// Filed.
    pub filed_at: i64,
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

const INBOX: &str = "d.id, d.code, d.procedure_code, d.procedure_name, d.owner_name, d.agency_id, d.channel, d.state, d.version, \
                     d.filed_at, d.due_at, d.settled_at, d.step_role, d.step_due_at, d.assignee_id";

const BY_DUE: SortKey = SortKey { name: "han", sql: "d.due_sort", number: true };
const BY_FILED: SortKey = SortKey { name: "nop", sql: "d.filed_at", number: true };
const BY_CODE: SortKey = SortKey { name: "ma", sql: "d.code", number: false };
const BY_OWNER: SortKey = SortKey { name: "chu", sql: "d.owner_folded", number: false };

// By lateness risk: what is promised soonest first, what promises nothing last.
const OPEN_SORTS: [SortKey; 4] = [BY_DUE, BY_FILED, BY_CODE, BY_OWNER];
const OWNER_SORTS: [SortKey; 4] = [BY_OWNER, BY_DUE, BY_FILED, BY_CODE];
// Over millions of ended dossiers only what an index keeps in order.
const CLOSED_SORTS: [SortKey; 2] = [BY_FILED, BY_CODE];
const RETURNING_SORTS: [SortKey; 4] =
    [SortKey { name: "ky", sql: "COALESCE(d.settled_at, 0)", number: true }, BY_DUE, BY_FILED, BY_OWNER];

/// Open dossiers, without further conditions yet.
pub fn inbox_open(by_owner: bool) -> ListQuery<'static> {
    let mut list =
        ListQuery::new(INBOX, "dossier d", "d.id", if by_owner { &OWNER_SORTS } else { &OPEN_SORTS });
    list.and("d.is_open", []);
    list
}

/// A condition that holds for every dossier and names the index of the whole city's open ones by field and state
/// (`2026_12_02_40_field_list.sql`): for lists that ask for both, and for no agency.
pub const OF_FIELD_AND_STATE: &str = "d.state < 99";

/// Settled dossiers whose result waits to be fetched, the oldest first.
pub fn inbox_returning() -> ListQuery<'static> {
    let mut list = ListQuery::new(INBOX, "dossier d", "d.id", &RETURNING_SORTS);
    list.and("d.state = 9", []);
    list
}

/// Ended dossiers, the last filed first.
pub fn inbox_closed(by_owner: bool) -> ListQuery<'static> {
    let sorts: &[SortKey] = if by_owner { &OWNER_SORTS } else { &CLOSED_SORTS };
    let mut list = ListQuery::new(INBOX, "dossier d", "d.id", sorts);
    list.descending = !by_owner;
    list.and("NOT d.is_open AND d.state <> 9", []);
    list
}

/// A row of a list over dossiers of every state.
#[derive(Debug, Clone, FromRow)]
pub struct DeskRow {
    /// Id.
    pub id: i64,
    /// Code.
    pub code: String,
    /// Procedure code.
    pub procedure_code: String,
    /// Procedure.
    pub procedure_name: String,
    /// Its version.
    pub procedure_version_id: i64,
    /// Owner.
    pub owner_name: String,
    /// State code.
    pub state: i64,
    /// granted or refused.
    pub outcome: Option<String>,
    /// Filed.
    pub filed_at: i64,
    /// Current step.
    pub step_number: i64,
    /// Role whose turn it is.
    pub step_role: Option<String>,
    /// Who has it.
    pub assignee_id: Option<i64>,
}

const EVERY_SORTS: [SortKey; 3] = [BY_FILED, BY_DUE, SortKey { name: "so", sql: "d.id", number: true }];

/// Dossiers of every state, without conditions yet.
pub fn every_dossier() -> ListQuery<'static> {
    ListQuery::new(
        "d.id, d.code, d.procedure_code, d.procedure_name, d.procedure_version_id, d.owner_name, d.state, d.outcome, \
         d.filed_at, d.step_number, d.step_role, d.assignee_id",
        "dossier d",
        "d.id",
        &EVERY_SORTS,
    )
}

/// The condition that an owner's folded name holds these words, from the beginning of one on: people are known by their
/// last word. It reads every row of the list, which the list's other conditions keep to an agency's.
pub fn owner_holds(folded: &str) -> (&'static str, Vec<Value>) {
    (
        "(d.owner_folded LIKE ? OR d.owner_folded LIKE ?)",
        vec![format!("{folded}%").into(), format!("% {folded}%").into()],
    )
}

/// A row of the register (sổ theo dõi hồ sơ).
#[derive(Debug, Clone, FromRow)]
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

const REGISTER_SORTS: [SortKey; 1] =
    [SortKey { name: "so", sql: "COALESCE(d.register_number, 0)", number: true }];

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
    #[derive(FromRow)]
    struct Count {
        state: i64,
        n: i64,
    }
    let mut params = Vec::new();
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let rows: Vec<Count> = db
        .rows(
            &format!(
                "SELECT state, COUNT(*) AS n FROM dossier WHERE is_open{within} GROUP BY state ORDER BY state"
            ),
            params,
        )
        .await?;
    Ok(rows.into_iter().map(|r| (r.state, r.n)).collect())
}

/// A question that waits for a unit, or for an expert.
#[derive(Debug, Clone, FromRow)]
pub struct OpinionRow {
    /// Opinion.
    pub id: i64,
    /// Code of the dossier.
    pub code: String,
    /// Its procedure.
    pub procedure_name: String,
    /// Unit asked; of an expert, the agency that writes the answer down.
    pub unit_id: i64,
    /// Expert asked, in words.
    pub expert: Option<String>,
    /// Question.
    pub question: String,
    /// Due, ISO day.
    pub due_on: String,
    /// Who asked.
    pub asked_by: String,
}

const OPINION_SORTS: [SortKey; 1] = [SortKey { name: "han", sql: "o.due_on", number: false }];

/// Opinions not answered yet, of dossiers that still go on.
pub fn opinions_waiting() -> ListQuery<'static> {
    let mut list = ListQuery::new(
        "o.id, d.code, d.procedure_name, o.unit_id, o.expert, o.question, o.due_on, o.asked_by",
        "dossier_opinion o JOIN dossier d ON d.id = o.dossier_id",
        "o.id",
        &OPINION_SORTS,
    );
    list.and("o.answered_at IS NULL AND o.closed_at IS NULL AND d.is_open", []);
    list
}

/// A dossier whose clock runs towards a promise.
#[derive(Debug, Clone, FromRow)]
pub struct Running {
    /// Id.
    pub id: i64,
    /// Code.
    pub code: String,
    /// Agency.
    pub agency_id: i64,
    /// Received.
    pub received_at: i64,
    /// Promised.
    pub due_at: i64,
    /// Who has it.
    pub assignee_id: Option<i64>,
    /// Re-appointments.
    pub extension_count: i64,
}

/// Dossiers at work whose promise still lies ahead, after an id; none that waits for its applicant.
pub async fn running_promises(db: &impl Read, now: i64, after: i64, limit: i64) -> Result<Vec<Running>> {
    db.rows(
        "SELECT id, code, agency_id, received_at, due_at, assignee_id, extension_count FROM dossier \
         WHERE is_open AND state IN (2, 4) AND due_at >= $1 AND received_at IS NOT NULL AND id > $2 \
         ORDER BY id LIMIT $3",
        vec![now.into(), after.into(), limit.into()],
    )
    .await
}

/// Dossiers at work whose promise passed between two moments, after an id; none that waits for its applicant.
pub async fn passed_promises(
    db: &impl Read,
    from: Moment,
    to: Moment,
    after: i64,
    limit: i64,
) -> Result<Vec<i64>> {
    #[derive(FromRow)]
    struct Passed {
        id: i64,
    }
    let passed: Vec<Passed> = db
        .rows(
            "SELECT id FROM dossier WHERE is_open AND state IN (2, 4) AND due_at >= $1 AND due_at < $2 AND id > $3 \
             ORDER BY id LIMIT $4",
            vec![from.micros().into(), to.micros().into(), after.into(), limit.into()],
        )
        .await?;
    Ok(passed.into_iter().map(|p| p.id).collect())
}
