//! Behind a proxy: limits and the journal follow the caller that a trusted proxy names, and nobody else's word.

use crate::city::{City, PASSWORD};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use platform::settings::Settings;
use platform::{Read, journal};
use std::net::SocketAddr;

/// A city whose proxies are in 10.0.0.0/8.
async fn city() -> City {
    City::with(Settings { trusted_proxies: vec!["10.0.0.0/8".to_owned()], ..Settings::default() }).await
}

/// Posts a form over a connection from `peer`, with what the forwarding header says.
async fn post(city: &City, peer: &str, forwarded: &str, path: &str, body: String) -> StatusCode {
    let peer: SocketAddr = format!("{peer}:40000").parse().unwrap();
    let mut request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::HOST, "motcua.test")
        .header(header::ORIGIN, "http://motcua.test")
        .header("x-forwarded-for", forwarded)
        .body(Body::from(body))
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    city.call(request).await.status()
}

/// Looks a code up that nobody else asks for.
async fn look_up(city: &City, peer: &str, forwarded: &str, code: usize) -> StatusCode {
    post(city, peer, forwarded, "/tra-cuu", format!("ma=khong-co-{code}&so=1234")).await
}

/// Tries until it is too often; how many went through. The limit gives one try a second back, so some more may.
async fn until_limited(city: &City, peer: &str, forwarded: impl Fn(usize) -> String) -> usize {
    for n in 0..600 {
        match look_up(city, peer, &forwarded(n), n).await {
            StatusCode::TOO_MANY_REQUESTS => return n,
            status => assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY),
        }
    }
    panic!("{peer} is never limited");
}

#[tokio::test]
async fn a_limit_counts_the_caller_that_a_trusted_proxy_names() {
    let city = city().await;
    let tries = until_limited(&city, "10.0.0.1", |_| "203.0.113.5".to_owned()).await;
    assert!(tries >= 60, "{tries}");
    let other = look_up(&city, "10.0.0.1", "203.0.113.6", 1000).await;
    assert_eq!(
        other,
        StatusCode::UNPROCESSABLE_ENTITY,
        "another caller behind the same proxy is not held up"
    );
    // The same caller by the other proxy, with an address of their own choice before the true one.
    let again = until_limited(&city, "10.0.0.2", |n| format!("192.0.2.{}, 203.0.113.5", n % 200)).await;
    assert!(again < 60, "{again}: the caller has a second allowance");
}

#[tokio::test]
async fn who_comes_straight_is_counted_by_their_own_address_whatever_they_write() {
    let city = city().await;
    let tries = until_limited(&city, "198.51.100.7", |n| format!("203.0.{}.{}", n / 200, n % 200)).await;
    assert!(tries >= 60, "{tries}");
    let named = look_up(&city, "10.0.0.1", "203.0.0.3", 1000).await;
    assert_eq!(named, StatusCode::UNPROCESSABLE_ENTITY, "nobody is held up in another's name");
}

#[tokio::test]
async fn the_journal_names_the_caller_and_not_the_proxy() {
    let city = city().await;
    city.citizen("cong.dan").await;
    let sql = "SELECT id FROM account WHERE login = 'cong.dan'";
    let account = city.app.store.number(sql, vec![]).await.unwrap();
    for (peer, forwarded, noted) in [
        ("10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        ("198.51.100.7", "203.0.113.10", "198.51.100.7"),
    ] {
        let body = format!("ten=cong.dan&mat_khau={}", ui::platform_url(PASSWORD));
        assert_eq!(post(&city, peer, forwarded, "/dang-nhap", body).await, StatusCode::SEE_OTHER);
        let entry = journal::history(&city.app.store, "account", account).await.unwrap().remove(0);
        assert!(entry.after.contains(&format!("\"{noted}\"")), "{noted} in {}", entry.after);
        let sql = "SELECT COUNT(*) FROM session WHERE account_id = $1 AND address = $2";
        let sessions = city.app.store.number(sql, vec![account.into(), noted.into()]).await.unwrap();
        assert_eq!(sessions, 1, "{noted}");
    }
}

#[tokio::test]
async fn over_tls_nobody_is_answered_past_the_proxy() {
    let settings = Settings {
        trusted_proxies: vec!["10.0.0.0/8".to_owned()],
        public_url: Some("https://motcua.example".to_owned()),
        ..Settings::default()
    };
    let city = City::with(settings).await;
    let get = |peer: &str, path: &str| {
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        let peer: SocketAddr = format!("{peer}:40000").parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        city.call(request)
    };
    for by_the_proxy in ["10.0.0.1", "127.0.0.1"] {
        assert_eq!(get(by_the_proxy, "/").await.status(), StatusCode::OK);
    }
    for path in ["/", "/dang-nhap", "/tra-cuu", "/api/v1/openapi.json"] {
        assert_eq!(get("203.0.113.5", path).await.status(), StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(get("203.0.113.5", "/healthz").await.status(), StatusCode::OK, "a balancer's probe");
}
