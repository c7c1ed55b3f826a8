//! Sheets: an agency's assessment of a year, from its own scores to its published place.

use super::super::rules::dec::Dec;
use super::super::rules::state::State;
use super::super::rules::total::Total;
use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A sheet.
#[derive(Debug, Clone, FromRow)]
pub struct SheetRow {
    pub id: i64,
    pub round_id: i64,
    pub agency_id: i64,
    pub year: i64,
    pub level: String,
    pub state: String,
    pub due_on: String,
    pub version: i64,
    pub submitted_at: Option<i64>,
    pub submitted_by: Option<i64>,
    pub submitted_name: String,
    pub verified_at: Option<i64>,
    pub verified_by: Option<i64>,
    pub verified_name: String,
    pub own_index: Option<i64>,
    pub verified_index: Option<i64>,
    pub final_index: Option<i64>,
    pub total: String,
    pub class: String,
    pub place: Option<i64>,
    pub overs: i64,
    pub agreed_at: Option<i64>,
    pub agreed_name: String,
}

impl SheetRow {
    /// Where it stands.
    pub fn at(&self) -> State {
        State::from_code(&self.state)
    }

    /// The term.
    pub fn due(&self) -> Result<Day> {
        self.due_on.parse().map_err(|e| Error::fault("par_sheet.due_on", e))
    }

    /// The day it was handed in.
    pub fn submitted(&self) -> Option<Moment> {
        self.submitted_at.map(Moment::from_micros)
    }

    /// The day its verification ended.
    pub fn verified(&self) -> Option<Moment> {
        self.verified_at.map(Moment::from_micros)
    }

    /// The decided total; none before.
    pub fn decided_total(&self) -> Result<Option<Total>> {
        if self.total.is_empty() { Ok(None) } else { Ok(Some(serde_json::from_str(&self.total)?)) }
    }
}

const COLUMNS: &str = "s.id, s.round_id, s.agency_id, s.year, s.level, s.state, s.due_on, s.version, s.submitted_at, \
                       s.submitted_by, s.submitted_name, s.verified_at, s.verified_by, s.verified_name, s.own_index, \
                       s.verified_index, s.final_index, s.total, s.class, s.place, s.overs, s.agreed_at, s.agreed_name";

/// All sheets by term; conditions name the table `s`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 5] = [
        SortKey { name: "nam", sql: "s.year", number: true },
        SortKey { name: "co-quan", sql: "s.folded", number: false },
        SortKey { name: "tu-cham", sql: "COALESCE(s.own_index, -1)", number: true },
        SortKey { name: "tham-dinh", sql: "COALESCE(s.verified_index, -1)", number: true },
        SortKey { name: "vuot", sql: "s.overs", number: true },
    ];
    ListQuery::new(COLUMNS, "par_sheet s", "s.id", &SORTS).descending()
}

/// Published sheets by place.
pub fn ranking() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "hang", sql: "COALESCE(s.place, 0)", number: true },
        SortKey { name: "co-quan", sql: "s.folded", number: false },
        SortKey { name: "diem", sql: "COALESCE(s.final_index, 0)", number: true },
    ];
    let mut list = ListQuery::new(COLUMNS, "par_sheet s", "s.id", &SORTS);
    list.and("s.state = 'published'", []);
    list
}

/// A sheet by id.
pub async fn get(db: &impl Read, id: i64) -> Result<SheetRow> {
    let sql = format!("SELECT {COLUMNS} FROM par_sheet s WHERE s.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The sheets of a round.
pub async fn of_round(db: &impl Read, round: i64) -> Result<Vec<SheetRow>> {
    let sql = format!("SELECT {COLUMNS} FROM par_sheet s WHERE s.round_id = $1 ORDER BY s.id");
    db.rows(&sql, vec![round.into()]).await
}

/// The published sheets of an agency, the oldest year first.
pub async fn published_of(db: &impl Read, agency: i64) -> Result<Vec<SheetRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM par_sheet s WHERE s.agency_id = $1 AND s.state = 'published' ORDER BY s.year, s.id"
    );
    db.rows(&sql, vec![agency.into()]).await
}

