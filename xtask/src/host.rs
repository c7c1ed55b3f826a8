//! The machine we run on: where programs and folders are, and how a command is run and read.

use crate::tally::{Tally, read_line};
use anyhow::{Context, Result};
use std::env;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

/// The repository's root: the folder above xtask.
pub fn root() -> Result<PathBuf> {
    // As cargo tells it now: checkouts that share a target folder may run what another of them built.
    let here =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    Ok(here.parent().context("xtask has no folder above it")?.to_path_buf())
}

/// The first program of this name on the PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The folder cargo builds into: `CARGO_TARGET_DIR`, else on a build server a cache that outlives the clone.
pub fn target_dir(root: &Path) -> PathBuf {
    if let Some(folder) = env::var_os("CARGO_TARGET_DIR") {
        return root.join(folder);
    }
    match (env::var_os("CI"), env::var_os("HOME")) {
        (Some(_), Some(home)) => Path::new(&home).join(".cache/motcua/target"),
        _ => root.join("target"),
    }
}

/// A cargo command of this workspace, with the target folder in force.
pub fn cargo(root: &Path, args: &[&str]) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(args).env("CARGO_TARGET_DIR", target_dir(root));
    // Our own build sets these for us. Build scripts that look at them (ring's does) would run anew, and all that stands on
    // them be built anew, each time somebody changes between `cargo xtask` and plain `cargo`.
    for (name, _) in env::vars_os() {
        let ours = |text: &str| ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|start| text.starts_with(start));
        if name.to_str().is_some_and(ours) {
            cargo.env_remove(name);
        }
    }
    if stdout().is_terminal() && env::var_os("CARGO_TERM_COLOR").is_none() {
        cargo.env("CARGO_TERM_COLOR", "always");
    }
    cargo
}

/// Runs a command with its output on our own terminal; `Ok(false)` when it failed.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    let name = command.get_program().to_string_lossy().into_owned();
    Ok(command.stdin(Stdio::null()).status().with_context(|| format!("starting {name}"))?.success())
}

/// What a command prints, when it can be run and succeeds.
pub fn answer(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a test runner: passes its output on and counts from its closing lines.
/// A runner that fails without a failed test (a compile error, no test at all) counts as one failure.
pub fn counted(command: &mut Command) -> Result<Tally> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {name}"))?;
    let out = child.stdout.take().context("no stdout")?;
    let err = child.stderr.take().context("no stderr")?;
    let err = thread::spawn(move || pass_on(err, stderr()));
    let mut tally = pass_on(out, stdout());
    tally += err.join().unwrap_or_default();
    if !child.wait()?.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

fn pass_on(from: impl Read, mut to: impl Write) -> Tally {
    let mut tally = Tally::default();
    let mut line = Vec::new();
    let mut from = BufReader::new(from);
    while from.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        // A closed terminal is no reason to stop counting.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        tally += read_line(&String::from_utf8_lossy(&line));
        line.clear();
    }
    tally
}
