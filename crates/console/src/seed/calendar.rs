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
    #[test]
    fn the_shipped_days_are_read() {
        assert!(super::read().unwrap().len() > 20);
    }
}
