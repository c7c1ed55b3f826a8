//! A PostgreSQL cluster of our own for the tests: made in a temporary folder, gone afterwards.
//! The machine's own clusters, running or not, are never touched.

use crate::host;
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Another program may take the port between our choosing and PostgreSQL's binding.
const STARTS: u32 = 3;
const START_LIMIT: Duration = Duration::from_secs(60);

/// Nothing of a test outlives its run, so nothing waits for the disk.
const FORGETFUL: [&str; 9] = [
    "max_connections=300",
    "shared_buffers=128MB",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "checkpoint_timeout=1h",
    "max_wal_size=2GB",
    "wal_init_zero=off",
];

/// A running cluster; stopped and removed when dropped.
pub struct Cluster {
    bin: PathBuf,
    folder: tempfile::TempDir,
    owner: Option<Owner>,
    server: Option<Child>,
    port: u16,
    settings: &'static [&'static str],
}

/// PostgreSQL refuses to run as root, so root lends the cluster to an unprivileged account.
#[derive(Clone, Copy)]
struct Owner {
    uid: u32,
    gid: u32,
}

impl Cluster {
    /// Makes and starts a cluster on a free port of 127.0.0.1.
    pub fn start() -> Result<Self> {
        Self::begin(&FORGETFUL)
    }

    /// The same, writing through to the disk as a real one does.
    pub fn start_durable() -> Result<Self> {
        Self::begin(&["max_connections=300", "shared_buffers=256MB"])
    }

    /// The number of its main process.
    pub fn pid(&self) -> Option<u32> {
        self.server.as_ref().map(Child::id)
    }

    fn begin(settings: &'static [&'static str]) -> Result<Self> {
        let bin = bin_dir().context("no PostgreSQL server here: run `cargo xtask setup`")?;
        let owner = owner()?;
        // Not in TMPDIR: the owner must be able to walk there, and a socket's path has at most 107 characters.
        let folder = tempfile::Builder::new().prefix("motcua-pg-").tempdir_in("/tmp")?;
        if let Some(Owner { uid, gid }) = owner {
            chown(folder.path(), Some(uid), Some(gid))?;
        }
        let mut cluster = Self { bin, folder, owner, server: None, port: 0, settings };
        cluster.init()?;
        for _ in 0..STARTS {
            if cluster.try_start()? {
                return Ok(cluster);
            }
        }
        bail!("PostgreSQL did not start:\n{}", fs::read_to_string(cluster.log()).unwrap_or_default())
    }

    /// For `MOTCUA_TEST_DATABASE_URL`: the superuser's way in; each test makes a database of its own beside it.
    pub fn url(&self) -> String {
        format!("postgres://motcua@127.0.0.1:{}/postgres", self.port)
    }

    fn init(&self) -> Result<()> {
        let mut initdb = self.program("initdb");
        initdb.args([
            "--username=motcua",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
            "-D",
        ]);
        let output = initdb.arg(self.data()).output().context("starting initdb")?;
        if !output.status.success() {
            bail!("initdb failed:\n{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    /// `Ok(false)` when the server ended at once, as it does when its port is taken.
    fn try_start(&mut self) -> Result<bool> {
        self.port = free_port()?;
        let log = File::create(self.log())?;
        let mut postgres = self.program("postgres");
        postgres.arg("-D").arg(self.data()).arg("-k").arg(self.folder.path());
        postgres.args(["-p", &self.port.to_string()]);
        postgres.args(["-c", "listen_addresses=127.0.0.1"]);
        for setting in self.settings {
            postgres.args(["-c", setting]);
        }
        let mut server =
            postgres.stdout(log.try_clone()?).stderr(log).spawn().context("starting postgres")?;
        let mut waited = Duration::ZERO;
        let step = Duration::from_millis(100);
        while waited < START_LIMIT {
            if server.try_wait()?.is_some() {
                return Ok(false);
            }
            if self.answers() {
                self.server = Some(server);
                return Ok(true);
            }
            sleep(step);
            waited += step;
        }
        let _ = server.kill();
        let _ = server.wait();
        Ok(false)
    }

    fn answers(&self) -> bool {
        let mut ready = self.program("pg_isready");
        ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        ready.status().is_ok_and(|status| status.success())
    }

    /// A program of PostgreSQL, run by the cluster's owner, that ends when we do however we end.
    fn program(&self, name: &str) -> Command {
        let path = self.bin.join(name);
        let mut command = match host::find("setpriv") {
            Some(setpriv) => {
                let mut command = Command::new(setpriv);
                command.args(["--pdeathsig", "INT", "--"]).arg(path);
                command
            }
            None => Command::new(path),
        };
        if let Some(Owner { uid, gid }) = self.owner {
            command.uid(uid).gid(gid);
        }
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let Some(mut server) = self.server.take() else {
            return;
        };
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "-s", "-w", "-t", "20", "-m", "immediate", "-D"]).arg(self.data());
        if !stop.status().is_ok_and(|status| status.success()) {
            let _ = server.kill();
        }
        let _ = server.wait();
    }
}

/// The newest PostgreSQL server of this machine: Debian's folder, else the PATH.
pub fn bin_dir() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let bin = entry.path().join("bin");
            bin.join("initdb").is_file().then_some((version, bin))
        })
        .max()
        .map(|(_, bin)| bin)
        .or_else(|| host::find("initdb")?.parent().map(Path::to_path_buf))
}

fn owner() -> Result<Option<Owner>> {
    if host::answer("id", &["-u"]).as_deref() != Some("0") {
        return Ok(None);
    }
    for account in ["postgres", "nobody"] {
        let id = |which| host::answer("id", &[which, account])?.parse().ok();
        if let (Some(uid), Some(gid)) = (id("-u"), id("-g")) {
            return Ok(Some(Owner { uid, gid }));
        }
    }
    bail!("root may not run PostgreSQL, and there is neither an account `postgres` nor `nobody`")
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_is_gone_afterwards() -> Result<()> {
        if bin_dir().is_none() {
            return Ok(()); // `cargo xtask test` fails for the want of it; a plain `cargo test` need not.
        }
        let cluster = Cluster::start()?;
        let psql = |sql| host::answer("psql", &["-At", "-c", sql, &cluster.url()]);
        assert_eq!(psql("SELECT lower('ĐÀ')").as_deref(), Some("ĐÀ"), "the C locale folds ASCII only");
        assert!(psql("CREATE DATABASE a_test").is_some(), "a test may make its database");
        let (port, folder) = (cluster.port, cluster.folder.path().to_path_buf());
        drop(cluster);
        assert!(!folder.exists());
        assert!(TcpListener::bind(("127.0.0.1", port)).is_ok(), "the port is free again");
        Ok(())
    }
}
