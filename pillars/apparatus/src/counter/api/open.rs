//! Offices, free times and numbers, for everybody: what the public pages, the kiosk and the display say, within their limits.

use super::super::acts;
use super::super::pages::{kiosk, offered, public_office, slip};
use super::super::rules::hours::clock;
use super::super::store::{self, Office};
use platform::api::types::{AgencyBrief, At, ByCode, On, Sent, Word};
use platform::api::{Created, Listed, Nothing, One};
use platform::error::Result;
use platform::{Ctx, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which day, and what for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayIn {
    /// The day; today where nothing is said.
    day: Option<On>,
    /// Number of the service, from the office: it may take fewer at once than the office.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    service: Option<i64>,
}

/// A number to take.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketIn {
    /// Number of the service, from the office; not needed with an appointment.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    service: Option<i64>,
    /// Code of the appointment that checks in on its day.
    #[schemars(length(min = 1, max = 12))]
    appointment: Option<String>,
    /// Code of a group that is served first, from the city's list of the day.
    #[schemars(length(max = 60))]
    priority: Option<String>,
    /// The key of the office's own kiosk; without it a number is given where the office gives them from elsewhere.
    #[schemars(length(max = 80))]
    kiosk: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByKey {
    /// Key of the number, from where it was taken.
    #[schemars(length(min = 1, max = 80), regex(pattern = r"^[A-Za-z0-9_-]+$"))]
    key: String,
}

/// An office in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CounterLine {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// Address.
    address: String,
    /// Agency that runs it.
    agency: AgencyBrief,
    /// People who wait now.
    waiting: i64,
    /// Whether it gives numbers from elsewhere too.
    remote: bool,
    /// Address of the record.
    href: String,
}

/// A service of an office.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ServiceOut {
    /// Number of the service.
    id: i64,
    /// Its letter, with which its numbers begin.
    letter: String,
    /// Its name.
    name: String,
    /// People who wait for it now.
    waiting: usize,
}

/// The hours of a day.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HoursOut {
    /// The day.
    on: String,
    /// Spans such as 07:30–11:30; none where it is closed.
    open: Vec<String>,
}

/// A number that is called.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CallOut {
    /// The number.
    ticket: String,
    /// The desk.
    desk: String,
    /// When.
    called_at: At,
}

/// An office.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CounterOut {
    /// What the list says of it.
    office: CounterLine,
    /// Whether it is open now.
    open_now: bool,
    /// What one may come for.
    services: Vec<ServiceOut>,
    /// The next seven days.
    hours: Vec<HoursOut>,
    /// Numbers that are called now, the latest first.
    calls: Vec<CallOut>,
}

/// A free time.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SlotOut {
    /// When it begins.
    at: At,
    /// Places left.
    free: i64,
}

/// A number that was taken.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TicketOut {
    /// The number.
    code: String,
    /// Key of its address: whoever has it follows the number.
    key: String,
    /// Code of the office.
    office: String,
    /// Name of the service.
    service: String,
    /// Where it stands: waiting, called, parked, missed, done or gone.
    state: Word,
    /// People of the same service who came before and wait; who goes first by law may come in between.
    ahead: usize,
    /// The desk that calls it.
    desk: Option<String>,
    /// Taken.
    taken_at: At,
    /// The time of its appointment.
    slot_at: Option<At>,
}

async fn line(ctx: &Ctx, office: &Office) -> Result<CounterLine> {
    Ok(CounterLine {
        code: office.code.clone(),
        name: office.name.clone(),
        address: office.address.clone(),
        agency: AgencyBrief::of(ctx, office.agency_id),
        waiting: store::waiting_count(&ctx.app.store, office.id, ctx.today()).await?,
        remote: office.remote,
        href: format!("{}/counters/{}", platform::api::PREFIX, office.code),
    })
}

