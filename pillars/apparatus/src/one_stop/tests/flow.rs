//! Dossiers on a published flow: pinned at the receipt, sent by what they say, two branches at once, waits, moves.

use super::acts::{asked, october};
use super::pages::Desk;
use super::*;
use crate::one_stop::jobs;
use crate::one_stop::moving;
use crate::one_stop::pages::why;
use crate::one_stop::rules::Cause;
use ::flow::{Flow, Guard, Kind, Link, Node, Pauses, Role, Step, Test, Timer};
use axum::http::StatusCode;
use contracts::flows::{FlowVersion, Flows};
use kernel::Amount;
use platform::{Read, Scope, journal};
use std::sync::Mutex;
use use_cases::{
    SendBack, StepEnd, ask_supplement, assign, complete_step, hand_over_slip, move_flow, pay, receive,
    send_back, settle, supplement, transfer,
};

/// Key of a form, as long as those that are made.
const KEY: &str = "khoa-cua-mot-bieu-mau";

/// The published versions, the newest last.
struct Published(Mutex<Vec<Arc<FlowVersion>>>);

#[async_trait]
impl Flows for Published {
    async fn in_force(&self, _: &App, _: &str, _: Day) -> Result<Option<Arc<FlowVersion>>> {
        Ok(self.0.lock().unwrap().last().cloned())
    }
    async fn version(&self, _: &App, id: i64) -> Result<Arc<FlowVersion>> {
        self.0.lock().unwrap().iter().find(|v| v.id == id).cloned().ok_or(Error::NotFound)
    }
}

fn node(key: &str, kind: Kind) -> Node {
    Node { key: key.to_owned(), name: format!("Bước {key}"), kind, at: None }
}

fn work(key: &str, role: Role, days: u32, results: &[&str]) -> Node {
    let results = results.iter().map(|r| (*r).to_owned()).collect();
    let time = Some(Amount::WorkingDays(days));
    node(key, Kind::Step(Step { role: Some(role), time, results, ..Step::default() }))
}

fn flow_of(nodes: Vec<Node>, ways: &[(&str, &str)]) -> Flow {
    let links = ways.iter().map(|(from, to)| Link {
        key: format!("{from}-{to}"),
        from: (*from).to_owned(),
        to: (*to).to_owned(),
        name: String::new(),
        when: None,
    });
    Flow { nodes, links: links.collect() }
}

/// Receipt, two opinions at once, a wait, the signature; the head's opinion decides whether the specialist works again.
fn parallel() -> Flow {
    let mut flow = flow_of(
        vec![
            node("dau", Kind::Start),
            work("nhan", Role::OneStop, 1, &[]),
            node("tach", Kind::Split),
            work("quy-hoach", Role::Specialist, 2, &[]),
            work("dat-dai", Role::Head, 1, &["Đạt", "Không đạt"]),
            node("gop", Kind::Join),
            node("re", Kind::Choice),
            node("cho", Kind::Timer(Timer { wait: Amount::WorkingDays(1) })),
            work("them", Role::Specialist, 1, &[]),
            work("ky", Role::Leader, 1, &[]),
            node("het", Kind::End),
        ],
        &[
            ("dau", "nhan"),
            ("nhan", "tach"),
            ("tach", "quy-hoach"),
            ("tach", "dat-dai"),
            ("quy-hoach", "gop"),
            ("dat-dai", "gop"),
            ("gop", "re"),
            ("re", "them"),
            ("re", "cho"),
            ("them", "ky"),
            ("cho", "ky"),
            ("ky", "het"),
        ],
    );
    flow.links[7].when = Some(Guard::Result { step: "dat-dai".into(), is: "Không đạt".into() });
    flow
}

/// Receipt, then by the purpose either a check before or the signature at once.
fn choice(checked: &str) -> Flow {
    let mut flow = flow_of(
        vec![
            node("dau", Kind::Start),
            work("nhan", Role::OneStop, 1, &[]),
            node("re", Kind::Choice),
            work(checked, Role::Specialist, 2, &[]),
            work("ky", Role::Leader, 1, &[]),
            node("het", Kind::End),
        ],
        &[("dau", "nhan"), ("nhan", "re"), ("re", checked), ("re", "ky"), (checked, "ky"), ("ky", "het")],
    );
    let value = "Kết hôn".to_owned();
    flow.links[2].when = Some(Guard::Field { name: "muc_dich".into(), test: Test::Equals, value });
    flow
}

