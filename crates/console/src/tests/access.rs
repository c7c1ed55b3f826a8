//! Waiting after wrong passwords, one-time passwords, accounts nobody uses, sessions by rule.

use super::{CITY, FINANCE, HOME_AFFAIRS, House, PASSWORD, day};
use axum::http::StatusCode;
use platform::access::Role;
use platform::{Actor, Error, Read, identity};

async fn sign_in(house: &House, login: &str, password: &str) -> u16 {
    match identity::sign_in(&house.app, login, password, "", "").await {
        Ok(_) => 200,
        Err(Error::Refused(refusal)) => refusal.status,
        Err(other) => panic!("{other}"),
    }
}

/// Publishes another value of a rule in place of the shipped one.
pub(super) async fn publish(house: &House, key: &str, value: &str) {
    let tx = house.app.store.housekeeping().await.unwrap();
    let changed = tx
        .exec("UPDATE legal_profile SET value = $2 WHERE rule_key = $1", vec![key.into(), value.into()])
        .await
        .unwrap();
    assert!(changed > 0, "{key} ships");
    tx.commit().await.unwrap();
    house.app.refresh().await.unwrap();
}

async fn failures(house: &House) -> i64 {
    let sql = "SELECT COUNT(*) FROM journal WHERE action = 'sign_in_failed'";
    house.app.store.number(sql, vec![]).await.unwrap()
}

#[tokio::test]
async fn many_wrong_passwords_at_once_lock_like_one_after_the_other() {
    let house = House::new().await;
    house.staff("lan", None, HOME_AFFAIRS).await;
    let tries = (0..40).map(|_| sign_in(&house, "lan", "sai roi sai roi sai"));
    let answers = futures::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|a| **a == 401).count(), 5, "{answers:?}");
    assert_eq!(answers.iter().filter(|a| **a == 429).count(), 35, "{answers:?}");
    assert_eq!(failures(&house).await, 5, "only the tries that were made are journalled");
    assert_eq!(sign_in(&house, "lan", PASSWORD).await, 429, "the right one waits too");
    house.city.clock.set(house.app.clock.now().plus_minutes(2));
    assert_eq!(sign_in(&house, "lan", PASSWORD).await, 200);
    assert_eq!(sign_in(&house, "lan", "sai roi sai roi sai").await, 401, "and all is forgotten");
}

#[tokio::test]
async fn a_name_that_does_not_exist_locks_like_one_that_does() {
    let house = House::new().await;
    house.staff("lan", None, HOME_AFFAIRS).await;
    for login in ["lan", "khong.co"] {
        let mut answers = Vec::new();
        for _ in 0..7 {
            answers.push(sign_in(&house, login, "sai roi sai roi sai").await);
        }
        assert_eq!(answers, [401, 401, 401, 401, 401, 429, 429], "{login}");
    }
}

#[tokio::test]
async fn the_rule_says_how_many_tries_are_free_and_how_long_to_wait() {
    let house = House::new().await;
    house.staff("lan", None, HOME_AFFAIRS).await;
    let rule = r#"{"free_tries": 2, "first_wait_minutes": 30, "longest_wait_minutes": 40}"#;
    publish(&house, "access.lockout", rule).await;
    for expected in [401, 401, 429] {
        assert_eq!(sign_in(&house, "lan", "sai roi sai roi sai").await, expected);
    }
    house.city.clock.set(house.app.clock.now().plus_minutes(29));
    assert_eq!(sign_in(&house, "lan", PASSWORD).await, 429);
    house.city.clock.set(house.app.clock.now().plus_minutes(2));
    assert_eq!(sign_in(&house, "lan", PASSWORD).await, 200);
}

