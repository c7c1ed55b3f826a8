//! Giving a ticket out: its number is reserved in the same transaction; an appointment that arrives gets one too.

use super::super::rules::priority;
use super::super::store::{self, Booking, NewTicket, Office, Service, Ticket};
use platform::error::{Error, Refusal, Result};
use platform::{Actor, App, Change, Tx};
use serde_json::json;

/// Minutes within which a person should be called, where no rule says.
const WAITING_LIMIT: i64 = 30;

/// What is asked for.
pub struct Asked<'a> {
    /// Where.
    pub office: &'a Office,
    /// What for.
    pub service: &'a Service,
    /// Code of a group that is served first, or "".
    pub priority: &'a str,
    /// The appointment that arrives.
    pub booking: Option<&'a Booking>,
    /// Served on the spot, without waiting.
    pub quick: bool,
}

/// Gives a ticket out in a transaction of its own.
pub async fn give(app: &App, by: &Actor, asked: &Asked<'_>) -> Result<Ticket> {
    let tx = app.store.write(by).await?;
    let ticket = issue(app, &tx, asked).await?;
    tx.commit().await?;
    Ok(ticket)
}

/// Gives the ticket of an appointment whose day it is.
pub async fn check_in(app: &App, by: &Actor, office: &Office, code: &str, priority: &str) -> Result<Ticket> {
    let tx = app.store.write(by).await?;
    let booking = store::booking_by_code(&tx, code).await?.filter(|b| b.office_id == office.id);
    let booking = booking.ok_or_else(|| Refusal::new("counter-refused-no-booking"))?;
    if booking.day_on != tx.at().day().to_string() {
        return Err(Refusal::new("counter-refused-other-day").into());
    }
    if !store::set_booking_state(&tx, &booking, "booked", "arrived").await? {
        return Err(Refusal::new("counter-refused-booking-used").into());
    }
    let services = store::services(&tx, office.id).await?;
    let service = services.iter().find(|s| s.id == booking.service_id).ok_or(Error::NotFound)?;
    let asked = Asked { office, service, priority, booking: Some(&booking), quick: false };
    let ticket = issue(app, &tx, &asked).await?;
    let after = json!({"counter_booking_state": "arrived"});
    tx.journal(Change::of("counter", "counter_booking", booking.id, "counter_arrive").after(after)).await?;
    tx.commit().await?;
    Ok(ticket)
}

/// Gives a ticket out in the caller's transaction.
pub(super) async fn issue(app: &App, tx: &Tx, asked: &Asked<'_>) -> Result<Ticket> {
    if !asked.office.active || !asked.service.active {
        return Err(Refusal::new("counter-refused-closed").into());
    }
    let day = tx.at().day();
    let groups = priority::groups(&app.profiles(), day)?;
    let known = priority::rank(&groups, asked.priority).is_some();
    let turn = store::reserve_turn(tx, asked.service.id, day).await?;
    let code = format!("{}{turn:03}", asked.service.letter);
    let new = NewTicket {
        office_id: asked.office.id,
        agency_id: asked.office.agency_id,
        service_id: asked.service.id,
        day,
        turn,
        code: code.clone(),
        token: app.random.token(),
        priority: if known { asked.priority.to_owned() } else { String::new() },
        booking_id: asked.booking.map(|b| b.id),
        due_at: asked.booking.map(|b| b.slot_at),
        at: tx.at(),
        limit_minutes: app.profiles().get_or("counter.waiting_limit_minutes", day, WAITING_LIMIT)?,
        quick: asked.quick,
    };
    let id = store::insert_ticket(tx, new).await?;
    let after = json!({"counter_ticket": code, "counter_service": asked.service.name});
    tx.journal(Change::of("counter", "counter_ticket", id, "counter_give").after(after)).await?;
    store::ticket(tx, id).await
}
