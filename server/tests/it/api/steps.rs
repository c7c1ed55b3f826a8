//! Steps of a published flow by programs: which of several open ones is meant, and what it ends with.

use super::{Program, Reply};
use crate::city::City;
use crate::journeys::counter_dossier;
use async_trait::async_trait;
use contracts::flows::{FlowVersion, Flows};
use kernel::Day;
use platform::App;
use platform::error::{Error, Result};
use serde_json::{Value as Json, json};
use std::sync::Arc;

const AGENCY: &str = "quan-ninh-kieu";

/// The versions of one procedure's flow, as if they had been drawn and approved.
struct Drawn(Vec<Arc<FlowVersion>>);

#[async_trait]
impl Flows for Drawn {
    async fn in_force(&self, _: &App, procedure: &str, _: Day) -> Result<Option<Arc<FlowVersion>>> {
        Ok(self.0.last().filter(|version| version.procedure == procedure).cloned())
    }
    async fn version(&self, _: &App, id: i64) -> Result<Arc<FlowVersion>> {
        self.0.iter().find(|version| version.id == id).cloned().ok_or(Error::NotFound)
    }
}

/// Receipt, two steps of the specialist at once, of which one demands a result, the signature.
fn drawn() -> Json {
    let step = |key: &str, role: &str, results: Json| {
        let kind = json!({"step": {"role": role, "time": {"working_days": 2}, "results": results}});
        json!({"key": key, "name": format!("Bước {key}"), "kind": kind})
    };
    let plain = |key: &str, kind: &str| json!({"key": key, "name": key, "kind": kind});
    let link =
        |from: &str, to: &str| json!({"key": format!("{from}-{to}"), "from": from, "to": to, "name": ""});
    json!({
        "nodes": [
            plain("dau", "start"),
            step("nhan", "one_stop", json!([])),
            plain("tach", "split"),
            step("quy-hoach", "specialist", json!([])),
            step("dat-dai", "specialist", json!(["Đạt", "Không đạt"])),
            plain("gop", "join"),
            step("ky", "leader", json!([])),
            plain("het", "end"),
        ],
        "links": [
            link("dau", "nhan"), link("nhan", "tach"), link("tach", "quy-hoach"), link("tach", "dat-dai"),
            link("quy-hoach", "gop"), link("dat-dai", "gop"), link("gop", "ky"), link("ky", "het"),
        ],
    })
}

/// Publishes the same flow as often as its newest version says.
fn publish(city: &City, newest: i64) {
    let flow = Arc::new(serde_json::from_value(drawn()).unwrap());
    let version = |number: i64| {
        Arc::new(FlowVersion { id: number, procedure: "XD-01".to_owned(), number, flow: Arc::clone(&flow) })
    };
    city.app.provide::<Arc<dyn Flows>>(Arc::new(Drawn((1..=newest).map(version).collect())));
}

fn fields(reply: &Reply) -> Vec<&str> {
    reply.body["errors"].as_array().unwrap().iter().filter_map(|e| e["field"].as_str()).collect()
}

#[tokio::test]
async fn one_of_several_steps_is_named_and_ends_with_a_result_where_it_demands_one() {
    let city = &City::new().await;
    publish(city, 1);
    let of = async |role: &str, right: &str| {
        Program::of(city, &city.staff(role, AGENCY).await, &["one_stop.view", right]).await
    };
    let (clerk, specialist) =
        (of("clerk", "one_stop.receive").await, of("specialist", "one_stop.process").await);
    let id = counter_dossier(city, AGENCY, "XD-01").await.id;
    let at = |act: &str| format!("/dossiers/{id}/{act}");
    let seen = async |who: &Program<'_>| who.get(&format!("/dossiers/{id}")).await.expect(200).body;
    let version = |dossier: &Json| dossier["version"].clone();
    let filed = seen(&clerk).await;
    let received = clerk.post(&at("receive"), &json!({"version": version(&filed)})).await.expect(200).body;
    let first = &received["open_steps"][0];
    assert_eq!((&first["role"], &first["yours"]), (&json!("one_stop"), &json!(true)), "{received:#}");
    clerk.post(&at("transfer"), &json!({"version": version(&received)})).await.expect(200);

    let both = seen(&specialist).await;
    let open = both["open_steps"].as_array().unwrap();
    assert_eq!(open.len(), 2, "{both:#}");
    let of_name = |name: &str| open.iter().find(|step| step["name"] == name).unwrap();
    let (plan, land) = (of_name("Bước quy-hoach"), of_name("Bước dat-dai"));
    assert_eq!(land["results"], json!(["Đạt", "Không đạt"]));
    let end = |step: &Json, result: Option<&str>, seen: &Json| {
        let mut body = json!({"version": version(seen), "step": step["id"]});
        if let Some(result) = result {
            body["result"] = json!(result);
        }
        body
    };
    let unnamed =
        specialist.post(&at("complete-step"), &json!({"version": version(&both)})).await.expect(422);
    assert_eq!(fields(&unnamed), ["step"]);
    let without = specialist.post(&at("complete-step"), &end(land, None, &both)).await.expect(422);
    assert_eq!(fields(&without), ["result"]);
    let unknown =
        specialist.post(&at("complete-step"), &end(land, Some("Tạm được"), &both)).await.expect(422);
    assert_eq!(fields(&unknown), ["result"]);
    let landed = specialist.post(&at("complete-step"), &end(land, Some("Đạt"), &both)).await.expect(200).body;
    let left = landed["open_steps"].as_array().unwrap();
    assert_eq!((left.len(), &left[0]["id"]), (1, &plan["id"]), "{landed:#}");
    // What is the only one left need not be named.
    let done =
        specialist.post(&at("complete-step"), &json!({"version": version(&landed)})).await.expect(200).body;
    assert_eq!((&done["step_role"], &done["open_steps"][0]["yours"]), (&json!("leader"), &json!(false)));
}

