//! Tests of rates: published figures, the indicator's evidence, the demo city.

use super::{City, day};
use crate::satisfaction::rules::sheet::SheetState;
use crate::satisfaction::{DemoRatings, DemoReturn, SLICE, rebuild_tally, sheet_counts, store};
use axum::http::StatusCode;
use contracts::dossiers::Channel;
use contracts::settlement::Disliked;
use kernel::Period;
use platform::indicators::Slot;
use platform::{App, Scope};

fn year() -> Slot {
    Slot {
        from: day("2012-01-01"),
        to: day("2012-12-31"),
        today: day("2012-12-31"),
        agencies: None,
        procedure: None,
        field: None,
        channel: None,
        reason: None,
    }
}

#[tokio::test]
async fn few_answers_are_not_published() {
    let city = City::seeded("2012-10-12").await;
    city.rated(10, 3, &["5", "4", "4", "2"]).await;
    let (_, page) = city.get("/hai-long/cong-khai", "").await;
    assert!(page.contains("chưa đủ số câu trả lời để công bố") && !page.contains("75 %"), "{page}");
    city.rated(20, 3, &["5"]).await;
    let (_, page) = city.get("/hai-long/cong-khai", "").await;
    assert!(page.contains("80 %") && page.contains("37,6 đến 96,4 %"), "{page}");
    let (_, page) = city.get("/hai-long/cong-khai?co-quan=phuong-a&ky=2012-10", "").await;
    assert!(page.contains("Công chức") && page.contains("80 %"), "{page}");
    let (_, page) = city.get("/hai-long/cong-khai?ky=2011", "").await;
    assert!(page.contains("Trong kỳ này chưa có ai trả lời"), "{page}");
    assert_eq!(city.get("/hai-long/cong-khai?co-quan=khong-co", "").await.0, StatusCode::NOT_FOUND);
    let leader = city.staff("lanh-dao", 1).await;
    let (_, page) = city.get("/hai-long/tong-hop?ky=2012-Q4", &leader).await;
    assert!(page.contains("80 %") && page.contains("Tiếp cận dịch vụ"), "{page}");
    assert!(city.get("/hai-long/tong-hop?dang=csv", &leader).await.1.contains("Phường A,80,37.6,96.4,5,25"));
}

#[tokio::test]
async fn the_number_and_its_proof_agree() {
    let city = City::seeded("2012-10-12").await;
    city.rated(10, 3, &["5", "3", "4"]).await;
    let path = city.returned(30, 3).await;
    city.rate(&path, &[("q-access", "0"), ("gop_y", "Chỉ góp ý")]).await;
    let [indicator] = SLICE.indicators else { panic!() };
    let rows = indicator.records(&city.app().store, &year(), None, None, 100).await.unwrap();
    let sums = rows.iter().fold((0, 0), |(n, d), r| (n + r.numerator, d + r.denominator));
    assert_eq!(sums, (10, 15));
    let row = rows.first().unwrap();
    assert!(
        row.label.starts_with("Phiếu ") && row.procedure_code == "HT-01" && row.channel == "counter",
        "{row:?}"
    );
    // Paging by (day, record) loses no row, though a sheet has five.
    let mut paged = Vec::new();
    let mut after: Option<(String, i64)> = None;
    loop {
        let cursor = after.as_ref().map(|(d, id)| (d.as_str(), *id));
        let page = indicator.records(&city.app().store, &year(), None, cursor, 4).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.on_day.clone(), last.record_id));
        paged.extend(page.into_iter().map(|r| r.record_id));
    }
    assert_eq!(paged, rows.iter().map(|r| r.record_id).collect::<Vec<_>>());
    let leader = city.staff("lanh-dao", 1).await;
    let (status, place) = city.get(&format!("/hai-long/tra-loi/{}", row.record_id), &leader).await;
    assert!(status == StatusCode::SEE_OTHER && place.starts_with("/hai-long/phieu/"), "{place}");
}

async fn rate_all(app: &App) {
    let mut ratings = DemoRatings::start(app, 7).await.unwrap();
    for some in demo_returns().chunks(50) {
        ratings.add(some).await.unwrap();
    }
    ratings.finish().await.unwrap();
}

fn demo_returns() -> Vec<DemoReturn> {
    let of = |n: i64| DemoReturn {
        dossier_id: n,
        dossier_code: format!("D{n}"),
        agency_id: 3 + n % 2,
        procedure: "HT-01".into(),
        field: "ho-tich".into(),
        channel: if n % 3 == 0 { Channel::Online } else { Channel::Counter },
        returned_on: day("2012-03-01").plus_days(n % 200),
        satisfied_bias: 0.8,
    };
    (1..=2500).map(of).collect()
}

#[tokio::test]
async fn the_demo_fills_sheets_alike_each_time_and_counts_them_as_the_rebuild_does() {
    let city = City::seeded("2012-10-12").await;
    rate_all(city.app()).await;
    let all =
        async |app: &App| store::tally(&app.store, Period::Year { year: 2012 }, &Scope::All).await.unwrap();
    let made = all(city.app()).await;
    let (rated, satisfied) =
        made.iter().filter(|t| t.factor.is_empty()).fold((0, 0), |(r, s), t| (r + t.rated, s + t.satisfied));
    let share = satisfied as f64 / rated as f64;
    assert!(rated > 4000 && (0.76..0.84).contains(&share), "{rated} {share}");
    city.rated(9001, 3, &["5", "1", "3"]).await;
    let kept = all(city.app()).await;
    assert_ne!(kept, made);
    rebuild_tally(city.app()).await.unwrap();
    assert_eq!(all(city.app()).await, kept);

    let other = City::seeded("2012-10-12").await;
    rate_all(other.app()).await;
    assert_eq!(all(other.app()).await, made);
    let sheet = store::by_dossier(&other.app().store, 1).await.unwrap().unwrap();
    assert_ne!(sheet.state(day("2012-10-12")), SheetState::Open);
}

#[tokio::test]
async fn sheets_with_a_low_answer_are_counted_by_agency_and_month() {
    let city = City::seeded("2012-10-12").await;
    city.rated(10, 3, &["5", "2", "3"]).await;
    let days = (day("2012-10-01"), day("2012-10-31"));
    let counted = Disliked { agency_id: 3, month: day("2012-10-01"), sheets: 3, disliked: 1 };
    let counts = sheet_counts();
    assert_eq!(counts.disliked(city.app(), None, days, 2).await.unwrap(), [counted]);
    let wider = counts.disliked(city.app(), Some(3), days, 3).await.unwrap();
    assert_eq!(wider, [Disliked { disliked: 2, ..counted }]);
    assert!(counts.disliked(city.app(), Some(4), days, 2).await.unwrap().is_empty());
    let before = (day("2012-09-01"), day("2012-09-30"));
    assert!(counts.disliked(city.app(), None, before, 2).await.unwrap().is_empty());
}
