//! Terms and clocks that the procedure's data decides: a step whose time is not counted, a term for a case of its own.

use super::pages::{Desk, KEY, counter_form};
use super::*;
use axum::http::StatusCode;
use kernel::DueStep;
use platform::access::Role;
use platform::{Read, journal};
use use_cases::{complete_step, pay, receive, send_back, stop, transfer};

/// The procedure with a step in which taxes are paid, between the specialist and the signature.
pub fn taxed() -> Procedure {
    let mut body = procedure();
    let step = json!({"name": "Chờ nộp thuế", "role": "one_stop", "pauses": {"for": "financial_duty"}});
    body.process.insert(2, serde_json::from_value(step).unwrap());
    body
}

/// The procedure with a shorter term for a case that the form or the clerk names.
pub fn varied() -> Procedure {
    let mut body = procedure();
    body.form = Some(json!({"type": "object", "x-order": ["loai_nha"], "properties": {
        "loai_nha": {"type": "string", "x-widget": "choice", "title": "Loại nhà", "enum": ["Đô thị", "Nông thôn"]}}}));
    body.variants = vec![
        serde_json::from_value(json!({
            "key": "nong-thon", "label": "Nhà ở nông thôn", "when": {"field": "loai_nha", "equals": "Nông thôn"},
            "term": {"base": {"working_days": 2}}, "basis": {"number": "64/2012/NĐ-CP"}
        }))
        .unwrap(),
    ];
    body
}

async fn actions(app: &App, id: i64) -> Vec<String> {
    let entries = journal::history(&app.store, "dossier", id).await.unwrap();
    entries.into_iter().rev().map(|e| e.0.action).collect()
}

#[tokio::test]
async fn a_step_that_is_not_counted_stops_the_clock_by_itself_until_the_payment_is_noted() {
    let city = city_of(taxed()).await;
    let app = &city.app;
    let mut with_mail = filing("a");
    with_mail.owner.email = "thuong@example.vn".to_owned();
    let id = opened(app, with_mail).await.id;
    receive(app, &clerk(), id, None, &[], false).await.unwrap();
    transfer(app, &clerk(), id, None, "").await.unwrap();
    let promised = due(&dossier(app, id).await);
    assert_eq!(promised, "11:30 10/10/2012");
    city.clock.set(at(4, 9, 0));
    let waiting = complete_step(app, &specialist(), id, None, "").await.unwrap();
    assert_eq!((waiting.state, waiting.step_number, waiting.step_due_at), (6, 3, None));
    let ground = |s: &DueStep| matches!(s, DueStep::NotCounted { basis } if basis.contains("HT-09"));
    assert!(waiting.due_steps().unwrap().iter().any(ground));
    assert_eq!(actions(app, id).await, ["file", "receive", "transfer", "complete_step", "ask_payment"]);
    let told = "SELECT COUNT(*) FROM notice WHERE body LIKE '%không tính vào thời hạn%HT-09%'";
    assert_eq!(app.store.number(told, vec![]).await.unwrap(), 1, "the applicant is told why and by what");
    let desk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let page = desk.get(&format!("/ho-so/{id}")).await;
    assert!(page.has("Đồng hồ dừng từ 09:00 04/10/2012") && page.has("Căn cứ không tính thời gian chờ"));
    city.clock.set(at(8, 9, 0));
    let form = desk.deed(app, id, "da-nop", &[("ghi-chu", "Biên lai 0012")]).await;
    assert_eq!(form.status, StatusCode::SEE_OTHER, "{}", form.text);
    let on = dossier(app, id).await;
    assert_eq!((on.state, on.step_number, on.step_role.as_deref()), (4, 4, Some("leader")));
    // Two working days were waited for.
    assert_eq!(due(&on), "11:30 12/10/2012");
    assert_eq!(actions(app, id).await[5..], ["pay", "complete_step"]);
    let page = desk.get(&format!("/ho-so/{id}")).await;
    assert!(page.has("Không tính từ 09:00 04/10/2012 đến 09:00 08/10/2012"), "{}", page.text);
}

