//! Questionnaires: issued, answered, chased, closed.

use super::city::{CITY, City, at};
use axum::http::StatusCode;

const ISSUED: [(&str, &str); 7] = [
    ("ten", "Về giấy phép xây dựng"),
    ("co_quan", "thanh-pho"),
    ("noi_dung", "Giấy nào không cần thiết?"),
    ("doi_tuong", "Doanh nghiệp xây dựng"),
    ("cach_gui", "letter"),
    ("han", "20/06/2013"),
    ("gui_den", "Công ty A\nCông ty B"),
];

#[tokio::test]
async fn who_has_not_answered_is_chased_and_the_rest_is_collated() {
    let city = City::new().await;
    let officer = city.staff("can-bo", CITY).await;
    let (status, _) = city.post("/phieu-lay-y-kien/moi", &officer, &ISSUED[..3]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let long = "x".repeat(301);
    let mut form = ISSUED;
    form[6].1 = &long;
    let (status, page) = city.post("/phieu-lay-y-kien/moi", &officer, &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "no receiver is left out in silence: {page}");
    let (status, place) = city.post("/phieu-lay-y-kien/moi", &officer, &ISSUED).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{place}");
    assert_eq!(city.number("SELECT COUNT(*) FROM questionnaire_reply").await, 2);
    let first = city.number("SELECT MIN(id) FROM questionnaire_reply").await.to_string();
    let booked = [("nguoi", first.as_str()), ("tra_loi", "Bản vẽ hiện trạng.")];
    assert_eq!(city.post(&format!("{place}/tra-loi"), &officer, &booked).await.0, StatusCode::SEE_OTHER);
    let (status, page) =
        city.post(&format!("{place}/tra-loi"), &officer, &[booked[0], ("tra_loi", "Khác.")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    assert_eq!(
        city.number("SELECT COUNT(*) FROM questionnaire_reply WHERE answer = 'Bản vẽ hiện trạng.'").await,
        1
    );
    let (_, page) = city.get(&format!("{place}?viec=tra-loi"), &officer).await;
    let offered = page.split("name=\"nguoi\"").nth(1).unwrap().split("</select>").next().unwrap();
    assert!(
        offered.contains("Công ty B") && !offered.contains("Công ty A"),
        "who has not answered: {offered}"
    );
    let early = city.post(&format!("{place}/don-doc"), &officer, &[]).await.0;
    assert_eq!(early, StatusCode::CONFLICT, "its day has not passed");
    city.city.clock.set(at("2013-06-21"));
    let officer = city.again("can-bo").await;
    let (_, page) = city.get(&place, &officer).await;
    assert!(page.contains("Quá hạn, cần đôn đốc") && page.contains("1/2"), "{page}");
    assert_eq!(city.post(&format!("{place}/don-doc"), &officer, &[]).await.0, StatusCode::SEE_OTHER);
    let chased = "SELECT COUNT(*) FROM questionnaire_reply WHERE chased_on IS NOT NULL";
    assert_eq!(city.number(chased).await, 1);
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'petitions.chase' AND account_id IS NOT NULL \
                AND body LIKE '%Công ty B%'";
    assert_eq!(city.number(told).await, 1, "whoever handles petitions is told whom to write to");
    assert_eq!(city.number("SELECT COUNT(*) FROM notice WHERE body LIKE '%Công ty A%'").await, 0);
    let end = format!("{place}/ket-thuc");
    assert_eq!(city.post(&end, &officer, &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(city.post(&end, &officer, &[("ket_luan", "Bỏ bản vẽ.")]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(city.post(&end, &officer, &[("ket_luan", "Nữa.")]).await.0, StatusCode::CONFLICT);
    let (_, list) = city.get("/phieu-lay-y-kien", &officer).await;
    assert!(list.contains("Về giấy phép xây dựng") && list.contains("Đã kết thúc"), "{list}");
}
