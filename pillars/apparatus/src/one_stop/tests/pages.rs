//! The staff's pages over HTTP, without a server: what is seen, what is done, what is refused, in both languages.

use super::*;
use crate::one_stop::permissions;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::middleware::from_fn_with_state;
use platform::Read;
use platform::access::Role;
use platform::identity::{self, AccountKind, NewAccount};
use tower::ServiceExt;

/// An answer: status, where to, page.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub to: String,
    pub text: String,
    pub headers: axum::http::HeaderMap,
}

impl Answer {
    pub fn has(&self, needle: &str) -> bool {
        self.text.contains(needle)
    }
}

/// A browser of one member of staff.
pub struct Desk {
    router: Router,
    token: String,
    pub lang: &'static str,
}

impl Desk {
    pub async fn of(city: &TestCity, login: &str, role: Role, agency: i64) -> Desk {
        let app = &city.app;
        let tx = app.store.write(&Actor::system()).await.unwrap();
        let new = NewAccount {
            kind: AccountKind::Staff,
            login: login.to_owned(),
            name: format!("Cán bộ {login}"),
            email: None,
            phone: None,
            identity_number: None,
            address: None,
            agency_id: Some(agency),
        };
        let id = identity::create_account(&tx, &new, "-").await.unwrap();
        let held: Vec<&str> = permissions::DECLARED
            .iter()
            .filter(|d| d.roles.contains(&role))
            .map(|d| d.permission.0)
            .collect();
        tx.exec(
            "INSERT INTO role (code, name, permissions) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            vec![role.code().into(), role.name_vi().into(), json!(held).to_string().into()],
        )
        .await
        .unwrap();
        identity::grant_role(&tx, id, role.code(), agency, true).await.unwrap();
        let now = tx.at();
        tx.exec(
            "INSERT INTO session (token_hash, account_id, address, agent, created_at, seen_at, expires_at) \
             VALUES ($1, $2, '', '', $3, $4, $4)",
            vec![
                identity::token_hash(login).into(),
                id.into(),
                now.micros().into(),
                now.plus_minutes(60 * 24 * 60).micros().into(),
            ],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let errors = from_fn_with_state(app.clone(), ui::error_pages);
        let router = platform::http::assemble(app).layer(errors).with_state(app.clone());
        Desk { router, token: login.to_owned(), lang: "vi" }
    }

    pub async fn send(&self, request: axum::http::request::Builder, body: String) -> Answer {
        let cookie = format!("{}={}; ngon_ngu={}", platform::http::SESSION_COOKIE, self.token, self.lang);
        let request = request.header(header::COOKIE, cookie).body(Body::from(body)).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, 10_000_000).await.unwrap();
        let to =
            parts.headers.get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(
            !text.contains(">one-stop-") && !text.contains("\"one-stop-"),
            "a key without a text: {text}"
        );
        Answer { status: parts.status, to, text, headers: parts.headers }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), String::new()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v))).collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body.join("&")).await
    }

    /// Posts a deed under the dossier's present version.
    pub async fn deed(&self, app: &App, id: i64, deed: &str, fields: &[(&str, &str)]) -> Answer {
        let version = dossier(app, id).await.version.to_string();
        let mut all = vec![("phien-ban", version.as_str())];
        all.extend(fields);
        self.post(&format!("/ho-so/{id}/{deed}"), &all).await
    }
}

pub fn counter_form<'a>(key: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("khoa", key),
        ("thu-tuc", "HT-09"),
        ("don-vi", "2"),
        ("kenh", "counter"),
        ("doi-tuong", "citizen"),
        ("ho-ten", "Nguyễn Thị Bé Ba"),
        ("so-giay-to", "361 999 888"),
        ("dia-chi", "12 Nguyễn Trãi"),
        ("giay.to-khai.co", "original"),
        ("giay.to-khai.so", "1"),
        ("giay.so-ho-khau.co", "copy"),
        ("giay.so-ho-khau.so", "1"),
        ("giay.cmnd.co", "original"),
        ("giay.cmnd.so", "1"),
        ("tra-ket-qua", "counter"),
        ("xu-ly", "tiep-nhan"),
    ];
    for (name, value) in more {
        fields.retain(|(n, _)| n != name);
        fields.push((name, value));
    }
    fields
}

