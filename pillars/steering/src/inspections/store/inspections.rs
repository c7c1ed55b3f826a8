//! Inspections, their teams and the signatures under their minutes.

use super::super::rules::{Facts, State};
use super::day;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use sea_orm::Value;

/// An inspection.
#[derive(Debug, Clone, FromRow)]
pub struct Inspection {
    pub id: i64,
    pub plan_id: Option<i64>,
    /// The inspection whose findings it looks after.
    pub follows_id: Option<i64>,
    pub agency_id: i64,
    pub unit_id: i64,
    pub unit_name: String,
    pub subject: String,
    /// Why it is held outside the plan, or "".
    pub reason: String,
    pub state: String,
    pub decision_no: String,
    pub decided_on: String,
    pub period_from: String,
    pub period_to: String,
    pub from_on: String,
    pub to_on: String,
    /// The last day to tell the unit.
    pub notice_by: String,
    pub noticed_on: Option<String>,
    pub minuted_on: Option<String>,
    pub summary: String,
    /// Who was there for the unit, a line each, or "".
    pub unit_present: String,
    pub objection: String,
    pub objection_by: String,
    pub objected_on: Option<String>,
    pub objection_answer: String,
    pub signed_on: Option<String>,
    pub conclusion: String,
    pub conclusion_by: String,
    pub return_reason: String,
    pub conclusion_no: String,
    pub concluded_on: Option<String>,
    pub concluded_by: String,
    pub closed_on: Option<String>,
    pub author_name: String,
    pub changed_at: i64,
    pub version: i64,
}

impl Inspection {
    /// Where it stands.
    pub fn state(&self) -> Result<State> {
        State::from_code(&self.state).ok_or_else(|| Error::fault("inspection.state", &self.state))
    }

    /// First and last day at the unit.
    pub fn days(&self) -> Result<(Day, Day)> {
        Ok((day(&self.from_on)?, day(&self.to_on)?))
    }
}

const INSPECTION: &str = "i.id, i.plan_id, i.follows_id, i.agency_id, i.unit_id, i.unit_name, i.subject, i.reason, i.state, \
    i.decision_no, i.decided_on, i.period_from, i.period_to, i.from_on, i.to_on, i.notice_by, i.noticed_on, i.minuted_on, \
    i.summary, i.unit_present, i.objection, i.objection_by, i.objected_on, i.objection_answer, i.signed_on, i.conclusion, \
    i.conclusion_by, i.return_reason, i.conclusion_no, i.concluded_on, i.concluded_by, i.closed_on, i.author_name, i.changed_at, i.version";

/// All inspections, the latest first; conditions name the table `i`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "ngay", sql: "i.from_on", number: false },
        SortKey { name: "don-vi", sql: "i.unit_name", number: false },
        SortKey { name: "cong-bo", sql: "COALESCE(i.concluded_on, '')", number: false },
    ];
    ListQuery::new(INSPECTION, "inspection i", "i.id", &SORTS).descending()
}

