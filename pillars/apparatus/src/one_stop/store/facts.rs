//! Dossiers as an evaluation reads them: the row and what hangs on it, for a range of ids at once.

use platform::Read;
use platform::error::Result;
use platform::store::FromRow;

/// A dossier's own row, with what is only asked whether it is there.
#[derive(Debug, Clone, FromRow)]
pub struct FactRow {
    /// Id.
    pub id: i64,
    /// Code.
    pub code: String,
    /// Version of the procedure.
    pub procedure_version_id: i64,
    /// Code of the procedure.
    pub procedure_code: String,
    /// Agency.
    pub agency_id: i64,
    /// counter, online, post.
    pub channel: String,
    /// counter, post, online.
    pub result_delivery: String,
    /// Its term is the one with verification.
    pub with_verification: bool,
    /// Received.
    pub received_at: Option<i64>,
    /// Promised.
    pub due_at: Option<i64>,
    /// Signed.
    pub settled_at: Option<i64>,
    /// Handed over.
    pub returned_at: Option<i64>,
    /// granted or refused.
    pub outcome: Option<String>,
    /// Ended without a result, ISO day.
    pub ended_on: Option<String>,
    /// Key of the term variant.
    pub term_variant: Option<String>,
    /// Times the promise was put off.
    pub extension_count: i64,
    /// Times the clock stood still.
    pub pauses: i64,
    /// Files of the result.
    pub result_files: i64,
    /// Papers with a file.
    pub paper_files: i64,
    /// Papers taken from the person's shelf.
    pub shelf_papers: i64,
    /// đồng taken at the desk.
    pub fee: i64,
}

/// A request for papers of a dossier of the range.
#[derive(Debug, Clone, FromRow)]
pub struct FactRequest {
    /// Dossier.
    pub dossier_id: i64,
    /// Reason code.
    pub reason_code: String,
    /// Asked.
    pub asked_at: i64,
    /// Answered.
    pub answered_at: Option<i64>,
}

/// A question of a dossier of the range.
#[derive(Debug, Clone, FromRow)]
pub struct FactOpinion {
    /// Dossier.
    pub dossier_id: i64,
    /// Last day, ISO.
    pub due_on: String,
    /// Answered.
    pub answered_at: Option<i64>,
    /// Taken back or passed over.
    pub closed_at: Option<i64>,
}

/// An official of a dossier of the range.
#[derive(Debug, Clone, FromRow)]
pub struct FactHand {
    /// Dossier.
    pub dossier_id: i64,
    /// Account.
    pub actor_id: i64,
    /// Name.
    pub actor_name: Option<String>,
}

/// The id that `most` dossiers after one of them end with; 0 where there is none.
pub async fn last_after(db: &impl Read, after: i64, most: i64) -> Result<i64> {
    db.number(
        "SELECT MAX(n.id) FROM (SELECT id FROM dossier WHERE id > $1 ORDER BY id LIMIT $2) n",
        vec![after.into(), most.into()],
    )
    .await
}

/// The rows of a range of ids.
pub async fn fact_rows(db: &impl Read, (first, last): (i64, i64)) -> Result<Vec<FactRow>> {
    db.rows(
        "SELECT d.id, d.code, d.procedure_version_id, d.procedure_code, d.agency_id, d.channel, d.result_delivery, \
         d.with_verification, d.received_at, d.due_at, d.settled_at, d.returned_at, d.outcome, d.ended_on, d.term_variant, \
         d.extension_count, \
         (SELECT COUNT(*) FROM dossier_pause p WHERE p.dossier_id = d.id) AS pauses, \
         (SELECT COUNT(*) FROM dossier_result r WHERE r.dossier_id = d.id AND r.file_hash IS NOT NULL) AS result_files, \
         (SELECT COUNT(*) FROM dossier_paper q WHERE q.dossier_id = d.id AND q.file_hash IS NOT NULL) AS paper_files, \
         (SELECT COUNT(*) FROM dossier_paper s WHERE s.dossier_id = d.id AND s.shelf_id IS NOT NULL) AS shelf_papers, \
         COALESCE((SELECT CAST(SUM(f.amount) AS BIGINT) FROM dossier_fee f \
         WHERE f.dossier_id = d.id AND f.cancelled_at IS NULL), 0) AS fee \
         FROM dossier d WHERE d.id >= $1 AND d.id <= $2 ORDER BY d.id",
        vec![first.into(), last.into()],
    )
    .await
}

/// Their requests for papers, in the order they were made.
pub async fn fact_requests(db: &impl Read, (first, last): (i64, i64)) -> Result<Vec<FactRequest>> {
    db.rows(
        "SELECT dossier_id, reason_code, asked_at, answered_at FROM dossier_supplement \
         WHERE dossier_id >= $1 AND dossier_id <= $2 ORDER BY dossier_id, id",
        vec![first.into(), last.into()],
    )
    .await
}

/// Their questions to other agencies; an expert's time is no agency's.
pub async fn fact_opinions(db: &impl Read, (first, last): (i64, i64)) -> Result<Vec<FactOpinion>> {
    db.rows(
        "SELECT dossier_id, due_on, answered_at, closed_at FROM dossier_opinion \
         WHERE dossier_id >= $1 AND dossier_id <= $2 AND expert IS NULL ORDER BY dossier_id, id",
        vec![first.into(), last.into()],
    )
    .await
}

/// Who ended their steps.
pub async fn fact_hands(db: &impl Read, (first, last): (i64, i64)) -> Result<Vec<FactHand>> {
    db.rows(
        "SELECT dossier_id, actor_id, MAX(actor_name) AS actor_name FROM dossier_step \
         WHERE dossier_id >= $1 AND dossier_id <= $2 AND ended_at IS NOT NULL AND actor_id IS NOT NULL \
         GROUP BY dossier_id, actor_id ORDER BY dossier_id, actor_id",
        vec![first.into(), last.into()],
    )
    .await
}
