//! Services, e-forms and statistics: what is told of procedures and of what left the desk.

use super::{Caller, birth, births, filed, fits, refused};
use crate::city::City;
use serde_json::{Value as Json, json};

#[tokio::test]
async fn services_are_the_procedures_in_force_and_one_comes_in_a_list_of_one() {
    let city = City::new().await;
    // The description demands the header of other addresses only.
    let caller = Caller::stranger(&city).behind(None);
    let all = fits(caller.get("/services").await, 200, "services");
    assert!(all.as_array().unwrap().len() > 10 && all[0].get("serviceBody").is_none(), "{all:#}");
    let found = fits(caller.get("/services?name=khai%20sinh").await, 200, "services");
    let found = found.as_array().unwrap();
    assert!(!found.is_empty() && found.len() < all.as_array().unwrap().len());
    assert!(found.iter().all(|one| one["name"].as_str().unwrap().to_lowercase().contains("khai sinh")));
    assert_eq!(fits(caller.get("/services?name=zzz").await, 200, "services"), json!([]));
    let id = found[0]["id"].as_str().unwrap();
    let one = fits(caller.get(&format!("/services/{id}")).await, 200, "services");
    assert_eq!((one.as_array().unwrap().len(), &one[0]["id"]), (1, &found[0]["id"]));
    assert!(one[0]["serviceBody"].as_array().is_some_and(|body| body.len() > 4), "{one:#}");
    refused(caller.get("/services/n0t-ex1st1ng-serv1ce-1d").await, 404);
    refused(caller.get("/services?colour=red").await, 400);
}

#[tokio::test]
async fn a_service_has_one_form_whose_schema_is_what_an_application_may_say() {
    let city = City::new().await;
    let caller = Caller::stranger(&city);
    let service = births(&caller).await;
    let id = service["id"].as_str().unwrap();
    let forms = fits(caller.get(&format!("/services/{id}/eForms")).await, 200, "eForms");
    let form_id = forms[0]["eFormId"].as_str().unwrap();
    let form = fits(caller.get(&format!("/eForms/{form_id}")).await, 200, "eForm");
    assert_eq!((&form["eFormId"], &form["latest"]), (&forms[0]["eFormId"], &json!(true)));
    let schema = jsonschema::options().build(&form["schema"]).unwrap();
    let mut data = birth(&caller, &service, &[]).await["formData"]["data"].clone();
    assert!(schema.is_valid(&data), "{data:#}");
    data["filing"]["agency"] = json!("nowhere");
    assert!(!schema.is_valid(&data));
    refused(caller.get("/services/n0t-ex1st1ng/eForms").await, 404);
    for unknown in ["n0t-ex1st1ng-eForm", "HT-01.99", "HT-01"] {
        refused(caller.get(&format!("/eForms/{unknown}")).await, 404);
    }
}

#[tokio::test]
async fn statistics_count_what_left_the_desk_in_the_callers_scope() {
    let city = City::new().await;
    let caller = Caller::clerk(&city).await;
    let other = Caller::of(&city, &city.staff("clerk", "phuong-hung-thanh").await, &["one_stop.view"]).await;
    let file = filed(&caller).await;
    let version = caller.program.get(&format!("/dossiers/{}", file["fileId"].as_str().unwrap())).await.body;
    let refusal =
        json!({"version": version["version"], "reason_code": "other", "reason": "Không thuộc thẩm quyền"});
    let act = format!("/dossiers/{}/refuse", file["fileId"].as_str().unwrap());
    caller.program.post(&act, &refusal).await.expect(200);
    let figures = |one: &Json| {
        ["processed", "approved", "sentBack", "rejected"].map(|name| one[name].as_i64().unwrap())
    };
    let whole = fits(caller.get("/data/statistics/1.0").await, 200, "statistics");
    assert_eq!((whole.as_array().unwrap().len(), figures(&whole[0])), (1, [1, 0, 0, 1]));
    assert_eq!(whole[0]["references"]["startDate"], "2013-01-01");
    assert_eq!(whole[0]["references"]["endDate"], "2013-06-10");
    let path =
        "/data/statistics/1.0?startDate=2013-06-09&endDate=2013-06-11&timeframe=day&registrationName=HT-01";
    let days = fits(caller.get(path).await, 200, "statistics");
    let days: Vec<[i64; 4]> = days.as_array().unwrap().iter().map(figures).collect();
    assert_eq!(days, [[0; 4], [1, 0, 0, 1], [0; 4]]);
    let foreign = fits(other.get("/data/statistics/1.0").await, 200, "statistics");
    assert_eq!(figures(&foreign[0]), [0; 4], "another agency's figures are its own");
    let nobody = fits(caller.get("/data/statistics/1.0?operator=Ingmar%20Vali").await, 200, "statistics");
    assert_eq!(figures(&nobody[0]), [0; 4]);
    assert_eq!(nobody[0]["references"]["operator"], "Ingmar Vali");
    refused(caller.get("/data/statistics/1.0?registrationName=n0tex1st").await, 404);
    for wrong in ["startDate=2013-06-11&endDate=2013-06-10", "startDate=soon", "timeframe=hour", "colour=red"]
    {
        refused(caller.get(&format!("/data/statistics/1.0?{wrong}")).await, 400);
    }
    refused(caller.get("/data/statistics/1.0?startDate=2000-01-01&timeframe=day").await, 400);
}
