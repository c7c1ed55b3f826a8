//! What stands before every operation of the building block: token, right, and the header of the information mediator.

use super::{Caller, refused};
use crate::api::{Program, Reply};
use crate::city::City;
use platform::api::Operation;
use platform::http::{Access, Method};
use serde_json::json;

/// Operations that the description demands the header of.
const DEMANDING: [&str; 5] = [
    "submitApplication",
    "getApplicantFileList",
    "getApplicationFileById",
    "updateApplicationFileForm",
    "Statistics",
];

fn operations() -> Vec<Operation> {
    let slice = motcua::slices().iter().find(|slice| slice.name == "govstack").unwrap();
    assert_eq!(slice.interface.prefix, "/govstack");
    (slice.api)().list().to_vec()
}

async fn call(caller: &Caller<'_>, operation: &Operation) -> Reply {
    let filled: Vec<&str> =
        operation.op.path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect();
    let path = filled.join("/");
    match operation.method {
        Method::Get => caller.get(&path).await,
        Method::Post => caller.post(&path, &json!({})).await,
        Method::Put => caller.put(&path, &json!({})).await,
    }
}

#[tokio::test]
async fn a_stranger_gets_services_and_forms_only() {
    let city = City::new().await;
    let stranger = Caller::stranger(&city);
    let wrong = Program { city: &city, token: Some(format!("motcua_{}", "x".repeat(43))) };
    let wrong = Caller { program: wrong, client: stranger.client };
    let mut open = Vec::new();
    for operation in operations() {
        if operation.op.access == Access::Public {
            open.push(operation.op.path);
            continue;
        }
        for who in [&stranger, &wrong] {
            let reply = call(who, &operation).await;
            assert_eq!(reply.header("www-authenticate"), "Bearer", "{}", operation.op.id);
            refused(reply, 401);
        }
    }
    assert_eq!(
        open,
        ["/services", "/services/{serviceId}", "/services/{serviceId}/eForms", "/eForms/{eFormId}"]
    );
}

#[tokio::test]
async fn a_token_without_the_right_is_told_which_it_lacks() {
    let city = City::new().await;
    let it = city.staff("it", "ubnd-tp-can-tho").await;
    let other = Caller::of(&city, &it, &["console.calendar"]).await;
    let mut walked = 0;
    for operation in operations() {
        let Access::Permission(right) = operation.op.access else { continue };
        assert_eq!(refused(call(&other, &operation).await, 403)["code"], right.0, "{}", operation.op.id);
        walked += 1;
    }
    assert!(walked >= 10, "{walked}");
}

#[tokio::test]
async fn the_mediators_header_has_four_parts_and_is_demanded_where_the_description_demands_it() {
    let city = City::new().await;
    let mut caller = Caller::clerk(&city).await;
    for header in ["", "''", "invalid_header", "eGovStack/GOV/90000009/", "a/b/c/d/e"] {
        caller = caller.behind(Some(header));
        for operation in operations() {
            let told = refused(call(&caller, &operation).await, 400);
            assert_eq!(told["code"], "govstack-client", "{} behind {header:?}", operation.op.id);
        }
    }
    caller = caller.behind(None);
    let mut demanding = Vec::new();
    for operation in operations() {
        let reply = call(&caller, &operation).await;
        if reply.body["code"] == "govstack-client" {
            refused(reply, 400);
            demanding.push(operation.op.id);
        }
    }
    demanding.sort_unstable();
    let mut wanted = DEMANDING;
    wanted.sort_unstable();
    assert_eq!(demanding, wanted);
}

#[tokio::test]
async fn what_is_no_address_or_no_method_is_told_as_an_error_of_the_building_block() {
    let city = City::new().await;
    let stranger = Caller::stranger(&city);
    refused(stranger.get("").await, 404);
    refused(stranger.get("/nowhere").await, 404);
    refused(stranger.put("/services", &json!({})).await, 405);
    let english = Caller::stranger(&city).get("/services/x").await;
    assert_ne!(english.body["message"], english.body["localizedMessage"], "one in English, one as asked");
    // Our own interface goes on telling problems as it does.
    let own = Program::stranger(&city).get("/nowhere").await.expect(404);
    assert_eq!(own.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn a_key_sent_twice_files_once() {
    use super::{birth, births};
    use axum::body::Body;
    use axum::http::Request;
    use platform::Read;
    let city = City::new().await;
    let caller = Caller::clerk(&city).await;
    let service = births(&caller).await;
    let body = birth(&caller, &service, &[]).await.to_string();
    let mut answers = Vec::new();
    for _ in 0..2 {
        let request =
            Request::post(format!("/govstack/services/{}/applications", service["id"].as_str().unwrap()))
                .header("information-mediator-client", super::CLIENT)
                .header("idempotency-key", "c0ffee-1")
                .header("content-type", "application/json")
                .body(Body::from(body.clone()))
                .unwrap();
        answers.push(caller.program.send(request).await.expect(200).body);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(city.app.store.number("SELECT COUNT(*) FROM dossier", vec![]).await.unwrap(), 1);
}
