//! Reports.

use super::super::rules::{Facts, Kind, State, Window};
use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::BTreeMap;

/// A report.
#[derive(Debug, Clone, FromRow)]
pub struct Report {
    pub id: i64,
    pub agency_id: i64,
    /// Agency that receives it, by the rule of the day it was last submitted.
    pub receiver_id: i64,
    pub kind: String,
    pub year: i64,
    pub number: i64,
    /// The request it answers; 0 where the rule alone asks for it.
    pub request_id: i64,
    pub template_id: i64,
    pub from_on: String,
    pub to_on: String,
    pub due_on: String,
    pub state: String,
    /// How often its figures were frozen.
    pub edition: i64,
    /// Texts by section, JSON.
    pub texts: String,
    /// Typed figures by row, JSON.
    pub declared: String,
    /// Why rows were given back, by row, JSON.
    pub remarks: String,
    /// Why it was given back or opened last.
    pub reason: String,
    /// Number and symbol of the paper.
    pub symbol: String,
    pub author_name: String,
    pub submitted_by: String,
    pub signed_by: String,
    pub signed_post: String,
    pub signed_on: Option<String>,
    /// The day it was first sent.
    pub sent_on: Option<String>,
    pub decided_by: String,
    pub decided_on: Option<String>,
    /// The report it was taken into.
    pub aggregated_into: Option<i64>,
    pub changed_at: i64,
    pub version: i64,
}

fn day(text: &str) -> Result<Day> {
    text.parse().map_err(|e| Error::fault("reform_report", e))
}

impl Report {
    /// Where it stands.
    pub fn state(&self) -> Result<State> {
        State::from_code(&self.state).ok_or_else(|| Error::fault("reform_report.state", &self.state))
    }

    /// Its period.
    pub fn window(&self) -> Result<Window> {
        Ok(Window {
            kind: Kind::from_code(&self.kind)
                .ok_or_else(|| Error::fault("reform_report.kind", &self.kind))?,
            year: i32::try_from(self.year).map_err(|e| Error::fault("reform_report.year", e))?,
            number: self.number,
            from: day(&self.from_on)?,
            to: day(&self.to_on)?,
            due: day(&self.due_on)?,
        })
    }

    /// The day it was first sent.
    pub fn sent(&self) -> Option<Day> {
        self.sent_on.as_deref()?.parse().ok()
    }

    /// What its status rests on.
    pub fn facts(&self) -> Result<Facts> {
        Ok(Facts {
            state: Some(self.state()?),
            sent: self.sent(),
            due: day(&self.due_on)?,
            aggregated: self.aggregated_into.is_some(),
        })
    }

    /// Its texts by section.
    pub fn texts(&self) -> Result<BTreeMap<String, String>> {
        serde_json::from_str(&self.texts).map_err(|e| Error::fault("reform_report.texts", e))
    }

    /// What was typed, by row.
    pub fn declared(&self) -> Result<BTreeMap<String, i64>> {
        serde_json::from_str(&self.declared).map_err(|e| Error::fault("reform_report.declared", e))
    }

    /// Why rows were given back.
    pub fn remarks(&self) -> Result<BTreeMap<String, String>> {
        serde_json::from_str(&self.remarks).map_err(|e| Error::fault("reform_report.remarks", e))
    }
}

const ROW: &str = "r.id, r.agency_id, r.receiver_id, r.kind, r.year, r.number, r.request_id, r.template_id, r.from_on, r.to_on, \
                   r.due_on, r.state, r.edition, r.texts, r.declared, r.remarks, r.reason, r.symbol, r.author_name, \
                   r.submitted_by, r.signed_by, r.signed_post, r.signed_on, r.sent_on, r.decided_by, r.decided_on, \
                   r.aggregated_into, r.changed_at, r.version";

/// All reports, the latest due first; conditions name the table `r`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 4] = [
        SortKey { name: "han", sql: "r.due_on", number: false },
        SortKey { name: "co-quan", sql: "r.agency_id", number: true },
        SortKey { name: "gui", sql: "COALESCE(r.sent_on, '')", number: false },
        SortKey { name: "sua", sql: "r.changed_at", number: true },
    ];
    ListQuery::new(ROW, "reform_report r", "r.id", &SORTS).descending()
}

/// Reports that came after their last day.
pub fn late(list: &mut ListQuery<'_>) {
    list.and("r.sent_on > r.due_on", []);
}

