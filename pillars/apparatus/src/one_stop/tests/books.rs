//! The years' books of the register: opened, closed, compared with what is printed.

use super::pages::Desk;
use super::*;
use axum::http::StatusCode;
use platform::Read;
use platform::access::Role;
use use_cases::{Corrected, close_book, correct};

fn january(day: u32) -> Moment {
    Day::ymd(2013, 1, day).unwrap().at(chrono::NaiveTime::from_hms_opt(8, 0, 0).unwrap())
}

async fn book_of_2012(app: &App) -> store::BookOfYear {
    store::book_of_year(&app.store, WARD, 2012).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_book_opens_with_its_first_number_and_closes_only_when_its_year_is_over() {
    let city = city().await;
    let app = &city.app;
    assert!(store::book_of_year(&app.store, WARD, 2012).await.unwrap().is_none());
    received(app, "a").await;
    received(app, "b").await;
    let book = book_of_2012(app).await;
    assert_eq!((book.entries, book.from_on.as_str(), book.to_on.as_str()), (2, "2012-01-01", "2012-12-31"));
    assert_eq!(refused(close_book(app, &leader(), book.id, "").await), "one-stop-refused-book-early");
    city.clock.set(january(2));
    close_book(app, &leader(), book.id, "").await.unwrap();
    let closed = book_of_2012(app).await;
    assert_eq!(
        (closed.closed_entries, closed.first_number, closed.last_number, closed.unfinished),
        (Some(2), Some(1), Some(2), Some(2))
    );
    assert_eq!(closed.gaps().unwrap(), []);
    assert!(store::book_of_year(&app.store, WARD, 2013).await.unwrap().is_some(), "the next year is opened");
    assert_eq!(
        refused(close_book(app, &leader(), book.id, "").await),
        "one-stop-refused-book-closed-already"
    );
    let entry = platform::ledger::entry_of(&app.store, "register_book", book.id, "close_book").await.unwrap();
    assert!(entry.is_some(), "the closing is an entry of the sealed journal");
}

#[tokio::test]
async fn a_receipt_holds_its_book_so_that_nobody_closes_it_meanwhile() {
    let city = city().await;
    let app = &city.app;
    received(app, "a").await;
    let version = || app.store.number("SELECT version FROM register_book WHERE year = 2012", vec![]);
    let before = version().await.unwrap();
    received(app, "b").await;
    assert_eq!(version().await.unwrap(), before + 1, "taken in hand within the receipt's transaction");
}

#[tokio::test]
async fn a_closed_year_takes_no_new_number() {
    let city = city().await;
    let app = &city.app;
    received(app, "a").await;
    let late = opened(app, filing("late")).await.id;
    let book = book_of_2012(app).await;
    city.clock.set(january(2));
    close_book(app, &leader(), book.id, "").await.unwrap();
    // A machine whose clock was set back must not write into the closed book.
    city.clock.set(at(31, 9, 0));
    let receipt = use_cases::receive(app, &clerk(), late, None, &[], false).await;
    assert_eq!(refused(receipt), "one-stop-refused-book-closed");
    city.clock.set(january(3));
    let next = use_cases::receive(app, &clerk(), late, None, &[], false).await.unwrap();
    assert_eq!(next.register_number, Some(1), "the first of the new year");
}

#[tokio::test]
async fn a_closing_day_that_is_changed_leaves_no_day_out_and_counts_none_twice() {
    let city = city().await;
    let app = &city.app;
    received(app, "a").await;
    super::acts::rule(app, "one_stop.register_closes", json!("09-30")).await;
    let second = received(app, "b").await;
    assert_eq!(dossier(app, second).await.register_number, Some(2), "the book that stands goes on");
    city.clock.set(january(2));
    received(app, "c").await;
    let next = store::book_of_year(&app.store, WARD, 2013).await.unwrap().unwrap();
    assert_eq!((next.entries, next.from_on.as_str(), next.to_on.as_str()), (1, "2013-01-01", "2013-09-30"));
    assert_eq!(book_of_2012(app).await.entries, 2);
    let clerk_desk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let page = clerk_desk.get("/so-theo-doi?nam=2012").await;
    assert!(
        page.has(&dossier(app, second).await.code),
        "the book's own days, not the new rule's: {}",
        page.text
    );
}

#[tokio::test]
async fn what_is_printed_is_compared_with_the_records_and_a_correction_shows() {
    let city = city().await;
    let app = &city.app;
    let id = received(app, "a").await;
    let settled = transferred(app, "b").await;
    let book = book_of_2012(app).await;
    city.clock.set(january(2));
    let head = Desk::of(&city, "truong", Role::Head, WARD).await;
    let path = format!("/so-theo-doi/nam/{}", book.id);
    let list = head.get("/so-theo-doi/nam?tinh-trang=cho-khoa").await;
    assert!(list.has("Hết năm, chờ khóa") && list.has(&path), "{}", list.text);
    let open = head.get("/so-theo-doi/nam?tinh-trang=mo").await;
    assert!(!open.has(&path), "a book whose year is over waits to be closed: {}", open.text);
    let page = head.get(&path).await;
    assert!(page.has("Nếu khóa bây giờ") && page.has("0001 – 0002"), "{}", page.text);
    let unsure = head.post(&format!("{path}/khoa"), &[("ghi-chu", "Sổ giấy số 2")]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.has("Sổ giấy số 2") && unsure.has("Hãy xác nhận đã đối chiếu"), "{}", unsure.text);
    let clerk_desk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let ticked = [("da-doi-chieu", "co"), ("ghi-chu", "")];
    let clerk_closes = clerk_desk.post(&format!("{path}/khoa"), &ticked).await;
    assert_eq!(clerk_closes.status, StatusCode::FORBIDDEN);
    assert_eq!(head.post(&format!("{path}/khoa"), &ticked).await.status, StatusCode::SEE_OTHER);

    // Work goes on after the closing: the fingerprint holds.
    use_cases::complete_step(app, &specialist(), settled, None, "Đủ").await.unwrap();
    let hash = book_of_2012(app).await.hash.unwrap();
    let typed = ui::platform_url(&format!("{} {}", &hash[..8], &hash[8..16]));
    let page = clerk_desk.get(&format!("{path}?ma={typed}")).await;
    for needle in ["Mã trên giấy là mã của sổ này", "Đã đọc lại 2 dòng"] {
        assert!(page.has(needle), "{needle} in {}", page.text);
    }
    let other = clerk_desk.get(&format!("{path}?ma=0000000000000000")).await;
    assert!(other.has("không phải mã của sổ này"), "{}", other.text);

    let corrected = Corrected {
        owner: Person { name: "Nguyễn Văn Thường".to_owned(), ..filing("a").owner },
        proxy: None,
        delivery: "counter".to_owned(),
        files: Vec::new(),
    };
    city.clock.set(january(4));
    correct(app, &clerk(), id, None, &corrected, "Sai tên").await.unwrap();
    let page = clerk_desk.get(&format!("{path}?kiem-tra=1")).await;
    for needle in ["1 dòng khác với lúc khóa sổ", "Nội dung đã sửa", &format!("/ho-so/{id}?phan=lich-su")]
    {
        assert!(page.has(needle), "{needle} in {}", page.text);
    }
    for paper in [format!("{path}/bien-ban"), "/so-theo-doi/in?don-vi=2&nam=2012".to_owned()] {
        let printed = clerk_desk.get(&paper).await;
        assert!(printed.status == StatusCode::OK && printed.text.starts_with("%PDF-"), "{paper}");
    }
    let file = clerk_desk.get("/so-theo-doi/nam?dang=csv").await;
    assert!(file.has("2012") && file.has("Đã khóa"), "{}", file.text);
    let outside = Desk::of(&city, "khac", Role::Head, OTHER_WARD).await;
    assert_eq!(outside.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_set_of_forms_is_listed_with_its_samples() {
    let city = city().await;
    let tx = city.app.store.housekeeping().await.unwrap();
    let set = r#"{"set": "2018", "forms": [{"no": "05", "key": "control_slip", "title": "Phiếu kiểm soát", "paper": "A5"}]}"#;
    tx.exec(
        "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, source, confirmed, note, state, changed_at) \
         VALUES ('one_stop.forms', 'x', 'x', $1, 'list', '2012-01-01', 'Thông tư thử', $2, '', 'published', 0)",
        vec![set.into(), false.into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    city.app.refresh().await.unwrap();
    let desk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let page = desk.get("/mau-in").await;
    for needle in
        ["Thông tư thử", "Phiếu kiểm soát", "/mau-in/control_slip/mau?ngay=2012-01-01", "Có bộ mẫu chưa thấy"]
    {
        assert!(page.has(needle), "{needle} in {}", page.text);
    }
    let sample = desk.get("/mau-in/control_slip/mau?ngay=2012-01-01").await;
    assert!(sample.status == StatusCode::OK && sample.text.starts_with("%PDF-"));
    assert_eq!(desk.get("/mau-in/khong-co/mau").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_control_slip_stands_on_the_screen_with_every_hand_over() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "a").await;
    city.clock.set(at(8, 9, 0));
    use_cases::complete_step(app, &specialist(), id, None, "Đủ điều kiện").await.unwrap();
    let desk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let page = desk.get(&format!("/ho-so/{id}/kiem-soat")).await;
    for needle in ["Các lần giao, nhận", "Quá hạn", "Đủ điều kiện", "Phạm Văn Hùng"] {
        assert!(page.has(needle), "{needle} in {}", page.text);
    }
    let looks = app.store.number("SELECT COUNT(*) FROM personal_read", vec![]).await.unwrap();
    assert_eq!(looks, 1, "a look at a person's record is noted");
}
