//! The whole line by programs: read, file, receive, settle, follow.

use super::{Program, birth, complete};
use crate::city::City;
use serde_json::json;

const AGENCY: &str = "phuong-cai-khe";

#[tokio::test]
async fn a_dossier_goes_its_way_from_filing_to_the_result_by_the_interface() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    let desk = Program::of(&city, &clerk, &["one_stop.view", "one_stop.receive", "one_stop.return"]).await;
    let filed = desk.post("/dossiers", &complete(&city, AGENCY).await).await.expect(201);
    assert_eq!(filed.header("location"), format!("/api/v1/dossiers/{}", filed.id()));
    assert_eq!(filed.body["state"]["number"], 1);
    assert_eq!(filed.body["channel"], "online");
    let id = filed.id();
    let at = |act: &str| format!("/dossiers/{id}/{act}");
    let seen = json!({"version": filed.body["version"]});
    let received = desk.post(&at("receive"), &seen).await.expect(200);
    assert_eq!(received.body["state"]["number"], 2);
    assert!(received.body["clock"]["due_at"].is_string(), "{}", received.body["clock"]);
    assert!(!received.body["clock"]["arithmetic"].as_array().unwrap().is_empty());
    // The page seen before is another's by now.
    let late = desk
        .post(&at("refuse"), &json!({"version": seen["version"], "reason_code": "other", "reason": "x"}))
        .await;
    assert_eq!((late.status, late.body["type"].as_str()), (409, Some("urn:motcua:changed")), "{}", late.body);
    assert!(late.body["changes"][0].is_string());
    let mut dossier =
        desk.post(&at("transfer"), &json!({"version": received.body["version"]})).await.expect(200).body;
    let mut team = Vec::new();
    for (role, right) in
        [("specialist", "one_stop.process"), ("head", "one_stop.appraise"), ("leader", "one_stop.sign")]
    {
        let person = city.staff(role, AGENCY).await;
        team.push(Program::of(&city, &person, &["one_stop.view", right]).await);
    }
    for _ in 0..8 {
        let version = dossier["version"].clone();
        let signed = json!({"version": version, "granted": true, "number": "12/GXN"});
        let mut moved = None;
        for member in &team {
            let own = member.get(&format!("/dossiers/{id}")).await.expect(200).body;
            let acts: Vec<&str> = own["acts"].as_array().unwrap().iter().filter_map(|a| a.as_str()).collect();
            let reply = if acts.contains(&"settle") {
                member.post(&at("settle"), &signed).await
            } else if acts.contains(&"complete-step") {
                member.post(&at("complete-step"), &json!({"version": version})).await
            } else {
                continue;
            };
            moved = Some(reply.expect(200).body);
            break;
        }
        dossier = moved.expect("somebody can go on");
        if dossier["state"]["number"] == 9 {
            break;
        }
    }
    assert_eq!(dossier["outcome"], "granted");
    let returned = json!({"version": dossier["version"], "to": "Lê Văn Tám"});
    let returned = desk.post(&at("return"), &returned).await.expect(200);
    assert_eq!(returned.body["state"]["number"], 10);
    let history = returned.body["history"].as_array().unwrap();
    assert!(
        history.iter().any(|e| e["action"] == "receive" && e["by"] == "Cán bộ clerk · Cổng dịch vụ công")
    );
    let found = Program::stranger(&city)
        .post("/tracking", &json!({"code": returned.body["code"], "digits": "3456"}))
        .await
        .expect(200);
    assert_eq!(found.body["state"]["number"], 10);
    assert!(!found.body.to_string().contains("Tám"), "whose it is stays with the desk");
}

