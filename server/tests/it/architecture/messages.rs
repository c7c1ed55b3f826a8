//! Texts: every key that code, templates or declarations ask for exists in Vietnamese and in English, with the arguments it needs.

use super::source::{self, Source};
use super::{except, none};
use platform::messages::{Lang, Messages};
use std::collections::{BTreeMap, BTreeSet};

/// Literals that look like keys of texts and are none, as "path literal", and what they are.
const NO_KEYS: &[(&str, &str)] = &[(
    "pillars/apparatus/src/settlement/rules/card.rs desk-list",
    "a criterion of Decision 766 by its code, no text of the slice desk",
)];

/// Beginnings of texts that no code asks for by name, and why.
const IDLE: &[(&str, &str)] = &[
    ("journal-field-procedure-", "fields of a procedure, named by its data type (catalogue/import.rs)"),
    ("journal-field-item-", "fields of a programme's item, named by its data type (programme/import.rs)"),
    ("journal-field-measure-", "fields of a measure, named by its data type (programme/import.rs)"),
];

/// Prefixes of texts that belong to no slice by name: those of the ground floor, and the journal's.
const SHARED: [&str; 6] = ["journal-action-", "journal-field-", "form-", "files-", "http-", "identity-"];

fn texts() -> std::sync::Arc<Messages> {
    let all: Vec<(&str, &str)> = motcua::slices().iter().map(|s| s.messages).collect();
    Messages::new(&all).unwrap()
}

fn prefixes() -> Vec<String> {
    let own = motcua::slices().iter().map(|s| format!("{}-", s.name.replace('_', "-")));
    own.chain(SHARED.iter().map(|p| (*p).to_owned())).collect()
}

/// Whether a literal has the form of a key: lower-case words with hyphens, holes `{…}` allowed.
fn is_key(text: &str) -> bool {
    let plain: String = pattern(text).replace('*', "x");
    plain.contains('-')
        && plain.starts_with(|c: char| c.is_ascii_lowercase())
        && plain.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// The literal with each hole as `*`; one that ends with a hyphen goes on.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '{' => (inside, out) = (true, out + "*"),
            '}' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    if out.ends_with('-') { out + "*" } else { out }
}

fn matches(pattern: &str, key: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(rest) = key.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut rest = rest;
    let parts: Vec<&str> = parts.collect();
    for (at, part) in parts.iter().enumerate() {
        if at + 1 == parts.len() {
            return rest.len() > part.len() && rest.ends_with(part) || part.is_empty() && !rest.is_empty();
        }
        match rest.find(part) {
            Some(found) if found > 0 => rest = &rest[found + part.len()..],
            _ => return false,
        }
    }
    rest.is_empty()
}

/// Sources whose strings are shown: not the printing crate, and no command line.
fn speaking() -> Vec<&'static Source> {
    source::product()
        .filter(|s| !s.path.starts_with("crates/printing/") && !s.path.starts_with("server/src/cli/"))
        .collect()
}

/// Keys asked for, as (path and line, key or pattern), from code, templates and declarations.
fn asked(sources: &[&Source]) -> Vec<(String, String)> {
    let prefixes = prefixes();
    let texts = texts();
    let mut found = Vec::new();
    for source in sources {
        for (at, token) in source.tokens.iter().enumerate().filter(|(_, t)| t.is_string) {
            let back = |n: usize| {
                at.checked_sub(n).and_then(|i| source.tokens.get(i)).map_or("", |t| t.text.as_str())
            };
            let called = back(1) == "(" && back(3) == "." && matches!(back(2), "t" | "tn");
            let refused = back(1) == "(" && back(2) == "new" && back(5) == "Refusal";
            let prefixed = is_key(&token.text) && prefixes.iter().any(|p| token.text.starts_with(p));
            if called || refused || prefixed {
                // The beginning of keys, put together elsewhere: `page(&ctx, "portal-about", …)`.
                let begins = format!("{}-", token.text);
                let open = !called && !refused && !texts.keys(Lang::Vi).contains(&token.text);
                let open = open && texts.keys(Lang::Vi).iter().any(|k| k.starts_with(&begins));
                let key = if open { begins } else { token.text.clone() };
                found.push((
                    format!("{} {}", source.path, token.text),
                    format!("{}:{}", source.path, token.line),
                    key,
                ));
            }
        }
    }
    let excepted = |f: &(String, String, String)| NO_KEYS.iter().any(|(what, _)| *what == f.0);
    let mut keys: Vec<(String, String)> =
        found.into_iter().filter(|f| !excepted(f)).map(|(_, at, key)| (at, key)).collect();
    for path in source::files(&["pillars", "crates"], &[".html"]) {
        let text = source::read(&path);
        for call in [".t(\"", ".tn(\"", " t(\"", " tn(\""] {
            keys.extend(
                text.split(call)
                    .skip(1)
                    .filter_map(|rest| Some((path.clone(), rest.split('"').next()?.to_owned()))),
            );
        }
    }
    keys.extend(declared());
    keys
}

