//! Appointments: a slot of the opening hours is booked, moved or given back; who waits for one is told when it frees up.

use super::super::rules::hours::{self, Slot};
use super::super::rules::plan::capacity;
use super::super::store::{self, Booking, Closed, NewBooking, Office, Service};
use super::opening::opening;
use kernel::{Day, Moment};
use platform::error::{Error, Refusal, Result};
use platform::messages::Lang;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, Ctx, Read, Tx, identity};
use serde_json::json;
use std::collections::BTreeMap;

/// Days for which slots are offered, where no rule says.
const DAYS_AHEAD: i64 = 14;
/// Appointments of one person still to come, where no rule says.
const MOST_OPEN: i64 = 3;
/// Minutes after its time at which an appointment counts as missed, where no rule says.
const GRACE: i64 = 30;
/// Letters and digits of a code that are not mistaken for each other.
const SIGNS: [char; 30] = [
    'A', 'B', 'C', 'D', 'E', 'G', 'H', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'X', 'Y', '2',
    '3', '4', '5', '6', '7', '8', '9', 'W', 'Z',
];

/// For how many days slots are offered.
pub fn days_ahead(app: &App, today: Day) -> Result<i64> {
    app.profiles().get_or("counter.booking_days_ahead", today, DAYS_AHEAD)
}

/// The slots of an office on a day with places left, counted at a moment.
pub async fn slots(app: &App, db: &impl Read, office: &Office, day: Day, now: Moment) -> Result<Vec<Slot>> {
    if day > now.day().plus_days(days_ahead(app, now.day())?) {
        return Ok(Vec::new());
    }
    let begins = opening(app, db, office).await?.begins(day, office.slot_minutes);
    let taken = store::booked_slots(db, office.id, day.start(), day.next().start()).await?;
    Ok(hours::free(&begins, &taken, office.slot_places, now))
}

/// The same for a service: where it takes fewer at once than the office, its own places count too.
pub async fn slots_for(
    app: &App,
    db: &impl Read,
    (office, service): (&Office, i64),
    day: Day,
    now: Moment,
) -> Result<Vec<Slot>> {
    let offered = slots(app, db, office, day, now).await?;
    let Some((most, _)) = fewer(db, office).await?.remove(&service) else { return Ok(offered) };
    let taken = store::booked_of_service(db, service, day.start(), day.next().start()).await?;
    Ok(hours::narrowed(offered, &taken, most))
}

/// The services that take fewer appointments of one time than their office, by their own places or those of the desks that serve
/// them: how many, and their names.
pub async fn fewer(db: &impl Read, office: &Office) -> Result<BTreeMap<i64, (i64, String)>> {
    let desks = store::desks(db, office.id).await?;
    let of = |service: Service| {
        let serving =
            desks.iter().filter(|desk| desk.active && desk.serves(&service.letter)).map(|desk| desk.places);
        let most = capacity(office.slot_places, service.places, serving);
        (most < office.slot_places).then_some((service.id, (most, service.name)))
    };
    Ok(store::services(db, office.id).await?.into_iter().filter_map(of).collect())
}

/// Books a slot for the viewer; the new appointment's code.
pub async fn book(ctx: &Ctx, office: &Office, service: &Service, slot: Moment) -> Result<String> {
    let viewer = ctx.viewer()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    // Holds the office first: who books twice at once is counted once at a time.
    take(&ctx.app, &tx, office, (service.id, slot)).await?;
    let most = ctx.app.profiles().get_or("counter.booking_open_most", ctx.today(), MOST_OPEN)?;
    if store::open_of_account(&tx, viewer.account_id, tx.at()).await? >= most {
        return Err(Refusal::new("counter-refused-many").arg("most", most).into());
    }
    enter(&ctx.app, tx, (office, service, slot), (Some(viewer.account_id), &viewer.name)).await
}

/// Books a slot for somebody without an account, who asks by telephone or at the desk; the new appointment's code.
pub async fn book_for(
    ctx: &Ctx,
    office: &Office,
    service: &Service,
    slot: Moment,
    name: &str,
) -> Result<String> {
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    take(&ctx.app, &tx, office, (service.id, slot)).await?;
    enter(&ctx.app, tx, (office, service, slot), (None, name)).await
}

