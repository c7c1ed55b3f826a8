//! Tests of the counter over HTTP and against a real database.

use super::SLICE;
use super::acts::{self, Asked, Target};
use super::rules::state::Act;
use super::store::{self, Desk, Office, Service};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::{Day, Moment};
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::messages::{Lang, Messages};
use platform::store::Store;
use platform::testing::TestCity;
use platform::{Actor, Change, Error, Read};
use std::sync::Arc;
use tower::ServiceExt;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

/// One agency.
struct Tree;

#[async_trait::async_trait]
impl DirectorySource for Tree {
    async fn load(&self, _: &Store) -> platform::Result<Directory> {
        Ok(Directory::new(vec![AgencyRef {
            id: 1,
            code: "quan".into(),
            name: "Quận Một".into(),
            short_name: "Quận Một".into(),
            kind: "district".into(),
            level: "district".into(),
            parent_id: None,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        }]))
    }
}

/// A working Friday, so many minutes after midnight.
fn at(minute: i64) -> Moment {
    "2012-10-12".parse::<Day>().unwrap().start().plus_minutes(minute)
}

struct City {
    city: TestCity,
    router: Router,
    office: Office,
    services: Vec<Service>,
    desks: Vec<Desk>,
}

impl City {
    /// An office with two services and two desks at nine in the morning.
    async fn new() -> City {
        let city = TestCity::new(&SLICES, at(9 * 60)).await.unwrap();
        let source: Arc<dyn DirectorySource> = Arc::new(Tree);
        city.app.provide(source);
        city.app.refresh().await.unwrap();
        (SLICE.seed.unwrap())(city.app.clone()).await.unwrap();
        let tx = city.app.store.write(&Actor::system()).await.unwrap();
        let office = Office {
            id: 0,
            agency_id: 1,
            code: "quan".into(),
            name: "Một cửa quận Một".into(),
            address: "Đường 30/4".into(),
            kiosk_token: "khoa-may".into(),
            remote: false,
            slot_minutes: 30,
            slot_places: 1,
            active: true,
            version: 1,
        };
        let id = store::add_office(&tx, &office).await.unwrap();
        for (letter, name) in [("A", "Hộ tịch"), ("B", "Đất đai")] {
            let service = Service {
                id: 0,
                office_id: id,
                letter: letter.into(),
                name: name.into(),
                fields: String::new(),
                active: true,
                places: 0,
            };
            store::save_service(&tx, &service).await.unwrap();
        }
        for label in ["1", "2"] {
            store::save_desk(&tx, id, label, ("", 0), true).await.unwrap();
        }
        let spans = super::rules::hours::spans_of(5, "07:30-11:30, 13:30-17:00").unwrap();
        store::save_hours(&tx, id, &spans).await.unwrap();
        tx.journal(Change::of("counter", "counter_office", id, "counter_office_add")).await.unwrap();
        tx.commit().await.unwrap();
        let services = store::services(&city.app.store, id).await.unwrap();
        let desks = store::desks(&city.app.store, id).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { router, office: Office { id, ..office }, services, desks, city }
    }

    async fn give(&self, service: usize) -> store::Ticket {
        let asked = Asked {
            office: &self.office,
            service: &self.services[service],
            priority: "",
            booking: None,
            quick: false,
        };
        acts::give(&self.city.app, &Actor::system(), &asked).await.unwrap()
    }

    async fn next(&self, desk: usize) -> Result<store::Ticket, Error> {
        acts::call_next(&self.city.app, &Actor::system(), &self.desks[desk], &self.office).await
    }

    async fn act(
        &self,
        desk: usize,
        ticket: i64,
        act: Act,
        to: Option<Target>,
    ) -> Result<store::Ticket, Error> {
        acts::act(&self.city.app, &Actor::system(), &self.desks[desk], (ticket, act), to).await
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, body: &str) -> (StatusCode, String) {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()))
            .unwrap();
        self.send(request).await
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let place = response.headers().get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned());
        let body = axum::body::to_bytes(response.into_body(), 10_000_000).await.unwrap();
        (status, place.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned()))
    }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.key,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn numbers_count_by_service_and_day() {
    let city = City::new().await;
    assert_eq!(city.give(0).await.code, "A001");
    assert_eq!(city.give(0).await.code, "A002");
    assert_eq!(city.give(1).await.code, "B001");
    city.city.clock.set(at(9 * 60 + 24 * 60));
    assert_eq!(city.give(0).await.code, "A001");
}

