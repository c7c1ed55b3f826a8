//! Petitions by programs: given, followed, handled to the published answer, rated; a transfer, and whose they are.

use super::{Program, Reply};
use crate::city::{City, at};
use platform::Read;
use serde_json::{Value as Json, json};

const RIGHTS: [&str; 3] = ["petitions.view", "petitions.handle", "petitions.publish"];

fn giving() -> Json {
    json!({
        "person": "citizen",
        "name": "Lê Văn Tám",
        "address": "Ấp Thới Bình",
        "phone": "0909123456",
        "topic": "unsuited",
        "procedure": "HT-01",
        "part": "components",
        "content": "Vẫn phải nộp bản sao sổ hộ khẩu dù phường đã có sổ gốc.",
    })
}

fn fields(reply: &Reply) -> Vec<&str> {
    reply.body["errors"].as_array().unwrap().iter().filter_map(|e| e["field"].as_str()).collect()
}

fn path(href: &Json) -> String {
    href.as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned()
}

/// The office that handles petitions, and the one petition in its register.
async fn desk<'a>(city: &'a City) -> (Program<'a>, Json) {
    let control = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let desk = Program::of(city, &control, &RIGHTS).await;
    let listed = desk.get("/petitions?term=waiting&topic=unsuited").await.expect(200).body;
    assert_eq!(listed["count"], 1, "{listed:#}");
    let line = listed["items"][0].clone();
    (desk, line)
}

/// An act on a petition as it stands now.
async fn act(desk: &Program<'_>, line: &Json, act: &str, mut body: Json) -> Reply {
    let seen = desk.get(&path(&line["href"])).await.expect(200).body;
    body["version"] = seen["version"].clone();
    desk.post(&format!("{}/{act}", path(&line["href"])), &body).await
}

fn answer() -> Json {
    let criteria = ["necessary", "lawful", "simple", "feasible", "consistent", "treaties"];
    let judged: serde_json::Map<String, Json> =
        criteria.iter().map(|c| ((*c).to_owned(), json!("met"))).collect();
    json!({"criteria": judged, "outcome": "correct", "answer": "Phường không yêu cầu bản sao nữa."})
}

#[tokio::test]
async fn a_petition_goes_from_its_giver_to_the_published_answer_and_is_rated() {
    let city = City::new().await;
    let stranger = Program::stranger(&city);
    let given = stranger.post("/petitions", &giving()).await.expect(201);
    let own = given.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(stranger.get(&own).await.expect(200).body["state"]["code"], "new");
    let asked = json!({"code": given.body["code"], "contact": "0909 123 456"});
    let found = stranger.post("/petition-tracking", &asked).await.expect(200);
    assert_eq!(found.body["key"], given.body["key"]);
    stranger
        .post("/petition-tracking", &json!({"code": given.body["code"], "contact": "0911"}))
        .await
        .expect(404);
    stranger.get("/petition-tracking/nothing").await.expect(404);
    let early = stranger.post(&format!("{own}/rate"), &json!({"level": "accepts"})).await.expect(409);
    assert_eq!(early.body["code"], "petitions-refused-no-answer");

    let (desk, line) = desk(&city).await;
    let one = desk.get(&path(&line["href"])).await.expect(200).body;
    assert_eq!((&one["name"], &one["procedure"]), (&json!("Lê Văn Tám"), &json!("HT-01")));
    assert!(one["acts"].as_array().unwrap().contains(&json!("receive")), "{one:#}");
    let looks = "SELECT COUNT(*) FROM personal_read WHERE record = 'petition'";
    assert!(city.app.store.number(looks, vec![]).await.unwrap() > 0, "the look is noted");
    act(&desk, &line, "answer", answer()).await.expect(409);
    act(&desk, &line, "receive", json!({})).await.expect(200);
    let stale = json!({"version": one["version"]});
    let late = desk.post(&format!("{}/take-up", path(&line["href"])), &stale).await.expect(409);
    assert_eq!(late.body["type"], "urn:motcua:changed");
    act(&desk, &line, "take-up", json!({})).await.expect(200);
    let answered = act(&desk, &line, "answer", answer()).await.expect(200).body;
    assert_eq!(answered["state"]["code"], "answered");
    let told = json!({"question": "Lê Văn Tám hỏi về sổ hộ khẩu", "answer": "Không phải nộp."});
    let personal = act(&desk, &line, "publish", told).await.expect(422);
    assert_eq!(fields(&personal), ["question"]);
    let public =
        json!({"question": "Có phải nộp bản sao sổ hộ khẩu không?", "answer": "Không phải nộp nữa."});
    act(&desk, &line, "publish", public).await.expect(200);

    let answers = stranger.get("/petition-answers?q=ho%20khau").await.expect(200).body;
    assert_eq!(answers["items"][0]["code"], given.body["code"], "{answers:#}");
    let published = stranger.get(&path(&answers["items"][0]["href"])).await.expect(200).body;
    assert_eq!(published["answer"], "Không phải nộp nữa.");
    assert!(!published.to_string().contains("Tám"), "{published:#}");
    let mine = stranger.get(&own).await.expect(200).body;
    assert_eq!((&mine["answer"]["outcome"]["code"], &mine["may_rate"]), (&json!("correct"), &json!(true)));
    assert_eq!(mine["answer"]["criteria"], json!({}), "the judgement stays with the staff");
    let why = stranger.post(&format!("{own}/rate"), &json!({"level": "unsatisfied", "again": true})).await;
    assert_eq!(fields(&why.expect(422)), ["comment"]);
    let again = json!({"level": "unsatisfied", "again": true, "comment": "Phường vẫn đòi."});
    let rated = stranger.post(&format!("{own}/rate"), &again).await.expect(200).body;
    assert_eq!(rated["state"]["code"], "judging", "looked at again");
}

