//! Every act of a dossier's life, lawful and refused, on the database.

use super::*;
use crate::one_stop::jobs;
use crate::one_stop::rules::State;
use kernel::DueStep;
use platform::{Read, journal};
use use_cases::{
    AskedSupplement, PaperFound, Settlement, answer_opinion, ask_opinion, ask_payment, ask_supplement,
    ask_withdrawal, assign, complete_step, confirm_withdrawal, extend, pay, receive, recompute,
    refuse_receipt, return_result, settle, stop, supplement, transfer,
};

pub fn asked(until: Day) -> AskedSupplement {
    AskedSupplement {
        reason_code: "missing".to_owned(),
        papers: Vec::new(),
        content: "Thiếu sổ hộ khẩu của vợ".to_owned(),
        guide_name: "Lê Thị Mai".to_owned(),
        guide_phone: "0710 3820 000".to_owned(),
        answer_by: until,
    }
}

pub fn granted() -> Settlement {
    Settlement {
        granted: true,
        number: "15/GXN".to_owned(),
        reason: None,
        reason_code: None,
        file: None,
        note_silence: false,
    }
}

pub fn october(day: u32) -> Day {
    Day::ymd(2012, 10, day).unwrap()
}

#[tokio::test]
async fn a_dossier_goes_from_the_counter_to_the_citizen() {
    let city = city().await;
    let app = &city.app;
    let id = received(app, "a").await;
    let one = dossier(app, id).await;
    assert_eq!((one.state, one.register_number, due(&one).as_str()), (2, Some(1), "11:30 10/10/2012"));
    assert_eq!(one.assignee_id, clerk().account_id);
    transfer(app, &clerk(), id, Some(one.version), "").await.unwrap();
    let two = dossier(app, id).await;
    assert_eq!((two.state, two.step_number, two.step_role.as_deref()), (4, 2, Some("specialist")));
    assert_eq!(two.step_due_at.map(|m| Moment::from_micros(m).vn()).as_deref(), Some("11:30 05/10/2012"));
    city.clock.set(at(5, 9, 0));
    complete_step(app, &specialist(), id, Some(two.version), "Đủ điều kiện").await.unwrap();
    assert_eq!(dossier(app, id).await.step_role.as_deref(), Some("leader"));
    assert_eq!(refused(complete_step(app, &leader(), id, None, "").await), "one-stop-refused-last-step");
    city.clock.set(at(8, 10, 0));
    let settled = settle(app, &leader(), id, None, &granted()).await.unwrap();
    assert_eq!((settled.state, settled.outcome.as_deref(), settled.step_role), (9, Some("granted"), None));
    // From the morning of the 3rd to that of the 8th: three working days.
    assert_eq!(settled.half_days, Some(6));
    assert_eq!(store::results(&app.store, id).await.unwrap()[0].signer, "Trần Quốc Bảo");
    city.clock.set(at(9, 8, 0));
    return_result(app, &clerk(), id, None, "Nguyễn Văn Thưởng").await.unwrap();
    assert_eq!(dossier(app, id).await.state, 10);
    assert_eq!(
        refused(return_result(app, &clerk(), id, None, "x").await),
        "one-stop-refused-returned-already"
    );
    let steps = store::steps(&app.store, id).await.unwrap();
    assert!(steps.iter().all(|s| s.ended_at.is_some()), "{steps:?}");
    assert_eq!(steps.iter().map(|s| s.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(journal::broken_entry(&app.store, "dossier", id).await.unwrap(), None);
    let verbs: Vec<String> = journal::history(&app.store, "dossier", id)
        .await
        .unwrap()
        .into_iter()
        .rev()
        .map(|e| e.0.action)
        .collect();
    assert_eq!(verbs, ["file", "receive", "transfer", "complete_step", "settle", "return_result"]);
}

#[tokio::test]
async fn a_step_ended_at_the_counter_is_the_transfer() {
    let city = city().await;
    let id = received(&city.app, "a").await;
    complete_step(&city.app, &clerk(), id, None, "").await.unwrap();
    let dossier = dossier(&city.app, id).await;
    assert_eq!((dossier.state, dossier.step_number), (4, 2));
}

#[tokio::test]
async fn a_second_receipt_is_refused() {
    let city = city().await;
    let id = received(&city.app, "a").await;
    let again = receive(&city.app, &clerk(), id, None, &[], false).await;
    assert_eq!(refused(again), "one-stop-refused-received-already");
    assert_eq!(dossier(&city.app, id).await.register_number, Some(1));
}

#[tokio::test]
async fn the_same_key_opens_one_dossier() {
    let city = city().await;
    let first = opened(&city.app, filing("same")).await;
    let second = opened(&city.app, filing("same")).await;
    assert_eq!((first.id, first.existed, second.existed), (second.id, false, true));
    assert_eq!(city.app.store.number("SELECT COUNT(*) FROM dossier", vec![]).await.unwrap(), 1);
}

#[tokio::test]
async fn an_agency_of_another_level_does_not_receive() {
    let city = city().await;
    let tx = city.app.store.write(&clerk()).await.unwrap();
    let wrong = Filing { agency_id: DEPARTMENT, ..filing("a") };
    assert_eq!(refused(use_cases::open(&city.app, &tx, wrong).await), "one-stop-refused-wrong-agency");
}

#[tokio::test]
async fn missing_papers_are_refused_unless_the_reason_is_noted() {
    let city = city().await;
    let app = &city.app;
    let mut without = filing("a");
    without.papers.pop();
    let id = opened(app, without).await.id;
    assert_eq!(
        refused(receive(app, &clerk(), id, None, &[], false).await),
        "one-stop-refused-papers-missing"
    );
    assert_eq!(dossier(app, id).await.state, 1, "nothing is kept of a refused receipt");
    let paper = store::papers(&app.store, id)
        .await
        .unwrap()
        .into_iter()
        .find(|p| p.component == "so-ho-khau")
        .unwrap();
    let found = PaperFound {
        id: paper.id,
        given: "missing".to_owned(),
        copies: 0,
        note: Some("Tra được trong sổ của phường".to_owned()),
        file: None,
    };
    receive(app, &clerk(), id, None, &[found], false).await.unwrap();
    assert_eq!(dossier(app, id).await.state, 2);
}

#[tokio::test]
async fn verification_lengthens_the_promise() {
    let city = city().await;
    let id = opened(&city.app, filing("a")).await.id;
    let dossier = receive(&city.app, &clerk(), id, None, &[], true).await.unwrap();
    assert_eq!(due(&dossier), "11:30 15/10/2012");
}

#[tokio::test]
async fn codes_and_register_numbers_have_no_gaps_under_concurrency() {
    let city = city().await;
    let mut running = tokio::task::JoinSet::new();
    for number in 0..24 {
        let app = city.app.clone();
        running.spawn(async move {
            let tx = app.store.write(&clerk()).await.unwrap();
            let opened = use_cases::open(&app, &tx, filing(&format!("k{number}"))).await.unwrap();
            if number % 3 == 0 {
                // Given up: its number is not used.
                drop(tx);
                return None;
            }
            tx.commit().await.unwrap();
            receive(&app, &clerk(), opened.id, None, &[], false).await.unwrap();
            Some(opened.id)
        });
    }
    let kept: Vec<i64> = running.join_all().await.into_iter().flatten().collect();
    assert_eq!(kept.len(), 16);
    let (mut codes, mut numbers) = (Vec::new(), Vec::new());
    for id in kept {
        let dossier = dossier(&city.app, id).await;
        codes.push(dossier.code);
        numbers.push(dossier.register_number.unwrap());
    }
    codes.sort();
    numbers.sort_unstable();
    let expected: Vec<String> = (1..=16).map(|n| format!("000.00.02.H13-121003-{n:04}")).collect();
    assert_eq!(codes, expected);
    assert_eq!(numbers, (1..=16).collect::<Vec<i64>>());
}

#[tokio::test]
async fn who_acts_on_an_old_page_is_told_what_changed() {
    let city = city().await;
    let app = &city.app;
    let id = received(app, "a").await;
    let seen = dossier(app, id).await.version;
    transfer(app, &clerk(), id, Some(seen), "").await.unwrap();
    match complete_step(app, &specialist(), id, Some(seen), "").await.unwrap_err() {
        Error::Changed(what) => {
            assert_eq!(what.len(), 1);
            assert!(what[0].contains("Lê Thị Mai") && what[0].contains("08:15 03/10/2012"), "{what:?}");
            assert!(!what[0].contains("journal-action"), "{what:?}");
        }
        other => panic!("{other}"),
    }
    assert_eq!(dossier(app, id).await.step_number, 2);
}

#[tokio::test]
async fn a_supplement_starts_the_term_anew_and_is_asked_for_once() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    city.clock.set(at(4, 9, 0));
    let waiting = ask_supplement(app, &specialist(), id, None, &asked(october(31))).await.unwrap();
    assert_eq!(waiting.state, 5);
    assert_eq!(
        refused(ask_supplement(app, &specialist(), id, None, &asked(october(31))).await),
        "one-stop-refused-supplement-waiting"
    );
    assert_eq!(
        refused(settle(app, &leader(), id, None, &granted()).await),
        "one-stop-refused-settle-waiting"
    );
    city.clock.set(at(9, 14, 0));
    let back = supplement(app, &clerk(), id, None, "").await.unwrap();
    assert_eq!((back.state, due(&back).as_str()), (4, "17:00 16/10/2012"));
    assert!(back.due_steps().unwrap().iter().any(|s| matches!(s, DueStep::Restarted { .. })));
    assert_eq!(
        refused(ask_supplement(app, &specialist(), id, None, &asked(october(31))).await),
        "one-stop-refused-supplement-again"
    );
}

#[tokio::test]
async fn under_a_profile_of_pauses_only_the_waiting_is_taken_out() {
    let city = city().await;
    let app = &city.app;
    rule(app, "one_stop.supplement_mode", json!("pause")).await;
    let id = transferred(app, "a").await;
    city.clock.set(at(5, 9, 0));
    ask_supplement(app, &specialist(), id, None, &asked(october(31))).await.unwrap();
    city.clock.set(at(9, 14, 0));
    let back = supplement(app, &clerk(), id, None, "").await.unwrap();
    // From Friday morning to Tuesday noon: two and a half working days later than 11:30 on the 10th.
    assert_eq!(due(&back), "17:00 12/10/2012");
}

#[tokio::test]
async fn a_supplement_cannot_be_asked_for_after_three_working_days() {
    let city = city().await;
    let id = transferred(&city.app, "a").await;
    city.clock.set(at(9, 8, 0));
    let late = ask_supplement(&city.app, &specialist(), id, None, &asked(october(31))).await;
    assert_eq!(refused(late), "one-stop-refused-supplement-late");
}

#[tokio::test]
async fn before_receipt_a_supplement_leads_back_to_the_counter() {
    let city = city().await;
    let app = &city.app;
    let id = opened(app, filing("a")).await.id;
    ask_supplement(app, &clerk(), id, None, &asked(october(31))).await.unwrap();
    let back = supplement(app, &clerk(), id, None, "").await.unwrap();
    assert_eq!((back.state, back.due_at), (1, None));
    assert_eq!(receive(app, &clerk(), id, None, &[], false).await.unwrap().state, 2);
}

#[tokio::test]
async fn what_is_not_supplemented_in_time_is_stopped_not_sooner() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    ask_supplement(app, &specialist(), id, None, &asked(october(10))).await.unwrap();
    city.clock.set(at(10, 16, 0));
    assert_eq!(refused(stop(app, &clerk(), id, None, "Không bổ sung").await), "one-stop-refused-stop-early");
    city.clock.set(at(11, 8, 0));
    let stopped = stop(app, &clerk(), id, None, "Không bổ sung").await.unwrap();
    assert_eq!((stopped.state, stopped.step_role), (8, None));
    assert!(store::pauses(&app.store, id).await.unwrap().iter().all(|p| p.to.is_some()));
}

