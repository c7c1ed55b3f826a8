//! Acts that had pages only, by programs: a plan's way to its approval and its amendment; a year's inspections and one of them up to
//! its end; a review sheet and a proposal rewritten; a result that goes by post.

use super::{Program, Reply};
use crate::city::{City, at};
use crate::journeys::{Team, counter_dossier};
use platform::Read;
use serde_json::{Value as Json, json};

const AGENCY: &str = "quan-ninh-kieu";
const HOME_AFFAIRS: &str = "so-noi-vu";
const CITY: &str = "ubnd-tp-can-tho";
/// %PDF-1.4 and its end, in base64.
const PDF: &str = "JVBERi0xLjQKJSVFT0YK";

/// An act on the record at an address, as it stands.
async fn act(who: &Program<'_>, here: &str, name: &str, mut body: Json) -> Reply {
    let seen = who.get(here).await.expect(200).body;
    let record = ["plan", "inspection", "finding", "sheet"].iter().find_map(|key| seen.get(*key)).unwrap();
    body["version"] = record["version"].clone();
    who.post(&format!("{here}/{name}"), &body).await
}

#[tokio::test]
async fn a_plan_is_returned_answered_approved_by_a_second_person_and_amended() {
    let city = City::new().await;
    let specialist = city.staff("specialist", AGENCY).await;
    let writer = Program::of(&city, &specialist, &["plans.view", "plans.edit"]).await;
    let sender = Program::of(&city, &city.staff("head", AGENCY).await, &["plans.view", "plans.submit"]).await;
    let leader = city.staff("leader", AGENCY).await;
    let approver = Program::of(&city, &leader, &["plans.view", "plans.approve", "plans.review"]).await;
    let new = json!({"agency": AGENCY, "year": 2013, "span": "second"});
    let plan = writer.post("/plans", &new).await.expect(201).body;
    let here = format!("/plans/{}", plan["plan"]["id"]);
    let task = json!({
        "field": "II.3", "name": "Sắp xếp lại bộ phận một cửa", "output": "Hồ sơ đúng hạn", "lead": AGENCY,
        "from_on": "2013-08-01", "to_on": "2013-11-30", "source": "none",
    });
    act(&writer, &here, "tasks", task).await.expect(201);
    act(&sender, &here, "submission", json!({})).await.expect(201);
    let back = act(&sender, &here, "withdrawal", json!({})).await.expect(200).body;
    assert_eq!(back["plan"]["state"], "draft");
    act(&sender, &here, "submission", json!({})).await.expect(201);
    let comment = json!({"text": "Nêu rõ số hồ sơ"});
    let said = approver.post(&format!("{here}/comments"), &comment).await.expect(201).body;
    act(&approver, &here, "return", json!({"reason": ""})).await.expect(422);
    let returned = act(&approver, &here, "return", json!({"reason": "Chưa rõ sản phẩm"})).await.expect(200);
    assert_eq!(returned.body["plan"]["state"], "returned");
    act(&sender, &here, "submission", json!({})).await.expect(409);
    let answer = format!("/plan-comments/{}/answer", said["comments"][0]["id"]);
    let answered = writer.post(&answer, &json!({"answer": "1.200 hồ sơ"})).await.expect(200).body;
    assert_eq!(answered["comments"][0]["answer"], "1.200 hồ sơ");
    writer.post(&answer, &json!({"answer": "Lần nữa"})).await.expect(409);
    act(&sender, &here, "submission", json!({})).await.expect(201);

    let early = json!({"decision": "15/QĐ-UBND", "on": "2013-01-01"});
    let early = act(&approver, &here, "approval", early).await.expect(422).body;
    assert_eq!(early["errors"][0]["field"], "on");
    let decision = json!({"decision": "15/QĐ-UBND", "on": "2013-06-10"});
    act(&sender, &here, "approval", decision.clone()).await.expect(403);
    let stale = json!({"version": 0, "decision": "15/QĐ-UBND", "on": "2013-06-10"});
    approver.post(&format!("{here}/approval"), &stale).await.expect(409);
    let approved = act(&approver, &here, "approval", decision).await.expect(200).body;
    assert_eq!((&approved["plan"]["state"], &approved["plan"]["in_force"]), (&json!("approved"), &json!(1)));
    let amended = act(&writer, &here, "amendment", json!({"reason": "Thêm kinh phí"})).await.expect(200).body;
    assert_eq!((&amended["plan"]["edition"], &amended["plan"]["in_force"]), (&json!(2), &json!(1)));
    let kept = act(&writer, &here, "drop-amendment", json!({})).await.expect(200).body;
    assert_eq!(kept["plan"]["edition"], 1);
    let far = city.staff("specialist", "quan-cai-rang").await;
    let far = Program::of(&city, &far, &["plans.view", "plans.edit"]).await;
    let foreign = json!({"version": 1, "reason": "x"});
    far.post(&format!("{here}/amendment"), &foreign).await.expect(404);
}

