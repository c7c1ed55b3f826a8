//! What hangs on a dossier: papers, steps, supplements, extensions, results.

use contracts::dossiers::FiledPaper;
use kernel::Moment;
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};
use std::borrow::Cow;

/// One paper of a dossier.
#[derive(Debug, Clone, FromRow)]
pub struct Paper {
    /// Id.
    pub id: i64,
    /// Key of the procedure's component.
    pub component: String,
    /// Name of the paper.
    pub name: String,
    /// original, copy, electronic or missing.
    pub given: String,
    /// Copies.
    pub copies: i64,
    /// Why it is missing, or a remark.
    pub note: Option<String>,
    /// Stored file.
    pub file_hash: Option<String>,
    /// Its name.
    pub file_name: Option<String>,
    /// The paper of the person's shelf that it was taken from.
    pub shelf_id: Option<i64>,
}

/// Adds a paper.
pub async fn add_paper(tx: &Tx, dossier: i64, name: &str, paper: &FiledPaper) -> Result<i64> {
    let (hash, file) = paper.file.clone().unzip();
    tx.insert(
        "INSERT INTO dossier_paper (dossier_id, component, name, given, copies, note, file_hash, file_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vec![
            dossier.into(),
            paper.component.clone().into(),
            name.into(),
            paper.given.clone().into(),
            paper.copies.into(),
            paper.note.clone().into(),
            hash.into(),
            file.into(),
        ],
    )
    .await
}

