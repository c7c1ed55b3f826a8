//! Who owes reports: read by everybody, changed by two persons of the city, and followed by calendar and standing.

use super::super::slice::{EDIT, RECEIVE, VIEW};
use super::scene::City;
use axum::http::StatusCode;

const FREE: [(&str, &str); 5] = [
    ("viec", "free"),
    ("loai", "quarter"),
    ("ai", "so-noi-vu"),
    ("tu-nam", "2026"),
    ("can-cu", "Công văn số 12/UBND-NC"),
];
const DUTIES: &str = "/bao-cao-cchc/nghia-vu";
const STANDING: &str = "/bao-cao-cchc/tinh-hinh?nam=2026&ky=quarter:1";

#[tokio::test]
async fn a_change_of_duties_holds_once_a_second_person_puts_it_in_force() {
    let city = City::new().await;
    let home = city.staff("noi-vu", 1, &[VIEW, RECEIVE]).await;
    let second = city.staff("chu-tich", 1, &[VIEW, RECEIVE]).await;
    let writer = city.staff("chuyen-vien", 2, &[VIEW, EDIT]).await;
    let (_, page) = city.get(DUTIES, &writer).await;
    for needle in
        ["Các quận, huyện", "quý I năm 2026", "15/12/2025 – 14/03/2026", "20/03/2026", "Cơ quan cấp trên"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let (_, standing) = city.get(STANDING, &home).await;
    assert!(standing.contains("trên 5 cơ quan"), "{standing}");
    let (_, calendar) = city.get("/bao-cao-cchc/lich", &writer).await;
    assert!(calendar.contains("quý I năm 2026"), "{calendar}");

    let bare: Vec<_> = FREE.iter().map(|(n, v)| (*n, if *n == "can-cu" { "" } else { v })).collect();
    let bare = city.post("/bao-cao-cchc/nghia-vu/moi", &home, &bare).await;
    assert_eq!(bare.0, StatusCode::UNPROCESSABLE_ENTITY, "a change rests on a text");
    let past: Vec<_> = FREE.iter().map(|(n, v)| (*n, if *n == "tu-nam" { "2025" } else { v })).collect();
    let (status, kept) = city.post("/bao-cao-cchc/nghia-vu/moi", &home, &past).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "what was owed before stands");
    assert!(kept.contains("Công văn số 12/UBND-NC"), "what was typed is kept: {kept}");
    let change = city.done("/bao-cao-cchc/nghia-vu/moi", &home, &FREE).await;
    let (_, standing) = city.get(STANDING, &home).await;
    assert!(standing.contains("trên 5 cơ quan"), "it is a proposal: {standing}");
    let own = city.post(&format!("{change}/ap-dung"), &home, &[]).await;
    assert!(own.0 == StatusCode::CONFLICT && own.1.contains("người thứ hai"), "{}", own.1);
    let stale = city.post(&format!("{change}/ap-dung"), &second, &[("phien_ban", "7")]).await;
    assert_eq!(stale.0, StatusCode::CONFLICT);
    city.done(&format!("{change}/ap-dung"), &second, &[("phien_ban", "1")]).await;
    assert_eq!(city.post(&format!("{change}/bo"), &home, &[]).await.0, StatusCode::CONFLICT, "it is decided");

    let (_, standing) = city.get(STANDING, &home).await;
    assert!(standing.contains("trên 4 cơ quan"), "{standing}");
    let (_, calendar) = city.get("/bao-cao-cchc/lich", &writer).await;
    assert!(!calendar.contains("quý I năm 2026"), "{calendar}");
    let begun = [("co-quan", "so-noi-vu"), ("nam", "2026"), ("ky", "quarter:1")];
    assert_eq!(city.post("/bao-cao-cchc/lap", &writer, &begun).await.0, StatusCode::NOT_FOUND);
    let (_, page) = city.get(DUTIES, &writer).await;
    assert!(page.contains("Sở Nội vụ (thôi gửi)") && page.contains(&format!("href=\"{change}\"")), "{page}");
    assert_eq!(page.matches("Công văn số 12/UBND-NC").count(), 1, "a basis stands once: {page}");
    assert!(page.matches("href=\"#can-cu-").count() >= 2, "and is named in each line: {page}");
    let (_, file) = city.get(&format!("{DUTIES}?dang=csv"), &writer).await;
    assert_eq!(file.matches("Công văn số 12/UBND-NC").count(), 2, "the file has it in full: {file}");
    let (_, changes) = city.get("/bao-cao-cchc/nghia-vu/thay-doi", &writer).await;
    assert!(
        changes.contains("Sở Nội vụ: thôi gửi báo cáo quý") && changes.contains("Đã áp dụng"),
        "{changes}"
    );
    let (status, one) = city.get(&change, &writer).await;
    assert!(status == StatusCode::OK && one.contains("Áp dụng thay đổi nghĩa vụ báo cáo"), "{one}");
}

#[tokio::test]
async fn who_receives_reports_for_a_district_only_changes_no_duties() {
    let city = City::new().await;
    let district = city.staff("quan", 3, &[VIEW, RECEIVE]).await;
    assert_eq!(city.get("/bao-cao-cchc/nghia-vu/moi", &district).await.0, StatusCode::NOT_FOUND);
    let (status, _) = city.post("/bao-cao-cchc/nghia-vu/moi", &district, &FREE).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(city.number("SELECT COUNT(*) FROM report_duty_change").await, 0);
}

#[tokio::test]
async fn a_form_of_a_duty_sent_twice_is_one_proposal() {
    let city = City::new().await;
    let home = city.staff("noi-vu", 1, &[VIEW, RECEIVE]).await;
    let keyed: Vec<_> = FREE.iter().copied().chain([("khoa_mau", "mot-khoa-cua-mot-mau")]).collect();
    let first = city.done("/bao-cao-cchc/nghia-vu/moi", &home, &keyed).await;
    assert_eq!(city.done("/bao-cao-cchc/nghia-vu/moi", &home, &keyed).await, first);
    assert_eq!(city.number("SELECT COUNT(*) FROM report_duty_change").await, 1);
}
