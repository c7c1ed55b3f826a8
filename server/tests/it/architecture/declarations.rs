//! What slices declare, against itself: nothing twice, nothing that leads nowhere, every name with its slice's prefix.

use super::none;
use platform::Slice;
use platform::http::{Access, Method};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// Groups of the navigation as `ui` draws them.
const GROUPS: [&str; 13] = [
    "work",
    "books",
    "fees",
    "listening",
    "procedures",
    "design",
    "steering",
    "admin",
    "mine",
    "public",
    "lookup",
    "voice",
    "about",
];

/// Jobs whose name does not begin with their slice's, and why.
const OTHER_JOBS: &[(&str, &str)] = &[
    ("notices.mail", "the ground floor's rooms name their own jobs"),
    ("notices.sms", "the ground floor's rooms name their own jobs"),
];

fn slices() -> impl Iterator<Item = &'static Slice> {
    motcua::slices().iter().copied()
}

/// Names declared more than once, with who declares them.
fn twice(names: impl IntoIterator<Item = (String, &'static str)>) -> Vec<String> {
    let mut owners: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, slice) in names {
        owners.entry(name).or_default().push(slice);
    }
    owners
        .into_iter()
        .filter(|(_, o)| o.len() > 1)
        .map(|(name, o)| format!("{name}: {}", o.join(", ")))
        .collect()
}

/// Every name that `of` finds in a slice, with the slice.
fn all(of: impl Fn(&'static Slice) -> Vec<String>) -> Vec<(String, &'static str)> {
    slices().flat_map(|s| of(s).into_iter().map(move |n| (n, s.name)).collect::<Vec<_>>()).collect()
}

#[test]
fn every_slice_has_a_name_of_its_own() {
    none(
        twice(all(|s| vec![s.name.to_owned()])),
        "A slice's name is the prefix of its permissions, jobs and texts.",
    );
}

#[test]
fn every_permission_has_one_owner_and_its_slices_prefix() {
    none(
        twice(all(|s| s.permissions.iter().map(|p| p.permission.0.to_owned()).collect())),
        "A permission is declared once.",
    );
    let foreign = slices()
        .flat_map(|s| s.permissions.iter().map(move |p| (s, p.permission.0)))
        .filter(|(s, name)| !name.starts_with(&format!("{}.", s.name)))
        .map(|(s, name)| format!("{}: {name}", s.name))
        .collect();
    none(foreign, "Name it `slice.act`, such as one_stop.receive.");
}

#[test]
fn every_permission_used_is_declared_and_every_declared_one_has_a_role() {
    let declared: BTreeSet<&str> = slices().flat_map(|s| s.permissions).map(|p| p.permission.0).collect();
    let mut used: Vec<(String, &str)> = Vec::new();
    for slice in slices() {
        let name = |access: Access| if let Access::Permission(p) = access { Some(p.0) } else { None };
        used.extend(
            (slice.routes)()
                .list()
                .iter()
                .filter_map(|r| Some((format!("route {}", r.path), name(r.access)?))),
        );
        used.extend(
            (slice.api)()
                .list()
                .iter()
                .filter_map(|o| Some((format!("operation {}", o.op.path), name(o.op.access)?))),
        );
        used.extend(slice.hooks.iter().filter_map(|h| Some((format!("hook {}", h.topic), h.permission?.0))));
        used.extend(slice.menu.iter().filter_map(|m| Some((format!("menu {}", m.href), name(m.access)?))));
        used.extend(
            slice.search.iter().filter_map(|k| Some((format!("search kind {}", k.kind), k.permission?.0))),
        );
        used.extend(slice.indicators.iter().map(|i| (format!("indicator {}", i.code), i.records.0)));
    }
    let unknown = used
        .iter()
        .filter(|(_, p)| !declared.contains(p))
        .map(|(what, p)| format!("{what} needs {p}"))
        .collect();
    none(
        unknown,
        "Declare the permission in `permissions` of the slice that owns it: no role could hold it otherwise.",
    );
    let nobodys = slices()
        .flat_map(|s| s.permissions)
        .filter(|p| p.roles.is_empty())
        .map(|p| p.permission.0.to_owned())
        .collect();
    none(nobodys, "Give it to a shipped role: in a new city nobody could use it.");
}

#[test]
fn indicator_codes_job_names_search_kinds_and_forms_are_unique() {
    none(
        twice(all(|s| s.indicators.iter().map(|i| i.code.to_owned()).collect())),
        "Steering keeps figures by the indicator's code.",
    );
    none(
        twice(all(|s| s.jobs.iter().map(|j| j.name.to_owned()).collect())),
        "The queue finds a job by its name.",
    );
    none(
        twice(all(|s| s.search.iter().map(|k| k.kind.to_owned()).collect())),
        "The index finds a slice by the kind.",
    );
    none(twice(all(|s| s.forms.iter().map(|f| f.name.to_owned()).collect())), "A form is known by its name.");
}

#[test]
fn jobs_and_forms_carry_their_slices_prefix() {
    let foreign = slices()
        .flat_map(|s| {
            s.jobs.iter().map(|j| j.name).chain(s.forms.iter().map(|f| f.name)).map(move |n| (s.name, n))
        })
        .filter(|(slice, name)| {
            !name.starts_with(&format!("{slice}.")) && !OTHER_JOBS.iter().any(|(n, _)| n == name)
        })
        .map(|(slice, name)| format!("{slice}: {name}"))
        .collect();
    none(foreign, "Name it `slice.what`, such as one_stop.recompute.");
}

#[test]
fn every_route_is_there_once() {
    let routes =
        all(|s| (s.routes)().list().iter().map(|r| format!("{:?} {}", r.method, shape(r.path))).collect());
    none(twice(routes), "Two slices answer the same address: one of them would never be called.");
}

/// A path with its parameters' names taken out: `/a/{id}` and `/a/{code}` are one address.
fn shape(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

#[test]
fn addresses_are_unaccented_lower_case() {
    let odd = slices()
        .flat_map(|s| (s.routes)().list().iter().map(|r| r.path).collect::<Vec<_>>())
        .filter(|path| {
            let good = |part: &str| match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
                Some(name) => {
                    name.trim_start_matches('*').chars().all(|c| c.is_ascii_lowercase() || c == '_')
                }
                None => {
                    part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c))
                }
            };
            !path.starts_with('/') || (path.len() > 1 && path.ends_with('/')) || !path.split('/').all(good)
        })
        .map(str::to_owned)
        .collect();
    none(
        odd,
        "Addresses are unaccented Vietnamese in lower case with hyphens, parameters are English names in braces: /ho-so/{id}.",
    );
}

