//! The one test command: lint, the tests on SQLite, on PostgreSQL, of the programming interface, in the browser; then one closing line.

use crate::postgres::Cluster;
use crate::tally::Tally;
use crate::{host, scratch, setup};
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use tempfile::TempDir;

/// The crates that never see a database; `.config/nextest.toml` names the same under `profile.postgres`.
const WITHOUT_DATABASE: [&str; 10] =
    ["kernel", "contracts", "fuzzing", "printing", "ui", "xtask", "eforms", "flow", "ledger", "rows"];

/// A part of the test command.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// rustfmt, clippy with every warning an error, cargo-deny
    Lint,
    /// Every test; those with a database on SQLite
    Sqlite,
    /// The tests with a database, on a throw-away PostgreSQL cluster
    Postgres,
    /// The browser tests, on a demo city
    E2e,
    /// schemathesis against the programming interface, on a demo city, some seven minutes
    Api,
    /// The tests that break the machine on purpose (also: --faults)
    Faults,
}

/// Runs the parts asked for, by default all but the fault tests; `Ok(true)` when all passed.
pub fn run(root: &Path, only: &[Part], faults: bool) -> Result<bool> {
    let mut parts = match only {
        [] => vec![Part::Lint, Part::Sqlite, Part::Postgres, Part::Api, Part::E2e],
        some => some.to_vec(),
    };
    if faults && !parts.contains(&Part::Faults) {
        parts.push(Part::Faults);
    }
    if parts != [Part::Lint] {
        println!("== setup");
        // What is missing fails the part that needs it, with its own words.
        setup::run(root)?;
    }
    let lints = Lints::of(&parts);
    let mut total = Tally::default();
    let mut table = String::new();
    for part in parts {
        let name = part.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
        println!("\n== {name}");
        let begin = Instant::now();
        let tally = run_part(root, part, lints).unwrap_or_else(|error| {
            println!("{name}: {error:#}");
            Tally { passed: 0, failed: 1 }
        });
        let verdict = if tally.failed == 0 { "ok" } else { "FAILED" };
        table += &format!("  {name:9} {verdict:7} {tally} in {} s\n", begin.elapsed().as_secs());
        total += tally;
    }
    println!("\n== result\n{table}\n{total}");
    Ok(total.failed == 0)
}

fn run_part(root: &Path, part: Part, lints: Lints) -> Result<Tally> {
    match part {
        Part::Lint => lint(root, lints),
        Part::Sqlite => {
            let mut tests = lints.on(tests(root, "default"));
            host::counted(in_memory(&mut tests, scratch::in_memory().as_ref()))
        }
        Part::Postgres => {
            let cluster = Cluster::start()?;
            let mut tests = lints.on(tests(root, "postgres"));
            host::counted(tests.env("MOTCUA_TEST_DATABASE_URL", cluster.url()))
        }
        Part::Api => interface(root, lints),
        Part::E2e => browser(root, lints),
        Part::Faults => host::counted(&mut tests(root, "faults")),
    }
}

/// Who looks for lints.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lints {
    /// `cargo clippy`, in a build of its own
    Apart,
    /// The compiler of the tests: clippy's is rustc with more lints, so that nothing is compiled once for each
    InTheBuild,
}

impl Lints {
    fn of(parts: &[Part]) -> Lints {
        let tests = parts.iter().any(|part| !matches!(part, Part::Lint | Part::Faults));
        match parts.contains(&Part::Lint) && tests && host::find("clippy-driver").is_some() {
            true => Lints::InTheBuild,
            false => Lints::Apart,
        }
    }

    /// Has a command of cargo's compile the workspace as these lints want it. A different wrapper is a different build.
    fn on(self, mut cargo: Command) -> Command {
        if self == Lints::InTheBuild {
            cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
            // As `cargo clippy -- -D warnings` hands it to its driver.
            cargo.env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
        }
        cargo
    }

    /// What the tests are made of, the program among it, without running them. Not `cargo build`: what that makes of a test is
    /// another unit than what the tests' own command makes of it, so that all of them would be compiled once more.
    fn build(self, root: &Path) -> Command {
        self.on(host::cargo(root, &["test", "--workspace", "--no-run", "--locked"]))
    }
}

