//! A member of staff is linked with their person at a provider: asked for by one administrator, made by another, ended by either.

use super::{CITY, HOME_AFFAIRS, House};
use axum::http::StatusCode;
use platform::Read;
use platform::access::Role;
use platform::settings::{Audience, Find, IdentityProvider, Secret, Settings};

const LIST: &str = "/quan-tri/yeu-cau";

fn provider(code: &str, audience: Audience, find: Find) -> IdentityProvider {
    IdentityProvider {
        code: code.to_owned(),
        name: format!("Nơi {code}"),
        issuer: format!("https://{code}.example.vn"),
        client_id: "motcua".to_owned(),
        client_secret: Secret::new("bí mật".to_owned()),
        audience,
        find,
        claim: "email".to_owned(),
        scopes: Vec::new(),
        second_factor: Vec::new(),
        trusted: false,
    }
}

/// A city with a provider whose people administrators link, one that gives sign-in names, and one for citizens.
async fn house() -> House {
    let oidc = vec![
        provider("thu", Audience::Staff, Find::Linked),
        provider("ten", Audience::Staff, Find::Login),
        provider("dan", Audience::Citizens, Find::Linked),
    ];
    House::with(Settings { oidc, ..Settings::default() }).await
}

/// Two administrators, signed in, and a clerk.
async fn people(house: &House) -> (String, String, i64) {
    let first = house.administrator().await;
    house.staff("admin2", Some(Role::It), CITY).await;
    let second = house.cookie("admin2").await;
    (first, second, house.staff("lan", Some(Role::Clerk), HOME_AFFAIRS).await)
}

async fn decide(house: &House, act: &str, cookie: &str) -> super::Answer {
    let newest = house.app.store.number("SELECT MAX(id) FROM account_request", vec![]).await.unwrap();
    house.post(&format!("{LIST}/{newest}/{act}"), cookie, &[]).await
}

async fn links(house: &House, account: i64) -> i64 {
    let sql = "SELECT COUNT(*) FROM provider_link WHERE account_id = $1 AND ended_at IS NULL";
    house.app.store.number(sql, vec![account.into()]).await.unwrap()
}

const WANTED: [(&str, &str); 3] =
    [("noi", "thu"), ("gia_tri", "Lan@CanTho.vn"), ("ly_do", "Đã gặp mặt, đối chiếu thẻ công chức")];

#[tokio::test]
async fn two_administrators_link_a_member_of_staff_and_one_ends_it() {
    let house = house().await;
    let (first, second, lan) = people(&house).await;
    let page = format!("/quan-tri/tai-khoan/{lan}");
    let path = format!("{page}/lien-ket");
    assert!(house.get(&page, &first).await.body.contains(&path), "the account's page leads there");
    let form = house.get(&path, &first).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("Nơi thu"), "{}", form.body);
    assert!(!form.body.contains("Nơi ten") && !form.body.contains("Nơi dan"), "nobody is linked there");
    let empty = house.post(&path, &first, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut elsewhere = WANTED;
    elsewhere[0].1 = "ten";
    assert_eq!(house.post(&path, &first, &elsewhere).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.post(&path, &first, &WANTED).await.to, LIST);
    assert_eq!(links(&house, lan).await, 0, "nothing is linked yet");
    assert_eq!(decide(&house, "duyet", &first).await.status, StatusCode::CONFLICT, "one alone does not");
    let seen = house.get(LIST, &second).await.body;
    assert!(seen.contains("thu: Lan@CanTho.vn") && seen.contains("đối chiếu thẻ công chức"), "{seen}");
    assert_eq!(decide(&house, "duyet", &second).await.to, LIST);
    assert_eq!(links(&house, lan).await, 1);
    let told = "SELECT COUNT(*) FROM notice WHERE account_id = $1 AND template = 'console.recovery_done'";
    assert_eq!(house.app.store.number(told, vec![lan.into()]).await.unwrap(), 1, "the owner is told");
    let history = house.get(&page, &first).await.body;
    for told in ["lan@cantho.vn", "Liên kết với nơi đăng nhập khác", "Cán bộ admin2"] {
        assert!(history.contains(told), "{told}: {history}");
    }
    let link = house.app.store.number("SELECT MAX(id) FROM provider_link", vec![]).await.unwrap();
    let end = format!("{path}/{link}/bo");
    assert_eq!(house.post(&end, &first, &[]).await.to, page);
    assert_eq!(links(&house, lan).await, 0);
    assert_eq!(house.post(&end, &first, &[]).await.status, StatusCode::NOT_FOUND, "it has ended");
}

#[tokio::test]
async fn a_link_is_neither_ones_own_nor_anothers_already_nor_beyond_ones_reach() {
    let house = house().await;
    let (first, second, lan) = people(&house).await;
    let path = |id: i64| format!("/quan-tri/tai-khoan/{id}/lien-ket");
    let own = "SELECT id FROM account WHERE login = 'admin'";
    let own = house.app.store.number(own, vec![]).await.unwrap();
    assert_eq!(house.post(&path(own), &first, &WANTED).await.status, StatusCode::CONFLICT, "one's own");
    house.staff("it.stc", Some(Role::It), super::FINANCE).await;
    let far = house.cookie("it.stc").await;
    assert_eq!(house.get(&path(lan), &far).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.post(&path(lan), &far, &WANTED).await.status, StatusCode::NOT_FOUND);
    house.post(&path(lan), &first, &WANTED).await;
    assert_eq!(decide(&house, "duyet", &second).await.to, LIST);
    let minh = house.staff("minh", Some(Role::Clerk), HOME_AFFAIRS).await;
    assert_eq!(house.post(&path(minh), &first, &WANTED).await.to, LIST);
    let taken = decide(&house, "duyet", &second).await;
    assert_eq!(taken.status, StatusCode::FORBIDDEN, "it is another's there already");
    assert_eq!(links(&house, minh).await, 0);
    // Without such a provider there is no page.
    let bare = House::new().await;
    let (admin, _, lan) = people(&bare).await;
    assert_eq!(bare.get(&path(lan), &admin).await.status, StatusCode::NOT_FOUND);
}
