//! Two nodes before one database: a limit holds once, and what one began another ends.

use super::city::City;
use platform::http::limits::Limited;
use platform::random::Random;
use platform::store::Engine;
use platform::{App, Error, Read};

/// A second process over the same database: everything in memory is its own.
pub async fn beside(city: &City) -> App {
    let app =
        App::new(city.app.settings.clone(), city.app.store.clone(), Random::seeded(8), motcua::slices())
            .unwrap();
    motcua::wire(&app);
    app.refresh().await.unwrap();
    app
}

#[tokio::test]
async fn a_limit_holds_once_for_all_nodes_of_one_postgresql() {
    let city = City::new().await;
    let second = beside(&city).await;
    let nodes = [&city.app, &second];
    let tries = async |code: &str, count: usize| {
        let mut let_through = 0;
        for n in 0..count {
            match nodes[n % 2].limits.check(Limited::OneCode, code).await {
                Ok(()) => let_through += 1,
                Err(Error::Refused(refusal)) => assert_eq!(refusal.status, 429),
                Err(other) => panic!("{other}"),
            }
        }
        let_through
    };
    // Twenty at once for one code; one process before a file counts for itself.
    let expected = if city.app.store.engine() == Engine::Postgres { 20 } else { 40 };
    assert_eq!(tries("tc-2013-0001", 50).await, expected);
    assert_eq!(tries("tc-2013-0002", 10).await, 10, "another code is free");
}

#[tokio::test]
async fn a_code_tried_on_all_nodes_at_once_is_let_through_no_more_often() {
    let city = City::new().await;
    let second = beside(&city).await;
    let tries = (0..60).map(|n| {
        let app = if n % 2 == 0 { city.app.clone() } else { second.clone() };
        async move { app.limits.check(Limited::OneCode, "tc-2013-0003").await.is_ok() }
    });
    let through = futures::future::join_all(tries).await.into_iter().filter(|ok| *ok).count();
    assert_eq!(through, if city.app.store.engine() == Engine::Postgres { 20 } else { 40 });
}

#[tokio::test]
async fn a_session_and_a_changed_rule_of_one_node_are_the_others_too() {
    let city = City::new().await;
    let second = beside(&city).await;
    city.citizen("362000001").await;
    let token =
        platform::identity::sign_in(&city.app, "362000001", super::city::PASSWORD, "10.0.0.1", "test")
            .await
            .unwrap()
            .token;
    let there = platform::identity::viewer(&second, &token, "test").await.unwrap();
    assert!(there.is_some(), "a session is no node's own");
    let tx = city.app.store.write(&platform::Actor::system()).await.unwrap();
    tx.exec("UPDATE legal_profile SET value = '7' WHERE rule_key = 'session.absolute_minutes'", vec![])
        .await
        .unwrap();
    platform::app::mark_changed(&tx).await.unwrap();
    tx.journal(platform::Change::of("ground", "legal_profile", 1, "change")).await.unwrap();
    tx.commit().await.unwrap();
    second.refresh_if_changed().await.unwrap();
    assert_eq!(platform::own_account::absolute_minutes(&second, city.clock.now()), 7);
}

#[tokio::test]
async fn what_may_be_old_is_read_from_the_replica_and_from_the_primary_when_it_is_gone() {
    let city = City::new().await;
    let store = city.app.store.clone();
    let marks = "SELECT COUNT(*) FROM rate_limit WHERE limit_key = 'of the replica'";
    assert_eq!(store.behind().number(marks, vec![]).await.unwrap(), 0, "without one it is the primary");
    if store.engine() == Engine::Sqlite {
        assert!(store.with_replica("postgres://127.0.0.1:1/motcua").await.is_err(), "a file has none");
        return;
    }
    // Another city stands for the replica, so that it shows who was asked.
    let replica = City::new().await;
    let tx = replica.app.store.housekeeping().await.unwrap();
    tx.exec("INSERT INTO rate_limit (limit_key, paid_at) VALUES ('of the replica', 0)", vec![])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let name: Option<Name> =
        replica.app.store.row("SELECT current_database()::TEXT AS name", vec![]).await.unwrap();
    let url = std::env::var("MOTCUA_TEST_DATABASE_URL").unwrap();
    let (base, _) = url.rsplit_once('/').unwrap();
    let with = store.clone().with_replica(&format!("{base}/{}", name.unwrap().name)).await.unwrap();
    assert_eq!(with.behind().number(marks, vec![]).await.unwrap(), 1);
    assert_eq!(with.number(marks, vec![]).await.unwrap(), 0, "everything else asks the primary");
    let gone = store.with_replica("postgres://127.0.0.1:1/motcua").await.unwrap();
    assert_eq!(gone.behind().number(marks, vec![]).await.unwrap(), 0);
}

#[derive(platform::store::FromRow)]
struct Name {
    name: String,
}
