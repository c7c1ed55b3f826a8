//! data/holidays.csv into calendar_day: what the yearly notices decided beside the law's own holidays.

use kernel::{Day, RowKind};
use platform::Tx;
use platform::error::{Error, Result};
use platform::journal::Change;
use serde::Deserialize;
use serde_json::json;

/// A row of the file.
#[derive(Debug, Deserialize)]
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

/// Imports all rows.
pub(super) async fn import(tx: &Tx) -> Result<()> {
    let days = read()?;
    let count = days.len();
    let rows = days
        .into_iter()
        .map(|d| {
            vec![
                d.day.to_string().into(),
                crate::store::calendar::kind_code(d.kind).into(),
                d.name.into(),
                d.source.into(),
                d.confirmed.into(),
            ]
        })
        .collect();
    tx.insert_many("INSERT INTO calendar_day (day_on, kind, name, source, confirmed)", rows).await?;
    tx.journal(Change::of("console", "calendar_day", 0, "ship_defaults").after(json!({"rows": count}))).await
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
