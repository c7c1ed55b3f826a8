//! Idempotency-Key: done once, answered alike; and what no operation takes.

use super::{Program, complete};
use crate::city::City;
use axum::body::Body;
use axum::http::Request;
use platform::Read;
use serde_json::json;

const AGENCY: &str = "phuong-cai-khe";
const KEY: &[(&str, &str)] = &[("idempotency-key", "c0ffee-1")];

#[tokio::test]
async fn the_same_key_files_one_dossier_and_another_body_is_refused() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    let desk = Program::of(&city, &clerk, &["one_stop.view", "one_stop.receive"]).await;
    let filing = complete(&city, AGENCY).await;
    let first = desk.post_with("/dossiers", &filing, KEY).await.expect(201);
    let again = desk.post_with("/dossiers", &filing, KEY).await.expect(201);
    assert_eq!(
        (again.bytes.as_slice(), again.header("location")),
        (first.bytes.as_slice(), first.header("location"))
    );
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
    let dossiers = || city.app.store.number("SELECT COUNT(*) FROM dossier", vec![]);
    assert_eq!(dossiers().await.unwrap(), 1);
    let mut other = filing.clone();
    other["owner"]["name"] = json!("Nguyễn Văn Khác");
    let refused = desk.post_with("/dossiers", &other, KEY).await.expect(422);
    assert_eq!(refused.body["code"], "ground-api-key-other");
    // The key is its token's own.
    let second = Program::of(&city, &clerk, &["one_stop.view", "one_stop.receive"]).await;
    second.post_with("/dossiers", &other, KEY).await.expect(201);
    assert_eq!(dossiers().await.unwrap(), 2);
    // Kept for a day, then the key is free.
    city.clock.set(city.clock.now().plus_minutes(25 * 60));
    desk.post_with("/dossiers", &filing, KEY).await.expect(201);
    assert_eq!(dossiers().await.unwrap(), 3);
    platform::upkeep::tidy(&city.app).await.unwrap();
    assert_eq!(city.app.store.number("SELECT COUNT(*) FROM api_replay", vec![]).await.unwrap(), 1);
}

#[tokio::test]
async fn a_call_still_running_is_told_and_an_abandoned_one_taken_over() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    let desk = Program::of(&city, &clerk, &["one_stop.view", "one_stop.receive"]).await;
    let filing = complete(&city, AGENCY).await;
    desk.post_with("/dossiers", &filing, KEY).await.expect(201);
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE api_replay SET status = NULL", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let running = desk.post_with("/dossiers", &filing, KEY).await.expect(409);
    assert_eq!(running.body["code"], "ground-api-key-running");
    city.clock.set(city.clock.now().plus_minutes(4));
    desk.post_with("/dossiers", &filing, KEY).await.expect(201);
}

#[tokio::test]
async fn a_key_is_visible_ascii_without_blanks_as_described() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    let desk = Program::of(&city, &clerk, &["one_stop.view", "one_stop.receive"]).await;
    let filing = complete(&city, AGENCY).await;
    for key in ["a b", "a\tb", &"x".repeat(121)] {
        desk.post_with("/dossiers", &filing, &[("idempotency-key", key)]).await.expect(422);
    }
    desk.post_with("/dossiers", &filing, &[("idempotency-key", "!~")]).await.expect(201);
}

#[tokio::test]
async fn what_was_refused_frees_its_key() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    let desk = Program::of(&city, &clerk, &["one_stop.view", "one_stop.receive"]).await;
    let mut filing = complete(&city, AGENCY).await;
    filing["owner"]["phone"] = json!("");
    filing["owner"]["identity_number"] = json!("");
    desk.post_with("/dossiers", &filing, KEY).await.expect(422);
    filing["owner"]["phone"] = json!("0909123456");
    desk.post_with("/dossiers", &filing, KEY).await.expect(201);
}

#[tokio::test]
async fn what_no_operation_takes_is_a_problem_too() {
    let city = City::new().await;
    let stranger = Program::stranger(&city);
    let problem = |reply: super::Reply, status: u16| {
        let reply = reply.expect(status);
        assert_eq!(reply.header("content-type"), "application/problem+json");
        assert_eq!(reply.body["status"], status);
        assert_eq!(reply.body["operation"].as_str().unwrap().len(), 10);
        reply
    };
    problem(stranger.get("/nothing").await, 404);
    problem(stranger.get("/agencies/%00").await, 404);
    let wrong_method = problem(stranger.post("/agencies", &json!({})).await, 405);
    assert_eq!(wrong_method.header("allow"), "GET,HEAD");
    let text = Request::post("/api/v1/tracking")
        .header("content-type", "text/plain")
        .body(Body::from("{}"))
        .unwrap();
    problem(stranger.send(text).await, 415);
    let broken = |body: Vec<u8>| {
        Request::post("/api/v1/tracking")
            .header("content-type", "application/json")
            .body(Body::from(body))
            .unwrap()
    };
    problem(stranger.send(broken(b"{".to_vec())).await, 400);
    problem(stranger.send(broken(vec![b' '; city.app.settings.max_upload * 2 + 10])).await, 413);
    problem(stranger.post("/tracking", &json!({"code": "x"})).await, 422);
    problem(stranger.post("/tracking", &json!({"code": "H13.1-120101-0001", "digits": "0000"})).await, 404);
}
