//! The first password of an account that a provider opened: its owner sets it after the provider has asked them anew.

use super::*;

const PAGE: &str = "/tai-khoan/mat-khau";
const NEW: [(&str, &str); 2] =
    [("mat_khau", "mười hai con thuyền nhỏ"), ("mat_khau_lai", "mười hai con thuyền nhỏ")];

#[tokio::test]
async fn the_owner_of_an_account_a_provider_opened_sets_a_password_after_being_asked_anew() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    let mut browser = city.browser();
    assert!(
        browser.get("/dang-nhap").await.body.contains("chưa có mật khẩu: lần đầu hãy đăng nhập ở nơi đó")
    );
    browser.sign_in(&mut provider, "dan", json!({"as": "u1"})).await;
    let account = browser.get("/tai-khoan").await.body;
    assert!(account.contains("Đặt mật khẩu") && account.contains("Chưa đặt"), "{account}");
    let page = browser.get(PAGE).await.body;
    assert!(page.contains("/tai-khoan/xac-nhan/dan?ve=") && !page.contains("name=\"mat_khau\""), "{page}");
    assert_eq!(browser.post(PAGE, &NEW).await.to, PAGE, "nothing is set before the proof");
    let mail = [("ho_ten", "Lan"), ("thu_dien_tu", "khac@example.vn")];
    assert_eq!(browser.post("/tai-khoan", &mail).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Somebody else there is not the owner here.
    let url = browser.get("/tai-khoan/xac-nhan/dan?ve=/tai-khoan/mat-khau").await.to;
    for part in ["prompt=login", "max_age="] {
        assert!(url.contains(part), "{url}");
    }
    let back = provider.visit(&url, json!({"as": "u2"}));
    let other = browser.get(&back).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN, "{}", other.body);
    assert!(other.body.contains("biết bạn là một người khác"));
    // A provider that is not asked for the time of the sign-in does not tell it: nothing is proved.
    let url = browser.get("/tai-khoan/xac-nhan/dan?ve=/tai-khoan/mat-khau").await.to;
    let stale = url.replace("&max_age=60", "").replace("&prompt=login", "");
    assert_ne!(stale, url);
    let back = provider.visit(&stale, json!({"as": "u1"}));
    let stale = browser.get(&back).await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
    assert!(stale.body.contains("không hỏi lại bạn là ai"), "{}", stale.body);
    let url = browser.get("/tai-khoan/xac-nhan/dan?ve=/tai-khoan/mat-khau").await.to;
    let back = provider.visit(&url, json!({"as": "u1"}));
    assert_eq!(browser.get(&back).await.to, PAGE);
    let form = browser.get(PAGE).await.body;
    assert!(form.contains("name=\"mat_khau\"") && !form.contains("name=\"mat_khau_cu\""), "{form}");
    let done = browser.post(PAGE, &NEW).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(browser.get("/tai-khoan").await.status, StatusCode::UNAUTHORIZED, "every session ends");
    let mut own = city.browser();
    own.post("/dang-nhap", &[("ten", LAN), ("mat_khau", NEW[0].1)]).await;
    assert!(own.is_in(), "the password opens it");
    let page = own.get(PAGE).await.body;
    assert!(page.contains("name=\"mat_khau_cu\""), "from now on the present one is asked for: {page}");
}

#[tokio::test]
async fn a_proof_is_good_for_ten_minutes_and_for_its_own_session() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    let (mut browser, mut other) = (city.browser(), city.browser());
    browser.sign_in(&mut provider, "dan", json!({"as": "u1"})).await;
    other.sign_in(&mut provider, "dan", json!({"as": "u1"})).await;
    let url = browser.get("/tai-khoan/xac-nhan/dan?ve=/tai-khoan/du-lieu").await.to;
    let back = provider.visit(&url, json!({"as": "u1"}));
    assert_eq!(browser.get(&back).await.to, "/tai-khoan/du-lieu");
    assert_eq!(
        browser.post("/tai-khoan/du-lieu", &[]).await.status,
        StatusCode::OK,
        "it stands for the password"
    );
    assert_eq!(other.post("/tai-khoan/du-lieu", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    city.clock.set(city.clock.now().plus_minutes(11));
    assert_eq!(browser.post("/tai-khoan/du-lieu", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
