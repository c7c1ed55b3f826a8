//! The counter by programs: an office for everybody, a number taken and followed, its queue, an appointment booked and given back.

use super::Program;
use crate::city::{City, at};
use crate::journeys::queue::office;
use platform::Read;
use serde_json::json;

const AGENCY: &str = "quan-ninh-kieu";

#[tokio::test]
async fn a_number_is_taken_followed_and_seen_in_the_queue_of_its_own_agency() {
    let city = City::new().await;
    office(&city).await;
    let stranger = Program::stranger(&city);
    assert_eq!(stranger.get("/counters").await.expect(200).body["items"][0]["code"], "ninh-kieu");
    let shown = stranger.get("/counters/ninh-kieu").await.expect(200).body;
    assert_eq!((&shown["open_now"], &shown["hours"][0]["open"][0]), (&json!(true), &json!("07:30–11:30")));
    let service = shown["services"][0]["id"].clone();
    let taken = stranger.post("/counters/ninh-kieu/tickets", &json!({"service": service})).await.expect(201);
    assert_eq!((&taken.body["code"], &taken.body["state"]["code"]), (&json!("A001"), &json!("waiting")));
    let second = stranger.post("/counters/ninh-kieu/tickets", &json!({"service": service})).await.expect(201);
    let follow = second.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(stranger.get(&follow).await.expect(200).body["ahead"], 1);
    let nothing = stranger.post("/counters/ninh-kieu/tickets", &json!({"service": 999})).await.expect(409);
    assert_eq!(nothing.body["code"], "counter-refused-service");
    stranger.get("/tickets/nothing").await.expect(404);
    stranger.get("/counters/nowhere").await.expect(404);

    let clerk = Program::of(&city, &city.staff("clerk", AGENCY).await, &["counter.view"]).await;
    let queue = clerk.get("/counters/ninh-kieu/queue").await.expect(200).body;
    assert_eq!((&queue["waiting"], &queue["tickets"][0]["code"]), (&json!(2), &json!("A001")));
    assert_eq!(queue["desks"].as_array().unwrap().len(), 2, "{queue:#}");
    let other = Program::of(&city, &city.staff("clerk", "phuong-an-hoa").await, &["counter.view"]).await;
    other.get("/counters/ninh-kieu/queue").await.expect(404);
}

#[tokio::test]
async fn an_appointment_is_booked_for_a_caller_given_back_and_checks_in() {
    let city = City::new().await;
    office(&city).await;
    let stranger = Program::stranger(&city);
    let free = stranger.get("/counters/ninh-kieu/slots?day=2013-06-11").await.expect(200).body;
    let service = stranger.get("/counters/ninh-kieu").await.expect(200).body["services"][0]["id"].clone();
    let rights = ["counter.view", "counter.serve"];
    let desk = Program::of(&city, &city.staff("clerk", AGENCY).await, &rights).await;
    let body = json!({"service": service, "at": free["items"][0]["at"], "name": "Lê Văn Tám"});
    let booked = desk.post("/counters/ninh-kieu/appointments", &body).await.expect(201).body;
    assert_eq!((&booked["state"], &booked["at"]), (&json!("booked"), &free["items"][0]["at"]));
    let full = desk.post("/counters/ninh-kieu/appointments", &body).await.expect(409);
    assert_eq!(full.body["code"], "counter-refused-slot");
    let listed = desk.get("/appointments?day=2013-06-11").await.expect(200).body;
    assert_eq!(listed["items"][0]["code"], booked["code"]);
    assert!(!listed.to_string().contains("Tám"), "{listed:#}");
    let other = Program::of(&city, &city.staff("clerk", "phuong-an-hoa").await, &rights).await;
    let cancel = format!("/appointments/{}/cancel", booked["code"].as_str().unwrap());
    other.post(&cancel, &json!({})).await.expect(404);
    let back = desk.post(&cancel, &json!({"reason": "Cơ quan họp"})).await.expect(200).body;
    assert_eq!(back["state"], "cancelled");
    desk.post(&cancel, &json!({})).await.expect(409);

    let again = desk.post("/counters/ninh-kieu/appointments", &body).await.expect(201).body;
    city.clock.set(at("2013-06-11", 7, 35));
    let arrives = json!({"appointment": again["code"]});
    let taken = stranger.post("/counters/ninh-kieu/tickets", &arrives).await.expect(201).body;
    assert_eq!(taken["slot_at"], again["at"]);
    let kept = "SELECT COUNT(*) FROM counter_booking WHERE account_id IS NULL AND name = 'Lê Văn Tám'";
    assert_eq!(city.app.store.number(kept, vec![]).await.unwrap(), 2);
}
