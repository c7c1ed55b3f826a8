//! PostgreSQL goes away in the middle of a request and comes back: a clear page, nothing lost, nothing doubled.

use crate::city::City;
use crate::journeys::online;
use platform::Read;
use sea_orm::ConnectionTrait;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A PostgreSQL cluster of the test's own, stopped when it is dropped.
pub struct Cluster {
    folder: tempfile::TempDir,
    bin: PathBuf,
    port: u16,
}

/// The newest PostgreSQL server of Debian, if one is installed.
pub fn bin() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.map(|v| v.path().join("bin")).filter(|b| b.join("initdb").is_file()).max()
}

fn id(which: &str, account: Option<&str>) -> Option<u32> {
    let output = Command::new("id").arg(which).args(account).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

impl Cluster {
    /// Makes and starts one.
    pub fn make(bin: PathBuf) -> Cluster {
        let folder = tempfile::tempdir().unwrap();
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let cluster = Cluster { folder, bin, port: free.local_addr().unwrap().port() };
        drop(free);
        if id("-u", None) == Some(0) {
            let owner = (id("-u", Some("postgres")).unwrap(), id("-g", Some("postgres")).unwrap());
            std::os::unix::fs::chown(cluster.folder.path(), Some(owner.0), Some(owner.1)).unwrap();
        }
        cluster.run(
            "initdb",
            &["--username=motcua", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"],
        );
        cluster.start();
        cluster
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Runs a program of PostgreSQL on the cluster, as an owner who is not root.
    fn run(&self, program: &str, args: &[&str]) {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log()).unwrap();
        let mut command = Command::new(self.bin.join(program));
        command.args(args).arg("-D").arg(self.data()).current_dir(self.folder.path());
        command.stdout(log.try_clone().unwrap()).stderr(log);
        if id("-u", None) == Some(0) {
            command.gid(id("-g", Some("postgres")).unwrap()).uid(id("-u", Some("postgres")).unwrap());
        }
        assert!(command.status().unwrap().success(), "{program}: {:?}", std::fs::read_to_string(self.log()));
    }

    fn log(&self) -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("postgres_{}.log", self.port))
    }

    pub fn start(&self) {
        let folder = self.folder.path().display();
        let options =
            format!("-p {} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60", self.port);
        self.run("pg_ctl", &["start", "-s", "-w", "-o", &options]);
    }

    /// As if the machine of the database lost its power.
    pub fn stop(&self) {
        self.run("pg_ctl", &["stop", "-s", "-w", "-m", "immediate"]);
    }

    /// Of its first database.
    pub fn url(&self) -> String {
        format!("postgres://motcua@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").exists() {
            self.stop();
        }
        let _ = std::fs::remove_file(self.log());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_that_goes_away_in_the_middle_of_a_filing_loses_and_doubles_nothing() {
    // `cargo xtask setup` installs it; a plain `cargo test` need not have it.
    let Some(bin) = bin() else { return };
    let cluster = Cluster::make(bin);
    let city = City::on_postgres(&cluster.url()).await;
    let citizen = city.citizen("lan").await;
    let form = online::ready(&city, &citizen).await;
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();

    // Another session holds the table of dossiers, so that the filing is certainly under way when the power goes.
    let other = sea_orm::Database::connect(cluster.url()).await.unwrap();
    let hold = sea_orm::TransactionTrait::begin(&other).await.unwrap();
    hold.execute_unprepared("LOCK TABLE dossier IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let power = async {
        let waits = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted";
        while city.app.store.number(waits, vec![]).await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
        tokio::task::block_in_place(|| cluster.stop());
    };
    let (answer, ()) = tokio::join!(citizen.post(&form.action, &fields), power);
    assert_eq!(answer.status.as_u16(), 503, "{}", answer.text());
    assert!(answer.text().contains("Mã tra cứu"), "{}", answer.text());
    assert_eq!(city.stranger().get("/co-quan").await.status.as_u16(), 503);
    city.stranger().get("/healthz").await.expect(200);
    assert_eq!(city.stranger().get("/readyz").await.expect(503).body, "database\n");
    drop(hold);

    tokio::task::block_in_place(|| cluster.start());
    for _ in 0..20 {
        assert_eq!(
            city.stranger().get("/co-quan").await.status.as_u16(),
            200,
            "no stale connection is handed out"
        );
    }
    let count = async |sql: &str| city.app.store.number(sql, vec![]).await.unwrap();
    assert_eq!(count("SELECT COUNT(*) FROM dossier").await, 0, "half a filing is none");
    citizen.post(&form.action, &fields).await.expect(303);
    assert_eq!(count("SELECT COUNT(*) FROM dossier").await, 1);
    assert_eq!(platform::upkeep::journal_chain(&city.app.store).await.unwrap().1, None);
    city.work_off().await;
}
