//! Proposals to simplify, with the documents they amend.

use super::super::rules::proposal::State;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A proposal.
#[derive(Debug, Clone, Default, FromRow)]
pub struct Proposal {
    pub id: i64,
    pub procedure_code: String,
    pub procedure_name: String,
    pub field: String,
    pub agency_id: i64,
    pub part: String,
    pub measure: String,
    pub own_power: bool,
    pub content_now: String,
    pub content_proposed: String,
    pub reason: String,
    pub cost_before: Option<i64>,
    pub cost_after: Option<i64>,
    pub cost_href: String,
    pub deadline_on: Option<String>,
    pub state: String,
    pub version: i64,
    pub author_name: String,
    pub proposed_on: String,
    pub decision: String,
    pub decided_on: Option<String>,
    pub carried_on: Option<String>,
    pub carried_evidence: String,
}

impl Proposal {
    /// Where it stands.
    pub fn state(&self) -> Result<State> {
        State::from_code(&self.state).ok_or_else(|| Error::fault("simplification.state", &self.state))
    }

    /// The day of the decision on it.
    pub fn decided(&self) -> Option<Day> {
        self.decided_on.as_deref()?.parse().ok()
    }

    /// Its last day.
    pub fn deadline(&self) -> Option<Day> {
        self.deadline_on.as_deref()?.parse().ok()
    }
}

const PROPOSAL: &str = "s.id, s.procedure_code, s.procedure_name, s.field, s.agency_id, s.part, s.measure, s.own_power, \
                        s.content_now, s.content_proposed, s.reason, s.cost_before, s.cost_after, s.cost_href, s.deadline_on, \
                        s.state, s.version, s.author_name, s.proposed_on, s.decision, s.decided_on, s.carried_on, \
                        s.carried_evidence";

/// All proposals, the last made first; conditions name the table `s`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 4] = [
        SortKey { name: "ngay", sql: "s.proposed_on", number: false },
        SortKey { name: "han", sql: "COALESCE(s.deadline_on, '9999')", number: false },
        SortKey { name: "thu-tuc", sql: "s.folded", number: false },
        SortKey { name: "giam", sql: "COALESCE(s.cost_before - s.cost_after, 0)", number: true },
    ];
    ListQuery::new(PROPOSAL, "simplification s", "s.id", &SORTS).descending()
}

/// A proposal by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Proposal> {
    let sql = format!("SELECT {PROPOSAL} FROM simplification s WHERE s.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Proposals at all, so that an upgrade of the demo does not make them twice.
pub async fn count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM simplification", vec![]).await
}

/// Adds a proposal, proposed today.
pub async fn add(tx: &Tx, p: &Proposal) -> Result<i64> {
    tx.insert(
        "INSERT INTO simplification (procedure_code, procedure_name, folded, field, agency_id, part, measure, own_power, \
         content_now, content_proposed, reason, cost_before, cost_after, cost_href, deadline_on, state, version, author_name, \
         proposed_on, decision, carried_evidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, \
         'proposed', 1, $16, $17, '', '')",
        vec![
            p.procedure_code.clone().into(),
            p.procedure_name.clone().into(),
            kernel::text::fold(&format!("{} {}", p.procedure_code, p.procedure_name)).into(),
            p.field.clone().into(),
            p.agency_id.into(),
            p.part.clone().into(),
            p.measure.clone().into(),
            p.own_power.into(),
            p.content_now.clone().into(),
            p.content_proposed.clone().into(),
            p.reason.clone().into(),
            p.cost_before.into(),
            p.cost_after.into(),
            p.cost_href.clone().into(),
            p.deadline_on.clone().into(),
            p.author_name.clone().into(),
            tx.at().day().to_string().into(),
        ],
    )
    .await
}

/// Rewrites a proposal that was not decided on; false if somebody was faster.
pub async fn rewrite(tx: &Tx, p: &Proposal) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE simplification SET part = $3, measure = $4, own_power = $5, content_now = $6, content_proposed = $7, \
             reason = $8, cost_before = $9, cost_after = $10, cost_href = $11, deadline_on = $12, version = version + 1 \
             WHERE id = $1 AND version = $2",
            vec![
                p.id.into(),
                p.version.into(),
                p.part.clone().into(),
                p.measure.clone().into(),
                p.own_power.into(),
                p.content_now.clone().into(),
                p.content_proposed.clone().into(),
                p.reason.clone().into(),
                p.cost_before.into(),
                p.cost_after.into(),
                p.cost_href.clone().into(),
                p.deadline_on.clone().into(),
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Keeps a decision; false if somebody was faster.
pub async fn decide(tx: &Tx, p: &Proposal, to: State, decision: &str, on: Day) -> Result<bool> {
    let sql = "UPDATE simplification SET state = $3, decision = $4, decided_on = $5, version = version + 1 \
               WHERE id = $1 AND version = $2";
    let values =
        vec![p.id.into(), p.version.into(), to.code().into(), decision.into(), on.to_string().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Keeps that it was carried out; false if somebody was faster.
pub async fn carry_out(tx: &Tx, p: &Proposal, evidence: &str, on: Day) -> Result<bool> {
    let sql = "UPDATE simplification SET state = 'carried_out', carried_evidence = $3, carried_on = $4, version = version + 1 \
               WHERE id = $1 AND version = $2";
    let values = vec![p.id.into(), p.version.into(), evidence.into(), on.to_string().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// A proposal carried out, as far as its day goes.
#[derive(Debug, Clone, FromRow)]
pub struct Carried {
    pub agency_id: i64,
    pub carried_on: String,
}

/// The other proposals carried out whose cost comes from the same study.
pub async fn carried_on_study(db: &impl Read, p: &Proposal) -> Result<Vec<Carried>> {
    db.rows(
        "SELECT agency_id, carried_on FROM simplification WHERE cost_href = $1 AND cost_href <> '' AND id <> $2 \
         AND state = 'carried_out' AND carried_on IS NOT NULL ORDER BY id",
        vec![p.cost_href.clone().into(), p.id.into()],
    )
    .await
}

/// A document to amend.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromRow)]
pub struct Document {
    pub id: i64,
    pub number: String,
    pub article: String,
    pub content: String,
    pub amended_by: String,
}

/// The documents of a proposal in order.
pub async fn documents(db: &impl Read, proposal: i64) -> Result<Vec<Document>> {
    db.rows(
        "SELECT id, number, article, content, amended_by FROM simplification_document WHERE simplification_id = $1 ORDER BY id",
        vec![proposal.into()],
    )
    .await
}

/// Adds a document.
pub async fn add_document(tx: &Tx, proposal: i64, d: &Document) -> Result<i64> {
    tx.insert(
        "INSERT INTO simplification_document (simplification_id, number, article, content, amended_by) \
         VALUES ($1, $2, $3, $4, '')",
        vec![proposal.into(), d.number.clone().into(), d.article.clone().into(), d.content.clone().into()],
    )
    .await
}

/// Takes the documents of a proposal away, before those of its form are entered anew.
pub async fn drop_documents(tx: &Tx, proposal: i64) -> Result<()> {
    tx.exec("DELETE FROM simplification_document WHERE simplification_id = $1", vec![proposal.into()])
        .await?;
    Ok(())
}

/// Keeps by which document one was amended.
pub async fn amended(tx: &Tx, proposal: i64, document: i64, by: &str) -> Result<()> {
    tx.exec(
        "UPDATE simplification_document SET amended_by = $3 WHERE simplification_id = $1 AND id = $2",
        vec![proposal.into(), document.into(), by.into()],
    )
    .await?;
    Ok(())
}