/// Keys that declarations carry.
fn declared() -> Vec<(String, String)> {
    let mut keys = Vec::new();
    for slice in motcua::slices() {
        let mut add =
            |what: &str, key: &str| keys.push((format!("{} of {}", what, slice.name), key.to_owned()));
        slice.permissions.iter().for_each(|p| add(p.permission.0, p.label));
        slice.menu.iter().for_each(|m| add(m.href, m.label));
        slice.search.iter().for_each(|k| add(k.kind, k.label));
        for indicator in slice.indicators {
            add(indicator.code, indicator.name);
            add(indicator.code, indicator.definition);
        }
    }
    keys
}

#[test]
fn every_text_is_given_once() {
    let mut owners: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for slice in motcua::slices() {
        for text in [slice.messages.0, slice.messages.1] {
            let mut own: Vec<String> = text
                .lines()
                .filter(|l| l.starts_with(|c: char| c.is_ascii_alphabetic()))
                .filter_map(|l| Some(l.split_once('=')?.0.trim().to_owned()))
                .collect();
            own.sort();
            for pair in own.windows(2).filter(|p| p[0] == p[1]) {
                owners.entry(pair[0].clone()).or_default().extend([slice.name, slice.name]);
            }
        }
        for key in arguments(slice.messages.0).into_keys().filter(|k| !k.is_empty()) {
            owners.entry(key).or_default().push(slice.name);
        }
    }
    none(
        owners
            .into_iter()
            .filter(|(_, o)| o.len() > 1)
            .map(|(key, o)| format!("{key}: {}", o.join(", ")))
            .collect(),
        "The journal's words are shared: the first slice that has one gives it to all. (No page opens while a key is given twice.)",
    );
}

#[test]
fn vietnamese_and_english_have_the_same_texts() {
    let texts = texts();
    let (vi, en) = (texts.keys(Lang::Vi), texts.keys(Lang::En));
    let only = vi.difference(en).map(|k| format!("{k} is missing in English"));
    none(
        only.chain(en.difference(vi).map(|k| format!("{k} is missing in Vietnamese"))).collect(),
        "Both files of `messages/` carry every key.",
    );
}

#[test]
fn every_text_asked_for_exists() {
    let texts = texts();
    let keys = texts.keys(Lang::Vi);
    let sources = speaking();
    let asked = asked(&sources);
    let missing: BTreeSet<String> = asked
        .iter()
        .filter(|(_, key)| {
            let pattern = pattern(key);
            if pattern.contains('*') {
                !keys.iter().any(|k| matches(&pattern, k))
            } else {
                !keys.contains(&pattern)
            }
        })
        .map(|(at, key)| format!("{at}: {key}"))
        .collect();
    let literals: BTreeSet<String> = sources
        .iter()
        .flat_map(|s| s.strings().map(|t| format!("{} {}", s.path, t.text)).collect::<Vec<_>>())
        .collect();
    let gone = NO_KEYS
        .iter()
        .filter(|(what, _)| !literals.contains(*what))
        .map(|(what, _)| format!("the exception for {what} is no longer needed"));
    none(
        missing.into_iter().chain(gone).collect(),
        "Add the key to messages/vi.ftl and messages/en.ftl of the slice. A literal that is no text goes into NO_KEYS of this test.",
    );
}

/// A pattern that leaves open all but the slice's prefix, such as `one-stop-*`, would ask for every text of the slice:
/// its first hole can only be one of the words that stand in the slice's code.
fn narrowed(pattern: String, sources: &[&Source]) -> Vec<String> {
    let begins = pattern.split('*').next().unwrap_or_default();
    let of = motcua::slices()
        .iter()
        .find(|s| pattern.contains('*') && begins == format!("{}-", s.name.replace('_', "-")));
    let Some(slice) = of else { return vec![pattern] };
    let folder = super::folder(slice);
    let own = sources.iter().filter(|s| s.path.starts_with(&folder)).flat_map(|s| s.strings());
    let word = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    own.filter(|t| word(&t.text)).map(|t| pattern.replacen('*', &t.text, 1)).collect()
}

