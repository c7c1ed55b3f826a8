//! Findings and what was done about each.

use super::super::rules::{FindingState, Severity, Standing, standing};
use super::day;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A finding.
#[derive(Debug, Clone, FromRow)]
pub struct Finding {
    pub id: i64,
    pub inspection_id: i64,
    /// Agency that inspected.
    pub agency_id: i64,
    /// Unit that has to put it right.
    pub unit_id: i64,
    pub severity: String,
    pub text: String,
    pub basis: String,
    pub remedy: String,
    /// Working days it was given, from the day it is counted from.
    pub days: i64,
    pub counted_from: String,
    pub due_on: String,
    pub first_due_on: String,
    pub state: String,
    /// Why it was sent back last, or "".
    pub reason: String,
    pub closed_on: Option<String>,
    pub carried_from: Option<i64>,
    pub carried_to: Option<i64>,
    pub changed_at: i64,
    pub version: i64,
}

impl Finding {
    /// Where it stands.
    pub fn state(&self) -> Result<FindingState> {
        FindingState::from_code(&self.state)
            .ok_or_else(|| Error::fault("inspection_finding.state", &self.state))
    }

    /// How grave it is.
    pub fn severity(&self) -> Result<Severity> {
        Severity::from_code(&self.severity)
            .ok_or_else(|| Error::fault("inspection_finding.severity", &self.severity))
    }

    /// Its last day.
    pub fn due(&self) -> Result<Day> {
        day(&self.due_on)
    }

    /// Where it stands on a day.
    pub fn standing(&self, today: Day) -> Result<Standing> {
        let closed = self.closed_on.as_deref().map(day).transpose()?;
        Ok(standing(self.state()?, self.due()?, closed, today))
    }
}

const FINDING: &str = "f.id, f.inspection_id, f.agency_id, f.unit_id, f.severity, f.text, f.basis, f.remedy, f.days, \
    f.counted_from, f.due_on, f.first_due_on, f.state, f.reason, f.closed_on, f.carried_from, f.carried_to, f.changed_at, f.version";

/// All findings in minutes, the soonest due first; conditions name the table `f`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "han", sql: "f.due_on", number: false },
        SortKey { name: "don-vi", sql: "f.unit_id", number: true },
    ];
    const MINUTED: &str =
        "inspection_finding f JOIN inspection i ON i.id = f.inspection_id AND i.minuted_on IS NOT NULL";
    ListQuery::new(FINDING, MINUTED, "f.id", &SORTS)
}