/// Keeps an appointment whose slot is held, and commits.
async fn enter(
    app: &App,
    tx: Tx,
    (office, service, slot): (&Office, &Service, Moment),
    (account_id, name): (Option<i64>, &str),
) -> Result<String> {
    let code = code(app);
    let new = NewBooking {
        office_id: office.id,
        agency_id: office.agency_id,
        service_id: service.id,
        account_id,
        name: name.to_owned(),
        code: code.clone(),
        slot,
    };
    let id = store::insert_booking(&tx, &new).await?;
    let after = json!({"counter_slot": slot.vn(), "counter_service": service.name});
    tx.journal(Change::of("counter", "counter_booking", id, "counter_book").after(after)).await?;
    tx.commit().await?;
    Ok(code)
}

/// Moves an appointment to another slot; the slot given back is told to who waits.
pub async fn reschedule(ctx: &Ctx, office: &Office, booking: &Booking, slot: Moment) -> Result<()> {
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    take(&ctx.app, &tx, office, (booking.service_id, slot)).await?;
    if !store::move_booking(&tx, booking, slot).await? {
        return Err(Refusal::new("counter-refused-booking-used").into());
    }
    let before = Moment::from_micros(booking.slot_at);
    let change = Change::of("counter", "counter_booking", booking.id, "counter_reschedule");
    let change =
        change.before(json!({"counter_slot": before.vn()})).after(json!({"counter_slot": slot.vn()}));
    tx.journal(change).await?;
    // Moved to where it was, it frees nothing.
    if before != slot {
        tell(&tx, office, before).await?;
    }
    tx.commit().await
}

/// Gives an appointment back.
pub async fn cancel(ctx: &Ctx, office: &Office, booking: &Booking) -> Result<()> {
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    give_back(&tx, office, booking, "").await?;
    tx.commit().await
}

/// Gives an appointment back for whose it is, who is told.
pub async fn cancel_for(ctx: &Ctx, office: &Office, booking: &Booking, reason: &str) -> Result<()> {
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    give_back(&tx, office, booking, reason).await?;
    tell_called_off(&tx, office, booking, reason).await?;
    tx.commit().await
}

async fn give_back(tx: &Tx, office: &Office, booking: &Booking, reason: &str) -> Result<()> {
    if !store::set_booking_state(tx, booking, "booked", "cancelled").await? {
        return Err(Refusal::new("counter-refused-booking-used").into());
    }
    let change = Change::of("counter", "counter_booking", booking.id, "counter_cancel");
    let change = change.after(json!({"counter_booking_state": "cancelled"}));
    tx.journal(change.reason(Some(reason).filter(|reason| !reason.is_empty()))).await?;
    tell(tx, office, Moment::from_micros(booking.slot_at)).await
}

/// Puts the viewer on the waiting list of an office.
pub async fn wish(ctx: &Ctx, office: &Office, service: &Service) -> Result<()> {
    let viewer = ctx.viewer()?;
    let until = ctx.today().plus_days(days_ahead(&ctx.app, ctx.today())?);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    store::add_wish(&tx, office.id, service.id, viewer.account_id, until).await?;
    let after = json!({"counter_service": service.name, "counter_until": until.vn()});
    tx.journal(Change::of("counter", "counter_office", office.id, "counter_wish").after(after)).await?;
    tx.commit().await
}

/// Marks appointments as missed whose time and grace have passed; how many.
pub async fn miss_bookings(app: &App) -> Result<usize> {
    let tx = app.store.write(&Actor::system()).await?;
    let grace: i64 = app.profiles().get_or("counter.appointment_grace_minutes", tx.at().day(), GRACE)?;
    let missed = store::missed_bookings(&tx, tx.at().plus_minutes(-grace)).await?;
    let mut count = 0;
    for booking in &missed {
        if store::set_booking_state(&tx, booking, "booked", "missed").await? {
            let change = Change::of("counter", "counter_booking", booking.id, "counter_no_show");
            tx.journal(change.after(json!({"counter_booking_state": "missed"}))).await?;
            count += 1;
        }
    }
    if count > 0 {
        tx.commit().await?;
    }
    Ok(count)
}

/// Cancels the appointments to come that fall on days on which the office is closed now, and tells whose they were; how many.
pub async fn call_off(tx: &Tx, office: &Office, closed: &[Closed]) -> Result<usize> {
    let mut count = 0;
    for stretch in closed {
        let fallen = store::bookings_on(tx, office.id, (&stretch.from_on, &stretch.to_on), tx.at()).await?;
        for booking in fallen {
            count += usize::from(called_off(tx, office, &booking, &stretch.reason).await?);
        }
    }
    Ok(count)
}