#[test]
fn every_text_is_asked_for_somewhere() {
    let texts = texts();
    let sources = speaking();
    let patterns: BTreeSet<String> =
        asked(&sources).iter().flat_map(|(_, key)| narrowed(pattern(key), &sources)).collect();
    let (open, exact): (Vec<&String>, Vec<&String>) = patterns.iter().partition(|p| p.contains('*'));
    let exact: BTreeSet<&str> = exact.into_iter().map(String::as_str).collect();
    // Keys made of another key and an ending, such as `{title}-none`.
    let endings: BTreeSet<String> = sources
        .iter()
        .flat_map(|s| s.strings())
        .filter(|t| is_key(&t.text))
        .filter_map(|t| {
            pattern(&t.text)
                .strip_prefix("*-")
                .filter(|rest| !rest.contains('*'))
                .map(|rest| format!("-{rest}"))
        })
        .collect();
    let made = |key: &str| endings.iter().any(|end| key.strip_suffix(end).is_some_and(|k| exact.contains(k)));
    // The journal's verbs and fields are words of the code, such as "receive" and "due_at".
    let words: BTreeSet<String> = sources
        .iter()
        .flat_map(|s| s.strings().map(|t| t.text.replace('_', "-")).collect::<Vec<_>>())
        .collect();
    let idle = texts
        .keys(Lang::Vi)
        .iter()
        .filter(|key| match key.strip_prefix("journal-action-").or(key.strip_prefix("journal-field-")) {
            Some(word) => !words.contains(word),
            None => !exact.contains(key.as_str()) && !made(key) && !open.iter().any(|p| matches(p, key)),
        })
        .map(|key| {
            let begins = IDLE.iter().map(|(begin, _)| *begin).find(|begin| key.starts_with(begin));
            (begins.unwrap_or(key).to_owned(), key.clone())
        })
        .collect();
    none(
        except(idle, IDLE, |f: &(String, String)| f.0.clone(), |f| f.1.clone()),
        "Delete the key from both languages, or use it: a text nobody sees is never read again by anybody who would mend it.",
    );
}

/// The arguments a text reads, by key.
fn arguments(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        if let Some((name, _)) =
            line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        {
            key = name.trim().to_owned();
        }
        let names = line
            .split('$')
            .skip(1)
            .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect());
        found.entry(key.clone()).or_default().extend(names);
    }
    found
}

#[test]
fn a_text_reads_the_same_arguments_in_both_languages() {
    let mut wrong = Vec::new();
    for slice in motcua::slices() {
        let (vi, en) = (arguments(slice.messages.0), arguments(slice.messages.1));
        for (key, args) in &vi {
            if en.get(key).is_some_and(|other| other != args) {
                wrong.push(format!("{key}: {args:?} in Vietnamese, {:?} in English", en[key]));
            }
        }
    }
    none(wrong, "A misspelt argument shows as {$name} on the page.");
}

#[test]
fn every_text_gets_the_arguments_it_reads() {
    let needed: BTreeMap<String, BTreeSet<String>> =
        motcua::slices().iter().flat_map(|s| arguments(s.messages.0)).collect();
    let mut wrong = Vec::new();
    for source in speaking() {
        for (at, token) in source.tokens.iter().enumerate().filter(|(_, t)| t.is_string) {
            let Some(needed) = needed.get(&token.text) else { continue };
            let back = |n: usize| {
                at.checked_sub(n).and_then(|i| source.tokens.get(i)).map_or("", |t| t.text.as_str())
            };
            let given = match (back(2), back(1)) {
                ("t", "(") if back(3) == "." => BTreeSet::new(),
                ("tn", "(") if back(3) == "." && source.reads(at + 1, &[",", "&", "["]) => {
                    named_in_array(source, at + 3)
                }
                ("new", "(") if back(5) == "Refusal" => named_by_arg(source, at + 1),
                _ => continue,
            };
            let lacking: Vec<&String> = needed.difference(&given).collect();
            if !lacking.is_empty() {
                wrong.push(format!("{}:{}: {} lacks {lacking:?}", source.path, token.line, token.text));
            }
        }
    }
    none(wrong, "Give it by tn(key, &[(name, value)]), or Refusal::new(key).arg(name, value).");
}

/// The first strings of the pairs in `[("a", …), ("b", …)]`.
fn named_in_array(source: &Source, open: usize) -> BTreeSet<String> {
    let end = source.closing(open);
    (open..end)
        .filter(|i| source.reads(*i, &["("]))
        .filter_map(|i| source.tokens.get(i + 1))
        .filter(|t| t.is_string)
        .map(|t| t.text.clone())
        .collect()
}

/// The names in `.arg("a", …).arg("b", …)` after the bracket that closes at `close`.
fn named_by_arg(source: &Source, close: usize) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut at = close + 1;
    while source.reads(at, &["."]) {
        if source.reads(at + 1, &["arg", "("]) {
            names.extend(source.tokens.get(at + 3).filter(|t| t.is_string).map(|t| t.text.clone()));
        }
        at = source.closing(at + 2) + 1;
    }
    names
}

