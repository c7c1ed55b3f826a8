//! A procedure's form changes: dossiers keep theirs, new filings get the new one, page and interface refuse the same.

use super::page_of;
use crate::api::Program;
use crate::city::City;
use contracts::procedures::{Catalogue, FormHome, TakenForm};
use platform::{Actor, Read};
use serde_json::{Value as Json, json};
use std::sync::Arc;

const AGENCY: &str = "phuong-cai-khe";

/// Changes the form of the certificate of marital status from today on.
async fn amend(city: &City, change: impl FnOnce(&mut Json)) {
    let home: Arc<dyn FormHome> = city.app.port().unwrap();
    let catalogue: Arc<dyn Catalogue> = city.app.port().unwrap();
    let from = city.clock.now().day();
    let now = catalogue.in_force(&city.app, "HT-10", from).await.unwrap().unwrap();
    let mut form = now.body.form.clone().unwrap();
    change(&mut form);
    let taken = TakenForm { procedure: "HT-10".into(), form, from, source: "bieu-mau-1-2".into() };
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    home.take_form(&city.app, &tx, &taken).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_dossier_stays_on_the_form_it_was_filed_with() {
    let city = City::new().await;
    let citizen = city.citizen("lan").await;
    super::online::file(&city, &citizen).await;
    let id = city.app.store.number("SELECT id FROM dossier", vec![]).await.unwrap();
    amend(&city, |form| form["properties"]["muc_dich"]["title"] = json!("Xin xác nhận để làm gì?")).await;
    let clerk = city.staff("clerk", AGENCY).await;
    let page = page_of(&clerk, id).await;
    assert!(page.contains("Dùng vào việc gì?") && !page.contains("Xin xác nhận để làm gì?"), "{page}");
    let paper = clerk.get(&format!("/ho-so/{id}/in/to-khai")).await.expect(200);
    assert!(paper.bytes.starts_with(b"%PDF"), "the declaration is printed");
    let draft = super::online::draft(&city, &citizen).await;
    let asked = citizen.get(&format!("{draft}/to-khai")).await.expect(200).text();
    assert!(asked.contains("Xin xác nhận để làm gì?"), "{asked}");
}

#[tokio::test]
async fn the_page_and_the_interface_refuse_the_same_answer() {
    let city = City::new().await;
    amend(&city, |form| form["properties"]["dan_toc"]["maxLength"] = json!(2)).await;
    let citizen = city.citizen("lan").await;
    let draft = super::online::draft(&city, &citizen).await;
    let page = format!("{draft}/to-khai");
    let answer = citizen.post(&page, &[("k.dan_toc", "Kinh")]).await.expect(422);
    assert!(answer.body.contains("Không dài quá 2 ký tự"), "{}", answer.text());
    let clerk = city.staff("clerk", AGENCY).await;
    let desk = Program::of(&city, &clerk, &["one_stop.view", "one_stop.receive"]).await;
    let filing = json!({
        "procedure": "HT-10", "agency": AGENCY, "channel": "online", "applicant": "citizen", "delivery": "counter",
        "owner": {"name": "Lê Văn Tám", "identity_number": "361234567", "address": "Ấp Thới Bình", "phone": "0909123456"},
        "form": {"dan_toc": "Kinh"}, "papers": []
    });
    let refused = desk.post("/dossiers", &filing).await.expect(422).body;
    let errors = refused["errors"].as_array().unwrap();
    assert!(errors.iter().any(|e| e["field"] == "form.dan_toc"), "{refused}");
    assert!(errors.iter().any(|e| e["field"] == "form.muc_dich"), "what is missing is named too: {refused}");
}

#[tokio::test]
async fn a_question_before_the_form_stops_a_filing_early() {
    let city = City::new().await;
    amend(&city, |form| {
        form["x-eligibility"] = json!([{"key": "thuong_tru", "question": "Có thường trú ở phường này không?",
            "go_on": true, "stop": "Hãy nộp ở nơi thường trú."}]);
    })
    .await;
    let citizen = city.citizen("lan").await;
    let page = format!("{}/to-khai", super::online::draft(&city, &citizen).await);
    let asked = citizen.get(&page).await.expect(200).text();
    assert!(asked.contains("Có thường trú ở phường này không?") && !asked.contains("Dân tộc"), "{asked}");
    let stopped = citizen.post(&page, &[("k.dk-thuong_tru", "khong")]).await.expect(422).text();
    assert!(stopped.contains("Hãy nộp ở nơi thường trú."), "{stopped}");
    citizen.post(&page, &[("k.dk-thuong_tru", "co")]).await.expect(303);
    let form = citizen.get(&page).await.expect(200);
    assert!(form.body.contains("k.dan_toc") && form.body.contains("name=\"k.dk-thuong_tru\" value=\"co\""));
}
