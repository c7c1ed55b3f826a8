//! The way of an estimate: written, sent, cut with a reason, commented on, returned, answered, sent again, passed over all offices.

use super::super::SLICE;
use super::scene::{City, FREE, KEEPS, LEADS, LINE, LOOKS, RESOLUTION, SENDS, WRITES};
use axum::http::StatusCode;
use platform::messages::{Lang, Messages};

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn totals_by_source_task_and_item_are_those_of_the_lines() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 5, &WRITES).await;
    let budget = city.written(&writer).await;
    let (_, page) = city.get(&budget, &writer).await;
    for needle in [
        "Hội nghị sơ kết",
        "120 đại biểu × 150.000 đồng",
        "24.000.000",
        "18.000.000",
        "6.000.000",
        "Theo nguồn",
        "Theo nhiệm vụ",
        "Theo mục chi",
        "Nguồn huy động khác",
    ] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let begun = [("co-quan", "so-tu-phap"), ("nam", "2013")];
    city.refused("/ngan-sach-cchc/lap", &writer, &begun, (409, "đã có dự toán năm này")).await;
    let (_, paper) = city.get(&format!("{budget}/thay-doi"), &writer).await;
    assert!(paper.contains("Chưa có thay đổi"), "{paper}");
}

#[tokio::test]
async fn an_office_cuts_a_line_with_its_reason_and_what_changed_between_rounds_is_a_table() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 5, &WRITES).await;
    let sender = city.staff("giam-doc", 5, &SENDS).await;
    let looker = city.staff("tham-tra", 2, &LOOKS).await;
    let home = city.staff("noi-vu", 2, &LEADS).await;
    let budget = city.written(&writer).await;
    assert_eq!(city.post(&format!("{budget}/gui"), &writer, &[]).await.0, StatusCode::FORBIDDEN);
    assert_eq!(city.get(&budget, &looker).await.0, StatusCode::NOT_FOUND, "a draft is its agency's");
    city.done(&format!("{budget}/gui"), &sender, &[]).await;
    city.refused(&format!("{budget}/dong-moi"), &writer, &LINE, (409, "đang được xem xét")).await;

    let bare = [("so-tien", "15.000.000"), ("ly-do", "")];
    city.refused("/ngan-sach-cchc/dong/1/muc-tien", &looker, &bare, (422, "15.000.000")).await;
    let cut = [("so-tien", "15.000.000"), ("ly-do", "Giảm số đại biểu")];
    city.done("/ngan-sach-cchc/dong/1/muc-tien", &looker, &cut).await;
    let (_, page) = city.get(&budget, &writer).await;
    assert!(page.contains("-3.000.000 đồng: Giảm số đại biểu (Sở Nội vụ)"), "{page}");
    let said = [("dong", "2"), ("y-kien", "Nêu rõ cỡ mẫu")];
    city.done(&format!("{budget}/y-kien"), &looker, &said).await;
    city.done(&format!("{budget}/tra-lai"), &home, &[("ly-do", "Chưa rõ cỡ mẫu")]).await;
    let early = city.post(&format!("{budget}/gui"), &sender, &[]).await;
    assert!(early.0 == StatusCode::CONFLICT && early.1.contains("1 ý kiến chưa trả lời"), "{}", early.1);
    city.done("/ngan-sach-cchc/y-kien/1", &writer, &[("tra-loi", "2.000 phiếu")]).await;

    let silent: Vec<(&str, &str)> =
        FREE.iter().map(|(n, v)| if *n == "so-luong" { (*n, "1500") } else { (*n, *v) }).collect();
    let edit = "/ngan-sach-cchc/dong/2/sua";
    assert_eq!(city.post(edit, &writer, &silent).await.0, StatusCode::UNPROCESSABLE_ENTITY, "no reason");
    let told: Vec<(&str, &str)> = silent.iter().copied().chain([("ly-do", "Cỡ mẫu 1.500")]).collect();
    city.done(edit, &writer, &told).await;
    city.done(&format!("{budget}/gui"), &sender, &[]).await;
    let (_, page) = city.get(&format!("{budget}/thay-doi"), &writer).await;
    for needle in [
        "18.000.000",
        "15.000.000",
        "Giảm số đại biểu",
        "-3.000.000",
        "4.500.000",
        "Cỡ mẫu 1.500",
        "-4.500.000",
        "Sở Nội vụ",
    ] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let sums =
        city.number("SELECT CAST(SUM(amount_after - amount_before) AS BIGINT) FROM budget_change").await;
    let now = city.number("SELECT CAST(SUM(amount) AS BIGINT) FROM budget_line").await;
    assert_eq!((sums, now), (-4_500_000, 24_000_000 - 4_500_000), "first sent, changed, as it stands");
    assert_eq!(city.number("SELECT round FROM reform_budget").await, 2);
}

