//! The way of a plan: written, sent, returned, approved by a second person, amended; what the public sees.

use super::super::SLICE;
use super::scene::{APPROVAL, CAMPAIGN, City, DECIDES, PLANNED, SENDS, WRITES};
use axum::http::StatusCode;
use platform::messages::{Lang, Messages};

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn a_plan_goes_from_its_writer_over_a_return_to_a_second_persons_approval() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 2, &WRITES).await;
    let sender = city.staff("truong-phong", 2, &SENDS).await;
    let approver = city.staff("giam-doc", 2, &DECIDES).await;
    let begun = [("co-quan", "so-noi-vu"), ("nam", "2013")];
    let plan = city.done("/truyen-thong/lap", &writer, &begun).await;
    assert_eq!(city.post("/truyen-thong/lap", &writer, &begun).await.0, StatusCode::CONFLICT, "sent twice");
    let empty = city.post(&format!("{plan}/trinh"), &sender, &[]).await;
    assert!(empty.0 == StatusCode::CONFLICT && empty.1.contains("chưa dự kiến"), "{}", empty.1);
    let campaign = city.done(&format!("{plan}/chien-dich-moi"), &writer, &CAMPAIGN).await;
    let twice = city.post(&format!("{plan}/chien-dich-moi"), &writer, &CAMPAIGN).await;
    assert!(twice.0 == StatusCode::CONFLICT && twice.1.contains("Một cửa gần dân"), "{}", twice.1);
    let wrong =
        city.post(&format!("{campaign}/du-kien"), &writer, &[("kenh", "dien-tin"), ("quy", "1")]).await;
    assert!(wrong.0 == StatusCode::UNPROCESSABLE_ENTITY && wrong.1.contains("Chọn một mục"), "{}", wrong.1);
    city.done(&format!("{campaign}/du-kien"), &writer, &PLANNED).await;
    city.done(&format!("{campaign}/du-kien"), &writer, &PLANNED).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM comm_planned").await, 1, "the same cell again replaces it");

    city.done(&format!("{plan}/trinh"), &sender, &[]).await;
    assert_eq!(
        city.post(&format!("{plan}/chien-dich-moi"), &writer, &CAMPAIGN).await.0,
        StatusCode::CONFLICT
    );
    assert_eq!(city.get("/tuyen-truyen/chien-dich/1", "").await.0, StatusCode::NOT_FOUND);
    city.done(&format!("{plan}/tra-lai"), &approver, &[("ly-do", "Thiếu đối tượng")]).await;
    let (_, page) = city.get(&plan, &writer).await;
    assert!(page.contains("Thiếu đối tượng"), "{page}");
    city.done(&format!("{plan}/trinh"), &sender, &[]).await;
    city.done(&format!("{plan}/duyet"), &approver, &APPROVAL).await;
    let (status, page) = city.get("/tuyen-truyen", "").await;
    assert!(status == StatusCode::OK && page.contains("Một cửa gần dân"), "{page}");
    let (_, page) = city.get("/tuyen-truyen/chien-dich/1", "").await;
    assert!(page.contains("0 trên 2 tin, bài"), "{page}");
}

#[tokio::test]
async fn nobody_approves_what_they_wrote_and_another_agency_sees_nothing() {
    let city = City::new().await;
    let all = city.staff("giam-doc", 2, &[WRITES.as_slice(), &SENDS, &DECIDES].concat()).await;
    let plan = city.written(&all).await;
    city.done(&format!("{plan}/trinh"), &all, &[]).await;
    let own = city.post(&format!("{plan}/duyet"), &all, &APPROVAL).await;
    assert!(own.0 == StatusCode::CONFLICT && own.1.contains("không tự phê duyệt"), "{}", own.1);
    let other = city.staff("quan", 3, &WRITES).await;
    for path in [plan.as_str(), "/truyen-thong/chien-dich/1", "/truyen-thong/du-kien/1"] {
        assert_eq!(city.get(path, &other).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let (_, list) = city.get("/truyen-thong", &other).await;
    assert!(!list.contains("Sở Nội vụ</td>"), "{list}");
}

#[tokio::test]
async fn an_amendment_leaves_the_edition_in_force_until_it_is_approved() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 2, &WRITES).await;
    let sender = city.staff("truong-phong", 2, &SENDS).await;
    let approver = city.staff("giam-doc", 2, &DECIDES).await;
    let plan = city.in_force(&writer, &sender, &approver).await;
    let (in_force, draft) = (format!("{plan}/in"), format!("{plan}/in?ban=du-thao"));
    let (_, paper) = city.get(&in_force, &writer).await;
    city.done(&format!("{plan}/dieu-chinh"), &writer, &[("ly-do", "Thêm kinh phí")]).await;
    let more = [("kenh", "bao-in"), ("quy", "1"), ("so-luong", "5")];
    city.done("/truyen-thong/chien-dich/1/du-kien", &writer, &more).await;
    assert!(city.get(&in_force, &writer).await.1 == paper, "what is in force is printed as before");
    let (_, amended) = city.get(&draft, &writer).await;
    assert!(amended.starts_with("%PDF-") && amended != paper, "the draft is a paper of its own");
    assert!(city.get(&plan, &writer).await.1.contains("In dự thảo sửa đổi"));
    let (_, page) = city.get("/truyen-thong/thuc-hien?nam=2013", &writer).await;
    assert!(page.contains("Dự kiến 2 tin, bài"), "{page}");
    city.done(&format!("{plan}/trinh"), &sender, &[]).await;
    city.done(&format!("{plan}/duyet"), &approver, &APPROVAL).await;
    let (_, page) = city.get("/truyen-thong/thuc-hien?nam=2013", &writer).await;
    assert!(page.contains("Dự kiến 5 tin, bài"), "{page}");
    let stale =
        city.post(&format!("{plan}/dieu-chinh"), &writer, &[("ly-do", "x"), ("phien_ban", "1")]).await;
    assert_eq!(stale.0, StatusCode::CONFLICT);
}