#[tokio::test]
async fn a_years_inspections_are_chosen_by_hand_risk_and_draw_and_approved_by_a_second_person() {
    let city = City::new().await;
    let head = city.staff("head", HOME_AFFAIRS).await;
    let team = Program::of(&city, &head, &["inspections.view", "inspections.inspect"]).await;
    let leader = city.staff("leader", HOME_AFFAIRS).await;
    let second = Program::of(&city, &leader, &["inspections.view", "inspections.approve"]).await;
    let new = json!({"agency": HOME_AFFAIRS, "year": 2013});
    let plan = team.post("/inspection-plans", &new).await.expect(201).body;
    assert!(plan["pool"].as_array().unwrap().contains(&json!(AGENCY)), "{plan:#}");
    team.post("/inspection-plans", &new).await.expect(409);
    let foreign = json!({"agency": AGENCY, "year": 2013});
    let foreign = team.post("/inspection-plans", &foreign).await.expect(422).body;
    assert_eq!(foreign["errors"][0]["field"], "agency");
    let here = format!("/inspection-plans/{}", plan["plan"]["id"]);
    let days = |mut body: Json| {
        body["from_on"] = json!("2013-07-01");
        body["to_on"] = json!("2013-10-31");
        body
    };
    let hand = days(json!({"unit": AGENCY, "reason": "Báo chí phản ánh"}));
    let chosen = act(&team, &here, "by-hand", hand.clone()).await.expect(200).body;
    assert_eq!((&chosen["units"][0]["unit"], &chosen["units"][0]["way"]), (&json!(AGENCY), &json!("hand")));
    act(&team, &here, "by-hand", hand).await.expect(409);
    let unknown = act(&team, &here, "by-risk", days(json!({"units": ["khong-co"]}))).await.expect(422).body;
    assert_eq!(unknown["errors"][0]["field"], "units");
    act(&team, &here, "by-risk", days(json!({"units": ["so-xay-dung"]}))).await.expect(200);
    act(&team, &here, "submit", json!({})).await.expect(409);
    let drawn = act(&team, &here, "draw", days(json!({"count": 10}))).await.expect(200).body;
    assert_eq!(drawn["draws"][0]["drawn"].as_array().unwrap().len(), 10);
    assert_eq!(drawn["units"].as_array().unwrap().len(), 12);
    act(&team, &here, "submit", json!({})).await.expect(200);
    let decision = json!({"decision": "25/QĐ-SNV", "on": "2013-06-10"});
    act(&team, &here, "approve", decision.clone()).await.expect(403);
    act(&second, &here, "return", json!({"reason": "Thêm một phường"})).await.expect(200);
    act(&team, &here, "submit", json!({})).await.expect(200);
    let approved = act(&second, &here, "approve", decision).await.expect(200).body;
    assert_eq!(approved["plan"]["approved_on"], "2013-06-10");
    act(&team, &here, "amend", json!({"reason": "Đổi đơn vị"})).await.expect(200);
    let out = json!({"unit": AGENCY, "reason": "Trùng cuộc thanh tra"});
    let dropped = act(&team, &here, "drop", out).await.expect(200).body;
    assert_eq!(dropped["units"].as_array().unwrap().len(), 11);
    let far = city.staff("head", AGENCY).await;
    let far = Program::of(&city, &far, &["inspections.view", "inspections.inspect"]).await;
    far.get(&here).await.expect(404);

    let asked = json!([{"question": "Có niêm yết không?", "indicator": "dossiers_on_time"}]);
    let mut template = json!({"field": "II.3", "from": "2013-07-01", "questions": asked});
    let kept = team.post("/inspection-templates", &template).await.expect(201).body;
    assert_eq!(kept["questions"][0]["indicator"], "dossiers_on_time");
    assert_eq!(second.get(&format!("/inspection-templates/{}", kept["id"])).await.expect(200).body, kept);
    team.post("/inspection-templates", &template).await.expect(409);
    second.post("/inspection-templates", &template).await.expect(403);
    template["questions"][0]["indicator"] = json!("khong-co");
    let unknown = team.post("/inspection-templates", &template).await.expect(422).body;
    assert_eq!(unknown["errors"][0]["field"], "questions");
}

