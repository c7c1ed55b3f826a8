//! The evidence of a reading as a hash: each row a line of its columns, the lines sorted by their bytes, so that no engine's
//! collation matters; SHA-256 over the lines of a month, and over the months.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The evidence of one month (or of the last day, for what stands).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chunk {
    /// The month, "2014-03"; "" for what stands on the last day.
    pub month: String,
    /// Rows.
    pub rows: i64,
    /// SHA-256 of its sorted lines.
    pub hash: String,
}

/// Columns of a row as the line that is hashed: apart by tabulators, which no column holds.
pub fn line(columns: &[&str]) -> String {
    columns.join("\t")
}

/// The seal of a month's rows, whatever order they come in.
pub fn chunk(month: &str, mut lines: Vec<String>) -> Chunk {
    lines.sort_unstable();
    let mut digest = Sha256::new();
    for line in &lines {
        digest.update(line.as_bytes());
        digest.update(b"\n");
    }
    Chunk {
        month: month.to_owned(),
        rows: i64::try_from(lines.len()).unwrap_or(i64::MAX),
        hash: hex::encode(digest.finalize()),
    }
}

/// The hash over all months.
pub fn whole(chunks: &[Chunk]) -> String {
    let mut digest = Sha256::new();
    for chunk in chunks {
        digest.update(format!("{} {} {}\n", chunk.month, chunk.rows, chunk.hash).as_bytes());
    }
    hex::encode(digest.finalize())
}

/// A month whose evidence is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The month, or "".
    pub month: String,
    /// Rows when it was frozen.
    pub then: i64,
    /// Rows now.
    pub now: i64,
}

/// The months in which the evidence differs; none: it is the same to the last column.
pub fn moved(then: &[Chunk], now: &[Chunk]) -> Vec<Moved> {
    let months: std::collections::BTreeSet<&str> =
        then.iter().chain(now).map(|chunk| chunk.month.as_str()).collect();
    let of = |all: &[Chunk], month: &str| all.iter().find(|c| c.month == month).cloned();
    months
        .into_iter()
        .filter_map(|month| {
            let (a, b) = (of(then, month), of(now, month));
            let rows = |c: &Option<Chunk>| c.as_ref().map_or(0, |c| c.rows);
            let same = a.as_ref().map(|c| &c.hash) == b.as_ref().map(|c| &c.hash);
            (!same).then(|| Moved { month: month.to_owned(), then: rows(&a), now: rows(&b) })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(id: i64, day: &str, numerator: i64) -> String {
        let (id, numerator) = (id.to_string(), numerator.to_string());
        line(&[&id, "5", day, "-", "HT-01", "HT", "counter", "", &numerator, "1", "0"])
    }

    #[test]
    fn one_row_by_hand() {
        // printf '1\t5\t2014-03-01\t-\tHT-01\tHT\tcounter\t\t1\t1\t0\n' | sha256sum
        let found = chunk("2014-03", vec![row(1, "2014-03-01", 1)]);
        let by_hand = "19967650aa2510859be25c3068f69d51c6b1550a19a30de94541e0fbcfc5cba1";
        assert_eq!((found.rows, found.hash.as_str()), (1, by_hand));
    }

    #[test]
    fn another_figure_is_another_hash_and_its_month_is_named() {
        let then = [chunk("2014-03", vec![row(1, "2014-03-01", 1), row(2, "2014-03-02", 0)])];
        let now = [chunk("2014-03", vec![row(1, "2014-03-01", 1), row(2, "2014-03-02", 1)])];
        assert_eq!(moved(&then, &now), [Moved { month: "2014-03".to_owned(), then: 2, now: 2 }]);
        assert_ne!(whole(&then), whole(&now));
        assert!(moved(&then, &then).is_empty());
    }

    #[test]
    fn a_month_that_came_or_went_is_named() {
        let march = chunk("2014-03", vec![row(1, "2014-03-01", 1)]);
        let april = chunk("2014-04", vec![row(2, "2014-04-01", 1)]);
        let found = moved(std::slice::from_ref(&march), &[march.clone(), april]);
        assert_eq!(found, [Moved { month: "2014-04".to_owned(), then: 0, now: 1 }]);
    }

    proptest! {
        #[test]
        fn the_order_of_rows_does_not_matter(ids in proptest::collection::vec(1i64..500, 1..30), turn in 0usize..30) {
            let rows: Vec<String> = ids.iter().map(|id| row(*id, "2014-03-01", id % 2)).collect();
            let mut other = rows.clone();
            other.rotate_left(turn % rows.len());
            other.reverse();
            prop_assert_eq!(chunk("2014-03", rows), chunk("2014-03", other));
        }

        #[test]
        fn a_row_more_is_another_hash(ids in proptest::collection::vec(1i64..500, 0..30), id in 500i64..900) {
            let rows: Vec<String> = ids.iter().map(|id| row(*id, "2014-03-01", 1)).collect();
            let mut more = rows.clone();
            more.push(row(id, "2014-03-02", 1));
            prop_assert_ne!(chunk("2014-03", rows).hash, chunk("2014-03", more).hash);
        }
    }
}
