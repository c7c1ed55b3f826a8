//! Webhooks on the line: signed as Standard Webhooks has it, within the subscriber's rights, tried again, sent again by hand.

use super::{Program, complete};
use crate::city::City;
use base64::Engine as _;
use platform::Read;
use platform::settings::Settings;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const AGENCY: &str = "phuong-cai-khe";

/// A program that takes messages, and answers each with the next of its statuses, the last one for ever.
struct Receiver {
    url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Receiver {
    async fn answering(statuses: &'static [u16]) -> Receiver {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = seen.clone();
        tokio::spawn(async move {
            let mut at = 0;
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read(&mut stream).await;
                kept.lock().unwrap().push(request);
                let status = statuses[at.min(statuses.len() - 1)];
                at += 1;
                let answer = format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Receiver { url, seen }
    }

    fn all(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

/// A whole request: its head, and as much body as it says.
async fn read(stream: &mut tokio::net::TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let mut some = [0; 4096];
        let count = stream.read(&mut some).await.unwrap_or(0);
        bytes.extend_from_slice(&some[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length =
            head.lines().find_map(|l| l.strip_prefix("content-length: ")).map_or(0, |n| n.parse().unwrap());
        if count == 0 || body.len() >= length {
            return text;
        }
    }
}

fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let start = format!("{name}: ");
    request.lines().find_map(|line| line.strip_prefix(start.as_str())).unwrap_or_default()
}

fn body(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}

async fn city() -> City {
    let networks = vec!["127.0.0.0/8".to_owned()];
    City::with(Settings { outward_networks: networks, ..Settings::default() }).await
}

/// Subscribes on the page; the secret as it is shown.
async fn subscribe(client: &crate::city::Client<'_>, url: &str, events: &[&str]) -> String {
    let mut fields = vec![("ten", "Hệ thống bạn"), ("dia_chi", url)];
    fields.extend(events.iter().map(|event| ("su_kien", *event)));
    let page = client.post("/nhan-tin/moi", &fields).await.expect(200);
    let from = page.body.find("whsec_").expect("the secret is shown");
    page.body[from..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_+/=".contains(*c)).collect()
}

#[tokio::test]
async fn an_event_reaches_its_subscriber_signed_and_without_persons() {
    let city = city().await;
    let there = Receiver::answering(&[200]).await;
    let clerk = city.staff("clerk", AGENCY).await;
    let secret = subscribe(&clerk, &there.url, &["one_stop.filed"]).await;
    // Somebody of another agency hears nothing of it.
    let other = city.staff("clerk", "phuong-hung-thanh").await;
    subscribe(&other, &there.url, &["one_stop.filed"]).await;
    let desk = Program::of(&city, &clerk, &["one_stop.view", "one_stop.receive"]).await;
    let filed = desk.post("/dossiers", &complete(&city, AGENCY).await).await.expect(201);
    city.work_off().await;
    let seen = there.all();
    assert_eq!(seen.len(), 1, "{seen:?}");
    let told: serde_json::Value = serde_json::from_str(body(&seen[0])).unwrap();
    assert_eq!(told["type"], "one_stop.filed");
    assert_eq!(told["data"]["href"], filed.header("location"));
    assert_eq!(told["data"]["agency"], AGENCY);
    assert!(!seen[0].contains("Tám") && !seen[0].contains("361234567"), "{}", seen[0]);
    let key = base64::engine::general_purpose::STANDARD.decode(&secret["whsec_".len()..]).unwrap();
    let (id, at) = (header(&seen[0], "webhook-id"), header(&seen[0], "webhook-timestamp"));
    let mut mac = <hmac::Hmac<sha2::Sha256> as hmac::Mac>::new_from_slice(&key).unwrap();
    hmac::Mac::update(&mut mac, format!("{id}.{at}.{}", body(&seen[0])).as_bytes());
    let wanted = base64::engine::general_purpose::STANDARD.encode(hmac::Mac::finalize(mac).into_bytes());
    assert_eq!(header(&seen[0], "webhook-signature"), format!("v1,{wanted}"));
    let sql = "SELECT COUNT(*) FROM webhook WHERE secret LIKE $1";
    let open = city.app.store.number(sql, vec![format!("%{}%", &secret[6..30]).into()]).await.unwrap();
    assert_eq!(open, 0, "the secret stands open in the database");
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_then_set_aside_and_sent_again_by_a_person() {
    let city = city().await;
    let there = Receiver::answering(&[500, 500, 500, 500, 500, 500, 500, 204]).await;
    let clerk = city.staff("clerk", AGENCY).await;
    subscribe(&clerk, &there.url, &["one_stop.filed"]).await;
    clerk.post("/nhan-tin/1/thu", &[]).await.expect(303);
    platform::jobs::run_due(&city.app).await.unwrap();
    assert_eq!(there.all().len(), 1);
    let waits = [1, 5, 30, 120, 360, 1440];
    for (done, minutes) in waits.into_iter().enumerate() {
        city.clock.set(city.clock.now().plus_minutes(minutes - 1));
        platform::jobs::run_due(&city.app).await.unwrap();
        assert_eq!(there.all().len(), done + 1, "{minutes} minutes were not waited for");
        city.clock.set(city.clock.now().plus_minutes(1));
        platform::jobs::run_due(&city.app).await.unwrap();
        assert_eq!(there.all().len(), done + 2);
    }
    let clerk = city.again("phuong-cai-khe.clerk").await;
    let page = clerk.get("/nhan-tin/1?trang_thai=dead").await.expect(200);
    assert!(
        page.text().contains("Không gửi được") && page.text().contains("answered 500"),
        "{}",
        page.text()
    );
    clerk.post("/nhan-tin/1/gui-lai/1", &[]).await.expect(303);
    platform::jobs::run_due(&city.app).await.unwrap();
    let seen = there.all();
    let ids: std::collections::BTreeSet<&str> = seen.iter().map(|r| header(r, "webhook-id")).collect();
    assert_eq!((seen.len(), ids.len()), (8, 1), "one event has one id at every attempt");
    assert!(clerk.get("/nhan-tin/1").await.expect(200).text().contains("Đã nhận"));
    clerk.post("/nhan-tin/1/gui-lai/1", &[]).await.expect(409);
}

#[tokio::test]
async fn what_waits_for_its_next_attempt_ends_with_the_subscribers_account() {
    let city = city().await;
    let there = Receiver::answering(&[500, 200]).await;
    let clerk = city.staff("clerk", AGENCY).await;
    subscribe(&clerk, &there.url, &["one_stop.filed"]).await;
    clerk.post("/nhan-tin/1/thu", &[]).await.expect(303);
    platform::jobs::run_due(&city.app).await.unwrap();
    assert_eq!(there.all().len(), 1);
    let disabled = async |yes: bool| {
        let tx = city.app.store.housekeeping().await.unwrap();
        let sql = "UPDATE account SET disabled = $1 WHERE login = $2";
        tx.exec(sql, vec![yes.into(), format!("{AGENCY}.clerk").into()]).await.unwrap();
        tx.commit().await.unwrap();
    };
    disabled(true).await;
    city.clock.set(city.clock.now().plus_minutes(1));
    platform::jobs::run_due(&city.app).await.unwrap();
    assert_eq!(there.all().len(), 1, "a closed account was told");
    // Opened again, the attempts go on where they stood.
    disabled(false).await;
    city.clock.set(city.clock.now().plus_minutes(5));
    platform::jobs::run_due(&city.app).await.unwrap();
    assert_eq!(there.all().len(), 2);
}

#[tokio::test]
async fn a_subscription_is_its_owners_and_reaches_no_address_inside() {
    let city = City::new().await;
    let there = Receiver::answering(&[200]).await;
    let clerk = city.staff("clerk", AGENCY).await;
    subscribe(&clerk, &there.url, &["one_stop.filed"]).await;
    let bad = [("ten", "x"), ("dia_chi", "http://example.org/"), ("su_kien", "one_stop.filed")];
    clerk.post("/nhan-tin/moi", &bad).await.expect(422);
    let other = city.staff("specialist", AGENCY).await;
    other.get("/nhan-tin/1").await.expect(404);
    for act in ["thu", "thoi", "gui-lai/1"] {
        other.post(&format!("/nhan-tin/1/{act}"), &[]).await.expect(404);
    }
    clerk.post("/nhan-tin/1/thu", &[]).await.expect(303);
    platform::jobs::run_due(&city.app).await.unwrap();
    assert!(there.all().is_empty(), "this installation allows no network inside");
    assert!(clerk.get("/nhan-tin/1").await.expect(200).text().contains("may not be called"));
    clerk.post("/nhan-tin/1/thoi", &[]).await.expect(303);
    clerk.post("/nhan-tin/1/thoi", &[]).await.expect(409);
}
