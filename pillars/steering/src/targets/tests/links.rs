//! Records of the system as evidence of declared figures: found by address or code, refused, shown to who may see them.

use super::super::slice::DECLARE;
use super::city::{City, SEE};
use axum::http::StatusCode;

const FORM: [(&str, &str); 4] =
    [("chi-tieu", "II.3.b-dung-han"), ("co-quan", "quan-mot"), ("ky", "2014-Q1"), ("gia-tri", "95")];

async fn declare(city: &City, token: &str, period: &str, link: &str, words: &str) -> (StatusCode, String) {
    let form = [FORM[0], FORM[1], ("ky", period), FORM[3], ("lien-ket", link), ("can-cu", words)];
    city.post("/khai-so-lieu", token, &form).await
}

/// Facts 1 of phường A (below quận Một) and 2 of another district.
async fn city() -> (City, String) {
    let city = City::at("2014-05-20").await;
    city.indexed(1, "HS-2014-0001", 5).await;
    city.indexed(2, "HS-2014-0002", 4).await;
    let token = city.staff("quan3", 3, &[DECLARE, SEE]).await;
    (city, token)
}

#[tokio::test]
async fn a_record_is_named_by_code_or_address_and_shown_as_a_link() {
    let (city, token) = city().await;
    let base = city.app().settings.base_url();
    let cases = [
        ("2014-Q1", "hs-2014-0001".to_owned(), "href=\"/gia/1\">HS-2014-0001</a>"),
        ("2014-01", format!("{base}/gia/1"), "href=\"/gia/1\">HS-2014-0001</a>"),
        (
            "2014-02",
            "/muc-tieu/II.3.b-trung-vi?ky=2014".to_owned(),
            "href=\"/muc-tieu/II.3.b-trung-vi\">Trung vị</a>",
        ),
        ("2014-03", "II.3.b/trung-vi".to_owned(), "href=\"/muc-tieu/II.3.b-trung-vi\">Trung vị</a>"),
        (
            "2013",
            "/muc-tieu/II.3.b-dung-han/ho-so?ky=2013".to_owned(),
            "href=\"/muc-tieu/II.3.b-dung-han/ho-so?ky=2013\">",
        ),
    ];
    for (period, typed, expected) in &cases {
        let (status, place) = declare(&city, &token, period, typed, "").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{typed}: {place}");
        let page = city.ok(&place, &token).await;
        assert!(page.contains(expected), "{typed}: {page}");
    }
    let list = city.ok("/khai-so-lieu", &token).await;
    assert!(cases.iter().all(|(_, _, expected)| list.contains(expected)), "{list}");
    let file = city.ok("/khai-so-lieu?dang=csv", &token).await;
    assert!(file.contains(&format!("HS-2014-0001 ({base}/gia/1)")), "{file}");
    let measure = "/muc-tieu/II.3.b-dung-han?co-quan=quan-mot&ky=2014-Q1";
    assert!(city.ok(measure, &token).await.contains("href=\"/gia/1\">HS-2014-0001</a>"));
    let public = city.ok(measure, "").await;
    assert!(!public.contains("HS-2014-0001") && public.contains("xem theo quyền"), "{public}");
}

#[tokio::test]
async fn what_does_not_exist_or_may_not_be_seen_is_refused_alike() {
    let (city, token) = city().await;
    for typed in [
        "/gia/99",
        "HS-2014-0002",
        "/gia/2",
        "HS-2014",
        "https://example.vn/gia/1",
        "//example.vn/gia/1",
        "/gia/1/x",
    ] {
        let (status, page) = declare(&city, &token, "2014-Q1", typed, "Báo cáo").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(page.contains("Không tìm thấy bản ghi nào như vậy"), "{typed}: {page}");
    }
    let blind = city.staff("khai", 3, &[DECLARE]).await;
    assert_eq!(declare(&city, &blind, "2014-Q1", "/gia/1", "").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        declare(&city, &token, "2014-Q1", "", "").await.0,
        StatusCode::UNPROCESSABLE_ENTITY,
        "no evidence"
    );
}

#[tokio::test]
async fn a_correction_keeps_a_link_it_could_not_set_and_may_take_it_away() {
    let (city, token) = city().await;
    let (_, place) = declare(&city, &token, "2014-Q1", "/gia/1", "Báo cáo").await;
    let blind = city.staff("khai", 3, &[DECLARE]).await;
    let seen = city.ok(&place, &blind).await;
    assert!(!seen.contains("HS-2014-0001</a>") && seen.contains("xem theo quyền"), "{seen}");
    let fields = |link| [("gia-tri", "90"), ("lien-ket", link), ("can-cu", "Đếm lại"), ("ly-do", "Nhầm")];
    assert_eq!(city.post(&place, &blind, &fields("/gia/1")).await.0, StatusCode::SEE_OTHER);
    assert!(city.ok(&place, &token).await.contains("href=\"/gia/1\">HS-2014-0001</a>"));
    assert_eq!(city.post(&place, &blind, &fields("/gia/2")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(city.post(&place, &blind, &fields("")).await.0, StatusCode::SEE_OTHER);
    let page = city.ok(&place, &token).await;
    assert!(!page.contains("href=\"/gia/1\"") && page.contains("Bản ghi làm căn cứ"), "{page}");
}