/// The checks count as failures only: they are no tests.
fn lint(root: &Path, lints: Lints) -> Result<Tally> {
    let clippy = match lints {
        Lints::Apart => {
            host::cargo(root, &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
        }
        Lints::InTheBuild => lints.build(root),
    };
    let mut checks = vec![host::cargo(root, &["fmt", "--all", "--check"]), clippy];
    if let Some(tool) = setup::cargo_deny() {
        let deny = |args: &[&str]| {
            let mut deny = Command::new(&tool);
            deny.current_dir(root).args(args);
            deny
        };
        checks.push(deny(&["--locked", "check", "licenses", "bans", "sources"]));
        if has_advisories() {
            checks.push(deny(&["--frozen", "check", "advisories"]));
        }
    } else {
        println!("cargo-deny is not there: licences, bans and sources were not looked at");
    }
    let mut tally = Tally::default();
    for check in &mut checks {
        tally.failed += u32::from(!host::succeeds(check)?);
    }
    Ok(tally)
}

/// Whether this machine has a copy of the advisory database, as `cargo deny fetch` leaves it: no registry has it.
fn has_advisories() -> bool {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    home.is_some_and(|home| {
        home.join("advisory-dbs")
            .read_dir()
            .is_ok_and(|mut entries| entries.any(|one| one.is_ok_and(|e| e.path().is_dir())))
    })
}

/// The test runner with a profile of `.config/nextest.toml`, no database named to it yet.
fn tests(root: &Path, profile: &str) -> Command {
    let mut command = if setup::has_nextest() {
        host::cargo(root, &["nextest", "run", "--workspace", "--locked", "--profile", profile])
    } else {
        plain_tests(root, profile)
    };
    if profile == "faults" && setup::has_nextest() {
        command.arg("--no-tests=warn");
    }
    for name in ["MOTCUA_TEST_DATABASE_URL", "DATABASE_URL"] {
        command.env_remove(name);
    }
    command
}

/// The same by `cargo test`, which knows no profiles.
fn plain_tests(root: &Path, profile: &str) -> Command {
    let mut command = host::cargo(root, &["test", "--workspace", "--locked", "--no-fail-fast"]);
    if profile == "postgres" {
        for name in WITHOUT_DATABASE {
            command.args(["--exclude", name]);
        }
    }
    match profile {
        "faults" => command.args(["faults::", "--", "--test-threads=1"]),
        _ => command.args(["--", "--skip", "faults::"]),
    };
    command
}

/// Has schemathesis try every operation by its description; the city and the token are e2e/api.js's business.
fn interface(root: &Path, lints: Lints) -> Result<Tally> {
    let tool = setup::schemathesis().context("schemathesis is not there: cargo xtask setup says why")?;
    if !host::succeeds(&mut lints.build(root))? {
        return Ok(Tally { passed: 0, failed: 1 });
    }
    let mut node = Command::new("node");
    node.args(["api.js".as_ref(), tool.as_os_str()]);
    node.current_dir(root.join("e2e")).env("CARGO_TARGET_DIR", host::target_dir(root));
    host::counted(in_memory(&mut node, scratch::in_memory().as_ref()))
}

/// Has a browser go through the pages and stories of a demo city.
fn browser(root: &Path, lints: Lints) -> Result<Tally> {
    if !host::succeeds(&mut lints.build(root))? {
        return Ok(Tally { passed: 0, failed: 1 });
    }
    let mut node = Command::new("node");
    node.arg("run.js").current_dir(root.join("e2e")).env("CARGO_TARGET_DIR", host::target_dir(root));
    host::counted(in_memory(&mut node, scratch::in_memory().as_ref()))
}

/// Has a command keep what passes in memory. Not so the fault tests: they are about disks.
fn in_memory<'a>(command: &'a mut Command, folder: Option<&TempDir>) -> &'a mut Command {
    match folder {
        Some(folder) => command.env("TMPDIR", folder.path()),
        None => command,
    }
}
