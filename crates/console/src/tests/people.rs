//! Accounts, sessions, grants, delegation, roles.

use super::{CITY, FINANCE, HOME_AFFAIRS, House, PASSWORD};
use crate::slice::PROFILES;
use crate::store::{grants, roles};
use axum::http::StatusCode;
use platform::access::Role;
use platform::{Read, identity};

#[tokio::test]
async fn a_new_account_signs_in_with_the_password_shown_once() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let fields = [("ho_ten", "Lê Thị Sen"), ("dang_nhap", "sen.le"), ("co_quan", "2")];
    let answer = house.post("/quan-tri/tai-khoan/moi", &cookie, &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    // Seven groups of four letters stand nowhere else on the page.
    let word = |w: &&str| w.len() == 34 && w.split('-').count() == 7 && w.split('-').all(|g| g.len() == 4);
    let password = answer.body.split(['<', '>', ' ']).find(word).unwrap();
    identity::sign_in(&house.app, "sen.le", password, "", "").await.unwrap();
    let again = house.post("/quan-tri/tai-khoan/moi", &cookie, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let journal = house
        .app
        .store
        .number("SELECT COUNT(*) FROM journal WHERE after LIKE $1", vec![format!("%{password}%").into()])
        .await;
    assert_eq!(journal.unwrap(), 0, "no password stands in the journal");
}

#[tokio::test]
async fn a_closed_account_loses_its_sessions_and_a_reason_is_demanded() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let id = house.staff("lan", Some(Role::Clerk), HOME_AFFAIRS).await;
    let theirs = house.cookie("lan").await;
    let path = format!("/quan-tri/tai-khoan/{id}/khoa");
    assert_eq!(house.post(&path, &cookie, &[("ly_do", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        house.post(&path, &cookie, &[("ly_do", "Chuyển công tác")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(house.get("/uy-quyen", &theirs).await.status, StatusCode::UNAUTHORIZED);
    assert!(identity::sign_in(&house.app, "lan", PASSWORD, "", "").await.is_err());
    assert!(house.get(&format!("/quan-tri/tai-khoan/{id}"), &cookie).await.body.contains("Chuyển công tác"));
    assert_eq!(
        house.post(&format!("/quan-tri/tai-khoan/{id}/mo-khoa"), &cookie, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    house.cookie("lan").await;
}

#[tokio::test]
async fn an_administrator_ends_a_session() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let id = house.staff("lan", None, HOME_AFFAIRS).await;
    let theirs = house.cookie("lan").await;
    let session = house
        .app
        .store
        .number("SELECT id FROM session WHERE account_id = $1", vec![id.into()])
        .await
        .unwrap();
    let ended = house.post(&format!("/quan-tri/tai-khoan/{id}/phien/{session}/ket-thuc"), &cookie, &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get("/uy-quyen", &theirs).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_administrator_of_one_agency_neither_sees_nor_gives_beyond_it() {
    let house = House::new().await;
    house.staff("it.snv", Some(Role::It), HOME_AFFAIRS).await;
    let cookie = house.cookie("it.snv").await;
    let other = house.staff("tai.chinh", None, FINANCE).await;
    let own = house.staff("lan", None, HOME_AFFAIRS).await;
    assert_eq!(
        house.get(&format!("/quan-tri/tai-khoan/{other}"), &cookie).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!house.get("/quan-tri/tai-khoan", &cookie).await.body.contains("tai.chinh"));
    let path = format!("/quan-tri/tai-khoan/{own}/cap-quyen");
    let beyond = [("vai_tro", "clerk"), ("co_quan", "1"), ("cap_duoi", "1")];
    assert_eq!(house.post(&path, &cookie, &beyond).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        house.post(&path, &cookie, &[("vai_tro", "clerk"), ("co_quan", "2")]).await.status,
        StatusCode::SEE_OTHER
    );
    // Roles are the whole city's, and so is an account that holds a role beyond the agency.
    assert_eq!(
        house.post("/quan-tri/vai-tro/clerk", &cookie, &[("ten", "x")]).await.status,
        StatusCode::FORBIDDEN
    );
    let tx = house.app.store.write(&platform::Actor::system()).await.unwrap();
    identity::grant_role(&tx, own, "leader", CITY, true).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        house.post(&format!("/quan-tri/tai-khoan/{own}/cap-lai"), &cookie, &[]).await.status,
        StatusCode::FORBIDDEN
    );
    let theirs = house.cookie("lan").await;
    let sql = "SELECT id FROM session WHERE account_id = $1";
    let session = house.app.store.number(sql, vec![own.into()]).await.unwrap();
    let ended =
        house.post(&format!("/quan-tri/tai-khoan/{own}/phien/{session}/ket-thuc"), &cookie, &[]).await;
    assert_eq!(ended.status, StatusCode::FORBIDDEN);
    assert_ne!(house.get("/uy-quyen", &theirs).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn nobody_gives_themselves_a_role() {
    let house = House::new().await;
    let id = house.staff("admin", Some(Role::It), CITY).await;
    let cookie = house.cookie("admin").await;
    let answer = house
        .post(
            &format!("/quan-tri/tai-khoan/{id}/cap-quyen"),
            &cookie,
            &[("vai_tro", "leader"), ("co_quan", "1")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(
        house.post(&format!("/quan-tri/tai-khoan/{id}/khoa"), &cookie, &[("ly_do", "x")]).await.status,
        StatusCode::CONFLICT
    );
}

#[tokio::test]
async fn a_lent_role_holds_from_its_first_to_its_last_day() {
    let house = House::new().await;
    house.staff("giam.doc", Some(Role::Reform), HOME_AFFAIRS).await;
    let deputy = house.staff("pho", None, HOME_AFFAIRS).await;
    let cookie = house.cookie("giam.doc").await;
    let own = house.app.store.number("SELECT id FROM role_grant", vec![]).await.unwrap().to_string();
    let lend = |from: &'static str, to: &'static str| {
        [
            ("quyen", own.clone()),
            ("nguoi_nhan", "can bo pho".to_owned()),
            ("tu_ngay", from.to_owned()),
            ("den_ngay", to.to_owned()),
            ("ly_do", "Đi họp".to_owned()),
        ]
    };
    let post = async |fields: [(&str, String); 5]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        house.post("/uy-quyen", &cookie, &fields).await
    };
    assert_eq!(
        post(lend("2012-10-04", "2012-10-10")).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "begins in the past"
    );
    assert_eq!(post(lend("2012-10-10", "2012-10-08")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(lend("2012-10-08", "2012-10-09")).await.status, StatusCode::SEE_OTHER);
    let holds = async |on: &str| {
        house.city.clock.set(super::day(on).at(chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap()));
        let theirs = house.cookie("pho").await;
        let token = theirs.split_once('=').unwrap().1.to_owned();
        identity::viewer(&house.app, &token, "test").await.unwrap().unwrap().may(PROFILES, HOME_AFFAIRS)
    };
    assert!(!holds("2012-10-07").await);
    assert!(holds("2012-10-08").await);
    assert!(holds("2012-10-09").await);
    assert!(!holds("2012-10-10").await);
    let lent = grants::of_account(&house.app.store, deputy).await.unwrap();
    assert_eq!(lent.first().unwrap().lender.as_deref(), Some("Cán bộ giam.doc"));
    let entries = platform::journal::history(&house.app.store, "account", deputy).await.unwrap();
    assert!(entries.iter().any(|e| e.action == "delegate" && e.reason.as_deref() == Some("Đi họp")));
}

#[tokio::test]
async fn a_lent_role_is_neither_lent_on_nor_kept_when_its_owner_loses_it() {
    let house = House::new().await;
    let owner = house.staff("giam.doc", Some(Role::Leader), HOME_AFFAIRS).await;
    let deputy = house.staff("pho", None, HOME_AFFAIRS).await;
    house.staff("ba", None, HOME_AFFAIRS).await;
    let cookie = house.cookie("giam.doc").await;
    let own = house.app.store.number("SELECT id FROM role_grant", vec![]).await.unwrap();
    let fields = |grant: String, to: &'static str| {
        [
            ("quyen".to_owned(), grant),
            ("nguoi_nhan".to_owned(), to.to_owned()),
            ("tu_ngay".to_owned(), "05/10/2012".to_owned()),
            ("den_ngay".to_owned(), "06/10/2012".to_owned()),
            ("ly_do".to_owned(), "x".to_owned()),
        ]
    };
    let post = async |cookie: &str, fields: [(String, String); 5]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        house.post("/uy-quyen", cookie, &fields).await.status
    };
    assert_eq!(post(&cookie, fields(own.to_string(), "pho")).await, StatusCode::SEE_OTHER);
    let lent = grants::of_account(&house.app.store, deputy).await.unwrap().first().unwrap().id;
    let theirs = house.cookie("pho").await;
    assert_eq!(post(&theirs, fields(lent.to_string(), "ba")).await, StatusCode::UNPROCESSABLE_ENTITY);
    let admin = house.administrator().await;
    house.post(&format!("/quan-tri/tai-khoan/{owner}/quyen/{own}/ket-thuc"), &admin, &[]).await;
    assert!(grants::of_account(&house.app.store, deputy).await.unwrap().is_empty());
}

#[tokio::test]
async fn shipped_permissions_are_given_once_and_what_was_taken_away_stays_away() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let reform = roles::one(&house.app.store, "reform").await.unwrap();
    assert!(
        reform.permissions().contains("console.profiles") && !reform.permissions().contains("console.jobs")
    );
    let fields = [("ten", "Phụ trách cải cách"), ("quyen-console", "console.jobs")];
    assert_eq!(house.post("/quan-tri/vai-tro/reform", &cookie, &fields).await.status, StatusCode::SEE_OTHER);
    crate::seed::run(house.app.clone()).await.unwrap();
    let reform = roles::one(&house.app.store, "reform").await.unwrap();
    assert_eq!(reform.permissions().into_iter().collect::<Vec<_>>(), ["console.jobs"]);
    assert_eq!(reform.name, "Phụ trách cải cách");
    let rows = house.app.store.number("SELECT COUNT(*) FROM legal_profile", vec![]).await.unwrap();
    crate::seed::run(house.app.clone()).await.unwrap();
    assert_eq!(house.app.store.number("SELECT COUNT(*) FROM legal_profile", vec![]).await.unwrap(), rows);
}

#[tokio::test]
async fn the_last_key_of_the_house_cannot_be_thrown_away() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let answer = house
        .post("/quan-tri/vai-tro/it", &cookie, &[("ten", "Quản trị"), ("quyen-console", "console.jobs")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = house.post("/quan-tri/vai-tro/moi", &cookie, &[("ten", "Trợ lý"), ("ma", "tro_ly")]).await;
    assert_eq!((made.status, made.to.as_str()), (StatusCode::SEE_OTHER, "/quan-tri/vai-tro/tro_ly"));
}

#[tokio::test]
async fn a_role_that_somebody_changed_meanwhile_is_not_overwritten() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let opened = roles::one(&house.app.store, "reform").await.unwrap().version();
    let fields =
        |name: &'static str| [("ten", name), ("ban", opened.as_str()), ("quyen-console", "console.jobs")];
    let first = house.post("/quan-tri/vai-tro/reform", &cookie, &fields("Một")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = house.post("/quan-tri/vai-tro/reform", &cookie, &fields("Hai")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.body.contains("Cán bộ admin"), "says who: {}", second.body);
    assert!(second.body.contains("value=\"Hai\""), "what was typed still stands: {}", second.body);
    let now = roles::one(&house.app.store, "reform").await.unwrap().version();
    assert!(second.body.contains(&format!("value=\"{now}\"")), "it may be sent again: {}", second.body);
    assert_eq!(roles::one(&house.app.store, "reform").await.unwrap().name, "Một");
}
