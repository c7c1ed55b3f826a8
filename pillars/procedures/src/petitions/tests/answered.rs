//! Judging, answering, publishing, rating, taking up again; figures, report and port.

use super::super::{petition_records, petitions};
use super::city::{CITY, City, WARD, at};
use axum::http::StatusCode;
use contracts::petitions::PetitionCounts;
use kernel::Period;

/// A petition that was answered; the officer, its id, the address of its page.
async fn answered(city: &City) -> (String, i64, String) {
    let officer = city.staff("can-bo", CITY).await;
    let (id, place) = city.given().await;
    city.act(&officer, id, "receive", &[]).await;
    city.act(&officer, id, "take_up", &[]).await;
    let (status, _) =
        city.post(&format!("/phan-anh-kien-nghi/{id}/answer"), &officer, &[("tra_loi", "Có.")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "every criterion is judged");
    city.answer(&officer, id, "Phường đã được nhắc không yêu cầu bản sao.").await;
    (officer, id, place)
}

/// Where an answer is rated.
async fn rating(city: &City, place: &str) -> String {
    let (_, page) = city.get(place, "").await;
    let token = page.split("/phan-anh/danh-gia/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    format!("/phan-anh/danh-gia/{token}")
}

#[tokio::test]
async fn the_published_answer_tells_nothing_of_the_person() {
    let city = City::new().await;
    let (officer, id, _) = answered(&city).await;
    let publish = format!("/phan-anh-kien-nghi/{id}/publish");
    let own = [("cau_hoi", "Ông Lê Văn Tám hỏi về bản sao"), ("tra_loi", "Không cần bản sao.")];
    assert_eq!(city.post(&publish, &officer, &own).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let phone = [("cau_hoi", "Có phải nộp bản sao không?"), ("tra_loi", "Đã gọi số 0909 123 456.")];
    assert_eq!(city.post(&publish, &officer, &phone).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(city.number("SELECT COUNT(*) FROM petition WHERE published_on IS NOT NULL").await, 0);
    let public = [("cau_hoi", "Có phải nộp bản sao hộ khẩu không?"), ("tra_loi", "Không cần bản sao.")];
    city.act(&officer, id, "publish", &public).await;
    let (_, list) = city.get("/phan-anh/tra-loi?q=ban+sao+ho+khau", "").await;
    assert!(list.contains("Có phải nộp bản sao hộ khẩu không?"), "{list}");
    let (status, one) = city.get("/phan-anh/tra-loi/PA-2013-00001", "").await;
    assert!(status == StatusCode::OK && one.contains("Không cần bản sao."), "{one}");
    for page in [list, one] {
        assert!(!page.contains("Lê Văn Tám") && !page.contains("0909123456"), "{page}");
    }
    city.act(&officer, id, "file", &[]).await;
    assert_eq!(city.get("/phan-anh/tra-loi/PA-2013-00001", "").await.0, StatusCode::OK);
}

#[tokio::test]
async fn who_is_not_satisfied_has_it_looked_at_again() {
    let city = City::new().await;
    let (_, id, place) = answered(&city).await;
    let rate = rating(&city, &place).await;
    assert_eq!(city.get(&rate, "").await.0, StatusCode::OK);
    assert_eq!(city.post(&rate, "", &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    city.city.clock.set(at("2013-06-12"));
    let again = [("muc", "unsatisfied"), ("xem_lai", "1")];
    assert_eq!(city.post(&rate, "", &again).await.0, StatusCode::UNPROCESSABLE_ENTITY, "why must be said");
    let again = [("muc", "unsatisfied"), ("xem_lai", "1"), ("y_kien", "Phường vẫn đòi.")];
    assert_eq!(city.post(&rate, "", &again).await.0, StatusCode::SEE_OTHER);
    let open = "SELECT COUNT(*) FROM petition WHERE state = 'judging' AND reopened = 1 AND settled_on IS NULL \
                AND due_on = '2013-07-03'";
    assert_eq!(city.number(open).await, 1);
    assert_eq!(city.post(&rate, "", &[("muc", "satisfied")]).await.0, StatusCode::CONFLICT, "once");
    let officer = city.again("can-bo").await;
    city.answer(&officer, id, "Phường đã bị phê bình.").await;
    assert_eq!(city.number("SELECT COUNT(*) FROM petition_answer").await, 2);
}

#[tokio::test]
async fn an_answer_is_rated_within_thirty_days() {
    let city = City::new().await;
    let (_, _, place) = answered(&city).await;
    let rate = rating(&city, &place).await;
    city.city.clock.set(at("2013-07-11"));
    let (_, page) = city.get(&rate, "").await;
    assert!(!page.contains("name=\"muc\""), "{page}");
    assert_eq!(city.post(&rate, "", &[("muc", "satisfied")]).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn figures_report_and_port_count_the_same() {
    let city = City::new().await;
    let (_, _, place) = answered(&city).await;
    let rate = rating(&city, &place).await;
    city.post(&rate, "", &[("muc", "unsatisfied")]).await;
    city.given().await;
    let app = &city.city.app;
    let year = "2013".parse::<Period>().unwrap();
    let counted = petitions().counts(app, &[CITY], year).await.unwrap();
    assert_eq!(counted, PetitionCounts { received: 2, on_time: 1, late: 0, unsatisfied: 1, repeated: 0 });
    city.city.clock.set(at("2013-07-02"));
    let counted = petitions().counts(app, &[CITY], year).await.unwrap();
    assert_eq!((counted.on_time, counted.late), (1, 1), "the second one's last day has passed");
    assert_eq!(petitions().counts(app, &[WARD], year).await.unwrap(), PetitionCounts::default());
    let records = petition_records().counts(app, (year.first(), year.last())).await.unwrap();
    let told: Vec<_> =
        records.iter().map(|r| (r.agency_id, r.all, r.on_time, r.overdue, r.disliked)).collect();
    assert_eq!(told, [(CITY, 2, 1, 1, 1)], "{records:?}");
    let officer = city.again("can-bo").await;
    let (status, page) = city.get("/phan-anh-kien-nghi/thong-ke?ky=2013", &officer).await;
    assert!(status == StatusCode::OK && page.contains("50 %") && page.contains("Qua trang này"), "{page}");
    let (status, file) = city.get("/phan-anh-kien-nghi/thong-ke?ky=2013&dang=csv", &officer).await;
    assert!(status == StatusCode::OK && file.contains("Theo nội dung"), "{file}");
    assert_eq!(city.get("/phan-anh-kien-nghi/thong-ke/in?ky=2013", &officer).await.0, StatusCode::OK);
}
