//! Fees by programs: the schedule, a dossier's demand and its payments, receipts and refunds of the caller's scope.

use super::Program;
use crate::city::City;
use crate::journeys::{Team, counter_dossier};
use platform::Read;
use serde_json::json;

const AGENCY: &str = "quan-ninh-kieu";
const RIGHTS: [&str; 3] = ["one_stop.view", "fees.view", "fees.collect"];

#[tokio::test]
async fn the_schedule_is_for_everybody() {
    let city = City::new().await;
    let stranger = Program::stranger(&city);
    let rates = stranger.get("/fee-schedule?procedure=KD-01").await.expect(200).body;
    assert_eq!(rates["items"][0]["procedure"], "KD-01", "{rates:#}");
    assert!(rates["items"][0]["amount"].as_i64().unwrap() > 0);
    stranger.get("/receipt-checks/nothing").await.expect(404);
}

#[tokio::test]
async fn a_dossiers_fee_is_read_put_right_and_given_back_by_two_persons() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let dossier = counter_dossier(&city, AGENCY, "KD-01").await;
    team.take_in(dossier.id).await;
    city.work_off().await;
    let desk = Program::of(&city, &team.clerk, &RIGHTS).await;
    let demand = desk.get(&format!("/dossiers/{}/fees", dossier.id)).await.expect(200).body;
    assert_eq!((&demand["demand"]["due"], &demand["demand"]["standing"]), (&json!(100_000), &json!("open")));
    let here = demand["demand"]["href"].as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    let line = &demand["lines"][0]["id"];
    let two = json!({"quantities": [{"line": line, "quantity": 2}]});
    let doubled = desk.post(&format!("{here}/adjust"), &two).await.expect(200).body;
    assert_eq!(doubled["demand"]["due"], 200_000);
    let unproved = json!({"relief": "ho-ngheo"});
    let unproved = desk.post(&format!("{here}/adjust"), &unproved).await.expect(422);
    assert_eq!(unproved.body["errors"][0]["field"], "proof");
    let line = &doubled["lines"][0]["id"];
    let one = json!({"quantities": [{"line": line, "quantity": 1}]});
    desk.post(&format!("{here}/adjust"), &one).await.expect(200);

    let id = city.app.store.number("SELECT MAX(id) FROM fee_demand", vec![]).await.unwrap();
    let office = city.agency(AGENCY).to_string();
    team.clerk.post("/so-quy", &[("co-quan", &office), ("ton", "0")]).await.expect(303);
    let taken = format!("/khoan-thu/{id}");
    team.clerk.submit(&taken, &format!("{taken}/thu"), &[]).await.expect(303);
    let paid = desk.get(&here).await.expect(200).body;
    assert_eq!((&paid["demand"]["owed"], &paid["payments"][0]["way"]["code"]), (&json!(0), &json!("cash")));
    desk.post(&format!("{here}/adjust"), &one).await.expect(409);
    let receipts = desk.get("/receipts").await.expect(200).body;
    assert_eq!(receipts["items"][0]["number"], paid["payments"][0]["receipt"]);
    let code = receipts["items"][0]["code"].as_str().unwrap();
    let checked = Program::stranger(&city).get(&format!("/receipt-checks/{code}")).await.expect(200).body;
    assert!(checked["cancelled_at"].is_null() && !checked.to_string().contains("Tám"), "{checked:#}");

    let more = json!({"amount": 500_000, "reason": "Nộp thừa"});
    let more = desk.post(&format!("{here}/ask-refund"), &more).await.expect(422);
    assert_eq!(more.body["errors"][0]["field"], "amount");
    let asked = json!({"amount": 100_000, "reason": "Rút hồ sơ"});
    let asked = desk.post(&format!("{here}/ask-refund"), &asked).await.expect(201).body;
    let decide = format!("/refunds/{}/decide", asked["id"]);
    let head = Program::of(&city, &team.head, &["fees.view", "fees.approve"]).await;
    let why = head.post(&decide, &json!({"approved": false})).await.expect(422);
    assert_eq!(why.body["errors"][0]["field"], "note");
    desk.post(&decide, &json!({"approved": true})).await.expect(403);
    assert_eq!(head.post(&decide, &json!({"approved": true})).await.expect(200).body["state"], "approved");
    assert_eq!(desk.get("/refunds?state=approved").await.expect(200).body["count"], 1);
    let listed = desk.get("/fee-demands?standing=settled").await.expect(200).body;
    assert_eq!(listed["items"][0]["dossier_code"], dossier.code);
    let other = Program::of(&city, &city.staff("clerk", "phuong-an-hoa").await, &RIGHTS).await;
    other.get(&here).await.expect(404);
    other.post(&format!("{here}/adjust"), &one).await.expect(404);
    assert_eq!(other.get("/fee-demands").await.expect(200).body["items"], json!([]));
}
