//! Keeping figures: counting one cell (agency, month) anew from the evidence, and carrying the difference to all above.

use super::super::rules::Month;
use super::super::series::Series;
use kernel::Day;
use platform::directory::Directory;
use platform::error::Result;
use platform::store::{FromRow, Reader};
use platform::{Read, Tx};
use sea_orm::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Dimensions of one agency's own figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, FromRow)]
pub(in super::super) struct Dims {
    pub bucket: i64,
    pub procedure_code: String,
    pub field: String,
    pub channel: String,
    pub reason: String,
}

/// What is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub(in super::super) struct Sums {
    pub count: i64,
    pub numerator: i64,
    pub denominator: i64,
    /// People in a row, and people counted in one row of theirs only.
    pub clusters: i64,
    pub heads: i64,
}

impl Sums {
    fn plus(self, o: Sums) -> Sums {
        Sums {
            count: self.count + o.count,
            numerator: self.numerator + o.numerator,
            denominator: self.denominator + o.denominator,
            clusters: self.clusters + o.clusters,
            heads: self.heads + o.heads,
        }
    }

    fn minus(self, o: Sums) -> Sums {
        self.plus(Sums {
            count: -o.count,
            numerator: -o.numerator,
            denominator: -o.denominator,
            clusters: -o.clusters,
            heads: -o.heads,
        })
    }
}

/// The figures of one cell by dimension.
pub(in super::super) type Cell = BTreeMap<Dims, Sums>;

/// The grouped columns of a series' evidence: percentiles are kept by half days, and have no reasons.
pub(super) fn grouped(series: Series) -> (&'static str, &'static str) {
    if series.by_bucket() {
        (
            "CAST(e.value AS BIGINT) AS bucket, e.procedure_code AS procedure_code, e.field AS field, e.channel AS channel, '' AS reason",
            "e.value, e.procedure_code, e.field, e.channel",
        )
    } else {
        (
            "CAST(0 AS BIGINT) AS bucket, e.procedure_code AS procedure_code, e.field AS field, e.channel AS channel, e.reason AS reason",
            "e.procedure_code, e.field, e.channel, e.reason",
        )
    }
}

/// The sums over evidence rows.
pub(super) fn sums(series: Series) -> &'static str {
    if series.of_people() {
        "COUNT(*) AS count, CAST(SUM(e.numerator) AS BIGINT) AS numerator, CAST(SUM(e.denominator) AS BIGINT) AS denominator, \
         COUNT(DISTINCT e.cluster) AS clusters, CAST(SUM(CASE WHEN e.nth = 1 THEN 1 ELSE 0 END) AS BIGINT) AS heads"
    } else {
        "COUNT(*) AS count, CAST(SUM(e.numerator) AS BIGINT) AS numerator, CAST(SUM(e.denominator) AS BIGINT) AS denominator, \
         COUNT(*) AS clusters, COUNT(*) AS heads"
    }
}

/// The evidence rows under a condition, as a query; of people's answers each knows its place among those of its person.
pub(super) fn source(series: Series, condition: &str) -> String {
    let evidence = series.indicator.evidence;
    if series.of_people() {
        format!(
            "SELECT e.*, ROW_NUMBER() OVER (PARTITION BY e.agency_id, SUBSTR(e.on_day, 1, 7), e.cluster ORDER BY e.record_id) \
             AS nth FROM ({evidence}) e WHERE {condition}"
        )
    } else {
        format!("SELECT e.* FROM ({evidence}) e WHERE {condition}")
    }
}

/// Which rows of the evidence count for a month, as an SQL condition and its three days.
/// A stock is read on the month's last day, or today while the month runs; what was due counts once its day has passed.
pub(super) fn condition(series: Series, month: Month, today: Day) -> (&'static str, [String; 3]) {
    if series.is_stock() {
        let at = month.last().min(today).to_string();
        let sql = "e.on_day <= $1 AND e.on_day <= $2 AND (e.until_day IS NULL OR e.until_day >= $3)";
        (sql, [at.clone(), at.clone(), at])
    } else {
        let sql = "e.on_day >= $1 AND e.on_day <= $2 AND (e.until_day IS NULL OR e.until_day < $3)";
        (sql, [month.first().to_string(), month.last().to_string(), today.to_string()])
    }
}

/// The cells of a query that has the columns of both.
async fn cells(db: &impl Read, sql: &str, params: Vec<Value>) -> Result<Cell> {
    let mut found = Cell::new();
    let (mut dims, mut sums) = (Reader::<Dims>::default(), Reader::<Sums>::default());
    db.each(sql, params, &mut |row| {
        found.insert(dims.read(row)?, sums.read(row)?);
        Ok(())
    })
    .await?;
    Ok(found)
}

/// Counts a cell from the evidence.
pub(in super::super) async fn count(
    db: &impl Read,
    series: Series,
    agency: i64,
    month: Month,
    today: Day,
) -> Result<Cell> {
    let (columns, groups) = grouped(series);
    let (condition, [from, to, by]) = condition(series, month, today);
    let sql = format!(
        "SELECT {columns}, {} FROM ({}) e GROUP BY {groups}",
        sums(series),
        source(series, &format!("{condition} AND e.agency_id = $4"))
    );
    cells(db, &sql, vec![from.into(), to.into(), by.into(), agency.into()]).await
}

