//! The rights tests of pages, over every operation of our interface: a stranger, a token without the right, another agency's token.

use super::{Program, complete};
use crate::city::City;
use platform::api::Operation;
use platform::http::{Access, Method};
use serde_json::json;

fn operations() -> Vec<Operation> {
    let own = motcua::slices().iter().filter(|slice| slice.interface.is_own());
    own.flat_map(|slice| (slice.api)().list().to_vec()).collect()
}

/// Operations that are walked in one city: twice as many calls are no too many a minute, and one city counts for itself.
const A_CITY: usize = 140;

/// A path with its parameters filled.
fn filled(path: &str, id: &str) -> String {
    let hash = "a".repeat(64);
    let path = path.replace("{id}", id).replace("{message}", "1").replace("{hash}", &hash);
    path.replace("{slug}", "x").replace("{code}", "x").replace("{key}", "x")
}

#[tokio::test]
async fn a_stranger_gets_no_operation_that_is_not_public() {
    let guarded: Vec<Operation> =
        operations().into_iter().filter(|o| o.op.access != Access::Public).collect();
    assert!(guarded.len() >= 80, "only {} guarded operations were walked", guarded.len());
    for some in guarded.chunks(A_CITY) {
        let city = City::new().await;
        let stranger = Program::stranger(&city);
        let wrong = Program { city: &city, token: Some(format!("motcua_{}", "x".repeat(43))) };
        for operation in some {
            for who in [&stranger, &wrong] {
                let path = filled(operation.op.path, "1");
                let reply = match operation.method {
                    Method::Get => who.get(&path).await,
                    Method::Post | Method::Put => who.post(&path, &json!({})).await,
                };
                assert_eq!(reply.status, 401, "{} {}", operation.op.id, reply.body);
            }
        }
    }
}

#[tokio::test]
async fn a_token_without_the_right_gets_no_operation_that_demands_it() {
    for some in operations().chunks(A_CITY) {
        let city = City::new().await;
        let it = city.staff("it", "ubnd-tp-can-tho").await;
        let other = Program::of(&city, &it, &["console.calendar"]).await;
        for operation in some {
            let Access::Permission(right) = operation.op.access else { continue };
            let path = filled(operation.op.path, "1");
            let reply = match operation.method {
                Method::Get => other.get(&path).await,
                Method::Post | Method::Put => other.post(&path, &json!({})).await,
            };
            assert_eq!(
                (reply.status, reply.body["code"].as_str()),
                (403, Some(right.0)),
                "{}",
                operation.op.id
            );
        }
    }
}

#[tokio::test]
async fn another_agencys_token_finds_no_dossier_of_this_one() {
    let city = City::new().await;
    let clerk = city.staff("clerk", "phuong-cai-khe").await;
    let desk = Program::of(&city, &clerk, &["one_stop.view", "one_stop.receive"]).await;
    let filed = desk.post("/dossiers", &complete(&city, "phuong-cai-khe").await).await.expect(201);
    let all = ["one_stop.view", "one_stop.receive", "one_stop.return", "messages.answer", "fees.view"];
    let other = Program::of(&city, &city.staff("clerk", "phuong-hung-thanh").await, &all).await;
    assert_eq!(other.get("/dossiers").await.expect(200).body["items"], json!([]));
    let mut walked = 0;
    for operation in operations().into_iter().filter(|o| o.op.path.starts_with("/dossiers/{id}")) {
        let path = filled(operation.op.path, &filed.id().to_string());
        let reply = match operation.method {
            Method::Get => other.get(&path).await,
            // A body that the schema allows, so that nothing but the scope can refuse it.
            Method::Post | Method::Put => other.post(&path, &body_for(operation.op.id)).await,
        };
        assert_eq!(reply.status, 404, "{}: {}", operation.op.id, reply.body);
        walked += 1;
    }
    assert!(walked >= 30, "{walked}");
    let foreign = other.post("/dossiers", &complete(&city, "phuong-cai-khe").await).await;
    assert!(matches!(foreign.status, 404 | 422), "{}", foreign.body);
}

fn body_for(id: &str) -> serde_json::Value {
    match id {
        "recordPapers" => json!({"version": 1, "papers": [{"id": 1, "given": "original"}]}),
        "refuseDossier" => json!({"version": 1, "reason_code": "other", "reason": "x"}),
        "askSupplement" => {
            json!({"version": 1, "reason_code": "missing", "content": "x", "guide_name": "x", "answer_by": "2013-12-31"})
        }
        "settleDossier" => json!({"version": 1, "granted": true, "number": "1"}),
        "returnResult" => json!({"version": 1, "to": "x"}),
        "stopDossier" | "sendBackDossier" | "askWithdrawal" | "keepOn" => {
            json!({"version": 1, "reason": "x"})
        }
        "assignDossier" => json!({"version": 1, "account": 1}),
        "extendDossier" => json!({"version": 1, "new_day": "2013-12-31", "reason": "x"}),
        "apologiseForDossier" => json!({"version": 1, "expected_on": "2013-12-31", "reason": "x"}),
        "askPayment" => json!({"version": 1, "content": "x"}),
        "collectFee" => json!({"version": 1, "amount": 1, "paid_by": "cash", "receipt_number": "1"}),
        "askOpinion" => {
            json!({"version": 1, "unit": "so-xay-dung", "question": "x", "answer_by": "2013-12-31"})
        }
        "correctDossier" => {
            let owner = json!({"name": "x", "address": "x", "phone": "0909123456"});
            json!({"version": 1, "owner": owner, "delivery": "counter", "reason": "x"})
        }
        "sendMessage" => json!({"body": "x"}),
        "closeRequest" => json!({}),
        "leaveMessages" => json!({"last": 1}),
        "concludeComplaint" => json!({"is_so": true, "finding": "x"}),
        _ => json!({"version": 1}),
    }
}

#[tokio::test]
async fn a_look_by_token_is_noted_like_one_on_the_screen() {
    use platform::Read;
    let city = City::new().await;
    let clerk = city.staff("clerk", "phuong-cai-khe").await;
    let dossier = crate::journeys::counter_dossier(&city, "phuong-cai-khe", "HT-01").await;
    let desk = Program::of(&city, &clerk, &["one_stop.view"]).await;
    desk.get(&format!("/dossiers/{}", dossier.id)).await.expect(200);
    let sql = "SELECT COUNT(*) FROM personal_read WHERE record = 'dossier' AND reader_name LIKE '% · Cổng dịch vụ công'";
    assert_eq!(city.app.store.number(sql, vec![]).await.unwrap(), 1);
    for _ in 0..3 {
        desk.get("/dossiers").await.expect(200);
    }
    let lists =
        "SELECT COUNT(*) FROM personal_read WHERE record = 'list' AND record_code = '/api/v1/dossiers'";
    assert_eq!(
        city.app.store.number(lists, vec![]).await.unwrap(),
        1,
        "a list read page by page is one look an hour"
    );
}
