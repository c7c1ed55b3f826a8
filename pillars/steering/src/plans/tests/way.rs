//! The way of a plan: written, sent, commented on, returned, answered, approved by a second person, amended with a diff.

use super::super::SLICE;
use super::scene::{APPROVAL, City, DECIDES, SENDS, TASK, WRITES};
use axum::http::StatusCode;
use platform::messages::{Lang, Messages};

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn a_plan_goes_from_its_writer_over_comments_and_answers_to_a_second_persons_approval() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 2, &WRITES).await;
    let sender = city.staff("giam-doc", 2, &SENDS).await;
    let approver = city.staff("chu-tich", 1, &DECIDES).await;
    let plan = city.written(&writer).await;
    assert_eq!(city.post(&format!("{plan}/trinh"), &writer, &[]).await.0, StatusCode::FORBIDDEN);
    city.done(&format!("{plan}/trinh"), &sender, &[]).await;
    let (_, page) = city.get(&plan, &approver).await;
    for needle in
        ["Đã trình, chờ duyệt", "Mở lớp bồi dưỡng", "180.000.000 đồng", "Thành phố", "Phối hợp: Sở Tư pháp"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert_eq!(city.post(&format!("{plan}/viec-moi"), &writer, &TASK).await.0, StatusCode::CONFLICT);

    let comment = [("viec", "1"), ("y-kien", "Nêu rõ số học viên"), ("khoa_mau", "khoa-cua-mot-bieu-mau")];
    for _ in 0..2 {
        city.done(&format!("{plan}/y-kien"), &approver, &comment).await;
    }
    assert_eq!(city.number("SELECT COUNT(*) FROM plan_comment").await, 1, "sent twice, said once");
    let bare = city.post(&format!("{plan}/tra-lai"), &approver, &[("ly-do", "")]).await;
    assert_eq!(bare.0, StatusCode::UNPROCESSABLE_ENTITY);
    city.done(&format!("{plan}/tra-lai"), &approver, &[("ly-do", "Chưa rõ sản phẩm")]).await;
    let early = city.post(&format!("{plan}/trinh"), &sender, &[]).await;
    assert!(early.0 == StatusCode::CONFLICT && early.1.contains("1 ý kiến chưa trả lời"), "{}", early.1);
    city.done("/ke-hoach-cchc/y-kien/1", &writer, &[("tra-loi", "Đã nêu 80 học viên")]).await;
    let (_, page) = city.get(&plan, &writer).await;
    for needle in ["Chưa rõ sản phẩm", "Nêu rõ số học viên", "Đã nêu 80 học viên"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    city.done(&format!("{plan}/trinh"), &sender, &[]).await;
    let before = [("quyet-dinh", "Quyết định 15"), ("ngay", "2013-01-01")];
    let wrong = city.post(&format!("{plan}/duyet"), &approver, &before).await;
    assert!(
        wrong.0 == StatusCode::UNPROCESSABLE_ENTITY && wrong.1.contains("trước ngày trình"),
        "{}",
        wrong.1
    );
    city.done(&format!("{plan}/duyet"), &approver, &APPROVAL).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM plan_edition WHERE edition = 1").await, 1);
    let (status, page) = city.get("/ke-hoach", "").await;
    assert!(status == StatusCode::OK && page.contains("Sở Nội vụ"), "{page}");
    let (_, page) = city.get("/ke-hoach/1", "").await;
    assert!(page.contains("Mở lớp bồi dưỡng") && !page.contains("Nêu rõ số học viên"), "{page}");
}

#[tokio::test]
async fn nobody_approves_what_they_wrote_and_another_agency_sees_nothing() {
    let city = City::new().await;
    let all: Vec<_> = WRITES.into_iter().chain(SENDS).chain(DECIDES).collect();
    let alone = city.staff("mot-minh", 1, &all).await;
    let far = city.staff("quan", 3, &all).await;
    let plan = city.written(&alone).await;
    city.done(&format!("{plan}/trinh"), &alone, &[]).await;
    let (status, page) = city.post(&format!("{plan}/duyet"), &alone, &APPROVAL).await;
    assert!(status == StatusCode::CONFLICT && page.contains("không được phê duyệt"), "{page}");
    for path in
        [plan.clone(), format!("{plan}/in"), format!("{plan}/thay-doi"), "/ke-hoach-cchc/viec/1".to_owned()]
    {
        assert_eq!(city.get(&path, &far).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(city.post(&format!("{plan}/duyet"), &far, &APPROVAL).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get("/ke-hoach/1", "").await.0, StatusCode::NOT_FOUND, "it is not approved");
}

#[tokio::test]
async fn an_amendment_is_a_new_edition_with_a_readable_diff_and_the_former_one_stays() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 2, &WRITES).await;
    let sender = city.staff("giam-doc", 2, &SENDS).await;
    let approver = city.staff("chu-tich", 1, &DECIDES).await;
    let plan = city.in_force(&writer, &sender, &approver).await;
    let (in_force, draft) = (format!("{plan}/in"), format!("{plan}/in?ban=du-thao"));
    let (_, paper) = city.get(&in_force, &writer).await;
    city.done(&format!("{plan}/dieu-chinh"), &writer, &[("ly-do", "Kinh phí được giao thêm")]).await;
    let later: Vec<(&str, &str)> = TASK
        .iter()
        .map(|(name, value)| match *name {
            "den" => ("den", "2013-09-30"),
            "tien" => ("tien", "200.000.000"),
            _ => (*name, *value),
        })
        .collect();
    city.done("/ke-hoach-cchc/viec/1/sua", &writer, &later).await;
    assert!(city.get(&in_force, &writer).await.1 == paper, "what is in force is printed as before");
    let (_, amended) = city.get(&draft, &writer).await;
    assert!(amended.starts_with("%PDF-") && amended != paper, "the draft is a paper of its own");
    assert!(city.get(&plan, &writer).await.1.contains("In dự thảo sửa đổi"));
    let (_, task) = city.get("/ke-hoach-cchc/viec/1", &writer).await;
    assert!(task.contains("Thêm nhiệm vụ") && task.contains("Sửa nhiệm vụ"), "its own history: {task}");
    assert_eq!(city.get(&format!("{plan}/thay-doi?tu=1&den=9"), &writer).await.0, StatusCode::NOT_FOUND);
    let (_, diff) = city.get(&format!("{plan}/thay-doi"), &writer).await;
    for needle in
        ["Kinh phí được giao thêm", "30/06/2013", "30/09/2013", "180.000.000 đồng", "200.000.000 đồng"]
    {
        assert!(diff.contains(needle), "{needle}: {diff}");
    }
    let (_, public) = city.get("/ke-hoach/1", "").await;
    assert!(public.contains("30/06/2013") && !public.contains("30/09/2013"), "the first edition is in force");
    city.done(&format!("{plan}/trinh"), &sender, &[]).await;
    city.done(&format!("{plan}/tra-lai"), &approver, &[("ly-do", "Thiếu căn cứ")]).await;
    city.done(&format!("{plan}/trinh"), &sender, &[]).await;
    city.done(&format!("{plan}/duyet"), &approver, &APPROVAL).await;
    let kept = "SELECT COUNT(*) FROM plan_edition WHERE edition = 2 AND reason = 'Kinh phí được giao thêm'";
    assert_eq!(city.number(kept).await, 1, "the edition keeps why it was made, not why it was returned");
    let (_, public) = city.get("/ke-hoach/1", "").await;
    assert!(public.contains("30/09/2013"), "{public}");
    let (_, former) = city.get(&format!("{plan}/ban/1"), &writer).await;
    assert!(former.contains("30/06/2013") && former.contains("Quyết định số 15/QĐ-UBND"), "{former}");
    assert_eq!(city.number("SELECT COUNT(*) FROM plan_line").await, 1, "the work is the same line");

    city.done(&format!("{plan}/dieu-chinh"), &writer, &[("ly-do", "Nhầm")]).await;
    city.done(&format!("{plan}/bo-dieu-chinh"), &writer, &[]).await;
    assert_eq!(city.number("SELECT edition FROM reform_plan").await, 2);
    assert_eq!(city.number("SELECT COUNT(*) FROM plan_task WHERE edition = 3").await, 0);
}

#[tokio::test]
async fn what_is_missing_is_said_at_once_and_nothing_typed_is_lost() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 2, &WRITES).await;
    let begun = [("co-quan", "so-noi-vu"), ("nam", "2013"), ("ky", "year")];
    let plan = city.done("/ke-hoach-cchc/lap", &writer, &begun).await;
    assert_eq!(city.post("/ke-hoach-cchc/lap", &writer, &begun).await.0, StatusCode::CONFLICT);
    let wrong = [
        ("san-pham", "Hai lớp bồi dưỡng"),
        ("linh-vuc", "II.4"),
        ("chu-tri", "so-noi-vu"),
        ("phoi-hop", "Sở Không Có"),
        ("tu", "2013-06-30"),
        ("den", "2014-02-01"),
        ("tien", "1000"),
    ];
    let (status, page) = city.post(&format!("{plan}/viec-moi"), &writer, &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let named = page.matches("value=\"so-tu-phap\"").count();
    assert!(named > 1, "who helps is chosen from a list, as who leads: {page}");
    for needle in
        ["Hai lớp bồi dưỡng", "Sở Không Có", "01/01/2013 – 31/12/2013", "Có kinh phí thì chọn nguồn"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert_eq!(city.number("SELECT COUNT(*) FROM plan_task").await, 0);
    let twice: Vec<(&str, &str)> =
        TASK.into_iter().chain([("phien_ban", "1"), ("khoa_mau", "khoa-cua-mot-bieu-mau")]).collect();
    for _ in 0..2 {
        city.done(&format!("{plan}/viec-moi"), &writer, &twice).await;
    }
    assert_eq!(city.number("SELECT COUNT(*) FROM plan_task").await, 1, "pressed twice, added once");
    let seen = [("phien_ban", "0"), ("ten", "x")];
    assert_eq!(city.post(&format!("{plan}/viec-moi"), &writer, &seen).await.0, StatusCode::CONFLICT);
}
