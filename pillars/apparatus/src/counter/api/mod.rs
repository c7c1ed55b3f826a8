//! Operations of the programming interface on the counter: offices with their queue and free times for everybody, numbers to take,
//! and the queue and its appointments for the staff; over the acts of the pages.
//!
//! open.rs: for everybody · staff.rs: queue and appointments of one's scope · desks.rs: calling at a desk.

mod desks;
mod open;
mod staff;

use super::slice::{SERVE, VIEW};
use platform::Access::{Permission, Public};
use platform::api::{Op, Operations};

/// As the slice declares them.
pub fn operations() -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let view = Permission(VIEW);
    let all = Operations::new()
        .get(
            op("/counters", "listCounters", Public, "One-stop offices with how many people wait"),
            open::offices,
        )
        .get(
            op(
                "/counters/{code}",
                "getCounter",
                Public,
                "One office: services, hours, who waits, who is called",
            ),
            open::office,
        )
        .get(
            op("/counters/{code}/slots", "listFreeTimes", Public, "Free times for appointments on a day"),
            open::slots,
        )
        .post(
            op(
                "/counters/{code}/tickets",
                "takeTicket",
                Public,
                "Take a number, or check in with an appointment",
            ),
            open::take,
        )
        .get(
            op("/tickets/{key}", "followTicket", Public, "How many wait before a number, by its key"),
            open::follow,
        )
        .get(
            op("/counters/{code}/queue", "getQueue", view, "The queue of an office today: tickets and desks"),
            staff::queue,
        );
    at_desks(booked(all))
}

/// Appointments, as staff keep them.
fn booked(operations: Operations) -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let (view, serve) = (Permission(VIEW), Permission(SERVE));
    operations
        .get(
            op("/appointments", "listAppointments", view, "Appointments of the caller's scope"),
            staff::bookings,
        )
        .post(
            op(
                "/counters/{code}/appointments",
                "bookAppointment",
                serve,
                "Book a free time for somebody who asks by telephone or at the desk",
            ),
            staff::book,
        )
        .post(
            op(
                "/appointments/{code}/cancel",
                "cancelAppointment",
                serve,
                "Give an appointment back; whose it is is told, and who waits for one",
            ),
            staff::cancel,
        )
}

/// What is done at a desk with the numbers that wait.
fn at_desks(all: Operations) -> Operations {
    let op = |path, id, summary| Op { path, id, access: Permission(SERVE), summary };
    all.get(
        op("/counter-desks/{id}/current", "getDeskTicket", "The number that a desk has in hand"),
        desks::current,
    )
    .post(op("/counter-desks/{id}/call", "callNextTicket", "Call the next number to a desk"), desks::call)
    .post(
        op(
            "/counter-desks/{id}/act",
            "actOnTicket",
            "Call again, set aside, take up, send on, miss, take back or finish a number",
        ),
        desks::act,
    )
    .post(
        op("/counter-desks/{id}/quick", "serveOnTheSpot", "Count somebody who was served without a number"),
        desks::quick,
    )
}
