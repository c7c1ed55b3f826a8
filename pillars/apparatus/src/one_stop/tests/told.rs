//! What applicants are told by text message, and that the promise of their dossier has passed.

use super::acts::{asked, granted, october};
use super::*;
use crate::one_stop::jobs;
use platform::Read;
use use_cases::{ask_supplement, complete_step, settle, supplement};

/// Notices so far, oldest first: (template, text message, its state, telephone).
async fn told(app: &App) -> Vec<(String, String, String, Option<String>)> {
    let sql = "SELECT template, sms, sms_state, phone FROM notice ORDER BY id";
    app.store.rows(sql, vec![]).await.unwrap()
}

/// A dossier received now from somebody who left a telephone; its id.
async fn received_from(app: &App, key: &str, phone: &str) -> i64 {
    let mut filed = filing(key);
    filed.owner.phone = phone.to_owned();
    let id = opened(app, filed).await.id;
    use_cases::receive(app, &clerk(), id, None, &[], false).await.unwrap();
    id
}

async fn warn(app: &App) {
    let tx = app.store.housekeeping().await.unwrap();
    tx.enqueue(jobs::WARN.name, &json!({}), None).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(app).await.unwrap();
}

#[tokio::test]
async fn an_applicant_with_a_mobile_number_is_told_by_message_and_one_with_a_landline_is_not() {
    let city = city().await;
    let app = &city.app;
    received_from(app, "a", "02923 822 233").await;
    received_from(app, "b", "").await;
    assert_eq!(told(app).await, []);
    let id = received_from(app, "c", "0909 123 456").await;
    let code = dossier(app, id).await.code;
    let words = format!("Hồ sơ {code} đã được tiếp nhận. Hẹn trả kết quả: {}.", due(&dossier(app, id).await));
    let phone = Some("+84909123456".to_owned());
    let waiting = ("one_stop.received".to_owned(), words.clone(), "waiting".to_owned(), phone.clone());
    assert_eq!(told(app).await, [waiting]);
    platform::jobs::run_due(app).await.unwrap();
    let kept = ("one_stop.received".to_owned(), kernel::text::unmarked(&words), "sandbox".to_owned(), phone);
    assert_eq!(told(app).await, [kept]);
}

#[tokio::test]
async fn a_message_says_the_code_and_what_to_do_and_nothing_of_the_person() {
    let city = city().await;
    let app = &city.app;
    let id = received_from(app, "a", "0909123456").await;
    let code = dossier(app, id).await.code;
    ask_supplement(app, &clerk(), id, None, &asked(october(31))).await.unwrap();
    supplement(app, &clerk(), id, None, "").await.unwrap();
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    settle(app, &leader(), id, None, &granted()).await.unwrap();
    let told = told(app).await;
    let of: Vec<&str> = told.iter().map(|t| t.0.as_str()).collect();
    assert_eq!(of, ["one_stop.received", "one_stop.supplement", "one_stop.settled"]);
    assert_eq!(told[2].1, format!("Hồ sơ {code} đã có kết quả. Xin mời nhận kết quả."));
    for (template, sms, ..) in &told {
        for never in ["Thưởng", "361234567", "909123456", "/theo-doi", "http", "sổ hộ khẩu"] {
            assert!(!sms.contains(never), "{template}: {sms}");
        }
    }
}

#[test]
fn every_message_ships_with_its_template_and_costs_one() {
    let samples = json!({"code": "000.00.16.H13-121005-0001", "due": "11:30 10/10/2012"});
    for (of, sms) in seed::MESSAGES {
        assert!(seed::TEMPLATES.iter().any(|(code, ..)| *code == of), "{of}");
        let written = platform::notices::fill(sms, &samples).unwrap();
        let length = platform::sms::length(&kernel::text::unmarked(&written));
        assert_eq!((length.alphabet, length.parts), (platform::sms::Alphabet::Gsm7, 1), "{of}: {written}");
    }
}

#[tokio::test]
async fn who_waits_beyond_the_promise_is_told_once_from_the_day_after() {
    let city = city().await;
    let app = &city.app;
    let id = received_from(app, "a", "0909123456").await;
    received_from(app, "b", "").await;
    let late = async || told(app).await.into_iter().filter(|t| t.0 == "one_stop.late").count();
    // Promised for Wednesday the 10th.
    city.clock.set(at(10, 7, 0));
    warn(app).await;
    assert_eq!(late().await, 0);
    city.clock.set(at(11, 7, 0));
    warn(app).await;
    warn(app).await;
    city.clock.set(at(12, 7, 0));
    warn(app).await;
    assert_eq!(late().await, 1);
    let history = platform::journal::history(&app.store, "dossier", id).await.unwrap();
    assert_eq!(history.iter().filter(|e| e.action == "tell_late").count(), 1);
}

#[tokio::test]
async fn what_was_late_long_before_and_what_waits_for_the_applicant_is_not_told() {
    let city = city().await;
    let app = &city.app;
    let old = received_from(app, "a", "0909123456").await;
    let waiting = received_from(app, "b", "0909123456").await;
    ask_supplement(app, &clerk(), waiting, None, &asked(october(31))).await.unwrap();
    city.clock.set(at(11, 7, 0));
    let tx = app.store.housekeeping().await.unwrap();
    let long_late = "UPDATE dossier SET due_at = $2 WHERE id = $1";
    tx.exec(long_late, vec![old.into(), at(3, 17, 0).micros().into()]).await.unwrap();
    tx.commit().await.unwrap();
    warn(app).await;
    assert!(told(app).await.iter().all(|t| t.0 != "one_stop.late"));
    city.clock.set(at(31, 7, 0));
    warn(app).await;
    assert!(told(app).await.iter().all(|t| t.0 != "one_stop.late"));
}
