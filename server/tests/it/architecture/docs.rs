//! The documents, against the tree: what they name is there.

use super::{none, root, source};
use std::collections::BTreeSet;

/// What answers the official criteria for such systems.
const CONFORMANCE: &str = "docs/conformance.md";

/// Documents that describe the code as it stands.
const TRUE_TO_THE_CODE: [&str; 2] = ["ARCHITECTURE.md", "docs/adding-a-slice.md"];

/// Those that say what holds, and by which test.
fn proofs() -> impl Iterator<Item = String> {
    let papers = ["SECURITY.md", "docs/security.md", CONFORMANCE].map(str::to_owned);
    papers.into_iter().chain(source::files(&["docs/security"], &[".md"]))
}

/// Whether a name is a sentence, as that of a test is: four words at least.
fn is_sentence(name: &str) -> bool {
    name.matches('_').count() >= 3
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Folders of the repository that a document may name.
const FOLDERS: [&str; 8] =
    ["crates/", "pillars/", "server/", "docs/", "xtask/", "procedures/", "programmes/", "e2e/"];

/// What stands between backticks in a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[test]
fn links_in_the_documents_lead_somewhere() {
    let mut dead = Vec::new();
    let top =
        std::fs::read_dir(root()).unwrap().flatten().map(|e| e.file_name().to_string_lossy().into_owned());
    let documents = top.filter(|name| name.ends_with(".md")).chain(source::files(&["docs"], &[".md"]));
    for document in documents {
        let home = root().join(&document).parent().unwrap().to_owned();
        for (number, line) in source::read(&document).lines().enumerate() {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let path = target.split('#').next().unwrap_or_default();
                if !path.is_empty() && !path.contains("://") && !home.join(path).exists() {
                    dead.push(format!("{document}:{}: {target}", number + 1));
                }
            }
        }
    }
    none(dead, "Mend the link, or add what it promises.");
}

#[test]
fn files_and_functions_that_the_documents_name_exist() {
    let all = source::files(&["crates", "pillars", "server", "xtask"], &[".rs"]);
    let mut gone = Vec::new();
    for document in TRUE_TO_THE_CODE.map(str::to_owned).into_iter().chain(proofs()) {
        for (number, line) in source::read(&document).lines().enumerate() {
            for name in quoted(line) {
                let (path, item) = name.split_once("::").unwrap_or((name, ""));
                let known = FOLDERS.iter().any(|f| path.starts_with(f));
                // An example's folder, and patterns with capitals or ellipses, are no paths of the tree.
                let example =
                    path.contains("campaigns") || path.contains(['…', '<', ' ']) || path.contains("PILLAR");
                if example || !known {
                    continue;
                }
                let found = all.iter().find(|file| *file == path);
                let whole = root().join(path).exists();
                let has = item.is_empty()
                    || found.is_some_and(|file| source::read(file).contains(&format!("fn {item}")));
                if !whole || !has {
                    gone.push(format!("{document}:{}: {name}", number + 1));
                }
            }
        }
    }
    none(gone, "The document tells of code that has moved: follow it.");
}

#[test]
fn tests_that_architecture_names_exist() {
    let functions: BTreeSet<&str> = source::rust()
        .filter(|s| s.path.starts_with("server/tests/"))
        .flat_map(|s| &s.functions)
        .map(|f| f.name.as_str())
        .collect();
    let mut gone = Vec::new();
    let mut named = 0;
    for (number, line) in source::read("ARCHITECTURE.md").lines().enumerate() {
        for name in quoted(line) {
            named += usize::from(is_sentence(name));
            if is_sentence(name) && !functions.contains(name) {
                gone.push(format!("ARCHITECTURE.md:{}: {name}", number + 1));
            }
        }
    }
    assert!(named > 30, "ARCHITECTURE.md names only {named} tests");
    none(gone, "An invariant is a promise that a test holds; name the test that does.");
}

#[test]
fn tests_that_the_security_papers_name_exist() {
    let tests: BTreeSet<&str> = source::rust().flat_map(|s| source::tests(&s.text)).collect();
    let mut gone = Vec::new();
    let mut named = 0;
    for document in proofs() {
        for (number, line) in source::read(&document).lines().enumerate() {
            for name in quoted(line).filter(|name| is_sentence(name)) {
                named += 1;
                if !tests.contains(name) {
                    gone.push(format!("{document}:{}: {name}", number + 1));
                }
            }
        }
    }
    assert!(named > 150, "the security papers name only {named} tests");
    none(gone, "What is said to be met rests on a test: name the one that shows it, or call it open.");
}

#[test]
fn pages_that_answer_the_criteria_are_routes() {
    let map = source::read("docs/map.md");
    let paper = source::read(CONFORMANCE);
    let pages: BTreeSet<&str> =
        paper.lines().flat_map(quoted).filter(|name| name.starts_with('/') && !name.contains(' ')).collect();
    assert!(pages.len() > 40, "the document names its pages between backticks");
    let gone = pages.into_iter().filter(|page| !map.contains(&format!("`{page}`"))).map(str::to_owned);
    none(gone.collect(), "docs/conformance.md names a page that is no route: follow it.");
}
