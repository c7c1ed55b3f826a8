//! Signing in by a real provider of identities: npm `oidc-provider`, started by node on loopback, visited over HTTP.

mod password;
mod sign_out;

use super::city::{City, PASSWORD};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use platform::settings::{Audience, Find, IdentityProvider, Secret, Settings};
use platform::{Clock, Read, notices};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const SITE: &str = "http://motcua.test";
const LAN: &str = "092085001234";

/// The provider, with the browser that visits it (e2e/provider.js).
struct Provider {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    issuer: String,
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Provider {
    fn start(more: Json) -> Provider {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e");
        assert!(
            folder.join("node_modules/oidc-provider").exists(),
            "npm oidc-provider is not in e2e/node_modules; run: cargo xtask setup"
        );
        let mut child = Command::new("node")
            .arg("provider.js")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node is not there; run: cargo xtask setup");
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut provider = Provider { child, to, from, issuer: String::new() };
        let client = |code: &str| {
            json!({
                "client_id": code, "client_secret": format!("secret of the client {code}"),
                "redirect_uris": [format!("{SITE}/dang-nhap/nha-cung-cap/{code}/ve")],
                "post_logout_redirect_uris": [format!("{SITE}/")],
                "grant_types": ["authorization_code"], "response_types": ["code"],
            })
        };
        let clients = ["canbo", "thu", "dan", "la"].map(client);
        let mut settings = json!({
            "clients": clients,
            "accounts": {
                "u1": {"name": "Lan ở nơi kia", "preferred_username": "Can.Lan", "email": "lan@cantho.test",
                       "email_verified": true, "so_dinh_danh": "092 085 001 234"},
                "u2": {"name": "Người lạ", "preferred_username": "khong.co", "email": "la@cantho.test",
                       "email_verified": true, "so_dinh_danh": "092085009999"},
            },
        });
        settings.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        provider.issuer = provider.order(&settings)["issuer"].as_str().unwrap().to_owned();
        provider
    }

    fn order(&mut self, order: &Json) -> Json {
        writeln!(self.to, "{order}").unwrap();
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("the provider said {line:?}"))
    }

    /// Visits it as somebody; the address it sends the browser back to, without the site.
    fn visit(&mut self, url: &str, who: Json) -> String {
        let mut order = json!({"walk": url});
        order.as_object_mut().unwrap().extend(who.as_object().unwrap().clone());
        let answer = self.order(&order);
        let at = answer["at"].as_str().unwrap_or_else(|| panic!("{answer}"));
        at.strip_prefix(SITE).unwrap().to_owned()
    }

    fn settings(&self) -> Settings {
        let one = |code: &str, audience, find, claim: &str, trusted| IdentityProvider {
            code: code.to_owned(),
            name: format!("Nơi {code}"),
            issuer: self.issuer.clone(),
            client_id: code.to_owned(),
            client_secret: Secret::new(format!("secret of the client {code}")),
            audience,
            find,
            claim: claim.to_owned(),
            scopes: ["profile", "email", "identity"].map(str::to_owned).into(),
            second_factor: vec!["urn:strong".to_owned(), "otp".to_owned()],
            trusted,
        };
        let oidc = vec![
            one("canbo", Audience::Staff, Find::Login, "preferred_username", false),
            one("thu", Audience::Staff, Find::Linked, "email", false),
            one("dan", Audience::Citizens, Find::Linked, "so_dinh_danh", true),
            one("la", Audience::Citizens, Find::Linked, "so_dinh_danh", false),
        ];
        Settings { oidc, public_url: Some(SITE.to_owned()), ..Settings::default() }
    }
}

/// A browser at the city, with its cookies.
struct Browser<'a> {
    city: &'a City,
    cookies: BTreeMap<String, String>,
}

struct Seen {
    status: StatusCode,
    to: String,
    body: String,
}

impl Browser<'_> {
    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Seen {
        let cookie: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let request = request.header(header::COOKIE, cookie.join("; ")).body(body).unwrap();
        let (parts, body) = self.city.call(request).await.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = axum::body::to_bytes(body, 1_000_000).await.unwrap();
        Seen {
            status: parts.status,
            to: parts.headers.get(header::LOCATION).map_or("", |v| v.to_str().unwrap()).to_owned(),
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    async fn get(&mut self, path: &str) -> Seen {
        self.send(Request::get(path), Body::empty()).await
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let pairs: Vec<String> =
            fields.iter().map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v))).collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(pairs.join("&"))).await
    }

    /// Where the button leads: the address at the provider.
    async fn leave(&mut self, code: &str) -> String {
        let sent = self.get(&format!("/dang-nhap/nha-cung-cap/{code}?ve=/thong-bao")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        sent.to
    }

    /// The whole way, as somebody.
    async fn sign_in(&mut self, provider: &mut Provider, code: &str, who: Json) -> Seen {
        let url = self.leave(code).await;
        let back = provider.visit(&url, who);
        self.get(&back).await
    }

    fn is_in(&self) -> bool {
        self.cookies.contains_key("motcua")
    }
}

