//! Letters of apology: prepared before the legal moment for what will be late, decided by who may, missed by name.

use super::acts::{asked, october};
use super::pages::Desk;
use super::*;
use crate::one_stop::apologies::prepare;
use axum::http::StatusCode;
use platform::Read;
use platform::access::Role;
use use_cases::{apologise, ask_supplement, complete_step, dismiss_apology, extend};

async fn letters(app: &App) -> i64 {
    app.store.number("SELECT COUNT(*) FROM dossier_apology", vec![]).await.unwrap()
}

#[tokio::test]
async fn a_letter_is_prepared_once_for_what_will_be_late_and_for_nothing_else() {
    let city = city().await;
    let app = &city.app;
    Desk::of(&city, "truongphong", Role::Head, WARD).await;
    let late = transferred(app, "late").await;
    let waiting = transferred(app, "waiting").await;
    let signed = transferred(app, "signed").await;
    ask_supplement(app, &specialist(), waiting, None, &asked(october(31))).await.unwrap();
    city.clock.set(at(5, 7, 15));
    prepare(app.clone()).await.unwrap();
    assert_eq!(letters(app).await, 0, "on the 5th the specialist is in time");
    city.clock.set(at(8, 7, 0));
    // Handed on this morning, the signature has until the 9th: the promise is the 10th.
    complete_step(app, &specialist(), signed, None, "").await.unwrap();
    city.clock.set(at(8, 7, 15));
    prepare(app.clone()).await.unwrap();
    prepare(app.clone()).await.unwrap();
    assert_eq!(letters(app).await, 1, "one letter a promise, none for what waits or will be in time");
    let letter = store::open_apology(&app.store, late).await.unwrap().unwrap();
    assert_eq!((letter.apology_by_on.as_str(), letter.new_due_on.as_str()), ("2012-10-09", "2012-10-11"));
    assert!(
        letter.reason.contains("Thụ lý") && !letter.reason.contains("Phạm Văn Hùng"),
        "{}",
        letter.reason
    );
    assert!(store::open_apology(&app.store, waiting).await.unwrap().is_none());
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'one_stop.apologies_prepared'";
    assert_eq!(app.store.number(told, vec![]).await.unwrap(), 1, "the head is told, once");
    assert_eq!(dossier(app, late).await.extension_count, 0, "nothing is sent by itself");
}

#[tokio::test]
async fn who_appraises_sees_the_letter_as_printed_and_sends_it_or_sets_it_aside() {
    let city = city().await;
    let app = &city.app;
    let head = Desk::of(&city, "truongphong", Role::Head, WARD).await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let sent = transferred(app, "sent").await;
    let aside = transferred(app, "aside").await;
    city.clock.set(at(8, 7, 15));
    prepare(app.clone()).await.unwrap();
    let list = head.get("/xin-loi").await;
    assert!(list.has(&dossier(app, sent).await.code) && list.has("Chờ quyết định"), "{}", list.text);
    assert!(!list.has("Nguyễn Văn Thưởng"), "the list names no applicant");
    assert!(head.get(&format!("/ho-so/{sent}")).await.has(&format!("/ho-so/{sent}/xin-loi")));
    let page = head.get(&format!("/ho-so/{sent}/xin-loi")).await;
    for needle in ["value=\"2012-10-11\"", "Thụ lý", "/gia-han\"", "/xin-loi/bo-qua\""] {
        assert!(page.has(needle), "{needle} in {}", page.text);
    }
    let letter = head.get(&format!("/ho-so/{sent}/xin-loi/in")).await;
    assert!(letter.status == StatusCode::OK && letter.text.starts_with("%PDF-"));
    let seen = clerk.get(&format!("/ho-so/{sent}/xin-loi")).await;
    assert!(seen.status == StatusCode::OK && !seen.has("/xin-loi/bo-qua\""), "{}", seen.text);
    let reason = [("ly-do-bo-qua", "Xong trong hôm nay")];
    assert_eq!(clerk.deed(app, aside, "xin-loi/bo-qua", &reason).await.status, StatusCode::FORBIDDEN);
    let typed = [("ngay-moi", "11/10/2012"), ("ly-do", "Bước thụ lý chưa xong")];
    assert_eq!(head.deed(app, sent, "gia-han", &typed).await.status, StatusCode::SEE_OTHER);
    assert!(store::open_apology(&app.store, sent).await.unwrap().is_none());
    assert_eq!(head.get(&format!("/ho-so/{sent}/xin-loi")).await.status, StatusCode::NOT_FOUND);
    let bare = head.deed(app, aside, "xin-loi/bo-qua", &[]).await;
    assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY && bare.has("f-ly-do-bo-qua-error"));
    assert_eq!(head.deed(app, aside, "xin-loi/bo-qua", &reason).await.status, StatusCode::SEE_OTHER);
    let again = head.deed(app, aside, "xin-loi/bo-qua", &reason).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "decided already, not missing");
    let gone = head.get("/xin-loi").await;
    assert!(!gone.has(&dossier(app, aside).await.code), "{}", gone.text);
    assert!(head.get("/xin-loi?nhom=bo-qua").await.has("Xong trong hôm nay"));
    assert!(head.get("/xin-loi?nhom=da-gui").await.has(&dossier(app, sent).await.code));
    let file = head.get("/xin-loi?nhom=tat-ca&dang=csv").await;
    assert_eq!(file.text.lines().count(), 3, "{}", file.text);
}

