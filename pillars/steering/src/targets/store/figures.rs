//! Reading kept figures: by month, over a window, by agency, by dimension. No evidence is touched here.

use super::super::rules::{Counted, Month, Total, Window};
use super::super::series::Series;
use kernel::Day;
use platform::Read;
use platform::error::{Error, Result};
use sea_orm::Value;
use std::collections::{BTreeMap, HashMap};

/// Monthly totals of a series.
pub(in super::super) type Monthly = BTreeMap<Month, Total>;

/// Totals by agency and series.
pub(in super::super) type ByAgency = HashMap<(i64, String), Total>;

fn list(params: &mut Vec<Value>, values: impl IntoIterator<Item = Value>) -> String {
    let mut names = Vec::new();
    for value in values {
        params.push(value);
        names.push(format!("${}", params.len()));
    }
    names.join(", ")
}

fn codes(params: &mut Vec<Value>, series: &[&str]) -> String {
    list(params, series.iter().map(|s| Value::from(*s)))
}

fn month(text: &str) -> Result<Month> {
    text.parse().map_err(|e| Error::fault("figure.month", e))
}

/// What a row counts: its last four columns.
fn counted((count, numerator, denominator, people): (i64, i64, i64, i64)) -> Counted {
    Counted { count, numerator, denominator, people }
}

/// Month by month of an agency with all below it.
pub(in super::super) async fn monthly(
    db: &impl Read,
    agency: i64,
    series: &[&str],
    window: Window,
) -> Result<HashMap<String, Monthly>> {
    let mut found: HashMap<String, Monthly> = HashMap::new();
    if series.is_empty() {
        return Ok(found);
    }
    let mut params = vec![agency.into(), window.first.to_string().into(), window.last.to_string().into()];
    let sql = format!(
        "SELECT indicator, month, bucket, count, numerator, denominator, heads FROM figure WHERE scope = 'tree' AND agency_id = $1 \
         AND month >= $2 AND month <= $3 AND indicator IN ({})",
        codes(&mut params, series)
    );
    type Line = (String, String, i64, i64, i64, i64, i64);
    for (indicator, at, bucket, c, n, d, p) in db.rows::<Line>(&sql, params).await? {
        let total = found.entry(indicator).or_default().entry(month(&at)?).or_default();
        total.add(bucket, counted((c, n, d, p)));
    }
    Ok(found)
}

/// Sums over a window, for each of several agencies with all below them.
pub(in super::super) async fn by_agency(
    db: &impl Read,
    agencies: &[i64],
    series: &[Series],
    window: Window,
    today: Day,
) -> Result<ByAgency> {
    let mut found = ByAgency::new();
    let part =
        |bucket: bool| series.iter().filter(|s| s.by_bucket() == bucket).map(|s| s.code).collect::<Vec<_>>();
    let whole = ("tree", window.first.to_string(), window.last.to_string());
    add_sums(db, &mut found, agencies, &part(false), &whole).await?;
    for stretch in stretches(window, Month::of(today)) {
        add_sums(db, &mut found, agencies, &part(true), &stretch).await?;
    }
    Ok(found)
}

/// A window as whole years, read from one row a year, and the months before and after them: (scope, first, last).
/// A year that runs is whole up to today: nothing is counted beyond.
fn stretches(window: Window, today: Month) -> Vec<(&'static str, String, String)> {
    let months = |first: Month, last: Month| ("tree", first.to_string(), last.to_string());
    let year = |m: Month| m.number().div_euclid(12);
    let january = |year: i32| window.first.plus(year * 12 - window.first.number());
    let first = year(window.first.plus(11));
    let last = if window.last >= today { year(window.last) } else { year(window.last.plus(1)) - 1 };
    if first > last {
        return vec![months(window.first, window.last)];
    }
    let mut all = vec![("year", first.to_string(), last.to_string())];
    if window.first < january(first) {
        all.push(months(window.first, january(first).plus(-1)));
    }
    if january(last + 1) <= window.last {
        all.push(months(january(last + 1), window.last));
    }
    all
}

