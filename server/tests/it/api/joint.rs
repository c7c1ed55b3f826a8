//! Joint dossiers by programs: what can be filed at once, filed, read by every agency of it, followed by its key.

use super::Program;
use crate::city::City;
use crate::journeys::joint::group;
use serde_json::json;

const LEAD: &str = "phuong-cai-khe";
const RIGHTS: [&str; 2] = ["one_stop.view", "one_stop.receive"];

#[tokio::test]
async fn a_group_is_filed_at_once_read_by_its_agencies_and_followed_by_its_key() {
    let city = City::new().await;
    group(&city, "LT-09", &["HT-01", "CU-03"], "stop").await;
    let desk = Program::of(&city, &city.staff("clerk", LEAD).await, &RIGHTS).await;
    let groups = desk.get("/joint-groups").await.expect(200).body;
    let line = groups["items"].as_array().unwrap().iter().find(|g| g["code"] == "LT-09").unwrap();
    assert_eq!(line["leads"][0]["code"], LEAD, "{line:#}");
    let shown = desk.get(&format!("/joint-groups/LT-09?agency={LEAD}")).await.expect(200).body;
    assert_eq!(shown["parts"][1]["agency"]["code"], "quan-ninh-kieu", "{shown:#}");
    desk.get("/joint-groups/LT-09?agency=phuong-an-hoa").await.expect(404);
    let papers: Vec<_> = shown["papers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|paper| json!({"paper": paper["paper"], "given": "original"}))
        .collect();
    let owner =
        json!({"name": "Nguyễn Thị Ngọc Lan", "identity_number": "362000001", "address": "12 Hai Bà Trưng"});
    let filing = json!({
        "group": "LT-09", "agency": LEAD, "applicant": "citizen", "owner": owner, "papers": papers, "delivery": "counter",
    });
    let mut wrong = filing.clone();
    wrong["owner"]["identity_number"] = json!("");
    wrong["papers"] = json!([{"paper": 900, "given": "copy"}]);
    let wrong = desk.post("/joint-dossiers", &wrong).await.expect(422);
    let named: Vec<&str> =
        wrong.body["errors"].as_array().unwrap().iter().filter_map(|e| e["field"].as_str()).collect();
    assert!(named.contains(&"owner.identity_number") && named.contains(&"papers.900"), "{named:?}");

    let filed = desk.post("/joint-dossiers", &filing).await.expect(201);
    let here = filed.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    let parts = &filed.body["parts"];
    assert_eq!((&parts[0]["state"]["code"], &parts[1]["state"]["code"]), (&json!("open"), &json!("waiting")));
    assert!(parts[0]["dossier"].is_string() && parts[1]["dossier"].is_null(), "{parts:#}");
    let listed = desk.get("/joint-dossiers?state=running").await.expect(200).body;
    assert_eq!(listed["items"][0]["code"], filed.body["code"]);
    let early = desk.post(&format!("{here}/return"), &json!({"to": "Nguyễn Thị Ngọc Lan"})).await.expect(409);
    assert_eq!(early.body["type"], "urn:motcua:refused");

    // The district settles the second part, and nothing of the first one's dossier is its business.
    let district = Program::of(&city, &city.staff("clerk", "quan-ninh-kieu").await, &RIGHTS).await;
    district.get(&here).await.expect(200);
    let other = Program::of(&city, &city.staff("clerk", "phuong-hung-thanh").await, &RIGHTS).await;
    other.get(&here).await.expect(404);
    assert_eq!(other.get("/joint-dossiers").await.expect(200).body["items"], json!([]));
    let key = filed.body["tracking"].as_str().unwrap().rsplit('/').next().unwrap();
    let followed = Program::stranger(&city).get(&format!("/joint-tracking/{key}")).await.expect(200).body;
    assert_eq!(followed["parts"][0]["dossier"], json!(null));
    assert!(!followed.to_string().contains("Ngọc Lan"), "{followed:#}");
    Program::stranger(&city).get("/joint-tracking/nothing").await.expect(404);
}