/// Every published sheet of a level, by year.
pub async fn published(db: &impl Read, level: &str) -> Result<Vec<SheetRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM par_sheet s WHERE s.level = $1 AND s.state = 'published' ORDER BY s.year, s.id"
    );
    db.rows(&sql, vec![level.into()]).await
}

/// Every published sheet of a year, by agency; of an agency with several the one that others judged first, then the newest decision.
pub async fn published_in(db: &impl Read, year: i32) -> Result<Vec<SheetRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM par_sheet s JOIN par_round r ON r.id = s.round_id \
         WHERE s.year = $1 AND s.state = 'published' ORDER BY s.agency_id, \
         CASE WHEN r.owner_id = s.agency_id THEN 1 ELSE 0 END, r.decided_on DESC, s.id"
    );
    db.rows(&sql, vec![i64::from(year).into()]).await
}

/// Sheets still drafted whose term is one of some days, or passed yesterday at the latest.
pub async fn drafting_due(db: &impl Read, until: Day) -> Result<Vec<SheetRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM par_sheet s WHERE s.state = 'drafting' AND s.due_on <= $1 ORDER BY s.due_on, s.id"
    );
    db.rows(&sql, vec![until.to_string().into()]).await
}

/// A sheet that waits to be scored or verified, with what of its round is told.
#[derive(Debug, Clone, FromRow)]
pub struct OpenSheet {
    pub id: i64,
    pub agency_id: i64,
    pub owner_id: i64,
    pub name: String,
    pub state: String,
    pub opened_on: String,
    pub due_on: String,
    pub submitted_at: Option<i64>,
}

/// Sheets that wait, the soonest due first.
pub async fn open(db: &impl Read, most: i64) -> Result<Vec<OpenSheet>> {
    let sql = "SELECT s.id, s.agency_id, r.owner_id, r.name, s.state, r.opened_on, s.due_on, s.submitted_at FROM par_sheet s \
               JOIN par_round r ON r.id = s.round_id WHERE s.state IN ('drafting', 'submitted') AND r.decided_on IS NULL \
               ORDER BY s.due_on, s.id LIMIT $1";
    db.rows(sql, vec![most.into()]).await
}

/// Opens a sheet.
pub async fn add(
    tx: &Tx,
    round: i64,
    (agency, name): (i64, &str),
    (year, level, due): (i32, &str, Day),
) -> Result<i64> {
    tx.insert(
        "INSERT INTO par_sheet (round_id, agency_id, year, level, folded, state, due_on, version, submitted_name, verified_name, \
         total, class, overs, in_time) VALUES ($1, $2, $3, $4, $5, 'drafting', $6, 1, '', '', '', '', 0, FALSE)",
        vec![
            round.into(),
            agency.into(),
            i64::from(year).into(),
            level.into(),
            kernel::text::fold(name).into(),
            due.to_string().into(),
        ],
    )
    .await
}

/// The sheet changed by something done to a part of it; false if somebody was faster.
pub async fn touch(tx: &Tx, sheet: &SheetRow) -> Result<bool> {
    let sql = "UPDATE par_sheet SET version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vec![sheet.id.into(), sheet.version.into()]).await? > 0)
}

/// Hands in: the index by the agency's own scores, and how many of them lie over what was measured.
pub async fn submit(tx: &Tx, sheet: &SheetRow, own: Dec, overs: i64) -> Result<bool> {
    let sql = "UPDATE par_sheet SET state = 'submitted', submitted_at = $3, submitted_by = $4, submitted_name = $5, \
               own_index = $6, overs = $7, in_time = $8, version = version + 1 WHERE id = $1 AND version = $2";
    let params = vec![
        sheet.id.into(),
        sheet.version.into(),
        tx.at().micros().into(),
        tx.by().account_id.into(),
        tx.by().name.clone().into(),
        own.0.into(),
        overs.into(),
        (tx.at().day() <= sheet.due()?).into(),
    ];
    Ok(tx.exec(sql, params).await? > 0)
}

/// Gives back to the agency.
pub async fn give_back(tx: &Tx, sheet: &SheetRow) -> Result<bool> {
    let sql = "UPDATE par_sheet SET state = 'drafting', version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vec![sheet.id.into(), sheet.version.into()]).await? > 0)
}

