//! The counter over HTTP: received in one go, refused at each field, with papers missing, with questions before the form.

use super::*;
use platform::Read;

#[tokio::test]
async fn the_counter_receives_in_one_go_and_a_replay_finds_the_same_dossier() {
    let city = city().await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let chosen = clerk.get("/quay/nhan?q=xac%20nhan").await;
    assert!(chosen.has("/quay/nhan?thu-tuc=HT-09"), "{}", chosen.text);
    assert!(clerk.get("/quay/nhan?q=zzz").await.has("Không tìm thấy thủ tục nào"));
    let form = clerk.get("/quay/nhan?thu-tuc=HT-09").await;
    assert_eq!(form.status, StatusCode::OK);
    for needle in ["name=\"khoa\"", "giay.so-ho-khau.co", "Mục đích sử dụng", "name=\"tham-tra\""] {
        assert!(form.has(needle), "{needle}");
    }
    let sent = clerk
        .post("/quay/nhan", &counter_form(KEY, &[("thay-ho-ten", "Lê Văn Tư"), ("k.muc_dich", "Kết hôn")]))
        .await;
    assert_eq!((sent.status, sent.to.as_str()), (StatusCode::SEE_OTHER, "/quay/da-nhan/1"), "{}", sent.text);
    let again = clerk.post("/quay/nhan", &counter_form(KEY, &[])).await;
    assert_eq!(again.to, "/quay/da-nhan/1");
    let one = dossier(&city.app, 1).await;
    assert_eq!((one.state, one.proxy().unwrap().unwrap().name.as_str()), (2, "Lê Văn Tư"));
    assert_eq!(one.form, json!({"muc_dich": "Kết hôn"}).to_string());
    let confirmed = clerk.get("/quay/da-nhan/1").await;
    for needle in [
        one.code.as_str(),
        "class=\"qr\"",
        "10/10/2012",
        "/ho-so/1/in/01",
        "Thời hạn giải quyết: 5 ngày làm việc",
    ] {
        assert!(confirmed.has(needle), "{needle} in {}", confirmed.text);
    }
}

#[tokio::test]
async fn the_counter_says_at_each_field_what_is_wrong_and_opens_nothing() {
    let city = city().await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let wrong = [("ho-ten", ""), ("giay.so-ho-khau.co", "missing"), ("don-vi", "3"), ("k.muc_dich", "x")];
    let answer = clerk.post("/quay/nhan", &counter_form(KEY, &wrong)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for needle in
        ["f-ho-ten-error", "f-giay-so-ho-khau-co-error", "f-k-muc_dich-error", "12 Nguyễn Trãi", KEY]
    {
        assert!(answer.has(needle), "{needle}");
    }
    assert_eq!(city.app.store.number("SELECT COUNT(*) FROM dossier", vec![]).await.unwrap(), 0);
    let explained = [("giay.so-ho-khau.co", "missing"), ("giay.so-ho-khau.ghi", "Có trong sổ của phường")];
    assert_eq!(clerk.post("/quay/nhan", &counter_form(KEY, &explained)).await.to, "/quay/da-nhan/1");
}

#[tokio::test]
async fn with_papers_missing_the_counter_asks_for_them_or_refuses() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let lacking = [("giay.so-ho-khau.co", "missing"), ("xu-ly", "bo-sung")];
    let to = clerk.post("/quay/nhan", &counter_form(KEY, &lacking)).await.to;
    assert_eq!(to, "/ho-so/1/bo-sung");
    assert!(clerk.get(&to).await.has("Nêu một lần, đầy đủ"));
    let empty = clerk.deed(app, 1, "bo-sung", &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = [
        ("loai-ly-do", "missing"),
        ("noi-dung", "Thiếu sổ hộ khẩu"),
        ("nguoi-huong-dan", "Mai"),
        ("tra-loi-truoc", "20/10/2012"),
    ];
    assert_eq!(clerk.deed(app, 1, "bo-sung", &asked).await.to, "/ho-so/1");
    assert_eq!(dossier(app, 1).await.state, 5);
    let page = clerk.get("/ho-so/1").await;
    assert!(page.has("Thiếu sổ hộ khẩu") && page.has("Thiếu giấy tờ") && page.has("Nhận giấy tờ bổ sung"));
    let to = clerk.post("/quay/nhan", &counter_form("khoa-bieu-mau-0002", &[("xu-ly", "tu-choi")])).await.to;
    assert_eq!(to, "/ho-so/2/tu-choi");
    let refusal = [("loai-ly-do", "not_competent"), ("ly-do", "Không cư trú tại phường")];
    assert_eq!(clerk.deed(app, 2, "tu-choi", &refusal).await.to, "/ho-so/2");
    assert!(clerk.get("/ho-so/2").await.has("Không thuộc thẩm quyền: Không cư trú tại phường"));
}

#[tokio::test]
async fn a_scanned_paper_opens_for_who_may_see_the_dossier() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let other = Desk::of(&city, "khac", Role::Clerk, OTHER_WARD).await;
    let mut body = String::new();
    for (name, value) in counter_form(KEY, &[]) {
        body.push_str(&format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    let pdf = "%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n";
    body.push_str(&format!(
        "--x\r\ncontent-disposition: form-data; name=\"giay.to-khai.tep\"; filename=\"tờ khai.exe\"\r\n\r\n{pdf}\r\n--x--\r\n"
    ));
    let request = Request::post("/quay/nhan").header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    assert_eq!(clerk.send(request, body).await.to, "/quay/da-nhan/1");
    let hash = store::papers(&app.store, 1).await.unwrap()[0].file_hash.clone().unwrap();
    let file = clerk.get(&format!("/ho-so/1/tep/{hash}")).await;
    assert_eq!((file.status, file.text.as_str()), (StatusCode::OK, pdf));
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/pdf");
    assert_eq!(file.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(other.get(&format!("/ho-so/1/tep/{hash}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.get(&format!("/ho-so/1/tep/{}", "0".repeat(64))).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn questions_before_the_form_are_asked_at_the_counter_too() {
    let mut body = procedure();
    let mut form = body.form.take().unwrap_or_else(
        || json!({"type": "object", "properties": {"muc_dich": {"type": "string", "title": "Dùng vào việc gì"}}}),
    );
    form["x-eligibility"] = json!([{
        "key": "thuong_tru", "question": "Có thường trú ở đây?", "go_on": true, "stop": "Hãy nộp nơi khác."
    }]);
    body.form = Some(form);
    let city = city_of(body).await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    assert!(clerk.get("/quay/nhan?thu-tuc=HT-09").await.has("Có thường trú ở đây?"));
    let unanswered = clerk.post("/quay/nhan", &counter_form(KEY, &[])).await;
    assert!(unanswered.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", unanswered.text);
    let no = [("k.dk-thuong_tru", "khong")];
    let stopped = clerk.post("/quay/nhan", &counter_form(KEY, &no)).await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stopped.has("Hãy nộp nơi khác."), "{}", stopped.text);
    let yes = [("k.dk-thuong_tru", "co")];
    let received = clerk.post("/quay/nhan", &counter_form(KEY, &yes)).await;
    assert_eq!(received.status, StatusCode::SEE_OTHER, "{}", received.text);
    let asked = [("k.dk-thuong_tru", "khong"), ("xu-ly", "tu-choi")];
    let refused = clerk.post("/quay/nhan", &counter_form("khoa-bieu-mau-0002", &asked)).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER, "refused, it may be entered: {}", refused.text);
}
