//! A row as either engine gives it, read where it lies: no copy is made of it before it becomes what was asked for.

use crate::error::{Error, Result};
use rusqlite::types::ValueRef;
use sea_orm::{QueryResult, TryGetable};
use std::marker::PhantomData;

/// What a row is read into. Structs derive it, tuples have their columns by position.
pub trait FromRow: Sized + Send {
    /// Names of the columns, in the order of [`Row::cell`]; none when they go by position.
    const COLUMNS: &'static [&'static str];

    /// Reads it.
    ///
    /// # Errors
    /// A fault for a value of another type.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

/// A row on its way from the engine.
pub enum Found<'a> {
    /// SQLite's, which lies in the engine's own memory.
    Sqlite(&'a rusqlite::Row<'a>),
    /// PostgreSQL's.
    Postgres(&'a QueryResult),
}

impl Found<'_> {
    /// Names of its columns.
    pub fn columns(&self) -> Vec<String> {
        match self {
            Found::Sqlite(row) => row.as_ref().column_names().into_iter().map(str::to_owned).collect(),
            Found::Postgres(row) => row.column_names(),
        }
    }

    /// The value at a place.
    ///
    /// # Errors
    /// A fault when there is no such place, or a value of another type.
    pub fn at<T: Cell>(&self, place: usize) -> Result<T> {
        match self {
            Found::Sqlite(row) => {
                let value = row.get_ref(place).map_err(|e| wrong(place, e))?;
                T::of(value).ok_or_else(|| wrong(place, value.data_type()))
            }
            Found::Postgres(row) => row.try_get_by_index(place).map_err(|e| wrong(place, e)),
        }
    }
}

fn wrong(place: usize, what: impl std::fmt::Display) -> Error {
    Error::fault(format!("column {place}"), what)
}

/// A row with the places of the columns that were asked for.
pub struct Row<'a> {
    found: &'a Found<'a>,
    /// Empty when columns go by position.
    places: &'a [usize],
}

impl Row<'_> {
    /// The value of the column that stands at `at` in [`FromRow::COLUMNS`].
    ///
    /// # Errors
    /// A fault for a value of another type.
    pub fn cell<T: Cell>(&self, at: usize) -> Result<T> {
        self.found.at(self.places.get(at).copied().unwrap_or(at))
    }
}

/// Reads rows of one query: where its columns stand is looked up at the first.
pub struct Reader<T> {
    places: Option<Vec<usize>>,
    into: PhantomData<fn() -> T>,
}

impl<T: FromRow> Default for Reader<T> {
    fn default() -> Reader<T> {
        Reader { places: None, into: PhantomData }
    }
}

impl<T: FromRow> Reader<T> {
    /// Reads one.
    ///
    /// # Errors
    /// A fault when a column is not there or of another type.
    pub fn read(&mut self, found: &Found<'_>) -> Result<T> {
        let places = match &mut self.places {
            Some(places) => places,
            none => none.insert(places(found, T::COLUMNS)?),
        };
        T::from_row(&Row { found, places })
    }
}

fn places(found: &Found<'_>, names: &[&str]) -> Result<Vec<usize>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    match found {
        Found::Sqlite(row) => at(names, &row.as_ref().column_names()),
        Found::Postgres(row) => at(names, &row.column_names()),
    }
}

/// Where names stand among columns: most often each behind the one before.
fn at(names: &[&str], columns: &[impl AsRef<str> + std::fmt::Debug]) -> Result<Vec<usize>> {
    let mut next = 0;
    let place = |name: &&str| {
        let is_there = |at: &usize| columns.get(*at).is_some_and(|column| column.as_ref() == *name);
        let found = Some(next).filter(is_there).or_else(|| (0..columns.len()).find(is_there));
        next = found.map_or(next, |at| at + 1);
        found.ok_or_else(|| Error::fault("columns", format!("{name} is not among {columns:?}")))
    };
    names.iter().map(place).collect()
}