#[tokio::test]
async fn sending_back_over_a_split_takes_the_other_branch_only_where_that_is_said() {
    let city = &City::new().await;
    publish(city, 1);
    let of = async |role: &str, right: &str| {
        Program::of(city, &city.staff(role, AGENCY).await, &["one_stop.view", right]).await
    };
    let (clerk, specialist) =
        (of("clerk", "one_stop.receive").await, of("specialist", "one_stop.process").await);
    let id = counter_dossier(city, AGENCY, "XD-01").await.id;
    let at = |act: &str| format!("/dossiers/{id}/{act}");
    let filed = clerk.get(&format!("/dossiers/{id}")).await.expect(200).body;
    let received = clerk.post(&at("receive"), &json!({"version": filed["version"]})).await.expect(200).body;
    let both = clerk.post(&at("transfer"), &json!({"version": received["version"]})).await.expect(200).body;
    let mut body = json!({
        "version": both["version"], "step": both["open_steps"][0]["id"], "reason": "Thiếu bản vẽ",
    });
    let unasked = specialist.post(&at("send-back"), &body).await.expect(422);
    assert_eq!(fields(&unasked), ["take_back"], "{:#}", unasked.body);
    body["take_back"] = json!(true);
    let back = specialist.post(&at("send-back"), &body).await.expect(200).body;
    let open = back["open_steps"].as_array().unwrap();
    assert_eq!((open.len(), &open[0]["role"]), (1, &json!("one_stop")), "{back:#}");
    assert_eq!(back["history"][0]["reason"], "Thiếu bản vẽ");
}

#[tokio::test]
async fn a_running_dossier_is_moved_to_todays_flow_and_the_move_tells_how_it_went() {
    let city = &City::new().await;
    publish(city, 1);
    let clerk =
        Program::of(city, &city.staff("clerk", AGENCY).await, &["one_stop.view", "one_stop.receive"]).await;
    let leader = Program::of(city, &city.staff("leader", AGENCY).await, &["one_stop.move_flow"]).await;
    let id = counter_dossier(city, AGENCY, "XD-01").await.id;
    let filed = clerk.get(&format!("/dossiers/{id}")).await.expect(200).body;
    let seen = json!({"version": filed["version"]});
    clerk.post(&format!("/dossiers/{id}/receive"), &seen).await.expect(200);
    let list = "/dossiers-on-older-flows?q=XD-01";
    assert_eq!(leader.get(list).await.expect(200).body["count"], 0);
    publish(city, 2);
    let older = leader.get(list).await.expect(200).body;
    let row = &older["items"][0];
    assert_eq!((&row["dossier"], &row["flow"], &row["newest_number"]), (&json!(id), &json!(1), &json!(2)));
    assert!(row["would_stand"] == row["stands"] && row["obstacle"].is_null(), "{row:#}");
    leader.post("/flow-moves", &json!({"reason": "Không chọn hồ sơ nào"})).await.expect(422);
    let chosen = json!({"dossier": row["dossier"], "version": row["version"], "flow": row["newest"]});
    let body = json!({"dossiers": [chosen], "reason": "Theo quy trình mới"});
    let asked = leader.post("/flow-moves", &body).await.expect(201).body;
    assert_eq!((&asked["waiting"], &asked["ended_at"]), (&json!(1), &Json::Null));
    city.work_off().await;
    let here = format!("/flow-moves/{}", asked["id"]);
    let ended = leader.get(&here).await.expect(200).body;
    assert_eq!((&ended["moved"], &ended["left"], &ended["waiting"]), (&json!(1), &json!(0), &json!(0)));
    let moved = leader.get(&format!("{here}/dossiers?outcome=moved")).await.expect(200).body;
    assert_eq!(moved["items"][0]["dossier"], json!(id));
    assert_eq!(leader.get(list).await.expect(200).body["count"], 0);
    let far = city.staff("leader", "phuong-an-hoa").await;
    Program::of(city, &far, &["one_stop.move_flow"]).await.get(&here).await.expect(404);
}

#[tokio::test]
async fn a_dossier_on_the_plain_list_of_steps_has_no_open_ones_to_name() {
    let city = City::new().await;
    let clerk =
        Program::of(&city, &city.staff("clerk", AGENCY).await, &["one_stop.view", "one_stop.receive"]).await;
    let id = counter_dossier(&city, AGENCY, "XD-01").await.id;
    let dossier = clerk.get(&format!("/dossiers/{id}")).await.expect(200).body;
    assert_eq!(dossier["open_steps"], json!([]));
}
