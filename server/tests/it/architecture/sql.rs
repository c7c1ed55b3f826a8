//! Reading SQL: which tables a statement names, and which tables a migration makes, with their columns.

use std::collections::BTreeSet;

/// What stands where a table's name belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A table by its name.
    Table(String),
    /// Something filled in while running, such as `{table}`: nobody can see which table that is.
    Hidden(String),
}

/// Words of a statement: names with their letters, everything else one character a word; quoted texts left out.
fn words(sql: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' => while chars.next().is_some_and(|c| c != '\'') {},
            '-' if chars.peek() == Some(&'-') => while chars.next().is_some_and(|c| c != '\n') {},
            '{' => {
                let mut hole = String::from("{");
                hole.extend(std::iter::from_fn(|| chars.next_if(|c| *c != '}')));
                chars.next();
                out.push(hole + "}");
            }
            c if c.is_alphanumeric() || c == '_' => {
                let mut word = c.to_string();
                word.extend(std::iter::from_fn(|| {
                    chars.next_if(|c| c.is_alphanumeric() || *c == '_' || *c == '.')
                }));
                out.push(word);
            }
            c if c.is_whitespace() => {}
            c => out.push(c.to_string()),
        }
    }
    out
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
}

/// The tables a piece of SQL names after FROM, JOIN, INTO, UPDATE, TABLE, REFERENCES and CREATE INDEX … ON.
///
/// The part that a list query reads from (`dossier d JOIN agency a ON …`) has no FROM: it is known by `known`, the names of all tables.
pub fn tables(sql: &str, known: &BTreeSet<&str>) -> BTreeSet<Named> {
    let words = words(sql);
    let own = common_tables(&words);
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let mut found = BTreeSet::new();
    let mut note = |at: usize, keyword: &str| {
        let name = word(at);
        let is_function = word(at + 1) == "(" && !matches!(keyword, "INTO" | "TABLE" | "REFERENCES" | "ON");
        if name.starts_with('{') {
            found.insert(Named::Hidden(name.to_owned()));
        } else if is_name(name) && !own.contains(name) && !is_function {
            found.insert(Named::Table(name.to_owned()));
        }
    };
    if known.contains(word(0)) && begins_a_from(&words) {
        note(0, "FROM");
    }
    let mut index = false;
    for at in 0..words.len() {
        match word(at) {
            // EXTRACT(YEAR FROM x) and IS DISTINCT FROM x name no table.
            "FROM" if matches!(word(at.wrapping_sub(1)), "DISTINCT" | "YEAR" | "MONTH" | "DAY" | "EPOCH") => {
            }
            "FROM" => {
                note(at + 1, "FROM");
                // FROM a x, b y
                let mut next = at + 2;
                while is_name(word(next)) || word(next) == "AS" {
                    next += 1;
                }
                if word(next) == "," && is_name(word(next + 1)) {
                    note(next + 1, "FROM");
                }
            }
            "UPDATE" if matches!(word(at + 1), "SET" | "SKIP" | "OF" | "NOWAIT") => {}
            keyword @ ("JOIN" | "INTO" | "UPDATE" | "REFERENCES") => note(at + 1, keyword),
            "TABLE" => {
                let skip =
                    (at + 1..words.len()).take_while(|i| matches!(word(*i), "IF" | "NOT" | "EXISTS")).count();
                note(at + 1 + skip, "TABLE");
            }
            "INDEX" => index = true,
            "ON" if index => {
                note(at + 1, "ON");
                index = false;
            }
            _ => {}
        }
    }
    found
}

/// `account a`, `account a JOIN …`, `account a, role r`: the first words of a FROM part without its FROM.
fn begins_a_from(words: &[String]) -> bool {
    let short = |w: &String| w.len() <= 3 && is_name(w);
    match words {
        [_, alias] => short(alias),
        [_, alias, next, ..] => {
            short(alias) && (next == "," || next == "JOIN" || next == "LEFT" || next == "INNER")
        }
        _ => false,
    }
}

