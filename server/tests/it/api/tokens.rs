//! Tokens: made once, narrowed, bound to addresses, ended; neither do cookies open the interface nor tokens the pages.

use super::{Program, token};
use crate::city::City;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use platform::Read;
use std::net::SocketAddr;

const AGENCY: &str = "phuong-cai-khe";

#[tokio::test]
async fn a_token_is_kept_as_its_hash_and_opens_until_it_is_revoked() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    let program = Program::of(&city, &clerk, &["one_stop.view"]).await;
    program.get("/dossiers").await.expect(200);
    let text = program.token.clone().unwrap();
    let kept = "SELECT COUNT(*) FROM api_token WHERE token_hash LIKE $1 OR name LIKE $1";
    let kept = city.app.store.number(kept, vec![format!("%{}%", &text[7..]).into()]).await.unwrap();
    assert_eq!(kept, 0, "the token itself stands in the database");
    let page = clerk.get("/ma-truy-cap").await.expect(200);
    assert!(page.text().contains("Đang dùng được") && !page.body.contains(&text));
    let other = city.staff("specialist", AGENCY).await;
    other.post("/ma-truy-cap/1/thu-hoi", &[]).await.expect(404);
    clerk.post("/ma-truy-cap/1/thu-hoi", &[]).await.expect(303);
    let refused = program.get("/dossiers").await.expect(401);
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    clerk.post("/ma-truy-cap/1/thu-hoi", &[]).await.expect(409);
}

#[tokio::test]
async fn an_administrator_revokes_the_tokens_of_the_own_scope_only() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    let program = Program::of(&city, &clerk, &["one_stop.view"]).await;
    let elsewhere = city.staff("it", "so-noi-vu").await;
    elsewhere.post("/quan-tri/ma-truy-cap/1/thu-hoi", &[]).await.expect(404);
    assert!(!elsewhere.get("/quan-tri/ma-truy-cap").await.expect(200).body.contains("Cổng dịch vụ công"));
    program.get("/dossiers").await.expect(200);
    let it = city.staff("it", "ubnd-tp-can-tho").await;
    assert!(it.get("/quan-tri/ma-truy-cap").await.expect(200).body.contains("Cổng dịch vụ công"));
    it.post("/quan-tri/ma-truy-cap/1/thu-hoi", &[]).await.expect(303);
    program.get("/dossiers").await.expect(401);
    let history = clerk.get("/tai-khoan").await.status;
    assert!(history.is_success());
}

#[tokio::test]
async fn a_token_may_no_more_than_its_scopes_and_its_owner() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    let narrow = Program::of(&city, &clerk, &["one_stop.view"]).await;
    let refused = narrow.post("/dossiers", &super::birth(AGENCY)).await.expect(403);
    assert_eq!(refused.body["code"], "one_stop.receive");
    narrow.get("/journal").await.expect(403);
    // A scope that the owner does not hold is no scope.
    let fields = [("ten", "x"), ("den", "2013-12-31"), ("dia_chi", ""), ("quyen", "console.roles")];
    clerk.post("/ma-truy-cap/moi", &fields).await.expect(422);
    let forever = [("ten", "x"), ("den", "2031-01-31"), ("dia_chi", ""), ("quyen", "one_stop.view")];
    clerk.post("/ma-truy-cap/moi", &forever).await.expect(422);
    // What the owner loses, the token loses.
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE role_grant SET revoked_at = 1 WHERE role_code = 'clerk'", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    narrow.get("/dossiers").await.expect(403);
}

#[tokio::test]
async fn a_token_bound_to_addresses_opens_from_there_only_and_ends_with_its_day() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    let token = token(&clerk, &["one_stop.view"], "10.1.0.0/16").await;
    let program = Program { city: &city, token: Some(token) };
    let from = |address: &str| {
        let peer: SocketAddr = address.parse().unwrap();
        Request::get("/api/v1/dossiers").extension(ConnectInfo(peer)).body(Body::empty()).unwrap()
    };
    program.send(from("10.1.2.3:4711")).await.expect(200);
    let refused = program.send(from("10.2.0.1:4711")).await.expect(403);
    assert_eq!(refused.body["code"], "ground-api-address");
    city.clock.set("2013-12-31".parse::<kernel::Day>().unwrap().start());
    program.send(from("10.1.2.3:4711")).await.expect(200);
    city.clock.set("2014-01-01".parse::<kernel::Day>().unwrap().start());
    program.send(from("10.1.2.3:4711")).await.expect(401);
}

#[tokio::test]
async fn cookies_open_no_operation_and_tokens_no_page() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    assert_eq!(clerk.get("/api/v1/dossiers").await.status.as_u16(), 401);
    let program = Program::of(&city, &clerk, &["one_stop.view"]).await;
    let page = Request::get("/ho-so").body(Body::empty()).unwrap();
    assert_eq!(program.send(page).await.status, 401);
}

#[tokio::test]
async fn an_account_that_only_a_program_uses_is_not_closed_as_idle() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    city.staff("specialist", AGENCY).await;
    let program = Program::of(&city, &clerk, &["one_stop.view"]).await;
    // 45 days without use close an account; sessions end long before.
    for _ in 0..3 {
        city.clock.set(city.clock.now().plus_minutes(30 * 24 * 60));
        program.get("/dossiers").await.expect(200);
    }
    let night = async || {
        let tx = city.app.store.housekeeping().await.unwrap();
        tx.enqueue("ground.disable_idle_accounts", &serde_json::Value::Null, None).await.unwrap();
        tx.commit().await.unwrap();
        platform::jobs::run_due(&city.app).await.unwrap();
    };
    let closed = async |role: &str| {
        let sql = "SELECT COUNT(*) FROM account WHERE login = $1 AND disabled";
        city.app.store.number(sql, vec![format!("{AGENCY}.{role}").into()]).await.unwrap() == 1
    };
    night().await;
    assert!(!closed("clerk").await && closed("specialist").await);
    program.get("/dossiers").await.expect(200);
    // A program that falls silent is no use.
    city.clock.set(city.clock.now().plus_minutes(46 * 24 * 60));
    night().await;
    assert!(closed("clerk").await);
    program.get("/dossiers").await.expect(401);
}

#[tokio::test]
async fn a_token_called_too_often_is_told_to_wait() {
    let city = City::new().await;
    let clerk = city.staff("clerk", AGENCY).await;
    let program = Program::of(&city, &clerk, &["one_stop.view"]).await;
    let mut last = program.get("/agencies/phuong-cai-khe").await;
    // Five more are allowed each second, so that a slow machine calls more than three hundred times.
    for _ in 0..3000 {
        if last.status == 429 {
            break;
        }
        last = program.get("/agencies/phuong-cai-khe").await;
    }
    assert_eq!(last.expect(429).header("retry-after"), "60");
    Program::stranger(&city).get("/agencies/phuong-cai-khe").await.expect(200);
}
