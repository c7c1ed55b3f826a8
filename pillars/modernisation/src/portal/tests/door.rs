//! Signing in and out, lock-out, redirects, demo accounts, choices kept in cookies.

use super::{House, PASSWORD};
use axum::http::StatusCode;
use platform::identity::{self, AccountKind, NewAccount};
use platform::own_account::DEMO_PASSWORD;
use platform::{Actor, Read};

#[tokio::test]
async fn signing_in_opens_the_account_and_signing_out_closes_it() {
    let house = House::new(false).await;
    house.citizen("361234567").await;
    assert_eq!(house.get("/tai-khoan", "").await.status, StatusCode::UNAUTHORIZED);
    let cookie = house.signed_in("361234567").await;
    let page = house.get("/tai-khoan", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Trần Thị Lụa"));
    assert_eq!(house.post("/dang-xuat", &cookie, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get("/tai-khoan", &cookie).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_wrong_password_answers_as_a_wrong_name_and_five_of_them_lock() {
    let house = House::new(false).await;
    house.citizen("361234567").await;
    let wrong = [("ten", "361234567"), ("mat_khau", "sai"), ("ve", "/")];
    let unknown = house.post("/dang-nhap", "", &[("ten", "nobody"), ("mat_khau", "sai"), ("ve", "/")]).await;
    for _ in 0..5 {
        let answer = house.post("/dang-nhap", "", &wrong).await;
        assert_eq!((answer.status, unknown.status), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
        assert!(answer.body.contains("không đúng") && unknown.body.contains("không đúng"));
    }
    let locked =
        house.post("/dang-nhap", "", &[("ten", "361234567"), ("mat_khau", PASSWORD), ("ve", "/")]).await;
    assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(locked.body.contains("nhập sai nhiều lần"), "{}", locked.body);
    house.city.clock.set(house.city.clock.now().plus_minutes(2));
    house.signed_in("361234567").await;
}

#[tokio::test]
async fn too_many_tries_from_one_address_are_refused() {
    let house = House::new(false).await;
    let mut last = StatusCode::OK;
    for _ in 0..40 {
        last = house.post("/dang-nhap", "", &[("ten", "x"), ("mat_khau", "y"), ("ve", "/")]).await.status;
        if last == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn no_door_of_this_house_leads_to_another_site() {
    let house = House::new(false).await;
    house.citizen("361234567").await;
    for foreign in ["//evil.vn", "https://evil.vn", "/\\evil.vn", "/%09/evil.vn\t"] {
        let fields = [("ten", "361234567"), ("mat_khau", PASSWORD), ("ve", foreign)];
        let answer = house.post("/dang-nhap", "", &fields).await;
        assert!(
            answer.to.starts_with('/') && !answer.to.starts_with("//") && !answer.to.contains('\\'),
            "{}",
            answer.to
        );
        for way in ["/ngon-ngu/en", "/giao-dien/toi"] {
            let answer = house.get(&format!("{way}?ve={}", ui::platform_url(foreign)), "").await;
            assert!(!answer.to.contains("evil.vn") || answer.to.starts_with("/%09"), "{}", answer.to);
        }
    }
    let home = house
        .post("/dang-nhap", "", &[("ten", "361234567"), ("mat_khau", PASSWORD), ("ve", "/thong-bao?a=1")])
        .await;
    assert_eq!(home.to, "/thong-bao?a=1");
}

#[tokio::test]
async fn language_and_appearance_are_kept_in_cookies() {
    let house = House::new(false).await;
    let english = house.get("/ngon-ngu/en?ve=/gioi-thieu", "").await;
    assert_eq!(english.to, "/gioi-thieu");
    assert!(english.cookies.iter().any(|c| c.starts_with("ngon_ngu=en; Path=/; Max-Age=31536000; HttpOnly")));
    assert!(house.get("/giao-dien/toi", "").await.cookies.iter().any(|c| c.starts_with("giao_dien=toi")));
    assert_eq!(house.get("/ngon-ngu/xx", "").await.status, StatusCode::NOT_FOUND);
    assert!(house.get("/gioi-thieu", "ngon_ngu=en").await.body.contains("How figures are measured"));
}

#[tokio::test]
async fn a_demo_city_lists_its_accounts_and_no_other_city_does() {
    let demo = House::new(true).await;
    let hash = identity::hash_password(DEMO_PASSWORD).await.unwrap();
    let tx = demo.app.store.write(&Actor::system()).await.unwrap();
    let new = NewAccount {
        kind: AccountKind::Citizen,
        login: "demo.nguoidan".to_owned(),
        name: "Nguyễn Văn Sáu".to_owned(),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: None,
    };
    identity::create_account(&tx, &new, &hash).await.unwrap();
    tx.commit().await.unwrap();
    assert!(demo.get("/dang-nhap", "").await.body.contains("demo.nguoidan"));
    assert!(demo.get("/", "").await.body.contains("/dang-nhap?ten=demo.nguoidan"));
    let pressed = [("ten", "demo.nguoidan"), ("mat_khau", DEMO_PASSWORD), ("ve", "/")];
    assert_eq!(demo.post("/dang-nhap", "", &pressed).await.status, StatusCode::SEE_OTHER);
    let real = House::new(false).await;
    assert!(!real.get("/dang-nhap", "").await.body.contains(DEMO_PASSWORD));
}

#[tokio::test]
async fn an_asset_is_served_for_ever_under_its_hash() {
    let house = House::new(false).await;
    let answer = house.get(&ui::asset_url("app.css"), "").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(house.get("/tai-san/0/none.css", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.app.store.number("SELECT COUNT(*) FROM journal", vec![]).await.unwrap(), 0);
}
