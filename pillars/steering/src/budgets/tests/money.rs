//! Money: allocated, spent within it, adjusted by a second person, settled with what is carried over and given back; papers,
//! overview, calendar.

use super::super::{SLICE, jobs, reform_money};
use super::scene::{City, KEY, LEADS, LOOKS, SENDS, WRITES};
use axum::http::StatusCode;

const SPENT: [(&str, &str); 5] = [
    ("ngay", "2013-03-01"),
    ("chung-tu", "UNC 01"),
    ("so-tien", "10.000.000"),
    ("don-vi-nhan", "Nhà khách thành phố"),
    ("khoa", "aaaaaaaaaaaaaaaa"),
];

/// An allocated budget in March 2013; tokens of writer, sender and chair.
async fn scene() -> (City, String, [String; 3]) {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 5, &WRITES).await;
    let sender = city.staff("giam-doc", 5, &SENDS).await;
    let chair = city.staff("chu-tich", 1, &LEADS).await;
    let budget = city.allocated(&writer, &sender, &chair).await;
    city.at("2013-03-04");
    // Whoever signed in last year signs in again.
    let writer = city.staff("chuyen-vien-sau", 5, &WRITES).await;
    let sender = city.staff("giam-doc-sau", 5, &SENDS).await;
    let chair = city.staff("chu-tich-sau", 1, &LEADS).await;
    (city, budget, [writer, sender, chair])
}

#[tokio::test]
async fn an_allocation_never_passes_what_was_decided_and_its_quarters_add_up() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 5, &WRITES).await;
    let sender = city.staff("giam-doc", 5, &SENDS).await;
    let chair = city.staff("chu-tich", 1, &LEADS).await;
    let budget = city.decided(&writer, &sender, &chair).await;
    let path = format!("{budget}/giao");
    let paper = [("quyet-dinh", "Quyết định số 1"), ("ngay", "2012-07-02"), KEY];
    let with = |more: &[(&'static str, &'static str)]| -> Vec<(&'static str, &'static str)> {
        paper.iter().copied().chain(more.iter().copied()).collect()
    };
    let above = with(&[("giao-1", "18000001"), ("giao-2", "6000000")]);
    city.refused(&path, &chair, &above, (422, "không vượt mức đã quyết định")).await;
    let quarters = with(&[("giao-1", "18000000"), ("giao-2", "6000000"), ("quy1-2", "5000000")]);
    city.refused(&path, &chair, &quarters, (422, "5.000.000 đồng")).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM budget_decision").await, 0);
    let right = with(&[("giao-1", "18000000"), ("giao-2", "5000000")]);
    city.done(&path, &chair, &right).await;
    assert_eq!(city.number("SELECT CAST(SUM(allocated) AS BIGINT) FROM budget_line").await, 23_000_000);
    assert_eq!(city.post(&path, &chair, &right).await.0, StatusCode::CONFLICT, "sent twice");
    let (status, paper) = city.get(&format!("{budget}/in-giao"), &writer).await;
    assert!(status == StatusCode::OK && paper.starts_with("%PDF-"), "{status}");
    let (status, paper) = city.get(&format!("{budget}/in"), &writer).await;
    assert!(status == StatusCode::OK && paper.starts_with("%PDF-"), "{status}");
}

