//! Acts of the way through the agency by programs: assignment, the way back, another day, payment, withdrawal, what is put
//! right, opinions; each with its right, its version, its key and its wrong fields.

use super::{Program, Reply};
use crate::city::{City, at};
use crate::journeys::counter_dossier;
use serde_json::{Value as Json, json};

const AGENCY: &str = "quan-ninh-kieu";
const UNIT: &str = "so-xay-dung";

/// The programs of an agency's people, and of a unit that may be asked.
struct Desk<'a> {
    clerk: Program<'a>,
    specialist: Program<'a>,
    head: Program<'a>,
    other: Program<'a>,
}

impl<'a> Desk<'a> {
    async fn open(city: &'a City) -> Desk<'a> {
        let of = async |role: &str, agency: &str, scopes: &[&str]| {
            Program::of(city, &city.staff(role, agency).await, scopes).await
        };
        Desk {
            clerk: of("clerk", AGENCY, &["one_stop.view", "one_stop.receive", "one_stop.return"]).await,
            specialist: of("specialist", AGENCY, &["one_stop.view", "one_stop.process"]).await,
            head: of("head", AGENCY, &["one_stop.view", "one_stop.appraise"]).await,
            other: of("specialist", UNIT, &["one_stop.opinion"]).await,
        }
    }

    /// A dossier received and handed to the specialist.
    async fn at_work(&self, city: &City, procedure: &str) -> Json {
        let id = counter_dossier(city, AGENCY, procedure).await.id;
        let filed = self.clerk.get(&format!("/dossiers/{id}")).await.expect(200).body;
        let received = act(&self.clerk, &filed, "receive", json!({})).await.expect(200).body;
        act(&self.clerk, &received, "transfer", json!({})).await.expect(200).body
    }
}

/// An act on a dossier as it was seen.
async fn act(who: &Program<'_>, seen: &Json, act: &str, body: Json) -> Reply {
    who.post(&path(seen, act), &with_version(seen, body)).await
}

fn path(dossier: &Json, act: &str) -> String {
    format!("/dossiers/{}/{act}", dossier["id"])
}

fn with_version(dossier: &Json, mut body: Json) -> Json {
    body["version"] = dossier["version"].clone();
    body
}

fn acts(dossier: &Json) -> Vec<&str> {
    dossier["acts"].as_array().unwrap().iter().filter_map(Json::as_str).collect()
}

fn fields(reply: &Reply) -> Vec<&str> {
    reply.body["errors"].as_array().unwrap().iter().filter_map(|e| e["field"].as_str()).collect()
}

fn last_act(dossier: &Json) -> &str {
    dossier["history"][0]["action"].as_str().unwrap()
}

#[tokio::test]
async fn a_step_is_given_taken_and_sent_back() {
    let city = City::new().await;
    let desk = Desk::open(&city).await;
    let dossier = desk.at_work(&city, "XD-01").await;
    let able = desk.head.get(&path(&dossier, "assignees")).await.expect(200);
    let account = able.body["items"][0]["account"].clone();
    assert!(account.is_i64(), "{}", able.body);
    // Who works on it assigns nobody, and an account that cannot do the step is none to choose.
    desk.specialist.get(&path(&dossier, "assignees")).await.expect(403);
    act(&desk.specialist, &dossier, "assign", json!({"account": account})).await.expect(403);
    let stranger = act(&desk.head, &dossier, "assign", json!({"account": 999_999})).await.expect(422);
    assert_eq!(fields(&stranger), ["account"]);
    let given = act(&desk.head, &dossier, "assign", json!({"account": account})).await.expect(200).body;
    assert_eq!((&given["assignee"], last_act(&given)), (&account, "assign"));
    // The version before the assignment is another's by now.
    let late = act(&desk.specialist, &dossier, "take", json!({})).await.expect(409);
    assert_eq!(late.body["type"], "urn:motcua:changed");
    assert!(late.body["changes"][0].is_string(), "{}", late.body);
    let taken = act(&desk.specialist, &given, "take", json!({})).await.expect(200).body;
    assert_eq!(taken["assignee"], account);
    assert!(acts(&taken).contains(&"send-back"), "{:?}", acts(&taken));
    let reason = json!({"reason": "Thiếu bản vẽ"});
    let empty = act(&desk.specialist, &taken, "send-back", json!({"reason": "  "})).await.expect(422);
    assert_eq!(fields(&empty), ["reason"]);
    // The clerk does not hold the step.
    act(&desk.clerk, &taken, "send-back", reason.clone()).await.expect(403);
    let back = act(&desk.specialist, &taken, "send-back", reason.clone()).await.expect(200).body;
    assert_eq!(
        (&back["step"], &back["step_role"], last_act(&back)),
        (&json!(1), &json!("one_stop"), "send_back")
    );
    let first = act(&desk.clerk, &back, "send-back", reason).await.expect(409);
    assert_eq!(first.body["code"], "one-stop-refused-first-step");
}

#[tokio::test]
async fn another_day_is_promised_once_and_before_its_moment() {
    let city = City::new().await;
    let desk = Desk::open(&city).await;
    let dossier = desk.at_work(&city, "KD-01").await;
    let new = |day: &str| json!({"new_day": day, "reason": "Phải xác minh địa điểm kinh doanh."});
    act(&desk.specialist, &dossier, "extend", new("2013-06-24")).await.expect(403);
    let earlier = act(&desk.head, &dossier, "extend", new("2013-06-10")).await.expect(422);
    assert_eq!(fields(&earlier), ["new_day"]);
    let no_day = act(&desk.head, &dossier, "extend", new("24/06/2013")).await.expect(422);
    assert_eq!(fields(&no_day), ["new_day"]);
    let put_off = act(&desk.head, &dossier, "extend", new("2013-06-24")).await.expect(200).body;
    let extension = &put_off["extensions"][0];
    assert_eq!(extension["from"], dossier["clock"]["due_at"]);
    assert_eq!(extension["to"], put_off["clock"]["due_at"]);
    assert!(extension["letter"].as_str().unwrap().ends_with("/PXL"), "{extension}");
    assert!(!acts(&put_off).contains(&"extend"));
    let again = act(&desk.head, &put_off, "extend", new("2013-06-26")).await.expect(409);
    assert_eq!(again.body["code"], "one-stop-refused-extended-already");
    // Once that day has passed as well, an apology tells a day and promises none.
    let told = |day: &str| json!({"expected_on": day, "reason": "Chưa xác minh xong."});
    let early = act(&desk.head, &put_off, "apologise", told("2013-06-28")).await.expect(409);
    assert_eq!(early.body["code"], "one-stop-refused-apologise-early");
    city.clock.set(at("2013-06-25", 9, 0));
    let past = act(&desk.head, &put_off, "apologise", told("2013-06-24")).await.expect(422);
    assert_eq!(fields(&past), ["expected_on"]);
    let late = act(&desk.head, &put_off, "apologise", told("2013-06-28")).await.expect(200).body;
    assert_eq!(late["late_apologies"][0]["expected_on"], "2013-06-28");
    assert_eq!(late["late_apologies"][0]["due"], put_off["clock"]["due_at"]);
    assert_eq!(late["clock"]["due_at"], put_off["clock"]["due_at"], "the promise stays where it was");
}

#[tokio::test]
async fn what_is_asked_to_be_paid_lets_the_clock_stand_until_it_is_paid() {
    let city = City::new().await;
    let desk = Desk::open(&city).await;
    let dossier = desk.at_work(&city, "XD-01").await;
    let asking = json!({"content": "Nộp lệ phí trước bạ tại kho bạc"});
    act(&desk.head, &dossier, "ask-payment", asking.clone()).await.expect(403);
    let early = act(&desk.specialist, &dossier, "pay", json!({})).await.expect(409);
    assert_eq!(early.body["type"], "urn:motcua:refused");
    let asked = act(&desk.specialist, &dossier, "ask-payment", asking).await.expect(200).body;
    assert_eq!(asked["state"]["number"], 6, "{}", asked["state"]);
    assert!(acts(&asked).contains(&"pay"));
    let paid = act(&desk.clerk, &asked, "pay", json!({"note": "Biên lai 0012"})).await.expect(200).body;
    assert_eq!((&paid["state"]["number"], last_act(&paid)), (&dossier["state"]["number"], "pay"));
    assert!(paid["fees"].as_array().unwrap().is_empty());
    let wrong = json!({"amount": 0, "paid_by": "cheque", "receipt_number": ""});
    let wrong = act(&desk.clerk, &paid, "collect-fee", wrong).await.expect(422);
    let mut named = fields(&wrong);
    named.sort_unstable();
    assert_eq!(named, ["amount", "paid_by", "receipt_number"]);
    // Sent twice under one key it is taken once.
    let fee = with_version(&paid, json!({"amount": 8000, "paid_by": "cash", "receipt_number": "AA/0007"}));
    let key = [("idempotency-key", "fee-7")];
    let first = desk.clerk.post_with(&path(&paid, "collect-fee"), &fee, &key).await.expect(200);
    let again = desk.clerk.post_with(&path(&paid, "collect-fee"), &fee, &key).await.expect(200);
    assert_eq!((again.header("idempotent-replayed"), &again.bytes), ("true", &first.bytes));
    let told = desk.clerk.get(&format!("/dossiers/{}", paid["id"])).await.expect(200).body;
    assert_eq!(told["fees"].as_array().unwrap().len(), 1, "{}", told["fees"]);
    assert_eq!((&told["fees"][0]["amount"], &told["fees"][0]["paid_by"]), (&json!(8000), &json!("cash")));
}

#[tokio::test]
async fn an_applicant_takes_the_dossier_back_or_goes_on_after_all() {
    let city = City::new().await;
    let desk = Desk::open(&city).await;
    let dossier = desk.at_work(&city, "XD-01").await;
    let reason = json!({"reason": "Chủ hồ sơ đổi ý"});
    act(&desk.specialist, &dossier, "ask-withdrawal", reason.clone()).await.expect(403);
    let asked = act(&desk.clerk, &dossier, "ask-withdrawal", reason.clone()).await.expect(200).body;
    assert!(acts(&asked).contains(&"confirm-withdrawal") && acts(&asked).contains(&"keep-on"));
    let on = act(&desk.clerk, &asked, "keep-on", reason.clone()).await.expect(200).body;
    assert_eq!(on["state"], dossier["state"]);
    let early = act(&desk.specialist, &on, "confirm-withdrawal", json!({})).await.expect(409);
    assert_eq!(early.body["type"], "urn:motcua:refused", "{}", early.body);
    let asked = act(&desk.clerk, &on, "ask-withdrawal", reason).await.expect(200).body;
    let gone = act(&desk.specialist, &asked, "confirm-withdrawal", json!({})).await.expect(200).body;
    assert_eq!((&gone["state"]["number"], last_act(&gone)), (&json!(8), "confirm_withdrawal"));
    assert!(acts(&gone).is_empty(), "{:?}", acts(&gone));
}

#[tokio::test]
async fn what_was_written_down_wrong_is_put_right_with_its_reason() {
    let city = City::new().await;
    let desk = Desk::open(&city).await;
    let dossier = desk.at_work(&city, "XD-01").await;
    let body = |phone: &str| {
        let mut owner = dossier["owner"].clone();
        owner["phone"] = json!(phone);
        json!({"owner": owner, "delivery": dossier["delivery"], "reason": "Ghi nhầm số điện thoại"})
    };
    act(&desk.specialist, &dossier, "correct", body("0918000111")).await.expect(403);
    let nothing = act(&desk.clerk, &dossier, "correct", body("0909123456")).await.expect(422);
    assert_eq!(nothing.body["code"], "one-stop-refused-correct-nothing");
    let mut unknown = body("");
    unknown["owner"]["identity_number"] = json!("");
    let unknown = act(&desk.clerk, &dossier, "correct", unknown).await.expect(422);
    assert_eq!(fields(&unknown), ["owner.identity_number", "owner.phone"]);
    let right = act(&desk.clerk, &dossier, "correct", body("0918000111")).await.expect(200).body;
    assert_eq!(right["owner"]["phone"], "0918000111");
    assert_eq!(right["history"][0]["reason"], "Ghi nhầm số điện thoại");
}

#[tokio::test]
async fn a_unit_is_asked_and_answers_once_by_its_own_right_alone() {
    let city = City::new().await;
    let desk = Desk::open(&city).await;
    let dossier = desk.at_work(&city, "XD-01").await;
    let ask = |unit: &str, day: &str| json!({"unit": unit, "question": "Có phù hợp quy hoạch không?", "answer_by": day});
    act(&desk.clerk, &dossier, "ask-opinion", ask(UNIT, "2013-06-14")).await.expect(403);
    let wrong =
        act(&desk.specialist, &dossier, "ask-opinion", ask("nowhere", "2013-06-01")).await.expect(422);
    assert_eq!(fields(&wrong), ["unit", "answer_by"]);
    let asked =
        act(&desk.specialist, &dossier, "ask-opinion", ask(UNIT, "2013-06-14")).await.expect(200).body;
    let question = &asked["opinions"][0];
    assert_eq!((&question["unit"]["code"], &question["standing"]), (&json!(UNIT), &json!("open")));
    let at = format!("/opinions/{}", question["id"]);
    // The unit finds the question and what it needs to know, and nothing else of the dossier.
    let waiting = desk.other.get("/opinions").await.expect(200).body;
    assert_eq!(waiting["items"][0]["href"], format!("/api/v1{at}"));
    assert_eq!(desk.other.get("/opinions?overdue=true").await.expect(200).body["count"], 0);
    let shown = desk.other.get(&at).await.expect(200).body;
    assert_eq!((&shown["code"], &shown["owner"]), (&asked["code"], &asked["owner"]["name"]));
    assert!(!shown["papers"].as_array().unwrap().is_empty());
    assert!(!shown.to_string().contains("361234567"), "{shown}");
    desk.other.get(&format!("/dossiers/{}", asked["id"])).await.expect(403);
    desk.other.get(&format!("{at}/documents/{}", "a".repeat(64))).await.expect(404);
    // Another unit has no such question, and who asked has no right to answer.
    let elsewhere = city.staff("head", "phuong-cai-khe").await;
    let elsewhere = Program::of(&city, &elsewhere, &["one_stop.opinion", "one_stop.view"]).await;
    elsewhere.get(&at).await.expect(404);
    let answer = json!({"answer": "Phù hợp quy hoạch 1/500."});
    elsewhere.post(&format!("{at}/answer"), &answer).await.expect(404);
    elsewhere.post(&format!("{at}/withdraw"), &json!({"reason": "x"})).await.expect(404);
    desk.specialist.post(&format!("{at}/answer"), &answer).await.expect(403);
    let empty = desk.other.post(&format!("{at}/answer"), &json!({"answer": " "})).await.expect(422);
    assert_eq!(fields(&empty), ["answer"]);
    let answered = desk.other.post(&format!("{at}/answer"), &answer).await.expect(200).body;
    assert_eq!(answered["question"]["standing"], "answered");
    let twice = desk.other.post(&format!("{at}/answer"), &answer).await.expect(409);
    assert_eq!(twice.body["code"], "one-stop-refused-answered-already");
    let late = desk.specialist.post(&format!("{at}/withdraw"), &json!({"reason": "Không cần nữa"})).await;
    assert_eq!(late.expect(409).body["code"], "one-stop-refused-answered-already");
}

#[tokio::test]
async fn a_question_taken_back_is_answered_no_more() {
    let city = City::new().await;
    let desk = Desk::open(&city).await;
    let dossier = desk.at_work(&city, "XD-01").await;
    let ask = json!({"unit": UNIT, "question": "Có phù hợp quy hoạch không?", "answer_by": "2013-06-14"});
    let asked = act(&desk.specialist, &dossier, "ask-opinion", ask).await.expect(200).body;
    let at = format!("/opinions/{}", asked["opinions"][0]["id"]);
    desk.clerk.post(&format!("{at}/withdraw"), &json!({"reason": "x"})).await.expect(403);
    let back = desk
        .specialist
        .post(&format!("{at}/withdraw"), &json!({"reason": "Không cần nữa"}))
        .await
        .expect(200);
    assert_eq!(back.body["opinions"][0]["standing"], "withdrawn");
    let late = desk.other.post(&format!("{at}/answer"), &json!({"answer": "Có"})).await.expect(409);
    assert_eq!(late.body["code"], "one-stop-refused-opinion-ended");
    // With the question ends the right to the papers.
    assert!(desk.other.get(&at).await.expect(200).body["papers"].is_null());
    assert_eq!(desk.other.get("/opinions").await.expect(200).body["items"], json!([]));
}
