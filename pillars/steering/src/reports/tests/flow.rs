//! The way of a report, its figures and their sums.

use super::super::SLICE;
use super::super::slice::{EDIT, RECEIVE, SIGN, TEMPLATES, VIEW};
use super::scene::{City, SEE, SIGNED, TYPED};
use axum::http::StatusCode;
use platform::messages::{Lang, Messages};

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn a_report_fills_itself_is_signed_by_another_returned_by_line_corrected_and_accepted() {
    let city = City::new().await;
    // One on the last day of the data, one on the day after, which belongs to the half-year.
    city.things(2, "2026-03-14", (10, 9)).await;
    city.things(2, "2026-03-15", (5, 5)).await;
    city.things(2, "2025-09-01", (20, 20)).await;
    let writer = city.staff("chuyen-vien", 2, &[VIEW, EDIT, SEE]).await;
    let leader = city.staff("giam-doc", 2, &[VIEW, SIGN, EDIT]).await;
    let home = city.staff("noi-vu", 1, &[VIEW, RECEIVE]).await;

    let (_, calendar) = city.get("/bao-cao-cchc/lich", &writer).await;
    for needle in ["quý I năm 2026", "15/12/2025 – 14/03/2026", "20/03/2026", "còn 4 ngày", "Chưa gửi"]
    {
        assert!(calendar.contains(needle), "{needle}: {calendar}");
    }
    let report = city.begun(&writer, "so-noi-vu").await;
    assert_eq!(city.begun(&writer, "so-noi-vu").await, report, "sent twice it is one report");
    let (_, page) = city.get(&report, &writer).await;
    for needle in
        ["Hồ sơ giải quyết đúng hạn", ">9</a>", "90 %", "chưa viết", "Thay đổi đáng chú ý", "−10 (−50 %)"]
    {
        assert!(page.to_lowercase().contains(&needle.to_lowercase()), "{needle}: {page}");
    }
    let (_, records) = city.get(&format!("{report}/so-lieu/3.5"), &writer).await;
    assert!(records.contains("10 bản ghi") && records.contains("/thu/1"), "{records}");

    let early = city.post(&format!("{report}/trinh"), &writer, &[]).await;
    assert!(early.0 == StatusCode::CONFLICT && early.1.contains("chưa đo được"), "{}", early.1);
    let wrong: Vec<_> = TYPED.iter().map(|(n, v)| (*n, if *n == "so-0" { "ba" } else { v })).collect();
    let (status, kept) = city.post(&format!("{report}/viet"), &writer, &wrong).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && kept.contains("Đã ban hành kế hoạch."), "{kept}");
    let stale: Vec<_> = TYPED.iter().copied().chain([("phien_ban", "7")]).collect();
    assert_eq!(city.post(&format!("{report}/viet"), &writer, &stale).await.0, StatusCode::CONFLICT);
    let beside: Vec<_> = TYPED.iter().copied().chain([("so-12", "11")]).collect();
    city.done(&format!("{report}/viet"), &writer, &beside).await;
    let (_, page) = city.get(&report, &writer).await;
    assert!(page.contains("chênh +2") && page.contains("1.204"), "{page}");

    city.done(&format!("{report}/trinh"), &writer, &[]).await;
    // What comes after the figures were frozen changes nothing in them, and the records' page says so.
    city.things(2, "2026-03-14", (1, 1)).await;
    let (_, records) = city.get(&format!("{report}/so-lieu/3.5"), &writer).await;
    assert!(records.contains("đã khác so với khi chốt"), "{records}");
    assert_eq!(city.post(&format!("{report}/viet"), &writer, &TYPED).await.0, StatusCode::CONFLICT);
    let (status, page) = city.post(&format!("{report}/ky"), &writer, &SIGNED).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{page}");
    city.done(&format!("{report}/ky"), &leader, &SIGNED).await;
    let sent = city
        .number("SELECT COUNT(*) FROM reform_report WHERE state = 'sent' AND sent_on = '2026-03-16'")
        .await;
    assert_eq!(sent, 1);

    let back = [("ly-do", "Xem lại mục 1"), ("dong-0", "Thiếu hai văn bản")];
    city.done(&format!("{report}/tra-lai"), &home, &back).await;
    let (_, page) = city.get(&report, &writer).await;
    assert!(page.contains("Xem lại mục 1") && page.contains("Cần sửa: Thiếu hai văn bản"), "{page}");
    let mended: Vec<_> = beside.iter().map(|(n, v)| (*n, if *n == "so-0" { "5" } else { v })).collect();
    city.done(&format!("{report}/viet"), &writer, &mended).await;
    city.done(&format!("{report}/trinh"), &writer, &[]).await;
    city.done(&format!("{report}/ky"), &leader, &SIGNED).await;
    city.done(&format!("{report}/tiep-nhan"), &home, &[]).await;
    let (_, page) = city.get(&report, &home).await;
    for needle in ["Lần gửi đầu", "đã sửa", "Đã tiếp nhận, khóa", "Đã chốt, lần 2", "15/BC-SNV"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert_eq!(
        city.number("SELECT value FROM report_figure WHERE edition = 1 AND code = '3.5'").await,
        9,
        "frozen as it was"
    );
    assert_eq!(city.number("SELECT value FROM report_figure WHERE edition = 2 AND code = '3.5'").await, 10);

    city.done(&format!("{report}/mo-khoa"), &home, &[("ly-do", "Sửa số đào tạo")]).await;
    let (_, page) = city.get("/bao-cao-cchc/tinh-hinh?nam=2026&ky=quarter:1", &home).await;
    assert!(page.contains("Bị trả lại") && page.contains("Chưa gửi"), "{page}");
}