#[tokio::test]
async fn spending_stays_within_its_line_and_a_form_sent_twice_enters_once() {
    let (city, budget, [writer, ..]) = scene().await;
    let path = "/ngan-sach-cchc/dong/1/chi";
    city.done(path, &writer, &SPENT).await;
    city.refused(path, &writer, &SPENT, (422, "chỉ còn 8.000.000 đồng")).await;
    let again: Vec<(&str, &str)> =
        SPENT.iter().map(|(n, v)| if *n == "so-tien" { (*n, "1000") } else { (*n, *v) }).collect();
    city.refused(path, &writer, &again, (409, "đã được gửi trước đó")).await;
    assert_eq!(city.number("SELECT spent FROM budget_line WHERE id = 1").await, 10_000_000);
    let early: Vec<(&str, &str)> = SPENT
        .iter()
        .map(|(n, v)| match *n {
            "ngay" => (*n, "2012-12-31"),
            "so-tien" => (*n, "1000"),
            "khoa" => (*n, "bbbbbbbbbbbbbbbb"),
            _ => (*n, *v),
        })
        .collect();
    city.refused(path, &writer, &early, (422, "01/01/2013")).await;
    let (_, page) = city.get("/ngan-sach-cchc/dong/1", &writer).await;
    for needle in ["Nhà khách thành phố", "UNC 01", "8.000.000", "-8.000.000 đồng", "Quý 1"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert!(page.contains("<dt>Đã chi</dt>"), "the amount says its unit, its label does not: {page}");
    city.done("/ngan-sach-cchc/chi/1/huy", &writer, &[("ly-do", "Ghi nhầm dòng")]).await;
    city.refused("/ngan-sach-cchc/chi/1/huy", &writer, &[("ly-do", "Lần nữa")], (409, "đã được hủy")).await;
    let sums = city.number("SELECT CAST(SUM(spent) AS BIGINT) FROM budget_line").await;
    let kept = "SELECT COALESCE(CAST(SUM(amount) AS BIGINT), 0) FROM budget_spending WHERE voided_at IS NULL";
    assert_eq!((sums, city.number(kept).await), (0, 0), "the line says what its entries say");
    let (_, page) = city.get("/ngan-sach-cchc/chi?nam=2013", &writer).await;
    assert!(page.contains("Ghi nhầm dòng"), "what is struck out stays: {page}");
    assert!(budget.starts_with("/ngan-sach-cchc/du-toan/"));
}

#[tokio::test]
async fn more_money_comes_by_an_adjustment_that_another_person_decides() {
    let (city, budget, [writer, _, chair]) = scene().await;
    city.done("/ngan-sach-cchc/dong/1/chi", &writer, &SPENT).await;
    let path = format!("{budget}/dieu-chinh");
    let below = [("ly-do", "Giảm"), ("giao-1", "9.000.000"), ("khoa", "cccccccccccccccc")];
    city.refused(&path, &writer, &below, (422, "Đã chi 10.000.000 đồng")).await;
    let nothing = [("ly-do", "Không đổi"), ("giao-1", "18.000.000"), ("khoa", "cccccccccccccccc")];
    city.refused(&path, &writer, &nothing, (422, "Chưa có dòng nào đổi")).await;
    let more = [("ly-do", "Thêm hội nghị"), ("giao-1", "25.000.000"), ("khoa", "cccccccccccccccc")];
    let decision = city.done(&path, &writer, &more).await;
    city.refused(&path, &writer, &more, (409, "đang chờ quyết định")).await;
    assert_eq!(city.number("SELECT allocated FROM budget_line WHERE id = 1").await, 18_000_000);
    let verdict = [("ket-qua", "duyet"), ("quyet-dinh", "Quyết định số 99"), ("ngay", "2013-03-04")];
    assert_eq!(city.post(&decision, &writer, &verdict).await.0, StatusCode::FORBIDDEN);
    city.done(&decision, &chair, &verdict).await;
    assert_eq!(city.number("SELECT allocated FROM budget_line WHERE id = 1").await, 25_000_000);
    city.refused(&decision, &chair, &verdict, (409, "đã được quyết định")).await;
    let (_, page) = city.get(&decision, &writer).await;
    for needle in ["Thêm hội nghị", "18.000.000", "25.000.000", "Quyết định số 99"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
}

#[tokio::test]
async fn the_account_says_what_is_carried_over_and_explains_a_larger_variance() {
    let (city, budget, [writer, sender, chair]) = scene().await;
    city.done("/ngan-sach-cchc/dong/1/chi", &writer, &SPENT).await;
    let path = format!("{budget}/quyet-toan");
    let silent = [("chuyen-1", "3.000.000"), ("khoa", "dddddddddddddddd")];
    city.refused(&path, &sender, &silent, (422, "phải giải trình")).await;
    let too_much = [
        ("chuyen-1", "9.000.000"),
        ("giai-trinh-1", "Tiết kiệm"),
        ("giai-trinh-2", "Chưa làm"),
        ("khoa", "dddddddddddddddd"),
    ];
    city.refused(&path, &sender, &too_much, (422, "là 8.000.000 đồng")).await;
    let said = [
        ("chuyen-1", "3.000.000"),
        ("giai-trinh-1", "Tiết kiệm"),
        ("giai-trinh-2", "Chưa làm"),
        ("khoa", "dddddddddddddddd"),
    ];
    city.done(&path, &sender, &said).await;
    city.refused("/ngan-sach-cchc/dong/1/chi", &writer, &SPENT, (409, "Đã báo cáo quyết toán")).await;
    city.done(&format!("{budget}/tra-quyet-toan"), &chair, &[("ly-do", "Thiếu chứng từ")]).await;
    let (_, page) = city.get(&budget, &writer).await;
    assert!(page.contains("Thiếu chứng từ"), "{page}");
    let again: Vec<(&str, &str)> =
        said.iter().map(|(n, v)| if *n == "khoa" { (*n, "eeeeeeeeeeeeeeee") } else { (*n, *v) }).collect();
    city.done(&path, &sender, &again).await;
    let approval = [("quyet-dinh", "Quyết định số 2100"), ("ngay", "2013-03-04")];
    city.done(&format!("{budget}/duyet-quyet-toan"), &chair, &approval).await;
    city.refused(&format!("{budget}/duyet-quyet-toan"), &chair, &approval, (409, "Không có báo cáo")).await;
    let (_, page) = city.get("/ngan-sach-cchc/dong/1", &writer).await;
    for needle in ["3.000.000 đồng", "5.000.000 đồng", "Tiết kiệm"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let rest = "SELECT CAST(SUM(allocated - spent - carried) AS BIGINT) FROM budget_line";
    assert_eq!(city.number(rest).await, 11_000_000, "given back");
}

#[tokio::test]
async fn the_overview_leads_to_its_lines_and_what_is_measured_says_the_same() {
    let (city, _, [writer, ..]) = scene().await;
    city.done("/ngan-sach-cchc/dong/1/chi", &writer, &SPENT).await;
    let looker = city.staff("thanh-pho", 1, &LOOKS).await;
    let (_, page) = city.get("/ngan-sach-cchc/tong-hop?nam=2013", &looker).await;
    for needle in
        ["24.000.000", "10.000.000", "/ngan-sach-cchc/dong?nam=2013&#38;linh-vuc=III.2", "Ngoài chương trình"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let (_, lines) = city.get("/ngan-sach-cchc/dong?nam=2013&linh-vuc=-", &looker).await;
    assert!(lines.contains(">In phiếu<") && !lines.contains(">Hội nghị sơ kết<"), "{lines}");
    assert!(lines.contains("Lĩnh vực: Ngoài chương trình"), "{lines}");
    let (status, file) = city.get("/ngan-sach-cchc/tong-hop?nam=2013&dang=csv", &looker).await;
    assert!(status == StatusCode::OK && file.contains("18000000"), "{file}");
    for indicator in SLICE.indicators {
        let sums = format!(
            "SELECT CAST(SUM(numerator) AS BIGINT) * 100 / CAST(SUM(denominator) AS BIGINT) FROM ({}) e",
            indicator.evidence
        );
        let wanted = if indicator.code == "budget_executed" { 41 } else { 100 };
        assert_eq!(city.number(&sums).await, wanted, "{}", indicator.code);
    }
}

#[tokio::test]
async fn the_money_of_a_year_is_that_of_the_list_it_leads_to_and_none_where_nothing_is_recorded() {
    let (city, _, [writer, ..]) = scene().await;
    city.done("/ngan-sach-cchc/dong/1/chi", &writer, &SPENT).await;
    let looker = city.staff("thanh-pho", 1, &LOOKS).await;
    let app = &city.city.app;
    let found = reform_money().of_year(app, 2013).await.unwrap().unwrap();
    assert_eq!((found.allocated, found.spent, found.count), (24_000_000, 10_000_000, 2));
    let (status, list) = city.get(&format!("{}&dang=csv", found.href), &looker).await;
    assert_eq!(status, StatusCode::OK, "{list}");
    let rows = list.lines().skip(1).filter(|line| !line.is_empty()).count();
    assert_eq!(i64::try_from(rows).unwrap(), found.count, "{list}");
    for amount in ["18000000", "6000000", "10000000"] {
        assert!(list.contains(amount), "{amount}: {list}");
    }
    assert_eq!(reform_money().of_year(app, 2014).await.unwrap(), None);
}

#[tokio::test]
async fn who_has_not_sent_an_estimate_is_reminded_once_a_day() {
    let city = City::new().await;
    let _sender = city.staff("giam-doc", 5, &SENDS).await;
    city.at("2012-07-10");
    let job = jobs::JOBS.first().unwrap();
    for _ in 0..2 {
        (job.run)(city.city.app.clone(), serde_json::Value::Null).await.unwrap();
    }
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'budgets.milestone'";
    assert_eq!(city.number(told).await, 1);
    assert_eq!(city.number("SELECT COUNT(*) FROM journal WHERE action = 'budget_remind'").await, 1);
}
