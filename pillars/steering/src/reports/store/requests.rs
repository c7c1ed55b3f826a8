//! Reports that are asked for once.

use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A request.
#[derive(Debug, Clone, FromRow)]
pub struct Request {
    pub id: i64,
    pub agency_id: i64,
    pub title: String,
    pub content: String,
    pub template_code: String,
    pub from_on: String,
    pub to_on: String,
    pub due_on: String,
    pub asked_by: String,
    pub asked_at: i64,
    /// Agencies that are asked.
    pub asked: i64,
    /// Those whose report was sent.
    pub sent: i64,
}

fn day(text: &str) -> Result<Day> {
    text.parse().map_err(|e| Error::fault("report_request", e))
}

impl Request {
    /// First and last day of the data.
    pub fn days(&self) -> Result<(Day, Day)> {
        Ok((day(&self.from_on)?, day(&self.to_on)?))
    }

    /// The last day to send it.
    pub fn due(&self) -> Result<Day> {
        day(&self.due_on)
    }
}

const ROW: &str = "q.id, q.agency_id, q.title, q.content, q.template_code, q.from_on, q.to_on, q.due_on, q.asked_by, q.asked_at, \
     (SELECT COUNT(*) FROM report_request_agency a WHERE a.request_id = q.id) AS asked, \
     (SELECT COUNT(*) FROM reform_report r WHERE r.request_id = q.id AND r.sent_on IS NOT NULL) AS sent";

/// All requests, the newest first; conditions name the table `q`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "gui", sql: "q.asked_at", number: true },
        SortKey { name: "han", sql: "q.due_on", number: false },
        SortKey { name: "ten", sql: "q.title", number: false },
    ];
    ListQuery::new(ROW, "report_request q", "q.id", &SORTS).descending()
}

/// A request by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Request> {
    let sql = format!("SELECT {ROW} FROM report_request q WHERE q.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Requests whose last day lies from a day on, the soonest first.
pub async fn due_from(db: &impl Read, from: Day, most: i64) -> Result<Vec<Request>> {
    let sql =
        format!("SELECT {ROW} FROM report_request q WHERE q.due_on >= $1 ORDER BY q.due_on, q.id LIMIT $2");
    db.rows(&sql, vec![from.to_string().into(), most.into()]).await
}

/// Requests for data that end in a year and were due before a day, the soonest due first.
pub async fn of_year(db: &impl Read, year: i32, before: Day) -> Result<Vec<Request>> {
    let sql = format!(
        "SELECT {ROW} FROM report_request q WHERE q.to_on >= $1 AND q.to_on <= $2 AND q.due_on < $3 ORDER BY q.due_on, q.id"
    );
    let values =
        vec![format!("{year:04}-01-01").into(), format!("{year:04}-12-31").into(), before.to_string().into()];
    db.rows(&sql, values).await
}

/// The agencies a request asks.
pub async fn agencies(db: &impl Read, request: i64) -> Result<Vec<i64>> {
    let sql = "SELECT agency_id FROM report_request_agency WHERE request_id = $1 ORDER BY agency_id";
    let rows: Vec<(i64,)> = db.rows(sql, vec![request.into()]).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// What a new request says.
#[derive(Debug, Clone)]
pub struct NewRequest {
    pub agency: i64,
    pub title: String,
    pub content: String,
    pub template: String,
    pub days: (Day, Day),
    pub due: Day,
    pub by: String,
    /// Key of the form it was typed into: sent twice, it is one request.
    pub key: String,
    pub agencies: Vec<i64>,
}

/// Adds a request; none where this form was sent before.
pub async fn add(tx: &Tx, new: &NewRequest) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO report_request (agency_id, title, content, template_code, from_on, to_on, due_on, asked_by, asked_at, \
             sent_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (sent_key) DO NOTHING",
            vec![
                new.agency.into(),
                new.title.clone().into(),
                new.content.clone().into(),
                new.template.clone().into(),
                new.days.0.to_string().into(),
                new.days.1.to_string().into(),
                new.due.to_string().into(),
                new.by.clone().into(),
                tx.at().micros().into(),
                new.key.clone().into(),
            ],
        )
        .await?;
    if id <= 0 {
        return Ok(None);
    }
    let rows = new.agencies.iter().map(|agency| vec![id.into(), (*agency).into()]).collect();
    tx.insert_many("INSERT INTO report_request_agency (request_id, agency_id)", rows).await?;
    Ok(Some(id))
}

/// The request that a form made.
pub async fn by_key(db: &impl Read, key: &str) -> Result<Option<i64>> {
    let rows: Vec<(i64,)> =
        db.rows("SELECT id FROM report_request WHERE sent_key = $1", vec![key.into()]).await?;
    Ok(rows.first().map(|row| row.0))
}

/// Narrows the list to what agencies ask or are asked.
pub fn seen_by(list: &mut ListQuery<'_>, agencies: &[i64]) {
    if agencies.is_empty() {
        return list.and("1 = 0", []);
    }
    let marks = vec!["?"; agencies.len()].join(", ");
    let twice = agencies.iter().chain(agencies).map(|id| sea_orm::Value::from(*id));
    list.and(
        &format!(
            "(q.agency_id IN ({marks}) OR EXISTS (SELECT 1 FROM report_request_agency x WHERE x.request_id = q.id \
             AND x.agency_id IN ({marks})))"
        ),
        twice.collect::<Vec<_>>(),
    );
}