impl City {
    async fn with_provider(provider: &Provider) -> City {
        let city = City::with(provider.settings()).await;
        // The provider's tokens are of today.
        city.clock.set(Clock::system().now());
        city
    }

    fn browser(&self) -> Browser<'_> {
        Browser { city: self, cookies: BTreeMap::new() }
    }

    async fn count(&self, sql: &str) -> i64 {
        self.app.store.number(sql, vec![]).await.unwrap()
    }

    /// A citizen who signed up alone.
    async fn signed_up(&self, number: &str) {
        let mut browser = self.browser();
        let fields = [
            ("ho_ten", "Ai đó"),
            ("so_dinh_danh", number),
            ("dia_chi", "Ninh Kiều"),
            ("thu_dien_tu", "ai@do.test"),
            ("mat_khau", PASSWORD),
            ("mat_khau_lai", PASSWORD),
        ];
        assert_eq!(browser.post("/dang-ky", &fields).await.status, StatusCode::SEE_OTHER);
    }
}

/// A staff account of a name that the provider knows.
async fn lan(city: &City) {
    city.staff("clerk", "so-xay-dung").await;
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE account SET login = 'can.lan' WHERE login = 'so-xay-dung.clerk'", vec![]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn staff_sign_in_by_the_provider_of_their_names_and_a_stranger_does_not() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    lan(&city).await;
    let mut browser = city.browser();
    assert!(browser.get("/dang-nhap").await.body.contains("Nơi canbo (cán bộ)"));
    let url = browser.leave("canbo").await;
    for part in ["code_challenge_method=S256", "state=", "nonce=", "response_type=code"] {
        assert!(url.contains(part), "{url}");
    }
    let back = provider.visit(&url, json!({"as": "u1"}));
    let entered = browser.get(&back).await;
    assert_eq!(
        (entered.status, entered.to.as_str()),
        (StatusCode::SEE_OTHER, "/thong-bao"),
        "{}",
        entered.body
    );
    assert!(browser.is_in());
    assert!(browser.get("/tai-khoan").await.body.contains("can.lan"));
    assert_eq!(city.count("SELECT COUNT(*) FROM notice WHERE template = 'identity.linked'").await, 1);
    assert_eq!(city.count("SELECT COUNT(*) FROM provider_link WHERE used_at IS NOT NULL").await, 1);
    // Signing out names the provider's own way out, which works.
    let out = browser.post("/dang-xuat", &[]).await;
    let end = out.body.split("href=\"").find(|p| p.contains("post_logout_redirect_uri")).unwrap();
    let end = end.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
    assert_eq!(provider.order(&json!({"end": end}))["status"], 200, "{end}");
    assert!(!browser.is_in());
    // Nobody is made a member of staff.
    let accounts = city.count("SELECT COUNT(*) FROM account").await;
    let mut other = city.browser();
    let refused = other.sign_in(&mut provider, "canbo", json!({"as": "u2"})).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("chưa có tài khoản cán bộ nào") && !other.is_in());
    assert_eq!(city.count("SELECT COUNT(*) FROM account").await, accounts);
    assert_eq!(city.count("SELECT COUNT(*) FROM journal WHERE action = 'provider_unknown'").await, 1);
}