/// A type that a column has (ARCHITECTURE.md, "Data types in SQL").
pub trait Cell: TryGetable + Send {
    /// What SQLite holds, as this; none when it is of another type.
    fn of(value: ValueRef<'_>) -> Option<Self>;
}

impl Cell for i64 {
    fn of(value: ValueRef<'_>) -> Option<i64> {
        match value {
            ValueRef::Integer(n) => Some(n),
            _ => None,
        }
    }
}

impl Cell for bool {
    fn of(value: ValueRef<'_>) -> Option<bool> {
        i64::of(value).map(|n| n != 0)
    }
}

impl Cell for f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a whole number in a column of fractions, as SQLite keeps it"
    )]
    fn of(value: ValueRef<'_>) -> Option<f64> {
        match value {
            ValueRef::Real(x) => Some(x),
            ValueRef::Integer(n) => Some(n as f64),
            _ => None,
        }
    }
}

impl Cell for String {
    fn of(value: ValueRef<'_>) -> Option<String> {
        match value {
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok().map(str::to_owned),
            _ => None,
        }
    }
}

impl<T: Cell> Cell for Option<T> {
    fn of(value: ValueRef<'_>) -> Option<Option<T>> {
        match value {
            ValueRef::Null => Some(None),
            there => T::of(there).map(Some),
        }
    }
}

macro_rules! by_position {
    ($($name:ident $at:tt),+) => {
        impl<$($name: Cell),+> FromRow for ($($name,)+) {
            const COLUMNS: &'static [&'static str] = &[];

            fn from_row(row: &Row<'_>) -> Result<Self> {
                Ok(($(row.cell::<$name>($at)?,)+))
            }
        }
    };
}

by_position!(A 0);
by_position!(A 0, B 1);
by_position!(A 0, B 1, C 2);
by_position!(A 0, B 1, C 2, D 3);
by_position!(A 0, B 1, C 2, D 3, E 4);
by_position!(A 0, B 1, C 2, D 3, E 4, F 5);
by_position!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    fn read<T: FromRow>(sql: &str) -> Result<T> {
        let connection = Connection::open_in_memory().unwrap();
        let mut statement = connection.prepare(sql).unwrap();
        let mut rows = statement.raw_query();
        Reader::default().read(&Found::Sqlite(rows.next().unwrap().unwrap()))
    }

    #[derive(Debug, PartialEq, rows::FromRow)]
    struct Mixed {
        name: String,
        flag: bool,
        share: Option<f64>,
        r#ref: Option<i64>,
    }

    #[test]
    fn columns_go_to_the_fields_of_their_names_in_whatever_order_they_come() {
        let found: Mixed = read("SELECT 1 AS flag, 7 AS ref, 'ạ' AS name, 9 AS more, 2 AS share").unwrap();
        assert_eq!(found, Mixed { name: "ạ".into(), flag: true, share: Some(2.0), r#ref: Some(7) });
        let found: Mixed = read("SELECT 'x' AS name, 0 AS flag, NULL AS share, NULL AS ref").unwrap();
        assert_eq!(found, Mixed { name: "x".into(), flag: false, share: None, r#ref: None });
        assert_eq!(read::<(i64, Option<String>)>("SELECT 3, 'y'").unwrap(), (3, Some("y".into())));
    }

    #[test]
    fn what_is_missing_or_of_another_type_is_a_fault_that_names_it() {
        let text = |outcome: Result<Mixed>| outcome.unwrap_err().to_string();
        assert!(text(read("SELECT 'x' AS name, 0 AS flag, NULL AS ref")).contains("share"));
        assert!(
            text(read("SELECT NULL AS name, 0 AS flag, NULL AS share, NULL AS ref")).contains("column 0")
        );
        assert!(read::<(i64,)>("SELECT 'x'").is_err() && read::<(i64, i64)>("SELECT 1").is_err());
    }
}