#[test]
fn every_menu_entry_leads_to_a_page_under_the_same_access() {
    let routes: Vec<(Method, &str, Access)> = slices()
        .flat_map(|s| (s.routes)().list().iter().map(|r| (r.method, r.path, r.access)).collect::<Vec<_>>())
        .collect();
    let mut wrong = Vec::new();
    for (slice, entry) in slices().flat_map(|s| s.menu.iter().map(move |m| (s, m))) {
        let path = entry.href.split(['?', '#']).next().unwrap_or_default();
        match routes.iter().find(|(method, p, _)| *method == Method::Get && *p == path) {
            None => wrong.push(format!("{}: {} is no page", slice.name, entry.href)),
            Some((_, _, access)) if *access != entry.access => {
                wrong.push(format!(
                    "{}: {} is shown to {:?} and opens to {access:?}",
                    slice.name, entry.href, entry.access
                ));
            }
            Some(_) => {}
        }
        if !GROUPS.contains(&entry.group) {
            wrong.push(format!(
                "{}: {} stands in the group {:?}, which no page shows",
                slice.name, entry.href, entry.group
            ));
        }
    }
    wrong.extend(twice(all(|s| s.menu.iter().map(|m| m.href.to_owned()).collect())));
    none(wrong, "An entry that leads nowhere, or to a page that refuses its reader, is worse than none.");
}

#[test]
fn every_listener_has_its_job_and_its_event() {
    let topics: BTreeSet<String> = super::source::product()
        .filter(|s| s.path.starts_with("crates/contracts/"))
        .flat_map(|s| s.strings().map(|t| t.text.clone()).collect::<Vec<_>>())
        .filter(|t| t.contains('.'))
        .collect();
    let mut wrong = Vec::new();
    for slice in slices() {
        for listener in slice.listeners {
            if !slice.jobs.iter().any(|j| j.name == listener.job) {
                wrong.push(format!(
                    "{}: {} is to be handled by {}, which it does not declare",
                    slice.name, listener.topic, listener.job
                ));
            }
            if !topics.contains(listener.topic) {
                wrong.push(format!("{}: no event of contracts has the topic {}", slice.name, listener.topic));
            }
        }
    }
    for (slice, hook) in slices().flat_map(|s| s.hooks.iter().map(move |h| (s, h))) {
        if !topics.contains(hook.topic) {
            wrong.push(format!("{}: no event of contracts has the topic {}", slice.name, hook.topic));
        }
    }
    none(wrong, "A listener names an event's topic (crates/contracts) and a job of its own slice.");
}

#[test]
fn every_schedule_is_a_cron_expression_that_comes_round() {
    let start =
        chrono::DateTime::<chrono::Utc>::from_timestamp_micros(crate::city::monday().micros()).unwrap();
    let wrong = slices()
        .flat_map(|s| s.jobs)
        .filter_map(|j| Some((j.name, j.schedule?)))
        .filter_map(|(name, schedule)| {
            let fault = match croner::Cron::from_str(schedule) {
                Err(e) => e.to_string(),
                Ok(cron) => cron.find_next_occurrence(&start, false).err()?.to_string(),
            };
            Some(format!("{name}: {schedule:?}: {fault}"))
        })
        .collect();
    none(
        wrong,
        "Minute, hour, day, month, weekday, in Vietnamese time: \"30 1 * * *\" is half past one every night.",
    );
}

#[test]
fn jobs_queued_by_name_and_records_indexed_are_declared() {
    let jobs: BTreeSet<&str> = slices().flat_map(|s| s.jobs).map(|j| j.name).collect();
    let kinds: BTreeSet<&str> = slices().flat_map(|s| s.search).map(|k| k.kind).collect();
    let mut wrong = Vec::new();
    for source in super::source::product() {
        for (at, token) in source.tokens.iter().enumerate() {
            let string_at = |offset: usize| {
                source.tokens.get(at + offset).filter(|t| t.is_string).map(|t| t.text.as_str())
            };
            if token.text == "enqueue"
                && source.reads(at + 1, &["("])
                && string_at(2).is_some_and(|name| !jobs.contains(name))
            {
                wrong.push(format!(
                    "{}:{}: queues {}",
                    source.path,
                    token.line,
                    string_at(2).unwrap_or_default()
                ));
            }
            if source.reads(at, &["SearchDoc", "{", "kind", ":"])
                && string_at(4).is_some_and(|kind| !kinds.contains(kind))
            {
                wrong.push(format!(
                    "{}:{}: indexes {}",
                    source.path,
                    token.line,
                    string_at(4).unwrap_or_default()
                ));
            }
        }
    }
    none(
        wrong,
        "Declare the job in `jobs`, the kind in `search`: the runner and the search page know only what is declared.",
    );
}
