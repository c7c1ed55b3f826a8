//! Dossiers on a published flow: pinned at the receipt, sent by what they say, two branches at once, waits, moves.

mod back;
mod moving;

use super::acts::{asked, october};
use super::pages::Desk;
use super::*;
use crate::one_stop::jobs;
use ::flow::{Flow, Guard, Kind, Link, Node, Pauses, Role, Step, Test, Timer};
use axum::http::StatusCode;
use contracts::flows::{FlowVersion, Flows};
use kernel::Amount;
use platform::{Read, Scope, journal};
use std::sync::Mutex;
use use_cases::{
    StepEnd, ask_supplement, assign, complete_step, hand_over_slip, pay, receive, send_back, settle,
    supplement, transfer,
};

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