/// An inspection of the district by Home Affairs, told to the unit: its address.
async fn noticed(team: &Program<'_>, unit: &Program<'_>) -> String {
    let opening = json!({
        "key": "mot-cuoc-kiem-tra", "agency": HOME_AFFAIRS, "unit": AGENCY, "subject": "Cơ chế một cửa",
        "reason": "Báo chí phản ánh", "decision": "26/QĐ-SNV", "decided_on": "2013-06-10",
        "period_from": "2012-01-01", "period_to": "2012-12-31", "from_on": "2013-06-24", "to_on": "2013-06-25",
    });
    let mut bare = opening.clone();
    bare.as_object_mut().unwrap().remove("reason");
    let bare = team.post("/inspections", &bare).await.expect(422).body;
    assert_eq!(bare["errors"][0]["field"], "reason");
    let opened = team.post("/inspections", &opening).await.expect(201).body;
    let again = team.post("/inspections", &opening).await.expect(201).body;
    assert_eq!(opened["inspection"]["id"], again["inspection"]["id"], "the key opens one");
    let here = format!("/inspections/{}", opened["inspection"]["id"]);
    unit.get(&here).await.expect(404);
    let own = json!({"name": "Lê Văn Quận", "agency": AGENCY});
    let own = act(team, &here, "team", own).await.expect(422).body;
    assert_eq!(own["errors"][0]["field"], "agency");
    let head = json!({"name": "Võ Thanh Bình", "agency": HOME_AFFAIRS, "head": true});
    act(team, &here, "team", head).await.expect(200);
    let second = json!({"name": "Bùi Minh Đức", "agency": HOME_AFFAIRS});
    let joined = act(team, &here, "team", second).await.expect(200).body;
    act(team, &here, "leave", json!({"member": joined["team"][1]["id"]})).await.expect(200);
    act(team, &here, "checklist", json!({"fields": ["x"]})).await.expect(422);
    act(team, &here, "checklist", json!({"fields": ["II.3"]})).await.expect(200);
    let told = act(team, &here, "notice", json!({})).await.expect(200).body;
    assert_eq!(told["inspection"]["state"], "noticed");
    assert_eq!(unit.get(&here).await.expect(200).body["items"], json!([]), "it stands in no minutes yet");
    here
}

