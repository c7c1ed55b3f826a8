//! Figures and lists by programs: the deadline calculator, returns, apologies, the settlement index, cost, simplification, dialogues.

use super::Program;
use crate::city::{City, at};
use crate::journeys::{Team, counter_dossier};
use serde_json::json;

const AGENCY: &str = "quan-ninh-kieu";

#[tokio::test]
async fn everybody_counts_a_deadline_with_its_arithmetic() {
    let city = City::new().await;
    let stranger = Program::stranger(&city);
    let path = "/deadline-calculator?number=5&received_at=2013-06-10T08:30:00%2B07:00";
    let counted = stranger.get(path).await.expect(200).body;
    assert_eq!(counted["due_at"].as_str().unwrap().get(..10), Some("2013-06-17"), "{counted:#}");
    assert!(!counted["arithmetic"].as_array().unwrap().is_empty());
    assert!(counted["rules"].as_array().unwrap().iter().all(|rule| rule["source"].is_string()));
    let path = "/deadline-calculator?procedure=XD-01&received_at=2013-06-10T01:30:00Z";
    let of_procedure = stranger.get(path).await.expect(200).body;
    assert!(of_procedure["title"].as_str().unwrap().len() > 10 && of_procedure["due_at"].is_string());
    let wrong = "/deadline-calculator?procedure=XX-99&received_at=2013-06-10T08:30:00%2B07:00";
    assert_eq!(stranger.get(wrong).await.expect(422).body["errors"][0]["field"], "procedure");
    let half = "/deadline-calculator?number=5&received_at=2013-06-10T08:30:00Z&asked_at=2013-06-11T08:30:00Z";
    assert_eq!(stranger.get(half).await.expect(422).body["errors"][0]["field"], "complete_at");
    assert_eq!(
        stranger.get("/deadline-calculator?number=5").await.expect(422).body["errors"][0]["field"],
        "received_at"
    );
}

#[tokio::test]
async fn a_return_is_counted_and_its_figure_leads_to_it() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let dossier = counter_dossier(&city, AGENCY, "XD-01").await;
    team.take_in(dossier.id).await;
    let rights = ["one_stop.view", "one_stop.receive"];
    let desk = Program::of(&city, &team.clerk, &rights).await;
    let reasons = desk.get("/return-reasons").await.expect(200).body;
    assert!(reasons["items"].as_array().unwrap().iter().any(|r| r["code"] == "missing"), "{reasons:#}");
    let seen = desk.get(&format!("/dossiers/{}", dossier.id)).await.expect(200).body;
    let asked = json!({
        "version": seen["version"], "reason_code": "missing", "content": "Thiếu bản vẽ",
        "guide_name": "Lê Thị Mỹ Hạnh", "answer_by": "2013-06-28",
    });
    desk.post(&format!("/dossiers/{}/ask-supplement", dossier.id), &asked).await.expect(200);
    for by in ["procedure", "paper", "reason", "agency", "month"] {
        let figures = desk.get(&format!("/statistics/returns?by={by}")).await.expect(200).body;
        let line = &figures["items"][0];
        assert_eq!((&line["returns"], &line["dossiers"]), (&json!(1), &json!(1)), "{by} {figures:#}");
        let records = line["records"].as_str().unwrap().strip_prefix("/api/v1").unwrap();
        let behind = desk.get(records).await.expect(200).body;
        assert_eq!(
            (&behind["count"], &behind["items"][0]["code"]),
            (&json!(1), &json!(dossier.code)),
            "{records}"
        );
    }
    let other = Program::of(&city, &city.staff("clerk", "phuong-an-hoa").await, &["one_stop.view"]).await;
    assert_eq!(other.get("/returns").await.expect(200).body["count"], 0);
    assert_eq!(other.get("/apologies?state=all").await.expect(200).body["count"], 0);
}

