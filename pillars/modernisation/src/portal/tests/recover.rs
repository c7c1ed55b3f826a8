//! A forgotten password, by mail and at the counter; the clerk compares a person with their account.

use super::{Answer, House, PASSWORD_HASH};
use axum::http::StatusCode;
use platform::identity::{self, AccountKind, NewAccount};
use platform::{Read, reference};

const NEW: [(&str, &str); 2] = [("mat_khau", "mười hai con thuyền"), ("mat_khau_lai", "mười hai con thuyền")];

async fn with_mail(house: &House) -> i64 {
    let id = house.citizen("361234567").await;
    let tx = house.app.store.housekeeping().await.unwrap();
    let sql = "UPDATE account SET email = 'lua@example.vn' WHERE id = $1";
    tx.exec(sql, vec![id.into()]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn ask(house: &House, number: &str) -> Answer {
    house.post("/quen-mat-khau", "", &[("so_dinh_danh", number)]).await
}

/// The links that wait in the outbox, oldest first.
async fn links(house: &House) -> Vec<String> {
    #[derive(platform::store::FromRow)]
    struct Row {
        href: String,
    }
    let sql =
        "SELECT href FROM notice WHERE template = 'portal.recovery' AND email = 'lua@example.vn' ORDER BY id";
    let rows: Vec<Row> = house.app.store.rows(sql, vec![]).await.unwrap();
    rows.into_iter().map(|r| r.href).collect()
}

#[tokio::test]
async fn a_link_by_mail_sets_a_new_password_once() {
    let house = House::new(false).await;
    with_mail(&house).await;
    house.citizen("361234568").await;
    let cookie = house.signed_in("361234567").await;
    let known = ask(&house, "361 234 567").await;
    let without_mail = ask(&house, "361234568").await;
    let unknown = ask(&house, "361999999").await;
    for other in [&without_mail, &unknown] {
        assert_eq!((known.status, &known.to), (other.status, &other.to), "nobody learns who has an account");
    }
    let links = links(&house).await;
    assert_eq!(links.len(), 1, "{links:?}");
    let link = links[0].as_str();
    let token = link.rsplit('/').next().unwrap();
    let raw = "SELECT COUNT(*) FROM recovery WHERE token_hash = $1";
    assert_eq!(house.app.store.number(raw, vec![token.into()]).await.unwrap(), 0, "only the hash is kept");
    assert_eq!(house.get(link, "").await.status, StatusCode::OK);
    let short = house.post(link, "", &[("mat_khau", "ngan"), ("mat_khau_lai", "ngan")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.post(link, "", &NEW).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get("/tai-khoan", &cookie).await.status, StatusCode::UNAUTHORIZED, "every session ends");
    let fields = [("ten", "361234567"), ("mat_khau", NEW[0].1), ("ve", "/")];
    assert_eq!(house.post("/dang-nhap", "", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.post(link, "", &NEW).await.status, StatusCode::GONE, "once only");
    assert_eq!(house.get("/dat-lai-mat-khau/khong-co", "").await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_link_runs_out_and_an_account_gets_few_of_them_a_day() {
    let house = House::new(false).await;
    with_mail(&house).await;
    for _ in 0..8 {
        assert_eq!(ask(&house, "361234567").await.status, StatusCode::SEE_OTHER);
    }
    let links = links(&house).await;
    assert_eq!(links.len(), 5);
    house.city.clock.set(house.city.clock.now().plus_minutes(61));
    assert_eq!(house.get(&links[0], "").await.status, StatusCode::GONE);
    assert_eq!(house.post(&links[0], "", &NEW).await.status, StatusCode::GONE);
}

async fn reference_of(house: &House, id: i64) -> String {
    reference::of(&house.app, identity::REFERENCE, id).await.unwrap()
}

/// The cookie of a clerk.
async fn clerk(house: &House) -> String {
    let tx = house.app.store.housekeeping().await.unwrap();
    let role = "INSERT INTO role (code, name, permissions) VALUES ('clerk', 'Cán bộ', '[\"portal.verify\"]')";
    tx.exec(role, vec![]).await.unwrap();
    let new = NewAccount {
        kind: AccountKind::Staff,
        login: "canbo".into(),
        name: "Lý Cán Bộ".into(),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: Some(1),
    };
    let id = identity::create_account(&tx, &new, PASSWORD_HASH).await.unwrap();
    identity::grant_role(&tx, id, "clerk", 1, true).await.unwrap();
    tx.commit().await.unwrap();
    house.signed_in("canbo").await
}

#[tokio::test]
async fn a_clerk_verifies_the_person_only_after_comparing_the_papers() {
    let house = House::new(false).await;
    let id = house.citizen("361234567").await;
    let own = house.signed_in("361234567").await;
    assert!(house.get("/tai-khoan", &own).await.body.contains("Chưa xác minh"));
    assert_eq!(house.get("/nguoi-dan", &own).await.status, StatusCode::FORBIDDEN);
    let clerk = clerk(&house).await;
    let found = house.get("/nguoi-dan?so=361.234.567", &clerk).await.body;
    assert!(found.contains("Trần Thị Lụa") && found.contains("Chưa xác minh"), "{found}");
    assert!(house.get("/nguoi-dan?so=361999999", &clerk).await.body.contains("Không có tài khoản nào"));
    let tk = reference_of(&house, id).await;
    let act = format!("/nguoi-dan/{tk}/xac-minh");
    assert!(house.get(&format!("/nguoi-dan?tk={tk}"), &clerk).await.body.contains("Trần Thị Lụa"));
    for counted in [id.to_string(), format!("{id}."), format!("{id}.00"), format!("{}{}", id + 1, &tk[1..])] {
        let page = house.get(&format!("/nguoi-dan?tk={counted}"), &clerk).await;
        assert!(page.status == StatusCode::NOT_FOUND && !page.body.contains("Trần"), "{counted}");
        let typed = [("xac-minh.so_giay_to", "1")];
        let act = house.post(&format!("/nguoi-dan/{counted}/xac-minh"), &clerk, &typed).await;
        assert_eq!(act.status, StatusCode::NOT_FOUND, "{counted}");
    }
    let careless = house.post(&act, &clerk, &[("xac-minh.so_giay_to", "361234567")]).await;
    assert_eq!(careless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = [("xac-minh.so_giay_to", "361234568"), ("xac-minh.da_doi_chieu", "1")];
    let wrong = house.post(&act, &clerk, &wrong).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("không trùng"));
    let right = [("xac-minh.so_giay_to", "361 234 567"), ("xac-minh.da_doi_chieu", "1")];
    assert_eq!(house.post(&act, &clerk, &right).await.status, StatusCode::SEE_OTHER);
    let page = house.get("/tai-khoan", &own).await.body;
    assert!(page.contains("Đã xác minh tại quầy") && page.contains("Lý Cán Bộ"), "{page}");
    let renamed = [("ho_ten", "Người Khác"), ("dia_chi", "Ninh Kiều")];
    house.post("/tai-khoan", &own, &renamed).await;
    assert!(
        house.get("/tai-khoan", &own).await.body.contains("Chưa xác minh"),
        "another name is another person"
    );
}

#[tokio::test]
async fn who_has_no_mail_gets_the_link_at_the_counter() {
    let house = House::new(false).await;
    let id = house.citizen("361234567").await;
    let clerk = clerk(&house).await;
    let act = format!("/nguoi-dan/{}/cap-lai", reference_of(&house, id).await);
    let fields = [("cap-lai.so_giay_to", "361234567"), ("cap-lai.da_doi_chieu", "1")];
    let shown = house.post(&act, &clerk, &fields).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    let link = shown.body.split("/dat-lai-mat-khau/").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(
        house.post(&format!("/dat-lai-mat-khau/{link}"), "", &NEW).await.status,
        StatusCode::SEE_OTHER
    );
    let staff = house.app.store.number("SELECT id FROM account WHERE login = 'canbo'", vec![]).await.unwrap();
    assert_eq!(
        house
            .post(&format!("/nguoi-dan/{}/cap-lai", reference_of(&house, staff).await), &clerk, &fields)
            .await
            .status,
        StatusCode::NOT_FOUND,
        "no member of staff is let in this way"
    );
}
