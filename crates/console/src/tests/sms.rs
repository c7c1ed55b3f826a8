//! Text messages against a real gateway: what it is given, what becomes of it, what its receipts may say, who may see it.

use super::{HOME_AFFAIRS, House, day};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::post;
use chrono::NaiveTime;
use kernel::Moment;
use platform::access::Role;
use platform::http::limits::Limited;
use platform::notices::{self, Notice};
use platform::settings::{Secret, Settings, Sms};
use platform::store::FromRow;
use platform::{Actor, Read};
use serde_json::{Value as Json, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

const TOKEN: &str = "mot-duong-dan-khong-ai-doan-ra";

/// A gateway that keeps what it is given, refuses when told so, and answers only while nobody holds its gate.
#[derive(Clone, Default)]
struct Gateway {
    heard: Arc<Mutex<Vec<(String, Json)>>>,
    refuses: Arc<AtomicBool>,
    gate: Arc<tokio::sync::Mutex<()>>,
    asked: Arc<Notify>,
}

impl Gateway {
    /// Opens it; the settings under which messages go there.
    async fn settings(&self) -> Settings {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/send", listener.local_addr().unwrap());
        let router = Router::new().route("/send", post(take)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let mut sms = Sms { url, reference_at: Some("/data/id".to_owned()), ..Sms::default() };
        sms.receipts_token = Some(Secret::new(TOKEN.to_owned()));
        sms.headers.insert("authorization".to_owned(), Secret::new("Bearer khoa".to_owned()));
        Settings { sandbox: false, sms: Some(sms), ..Settings::default() }
    }

    fn heard(&self) -> Vec<(String, Json)> {
        self.heard.lock().unwrap().clone()
    }

    fn refuse(&self, refuses: bool) {
        self.refuses.store(refuses, Ordering::SeqCst);
    }
}

async fn take(State(gateway): State<Gateway>, headers: HeaderMap, body: String) -> (StatusCode, String) {
    let key = headers["authorization"].to_str().unwrap().to_owned();
    let number = {
        let mut heard = gateway.heard.lock().unwrap();
        heard.push((key, serde_json::from_str(&body).unwrap()));
        heard.len()
    };
    gateway.asked.notify_one();
    let _open = gateway.gate.lock().await;
    if gateway.refuses.load(Ordering::SeqCst) {
        return (StatusCode::SERVICE_UNAVAILABLE, String::new());
    }
    (StatusCode::OK, json!({"data": {"id": format!("g{number}")}}).to_string())
}

#[derive(FromRow)]
struct Kept {
    phone: Option<String>,
    sms: String,
    sms_state: String,
    sms_reference: Option<String>,
}

async fn kept(house: &House) -> Kept {
    let sql = "SELECT phone, sms, sms_state, sms_reference FROM notice WHERE id = 1";
    house.app.store.row(sql, vec![]).await.unwrap().unwrap()
}

async fn number(house: &House, sql: &str) -> i64 {
    house.app.store.number(sql, vec![]).await.unwrap()
}

async fn run(house: &House) -> usize {
    platform::jobs::run_due(&house.app).await.unwrap()
}

fn at(on: &str, hour: u32, minute: u32) -> Moment {
    day(on).at(NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

/// Tells somebody without an account and without a mail address.
async fn tell(house: &House, phone: &str) {
    let tx = house.app.store.write(&Actor::system()).await.unwrap();
    let sms = "Hồ sơ {{ code }}{{ name }} đã nhận";
    notices::ship_template_with_sms(&tx, "test.received", "Hồ sơ {{ code }}", "Kính gửi {{ name }}", sms)
        .await
        .unwrap();
    notices::send(&tx, &notice(phone)).await.unwrap();
    tx.commit().await.unwrap();
}

fn notice(phone: &str) -> Notice<'_> {
    Notice {
        template: "test.received",
        account_id: None,
        email: None,
        phone: Some(phone),
        href: "/theo-doi/abc".to_owned(),
        values: json!({"code": "H13-7", "name": "Lan"}),
    }
}

async fn rule(house: &House, key: &str, value: &str) {
    let tx = house.app.store.housekeeping().await.unwrap();
    let sql = "UPDATE legal_profile SET value = $2 WHERE rule_key = $1";
    assert_eq!(tx.exec(sql, vec![key.into(), value.into()]).await.unwrap(), 1);
    tx.commit().await.unwrap();
    house.app.refresh().await.unwrap();
}

async fn receipt(house: &House, token: &str, body: &str) -> StatusCode {
    let request = Request::post(format!("/tin-nhan/bien-nhan/{token}"));
    house.send(request.body(Body::from(body.to_owned())).unwrap()).await.status
}

#[tokio::test]
async fn a_message_goes_out_without_marks_names_and_links() {
    let gateway = Gateway::default();
    let house = House::with(gateway.settings().await).await;
    tell(&house, "0909 123 456").await;
    run(&house).await;
    let message = json!({"to": "+84909123456", "text": "Ho so H13-7 da nhan", "reference": "motcua-1"});
    assert_eq!(gateway.heard(), [("Bearer khoa".to_owned(), message)]);
    let kept = kept(&house).await;
    assert_eq!((kept.sms_state.as_str(), kept.sms_reference.as_deref()), ("sent", Some("g1")));
    assert_eq!((kept.sms.as_str(), kept.phone.as_deref()), ("Ho so H13-7 da nhan", Some("+84909123456")));
    assert_eq!(run(&house).await, 0, "and once");
}

#[tokio::test]
async fn with_marks_where_the_rule_says_so_and_not_at_all_where_it_is_switched_off() {
    let gateway = Gateway::default();
    let house = House::with(gateway.settings().await).await;
    rule(&house, "notices.sms_plain", "false").await;
    tell(&house, "0909123456").await;
    run(&house).await;
    assert_eq!(gateway.heard()[0].1["text"], "Hồ sơ H13-7 đã nhận");
    rule(&house, "notices.sms_on", "false").await;
    tell(&house, "0909123456").await;
    run(&house).await;
    assert_eq!(gateway.heard().len(), 1);
    assert_eq!(number(&house, "SELECT COUNT(*) FROM notice WHERE sms_state = 'none'").await, 1);
}

#[tokio::test]
async fn who_has_no_mobile_number_gets_none_and_a_link_that_opens_something_never_goes_by_message() {
    let house = House::new().await;
    for phone in ["", "02923 822 233", "không có"] {
        tell(&house, phone).await;
    }
    assert_eq!(number(&house, "SELECT COUNT(*) FROM notice").await, 0, "it would reach nobody");
    let tx = house.app.store.write(&Actor::system()).await.unwrap();
    let secret = Notice { email: Some("lan@example.vn"), ..notice("0909123456") };
    notices::send_one_time(&tx, &secret).await.unwrap();
    tx.commit().await.unwrap();
    let kept = kept(&house).await;
    assert_eq!((kept.phone, kept.sms.as_str(), kept.sms_state.as_str()), (None, "", "none"));
}

#[tokio::test]
async fn what_the_gateway_refuses_is_tried_again_and_then_left_to_the_administrator() {
    let gateway = Gateway::default();
    let house = House::with(gateway.settings().await).await;
    gateway.refuse(true);
    tell(&house, "0909123456").await;
    for wait in [0, 1, 4, 16, 64, 256] {
        house.city.clock.set(house.city.clock.now().plus_minutes(wait));
        assert_eq!(run(&house).await, 1);
        assert_eq!(kept(&house).await.sms_state, "failed");
    }
    let heard = gateway.heard();
    assert_eq!(heard.len(), 6);
    assert!(
        heard.iter().all(|(_, m)| m["reference"] == "motcua-1"),
        "the gateway may know it again: {heard:?}"
    );
    assert_eq!(number(&house, "SELECT COUNT(*) FROM job WHERE state = 'dead'").await, 1);
    gateway.refuse(false);
    let cookie = house.administrator().await;
    let page = house.get("/quan-tri/thu/1", &cookie).await.body;
    assert!(page.contains("Chưa gửi được") && page.contains("Gửi lại tin nhắn"), "{page}");
    let again = "/quan-tri/thu/1/gui-lai-tin";
    assert_eq!(house.post(again, &cookie, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.post(again, &cookie, &[]).await.status, StatusCode::CONFLICT, "it waits already");
    run(&house).await;
    assert_eq!(kept(&house).await.sms_state, "sent");
    let page = house.get("/quan-tri/thu/1", &cookie).await.body;
    assert!(!page.contains("Gửi lại tin nhắn") && page.contains("+84909123456"), "{page}");
    let done = "SELECT COUNT(*) FROM journal WHERE action = 'send_sms_again'";
    assert_eq!(number(&house, done).await, 1);
}

#[tokio::test]
async fn a_gateway_that_thinks_holds_up_nobody() {
    let gateway = Gateway::default();
    let house = House::with(gateway.settings().await).await;
    tell(&house, "0909123456").await;
    let shut = gateway.gate.clone().lock_owned().await;
    let app = house.app.clone();
    let running = tokio::spawn(async move { platform::jobs::run_due(&app).await.unwrap() });
    gateway.asked.notified().await;
    let tx = house.app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE notice SET seen = TRUE WHERE id = 1", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(kept(&house).await.sms_state, "waiting");
    drop(shut);
    running.await.unwrap();
    assert_eq!(kept(&house).await.sms_state, "sent");
}

#[tokio::test]
async fn what_is_written_at_night_goes_out_in_the_morning() {
    let gateway = Gateway::default();
    let house = House::with(gateway.settings().await).await;
    house.city.clock.set(at("2012-10-05", 22, 10));
    tell(&house, "0909123456").await;
    run(&house).await;
    assert_eq!((gateway.heard().len(), kept(&house).await.sms_state.as_str()), (0, "waiting"));
    house.city.clock.set(at("2012-10-06", 6, 59));
    assert_eq!(run(&house).await, 0);
    house.city.clock.set(at("2012-10-06", 7, 0));
    assert_eq!(run(&house).await, 1);
    assert_eq!((gateway.heard().len(), kept(&house).await.sms_state.as_str()), (1, "sent"));
}

#[tokio::test]
async fn a_receipt_tells_what_became_of_a_message_and_takes_back_no_delivery() {
    let gateway = Gateway::default();
    let house = House::with(gateway.settings().await).await;
    tell(&house, "0909123456").await;
    run(&house).await;
    for (body, status, state) in [
        (r#"{"reference": "g1", "state": "enroute"}"#, StatusCode::OK, "sent"),
        (r#"{"reference": "g1", "state": "failed"}"#, StatusCode::OK, "failed"),
        (r#"{"reference": "g2", "state": "delivered"}"#, StatusCode::NOT_FOUND, "failed"),
        (r#"{"reference": "", "state": "delivered"}"#, StatusCode::NOT_FOUND, "failed"),
        ("reference=g1&state=delivered", StatusCode::NOT_FOUND, "failed"),
        (r#"{"reference": "g1", "state": "delivered"}"#, StatusCode::OK, "delivered"),
        (r#"{"reference": "g1", "state": "delivered"}"#, StatusCode::OK, "delivered"),
        (r#"{"reference": "g1", "state": "failed"}"#, StatusCode::OK, "delivered"),
    ] {
        assert_eq!(receipt(&house, TOKEN, body).await, status, "{body}");
        assert_eq!(kept(&house).await.sms_state, state, "{body}");
    }
}

#[tokio::test]
async fn receipts_are_taken_from_who_knows_the_address_and_not_without_end() {
    let body = r#"{"reference": "g1", "state": "delivered"}"#;
    let gateway = Gateway::default();
    let known = gateway.settings().await;
    let mut unset = known.clone();
    if let Some(sms) = &mut unset.sms {
        sms.receipts_token = None;
    }
    for settings in [Settings::default(), unset] {
        assert_eq!(receipt(&House::with(settings).await, TOKEN, body).await, StatusCode::NOT_FOUND);
    }
    let house = House::with(known).await;
    tell(&house, "0909123456").await;
    run(&house).await;
    for wrong in ["1", &TOKEN[1..], &format!("{TOKEN}a"), &TOKEN.to_uppercase()] {
        assert_eq!(receipt(&house, wrong, body).await, StatusCode::NOT_FOUND, "{wrong}");
    }
    assert_eq!(kept(&house).await.sms_state, "sent");
    assert_eq!(receipt(&house, TOKEN, body).await, StatusCode::OK);
    let mut last = StatusCode::OK;
    for _ in 0..100 {
        // A place becomes free every now and then.
        while house.app.limits.check(Limited::Receipt, "127.0.0.1").await.is_ok() {}
        last = receipt(&house, TOKEN, body).await;
        if last != StatusCode::OK {
            break;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_outbox_tells_both_fates_and_shows_a_telephone_by_its_end_only() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    tell(&house, "0909123456").await;
    run(&house).await;
    for path in ["/quan-tri/thu?tin=sandbox", "/quan-tri/thu?q=0909.123.456", "/quan-tri/thu?thu=none"] {
        let list = house.get(path, &cookie).await.body;
        assert!(list.contains("/quan-tri/thu/1\"") && list.contains("••••••••456"), "{path}: {list}");
        assert!(!list.contains("909123456"), "{path}: {list}");
    }
    assert!(!house.get("/quan-tri/thu?tin=failed", &cookie).await.body.contains("/quan-tri/thu/1\""));
    let file = house.get("/quan-tri/thu?dang=csv", &cookie).await.body;
    assert!(file.contains("Giữ lại (chế độ thử)") && file.contains("Tin nhắn"), "{file}");
    let page = house.get("/quan-tri/thu/1", &cookie).await.body;
    assert!(page.contains("Ho so H13-7 da nhan") && !page.contains("Gửi lại tin nhắn"), "{page}");
    house.staff("clerk", Some(Role::Clerk), HOME_AFFAIRS).await;
    let clerk = house.cookie("clerk").await;
    assert_eq!(house.post("/quan-tri/thu/1/gui-lai-tin", &clerk, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.post("/quan-tri/thu/1/gui-lai-tin", "", &[]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn without_a_gateway_the_outbox_says_so() {
    let house = House::with(Settings { sandbox: false, ..Settings::default() }).await;
    let cookie = house.administrator().await;
    tell(&house, "0909123456").await;
    run(&house).await;
    let list = house.get("/quan-tri/thu?tin=no_gateway", &cookie).await.body;
    assert!(list.contains("/quan-tri/thu/1\"") && list.contains("Chưa khai báo cổng tin nhắn"), "{list}");
    let page = house.get("/quan-tri/tinh-trang", &cookie).await.body;
    assert!(page.contains("1 tin không có cổng để gửi"), "{page}");
}

#[tokio::test]
async fn a_templates_message_is_tried_counted_and_kept_with_its_version() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    tell(&house, "0909123456").await;
    let path = "/quan-tri/thu/mau/test.received";
    let with = |sms: &'static str| {
        [("tieu_de", "Hồ sơ {{ code }}"), ("noi_dung", "Kính gửi {{ name }}"), ("tin_nhan", sms)]
    };
    for (sms, told) in [
        ("Gửi {{ name }}", "Không có chỗ trống tên name"),
        ("Xem http://cantho.gov.vn", "Tin nhắn không mang liên kết"),
        ("{{ code", "Mẫu viết sai"),
    ] {
        let answer = house.post(path, &cookie, &with(sms)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{sms}");
        assert!(answer.body.contains(told), "{sms}: {}", answer.body);
    }
    let mut trying = with("Mã {{ code }}").to_vec();
    trying.push(("xem", "1"));
    let tried = house.post(path, &cookie, &trying).await.body;
    assert!(tried.contains("Ma 000.00.16.H13-121005-0001"), "{tried}");
    assert!(tried.contains("28 ký tự, 1 tin, bảng chữ GSM-7"), "{tried}");
    assert_eq!(house.post(path, &cookie, &with("Mã {{ code }}")).await.status, StatusCode::SEE_OTHER);
    let versions = crate::store::notices::versions(&house.app.store, "test.received").await.unwrap();
    let said: Vec<(i64, &str)> = versions.iter().map(|v| (v.version, v.sms.as_str())).collect();
    assert_eq!(said, [(2, "Mã {{ code }}"), (1, "Hồ sơ {{ code }}{{ name }} đã nhận")]);
}

#[tokio::test]
async fn a_template_from_before_gets_its_message_once_and_keeps_the_citys_words() {
    let house = House::new().await;
    let ship = async |sms: &str| {
        let tx = house.app.store.housekeeping().await.unwrap();
        let added = notices::ship_template_with_sms(&tx, "test.old", "Mới", "Mới", sms).await.unwrap();
        tx.commit().await.unwrap();
        added
    };
    let tx = house.app.store.housekeeping().await.unwrap();
    assert!(notices::ship_template(&tx, "test.old", "Của thành phố", "Cũ").await.unwrap());
    tx.commit().await.unwrap();
    assert!(!ship("").await);
    assert!(ship("Tin").await);
    assert!(!ship("Tin khác").await);
    let versions = crate::store::notices::versions(&house.app.store, "test.old").await.unwrap();
    let said: Vec<(&str, &str)> = versions.iter().map(|v| (v.subject.as_str(), v.sms.as_str())).collect();
    assert_eq!(said, [("Của thành phố", "Tin"), ("Của thành phố", "")]);
    let tx = house.app.store.housekeeping().await.unwrap();
    let emptied = "INSERT INTO notice_template (code, version, subject, body, sms, changed_at) \
                   VALUES ('test.old', 3, 's', 'b', '', 0)";
    tx.exec(emptied, vec![]).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!ship("Tin").await, "an administrator took it out");
}
