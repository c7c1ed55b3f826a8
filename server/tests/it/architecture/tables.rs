//! Who owns which table: SQL names only its slice's own, migrations make what is declared, types are those that both engines share.

use super::sql::{self, Named};
use super::{except, folder, none, owner, source};
use std::collections::{BTreeMap, BTreeSet};

/// SQL outside the owner's folder, as (file and table, why).
const FOREIGN: &[(&str, &str)] = &[];

/// Tables of the migration run itself and of the engines, which no slice declares.
const LEDGER: [&str; 8] = [
    "schema_ledger",
    "sqlite_master",
    "pg_tables",
    "pg_attribute",
    "pg_class",
    "pg_constraint",
    "pg_index",
    "pg_database",
];

/// Column types that read the same in both engines; `SERIAL_ID` becomes the engine's own key type.
const TYPES: [&str; 5] = ["SERIAL_ID", "BIGINT", "TEXT", "BOOLEAN", "DOUBLE"];

fn declared() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for slice in motcua::slices() {
        for table in slice.tables {
            owners.entry(table).or_default().push(slice.name);
        }
    }
    owners
}

/// What a source file may name: its slice's tables; the console administers the ground floor and so may name its tables too.
fn allowed(path: &str) -> BTreeSet<&'static str> {
    let Some(slice) = owner(path) else { return BTreeSet::new() };
    let ground: &[&str] = if slice.name == "console" { platform::GROUND.tables } else { &[] };
    let ledger: &[&str] = if slice.name == "ground" { &LEDGER } else { &[] };
    slice.tables.iter().chain(ground).chain(ledger).copied().collect()
}

/// Every piece of SQL of the product: (file, line, text). Strings of the sources and the migrations beside them.
fn statements() -> Vec<(String, usize, String)> {
    let mut found = Vec::new();
    for source in source::product() {
        found.extend(source.strings().map(|t| (source.path.clone(), t.line, t.text.clone())));
        let calls = (0..source.tokens.len()).filter(|at| source.reads(*at, &["continue_ids", "("]));
        let named = calls.filter_map(|at| source.tokens.get(at + 2)).filter(|t| t.is_string);
        found.extend(named.map(|t| (source.path.clone(), t.line, format!("UPDATE {}", t.text))));
    }
    for path in source::files(&["crates", "pillars"], &[".sql"]) {
        let text = source::read(&path);
        found.push((path, 1, text));
    }
    found
}

#[test]
fn a_slices_sql_names_only_its_own_tables() {
    let owners = declared();
    let known: BTreeSet<&str> = owners.keys().copied().chain(LEDGER).collect();
    let mut found: Vec<(String, String)> = Vec::new();
    for (path, line, text) in statements() {
        let own = allowed(&path);
        for table in sql::tables(&text, &known) {
            let Named::Table(table) = table else { continue };
            if own.contains(table.as_str()) {
                continue;
            }
            let owned = owners
                .get(table.as_str())
                .map_or("declared by no slice".to_owned(), |o| format!("of {}", o.join(", ")));
            found
                .push((format!("{path} {table}"), format!("{path}:{line} names the table {table}, {owned}")));
        }
    }
    none(
        except(found, FOREIGN, |f| f.0.clone(), |f| f.1.clone()),
        "Only the slice that declares a table names it. Ask the owner through a port or an event of `contracts`, or through the \
         platform's functions for the ground floor's tables; a new table goes into `tables` of the slice's declaration.",
    );
}

#[test]
fn sql_names_its_tables_in_plain_sight() {
    let known: BTreeSet<&str> = declared().into_keys().collect();
    let hidden = statements()
        .into_iter()
        .flat_map(|(path, line, text)| {
            sql::tables(&text, &known).into_iter().filter_map(move |n| match n {
                // A constant of the same file, such as {FROM}, is a string literal of its own and read as such.
                Named::Hidden(hole)
                    if hole.trim_matches(['{', '}']).chars().all(|c| c.is_ascii_uppercase() || c == '_')
                        && hole != "{}" =>
                {
                    None
                }
                Named::Hidden(hole) => Some((path.clone(), format!("{path}:{line} reads FROM {hole}"))),
                Named::Table(_) => None,
            })
        })
        .collect();
    none(
        except(hidden, HIDDEN, |f: &(String, String)| f.0.clone(), |f| f.1.clone()),
        "Write the table's name into the SQL, so that a search and the ownership test find it.",
    );
}

