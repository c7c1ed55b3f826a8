//! Judging, answering, publishing, rating, taking up again; figures, report and port.

use super::super::{petition_load, petition_records};
use super::city::{CITY, City, WARD, at};
use axum::http::StatusCode;
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
async fn an_address_with_its_number_is_not_published_either() {
    let city = City::new().await;
    let officer = city.staff("can-bo", CITY).await;
    let (id, _) = city.given_with(&[("dia_chi", "12/3 Nguyễn Trãi, An Cư")]).await;
    city.act(&officer, id, "receive", &[]).await;
    city.act(&officer, id, "take_up", &[]).await;
    city.answer(&officer, id, "Đã nhắc phường.").await;
    let publish = format!("/phan-anh-kien-nghi/{id}/publish");
    let own = [("cau_hoi", "Nhà 12/3 Nguyễn Trãi – An Cư hỏi gì?"), ("tra_loi", "Đã nhắc phường.")];
    assert_eq!(city.post(&publish, &officer, &own).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let street = [("cau_hoi", "Đường Nguyễn Trãi có được miễn bản sao không?"), ("tra_loi", "Đã nhắc.")];
    city.act(&officer, id, "publish", &street).await;
}

#[tokio::test]
async fn the_public_question_is_written_anew_and_long_answers_keep_their_lines() {
    let city = City::new().await;
    let officer = city.staff("can-bo", CITY).await;
    let (id, place) = city.given().await;
    city.act(&officer, id, "receive", &[]).await;
    city.act(&officer, id, "take_up", &[]).await;
    city.answer(&officer, id, "Không cần bản sao.\nPhường đã được nhắc.").await;
    let (_, page) = city.get(&format!("/phan-anh-kien-nghi/{id}?viec=publish"), &officer).await;
    let asked = page.split("name=\"cau_hoi\"").nth(1).unwrap().split("</textarea>").next().unwrap();
    assert!(!asked.contains("sổ hộ khẩu"), "the person's own words: {asked}");
    let told = page.split("name=\"tra_loi\"").nth(1).unwrap().split("</textarea>").next().unwrap();
    assert!(told.contains("Không cần bản sao."), "the agency's own words: {told}");
    let rate = rating(&city, &place).await;
    let (_, page) = city.get(&rate, "").await;
    assert!(page.contains("Không cần bản sao.") && page.contains("Phường đã được nhắc."), "{page}");
    assert!(!page.contains("Không cần bản sao.\nPhường"), "each line stands for itself: {page}");
}

#[tokio::test]
async fn a_filed_answer_can_still_be_disliked() {
    let city = City::new().await;
    let (officer, id, place) = answered(&city).await;
    let rate = rating(&city, &place).await;
    city.act(&officer, id, "file", &[]).await;
    let again = [("muc", "unsatisfied"), ("xem_lai", "1"), ("y_kien", "Phường vẫn đòi.")];
    assert_eq!(city.post(&rate, "", &again).await.0, StatusCode::SEE_OTHER);
    let open =
        "SELECT COUNT(*) FROM petition WHERE state = 'judging' AND reopened = 1 AND settled_on IS NULL";
    assert_eq!(city.number(open).await, 1);
}

#[tokio::test]
async fn who_was_joined_with_another_hears_the_answer_too() {
    let city = City::new().await;
    let officer = city.staff("can-bo", CITY).await;
    let (first, _) = city.given().await;
    let other = [("ho_ten", "Trần Thị Bích"), ("dien_thoai", "0911000222"), ("thu", "bich@example.vn")];
    let (second, place) = city.given_with(&other).await;
    for id in [first, second] {
        city.act(&officer, id, "receive", &[]).await;
    }
    city.act(&officer, second, "merge", &[("voi", "PA-2013-00001")]).await;
    city.act(&officer, first, "take_up", &[]).await;
    city.answer(&officer, first, "Không cần bản sao nữa.").await;
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'petitions.step' AND email = 'bich@example.vn' \
                AND body LIKE '%Không cần bản sao nữa.%'";
    assert_eq!(city.number(told).await, 1);
    let (_, page) = city.get(&place, "").await;
    assert!(page.contains("Không cần bản sao nữa.") && !page.contains("/phan-anh/danh-gia/"), "{page}");
    // What was written to the first person by name is theirs alone.
    let rate = "UPDATE petition SET state = 'judging', settled_on = NULL WHERE state = 'answered'";
    city.set(rate).await;
    city.answer(&officer, first, "Kính gửi ông Lê Văn Tám: đã xong.").await;
    let named = "SELECT COUNT(*) FROM notice WHERE email = 'bich@example.vn' AND body LIKE '%Lê Văn Tám%'";
    assert_eq!(city.number(named).await, 0);
    assert!(!city.get(&place, "").await.1.contains("Lê Văn Tám"));
}

#[tokio::test]
async fn petitions_on_a_procedure_are_counted_with_the_list_of_them() {
    let city = City::new().await;
    let on = |code: &'static str| [("thu_tuc", code)];
    city.given_with(&on("HT-01")).await;
    city.given_with(&on("HT-01")).await;
    city.given_with(&on("XD-01")).await;
    city.given().await;
    city.city.clock.set(at("2013-06-12"));
    city.given_with(&on("XD-01")).await;
    let (from, to) = ("2013-06-01".parse().unwrap(), "2013-06-11".parse().unwrap());
    let found = petition_load().by_procedure(&city.city.app, from, to).await.unwrap();
    let told: Vec<(&str, i64)> = found.iter().map(|p| (p.procedure.as_str(), p.petitions)).collect();
    assert_eq!(told, [("HT-01", 2), ("XD-01", 1)]);
    let officer = city.staff("can-bo", CITY).await;
    let list = "/phan-anh-kien-nghi?thu_tuc=XD-01&tu=2013-06-01&den=2013-06-11";
    let (_, page) = city.get(list, &officer).await;
    assert!(page.contains("PA-2013-00003") && !page.contains("PA-2013-00005"), "{page}");
}

#[tokio::test]
async fn who_may_see_none_of_their_own_agencys_petitions_prints_no_report() {
    let city = City::new().await;
    city.staff("phuong", WARD).await;
    city.set("UPDATE role_grant SET agency_id = 2, subtree = FALSE").await;
    let officer = city.again("phuong").await;
    let report = "/phan-anh-kien-nghi/thong-ke/in?ky=2013";
    assert_eq!(city.get(report, &officer).await.0, StatusCode::NOT_FOUND);
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
async fn figures_and_port_count_the_same_and_the_report_prints() {
    let city = City::new().await;
    let (_, _, place) = answered(&city).await;
    let rate = rating(&city, &place).await;
    city.post(&rate, "", &[("muc", "unsatisfied")]).await;
    city.given().await;
    let app = &city.city.app;
    let year = "2013".parse::<Period>().unwrap();
    let counted = async || {
        let records = petition_records().counts(app, (year.first(), year.last())).await.unwrap();
        let told = records.iter().map(|r| (r.agency_id, r.all, r.on_time, r.overdue, r.disliked));
        told.collect::<Vec<_>>()
    };
    assert_eq!(counted().await, [(CITY, 1, 1, 0, 1)], "the second one still has time");
    city.city.clock.set(at("2013-07-02"));
    assert_eq!(counted().await, [(CITY, 2, 1, 1, 1)], "the second one's last day has passed");
    let officer = city.again("can-bo").await;
    let (status, page) = city.get("/phan-anh-kien-nghi/thong-ke?ky=2013", &officer).await;
    assert!(status == StatusCode::OK && page.contains("50 %") && page.contains("Qua trang này"), "{page}");
    let (status, file) = city.get("/phan-anh-kien-nghi/thong-ke?ky=2013&dang=csv", &officer).await;
    assert!(status == StatusCode::OK && file.contains("Theo nội dung"), "{file}");
    assert_eq!(city.get("/phan-anh-kien-nghi/thong-ke/in?ky=2013", &officer).await.0, StatusCode::OK);
}