#[tokio::test]
async fn waiting_for_payment_is_not_counted() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    city.clock.set(at(4, 8, 0));
    assert_eq!(ask_payment(app, &specialist(), id, None, "Nộp lệ phí trước bạ").await.unwrap().state, 6);
    city.clock.set(at(8, 8, 0));
    let back = pay(app, &clerk(), id, None, "").await.unwrap();
    assert_eq!((back.state, due(&back).as_str()), (4, "11:30 12/10/2012"));
}

#[tokio::test]
async fn an_extension_is_granted_once_and_before_its_legal_moment() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    assert_eq!(
        refused(extend(app, &leader(), id, None, october(10), "Bận").await),
        "one-stop-refused-extend-earlier"
    );
    city.clock.set(at(9, 16, 0));
    let later = extend(app, &leader(), id, None, october(15), "Chờ xác minh nơi cư trú trước").await.unwrap();
    assert_eq!((later.extension_count, due(&later).as_str()), (1, "17:00 15/10/2012"));
    assert_eq!(store::extensions(&app.store, id).await.unwrap()[0].letter_number, "01/PXL");
    assert_eq!(
        refused(extend(app, &leader(), id, None, october(17), "Lại chờ").await),
        "one-stop-refused-extended-already"
    );
    let other = transferred(app, "b").await;
    city.clock.set(at(16, 7, 30));
    // Promised for the morning of the 16th: the apology was due by the 15th.
    assert_eq!(
        refused(extend(app, &leader(), other, None, october(19), "Quên").await),
        "one-stop-refused-extend-late"
    );
}