/// A finding by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Finding> {
    let sql = format!("SELECT {FINDING} FROM inspection_finding f WHERE f.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The findings of an inspection.
pub async fn of(db: &impl Read, inspection: i64) -> Result<Vec<Finding>> {
    let sql = format!("SELECT {FINDING} FROM inspection_finding f WHERE f.inspection_id = $1 ORDER BY f.id");
    db.rows(&sql, vec![inspection.into()]).await
}

/// Findings that a unit has yet to put right or the inspector to look at, the soonest due first.
pub async fn open_of_unit(db: &impl Read, unit: i64) -> Result<Vec<Finding>> {
    let sql = format!(
        "SELECT {FINDING} FROM inspection_finding f WHERE f.unit_id = $1 AND f.state IN ('open', 'reported') \
         ORDER BY f.due_on, f.id LIMIT 500"
    );
    db.rows(&sql, vec![unit.into()]).await
}

/// Open and reported findings whose last day lies up to a day, after an id.
pub async fn open_until(db: &impl Read, to: Day, after: i64, most: i64) -> Result<Vec<Finding>> {
    let sql = format!(
        "SELECT {FINDING} FROM inspection_finding f WHERE f.state IN ('open', 'reported') AND f.due_on <= $1 AND f.id > $2 \
         ORDER BY f.id LIMIT $3"
    );
    db.rows(&sql, vec![to.to_string().into(), after.into(), most.into()]).await
}

/// All findings due in a year.
pub async fn of_year(db: &impl Read, year: i64) -> Result<Vec<Finding>> {
    let sql = format!(
        "SELECT {FINDING} FROM inspection_finding f WHERE f.due_on >= $1 AND f.due_on <= $2 ORDER BY f.due_on, f.id"
    );
    db.rows(&sql, vec![format!("{year:04}-01-01").into(), format!("{year:04}-12-31").into()]).await
}

/// What a new finding is made of.
#[derive(Debug, Clone)]
pub struct NewFinding {
    pub key: String,
    pub inspection: i64,
    pub item: Option<i64>,
    pub agency: i64,
    pub unit: i64,
    pub severity: Severity,
    pub text: String,
    pub basis: String,
    pub remedy: String,
    pub days: i64,
    pub counted_from: Day,
    pub due: Day,
    pub carried_from: Option<i64>,
}

/// Adds a finding; none where this form was sent before.
pub async fn add(tx: &Tx, new: &NewFinding) -> Result<Option<i64>> {
    let folded = kernel::text::fold(&format!("{} {}", new.text, new.remedy));
    let id = tx
        .insert(
            "INSERT INTO inspection_finding (entry_key, inspection_id, item_id, agency_id, unit_id, severity, text, folded, \
             basis, remedy, days, counted_from, due_on, first_due_on, state, reason, carried_from, changed_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, 'open', '', $14, $15, 1) \
             ON CONFLICT (entry_key) DO NOTHING",
            vec![
                new.key.clone().into(),
                new.inspection.into(),
                new.item.into(),
                new.agency.into(),
                new.unit.into(),
                new.severity.code().into(),
                new.text.clone().into(),
                folded.into(),
                new.basis.clone().into(),
                new.remedy.clone().into(),
                new.days.into(),
                new.counted_from.to_string().into(),
                new.due.to_string().into(),
                new.carried_from.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Where a finding goes in a step.
#[derive(Debug, Clone)]
pub struct Move {
    pub to: FindingState,
    pub due: String,
    pub reason: String,
    pub closed: Option<Day>,
    pub carried_to: Option<i64>,
}

/// Moves a finding; false if somebody was faster.
pub async fn go(tx: &Tx, of: &Finding, to: &Move) -> Result<bool> {
    let sql = "UPDATE inspection_finding SET state = $3, due_on = $4, reason = $5, closed_on = $6, carried_to = $7, \
               changed_at = $8, version = version + 1 WHERE id = $1 AND version = $2";
    let values = vec![
        of.id.into(),
        of.version.into(),
        to.to.code().into(),
        to.due.clone().into(),
        to.reason.clone().into(),
        to.closed.map(|d| d.to_string()).into(),
        to.carried_to.into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Takes a finding out of an inspection whose minutes are not drawn up.
pub async fn remove(tx: &Tx, id: i64) -> Result<()> {
    tx.exec("DELETE FROM inspection_finding WHERE id = $1", vec![id.into()]).await?;
    Ok(())
}

/// Something done about a finding.
#[derive(Debug, Clone, Default, FromRow)]
pub struct Step {
    pub id: i64,
    pub finding_id: i64,
    /// report, accept, send-back, extend, visit or carry.
    pub kind: String,
    pub text: String,
    pub due_before: String,
    pub due_after: String,
    pub link_kind: String,
    pub link_label: String,
    pub link_href: String,
    pub link_agency_id: Option<i64>,
    pub file_hash: Option<String>,
    pub file_name: Option<String>,
    /// The day the evidence is of.
    pub evidence_on: Option<String>,
    pub at: i64,
    pub author_name: String,
}

const STEP: &str = "id, finding_id, kind, text, due_before, due_after, link_kind, link_label, link_href, link_agency_id, \
                    file_hash, file_name, evidence_on, at, author_name";

/// The steps of a finding, the newest first.
pub async fn steps(db: &impl Read, finding: i64) -> Result<Vec<Step>> {
    let sql = format!("SELECT {STEP} FROM inspection_finding_step WHERE finding_id = $1 ORDER BY id DESC");
    db.rows(&sql, vec![finding.into()]).await
}

/// A step by id.
pub async fn one_step(db: &impl Read, id: i64) -> Result<Step> {
    let sql = format!("SELECT {STEP} FROM inspection_finding_step WHERE id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Keeps a step.
pub async fn add_step(tx: &Tx, new: &Step) -> Result<i64> {
    tx.insert(
        "INSERT INTO inspection_finding_step (finding_id, kind, text, due_before, due_after, link_kind, link_label, link_href, \
         link_agency_id, file_hash, file_name, evidence_on, at, author_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        vec![
            new.finding_id.into(),
            new.kind.clone().into(),
            new.text.clone().into(),
            new.due_before.clone().into(),
            new.due_after.clone().into(),
            new.link_kind.clone().into(),
            new.link_label.clone().into(),
            new.link_href.clone().into(),
            new.link_agency_id.into(),
            new.file_hash.clone().into(),
            new.file_name.clone().into(),
            new.evidence_on.clone().into(),
            tx.at().micros().into(),
            new.author_name.clone().into(),
        ],
    )
    .await
}

/// Writes days of the past into a demo finding: what was done about it, and the day it was handled, if it was.
pub async fn backdate(tx: &Tx, id: i64, on: Day, closed: bool) -> Result<()> {
    let at = on.start().plus_minutes(9 * 60).micros();
    tx.exec("UPDATE inspection_finding_step SET at = $2 WHERE finding_id = $1", vec![id.into(), at.into()])
        .await?;
    if closed {
        let sql = "UPDATE inspection_finding SET closed_on = $2 WHERE id = $1";
        tx.exec(sql, vec![id.into(), on.to_string().into()]).await?;
    }
    Ok(())
}