/// Receipt, then the specialist's opinion beside a wait after which the head's is due, then the signature.
fn beside_a_wait() -> Flow {
    flow_of(
        vec![
            node("dau", Kind::Start),
            work("nhan", Role::OneStop, 1, &[]),
            node("tach", Kind::Split),
            work("quy-hoach", Role::Specialist, 9, &[]),
            node("cho", Kind::Timer(Timer { wait: Amount::WorkingDays(1) })),
            work("dat-dai", Role::Head, 1, &[]),
            node("gop", Kind::Join),
            work("ky", Role::Leader, 1, &[]),
            node("het", Kind::End),
        ],
        &[
            ("dau", "nhan"),
            ("nhan", "tach"),
            ("tach", "quy-hoach"),
            ("tach", "cho"),
            ("cho", "dat-dai"),
            ("quy-hoach", "gop"),
            ("dat-dai", "gop"),
            ("gop", "ky"),
            ("ky", "het"),
        ],
    )
}

fn version(id: i64, flow: Flow) -> Arc<FlowVersion> {
    let around = ::flow::Surroundings { term: None, fields: vec!["muc_dich".into()] };
    assert_eq!(::flow::check(&flow, &around), Vec::new());
    Arc::new(FlowVersion { id, procedure: "HT-09".to_owned(), number: id, flow: Arc::new(flow) })
}

/// A city whose procedure has a flow, and the list of its versions.
async fn on_flow(flow: Flow) -> (TestCity, Arc<Published>) {
    let city = city().await;
    let published = Arc::new(Published(Mutex::new(vec![version(1, flow)])));
    city.app.provide::<Arc<dyn Flows>>(published.clone());
    (city, published)
}

fn head() -> Actor {
    staff(14, "Võ Thị Sáu", WARD)
}

async fn open(app: &App, id: i64) -> Vec<(String, String)> {
    let steps = store::open_steps(&app.store, id).await.unwrap();
    steps.into_iter().map(|step| (step.node.unwrap_or_default(), step.role)).collect()
}

async fn row_of(app: &App, id: i64, node: &str) -> Option<i64> {
    let steps = store::open_steps(&app.store, id).await.unwrap();
    steps.into_iter().find(|step| step.node.as_deref() == Some(node)).map(|step| step.id)
}

async fn end(app: &App, by: &Actor, id: i64, node: &str, result: Option<&str>) -> Result<store::Dossier> {
    let step = row_of(app, id, node).await;
    let end = StepEnd { note: String::new(), step, result: result.map(str::to_owned) };
    complete_step(app, by, id, None, end).await
}

async fn fire(app: &App) {
    let tx = app.store.housekeeping().await.unwrap();
    tx.enqueue(jobs::TIMERS.name, &json!({}), None).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(app).await.unwrap();
}

fn signed() -> use_cases::Settlement {
    use_cases::Settlement {
        granted: true,
        number: "1/GXN".to_owned(),
        reason: None,
        reason_code: None,
        file: None,
        note_silence: false,
    }
}

#[tokio::test]
async fn the_answer_of_the_form_decides_the_way() {
    let (city, _) = on_flow(choice("xem")).await;
    let app = &city.app;
    let checked = transferred(app, "a").await;
    let at_check = dossier(app, checked).await;
    assert_eq!((at_check.state, at_check.step_role.as_deref()), (4, Some("specialist")));
    let mut other = filing("b");
    other.form = json!({"muc_dich": "Vay vốn"});
    let plain = opened(app, other).await.id;
    receive(app, &clerk(), plain, None, &[], false).await.unwrap();
    let signs = transfer(app, &clerk(), plain, None, "").await.unwrap();
    assert_eq!(signs.step_role.as_deref(), Some("leader"), "no check for this purpose");
    let slips = hand_over_slip(app, &clerk(), &[(plain, WARD), (checked, WARD)]).await.unwrap();
    let rows = store::handed_over(&app.store, slips[0]).await.unwrap();
    let to: Vec<_> = rows.iter().map(|row| row.role.as_deref()).collect();
    assert_eq!(to, [Some("leader"), Some("specialist")], "the slip says to whom each went");
    assert_eq!(
        refused(settle(app, &leader(), checked, None, &signed()).await),
        "one-stop-refused-not-last-step"
    );
    assert_eq!(refused(complete_step(app, &leader(), plain, None, "").await), "one-stop-refused-last-step");
    assert_eq!(settle(app, &leader(), plain, None, &signed()).await.unwrap().state, 9);
    complete_step(app, &specialist(), checked, None, "").await.unwrap();
    assert_eq!(settle(app, &leader(), checked, None, &signed()).await.unwrap().state, 9);
}