/// The offices.
pub async fn offices(ctx: Ctx, _: Nothing, _: Nothing) -> Result<Listed<CounterLine>> {
    let mut lines = Vec::new();
    for office in store::all_offices(&ctx.app.store, &Scope::All).await? {
        lines.push(line(&ctx, &office).await?);
    }
    Ok(Listed::whole(lines))
}

/// One of them.
pub async fn office(ctx: Ctx, path: ByCode, _: Nothing) -> Result<One<CounterOut>> {
    let office = public_office(&ctx, &path.code).await?;
    let db = &ctx.app.store;
    let opening = acts::opening(&ctx.app, db, &office).await?;
    let queue = store::queue(db, office.id, ctx.today()).await?;
    let services = offered(db, office.id).await?.into_iter().map(|service| ServiceOut {
        waiting: queue.iter().filter(|t| t.state == "waiting" && t.service_id == service.id).count(),
        id: service.id,
        letter: service.letter,
        name: service.name,
    });
    let hours = (0..7).map(|ahead| {
        let day = ctx.today().plus_days(ahead);
        let open = opening.on(day).into_iter().map(|s| format!("{}–{}", clock(s.opens), clock(s.closes)));
        HoursOut { on: day.to_string(), open: open.collect() }
    });
    let calls = store::calls(db, office.id, ctx.today()).await?.into_iter().map(|call| CallOut {
        called_at: At::of(call.called_at),
        ticket: call.code,
        desk: call.label,
    });
    Ok(One(CounterOut {
        open_now: opening.is_open(ctx.now),
        services: services.collect(),
        hours: hours.collect(),
        calls: calls.collect(),
        office: line(&ctx, &office).await?,
    }))
}

/// The free times of a day.
pub async fn slots(ctx: Ctx, path: ByCode, asked: DayIn) -> Result<Listed<SlotOut>> {
    let office = public_office(&ctx, &path.code).await?;
    let day = asked.day.map_or_else(|| ctx.today(), |day| day.0);
    let slots = match asked.service {
        Some(service) => acts::slots_for(&ctx.app, &ctx.app.store, (&office, service), day, ctx.now).await?,
        None => acts::slots(&ctx.app, &ctx.app.store, &office, day, ctx.now).await?,
    };
    let told = slots.into_iter().map(|slot| SlotOut { at: At(slot.at), free: slot.free });
    Ok(Listed::whole(told.collect()))
}

/// Takes a number.
pub async fn take(ctx: Ctx, path: ByCode, body: TicketIn) -> Result<Created<TicketOut>> {
    let office = public_office(&ctx, &path.code).await?;
    let at_kiosk = body.kiosk.as_deref() == Some(office.kiosk_token.as_str());
    let form = Sent::new()
        .with("dich-vu", body.service)
        .with("ma-hen", body.appointment)
        .with("uu-tien", body.priority)
        .form();
    let key = kiosk::give(&ctx, &office, at_kiosk, &form).await?;
    let at = format!("{}/tickets/{key}", platform::api::PREFIX);
    Ok(Created { at, body: told(&ctx, &key).await? })
}

async fn told(ctx: &Ctx, key: &str) -> Result<TicketOut> {
    let (ticket, office) = slip::found(ctx, key).await?;
    let (service, desk) = slip::names(ctx, &ticket).await?;
    let state = ticket.state()?;
    let name = ctx.t(&format!("counter-state-{}", state.code()));
    Ok(TicketOut {
        ahead: slip::ahead(ctx, &ticket).await?,
        state: Word { code: state.code().to_owned(), name },
        desk: Some(desk).filter(|desk| !desk.is_empty()),
        taken_at: At::of(ticket.created_at),
        slot_at: ticket.due_at.map(At::of),
        code: ticket.code,
        key: ticket.token,
        office: office.code,
        service,
    })
}

/// How far a number is.
pub async fn follow(ctx: Ctx, path: ByKey, _: Nothing) -> Result<One<TicketOut>> {
    Ok(One(told(&ctx, &path.key).await?))
}
