//! Agencies compared, the map of tiles, scenarios, open data and the wall screen, over HTTP.

use super::super::slice::FOLLOW;
use super::city::{City, Fact};
use axum::http::StatusCode;
use platform::Read;

/// 2013: ward A 90 of 100 well, commune C 40 of 80, the department 3 of 4; 2014 the same in March.
async fn city() -> City {
    let city = City::at("2014-05-20").await;
    for year in [2013, 2014] {
        for (agency, good, all) in [(5, 90, 100), (7, 40, 80), (2, 3, 4)] {
            for n in 0..all {
                let on = format!("{year}-03-{:02}", 10 + n % 9);
                city.add(&Fact::settled(agency, &on, n < good)).await;
            }
        }
    }
    city.run().await;
    city
}

#[tokio::test]
async fn agencies_are_judged_by_chance_and_those_with_few_records_are_not() {
    let city = city().await;
    let page = city.ok("/so-sanh?chi-tieu=II.3.b-dung-han&ky=2014", "").await;
    // The city: 133 of 184, 72.3 %. 90 of 100 is far above, 40 of 80 far below, 3 of 4 is too few.
    for needle in ["Tốt hơn hẳn", "Kém hơn hẳn", "Ít hồ sơ, không xét", "72,3 %", "<svg class=\"chart\""]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let row = page.split("<tr").find(|r| r.contains("Sở Một")).unwrap();
    assert!(row.contains("không xét"), "{row}");
    let file = city.ok("/so-sanh?chi-tieu=II.3.b-dung-han&ky=2014&dang=csv", "").await;
    assert_eq!(file.lines().count(), 4, "{file}");
    for other in ["II.3.b-trung-vi", "II.3.b-ton", "II.3.b-hai-long"] {
        city.ok(&format!("/so-sanh?chi-tieu={other}&ky=2014&cap=xa"), "").await;
    }
    assert_eq!(city.get("/so-sanh?chi-tieu=khong-co", "").await.0, StatusCode::NOT_FOUND);
    // Nobody asked for a period: the most records there are.
    for path in ["/so-sanh", "/ban-do"] {
        assert!(city.ok(path, "").await.contains("từ đầu chương trình, tính đến"), "{path}");
    }
}

#[tokio::test]
async fn the_map_has_a_table_and_says_who_has_no_tile() {
    let city = city().await;
    for indicator in ["fake_on_time", "fake_median", "fake_received"] {
        for level in ["xa", "huyen"] {
            let page = city.ok(&format!("/ban-do?chi-so={indicator}&cap={level}&ky=2014"), "").await;
            assert!(
                page.contains("chưa có chỗ trên sơ đồ"),
                "these agencies are none of the shipped city's: {page}"
            );
        }
    }
    let csv = city.ok("/ban-do?cap=huyen&ky=2014&dang=csv", "").await;
    assert!(csv.contains("Bậc màu"), "{csv}");
    assert_eq!(city.get("/ban-do?chi-so=khong-co", "").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_scenario_shows_its_arithmetic_and_is_kept_once() {
    let city = city().await;
    let leader = city.staff("lanhdao", 1, &[FOLLOW]).await;
    let path = "/kich-ban?chi-tieu=II.3.b-dung-han&ky=2014&luat=best";
    let page = city.ok(path, &leader).await;
    // Both at 90 %: 90 + 72 of the districts, 3 of the department, of 184: 165 = 89.67 %.
    for needle in ["89,7", "162", "184", "90 %"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let none = city.get("/kich-ban?chi-tieu=II.3.b-dung-han&ky=2014&luat=figure&muc=", &leader).await;
    assert_eq!(none.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(city.ok("/kich-ban?ky=2012&luat=best", &leader).await.contains("Chưa tính được"));
    let form = [
        ("chi-tieu", "II.3.b-dung-han"),
        ("ky", "2014"),
        ("luat", "figure"),
        ("muc", "95"),
        ("ten", "Đạt 95"),
        ("khoa", "k1"),
    ];
    for _ in 0..2 {
        let (status, place) = city.post("/kich-ban", &leader, &form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{place}");
        assert!(city.ok(&place, &leader).await.contains("“Đạt 95”"));
    }
    assert_eq!(city.app().store.number("SELECT COUNT(*) FROM target_scenario", vec![]).await.unwrap(), 1);
    let unnamed: Vec<(&str, &str)> = form.iter().copied().filter(|(n, _)| *n != "ten").collect();
    assert_eq!(city.post("/kich-ban", &leader, &unnamed).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(city.ok("/kich-ban/da-luu", &leader).await.contains("Đạt 95"));
    let district = city.staff("quan3", 3, &[FOLLOW]).await;
    assert!(!city.ok("/kich-ban/da-luu", &district).await.contains("Đạt 95"), "another agency's");
    assert_eq!(city.get("/kich-ban?luu=1", &district).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn open_data_withholds_small_counts_and_the_running_year() {
    let city = city().await;
    let csv = city.ok("/du-lieu-mo/II.3.b-dung-han.csv", "").await;
    let rows: Vec<&str> = csv.lines().skip(1).filter(|l| l.starts_with("2013")).collect();
    assert!(!csv.contains("\n2014"), "the running year is not given away: {csv}");
    // The department's 3 of 4 are few; the smallest other goes with it, and the total stays.
    let row = |code: &str| rows.iter().find(|l| l.contains(code)).copied().unwrap_or_default();
    assert!(row("so-mot").ends_with("true") && row("quan-hai").ends_with("true"), "{csv}");
    assert!(row("quan-mot").ends_with("false") && row(",tat-ca,").contains("184"), "{csv}");
    let json = city.ok("/du-lieu-mo/II.3.b-dung-han.json", "").await;
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rows = read["rows"].as_array().unwrap();
    assert!(
        rows.iter().any(|r| r["suppressed"] == true && r["value"].is_null() && r["denominator"].is_null())
    );
    let catalogue = city.ok("/du-lieu-mo/danh-muc.json", "").await;
    let read: serde_json::Value = serde_json::from_str(&catalogue).unwrap();
    assert_eq!(read["@type"], "dcat:Catalog");
    assert_eq!(read["dcat:dataset"].as_array().unwrap().len(), 6);
    assert!(city.ok("/du-lieu-mo", "").await.contains("creativecommons.org"));
    for name in ["II.3.b-dung-han.exe", "khong-co.csv", "II.6.dd-chuan.csv", "x"] {
        assert_eq!(city.get(&format!("/du-lieu-mo/{name}"), "").await.0, StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn the_wall_screen_turns_its_pages_by_itself_and_can_be_stopped() {
    let city = city().await;
    let page = city.ok("/man-hinh?ky=2014", "").await;
    assert!(page.contains("http-equiv=\"refresh\"") && page.contains("data-theme=\"dark\""), "{page}");
    assert!(page.contains("72,3") && !page.contains("<form"), "{page}");
    let stopped = city.ok("/man-hinh?ky=2014&dung=1", "").await;
    assert!(!stopped.contains("http-equiv=\"refresh\""));
    assert!(city.ok("/man-hinh?ky=2014&trang=99", "").await.contains("Trang"), "beyond the last is the last");
}