#[tokio::test]
async fn wrong_fields_are_named_all_at_once_in_the_callers_language() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    let desk = Program::of(&city, &clerk, &["one_stop.view", "one_stop.receive"]).await;
    let mut filing = birth("nowhere");
    filing["colour"] = json!("red");
    filing["channel"] = json!("pigeon");
    let wrong = desk.post_with("/dossiers", &filing, &[("accept-language", "en")]).await.expect(422);
    assert_eq!(wrong.header("content-type"), "application/problem+json");
    let fields: Vec<&str> =
        wrong.body["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
    assert!(fields.contains(&"colour") && fields.contains(&"channel"), "{}", wrong.body);
    assert_eq!(wrong.body["title"], "Something needs correcting", "{}", wrong.body);
    // What the schema cannot know, the counter's form says; under the names of the body.
    let mut filing = birth(AGENCY);
    filing["owner"]["identity_number"] = json!("");
    filing["owner"]["phone"] = json!("");
    filing["form"] = json!({"khong_co": 1});
    filing["papers"] = json!([{"component": "giay-la", "given": "original"}]);
    let wrong = desk.post("/dossiers", &filing).await.expect(422);
    let fields: Vec<&str> =
        wrong.body["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
    for field in ["owner.identity_number", "owner.phone", "papers.giay-la"] {
        assert!(fields.contains(&field), "{field}: {}", wrong.body);
    }
    let unknown = desk.post("/dossiers", &birth("so-noi-vu")).await.expect(422);
    assert_eq!(unknown.body["errors"][0]["field"], "agency", "{}", unknown.body);
}

#[tokio::test]
async fn papers_go_up_with_the_filing_and_come_down_again() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    let desk = Program::of(&city, &clerk, &["one_stop.view", "one_stop.receive"]).await;
    let mut filing = complete(&city, AGENCY).await;
    // %PDF-1.4 and its end.
    filing["papers"][0]["file"] = json!({"name": "to khai.pdf", "content": "JVBERi0xLjQKJSVFT0YK"});
    let filed = desk.post("/dossiers", &filing).await.expect(201);
    let paper = filed.body["papers"].as_array().unwrap().iter().find(|p| p["document"].is_object()).unwrap();
    let href = paper["document"]["href"].as_str().unwrap().strip_prefix("/api/v1").unwrap();
    let file = desk.get(href).await.expect(200);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(file.bytes, b"%PDF-1.4\n%%EOF\n");
    let strange = city.staff("clerk", "phuong-hung-thanh").await;
    let strange = Program::of(&city, &strange, &["one_stop.view"]).await;
    strange.get(href).await.expect(404);
    // Larger than any body without files may be, and no PDF: the counter's form says so, not the limit.
    filing["papers"][0]["file"]["content"] = json!("QUFB".repeat(900_000));
    let wrong = desk.post("/dossiers", &filing).await.expect(422);
    assert_eq!(wrong.body["errors"][0]["code"], "files-type", "{}", wrong.body);
    filing["papers"][0]["file"]["content"] = json!("not base64!");
    let wrong = desk.post("/dossiers", &filing).await.expect(422);
    assert!(wrong.body["errors"][0]["field"].as_str().unwrap().ends_with("file.content"), "{}", wrong.body);
}

#[tokio::test]
async fn lists_lead_on_page_by_page_and_an_answer_known_is_not_sent_again() {
    let city = City::new().await;
    let stranger = Program::stranger(&city);
    let (mut path, mut names, mut pages) = ("/procedures".to_owned(), Vec::new(), 0);
    loop {
        let page = stranger.get(&path).await.expect(200);
        names.extend(page.body["items"].as_array().unwrap().iter().map(|p| p["code"].to_string()));
        pages += 1;
        let Some(next) = page.body["next"].as_str() else { break };
        assert_eq!(page.header("link"), format!("<{next}>; rel=\"next\""));
        path = next.strip_prefix("/api/v1").unwrap().to_owned();
    }
    let all = names.len();
    names.sort();
    names.dedup();
    assert!(pages > 1 && names.len() == all, "{pages} pages, {all} rows, {} of them different", names.len());
    let first = stranger.get("/agencies").await.expect(200);
    let tag = first.header("etag").to_owned();
    let request = axum::http::Request::get("/api/v1/agencies").header("if-none-match", &tag);
    let known = stranger.send(request.body(axum::body::Body::empty()).unwrap()).await.expect(304);
    assert!(known.bytes.is_empty() && known.header("etag") == tag);
    stranger.get("/agencies?after=nonsense!").await.expect(422);
    let form = stranger.get("/procedures/HT-01").await.expect(200);
    assert_eq!(form.body["form"]["type"], "object", "the schema of its form comes with it");
    stranger.get("/procedures/XX-99").await.expect(404);
}

#[tokio::test]
async fn targets_and_the_journal_answer_as_their_pages_do() {
    let city = City::new().await;
    let stranger = Program::stranger(&city);
    let board = stranger.get("/targets").await.expect(200);
    let measured: Vec<&str> = board.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|m| m["indicator"].is_string())
        .map(|m| m["slug"].as_str().unwrap())
        .collect();
    assert!(measured.len() > 3, "{measured:?}");
    stranger.get(&format!("/targets/{}?period=2013-Q2&agency={AGENCY}", measured[0])).await.expect(200);
    stranger.get(&format!("/targets/{}?period=2013-Q9", measured[0])).await.expect(422);
    stranger.get(&format!("/targets/{}/records", measured[0])).await.expect(401);
    let inspector = city.staff("inspector", "ubnd-tp-can-tho").await;
    let inspector =
        Program::of(&city, &inspector, &["console.journal", "targets.records", "one_stop.view"]).await;
    inspector.get(&format!("/targets/{}/records", measured[0])).await.expect(200);
    let entries = inspector.get("/journal?slice=identity&action=token_make").await.expect(200);
    assert_eq!(entries.body["items"][0]["after"]["name"], "Cổng dịch vụ công");
    assert_eq!(entries.body["items"][0]["hash"].as_str().unwrap().len(), 64);
    let counts = inspector.get("/statistics/dossiers").await.expect(200);
    assert_eq!(counts.body["items"].as_array().unwrap().len(), 10);
}
