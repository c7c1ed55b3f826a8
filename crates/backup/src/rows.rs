//! A row as a line of JSON and back: the same line on both engines, so that equal tables have equal hashes.

use platform::store::{Datum, Kind, Shape};
use serde_json::Value;

/// The line of a row, with its end.
///
/// Numbers with fractions are written as texts in their shortest form that reads back the same.
pub fn line(row: &[Datum]) -> String {
    let one = |datum: &Datum| match datum {
        Datum::Null => Value::Null,
        Datum::Int(number) => Value::from(*number),
        Datum::Text(text) => Value::from(text.as_str()),
        Datum::Bool(truth) => Value::from(*truth),
        Datum::Real(number) => Value::from(number.to_string()),
    };
    format!("{}\n", Value::Array(row.iter().map(one).collect()))
}

/// The row of a line; `None` when it does not fit the shape.
pub fn row(line: &[u8], shape: &Shape) -> Option<Vec<Datum>> {
    let Value::Array(values) = serde_json::from_slice(line).ok()? else { return None };
    if values.len() != shape.columns.len() {
        return None;
    }
    values
        .into_iter()
        .zip(&shape.columns)
        .map(|(value, column)| match (value, column.kind) {
            (Value::Null, _) => Some(Datum::Null),
            (Value::Number(number), Kind::Int) => number.as_i64().map(Datum::Int),
            (Value::String(text), Kind::Text) => Some(Datum::Text(text)),
            (Value::Bool(truth), Kind::Bool) => Some(Datum::Bool(truth)),
            (Value::String(text), Kind::Real) => text.parse().ok().map(Datum::Real),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::store::Column;
    use proptest::prelude::*;

    fn shape() -> Shape {
        let columns = [("a", Kind::Int), ("b", Kind::Text), ("c", Kind::Bool), ("d", Kind::Real)]
            .map(|(name, kind)| Column { name: name.into(), kind, key: 0 });
        Shape { table: "t".into(), columns: columns.into() }
    }

    proptest! {
        #[test]
        fn every_row_reads_back_as_it_was(
            a in any::<Option<i64>>(), b in any::<Option<String>>(), c in any::<Option<bool>>(),
            d in proptest::option::of(-1e300f64..1e300),
        ) {
            let row = vec![
                a.map_or(Datum::Null, Datum::Int),
                b.map_or(Datum::Null, Datum::Text),
                c.map_or(Datum::Null, Datum::Bool),
                d.map_or(Datum::Null, Datum::Real),
            ];
            let line = line(&row);
            prop_assert_eq!(line.matches('\n').count(), 1, "one row, one line");
            prop_assert_eq!(super::row(line.as_bytes(), &shape()), Some(row));
        }

        #[test]
        fn rubbish_is_no_row(line in "[^\\[]{0,40}") {
            prop_assert_eq!(row(line.as_bytes(), &shape()), None);
        }
    }

    #[test]
    fn a_value_of_another_kind_is_no_row() {
        for line in ["[1,\"x\",true]", "[\"1\",\"x\",true,\"1\"]", "[1,2,true,\"1\"]", "[1,\"x\",1,\"1\"]"] {
            assert_eq!(row(line.as_bytes(), &shape()), None, "{line}");
        }
    }
}
