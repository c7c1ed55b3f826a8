//! The staff's pages over HTTP, without a server: what is seen, what is done, what is refused, in both languages.

mod counter;
mod lists;

use super::*;
use crate::one_stop::permissions;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::middleware::from_fn_with_state;
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
