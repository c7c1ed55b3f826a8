//! The public pages over HTTP: looking up, following by key, withdrawing, handing papers in, rating.

use super::*;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::middleware::from_fn_with_state;
use contracts::satisfaction::Ratings;
use platform::identity::{self, AccountKind, NewAccount};
use tower::ServiceExt;
use use_cases::{
    AskedSupplement, Settlement, ask_supplement, complete_step, refuse_receipt, return_result, settle,
    supplement,
};

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
    bytes: Vec<u8>,
}

impl Answer {
    fn holds(&self, words: &[&str]) {
        for word in words {
            assert!(self.text.contains(word), "“{word}” in {}", self.text);
        }
    }

    fn lacks(&self, words: &[&str]) {
        for word in words {
            assert!(!self.text.contains(word), "“{word}” in {}", self.text);
        }
    }
}

/// A browser; with a token it is signed in.
struct Browser {
    router: Router,
    token: Option<&'static str>,
}

impl Browser {
    fn of(app: &App, token: Option<&'static str>) -> Browser {
        let errors = from_fn_with_state(app.clone(), ui::error_pages);
        Browser { router: platform::http::assemble(app).layer(errors).with_state(app.clone()), token }
    }

    async fn send(&self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, kind);
        if let Some(token) = self.token {
            request = request.header(header::COOKIE, format!("{}={token}", platform::http::SESSION_COOKIE));
        }
        let answer = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Ok(folder) = std::env::var("MOTCUA_PAGES") {
            let name = format!(
                "{}{}-{}.html",
                method.to_lowercase(),
                path.split('?').next().unwrap().replace('/', "-"),
                bytes.len()
            );
            std::fs::write(std::path::Path::new(&folder).join(name), &bytes).unwrap();
        }
        Answer { status, headers, text, bytes }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "text/plain", Vec::new()).await
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = form.iter().map(|(n, v)| format!("{n}={}", ui::platform_url(v))).collect();
        self.send("POST", path, "application/x-www-form-urlencoded", body.join("&").into_bytes()).await
    }

    async fn upload(&self, path: &str, paper: &str, name: &str, content: &[u8]) -> Answer {
        let mut body =
            format!("--x\r\nContent-Disposition: form-data; name=\"giay\"\r\n\r\n{paper}\r\n").into_bytes();
        let head =
            format!("--x\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.into_bytes());
        body.extend(content);
        body.extend(b"\r\n--x--\r\n");
        self.send("POST", path, "multipart/form-data; boundary=x", body).await
    }
}