#[tokio::test]
async fn a_dossier_can_be_withdrawn_until_its_result() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    ask_supplement(app, &specialist(), id, None, &asked(october(31))).await.unwrap();
    assert_eq!(ask_withdrawal(app, &clerk(), id, None, "Không còn nhu cầu").await.unwrap().state, 7);
    let gone = confirm_withdrawal(app, &clerk(), id, None).await.unwrap();
    assert_eq!((gone.state, gone.end_reason.as_deref(), gone.step_role), (8, Some("withdrawn"), None));
    assert!(
        store::pauses(&app.store, id).await.unwrap().iter().all(|p| p.to.is_some()),
        "the clock stands for ever"
    );
    let settled = transferred(app, "b").await;
    complete_step(app, &specialist(), settled, None, "").await.unwrap();
    settle(app, &leader(), settled, None, &granted()).await.unwrap();
    let late = ask_withdrawal(app, &clerk(), settled, None, "Đổi ý").await;
    assert_eq!(refused(late), "one-stop-refused-withdraw-after-result");
}

#[tokio::test]
async fn a_result_waits_for_the_last_step_and_every_opinion() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    assert_eq!(refused(settle(app, &leader(), id, None, &granted()).await), "one-stop-refused-not-last-step");
    ask_opinion(app, &specialist(), id, None, OTHER_WARD, "Có đăng ký kết hôn tại phường không?", october(5))
        .await
        .unwrap();
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    assert_eq!(refused(settle(app, &leader(), id, None, &granted()).await), "one-stop-refused-opinion-open");
    let opinion = store::opinions(&app.store, id).await.unwrap().remove(0);
    let other = staff(21, "Võ Ngọc Ẩn", OTHER_WARD);
    city.clock.set(at(8, 8, 0));
    answer_opinion(app, &other, opinion.id, "Không có").await.unwrap();
    assert_eq!(
        refused(answer_opinion(app, &other, opinion.id, "Có").await),
        "one-stop-refused-answered-already"
    );
    let refusal = Settlement {
        granted: false,
        reason: Some("Đã kết hôn".to_owned()),
        reason_code: Some("not_entitled".to_owned()),
        ..granted()
    };
    let settled = settle(app, &leader(), id, None, &refusal).await.unwrap();
    assert_eq!(settled.outcome.as_deref(), Some("refused"));
    assert_eq!(store::get(&app.store, id).await.unwrap().end_reason_code.as_deref(), Some("not_entitled"));
}