/// Stores the papers of a new dossier, each under its name, at once.
pub async fn add_papers(tx: &Tx, dossier: i64, papers: &[(&str, Cow<'_, FiledPaper>)]) -> Result<()> {
    let row = |(name, paper): &(&str, Cow<'_, FiledPaper>)| {
        let (hash, file) = paper.file.clone().unzip();
        vec![
            dossier.into(),
            paper.component.clone().into(),
            (*name).into(),
            paper.given.clone().into(),
            paper.copies.into(),
            paper.note.clone().into(),
            hash.into(),
            file.into(),
        ]
    };
    tx.insert_many(
        "INSERT INTO dossier_paper (dossier_id, component, name, given, copies, note, file_hash, file_name)",
        papers.iter().map(row).collect(),
    )
    .await
}

/// Writes what was found of a paper at the counter.
pub async fn update_paper(
    tx: &Tx,
    id: i64,
    dossier: i64,
    given: &str,
    copies: i64,
    note: Option<&str>,
) -> Result<()> {
    tx.exec(
        "UPDATE dossier_paper SET given = $3, copies = $4, note = $5 WHERE id = $1 AND dossier_id = $2",
        vec![id.into(), dossier.into(), given.into(), copies.into(), note.into()],
    )
    .await?;
    Ok(())
}

/// Keeps a scan with a paper; what was kept before stays among the files.
pub async fn attach_scan(tx: &Tx, id: i64, dossier: i64, hash: &str, name: &str) -> Result<()> {
    tx.exec(
        "UPDATE dossier_paper SET file_hash = $3, file_name = $4 WHERE id = $1 AND dossier_id = $2",
        vec![id.into(), dossier.into(), hash.into(), name.into()],
    )
    .await?;
    Ok(())
}

/// Puts a file in the place of a paper that was missing.
pub async fn fill_paper(tx: &Tx, id: i64, dossier: i64, hash: &str, name: &str) -> Result<()> {
    tx.exec(
        "UPDATE dossier_paper SET given = 'electronic', copies = 1, file_hash = $3, file_name = $4 \
         WHERE id = $1 AND dossier_id = $2",
        vec![id.into(), dossier.into(), hash.into(), name.into()],
    )
    .await?;
    Ok(())
}

/// The papers of a dossier.
pub async fn papers(db: &impl Read, dossier: i64) -> Result<Vec<Paper>> {
    db.rows(
        "SELECT id, component, name, given, copies, note, file_hash, file_name, shelf_id FROM dossier_paper \
         WHERE dossier_id = $1 ORDER BY id",
        vec![dossier.into()],
    )
    .await
}

/// One step as it was worked: a hand-over of the control slip.
#[derive(Debug, Clone, FromRow)]
pub struct StepRow {
    /// Id.
    pub id: i64,
    /// Number in the process.
    pub number: i64,
    /// Name.
    pub name: String,
    /// Role.
    pub role: String,
    /// Unit.
    pub unit: String,
    /// Handed over.
    pub started_at: i64,
    /// Own deadline.
    pub due_at: Option<i64>,
    /// Done.
    pub ended_at: Option<i64>,
    /// Who gave it.
    pub giver_name: String,
    /// Account of who did it.
    pub actor_id: Option<i64>,
    /// Who did it.
    pub actor_name: Option<String>,
    /// What was noted.
    pub note: Option<String>,
    /// It ended by going back to the step before, for the reason noted.
    pub sent_back: bool,
    /// It was given up for the reason noted: the dossier went back over the split that began it, and nobody did it.
    pub taken_back: bool,
    /// Key of the flow's node, where the dossier follows a flow.
    pub node: Option<String>,
    /// What it ended with, where it names results.
    pub result: Option<String>,
    /// Who has it, where several are open.
    pub assignee_id: Option<i64>,
}

/// Starts a step.
pub async fn start_step(tx: &Tx, dossier: i64, step: &crate::one_stop::rules::PlannedStep) -> Result<()> {
    tx.insert(
        "INSERT INTO dossier_step (dossier_id, number, name, role, unit, started_at, due_at, giver_name, node) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        vec![
            dossier.into(),
            step.number.into(),
            step.name.clone().into(),
            step.role.code().into(),
            step.unit.clone().into(),
            tx.at().micros().into(),
            step.due_at.map(|m| m.micros()).into(),
            tx.by().name.clone().into(),
            step.node.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Ends the open step of a dossier.
pub async fn end_step(tx: &Tx, dossier: i64, note: Option<&str>) -> Result<()> {
    tx.exec(
        "UPDATE dossier_step SET ended_at = $2, actor_id = $3, actor_name = $4, note = $5 \
         WHERE dossier_id = $1 AND ended_at IS NULL",
        vec![
            dossier.into(),
            tx.at().micros().into(),
            tx.by().account_id.into(),
            tx.by().name.clone().into(),
            note.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Marks the open step of a dossier as going back to the one before; [`end_step`] ends it.
pub async fn mark_sent_back(tx: &Tx, dossier: i64) -> Result<()> {
    tx.exec(
        "UPDATE dossier_step SET sent_back = TRUE WHERE dossier_id = $1 AND ended_at IS NULL",
        vec![dossier.into()],
    )
    .await?;
    Ok(())
}

/// Sets the own deadline of the open step anew.
pub async fn set_step_due(tx: &Tx, dossier: i64, due: Option<Moment>) -> Result<()> {
    tx.exec(
        "UPDATE dossier_step SET due_at = $2 WHERE dossier_id = $1 AND ended_at IS NULL",
        vec![dossier.into(), due.map(Moment::micros).into()],
    )
    .await?;
    Ok(())
}

/// The steps worked so far.
pub async fn steps(db: &impl Read, dossier: i64) -> Result<Vec<StepRow>> {
    db.rows(
        "SELECT id, number, name, role, unit, started_at, due_at, ended_at, giver_name, actor_id, actor_name, note, sent_back, \
         taken_back, node, result, assignee_id \
         FROM dossier_step WHERE dossier_id = $1 ORDER BY id",
        vec![dossier.into()],
    )
    .await
}

/// A request for missing papers.
#[derive(Debug, Clone, FromRow)]
pub struct Supplement {
    /// Reason code.
    pub reason_code: String,
    /// What is missing or wrong, once and in full.
    pub content: String,
    /// Asked.
    pub asked_at: i64,
    /// Answer expected by, ISO day.
    pub answer_by_on: Option<String>,
    /// Who guides.
    pub guide_name: String,
    /// Their telephone.
    pub guide_phone: String,
    /// Answered.
    pub answered_at: Option<i64>,
}

/// Writes a request for missing papers.
pub async fn add_supplement(tx: &Tx, dossier: i64, asked: &Supplement) -> Result<i64> {
    tx.insert(
        "INSERT INTO dossier_supplement (dossier_id, reason_code, content, asked_at, asked_on, answer_by_on, guide_name, \
         guide_phone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vec![
            dossier.into(),
            asked.reason_code.clone().into(),
            asked.content.clone().into(),
            tx.at().micros().into(),
            tx.at().day().to_string().into(),
            asked.answer_by_on.clone().into(),
            asked.guide_name.clone().into(),
            asked.guide_phone.clone().into(),
        ],
    )
    .await
}

/// Marks the open request as answered.
pub async fn answer_supplement(tx: &Tx, dossier: i64) -> Result<()> {
    tx.exec(
        "UPDATE dossier_supplement SET answered_at = $2 WHERE dossier_id = $1 AND answered_at IS NULL",
        vec![dossier.into(), tx.at().micros().into()],
    )
    .await?;
    Ok(())
}

/// The requests of a dossier.
pub async fn supplements(db: &impl Read, dossier: i64) -> Result<Vec<Supplement>> {
    db.rows(
        "SELECT reason_code, content, asked_at, answer_by_on, guide_name, guide_phone, answered_at \
         FROM dossier_supplement WHERE dossier_id = $1 ORDER BY id",
        vec![dossier.into()],
    )
    .await
}

/// A re-appointment.
#[derive(Debug, Clone, FromRow)]
pub struct Extended {
    /// Promise before.
    pub old_due_at: i64,
    /// New day.
    pub new_due_on: String,
    /// New promise.
    pub new_due_at: i64,
    /// Why.
    pub reason: String,
    /// Number of the letter of apology.
    pub letter_number: String,
    /// When.
    pub extended_at: i64,
}

/// Writes a re-appointment.
pub async fn add_extension(tx: &Tx, dossier: i64, extended: &Extended) -> Result<()> {
    tx.insert(
        "INSERT INTO dossier_extension (dossier_id, old_due_at, new_due_on, new_due_at, reason, letter_number, extended_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            dossier.into(),
            extended.old_due_at.into(),
            extended.new_due_on.clone().into(),
            extended.new_due_at.into(),
            extended.reason.clone().into(),
            extended.letter_number.clone().into(),
            extended.extended_at.into(),
        ],
    )
    .await?;
    Ok(())
}

/// The re-appointments of a dossier.
pub async fn extensions(db: &impl Read, dossier: i64) -> Result<Vec<Extended>> {
    db.rows(
        "SELECT old_due_at, new_due_on, new_due_at, reason, letter_number, extended_at FROM dossier_extension \
         WHERE dossier_id = $1 ORDER BY id",
        vec![dossier.into()],
    )
    .await
}

/// A signed result.
#[derive(Debug, Clone, FromRow)]
pub struct ResultRow {
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Who signed.
    pub signer: String,
    /// When.
    pub signed_at: i64,
    /// Stored file.
    pub file_hash: Option<String>,
    /// Its name.
    pub file_name: Option<String>,
}

/// Writes a result.
pub async fn add_result(tx: &Tx, dossier: i64, result: &ResultRow) -> Result<()> {
    tx.insert(
        "INSERT INTO dossier_result (dossier_id, number, name, signer, signed_at, file_hash, file_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            dossier.into(),
            result.number.clone().into(),
            result.name.clone().into(),
            result.signer.clone().into(),
            result.signed_at.into(),
            result.file_hash.clone().into(),
            result.file_name.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The results of a dossier.
pub async fn results(db: &impl Read, dossier: i64) -> Result<Vec<ResultRow>> {
    db.rows(
        "SELECT number, name, signer, signed_at, file_hash, file_name FROM dossier_result WHERE dossier_id = $1 ORDER BY id",
        vec![dossier.into()],
    )
    .await
}
