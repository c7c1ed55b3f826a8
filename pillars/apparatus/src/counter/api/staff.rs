//! The queue of an office and its appointments, for the staff of its agency. Names stand on a ticket's page, not here.

use super::super::acts;
use super::super::pages::{bookings as page, offered, public_office};
use super::super::rules::state::State;
use super::super::slice::{SERVE, VIEW};
use super::super::store::{self, Booking, Ticket};
use platform::Ctx;
use platform::api::types::{AgencyBrief, Asked, At, ByCode, On, Word};
use platform::api::{Created, Listed, Nothing, One};
use platform::error::{Error, FieldErrors, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where an appointment stands.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum BookingStateIn {
    /// To come.
    Booked,
    /// The person came.
    Arrived,
    /// Given back or called off.
    Cancelled,
    /// Nobody came.
    Missed,
}

/// Filters of appointments.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BookingFilters {
    /// The day.
    day: Option<On>,
    /// Where they stand.
    state: Option<BookingStateIn>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// An appointment to make.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BookIn {
    /// Number of the service, from the office.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    service: i64,
    /// When, one of the free times.
    at: At,
    /// For whom.
    #[schemars(length(min = 1, max = 120))]
    name: String,
}

/// Why an appointment is given back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelIn {
    /// Why, as whose it is reads it.
    #[schemars(length(max = 300))]
    reason: Option<String>,
}

/// An appointment.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BookingOut {
    /// Its code, by which the person checks in.
    code: String,
    /// Code of the office.
    office: String,
    /// Number of the service.
    service: i64,
    /// When.
    at: At,
    /// booked, arrived, cancelled or missed.
    state: String,
    /// When it was made.
    booked_at: At,
}

/// A number in the queue.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QueuedOut {
    /// Number of the record.
    id: i64,
    /// The number.
    code: String,
    /// Number of the service.
    service: i64,
    /// Where it stands.
    state: Word,
    /// Code of the group that is served first.
    priority: Option<String>,
    /// Taken.
    taken_at: At,
    /// The time of its appointment.
    slot_at: Option<At>,
    /// Minutes it has waited, while it waits.
    waited_minutes: Option<i64>,
    /// Number of the desk that called it.
    desk: Option<i64>,
    /// Called.
    called_at: Option<At>,
}

/// A desk.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeskOut {
    /// Number of the desk.
    id: i64,
    /// What stands on it.
    label: String,
    /// Who sits there.
    clerk: String,
    /// Numbers it served today.
    served: i64,
    /// Seconds that took.
    seconds: i64,
    /// The number it serves now.
    now: Option<String>,
}

/// The queue of an office today.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QueueOut {
    /// Code of the office.
    office: String,
    /// Agency that runs it.
    agency: AgencyBrief,
    /// People who wait.
    waiting: usize,
    /// Minutes the one who waits longest has waited.
    longest_minutes: i64,
    /// Numbers that wait, are called, or stand aside.
    tickets: Vec<QueuedOut>,
    /// Desks that are in use.
    desks: Vec<DeskOut>,
}

/// Minutes since a number counts as waiting.
fn minutes(ctx: &Ctx, ticket: &Ticket) -> i64 {
    ticket.waits_since().minutes_until(ctx.now).max(0)
}

