//! docs/map.md: what every slice declares, written from the declarations and compared with the file.
//!
//! `MOTCUA_BLESS=1 cargo test -p motcua --test it architecture::map` (or `cargo xtask map`) writes the file anew.

use platform::Locale;
use platform::Slice;
use platform::access::Role;
use platform::http::Access;
use platform::indicators::{Better, Measure, Timing};
use platform::messages::{Lang, Messages};
use std::fmt::Write;

const HEAD: &str = "# Map\n\n\
    Written from the slices' declarations; do not edit.\n\
    `cargo xtask map` writes it anew, and a test (`docs_map_tells_what_the_slices_declare`) compares the two.\n\
    Words in quotes are the Vietnamese texts of the screens.\n\
    Access: *everybody*, *signed in*, *citizen*, *staff*, or the permission needed.\n";

#[test]
fn docs_map_tells_what_the_slices_declare() {
    let wanted = map();
    let path = super::root().join("docs/map.md");
    if std::env::var_os("MOTCUA_BLESS").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    let line = wanted.lines().zip(found.lines().chain(std::iter::repeat(""))).position(|(w, f)| w != f);
    assert!(
        wanted == found,
        "docs/map.md differs from the declarations, first in line {}. Write it anew: cargo xtask map",
        line.unwrap_or(wanted.lines().count()) + 1
    );
}

fn map() -> String {
    let texts: Vec<(&str, &str)> = motcua::slices().iter().map(|s| s.messages).collect();
    let vi = Locale::new(Messages::new(&texts).unwrap(), Lang::Vi);
    let mut out = HEAD.to_owned();
    let mut pillars: Vec<&str> = Vec::new();
    for slice in motcua::slices() {
        if !pillars.contains(&slice.pillar) {
            pillars.push(slice.pillar);
        }
    }
    for pillar in pillars {
        let _ = writeln!(out, "\n## {pillar}");
        for slice in motcua::slices().iter().filter(|s| s.pillar == pillar) {
            describe(&mut out, slice, &vi);
        }
    }
    out
}

fn describe(out: &mut String, slice: &Slice, vi: &Locale) {
    let folder = super::folder(slice);
    let _ = writeln!(out, "\n### {}\nFolder: [{folder}](../{folder})", slice.name);
    if !slice.tables.is_empty() {
        let _ = writeln!(
            out,
            "\nTables: {}.",
            slice.tables.iter().map(|t| format!("`{t}`")).collect::<Vec<_>>().join(", ")
        );
    }
    list(
        out,
        "Permissions",
        slice.permissions.iter().map(|p| {
            let roles: Vec<&str> = p.roles.iter().map(|r| Role::code(*r)).collect();
            format!("`{}` “{}”: {}", p.permission.0, vi.t(p.label), roles.join(", "))
        }),
    );
    list(
        out,
        "Routes",
        (slice.routes)()
            .list()
            .iter()
            .map(|r| format!("{} `{}`: {}", r.method.word(), r.path, access(r.access))),
    );
    list(
        out,
        "Operations",
        (slice.api)().list().iter().map(|o| {
            let prefix = slice.interface.prefix;
            format!("{} `{prefix}{}`: {}", o.method.word(), o.op.path, access(o.op.access))
        }),
    );
    list(
        out,
        "Menu",
        slice
            .menu
            .iter()
            .map(|m| format!("{} “{}” → `{}`: {}", m.group, vi.t(m.label), m.href, access(m.access))),
    );
    list(
        out,
        "Indicators",
        slice.indicators.iter().map(|i| {
            let measure = match i.measure {
                Measure::Share => "share".to_owned(),
                Measure::Percentile(p) => format!("percentile {p}"),
                Measure::Count => "count".to_owned(),
            };
            let better = if i.better == Better::Up { "more is better" } else { "less is better" };
            let timing = if i.timing == Timing::Flow { "flow" } else { "stock" };
            format!("`{}` “{}”: {measure}, {better}, {timing}", i.code, vi.t(i.name))
        }),
    );
    list(
        out,
        "Jobs",
        slice.jobs.iter().map(|j| {
            format!("`{}`: {}", j.name, j.schedule.map_or("queued".to_owned(), |s| format!("`{s}`")))
        }),
    );
    list(out, "Listens to", slice.listeners.iter().map(|l| format!("`{}` → `{}`", l.topic, l.job)));
    list(
        out,
        "May be subscribed",
        slice.hooks.iter().map(|h| {
            let right = h.permission.map_or("everybody of the staff".to_owned(), |p| format!("`{}`", p.0));
            format!("`{}` “{}”: {right}", h.topic, vi.t(h.label))
        }),
    );
    list(
        out,
        "Search kinds",
        slice.search.iter().map(|k| {
            format!(
                "`{}` “{}”: {}",
                k.kind,
                vi.t(k.label),
                k.permission.map_or("everybody".to_owned(), |p| format!("`{}`", p.0))
            )
        }),
    );
    list(out, "Printed forms", slice.forms.iter().map(|f| format!("`{}`", f.name)));
}

fn list(out: &mut String, head: &str, rows: impl Iterator<Item = String>) {
    let rows: Vec<String> = rows.collect();
    if !rows.is_empty() {
        let _ = writeln!(out, "\n{head}:");
        for row in rows {
            let _ = writeln!(out, "- {row}");
        }
    }
}

fn access(access: Access) -> String {
    match access {
        Access::Public => "everybody".to_owned(),
        Access::SignedIn => "signed in".to_owned(),
        Access::Citizen => "citizen".to_owned(),
        Access::Staff => "staff".to_owned(),
        Access::Permission(p) => format!("`{}`", p.0),
    }
}