#[tokio::test]
async fn the_clock_stands_again_when_the_dossier_is_sent_back_to_that_step_and_ends_with_a_stop() {
    let city = city_of(taxed()).await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    pay(app, &clerk(), id, None, "Biên lai 1").await.unwrap();
    let again = send_back(app, &leader(), id, None, "Biên lai của thửa khác").await.unwrap();
    assert_eq!((again.state, again.step_number), (6, 3));
    assert_eq!(store::pauses(&app.store, id).await.unwrap().len(), 2);
    city.clock.set(at(31, 8, 0).plus_minutes(30 * 24 * 60));
    assert_eq!(stop(app, &clerk(), id, None, "Không nộp").await.unwrap().state, 8);
    assert!(store::pauses(&app.store, id).await.unwrap().iter().all(|p| p.to.is_some()));
}

#[tokio::test]
async fn a_case_has_its_own_term_and_its_steps_do_not_outlast_it() {
    let city = city_of(varied()).await;
    let app = &city.app;
    let chosen = Filing { term_variant: Some("nong-thon".to_owned()), form: json!({}), ..filing("a") };
    let id = opened(app, chosen).await.id;
    let received = receive(app, &clerk(), id, None, &[], false).await.unwrap();
    assert_eq!(due(&received), "11:30 05/10/2012");
    assert_eq!(received.due_at, dossier(app, id).await.due_at);
    let named = |s: &DueStep| matches!(s, DueStep::ChosenTerm { basis, .. } if basis == "64/2012/NĐ-CP");
    assert!(received.due_steps().unwrap().iter().any(named));
    city.clock.set(at(4, 14, 0));
    // Two working days of its own would end on Monday.
    let at_work = transfer(app, &clerk(), id, None, "").await.unwrap();
    assert_eq!(at_work.step_due_at, received.due_at);
    let first = journal::history(&app.store, "dossier", id).await.unwrap().pop().unwrap();
    assert!(first.after.contains("Nhà ở nông thôn"), "{}", first.after);
    let slip = super::papers::print(app, id, "01").await.unwrap();
    super::papers::holds(
        &slip,
        &["2 ngày làm việc (Nhà ở nông thôn)", "Tính theo trường hợp: Nhà ở nông thôn (căn cứ 64/2012/"],
    );
    let unknown = Filing { term_variant: Some("khac".to_owned()), ..filing("b") };
    let tx = app.store.write(&clerk()).await.unwrap();
    assert!(use_cases::open(app, &tx, unknown).await.is_err());
}

#[tokio::test]
async fn filed_online_the_answer_of_the_form_decides() {
    let city = city_of(varied()).await;
    let app = &city.app;
    for (answer, day) in [("Nông thôn", "11:30 05/10/2012"), ("Đô thị", "11:30 10/10/2012")] {
        let form = json!({"loai_nha": answer});
        let id = opened(app, Filing { channel: Channel::Online, form, ..filing(answer) }).await.id;
        let received = receive(app, &clerk(), id, None, &[], false).await.unwrap();
        assert_eq!(due(&received), day, "{answer}");
    }
}

#[tokio::test]
async fn the_counter_asks_for_the_case_and_the_form_must_not_say_otherwise() {
    let city = city_of(varied()).await;
    let app = &city.app;
    let desk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let blank = desk.get("/quay/nhan?thu-tuc=HT-09").await;
    assert!(blank.has("Trường hợp chung: 5 ngày làm việc") && blank.has("Nhà ở nông thôn: 2 ngày làm việc"));
    let typed = |case, answer| counter_form(KEY, &[("truong-hop", case), ("k.loai_nha", answer)]);
    for (case, answer) in [("", ""), ("sai", ""), ("chung", "Nông thôn"), ("nong-thon", "Đô thị")] {
        let refused = desk.post("/quay/nhan", &typed(case, answer)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{case} {answer}: {}", refused.text);
    }
    let done = desk.post("/quay/nhan", &typed("nong-thon", "Nông thôn")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let on = dossier(app, 1).await;
    assert_eq!((on.term_variant.as_deref(), due(&on).as_str()), (Some("nong-thon"), "11:30 05/10/2012"));
    assert!(desk.get("/ho-so/1").await.has("Nhà ở nông thôn"));
}
