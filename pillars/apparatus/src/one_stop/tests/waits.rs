//! Waiting for the applicant: last days, stopping, the clock of the step, withdrawals taken back, grounds of the day.

use super::acts::{asked, granted, october, rule};
use super::pages::Desk;
use super::*;
use crate::one_stop::jobs;
use axum::http::StatusCode;
use platform::access::Role;
use platform::{Read, journal};
use use_cases::{
    ask_payment, ask_supplement, ask_withdrawal, complete_step, extend, keep_on, pay, receive, settle, stop,
    supplement,
};

fn step_due(dossier: &store::Dossier) -> Option<String> {
    dossier.step_due_at.map(|at| Moment::from_micros(at).vn())
}

#[tokio::test]
async fn papers_are_asked_for_until_a_day_and_the_work_stops_only_after_it() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let id = received(app, "a").await;
    let form = clerk.get(&format!("/ho-so/{id}/bo-sung")).await;
    assert!(form.has("value=\"2012-10-17\""), "ten working days are offered: {}", form.text);
    assert!(form.has("còn được yêu cầu bổ sung 1 lần"));
    let ask = |day| {
        [("loai-ly-do", "missing"), ("noi-dung", "Thiếu"), ("nguoi-huong-dan", "Mai"), ("tra-loi-truoc", day)]
    };
    for day in ["", "02/10/2012", "03/10/2012"] {
        let answer = clerk.deed(app, id, "bo-sung", &ask(day)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
    }
    assert_eq!(clerk.deed(app, id, "bo-sung", &ask("05/10/2012")).await.status, StatusCode::SEE_OTHER);
    assert!(!clerk.get(&format!("/ho-so/{id}")).await.has(&format!("/ho-so/{id}/dung")));
    let early = clerk.deed(app, id, "dung", &[("ly-do", "Không bổ sung")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.has("05/10/2012"), "{}", early.text);
    city.clock.set(at(6, 8, 0));
    assert_eq!(
        clerk.deed(app, id, "dung", &[("ly-do", "Không bổ sung")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(dossier(app, id).await.state, 8);
}

#[tokio::test]
async fn a_request_of_old_without_a_day_has_the_days_of_the_rule() {
    let city = city().await;
    let app = &city.app;
    rule(app, "one_stop.supplement_answer_wd", json!(2)).await;
    let id = received(app, "a").await;
    ask_supplement(app, &clerk(), id, None, &asked(october(31))).await.unwrap();
    let tx = app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE dossier_supplement SET answer_by_on = NULL", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    city.clock.set(at(5, 16, 0));
    assert_eq!(refused(stop(app, &clerk(), id, None, "x").await), "one-stop-refused-stop-early");
    city.clock.set(at(8, 8, 0));
    assert_eq!(stop(app, &clerk(), id, None, "x").await.unwrap().state, 8);
}

#[tokio::test]
async fn waiting_moves_the_deadline_of_the_step_too() {
    let city = city().await;
    let app = &city.app;
    rule(app, "one_stop.supplement_mode", json!("pause")).await;
    let id = transferred(app, "a").await;
    assert_eq!(step_due(&dossier(app, id).await).as_deref(), Some("11:30 05/10/2012"));
    city.clock.set(at(4, 9, 0));
    ask_supplement(app, &specialist(), id, None, &asked(october(31))).await.unwrap();
    city.clock.set(at(10, 9, 0));
    let back = supplement(app, &clerk(), id, None, "").await.unwrap();
    // Four working days were waited for.
    assert_eq!(step_due(&back).as_deref(), Some("11:30 11/10/2012"));
    let row = store::steps(&app.store, id).await.unwrap().pop().unwrap();
    assert_eq!(row.due_at, back.step_due_at);
    let desk = Desk::of(&city, "thuly", Role::Specialist, WARD).await;
    assert!(!desk.get("/ho-so").await.has("Bước quá hạn"));
    assert!(!desk.get(&format!("/ho-so/{id}?phan=tien-trinh")).await.has("Bước quá hạn"));
    city.clock.set(at(11, 9, 0));
    ask_payment(app, &specialist(), id, None, "Lệ phí").await.unwrap();
    city.clock.set(at(15, 9, 0));
    // While the clock stands the step is judged by when it was stopped.
    assert!(!desk.get(&format!("/ho-so/{id}?phan=tien-trinh")).await.has("Bước quá hạn"));
    assert_eq!(
        step_due(&pay(app, &clerk(), id, None, "").await.unwrap()).as_deref(),
        Some("11:30 15/10/2012")
    );
    city.clock.set(at(15, 10, 0));
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    let slip = super::papers::print(app, id, "05").await.unwrap();
    super::papers::holds(&slip, &["Đúng hạn"]);
    assert!(!slip.contains("Quá hạn"), "{slip}");
}

#[tokio::test]
async fn a_new_holiday_moves_the_step_too() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
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
    assert_eq!(step_due(&dossier(app, id).await).as_deref(), Some("11:30 08/10/2012"));
}

#[tokio::test]
async fn working_time_is_counted_without_waiting_for_the_applicant() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    city.clock.set(at(4, 8, 0));
    ask_payment(app, &specialist(), id, None, "Lệ phí").await.unwrap();
    city.clock.set(at(10, 8, 0));
    pay(app, &clerk(), id, None, "").await.unwrap();
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    city.clock.set(at(11, 14, 0));
    // Of six working days and a half, four were waited for.
    assert_eq!(settle(app, &leader(), id, None, &granted()).await.unwrap().half_days, Some(5));
}

#[tokio::test]
async fn what_is_not_paid_is_stopped_after_the_days_of_the_rule() {
    let city = city().await;
    let app = &city.app;
    rule(app, "one_stop.payment_wait_wd", json!(3)).await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let id = transferred(app, "a").await;
    ask_payment(app, &specialist(), id, None, "Lệ phí").await.unwrap();
    city.clock.set(at(8, 16, 0));
    let early = clerk.deed(app, id, "dung", &[("ly-do", "Không nộp")]).await;
    assert!(early.status == StatusCode::CONFLICT && early.has("08/10/2012"), "{}", early.text);
    city.clock.set(at(9, 8, 0));
    assert!(clerk.get(&format!("/ho-so/{id}")).await.has(&format!("/ho-so/{id}/dung")));
    assert_eq!(clerk.deed(app, id, "dung", &[("ly-do", "Không nộp")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(dossier(app, id).await.state, 8);
}

#[tokio::test]
async fn a_withdrawal_taken_back_leads_to_where_the_dossier_stood() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let filed = opened(app, filing("filed")).await.id;
    let at_counter = received(app, "counter").await;
    let at_work = transferred(app, "work").await;
    let waiting = transferred(app, "waiting").await;
    ask_supplement(app, &specialist(), waiting, None, &asked(october(31))).await.unwrap();
    let paying = transferred(app, "paying").await;
    ask_payment(app, &specialist(), paying, None, "Lệ phí").await.unwrap();
    for (id, state) in [(filed, 1), (at_counter, 2), (at_work, 4), (waiting, 5), (paying, 6)] {
        for named in [true, false] {
            ask_withdrawal(app, &super::clerk(), id, None, "Đổi ý").await.unwrap();
            if !named {
                // As rows of old are: the state before is not named.
                let tx = app.store.housekeeping().await.unwrap();
                tx.exec("UPDATE dossier SET withdrawal_from = NULL WHERE id = $1", vec![id.into()])
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
            }
            let empty = clerk.deed(app, id, "khong-rut-nua", &[]).await;
            assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
            let on = clerk.deed(app, id, "khong-rut-nua", &[("ly-do", "Vẫn cần giấy")]).await;
            assert_eq!(on.status, StatusCode::SEE_OTHER, "{}", on.text);
            assert_eq!(dossier(app, id).await.state, state);
        }
        let entry = journal::history(&app.store, "dossier", id).await.unwrap().remove(0);
        assert_eq!((entry.action.as_str(), entry.reason.as_deref()), ("keep_on", Some("Vẫn cần giấy")));
    }
    let never = keep_on(app, &super::clerk(), at_work, None, Some("x")).await;
    assert_eq!(refused(never), "one-stop-refused-state");
    pay(app, &super::clerk(), paying, None, "").await.unwrap();
}

#[tokio::test]
async fn a_profile_may_end_the_right_to_withdraw_at_the_receipt() {
    let city = city().await;
    let app = &city.app;
    rule(app, "one_stop.withdraw_until", json!("received")).await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let filed = opened(app, filing("filed")).await.id;
    assert_eq!(ask_withdrawal(app, &super::clerk(), filed, None, "Đổi ý").await.unwrap().state, 7);
    let id = received(app, "a").await;
    let late = ask_withdrawal(app, &super::clerk(), id, None, "Đổi ý").await;
    assert_eq!(refused(late), "one-stop-refused-withdraw-after-receipt");
    assert!(!clerk.get(&format!("/ho-so/{id}")).await.has(&format!("/ho-so/{id}/xin-rut")));
}

#[tokio::test]
async fn online_filings_are_due_for_an_answer_and_who_is_waited_for_comes_last() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let online = Filing { channel: Channel::Online, ..filing("online") };
    let waiting = transferred(app, "waiting").await;
    ask_supplement(app, &specialist(), waiting, None, &asked(october(31))).await.unwrap();
    let running = transferred(app, "running").await;
    let filed = opened(app, online).await.id;
    assert_eq!(step_due(&dossier(app, filed).await).as_deref(), Some("11:30 04/10/2012"));
    let all = clerk.get("/ho-so").await;
    let place = |id: i64| all.text.find(&format!("href=\"/ho-so/{id}\"")).unwrap();
    assert!(place(filed) < place(running) && place(running) < place(waiting));
    assert!(!all.has("Quá hạn trả lời<"));
    city.clock.set(at(4, 11, 31));
    assert!(clerk.get("/ho-so?han=qua-han-tra-loi").await.has(&dossier(app, filed).await.code));
    let received = receive(app, &super::clerk(), filed, None, &[], false).await.unwrap();
    assert_eq!(step_due(&received).as_deref(), Some("17:00 04/10/2012"), "now the transfer is due");
    assert_eq!(app.store.number("SELECT COUNT(*) FROM dossier WHERE due_sort < 0", vec![]).await.unwrap(), 0);
}

/// Puts a ground into the profile for days up to one, confirmed or not.
async fn ground(app: &App, key: &str, text: &str, days: (&str, &str), confirmed: bool) {
    let tx = app.store.housekeeping().await.unwrap();
    tx.exec(
        "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, valid_to, source, confirmed, note, \
         state, changed_at) VALUES ($1, '', '', $2, 'text', $3, $4, 'kiểm thử', $5, '', 'published', 0)",
        vec![key.into(), json!(text).to_string().into(), days.0.into(), days.1.into(), confirmed.into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    app.refresh().await.unwrap();
}

#[tokio::test]
async fn a_refusal_rests_on_the_text_of_its_day_and_says_when_that_is_not_confirmed() {
    let city = city().await;
    let app = &city.app;
    let leader = Desk::of(&city, "lanhdao", Role::Leader, WARD).await;
    let key = "one_stop.grounds.extend";
    ground(app, key, "Quyết định 93/2007/QĐ-TTg", ("2007-06-22", "2018-06-20"), false).await;
    ground(app, key, "Nghị định 61/2018/NĐ-CP", ("2018-06-21", "2025-06-30"), true).await;
    let id = transferred(app, "a").await;
    extend(app, &super::leader(), id, None, october(15), "Chờ").await.unwrap();
    let again = leader.deed(app, id, "gia-han", &[("ngay-moi", "17/10/2012"), ("ly-do", "Lại chờ")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(
        again.has("93/2007") && again.has("chưa được xác nhận") && !again.has("61/2018"),
        "{}",
        again.text
    );
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let twice = clerk.get(&format!("/ho-so/{id}/tiep-nhan")).await;
    assert!(twice.status == StatusCode::CONFLICT && !twice.has("Căn cứ"), "no text of the time is known");
}