#[tokio::test]
async fn two_desks_that_call_at_once_get_two_tickets() {
    let city = City::new().await;
    for _ in 0..2 {
        city.give(0).await;
    }
    let (one, two) = tokio::join!(city.next(0), city.next(1));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_ne!(one.id, two.id);
    assert_eq!(refused(city.next(0).await), "counter-refused-busy");
}

#[tokio::test]
async fn of_two_desks_that_call_the_last_ticket_one_gets_it() {
    let city = City::new().await;
    city.give(0).await;
    let (one, two) = tokio::join!(city.next(0), city.next(1));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
}

#[tokio::test]
async fn waiting_and_serving_are_measured_from_taking_the_number_to_the_end() {
    let city = City::new().await;
    let ticket = city.give(0).await;
    city.city.clock.set(at(9 * 60 + 12));
    assert_eq!(city.next(0).await.unwrap().waited, Some(12 * 60));
    city.city.clock.set(at(9 * 60 + 20));
    let done = city.act(0, ticket.id, Act::Finish, None).await.unwrap();
    assert_eq!((done.waited, done.served), (Some(12 * 60), Some(8 * 60)));
    assert_eq!(refused(city.act(0, ticket.id, Act::Recall, None).await), "counter-refused-state");
}

#[tokio::test]
async fn a_redirected_ticket_keeps_its_number_and_its_place() {
    let city = City::new().await;
    let first = city.give(0).await;
    city.next(0).await.unwrap();
    city.city.clock.set(at(9 * 60 + 5));
    city.give(1).await;
    let to = Some(Target::Service(city.services[1].id));
    let sent = city.act(0, first.id, Act::Redirect, to).await.unwrap();
    assert_eq!((sent.code.as_str(), sent.state.as_str()), ("A001", "waiting"));
    assert_eq!(city.next(1).await.unwrap().id, first.id, "it came first and goes first");
}

#[tokio::test]
async fn who_missed_the_call_goes_to_the_end_and_a_parked_one_stays_at_its_desk() {
    let city = City::new().await;
    let (first, second) = (city.give(0).await, city.give(0).await);
    city.next(0).await.unwrap();
    city.act(0, first.id, Act::Miss, None).await.unwrap();
    city.city.clock.set(at(9 * 60 + 5));
    city.act(1, first.id, Act::Back, None).await.unwrap();
    assert_eq!(city.next(0).await.unwrap().id, second.id);
    city.act(0, second.id, Act::Park, None).await.unwrap();
    assert_eq!(refused(city.act(1, second.id, Act::Resume, None).await), "counter-refused-other-desk");
    assert_eq!(city.act(0, second.id, Act::Resume, None).await.unwrap().calls, 2);
}

#[tokio::test]
async fn quick_service_is_counted_as_served_and_left_out_of_the_waiting() {
    let city = City::new().await;
    let (app, by) = (&city.city.app, Actor::system());
    acts::quick(app, &by, &city.desks[0], &city.office, &city.services[0]).await.unwrap();
    let evidence = format!("SELECT COUNT(*) FROM ({}) e", store::EVIDENCE);
    assert_eq!(app.store.number(&evidence, vec![]).await.unwrap(), 0);
    let served = "SELECT COUNT(*) FROM counter_ticket WHERE state = 'done'";
    assert_eq!(app.store.number(served, vec![]).await.unwrap(), 1);
    let ticket = city.give(0).await;
    city.next(0).await.unwrap();
    city.city.clock.set(at(9 * 60 + 8));
    city.act(0, ticket.id, Act::Finish, None).await.unwrap();
    let month = kernel::Period::month_of(at(0).day());
    let measured = store::measured(&app.store, "noi", true, month, &platform::Scope::All).await.unwrap();
    let mut counted = Vec::new();
    for part in measured {
        counted.push(part.counted());
    }
    let told = super::rules::spread::spread(&counted);
    assert_eq!(
        (told.tickets, told.median),
        (2, Some(8.0)),
        "its time was not measured, so it is no time of nought"
    );
}

#[tokio::test]
async fn the_evidence_judges_by_the_limit_of_the_day() {
    let city = City::new().await;
    city.give(0).await;
    city.give(1).await;
    city.city.clock.set(at(9 * 60 + 30));
    city.next(0).await.unwrap();
    city.city.clock.set(at(9 * 60 + 31));
    city.next(1).await.unwrap();
    let sql = format!(
        "SELECT CAST(SUM(e.numerator) * 10 + SUM(e.denominator) AS BIGINT) FROM ({}) e",
        store::EVIDENCE
    );
    assert_eq!(city.city.app.store.number(&sql, vec![]).await.unwrap(), 12, "one of two");
}