#[tokio::test]
async fn a_wrong_state_a_replay_another_browser_and_another_issuer_are_refused() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    lan(&city).await;
    let mut browser = city.browser();
    let url = browser.leave("canbo").await;
    let back = provider.visit(&url, json!({"as": "u1"}));
    let state = back.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    assert_eq!(browser.get(&back.replace(&state, "forged")).await.status, StatusCode::GONE);
    assert_eq!(city.browser().get(&back).await.status, StatusCode::GONE, "the state belongs to its browser");
    let elsewhere = back.replace("iss=", "iss=https%3A%2F%2Felsewhere.test&was=");
    let mixed = browser.get(&elsewhere).await;
    assert_eq!(mixed.status, StatusCode::FORBIDDEN, "{}", mixed.body);
    assert_eq!(browser.get(&back).await.status, StatusCode::GONE, "the answer has been used up");
    // A code that was used, under a state that is good.
    let url = browser.leave("canbo").await;
    let first = provider.visit(&url, json!({"as": "u1"}));
    assert_eq!(browser.get(&first).await.status, StatusCode::SEE_OTHER);
    let code = |path: &str| path.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let mut thief = city.browser();
    let url = thief.leave("canbo").await;
    let second = provider.visit(&url, json!({"as": "u1"}));
    let replayed = thief.get(&second.replace(&code(&second), &code(&first))).await;
    assert_eq!(replayed.status, StatusCode::FORBIDDEN);
    assert!(replayed.body.contains("không khớp với lần đăng nhập này") && !thief.is_in());
}

#[tokio::test]
async fn a_token_of_another_try_or_that_has_expired_is_refused() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    lan(&city).await;
    let mut browser = city.browser();
    let url = browser.leave("canbo").await;
    let nonce = url.split("nonce=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let back = provider.visit(&url.replace(&nonce, "another"), json!({"as": "u1"}));
    assert_eq!(browser.get(&back).await.status, StatusCode::FORBIDDEN, "wrong nonce");
    // Ten minutes are a token's life at this provider; the try is one of ours that lasts as long.
    let url = browser.leave("canbo").await;
    let back = provider.visit(&url, json!({"as": "u1"}));
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE provider_try SET expires_at = expires_at + 86400000000", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    city.clock.set(Clock::system().now().plus_minutes(30));
    let late = browser.get(&back).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN, "expired token: {}", late.body);
    assert!(!browser.is_in());
}

#[tokio::test]
async fn a_provider_of_another_issuer_or_that_is_down_is_said_in_words() {
    let mut provider = Provider::start(json!({"issuer": "https://foreign.test"}));
    let city = City::with_provider(&provider).await;
    let mut browser = city.browser();
    for _ in 0..2 {
        let refused = browser.get("/dang-nhap/nha-cung-cap/canbo").await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(refused.body.contains("hiện không trả lời") && refused.body.contains("name=\"mat_khau\""));
        provider.child.kill().unwrap();
        provider.child.wait().unwrap();
    }
}

#[tokio::test]
async fn a_new_key_of_the_provider_is_found_and_claims_are_read_at_userinfo() {
    let mut provider = Provider::start(json!({"userinfo": true}));
    let city = City::with_provider(&provider).await;
    lan(&city).await;
    assert_eq!(
        city.browser().sign_in(&mut provider, "canbo", json!({"as": "u1"})).await.status,
        StatusCode::SEE_OTHER
    );
    provider.order(&json!({"rotate": true}));
    city.clock.set(city.clock.now().plus_minutes(2));
    let mut browser = city.browser();
    let again = browser.sign_in(&mut provider, "canbo", json!({"as": "u1"})).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    assert!(browser.is_in());
}

#[tokio::test]
async fn a_second_factor_is_asked_for_here_unless_the_provider_did() {
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
    let mut weak = city.browser();
    let asked = weak.sign_in(&mut provider, "canbo", json!({"as": "u1", "amr": ["pwd"]})).await;
    assert!(asked.to.starts_with("/dang-nhap/ma") && !weak.is_in(), "{}", asked.to);
    let mut strong = city.browser();
    strong.sign_in(&mut provider, "canbo", json!({"as": "u1", "amr": ["pwd", "otp"]})).await;
    assert!(strong.is_in());
}

#[tokio::test]
async fn a_citizen_gets_an_account_at_the_first_sign_in_and_is_verified_where_the_provider_is_trusted() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    let mut browser = city.browser();
    browser.sign_in(&mut provider, "dan", json!({"as": "u1"})).await;
    assert!(browser.is_in());
    let account = browser.get("/tai-khoan").await.body;
    assert!(account.contains(LAN) && account.contains("Lan ở nơi kia") && account.contains("Nơi dan"));
    assert_eq!(city.count("SELECT COUNT(*) FROM account WHERE verified_at IS NOT NULL").await, 1);
    let mut again = city.browser();
    again.sign_in(&mut provider, "dan", json!({"as": "u1"})).await;
    assert!(again.is_in());
    assert_eq!(city.count("SELECT COUNT(*) FROM account WHERE kind = 'citizen'").await, 1);
    let mut other = city.browser();
    other.sign_in(&mut provider, "la", json!({"as": "u2"})).await;
    assert!(other.is_in());
    assert_eq!(city.count("SELECT COUNT(*) FROM account WHERE verified_at IS NOT NULL").await, 1);
}

