//! The register of results by programs: listed, read with a note of the look, ended by two persons, checked by everybody.

use super::Program;
use crate::city::City;
use crate::journeys::{Team, counter_dossier};
use platform::Read;
use serde_json::{Value as Json, json};

const AGENCY: &str = "quan-ninh-kieu";

/// A dossier settled with its result in the register.
async fn registered<'a>(city: &'a City) -> Team<'a> {
    let team = Team::at(city, AGENCY).await;
    let dossier = counter_dossier(city, AGENCY, "KD-02").await;
    team.take_in(dossier.id).await;
    team.settle(dossier.id).await;
    city.work_off().await;
    team
}

fn path(href: &Json) -> String {
    href.as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned()
}

#[tokio::test]
async fn a_result_is_found_read_and_ended_by_two_persons() {
    let city = City::new().await;
    let team = registered(&city).await;
    let reader = Program::of(&city, &team.specialist, &["results.view", "results.propose"]).await;
    let listed = reader.get("/results?standing=in_force&q=12%2FGXN").await.expect(200).body;
    assert_eq!(listed["count"], 1, "{listed:#}");
    let line = &listed["items"][0];
    assert_eq!((&line["holder"], &line["standing"]["code"]), (&json!("Lê Văn Tám"), &json!("in_force")));
    let here = path(&line["href"]);
    let one = reader.get(&here).await.expect(200).body;
    assert_eq!(one["ends"], json!([]));
    let looks = "SELECT COUNT(*) FROM personal_read WHERE record = 'result'";
    assert_eq!(city.app.store.number(looks, vec![]).await.unwrap(), 1);
    let lists =
        "SELECT COUNT(*) FROM personal_read WHERE record = 'list' AND record_code = '/api/v1/results'";
    assert_eq!(city.app.store.number(lists, vec![]).await.unwrap(), 1);
    reader.get(&format!("{here}/documents/{}", "a".repeat(64))).await.expect(404);

    let end = |day: &str| json!({"end": "revoke", "ground": "Cấp nhầm đối tượng", "decision": "7/QĐ", "decided_on": day});
    let early = reader.post(&format!("{here}/propose-end"), &end("2012-01-01")).await.expect(422);
    assert_eq!(early.body["errors"][0]["field"], "decided_on");
    let proposed = reader.post(&format!("{here}/propose-end"), &end("2013-06-10")).await.expect(200).body;
    assert_eq!(proposed["ends"][0]["state"], "proposed");
    assert_eq!(reader.get("/results?standing=waiting").await.expect(200).body["count"], 1);
    let decides = Program::of(&city, &team.leader, &["results.view", "results.decide"]).await;
    let why = decides.post(&format!("{here}/decide-end"), &json!({"approved": false})).await.expect(422);
    assert_eq!(why.body["errors"][0]["field"], "note");
    reader.post(&format!("{here}/decide-end"), &json!({"approved": true})).await.expect(403);
    let ended =
        decides.post(&format!("{here}/decide-end"), &json!({"approved": true})).await.expect(200).body;
    assert_eq!(ended["entry"]["standing"]["code"], "revoked");
    let twice = decides.post(&format!("{here}/decide-end"), &json!({"approved": true})).await.expect(409);
    assert_eq!(twice.body["code"], "results-refused-nothing-open");
    let elsewhere = city.staff("head", "phuong-an-hoa").await;
    let elsewhere = Program::of(&city, &elsewhere, &["results.view", "results.propose"]).await;
    elsewhere.get(&here).await.expect(404);
    elsewhere.post(&format!("{here}/propose-end"), &end("2013-06-10")).await.expect(404);
}

#[tokio::test]
async fn everybody_checks_a_result_by_its_code_and_sees_no_name() {
    let city = City::new().await;
    let team = registered(&city).await;
    let reader = Program::of(&city, &team.specialist, &["results.view"]).await;
    let code = reader.get("/results").await.expect(200).body["items"][0]["code"].as_str().unwrap().to_owned();
    let stranger = Program::stranger(&city);
    let checked = stranger.get(&format!("/result-checks/{}", code.to_lowercase())).await.expect(200).body;
    assert_eq!((&checked["standing"]["code"], &checked["number"]), (&json!("in_force"), &json!("12/GXN")));
    assert!(!checked.to_string().contains("Tám") && checked["same_file"].is_null(), "{checked:#}");
    let file = json!({"file": {"name": "a.pdf", "content": "JVBERi0xLjQKJSVFT0YK"}});
    let compared = stranger.post(&format!("/result-checks/{code}/compare"), &file).await.expect(200).body;
    assert!(compared["same_file"].is_null(), "no file is kept of it: {compared:#}");
    stranger.get("/result-checks/0000-0000-0000-0000").await.expect(404);
    stranger.get("/result-checks/x").await.expect(404);
}
