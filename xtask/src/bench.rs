//! `cargo xtask bench`: the product and a floor program that does the same work by hand, driven in turns on this machine.
//! The measuring program is `xtask/bench`; this builds both, makes a database where one is asked for, and cleans up.

use crate::host;
use crate::postgres::Cluster;
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which database.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A throw-away cluster that writes through to the disk.
    Postgres,
}

/// What to measure.
#[derive(Args)]
pub struct BenchArgs {
    /// Dossiers in the database: 10k, 1m, 10m, or a number
    #[arg(long, default_value = "10k", value_parser = count)]
    dossiers: u64,
    /// One database only
    #[arg(long, value_enum)]
    only: Option<Engine>,
    /// One operation only (file, attach, inbox, dossier, track, search, board, receipt); may be given more than once
    #[arg(long)]
    operation: Vec<String>,
    /// Seconds of a round; five rounds a side and operation
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Keep the filled databases in this folder and use them again (SQLite only)
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

fn count(text: &str) -> Result<u64, String> {
    let text = text.to_lowercase();
    let (digits, times) = match text.strip_suffix('k') {
        Some(digits) => (digits, 1_000),
        None => text.strip_suffix('m').map_or((text.as_str(), 1), |digits| (digits, 1_000_000)),
    };
    let number: u64 = digits.parse().map_err(|_| format!("{text} is no number such as 10k or 1m"))?;
    Ok(number * times)
}

/// Builds, measures, writes `target/bench/*.json` and renews docs/performance.md.
pub fn run(root: &Path, args: &BenchArgs) -> Result<bool> {
    // One after the other: built together they would share features, and the product would not be the one that ships.
    for package in ["motcua", "bench"] {
        let build = ["build", "--release", "--locked", "-p", package, "--bins"];
        if !host::succeeds(&mut host::cargo(root, &build))? {
            return Ok(false);
        }
    }
    let engines = args.only.map_or_else(|| vec![Engine::Sqlite, Engine::Postgres], |one| vec![one]);
    for engine in engines {
        if !one(root, args, engine)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn one(root: &Path, args: &BenchArgs, engine: Engine) -> Result<bool> {
    let target = host::target_dir(root);
    let release = target.join("release");
    let temporary = tempfile::Builder::new().prefix("motcua-bench-").tempdir_in(&target)?;
    let name = if engine == Engine::Sqlite { "sqlite" } else { "postgres" };
    let folder = match (&args.keep, engine) {
        (Some(keep), Engine::Sqlite) => keep.join(format!("{name}-{}", args.dossiers)),
        _ => temporary.path().to_owned(),
    };
    let mut bench = Command::new(release.join("bench"));
    bench.arg("run").arg("--product").arg(release.join("motcua")).arg("--folder").arg(&folder);
    bench.args(["--dossiers", &args.dossiers.to_string(), "--seconds", &args.seconds.to_string()]);
    bench.arg("--results").arg(target.join("bench").join(format!("{name}-{}.json", args.dossiers)));
    bench.arg("--document").arg(root.join("docs/performance.md"));
    let root_text = root.to_str().context("the root's path")?;
    let commit = host::answer("git", &["-C", root_text, "rev-parse", "--short", "HEAD"]);
    bench.args(["--commit", &commit.unwrap_or_default()]);
    bench.args(["--day", &host::answer("date", &["+%F"]).unwrap_or_default()]);
    for operation in &args.operation {
        bench.args(["--operation", operation]);
    }
    let cluster = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Cluster::start_durable()?),
    };
    if let Some(cluster) = &cluster {
        let pid = cluster.pid().context("a cluster without a process")?;
        bench.args(["--postgres", &cluster.url(), "--postmaster", &pid.to_string()]);
    }
    host::succeeds(&mut bench)
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn a_count_is_read_with_its_unit() {
        assert_eq!(count("10k"), Ok(10_000));
        assert_eq!(count("1M"), Ok(1_000_000));
        assert_eq!(count("250"), Ok(250));
        assert!(count("many").is_err());
    }
}