pub const KEY: &str = "khoa-bieu-mau-0001";

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
async fn every_hand_does_its_part_until_the_result_is_fetched() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let specialist = Desk::of(&city, "thuly", Role::Specialist, WARD).await;
    let leader = Desk::of(&city, "lanhdao", Role::Leader, WARD).await;
    let id = received(app, "a").await;
    assert_eq!(clerk.deed(app, id, "chuyen", &[("ghi-chu", "")]).await.to, format!("/ho-so/{id}"));
    let page = clerk.get(&format!("/ho-so/{id}")).await;
    assert!(
        page.has("Chuyên viên thụ lý") && !page.has("Xong bước này"),
        "the clerk is not offered the specialist's step"
    );
    assert_eq!(clerk.deed(app, id, "buoc", &[]).await.status, StatusCode::FORBIDDEN);
    let page = specialist.get(&format!("/ho-so/{id}")).await;
    assert!(page.has("Việc tiếp theo: Xong bước này") && page.has("Nhận việc này"));
    assert_eq!(specialist.deed(app, id, "nhan-viec", &[]).await.status, StatusCode::SEE_OTHER);
    assert!(specialist.get("/ho-so?nhom=cua-toi").await.has("Nguyễn Văn Thưởng"));
    let people = leader.get(&format!("/ho-so/{id}/giao")).await;
    assert!(people.has("Cán bộ thuly") && !people.has("Cán bộ quay"), "{}", people.text);
    let opinion = [("don-vi", "3"), ("cau-hoi", "Có trùng không?"), ("han-tra-loi", "05/10/2012")];
    let other = Desk::of(&city, "phuongkhac", Role::Specialist, OTHER_WARD).await;
    assert_eq!(specialist.deed(app, id, "y-kien", &opinion).await.status, StatusCode::SEE_OTHER);
    assert_eq!(other.get(&format!("/ho-so/{id}")).await.status, StatusCode::NOT_FOUND);
    assert!(other.get("/y-kien").await.has("Có trùng không?"));
    assert!(other.get("/y-kien/1").await.has("Nguyễn Văn Thưởng"));
    assert_eq!(specialist.get("/y-kien/1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(other.post("/y-kien/1", &[("tra-loi", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(other.post("/y-kien/1", &[("tra-loi", "Không trùng")]).await.to, "/y-kien");
    assert_eq!(
        specialist.deed(app, id, "buoc", &[("ghi-chu", "Đủ điều kiện")]).await.status,
        StatusCode::SEE_OTHER
    );
    let sign = leader.deed(app, id, "ky", &[("ket-qua", "refused"), ("so", "15/GXN")]).await;
    assert_eq!(sign.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sign.has("Từ chối thì phải nêu lý do") && sign.has("Từ chối thì phải chọn loại lý do"));
    assert_eq!(
        leader.deed(app, id, "ky", &[("ket-qua", "granted"), ("so", "15/GXN")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(clerk.get("/ho-so?nhom=cho-tra").await.has("Nguyễn Văn Thưởng"));
    assert_eq!(
        clerk.deed(app, id, "tra-ket-qua", &[("nguoi-nhan", "Thưởng")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(clerk.get("/ho-so?nhom=da-dong").await.has("Đã trả kết quả"));
    for part in ["tong-quan", "giay-to", "tien-trinh", "y-kien", "lich-su"] {
        let page = clerk.get(&format!("/ho-so/{id}?phan={part}")).await;
        assert_eq!(page.status, StatusCode::OK, "{part}");
    }
    let history = clerk.get(&format!("/ho-so/{id}?phan=lich-su")).await;
    assert!(history.has("Ký kết quả") && history.has("<ins>Chấp thuận</ins>"), "{}", history.text);
}

#[tokio::test]
async fn a_stale_page_changes_nothing_and_says_what_happened() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let id = received(app, "a").await;
    let seen = dossier(app, id).await.version.to_string();
    use_cases::transfer(app, &super::clerk(), id, None, "").await.unwrap();
    let stale = clerk.post(&format!("/ho-so/{id}/xin-rut"), &[("phien-ban", &seen), ("ly-do", "x")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.has("Lê Thị Mai – Chuyển hồ sơ"), "{}", stale.text);
    let now = dossier(app, id).await.version.to_string();
    assert!(stale.has(">\nx</textarea>") && stale.has(&format!("value=\"{now}\"")), "{}", stale.text);
    let without = clerk.post(&format!("/ho-so/{id}/xin-rut"), &[("ly-do", "x")]).await;
    assert_eq!(without.status, StatusCode::BAD_REQUEST);
    let unlawful = clerk.get(&format!("/ho-so/{id}/tiep-nhan")).await;
    assert_eq!(unlawful.status, StatusCode::CONFLICT);
    assert!(unlawful.has("đã được tiếp nhận"));
    assert_eq!(dossier(app, id).await.state, 4);
}

#[tokio::test]
async fn what_was_typed_is_kept_when_two_clerks_collide() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let id = opened(app, filing("a")).await.id;
    let seen = dossier(app, id).await.version.to_string();
    let typed = [("loai-ly-do", "other"), ("ly-do", "Nộp nhầm thủ tục")];
    use_cases::ask_withdrawal(app, &super::clerk(), id, None, "Xin rút").await.unwrap();
    let path = format!("/ho-so/{id}/tu-choi");
    let fields = [&typed[..], &[("phien-ban", seen.as_str())]].concat();
    let gone = clerk.post(&path, &fields).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    assert!(gone.has("Nộp nhầm thủ tục") && gone.has("không còn làm được"), "{}", gone.text);
    assert!(!gone.has("button-danger"), "it cannot be sent again: {}", gone.text);
    use_cases::keep_on(app, &super::clerk(), id, None, Some("Vẫn cần")).await.unwrap();
    let again = clerk.post(&path, &fields).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.has("gửi lần nữa") && again.has("button-danger"), "{}", again.text);
    let now = dossier(app, id).await.version.to_string();
    assert!(again.has("Nộp nhầm thủ tục") && again.has(&format!("value=\"{now}\"")), "{}", again.text);
    let sent = clerk.post(&path, &[&typed[..], &[("phien-ban", now.as_str())]].concat()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(dossier(app, id).await.state, 3);
}

#[tokio::test]
async fn the_inbox_sorts_by_risk_and_filters() {
    let city = city().await;
    let app = &city.app;
    let elsewhere = Filing { agency_id: OTHER_WARD, ..filing("elsewhere") };
    opened(app, elsewhere).await;
    let first = received(app, "a").await;
    city.clock.set(at(4, 8, 0));
    let mut second = filing("b");
    second.owner.name = "Đỗ Ỷ Thiên".to_owned();
    let second = opened(app, second).await.id;
    use_cases::receive(app, &super::clerk(), second, None, &[], false).await.unwrap();
    city.clock.set(at(10, 12, 0));
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let all = clerk.get("/ho-so").await;
    let place = |id: i64| all.text.find(&format!("href=\"/ho-so/{id}\"")).unwrap();
    assert!(place(first) < place(second), "the soonest promised comes first");
    assert!(all.has("Quá hạn 1 ngày") && !all.has("UBND phường Cái Khế"));
    let late = clerk.get("/ho-so?han=qua-han").await;
    assert!(late.has("Nguyễn Văn Thưởng") && !late.has("Đỗ Ỷ Thiên"));
    assert!(clerk.get("/ho-so?han=ba-ngay").await.has("Đỗ Ỷ Thiên"));
    assert!(clerk.get("/ho-so?q=do%20y").await.has("Đỗ Ỷ Thiên"));
    let code = dossier(app, first).await.code;
    let by_code = clerk.get(&format!("/ho-so?q={}", code.to_lowercase())).await;
    assert!(by_code.has("Nguyễn Văn Thưởng") && !by_code.has("Đỗ Ỷ Thiên"));
    for query in ["nhom=luot-toi", "trang-thai=2", "linh-vuc=HT", "thu-tuc=HT-09", "kenh=counter", "don-vi=2"]
    {
        assert!(clerk.get(&format!("/ho-so?{query}")).await.has("Đỗ Ỷ Thiên"), "{query}");
    }
    assert!(clerk.get("/ho-so?trang-thai=4").await.has("Không có hồ sơ nào khớp"));
    let file = clerk.get("/ho-so?dang=csv").await;
    assert!(file.has(&code) && file.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/csv"));
    let kept = clerk.post("/bo-loc?danh_sach=/ho-so&han=qua-han", &[("ten", "Trễ")]).await;
    assert_eq!(kept.to, "/ho-so?han=qua-han");
    assert!(clerk.get("/ho-so").await.has("href=\"/ho-so?han=qua-han\">Trễ</a>"));
}

#[tokio::test]
async fn a_batch_does_what_it_may_and_tells_the_rest() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let (one, two) = (received(app, "a").await, received(app, "b").await);
    let stale = dossier(app, two).await.version;
    use_cases::assign(app, &super::clerk(), two, None, None, (11, "Mai")).await.unwrap();
    let hidden = opened(app, Filing { agency_id: OTHER_WARD, ..filing("c") }).await.id;
    let version = dossier(app, one).await.version;
    let chosen = [format!("{one}-{version}"), format!("{two}-{stale}"), format!("{hidden}-1")];
    let fields: Vec<(&str, &str)> = chosen.iter().map(|c| ("chon", c.as_str())).collect();
    let told = clerk.post("/ho-so/loat?viec=chuyen", &fields).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(told.has("Đã làm 1 trên 2 hồ sơ") && told.has("Phân công"), "{}", told.text);
    assert_eq!((dossier(app, one).await.state, dossier(app, two).await.state), (4, 2));
    assert_eq!(clerk.post("/ho-so/loat?viec=ky", &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.post("/ho-so/loat?viec=chuyen", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
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
async fn register_and_today_are_there_in_both_languages() {
    let city = city().await;
    let app = &city.app;
    let mut clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let id = received(app, "a").await;
    let code = dossier(app, id).await.code;
    let register = clerk.get("/so-theo-doi").await;
    for needle in [code.as_str(), "0001", "/so-theo-doi/in?don-vi=2&#38;nam=2012"] {
        assert!(register.has(needle), "{needle} in {}", register.text);
    }
    let found = clerk.get(&format!("/so-theo-doi?q={code}")).await;
    assert!(found.has("1 bản ghi"), "the number of a dossier is looked up in the book: {}", found.text);
    let none = clerk.get("/so-theo-doi?q=khong%20ai%20ca").await;
    assert!(!none.has(&format!("{code}</a>")), "{}", none.text);
    assert!(clerk.get("/so-theo-doi?nam=2011").await.has("chưa có hồ sơ nào"));
    assert!(clerk.get("/so-theo-doi?dang=xlsx").await.status.is_success());
    let today = clerk.get("/viec-hom-nay").await;
    assert!(today.has(&code) && today.has("Được tiếp nhận"), "{}", today.text);
    clerk.lang = "en";
    let lists = ["/viec-hom-nay", "/ho-so", "/ho-so?nhom=da-dong", "/so-theo-doi", "/quay/nhan"];
    let forms = ["/ho-so/1", "/ho-so/1/xin-rut", "/quay/nhan?thu-tuc=HT-09", "/quay/da-nhan/1"];
    for path in lists.into_iter().chain(forms) {
        let page = clerk.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.has("lang=\"en\""), "{path}");
    }
}

#[tokio::test]
async fn strangers_and_other_roles_stay_outside() {
    let city = city().await;
    let specialist = Desk::of(&city, "thuly", Role::Specialist, WARD).await;
    assert_eq!(specialist.get("/quay/nhan").await.status, StatusCode::FORBIDDEN);
    assert_eq!(specialist.get("/so-theo-doi").await.status, StatusCode::FORBIDDEN);
    let stranger = Desk { token: "nobody".to_owned(), ..specialist };
    for path in ["/ho-so", "/ho-so/1", "/viec-hom-nay", "/y-kien", "/ho-so/1/ky"] {
        assert_eq!(stranger.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn the_lists_over_all_dossiers_walk_an_index() {
    let city = city().await;
    if city.app.store.engine() != platform::store::Engine::Sqlite {
        return;
    }
    let plans = [
        ("d.is_open ORDER BY d.due_sort, d.id", "dossier_open_list"),
        ("d.is_open AND d.agency_id = 2 ORDER BY d.due_sort, d.id", "dossier_agency_open_list"),
        (
            "NOT d.is_open AND d.filed_at >= 1 AND d.filed_at < 9 ORDER BY d.filed_at DESC, d.id DESC",
            "dossier_filed",
        ),
        ("d.state = 9 AND d.agency_id IN (2, 3)", "dossier_returning"),
        (
            "NOT d.is_open AND d.owner_folded >= 'do' AND d.owner_folded < 'do~' ORDER BY d.owner_folded, d.id",
            "dossier_owner",
        ),
        (
            "d.agency_id = 2 AND d.received_on >= '2012-01-01' AND d.received_on <= '2012-12-31'",
            "dossier_register",
        ),
    ];
    // The inbox's filters are answered, and its rows counted, without reading a dossier.
    let filters = "d.is_open AND d.field = 'HT' AND d.state = 4 AND d.channel = 'counter' AND d.procedure_code = 'HT-01'";
    let sql = format!(
        "EXPLAIN QUERY PLAN SELECT COUNT(*) FROM (SELECT d.id FROM dossier d WHERE {filters} LIMIT 1001) c"
    );
    let rows = city.app.store.rows::<super::Plan>(&sql, vec![]).await.unwrap();
    let plan: Vec<String> = rows.into_iter().map(|step| step.detail).collect();
    assert!(plan.iter().any(|step| step.contains("COVERING INDEX dossier_")), "{plan:?}");
    for (condition, index) in plans {
        let sql = format!("EXPLAIN QUERY PLAN SELECT d.id FROM dossier d WHERE {condition}");
        let rows = city.app.store.rows::<super::Plan>(&sql, vec![]).await.unwrap();
        let plan: Vec<String> = rows.into_iter().map(|step| step.detail).collect();
        let walks = plan.iter().any(|step| format!("{step} ").contains(&format!("INDEX {index} ")));
        assert!(walks && !plan.iter().any(|step| step.contains("TEMP B-TREE")), "{condition}: {plan:?}");
    }
}

/// HTML before compression, of a page of 25 rows, every step of them late.
#[tokio::test]
async fn inbox_and_register_are_light_pages() {
    let city = city().await;
    for n in 0..26 {
        received(&city.app, &format!("nhe-{n}")).await;
    }
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    for (path, most) in [("/ho-so", 33_000), ("/so-theo-doi", 32_000)] {
        let page = clerk.get(path).await;
        assert_eq!(page.text.matches("<tr role=\"row\">").count(), 1 + 25, "{path}");
        assert!(page.text.len() <= most, "{path} is {} bytes", page.text.len());
    }
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