/// The queue.
pub async fn queue(ctx: Ctx, path: ByCode, _: Nothing) -> Result<One<QueueOut>> {
    let office = public_office(&ctx, &path.code).await?;
    ctx.require(VIEW, office.agency_id)?;
    let db = &ctx.app.store;
    let queue = store::queue(db, office.id, ctx.today()).await?;
    let loads = store::loads(db, office.id, ctx.today(), ctx.today().start()).await?;
    let waits = |ticket: &&Ticket| ticket.state == State::Waiting.code();
    let desks = store::desks(db, office.id).await?.into_iter().filter(|desk| desk.active).map(|desk| {
        let load = loads.iter().find(|load| load.desk_id == desk.id);
        let now = queue.iter().find(|t| t.desk_id == Some(desk.id) && t.state == State::Called.code());
        DeskOut {
            id: desk.id,
            served: load.map_or(0, |load| load.tickets),
            seconds: load.map_or(0, |load| load.seconds),
            now: now.map(|ticket| ticket.code.clone()),
            label: desk.label,
            clerk: desk.clerk_name,
        }
    });
    let tickets = queue.iter().map(|ticket| QueuedOut {
        id: ticket.id,
        code: ticket.code.clone(),
        service: ticket.service_id,
        state: Word { code: ticket.state.clone(), name: ctx.t(&format!("counter-state-{}", ticket.state)) },
        priority: Some(ticket.priority.clone()).filter(|code| !code.is_empty()),
        taken_at: At::of(ticket.created_at),
        slot_at: ticket.due_at.map(At::of),
        waited_minutes: (ticket.state == State::Waiting.code()).then(|| minutes(&ctx, ticket)),
        desk: ticket.desk_id,
        called_at: ticket.called_at.map(At::of),
    });
    Ok(One(QueueOut {
        desks: desks.collect(),
        tickets: tickets.collect(),
        agency: AgencyBrief::of(&ctx, office.agency_id),
        waiting: queue.iter().filter(waits).count(),
        longest_minutes: queue.iter().filter(waits).map(|t| minutes(&ctx, t)).max().unwrap_or(0),
        office: office.code,
    }))
}

async fn told(ctx: &Ctx, booking: Booking) -> Result<BookingOut> {
    let office = store::office(&ctx.app.store, booking.office_id).await?.code;
    Ok(out(booking, office))
}

fn out(booking: Booking, office: String) -> BookingOut {
    BookingOut {
        at: At::of(booking.slot_at),
        booked_at: At::of(booking.booked_at),
        service: booking.service_id,
        code: booking.code,
        state: booking.state,
        office,
    }
}

/// A page of appointments.
pub async fn bookings(ctx: Ctx, _: Nothing, asked: BookingFilters) -> Result<Listed<BookingOut>> {
    let state = asked.state.map(|state| match state {
        BookingStateIn::Booked => "booked",
        BookingStateIn::Arrived => "arrived",
        BookingStateIn::Cancelled => "cancelled",
        BookingStateIn::Missed => "missed",
    });
    let query = Asked::new()
        .with("ngay", asked.day.map(|day| day.0))
        .with("trang-thai", state)
        .after(asked.after.as_deref())?;
    let offices = store::all_offices(&ctx.app.store, &ctx.scope(VIEW)).await?;
    let found = page::narrowed(&ctx, &query).page::<Booking>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |booking| {
        let office = offices.iter().find(|office| office.id == booking.office_id);
        let code = office.map(|office| office.code.clone()).unwrap_or_default();
        Ok(out(booking, code))
    })
}

/// Books a free time for somebody.
pub async fn book(ctx: Ctx, path: ByCode, body: BookIn) -> Result<Created<BookingOut>> {
    let office = public_office(&ctx, &path.code).await?;
    ctx.require(SERVE, office.agency_id)?;
    let services = offered(&ctx.app.store, office.id).await?;
    let Some(service) = services.iter().find(|service| service.id == body.service) else {
        let mut errors = FieldErrors::new();
        errors.add("service", "ground-api-field-choice");
        return Err(Error::Invalid(errors));
    };
    let code = acts::book_for(&ctx, &office, service, body.at.0, &body.name).await?;
    let booking = store::booking_by_code(&ctx.app.store, &code).await?.ok_or(Error::NotFound)?;
    let at = format!("{}/appointments?day={}", platform::api::PREFIX, booking.day_on);
    Ok(Created { at, body: told(&ctx, booking).await? })
}

/// Gives one back.
pub async fn cancel(ctx: Ctx, path: ByCode, body: CancelIn) -> Result<One<BookingOut>> {
    let booking = store::booking_by_code(&ctx.app.store, &path.code).await?.ok_or(Error::NotFound)?;
    let office = store::office(&ctx.app.store, booking.office_id).await?;
    ctx.require(SERVE, office.agency_id)?;
    acts::cancel_for(&ctx, &office, &booking, body.reason.as_deref().unwrap_or_default()).await?;
    let booking = store::booking_by_code(&ctx.app.store, &path.code).await?.ok_or(Error::NotFound)?;
    Ok(One(told(&ctx, booking).await?))
}
