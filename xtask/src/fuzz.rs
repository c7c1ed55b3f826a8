//! The parsers' targets under libFuzzer, for so many seconds each, on stable Rust: the compiler's own coverage pass
//! without a sanitizer, as `cargo fuzz --sanitizer none` builds it.

use crate::host;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the compiler puts into the code, so that libFuzzer sees which ways an input took.
const INSTRUMENTS: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];
/// Bytes of an input, at most.
const LONGEST: u32 = 8192;

/// Runs all targets or one; `Ok(true)` when none broke.
pub fn run(root: &Path, seconds: u32, only: Option<&str>) -> Result<bool> {
    let names: Vec<String> =
        targets(root)?.into_iter().filter(|name| only.is_none_or(|o| o == name)).collect();
    if names.is_empty() {
        bail!("no such target; fuzz/corpus has a folder for each: {}", targets(root)?.join(", "));
    }
    let target = host::target_dir(root).join("fuzz");
    let version = host::answer("rustc", &["-vV"]).context("rustc does not answer")?;
    let triple =
        version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    // With the target named, build scripts and macros stay without instruments.
    let mut build =
        host::cargo(root, &["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", triple]);
    build.env("CARGO_TARGET_DIR", &target).env("RUSTFLAGS", INSTRUMENTS.join(" "));
    if !host::succeeds(&mut build)? {
        bail!("the instrumented program could not be built");
    }
    let program = target.join(triple).join("release").join("fuzz");
    let mut broken = Vec::new();
    for name in &names {
        println!("\n== {name}");
        if !one(root, &program, &target, name, seconds)? {
            broken.push(name.as_str());
        }
    }
    let found = target.join("found");
    match broken.as_slice() {
        [] => println!("\n{} targets held for {seconds} s each", names.len()),
        broken => println!(
            "\nbroken: {}. The inputs lie in {}: mend the parser, and keep the input in fuzz/corpus with its reason.",
            broken.join(", "),
            found.display()
        ),
    }
    Ok(broken.is_empty())
}

/// The targets by their folders, in order.
fn targets(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("fuzz/corpus");
    let entries = fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

/// Runs one target: what it learns is kept beside the build, the corpus of the repository is only read.
fn one(root: &Path, program: &Path, target: &Path, name: &str, seconds: u32) -> Result<bool> {
    let (learned, found) = (target.join("corpus").join(name), target.join("found").join(name));
    for folder in [&learned, &found] {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    let mut fuzzer = Command::new(program);
    fuzzer
        .env("MOTCUA_FUZZ_TARGET", name)
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={LONGEST}"))
        .args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"])
        .arg(format!("-artifact_prefix={}/", found.display()))
        .arg(&learned)
        .arg(root.join("fuzz/corpus").join(name))
        .stdin(Stdio::null());
    host::succeeds(&mut fuzzer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_of_the_corpus_is_a_target() -> Result<()> {
        let names = targets(&host::root()?)?;
        assert!(names.len() > 15 && names.iter().any(|name| name == "bundle"), "{names:?}");
        Ok(())
    }

    #[test]
    fn a_target_that_is_not_there_is_refused_with_those_that_are() -> Result<()> {
        let refused = run(&host::root()?, 1, Some("nothing")).map_err(|error| error.to_string());
        assert!(refused.is_err_and(|words| words.contains("bundle")));
        Ok(())
    }
}
