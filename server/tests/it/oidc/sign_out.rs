//! Signing out where a provider opened the session: by its back channel, and there after here.

use super::*;

const KIND: &str = "logout+jwt";
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

impl Provider {
    /// Signs out there in the browser that visited last; the tokens it told its clients with.
    fn leave(&mut self, url: &str) -> Vec<String> {
        let answer = self.order(&json!({"leave": url}));
        let told = answer["told"].as_array().unwrap_or_else(|| panic!("{answer}"));
        told.iter().map(|token| token.as_str().unwrap().to_owned()).collect()
    }

    /// Any claims signed with its key as a token of this kind.
    fn sign(&mut self, claims: &Json, kind: &str) -> String {
        let answer = self.order(&json!({"sign": claims, "head": {"typ": kind}}));
        answer["token"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }
}

/// Where a session of the provider is signed out: as the page of signing out here offers it.
async fn way_out(browser: &mut Browser<'_>) -> String {
    let out = browser.post("/dang-xuat", &[]).await;
    let end = out.body.split("href=\"").find(|p| p.contains("post_logout_redirect_uri"));
    let end = end.unwrap_or_else(|| panic!("{}", out.body));
    end.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&")
}

async fn tell(city: &City, provider: &str, token: &str) -> Seen {
    let path = format!("/dang-nhap/nha-cung-cap/{provider}/dang-xuat");
    city.browser().post(&path, &[("logout_token", token)]).await
}

/// A token as the provider makes them, for the client `canbo`.
fn claims(provider: &Provider, number: &str) -> Json {
    let now = Clock::system().now().micros() / 1_000_000;
    json!({
        "iss": provider.issuer, "aud": "canbo", "iat": now, "exp": now + 120, "jti": number,
        "events": {EVENT: {}}, "sub": "u1",
    })
}

#[tokio::test]
async fn a_session_that_ends_at_the_provider_ends_here_and_no_other_one_does() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    lan(&city).await;
    let end = city.provider_end(&mut provider).await;
    let (mut first, mut second, mut own) = (city.browser(), city.browser(), city.browser());
    first.sign_in(&mut provider, "canbo", json!({"as": "u1"})).await;
    own.post("/dang-nhap", &[("ten", "can.lan"), ("mat_khau", PASSWORD)]).await;
    // The last walk is the one whose session at the provider ends.
    second.sign_in(&mut provider, "canbo", json!({"as": "u1"})).await;
    assert!(first.is_in() && second.is_in() && own.is_in());
    let told = provider.leave(&end);
    assert_eq!(told.len(), 1);
    assert_eq!(tell(&city, "canbo", &told[0]).await.status, StatusCode::OK);
    assert_eq!(second.get("/tai-khoan").await.status, StatusCode::UNAUTHORIZED);
    for (browser, what) in [(&mut first, "another session there"), (&mut own, "opened by password")] {
        assert_eq!(browser.get("/tai-khoan").await.status, StatusCode::OK, "{what}");
    }
    let entries = "SELECT COUNT(*) FROM journal WHERE action = 'sign_out' AND actor_kind = 'system'";
    assert_eq!(city.count(entries).await, 1, "the history says by whom it was signed out");
    let again = tell(&city, "canbo", &told[0]).await;
    assert_eq!(
        (again.status, again.body.as_str()),
        (StatusCode::BAD_REQUEST, r#"{"error":"invalid_request"}"#)
    );
}

#[tokio::test]
async fn a_provider_that_names_no_session_ends_all_it_opened_for_the_person() {
    let mut provider = Provider::start(json!({"sid": false}));
    let city = City::with_provider(&provider).await;
    lan(&city).await;
    let end = city.provider_end(&mut provider).await;
    let (mut first, mut second, mut own) = (city.browser(), city.browser(), city.browser());
    first.sign_in(&mut provider, "canbo", json!({"as": "u1"})).await;
    own.post("/dang-nhap", &[("ten", "can.lan"), ("mat_khau", PASSWORD)]).await;
    second.sign_in(&mut provider, "canbo", json!({"as": "u1"})).await;
    let told = provider.leave(&end);
    assert_eq!(tell(&city, "canbo", &told[0]).await.status, StatusCode::OK);
    for browser in [&mut first, &mut second] {
        assert_eq!(browser.get("/tai-khoan").await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(own.get("/tai-khoan").await.status, StatusCode::OK, "its password opened it");
}

impl City {
    /// The provider's way out, without ending the session of anybody who tests.
    async fn provider_end(&self, provider: &mut Provider) -> String {
        let mut passer_by = self.browser();
        passer_by.sign_in(provider, "canbo", json!({"as": "u1"})).await;
        way_out(&mut passer_by).await
    }
}

#[tokio::test]
async fn what_is_no_true_logout_token_signs_nobody_out() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    lan(&city).await;
    let mut browser = city.browser();
    browser.sign_in(&mut provider, "canbo", json!({"as": "u1"})).await;
    let with = |name: &str, value: Json| {
        let mut claims = claims(&provider, name);
        claims[name] = value;
        claims
    };
    let now = Clock::system().now().micros() / 1_000_000;
    let wrong = [
        with("nonce", json!("n")),
        with("aud", json!("la")),
        with("iss", json!("https://elsewhere.test")),
        with("iat", json!(now - 3600)),
        with("events", json!({})),
        with("sub", Json::Null),
    ];
    let good = claims(&provider, "good");
    let mut tokens: Vec<String> = wrong.iter().map(|claims| provider.sign(claims, KIND)).collect();
    tokens.push(provider.sign(&good, "JWT"));
    tokens.push(provider.sign(&good, "at+jwt"));
    let signed = provider.sign(&good, KIND);
    // Unsigned, with another's signature, and signed with a key that is not the provider's.
    let (head, rest) = signed.split_once('.').unwrap();
    let unsigned = "eyJhbGciOiJub25lIiwidHlwIjoibG9nb3V0K2p3dCJ9";
    tokens.push(format!("{unsigned}.{}.", rest.split('.').next().unwrap()));
    tokens.push(format!("{head}.{}.{}", rest.split('.').next().unwrap(), "AAAA"));
    let mut stranger = Provider::start(json!({}));
    tokens.push(stranger.sign(&good, KIND));
    tokens.push(String::new());
    for token in tokens {
        assert_eq!(tell(&city, "canbo", &token).await.status, StatusCode::BAD_REQUEST, "{token}");
    }
    assert_eq!(tell(&city, "khong-co", &signed).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/tai-khoan").await.status, StatusCode::OK, "still in");
    assert_eq!(tell(&city, "canbo", &signed).await.status, StatusCode::OK);
    assert_eq!(browser.get("/tai-khoan").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_sign_in_that_waits_for_a_code_ends_with_the_providers_session() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    lan(&city).await;
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec(
        "INSERT INTO second_factor (account_id, secret, made_at, confirmed_at, used_step, code_salt) \
         SELECT id, 'x', 0, 1, -1, '' FROM account WHERE login = 'can.lan'",
        vec![],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let mut browser = city.browser();
    let asked = browser.sign_in(&mut provider, "canbo", json!({"as": "u1"})).await;
    assert!(asked.to.starts_with("/dang-nhap/ma"), "{}", asked.to);
    let waiting = "SELECT COUNT(*) FROM sign_in_pending WHERE provider_session IS NOT NULL";
    assert_eq!(city.count(waiting).await, 1);
    let token = claims(&provider, "w");
    let token = provider.sign(&token, KIND);
    assert_eq!(tell(&city, "canbo", &token).await.status, StatusCode::OK);
    assert_eq!(city.count(waiting).await, 0);
}

#[tokio::test]
async fn a_node_that_knows_nothing_of_the_provider_finds_its_way_out_all_the_same() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    lan(&city).await;
    let mut browser = city.browser();
    browser.sign_in(&mut provider, "canbo", json!({"as": "u1"})).await;
    let node = platform::App::new(
        city.app.settings.clone(),
        city.app.store.clone(),
        city.app.random.clone(),
        motcua::slices(),
    )
    .unwrap();
    motcua::wire(&node);
    node.refresh().await.unwrap();
    let cookie = format!("motcua={}", browser.cookies["motcua"]);
    let request = Request::post("/dang-xuat").header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let answer = tower::ServiceExt::oneshot(motcua::router(&node), request).await.unwrap();
    let body = axum::body::to_bytes(answer.into_body(), 1_000_000).await.unwrap();
    let page = String::from_utf8_lossy(&body).into_owned();
    assert!(page.contains("post_logout_redirect_uri") && page.contains("Đăng xuất ở Nơi canbo"), "{page}");
    assert_eq!(browser.get("/tai-khoan").await.status, StatusCode::UNAUTHORIZED);
}
