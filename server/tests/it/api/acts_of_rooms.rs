//! The acts of the rooms by programs: cash and its book, the gateway's statement, a questionnaire, a conference and its question,
//! a cost study and a proposal to simplify, a number called at a desk; each within its caller's rights.

use super::Program;
use crate::city::{City, at};
use crate::journeys::{Team, counter_dossier, queue};
use base64::Engine as _;
use platform::Read;
use serde_json::json;

const AGENCY: &str = "quan-ninh-kieu";
const CITY: &str = "ubnd-tp-can-tho";

#[tokio::test]
async fn cash_lies_in_the_callers_book_and_another_person_confirms_it() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let dossier = counter_dossier(&city, AGENCY, "KD-01").await;
    team.take_in(dossier.id).await;
    city.work_off().await;
    let rights = ["one_stop.view", "fees.view", "fees.collect"];
    let desk = Program::of(&city, &team.clerk, &rights).await;
    let head = Program::of(&city, &team.head, &["fees.view", "fees.approve"]).await;
    let demand = city.app.store.number("SELECT MAX(id) FROM fee_demand", vec![]).await.unwrap();
    let take = format!("/fee-demands/{demand}/take");
    let early = desk.post(&take, &json!({"amount": 100_000})).await.expect(409).body;
    assert_eq!(early["code"], "fees-refused-no-session");
    let wrong =
        desk.post("/cash-books", &json!({"agency": "so-xay-dung", "opening": 0})).await.expect(422).body;
    assert_eq!(wrong["errors"][0]["field"], "agency");
    let opening = json!({"agency": AGENCY, "opening": 200_000});
    let book = desk.post("/cash-books", &opening).await.expect(201).body;
    assert_eq!((&book["book"]["state"]["code"], &book["expected"]), (&json!("open"), &json!(200_000)));
    desk.post("/cash-books", &opening).await.expect(409);
    let paid = desk.post(&take, &json!({"amount": 100_000})).await.expect(200).body;
    assert_eq!(paid["demand"]["owed"], 0, "{paid:#}");
    let here = format!("/cash-books/{}", book["book"]["id"]);
    assert_eq!(desk.get(&here).await.expect(200).body["expected"], 300_000);

    let receipts = desk.get("/receipts").await.expect(200).body;
    let cancel = format!("/receipts/{}/cancel", receipts["items"][0]["id"]);
    desk.post(&cancel, &json!({"reason": ""})).await.expect(422);
    let cancelled = desk.post(&cancel, &json!({"reason": "Ghi nhầm hồ sơ"})).await.expect(200).body;
    assert_eq!(cancelled["cancel_reason"], "Ghi nhầm hồ sơ");
    desk.post(&take, &json!({"amount": 100_000})).await.expect(200);
    let asked = json!({"amount": 100_000, "reason": "Rút hồ sơ"});
    let asked = desk.post(&format!("/fee-demands/{demand}/ask-refund"), &asked).await.expect(201).body;
    let give = format!("/refunds/{}/give", asked["id"]);
    let cash = json!({"way": "cash", "proof": "PC 01"});
    desk.post(&give, &cash).await.expect(409);
    head.post(&format!("/refunds/{}/decide", asked["id"]), &json!({"approved": true})).await.expect(200);
    head.post(&give, &cash).await.expect(403);
    assert_eq!(desk.post(&give, &cash).await.expect(200).body["state"], "done");

    let close = format!("{here}/close");
    let strange = desk.post(&close, &json!({"counts": [{"note": 300, "count": 1}]})).await.expect(422).body;
    assert_eq!(strange["errors"][0]["field"], "counts");
    let short = desk.post(&close, &json!({"counts": [{"note": 100_000, "count": 1}]})).await.expect(422).body;
    assert_eq!(short["errors"][0]["field"], "reason");
    let closed =
        desk.post(&close, &json!({"counts": [{"note": 100_000, "count": 2}]})).await.expect(200).body;
    assert_eq!((&closed["book"]["counted"], &closed["given"]), (&json!(200_000), &json!(100_000)));
    desk.post(&format!("{here}/confirm"), &json!({})).await.expect(403);
    let confirmed = head.post(&format!("{here}/confirm"), &json!({})).await.expect(200).body;
    assert_eq!(confirmed["book"]["state"]["code"], "confirmed");
    assert_eq!(head.get("/cash-books?state=confirmed").await.expect(200).body["count"], 1);
    let other = Program::of(&city, &city.staff("clerk", "phuong-an-hoa").await, &rights).await;
    other.get(&here).await.expect(404);
}

