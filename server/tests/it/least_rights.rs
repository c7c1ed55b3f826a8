//! PostgreSQL with two accounts: the owner makes the tables, the program serves by one that can alter no entry.

use crate::city::City;
use crate::database_gone::{Cluster, bin};
use crate::journeys::online;
use platform::Read;
use platform::store::{self, Store};
use sea_orm::ConnectionTrait;

#[tokio::test]
async fn the_program_serves_by_an_account_that_can_alter_and_remove_no_entry() {
    // `cargo xtask setup` installs it; a plain `cargo test` need not have it.
    let Some(bin) = bin() else { return };
    let cluster = Cluster::make(bin);
    let owned = City::on_postgres(&cluster.url()).await;
    let owner = sea_orm::Database::connect(cluster.url()).await.unwrap();
    owner.execute_unprepared("CREATE ROLE motcua_app LOGIN").await.unwrap();
    store::grant(&owned.app.store, motcua::slices(), "motcua_app").await.unwrap();
    let url = cluster.url().replace("motcua@", "motcua_app@");
    let served = Store::open_postgres(&url, owned.clock.clone()).await.unwrap();
    assert!(store::migrate(&served, motcua::slices()).await.unwrap().is_empty(), "nothing is pending");
    let city = City::over(served, owned.clock.clone(), tempfile::tempdir().unwrap(), 8).await;
    let citizen = city.citizen("lan").await;
    let form = online::ready(&city, &citizen).await;
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    citizen.post(&form.action, &fields).await.expect(303);
    city.work_off().await;
    platform::ledger::seal(&city.app).await.unwrap();
    assert_eq!(city.app.store.number("SELECT COUNT(*) FROM dossier", vec![]).await.unwrap(), 1);

    let program = sea_orm::Database::connect(url).await.unwrap();
    for table in store::APPEND_ONLY {
        for sql in
            [format!("DELETE FROM {table}"), format!("TRUNCATE {table}"), format!("DROP TABLE {table}")]
        {
            let refused = program.execute_unprepared(&sql).await;
            let said = refused.expect_err(&sql).to_string();
            assert!(said.contains("permission denied") || said.contains("must be owner"), "{sql}: {said}");
        }
    }
    let altered = program.execute_unprepared("UPDATE journal SET actor_name = 'ai khác'").await;
    assert!(altered.unwrap_err().to_string().contains("permission denied"));
}