/// Cancels the appointments to come at times at which the office is not open any more: it works no more, or its hours have
/// changed. How many.
pub async fn call_off_unopened(app: &App, tx: &Tx, office: &Office) -> Result<usize> {
    let open = opening(app, tx, office).await?;
    let vi = app.locale(Lang::Vi);
    let mut count = 0;
    for booking in store::bookings_after(tx, office.id, tx.at()).await? {
        let reason = if !office.active {
            vi.t("counter-called-off-office")
        } else if !open.is_open(Moment::from_micros(booking.slot_at)) {
            vi.t("counter-called-off-hours")
        } else {
            continue;
        };
        count += usize::from(called_off(tx, office, &booking, &reason).await?);
    }
    Ok(count)
}

/// Cancels one appointment for a reason and tells whose it was; false if it stands no more.
async fn called_off(tx: &Tx, office: &Office, booking: &Booking, reason: &str) -> Result<bool> {
    if !store::set_booking_state(tx, booking, "booked", "cancelled").await? {
        return Ok(false);
    }
    let change = Change::of("counter", "counter_booking", booking.id, "counter_call_off");
    let change = change.after(json!({"counter_booking_state": "cancelled"}));
    tx.journal(change.reason(Some(reason).filter(|reason| !reason.is_empty()))).await?;
    tell_called_off(tx, office, booking, reason).await?;
    Ok(true)
}

async fn tell_called_off(tx: &Tx, office: &Office, booking: &Booking, reason: &str) -> Result<()> {
    let Some(account_id) = booking.account_id else { return Ok(()) };
    let account = match identity::account(tx, account_id).await {
        Ok(account) => account,
        Err(Error::NotFound) => return Ok(()),
        Err(other) => return Err(other),
    };
    let notice = Notice {
        template: "counter.called_off",
        account_id: Some(account_id),
        email: account.email.as_deref(),
        phone: None,
        href: format!("/dat-lich/{}", office.code),
        values: json!({
            "office": office.name, "slot": Moment::from_micros(booking.slot_at).vn(), "reason": reason,
        }),
    };
    notices::send(tx, &notice).await
}

/// Holds a place in a slot that is offered; refused when the last one went meanwhile.
///
/// The service's own places, and those of the desks that serve it, are asked too: another service may still have some.
async fn take(app: &App, tx: &Tx, office: &Office, (service, slot): (i64, Moment)) -> Result<()> {
    let taken = store::slot_taken(tx, office.id, slot).await?;
    // Read again with its row in hand: it may have been closed since its page was opened.
    let office = &store::office(tx, office.id).await?;
    if !office.active {
        return Err(Refusal::new("counter-refused-slot").into());
    }
    let offered = slots(app, tx, office, slot.day(), tx.at()).await?;
    if taken >= office.slot_places || !offered.iter().any(|s| s.at == slot) {
        return Err(Refusal::new("counter-refused-slot").into());
    }
    let Some((most, name)) = fewer(tx, office).await?.remove(&service) else { return Ok(()) };
    if store::service_taken(tx, service, slot).await? >= most {
        return Err(Refusal::new("counter-refused-service-full").arg("service", name).into());
    }
    Ok(())
}

/// Tells who waits for a slot that one is free again; a slot in the past interests nobody.
async fn tell(tx: &Tx, office: &Office, slot: Moment) -> Result<()> {
    if slot <= tx.at() {
        return Ok(());
    }
    for wish in store::wishes_for(tx, office.id, slot.day()).await? {
        let account = match identity::account(tx, wish.account_id).await {
            Ok(account) => account,
            Err(Error::NotFound) => continue,
            Err(other) => return Err(other),
        };
        // Another slot that freed up at the same moment may have been told to them already.
        if !store::told(tx, wish.id).await? {
            continue;
        }
        let notice = Notice {
            template: "counter.slot_free",
            account_id: Some(wish.account_id),
            email: account.email.as_deref(),
            phone: None,
            href: format!("/dat-lich/{}?ngay={}", office.code, slot.day()),
            values: json!({"office": office.name, "slot": slot.vn()}),
        };
        notices::send(tx, &notice).await?;
    }
    Ok(())
}

/// Eight signs that can be read out and typed at a kiosk.
fn code(app: &App) -> String {
    let sign = || {
        let at = usize::try_from(app.random.below(SIGNS.len() as u64)).unwrap_or(0);
        SIGNS.get(at).copied().unwrap_or('A')
    };
    (0..8).map(|_| sign()).collect()
}
