//! Appointments, and who wishes for one when a slot frees up.

use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

const COLUMNS: &str = "b.id, b.office_id, b.service_id, b.account_id, b.name, b.code, b.day_on, b.slot_at, \
                       b.state, b.booked_at";

/// An appointment: booked, arrived, cancelled or missed.
#[derive(Debug, Clone, FromRow)]
pub struct Booking {
    pub id: i64,
    pub office_id: i64,
    pub service_id: i64,
    pub account_id: Option<i64>,
    pub name: String,
    pub code: String,
    pub day_on: String,
    pub slot_at: i64,
    pub state: String,
    pub booked_at: i64,
}

/// An appointment to make.
#[derive(Debug, Clone)]
pub struct NewBooking {
    pub office_id: i64,
    pub agency_id: i64,
    pub service_id: i64,
    pub account_id: Option<i64>,
    pub name: String,
    pub code: String,
    pub slot: Moment,
}

/// Somebody who waits for a slot.
#[derive(Debug, Clone, FromRow)]
pub struct Wish {
    pub id: i64,
    pub account_id: i64,
}

/// Makes an appointment.
pub async fn insert_booking(tx: &Tx, new: &NewBooking) -> Result<i64> {
    tx.insert(
        "INSERT INTO counter_booking (office_id, agency_id, service_id, account_id, name, code, day_on, slot_at, state, booked_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'booked', $9)",
        vec![
            new.office_id.into(),
            new.agency_id.into(),
            new.service_id.into(),
            new.account_id.into(),
            new.name.clone().into(),
            new.code.clone().into(),
            new.slot.day().to_string().into(),
            new.slot.micros().into(),
            tx.at().micros().into(),
        ],
    )
    .await
}

/// An appointment by id.
pub async fn booking(db: &impl Read, id: i64) -> Result<Booking> {
    let found =
        db.row(&format!("SELECT {COLUMNS} FROM counter_booking b WHERE b.id = $1"), vec![id.into()]).await?;
    found.ok_or(Error::NotFound)
}

/// An appointment by its code.
pub async fn booking_by_code(db: &impl Read, code: &str) -> Result<Option<Booking>> {
    db.row(&format!("SELECT {COLUMNS} FROM counter_booking b WHERE b.code = $1"), vec![code.into()]).await
}

#[derive(FromRow)]
struct SlotRow {
    slot_at: i64,
}

/// The slots of the appointments that stand, of an office from one moment until another.
pub async fn booked_slots(db: &impl Read, office: i64, from: Moment, to: Moment) -> Result<Vec<Moment>> {
    let rows: Vec<SlotRow> = db
        .rows(
            "SELECT slot_at FROM counter_booking WHERE office_id = $1 AND slot_at >= $2 AND slot_at < $3 \
             AND state IN ('booked', 'arrived')",
            vec![office.into(), from.micros().into(), to.micros().into()],
        )
        .await?;
    Ok(rows.into_iter().map(|r| Moment::from_micros(r.slot_at)).collect())
}

/// The slots of the appointments of a service that stand, from one moment until another.
pub async fn booked_of_service(
    db: &impl Read,
    service: i64,
    from: Moment,
    to: Moment,
) -> Result<Vec<Moment>> {
    let rows: Vec<SlotRow> = db
        .rows(
            "SELECT slot_at FROM counter_booking WHERE service_id = $1 AND slot_at >= $2 AND slot_at < $3 \
             AND state IN ('booked', 'arrived')",
            vec![service.into(), from.micros().into(), to.micros().into()],
        )
        .await?;
    Ok(rows.into_iter().map(|r| Moment::from_micros(r.slot_at)).collect())
}

/// How many appointments of a service stand in a slot; asked with the office's row in hand.
pub async fn service_taken(db: &impl Read, service: i64, slot: Moment) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM counter_booking WHERE service_id = $1 AND slot_at = $2 AND state IN ('booked', 'arrived')",
        vec![service.into(), slot.micros().into()],
    )
    .await
}

/// How many appointments stand in a slot. Holds the office's row first, so that two who book the last place take turns.
pub async fn slot_taken(tx: &Tx, office: i64, slot: Moment) -> Result<i64> {
    tx.exec("UPDATE counter_office SET version = version WHERE id = $1", vec![office.into()]).await?;
    tx.number(
        "SELECT COUNT(*) FROM counter_booking WHERE office_id = $1 AND slot_at = $2 AND state IN ('booked', 'arrived')",
        vec![office.into(), slot.micros().into()],
    )
    .await
}

/// Changes the state of an appointment that is in another, and still at the time it was read with; false if it is not.
pub async fn set_booking_state(tx: &Tx, booking: &Booking, before: &str, after: &str) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE counter_booking SET state = $3 WHERE id = $1 AND state = $2 AND slot_at = $4",
            vec![booking.id.into(), before.into(), after.into(), booking.slot_at.into()],
        )
        .await?;
    Ok(touched > 0)
}

/// Moves an appointment that stands, at the time it was read with, to another slot; false if it does not.
pub async fn move_booking(tx: &Tx, booking: &Booking, slot: Moment) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE counter_booking SET slot_at = $2, day_on = $3 WHERE id = $1 AND state = 'booked' AND slot_at = $4",
            vec![
                booking.id.into(),
                slot.micros().into(),
                slot.day().to_string().into(),
                booking.slot_at.into(),
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// The appointments, the next first; conditions name the table `b`.
pub fn bookings() -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "luc", sql: "b.slot_at", number: true }];
    ListQuery::new(COLUMNS, "counter_booking b", "b.id", &SORTS)
}