/// A report by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Report> {
    let sql = format!("SELECT {ROW} FROM reform_report r WHERE r.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// An agency's report of a period or request.
pub async fn of(
    db: &impl Read,
    agency: i64,
    (kind, year, number): (Kind, i32, i64),
    request: i64,
) -> Result<Option<Report>> {
    let sql = format!(
        "SELECT {ROW} FROM reform_report r WHERE r.agency_id = $1 AND r.kind = $2 AND r.year = $3 AND r.number = $4 AND r.request_id = $5"
    );
    let values =
        vec![agency.into(), kind.code().into(), i64::from(year).into(), number.into(), request.into()];
    db.row(&sql, values).await
}

/// All reports of a period or request.
pub async fn of_period(
    db: &impl Read,
    (kind, year, number): (Kind, i32, i64),
    request: i64,
) -> Result<Vec<Report>> {
    let sql = format!(
        "SELECT {ROW} FROM reform_report r WHERE r.kind = $1 AND r.year = $2 AND r.number = $3 AND r.request_id = $4 ORDER BY r.id"
    );
    let values = vec![kind.code().into(), i64::from(year).into(), number.into(), request.into()];
    db.rows(&sql, values).await
}

/// All reports of an agency that are due within some days.
pub async fn of_agency(db: &impl Read, agency: i64, from: Day, to: Day) -> Result<Vec<Report>> {
    let sql = format!(
        "SELECT {ROW} FROM reform_report r WHERE r.agency_id = $1 AND r.due_on >= $2 AND r.due_on <= $3 ORDER BY r.due_on, r.id"
    );
    db.rows(&sql, vec![agency.into(), from.to_string().into(), to.to_string().into()]).await
}

/// All reports of a year, begun or further.
pub async fn of_year(db: &impl Read, year: i32) -> Result<Vec<Report>> {
    let sql = format!("SELECT {ROW} FROM reform_report r WHERE r.year = $1 ORDER BY r.id");
    db.rows(&sql, vec![i64::from(year).into()]).await
}

/// Reports that wait for a leader, a receiver or a writer, the longest first.
pub async fn waiting(db: &impl Read, most: i64) -> Result<Vec<Report>> {
    let sql = format!(
        "SELECT {ROW} FROM reform_report r WHERE r.state IN ('submitted', 'sent', 'returned') ORDER BY r.changed_at, r.id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

/// What of a report says whether it is still owed.
#[derive(Debug, Clone, FromRow)]
pub struct Begun {
    pub id: i64,
    pub agency_id: i64,
    pub kind: String,
    pub year: i64,
    pub number: i64,
    pub state: String,
    pub sent_on: Option<String>,
    pub changed_at: i64,
}

impl Begun {
    /// Whether it was never submitted, nor sent before.
    pub fn is_draft(&self) -> bool {
        self.sent_on.is_none() && State::from_code(&self.state) == Some(State::Draft)
    }
}

/// Reports due from a day on.
pub async fn begun(db: &impl Read, from: Day) -> Result<Vec<Begun>> {
    let sql = "SELECT id, agency_id, kind, year, number, state, sent_on, changed_at FROM reform_report WHERE due_on >= $1";
    db.rows(sql, vec![from.to_string().into()]).await
}

/// How many there are, so that an upgrade of the demo does not make them twice.
pub async fn count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM reform_report", vec![]).await
}

/// What a new report is made of.
#[derive(Debug, Clone)]
pub struct NewReport {
    pub agency: i64,
    pub receiver: i64,
    pub window: Window,
    pub request: i64,
    pub template: i64,
    pub author: String,
}

/// Makes a report; none where the agency has one of this period.
pub async fn add(tx: &Tx, new: &NewReport) -> Result<Option<i64>> {
    let w = &new.window;
    let id = tx
        .insert(
            "INSERT INTO reform_report (agency_id, receiver_id, kind, year, number, request_id, template_id, from_on, to_on, due_on, \
             state, edition, texts, declared, remarks, reason, symbol, author_name, submitted_by, signed_by, signed_post, \
             decided_by, changed_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft', 0, '{}', '{}', '{}', '', '', $11, '', '', '', '', $12, 1) \
             ON CONFLICT (agency_id, kind, year, number, request_id) DO NOTHING",
            vec![
                new.agency.into(),
                new.receiver.into(),
                w.kind.code().into(),
                i64::from(w.year).into(),
                w.number.into(),
                new.request.into(),
                new.template.into(),
                w.from.to_string().into(),
                w.to.to_string().into(),
                w.due.to_string().into(),
                new.author.clone().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Writes texts and typed figures, JSON; false if somebody was faster.
pub async fn write(tx: &Tx, report: &Report, texts: &str, declared: &str) -> Result<bool> {
    let sql = "UPDATE reform_report SET texts = $3, declared = $4, version = version + 1, changed_at = $5 \
               WHERE id = $1 AND version = $2";
    let values =
        vec![report.id.into(), report.version.into(), texts.into(), declared.into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Hands its next edition to the leader; false if somebody was faster.
pub async fn submit(tx: &Tx, report: &Report, receiver: i64, by: &str) -> Result<bool> {
    let sql = "UPDATE reform_report SET state = 'submitted', edition = edition + 1, receiver_id = $3, submitted_by = $4, \
               remarks = '{}', reason = '', version = version + 1, changed_at = $5 WHERE id = $1 AND version = $2";
    let values =
        vec![report.id.into(), report.version.into(), receiver.into(), by.into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// How a report is signed.
#[derive(Debug, Clone)]
pub struct Signing {
    /// Number and symbol of the paper.
    pub symbol: String,
    /// Who signs.
    pub by: String,
    /// Their post, as it stands on the paper.
    pub post: String,
    /// The day.
    pub on: Day,
}

/// Signs and sends it; false if somebody was faster.
pub async fn sign(tx: &Tx, report: &Report, signing: &Signing) -> Result<bool> {
    let sql = "UPDATE reform_report SET state = 'sent', symbol = $3, signed_by = $4, signed_post = $5, signed_on = $6, \
               sent_on = COALESCE(sent_on, $6), version = version + 1, changed_at = $7 WHERE id = $1 AND version = $2";
    let values = vec![
        report.id.into(),
        report.version.into(),
        signing.symbol.clone().into(),
        signing.by.clone().into(),
        signing.post.clone().into(),
        signing.on.to_string().into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Gives it back, or opens it again, with reasons by row; false if somebody was faster.
pub async fn give_back(tx: &Tx, report: &Report, reason: &str, remarks: &str) -> Result<bool> {
    let sql = "UPDATE reform_report SET state = 'returned', reason = $3, remarks = $4, decided_by = '', decided_on = NULL, \
               aggregated_into = NULL, version = version + 1, changed_at = $5 WHERE id = $1 AND version = $2";
    let values =
        vec![report.id.into(), report.version.into(), reason.into(), remarks.into(), tx.at().micros().into()];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Accepts it; false if somebody was faster.
pub async fn accept(tx: &Tx, report: &Report, by: &str, on: Day) -> Result<bool> {
    let sql = "UPDATE reform_report SET state = 'accepted', decided_by = $3, decided_on = $4, version = version + 1, \
               changed_at = $5 WHERE id = $1 AND version = $2";
    let values = vec![
        report.id.into(),
        report.version.into(),
        by.into(),
        on.to_string().into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Marks what was taken into a report that is sent.
pub async fn aggregate(tx: &Tx, into: &Report) -> Result<u64> {
    let sql = "UPDATE reform_report SET aggregated_into = $1 WHERE receiver_id = $2 AND agency_id <> $2 AND kind = $3 \
               AND year = $4 AND number = $5 AND request_id = $6 AND state = 'accepted'";
    let values = vec![
        into.id.into(),
        into.agency_id.into(),
        into.kind.clone().into(),
        into.year.into(),
        into.number.into(),
        into.request_id.into(),
    ];
    tx.exec(sql, values).await
}

/// Writes days of the past into a demo report.
pub async fn backdate(tx: &Tx, id: i64, sent: Option<Day>, decided: Option<Day>, at: Moment) -> Result<()> {
    let sql = "UPDATE reform_report SET signed_on = COALESCE($2, signed_on), sent_on = COALESCE($2, sent_on), \
               decided_on = COALESCE($3, decided_on), changed_at = $4 WHERE id = $1";
    let text = |day: Option<Day>| day.map(|d| d.to_string());
    tx.exec(sql, vec![id.into(), text(sent).into(), text(decided).into(), at.micros().into()]).await?;
    Ok(())
}
