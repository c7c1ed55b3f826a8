//! Indicators: every evidence query runs on a seeded city without dossiers, on the engine under test, and gives the columns agreed.

use super::none;
use crate::city::City;
use kernel::Day;
use platform::Read;
use platform::http::Method;
use platform::indicators::{EVIDENCE_COLUMNS, Indicator, Slot};
use platform::store::Engine;

fn indicators() -> Vec<(&'static str, &'static Indicator)> {
    motcua::slices().iter().flat_map(|s| s.indicators.iter().map(|i| (s.name, i))).collect()
}

fn columns() -> Vec<&'static str> {
    EVIDENCE_COLUMNS.split(',').map(str::trim).collect()
}

/// The whole of the programme's era.
fn slot() -> Slot {
    let day = |text: &str| text.parse::<Day>().unwrap();
    Slot {
        from: day("2011-01-01"),
        to: day("2015-12-31"),
        today: day("2015-12-31"),
        agencies: None,
        procedure: None,
        field: None,
        channel: None,
        reason: None,
    }
}

#[tokio::test]
async fn every_indicators_evidence_gives_the_columns_agreed() {
    let city = City::new().await;
    let mut wrong = Vec::new();
    for (slice, indicator) in indicators() {
        // One row at least, so that the names of the columns come with it.
        let sql = format!(
            "SELECT e.* FROM (SELECT 1 AS one) o LEFT JOIN ({}) e ON 1 = 1 LIMIT 1",
            indicator.evidence
        );
        let mut found = Vec::new();
        let asked = city
            .app
            .store
            .each(&sql, vec![], &mut |row| {
                found = row.columns();
                Ok(())
            })
            .await;
        match asked {
            Err(error) => wrong.push(format!("{slice}: {} does not run: {error}", indicator.code)),
            Ok(()) => {
                let mut missing: Vec<&str> =
                    columns().into_iter().filter(|c| !found.iter().any(|f| f == c)).collect();
                let extra = |f: &&str| *f == "cluster" && indicator.people.is_some();
                missing
                    .extend(found.iter().map(String::as_str).filter(|f| !columns().contains(f) && !extra(f)));
                if indicator.people.is_some() && !found.iter().any(|f| f == "cluster") {
                    missing.push("cluster");
                }
                if !missing.is_empty() {
                    wrong.push(format!("{slice}: {} lacks or adds {}", indicator.code, missing.join(", ")));
                } else if city.app.store.engine() == Engine::Postgres {
                    wrong.extend(
                        mistyped(&city, indicator)
                            .await
                            .into_iter()
                            .map(|c| format!("{slice}: {}.{c}", indicator.code)),
                    );
                }
            }
        }
    }
    none(
        wrong,
        "The evidence query gives exactly the columns of platform::indicators::EVIDENCE_COLUMNS, under those names, the numbers as \
         BIGINT, the rest as TEXT: CAST(… AS BIGINT), CAST(NULL AS TEXT); with `people` also the column cluster.",
    );
}

/// Columns of another type than agreed; only PostgreSQL knows types of columns.
async fn mistyped(city: &City, indicator: &Indicator) -> Vec<String> {
    let mut wrong = Vec::new();
    for column in columns() {
        let number = matches!(column, "record_id" | "agency_id" | "numerator" | "denominator" | "value");
        let wanted = if number { "bigint" } else { "text" };
        let sql = format!(
            "SELECT CASE WHEN CAST(pg_typeof(e.{column}) AS TEXT) = '{wanted}' THEN 1::bigint ELSE 0::bigint END \
             FROM (SELECT 1 AS one) o LEFT JOIN ({}) e ON 1 = 1 LIMIT 1",
            indicator.evidence
        );
        if city.app.store.number(&sql, vec![]).await.unwrap_or(0) != 1 {
            wrong.push(format!("{column} is not {wanted}"));
        }
    }
    wrong
}

#[tokio::test]
async fn every_indicators_records_can_be_listed() {
    let city = City::new().await;
    let mut wrong = Vec::new();
    for (slice, indicator) in indicators() {
        for only in [None, Some(true), Some(false)] {
            if let Err(error) =
                indicator.records(&city.app.store, &slot(), only, Some(("2013-01-01", 1)), 10).await
            {
                wrong.push(format!("{slice}: {}: {error}", indicator.code));
            }
        }
    }
    none(
        wrong,
        "The board lists the very records behind a figure; its query must run under every narrowing.",
    );
}

#[test]
fn every_indicators_record_has_a_page() {
    let pages: Vec<String> = motcua::slices()
        .iter()
        .flat_map(|s| {
            (s.routes)()
                .list()
                .iter()
                .filter(|r| r.method == Method::Get)
                .map(|r| r.path.to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    let nowhere = indicators()
        .into_iter()
        .filter(|(_, i)| {
            let parts = |path: &str| -> Vec<String> {
                path.split('/')
                    .map(|p| if p.starts_with('{') { "{}".to_owned() } else { p.to_owned() })
                    .collect()
            };
            !i.record_href.contains("{id}") || !pages.iter().any(|page| parts(page) == parts(i.record_href))
        })
        .map(|(slice, i)| format!("{slice}: {} leads to {}", i.code, i.record_href))
        .collect();
    none(nowhere, "`record_href` is the path of a page of this product with {id} for the record's id.");
}