#[tokio::test]
async fn two_branches_are_open_at_once_and_the_join_waits_for_both() {
    let (city, _) = on_flow(parallel()).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    let both = [("dat-dai".to_owned(), "head".to_owned()), ("quy-hoach".to_owned(), "specialist".to_owned())];
    assert_eq!(open(app, id).await, both);
    assert_eq!(
        dossier(app, id).await.step_role.as_deref(),
        Some("head"),
        "the one due first stands in front"
    );
    let back = send_back(app, &head(), id, None, "x").await;
    assert_eq!(
        refused(back),
        "one-stop-refused-takes-back",
        "nobody said that the other branch may be taken"
    );
    let missing = end(app, &head(), id, "dat-dai", None).await;
    assert_eq!(refused(missing), "one-stop-refused-result-missing");
    let one = end(app, &specialist(), id, "quy-hoach", None).await.unwrap();
    assert_eq!((one.state, one.step_role.as_deref()), (4, Some("head")), "the other is still open");
    let stale = StepEnd { step: Some(-1), ..StepEnd::default() };
    let gone = complete_step(app, &head(), id, None, stale).await;
    assert_eq!(refused(gone), "one-stop-refused-step-gone");
    city.clock.set(at(8, 14, 0));
    let again = end(app, &head(), id, "dat-dai", Some("Không đạt")).await.unwrap();
    assert_eq!(again.step_role.as_deref(), Some("specialist"), "the result decided");
    assert_eq!(open(app, id).await, [("them".to_owned(), "specialist".to_owned())]);
    let steps = store::steps(&app.store, id).await.unwrap();
    assert!(steps.iter().any(|step| step.result.as_deref() == Some("Không đạt")));
    let back = send_back(app, &specialist(), id, None, "Xem lại ý kiến").await.unwrap();
    assert_eq!((back.step_role.as_deref(), back.assignee_id), (Some("head"), Some(14)), "who gave it last");
    end(app, &head(), id, "dat-dai", Some("Không đạt")).await.unwrap();
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    assert_eq!(settle(app, &leader(), id, None, &signed()).await.unwrap().state, 9);
}

#[tokio::test]
async fn back_over_the_split_takes_the_other_branch_back_and_tells_who_had_it() {
    let (city, _) = on_flow(parallel()).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    Desk::of(&city, "thuly", platform::access::Role::Specialist, WARD).await;
    let account = app.store.number("SELECT id FROM account WHERE login = 'thuly'", vec![]).await.unwrap();
    let other = row_of(app, id, "quy-hoach").await;
    assign(app, &leader(), id, None, other, (account, "Phạm Văn Hùng")).await.unwrap();
    // Both are late by now.
    city.clock.set(at(12, 14, 0));
    let step = row_of(app, id, "dat-dai").await;
    let how = SendBack { reason: "Thiếu bản vẽ".to_owned(), step, taking_others: true };
    let back = send_back(app, &head(), id, None, how).await.unwrap();
    assert_eq!((back.state, back.step_role.as_deref(), back.assignee_id), (4, Some("one_stop"), Some(11)));
    assert_eq!(open(app, id).await, [("nhan".to_owned(), "one_stop".to_owned())]);
    let steps = store::steps(&app.store, id).await.unwrap();
    let closed = steps.iter().find(|step| Some(step.id) == other).unwrap();
    assert!(closed.taken_back && closed.ended_at == Some(at(12, 14, 0).micros()));
    assert_eq!((closed.actor_id, closed.note.as_deref()), (None, Some("Thiếu bản vẽ")), "nobody did it");
    let entries = journal::history(&app.store, "dossier", id).await.unwrap();
    let entry = entries.first().unwrap();
    assert_eq!((entry.action.as_str(), entry.reason.as_deref()), ("send_back", Some("Thiếu bản vẽ")));
    assert!(entry.after.contains("Bước quy-hoach"), "{}", entry.after);
    let told = notices_of(app, account).await;
    let notice = told.iter().find(|n| n.subject.contains("được thu hồi")).expect("the holder is told");
    assert!(
        notice.body.contains("Thiếu bản vẽ") && notice.body.contains("Bước quy-hoach"),
        "{}",
        notice.body
    );
    let now = dossier(app, id).await;
    let late: Vec<String> = why::of(app, &app.store, &now, at(12, 14, 0))
        .await
        .unwrap()
        .into_iter()
        .filter_map(|cause| match cause {
            Cause::Step { step, .. } => Some(step.name),
            _ => None,
        })
        .collect();
    assert_eq!(late, ["Bước dat-dai"], "what was taken back is nobody's delay");
    let done = crate::one_stop::workload().done(app, WARD, at(12, 0, 0), 100).await.unwrap();
    let ended: Vec<i64> = done.iter().map(|step| step.id).collect();
    assert_eq!(ended, [step.unwrap()], "nor anybody's work done");
    // The split is entered anew, and the way goes on to the end.
    end(app, &clerk(), id, "nhan", None).await.unwrap();
    let again: Vec<_> = open(app, id).await.into_iter().map(|(node, _)| node).collect();
    assert_eq!(again, ["dat-dai", "quy-hoach"]);
    end(app, &specialist(), id, "quy-hoach", None).await.unwrap();
    end(app, &head(), id, "dat-dai", Some("Không đạt")).await.unwrap();
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    assert_eq!(settle(app, &leader(), id, None, &signed()).await.unwrap().state, 9);
}