#[tokio::test]
async fn the_end_of_the_day_leaves_no_open_ticket_and_may_be_told_twice() {
    let city = City::new().await;
    city.give(0).await;
    city.city.clock.set(at(25 * 60));
    assert_eq!(acts::close_days(&city.city.app).await.unwrap(), 1);
    assert_eq!(acts::close_days(&city.city.app).await.unwrap(), 0);
}

#[tokio::test]
async fn the_kiosk_gives_a_number_by_its_key_only_and_in_opening_hours_only() {
    let city = City::new().await;
    let service = format!("dich-vu={}", city.services[0].id);
    let (status, page) = city.post("/lay-so/quan", &service).await;
    assert!(status == StatusCode::CONFLICT && page.contains("chỉ phát số tại máy"), "{page}");
    let (_, page) = city.get("/lay-so/quan?may=khoa-may").await;
    assert!(page.contains("Hộ tịch") && page.contains("0 người đang chờ"), "{page}");
    let (status, place) = city.post("/lay-so/quan?may=khoa-may", &service).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, slip) = city.get(&place).await;
    assert!(slip.contains("A001") && slip.contains("url=/lay-so/quan"), "{slip}");
    city.city.clock.set(at(12 * 60));
    let (status, page) = city.post("/lay-so/quan?may=khoa-may", &service).await;
    assert!(status == StatusCode::CONFLICT && page.contains("ngoài giờ làm việc"), "{page}");
    assert_eq!(city.get("/lay-so/khong-co").await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get("/lay-so/so/khong-co").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_screen_shows_the_call_and_its_desk() {
    let city = City::new().await;
    let (_, page) = city.get("/goi-so/quan").await;
    assert!(page.contains("Chưa có số nào được gọi"), "{page}");
    city.give(0).await;
    city.next(1).await.unwrap();
    let (_, page) = city.get("/goi-so/quan").await;
    assert!(page.contains("A001") && page.contains("Quầy 2") && page.contains("A 0 0 1"), "{page}");
}

#[tokio::test]
async fn a_stranger_sees_free_slots_and_books_none() {
    let city = City::new().await;
    let (status, page) = city.get("/dat-lich/quan?ngay=2012-10-12").await;
    assert!(status == StatusCode::OK && page.contains("Ngày này còn chỗ"), "{page}");
    assert!(
        page.contains("/dang-nhap?ve=/dat-lich/quan%3Fngay%3D2012-10-12") && page.contains(" chỗ</li>"),
        "{page}"
    );
    let (status, _) = city.post("/dat-lich/quan", "luc=1").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_new_closure_calls_off_the_appointments_of_its_days_and_no_others() {
    let city = City::new().await;
    let app = &city.city.app;
    let tx = app.store.write(&Actor::system()).await.unwrap();
    let mut ids = Vec::new();
    for (code, day) in [("SOM", "2012-10-12"), ("MUON", "2012-10-15")] {
        let new = store::NewBooking {
            office_id: city.office.id,
            agency_id: 1,
            service_id: city.services[0].id,
            account_id: None,
            name: "Lê Thị Hoa".into(),
            code: code.into(),
            slot: day.parse::<kernel::Day>().unwrap().start().plus_minutes(14 * 60),
        };
        ids.push(store::insert_booking(&tx, &new).await.unwrap());
    }
    let closed = |from: &str, to: &str| store::Closed {
        from_on: from.into(),
        to_on: to.into(),
        reason: "Sửa chữa".into(),
    };
    let count = acts::call_off(&tx, &city.office, &[closed("2012-10-11", "2012-10-12")]).await.unwrap();
    assert_eq!(count, 1);
    assert_eq!(store::booking(&tx, ids[0]).await.unwrap().state, "cancelled");
    assert_eq!(store::booking(&tx, ids[1]).await.unwrap().state, "booked");
    let again = acts::call_off(&tx, &city.office, &[closed("2012-10-11", "2012-10-12")]).await.unwrap();
    assert_eq!(again, 0, "saved again it calls off nothing twice");
    let read = store::booking(&tx, ids[1]).await.unwrap();
    let later = Moment::from_micros(read.slot_at).plus_minutes(30);
    assert!(store::move_booking(&tx, &read, later).await.unwrap());
    assert!(
        !store::set_booking_state(&tx, &read, "booked", "missed").await.unwrap()
            && !store::move_booking(&tx, &read, later).await.unwrap(),
        "what was moved meanwhile is not the appointment that was read"
    );
}

#[tokio::test]
async fn who_waits_for_a_slot_is_told_once_and_forgotten_after_the_last_day() {
    let city = City::new().await;
    let app = &city.city.app;
    let today = at(0).day();
    let tx = app.store.housekeeping().await.unwrap();
    store::add_wish(&tx, city.office.id, city.services[0].id, 7, today).await.unwrap();
    let wish = store::wishes_for(&tx, city.office.id, today).await.unwrap().remove(0);
    assert!(store::told(&tx, wish.id).await.unwrap());
    assert!(!store::told(&tx, wish.id).await.unwrap(), "a second slot is not told to the same person");
    tx.commit().await.unwrap();
    (super::jobs::FORGET.run)(app.clone(), serde_json::Value::Null).await.unwrap();
    assert_eq!(store::wishes_of(&app.store, 7).await.unwrap(), 1);
    city.city.clock.set(at(26 * 60));
    (super::jobs::FORGET.run)(app.clone(), serde_json::Value::Null).await.unwrap();
    assert_eq!(store::wishes_of(&app.store, 7).await.unwrap(), 0);
}

#[tokio::test]
async fn a_ticket_sent_to_a_desk_that_closed_is_called_by_another() {
    let city = City::new().await;
    let sent = city.give(0).await;
    city.next(0).await.unwrap();
    city.act(0, sent.id, Act::Redirect, Some(Target::Desk(city.desks[1].id))).await.unwrap();
    assert_eq!(refused(city.next(0).await), "counter-refused-nobody", "it waits for the second desk");
    let tx = city.city.app.store.housekeeping().await.unwrap();
    store::save_desk(&tx, city.office.id, "2", ("", 0), false).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(city.next(0).await.unwrap().id, sent.id);
}

#[tokio::test]
async fn changed_hours_and_an_office_that_closes_call_off_what_falls_outside() {
    let city = City::new().await;
    let app = &city.city.app;
    let tx = app.store.write(&Actor::system()).await.unwrap();
    let mut ids = Vec::new();
    // Fridays from half past seven to half past eleven and from half past one to five; Mondays not at all.
    for (code, day, hour) in
        [("SANG", "2012-10-19", 8), ("CHIEU", "2012-10-19", 14), ("HAI", "2012-10-22", 8)]
    {
        let new = store::NewBooking {
            office_id: city.office.id,
            agency_id: 1,
            service_id: city.services[0].id,
            account_id: None,
            name: "Lê Thị Hoa".into(),
            code: code.into(),
            slot: day.parse::<kernel::Day>().unwrap().start().plus_minutes(hour * 60),
        };
        ids.push(store::insert_booking(&tx, &new).await.unwrap());
    }
    assert_eq!(acts::call_off_unopened(app, &tx, &city.office).await.unwrap(), 1, "no Mondays");
    let mornings = super::rules::hours::spans_of(5, "07:30-11:30").unwrap();
    store::save_hours(&tx, city.office.id, &mornings).await.unwrap();
    assert_eq!(acts::call_off_unopened(app, &tx, &city.office).await.unwrap(), 1, "no afternoons any more");
    let state = async |id: i64| store::booking(&tx, id).await.unwrap().state;
    assert_eq!((state(ids[0]).await, state(ids[1]).await), ("booked".to_owned(), "cancelled".to_owned()));
    let closed = Office { active: false, ..city.office.clone() };
    assert_eq!(acts::call_off_unopened(app, &tx, &closed).await.unwrap(), 1);
    assert_eq!(acts::call_off_unopened(app, &tx, &closed).await.unwrap(), 0, "and once");
}

#[tokio::test]
async fn open_appointments_are_counted_over_all_offices_with_the_account_in_hand() {
    let city = City::new().await;
    let app = &city.city.app;
    let tx = app.store.write(&Actor::system()).await.unwrap();
    let other = Office { code: "khac".into(), kiosk_token: "khoa-khac".into(), ..city.office.clone() };
    let other = store::add_office(&tx, &other).await.unwrap();
    for (office, code) in [(city.office.id, "MOT"), (other, "HAI")] {
        let new = store::NewBooking {
            office_id: office,
            agency_id: 1,
            service_id: city.services[0].id,
            account_id: Some(7),
            name: "Lê Thị Hoa".into(),
            code: code.into(),
            slot: "2012-10-19".parse::<kernel::Day>().unwrap().start().plus_minutes(8 * 60),
        };
        store::insert_booking(&tx, &new).await.unwrap();
    }
    assert_eq!(store::open_of_account(&tx, 7, at(0)).await.unwrap(), 2);
    let turns = "SELECT turns FROM counter_turn WHERE account_id = 7";
    assert_eq!(tx.number(turns, vec![]).await.unwrap(), 1, "whoever counts holds the account's row");
    store::erase_account(&tx, 7).await.unwrap();
    assert_eq!(tx.number("SELECT COUNT(*) FROM counter_turn", vec![]).await.unwrap(), 0);
}