/// Files whose SQL fills in what it reads from, and why.
const HIDDEN: &[(&str, &str)] = &[
    (
        "crates/platform/src/list.rs",
        "the engine of all lists: their FROM parts are strings of the slices, and read there",
    ),
    ("crates/platform/src/store/tx.rs", "continue_ids: the caller's table is read at the call"),
    ("crates/platform/src/store/rights.rs", "what follows FROM is the account from which a right is taken"),
    ("crates/platform/src/store/mod.rs", "wipe: takes away the tables that the slices declare"),
    (
        "crates/platform/src/store/whole.rs",
        "backup and copy: every table that the slices declare, by the engine's own list",
    ),
];

#[test]
fn every_table_is_declared_by_the_one_slice_that_makes_it() {
    let mut wrong: Vec<String> = declared()
        .iter()
        .filter(|(_, o)| o.len() > 1)
        .map(|(t, o)| format!("{t} is declared by {}", o.join(" and ")))
        .collect();
    for slice in motcua::slices() {
        let made = |dialect: fn(&platform::store::Migration) -> &'static str| -> BTreeSet<String> {
            let all = slice.migrations.iter().map(dialect).collect::<Vec<_>>().join(";\n");
            sql::made(&all).into_iter().map(|t| t.name).collect()
        };
        let sqlite = made(|m| m.sql);
        let postgres = made(|m| m.postgres.unwrap_or(m.sql));
        let declared: BTreeSet<String> = slice.tables.iter().map(|t| (*t).to_owned()).collect();
        let all: BTreeSet<String> = sqlite.union(&postgres).cloned().collect();
        wrong.extend(
            all.difference(&declared).map(|t| format!("{} makes {t} and does not declare it", slice.name)),
        );
        wrong.extend(
            declared.difference(&all).map(|t| format!("{} declares {t} and never makes it", slice.name)),
        );
        // The full-text index of SQLite is a table, that of PostgreSQL an index.
        let one_engine: Vec<&String> =
            sqlite.symmetric_difference(&postgres).filter(|t| !t.starts_with("search_words")).collect();
        wrong.extend(one_engine.into_iter().map(|t| format!("{} makes {t} on one engine only", slice.name)));
    }
    none(
        wrong,
        "`tables` of a slice's declaration and the CREATE TABLE statements of its migrations are the same list.",
    );
}

#[test]
fn every_migration_file_is_part_of_the_run() {
    let steps: BTreeSet<&str> = motcua::slices()
        .iter()
        .flat_map(|s| s.migrations)
        .flat_map(|m| [Some(m.sql), m.postgres])
        .flatten()
        .collect();
    let idle = source::files(&["crates", "pillars"], &[".sql"])
        .into_iter()
        .filter(|path| !steps.contains(source::read(path).as_str()))
        .collect();
    none(idle, "Name the file in `migrations` of its slice's declaration, or delete it.");
}

#[test]
fn migration_versions_are_dated_unique_and_in_order() {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for slice in motcua::slices() {
        for pair in slice.migrations.windows(2) {
            if pair[0].version >= pair[1].version {
                wrong.push(format!("{}: {} stands before {}", slice.name, pair[0].version, pair[1].version));
            }
        }
        for step in slice.migrations {
            let dated =
                step.version.len() > 14
                    && step.version.char_indices().take(14).all(|(at, c)| {
                        if [4, 7, 10, 13].contains(&at) { c == '_' } else { c.is_ascii_digit() }
                    });
            if !dated {
                wrong.push(format!(
                    "{}: {} is not a date, a number and a name, such as 2012_10_12_00_dossier",
                    slice.name, step.version
                ));
            }
            if !seen.insert(step.version) {
                wrong.push(format!("{}: {} is taken", slice.name, step.version));
            }
        }
    }
    none(wrong, "The version orders the one run of all slices' steps.");
}

#[test]
fn migrations_use_only_types_that_both_engines_read_alike() {
    let mut wrong = Vec::new();
    for slice in motcua::slices() {
        for step in slice.migrations {
            for sql in [Some(step.sql), step.postgres].into_iter().flatten() {
                for table in sql::made(sql) {
                    for (column, kind) in &table.columns {
                        let at = format!("{}/{}: {}.{column} {kind}", slice.name, step.version, table.name);
                        if !TYPES.contains(&kind.as_str()) {
                            wrong.push(at.clone());
                        }
                        if column.ends_with("_at") && kind != "BIGINT" {
                            wrong.push(format!("{at}: an instant is BIGINT microseconds"));
                        }
                        if column.ends_with("_on") && kind != "TEXT" {
                            wrong.push(format!("{at}: a day is TEXT in ISO form"));
                        }
                    }
                }
                for added in sql.split("ADD COLUMN").skip(1) {
                    let kind =
                        added.split_whitespace().nth(1).unwrap_or_default().trim_end_matches([',', ';']);
                    if !TYPES.contains(&kind) {
                        wrong.push(format!("{}/{}: ADD COLUMN{added}", slice.name, step.version));
                    }
                }
            }
        }
    }
    none(
        wrong,
        "Use BIGINT, TEXT, BOOLEAN, DOUBLE PRECISION, and SERIAL_ID for keys. PostgreSQL's INTEGER is 32 bits and fails to read as i64; \
         dates and times are kept as text and microseconds (docs/decisions/0004).",
    );
}