#[tokio::test]
async fn a_step_that_nobody_had_taken_is_taken_back_from_the_unit_it_waited_for() {
    let (city, _) = on_flow(parallel()).await;
    let app = &city.app;
    Desk::of(&city, "thuly", platform::access::Role::Specialist, WARD).await;
    Desk::of(&city, "noikhac", platform::access::Role::Specialist, OTHER_WARD).await;
    let id = transferred(app, "a").await;
    let step = row_of(app, id, "dat-dai").await;
    let how = SendBack { reason: "Thiếu bản vẽ".to_owned(), step, taking_others: true };
    send_back(app, &head(), id, None, how).await.unwrap();
    for (login, told) in [("thuly", 1), ("noikhac", 0)] {
        let sql = "SELECT id FROM account WHERE login = $1";
        let account = app.store.number(sql, vec![login.into()]).await.unwrap();
        let notices = notices_of(app, account).await;
        let taken = notices.iter().filter(|n| n.body.contains("chưa ai nhận")).count();
        assert_eq!(taken, told, "{login}");
    }
}

#[tokio::test]
async fn back_over_the_split_stops_a_wait_of_the_other_branch() {
    let (city, _) = on_flow(beside_a_wait()).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    // No step of anybody's is open beside: there is nothing to ask about.
    send_back(app, &specialist(), id, None, "Thiếu chữ ký").await.unwrap();
    assert!(store::timers_of(&app.store, id).await.unwrap().is_empty());
    city.clock.set(at(5, 8, 0));
    fire(app).await;
    assert_eq!(open(app, id).await, [("nhan".to_owned(), "one_stop".to_owned())]);
    end(app, &clerk(), id, "nhan", None).await.unwrap();
    assert_eq!(store::timers_of(&app.store, id).await.unwrap().len(), 1, "it begins anew");
}

