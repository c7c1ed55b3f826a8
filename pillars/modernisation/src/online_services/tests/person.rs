//! What spares the person work and keeps the house from being flooded: prefilled answers, several files, limits, lists.

use super::{Scene, scene};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use contracts::procedures::{Procedure, ProxyRule};
use platform::App;

/// A rule in force for ever.
async fn rule(app: &App, key: &str, value: &str) {
    let tx = app.store.housekeeping().await.unwrap();
    let sql = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, source, confirmed, note, state, changed_at) \
               VALUES ($1, '', '', $2, '', 'test', FALSE, '', 'published', 0)";
    tx.exec(sql, vec![key.into(), value.into()]).await.unwrap();
    tx.commit().await.unwrap();
    app.refresh().await.unwrap();
}

/// Sends several files for one paper.
async fn attach(scene: &Scene, page: &str, files: &[(&str, &[u8])]) -> super::Answer {
    let mut body = Vec::new();
    for (name, content) in files {
        body.extend_from_slice(
            format!(
                "--xx\r\nContent-Disposition: form-data; name=\"tep.cho-o\"; filename=\"{name}\"\r\n\r\n"
            )
            .as_bytes(),
        );
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
async fn a_paper_takes_several_files_up_to_the_rule_and_all_are_filed() {
    let scene = scene().await;
    rule(&scene.city.app, "files.per_paper", "2").await;
    let draft = scene.begin().await;
    scene.complete(&draft).await;
    let page = format!("{draft}/giay-to");
    assert!(scene.get(&page).await.html.contains("Còn gửi được 1 tệp"));
    let many = attach(&scene, &page, &[("hai.pdf", b"%PDF-1.4 hai"), ("ba.pdf", b"%PDF-1.4 ba")]).await;
    assert!(
        many.status == StatusCode::UNPROCESSABLE_ENTITY && many.html.contains("tối đa 2 tệp"),
        "{}",
        many.html
    );
    let second = scene.get(&format!("{draft}/tep/cho-o?so=2")).await;
    assert_eq!((second.status, second.html.as_str()), (StatusCode::OK, "%PDF-1.4 hai"));
    let filed = scene.post(&format!("{draft}/nop"), &[("phien_ban", "5"), ("cam_doan", "1")]).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER);
    let filings = scene.desk.0.lock().unwrap();
    let files: Vec<&str> = filings[0]
        .papers
        .iter()
        .filter(|p| p.component == "cho-o")
        .filter_map(|p| Some(p.file.as_ref()?.1.as_str()))
        .collect();
    assert_eq!(files, ["hop-dong.pdf", "hai.pdf"]);
}

#[tokio::test]
async fn who_has_sent_enough_for_a_day_is_told_at_the_picker_and_can_go_on_tomorrow() {
    let scene = scene().await;
    rule(&scene.city.app, "files.day_files", "1").await;
    rule(&scene.city.app, "files.types", r#"["pdf"]"#).await;
    rule(&scene.city.app, "files.max_bytes", "2097152").await;
    let draft = scene.begin().await;
    let page = format!("{draft}/giay-to");
    let shown = scene.get(&page).await.html;
    assert!(shown.contains("PDF; mỗi tệp tối đa 2 MB") && shown.contains("accept=\".pdf\""), "{shown}");
    let picture = attach(&scene, &page, &[("anh.png", b"\x89PNG\r\n\x1a\n0000")]).await;
    assert!(picture.html.contains("không thuộc loại được nhận (PDF)"), "{}", picture.html);
    assert_eq!(attach(&scene, &page, &[("mot.pdf", b"%PDF-1.4 mot")]).await.status, StatusCode::SEE_OTHER);
    rule(&scene.city.app, "files.per_paper", "3").await;
    let more = attach(&scene, &page, &[("hai.pdf", b"%PDF-1.4 hai")]).await;
    assert!(
        more.status == StatusCode::UNPROCESSABLE_ENTITY && more.html.contains("số tệp tối đa một ngày"),
        "{}",
        more.html
    );
    scene.city.clock.set(scene.city.clock.now().plus_minutes(7 * 60 + 15 * 60));
    let kept = "UPDATE session SET expires_at = expires_at * 2, seen_at = seen_at * 2";
    let tx = scene.city.app.store.housekeeping().await.unwrap();
    tx.exec(kept, vec![]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(attach(&scene, &page, &[("hai.pdf", b"%PDF-1.4 hai")]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nothing_is_typed_twice() {
    let scene = scene().await;
    let draft = scene.begin().await;
    let form = scene.get(&format!("{draft}/to-khai")).await.html;
    for known in ["value=\"Lê Thị Mai\"", "value=\"361234567\"", "value=\"0912345678\"", "đã điền sẵn"]
    {
        assert!(form.contains(known), "{known}");
    }
    assert!(!form.contains("/dien-lai"), "there is no earlier dossier");
    assert_eq!(scene.post(&format!("{draft}/dien-lai"), &[]).await.status, StatusCode::NOT_FOUND);
    scene.complete(&draft).await;
    scene.post(&format!("{draft}/nop"), &[("phien_ban", "5"), ("cam_doan", "1")]).await;
    let again = scene.begin().await;
    let page = format!("{again}/to-khai");
    assert!(scene.get(&page).await.html.contains("Điền theo hồ sơ đã nộp ngày 12/10/2012"));
    assert_eq!(scene.post(&format!("{again}/dien-lai"), &[]).await.status, StatusCode::SEE_OTHER);
    let html = scene.get(&page).await.html;
    assert!(html.contains("Làm việc tại Cần Thơ") && html.contains("Huyện Lấp Vò"), "{html}");
}

#[tokio::test]
async fn a_question_that_depends_on_another_says_on_which_answer() {
    let scene = scene().await;
    let draft = scene.begin().await;
    let html = scene.get(&format!("{draft}/to-khai")).await.html;
    assert!(html.contains("data-show-field=\"k.cho_o\"") && html.contains("data-show-value=\""), "{html}");
}

#[tokio::test]
async fn ones_lists_are_narrowed_sorted_and_handed_over_as_files() {
    let scene = scene().await;
    let draft = scene.begin().await;
    let found = scene.get("/cua-toi/ban-nhap?q=tam+tru&sap=ten").await.html;
    assert!(found.contains(&draft) && found.contains("Điền tiếp rồi nộp"), "{found}");
    assert!(!scene.get("/cua-toi/ban-nhap?q=khai+sinh").await.html.contains(&draft));
    assert!(scene.get("/cua-toi/ban-nhap?dang=csv").await.html.contains("CU-01"));
    scene.complete(&draft).await;
    scene.post(&format!("{draft}/nop"), &[("phien_ban", "5"), ("cam_doan", "1")]).await;
    let mine = scene.get("/cua-toi?viec=cho").await.html;
    assert!(mine.contains("Đang chờ cơ quan") && mine.contains("Việc tiếp theo"), "{mine}");
    assert!(scene.get("/cua-toi?dang=csv").await.html.contains("000.00.16.H13-121012-0001"));
}

#[tokio::test]
async fn a_fee_that_nobody_confirmed_is_not_shown_as_firm() {
    let mut scene = scene().await;
    scene.cookie = String::new();
    let mut body = super::procedure();
    body.unconfirmed.clear();
    body.fees[0].confirmed = true;
    super::offer(&scene.city.app, body.clone());
    assert!(!scene.get("/nop-ho-so/CU-01").await.html.contains("Chưa xác nhận"));
    body.fees[0].confirmed = false;
    super::offer(&scene.city.app, body);
    let html = scene.get("/nop-ho-so/CU-01").await.html;
    assert!(html.contains("10.000 đồng") && html.contains("Chưa xác nhận"), "{html}");
}

/// The procedure under a rule on who may file for another, with the authorisation among its papers.
fn with_proxies(rule: ProxyRule) -> Procedure {
    let mut body = super::procedure();
    body.proxy = rule;
    let mut paper = body.components.iter().find(|c| c.key == "cho-o").unwrap().clone();
    (paper.key, paper.name, paper.required) = ("uy-quyen".into(), "Giấy ủy quyền".into(), false);
    body.components.push(paper);
    body
}

#[tokio::test]
async fn who_files_for_another_follows_the_procedures_own_rule() {
    let scene = scene().await;
    let mut for_another = super::PEOPLE.to_vec();
    for_another.retain(|(name, _)| *name != "cho_ai");
    for_another.extend([
        ("cho_ai", "nguoi_khac"),
        ("chu_ho_ten", "Trần Văn Tư"),
        ("chu_so_giay_to", "361999888"),
        ("chu_dia_chi", "5 Hòa Bình"),
        ("chu_dien_thoai", "0903000111"),
    ]);
    super::offer(&scene.city.app, with_proxies(ProxyRule::Forbidden));
    let draft = scene.begin().await;
    let refused = scene.post(&format!("{draft}/nguoi-nop"), &for_another).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("không được nộp thay") && refused.html.contains("Trần Văn Tư"));

    super::offer(&scene.city.app, with_proxies(ProxyRule::Paper));
    scene.complete(&draft).await;
    let people = scene.post(&format!("{draft}/nguoi-nop"), &for_another).await;
    assert_eq!(people.status, StatusCode::SEE_OTHER, "{}", people.html);
    let early = scene.post(&format!("{draft}/nop"), &[("phien_ban", "5"), ("cam_doan", "1")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "the authorisation is not there yet");
    let papers = format!("{draft}/giay-to");
    let missing = scene.post(&papers, &[]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.html.contains("Bạn nộp thay nên cần giấy ủy quyền"), "{}", missing.html);
    assert_eq!(scene.post(&papers, &[("sau.uy-quyen", "1")]).await.status, StatusCode::SEE_OTHER);
    let check = scene.get(&format!("{draft}/kiem-tra")).await.html;
    assert!(check.contains("Trần Văn Tư · 361999888") && check.contains("Lê Thị Mai · 361234567"), "{check}");
    let filed = scene.post(&format!("{draft}/nop"), &[("phien_ban", "5"), ("cam_doan", "1")]).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.html);
    let filings = scene.desk.0.lock().unwrap();
    let filing = filings.last().unwrap();
    let proxy = filing.proxy.as_ref().map(|p| p.name.as_str());
    assert_eq!((filing.owner.name.as_str(), proxy), ("Trần Văn Tư", Some("Lê Thị Mai")));
    let paper = filing.papers.iter().find(|p| p.component == "uy-quyen").unwrap();
    assert!(paper.given == "missing" && paper.note.is_some(), "promised: {paper:?}");
}