async fn kept(tx: &Tx, series: Series, agency: i64, month: Month) -> Result<Cell> {
    let sql = "SELECT bucket, procedure_code, field, channel, reason, count, numerator, denominator, clusters, heads FROM figure \
               WHERE scope = 'own' AND agency_id = $1 AND indicator = $2 AND month = $3";
    cells(tx, sql, vec![agency.into(), series.code.into(), month.to_string().into()]).await
}

/// Scope, agency and month (or year) of a row, with its dimensions.
type Key = (&'static str, i64, String, Dims);

/// Puts a cell in place of the kept one, and adds the difference to every agency above.
pub(in super::super) async fn put(
    tx: &Tx,
    directory: &Directory,
    series: Series,
    (agency, month): (i64, Month),
    new: Cell,
) -> Result<()> {
    let old = kept(tx, series, agency, month).await?;
    let mut changes: BTreeMap<Key, Sums> = BTreeMap::new();
    let dims: BTreeSet<&Dims> = old.keys().chain(new.keys()).collect();
    for dim in dims {
        let change =
            new.get(dim).copied().unwrap_or_default().minus(old.get(dim).copied().unwrap_or_default());
        if change == Sums::default() {
            continue;
        }
        for key in keys(directory, series, (agency, month), dim) {
            let sum = changes.entry(key).or_default();
            *sum = sum.plus(change);
        }
    }
    add(tx, series, changes).await
}

/// Every row of the table that a record of one agency and month counts in.
fn keys(directory: &Directory, series: Series, (agency, month): (i64, Month), dims: &Dims) -> Vec<Key> {
    let mut keys = vec![("own", agency, month.to_string(), dims.clone())];
    let bare = Dims { bucket: dims.bucket, ..Dims::default() };
    for above in directory.ancestors(agency) {
        keys.push(("tree", above.id, month.to_string(), bare.clone()));
        if series.by_bucket() {
            keys.push(("year", above.id, month.first().year().to_string(), bare.clone()));
        }
        if directory.children(above.id).next().is_none() {
            continue;
        }
        let one = [
            (
                "procedure",
                &dims.procedure_code,
                Dims { procedure_code: dims.procedure_code.clone(), ..bare.clone() },
            ),
            ("field", &dims.field, Dims { field: dims.field.clone(), ..bare.clone() }),
            ("channel", &dims.channel, Dims { channel: dims.channel.clone(), ..bare.clone() }),
            ("reason", &dims.reason, Dims { reason: dims.reason.clone(), ..bare.clone() }),
        ];
        let named = one.into_iter().filter(|(_, value, _)| !value.is_empty());
        keys.extend(named.map(|(scope, _, dims)| (scope, above.id, month.to_string(), dims)));
    }
    keys
}

/// Rows a statement may carry.
const ROWS: usize = 200;

async fn add(tx: &Tx, series: Series, changes: BTreeMap<Key, Sums>) -> Result<()> {
    let touched: BTreeSet<_> =
        changes.keys().map(|(scope, agency, month, _)| (*scope, *agency, month.clone())).collect();
    let mut changes = changes.into_iter().peekable();
    while changes.peek().is_some() {
        let mut params: Vec<Value> = Vec::new();
        let mut rows = Vec::new();
        for ((scope, agency, month, dims), sums) in changes.by_ref().take(ROWS) {
            let first = params.len() + 1;
            rows.push(format!(
                "({})",
                (first..first + 14).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
            ));
            let values: [Value; 14] = [
                scope.into(),
                agency.into(),
                series.code.into(),
                month.into(),
                dims.bucket.into(),
                dims.procedure_code.into(),
                dims.field.into(),
                dims.channel.into(),
                dims.reason.into(),
                sums.count.into(),
                sums.numerator.into(),
                sums.denominator.into(),
                sums.clusters.into(),
                sums.heads.into(),
            ];
            params.extend(values);
        }
        let sql = format!(
            "INSERT INTO figure (scope, agency_id, indicator, month, bucket, procedure_code, field, channel, reason, \
             count, numerator, denominator, clusters, heads) VALUES {} ON CONFLICT (scope, agency_id, indicator, month, bucket, procedure_code, \
             field, channel, reason) DO UPDATE SET count = figure.count + excluded.count, \
             numerator = figure.numerator + excluded.numerator, denominator = figure.denominator + excluded.denominator, \
             clusters = figure.clusters + excluded.clusters, heads = figure.heads + excluded.heads",
            rows.join(", ")
        );
        tx.exec(&sql, params).await?;
    }
    for (scope, agency, month) in touched {
        tx.exec(
            "DELETE FROM figure WHERE scope = $1 AND agency_id = $2 AND indicator = $3 AND month = $4 AND count = 0",
            vec![scope.into(), agency.into(), series.code.into(), month.into()],
        )
        .await?;
    }
    Ok(())
}