#[tokio::test]
async fn the_page_of_sending_back_asks_before_it_takes_a_step_from_others() {
    let (city, _) = on_flow(parallel()).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    let head = Desk::of(&city, "truongphong", platform::access::Role::Head, WARD).await;
    let shown = head.get(&format!("/ho-so/{id}/tra-lai-buoc")).await;
    assert!(shown.has("Bước quy-hoach (") && shown.has("name=\"thu-hoi\""), "{}", shown.text);
    let unasked = head.deed(app, id, "tra-lai-buoc", &[("ly-do", "Thiếu bản vẽ")]).await;
    assert_eq!(unasked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unasked.has("Thiếu bản vẽ") && open(app, id).await.len() == 2,
        "nothing was done: {}",
        unasked.text
    );
    let leader = Desk::of(&city, "lanhdao", platform::access::Role::Leader, WARD).await;
    let above = leader.get(&format!("/ho-so/{id}/tra-lai-buoc")).await;
    assert!(above.has("name=\"thu-hoi\""), "who signs is asked as well: {}", above.text);
    let sent = head.deed(app, id, "tra-lai-buoc", &[("ly-do", "Thiếu bản vẽ"), ("thu-hoi", "co")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let way = head.get(&format!("/ho-so/{id}?phan=tien-trinh")).await;
    assert!(way.has("Thu hồi") && way.has("Trả lại bước trước"), "{}", way.text);
    let plain = head.get(&format!("/ho-so/{id}?phan=lich-su")).await;
    assert!(plain.has("Bước bị thu hồi"), "{}", plain.text);
}

#[tokio::test]
async fn a_wait_of_the_flow_fires_by_itself_once_its_working_time_is_over() {
    let (city, _) = on_flow(parallel()).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    end(app, &specialist(), id, "quy-hoach", None).await.unwrap();
    let waiting = end(app, &head(), id, "dat-dai", Some("Đạt")).await.unwrap();
    assert_eq!((waiting.state, waiting.step_role.as_deref()), (4, None));
    assert!(waiting.step_due_at.is_some(), "until when is known");
    fire(app).await;
    assert!(open(app, id).await.is_empty(), "not before its time");
    city.clock.set(at(5, 8, 0));
    fire(app).await;
    assert_eq!(open(app, id).await, [("ky".to_owned(), "leader".to_owned())]);
    let entries = journal::history(&app.store, "dossier", id).await.unwrap();
    assert_eq!(entries.first().map(|e| e.action.as_str()), Some("fire_timer"));
    fire(app).await;
    assert_eq!(open(app, id).await.len(), 1, "and only once");
}

#[tokio::test]
async fn a_step_begun_beside_another_takes_it_from_nobody() {
    let (city, _) = on_flow(beside_a_wait()).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    let promised = dossier(app, id).await.due_at;
    assign(app, &leader(), id, None, None, (12, "Phạm Văn Hùng")).await.unwrap();
    city.clock.set(at(5, 8, 0));
    fire(app).await;
    let steps = store::open_steps(&app.store, id).await.unwrap();
    let held: Vec<_> = steps.iter().map(|step| (step.node.as_deref().unwrap(), step.assignee_id)).collect();
    assert_eq!(held, [("dat-dai", None), ("quy-hoach", Some(12))]);
    let now = dossier(app, id).await;
    assert_eq!((now.due_at, now.assignee_id), (promised, None), "the one in front is nobody's yet");
    let turn = ("1 = 0".to_owned(), Vec::new());
    let asked = store::Asked { scope: &Scope::All, now: at(5, 8, 0), account: 12, turn };
    assert_eq!(store::today(&app.store, asked).await.unwrap().own, 1, "as many as the list shows");
}

#[tokio::test]
async fn a_new_holiday_moves_a_wait_of_the_flow_too() {
    let (city, _) = on_flow(beside_a_wait()).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    let before = store::timers_of(&app.store, id).await.unwrap()[0].fires_at;
    let tx = app.store.housekeeping().await.unwrap();
    tx.exec(
        "INSERT INTO calendar_day (day_on, kind, name, source, confirmed) VALUES ('2012-10-04', 'holiday', 'Nghỉ bão', 'UBND', TRUE)",
        vec![],
    )
    .await
    .unwrap();
    tx.enqueue(jobs::RECOMPUTE.name, &json!({"from": "2012-10-04"}), None).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(app).await.unwrap();
    let after = store::timers_of(&app.store, id).await.unwrap()[0].fires_at;
    assert!(after > before, "{before} {after}");
}

#[tokio::test]
async fn a_dossier_that_cannot_go_on_keeps_no_other_waiting() {
    let (city, published) = on_flow(beside_a_wait()).await;
    let app = &city.app;
    let lost = transferred(app, "a").await;
    published.0.lock().unwrap().push(version(2, beside_a_wait()));
    let other = transferred(app, "b").await;
    published.0.lock().unwrap().retain(|version| version.id == 2);
    city.clock.set(at(5, 8, 0));
    fire(app).await;
    assert_eq!(open(app, lost).await.len(), 1, "its flow is not to be read: it waits on");
    assert_eq!(open(app, other).await.len(), 2);
}

#[tokio::test]
async fn a_first_step_that_ends_with_a_result_waits_for_it_when_the_papers_came() {
    let mut drawn = choice("xem");
    drawn.nodes[1] = work("nhan", Role::OneStop, 1, &["Đủ", "Thiếu"]);
    let (city, _) = on_flow(drawn).await;
    let app = &city.app;
    let id = received(app, "a").await;
    ask_supplement(app, &clerk(), id, None, &asked(october(31))).await.unwrap();
    let back = supplement(app, &clerk(), id, None, "").await.unwrap();
    assert_eq!((back.state, back.step_role.as_deref()), (4, Some("one_stop")));
    let on = end(app, &clerk(), id, "nhan", Some("Đủ")).await.unwrap();
    assert_eq!(on.step_role.as_deref(), Some("specialist"));
}

#[tokio::test]
async fn a_step_that_waits_for_the_payment_ends_with_it_and_names_no_result() {
    let mut drawn = choice("xem");
    if let Kind::Step(step) = &mut drawn.nodes[3].kind {
        (step.pauses, step.results) = (Some(Pauses::default()), vec!["Đạt".to_owned()]);
    }
    let (city, _) = on_flow(drawn).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    assert_eq!(dossier(app, id).await.state, 6);
    let paid = pay(app, &clerk(), id, None, "").await.unwrap();
    assert_eq!((paid.state, paid.step_role.as_deref()), (4, Some("leader")));
}

#[tokio::test]
async fn a_step_of_the_flow_goes_back_to_who_did_the_one_before() {
    let (city, _) = on_flow(choice("xem")).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    let back = send_back(app, &leader(), id, None, "Thiếu chữ ký").await.unwrap();
    assert_eq!((back.step_role.as_deref(), back.assignee_id), (Some("specialist"), Some(12)));
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    assert_eq!(settle(app, &leader(), id, None, &signed()).await.unwrap().state, 9);
}

#[tokio::test]
async fn a_running_dossier_keeps_its_flow_until_somebody_moves_it() {
    let (city, published) = on_flow(choice("xem")).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    assert_eq!(
        refused(move_flow(app, &leader(), id, (None, None), "Thử").await),
        "one-stop-refused-flow-none"
    );
    let mut next = choice("xem");
    if let Kind::Step(step) = &mut next.nodes[3].kind {
        step.time = Some(Amount::WorkingDays(3));
    }
    published.0.lock().unwrap().push(version(2, next));
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    let other = transferred(app, "b").await;
    assert_eq!(store::flow_of(&app.store, other).await.unwrap().map(|row| row.version_id), Some(2));
    assert_eq!(store::flow_of(&app.store, id).await.unwrap().map(|row| row.version_id), Some(1));
    let stale = move_flow(app, &leader(), id, (None, Some(1)), "Theo quy trình mới").await;
    assert_eq!(refused(stale), "one-stop-refused-flow-newer", "another version was shown");
    move_flow(app, &leader(), id, (None, Some(2)), "Theo quy trình mới").await.unwrap();
    assert_eq!(store::flow_of(&app.store, id).await.unwrap().map(|row| row.version_id), Some(2));
    published.0.lock().unwrap().push(version(3, choice("khac")));
    assert_eq!(
        refused(move_flow(app, &leader(), other, (None, None), "x").await),
        "one-stop-refused-flow-move"
    );
    assert_eq!(settle(app, &leader(), id, None, &signed()).await.unwrap().state, 9);
}

#[tokio::test]
async fn the_pages_show_both_branches_and_each_is_in_the_list_of_who_may_end_it() {
    let (city, published) = on_flow(parallel()).await;
    let app = &city.app;
    let specialist = Desk::of(&city, "thuly", platform::access::Role::Specialist, WARD).await;
    let head = Desk::of(&city, "truongphong", platform::access::Role::Head, WARD).await;
    let leader = Desk::of(&city, "lanhdao", platform::access::Role::Leader, WARD).await;
    let id = transferred(app, "a").await;
    let code = dossier(app, id).await.code;
    for desk in [&specialist, &head] {
        assert!(desk.get("/ho-so?nhom=luot-toi").await.has(&code), "both have it in their turn");
    }
    let page = head.get(&format!("/ho-so/{id}?phan=tien-trinh")).await;
    assert!(page.has("f-step f-now") && page.has("Đang làm cùng lúc"), "{}", page.text);
    assert!(page.has("Việc tiếp theo: Xong bước “Bước "), "it says which step is ended: {}", page.text);
    let form = head.get(&format!("/ho-so/{id}/buoc")).await;
    assert!(form.has("Không đạt") && !form.has("buoc-nao"), "{}", form.text);
    let lacking = head.deed(app, id, "buoc", &[]).await;
    assert_eq!(lacking.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(head.deed(app, id, "buoc", &[("ket-qua-buoc", "Đạt")]).await.status, StatusCode::SEE_OTHER);
    assert!(!head.get("/ho-so?nhom=luot-toi").await.has(&code), "their part is done");
    published.0.lock().unwrap().push(version(2, parallel()));
    let listed = leader.get("/ho-so/chuyen-quy-trinh").await;
    assert!(listed.has(&code) && listed.has("Bước quy-hoach"), "{}", listed.text);
    let path = format!("/ho-so/{id}/chuyen-quy-trinh");
    assert!(leader.get(&path).await.has("<svg class=\"flow\""));
    assert_eq!(leader.deed(app, id, "chuyen-quy-trinh", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let moved =
        leader.deed(app, id, "chuyen-quy-trinh", &[("ly-do", "Quy trình mới"), ("quy-trinh", "2")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    assert!(!leader.get("/ho-so/chuyen-quy-trinh").await.has(&code));
    assert_eq!(specialist.get("/ho-so/chuyen-quy-trinh").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn several_dossiers_are_moved_at_once_each_moved_or_refused_and_told() {
    let (city, published) = on_flow(choice("xem")).await;
    let app = &city.app;
    let leader = Desk::of(&city, "lanhdao", platform::access::Role::Leader, WARD).await;
    let (one, two) = (transferred(app, "a").await, transferred(app, "b").await);
    published.0.lock().unwrap().push(version(2, choice("xem")));
    let listed = leader.get("/ho-so/chuyen-quy-trinh").await;
    let (first, second) = (dossier(app, one).await, dossier(app, two).await);
    let seen = |d: &store::Dossier| format!("{}-{}-2", d.id, d.version);
    let (a, b) = (seen(&first), seen(&second));
    assert!(
        listed.has(&format!("value=\"{a}\"")) && listed.has(&format!("value=\"{b}\"")),
        "{}",
        listed.text
    );
    let path = "/ho-so/chuyen-quy-trinh";
    assert_eq!(leader.post(path, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing chosen");
    let asked = leader.post(path, &[("chon", &a), ("chon", &b)]).await;
    assert!(asked.has("Lý do chuyển") && asked.has(&a) && asked.has(&b), "{}", asked.text);
    // Meanwhile somebody goes on with the second.
    complete_step(app, &specialist(), two, None, "").await.unwrap();
    let bare = leader.post(path, &[("chon", &a), ("hoi", "1"), ("ly-do", "")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("chon", a.as_str()),
        ("chon", b.as_str()),
        ("hoi", "1"),
        ("ly-do", "Theo quy trình mới"),
        ("khoa_mau", KEY),
    ];
    let asked = leader.post(path, &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    assert_eq!(leader.post(path, &fields).await.to, asked.to, "sent twice, it is one move");
    let page = "/ho-so/chuyen-quy-trinh/cac-lan/1";
    assert!(asked.to.starts_with(page), "{}", asked.to);
    let waiting = leader.get(page).await;
    assert!(waiting.has("Đang chuyển") && waiting.has("Chờ chuyển"), "{}", waiting.text);
    platform::jobs::run_due(app).await.unwrap();
    let version_of = async |id: i64| store::flow_of(&app.store, id).await.unwrap().unwrap().version_id;
    assert_eq!((version_of(one).await, version_of(two).await), (2, 1));
    let told = leader.get(page).await;
    assert!(told.has("Đã chuyển xong") && !told.has("Xem lại tiến độ"), "{}", told.text);
    let left = leader.get(&format!("{page}?ket-qua=de-lai")).await;
    assert!(left.has(&second.code) && !left.has(&first.code), "{}", left.text);
    assert!(left.has("Hồ sơ đã thay đổi từ khi được chọn"), "why: {}", left.text);
    assert!(leader.get("/ho-so/chuyen-quy-trinh/cac-lan").await.has("Theo quy trình mới"));
    let account = app.store.number("SELECT id FROM account WHERE login = 'lanhdao'", vec![]).await.unwrap();
    let notices = notices_of(app, account).await;
    let notice = notices.iter().find(|n| n.subject.contains("quy trình mới")).expect("who asked is told");
    assert!(notice.body.contains("Trong 2 hồ sơ") && notice.body.contains("1 hồ sơ giữ"), "{}", notice.body);
    let elsewhere = Desk::of(&city, "noikhac", platform::access::Role::Leader, OTHER_WARD).await;
    assert_eq!(elsewhere.get(page).await.status, StatusCode::NOT_FOUND, "no dossier of theirs is in it");
    assert_eq!(
        leader.post(path, &[("chon", "999-1-2"), ("hoi", "1"), ("ly-do", "x")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "what is not there is told of to nobody"
    );
}

#[tokio::test]
async fn all_that_the_list_finds_are_moved_by_a_job_that_goes_on_where_it_was() {
    let (city, published) = on_flow(choice("xem")).await;
    let app = &city.app;
    let leader = Desk::of(&city, "lanhdao", platform::access::Role::Leader, WARD).await;
    let mut ids = Vec::new();
    for number in 0..104 {
        ids.push(transferred(app, &format!("k{number}")).await);
    }
    published.0.lock().unwrap().push(version(2, choice("xem")));
    let path = "/ho-so/chuyen-quy-trinh/tat-ca";
    let form = leader.get(path).await;
    assert!(form.has("Tìm thấy 104 hồ sơ"), "{}", form.text);
    let bare = leader.post(path, &[("q", ""), ("hoi", "1"), ("ly-do", "")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = leader.post(path, &[("q", ""), ("hoi", "1"), ("ly-do", "Theo quy trình mới")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    // One was moved when the server stopped; the job begins again.
    let of = store::flow_move(&app.store, 1).await.unwrap().unwrap();
    let open = store::items_to_move(&app.store, of.id, 0, 200).await.unwrap();
    assert_eq!((of.total, open.len()), (104, 104));
    assert!(use_cases::move_one(app, &of, &open[0]).await.unwrap().is_none());
    platform::jobs::run_due(app).await.unwrap();
    let ended = store::flow_move(&app.store, 1).await.unwrap().unwrap();
    assert_eq!((ended.done, ended.moved, ended.ended_at.is_some()), (104, 104, true));
    for id in [ids[0], ids[103], open[0].dossier_id] {
        assert_eq!(store::flow_of(&app.store, id).await.unwrap().unwrap().version_id, 2);
        let entries = journal::history(&app.store, "dossier", id).await.unwrap();
        let moves: Vec<_> = entries.iter().filter(|entry| entry.action == "move_flow").collect();
        assert_eq!(moves.len(), 1, "moved once");
        assert_eq!(moves[0].actor_name, "Cán bộ lanhdao", "in the name of who asked");
        assert_eq!(moves[0].reason.as_deref(), Some("Theo quy trình mới"));
    }
    let tx = app.store.housekeeping().await.unwrap();
    tx.enqueue(moving::MOVE.name, &json!({"move": 1}), None).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(app).await.unwrap();
    let account = app.store.number("SELECT id FROM account WHERE login = 'lanhdao'", vec![]).await.unwrap();
    let notices = notices_of(app, account).await;
    assert_eq!(notices.iter().filter(|n| n.subject.contains("quy trình mới")).count(), 1, "told once");
}

#[tokio::test]
async fn a_wait_beside_an_open_step_is_told_on_the_dossiers_page() {
    let (city, _) = on_flow(beside_a_wait()).await;
    let id = transferred(&city.app, "a").await;
    let head = Desk::of(&city, "truongphong", platform::access::Role::Head, WARD).await;
    let page = head.get(&format!("/ho-so/{id}")).await;
    assert!(page.has("Cùng lúc đang chờ: Bước cho"), "{}", page.text);
}

#[tokio::test]
async fn every_open_step_counts_in_the_workload_the_inbox_and_the_hands() {
    let (city, _) = on_flow(parallel()).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    let (front, other) =
        (row_of(app, id, "dat-dai").await.unwrap(), row_of(app, id, "quy-hoach").await.unwrap());
    let specialist = Desk::of(&city, "thuly", platform::access::Role::Specialist, WARD).await;
    let account = app.store.number("SELECT id FROM account WHERE login = 'thuly'", vec![]).await.unwrap();
    assign(app, &leader(), id, None, Some(other), (account, "Phạm Văn Hùng")).await.unwrap();
    let open = crate::one_stop::workload().open(app, WARD, 100).await.unwrap();
    let work = open.iter().find(|work| work.id == id).unwrap();
    assert_eq!((work.step_id, work.assignee), (Some(front), None));
    let beside: Vec<_> = work.beside.iter().map(|step| (step.id, step.assignee)).collect();
    assert_eq!(beside, [(other, Some(account))]);
    assert_eq!(work.holders(), [None, Some(account)]);
    let code = dossier(app, id).await.code;
    for hand in [0, account] {
        let listed = specialist.get(&format!("/ho-so?nguoi={hand}")).await;
        assert!(listed.has(&code), "{hand}: {}", listed.text);
    }
    let hands = crate::one_stop::cards().hands(app, id).await.unwrap();
    assert!(hands.contains(&account), "whoever has the step beside has the dossier too");
}
