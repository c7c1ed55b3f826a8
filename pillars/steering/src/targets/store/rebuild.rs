//! The kept figures from scratch, by set-based SQL over the evidence: for new installations, demos and doubt.

use super::super::rules::Month;
use super::super::series::Series;
use super::cells::{condition, grouped, source, sums};
use super::dirty;
use kernel::Day;
use platform::directory::Directory;
use platform::error::Result;
use platform::{App, Read, Store, Tx};
use std::collections::BTreeSet;

const INTO: &str = "INSERT INTO figure (scope, agency_id, indicator, month, bucket, procedure_code, field, channel, reason, \
                    count, numerator, denominator, clusters, heads)";

/// Rebuilds every series; tells of each one done.
pub(in super::super) async fn all(
    app: &App,
    series: &[Series],
    told: &(dyn Fn(&str, u64, u64) + Send + Sync),
) -> Result<()> {
    let today = app.clock.now().day();
    let directory = app.directory();
    start(&app.store, &directory, series).await?;
    let total = series.len() as u64;
    for (done, one) in (1u64..).zip(series) {
        let first =
            if one.is_stock() { first_month(&app.store, *one, today).await? } else { Month::of(today) };
        let tx = app.store.housekeeping().await?;
        dirty::lock(&tx).await?;
        tx.exec("DELETE FROM figure WHERE indicator = $1", vec![one.code.into()]).await?;
        own(&tx, *one, first, today).await?;
        roll_up(&tx, *one).await?;
        tx.commit().await?;
        told(one.code, done, total);
    }
    Ok(())
}

/// Writes the tree anew and forgets what was due: the counting that follows sees it.
async fn start(store: &Store, directory: &Directory, series: &[Series]) -> Result<()> {
    let tx = store.housekeeping().await?;
    dirty::lock(&tx).await?;
    tx.exec("DELETE FROM dirty", vec![]).await?;
    let kept: BTreeSet<&str> = series.iter().map(|s| s.code).collect();
    let list = (1..=kept.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
    let gone = if kept.is_empty() {
        "DELETE FROM figure".to_owned()
    } else {
        format!("DELETE FROM figure WHERE indicator NOT IN ({list})")
    };
    tx.exec(&gone, kept.into_iter().map(Into::into).collect()).await?;
    tx.exec("DELETE FROM figure_line", vec![]).await?;
    let rows = directory
        .all()
        .flat_map(|agency| directory.ancestors(agency.id).into_iter().map(move |above| (agency.id, above.id)))
        .map(|(agency, above)| {
            vec![agency.into(), above.into(), directory.children(above).next().is_some().into()]
        })
        .collect();
    tx.insert_many("INSERT INTO figure_line (agency_id, ancestor_id, has_children)", rows).await?;
    put_shape(&tx, &shape(directory, series)).await?;
    tx.commit().await
}

/// How figures are kept; a new number makes every installation count anew in the night after its update.
const WAY: &str = "2";

/// The tree and the definitions as a text: when it differs from the one the figures were made by, they must be rebuilt.
pub(in super::super) fn shape(directory: &Directory, series: &[Series]) -> String {
    let line = |a: &platform::directory::AgencyRef| format!("{}:{}", a.id, a.parent_id.unwrap_or(0));
    let tree = directory.all().map(line);
    let definitions = series.iter().map(|s| super::super::definition_hash(s.indicator));
    let all = tree.chain(definitions).chain([WAY.to_owned()]);
    super::super::fingerprint(&all.collect::<Vec<_>>().join(","))
}

/// The shape the figures were rolled up by, if they ever were.
pub(in super::super) async fn kept_shape(db: &impl Read) -> Result<Option<String>> {
    let row: Option<(String,)> =
        db.row("SELECT content FROM figure_state WHERE name = 'shape'", vec![]).await?;
    Ok(row.map(|(shape,)| shape))
}

async fn put_shape(tx: &Tx, shape: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO figure_state (name, content) VALUES ('shape', $1) ON CONFLICT (name) DO UPDATE SET content = excluded.content",
        vec![shape.into()],
    )
    .await?;
    Ok(())
}