/// A citizen's account with a session under `token`; its id.
pub async fn citizen(app: &App, token: &'static str) -> i64 {
    let tx = app.store.write(&Actor::system()).await.unwrap();
    let new = NewAccount {
        kind: AccountKind::Citizen,
        login: token.to_owned(),
        name: format!("Công dân {token}"),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: None,
    };
    let id = identity::create_account(&tx, &new, "-").await.unwrap();
    let now = tx.at();
    tx.exec(
        "INSERT INTO session (token_hash, account_id, address, agent, created_at, seen_at, expires_at) \
         VALUES ($1, $2, '', '', $3, $3, $4)",
        vec![
            identity::token_hash(token).into(),
            id.into(),
            now.micros().into(),
            now.plus_minutes(30 * 24 * 60).micros().into(),
        ],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    id
}

/// A dossier filed online by an account and received; its tracking key and id.
async fn filed(app: &App, account: Option<i64>, key: &str) -> (String, i64) {
    let mut filing = Filing { account_id: account, channel: Channel::Online, ..filing(key) };
    filing.owner.phone = "0903 123 456".to_owned();
    filing.owner.address = "12 Nguyễn Văn Cừ".to_owned();
    let opened = opened(app, filing).await;
    use_cases::receive(app, &clerk(), opened.id, None, &[], false).await.unwrap();
    (opened.tracking_key, opened.id)
}

fn asked() -> AskedSupplement {
    AskedSupplement {
        reason_code: "missing".to_owned(),
        papers: Vec::new(),
        content: "Sổ hộ khẩu: thiếu trang của vợ".to_owned(),
        guide_name: "Lê Thị Mai".to_owned(),
        guide_phone: "0710 3820 000".to_owned(),
        answer_by: Day::ymd(2012, 10, 12).unwrap(),
    }
}

/// What a stranger must never read.
const PRIVATE: [&str; 7] =
    ["Thưởng", "361234567", "0903 123 456", "Nguyễn Văn Cừ", "Lê Thị Mai", "Tờ khai", "vợ"];

#[tokio::test]
async fn who_knows_the_code_and_four_digits_sees_how_far_it_is_and_no_more() {
    let city = city().await;
    let (_, id) = filed(&city.app, None, "a").await;
    ask_supplement(&city.app, &clerk(), id, None, &asked()).await.unwrap();
    let browser = Browser::of(&city.app, None);
    let code = dossier(&city.app, id).await.code;
    browser.get(&format!("/tra-cuu?ma={code}")).await.holds(&[&format!("value=\"{code}\"")]);
    for digits in ["4567", "3456", "0903123456"] {
        let found = browser.post("/tra-cuu", &[("ma", &code.to_lowercase()), ("so", digits)]).await;
        assert_eq!(found.status, StatusCode::OK, "{digits}");
        found.holds(&[
            "Chờ bạn bổ sung giấy tờ",
            "UBND phường An Hòa",
            "Cơ quan tiếp nhận hồ sơ",
            "12/10/2012",
            &code,
        ]);
        found.lacks(&PRIVATE);
        found.lacks(&["Xác nhận tình trạng hôn nhân", "theo-doi"]);
        found.lacks(&["one-stop-"]);
    }
}

#[tokio::test]
async fn what_the_public_sees_by_code_is_what_the_rule_says() {
    let city = city().await;
    let (key, id) = filed(&city.app, None, "a").await;
    let browser = Browser::of(&city.app, None);
    let code = dossier(&city.app, id).await.code;
    let typed = [("ma", code.as_str()), ("so", "4567")];
    super::acts::rule(&city.app, "one_stop.public_lookup", json!(["status"])).await;
    let found = browser.post("/tra-cuu", &typed).await;
    found.holds(&["Cơ quan đã nhận hồ sơ"]);
    found.lacks(&[&code]);
    super::acts::rule(&city.app, "one_stop.public_lookup", json!([])).await;
    let page = browser.get("/tra-cuu").await;
    page.holds(&["không mở tra cứu theo mã", "Quét mã QR"]);
    page.lacks(&["name=\"so\""]);
    let closed = browser.post("/tra-cuu", &typed).await;
    assert_eq!(closed.status, StatusCode::FORBIDDEN);
    closed.lacks(&["Cơ quan đã nhận hồ sơ"]);
    assert_eq!(
        browser.get(&format!("/theo-doi/{key}")).await.status,
        StatusCode::OK,
        "the key is its own right"
    );
}

#[tokio::test]
async fn wrong_digits_and_an_unknown_code_answer_alike() {
    let city = city().await;
    let (_, id) = filed(&city.app, None, "a").await;
    let code = dossier(&city.app, id).await.code;
    let unknown = code.replace("-0001", "-9999");
    let browser = Browser::of(&city.app, None);
    let wrong = browser.post("/tra-cuu", &[("ma", &code), ("so", "0000")]).await;
    let none = browser.post("/tra-cuu", &[("ma", &unknown), ("so", "0000")]).await;
    assert_eq!(
        (wrong.status, none.status),
        (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY)
    );
    assert_eq!(wrong.text.replace(&code, &unknown), none.text);
    wrong.holds(&["Không có hồ sơ nào ứng với mã và bốn số này"]);
    let short = browser.post("/tra-cuu", &[("ma", &code), ("so", "67")]).await;
    short.holds(&["Hãy ghi đủ bốn chữ số cuối"]);
}

#[tokio::test]
async fn looking_up_is_limited() {
    let city = city().await;
    let browser = Browser::of(&city.app, None);
    let mut last = StatusCode::OK;
    for _ in 0..61 {
        last = browser.post("/tra-cuu", &[("ma", "x"), ("so", "1234")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_key_of_the_receipt_shows_the_way_and_the_receipt_but_no_person() {
    let city = city().await;
    let (key, id) = filed(&city.app, None, "a").await;
    use_cases::transfer(&city.app, &clerk(), id, None, "Ghi chú nội bộ").await.unwrap();
    let browser = Browser::of(&city.app, None);
    let page = browser.get(&format!("/theo-doi/{key}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers["x-robots-tag"], "noindex");
    page.holds(&[
        "Đang giải quyết",
        "Xác nhận tình trạng hôn nhân",
        "Thời hạn giải quyết: 5 ngày làm việc",
        "10/10/2012",
    ]);
    page.lacks(&PRIVATE);
    page.lacks(&["Ghi chú nội bộ", "/rut", "one-stop-"]);
    let receipt = browser.get(&format!("/theo-doi/{key}/phieu-hen")).await;
    assert!(receipt.bytes.starts_with(b"%PDF-"));
    assert_eq!(browser.get("/theo-doi/khong-co").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&format!("/theo-doi/{key}/in/02")).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_owner_sees_everything_told_to_them_and_nobody_else_does() {
    let city = city().await;
    let app = &city.app;
    let owner = citizen(app, "chu").await;
    citizen(app, "nguoi-khac").await;
    let (key, id) = filed(app, Some(owner), "a").await;
    use_cases::transfer(app, &clerk(), id, None, "Ghi chú nội bộ").await.unwrap();
    ask_supplement(app, &specialist(), id, None, &asked()).await.unwrap();
    let path = format!("/theo-doi/{key}");
    let mine = Browser::of(app, Some("chu")).get(&path).await;
    mine.holds(&[
        "thiếu trang của vợ",
        "Xuất trình khi nộp",
        "0710 3820 000",
        "361234567",
        "Tờ khai",
        "Kết hôn",
        "/bo-sung",
        "/rut",
        "/in/02",
        "Thụ lý",
    ]);
    mine.lacks(&["Ghi chú nội bộ", "Phạm Văn Hùng", "one-stop-"]);
    let theirs = Browser::of(app, Some("nguoi-khac"));
    theirs.get(&path).await.lacks(&PRIVATE);
    for refused in [format!("{path}/rut"), format!("{path}/bo-sung")] {
        assert_eq!(theirs.post(&refused, &[("ly_do", "x")]).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(theirs.get(&format!("{path}/in/02")).await.status, StatusCode::NOT_FOUND);
    let paper = Browser::of(app, Some("chu")).get(&format!("{path}/in/02")).await;
    assert!(paper.bytes.starts_with(b"%PDF-"));
    assert_eq!(
        Browser::of(app, Some("chu")).get(&format!("{path}/in/05")).await.status,
        StatusCode::NOT_FOUND,
        "the slip is internal"
    );
    assert_eq!(
        Browser::of(app, None).post(&format!("{path}/rut"), &[]).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_withdrawal_needs_a_reason_and_is_asked_for_once() {
    let city = city().await;
    let app = &city.app;
    let owner = citizen(app, "chu").await;
    let (key, id) = filed(app, Some(owner), "a").await;
    let browser = Browser::of(app, Some("chu"));
    let path = format!("/theo-doi/{key}/rut");
    let empty = browser.post(&path, &[("ly_do", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.holds(&["Hãy điền mục này", "<details id=\"rut\" open>"]);
    let asked = browser.post(&path, &[("ly_do", "Không còn nhu cầu")]).await;
    assert_eq!(
        (asked.status, asked.headers["location"].to_str().unwrap()),
        (StatusCode::SEE_OTHER, format!("/theo-doi/{key}").as_str())
    );
    assert_eq!(dossier(app, id).await.state, 7);
    let again = browser.post(&path, &[("ly_do", "Không còn nhu cầu")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let page = browser.get(&format!("/theo-doi/{key}")).await;
    page.holds(&["Đang làm thủ tục rút hồ sơ", "Không còn nhu cầu"]);
    page.lacks(&["/rut\""]);
}

#[tokio::test]
async fn a_withdrawal_is_taken_back_online_until_the_desk_confirms_it() {
    let city = city().await;
    let app = &city.app;
    let owner = citizen(app, "chu").await;
    citizen(app, "nguoi-khac").await;
    let (key, id) = filed(app, Some(owner), "a").await;
    use_cases::transfer(app, &clerk(), id, None, "").await.unwrap();
    let before = dossier(app, id).await;
    let (browser, path) = (Browser::of(app, Some("chu")), format!("/theo-doi/{key}"));
    let back = format!("{path}/khong-rut-nua");
    browser.get(&path).await.lacks(&["khong-rut-nua"]);
    assert_eq!(browser.post(&back, &[]).await.status, StatusCode::CONFLICT, "there is nothing to take back");
    browser.post(&format!("{path}/rut"), &[("ly_do", "Đổi ý")]).await;
    browser.get(&path).await.holds(&[
        "Đổi ý, không rút nữa",
        "action=\"/theo-doi/",
        "phường An Hòa chưa xác nhận",
    ]);
    for (who, refused) in [(Some("nguoi-khac"), StatusCode::NOT_FOUND), (None, StatusCode::UNAUTHORIZED)] {
        let other = Browser::of(app, who);
        other.get(&path).await.lacks(&["khong-rut-nua"]);
        assert_eq!(other.post(&back, &[]).await.status, refused);
    }
    assert_eq!(dossier(app, id).await.state, 7);
    let on = browser.post(&back, &[]).await;
    assert_eq!((on.status, on.headers["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, path.as_str()));
    let after = dossier(app, id).await;
    assert_eq!((after.state, after.due_at, after.step_number), (4, before.due_at, before.step_number));
    let entry = platform::journal::history(&app.store, "dossier", id).await.unwrap().remove(0);
    assert_eq!((entry.action.as_str(), entry.actor_name.as_str()), ("keep_on", "Công dân chu"));
    browser.get(&path).await.holds(&["Người nộp không rút hồ sơ nữa", "10/10/2012"]);
    browser.post(&format!("{path}/rut"), &[("ly_do", "Thôi hẳn")]).await;
    use_cases::confirm_withdrawal(app, &clerk(), id, None).await.unwrap();
    let late = browser.post(&back, &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.holds(&["nộp hồ sơ mới"]);
    assert_eq!(dossier(app, id).await.state, 8);
}

#[tokio::test]
async fn no_withdrawal_is_offered_after_the_moment_the_profile_allows() {
    let city = city().await;
    let app = &city.app;
    let owner = citizen(app, "chu").await;
    super::acts::rule(app, "one_stop.withdraw_until", json!("received")).await;
    let (key, _) = filed(app, Some(owner), "a").await;
    let waiting = opened(app, Filing { account_id: Some(owner), ..filing("b") }).await;
    let browser = Browser::of(app, Some("chu"));
    browser.get(&format!("/theo-doi/{}", waiting.tracking_key)).await.holds(&["/rut\""]);
    browser.get(&format!("/theo-doi/{key}")).await.lacks(&["/rut\""]);
}

#[tokio::test]
async fn papers_asked_for_are_handed_in_and_the_desk_confirms() {
    let city = city().await;
    let app = &city.app;
    let owner = citizen(app, "chu").await;
    let mut without = Filing { account_id: Some(owner), channel: Channel::Online, ..filing("a") };
    without.papers.pop();
    let opened = opened(app, without).await;
    ask_supplement(app, &clerk(), opened.id, None, &asked()).await.unwrap();
    let browser = Browser::of(app, Some("chu"));
    let path = format!("/theo-doi/{}/bo-sung", opened.tracking_key);
    let before = store::papers(&app.store, opened.id).await.unwrap().len();
    let mistyped = browser.upload(&path, "so-ho-khau", "so-ho-khau.pdf", b"MZ not a pdf").await;
    assert_eq!(mistyped.status, StatusCode::UNPROCESSABLE_ENTITY);
    mistyped.holds(&["so-ho-khau.pdf", "hệ thống đọc nội dung"]);
    let none = browser.upload(&path, "so-ho-khau", "", b"").await;
    none.holds(&["Hãy chọn ít nhất một tệp"]);
    assert!(store::papers(&app.store, opened.id).await.unwrap().iter().all(|p| p.file_hash.is_none()));
    let sent = browser.upload(&path, "so-ho-khau", "sổ hộ khẩu.pdf", "%PDF-1.4 sổ".as_bytes()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let extra = browser.upload(&path, "khac", "ảnh.png", b"\x89PNG\r\n\x1a\nxx").await;
    assert_eq!(extra.status, StatusCode::SEE_OTHER, "{}", extra.text);
    let papers = store::papers(&app.store, opened.id).await.unwrap();
    assert_eq!(papers.len(), before + 1, "the missing paper is filled, the other one added");
    let book = papers.iter().find(|p| p.component == "so-ho-khau").unwrap();
    assert_eq!((book.given.as_str(), book.file_name.as_deref()), ("electronic", Some("sổ hộ khẩu.pdf")));
    let told = notices_of(app, clerk().account_id.unwrap()).await;
    assert!(told.iter().any(|n| n.subject.contains("đã gửi giấy tờ bổ sung")), "{told:?}");
    assert_eq!(dossier(app, opened.id).await.state, 5, "the desk confirms, not the upload");
    let page = browser.get(&format!("/theo-doi/{}", opened.tracking_key)).await;
    page.holds(&["Bạn đã gửi giấy tờ bổ sung lúc", "sổ hộ khẩu.pdf", "ảnh.png"]);
    let hash = book.file_hash.clone().unwrap();
    let file = browser.get(&format!("/theo-doi/{}/tep/{hash}", opened.tracking_key)).await;
    assert_eq!(file.bytes, "%PDF-1.4 sổ".as_bytes());
    assert!(
        file.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment; filename*=UTF-8''s%E1%BB%95")
    );
    supplement(app, &clerk(), opened.id, None, "").await.unwrap();
    use_cases::receive(app, &clerk(), opened.id, None, &[], false).await.unwrap();
    let late = browser.upload(&path, "so-ho-khau", "lại.pdf", b"%PDF-1.4").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

struct Rated;

#[async_trait]
impl Ratings for Rated {
    async fn link(&self, _: &App, dossier: i64) -> Result<Option<String>> {
        Ok(Some(format!("/danh-gia/{dossier}")))
    }
}

#[tokio::test]
async fn the_result_is_the_owners_and_the_rating_everybodys_with_the_key() {
    let city = city().await;
    let app = &city.app;
    let owner = citizen(app, "chu").await;
    let (key, id) = filed(app, Some(owner), "a").await;
    use_cases::transfer(app, &clerk(), id, None, "").await.unwrap();
    complete_step(app, &specialist(), id, None, "").await.unwrap();
    let tx = app.store.write(&leader()).await.unwrap();
    let stored =
        app.files.put_as(&tx, "%PDF-kết quả".as_bytes().to_vec().into(), "application/pdf").await.unwrap();
    tx.journal(platform::Change::of("one_stop", "test", 1, "store")).await.unwrap();
    tx.commit().await.unwrap();
    let refusal = Settlement {
        granted: false,
        number: "15/TB".to_owned(),
        reason: Some("Đã đăng ký kết hôn".to_owned()),
        reason_code: None,
        file: Some((stored.hash.clone(), "ket-qua.pdf".to_owned())),
        note_silence: false,
    };
    settle(app, &leader(), id, None, &refusal).await.unwrap();
    let (mine, stranger) = (Browser::of(app, Some("chu")), Browser::of(app, None));
    let path = format!("/theo-doi/{key}");
    let page = mine.get(&path).await;
    page.holds(&["Không được chấp thuận", "Đã đăng ký kết hôn", "ket-qua.pdf", "15/TB", "/in/03"]);
    assert_eq!(mine.get(&format!("{path}/tep/{}", stored.hash)).await.bytes, "%PDF-kết quả".as_bytes());
    assert!(mine.get(&format!("{path}/in/03")).await.bytes.starts_with(b"%PDF-"));
    let other = stranger.get(&path).await;
    other.holds(&["Không được chấp thuận, đã có văn bản trả lời", "nhận văn bản trả lời", "Đăng nhập"]);
    other.lacks(&["kết hôn.", "Đã có kết quả, mời bạn đến nhận", "15/TB"]);
    assert_eq!(stranger.get(&format!("{path}/tep/{}", stored.hash)).await.status, StatusCode::UNAUTHORIZED);
    return_result(app, &clerk(), id, None, "Nguyễn Văn Thưởng").await.unwrap();
    stranger.get(&path).await.lacks(&["/danh-gia/"]);
    app.provide::<Arc<dyn Ratings>>(Arc::new(Rated));
    stranger.get(&path).await.holds(&[&format!("/danh-gia/{id}")]);
}

#[tokio::test]
async fn a_refused_dossier_has_no_receipt_and_says_why_to_its_owner() {
    let city = city().await;
    let app = &city.app;
    let owner = citizen(app, "chu").await;
    let opened = opened(app, Filing { account_id: Some(owner), ..filing("a") }).await;
    refuse_receipt(app, &clerk(), opened.id, None, "wrong_agency", "Không cư trú tại phường").await.unwrap();
    let path = format!("/theo-doi/{}", opened.tracking_key);
    let page = Browser::of(app, Some("chu")).get(&path).await;
    page.holds(&["Cơ quan không nhận hồ sơ", "Không cư trú tại phường", "/in/03"]);
    page.lacks(&["phieu-hen", "wrong_agency"]);
    assert_eq!(Browser::of(app, None).get(&format!("{path}/phieu-hen")).await.status, StatusCode::CONFLICT);
}
