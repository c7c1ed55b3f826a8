//! Asked by two administrators: one asks, another consents in time; the owner is told.

use super::{CITY, HOME_AFFAIRS, House, PASSWORD};
use axum::http::StatusCode;
use platform::access::Role;
use platform::{Actor, Read, identity, second_factor};

const LIST: &str = "/quan-tri/yeu-cau";

impl House {
    async fn ask(&self, id: i64, cookie: &str, act: &str, reason: &str) -> super::Answer {
        self.post(&format!("/quan-tri/tai-khoan/{id}/cap-lai"), cookie, &[("viec", act), ("ly_do", reason)])
            .await
    }

    async fn newest(&self) -> i64 {
        self.app.store.number("SELECT MAX(id) FROM account_request", vec![]).await.unwrap()
    }

    async fn decide(&self, act: &str, cookie: &str) -> super::Answer {
        self.post(&format!("{LIST}/{}/{act}", self.newest().await), cookie, &[]).await
    }

    /// Two administrators of the city, signed in, and a clerk.
    async fn three(&self) -> (String, String, i64) {
        let first = self.administrator().await;
        self.staff("admin2", Some(Role::It), CITY).await;
        let second = self.cookie("admin2").await;
        (first, second, self.staff("lan", Some(Role::Clerk), HOME_AFFAIRS).await)
    }

    async fn factor(&self, id: i64) {
        let token = self.cookie("lan").await.split_once('=').unwrap().1.to_owned();
        let viewer = identity::viewer(&self.app, &token, "test").await.unwrap().unwrap();
        second_factor::begin(&self.app, id).await.unwrap();
        let now = self.city.clock.now();
        let secret = second_factor::setup(&self.app, &viewer, now).await.unwrap().unwrap().secret;
        let code = second_factor::code_at(&secret, now).unwrap();
        second_factor::confirm(&self.app, &viewer, PASSWORD, &code).await.unwrap();
    }

    async fn notices(&self, id: i64, template: &str) -> i64 {
        let sql = "SELECT COUNT(*) FROM notice WHERE account_id = $1 AND template = $2";
        self.app.store.number(sql, vec![id.into(), template.into()]).await.unwrap()
    }
}