/// Its questions answered, one finding written down, the minutes drawn up: the finding's address.
async fn minuted(city: &City, team: &Program<'_>, here: &str) -> String {
    let items = team.get(here).await.expect(200).body["items"].clone();
    for (at, item) in items.as_array().unwrap().iter().enumerate() {
        let path = format!("/inspection-items/{}/answer", item["id"]);
        if at == 0 {
            let wanting = json!({"version": item["version"], "answer": "no"});
            let wanting = team.post(&path, &wanting).await.expect(422).body;
            assert_eq!(wanting["errors"][0]["field"], "note");
        }
        team.post(&path, &json!({"version": item["version"], "answer": "yes"})).await.expect(200);
    }
    let finding = |key: &str| {
        json!({
            "key": key, "text": "Hồ sơ trễ hạn chưa có thư xin lỗi", "severity": "high", "remedy": "Gửi thư xin lỗi",
            "unit": AGENCY,
        })
    };
    let mistaken =
        team.post(&format!("{here}/findings"), &finding("ton-tai-ghi-nham")).await.expect(201).body;
    let path = format!("/inspection-findings/{}/remove", mistaken["finding"]["id"]);
    team.post(&path, &json!({"version": mistaken["finding"]["version"]})).await.expect(200);
    act(team, here, "minutes", json!({"text": "Đã làm việc"})).await.expect(409);
    city.clock.set(at("2013-06-24", 9, 0));
    let found = team.post(&format!("{here}/findings"), &finding("ton-tai-thu-nhat")).await.expect(201).body;
    let minuted = act(team, here, "minutes", json!({"text": "Đã làm việc hai ngày"})).await.expect(200).body;
    assert_eq!(minuted["findings"].as_array().unwrap().len(), 1);
    format!("/inspection-findings/{}", found["finding"]["id"])
}

#[tokio::test]
async fn an_inspection_goes_from_its_decision_over_signed_minutes_to_its_conclusion_and_its_end() {
    let city = City::new().await;
    let head = city.staff("head", HOME_AFFAIRS).await;
    let team = Program::of(&city, &head, &["inspections.view", "inspections.inspect"]).await;
    let leader = city.staff("leader", HOME_AFFAIRS).await;
    let second = Program::of(&city, &leader, &["inspections.view", "inspections.approve"]).await;
    let speaker = city.staff("head", AGENCY).await;
    let unit = Program::of(&city, &speaker, &["inspections.view", "inspections.report"]).await;
    let here = noticed(&team, &unit).await;
    let finding = minuted(&city, &team, &here).await;

    act(&unit, &here, "objection", json!({"text": "Đã gửi thư tay"})).await.expect(200);
    let signature = json!({
        "signer": "Võ Thanh Bình", "post": "Trưởng đoàn", "on": "2013-06-24", "scan": {"name": "ky.pdf", "content": PDF},
    });
    act(&team, &here, "sign-team", signature.clone()).await.expect(409);
    act(&team, &here, "objection-answer", json!({"text": "Ghi nhận"})).await.expect(200);
    let mut before = signature.clone();
    before["on"] = json!("2013-06-10");
    let before = act(&team, &here, "sign-team", before).await.expect(422).body;
    assert_eq!(before["errors"][0]["field"], "on");
    act(&team, &here, "sign-unit", signature.clone()).await.expect(403);
    let unsigned = json!({"reason": "Mời ký hai lần, vắng"});
    act(&unit, &here, "unsigned", unsigned.clone()).await.expect(403);
    act(&team, &here, "unsigned", unsigned).await.expect(409);
    act(&team, &here, "sign-team", signature.clone()).await.expect(200);
    let signed = act(&unit, &here, "sign-unit", signature).await.expect(200).body;
    assert_eq!(signed["signed_by"], json!(["team", "unit"]));
    act(&team, &here, "conclusion", json!({"conclusion": "Một cửa tốt"})).await.expect(200);
    act(&second, &here, "return", json!({"reason": "Nêu rõ hạn"})).await.expect(200);
    act(&team, &here, "conclusion", json!({"conclusion": "Một cửa tốt, thư xin lỗi thiếu"}))
        .await
        .expect(200);
    let number = json!({"number": "12/KL-SNV", "on": "2013-06-24"});
    act(&team, &here, "publish", number.clone()).await.expect(403);
    act(&second, &here, "publish", number).await.expect(200);
    let public = Program::stranger(&city).get("/inspection-conclusions").await.expect(200).body;
    assert_eq!(public["items"][0]["number"], "12/KL-SNV");
    act(&team, &here, "close", json!({})).await.expect(409);
    let report = json!({
        "text": "Đã gửi thư xin lỗi", "evidence_on": "2013-06-24", "files": [{"name": "thu.pdf", "content": PDF}],
    });
    unit.post(&format!("{finding}/report"), &report).await.expect(200);
    let stale = json!({"version": 0, "act": "accept"});
    team.post(&format!("{finding}/decide"), &stale).await.expect(409);
    act(&team, &finding, "decide", json!({"act": "accept"})).await.expect(200);
    let closed = act(&team, &here, "close", json!({})).await.expect(200).body;
    assert_eq!(closed["inspection"]["state"], "closed");
}