#[tokio::test]
async fn a_statement_of_the_gateway_is_taken_in_and_its_discrepancy_settled() {
    let city = City::new().await;
    let reform = city.staff("reform", CITY).await;
    let program = Program::of(&city, &reform, &["fees.reconcile"]).await;
    let csv = "order,reference,amount,day\nMC0-1,TN-9001,20000,2013-06-10\n";
    let file = |text: &str| {
        let content = base64::engine::general_purpose::STANDARD.encode(text);
        json!({"file": {"name": "sao-ke.csv", "content": content}})
    };
    let broken = program.post("/gateway-statements", &file("order\nx\n")).await.expect(422).body;
    assert_eq!(broken["errors"][0]["field"], "file");
    let taken = program.post("/gateway-statements", &file(csv)).await.expect(201).body;
    assert_eq!((&taken["lines"], &taken["open"]), (&json!(1), &json!(1)));
    let lines = format!("/gateway-statements/{}/lines", taken["id"]);
    let found = program.get(&format!("{lines}?settled=false")).await.expect(200).body;
    assert_eq!(found["items"][0]["finding"]["code"], "unknown");
    let settle = format!("/gateway-statement-lines/{}/settle", found["items"][0]["id"]);
    let reason = json!({"reason": "Lệnh chạy thử của cổng."});
    assert!(program.post(&settle, &reason).await.expect(200).body["settled_at"].is_string());
    program.post(&settle, &reason).await.expect(409);
    assert_eq!(program.get("/gateway-statements").await.expect(200).body["items"][0]["open"], 0);
    assert_eq!(program.get(&format!("{lines}?settled=false")).await.expect(200).body["count"], 0);
}

#[tokio::test]
async fn a_questionnaire_is_issued_answered_chased_and_closed() {
    let city = City::new().await;
    let control = city.staff("procedure_control", CITY).await;
    let program = Program::of(&city, &control, &["petitions.view", "petitions.handle"]).await;
    let issued = json!({
        "title": "Về thủ tục đăng ký", "agency": CITY, "questions": "Giấy nào thừa?", "target": "Hộ kinh doanh",
        "way": "letter", "answer_by": "2013-06-20", "respondents": ["Hội Doanh nghiệp trẻ", "Công ty Phù Sa"],
    });
    let out = program.post("/questionnaires", &issued).await.expect(201).body;
    assert_eq!((&out["questionnaire"]["sent"], &out["questionnaire"]["answered"]), (&json!(2), &json!(0)));
    let here = format!("/questionnaires/{}", out["questionnaire"]["id"]);
    program.post(&format!("{here}/chase"), &json!({})).await.expect(409);
    program.post(&format!("{here}/send"), &json!({"respondents": ["Công ty Sông Hậu"]})).await.expect(200);
    let answer = json!({"reply": out["replies"][0]["id"], "answer": "Bản sao sổ hộ khẩu."});
    program.post(&format!("{here}/book"), &answer).await.expect(200);
    let twice = program.post(&format!("{here}/book"), &answer).await.expect(422).body;
    assert_eq!(twice["errors"][0]["field"], "reply");
    city.clock.set(at("2013-06-21", 9, 0));
    let chased = program.post(&format!("{here}/chase"), &json!({})).await.expect(200).body;
    assert_eq!(chased["replies"][1]["chased_on"], "2013-06-21");
    let closed =
        program.post(&format!("{here}/close"), &json!({"conclusion": "Bỏ bản sao."})).await.expect(200);
    assert_eq!(closed.body["questionnaire"]["stage"]["code"], "closed");
    assert_eq!(program.get("/questionnaires?q=dang%20ky").await.expect(200).body["count"], 1);
    let other = city.staff("clerk", "phuong-an-hoa").await;
    let other = Program::of(&city, &other, &["petitions.view", "petitions.handle"]).await;
    other.get(&here).await.expect(404);
}

