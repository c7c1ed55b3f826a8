//! What people and programs send that they should not: nothing is lost, nothing is guessed, the answer says what to do.

use crate::city::City;
use platform::Read;

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn a_post_from_a_foreign_origin_is_refused() {
    let city = City::new().await;
    let body = b"ten=x&mat_khau=y".to_vec();
    let answer = city.stranger().post_raw("/dang-nhap", FORM, body, Some("https://evil.example")).await;
    assert_eq!(answer.status.as_u16(), 403);
}

#[tokio::test]
async fn broken_utf8_is_refused_and_decomposed_text_is_stored_composed() {
    let city = City::new().await;
    let broken = city.stranger().post_raw("/dang-nhap", FORM, b"ten=%ff%fe&mat_khau=x".to_vec(), None).await;
    assert_eq!(broken.status.as_u16(), 400);
    let citizen = city.citizen("lan").await;
    let decomposed = "Nguye\u{302}\u{303}n Thi\u{323} Lan";
    citizen.submit("/tai-khoan", "/tai-khoan", &[("ho_ten", decomposed)]).await.expect(303);
    let stored = city
        .app
        .store
        .number("SELECT COUNT(*) FROM account WHERE name = $1", vec!["Nguyễn Thị Lan".into()])
        .await
        .unwrap();
    assert_eq!(stored, 1);
}

#[tokio::test]
async fn a_filter_from_an_address_bar_cannot_reach_the_database() {
    let city = City::new().await;
    let clerk = city.staff("clerk", "phuong-cai-khe").await;
    for query in
        ["sap='; DROP TABLE dossier--", "sau=!!!!", "q=%27%20OR%201%3D1", "trang-thai=abc", "truoc=MTpY"]
    {
        let answer = clerk.get(&format!("/ho-so?{}", query.replace(' ', "%20"))).await;
        assert!(answer.status.is_success(), "{query}: {}", answer.status);
    }
    let answer = city.stranger().get("/tim?q=%22%20NEAR(%20*%20AND%20-").await;
    assert!(answer.status.is_success());
}

#[tokio::test]
async fn a_database_that_is_gone_is_said_plainly() {
    let city = City::new().await;
    city.app.store.close().await.unwrap();
    let page = city.stranger().get("/thu-tuc/HT-01").await;
    assert!(matches!(page.status.as_u16(), 200 | 503), "{}", page.status);
    let page = city.stranger().get("/tra-cuu?ma=HT.1").await;
    let list = city.stranger().get("/co-quan").await;
    assert!([page.status.as_u16(), list.status.as_u16()].contains(&503), "{} {}", page.status, list.status);
    let gone = if list.status.as_u16() == 503 { list } else { page };
    assert!(gone.text().contains("Mã tra cứu"), "{}", gone.text());
}
