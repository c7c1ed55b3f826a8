//! New passwords: long ones, none that leaked, none that is one's own name. And sessions: their browser and their end.

use super::{House, PASSWORD};
use axum::http::StatusCode;
use platform::settings::Settings;
use platform::{App, Read};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
const CHROME: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/128.0 Safari/537.36";

impl House {
    async fn try_password(&self, cookie: &str, new: &str) -> (StatusCode, String) {
        let fields = [("mat_khau_cu", PASSWORD), ("mat_khau", new), ("mat_khau_lai", new)];
        let answer = self.post("/tai-khoan/mat-khau", cookie, &fields).await;
        (answer.status, answer.body)
    }
}

#[tokio::test]
async fn leaked_passwords_and_ones_own_name_are_refused_in_words_and_long_ones_taken() {
    let mut house = House::new(false).await;
    let list = house.app.settings.data.join("leaked.txt");
    std::fs::write(&list, "aaaaaaaaaaaaaaaaaa\nmot cau ai cung biet\nzzzzzzzzzzzzzzzz\n").unwrap();
    let settings = Settings { breached_passwords: Some(list), ..house.app.settings.clone() };
    let slices = house.app.slices;
    house.app = App::new(settings, house.app.store.clone(), house.app.random.clone(), slices).unwrap();
    house.app.refresh().await.unwrap();
    house.citizen("361234567").await;
    let cookie = house.signed_in("361234567").await;
    for (new, told) in [
        ("mot cau ai cung biet", "danh sách mật khẩu đã bị lộ"),
        ("Trần Thị Lụa 1975", "chỉ gồm tên của bạn"),
        ("361234567-361234567", "chỉ gồm tên của bạn"),
        ("Thành phố Cần Thơ!", "chỉ gồm tên của bạn"),
        ("ngan", "ít nhất 15"),
        (&"dài ".repeat(70), "dài quá 256"),
    ] {
        let (status, body) = house.try_password(&cookie, new).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        assert!(body.contains(told), "{new}: {body}");
    }
    let long = "một câu rất dài, chỉ có chữ thường, ".repeat(5);
    assert!(long.chars().count() > 64);
    assert_eq!(house.try_password(&cookie, &long).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_city_whose_list_of_leaked_passwords_is_not_there_does_not_start() {
    let house = House::new(false).await;
    let settings = Settings { breached_passwords: Some("/khong/co".into()), ..house.app.settings.clone() };
    let started = App::new(settings, house.app.store.clone(), house.app.random.clone(), house.app.slices);
    assert!(started.is_err());
}

#[tokio::test]
async fn a_session_ends_in_another_browser_and_lives_on_in_a_newer_one_of_its_own() {
    let house = House::new(false).await;
    house.citizen("361234567").await;
    let open = async || {
        let signed =
            platform::identity::sign_in(&house.app, "361234567", PASSWORD, "127.0.0.1", FIREFOX).await;
        format!("motcua={}", signed.unwrap().token)
    };
    let cookie = open().await;
    let newer = FIREFOX.replace("128.0", "141.0");
    assert_eq!(house.get_from(&newer, "/tai-khoan", &cookie).await.status, StatusCode::OK);
    assert_eq!(house.get_from(CHROME, "/tai-khoan", &cookie).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        house.get_from(FIREFOX, "/tai-khoan", &cookie).await.status,
        StatusCode::UNAUTHORIZED,
        "it ended"
    );
    let moved = "SELECT COUNT(*) FROM journal WHERE action = 'session_moved'";
    assert_eq!(house.app.store.number(moved, vec![]).await.unwrap(), 1);
    house.rule("session.bind_agent", "false").await;
    let cookie = open().await;
    assert_eq!(house.get_from(CHROME, "/tai-khoan", &cookie).await.status, StatusCode::OK, "the rule is off");
}

#[tokio::test]
async fn the_account_page_says_when_each_session_ends() {
    let house = House::new(false).await;
    house.citizen("361234567").await;
    let cookie = house.signed_in("361234567").await;
    let page = house.get("/tai-khoan", &cookie).await.body;
    assert!(page.contains("sau 480 phút không dùng") && page.contains("muộn nhất 1440 phút"), "{page}");
    assert!(page.contains("17:00 05/10/2012"), "eight hours after nine in the morning");
    house.rule("session.idle_minutes", "60").await;
    assert!(house.get("/tai-khoan", &cookie).await.body.contains("10:00 05/10/2012"));
}
