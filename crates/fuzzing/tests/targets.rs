//! Every target over its kept corpus (fuzz/corpus) and over seeded changes of it.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests too")]

use fuzzing::{TARGETS, rounds, target};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Changed inputs for a target; hashing, signatures and schemas take their time without optimisation.
const MANY: u32 = 2000;
const FEW: u32 = 200;
const SLOW: [&str; 7] = ["bundle", "checkpoint", "claimed", "proof", "schema", "tampered", "template"];

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus")
}

/// The files of a target's folder, by name.
fn files(name: &str) -> Vec<PathBuf> {
    let folder = corpus().join(name);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn holds(name: &str) {
    let inputs: Vec<Vec<u8>> = files(name).iter().map(|file| std::fs::read(file).unwrap()).collect();
    assert!(!inputs.is_empty(), "fuzz/corpus/{name} is empty");
    rounds(name, &inputs, if SLOW.contains(&name) { FEW } else { MANY }, target(name).unwrap().run);
}

macro_rules! targets {
    ($($name:ident)*) => {
        /// Those that have a test below.
        const TESTED: &[&str] = &[$(stringify!($name)),*];
        mod holds_for {
            $(#[test] fn $name() { super::holds(stringify!($name)) })*
        }
    };
}

targets! {
    agent answers bundle checkpoint claimed code content cursor day form forwarded key multipart network period proof
    query schema search tampered template
}

#[test]
fn every_target_has_its_test() {
    let named: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(named, TESTED);
}

#[test]
fn every_kept_input_is_of_a_target_and_has_its_reason() {
    let readme = std::fs::read_to_string(corpus().join("README.md")).unwrap();
    let told: BTreeSet<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`').map(|(file, _)| file))
        .collect();
    let folders =
        std::fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path()).filter(|p| p.is_dir());
    let mut kept = BTreeSet::new();
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(target(&name).is_some(), "fuzz/corpus/{name} belongs to no target");
        kept.extend(
            files(&name).iter().map(|file| format!("{name}/{}", file.file_name().unwrap().to_str().unwrap())),
        );
    }
    assert_eq!(kept.iter().map(String::as_str).collect::<BTreeSet<_>>(), told);
}