#[tokio::test]
async fn a_staff_password_is_renewed_by_two_administrators_and_its_owner_is_told() {
    let house = House::new().await;
    let (first, second, lan) = house.three().await;
    let theirs = house.cookie("lan").await;
    let alone = house.post(&format!("/quan-tri/tai-khoan/{lan}/mat-khau"), &first, &[]).await;
    assert_eq!(alone.status, StatusCode::CONFLICT, "one alone does not");
    assert_eq!(house.ask(lan, &first, "", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.ask(lan, &first, "password", "Quên mật khẩu, đã gặp mặt").await.to, LIST);
    assert_eq!(house.ask(lan, &first, "password", "Lần nữa").await.status, StatusCode::CONFLICT);
    assert_eq!(house.get("/uy-quyen", &theirs).await.status, StatusCode::OK, "nothing is done yet");
    assert_eq!(
        house.decide("duyet", &first).await.status,
        StatusCode::CONFLICT,
        "who asked does not consent"
    );
    let seen = house.get(LIST, &second).await.body;
    assert!(seen.contains("Quên mật khẩu, đã gặp mặt") && seen.contains("/duyet"), "{seen}");
    let done = house.decide("duyet", &second).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let word = |w: &&str| w.len() == 34 && w.split('-').count() == 7 && w.split('-').all(|g| g.len() == 4);
    let password = done.body.split(['<', '>', ' ']).find(word).unwrap();
    assert!(identity::sign_in(&house.app, "lan", PASSWORD, "", "").await.is_err());
    identity::sign_in(&house.app, "lan", password, "", "").await.unwrap();
    assert_eq!(house.get("/uy-quyen", &theirs).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.notices(lan, "console.recovery_done").await, 1);
    let history = house.get(&format!("/quan-tri/tai-khoan/{lan}"), &first).await.body;
    for told in ["Đề nghị cấp lại quyền đăng nhập", "Đồng ý cấp lại quyền đăng nhập", "Cán bộ admin2"]
    {
        assert!(history.contains(told), "{told}");
    }
    assert_eq!(house.decide("duyet", &second).await.status, StatusCode::CONFLICT, "it is decided");
}

#[tokio::test]
async fn a_second_factor_is_taken_off_by_two_administrators() {
    let house = House::new().await;
    let (first, second, lan) = house.three().await;
    assert_eq!(house.ask(lan, &first, "factor", "Mất máy").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.factor(lan).await;
    assert!(house.get(&format!("/quan-tri/tai-khoan/{lan}"), &first).await.body.contains("Đang bật"));
    assert_eq!(house.ask(lan, &first, "factor", "Mất điện thoại").await.to, LIST);
    assert!(second_factor::is_on(&house.app.store, lan).await.unwrap());
    assert_eq!(house.decide("duyet", &second).await.to, LIST);
    assert!(!second_factor::is_on(&house.app.store, lan).await.unwrap());
    assert!(!identity::sign_in(&house.app, "lan", PASSWORD, "", "").await.unwrap().asks_code);
    assert_eq!(house.notices(lan, "console.recovery_done").await, 1);
}

#[tokio::test]
async fn a_request_runs_out_and_is_refused_or_withdrawn() {
    let house = House::new().await;
    let (asker, _, lan) = house.three().await;
    house.ask(lan, &asker, "password", "Quên").await;
    house.city.clock.set(house.city.clock.now().plus_minutes(24 * 60));
    let (first, second) = (house.cookie("admin").await, house.cookie("admin2").await);
    assert_eq!(house.decide("duyet", &second).await.status, StatusCode::CONFLICT, "too late");
    assert!(house.get(LIST, &second).await.body.contains("Quá hạn"));
    for (cookie, outcome) in [(&second, "refused"), (&first, "withdrawn")] {
        assert_eq!(house.ask(lan, &first, "password", "Quên").await.to, LIST);
        assert_eq!(house.decide("tu-choi", cookie).await.to, LIST);
        let sql = "SELECT COUNT(*) FROM account_request WHERE outcome = $1";
        assert_eq!(house.app.store.number(sql, vec![outcome.into()]).await.unwrap(), 1, "{outcome}");
    }
    assert_eq!(house.decide("duyet", &second).await.status, StatusCode::CONFLICT, "it was withdrawn");
    identity::sign_in(&house.app, "lan", PASSWORD, "", "").await.unwrap();
}

#[tokio::test]
async fn only_an_administrator_whose_reach_covers_the_account_consents() {
    let house = House::new().await;
    let admin = house.administrator().await;
    let lan = house.staff("lan", Some(Role::Clerk), HOME_AFFAIRS).await;
    assert_eq!(
        house.ask(lan, &admin, "password", "Quên").await.status,
        StatusCode::CONFLICT,
        "nobody else is there"
    );
    house.staff("it.stc", Some(Role::It), super::FINANCE).await;
    assert_eq!(
        house.ask(lan, &admin, "password", "Quên").await.status,
        StatusCode::CONFLICT,
        "nobody else for her"
    );
    let near = house.staff("it.snv", Some(Role::It), HOME_AFFAIRS).await;
    assert_eq!(house.ask(lan, &admin, "password", "Quên").await.to, LIST);
    assert_eq!(house.notices(near, "console.recovery_asked").await, 1);
    let far = house.cookie("it.stc").await;
    assert_eq!(house.decide("duyet", &far).await.status, StatusCode::NOT_FOUND);
    assert!(!house.get(LIST, &far).await.body.contains("Cán bộ lan"));
    // Who holds a role for the whole city is beyond an administrator of one agency.
    let tx = house.app.store.write(&Actor::system()).await.unwrap();
    identity::grant_role(&tx, lan, "leader", CITY, true).await.unwrap();
    tx.commit().await.unwrap();
    let near = house.cookie("it.snv").await;
    assert_eq!(house.decide("duyet", &near).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_role_that_administers_accounts_is_given_by_two_and_both_sides_are_told() {
    let house = House::new().await;
    let (first, second, lan) = house.three().await;
    let path = format!("/quan-tri/tai-khoan/{lan}/cap-quyen");
    let city = CITY.to_string();
    let without = [("vai_tro", "it"), ("co_quan", city.as_str()), ("cap_duoi", "1")];
    assert_eq!(house.post(&path, &first, &without).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = [without.as_slice(), &[("ly_do", "Thay anh An từ tháng sau")]].concat();
    assert_eq!(house.post(&path, &first, &asked).await.to, LIST);
    let held = "SELECT COUNT(*) FROM role_grant WHERE role_code = 'it' AND revoked_at IS NULL";
    assert_eq!(house.app.store.number(held, vec![]).await.unwrap(), 2, "nothing is given yet");
    assert_eq!(house.decide("duyet", &first).await.status, StatusCode::CONFLICT, "one alone does not");
    assert!(house.get(LIST, &second).await.body.contains("it: Cơ quan ub"));
    assert_eq!(house.decide("duyet", &second).await.to, LIST);
    assert_eq!(house.app.store.number(held, vec![]).await.unwrap(), 3);
    assert_eq!(house.notices(lan, "console.recovery_done").await, 1);
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'console.request_given'";
    assert_eq!(house.app.store.number(told, vec![]).await.unwrap(), 1, "who asked is told");
    let history = house.get(&format!("/quan-tri/tai-khoan/{lan}"), &first).await.body;
    assert!(history.contains("Đồng ý mở thêm quyền") && history.contains("Thay anh An từ tháng sau"));
    // Another role needs no second person.
    let clerk = [("vai_tro", "leader"), ("co_quan", city.as_str())];
    assert_eq!(house.post(&path, &first, &clerk).await.to, format!("/quan-tri/tai-khoan/{lan}"));
}

#[tokio::test]
async fn nobody_consents_to_a_role_beyond_their_own_reach() {
    let house = House::new().await;
    let first = house.administrator().await;
    house.staff("it.snv", Some(Role::It), HOME_AFFAIRS).await;
    let lan = house.staff("lan", Some(Role::Clerk), HOME_AFFAIRS).await;
    let city = CITY.to_string();
    let wanted = [("vai_tro", "it"), ("co_quan", city.as_str()), ("cap_duoi", "1"), ("ly_do", "Cần")];
    assert_eq!(house.post(&format!("/quan-tri/tai-khoan/{lan}/cap-quyen"), &first, &wanted).await.to, LIST);
    let near = house.cookie("it.snv").await;
    assert_eq!(house.decide("duyet", &near).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn administering_is_neither_lent_nor_put_into_a_role_that_somebody_holds() {
    let house = House::new().await;
    let (first, _, _) = house.three().await;
    let offered = house.get("/uy-quyen", &first).await.body;
    assert!(!offered.contains("name=\"quyen\""), "an administrator lends nothing: {offered}");
    let widened = [("ten", "Một cửa"), ("quyen-console", "console.accounts")];
    let held = house.post("/quan-tri/vai-tro/clerk", &first, &widened).await;
    assert_eq!(held.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(held.body.contains("đang có người giữ"));
    let free = house.post("/quan-tri/vai-tro/leader", &first, &widened).await;
    assert_eq!(free.to, "/quan-tri/vai-tro/leader", "nobody holds it: {}", free.body);
}