#[test]
fn every_sum_is_cast() {
    let bare = statements()
        .into_iter()
        .filter(|(_, _, text)| text.contains("SUM("))
        .flat_map(|(path, line, text)| {
            uncast(&text).into_iter().map(move |part| format!("{path}:{line}: {part}"))
        })
        .collect();
    none(
        bare,
        "Write CAST(SUM(x) AS BIGINT): PostgreSQL gives NUMERIC for the sum of BIGINT, which does not read as i64. \
         (In HAVING or ORDER BY too: one rule, no exceptions to remember.)",
    );
}

/// The sums of a statement that stand in no CAST.
fn uncast(sql: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut name = String::new();
    for (at, c) in sql.char_indices() {
        match c {
            '(' => {
                if name == "SUM" && !open.iter().any(|f| f == "CAST") {
                    found.push(sql[at.saturating_sub(3)..].chars().take(60).collect());
                }
                open.push(std::mem::take(&mut name));
            }
            ')' => {
                open.pop();
                name.clear();
            }
            c if c.is_ascii_alphanumeric() || c == '_' => name.push(c),
            _ => name.clear(),
        }
    }
    found
}

#[test]
fn pages_acts_jobs_ports_and_rules_carry_no_sql() {
    // The store; bulk inserts of what ships and of the demo city; evidence queries, which are declarations.
    let rooms = ["store", "seed", "demo", "indicators", "slice"];
    let known: BTreeSet<&str> = declared().into_keys().collect();
    let mut elsewhere: Vec<(String, String)> = Vec::new();
    for source in source::product() {
        let Some(slice) = owner(&source.path).filter(|s| s.pillar != "ground" || s.name == "console") else {
            continue;
        };
        let inside = source.path.trim_start_matches(&folder(slice)).trim_start_matches("src/");
        let room = inside.split(['/', '.']).next().unwrap_or_default();
        if rooms.contains(&room) {
            continue;
        }
        for literal in source.strings().filter(|t| !sql::tables(&t.text, &known).is_empty()) {
            let text: String = literal.text.chars().take(70).collect();
            elsewhere.push((source.path.clone(), format!("{}:{}: {text}", source.path, literal.line)));
        }
    }
    none(
        except(elsewhere, OUTSIDE_STORE, |f| f.0.clone(), |f| f.1.clone()),
        "Move the statement to store.rs (or store/) and call it: the store is the one place to look for what a table goes through.",
    );
}

/// Files with SQL outside the store, and why.
const OUTSIDE_STORE: &[(&str, &str)] = &[];

/// Why a step breaks the release before it, which runs beside the new one while a cluster is upgraded.
fn narrows(sql: &str) -> Option<&'static str> {
    let code: Vec<&str> = sql.lines().map(|l| l.split("--").next().unwrap_or_default()).collect();
    code.join(" ").split(';').find_map(|statement| {
        let words = statement.to_uppercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let altered = words.starts_with("ALTER TABLE");
        if words.starts_with("DROP TABLE") || altered && words.contains(" DROP ") {
            Some("takes something away")
        } else if altered && words.contains(" RENAME ") {
            Some("renames something")
        } else if altered && words.contains(" ALTER COLUMN ") {
            Some("changes a column")
        } else if altered && words.contains(" NOT NULL") && !words.contains(" DEFAULT ") {
            Some("demands a column that the old program does not write")
        } else {
            None
        }
    })
}

#[test]
fn migrations_only_widen_so_that_two_releases_run_side_by_side() {
    let steps = motcua::slices().iter().flat_map(|s| s.migrations.iter().map(|m| (s.name, m)));
    let found: Vec<String> = steps
        .flat_map(|(slice, m)| {
            [Some(m.sql), m.postgres].into_iter().flatten().map(move |sql| (slice, m, sql))
        })
        .filter_map(|(slice, m, sql)| Some(format!("{slice}/{} {}", m.version, narrows(sql)?)))
        .collect();
    none(found, "The release before does not survive it: widen now, take away a release later.");
    let bad = ["ALTER TABLE a DROP COLUMN b", "ALTER TABLE a ADD COLUMN b TEXT NOT NULL", "DROP TABLE a"];
    assert!(bad.iter().all(|sql| narrows(sql).is_some()));
    assert!(narrows("ALTER TABLE a ADD COLUMN b TEXT NOT NULL DEFAULT ''; -- never DROP TABLE a").is_none());
}