#[tokio::test]
async fn a_reporting_duty_is_proposed_by_one_person_of_the_city_and_put_in_force_by_another() {
    let city = City::new().await;
    let rights = ["reports.view", "reports.receive"];
    let home = Program::of(&city, &city.staff("reform", CITY).await, &rights).await;
    let second = Program::of(&city, &city.staff("leader", CITY).await, &rights).await;
    let writer = city.staff("specialist", AGENCY).await;
    let writer = Program::of(&city, &writer, &["reports.view", "reports.edit"]).await;
    let third = json!({"agency": AGENCY, "kind": "quarter", "year": 2013, "number": 3});
    let owed = async || {
        let found = writer.get(&format!("/owed-reports?agency={AGENCY}")).await.expect(200).body;
        let kinds = found["owed"].as_array().unwrap().iter().map(|report| report["kind"].clone());
        kinds.collect::<Vec<Json>>()
    };
    assert!(owed().await.contains(&json!("quarter")));
    let change = json!({
        "kind": "quarter", "whom": AGENCY, "owes": false, "from_year": 2013, "basis": "Công văn số 12/UBND-NC",
    });
    let mut past = change.clone();
    past["from_year"] = json!(2012);
    let past = home.post("/report-duty-changes", &past).await.expect(422).body;
    assert_eq!(past["errors"][0]["field"], "from_year");
    let proposed = home.post("/report-duty-changes", &change).await.expect(201).body;
    assert_eq!(proposed["state"], "proposed");
    let here = format!("/report-duty-changes/{}", proposed["id"]);
    home.post(&format!("{here}/decide"), &json!({"version": 1})).await.expect(409);
    writer.post(&format!("{here}/decide"), &json!({"version": 1})).await.expect(403);
    let decided = second.post(&format!("{here}/decide"), &json!({"version": 1})).await.expect(200).body;
    assert_eq!((&decided["state"], &decided["decided_on"]), (&json!("in-force"), &json!("2013-06-10")));
    home.post(&format!("{here}/drop"), &json!({"version": decided["version"]})).await.expect(409);
    assert_eq!(writer.get("/report-duty-changes?state=in-force").await.expect(200).body["count"], 1);
    writer.post("/reports", &third).await.expect(404);
    assert!(!owed().await.contains(&json!("quarter")), "the quarter's reports are owed no longer");
    assert!(owed().await.contains(&json!("half")), "those of the half-year still are");
}