#[tokio::test]
async fn an_account_nobody_compared_is_neither_handed_over_nor_in_the_way() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    city.signed_up(LAN).await;
    let mut browser = city.browser();
    // Without trust there is the password alone.
    let asked = browser.sign_in(&mut provider, "la", json!({"as": "u1"})).await;
    assert_eq!((asked.to.as_str(), browser.is_in()), ("/dang-nhap/tai-khoan-rieng", false));
    assert!(!browser.get("/dang-nhap/tai-khoan-rieng").await.body.contains("Mở tài khoản riêng của bạn"));
    assert_eq!(browser.post("/dang-nhap/tai-khoan-rieng", &[]).await.status, StatusCode::GONE);
    // With trust, an account of one's own beside it, whose other owner is told.
    let asked = browser.sign_in(&mut provider, "dan", json!({"as": "u1"})).await;
    assert_eq!((asked.to.as_str(), browser.is_in()), ("/dang-nhap/tai-khoan-rieng", false));
    assert!(browser.get("/dang-nhap/tai-khoan-rieng").await.body.contains("Mở tài khoản riêng của bạn"));
    browser.post("/dang-nhap/tai-khoan-rieng", &[]).await;
    assert!(browser.is_in());
    assert!(browser.get("/tai-khoan").await.body.contains("092085001234.dan"));
    let told =
        "SELECT COUNT(*) FROM notice WHERE template = 'identity.number_elsewhere' AND email = 'ai@do.test'";
    assert_eq!(city.count(told).await, 1);
    // The old one still opens with its password, unverified and unlinked.
    city.with_password(LAN, PASSWORD).await;
    let old = "SELECT COUNT(*) FROM account a LEFT JOIN provider_link l ON l.account_id = a.id \
               WHERE a.login = '092085001234' AND a.verified_at IS NULL AND l.id IS NULL";
    assert_eq!(city.count(old).await, 1);
}

#[tokio::test]
async fn the_owner_of_an_account_links_it_and_ends_the_link() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    city.signed_up(LAN).await;
    let mut browser = city.browser();
    browser.post("/dang-nhap", &[("ten", LAN), ("mat_khau", PASSWORD)]).await;
    assert!(browser.is_in());
    // Somebody else's person there is not this account's.
    let url = browser.get("/tai-khoan/lien-ket/la").await.to;
    let back = provider.visit(&url, json!({"as": "u2"}));
    assert_eq!(browser.get(&back).await.status, StatusCode::FORBIDDEN);
    let url = browser.get("/tai-khoan/lien-ket/la").await.to;
    let back = provider.visit(&url, json!({"as": "u1"}));
    assert_eq!(browser.get(&back).await.to, "/tai-khoan");
    let mut elsewhere = city.browser();
    elsewhere.sign_in(&mut provider, "la", json!({"as": "u1"})).await;
    assert!(elsewhere.is_in(), "the link opens it");
    let link = city.count("SELECT MAX(id) FROM provider_link").await;
    assert_eq!(browser.post(&format!("/tai-khoan/lien-ket/{link}/bo"), &[]).await.to, "/tai-khoan");
    assert_eq!(elsewhere.get("/tai-khoan").await.status, StatusCode::UNAUTHORIZED, "its sessions end");
    assert_eq!(browser.get("/tai-khoan").await.status, StatusCode::OK);
    let told = notices::unseen(&city.app, city.count("SELECT MAX(id) FROM account").await).await.unwrap();
    assert_eq!(told, 2, "of the link and of its end");
}

#[tokio::test]
async fn an_account_compared_at_the_counter_is_joined_by_a_trusted_provider_only() {
    let mut provider = Provider::start(json!({}));
    let city = City::with_provider(&provider).await;
    city.signed_up(LAN).await;
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE account SET verified_at = 1 WHERE kind = 'citizen'", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let mut browser = city.browser();
    browser.sign_in(&mut provider, "la", json!({"as": "u1"})).await;
    assert!(!browser.is_in());
    browser.sign_in(&mut provider, "dan", json!({"as": "u1"})).await;
    assert!(browser.is_in());
    assert_eq!(city.count("SELECT COUNT(*) FROM account WHERE kind = 'citizen'").await, 1);
}