/// First month a stock is kept for: its oldest record's, not before 2011.
async fn first_month(store: &Store, series: Series, today: Day) -> Result<Month> {
    let sql = format!("SELECT MIN(e.on_day) FROM ({}) e WHERE e.on_day <= $1", series.indicator.evidence);
    let row: Option<(Option<String>,)> = store.row(&sql, vec![today.to_string().into()]).await?;
    let oldest = row.and_then(|(oldest,)| oldest).and_then(|d| d.parse::<Day>().ok()).unwrap_or(today);
    Ok(Month::of(oldest.max(Day::ymd(2011, 1, 1).unwrap_or(oldest))))
}

async fn own(tx: &Tx, series: Series, first: Month, today: Day) -> Result<()> {
    let (columns, groups) = grouped(series);
    let (sums, code) = (sums(series), series.code);
    if series.is_stock() {
        for month in first.until(Month::of(today)) {
            let (condition, days) = condition(series, month, today);
            let sql = format!(
                "{INTO} SELECT 'own', e.agency_id, '{code}', '{month}', {columns}, {sums} FROM ({}) e GROUP BY e.agency_id, {groups}",
                source(series, condition)
            );
            tx.exec(&sql, days.map(Into::into).into()).await?;
        }
    } else {
        let sql = format!(
            "{INTO} SELECT 'own', e.agency_id, '{code}', SUBSTR(e.on_day, 1, 7), {columns}, {sums} FROM ({}) e \
             GROUP BY e.agency_id, SUBSTR(e.on_day, 1, 7), {groups}",
            source(series, "e.on_day <= $1 AND (e.until_day IS NULL OR e.until_day < $2)")
        );
        tx.exec(&sql, vec![Month::of(today).last().to_string().into(), today.to_string().into()]).await?;
    }
    Ok(())
}

async fn roll_up(tx: &Tx, series: Series) -> Result<()> {
    let sums = "CAST(SUM(f.count) AS BIGINT), CAST(SUM(f.numerator) AS BIGINT), CAST(SUM(f.denominator) AS BIGINT), \
                CAST(SUM(f.clusters) AS BIGINT), CAST(SUM(f.heads) AS BIGINT)";
    let from = "FROM figure_line l JOIN figure f ON f.scope = 'own' AND f.agency_id = l.agency_id AND f.indicator = $1";
    let tree = format!(
        "{INTO} SELECT 'tree', l.ancestor_id, f.indicator, f.month, f.bucket, '', '', '', '', {sums} {from} \
         GROUP BY l.ancestor_id, f.indicator, f.month, f.bucket"
    );
    tx.exec(&tree, vec![series.code.into()]).await?;
    if series.by_bucket() {
        let year = format!(
            "{INTO} SELECT 'year', l.ancestor_id, f.indicator, SUBSTR(f.month, 1, 4), f.bucket, '', '', '', '', {sums} {from} \
             GROUP BY l.ancestor_id, f.indicator, SUBSTR(f.month, 1, 4), f.bucket"
        );
        tx.exec(&year, vec![series.code.into()]).await?;
    }
    for (scope, column, place) in [
        ("procedure", "procedure_code", "f.procedure_code, '', '', ''"),
        ("field", "field", "'', f.field, '', ''"),
        ("channel", "channel", "'', '', f.channel, ''"),
        ("reason", "reason", "'', '', '', f.reason"),
    ] {
        let sql = format!(
            "{INTO} SELECT '{scope}', l.ancestor_id, f.indicator, f.month, f.bucket, {place}, {sums} {from} \
             WHERE l.has_children AND f.{column} <> '' GROUP BY l.ancestor_id, f.indicator, f.month, f.bucket, f.{column}"
        );
        tx.exec(&sql, vec![series.code.into()]).await?;
    }
    Ok(())
}