#[tokio::test]
async fn a_review_sheet_is_answered_on_the_way_its_answers_lead_and_a_proposal_rewritten() {
    let city = City::new().await;
    let control = city.staff("procedure_control", CITY).await;
    let writer = Program::of(&city, &control, &["simplification.view", "simplification.edit"]).await;
    let of_none = json!({"form": "procedure", "agency": CITY});
    let of_none = writer.post("/review-sheets", &of_none).await.expect(422).body;
    assert_eq!(of_none["errors"][0]["field"], "procedure");
    let new = json!({"form": "procedure", "procedure": "KD-01", "agency": CITY});
    let sheet = writer.post("/review-sheets", &new).await.expect(201).body;
    assert_eq!((&sheet["next"], &sheet["questions"][0]["items"][1]["kind"]), (&json!(1), &json!("yes_no")));
    let here = format!("/review-sheets/{}", sheet["sheet"]["id"]);
    let answer = async |question: i64, answers: &[(&str, &str)]| {
        let given: Vec<Json> =
            answers.iter().map(|(item, answer)| json!({"item": item, "answer": answer})).collect();
        writer.post(&format!("{here}/answer"), &json!({"question": question, "answers": given})).await
    };
    let maybe = answer(1, &[("p1-muc-tieu", "Quản lý hộ"), ("p1-con-can", "maybe")]).await.expect(422).body;
    assert_eq!(maybe["errors"][0]["field"], "answers.p1-con-can");
    let strange = answer(1, &[("p2-dat", "yes")]).await.expect(422).body;
    assert_eq!(strange["errors"][0]["field"], "answers");
    answer(1, &[("p1-muc-tieu", "Quản lý hộ"), ("p1-con-can", "yes")]).await.expect(200);
    act(&writer, &here, "close", json!({})).await.expect(409);
    answer(2, &[("p2-dat", "yes")]).await.expect(200);
    answer(3, &[("p3-co", "no")]).await.expect(200);
    let ended = answer(4, &[("p4-ket-luan", "no"), ("p4-ly-do", "Đã có sổ khác")]).await.expect(200).body;
    assert_eq!(ended["next"], Json::Null, "not necessary: nothing more is asked");
    assert!(ended["skipped"].as_array().unwrap().contains(&json!(5)));
    let closed = act(&writer, &here, "close", json!({})).await.expect(200).body;
    assert_eq!(closed["sheet"]["done_on"], "2013-06-10");
    answer(2, &[("p2-dat", "yes")]).await.expect(409);
    assert_eq!(writer.get("/review-sheets?done=true").await.expect(200).body["count"], 1);
    let far = city.staff("procedure_control", AGENCY).await;
    let far = Program::of(&city, &far, &["simplification.view", "simplification.edit"]).await;
    far.get(&here).await.expect(404);

    let proposal = json!({
        "procedure": "KD-01", "agency": CITY, "part": "components", "measure": "abolish", "own_power": true,
        "content_now": "Bản sao có chứng thực", "content_proposed": "Xem bản chính", "reason": "Bớt một lần đi lại",
        "documents": [{"number": "27/2012/QĐ-UBND"}],
    });
    let proposal = writer.post("/simplifications", &proposal).await.expect(201).body;
    let this = format!("/simplifications/{}/rewrite", proposal["proposal"]["id"]);
    let rewriting = json!({
        "version": proposal["version"], "part": "components", "measure": "abolish", "own_power": false,
        "content_now": "Bản sao có chứng thực", "content_proposed": "Bỏ hẳn bản sao", "reason": "Phường đã có sổ gốc",
        "documents": [{"number": "27/2012/QĐ-UBND"}, {"number": "5/2011/QĐ-UBND", "article": "Điều 2"}],
    });
    let rewritten = writer.post(&this, &rewriting).await.expect(200).body;
    assert_eq!(rewritten["content_proposed"], "Bỏ hẳn bản sao");
    assert_eq!(rewritten["documents"].as_array().unwrap().len(), 2);
    writer.post(&this, &rewriting).await.expect(409);
}