#[tokio::test]
async fn wrong_fields_of_a_petition_are_named_all_at_once() {
    let city = City::new().await;
    let mut wrong = giving();
    wrong["phone"] = json!("không có");
    wrong["content"] = json!("Ngắn quá");
    let wrong = Program::stranger(&city).post("/petitions", &wrong).await.expect(422);
    let mut named = fields(&wrong);
    named.sort_unstable();
    assert_eq!(named, ["content", "phone"]);
    let mut broken = giving();
    broken["topic"] = json!("weather");
    let broken = Program::stranger(&city).post("/petitions", &broken).await.expect(422);
    assert_eq!(fields(&broken), ["topic"]);
}

#[tokio::test]
async fn a_petition_registered_at_a_desk_is_handed_on_and_completed_by_its_giver() {
    let city = City::new().await;
    let stranger = Program::stranger(&city);
    let given = stranger.post("/petitions", &giving()).await.expect(201).body;
    let (desk, line) = desk(&city).await;
    act(&desk, &line, "guide", json!({"note": "Xin ghi rõ phường nào."})).await.expect(200);
    let own = format!("/petition-tracking/{}", given["key"].as_str().unwrap());
    let more = json!({"more": "Đó là phường Cái Khế, tuần trước."});
    let completed = stranger.post(&format!("{own}/complete"), &more).await.expect(200).body;
    assert!(completed["content"].as_str().unwrap().ends_with("tuần trước."), "{completed:#}");
    stranger.post(&format!("{own}/complete"), &more).await.expect(409);

    let body = json!({"channel": "counter", "agency": "ubnd-tp-can-tho", "petition": giving()});
    let entered = desk.post("/petitions/register", &body).await.expect(201);
    assert_eq!(entered.body["state"]["code"], "entered");
    let here = entered.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    let nowhere = json!({"version": entered.body["version"], "to": "nowhere", "note": "Thuộc sở"});
    assert_eq!(fields(&desk.post(&format!("{here}/transfer"), &nowhere).await.expect(422)), ["to"]);
    let online = json!({"channel": "online", "agency": "ubnd-tp-can-tho", "petition": giving()});
    assert_eq!(fields(&desk.post("/petitions/register", &online).await.expect(422)), ["channel"]);

    city.staff("specialist", "so-xay-dung").await;
    let to = json!({"version": entered.body["version"], "to": "so-xay-dung", "note": "Thuộc sở"});
    let moved = desk.post(&format!("{here}/transfer"), &to).await.expect(200).body;
    assert_eq!(moved["agency"]["code"], "so-xay-dung");
    let elsewhere = city.staff("clerk", "phuong-an-hoa").await;
    let elsewhere = Program::of(&city, &elsewhere, &["petitions.view", "petitions.handle"]).await;
    elsewhere.get(&here).await.expect(404);
    assert_eq!(elsewhere.get("/petitions").await.expect(200).body["items"], json!([]));
    elsewhere.post(&format!("{here}/take-up"), &json!({"version": 1})).await.expect(404);
}

#[tokio::test]
async fn a_petition_past_its_day_stands_among_the_late_ones() {
    let city = City::new().await;
    Program::stranger(&city).post("/petitions", &giving()).await.expect(201);
    let control = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let before = Program::of(&city, &control, &RIGHTS).await;
    assert_eq!(before.get("/petitions?term=late").await.expect(200).body["count"], 0);
    city.clock.set(at("2013-09-30", 9, 0));
    assert_eq!(before.get("/petitions?term=late").await.expect(200).body["count"], 1);
}
