//! What ships in data/profiles.yaml and as a template: read by the rules, and saying what its sources say.

use super::super::rules::{Duty, Kind, PeriodRule, ReceiverRule, Template, Window};
use super::super::seed::OUTLINE;
use serde::Deserialize;
use serde_json::Value as Json;

const PROFILES: &str = include_str!("../../../../../data/profiles.yaml");

#[derive(Deserialize)]
struct Row {
    key: String,
    value: Json,
    valid_from: Option<String>,
}

/// The values of a rule, the oldest first.
fn rows(key: &str) -> Vec<Json> {
    let all: Vec<Row> = serde_saphyr::from_str(PROFILES).unwrap();
    let mut own: Vec<Row> = all.into_iter().filter(|r| r.key == key).collect();
    own.sort_by(|a, b| a.valid_from.cmp(&b.valid_from));
    own.into_iter().map(|r| r.value).collect()
}

fn windows(value: &Json, year: i32) -> Vec<Window> {
    let rules: Vec<PeriodRule> = serde_json::from_value(value.clone()).unwrap();
    rules.iter().map(|r| r.of(year).unwrap()).collect()
}

/// Worked examples of Công văn 581/BNV-CCHC on the rows that ship.
#[test]
fn the_periods_of_today_are_those_of_the_ministrys_letter() {
    let today = windows(rows("reports.periods").last().unwrap(), 2026);
    let find =
        |kind: Kind, number: i64| *today.iter().find(|w| w.kind == kind && w.number == number).unwrap();
    let quarter = find(Kind::Quarter, 1);
    let days = |w: Window| [w.from, w.to, w.due].map(|d| d.to_string());
    assert_eq!(days(quarter), ["2025-12-15", "2026-03-14", "2026-03-20"]);
    assert_eq!(days(find(Kind::Half, 1)), ["2025-12-15", "2026-06-14", "2026-06-20"]);
    assert_eq!(days(find(Kind::Quarter, 3)), ["2026-06-15", "2026-09-14", "2026-09-20"]);
    assert_eq!(days(find(Kind::Year, 1)), ["2025-12-15", "2026-12-14", "2026-12-20"]);
    assert_eq!(today.len(), 4, "no second and no fourth quarter of its own, no months");
    assert!(
        quarter.contains("2026-03-14".parse().unwrap()) && !quarter.contains("2026-03-15".parse().unwrap())
    );
}

#[test]
fn the_suggested_days_of_2012_are_those_of_the_programmes_practice() {
    let then = windows(rows("reports.periods").first().unwrap(), 2013);
    let due =
        |kind: Kind| then.iter().filter(|w| w.kind == kind).map(|w| w.due.to_string()).collect::<Vec<_>>();
    assert_eq!(due(Kind::Month).len(), 12);
    assert!(due(Kind::Month).iter().all(|d| d.ends_with("-20")));
    assert_eq!(due(Kind::Quarter), ["2013-03-15", "2013-09-15"]);
    assert_eq!(
        (due(Kind::Half), due(Kind::Year)),
        (vec!["2013-06-15".to_owned()], vec!["2013-12-01".to_owned()])
    );
    assert!(then.iter().all(|w| w.to < w.due), "the data ends before the report is due");
}

#[test]
fn duties_receivers_and_the_template_that_ship_are_read() {
    let duties: Vec<Duty> = serde_json::from_value(rows("reports.duties").remove(0)).unwrap();
    assert!(duties.iter().all(|d| Kind::from_code(&d.kind).is_some()));
    let receivers: Vec<ReceiverRule> = serde_json::from_value(rows("reports.receiver").remove(0)).unwrap();
    assert_eq!(receivers.iter().find(|r| r.kind == "commune").unwrap().by, "parent");
    let template: Template = serde_saphyr::from_str(OUTLINE).unwrap();
    assert_eq!(template.flaws(|_| true), []);
    assert_eq!(template.indicators().len(), 11);
}
