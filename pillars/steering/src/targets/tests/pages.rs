//! The pages: who sees what, the records behind a value, declaring with the measured value beside it.

use super::super::slice::{DECLARE, FREEZE, RECORDS};
use super::city::{City, Fact, SEE};
use axum::http::StatusCode;
use contracts::targets::{Headlines, Standings};
use platform::Read;
use std::sync::Arc;

/// Eighty settled in March and April 2014: 60 well (75 %), all in phường A but five in xã C.
async fn city() -> City {
    let city = City::at("2014-05-20").await;
    for n in 0..80 {
        let agency = if n < 5 { 7 } else { 5 };
        let on = format!("2014-0{}-1{}", 3 + n % 2, n % 9);
        city.add(&Fact::settled(agency, &on, n % 4 != 0)).await;
    }
    city.run().await;
    city
}

#[tokio::test]
async fn the_public_board_shows_value_light_and_what_nobody_measures() {
    let city = city().await;
    let page = city.ok("/muc-tieu", "").await;
    assert!(page.contains("<span class=\"num\">75</span>") && page.contains("80 bản ghi"), "{page}");
    assert!(page.contains("light-amber") && page.contains("khoảng tin cậy 95 %"));
    assert!(page.contains("Chưa có phần nào của hệ thống đo chỉ tiêu này"));
    assert!(page.len() < 60_000, "{}", page.len());
    let only = city.ok("/muc-tieu?den=grey&linh-vuc=II.6&ky=toan-ky", "").await;
    assert!(only.contains("Đạt chuẩn") && !only.contains("Trung vị</h"));
    let none = city.ok("/muc-tieu?den=amber&linh-vuc=II.6", "").await;
    assert!(none.contains("Không có chỉ tiêu nào hợp bộ lọc"));
    for path in [
        "/chuong-trinh",
        "/chuong-trinh/II.3.b",
        "/chuong-trinh/II.6.dd",
        "/chuong-trinh/co-quan",
        "/chuong-trinh?co-quan=quan-mot",
        "/chi-so",
    ] {
        city.ok(path, "").await;
    }
    assert!(city.ok("/chuong-trinh", "").await.contains("light-amber"));
}