#[tokio::test]
async fn the_settlement_index_leads_from_the_agency_to_its_dossiers() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let dossier = counter_dossier(&city, AGENCY, "KD-01").await;
    team.take_in(dossier.id).await;
    team.settle(dossier.id).await;
    city.work_off().await;
    let reader = Program::of(&city, &team.head, &["settlement.view"]).await;
    let listed = reader.get("/settlement-index?period=2013-06").await.expect(200).body;
    assert_eq!(listed["items"][0]["agency"]["code"], AGENCY, "{listed:#}");
    let here = listed["items"][0]["href"].as_str().unwrap().strip_prefix("/api/v1").unwrap();
    let card = reader.get(here).await.expect(200).body;
    assert_eq!(card["nine"].as_array().unwrap().len(), 9);
    let figures = card["nine"].as_array().unwrap().iter();
    let records =
        figures.filter_map(|line| line["records"]["href"].as_str()).find(|href| href.contains("/dossiers?"));
    let records = records.unwrap().strip_prefix("/api/v1").unwrap();
    let behind = reader.get(records).await.expect(200).body;
    assert_eq!(behind["items"][0]["code"], dossier.code, "{behind:#}");
    let procedures = format!("/settlement-index/{AGENCY}/procedures?period=2013-06&counting=true");
    reader.get(&procedures).await.expect(200);
    let wrong = format!("/settlement-index/{AGENCY}/dossiers?item=weather");
    assert_eq!(reader.get(&wrong).await.expect(422).body["errors"][0]["field"], "item");
    assert_eq!(
        reader.get("/settlement-index?period=2013-13").await.expect(422).body["errors"][0]["field"],
        "period"
    );
    let other = Program::of(&city, &city.staff("head", "phuong-an-hoa").await, &["settlement.view"]).await;
    other.get(&format!("/settlement-index/{AGENCY}")).await.expect(404);
    let open = Program::stranger(&city).get("/service-quality?period=2013-06").await.expect(200).body;
    assert_eq!(open["items"], json!([]), "one dossier says nothing of an agency");
}

#[tokio::test]
async fn cost_simplification_and_the_review_plan_are_lists_of_the_callers_scope() {
    let city = City::new().await;
    let control = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let reader = Program::of(&city, &control, &["compliance_cost.view", "simplification.view"]).await;
    for list in ["/cost-studies", "/statistics/compliance-cost", "/review-plan?year=2013", "/simplifications"]
    {
        assert_eq!(reader.get(list).await.expect(200).body["items"], json!([]), "{list}");
    }
    reader.get("/cost-studies/1").await.expect(404);
    reader.get("/simplifications/1").await.expect(404);
}

#[tokio::test]
async fn a_question_is_asked_before_a_dialogue_and_found_by_its_host() {
    let city = City::new().await;
    let leader = city.staff("leader", "ubnd-tp-can-tho").await;
    let announced = [
        ("chu_de", "Tháo gỡ cho doanh nghiệp"),
        ("co_quan", "ubnd-tp-can-tho"),
        ("doi_tuong", "firms"),
        ("ngay", "28/06/2013"),
        ("dia_diem", "Hội trường"),
        ("hoi_den", "25/06/2013"),
    ];
    leader.post("/hoi-nghi-doi-thoai/moi", &announced).await.expect(303);
    let stranger = Program::stranger(&city);
    let listed = stranger.get("/dialogues?q=doanh%20nghiep").await.expect(200).body;
    let here = listed["items"][0]["href"].as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    let asked = json!({"asker": "Công ty TNHH Sông Hậu", "question": "Khi nào nhận hồ sơ qua mạng?"});
    let told = stranger.post(&format!("{here}/questions"), &asked).await.expect(201).body;
    assert_eq!(told["answers"], json!([]), "not published yet");
    let host = Program::of(&city, &leader, &["dialogue.view"]).await;
    let questions = host.get("/dialogue-questions?answered=open").await.expect(200).body;
    assert_eq!(questions["items"][0]["question"], "Khi nào nhận hồ sơ qua mạng?", "{questions:#}");
    assert_eq!(host.get("/dialogue-work?state=planned").await.expect(200).body["items"][0]["questions"], 1);
    city.clock.set(at("2013-06-26", 9, 0));
    let late = stranger.post(&format!("{here}/questions"), &asked).await.expect(409);
    assert_eq!(late.body["code"], "dialogue-refused-closed");
}