#[tokio::test]
async fn a_conference_is_held_and_its_question_given_out_answered_and_published() {
    let city = City::new().await;
    let leader = city.staff("leader", CITY).await;
    let rights = ["dialogue.view", "dialogue.handle"];
    let host = Program::of(&city, &leader, &rights).await;
    let announced = json!({
        "theme": "Tháo gỡ vướng mắc", "host": CITY, "audience": "firms", "held_on": "2013-06-10", "place": "Hội trường",
        "ask_until": "2013-06-10",
    });
    let conference = host.post("/dialogues", &announced).await.expect(201).body;
    let here = format!("/dialogues/{}", conference["id"]);
    let moved = |day: &str, place: &str| json!({"held_on": day, "place": place, "ask_until": "2013-06-10", "reason": "Hội trường đang sửa"});
    let past = host.post(&format!("{here}/move"), &moved("2013-06-09", "Nhà văn hóa")).await.expect(422).body;
    assert!(past["errors"].as_array().unwrap().iter().any(|e| e["field"] == "held_on"), "{past}");
    let now = host.post(&format!("{here}/move"), &moved("2013-06-10", "Nhà văn hóa")).await.expect(200).body;
    assert_eq!((&now["place"], &now["moves"][0]["place"]), (&json!("Nhà văn hóa"), &json!("Hội trường")));
    let asked = json!({"asker": "Công ty Phù Sa", "question": "Vì sao phải xin ý kiến hai lần?"});
    host.post(&format!("{here}/ask-there"), &asked).await.expect(200);
    let held = json!({"attendees": 80, "minutes": "Trao đổi về cấp phép."});
    assert_eq!(host.post(&format!("{here}/hold"), &held).await.expect(200).body["state"]["code"], "held");
    host.post(&format!("{here}/cancel"), &json!({"reason": "Mưa bão"})).await.expect(409);
    host.post(&format!("{here}/move"), &moved("2013-06-20", "Nhà văn hóa")).await.expect(409);
    let questions = host.get("/dialogue-questions").await.expect(200).body;
    let question = &questions["items"][0];
    let this = format!("/dialogue-questions/{}", question["id"]);
    let owner = city.staff("head", "so-xay-dung").await;
    let assigned = json!({"version": question["version"], "agency": "so-xay-dung"});
    let assigned = host.post(&format!("{this}/assign"), &assigned).await.expect(200).body;
    assert_eq!(assigned["owner"]["code"], "so-xay-dung");
    let owner = Program::of(&city, &owner, &rights).await;
    let stale = json!({"version": question["version"], "answer": "Gộp thành một lần."});
    owner.post(&format!("{this}/answer"), &stale).await.expect(409);
    let answer = json!({"version": assigned["version"], "answer": "Gộp thành một lần."});
    let answered = owner.post(&format!("{this}/answer"), &answer).await.expect(200).body;
    let own = json!({
        "version": answered["version"], "question": "Công ty Phù Sa hỏi vì sao hai lần?", "answer": "Gộp thành một lần.",
    });
    let own = host.post(&format!("{this}/publish"), &own).await.expect(422).body;
    assert_eq!(own["errors"][0]["field"], "question");
    let public = json!({
        "version": answered["version"], "question": "Vì sao phải xin ý kiến hai lần?", "answer": "Gộp thành một lần.",
    });
    let published = host.post(&format!("{this}/publish"), &public).await.expect(200).body;
    assert_eq!(published["published_on"], "2013-06-10");
    let shown = Program::stranger(&city).get(&here).await.expect(200).body;
    assert_eq!(shown["answers"][0]["answer"], "Gộp thành một lần.");
}

