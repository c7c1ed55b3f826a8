//! Findings: terms by the calendar, reported with evidence, sent back, put off, accepted by another, carried over, reminded of.

use super::super::SLICE;
use super::scene::{City, FINDING, OPENING, SECOND, TEAM, UNIT};
use axum::http::StatusCode;

const FIRST: &str = "/kiem-tra-cchc/ton-tai/1";

#[tokio::test]
async fn a_finding_is_due_in_working_days_and_written_once() {
    let city = City::new().await;
    let team = city.staff("noi-vu", 2, &TEAM).await;
    let of = city.noticed(&team).await;
    city.at("2013-02-18");
    let team = city.staff("den", 2, &TEAM).await;
    let far: Vec<(&str, &str)> = FINDING
        .iter()
        .map(|(n, v)| if *n == "trach-nhiem" { (*n, "so-tu-phap") } else { (*n, *v) })
        .collect();
    assert_eq!(city.post(&format!("{of}/ton-tai-moi"), &team, &far).await.0, StatusCode::CONFLICT);
    for _ in 0..2 {
        city.done(&format!("{of}/ton-tai-moi"), &team, &FINDING).await;
    }
    assert_eq!(city.number("SELECT COUNT(*) FROM inspection_finding").await, 1);
    let (_, page) = city.get(FIRST, &team).await;
    assert!(page.contains("04/03/2013") && page.contains("10 ngày làm việc kể từ 18/02/2013"), "{page}");
    let unit = city.staff("quan", 3, &UNIT).await;
    assert_eq!(city.get(FIRST, &unit).await.0, StatusCode::NOT_FOUND, "it is in no minutes yet");
}