/// The appointments of an account.
pub fn of_account(account: i64) -> ListQuery<'static> {
    let mut list = bookings().descending();
    list.and("b.account_id = ?", [account.into()]);
    list
}

/// How many appointments of an account are still to come, at any office. Holds the account's row first: who books at two offices
/// at the same moment is counted once at a time.
pub async fn open_of_account(tx: &Tx, account: i64, now: Moment) -> Result<i64> {
    tx.exec(
        "INSERT INTO counter_turn (account_id, turns) VALUES ($1, 1) \
         ON CONFLICT (account_id) DO UPDATE SET turns = counter_turn.turns + 1",
        vec![account.into()],
    )
    .await?;
    tx.number(
        "SELECT COUNT(*) FROM counter_booking WHERE account_id = $1 AND state = 'booked' AND slot_at > $2",
        vec![account.into(), now.micros().into()],
    )
    .await
}

/// The appointments whose time passed before a moment and nobody came.
pub async fn missed_bookings(db: &impl Read, before: Moment) -> Result<Vec<Booking>> {
    db.rows(
        &format!("SELECT {COLUMNS} FROM counter_booking b WHERE b.state = 'booked' AND b.slot_at < $1 ORDER BY b.id LIMIT 2000"),
        vec![before.micros().into()],
    )
    .await
}

/// The appointments that stand on the days from one to another, none before a moment.
pub async fn bookings_on(
    db: &impl Read,
    office: i64,
    (from_on, to_on): (&str, &str),
    after: Moment,
) -> Result<Vec<Booking>> {
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM counter_booking b WHERE b.office_id = $1 AND b.day_on >= $2 AND b.day_on <= $3 \
             AND b.slot_at > $4 AND b.state = 'booked' ORDER BY b.slot_at, b.id"
        ),
        vec![office.into(), from_on.into(), to_on.into(), after.micros().into()],
    )
    .await
}

/// The appointments of an office that stand after a moment.
pub async fn bookings_after(db: &impl Read, office: i64, after: Moment) -> Result<Vec<Booking>> {
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM counter_booking b WHERE b.office_id = $1 AND b.slot_at > $2 AND b.state = 'booked' \
             ORDER BY b.slot_at, b.id"
        ),
        vec![office.into(), after.micros().into()],
    )
    .await
}

/// Takes the names off appointments of days before; how many.
pub async fn forget_names(tx: &Tx, before: Day) -> Result<u64> {
    tx.exec(
        "UPDATE counter_booking SET name = '', account_id = NULL WHERE day_on < $1 AND (name <> '' OR account_id IS NOT NULL)",
        vec![before.to_string().into()],
    )
    .await
}

/// Writes that an account waits for a slot until a day.
pub async fn add_wish(tx: &Tx, office: i64, service: i64, account: i64, until: Day) -> Result<()> {
    tx.exec(
        "INSERT INTO counter_wish (office_id, service_id, account_id, until_on, wished_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (office_id, service_id, account_id) DO UPDATE SET until_on = excluded.until_on, told_at = NULL",
        vec![office.into(), service.into(), account.into(), until.to_string().into(), tx.at().micros().into()],
    )
    .await?;
    Ok(())
}

/// Who waits for a slot of an office on a day and was not told yet, the first first.
pub async fn wishes_for(db: &impl Read, office: i64, day: Day) -> Result<Vec<Wish>> {
    db.rows(
        "SELECT id, account_id FROM counter_wish WHERE office_id = $1 AND until_on >= $2 \
         AND told_at IS NULL ORDER BY wished_at, id LIMIT 3",
        vec![office.into(), day.to_string().into()],
    )
    .await
}

/// How many slots an account waits for.
pub async fn wishes_of(db: &impl Read, account: i64) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM counter_wish WHERE account_id = $1", vec![account.into()]).await
}

/// Writes that somebody is told of a slot; false if they were told meanwhile, of another one.
pub async fn told(tx: &Tx, wish: i64) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE counter_wish SET told_at = $2 WHERE id = $1 AND told_at IS NULL",
            vec![wish.into(), tx.at().micros().into()],
        )
        .await?;
    Ok(touched > 0)
}

/// Takes off the waiting lists who waited for a slot until a day before; how many.
pub async fn forget_wishes(tx: &Tx, before: Day) -> Result<u64> {
    tx.exec("DELETE FROM counter_wish WHERE until_on < $1", vec![before.to_string().into()]).await
}

/// Takes an account off its appointments and the waiting list; what is still to come is cancelled.
pub async fn erase_account(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("DELETE FROM counter_wish WHERE account_id = $1", vec![account.into()]).await?;
    tx.exec("DELETE FROM counter_turn WHERE account_id = $1", vec![account.into()]).await?;
    tx.exec(
        "UPDATE counter_booking SET name = '', account_id = NULL, state = CASE WHEN state = 'booked' THEN 'cancelled' \
         ELSE state END WHERE account_id = $1",
        vec![account.into()],
    )
    .await?;
    Ok(())
}
