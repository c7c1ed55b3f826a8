//! data/holidays.csv into calendar_day: what the yearly notices decided beside the law's own holidays.

use crate::store::calendar::{self as store, NewDay};
use kernel::{Day, RowKind};
use platform::Tx;
use platform::error::{Error, Result};
use platform::journal::Change;
use platform::shipped::{self, Shipped};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

/// A row of the file.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Special {
    day: Day,
    kind: RowKind,
    name: String,
    source: String,
    confirmed: bool,
}

/// The file's rows.
pub(super) fn read() -> Result<Vec<Special>> {
    csv::Reader::from_reader(include_bytes!("../../../../data/holidays.csv").as_slice())
        .into_deserialize()
        .collect::<Result<_, _>>()
        .map_err(|e| Error::fault("data/holidays.csv", e))
}

/// What the program keeps of the days it shipped.
const KIND: &str = "console.calendar_day";

fn hash(day: &str, kind: &str, name: &str, source: &str, confirmed: bool) -> String {
    shipped::hash(&json!([day, kind, name, source, confirmed]).to_string())
}

/// Adds the days that are missing and follows the file where the city left the day as it was shipped;
/// a day that the city set or took away stays as the city has it. How many rows were written.
pub(super) async fn ship(tx: &Tx, days: &[Special]) -> Result<usize> {
    let noted = shipped::of(tx, KIND).await?;
    let there: BTreeMap<String, String> = store::all(tx)
        .await?
        .into_iter()
        .map(|r| (r.day_on.clone(), hash(&r.day_on, &r.kind, &r.name, &r.source, r.confirmed)))
        .collect();
    let fresh = noted.is_empty() && there.is_empty();
    let mut rows = Vec::new();
    let mut written = 0;
    for special in days {
        let (day, kind) = (special.day.to_string(), store::kind_code(special.kind));
        let new = hash(&day, kind, &special.name, &special.source, special.confirmed);
        let known = noted.get(&day);
        if known.is_some_and(|k| k.file_hash == new) {
            continue;
        }
        let put = known.map(|k| k.put_hash.clone()).unwrap_or_default();
        let ours = match there.get(&day) {
            None => known.is_none(),
            Some(there) => *there == put,
        };
        if ours && fresh {
            rows.push(vec![
                day.clone().into(),
                kind.into(),
                special.name.clone().into(),
                special.source.clone().into(),
                special.confirmed.into(),
            ]);
        } else if ours {
            let (name, source) = (special.name.clone(), special.source.clone());
            let new =
                NewDay { day: special.day, kind: special.kind, name, source, confirmed: special.confirmed };
            store::set(tx, &new).await?;
        }
        written += usize::from(ours);
        let same = there.get(&day) == Some(&new);
        let put_hash = if ours || same { new.clone() } else { put };
        shipped::note(tx, KIND, &day, &Shipped { file_hash: new, put_hash }).await?;
    }
    if !rows.is_empty() {
        let count = rows.len();
        tx.insert_many("INSERT INTO calendar_day (day_on, kind, name, source, confirmed)", rows).await?;
        tx.journal(Change::of("console", "calendar_day", 0, "ship_defaults").after(json!({"rows": count})))
            .await?;
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use kernel::{CalendarRow, Day, RowKind, WorkingCalendar};

    #[test]
    fn the_shipped_days_are_read() {
        assert!(super::read().unwrap().len() > 20);
    }

    /// The calendar that the shipped days make.
    fn shipped() -> WorkingCalendar {
        let rows: Vec<CalendarRow> = super::read()
            .unwrap()
            .into_iter()
            .map(|d| CalendarRow { day: d.day, kind: d.kind, name: d.name, source: d.source })
            .collect();
        WorkingCalendar::default().with_rows(&rows)
    }

    #[test]
    fn tet_2011_was_eight_days_off_after_a_worked_weekend() {
        let calendar = shipped();
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert!(calendar.is_working(day("2011-01-29")) && calendar.is_working(day("2011-01-30")));
        assert_eq!(calendar.next_working(day("2011-01-30")), day("2011-02-08"));
        assert!(calendar.is_working(day("2011-04-09")) && !calendar.is_working(day("2011-04-11")));
    }

    #[test]
    fn every_make_up_day_names_a_day_that_is_really_off() {
        let calendar = shipped();
        let mut seen = 0;
        for made_up in super::read().unwrap().into_iter().filter(|d| d.kind == RowKind::MakeUp) {
            let off = made_up.name.split("(nghỉ ").nth(1).unwrap().trim_end_matches(')');
            let parts: Vec<&str> = off.split('/').rev().collect();
            let off: Day = parts.join("-").parse().unwrap();
            assert!(calendar.is_working(made_up.day) && !calendar.is_working(off), "{}", made_up.name);
            seen += 1;
        }
        assert!(seen > 15);
    }
}
