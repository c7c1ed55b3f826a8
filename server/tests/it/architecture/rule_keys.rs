//! Keys of the legal profiles: a slice declares what its code reads, reads what it declares, and what is declared ships.
//! So the console can say of every rule which part its publication changes.

use super::{folder, none, owner, source};
use std::collections::{BTreeMap, BTreeSet};

/// Functions that take a key.
const READERS: [&str; 5] = ["get", "get_or", "get_or_keep", "rule", "rows"];

/// The keys of data/profiles.yaml.
fn shipped() -> BTreeSet<String> {
    let text = source::read("data/profiles.yaml");
    let keys = text.lines().filter_map(|l| l.strip_prefix("- key:"));
    keys.map(|k| k.trim().trim_matches('"').to_owned()).collect()
}

/// `group.name` or `group.kind.name`, of lower-case letters, digits and underscores.
fn looks_like_a_key(text: &str) -> bool {
    let word = |w: &str| {
        !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    text.contains('.') && text.split('.').all(word)
}

/// Keys that a source reads, with their lines: every literal that is a shipped key, or is given to one of the readers
/// under the name of a group of rules; the declaration `rules: &[…]` itself is left out.
fn reads(source: &source::Source, shipped: &BTreeSet<String>) -> Vec<(String, usize)> {
    let groups: BTreeSet<&str> = shipped.iter().filter_map(|k| k.split_once('.')).map(|(g, _)| g).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = source.tokens.get(at) {
        if source.reads(at, &["rules", ":", "&", "["]) {
            at = source.closing(at + 3);
            continue;
        }
        if token.is_string && looks_like_a_key(&token.text) {
            let of_a_group = token.text.split_once('.').is_some_and(|(group, _)| groups.contains(group));
            let asked = at >= 3
                && source.reads(at - 1, &["("])
                && READERS.iter().any(|r| source.reads(at - 2, &[r]))
                && source.reads(at - 3, &["."]);
            if shipped.contains(&token.text) || (asked && of_a_group) {
                found.push((token.text.clone(), token.line));
            }
        }
        at += 1;
    }
    found
}

#[test]
fn a_slice_declares_the_rules_it_reads_and_reads_those_it_declares() {
    let shipped = shipped();
    let mut read: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut findings = Vec::new();
    for source in source::product() {
        for (key, line) in reads(source, &shipped) {
            let Some(slice) = owner(&source.path) else {
                findings.push(format!("{}:{line} reads {key} outside of every slice", source.path));
                continue;
            };
            if !slice.rules.contains(&key.as_str()) {
                findings.push(format!(
                    "{}:{line} reads {key}: add \"{key}\" to `rules: &[…]` of the slice {} (its declaration in {})",
                    source.path,
                    slice.name,
                    folder(slice)
                ));
            }
            read.entry(slice.name).or_default().insert(key);
        }
    }
    for slice in motcua::slices() {
        let own = read.remove(slice.name).unwrap_or_default();
        for key in slice.rules {
            if !own.contains(*key) {
                findings.push(format!(
                    "the slice {} declares {key} and reads it nowhere: take it out",
                    slice.name
                ));
            }
            if !shipped.contains(*key) {
                findings.push(format!(
                    "{key} of the slice {} is no row of data/profiles.yaml: add it there",
                    slice.name
                ));
            }
        }
    }
    none(
        findings,
        "Rules are read by the slices that declare them, so that the console can say what a publication changes.",
    );
}
