//! Who answers, check-ins and comments; the morning's watch and the reminder, each told once.

use super::super::acts;
use super::super::slice::{ASSIGN, FOLLOW};
use super::city::{City, Fact, day};
use axum::http::StatusCode;
use platform::Read;

const PATH: &str = "/theo-doi-chi-tieu/II.3.b-dung-han";

/// Forty settled in March 2014, all of them well.
async fn city() -> City {
    let city = City::at("2014-05-20").await;
    for n in 0..40 {
        city.add(&Fact::settled(5, &format!("2014-03-{:02}", 10 + n % 9), true)).await;
    }
    city.run().await;
    city
}

async fn number(city: &City, sql: &str) -> i64 {
    city.app().store.number(sql, vec![]).await.unwrap()
}

#[tokio::test]
async fn a_measure_is_given_to_somebody_who_tells_of_it_once_a_month() {
    let city = city().await;
    let leader = city.staff("lanhdao", 1, &[FOLLOW, ASSIGN]).await;
    let district = city.staff("quan3", 3, &[FOLLOW]).await;
    let unit = [("co-quan", "quan-mot"), ("don-vi", "phuong-a"), ("nguoi", "")];
    assert_eq!(city.post(&format!("{PATH}/giao"), &district, &unit).await.0, StatusCode::FORBIDDEN);
    assert_eq!(city.post(&format!("{PATH}/giao"), &leader, &unit).await.0, StatusCode::SEE_OTHER);
    let stale = [unit[0], unit[1], unit[2], ("ban-sua", "0")];
    assert_eq!(city.post(&format!("{PATH}/giao"), &leader, &stale).await.0, StatusCode::CONFLICT);
    let outside = [("co-quan", "quan-mot"), ("don-vi", "xa-c"), ("nguoi", "")];
    let wrong = city.post(&format!("{PATH}/giao"), &leader, &outside).await;
    assert_eq!(wrong.0, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.1);

    let said = [("co-quan", "quan-mot"), ("tinh-hinh", "Giữ được mức"), ("tin-cay", "high")];
    let bare = [said[0], said[1], ("tin-cay", "")];
    let (status, page) = city.post(&format!("{PATH}/bao-cao"), &district, &bare).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Giữ được mức"), "{page}");
    assert_eq!(city.post(&format!("{PATH}/bao-cao"), &district, &said).await.0, StatusCode::SEE_OTHER);
    let again = city.post(&format!("{PATH}/bao-cao"), &district, &said).await;
    assert_eq!(again.0, StatusCode::UNPROCESSABLE_ENTITY);
    let page = city.ok(&format!("{PATH}?co-quan=quan-mot"), &district).await;
    assert!(page.contains("Tin là đạt") && page.contains("100 %") && page.contains("Phường A"), "{page}");
    let list = city.ok("/theo-doi-chi-tieu", &district).await;
    assert!(list.contains("Đúng hạn") && list.contains("tháng 5"), "{list}");
    assert!(city.ok("/theo-doi-chi-tieu?thieu=1", &district).await.contains("Chưa giao chỉ tiêu nào"));
    city.ok("/theo-doi-chi-tieu?dang=csv", &district).await;
    let other = city.staff("quan4", 4, &[FOLLOW]).await;
    assert_eq!(city.get(&format!("{PATH}?co-quan=quan-mot"), &other).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_comment_sent_twice_is_kept_once() {
    let city = city().await;
    let district = city.staff("quan3", 3, &[FOLLOW]).await;
    let form = [("co-quan", "quan-mot"), ("y-kien", "Nên xem phường B"), ("khoa", "mot-khoa")];
    for _ in 0..2 {
        assert_eq!(city.post(&format!("{PATH}/y-kien"), &district, &form).await.0, StatusCode::SEE_OTHER);
    }
    assert_eq!(number(&city, "SELECT COUNT(*) FROM target_note").await, 1);
    let empty = [("co-quan", "quan-mot"), ("y-kien", "")];
    assert_eq!(
        city.post(&format!("{PATH}/y-kien"), &district, &empty).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_light_that_turns_is_told_once() {
    let city = city().await;
    let _leader = city.staff("lanhdao", 1, &[FOLLOW, ASSIGN]).await;
    assert_eq!(acts::watch(city.app()).await.unwrap(), 0, "the first look compares with nothing");
    for n in 0..40 {
        city.add(&Fact::settled(5, &format!("2014-04-{:02}", 10 + n % 9), false)).await;
    }
    city.run().await;
    city.city.clock.set(day("2014-05-21").start().plus_minutes(5 * 60));
    let turned = acts::watch(city.app()).await.unwrap();
    assert!(turned >= 2, "the city and the district: {turned}");
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'targets.turned'";
    let before = number(&city, told).await;
    assert!(before > 0);
    assert_eq!(acts::watch(city.app()).await.unwrap(), 0);
    city.city.clock.set(day("2014-05-22").start().plus_minutes(5 * 60));
    assert_eq!(acts::watch(city.app()).await.unwrap(), 0);
    assert_eq!(number(&city, told).await, before);
    // Whoever signed in two days ago signs in again.
    let leader = city.staff("lanhdao-sau", 1, &[FOLLOW, ASSIGN]).await;
    let page = city.ok("/dien-bien-chi-tieu?chieu=xau", &leader).await;
    assert!(page.contains("Quận Một") && page.contains("light-red"), "{page}");
    assert!(page.contains("/muc-tieu/II.3.b-dung-han/ho-so?ky=2014"), "the records are a click away");
    city.ok("/dien-bien-chi-tieu?dang=csv", &leader).await;
    assert!(city.ok("/dien-bien-chi-tieu?chieu=tot", &leader).await.contains("Chưa có thay đổi nào"));
}

#[tokio::test]
async fn who_has_not_told_of_a_month_is_reminded_once() {
    let city = city().await;
    let leader = city.staff("lanhdao", 1, &[FOLLOW, ASSIGN]).await;
    let unit = [("co-quan", "thanh-pho"), ("don-vi", "thanh-pho"), ("nguoi", "")];
    assert_eq!(city.post(&format!("{PATH}/giao"), &leader, &unit).await.0, StatusCode::SEE_OTHER);
    assert_eq!(acts::remind(city.app()).await.unwrap(), 0, "the twentieth is too early");
    city.city.clock.set(day("2014-05-26").start().plus_minutes(7 * 60));
    assert_eq!(acts::remind(city.app()).await.unwrap(), 1);
    assert_eq!(acts::remind(city.app()).await.unwrap(), 0);
    assert_eq!(number(&city, "SELECT COUNT(*) FROM notice WHERE template = 'targets.checkin_due'").await, 1);
    city.city.clock.set(day("2014-06-26").start().plus_minutes(7 * 60));
    let leader = city.staff("lanhdao6", 1, &[FOLLOW, ASSIGN]).await;
    let said = [("co-quan", "thanh-pho"), ("tinh-hinh", "Tốt"), ("tin-cay", "high")];
    assert_eq!(city.post(&format!("{PATH}/bao-cao"), &leader, &said).await.0, StatusCode::SEE_OTHER);
    assert_eq!(acts::remind(city.app()).await.unwrap(), 0, "June was told of");
}
