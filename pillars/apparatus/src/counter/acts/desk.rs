//! What a desk does with tickets. Two desks never call the same one: a change holds only for the state it was read in.

use super::super::rules::order::{self, Waiting};
use super::super::rules::priority;
use super::super::rules::state::{Act, State};
use super::super::store::{self, Desk, Office, Service, Ticket};
use super::issue::{Asked, issue};
use kernel::Moment;
use platform::error::{Error, Refusal, Result};
use platform::{Actor, App, Change, Tx};
use serde_json::json;

/// Minutes before its time from which an appointment goes before walk-ins, where no rule says.
const EARLY: i64 = 15;

/// Where a ticket is sent on to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One desk of the office.
    Desk(i64),
    /// The queue of a service of the office.
    Service(i64),
}

/// Calls the next ticket to a desk.
pub async fn call_next(app: &App, by: &Actor, desk: &Desk, office: &Office) -> Result<Ticket> {
    let tx = app.store.write(by).await?;
    free_desk(&tx, desk).await?;
    let now = tx.at();
    let day = now.day();
    let services = store::services(&tx, office.id).await?;
    let groups = priority::groups(&app.profiles(), day)?;
    let early = app.profiles().get_or("counter.appointment_early_minutes", day, EARLY)?;
    let desks = store::desks(&tx, office.id).await?;
    let mut open = store::queue(&tx, office.id, day).await?;
    open.retain(|ticket| ticket.state == State::Waiting.code() && is_for(desk, (&desks, &services), ticket));
    let waiting = open.iter().map(|t| Waiting {
        id: t.id,
        rank: priority::rank(&groups, &t.priority),
        due: t.due_at.map(Moment::from_micros),
        queued: Moment::from_micros(t.queued_at),
    });
    for id in order::ordered(waiting.collect(), now, early) {
        let Some(ticket) = open.iter().find(|t| t.id == id) else { continue };
        // Another desk may have called it since the queue was read: then the next one.
        if let Some(called) = moved(&tx, ticket.clone(), Act::Call, Some(desk)).await? {
            note(&tx, &called, desk, "counter_call").await?;
            tx.commit().await?;
            return Ok(called);
        }
    }
    Err(Refusal::new("counter-refused-nobody").into())
}

/// An act with one ticket; a redirect says where to.
pub async fn act(
    app: &App,
    by: &Actor,
    desk: &Desk,
    (ticket, act): (i64, Act),
    target: Option<Target>,
) -> Result<Ticket> {
    let tx = app.store.write(by).await?;
    if act == Act::Resume {
        free_desk(&tx, desk).await?;
    } else {
        store::use_desk(&tx, desk.id).await?;
    }
    let mut ticket = store::ticket(&tx, ticket).await?;
    if ticket.office_id != desk.office_id {
        return Err(Error::NotFound);
    }
    // A ticket that another desk has in hand is that desk's; who missed a call may be taken back by any.
    if act != Act::Back && ticket.desk_id != Some(desk.id) {
        return Err(Refusal::new("counter-refused-other-desk").into());
    }
    if act == Act::Redirect {
        redirect(&tx, &mut ticket, target).await?;
    }
    let moved = moved(&tx, ticket, act, Some(desk)).await?;
    let moved = moved.ok_or_else(|| Refusal::new("counter-refused-state"))?;
    note(&tx, &moved, desk, verb(act)).await?;
    tx.commit().await?;
    Ok(moved)
}

/// Serves somebody on the spot who took no number: counted as served, without waiting.
pub async fn quick(app: &App, by: &Actor, desk: &Desk, office: &Office, service: &Service) -> Result<Ticket> {
    let tx = app.store.write(by).await?;
    free_desk(&tx, desk).await?;
    let asked = Asked { office, service, priority: "", booking: None, quick: true };
    let ticket = issue(app, &tx, &asked).await?;
    let lost = || Error::fault("counter_ticket", "a ticket of this transaction was changed by another");
    let called = moved(&tx, ticket, Act::Call, Some(desk)).await?.ok_or_else(lost)?;
    let done = moved(&tx, called, Act::Finish, Some(desk)).await?.ok_or_else(lost)?;
    note(&tx, &done, desk, "counter_quick").await?;
    tx.commit().await?;
    Ok(done)
}