#[test]
fn every_text_carries_its_slices_prefix() {
    let mut foreign = Vec::new();
    for slice in motcua::slices().iter().filter(|s| s.name != "ground") {
        let own = format!("{}-", slice.name.replace('_', "-"));
        let keys = arguments(slice.messages.0).into_keys().filter(|k| !k.is_empty());
        foreign.extend(
            keys.filter(|k| !k.starts_with(&own) && !k.starts_with("journal-"))
                .map(|k| format!("{}: {k}", slice.name)),
        );
    }
    none(
        foreign,
        "Begin the key with the slice's name in hyphens; only the journal's verbs and fields are shared.",
    );
}

/// The verbs that code writes into the journal, and the fields of its changes, as (place, key).
fn journalled(sources: &[&Source]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for source in sources {
        let mut add = |at: usize, kind: &str, word: &str| {
            let line = source.tokens.get(at).map_or(0, |t| t.line);
            found.push((
                format!("{}:{line}", source.path),
                format!("journal-{kind}-{}", word.replace('_', "-")),
            ));
        };
        for at in 0..source.tokens.len() {
            if source.reads(at, &["Change", ":", ":", "of", "("]) {
                let end = source.closing(at + 4);
                // The verb is the last argument, when it is written out.
                if let Some(verb) = source.tokens.get(end - 1).filter(|t| t.is_string) {
                    add(at, "action", &verb.text);
                }
                for field in fields(source, end + 1) {
                    add(at, "field", &field);
                }
            }
        }
    }
    found
}

/// The top-level keys of what `.after(…)` and `.before(…)` are given in the chain of calls from `at` on: written out
/// there, or in the variable or function of the same file that is named there.
fn fields(source: &Source, mut at: usize) -> Vec<String> {
    let mut names = Vec::new();
    while source.reads(at, &["."]) {
        let open = at + 2;
        let end = source.closing(open);
        if source.reads(at + 1, &["after"]) || source.reads(at + 1, &["before"]) {
            let written = match body(source, open, end) {
                Some(body) => vec![body],
                None => source.tokens[open + 1..end]
                    .iter()
                    .filter(|t| !t.is_string)
                    .flat_map(|t| named(source, &t.text))
                    .collect(),
            };
            names.extend(written.into_iter().flat_map(|body| top_keys(source, body)));
        }
        at = end + 1;
    }
    names
}

/// Where the braces of the first `json!({…})` between two tokens open.
fn body(source: &Source, from: usize, to: usize) -> Option<usize> {
    (from..to).find(|i| source.reads(*i, &["json", "!", "(", "{"])).map(|i| i + 3)
}

/// The same of each variable and function of a name.
fn named(source: &Source, name: &str) -> Vec<usize> {
    let opens = |at: usize| ["(", "[", "{"].into_iter().any(|bracket| source.reads(at, &[bracket]));
    let end_of_statement = |from: usize| {
        let mut at = from;
        while at < source.tokens.len() && !source.reads(at, &[";"]) {
            at = if opens(at) { source.closing(at) + 1 } else { at + 1 };
        }
        at
    };
    (0..source.tokens.len())
        .filter_map(|at| {
            if source.reads(at, &["let", name, "="]) {
                return body(source, at, end_of_statement(at));
            }
            let brace = source.reads(at, &["fn", name]).then(|| {
                (at..source.tokens.len()).find(|i| source.reads(*i, &["{"])).unwrap_or(source.tokens.len())
            })?;
            body(source, brace, source.closing(brace))
        })
        .collect()
}

fn top_keys(source: &Source, body: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut i = body + 1;
    while i < source.closing(body) {
        match source.tokens.get(i) {
            Some(t) if t.is_string && source.reads(i + 1, &[":"]) => names.push(t.text.clone()),
            Some(t) if !t.is_string && ["(", "[", "{"].contains(&t.text.as_str()) => i = source.closing(i),
            _ => {}
        }
        i += 1;
    }
    names
}

#[test]
fn the_journals_verbs_and_fields_have_words() {
    let texts = texts();
    let keys = texts.keys(Lang::Vi);
    let sources = speaking();
    let missing: BTreeSet<String> = journalled(&sources)
        .into_iter()
        .filter(|(_, key)| !keys.contains(key))
        .map(|(at, key)| format!("{key} ({at})"))
        .collect();
    none(
        missing.into_iter().collect(),
        "Add the key to the slice's messages: a record's history names what was done, and each field, in the reader's language.",
    );
}

#[test]
fn open_keys_match_as_people_read_them() {
    assert_eq!(pattern("one-stop-state-{}"), "one-stop-state-*");
    assert!(matches("a-*", "a-b") && matches("a-*-c", "a-b-c") && matches("a", "a"));
    assert!(!matches("a-*", "a-") && !matches("a-*-c", "a-c") && !matches("a", "ab"));
    assert!(is_key("one-stop-{x}-y") && !is_key("One-stop") && !is_key("plain") && !is_key("a b-c"));
}