#[tokio::test]
async fn a_result_is_listed_numbered_handed_to_the_post_and_reported_delivered() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let dossier = counter_dossier(&city, AGENCY, "KD-01").await;
    let tx = city.app.store.housekeeping().await.unwrap();
    let sql = "UPDATE dossier SET result_delivery = 'post' WHERE id = $1";
    tx.exec(sql, vec![dossier.id.into()]).await.unwrap();
    tx.commit().await.unwrap();
    team.take_in(dossier.id).await;
    team.settle(dossier.id).await;
    city.work_off().await;
    let desk = Program::of(&city, &team.clerk, &["post.view", "post.send"]).await;
    let waiting = desk.get("/post-items?direction=out&state=waiting").await.expect(200).body;
    assert_eq!(waiting["items"][0]["dossier"], dossier.id);
    let item = waiting["items"][0]["id"].clone();
    let this = format!("/post-items/{item}");
    let report = json!({"outcome": "delivered", "on": "2013-06-10", "note": "Chị Lan nhận thay"});
    desk.post(&format!("{this}/report"), &report).await.expect(409);
    let unknown = json!({"agency": "so-xay-dung", "service": "cong_ich"});
    let unknown = desk.post("/post-lists", &unknown).await.expect(422).body;
    assert_eq!(unknown["errors"][0]["field"], "agency");
    let wanted = json!({"agency": AGENCY, "service": "cong_ich"});
    let list = desk.post("/post-lists", &wanted).await.expect(201).body;
    desk.post("/post-lists", &wanted).await.expect(409);
    assert_eq!(list["items"][0]["id"], item);
    let here = format!("/post-lists/{}", list["list"]["id"]);
    let taken = json!({"on": "2013-06-10", "taken_by": "Anh Đức"});
    desk.post(&format!("{here}/hand-over"), &taken).await.expect(409);
    let strange = json!({"numbers": [{"item": 999_999, "number": "RM1"}]});
    let strange = desk.post(&format!("{here}/numbers"), &strange).await.expect(422).body;
    assert_eq!(strange["errors"][0]["field"], "numbers");
    let numbers = json!({"numbers": [{"item": item, "number": "rm123456785vn"}]});
    let numbered = desk.post(&format!("{here}/numbers"), &numbers).await.expect(200).body;
    assert_eq!(numbered["items"][0]["number"], "RM123456785VN");
    let tomorrow = json!({"on": "2013-06-11", "taken_by": "Anh Đức"});
    let tomorrow = desk.post(&format!("{here}/hand-over"), &tomorrow).await.expect(422).body;
    assert_eq!(tomorrow["errors"][0]["field"], "on");
    let handed = desk.post(&format!("{here}/hand-over"), &taken).await.expect(200).body;
    assert_eq!(
        (&handed["list"]["handed_on"], &handed["items"][0]["state"]),
        (&json!("2013-06-10"), &json!("posted"))
    );
    let bare = json!({"outcome": "failed", "on": "2013-06-10"});
    let bare = desk.post(&format!("{this}/report"), &bare).await.expect(422).body;
    assert_eq!(bare["errors"][0]["field"], "reason");
    let failed = json!({"outcome": "failed", "on": "2013-06-10", "reason": "absent"});
    assert_eq!(desk.post(&format!("{this}/report"), &failed).await.expect(200).body["attempts"], 1);
    let delivered = desk.post(&format!("{this}/report"), &report).await.expect(200).body;
    assert_eq!(delivered["item"]["state"], "delivered");
    desk.post(&format!("{this}/cancel"), &json!({"reason": "Đã đến lấy"})).await.expect(409);
    let looks = "SELECT COUNT(*) FROM personal_read WHERE record = 'post_item'";
    assert!(city.app.store.number(looks, vec![]).await.unwrap() > 0, "a look by token is noted");
    let far = city.staff("clerk", "phuong-an-hoa").await;
    let far = Program::of(&city, &far, &["post.view", "post.send"]).await;
    far.get(&this).await.expect(404);
    far.post(&format!("{this}/report"), &report).await.expect(404);
}