#[tokio::test]
async fn nobody_signs_or_accepts_their_own_and_another_agency_sees_nothing() {
    let city = City::new().await;
    let all = [VIEW, EDIT, SIGN, RECEIVE];
    let alone = city.staff("mot-minh", 1, &all).await;
    let far = city.staff("phuong", 4, &all).await;
    let report = city.begun(&alone, "so-noi-vu").await;
    city.done(
        &format!("{report}/viet"),
        &alone,
        &[&TYPED[..], &[("so-12", "1"), ("so-13", "1"), ("so-10", "1"), ("so-11", "1")]].concat(),
    )
    .await;
    city.done(&format!("{report}/trinh"), &alone, &[]).await;
    let (status, page) = city.post(&format!("{report}/ky"), &alone, &SIGNED).await;
    assert!(status == StatusCode::CONFLICT && page.contains("người thứ hai"), "{page}");
    let leader = city.staff("giam-doc", 2, &[VIEW, SIGN]).await;
    city.done(&format!("{report}/ky"), &leader, &SIGNED).await;
    assert_eq!(city.post(&format!("{report}/tiep-nhan"), &alone, &[]).await.0, StatusCode::CONFLICT);
    for path in ["", "/in", "/word", "/phu-luc", "/so-lieu/3.5", "/tong-hop", "/noi-dung-cap-duoi"] {
        assert_eq!(city.get(&format!("{report}{path}"), &far).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn communes_sum_into_their_district_and_districts_into_the_city_and_who_is_missing_is_named() {
    let city = City::new().await;
    for (agency, count) in [(1, 2), (3, 3), (4, 5), (5, 7), (2, 11)] {
        city.things(agency, "2026-02-02", (count, count)).await;
    }
    let all = [VIEW, EDIT, SIGN, RECEIVE, SEE];
    let (one, two, three) =
        (city.staff("mot", 1, &all).await, city.staff("hai", 1, &all).await, city.staff("ba", 1, &all).await);
    city.accepted("phuong-a", [&one, &two, &three]).await;
    let district = city.begun(&one, "quan-mot").await;
    let (_, page) = city.get(&district, &one).await;
    assert!(page.contains("Phường B") && page.contains("1/2 báo cáo cấp dưới"), "{page}");
    let (_, sums) = city.get(&format!("{district}/tong-hop?dong=3.5"), &one).await;
    assert!(sums.contains("Của chính cơ quan 3 + cấp dưới 5 = 8"), "{sums}");
    let (_, texts) = city.get(&format!("{district}/noi-dung-cap-duoi?muc=I"), &one).await;
    assert!(texts.contains("Phường A") && texts.contains("Đã ban hành kế hoạch."), "{texts}");
    city.accepted("phuong-b", [&one, &two, &three]).await;
    city.accepted("quan-mot", [&one, &two, &three]).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM reform_report WHERE aggregated_into IS NOT NULL").await, 2);
    city.accepted("so-noi-vu", [&one, &two, &three]).await;
    let whole = city.begun(&one, "thanh-pho").await;
    let (_, sums) = city.get(&format!("{whole}/tong-hop?dong=3.5"), &one).await;
    assert!(sums.contains("Của chính cơ quan 2 + cấp dưới 26 = 28"), "each record once: {sums}");
    // Of what is typed too, nothing is lost on the way up: four reports of 1.204 each.
    let (_, sums) = city.get(&format!("{whole}/tong-hop?dong=5.1"), &one).await;
    assert!(sums.contains("cấp dưới 4.816"), "{sums}");
}

#[tokio::test]
async fn a_request_goes_to_the_chosen_agencies_once_and_is_answered_by_a_report() {
    let city = City::new().await;
    let home = city.staff("noi-vu", 1, &[VIEW, RECEIVE]).await;
    let writer = city.staff("chuyen-vien", 2, &[VIEW, EDIT]).await;
    let other = city.staff("phuong", 4, &[VIEW, EDIT]).await;
    let form = [
        ("khoa", "k1"),
        ("tu-co-quan", "thanh-pho"),
        ("ten", "Hồ sơ quá hạn"),
        ("noi-dung", "Nêu nguyên nhân"),
        ("tu", "2026-01-01"),
        ("den", "2026-02-28"),
        ("han", "2026-03-25"),
        ("mau", "bao-cao-cchc"),
        ("co-quan", "so-noi-vu"),
    ];
    let past: Vec<_> = form.iter().map(|(n, v)| (*n, if *n == "han" { "2026-03-01" } else { v })).collect();
    let (status, page) = city.post("/bao-cao-cchc/yeu-cau/moi", &home, &past).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Nêu nguyên nhân"), "{page}");
    let request = city.done("/bao-cao-cchc/yeu-cau/moi", &home, &form).await;
    assert_eq!(city.done("/bao-cao-cchc/yeu-cau/moi", &home, &form).await, request);
    assert_eq!(city.number("SELECT COUNT(*) FROM report_request").await, 1);
    let (_, calendar) = city.get("/bao-cao-cchc/lich", &writer).await;
    assert!(calendar.contains("Hồ sơ quá hạn"), "{calendar}");
    assert_eq!(city.get(&request, &other).await.0, StatusCode::NOT_FOUND);
    let id = request.rsplit('/').next().unwrap();
    let begin = [("co-quan", "so-noi-vu"), ("yeu-cau", id)];
    city.done("/bao-cao-cchc/lap", &writer, &begin).await;
    let (_, page) = city.get(&format!("/bao-cao-cchc/tinh-hinh?yeu-cau={id}"), &home).await;
    assert!(page.contains("Sở Nội vụ") && !page.contains("Phường A"), "{page}");
    let not_asked = [("co-quan", "phuong-a"), ("yeu-cau", id)];
    assert_eq!(city.post("/bao-cao-cchc/lap", &other, &not_asked).await.0, StatusCode::CONFLICT);
    let group = form.map(|(name, value)| match name {
        "co-quan" => ("nhom", "commune"),
        "khoa" => (name, "k2"),
        _ => (name, value),
    });
    city.done("/bao-cao-cchc/yeu-cau/moi", &home, &group).await;
    let asked = "SELECT COUNT(*) FROM report_request_agency WHERE agency_id IN (4, 5)";
    assert_eq!(city.number(asked).await, 2, "all communes at once");
}

#[tokio::test]
async fn a_reminder_is_told_on_its_day_to_who_writes() {
    let city = City::new().await;
    city.staff("chuyen-vien", 2, &[VIEW, EDIT]).await;
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'reports.due'";
    let job = city.city.app.job("reports.remind").unwrap();
    (job.run)(city.city.app.clone(), serde_json::Value::Null).await.unwrap();
    assert_eq!(city.number(told).await, 0, "four days before");
    let day = "2026-03-19".parse::<kernel::Day>().unwrap();
    city.city.clock.set(day.start().plus_minutes(440));
    (job.run)(city.city.app.clone(), serde_json::Value::Null).await.unwrap();
    assert_eq!(city.number(told).await, 1, "one day before");
}

#[tokio::test]
async fn a_template_is_written_as_a_draft_and_published_by_another() {
    let city = City::new().await;
    let (one, two) =
        (city.staff("mot", 1, &[VIEW, TEMPLATES]).await, city.staff("hai", 1, &[VIEW, TEMPLATES]).await);
    let body = "sections: [{code: I, title: Một}]\nappendix: [{title: A, rows: [{code: \"1\", name: Số}]}]";
    let broken = [("ten", "Mẫu"), ("noi-dung", "sections: [")];
    let (status, page) = city.post("/bao-cao-cchc/mau/1/sua", &one, &broken).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Không đọc được mẫu"), "{page}");
    let draft = city.done("/bao-cao-cchc/mau/1/sua", &one, &[("ten", "Mẫu gọn"), ("noi-dung", body)]).await;
    assert_eq!(city.post(&format!("{draft}/ban-hanh"), &one, &[]).await.0, StatusCode::CONFLICT);
    city.done(&format!("{draft}/ban-hanh"), &two, &[]).await;
    let (_, page) = city.get("/bao-cao-cchc/mau", &one).await;
    assert!(page.contains("Mẫu gọn, phiên bản 2") && page.contains("16/03/2026"), "{page}");
}