#[tokio::test]
async fn a_study_is_written_handed_in_and_accepted_by_another_and_a_proposal_carried_out() {
    let city = City::new().await;
    let control = city.staff("procedure_control", CITY).await;
    let leader = city.staff("leader", CITY).await;
    let writes =
        ["compliance_cost.view", "compliance_cost.edit", "simplification.view", "simplification.edit"];
    let writer = Program::of(&city, &control, &writes).await;
    let decides =
        ["compliance_cost.view", "compliance_cost.review", "simplification.view", "simplification.approve"];
    let second = Program::of(&city, &leader, &decides).await;
    let wrong = json!({"procedure": "KD-99", "agency": CITY, "year": 2013});
    assert_eq!(
        writer.post("/cost-studies", &wrong).await.expect(422).body["errors"][0]["field"],
        "procedure"
    );
    let study = json!({"procedure": "KD-01", "agency": CITY, "year": 2013});
    let study = writer.post("/cost-studies", &study).await.expect(201).body;
    let here = format!("/cost-studies/{}", study["study"]["id"]);
    let numbers = json!({
        "version": study["version"], "income": 20_000, "income_source": "Niên giám thống kê",
        "own_count": {"times": 1, "subjects": "100; 240; 300", "reason": "Chưa nhập hồ sơ"},
    });
    let numbered = writer.post(&format!("{here}/numbers"), &numbers).await.expect(200).body;
    assert_eq!(numbered["subjects"], 240, "the lower-middle of three");
    writer.post(&format!("{here}/numbers"), &numbers).await.expect(409);
    let job = json!({
        "version": numbered["version"], "activity": "prepare", "job": "Điền giấy đề nghị", "hours": "1,5; 2", "persons": 1,
    });
    let written = writer.post(&format!("{here}/jobs"), &job).await.expect(200).body;
    let added = written["jobs"].as_array().unwrap().last().unwrap().clone();
    let drop = json!({"version": written["version"], "line": written["jobs"][0]["id"]});
    let dropped = writer.post(&format!("{here}/drop-job"), &drop).await.expect(200).body;
    assert!(dropped["jobs"].as_array().unwrap().iter().any(|job| job["id"] == added["id"]));
    let handed = writer.post(&format!("{here}/hand-in"), &json!({})).await.expect(200).body;
    let accept = json!({"version": handed["version"], "accepted": true});
    writer.post(&format!("{here}/review"), &accept).await.expect(403);
    let accepted = second.post(&format!("{here}/review"), &accept).await.expect(200).body;
    assert_eq!(accepted["study"]["state"]["code"], "accepted");
    let after = writer.post(&format!("{here}/open-after"), &json!({})).await.expect(201).body;
    let again = writer.post(&format!("{here}/open-after"), &json!({})).await.expect(201).body;
    assert_eq!(after["study"]["id"], again["study"]["id"], "the draft that stands is gone on with");

    let row = json!({
        "year": 2013, "agency": CITY, "procedure": "KD-01", "from": "2013-06-10", "to": "2013-09-30", "basis": "choice",
        "product": "Phương án đơn giản hóa",
    });
    let row = writer.post("/review-plan", &row).await.expect(201).body;
    let sent = writer.post(&format!("/review-plans/{}/send", row["plan"]), &json!({})).await.expect(200).body;
    assert_eq!(sent["sent_on"], "2013-06-10");
    writer.post(&format!("/review-plan/{}/drop", row["id"]), &json!({})).await.expect(409);
    let proposal = json!({
        "procedure": "KD-01", "agency": CITY, "part": "components", "measure": "abolish", "own_power": true,
        "content_now": "Bản sao có chứng thực", "content_proposed": "Xem bản chính", "reason": "Bớt một lần đi lại",
        "documents": [{"number": "27/2012/QĐ-UBND", "article": "Điều 4"}],
    });
    let proposal = writer.post("/simplifications", &proposal).await.expect(201).body;
    let this = format!("/simplifications/{}", proposal["proposal"]["id"]);
    let decision = json!({"version": proposal["version"], "approved": true, "decision": "12/QĐ-UBND", "on": "2013-06-10"});
    writer.post(&format!("{this}/decide"), &decision).await.expect(403);
    let decided = second.post(&format!("{this}/decide"), &decision).await.expect(200).body;
    let bare = json!({"version": decided["version"], "evidence": "Công báo", "on": "2013-06-10"});
    let bare = writer.post(&format!("{this}/carry-out"), &bare).await.expect(422).body;
    assert_eq!(bare["errors"][0]["field"], "amended");
    let carried = json!({
        "version": decided["version"], "evidence": "Công báo số 14", "on": "2013-06-10",
        "amended": [{"document": decided["documents"][0]["id"], "by": "31/2013/QĐ-UBND"}],
    });
    let carried = writer.post(&format!("{this}/carry-out"), &carried).await.expect(200).body;
    assert_eq!(carried["proposal"]["state"]["code"], "carried_out");
}

#[tokio::test]
async fn a_number_is_called_set_aside_taken_up_and_finished_at_a_desk() {
    let city = City::new().await;
    queue::office(&city).await;
    let stranger = Program::stranger(&city);
    let service = stranger.get("/counters/ninh-kieu").await.expect(200).body["services"][0]["id"].clone();
    stranger.post("/counters/ninh-kieu/tickets", &json!({"service": service})).await.expect(201);
    let clerk = city.staff("clerk", AGENCY).await;
    let desk = Program::of(&city, &clerk, &["counter.view", "counter.serve"]).await;
    let queue = desk.get("/counters/ninh-kieu/queue").await.expect(200).body;
    let here = format!("/counter-desks/{}", queue["desks"][0]["id"]);
    desk.get(&format!("{here}/current")).await.expect(404);
    let called = desk.post(&format!("{here}/call"), &json!({})).await.expect(200).body;
    assert_eq!((&called["code"], &called["state"]["code"]), (&json!("A001"), &json!("called")));
    desk.post(&format!("{here}/call"), &json!({})).await.expect(409);
    assert_eq!(desk.get(&format!("{here}/current")).await.expect(200).body["id"], called["id"]);
    let page = clerk.get(&format!("/quay/hang-doi/so/{}", called["id"])).await.expect(200).text();
    assert!(page.contains("Quầy 1"), "the ticket's page names its desk: {page}");
    let act = async |act: &str| {
        let body = json!({"ticket": called["id"], "act": act});
        desk.post(&format!("{here}/act"), &body).await
    };
    assert_eq!(act("recall").await.expect(200).body["calls"], 2);
    assert_eq!(act("park").await.expect(200).body["state"]["code"], "parked");
    let quick = desk.post(&format!("{here}/quick"), &json!({"service": service})).await.expect(200).body;
    assert_eq!(quick["state"]["code"], "done");
    act("resume").await.expect(200);
    assert_eq!(act("finish").await.expect(200).body["state"]["code"], "done");
    act("finish").await.expect(409);
    let other = city.staff("clerk", "phuong-an-hoa").await;
    let other = Program::of(&city, &other, &["counter.view", "counter.serve"]).await;
    other.post(&format!("{here}/call"), &json!({})).await.expect(404);
}
