//! Kept counts by agency, month and factor, so that a page of rates never reads all answers.
//! Changed with every answer; rebuilt from the answers at will, with the same outcome.

use super::super::rules::rate::Standing;
use super::super::rules::sheet::Answer;
use kernel::{Day, Period};
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Scope, Tx};

/// Counts of an agency and factor; factor "" for all together.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TallyRow {
    pub agency_id: i64,
    pub factor: String,
    pub sheets: i64,
    pub rated: i64,
    pub satisfied: i64,
}

impl TallyRow {
    /// The counts alone.
    pub fn standing(&self) -> Standing {
        Standing { sheets: self.sheets, rated: self.rated, satisfied: self.satisfied }
    }
}

/// Adds a sheet's answers to the counts of its agency and month.
pub async fn add_to_tally(tx: &Tx, agency_id: i64, day: Day, answers: &[Answer]) -> Result<()> {
    let valid: Vec<(&str, i64)> =
        answers.iter().filter_map(|a| Some((a.factor.as_str(), i64::from(a.satisfied?)))).collect();
    if valid.is_empty() {
        return Ok(());
    }
    let month = Period::month_of(day).first().to_string();
    let satisfied: i64 = valid.iter().map(|(_, s)| s).sum();
    let rated = i64::try_from(valid.len()).unwrap_or(i64::MAX);
    let by_factor = valid.iter().map(|(factor, satisfied)| (*factor, 1, *satisfied));
    for (factor, rated, satisfied) in by_factor.chain([("", rated, satisfied)]) {
        tx.exec(
            "INSERT INTO survey_tally (agency_id, month_on, factor, sheets, rated, satisfied) \
             VALUES ($1, $2, $3, 1, $4, $5) ON CONFLICT (agency_id, month_on, factor) DO UPDATE SET \
             sheets = survey_tally.sheets + 1, rated = survey_tally.rated + excluded.rated, \
             satisfied = survey_tally.satisfied + excluded.satisfied",
            vec![agency_id.into(), month.clone().into(), factor.into(), rated.into(), satisfied.into()],
        )
        .await?;
    }
    Ok(())
}

/// Counts everything anew from the answers.
pub async fn rebuild_tally(tx: &Tx) -> Result<()> {
    tx.exec("DELETE FROM survey_tally", vec![]).await?;
    for factor in ["factor", "''"] {
        tx.exec(
            &format!(
                "INSERT INTO survey_tally (agency_id, month_on, factor, sheets, rated, satisfied) \
                 SELECT agency_id, month_on, f, COUNT(DISTINCT invite_id), COUNT(*), CAST(SUM(satisfied) AS BIGINT) FROM \
                 (SELECT agency_id, SUBSTR(answered_on, 1, 7) || '-01' AS month_on, {factor} AS f, invite_id, satisfied \
                 FROM survey_answer WHERE value IS NOT NULL) valid GROUP BY agency_id, month_on, f"
            ),
            vec![],
        )
        .await?;
    }
    Ok(())
}

/// The counts of a time by agency and factor, within a scope.
pub async fn tally(db: &impl Read, period: Period, scope: &Scope) -> Result<Vec<TallyRow>> {
    let mut params = vec![period.first().to_string().into(), period.last().to_string().into()];
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    db.rows(
        &format!(
            "SELECT agency_id, factor, CAST(SUM(sheets) AS BIGINT) AS sheets, CAST(SUM(rated) AS BIGINT) AS rated, \
             CAST(SUM(satisfied) AS BIGINT) AS satisfied FROM survey_tally WHERE month_on >= $1 AND month_on <= $2{within} \
             GROUP BY agency_id, factor ORDER BY agency_id, factor"
        ),
        params,
    )
    .await
}

#[derive(FromRow)]
struct Ends {
    earliest: Option<String>,
    latest: Option<String>,
}

/// First days of the first and the last month with answers.
pub async fn months(db: &impl Read) -> Result<Option<(Day, Day)>> {
    let ends: Option<Ends> =
        db.row("SELECT MIN(month_on) AS earliest, MAX(month_on) AS latest FROM survey_tally", vec![]).await?;
    Ok(ends.and_then(|e| Some((e.earliest?.parse().ok()?, e.latest?.parse().ok()?))))
}

#[derive(FromRow)]
struct Rated {
    agency_id: i64,
}

/// The agencies with answers, within a scope.
pub async fn rated_agencies(db: &impl Read, scope: &Scope) -> Result<Vec<i64>> {
    let mut params = Vec::new();
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" WHERE {c}")).unwrap_or_default();
    let rows: Vec<Rated> = db
        .rows(&format!("SELECT DISTINCT agency_id FROM survey_tally{within} ORDER BY agency_id"), params)
        .await?;
    Ok(rows.into_iter().map(|r| r.agency_id).collect())
}

/// How many sheets of an agency and month were answered, and how many with an answer at a low level.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DislikedRow {
    pub agency_id: i64,
    pub month_on: String,
    pub sheets: i64,
    pub disliked: i64,
}

/// By agency and month, of all or one agency; an answer no higher than `most` makes its sheet a disliked one.
pub async fn disliked(
    db: &impl Read,
    agency: Option<i64>,
    (from, to): (Day, Day),
    most: i64,
) -> Result<Vec<DislikedRow>> {
    let mut params = vec![from.to_string().into(), to.to_string().into(), most.into()];
    let scope = agency.map_or(Scope::All, |id| Scope::Agencies(vec![id]));
    let within = scope.condition("a.agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    db.rows(
        &format!(
            "SELECT s.agency_id, s.month_on, COUNT(*) AS sheets, CAST(SUM(s.low) AS BIGINT) AS disliked FROM \
             (SELECT a.agency_id, a.invite_id, SUBSTR(a.answered_on, 1, 7) || '-01' AS month_on, \
             CASE WHEN MIN(a.value) <= $3 THEN 1 ELSE 0 END AS low FROM survey_answer a \
             WHERE a.value IS NOT NULL AND a.answered_on >= $1 AND a.answered_on <= $2{within} \
             GROUP BY a.agency_id, a.invite_id, SUBSTR(a.answered_on, 1, 7)) s \
             GROUP BY s.agency_id, s.month_on ORDER BY s.agency_id, s.month_on"
        ),
        params,
    )
    .await
}
