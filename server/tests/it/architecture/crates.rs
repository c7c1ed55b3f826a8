//! Directions: which crate may build on which, and which slice may name which.

use super::{folder, none, root, source};
use std::collections::BTreeMap;

/// Floors of the house, from the ground up; a crate may depend only on crates of lower floors.
const FLOORS: [&[&str]; 10] = [
    &["kernel", "ledger", "rows"],
    &["platform", "flow"],
    &["contracts"],
    &["ui", "printing"],
    &["eforms", "papers"],
    // Known to tests only, which run their own parsers through its rounds.
    &["fuzzing"],
    &["console", "backup"],
    &["apparatus", "finance", "modernisation", "procedures", "steering"],
    &["motcua"],
    &["xtask", "bench"],
];

/// Crates that stand for themselves: they know no other crate of the house.
const ALONE: [&str; 6] = ["kernel", "ledger", "rows", "printing", "xtask", "bench"];

struct Manifest {
    path: String,
    name: String,
    table: toml::Table,
}

fn manifests() -> Vec<Manifest> {
    source::files(&["crates", "pillars", "server", "xtask"], &["Cargo.toml"])
        .into_iter()
        .map(|path| {
            let table: toml::Table = source::read(&path).parse().unwrap_or_else(|e| panic!("{path}: {e}"));
            let name = table["package"]["name"].as_str().unwrap().to_owned();
            Manifest { path, name, table }
        })
        .collect()
}

impl Manifest {
    fn dependencies(&self, kind: &str) -> Vec<&str> {
        self.table
            .get(kind)
            .and_then(toml::Value::as_table)
            .into_iter()
            .flat_map(|t| t.keys().map(String::as_str))
            .collect()
    }
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|crates| crates.contains(&name))
}

#[test]
fn every_crate_stands_on_lower_floors_only() {
    let mut wrong = Vec::new();
    for manifest in manifests() {
        let Some(own) = floor(&manifest.name) else {
            wrong.push(format!("{}: {} is on no floor", manifest.path, manifest.name));
            continue;
        };
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for dependency in manifest.dependencies(kind) {
                let Some(below) = floor(dependency) else { continue };
                if below >= own && dependency != manifest.name || ALONE.contains(&manifest.name.as_str()) {
                    wrong.push(format!("{} [{kind}]: {} → {dependency}", manifest.path, manifest.name));
                }
            }
        }
    }
    none(
        wrong,
        "The direction is server → pillars → console, eforms, papers, backup → ui, printing → contracts → platform → kernel; printing, kernel and xtask know no \
         other crate, and a pillar never knows another. Two pillars meet through contracts (events, ports) or through declarations; \
         docs/adding-a-slice.md says how.",
    );
}

#[test]
fn only_printing_names_typst() {
    let named = manifests()
        .iter()
        .filter(|m| m.name != "printing")
        .flat_map(|m| {
            ["dependencies", "dev-dependencies"]
                .into_iter()
                .flat_map(|kind| m.dependencies(kind))
                .filter(|d| d.starts_with("typst"))
                .map(|d| format!("{}: {d}", m.path))
                .collect::<Vec<_>>()
        })
        .collect();
    none(named, "Call printing::render with a Template: the engine can then be changed in one crate.");
}

#[test]
fn only_the_guarded_way_out_names_an_http_client() {
    const WAY: &str = "crates/platform/src/outward.rs";
    let named: Vec<&str> = source::product()
        .filter(|s| s.paths().iter().any(|(path, _)| path.starts_with("reqwest::")))
        .map(|s| s.path.as_str())
        .collect();
    assert!(named.contains(&WAY), "the test no longer sees what it is to hold: {named:?}");
    none(
        named.into_iter().filter(|path| *path != WAY).map(str::to_owned).collect(),
        "Call `app.outward.send`: it follows no redirect, bounds time and size, and keeps users' targets out of the house.",
    );
}

#[test]
fn every_crate_keeps_the_workspaces_lints() {
    let free = manifests()
        .into_iter()
        .filter(|m| {
            m.table.get("lints").and_then(|l| l.get("workspace")).and_then(toml::Value::as_bool) != Some(true)
        })
        .map(|m| m.path)
        .collect();
    none(free, "Add `[lints] workspace = true`: without it unwrap and panic pass unseen.");
}

#[test]
fn every_slice_in_the_pillars_is_listed_in_the_server() {
    let listed: Vec<String> = motcua::slices().iter().map(|s| folder(s)).collect();
    let missing = source::files(&["pillars", "crates"], &["slice.rs"])
        .into_iter()
        .filter(|path| !path.starts_with("crates/platform/"))
        .filter(|path| !listed.iter().any(|folder| path.starts_with(folder)))
        .collect();
    none(
        missing,
        "Add the slice to its pillar's SLICES (and the pillar to server/src/wiring.rs): otherwise nobody can reach it.",
    );
    let gone: Vec<String> = listed.into_iter().filter(|folder| !root().join(folder).is_dir()).collect();
    none(gone, "A slice's name and pillar must be those of its folder.");
}

#[test]
fn a_slice_names_no_other_slice_of_its_pillar() {
    let mut by_pillar: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for slice in motcua::slices() {
        by_pillar.entry(slice.pillar).or_default().push(slice.name);
    }
    let mut wrong = Vec::new();
    for source in source::product() {
        let Some(slice) = super::owner(&source.path).filter(|s| s.pillar != "ground") else { continue };
        for other in by_pillar[slice.pillar].iter().filter(|n| **n != slice.name) {
            let from_root = format!("crate::{other}::");
            for (path, line) in source.paths().into_iter().filter(|(p, _)| p.starts_with(&from_root)) {
                wrong.push(format!("{}:{line}: {path}", source.path));
            }
        }
    }
    none(
        wrong,
        "Slices meet through contracts, even when they stand in one pillar: an event, a port, or a declaration.",
    );
}