/// Ends the verification, or keeps the index that an answered objection changed.
pub async fn verified(tx: &Tx, sheet: &SheetRow, index: Dec) -> Result<bool> {
    let sql = "UPDATE par_sheet SET state = 'verified', verified_at = COALESCE(verified_at, $3), \
               verified_by = COALESCE(verified_by, $4), verified_name = CASE WHEN verified_name = '' THEN $5 ELSE verified_name END, \
               verified_index = $6, version = version + 1 WHERE id = $1 AND version = $2";
    let params = vec![
        sheet.id.into(),
        sheet.version.into(),
        tx.at().micros().into(),
        tx.by().account_id.into(),
        tx.by().name.clone().into(),
        index.0.into(),
    ];
    Ok(tx.exec(sql, params).await? > 0)
}

/// Keeps that the agency agrees with what was verified; false if somebody was faster.
pub async fn agree(tx: &Tx, sheet: &SheetRow) -> Result<bool> {
    let sql = "UPDATE par_sheet SET agreed_at = $3, agreed_name = $4, version = version + 1 WHERE id = $1 AND version = $2";
    let params =
        vec![sheet.id.into(), sheet.version.into(), tx.at().micros().into(), tx.by().name.clone().into()];
    Ok(tx.exec(sql, params).await? > 0)
}

/// Enters a sheet that was handed in by its term and verified in a year that is over.
pub async fn enter(tx: &Tx, id: i64, by: &str, (own, verified): (Dec, Dec), at: Moment) -> Result<()> {
    let sql = "UPDATE par_sheet SET submitted_at = $2, submitted_name = $3, own_index = $4, in_time = TRUE, verified_at = $2, \
               verified_name = $3, verified_index = $5 WHERE id = $1";
    let params = vec![id.into(), at.micros().into(), by.into(), own.0.into(), verified.0.into()];
    tx.exec(sql, params).await?;
    Ok(())
}

/// Keeps what was decided.
pub async fn decide(tx: &Tx, sheet: &SheetRow, total: &Total, class: &str, place: i64) -> Result<bool> {
    let sql = "UPDATE par_sheet SET state = 'decided', final_index = $3, total = $4, class = $5, place = $6, \
               version = version + 1 WHERE id = $1 AND version = $2";
    let params = vec![
        sheet.id.into(),
        sheet.version.into(),
        total.index.0.into(),
        serde_json::to_string(total)?.into(),
        class.into(),
        place.into(),
    ];
    Ok(tx.exec(sql, params).await? > 0)
}

/// Publishes the decided sheets of a round.
pub async fn publish(tx: &Tx, round: i64) -> Result<()> {
    let sql = "UPDATE par_sheet SET state = 'published', version = version + 1 WHERE round_id = $1 AND state = 'decided'";
    tx.exec(sql, vec![round.into()]).await?;
    Ok(())
}

/// Evidence of `par_index_score`: one row a published sheet, its index of a hundred.
pub const SCORE_EVIDENCE: &str = "SELECT s.id AS record_id, CAST(s.year AS TEXT) AS label, s.agency_id AS agency_id, \
     CAST(s.year AS TEXT) || '-12-31' AS on_day, CAST(NULL AS TEXT) AS until_day, CAST('' AS TEXT) AS procedure_code, \
     CAST('' AS TEXT) AS field, CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, s.final_index AS numerator, \
     CAST(1000000 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM par_sheet s \
     WHERE s.state = 'published' AND s.final_index IS NOT NULL";

/// Evidence of `par_sheets_in_time`: sheets whose term has passed, those handed in by it.
pub const TIME_EVIDENCE: &str = "SELECT s.id AS record_id, CAST(s.year AS TEXT) AS label, s.agency_id AS agency_id, \
     s.due_on AS on_day, s.due_on AS until_day, CAST('' AS TEXT) AS procedure_code, CAST('' AS TEXT) AS field, \
     CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, \
     CASE WHEN s.state <> 'drafting' AND s.in_time THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS numerator, \
     CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM par_sheet s";