#[tokio::test]
async fn a_refused_receipt_ends_the_dossier_with_its_reason() {
    let city = city().await;
    let app = &city.app;
    let id = opened(app, filing("a")).await.id;
    let ended =
        refuse_receipt(app, &clerk(), id, None, "wrong_agency", "Không cư trú tại phường").await.unwrap();
    assert_eq!((ended.state().unwrap().is_open(), ended.state), (false, State::NotAccepted.number()));
    assert_eq!(ended.end_reason.as_deref(), Some("wrong_agency: Không cư trú tại phường"));
    assert_eq!(ended.end_reason_code.as_deref(), Some("wrong_agency"));
    assert_eq!(refused(receive(app, &clerk(), id, None, &[], false).await), "one-stop-refused-state");
}

#[tokio::test]
async fn a_new_holiday_moves_the_promise_and_tells_the_applicant() {
    let city = city().await;
    let app = &city.app;
    let mut with_mail = filing("a");
    with_mail.owner.email = "thuong@example.vn".to_owned();
    let id = opened(app, with_mail).await.id;
    receive(app, &clerk(), id, None, &[], false).await.unwrap();
    assert!(!recompute(app, id).await.unwrap(), "nothing changed yet");
    let tx = app.store.housekeeping().await.unwrap();
    tx.exec(
        "INSERT INTO calendar_day (day_on, kind, name, source, confirmed) VALUES ('2012-10-08', 'holiday', 'Nghỉ bão', 'UBND', TRUE)",
        vec![],
    )
    .await
    .unwrap();
    tx.enqueue(jobs::RECOMPUTE.name, &json!({"from": "2012-10-08"}), None).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(app).await.unwrap();
    let moved = dossier(app, id).await;
    assert_eq!(due(&moved), "11:30 11/10/2012");
    let named = |s: &DueStep| matches!(s, DueStep::SkippedHoliday { name, .. } if name == "Nghỉ bão");
    assert!(moved.due_steps().unwrap().iter().any(named));
    let entry = journal::history(&app.store, "dossier", id).await.unwrap().remove(0);
    assert_eq!((entry.action.as_str(), entry.actor_kind.as_str()), ("recompute_due", "system"));
    let told =
        "SELECT COUNT(*) FROM notice WHERE template = 'one_stop.moved' AND email = 'thuong@example.vn'";
    assert_eq!(app.store.number(told, vec![]).await.unwrap(), 1);
}

#[tokio::test]
async fn a_step_is_given_to_one_person_and_freed_with_the_next() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    assign(app, &leader(), id, None, None, (12, "Phạm Văn Hùng")).await.unwrap();
    assert_eq!(dossier(app, id).await.assignee_id, Some(12));
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    assert_eq!(dossier(app, id).await.assignee_id, None);
}

/// Puts a rule into the legal profile.
pub async fn rule(app: &App, key: &str, value: serde_json::Value) {
    let tx = app.store.housekeeping().await.unwrap();
    tx.exec(
        "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, source, confirmed, note, state, changed_at) \
         VALUES ($1, '', '', $2, '', 'kiểm thử', TRUE, '', 'published', 0)",
        vec![key.into(), value.to_string().into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    app.refresh().await.unwrap();
}