/// Ends the tickets of days before that nobody ended; how many.
pub async fn close_days(app: &App) -> Result<usize> {
    let tx = app.store.write(&Actor::system()).await?;
    let left = store::left_over(&tx, tx.at().day()).await?;
    let mut count = 0;
    for ticket in left {
        if let Some(gone) = moved(&tx, ticket, Act::Leave, None).await? {
            let after = json!({"counter_ticket": gone.code});
            tx.journal(Change::of("counter", "counter_ticket", gone.id, "counter_leave").after(after))
                .await?;
            count += 1;
        }
    }
    if count > 0 {
        tx.commit().await?;
    }
    Ok(count)
}

/// Holds the desk; refused while it has a ticket in hand.
async fn free_desk(tx: &Tx, desk: &Desk) -> Result<()> {
    store::use_desk(tx, desk.id).await?;
    if !desk.active {
        return Err(Refusal::new("counter-refused-desk-closed").into());
    }
    match store::current(tx, desk.id).await? {
        Some(ticket) => Err(Refusal::new("counter-refused-busy").arg("ticket", ticket.code).into()),
        None => Ok(()),
    }
}

/// Whether a waiting ticket may be called by a desk. What was sent to a desk that is closed since is not left to it.
pub fn is_for(desk: &Desk, (desks, services): (&[Desk], &[Service]), ticket: &Ticket) -> bool {
    let only = ticket.only_desk_id.filter(|only| desks.iter().any(|d| d.id == *only && d.active));
    match only {
        Some(only) => only == desk.id,
        None => services.iter().any(|s| s.id == ticket.service_id && desk.serves(&s.letter)),
    }
}

async fn redirect(tx: &Tx, ticket: &mut Ticket, target: Option<Target>) -> Result<()> {
    match target {
        Some(Target::Desk(id)) => {
            let other = store::desk(tx, id).await?;
            if other.office_id != ticket.office_id || !other.active {
                return Err(Refusal::new("counter-refused-target").into());
            }
            ticket.only_desk_id = Some(id);
        }
        Some(Target::Service(id)) => {
            let services = store::services(tx, ticket.office_id).await?;
            if !services.iter().any(|s| s.id == id && s.active) {
                return Err(Refusal::new("counter-refused-target").into());
            }
            ticket.only_desk_id = None;
            ticket.service_id = id;
        }
        None => return Err(Refusal::new("counter-refused-target").into()),
    }
    Ok(())
}

/// The ticket after an act, written; none where it is no longer in the state it was read in.
async fn moved(tx: &Tx, mut ticket: Ticket, act: Act, desk: Option<&Desk>) -> Result<Option<Ticket>> {
    let before = ticket.state()?;
    let after = before.after(act)?;
    let now = tx.at();
    ticket.state = after.code().to_owned();
    match act {
        Act::Call | Act::Recall | Act::Resume => {
            ticket.desk_id = desk.map(|d| d.id);
            ticket.called_at = Some(now.micros());
            ticket.calls += 1;
            if ticket.first_called_at.is_none() {
                ticket.first_called_at = Some(now.micros());
                ticket.waited = Some(seconds(ticket.waits_since(), now));
            }
        }
        Act::Redirect => ticket.desk_id = None,
        Act::Back => {
            // It goes to the end of its queue: who came in time is not overtaken.
            ticket.desk_id = None;
            ticket.queued_at = now.micros();
        }
        Act::Park | Act::Miss | Act::Finish | Act::Leave => {}
    }
    if after.is_ended() {
        ticket.ended_at = Some(now.micros());
    }
    if act == Act::Finish {
        ticket.served = ticket.first_called_at.map(|at| seconds(Moment::from_micros(at), now));
    }
    Ok(store::change(tx, &ticket, before).await?.then_some(ticket))
}

fn seconds(from: Moment, to: Moment) -> i64 {
    ((to.micros() - from.micros()) / 1_000_000).max(0)
}

fn verb(act: Act) -> &'static str {
    match act {
        Act::Call => "counter_call",
        Act::Recall => "counter_recall",
        Act::Park => "counter_park",
        Act::Resume => "counter_resume",
        Act::Redirect => "counter_redirect",
        Act::Miss => "counter_miss",
        Act::Back => "counter_back",
        Act::Finish => "counter_finish",
        Act::Leave => "counter_leave",
    }
}

async fn note(tx: &Tx, ticket: &Ticket, desk: &Desk, verb: &'static str) -> Result<()> {
    let after = json!({"counter_ticket": ticket.code, "counter_desk": desk.label});
    tx.journal(Change::of("counter", "counter_ticket", ticket.id, verb).after(after)).await
}