#[tokio::test]
async fn a_second_person_passes_it_on_and_planning_that_is_not_there_is_passed_over() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 5, &WRITES).await;
    let sender = city.staff("giam-doc", 5, &SENDS).await;
    let home = city.staff("noi-vu", 2, &LEADS).await;
    let money = city.staff("tai-chinh", 3, &LEADS).await;
    let chair = city.staff("chu-tich", 1, &LEADS).await;
    let budget = city.written(&writer).await;
    city.done(&format!("{budget}/gui"), &sender, &[]).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM budget_step").await, 4);
    assert_eq!(city.post(&format!("{budget}/chuyen"), &money, &[]).await.0, StatusCode::NOT_FOUND);
    let cut = [("so-tien", "5.000.000"), ("ly-do", "Đã có phiếu in")];
    city.done("/ngan-sach-cchc/dong/2/muc-tien", &home, &cut).await;
    city.refused(&format!("{budget}/chuyen"), &home, &[], (409, "không tự quyết định")).await;
    let other = city.staff("noi-vu-pho", 2, &LEADS).await;
    city.done(&format!("{budget}/chuyen"), &other, &[]).await;
    assert_eq!(city.post(&format!("{budget}/rut"), &sender, &[]).await.0, StatusCode::CONFLICT);
    city.done(&format!("{budget}/chuyen"), &money, &[]).await;
    city.done(&format!("{budget}/chuyen"), &chair, &[]).await;
    let (_, page) = city.get(&budget, &writer).await;
    assert!(page.contains("Hội đồng nhân dân quyết định: Thành phố"), "{page}");
    city.refused(&format!("{budget}/chuyen"), &chair, &[], (422, "Số văn bản")).await;
    city.done(&format!("{budget}/chuyen"), &chair, &RESOLUTION).await;
    let (_, page) = city.get(&budget, &writer).await;
    for needle in ["Đã quyết định, chờ giao", "Nghị quyết số 45/NQ-HĐND", "23.000.000"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let far = city.staff("phuong", 4, &WRITES).await;
    for path in [budget.clone(), format!("{budget}/thay-doi"), "/ngan-sach-cchc/dong/1".to_owned()] {
        assert_eq!(city.get(&path, &far).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let (_, list) = city.get("/ngan-sach-cchc", &far).await;
    assert!(list.contains("Chưa có dự toán nào"), "{list}");
}

#[tokio::test]
async fn a_commune_decides_itself_and_the_departments_get_a_copy() {
    let city = City::new().await;
    let writer = city.staff("can-bo-xa", 4, &WRITES).await;
    let sender = city.staff("van-phong-xa", 4, &SENDS).await;
    let chair = city.staff("chu-tich-xa", 4, &LEADS).await;
    let copied = city.staff("tai-chinh", 3, &LOOKS).await;
    let begun = [("co-quan", "phuong-mot"), ("nam", "2013")];
    let budget = city.done("/ngan-sach-cchc/lap", &writer, &begun).await;
    city.refused(&format!("{budget}/gui"), &sender, &[], (409, "chưa có dòng nào")).await;
    city.done(&format!("{budget}/dong-moi"), &writer, &FREE).await;
    city.done(&format!("{budget}/gui"), &sender, &[]).await;
    assert_eq!(city.get(&budget, &copied).await.0, StatusCode::NOT_FOUND, "nothing is decided yet");
    let cut = [("so-tien", "5.000.000"), ("ly-do", "Đã có phiếu in")];
    city.done("/ngan-sach-cchc/dong/1/muc-tien", &chair, &cut).await;
    city.refused(&format!("{budget}/chuyen"), &chair, &[], (409, "không tự quyết định")).await;
    city.done(&format!("{budget}/tra-lai"), &chair, &[("ly-do", "Gửi lại theo mức đã giảm")]).await;
    city.done(&format!("{budget}/gui"), &sender, &[]).await;
    city.done(&format!("{budget}/chuyen"), &chair, &[]).await;
    city.done(&format!("{budget}/chuyen"), &chair, &RESOLUTION).await;
    let (_, page) = city.get("/ngan-sach-cchc/ban-sao", &copied).await;
    for needle in ["Phường Một", "02/07/2012", "Ghi đã xem"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert_eq!(city.get(&budget, &copied).await.0, StatusCode::OK);
    let copy = city.number("SELECT MAX(id) FROM budget_party WHERE role = 'copy' AND agency_id = 3").await;
    let seen = format!("/ngan-sach-cchc/ban-sao/{copy}/da-xem");
    city.done(&seen, &copied, &[]).await;
    let (_, page) = city.get("/ngan-sach-cchc/ban-sao", &copied).await;
    assert!(page.contains("Cán bộ tai-chinh"), "{page}");
    let (_, page) = city.get("/ngan-sach-cchc/lich?nam=2013", &chair).await;
    assert!(page.contains("20/07/2012") && page.contains("1 trên 1"), "{page}");
}

#[tokio::test]
async fn what_is_missing_is_said_at_once_and_nothing_typed_is_lost() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 5, &WRITES).await;
    let budget =
        city.done("/ngan-sach-cchc/lap", &writer, &[("co-quan", "so-tu-phap"), ("nam", "2013")]).await;
    let wrong = [("noi-dung", "Hội nghị nhỏ"), ("muc-chi", "khong-co"), ("so-luong", "0"), ("don-gia", "x")];
    let (status, page) = city.post(&format!("{budget}/dong-moi"), &writer, &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for needle in ["Hội nghị nhỏ", "khong-co", "từ 1 trở lên", "lớn hơn 0"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert_eq!(city.number("SELECT COUNT(*) FROM budget_line").await, 0);
    let seen: Vec<(&str, &str)> = LINE.iter().copied().chain([("phien_ban", "0")]).collect();
    assert_eq!(city.post(&format!("{budget}/dong-moi"), &writer, &seen).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_catalogue_is_dated_and_an_ended_item_is_not_offered_afterwards() {
    let city = City::new().await;
    let keeper = city.staff("noi-vu", 1, &KEEPS).await;
    let writer = city.staff("chuyen-vien", 5, &WRITES).await;
    let item = [
        ("ma", "thi-dua"),
        ("ten", "Thi đua cải cách"),
        ("can-cu", "Quyết định của thành phố"),
        ("tu", "2012-01-01"),
    ];
    city.done("/ngan-sach-cchc/muc-chi/moi", &keeper, &item).await;
    city.refused("/ngan-sach-cchc/muc-chi/moi", &keeper, &item, (409, "Đã có mục chi")).await;
    let id = city.number("SELECT id FROM budget_item WHERE code = 'thi-dua'").await;
    let end = format!("/ngan-sach-cchc/muc-chi/{id}/het");
    city.done(&end, &keeper, &[("den", "2012-12-31")]).await;
    let budget =
        city.done("/ngan-sach-cchc/lap", &writer, &[("co-quan", "so-tu-phap"), ("nam", "2013")]).await;
    let (_, page) = city.get(&format!("{budget}/dong-moi"), &writer).await;
    assert!(page.contains("hoi-nghi") && !page.contains("thi-dua"), "{page}");
    assert_eq!(city.get("/ngan-sach-cchc/muc-chi/moi", &writer).await.0, StatusCode::FORBIDDEN);
}
