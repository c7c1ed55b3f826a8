//! What other slices keep of reports, money and inspections: the document names it with the way to its records, and says of years
//! without any that nobody recorded it.

use super::super::paper;
use super::super::store::figures;
use super::{City, HOME};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::final_review::{
    InspectionsOfYear, MoneyOfYear, ReformInspections, ReformMoney, ReportsOfYear, ReportsOnTime,
};
use platform::App;
use platform::messages::Lang;
use std::sync::Arc;

/// Records of 2013 alone.
struct Kept;

#[async_trait]
impl ReportsOnTime for Kept {
    async fn of_year(&self, _: &App, year: i32) -> platform::Result<Vec<ReportsOfYear>> {
        let of = |agency_id, code: &str, on_time| ReportsOfYear {
            agency_id,
            due: 4,
            on_time,
            href: format!("/bao-cao-cchc/den-han?nam={year}&co-quan={code}"),
        };
        Ok(if year == 2013 { vec![of(2, "so-noi-vu", 4), of(3, "so-tu-phap", 3)] } else { Vec::new() })
    }
}

#[async_trait]
impl ReformMoney for Kept {
    async fn of_year(&self, _: &App, year: i32) -> platform::Result<Option<MoneyOfYear>> {
        Ok((year == 2013).then(|| MoneyOfYear {
            allocated: 24_000_000,
            spent: 10_000_000,
            count: 2,
            href: "/ngan-sach-cchc/dong?nam=2013".to_owned(),
        }))
    }
}

#[async_trait]
impl ReformInspections for Kept {
    async fn of_year(&self, _: &App, year: i32) -> platform::Result<Option<InspectionsOfYear>> {
        Ok((year == 2013).then(|| InspectionsOfYear {
            done: 3,
            findings: 5,
            handled: 4,
            href: "/kiem-tra-cchc?nam=2013&trang-thai=co-ket-luan".to_owned(),
        }))
    }
}

#[tokio::test]
async fn the_document_names_what_is_kept_and_years_without_records_stay_unrecorded() {
    let city = City::new().await;
    let app = &city.city.app;
    app.provide::<Arc<dyn ReportsOnTime>>(Arc::new(Kept));
    app.provide::<Arc<dyn ReformMoney>>(Arc::new(Kept));
    app.provide::<Arc<dyn ReformInspections>>(Arc::new(Kept));
    let home = city.staff("noi-vu", 1, &HOME).await;
    let review = city.frozen(&home).await;
    let all = figures::of_review(&app.store, 1).await.unwrap();
    let table = paper::done(app, &app.locale(Lang::Vi), &all);
    let heads = ["2011", "2012", "2013", "2014", "2015"];
    assert_eq!(table.rows[0].len(), heads.len() + 1);
    let row =
        |name: &str| table.rows.iter().find(|row| row[0].0.iter().any(|run| run.words == name)).unwrap();
    for (name, words, href) in [
        ("Kinh phí được giao", "24 triệu đồng", "/ngan-sach-cchc/dong?nam=2013"),
        ("Kinh phí đã chi", "10 triệu đồng", "/ngan-sach-cchc/dong?nam=2013"),
        (
            "Kiểm tra cải cách hành chính",
            "3 cuộc; xử lý 4/5 tồn tại",
            "/kiem-tra-cchc?nam=2013&trang-thai=co-ket-luan",
        ),
        ("Báo cáo định kỳ", "7/8 đúng hạn", "/bao-cao-cchc/den-han?nam=2013"),
    ] {
        let cells = row(name);
        let told = &cells[3].0[0];
        assert!(told.words.contains(words), "{name}: {told:?}");
        assert!(told.link.as_deref().is_some_and(|link| link.ends_with(href)), "{name}: {told:?}");
        for year in [1, 2, 4, 5] {
            let none = &cells[year].0[0];
            assert_eq!((none.words.as_str(), &none.link), ("Chưa ghi nhận trong hệ thống", &None), "{name}");
        }
    }
    let counts = "SELECT COUNT(*) FROM final_review_figure WHERE code || ':' || CAST(count AS TEXT) IN \
                  ('allocated/2013:2', 'spent/2013:2', 'inspections/2013:3', 'reports/2013:8')";
    assert_eq!(city.number(counts).await, 4, "each with the number of its records");
    let (status, _) = city.get(&format!("{review}/van-ban?dang=docx"), &home).await;
    assert_eq!(status, StatusCode::OK);
}
