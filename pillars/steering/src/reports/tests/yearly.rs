//! What was owed in a year: the figure of reviews and of emulation is that of the list it leads to.

use super::super::on_time;
use super::super::slice::{EDIT, RECEIVE, SIGN, VIEW};
use super::super::store::owed::EVIDENCE;
use super::scene::{City, SEE};
use kernel::Day;

/// Rows of a list as its file has them.
async fn rows(city: &City, href: &str, token: &str) -> Vec<String> {
    let (status, file) = city.get(&format!("{href}&dang=csv"), token).await;
    assert!(status.is_success(), "{href}: {file}");
    file.lines().skip(1).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[tokio::test]
async fn what_was_owed_in_a_year_is_that_of_the_list_and_none_where_nobody_reports() {
    let city = City::new().await;
    let app = &city.city.app;
    let port = on_time();
    let at = |day: &str| city.city.clock.set(day.parse::<Day>().unwrap().start().plus_minutes(9 * 60));
    at("2026-03-23");
    assert!(port.of_year(app, 2026).await.unwrap().is_empty(), "nobody began a report");
    at("2026-03-16");
    let all = [VIEW, EDIT, SIGN, RECEIVE, SEE];
    let (one, two, three) =
        (city.staff("mot", 1, &all).await, city.staff("hai", 1, &all).await, city.staff("ba", 1, &all).await);
    city.things(2, "2026-02-02", (11, 11)).await;
    city.accepted("so-noi-vu", [&one, &two, &three]).await;
    city.begun(&one, "quan-mot").await;
    assert!(port.of_year(app, 2026).await.unwrap().is_empty(), "no last day is over");

    at("2026-03-23");
    let looker = city.staff("xem", 1, &[VIEW]).await;
    let found = port.of_year(app, 2026).await.unwrap();
    let told: Vec<(i64, i64, i64)> = found.iter().map(|r| (r.agency_id, r.due, r.on_time)).collect();
    assert_eq!(told, [(1, 1, 0), (2, 1, 1), (3, 1, 0), (4, 1, 0), (5, 1, 0)], "begun or not, it was owed");
    for of in &found {
        let own = rows(&city, &of.href, &looker).await;
        assert_eq!(i64::try_from(own.len()).unwrap(), of.due, "{own:?}");
        let in_time = rows(&city, &format!("{}&ket-qua=dung-han", of.href), &looker).await;
        assert_eq!(i64::try_from(in_time.len()).unwrap(), of.on_time, "{in_time:?}");
    }
    let whole = found[0].href.split('&').next().unwrap();
    assert_eq!(rows(&city, whole, &looker).await.len(), 5, "up to its first & it lists those of all");
    let (_, page) = city.get(whole, &looker).await;
    for needle in ["5 bản ghi", "5 báo cáo đã qua hạn", "1 gửi đúng hạn", "Phường A", "quý I năm 2026"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert!(port.of_year(app, 2025).await.unwrap().is_empty(), "nobody kept reports of that year here");

    // The indicator counts the same, also of those that nobody began, and once however often the night comes.
    let job = app.job("reports.owe").unwrap();
    for _ in 0..2 {
        (job.run)(app.clone(), serde_json::Value::Null).await.unwrap();
    }
    assert_eq!(city.number("SELECT COUNT(*) FROM report_owed").await, 5);
    let counted = format!("SELECT CAST(SUM(e.numerator) AS BIGINT) FROM ({EVIDENCE}) e");
    assert_eq!(city.number(&counted).await, 1);
}
