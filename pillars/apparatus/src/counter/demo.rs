//! The counter of the demo city: offices, four weeks of tickets, a morning in full swing, appointments to come.

use super::rules::hours::Span;
use super::store::{self, Course, Desk, NewBooking, NewTicket, Office, Service};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::random::Random;
use platform::slice::DemoPlan;
use platform::{Actor, App, Change, Tx, identity};
use serde_json::json;

/// (letter, name, fields).
type Offered = (&'static str, &'static str, &'static str);

const RESULTS: Offered = ("D", "Trả kết quả", "");
/// (agency, name of the office, address, desks, what one comes for: that which such an agency settles).
const OFFICES: [(&str, &str, &str, usize, &[Offered]); 3] = [
    (
        "quan-ninh-kieu",
        "Bộ phận Một cửa quận Ninh Kiều",
        "215 Nguyễn Thị Minh Khai",
        5,
        &[
            ("A", "Hộ tịch, chứng thực", "HT CT"),
            ("B", "Đất đai, xây dựng", "DD XD"),
            ("C", "Đăng ký kinh doanh", "KD"),
            RESULTS,
        ],
    ),
    (
        "phuong-cai-khe",
        "Bộ phận Một cửa phường Cái Khế",
        "Đường Trần Văn Khéo",
        2,
        &[("A", "Hộ tịch, chứng thực", "HT CT"), ("B", "Cư trú, bảo trợ xã hội", "CU AS"), RESULTS],
    ),
    (
        "so-xay-dung",
        "Bộ phận Một cửa Sở Xây dựng",
        "Đường Ngô Hữu Hạnh",
        2,
        &[("A", "Giấy phép xây dựng", "XD"), RESULTS],
    ),
];
const PRIORITIES: [&str; 3] = ["elderly", "disabled", "pregnant"];
/// Days of the past with tickets.
const DAYS: i64 = 28;

/// Builds it.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    (plan.progress)("hàng đợi", 0, 1);
    let random = Random::seeded(plan.seed ^ 0x71ce7);
    let now = app.clock.now();
    let tx = app.store.write(&Actor::system()).await?;
    let directory = app.directory();
    for (agency, name, address, desks, offered) in OFFICES {
        let Some(agency) = directory.by_code(agency) else { continue };
        let office = office(&app, &tx, (agency.id, &agency.code), (name, address, desks), offered).await?;
        let services = store::services(&tx, office.id).await?;
        let desks = store::desks(&tx, office.id).await?;
        tickets(&tx, &random, &office, (&services, &desks), now).await?;
        appointments(&app, &tx, &random, (&office, &services), now.day()).await?;
    }
    tx.commit().await
}

async fn office(
    app: &App,
    tx: &Tx,
    (agency, code): (i64, &str),
    (name, address, desks): (&str, &str, usize),
    offered: &[Offered],
) -> Result<Office> {
    let office = Office {
        id: 0,
        agency_id: agency,
        code: code.to_owned(),
        name: name.to_owned(),
        address: address.to_owned(),
        kiosk_token: app.random.token(),
        remote: true,
        slot_minutes: 30,
        slot_places: 2,
        active: true,
        version: 1,
    };
    let id = store::add_office(tx, &office).await?;
    for (letter, name, fields) in offered {
        let service = Service {
            id: 0,
            office_id: id,
            letter: (*letter).to_owned(),
            name: (*name).to_owned(),
            fields: (*fields).to_owned(),
            active: true,
            places: 0,
        };
        store::save_service(tx, &service).await?;
    }
    for number in 1..=desks {
        store::save_desk(tx, id, &number.to_string(), ("", 0), true).await?;
    }
    let spans: Vec<Span> = (1..=5)
        .flat_map(|weekday| [(450, 690), (810, 1020)].map(|(opens, closes)| Span { weekday, opens, closes }))
        .collect();
    store::save_hours(tx, id, &spans).await?;
    let after = json!({"counter_office": name, "counter_desks": desks});
    tx.journal(Change::of("counter", "counter_office", id, "counter_office_add").after(after)).await?;
    Ok(Office { id, ..office })
}

/// The tickets of the days before, all served, and those of today, some of which wait.
async fn tickets(
    tx: &Tx,
    random: &Random,
    office: &Office,
    (services, desks): (&[Service], &[Desk]),
    now: Moment,
) -> Result<()> {
    let mut rows: Vec<(NewTicket, Course)> = Vec::new();
    for back in (0..=DAYS).rev() {
        let day = now.day().plus_days(-back);
        if day.weekday().number_from_monday() > 5 {
            continue;
        }
        for service in services {
            let count = 4 + random.below(5 * desks.len() as u64);
            let mut minutes: Vec<u64> = (0..count).map(|_| 450 + random.below(540)).collect();
            minutes.sort_unstable();
            for minute in minutes {
                let at = day.start().plus_minutes(i64::try_from(minute).unwrap_or(450));
                // Nobody takes a number during the break at noon, and nobody has taken one that is still to come.
                if !(690..810).contains(&minute) && at < now {
                    let turn = store::reserve_turn(tx, service.id, day).await?;
                    let course = course(random, desks, at, now);
                    rows.push((ticket(random, office, service, (day, turn, at)), course));
                }
            }
        }
    }
    one_a_desk(&mut rows);
    no_desk_idle(&mut rows, desks, now);
    store::insert_many(tx, rows).await
}