#[tokio::test]
async fn a_remedy_needs_evidence_and_counts_from_the_day_it_was_reported() {
    let city = City::new().await;
    let (of, team) = city.minuted("noi-vu").await;
    let unit = city.staff("quan", 3, &[UNIT[0], UNIT[1], TEAM[1]]).await;
    let (status, page) = city.post(&format!("{FIRST}/bao-cao"), &unit, &[("noi-dung", "Đã gửi thư")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Đã gửi thư"), "{page}");
    assert!(page.contains("cần minh chứng"), "{page}");
    let told = [("noi-dung", "Đã gửi thư"), ("ngay-minh-chung", "2013-02-15")];
    assert_eq!(city.upload(&format!("{FIRST}/bao-cao"), &unit, "tep", &told).await, StatusCode::SEE_OTHER);
    assert_eq!(city.post(&format!("{FIRST}/chap-nhan"), &unit, &[]).await.0, StatusCode::NOT_FOUND);
    city.done(&format!("{FIRST}/tra-lai"), &team, &[("noi-dung", "Thư chưa có ngày hẹn")]).await;
    let (_, page) = city.get(FIRST, &unit).await;
    assert!(page.contains("Được trả lại: Thư chưa có ngày hẹn"), "{page}");
    let early = [("noi-dung", "Xin thêm"), ("han-moi", "2013-03-04")];
    assert_eq!(
        city.post(&format!("{FIRST}/gia-han"), &team, &early).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let (status, page) = city.post(&format!("{FIRST}/gia-han"), &team, &[("noi-dung", "Xin thêm")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Hãy điền mục này"), "{page}");
    city.done(&format!("{FIRST}/gia-han"), &team, &[("noi-dung", "In lại thư"), ("han-moi", "2013-03-20")])
        .await;
    let again = [("noi-dung", "Đã gửi lại"), ("lien-ket", of.as_str()), ("ngay-minh-chung", "2013-02-18")];
    city.at("2013-03-19");
    let unit = city.staff("quan-sau", 3, &UNIT).await;
    // The unit may name only what it may find: the inspection's record is the inspecting agency's.
    assert_eq!(
        city.post(&format!("{FIRST}/bao-cao"), &unit, &again).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(city.upload(&format!("{FIRST}/bao-cao"), &unit, "tep", &told).await, StatusCode::SEE_OTHER);
    city.at("2013-03-25");
    let team = city.staff("noi-vu-sau", 2, &TEAM).await;
    city.done(&format!("{FIRST}/chap-nhan"), &team, &[]).await;
    let (_, page) = city.get(FIRST, &team).await;
    assert!(page.contains("19/03/2013") && page.contains("Hạn ban đầu 04/03/2013"), "{page}");
    let handled = SLICE.indicators.iter().find(|i| i.code == "inspections.findings_handled_share").unwrap();
    let sum = format!("SELECT CAST(SUM(e.numerator) AS BIGINT) FROM ({}) e", handled.evidence);
    assert_eq!(city.number(&sum).await, 1);
    let after = city
        .post(&format!("{FIRST}/xem-lai"), &team, &[("noi-dung", "x"), ("ngay-minh-chung", "2013-03-25")])
        .await;
    assert_eq!(after.0, StatusCode::CONFLICT, "it has ended");
}

#[tokio::test]
async fn an_open_finding_goes_on_in_the_follow_up_due_as_it_was() {
    let city = City::new().await;
    let (of, team) = city.minuted("noi-vu").await;
    let follow: Vec<(&str, &str)> = OPENING
        .iter()
        .map(|(n, v)| match *n {
            "khoa" => ("khoa", "lan-hai"),
            "tu" => ("tu", "2013-03-11"),
            "den" => ("den", "2013-03-11"),
            _ => (*n, *v),
        })
        .chain([("tiep", "1")])
        .collect();
    let later = city.done("/kiem-tra-cchc/moi", &team, &follow).await;
    let head = [("ten", "Võ Thanh Bình"), ("co-quan", "so-noi-vu"), ("truong-doan", "1")];
    city.done(&format!("{later}/doan"), &team, &head).await;
    city.done(&format!("{later}/phieu"), &team, &[("linh-vuc", "II.3")]).await;
    city.done(&format!("{later}/thong-bao"), &team, &[]).await;
    city.done(&format!("{FIRST}/chuyen"), &team, &[("noi-dung", "Chưa xong"), ("cuoc", "2")]).await;
    let (_, old) = city.get(FIRST, &team).await;
    assert!(old.contains("Chuyển cuộc sau") && old.contains("/kiem-tra-cchc/ton-tai/2"), "{old}");
    let (_, new) = city.get("/kiem-tra-cchc/ton-tai/2", &team).await;
    assert!(new.contains("04/03/2013") && new.contains(FIRST), "{new}");
    assert_eq!(city.number("SELECT COUNT(*) FROM inspection_finding WHERE state = 'open'").await, 1);
    let (_, first) = city.get(&of, &team).await;
    assert!(first.contains(&later), "the inspection names its follow-up: {first}");
}

#[tokio::test]
async fn the_morning_reminds_the_unit_before_on_and_after_the_last_day_once() {
    let city = City::new().await;
    city.minuted("noi-vu").await;
    city.staff("quan", 3, &UNIT).await;
    let remind = SLICE.jobs.iter().find(|j| j.name == "inspections.remind").unwrap().run;
    let told = "SELECT COUNT(*) FROM journal WHERE action = 'inspect_remind'";
    for (day, times) in
        [("2013-02-20", 0), ("2013-02-27", 1), ("2013-02-27", 1), ("2013-03-04", 2), ("2013-03-05", 3)]
    {
        city.at(day);
        remind(city.city.app.clone(), serde_json::Value::Null).await.unwrap();
        assert_eq!(city.number(told).await, times, "{day}");
    }
    let notices = "SELECT COUNT(*) FROM notice WHERE template = 'inspections.finding_due'";
    assert!(city.number(notices).await >= 1);
}

#[tokio::test]
async fn the_units_page_and_the_overview_count_what_the_list_shows() {
    let city = City::new().await;
    city.minuted("noi-vu").await;
    city.at("2013-03-10");
    let unit = city.staff("quan", 3, &UNIT).await;
    let (status, page) = city.get("/kiem-tra-cchc/don-vi", &unit).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Quận Một") && page.contains("Quá hạn 6 ngày"), "{page}");
    let (_, list) = city.get("/kiem-tra-cchc/ton-tai?tinh-trang=overdue&don-vi=quan-mot", &unit).await;
    assert!(list.contains("Hồ sơ trễ hạn chưa có thư xin lỗi"), "{list}");
    let (_, none) = city.get("/kiem-tra-cchc/ton-tai?tinh-trang=closed", &unit).await;
    assert!(!none.contains("Hồ sơ trễ hạn"), "{none}");
    let second = city.staff("giam-doc", 2, &SECOND).await;
    let (_, csv) = city.get("/kiem-tra-cchc/tong-quan?nam=2013&dang=csv", &second).await;
    assert!(csv.contains("Sở Nội vụ"), "{csv}");
    let (_, csv) = city.get("/kiem-tra-cchc/ton-tai?dang=csv", &unit).await;
    assert!(csv.contains("04/03/2013") && csv.contains("Nặng"), "{csv}");
    let far = city.staff("tu-phap", 4, &UNIT).await;
    assert_eq!(city.get("/kiem-tra-cchc/don-vi?co-quan=quan-mot", &far).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_template_is_written_anew_from_a_day_and_the_older_one_stays() {
    let city = City::new().await;
    let team = city.staff("noi-vu", 2, &TEAM).await;
    let wrong = [
        ("linh-vuc", "II.5"),
        ("tu-ngay", "2013-03-01"),
        ("cau-hoi", "Có công khai không? | Luật | khong_co"),
    ];
    let (status, page) = city.post("/kiem-tra-cchc/mau/moi", &team, &wrong).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Dòng 1"), "{page}");
    let new = [("linh-vuc", "II.5"), ("tu-ngay", "2013-03-01"), ("cau-hoi", "Có công khai dự toán không?")];
    city.done("/kiem-tra-cchc/mau/moi", &team, &new).await;
    assert_eq!(city.post("/kiem-tra-cchc/mau/moi", &team, &new).await.0, StatusCode::CONFLICT);
    // The inspection of February still asks what the template of its first day asks.
    let of = city.noticed(&team).await;
    let (_, page) = city.get(&of, &team).await;
    assert!(page.contains("Quy chế chi tiêu nội bộ") && !page.contains("công khai dự toán"), "{page}");
}