#[tokio::test]
async fn a_rule_that_cannot_be_read_shuts_nobody_out() {
    let house = House::new().await;
    house.staff("lan", None, HOME_AFFAIRS).await;
    publish(&house, "access.lockout", "\"nonsense\"").await;
    publish(&house, "session.idle_minutes", "0").await;
    let cookie = house.cookie("lan").await;
    assert_eq!(house.get("/uy-quyen", &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn sessions_end_as_the_rules_say() {
    let house = House::new().await;
    house.staff("lan", None, HOME_AFFAIRS).await;
    publish(&house, "session.idle_minutes", "30").await;
    publish(&house, "session.absolute_minutes", "60").await;
    let (idle, used) = (house.cookie("lan").await, house.cookie("lan").await);
    let start = house.app.clock.now();
    let status = async |minutes: i64, cookie: &str| {
        house.city.clock.set(start.plus_minutes(minutes));
        house.get("/uy-quyen", cookie).await.status
    };
    assert_eq!(status(20, &used).await, StatusCode::OK);
    assert_eq!(status(40, &used).await, StatusCode::OK);
    assert_eq!(status(40, &idle).await, StatusCode::UNAUTHORIZED, "unused for 40 minutes");
    assert_eq!(status(61, &used).await, StatusCode::UNAUTHORIZED, "used, but open for an hour");
}

async fn disable_idle(house: &House) {
    let tx = house.app.store.housekeeping().await.unwrap();
    tx.enqueue("ground.disable_idle_accounts", &serde_json::Value::Null, None).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(&house.app).await.unwrap();
}

#[tokio::test]
async fn accounts_nobody_uses_are_disabled_but_never_the_last_administrator() {
    let house = House::new().await;
    let first = house.staff("quan.tri", Some(Role::It), CITY).await;
    let second = house.staff("quan.tri.2", Some(Role::It), CITY).await;
    let idle = house.staff("lan", None, HOME_AFFAIRS).await;
    let used = house.staff("mai", None, FINANCE).await;
    let disabled = async |id: i64| identity::account(&house.app.store, id).await.unwrap().disabled;
    house.city.clock.set(day("2012-11-18").start());
    house.cookie("mai").await;
    disable_idle(&house).await;
    assert!(!disabled(idle).await, "44 days");
    house.city.clock.set(day("2012-11-21").start());
    disable_idle(&house).await;
    assert!(disabled(idle).await && !disabled(used).await);
    assert_ne!(disabled(first).await, disabled(second).await, "one administrator is left");
    let entries = platform::journal::history(&house.app.store, "account", idle).await.unwrap();
    assert_eq!(entries.first().map(|e| e.action.as_str()), Some("disable_idle"));
    // Opened again, it is not disabled the night after.
    let left = if disabled(first).await { "quan.tri.2" } else { "quan.tri" };
    let cookie = house.cookie(left).await;
    house.post(&format!("/quan-tri/tai-khoan/{idle}/mo-khoa"), &cookie, &[]).await;
    house.city.clock.set(day("2012-11-22").start());
    disable_idle(&house).await;
    assert!(!disabled(idle).await);
}

#[tokio::test]
async fn who_acts_by_a_role_of_another_agency_acts_for_that_agency() {
    let house = House::new().await;
    let lan = house.staff("lan", Some(Role::It), HOME_AFFAIRS).await;
    let tx = house.app.store.write(&Actor::system()).await.unwrap();
    identity::grant_role(&tx, lan, Role::It.code(), FINANCE, false).await.unwrap();
    tx.commit().await.unwrap();
    let cookie = house.cookie("lan").await;
    for (agency, expected) in [(FINANCE, FINANCE), (HOME_AFFAIRS, HOME_AFFAIRS)] {
        let theirs = house.staff(&format!("o.{agency}"), None, agency).await;
        let path = format!("/quan-tri/tai-khoan/{theirs}/khoa");
        assert_eq!(house.post(&path, &cookie, &[("ly_do", "Nghỉ")]).await.status, StatusCode::SEE_OTHER);
        let entries = platform::journal::history(&house.app.store, "account", theirs).await.unwrap();
        assert_eq!(entries.first().and_then(|e| e.unit_id), Some(expected));
    }
}

#[tokio::test]
async fn writers_of_one_record_chain_their_entries_one_after_the_other() {
    let house = House::new().await;
    let id = house.staff("lan", None, HOME_AFFAIRS).await;
    let write = async |number: i64| {
        let tx = house.app.store.write(&Actor::system()).await.unwrap();
        let change = platform::Change::of("identity", "account", id, "change");
        tx.journal(change.after(serde_json::json!({"phone": number}))).await.unwrap();
        tx.commit().await.unwrap();
    };
    futures::future::join_all((0..30).map(write)).await;
    assert_eq!(platform::journal::broken_entry(&house.app.store, "account", id).await.unwrap(), None);
    assert!(platform::journal::history(&house.app.store, "account", id).await.unwrap().len() > 30);
}
