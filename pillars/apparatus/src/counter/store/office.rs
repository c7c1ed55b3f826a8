//! Offices with their services, opening hours and closures.

use super::super::rules::hours::{Closure, Span};
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope, Tx};

const COLUMNS: &str = "o.id, o.agency_id, o.code, o.name, o.address, o.kiosk_token, o.remote, o.slot_minutes, \
                       o.slot_places, o.active, o.version";

/// A one-stop with its queue.
#[derive(Debug, Clone, FromRow)]
pub struct Office {
    pub id: i64,
    pub agency_id: i64,
    pub code: String,
    pub name: String,
    pub address: String,
    pub kiosk_token: String,
    pub remote: bool,
    pub slot_minutes: i64,
    pub slot_places: i64,
    pub active: bool,
    pub version: i64,
}

/// What one may come for: a group of procedure fields with its letter.
#[derive(Debug, Clone, FromRow)]
pub struct Service {
    pub id: i64,
    pub office_id: i64,
    pub letter: String,
    pub name: String,
    pub fields: String,
    pub active: bool,
    pub places: i64,
}

/// A closure as it is kept.
#[derive(Debug, Clone, FromRow)]
pub struct Closed {
    pub from_on: String,
    pub to_on: String,
    pub reason: String,
}

impl Closed {
    /// Its days; none for days that cannot be read.
    pub fn days(&self) -> Option<Closure> {
        Some(Closure { from: self.from_on.parse::<Day>().ok()?, to: self.to_on.parse::<Day>().ok()? })
    }
}

#[derive(FromRow)]
struct SpanRow {
    weekday: i64,
    opens: i64,
    closes: i64,
}

/// The offices, by name; conditions name the table `o`.
pub fn offices() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "ten", sql: "o.name", number: false },
        SortKey { name: "ma", sql: "o.code", number: false },
    ];
    ListQuery::new(COLUMNS, "counter_office o", "o.id", &SORTS)
}

/// The offices that work, within a scope.
pub async fn all_offices(db: &impl Read, scope: &Scope) -> Result<Vec<Office>> {
    let mut params = Vec::new();
    let within = scope.condition("o.agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    db.rows(
        &format!("SELECT {COLUMNS} FROM counter_office o WHERE o.active{within} ORDER BY o.name, o.id"),
        params,
    )
    .await
}

/// An office by id.
pub async fn office(db: &impl Read, id: i64) -> Result<Office> {
    let found =
        db.row(&format!("SELECT {COLUMNS} FROM counter_office o WHERE o.id = $1"), vec![id.into()]).await?;
    found.ok_or(Error::NotFound)
}

/// An office by the word in its address.
pub async fn office_by_code(db: &impl Read, code: &str) -> Result<Option<Office>> {
    db.row(&format!("SELECT {COLUMNS} FROM counter_office o WHERE o.code = $1"), vec![code.into()]).await
}

/// Adds an office.
pub async fn add_office(tx: &Tx, office: &Office) -> Result<i64> {
    tx.insert(
        "INSERT INTO counter_office (agency_id, code, name, address, kiosk_token, remote, slot_minutes, slot_places, active, \
         version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        vec![
            office.agency_id.into(),
            office.code.clone().into(),
            office.name.clone().into(),
            office.address.clone().into(),
            office.kiosk_token.clone().into(),
            office.remote.into(),
            office.slot_minutes.into(),
            office.slot_places.into(),
            office.active.into(),
        ],
    )
    .await
}

/// Saves an office that still has the version of its page; false if somebody else saved it meanwhile.
pub async fn save_office(tx: &Tx, office: &Office) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE counter_office SET name = $3, address = $4, remote = $5, slot_minutes = $6, slot_places = $7, active = $8, \
             version = version + 1 WHERE id = $1 AND version = $2",
            vec![
                office.id.into(),
                office.version.into(),
                office.name.clone().into(),
                office.address.clone().into(),
                office.remote.into(),
                office.slot_minutes.into(),
                office.slot_places.into(),
                office.active.into(),
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// The services of an office, by letter, also those no longer offered.
pub async fn services(db: &impl Read, office: i64) -> Result<Vec<Service>> {
    db.rows(
        "SELECT id, office_id, letter, name, fields, active, places FROM counter_service WHERE office_id = $1 ORDER BY letter",
        vec![office.into()],
    )
    .await
}

/// Adds a service, or changes the one of its letter.
pub async fn save_service(tx: &Tx, service: &Service) -> Result<()> {
    tx.exec(
        "INSERT INTO counter_service (office_id, letter, name, fields, active, places) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (office_id, letter) DO UPDATE SET name = excluded.name, fields = excluded.fields, \
         active = excluded.active, places = excluded.places",
        vec![
            service.office_id.into(),
            service.letter.clone().into(),
            service.name.clone().into(),
            service.fields.clone().into(),
            service.active.into(),
            service.places.into(),
        ],
    )
    .await?;
    Ok(())
}

/// The opening hours of an office.
pub async fn hours(db: &impl Read, office: i64) -> Result<Vec<Span>> {
    let rows: Vec<SpanRow> = db
        .rows(
            "SELECT weekday, opens, closes FROM counter_hours WHERE office_id = $1 ORDER BY weekday, opens",
            vec![office.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|r| Span { weekday: r.weekday, opens: r.opens, closes: r.closes }).collect())
}

/// Puts these opening hours in place of those before.
pub async fn save_hours(tx: &Tx, office: i64, spans: &[Span]) -> Result<()> {
    tx.exec("DELETE FROM counter_hours WHERE office_id = $1", vec![office.into()]).await?;
    let rows = spans
        .iter()
        .map(|s| vec![office.into(), s.weekday.into(), s.opens.into(), s.closes.into()])
        .collect();
    tx.insert_many("INSERT INTO counter_hours (office_id, weekday, opens, closes)", rows).await
}

/// The closures of an office, the first day first.
pub async fn closures(db: &impl Read, office: i64) -> Result<Vec<Closed>> {
    db.rows(
        "SELECT from_on, to_on, reason FROM counter_closure WHERE office_id = $1 ORDER BY from_on, id",
        vec![office.into()],
    )
    .await
}

/// Puts these closures in place of those before.
pub async fn save_closures(tx: &Tx, office: i64, closures: &[Closed]) -> Result<()> {
    tx.exec("DELETE FROM counter_closure WHERE office_id = $1", vec![office.into()]).await?;
    let rows = closures
        .iter()
        .map(|c| {
            vec![office.into(), c.from_on.clone().into(), c.to_on.clone().into(), c.reason.clone().into()]
        })
        .collect();
    tx.insert_many("INSERT INTO counter_closure (office_id, from_on, to_on, reason)", rows).await
}
