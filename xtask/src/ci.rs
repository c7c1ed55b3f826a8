//! The build server's run, at home: `.ci/run` in a clean clone, so that a forgotten file shows before others see it.

use crate::host;
use anyhow::{Result, bail};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

/// `Ok(true)` when the last commit passes.
pub fn run(root: &Path) -> Result<bool> {
    let folder = tempfile::Builder::new().prefix("motcua-ci-").tempdir()?;
    let clone = folder.path().join("main");
    if !host::succeeds(Command::new("git").args(["clone", "--quiet"]).arg(root).arg(&clone))? {
        bail!("git could not clone {}", root.display());
    }
    let shared = root.with_file_name("shared");
    if shared.is_dir() {
        symlink(shared, folder.path().join("shared"))?;
    }
    let here = root.to_string_lossy();
    if host::answer("git", &["-C", &here, "status", "--porcelain"]).is_some_and(|changes| !changes.is_empty())
    {
        println!("There are changes that are not committed: this run does not see them.");
    }
    host::succeeds(Command::new("bash").arg(".ci/run").current_dir(&clone).env("CI", "true"))
}
