//! calendar_day, office_hours: what differs from the computed calendar. Every change asks the one-stop to recompute.

use chrono::NaiveTime;
use kernel::{Day, OfficeHours, RowKind};
use platform::app::mark_changed;
use platform::error::{Error, Result};
use platform::journal::Change;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use serde_json::{Value as Json, json};

/// The job of the slice `one_stop` that moves due dates when the calendar changed.
pub(crate) const RECOMPUTE: &str = "one_stop.recompute_due";

/// The kinds of a row in the order of the form.
pub(crate) const KINDS: [RowKind; 4] =
    [RowKind::Holiday, RowKind::MakeUp, RowKind::HalfMorning, RowKind::Working];

/// The word of a kind in the database.
pub(crate) fn kind_code(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Holiday => "holiday",
        RowKind::MakeUp => "make_up",
        RowKind::HalfMorning => "half_morning",
        RowKind::Working => "working",
    }
}

/// A row.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Row {
    pub id: i64,
    pub day_on: String,
    pub kind: String,
    pub name: String,
    pub source: String,
    pub confirmed: bool,
}

impl Row {
    /// Its day.
    pub fn day(&self) -> Option<Day> {
        self.day_on.parse().ok()
    }

    fn fields(&self) -> Json {
        json!({"day": self.day_on, "kind": self.kind, "name": self.name, "source": self.source, "confirmed": self.confirmed})
    }
}

/// A day to set.
pub(crate) struct NewDay {
    pub day: Day,
    pub kind: RowKind,
    pub name: String,
    pub source: String,
    pub confirmed: bool,
}

const COLUMNS: &str = "c.id, c.day_on, c.kind, c.name, c.source, c.confirmed";

/// The list of rows.
pub(crate) fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "ngay", sql: "c.day_on", number: false }];
    ListQuery::new(COLUMNS, "calendar_day c", "c.id", &SORTS).descending()
}

/// All rows.
pub(crate) async fn all(db: &impl Read) -> Result<Vec<Row>> {
    db.rows(&format!("SELECT {COLUMNS} FROM calendar_day c ORDER BY c.day_on"), vec![]).await
}

/// The rows of a year.
pub(crate) async fn of_year(db: &impl Read, year: i32) -> Result<Vec<Row>> {
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM calendar_day c WHERE c.day_on >= $1 AND c.day_on <= $2 ORDER BY c.day_on"
        ),
        vec![format!("{year:04}-01-01").into(), format!("{year:04}-12-31").into()],
    )
    .await
}

/// The row of a day.
pub(crate) async fn of_day(db: &impl Read, day: Day) -> Result<Option<Row>> {
    db.row(&format!("SELECT {COLUMNS} FROM calendar_day c WHERE c.day_on = $1"), vec![day.to_string().into()])
        .await
}

/// Rows no source confirmed.
pub(crate) async fn unconfirmed(db: &impl Read) -> Result<Vec<Row>> {
    db.rows(&format!("SELECT {COLUMNS} FROM calendar_day c WHERE NOT c.confirmed ORDER BY c.day_on"), vec![])
        .await
}

/// Sets what a day is.
pub(crate) async fn set(tx: &Tx, new: &NewDay) -> Result<()> {
    let old = of_day(tx, new.day).await?;
    let id = tx
        .insert(
            "INSERT INTO calendar_day (day_on, kind, name, source, confirmed) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (day_on) DO UPDATE SET kind = excluded.kind, name = excluded.name, source = excluded.source, \
             confirmed = excluded.confirmed",
            vec![
                new.day.to_string().into(),
                kind_code(new.kind).into(),
                new.name.clone().into(),
                new.source.clone().into(),
                new.confirmed.into(),
            ],
        )
        .await?;
    let after = of_day(tx, new.day).await?.map_or(Json::Null, |r| r.fields());
    let before = old.map_or(Json::Null, |r| r.fields());
    tx.journal(Change::of("console", "calendar_day", id, "set_day").before(before).after(after)).await?;
    changed(tx, new.day).await
}

/// Takes a row away: the day is again what the law's computed calendar says.
pub(crate) async fn remove(tx: &Tx, day: Day) -> Result<()> {
    let old = of_day(tx, day).await?.ok_or(Error::NotFound)?;
    tx.exec("DELETE FROM calendar_day WHERE id = $1", vec![old.id.into()]).await?;
    tx.journal(Change::of("console", "calendar_day", old.id, "remove_day").before(old.fields())).await?;
    changed(tx, day).await
}

async fn changed(tx: &Tx, from: Day) -> Result<()> {
    recompute(tx, from).await?;
    mark_changed(tx).await
}

/// Asks the one-stop to compute promises from a day on anew.
pub(crate) async fn recompute(tx: &Tx, from: Day) -> Result<()> {
    tx.enqueue(RECOMPUTE, &json!({"from": from}), Some(&from.to_string())).await
}

/// Hours of an agency.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Hours {
    pub agency_id: i64,
    pub hours: String,
}

impl Hours {
    /// The hours themselves.
    pub fn read(&self) -> OfficeHours {
        serde_json::from_str(&self.hours).unwrap_or_default()
    }
}

/// The agencies with hours of their own.
pub(crate) async fn hours(db: &impl Read) -> Result<Vec<Hours>> {
    db.rows("SELECT agency_id, hours FROM office_hours ORDER BY agency_id", vec![]).await
}

/// Sets the hours of an agency, from today on.
pub(crate) async fn set_hours(tx: &Tx, agency: i64, new: &OfficeHours) -> Result<()> {
    let old = hours(tx).await?.into_iter().find(|h| h.agency_id == agency).map(|h| h.read());
    tx.exec(
        "INSERT INTO office_hours (agency_id, hours) VALUES ($1, $2) ON CONFLICT (agency_id) DO UPDATE SET hours = excluded.hours",
        vec![agency.into(), serde_json::to_string(new)?.into()],
    )
    .await?;
    let change = Change::of("console", "office_hours", agency, "set_hours");
    tx.journal(change.before(old.as_ref().map_or(Json::Null, told)).after(told(new))).await?;
    changed(tx, tx.at().day()).await
}

/// Hours as a history tells them.
fn told(hours: &OfficeHours) -> Json {
    let pair = |(open, close): (NaiveTime, NaiveTime)| {
        format!("{} – {}", open.format("%H:%M"), close.format("%H:%M"))
    };
    json!({
        "hours_morning": pair(hours.morning), "hours_afternoon": pair(hours.afternoon),
        "hours_saturday": hours.saturday_morning,
    })
}

/// Gives an agency the city's usual hours again.
pub(crate) async fn remove_hours(tx: &Tx, agency: i64) -> Result<()> {
    let old = hours(tx).await?.into_iter().find(|h| h.agency_id == agency).map(|h| h.read());
    if tx.exec("DELETE FROM office_hours WHERE agency_id = $1", vec![agency.into()]).await? == 0 {
        return Err(Error::NotFound);
    }
    let change = Change::of("console", "office_hours", agency, "remove_hours");
    tx.journal(change.before(old.as_ref().map_or(Json::Null, told))).await?;
    changed(tx, tx.at().day()).await
}