/// A desk has one ticket in hand: of those called and not ended, the first of each desk stays, the others wait.
fn one_a_desk(rows: &mut [(NewTicket, Course)]) {
    let mut busy = Vec::new();
    for (_, course) in rows {
        if let Some((desk, _, None)) = course {
            let desk = *desk;
            if busy.contains(&desk) {
                *course = None;
            } else {
                busy.push(desk);
            }
        }
    }
}

/// Nobody waits while a desk is idle: who waits longest has just been called to it.
fn no_desk_idle(rows: &mut [(NewTicket, Course)], desks: &[Desk], now: Moment) {
    let busy: Vec<i64> = rows
        .iter()
        .filter_map(|(_, course)| course.filter(|(_, _, ended)| ended.is_none()))
        .map(|c| c.0)
        .collect();
    let mut waiting: Vec<&mut (NewTicket, Course)> =
        rows.iter_mut().filter(|(ticket, course)| course.is_none() && ticket.day == now.day()).collect();
    waiting.sort_by_key(|(ticket, _)| ticket.at);
    let idle = desks.iter().map(|desk| desk.id).filter(|desk| !busy.contains(desk));
    for ((ticket, course), desk) in waiting.into_iter().zip(idle) {
        *course = Some((desk, now.plus_minutes(-4).max(ticket.at), None));
    }
}

fn ticket(
    random: &Random,
    office: &Office,
    service: &Service,
    (day, turn, at): (Day, i64, Moment),
) -> NewTicket {
    let first = random.below(100) < 9;
    let group = usize::try_from(random.below(PRIORITIES.len() as u64)).unwrap_or(0);
    NewTicket {
        office_id: office.id,
        agency_id: office.agency_id,
        service_id: service.id,
        day,
        turn,
        code: format!("{}{turn:03}", service.letter),
        token: random.token(),
        priority: if first { PRIORITIES.get(group).copied().unwrap_or_default() } else { "" }.to_owned(),
        booking_id: None,
        due_at: None,
        at,
        limit_minutes: 30,
        quick: false,
    }
}

/// Waits up to forty minutes, most far less; served in three to twenty.
fn course(random: &Random, desks: &[Desk], at: Moment, now: Moment) -> Course {
    let minutes = |below: u64| i64::try_from(random.below(below)).unwrap_or(0);
    let called = at.plus_minutes(minutes(7) * minutes(7) / 2 + minutes(20));
    let ended = called.plus_minutes(3 + minutes(18));
    let chosen = usize::try_from(random.below(desks.len() as u64)).unwrap_or(0);
    let desk = desks.get(chosen).map(|d| d.id)?;
    (called < now).then_some((desk, called, Some(ended).filter(|ended| *ended < now)))
}

/// Appointments of the demo citizen and of others in the next days.
async fn appointments(
    app: &App,
    tx: &Tx,
    random: &Random,
    (office, services): (&Office, &[Service]),
    today: Day,
) -> Result<()> {
    let citizen = identity::account_by_login(tx, "demo.dan").await?;
    let names = ["Nguyễn Thị Ngọc Lan", "Trần Văn Bảy", "Lê Thị Sáu", "Phạm Hữu Phước"];
    for (ahead, name) in (1i64..).zip(names) {
        let day = today.plus_days(ahead);
        let Some(service) = services.first().filter(|_| day.weekday().number_from_monday() <= 5) else {
            continue;
        };
        // One appointment of the demo citizen's own: a person may have few, and the next is theirs to try.
        let first = OFFICES.first().is_some_and(|(agency, ..)| *agency == office.code);
        let own = citizen.as_ref().filter(|_| ahead == 1 && first).map(|c| c.id);
        let half_hours = i64::try_from(random.below(7)).unwrap_or(0);
        let new = NewBooking {
            office_id: office.id,
            agency_id: office.agency_id,
            service_id: service.id,
            account_id: own,
            name: name.to_owned(),
            code: app.random.token().to_uppercase().replace(['-', '_'], "X").chars().take(8).collect(),
            slot: day.start().plus_minutes(450 + 30 * half_hours),
        };
        let id = store::insert_booking(tx, &new).await?;
        let after = json!({"counter_slot": new.slot.vn(), "counter_service": service.name});
        tx.journal(Change::of("counter", "counter_booking", id, "counter_book").after(after)).await?;
    }
    Ok(())
}
