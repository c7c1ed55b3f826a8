//! The architecture as tests: what ARCHITECTURE.md promises, each promise held by a test that names it.
//!
//! Read from the manifests, the sources and the slices' declarations; exceptions stand beside the rule they break, each with its
//! reason, and a test fails when one is no longer needed: the lists only shrink.
//!
//! source.rs: reading the sources · sql.rs: reading SQL · crates.rs: directions between crates and slices · tables.rs: who owns
//! which table · rules.rs: purity · sizes.rs: lengths and house rules of files · declarations.rs: what slices declare ·
//! messages.rs: texts · evidence.rs: indicators · papers.rs: printed forms and templates · looks.rs: how they look · rule_keys.rs: keys of
//! the legal profiles · docs.rs: documents against the tree ·
//! map.rs: docs/map.md.

mod crates;
mod declarations;
mod docs;
mod evidence;
mod looks;
mod map;
mod messages;
mod papers;
mod rule_keys;
mod rules;
mod sizes;
mod source;
mod sql;
mod tables;

use platform::Slice;
use std::path::{Path, PathBuf};

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A slice's folder, relative to the root: `pillars/PILLAR/src/SLICE` for the city's work, a crate of its own for the ground floor.
fn folder(slice: &Slice) -> String {
    match slice.name {
        "ground" => "crates/platform/".to_owned(),
        own if root().join("crates").join(own).is_dir() => format!("crates/{own}/"),
        own => format!("pillars/{}/src/{own}/", slice.pillar),
    }
}

/// The slice that owns a source file.
fn owner(path: &str) -> Option<&'static Slice> {
    motcua::slices().iter().copied().find(|slice| path.starts_with(&folder(slice)))
}

/// Fails with every finding, one a line, under a sentence that says what to do.
#[track_caller]
fn none(findings: Vec<String>, advice: &str) {
    assert!(findings.is_empty(), "{} found:\n  {}\n{advice}\n", findings.len(), findings.join("\n  "));
}

/// Findings without the excepted ones; an exception that excepts nothing is a finding itself.
///
/// `name` gives what an exception is matched by, such as the file's path.
fn except<T>(
    found: Vec<T>,
    exceptions: &[(&str, &str)],
    name: impl Fn(&T) -> String,
    text: impl Fn(&T) -> String,
) -> Vec<String> {
    let unneeded = exceptions
        .iter()
        .filter(|(what, _)| !found.iter().any(|f| name(f) == *what))
        .map(|(what, _)| format!("the exception for {what} is no longer needed: take it out of the list"));
    let left = found.iter().filter(|f| !exceptions.iter().any(|(what, _)| *what == name(f))).map(&text);
    left.chain(unneeded).collect()
}