async fn add_sums(
    db: &impl Read,
    found: &mut ByAgency,
    agencies: &[i64],
    series: &[&str],
    (scope, first, last): &(&'static str, String, String),
) -> Result<()> {
    if agencies.is_empty() || series.is_empty() {
        return Ok(());
    }
    let mut params = vec![(*scope).into(), first.clone().into(), last.clone().into()];
    let sql = format!(
        "SELECT agency_id, indicator, bucket, CAST(SUM(count) AS BIGINT), CAST(SUM(numerator) AS BIGINT), \
         CAST(SUM(denominator) AS BIGINT), CAST(SUM(heads) AS BIGINT) FROM figure WHERE scope = $1 AND month >= $2 AND month <= $3 \
         AND agency_id IN ({}) AND indicator IN ({}) GROUP BY agency_id, indicator, bucket",
        list(&mut params, agencies.iter().map(|a| Value::from(*a))),
        codes(&mut params, series)
    );
    type Line = (i64, String, i64, i64, i64, i64, i64);
    for (agency, indicator, bucket, c, n, d, p) in db.rows::<Line>(&sql, params).await? {
        found.entry((agency, indicator)).or_default().add(bucket, counted((c, n, d, p)));
    }
    Ok(())
}

/// The last month within a window that has figures of a series: what a stock is read at.
pub(in super::super) async fn last_month(
    db: &impl Read,
    agency: i64,
    series: &str,
    window: Window,
) -> Result<Option<Month>> {
    let row: Option<(String,)> = db
        .row(
            "SELECT month FROM figure WHERE scope = 'tree' AND agency_id = $1 AND indicator = $2 AND month >= $3 AND month <= $4 \
             ORDER BY month DESC LIMIT 1",
            vec![agency.into(), series.into(), window.first.to_string().into(), window.last.to_string().into()],
        )
        .await?;
    row.map(|(at,)| month(&at)).transpose()
}

/// A dimension figures can be broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Dimension {
    /// Procedure code.
    Procedure,
    /// Field code.
    Field,
    /// Channel.
    Channel,
    /// Reason code.
    Reason,
}

impl Dimension {
    /// All.
    pub(in super::super) const ALL: [Dimension; 4] =
        [Dimension::Procedure, Dimension::Field, Dimension::Channel, Dimension::Reason];

    /// Word in addresses and message keys, also the scope of its rows.
    pub(in super::super) fn code(self) -> &'static str {
        match self {
            Dimension::Procedure => "procedure",
            Dimension::Field => "field",
            Dimension::Channel => "channel",
            Dimension::Reason => "reason",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Dimension::Procedure => "procedure_code",
            other => other.code(),
        }
    }
}

/// Sums over a window by one dimension. An agency without others below it is read from its own rows.
pub(in super::super) async fn by_dimension(
    db: &impl Read,
    (agency, has_children): (i64, bool),
    series: &str,
    dimension: Dimension,
    window: Window,
) -> Result<BTreeMap<String, Total>> {
    let column = dimension.column();
    let scope = if has_children { dimension.code() } else { "own" };
    // One person gives several reasons (a factor of the survey each), but stands in one procedure, field and channel.
    let people = if dimension == Dimension::Reason { "clusters" } else { "heads" };
    let sql = format!(
        "SELECT {column}, bucket, CAST(SUM(count) AS BIGINT), CAST(SUM(numerator) AS BIGINT), CAST(SUM(denominator) AS BIGINT), \
         CAST(SUM({people}) AS BIGINT) FROM figure WHERE scope = $1 AND agency_id = $2 AND indicator = $3 AND month >= $4 AND month <= $5 AND {column} <> '' \
         GROUP BY {column}, bucket"
    );
    let params = vec![
        scope.into(),
        agency.into(),
        series.into(),
        window.first.to_string().into(),
        window.last.to_string().into(),
    ];
    let mut found: BTreeMap<String, Total> = BTreeMap::new();
    for (value, bucket, c, n, d, p) in db.rows::<(String, i64, i64, i64, i64, i64)>(&sql, params).await? {
        found.entry(value).or_default().add(bucket, counted((c, n, d, p)));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(first: &str, last: &str) -> Vec<(&'static str, String, String)> {
        let month = |text: &str| text.parse::<Month>().unwrap();
        stretches(Window { first: month(first), last: month(last) }, month("2014-10"))
    }

    fn stretch(scope: &'static str, first: &str, last: &str) -> (&'static str, String, String) {
        (scope, first.to_owned(), last.to_owned())
    }

    #[test]
    fn a_window_is_read_by_whole_years_where_it_can() {
        assert_eq!(split("2012-01", "2014-10"), [stretch("year", "2012", "2014")]);
        assert_eq!(split("2013-01", "2013-12"), [stretch("year", "2013", "2013")]);
        assert_eq!(split("2014-02", "2014-10"), [stretch("tree", "2014-02", "2014-10")]);
        assert_eq!(split("2013-01", "2013-05"), [stretch("tree", "2013-01", "2013-05")]);
        assert_eq!(
            split("2011-11", "2014-03"),
            [
                stretch("year", "2012", "2013"),
                stretch("tree", "2011-11", "2011-12"),
                stretch("tree", "2014-01", "2014-03")
            ]
        );
    }
}