#[tokio::test]
async fn a_measure_has_its_course_breakdown_and_definition() {
    let city = city().await;
    for slug in ["II.3.b-dung-han", "II.3.b-trung-vi", "II.3.b-p90", "II.3.b-ton", "II.6.dd-chuan"] {
        for query in ["", "?ky=toan-ky", "?ky=2014-03", "?co-quan=phuong-a&ky=2014-Q2", "?ky=%3Cscript%3E"] {
            let page = city.ok(&format!("/muc-tieu/{slug}{query}"), "").await;
            assert!(!page.contains("<script>"), "{slug}{query}");
        }
    }
    let page = city.ok("/muc-tieu/II.3.b-dung-han?ky=2014", "").await;
    assert!(page.contains("<svg class=\"chart\"") && page.contains("Quận Một") && page.contains("Ít hồ sơ"));
    assert!(page.contains("2527/QĐ-UBND, II.3.b"));
    assert_eq!(city.get("/muc-tieu/khong-co", "").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_public_sees_counts_and_the_entrusted_their_records() {
    let city = city().await;
    let path = "/muc-tieu/II.3.b-dung-han/ho-so?ky=2014";
    let public = city.ok(path, "").await;
    assert!(public.contains("Quận Một") && !public.contains("HS-5-"));
    assert!(!city.ok(&format!("{path}&dang=csv"), "").await.contains("HS-5-"));
    let district = city.staff("quan4", 4, &[RECORDS]).await;
    let own = city.ok(path, &district).await;
    assert!(own.contains("HS-7-") && !own.contains("HS-5-"));
    assert!(!own.contains("/gia/"), "opening a record needs the record's own right");
    let leader = city.staff("lanhdao", 1, &[RECORDS, SEE]).await;
    let first = city.ok(path, &leader).await;
    assert_eq!(first.matches("/gia/").count(), 25);
    let mut next = Some(path.to_owned());
    let mut seen = 0;
    while let Some(page) = next {
        let body = city.ok(&page, &leader).await;
        seen += body.matches("/gia/").count();
        next = body
            .split("rel=\"next\" href=\"")
            .nth(1)
            .and_then(|r| r.split('"').next())
            .map(|h| h.replace("&#38;", "&").replace("&amp;", "&"));
    }
    assert_eq!(seen, 80);
    let failing = city.ok(&format!("{path}&loc=khong-dat&dang=csv"), &leader).await;
    assert_eq!(failing.lines().count(), 1 + 20);
}

#[tokio::test]
async fn boards_rank_children_but_not_those_with_few_records() {
    let city = city().await;
    let page = city.ok("/bang/thanh-pho?ky=2014", "").await;
    assert!(page.contains("Quận Một") && page.contains("Ít hồ sơ"));
    city.ok("/bang/phuong-a", "").await;
    city.ok("/bang/so-mot?ky=2013-Q1", "").await;
    assert_eq!(city.get("/bang", "").await.0, StatusCode::UNAUTHORIZED);
    let token = city.staff("quan3", 3, &[]).await;
    assert_eq!(city.get("/bang", &token).await.1, "/bang/quan-mot");
}

#[tokio::test]
async fn over_declaring_is_shown_before_it_is_submitted() {
    let city = city().await;
    let token = city.staff("quan3", 3, &[DECLARE]).await;
    city.ok("/khai-so-lieu", &token).await;
    city.ok("/khai-so-lieu/moi", &token).await;
    let typed = "chi-tieu=II.3.b-dung-han&co-quan=quan-mot&ky=2014-Q1&gia-tri=95";
    let check = city.ok(&format!("/khai-so-lieu/xac-nhan?{typed}"), &token).await;
    assert!(check.contains("Nếu vẫn gửi") && check.contains("khai tốt hơn thực đo cùng kỳ ("), "{check}");
    let form = [
        ("chi-tieu", "II.3.b-dung-han"),
        ("co-quan", "quan-mot"),
        ("ky", "2014-Q1"),
        ("gia-tri", "95"),
        ("can-cu", ""),
    ];
    assert_eq!(city.post("/khai-so-lieu", &token, &form).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [form[0], form[1], form[2], form[3], ("can-cu", "Báo cáo 12/BC")];
    let (status, place) = city.post("/khai-so-lieu", &token, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    // The same period twice is an error of the form, not a second figure.
    let (status, body) = city.post("/khai-so-lieu", &token, &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    let correction = [("gia-tri", "76,0"), ("can-cu", "Đếm lại"), ("ly-do", "Cộng nhầm")];
    assert_eq!(city.post(&place, &token, &correction).await.0, StatusCode::SEE_OTHER);
    let shown = city.ok(&place, &token).await;
    assert!(shown.contains("Cộng nhầm") && shown.contains("<del>95.0</del>"), "{shown}");
    for told in ["Mã chỉ tiêu", "Mã cơ quan", "Kỳ", "Giá trị", "Căn cứ", "tự khai số liệu", "đính chính"]
    {
        assert!(shown.contains(told), "{told} in {shown}");
    }
    assert!(
        !shown.contains("declared ") && !shown.contains(">measure<") && !shown.contains(">period<"),
        "{shown}"
    );
    let measure = city.ok("/muc-tieu/II.3.b-dung-han?co-quan=quan-mot&ky=2014-Q1", "").await;
    assert!(measure.contains("Đếm lại"));
    assert!(city.ok("/khai-so-lieu?dang=csv", &token).await.contains("2014-Q1"));
    // Another district neither sees nor changes it, and cannot declare for this one.
    let other = city.staff("quan4", 4, &[DECLARE]).await;
    assert_eq!(city.get(&place, &other).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.post(&place, &other, &correction).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.post("/khai-so-lieu", &other, &form).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_wrong_figure_keeps_what_was_typed() {
    let city = city().await;
    let token = city.staff("quan3", 3, &[DECLARE]).await;
    for value in ["abc", "150", "-1", ""] {
        let path = format!(
            "/khai-so-lieu/xac-nhan?chi-tieu=II.3.b-dung-han&co-quan=quan-mot&ky=2014-Q1&gia-tri={value}"
        );
        let (status, body) = city.get(&path, &token).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(body.contains(&format!("value=\"{value}\"")) && body.contains("error-summary"));
    }
}

#[tokio::test]
async fn a_reading_is_frozen_on_demand_by_who_may() {
    let city = city().await;
    let form = [("ky", "2014-03"), ("co-quan", "quan-mot")];
    let path = "/muc-tieu/II.3.b-dung-han/chot";
    let other = city.staff("quan4", 4, &[FREEZE]).await;
    assert_eq!(city.post(path, &other, &form).await.0, StatusCode::NOT_FOUND);
    let token = city.staff("quan3", 3, &[FREEZE]).await;
    assert_eq!(city.post(path, &token, &form).await.0, StatusCode::SEE_OTHER);
    let page = city.ok("/muc-tieu/II.3.b-dung-han?co-quan=quan-mot", &token).await;
    assert!(page.contains("tháng 3/2014") && page.contains("Chốt số kỳ này"));
}

#[tokio::test]
async fn the_ports_answer_in_both_languages() {
    let city = city().await;
    let headlines = city.app().port::<Arc<dyn Headlines>>().unwrap().public(city.app(), false).await.unwrap();
    let first = &headlines[0];
    assert_eq!((first.value.as_deref(), first.light, first.count), (Some("75 %"), "amber", 80));
    let standings = city.app().port::<Arc<dyn Standings>>().unwrap().city(city.app(), true).await.unwrap();
    assert_eq!(standings["II.6.đ/chuan"].word, "Not measured");
}

#[tokio::test]
async fn an_official_prints_the_board_as_a_report_and_a_stranger_does_not() {
    let city = city().await;
    let path = "/bang/quan-mot/in?ky=2014";
    assert_eq!(city.get(path, "").await.0, StatusCode::UNAUTHORIZED);
    let leader = city.staff("lanhdao", 4, &[RECORDS]).await;
    let programme = city.ok("/muc-tieu?dang=csv", "").await;
    assert!(
        programme.contains("từ 80 % trở lên, đến 31/12/2015") && !programme.contains("Chỉ tiêu: "),
        "{programme}"
    );
    assert!(city.ok("/muc-tieu", "").await.contains("Chỉ tiêu: từ 80 % trở lên"));
    let (status, body) = city.get(path, &leader).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.starts_with("%PDF-"), "{}", body.chars().take(80).collect::<String>());
    assert!(city.ok("/bang/quan-mot?ky=2014", &leader).await.contains(path));
    assert!(!city.ok("/bang/quan-mot?ky=2014", "").await.contains("/in?ky="));
}

#[tokio::test]
async fn few_peoples_satisfaction_is_not_published() {
    let city = City::at("2014-05-20").await;
    city.answers(5, 1, "2014-03-12", 5).await;
    city.run().await;
    let leader = city.staff("lanhdao", 1, &[RECORDS]).await;
    let entrusted = city.staff("danhgia", 1, &[RECORDS, SEE]).await;
    let paths = [
        "/bang/phuong-a?ky=2014",
        "/muc-tieu?ky=2014",
        "/muc-tieu/II.3.b-hai-long?ky=2014&co-quan=phuong-a",
        "/muc-tieu/II.3.b-hai-long?ky=2014",
        "/bang/quan-mot?ky=2014&chi-tieu=II.3.b-hai-long",
        "/muc-tieu/II.3.b-hai-long/ho-so?ky=2014",
    ];
    for path in paths {
        let page = city.ok(path, "").await;
        assert!(!page.contains(">100<") && !page.contains("100 %"), "{path}: {page}");
    }
    let board = city.ok("/bang/phuong-a?ky=2014", "").await;
    assert!(board.contains("chưa đủ số người trả lời để công bố") && board.contains("Ít số liệu"), "{board}");
    // Single answers: only to those who may open them, in the file too.
    let records = "/muc-tieu/II.3.b-hai-long/ho-so?ky=2014";
    assert!(!city.ok(records, &leader).await.contains("Phiếu 1"));
    assert!(!city.ok(&format!("{records}&dang=csv"), &leader).await.contains("Phiếu 1"));
    assert!(city.ok(records, &entrusted).await.contains("Phiếu 1"));
    for sheet in 2..=5 {
        city.answers(5, sheet, "2014-04-12", 5).await;
    }
    city.run().await;
    // Five people may be published; a month with one of them, and the interval of 25 answers, may not mislead.
    let page = city.ok("/muc-tieu/II.3.b-hai-long?ky=2014&co-quan=phuong-a", "").await;
    assert!(page.contains(">100<") && page.contains("5 người trả lời") && page.contains("56,6"), "{page}");
    assert!(page.contains("Yếu tố a"));
    let month = city.ok("/muc-tieu/II.3.b-hai-long?ky=2014-03&co-quan=phuong-a", "").await;
    assert!(!month.contains(">100<") && month.contains("chưa đủ số người"), "{month}");
}

#[tokio::test]
async fn causes_are_shares_of_all_records() {
    let city = city().await;
    let page = city.ok("/muc-tieu/II.3.b-tra-lai?ky=2014", "").await;
    let row = page.split("Vì late").nth(1).unwrap_or_default();
    let row = row.split("</tr>").next().unwrap_or_default();
    assert!(row.contains("25 %") && row.contains(">20<"), "20 of 80 came late: {row}");
    let leaf = city.ok("/muc-tieu/II.3.b-tra-lai?ky=2014&co-quan=phuong-a", "").await;
    let row = leaf.split("Vì late").nth(1).unwrap_or_default();
    assert!(row.split("</tr>").next().unwrap_or_default().contains("24 %"), "18 of 75: {row}");
}

#[tokio::test]
async fn a_narrow_scope_says_how_much_it_shows() {
    let city = city().await;
    let district = city.staff("quan4", 4, &[RECORDS]).await;
    let path = "/muc-tieu/II.3.b-dung-han/ho-so?ky=2014";
    assert!(city.ok(path, &district).await.contains("5 trong 80 bản ghi bạn được xem"));
    let leader = city.staff("lanhdao", 1, &[RECORDS]).await;
    assert!(!city.ok(path, &leader).await.contains("bạn được xem"));
}

#[tokio::test]
async fn the_records_behind_a_figure_leave_whole_and_journalled() {
    let city = City::at("2014-05-20").await;
    let tx = city.app().store.housekeeping().await.unwrap();
    let rows = (0..2300i64)
        .map(|n| {
            let (code, on) = (format!("HS-{n}"), format!("2014-0{}-1{}", 3 + n % 2, n % 9));
            let agency = 5 + 2 * (n % 2);
            vec![
                code.into(),
                agency.into(),
                on.clone().into(),
                on.into(),
                "HT-01".into(),
                "counter".into(),
                1i64.into(),
                4i64.into(),
            ]
        })
        .collect();
    let into = "INSERT INTO fake_fact (code, agency_id, received_on, settled_on, procedure_code, channel, good, half_days)";
    tx.insert_many(into, rows).await.unwrap();
    tx.commit().await.unwrap();
    let leader = city.staff("lanhdao", 1, &[RECORDS, SEE]).await;
    let path = "/muc-tieu/II.3.b-dung-han/ho-so?ky=2014";
    let file = city.ok(&format!("{path}&dang=csv"), &leader).await;
    let lines: std::collections::BTreeSet<&str> = file.lines().collect();
    assert_eq!((file.lines().count(), lines.len()), (2301, 2301));
    assert!(city.ok(path, &leader).await.contains("CSV có tất cả"));
    let sql = "SELECT COUNT(*) FROM journal WHERE action = 'export_list' AND after LIKE '%\"rows\":2300%'";
    assert_eq!(city.app().store.number(sql, vec![]).await.unwrap(), 1);
}

#[tokio::test]
async fn indicators_sort_filter_and_leave_as_a_file() {
    let city = City::at("2014-05-20").await;
    let all = city.ok("/chi-so", "").await;
    assert!(all.contains("fake_on_time") && all.contains("sap=mang"), "{all}");
    let place = |page: &str, code: &str| page.find(code).unwrap();
    let up = city.ok("/chi-so?sap=mang", "").await;
    assert!(place(&up, "fake_median") < place(&up, "fake_received"));
    let down = city.ok("/chi-so?sap=-mang", "").await;
    assert!(place(&down, "fake_median") > place(&down, "fake_received"));
    let one = city.ok("/chi-so?ma=fake_stock", "").await;
    assert!(one.contains("fake_stock") && !one.contains("fake_median"));
    assert!(one.contains("II.3.b/ton"), "the measures that read it");
    assert!(city.ok("/chi-so?q=khong+co", "").await.contains("Không chỉ số nào khớp"));
    let file = city.ok("/chi-so?dang=csv&sap=-mang", "").await;
    assert!(file.lines().count() > 5 && place(&file, "fake_median") > place(&file, "fake_received"));
    let measure = city.ok("/muc-tieu/II.3.b-dung-han", "").await;
    assert!(measure.contains("/chi-so?ma=fake_on_time"));
}