/// An inspection by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Inspection> {
    let sql = format!("SELECT {INSPECTION} FROM inspection i WHERE i.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The inspection that a form was sent for before.
pub async fn by_key(db: &impl Read, key: &str) -> Result<Option<Inspection>> {
    let sql = format!("SELECT {INSPECTION} FROM inspection i WHERE i.entry_key = $1");
    db.row(&sql, vec![key.into()]).await
}

/// The inspections of a unit, the latest first.
pub async fn of_unit(db: &impl Read, unit: i64, most: i64) -> Result<Vec<Inspection>> {
    let sql = format!(
        "SELECT {INSPECTION} FROM inspection i WHERE i.unit_id = $1 ORDER BY i.from_on DESC, i.id DESC LIMIT $2"
    );
    db.rows(&sql, vec![unit.into(), most.into()]).await
}

/// The inspections that look after another one.
pub async fn following(db: &impl Read, id: i64) -> Result<Vec<Inspection>> {
    let sql = format!("SELECT {INSPECTION} FROM inspection i WHERE i.follows_id = $1 ORDER BY i.id");
    db.rows(&sql, vec![id.into()]).await
}

/// Inspections that are under way, the soonest first.
pub async fn under_way(db: &impl Read, most: i64) -> Result<Vec<Inspection>> {
    let sql = format!(
        "SELECT {INSPECTION} FROM inspection i WHERE i.state IN ('prepared', 'noticed', 'minuted', 'signed', 'drafted') \
         ORDER BY i.from_on, i.id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

/// What came of the inspections that began in a year.
#[derive(Debug, Clone, FromRow)]
pub struct Outcome {
    /// Those that began.
    pub begun: i64,
    /// Those with a published conclusion.
    pub concluded: i64,
    /// Findings of these; those carried into a later inspection count there.
    pub findings: i64,
    /// Findings of these that were handled.
    pub handled: i64,
}

/// What came of the inspections that began in a year.
pub async fn outcome(db: &impl Read, year: i32) -> Result<Outcome> {
    let sql = "SELECT COUNT(*) AS begun, COUNT(i.concluded_on) AS concluded, \
               (SELECT COUNT(*) FROM inspection_finding f JOIN inspection c ON c.id = f.inspection_id \
                WHERE c.concluded_on IS NOT NULL AND c.from_on >= $1 AND c.from_on <= $2 AND f.state <> 'carried') AS findings, \
               (SELECT COUNT(*) FROM inspection_finding f JOIN inspection c ON c.id = f.inspection_id \
                WHERE c.concluded_on IS NOT NULL AND c.from_on >= $1 AND c.from_on <= $2 AND f.state = 'closed') AS handled \
               FROM inspection i WHERE i.from_on >= $1 AND i.from_on <= $2";
    let days = vec![format!("{year:04}-01-01").into(), format!("{year:04}-12-31").into()];
    db.row(sql, days).await?.ok_or(Error::NotFound)
}

/// Narrows the list to inspections with a published conclusion.
pub fn concluded(list: &mut ListQuery<'_>) {
    list.and("i.concluded_on IS NOT NULL", []);
}

/// The last day on which a unit was inspected before a day, by whomever.
pub async fn last_of(db: &impl Read, before: Day) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT unit_id, MAX(minuted_on) FROM inspection WHERE minuted_on IS NOT NULL AND minuted_on < $1 \
               GROUP BY unit_id ORDER BY unit_id";
    db.rows(sql, vec![before.to_string().into()]).await
}

/// What a new inspection is made of.
#[derive(Debug, Clone)]
pub struct NewInspection {
    pub key: String,
    pub plan: Option<i64>,
    pub follows: Option<i64>,
    pub agency: i64,
    pub unit: (i64, String),
    pub subject: String,
    pub reason: String,
    pub decision: (String, Day),
    pub period: (Day, Day),
    pub days: (Day, Day),
    pub notice_by: Day,
    pub author: String,
}

/// Makes an inspection; none where this form was sent before.
pub async fn add(tx: &Tx, new: &NewInspection) -> Result<Option<i64>> {
    let folded = kernel::text::fold(&format!("{} {} {}", new.unit.1, new.subject, new.decision.0));
    let id = tx
        .insert(
            "INSERT INTO inspection (entry_key, plan_id, follows_id, agency_id, unit_id, unit_name, folded, subject, reason, \
             state, decision_no, decided_on, period_from, period_to, from_on, to_on, notice_by, summary, objection, \
             objection_by, objection_answer, conclusion, conclusion_by, return_reason, conclusion_no, concluded_by, author_name, \
             changed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'prepared', $10, $11, $12, $13, $14, $15, $16, \
             '', '', '', '', '', '', '', '', '', $17, $18, 1) ON CONFLICT (entry_key) DO NOTHING",
            vec![
                new.key.clone().into(),
                new.plan.into(),
                new.follows.into(),
                new.agency.into(),
                new.unit.0.into(),
                new.unit.1.clone().into(),
                folded.into(),
                new.subject.clone().into(),
                new.reason.clone().into(),
                new.decision.0.clone().into(),
                new.decision.1.to_string().into(),
                new.period.0.to_string().into(),
                new.period.1.to_string().into(),
                new.days.0.to_string().into(),
                new.days.1.to_string().into(),
                new.notice_by.to_string().into(),
                new.author.clone().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Moves an inspection to a state and writes what belongs to the step, column by column; false if somebody was faster.
/// The columns are constants of the acts, never what somebody typed.
pub async fn step(tx: &Tx, of: &Inspection, to: State, columns: &[(&'static str, Value)]) -> Result<bool> {
    let mut sql = "UPDATE inspection SET state = $3, version = version + 1, changed_at = $4".to_owned();
    let mut values: Vec<Value> =
        vec![of.id.into(), of.version.into(), to.code().into(), tx.at().micros().into()];
    for (column, value) in columns {
        values.push(value.clone());
        sql.push_str(&format!(", {column} = ${}", values.len()));
    }
    sql.push_str(" WHERE id = $1 AND version = $2");
    Ok(tx.exec(&sql, values).await? > 0)
}

/// A member of a team.
#[derive(Debug, Clone, FromRow)]
pub struct Member {
    pub id: i64,
    pub name: String,
    pub agency_id: i64,
    pub is_head: bool,
    pub duty: String,
}

/// The team of an inspection, its head first.
pub async fn members(db: &impl Read, inspection: i64) -> Result<Vec<Member>> {
    let sql = "SELECT id, name, agency_id, is_head, duty FROM inspection_member WHERE inspection_id = $1 \
               ORDER BY CASE WHEN is_head THEN 0 ELSE 1 END, id";
    db.rows(sql, vec![inspection.into()]).await
}

/// Adds a member; false where they are of the team already.
pub async fn add_member(tx: &Tx, inspection: i64, new: &Member) -> Result<bool> {
    let id = tx
        .insert(
            "INSERT INTO inspection_member (inspection_id, name, agency_id, is_head, duty) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (inspection_id, name, agency_id) DO NOTHING",
            vec![
                inspection.into(),
                new.name.clone().into(),
                new.agency_id.into(),
                new.is_head.into(),
                new.duty.clone().into(),
            ],
        )
        .await?;
    Ok(id > 0)
}

/// Takes a member out of the team.
pub async fn drop_member(tx: &Tx, inspection: i64, member: i64) -> Result<bool> {
    let sql = "DELETE FROM inspection_member WHERE inspection_id = $1 AND id = $2";
    Ok(tx.exec(sql, vec![inspection.into(), member.into()]).await? > 0)
}

/// A signature under the minutes: who signed on paper for which side, and the scan; or why the unit did not sign.
#[derive(Debug, Clone, FromRow)]
pub struct Signature {
    /// "team" or "unit".
    pub side: String,
    pub signer_name: String,
    pub signer_post: String,
    pub signed_on: String,
    pub file_hash: String,
    pub file_name: String,
    pub author_name: String,
    /// Why the unit did not sign; empty where it did.
    pub refused: String,
}

const SIGNATURE: &str =
    "side, signer_name, signer_post, signed_on, file_hash, file_name, author_name, refused";

/// The signatures under the minutes of an inspection.
pub async fn signatures(db: &impl Read, inspection: i64) -> Result<Vec<Signature>> {
    let sql = format!("SELECT {SIGNATURE} FROM inspection_signature WHERE inspection_id = $1 ORDER BY id");
    db.rows(&sql, vec![inspection.into()]).await
}

/// Keeps a signature; false where the side has signed.
pub async fn sign(tx: &Tx, inspection: i64, new: &Signature) -> Result<bool> {
    let id = tx
        .insert(
            "INSERT INTO inspection_signature (inspection_id, side, signer_name, signer_post, signed_on, file_hash, file_name, \
             at, author_name, refused) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
             ON CONFLICT (inspection_id, side) DO NOTHING",
            vec![
                inspection.into(),
                new.side.clone().into(),
                new.signer_name.clone().into(),
                new.signer_post.clone().into(),
                new.signed_on.clone().into(),
                new.file_hash.clone().into(),
                new.file_name.clone().into(),
                tx.at().micros().into(),
                new.author_name.clone().into(),
                new.refused.clone().into(),
            ],
        )
        .await?;
    Ok(id > 0)
}

#[derive(FromRow)]
struct Counted {
    members: i64,
    heads: i64,
    items: i64,
    unanswered: i64,
    open: i64,
}

/// What its next step depends on.
pub async fn facts(db: &impl Read, id: i64) -> Result<Facts> {
    let counted: Counted = db
        .row(
            "SELECT (SELECT COUNT(*) FROM inspection_member m WHERE m.inspection_id = $1) AS members, \
             (SELECT COUNT(*) FROM inspection_member m WHERE m.inspection_id = $1 AND m.is_head) AS heads, \
             (SELECT COUNT(*) FROM inspection_item t WHERE t.inspection_id = $1) AS items, \
             (SELECT COUNT(*) FROM inspection_item t WHERE t.inspection_id = $1 AND t.answer = '') AS unanswered, \
             (SELECT COUNT(*) FROM inspection_finding f WHERE f.inspection_id = $1 AND f.state IN ('open', 'reported')) AS open",
            vec![id.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    let many = |n: i64| usize::try_from(n).unwrap_or_default();
    Ok(Facts {
        members: many(counted.members),
        heads: many(counted.heads),
        items: many(counted.items),
        unanswered: many(counted.unanswered),
        open: many(counted.open),
    })
}

/// Writes days of the past into a demo inspection: each step on its day, or not yet.
pub async fn backdate(tx: &Tx, id: i64, days: [Option<Day>; 5]) -> Result<()> {
    let [noticed, minuted, signed, concluded, closed] = days.map(|d| d.map(|d| d.to_string()));
    tx.exec(
        "UPDATE inspection SET noticed_on = $2, minuted_on = $3, signed_on = $4, concluded_on = $5, closed_on = $6 WHERE id = $1",
        vec![id.into(), noticed.into(), minuted.into(), signed.into(), concluded.into(), closed.into()],
    )
    .await?;
    Ok(())
}
