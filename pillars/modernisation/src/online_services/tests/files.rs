//! A question of the form that is answered by a file: chosen at the form, kept with the draft, filed as a paper of its own.

use super::{ANSWERS, Answer, PEOPLE, Scene, offer, procedure, scene};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use contracts::procedures::Procedure;
use serde_json::json;

const PHOTO: &[u8] = b"\x89PNG\r\n\x1a\n0000";

/// The procedure with a photograph asked for in its form.
fn with_photo() -> Procedure {
    let mut body = procedure();
    let form = body.form.as_mut().unwrap();
    form["properties"]["anh"] = json!({"type": "string", "x-widget": "file", "title": "Ảnh chân dung",
        "x-file": {"reference": "paper", "kinds": ["PNG"], "megabytes": 1}});
    form["required"].as_array_mut().unwrap().push(json!("anh"));
    body
}

/// Sends the form as the page with a picker does.
async fn send(scene: &Scene, page: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    if let Some((name, content)) = file {
        let head =
            format!("--xx\r\nContent-Disposition: form-data; name=\"k.anh\"; filename=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--xx--\r\n");
    let request = Request::post(page)
        .header(header::COOKIE, &scene.cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx")
        .body(Body::from(body))
        .unwrap();
    scene.call(request).await
}

#[tokio::test]
async fn a_file_is_chosen_at_the_form_and_filed_as_the_paper_that_answers() {
    let scene = scene().await;
    offer(&scene.city.app, with_photo());
    let draft = scene.begin().await;
    let page = format!("{draft}/to-khai");
    let empty = scene.get(&page).await.html;
    assert!(
        empty.contains("enctype=\"multipart/form-data\"") && empty.contains("accept=\".png\""),
        "{empty}"
    );
    assert!(empty.contains("tối đa 1 MB"), "{empty}");

    let without = send(&scene, &page, ANSWERS, None).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    for needle in ["Hãy chọn tệp cho mục này.", "Làm việc tại Cần Thơ"] {
        assert!(without.html.contains(needle), "{needle} in {}", without.html);
    }
    let other_kind = send(&scene, &page, ANSWERS, Some(("anh.pdf", b"%PDF-1.4 anh"))).await;
    assert_eq!(other_kind.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other_kind.html.contains("không thuộc loại được nhận (PNG)"), "{}", other_kind.html);

    // With something else wrong the file is kept all the same.
    let faulty = [ANSWERS, &[("k.thu_dien_tu", "không phải thư")]].concat();
    let faulty = send(&scene, &page, &faulty, Some(("anh.png", PHOTO))).await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for needle in ["anh.png (", "/tep/k.anh", "name=\"bo.k.anh\"", "Thay bằng tệp khác"] {
        assert!(faulty.html.contains(needle), "{needle} in {}", faulty.html);
    }
    assert_eq!(scene.get(&format!("{draft}/tep/k.anh")).await.status, StatusCode::OK);
    let good = send(&scene, &page, ANSWERS, None).await;
    assert_eq!(good.status, StatusCode::SEE_OTHER, "{}", good.html);

    scene.post(&format!("{draft}/nguoi-nop"), PEOPLE).await;
    let papers = scene.attach(&format!("{draft}/giay-to"), "tep.cho-o", "a.pdf", b"%PDF-1.4 thue nha").await;
    assert_eq!(papers.status, StatusCode::SEE_OTHER, "{}", papers.html);
    let check = scene.get(&format!("{draft}/kiem-tra")).await.html;
    assert!(
        check.contains("Ảnh chân dung") && check.contains("anh.png ("),
        "the papers' step keeps it: {check}"
    );
    let printed = scene.get(&format!("{draft}/to-khai-in")).await;
    assert!(printed.status == StatusCode::OK && printed.html.starts_with("%PDF-"));
    let filed = scene.post(&format!("{draft}/nop"), &[("phien_ban", "5"), ("cam_doan", "1")]).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.html);
    let filings = scene.desk.0.lock().unwrap();
    assert_eq!(filings[0].form["anh"], "k.anh");
    let paper = filings[0].papers.iter().find(|paper| paper.component == "k.anh").unwrap();
    assert_eq!((paper.given.as_str(), paper.copies), ("electronic", 1));
    assert_eq!(paper.file.as_ref().unwrap().1, "anh.png");
}

#[tokio::test]
async fn a_file_is_taken_away_again_and_a_typed_reference_is_none() {
    let scene = scene().await;
    offer(&scene.city.app, with_photo());
    let draft = scene.begin().await;
    let page = format!("{draft}/to-khai");
    let typed = [ANSWERS, &[("k.anh", "k.anh")]].concat();
    let typed = scene.post(&page, &typed).await;
    assert!(typed.status == StatusCode::UNPROCESSABLE_ENTITY && typed.html.contains("f-k-anh-error"));
    assert_eq!(send(&scene, &page, ANSWERS, Some(("anh.png", PHOTO))).await.status, StatusCode::SEE_OTHER);
    // What is put aside for later keeps it too.
    let later = [ANSWERS, &[("de_sau", "1")]].concat();
    assert_eq!(send(&scene, &page, &later, None).await.status, StatusCode::SEE_OTHER);
    assert!(scene.get(&page).await.html.contains("anh.png ("));
    let dropped = [ANSWERS, &[("bo.k.anh", "1")]].concat();
    let dropped = send(&scene, &page, &dropped, None).await;
    assert_eq!(dropped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!dropped.html.contains("anh.png") && dropped.html.contains("Hãy chọn tệp cho mục này."));
    assert_eq!(scene.get(&format!("{draft}/tep/k.anh")).await.status, StatusCode::NOT_FOUND);
}
