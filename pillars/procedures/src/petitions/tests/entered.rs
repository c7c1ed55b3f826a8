//! Giving, receiving, transferring, refusing, joining; who is told that one is late.

use super::super::store;
use super::city::{CITY, City, DISTRICT, GIVEN, WARD, at};
use axum::http::StatusCode;
use platform::jobs::run_due;

#[tokio::test]
async fn a_stranger_gives_a_petition_and_follows_it() {
    let city = City::new().await;
    let (status, page) = city.get("/phan-anh", "").await;
    assert!(status == StatusCode::OK && page.contains("noi_dung_ve"), "{page}");
    assert!(page.contains("href=\"/phan-anh/tra-cuu\""), "who gave one already is led on: {page}");
    let sought = [("tim", "1"), ("tim_thu_tuc", "khong co gi nhu the")];
    assert!(city.post("/phan-anh", "", &sought).await.1.contains("Không có thủ tục nào có các từ này"));
    let (status, page) = city.post("/phan-anh", "", &GIVEN[..2]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("value=\"Lê Văn Tám\""), "what was typed stays: {page}");
    assert_eq!(city.number("SELECT COUNT(*) FROM petition").await, 0);

    let (_, place) = city.given().await;
    let (status, page) = city.get(&place, "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("PA-2013-00001") && page.contains("01/07/2013"), "{page}");
    assert_eq!(city.get("/phan-anh/theo-doi/khong-co", "").await.0, StatusCode::NOT_FOUND);
    let wrong =
        city.post("/phan-anh/tra-cuu", "", &[("ma", "PA-2013-00001"), ("lien_he", "0900000000")]).await;
    assert_eq!(wrong.0, StatusCode::UNPROCESSABLE_ENTITY);
    let right =
        city.post("/phan-anh/tra-cuu", "", &[("ma", "pa-2013-00001"), ("lien_he", "0909 123 456")]).await;
    assert_eq!(right.1, place);
}

#[tokio::test]
async fn the_code_is_mailed_and_found_in_the_register() {
    let city = City::new().await;
    let (_, place) = city.given_with(&[("thu", "tam@example.vn")]).await;
    let mailed = "SELECT COUNT(*) FROM notice WHERE email = 'tam@example.vn' AND body LIKE '%PA-2013-00001%'";
    assert_eq!(city.number(mailed).await, 1);
    let led = format!("SELECT COUNT(*) FROM notice WHERE href = '{place}'");
    assert_eq!(city.number(&led).await, 1);
    let officer = city.staff("can-bo", CITY).await;
    let found = async |typed: &str| {
        let (_, list) = city.get(&format!("/phan-anh-kien-nghi?q={typed}"), &officer).await;
        list.contains("/phan-anh-kien-nghi/1\"")
    };
    assert!(found("PA-2013-00001").await && found("2013-00001").await && !found("PA-2013-00002").await);
}

#[tokio::test]
async fn received_it_gets_a_number_in_the_register_and_once_only() {
    let city = City::new().await;
    let officer = city.staff("can-bo", CITY).await;
    let (id, _) = city.given().await;
    city.act(&officer, id, "receive", &[("phien_ban", "1")]).await;
    assert_eq!(city.number("SELECT register_no FROM petition").await, 1);
    let (status, page) =
        city.post(&format!("/phan-anh-kien-nghi/{id}/receive"), &officer, &[("phien_ban", "1")]).await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    let (status, _) = city
        .post(&format!("/phan-anh-kien-nghi/{id}/publish"), &officer, &[("cau_hoi", "a"), ("tra_loi", "b")])
        .await;
    assert_eq!(status, StatusCode::CONFLICT, "nothing was answered yet");
    let (_, page) = city.get(&format!("/phan-anh-kien-nghi/{id}"), &officer).await;
    assert!(page.contains("Đã vào sổ") && page.contains("Lê Văn Tám"), "{page}");
    let (_, list) = city.get("/phan-anh-kien-nghi?trang_thai=entered", &officer).await;
    assert!(list.contains("PA-2013-00001"), "{list}");
}

#[tokio::test]
async fn completed_it_is_new_again_and_the_clock_starts_anew() {
    let city = City::new().await;
    let officer = city.staff("can-bo", CITY).await;
    let (id, place) = city.given().await;
    let (status, _) = city.post(&format!("/phan-anh-kien-nghi/{id}/guide"), &officer, &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "what is missing must be said");
    city.act(&officer, id, "guide", &[("ghi_chu", "Xin nêu tên phường.")]).await;
    assert!(city.get(&place, "").await.1.contains("Xin nêu tên phường."));
    city.set("UPDATE petition SET warned = 2").await;
    city.city.clock.set(at("2013-06-17"));
    let (status, _) = city.post(&place, "", &[("bo_sung", "Phường Tân An.")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let anew = "SELECT COUNT(*) FROM petition WHERE state = 'new' AND due_on = '2013-07-08' AND warned = 0";
    assert_eq!(city.number(anew).await, 1, "and it can be late anew");
}

#[tokio::test]
async fn transferred_it_counts_anew_for_the_agency_that_gets_it() {
    let city = City::new().await;
    let officer = city.staff("can-bo", CITY).await;
    let ward = city.staff("phuong", WARD).await;
    let (id, _) = city.given().await;
    let page = format!("/phan-anh-kien-nghi/{id}");
    assert_eq!(city.get(&page, &ward).await.0, StatusCode::NOT_FOUND);
    city.act(&officer, id, "receive", &[]).await;
    city.city.clock.set(at("2013-06-12"));
    let (officer, ward) = (city.again("can-bo").await, city.again("phuong").await);
    let (status, _) = city.post(&format!("{page}/transfer"), &officer, &[("ghi_chu", "Thuộc phường.")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "to whom must be said");
    let nobody = [("ghi_chu", "Thuộc quận."), ("den", "quan")];
    let (status, form) = city.post(&format!("{page}/transfer"), &officer, &nobody).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "nobody handles petitions in the district");
    assert!(form.contains("value=\"phuong\"") && !form.contains("value=\"quan\""), "{form}");
    city.act(&officer, id, "transfer", &[("ghi_chu", "Thuộc phường."), ("den", "phuong")]).await;
    assert_eq!(
        city.number("SELECT COUNT(*) FROM petition WHERE due_on = '2013-07-03' AND agency_id = 3").await,
        1
    );
    assert_eq!(city.get(&page, &ward).await.0, StatusCode::OK);
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'petitions.arrived'";
    assert_eq!(city.number(told).await, 1, "the ward's own officer is told");
    city.act(&ward, id, "take_up", &[]).await;
}

#[tokio::test]
async fn refused_it_names_its_ground_and_is_measured_by_its_own_clock() {
    let city = City::new().await;
    city.staff("can-bo", CITY).await;
    let (id, place) = city.given().await;
    city.city.clock.set(at("2013-06-13"));
    let officer = city.again("can-bo").await;
    let (status, _) =
        city.post(&format!("/phan-anh-kien-nghi/{id}/refuse"), &officer, &[("ghi_chu", "Chưa rõ.")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    city.act(&officer, id, "refuse", &[("ghi_chu", "Chưa rõ nội dung."), ("can_cu", "unclear")]).await;
    let late = "SELECT COUNT(*) FROM petition WHERE due_on = '2013-06-12' AND settled_on = '2013-06-13'";
    assert_eq!(city.number(late).await, 1, "two working days, and it took three");
    assert!(city.get(&place, "").await.1.contains("Chưa rõ nội dung."));
}

#[tokio::test]
async fn refused_while_the_person_was_asked_it_counts_from_then() {
    let city = City::new().await;
    let officer = city.staff("can-bo", CITY).await;
    let (id, _) = city.given().await;
    city.act(&officer, id, "guide", &[("ghi_chu", "Xin nêu tên phường.")]).await;
    city.city.clock.set(at("2013-06-20"));
    let officer = city.again("can-bo").await;
    city.act(&officer, id, "refuse", &[("ghi_chu", "Không bổ sung."), ("can_cu", "unclear")]).await;
    let kept = "SELECT COUNT(*) FROM petition WHERE due_on = '2013-06-24' AND settled_on = '2013-06-20'";
    assert_eq!(city.number(kept).await, 1, "the clock stood while the person was asked");
}

#[tokio::test]
async fn a_warning_of_what_changed_meanwhile_is_not_kept() {
    let city = City::new().await;
    let officer = city.staff("can-bo", CITY).await;
    let (id, _) = city.given().await;
    let seen = store::by_id(&city.city.app.store, id).await.unwrap();
    city.act(&officer, id, "receive", &[]).await;
    let tx = city.city.app.store.housekeeping().await.unwrap();
    assert!(!store::set_warned(&tx, &seen, 1).await.unwrap());
    let now = store::by_id(&tx, id).await.unwrap();
    assert!(store::set_warned(&tx, &now, 1).await.unwrap());
}

#[tokio::test]
async fn what_says_the_same_is_shown_and_joined() {
    let city = City::new().await;
    let officer = city.staff("can-bo", CITY).await;
    city.given().await;
    let (second, _) = city.given().await;
    let (_, page) = city.get(&format!("/phan-anh-kien-nghi/{second}"), &officer).await;
    assert!(page.contains("PA-2013-00001") && page.contains("Có thể cùng nội dung"), "{page}");
    let merge = format!("/phan-anh-kien-nghi/{second}/merge");
    assert_eq!(
        city.post(&merge, &officer, &[("voi", "PA-2013-00099")]).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(city.post(&merge, &officer, &[("voi", "PA-2013-00002")]).await.0, StatusCode::CONFLICT);
    let seen = city.number("SELECT version FROM petition WHERE id = 1").await.to_string();
    city.act(&officer, second, "merge", &[("voi", "PA-2013-00001")]).await;
    assert_eq!(city.number("SELECT merged_into FROM petition WHERE state = 'merged'").await, 1);
    let back = [("voi", "PA-2013-00002"), ("phien_ban", &*seen)];
    let (status, _) = city.post("/phan-anh-kien-nghi/1/merge", &officer, &back).await;
    assert_eq!(status, StatusCode::CONFLICT, "who saw the first before is overtaken");
    let (status, _) = city.post("/phan-anh-kien-nghi/1/merge", &officer, &[("voi", "PA-2013-00002")]).await;
    assert_eq!(status, StatusCode::CONFLICT, "the second is no longer handled");
    let (third, _) = city.given().await;
    city.act(&officer, 1, "refuse", &[("ghi_chu", "Chưa rõ."), ("can_cu", "unclear")]).await;
    let merge = format!("/phan-anh-kien-nghi/{third}/merge");
    assert_eq!(city.post(&merge, &officer, &[("voi", "PA-2013-00001")]).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_officer_enters_what_was_said_by_telephone() {
    let city = City::new().await;
    let officer = city.staff("can-bo", DISTRICT).await;
    let mut form = GIVEN.to_vec();
    form.extend([("kenh", "phone"), ("co_quan", "quan")]);
    let (status, place) = city.post("/phan-anh-kien-nghi/moi", &officer, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{place}");
    let kept = "SELECT COUNT(*) FROM petition WHERE transcriber = 'Nguyễn Thị Hoa' AND state = 'entered' AND agency_id = 2";
    assert_eq!(city.number(kept).await, 1);
    form.push(("co_quan", "thanh-pho"));
    form.retain(|(name, value)| *name != "co_quan" || *value == "thanh-pho");
    let (status, _) = city.post("/phan-anh-kien-nghi/moi", &officer, &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "not for an agency above");
}

#[tokio::test]
async fn a_late_one_is_told_in_the_agency_and_then_above_once_each() {
    let city = City::new().await;
    let officer = city.staff("can-bo", CITY).await;
    city.staff("quan", DISTRICT).await;
    let (id, _) = city.given().await;
    city.act(&officer, id, "receive", &[]).await;
    city.act(&officer, id, "transfer", &[("ghi_chu", "Thuộc quận."), ("den", "quan")]).await;
    run_due(&city.city.app).await.unwrap();
    let told = async |day: &str| {
        city.city.clock.set(at(day));
        let job = city.city.app.job("petitions.warn").unwrap();
        (job.run)(city.city.app.clone(), serde_json::Value::Null).await.unwrap();
        city.number("SELECT COUNT(*) FROM notice WHERE template = 'petitions.late'").await
    };
    assert_eq!(told("2013-07-01").await, 0, "its last day");
    assert_eq!(told("2013-07-02").await, 1);
    assert_eq!(told("2013-07-03").await, 1, "once");
    assert!(told("2013-07-05").await > 1, "the agency above, after three working days");
    let after = city.number("SELECT COUNT(*) FROM notice WHERE template = 'petitions.late'").await;
    assert_eq!(told("2013-07-08").await, after);
}