#[tokio::test]
async fn a_letter_nobody_sent_in_time_is_named() {
    let city = city().await;
    let app = &city.app;
    let head = Desk::of(&city, "truongphong", Role::Head, WARD).await;
    let other = Desk::of(&city, "noikhac", Role::Head, OTHER_WARD).await;
    let id = transferred(app, "a").await;
    let code = dossier(app, id).await.code;
    city.clock.set(at(9, 7, 15));
    prepare(app.clone()).await.unwrap();
    assert!(!head.get("/xin-loi?nhom=lo-han").await.has(&code));
    city.clock.set(at(10, 8, 0));
    let missed = head.get("/xin-loi?nhom=lo-han").await;
    assert!(missed.has(&code) && missed.has("Đã qua ngày phải gửi"), "{}", missed.text);
    assert!(!head.get("/xin-loi").await.has(&code));
    assert!(!other.get("/xin-loi?nhom=tat-ca").await.has(&code), "another agency's is not there");
    let page = head.get(&format!("/ho-so/{id}/xin-loi")).await;
    assert!(page.has("09/10/2012") && !page.has("/gia-han\""), "too late by the law: {}", page.text);
}

#[tokio::test]
async fn a_letter_about_a_promise_that_moved_is_neither_sent_nor_set_aside() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    city.clock.set(at(8, 7, 15));
    let tx = app.store.housekeeping().await.unwrap();
    let stale = store::NewApology {
        dossier_id: id,
        agency_id: WARD,
        due_at: at(9, 11, 30).micros(),
        by: october(8),
        new_day: october(10),
        reason: "Hẹn cũ".to_owned(),
    };
    assert!(store::prepare_apology(&tx, &stale).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(refused(dismiss_apology(app, &leader(), id, None, "x").await), "one-stop-refused-no-apology");
    prepare(app.clone()).await.unwrap();
    extend(app, &leader(), id, None, october(11), "Bước thụ lý chưa xong").await.unwrap();
    let sent = "SELECT COUNT(*) FROM dossier_apology WHERE outcome = 'sent'";
    assert_eq!(
        app.store.number(sent, vec![]).await.unwrap(),
        1,
        "one letter was sent, about the promise that stood"
    );
    assert_eq!(letters(app).await, 2);
    assert_eq!(refused(dismiss_apology(app, &leader(), id, None, "x").await), "one-stop-refused-no-apology");
}

#[tokio::test]
async fn once_the_promise_has_passed_an_apology_is_sent_late_and_puts_nothing_off() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    city.clock.set(at(9, 7, 15));
    prepare(app.clone()).await.unwrap();
    let due = dossier(app, id).await.due_at;
    city.clock.set(at(10, 8, 0));
    let early = apologise(app, &leader(), id, None, october(15), "Chậm thẩm định").await;
    assert_eq!(refused(early), "one-stop-refused-apologise-early", "its hour has not passed");
    city.clock.set(at(11, 8, 0));
    let head = Desk::of(&city, "truongphong", Role::Head, WARD).await;
    assert!(head.get(&format!("/ho-so/{id}/xin-loi")).await.has("/xin-loi-tre\""), "offered, no new day");
    let past = [("ngay-du-kien", "10/10/2012"), ("ly-do", "Chậm thẩm định")];
    assert_eq!(head.deed(app, id, "xin-loi-tre", &past).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let typed = [("ngay-du-kien", "15/10/2012"), ("ly-do", "Chậm thẩm định")];
    assert_eq!(head.deed(app, id, "xin-loi-tre", &typed).await.status, StatusCode::SEE_OTHER);
    let told = dossier(app, id).await;
    assert_eq!((told.due_at, told.extension_count), (due, 0), "the promise stays and the dossier is late");
    let code = told.code;
    let late = head.get("/xin-loi?nhom=gui-muon").await;
    assert!(late.has(&code) && late.has("Gửi sau ngày phải gửi"), "{}", late.text);
    assert!(!head.get("/xin-loi?nhom=lo-han").await.has(&code));
    let page = head.get(&format!("/theo-doi/{}", told.tracking_key)).await;
    assert!(page.has("dự kiến trả kết quả ngày 15/10/2012"), "{}", page.text);
    let again = apologise(app, &leader(), id, None, october(16), "Lại chậm").await;
    assert_eq!(refused(again), "one-stop-refused-apologised");
    city.clock.set(at(16, 8, 0));
    apologise(app, &leader(), id, None, october(18), "Lại chậm").await.unwrap();
    assert_eq!(letters(app).await, 1, "one promise, one line in the list");
    assert_eq!(store::late_letters(&app.store, id).await.unwrap().len(), 2);
}
