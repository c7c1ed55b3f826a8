//! Conversations by programs: asked by the key, answered at the desk, a correction asked, made and closed.

use super::Program;
use crate::city::City;
use crate::journeys::counter_dossier;
use serde_json::json;

const AGENCY: &str = "quan-ninh-kieu";
const RIGHTS: [&str; 2] = ["one_stop.view", "messages.answer"];

#[tokio::test]
async fn a_question_by_the_key_is_answered_and_what_is_asked_for_is_made_and_closed() {
    let city = City::new().await;
    let dossier = counter_dossier(&city, AGENCY, "XD-01").await;
    let desk = Program::of(&city, &city.staff("clerk", AGENCY).await, &RIGHTS).await;
    let stranger = Program::stranger(&city);
    let own = format!("/tracking/{}/messages", dossier.tracking_key);
    let here = format!("/dossiers/{}/messages", dossier.id);
    assert_eq!(stranger.get(&own).await.expect(200).body["messages"], json!([]));
    stranger.post(&own, &json!({"body": "Bao giờ có người xuống xem đất?"})).await.expect(201);
    let waiting = desk.get("/conversations").await.expect(200).body;
    assert_eq!((&waiting["count"], &waiting["items"][0]["last_by"]), (&json!(1), &json!("applicant")));
    assert_eq!(waiting["items"][0]["href"], format!("/api/v1{here}"));
    let seen = desk.get(&here).await.expect(200).body;
    assert_eq!(seen["messages"][0]["by"], "applicant");

    let parts = desk.get(&format!("/dossiers/{}/parts", dossier.id)).await.expect(200).body;
    let part = json!({"kind": parts["items"][0]["kind"], "key": parts["items"][0]["key"]});
    let asking = |part: &serde_json::Value, day: &str| json!({"body": "Xin gửi lại bản vẽ.", "correction": {"items": [part], "due_on": day}});
    let past = desk.post(&here, &asking(&part, "2013-06-10")).await.expect(422);
    assert_eq!(past.body["errors"][0]["field"], "correction.due_on");
    let unknown = json!({"kind": "paper", "key": "khong-co"});
    let unknown = desk.post(&here, &asking(&unknown, "2013-06-14")).await.expect(422);
    assert_eq!(unknown.body["errors"][0]["field"], "correction.items");
    let asked = desk.post(&here, &asking(&part, "2013-06-14")).await.expect(201).body;
    let request = &asked["messages"][1];
    assert_eq!(
        (&request["standing"]["code"], &request["author"]),
        (&json!("open"), &json!("Cán bộ clerk · Cổng dịch vụ công"))
    );
    assert_eq!(desk.get("/conversations").await.expect(200).body["count"], 0, "the agency has answered");
    assert_eq!(desk.get("/conversations?group=corrections").await.expect(200).body["count"], 1);

    let told = stranger.get(&own).await.expect(200).body;
    assert!(
        told["messages"][1]["author"].is_null() && told["messages"][1]["items"][0].is_string(),
        "{told:#}"
    );
    let answer = json!({"body": "Tôi đã gửi lại.", "answers": request["id"]});
    stranger.post(&own, &answer).await.expect(201);
    let twice = stranger.post(&own, &answer).await.expect(409);
    assert_eq!(twice.body["code"], "messages-refused-answered");
    let close = format!("{here}/{}/close", request["id"]);
    let closed = desk.post(&close, &json!({})).await.expect(200).body;
    assert_eq!(closed["messages"][1]["standing"]["code"], "closed");
    desk.post(&close, &json!({})).await.expect(409);
    let last = closed["messages"].as_array().unwrap().last().unwrap()["id"].clone();
    let older = json!({"last": closed["messages"][0]["id"]});
    desk.post(&format!("{here}/leave"), &json!({"last": last})).await.expect(200);
    desk.post(&format!("{here}/leave"), &older).await.expect(409);
}

#[tokio::test]
async fn the_head_of_a_desk_says_once_of_a_complaint_whether_it_is_so() {
    let city = City::new().await;
    let dossier = counter_dossier(&city, AGENCY, "XD-01").await;
    let desk = Program::of(&city, &city.staff("clerk", AGENCY).await, &RIGHTS).await;
    let head = city.staff("head", AGENCY).await;
    let head = Program::of(&city, &head, &["one_stop.view", "messages.conclude"]).await;
    let stranger = Program::stranger(&city);
    let own = format!("/tracking/{}/messages", dossier.tracking_key);
    let complains = json!({"body": "Hai lần bị bảo chờ.", "complaint": true});
    let given = stranger.post(&own, &complains).await.expect(201).body;
    assert_eq!(given["messages"][0]["complaint"]["code"], "open");
    let conclude = format!("/dossiers/{}/messages/{}/conclude", dossier.id, given["messages"][0]["id"]);
    let found = json!({"is_so": false, "finding": "Đã xem camera: được hướng dẫn ngay."});
    desk.post(&conclude, &found).await.expect(404);
    let blank = head.post(&conclude, &json!({"is_so": false, "finding": "  "})).await.expect(422);
    assert_eq!(blank.body["errors"][0]["field"], "finding");
    let told = head.post(&conclude, &found).await.expect(200).body;
    assert_eq!(told["messages"][0]["complaint"]["code"], "false");
    assert_eq!(head.post(&conclude, &found).await.expect(409).body["code"], "messages-refused-concluded");
    let told = stranger.get(&own).await.expect(200).body;
    assert_eq!(told["messages"][0]["finding"], found["finding"]);
}

#[tokio::test]
async fn another_agency_and_a_wrong_key_read_no_conversation() {
    let city = City::new().await;
    let dossier = counter_dossier(&city, AGENCY, "XD-01").await;
    let other = Program::of(&city, &city.staff("clerk", "phuong-an-hoa").await, &RIGHTS).await;
    other.get(&format!("/dossiers/{}/messages", dossier.id)).await.expect(404);
    other.get(&format!("/dossiers/{}/parts", dossier.id)).await.expect(404);
    Program::stranger(&city).get("/tracking/nothing/messages").await.expect(404);
}

#[tokio::test]
async fn a_file_goes_with_a_message_and_comes_down_again() {
    let city = City::new().await;
    let dossier = counter_dossier(&city, AGENCY, "XD-01").await;
    let desk = Program::of(&city, &city.staff("clerk", AGENCY).await, &RIGHTS).await;
    let own = format!("/tracking/{}/messages", dossier.tracking_key);
    let body =
        json!({"body": "Bản vẽ đây.", "files": [{"name": "ve.pdf", "content": "JVBERi0xLjQKJSVFT0YK"}]});
    Program::stranger(&city).post(&own, &body).await.expect(201);
    let seen = desk.get(&format!("/dossiers/{}/messages", dossier.id)).await.expect(200).body;
    let href = seen["messages"][0]["documents"][0]["href"].as_str().unwrap().to_owned();
    let file = desk.get(href.strip_prefix("/api/v1").unwrap()).await.expect(200);
    assert_eq!(file.bytes, b"%PDF-1.4\n%%EOF\n");
}