/// Names given in `WITH name AS (…), other AS (…)`.
fn common_tables(words: &[String]) -> BTreeSet<&str> {
    if !words.iter().any(|w| w == "WITH") {
        return BTreeSet::new();
    }
    let begins = |w: &str| matches!(w, "WITH" | "RECURSIVE" | ",");
    words
        .windows(3)
        .filter(|three| begins(&three[0]) && is_name(&three[1]) && (three[2] == "AS" || three[2] == "("))
        .map(|three| three[1].as_str())
        .collect()
}

/// A table that a migration makes.
pub struct Made {
    /// Its name.
    pub name: String,
    /// Its columns: name and type, in capitals.
    pub columns: Vec<(String, String)>,
}

/// The tables a migration makes.
pub fn made(sql: &str) -> Vec<Made> {
    let words = words(sql);
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let mut found = Vec::new();
    for at in 0..words.len() {
        if word(at) != "TABLE"
            || !matches!(word(at.wrapping_sub(1)), "CREATE" | "VIRTUAL" | "TEMPORARY" | "UNLOGGED")
        {
            continue;
        }
        let skip = (at + 1..words.len()).take_while(|i| matches!(word(*i), "IF" | "NOT" | "EXISTS")).count();
        let name = at + 1 + skip;
        let columns = if word(name + 1) == "(" { columns(&words, name + 2) } else { Vec::new() };
        found.push(Made { name: word(name).to_owned(), columns });
    }
    found
}

fn columns(words: &[String], from: usize) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let (mut depth, mut fresh) = (1, true);
    for (at, word) in words.iter().enumerate().skip(from) {
        match word.as_str() {
            "(" => depth += 1,
            ")" => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            "," if depth == 1 => fresh = true,
            name if fresh => {
                fresh = false;
                if is_name(name) {
                    found.push((
                        name.to_owned(),
                        words.get(at + 1).cloned().unwrap_or_default().to_uppercase(),
                    ));
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn statements_are_read_for_the_tables_they_name() {
    let known = BTreeSet::from(["a", "b", "role", "dossier"]);
    let named = |sql: &str| -> Vec<String> {
        let name = |n| match n {
            Named::Table(name) | Named::Hidden(name) => name,
        };
        tables(sql, &known).into_iter().map(name).collect()
    };
    assert_eq!(named("SELECT x FROM a p, b q WHERE p.c IS DISTINCT FROM q.c"), ["a", "b"]);
    assert_eq!(named("INSERT INTO a (x) SELECT y FROM b ON CONFLICT (x) DO UPDATE SET x = 1"), ["a", "b"]);
    assert_eq!(
        named("WITH RECURSIVE part AS (SELECT id FROM a UNION SELECT id FROM part) SELECT * FROM part"),
        ["a"]
    );
    assert_eq!(named("dossier d JOIN role r ON r.id = d.role"), ["dossier", "role"]);
    assert_eq!(named("DELETE FROM {table}"), ["{table}"]);
    assert_eq!(
        named("UPDATE a SET x = (SELECT 1 FROM (SELECT 2 FROM b) s) WHERE y = 'FROM here'"),
        ["a", "b"]
    );
    assert_eq!(
        named("CREATE UNIQUE INDEX i ON b (x); CREATE TABLE IF NOT EXISTS a (y BIGINT REFERENCES role (id))"),
        ["a", "b", "role"]
    );
    assert!(
        named("dossier").is_empty()
            && named("one role of a person").is_empty()
            && named("SELECT 1 FROM generate_series(1, 2)").is_empty()
    );
    let table = made(
        "CREATE TABLE a (\n id SERIAL_ID, -- a key\n at BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (id, at))",
    );
    assert_eq!(
        table[0].columns,
        [("id".to_owned(), "SERIAL_ID".to_owned()), ("at".to_owned(), "BIGINT".to_owned())]
    );
}
