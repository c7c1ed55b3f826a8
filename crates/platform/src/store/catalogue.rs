//! What an engine's own catalogue says of the tables: columns, keys, references.

use super::{Engine, FromRow, Read};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// The kinds of columns that both engines read alike (ARCHITECTURE.md, "Data types in SQL").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// `BIGINT`, and keys.
    Int,
    /// `TEXT`.
    Text,
    /// `BOOLEAN`.
    Bool,
    /// `DOUBLE PRECISION`.
    Real,
}

impl Kind {
    fn of(declared: &str) -> Option<Kind> {
        Some(match declared.to_ascii_lowercase().as_str() {
            "bigint" | "integer" => Kind::Int,
            "text" => Kind::Text,
            "boolean" => Kind::Bool,
            "double precision" | "double" => Kind::Real,
            _ => return None,
        })
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: Kind,
    /// Its place in the primary key, from 1; 0 outside of it.
    pub key: i64,
}

impl Column {
    /// As a statement names it: some columns have the names of keywords.
    pub(super) fn quoted(&self) -> String {
        format!("\"{}\"", self.name)
    }
}

/// A table with its columns, in the order of their names, which does not depend on the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Name of the table.
    pub table: String,
    /// Columns.
    pub columns: Vec<Column>,
}

impl Shape {
    /// The order of the rows: by key, or by all columns where there is none; text by its bytes on both engines.
    pub(super) fn order(&self, engine: Engine) -> String {
        let mut keys: Vec<&Column> = self.columns.iter().filter(|c| c.key > 0).collect();
        keys.sort_by_key(|c| c.key);
        let is_keyed = !keys.is_empty();
        if !is_keyed {
            keys = self.columns.iter().collect();
        }
        let one = |column: &&Column| {
            let collate = match (engine, column.kind) {
                (Engine::Postgres, Kind::Text) => " COLLATE \"C\"",
                _ => "",
            };
            // What SQLite does anyway; a key has no missing values.
            let missing = if engine == Engine::Postgres && !is_keyed { " NULLS FIRST" } else { "" };
            format!("{}{collate}{missing}", column.quoted())
        };
        keys.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// Whether the engine numbers its rows.
    pub(super) fn numbered(&self) -> bool {
        matches!(self.columns.iter().filter(|c| c.key > 0).collect::<Vec<_>>()[..], [one] if one.name == "id" && one.kind == Kind::Int)
    }

    /// Whether a name may stand in a statement: shapes also come from files.
    pub fn is_plain(&self) -> bool {
        let plain = |name: &str| {
            !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        plain(&self.table) && self.columns.iter().all(|c| plain(&c.name))
    }
}

#[derive(FromRow)]
struct Name {
    name: String,
}

/// Names of all tables that are there.
pub(super) async fn tables(db: &super::whole::Whole) -> Result<Vec<String>> {
    let sql = match db.engine() {
        // FTS5 keeps its own tables beside a virtual one; they are no tables of ours.
        Engine::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
        }
        Engine::Postgres => {
            "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
        }
    };
    let names: Vec<Name> = db.rows(sql, vec![]).await?;
    Ok(names.into_iter().map(|n| n.name).collect())
}

#[derive(FromRow)]
struct Found {
    name: String,
    kind: String,
    key: i64,
}

/// The declared tables that are there as tables of rows, sorted by name.
pub(super) async fn shapes(
    db: &super::whole::Whole,
    engine: Engine,
    slices: &[&'static crate::Slice],
) -> Result<Vec<Shape>> {
    let there = tables(db).await?;
    let mut declared: Vec<&str> = slices.iter().flat_map(|s| s.tables).copied().collect();
    declared.sort_unstable();
    let mut shapes = Vec::new();
    // SQLite's word tables have the words of search_entry, which PostgreSQL indexes itself.
    for table in
        declared.into_iter().filter(|t| !t.starts_with("search_words") && there.iter().any(|n| n == t))
    {
        let sql = match engine {
            Engine::Sqlite => "SELECT name, type AS kind, pk AS key FROM pragma_table_info($1) ORDER BY name",
            Engine::Postgres => {
                "SELECT CAST(a.attname AS TEXT) AS name, format_type(a.atttypid, NULL) AS kind, \
                 CAST(COALESCE(array_position(CAST(i.indkey AS SMALLINT[]), a.attnum) + 1, 0) AS BIGINT) AS key \
                 FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary \
                 WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attname COLLATE \"C\""
            }
        };
        let mut columns = Vec::new();
        for found in db.rows::<Found>(sql, vec![table.into()]).await? {
            let kind = Kind::of(&found.kind)
                .ok_or_else(|| Error::fault(table, format!("{} is {}", found.name, found.kind)))?;
            columns.push(Column { name: found.name, kind, key: found.key });
        }
        shapes.push(Shape { table: table.to_owned(), columns });
    }
    Ok(shapes)
}

#[derive(FromRow)]
struct Reference {
    home: String,
    name: String,
    definition: String,
}

/// References between tables of PostgreSQL: (table, name, definition). SQLite defers its own.
pub(super) async fn references(
    db: &super::whole::Whole,
    engine: Engine,
) -> Result<Vec<(String, String, String)>> {
    if engine == Engine::Sqlite {
        return Ok(Vec::new());
    }
    let sql = "SELECT CAST(t.relname AS TEXT) AS home, CAST(c.conname AS TEXT) AS name, pg_get_constraintdef(c.oid) AS definition \
               FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid \
               WHERE c.contype = 'f' AND c.connamespace = to_regnamespace(current_schema()) ORDER BY t.relname, c.conname";
    let found: Vec<Reference> = db.rows(sql, vec![]).await?;
    Ok(found.into_iter().map(|r| (r.home, r.name, r.definition)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(columns: &[(&str, Kind, i64)]) -> Shape {
        let column =
            |(name, kind, key): &(&str, Kind, i64)| Column { name: (*name).into(), kind: *kind, key: *key };
        Shape { table: "t".into(), columns: columns.iter().map(column).collect() }
    }

    #[test]
    fn rows_go_by_key_and_text_by_its_bytes() {
        let keyed = shape(&[("a", Kind::Text, 2), ("b", Kind::Int, 1), ("c", Kind::Real, 0)]);
        assert_eq!(keyed.order(Engine::Postgres), "\"b\", \"a\" COLLATE \"C\"");
        assert_eq!(keyed.order(Engine::Sqlite), "\"b\", \"a\"");
        let bare = shape(&[("a", Kind::Bool, 0), ("b", Kind::Int, 0)]);
        assert_eq!(bare.order(Engine::Sqlite), "\"a\", \"b\"");
    }

    #[test]
    fn a_name_that_is_no_plain_name_is_known() {
        assert!(shape(&[("a_1", Kind::Int, 1)]).is_plain());
        assert!(!shape(&[("a\"; DROP TABLE account", Kind::Int, 1)]).is_plain());
        assert!(!shape(&[("", Kind::Int, 1)]).is_plain());
    }
}
