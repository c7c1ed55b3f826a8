//! Purity: `rules.rs` and `rules/` of every slice know no database, no HTTP, no clock and no chance; so does the kernel.

use super::{none, source};

/// Crates that let the world in, or draw pages.
const WORLDLY: &[&str] = &[
    "axum",
    "axum_extra",
    "sea_orm",
    "tokio",
    "tower",
    "rand",
    "ui",
    "printing",
    "askama",
    "object_store",
    "lettre",
];

/// What of the platform rules may name: errors, texts and data handed in; nothing that reads or writes.
const PLATFORM: &[&str] = &[
    "platform::Refusal",
    "platform::FieldErrors",
    "platform::Error",
    "platform::Result",
    "platform::error",
    "platform::Locale",
    "platform::messages",
    "platform::Permission",
    "platform::access::Scope",
    "platform::access::Role",
    "platform::directory::Directory",
    "platform::profiles::Profiles",
    "platform::http::Submitted",
];

/// What of the standard library lets the world in.
const NEVER: &[&str] = &[
    "std::fs",
    "std::net",
    "std::io",
    "std::process",
    "std::thread",
    "std::env",
    "std::time::SystemTime",
    "std::time::Instant",
];

/// Other rooms of the slice, which build on its rules and not the other way.
const ROOMS: [&str; 7] = ["store", "pages", "ports", "jobs", "acts", "demo", "seed"];

fn is_rules(path: &str) -> bool {
    path.contains("/rules/") || path.ends_with("/rules.rs")
}

fn starts(path: &str, with: &str) -> bool {
    path.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Why a path may not stand in rules; `None` when it may.
fn fault(path: &str) -> Option<&'static str> {
    let (first, rest) = path.split_once("::")?;
    if first == "platform" && !PLATFORM.iter().any(|allowed| starts(path, allowed)) {
        return Some("is not among the platform's data that rules may name");
    }
    if WORLDLY.contains(&first) {
        return Some("lets the world in");
    }
    if first == "Utc" || first == "Local" || starts(path, "chrono::Utc") || starts(path, "chrono::Local") {
        return Some("asks for the time: take it as a parameter");
    }
    if NEVER.iter().any(|never| starts(path, never)) {
        return Some("lets the world in: take what it gives as a parameter");
    }
    let room = match first {
        "super" => rest.split("::").find(|p| *p != "super"),
        "crate" => rest.split("::").nth(1),
        _ => None,
    };
    if room.is_some_and(|r| ROOMS.contains(&r)) {
        return Some("is another room of the slice: it builds on the rules, not the other way");
    }
    None
}

#[test]
fn rules_know_neither_the_world_nor_the_time() {
    let mut wrong = Vec::new();
    let mut read = 0;
    for source in source::product().filter(|s| is_rules(&s.path)) {
        read += 1;
        for (path, line) in source.paths() {
            if let Some(why) = fault(&path) {
                wrong.push(format!("{}:{line}: {path} {why}", source.path));
            }
        }
        let awaits = source.tokens.iter().filter(|t| t.text == "async" || t.text == "await");
        wrong.extend(awaits.map(|t| format!("{}:{}: rules do not wait: {}", source.path, t.line, t.text)));
    }
    assert!(read > 5, "only {read} files of rules were found");
    none(
        wrong,
        "Rules are functions of what they are given: rows, days and moments come in as parameters, refusals and values go out. \
         The caller (acts, pages, jobs) reads the store and the clock.",
    );
}

#[test]
fn the_kernel_and_contracts_do_no_work() {
    let wrong = source::product()
        .filter(|s| s.path.starts_with("crates/kernel/") || s.path.starts_with("crates/contracts/"))
        .flat_map(|s| {
            let kernel = s.path.starts_with("crates/kernel/");
            s.paths()
                .into_iter()
                .filter(|(p, _)| NEVER.iter().any(|n| starts(p, n)) || kernel && p.starts_with("platform::"))
                .map(|(p, line)| format!("{}:{line}: {p}", s.path))
                .collect::<Vec<_>>()
        })
        .collect();
    none(wrong, "The kernel is words, contracts are data and traits: neither reads a file or a clock.");
}

#[test]
fn a_rule_breaker_is_seen() {
    for path in [
        "axum::http::StatusCode",
        "platform::Store",
        "platform::store::Read",
        "super::super::store",
        "crate::one_stop::pages::x",
        "chrono::Utc::now",
    ] {
        assert!(fault(path).is_some(), "{path}");
    }
    for path in [
        "kernel::Day",
        "platform::Refusal::new",
        "super::set::SurveySet",
        "crate::one_stop::rules::State",
        "std::fmt",
        "chrono::NaiveTime",
    ] {
        assert!(fault(path).is_none(), "{path}");
    }
}