#[tokio::test]
async fn a_council_of_one_mind_votes_on_what_was_read_and_not_on_what_changed_since() {
    let city = City::new().await;
    let reform = city.staff("reform", CITY).await;
    let scopes = ["emulation.view", "emulation.appraise", "emulation.manage"];
    let home = Program::of(&city, &reform, &scopes).await;
    let round = [("nam", "2012"), ("nhom", "district"), ("ten", "Thi đua các quận"), ("han", "2013-06-07")];
    reform.post("/thi-dua/dot/moi", &round).await.expect(303);
    let council = [("thanh-vien", "Trần Văn An; Giám đốc\nLê Thị Bình; Chánh Thanh tra")];
    reform.post("/thi-dua/dot/1/hoi-dong", &council).await.expect(303);
    let class = json!({"class": "good", "reason": "Hồ sơ đúng hạn cả năm"});
    let read = async |id: i64| {
        let entry = home.post(&format!("/emulation-entries/{id}/appraise"), &class).await.expect(201).body;
        json!({"id": entry["id"], "version": entry["version"]})
    };
    let (first, second) = (read(1).await, read(2).await);
    let vote =
        async |entries: Json| home.post("/emulation-rounds/1/one-mind", &json!({"entries": entries})).await;
    assert_eq!(vote(json!([])).await.expect(422).body["errors"][0]["field"], "entries");
    home.post("/emulation-entries/2/appraise", &class).await.expect(201);
    vote(json!([first, second])).await.expect(409);
    let voted = vote(json!([first])).await.expect(201).body;
    assert_eq!(
        (&voted["entries"][0]["state"], &voted["entries"][0]["council"]),
        (&json!("voted"), &json!("good"))
    );
    assert_eq!(voted["entries"].as_array().unwrap().len(), 1, "the whole vote that was stale kept nothing");
    let votes = "SELECT COUNT(*) FROM emulation_vote WHERE class = 'good'";
    assert_eq!(city.app.store.number(votes, vec![]).await.unwrap(), 2, "one of each member");
}

#[tokio::test]
async fn whom_a_piece_reached_is_stated_until_it_is_verified_and_stands_in_the_figures() {
    let city = City::new().await;
    let specialist = city.staff("specialist", AGENCY).await;
    let writer = Program::of(&city, &specialist, &["campaigns.view", "campaigns.enter"]).await;
    let leader = city.staff("leader", AGENCY).await;
    let second = Program::of(&city, &leader, &["campaigns.view", "campaigns.verify"]).await;
    let piece = json!({
        "title": "Nộp hồ sơ ở đâu", "genre": "article", "channel": "bao-in", "place": "Bản tin quận",
        "published_on": "2013-06-03", "key": "mot-tin-bai",
    });
    let piece = writer.post("/pieces", &piece).await.expect(200).body;
    let here = format!("/pieces/{}", piece["id"]);
    let mut reach = json!({"reach": 1200, "reach_how": "measured"});
    let bare = writer.post(&format!("{here}/reach"), &reach).await.expect(422).body;
    assert_eq!(bare["errors"][0]["field"], "reach_source");
    reach["reach_source"] = json!("Số bản in");
    second.post(&format!("{here}/reach"), &reach).await.expect(403);
    let stated = writer.post(&format!("{here}/reach"), &reach).await.expect(200).body;
    assert_eq!((&stated["reach"], &stated["title"]), (&json!(1200), &json!("Nộp hồ sơ ở đâu")));
    let figures = async || {
        let found = writer.get(&format!("/communication-figures?year=2013&agency={AGENCY}")).await;
        found.expect(200).body["items"].clone()
    };
    assert_eq!(figures().await, json!([]), "what nobody has verified does not count");
    second.post(&format!("{here}/verify"), &json!({})).await.expect(200);
    let counted = figures().await;
    assert_eq!((&counted[0]["reached"], &counted[0]["measured"]), (&json!(1200), &json!(1200)));
    writer.post(&format!("{here}/reach"), &reach).await.expect(409);
}
