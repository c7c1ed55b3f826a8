//! Small counts are not published, nor what would give them away: the rows of a table whose total is in the same file.
//!
//! A row is small when it counts fewer records than the threshold, or when fewer than that are counted in it or out of it (the few
//! who were late are told by the many who were not). What all hidden rows count together is the total less the shown ones; so rows
//! are hidden, the smallest first, until together they are not small either and are at least two. Where even all rows together are
//! small, the total goes too. Whoever knows the file then knows of a hidden row only that it lies between nothing and a sum no
//! smaller than the threshold.

/// What a row counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Counted in it.
    pub numerator: i64,
    /// Records.
    pub denominator: i64,
}

impl Cell {
    fn is_small(self, least: i64) -> bool {
        let out = self.denominator - self.numerator;
        let few = |n: i64| n > 0 && n < least;
        few(self.denominator) || few(self.numerator) || few(out)
    }

    fn plus(self, other: Cell) -> Cell {
        Cell {
            numerator: self.numerator + other.numerator,
            denominator: self.denominator + other.denominator,
        }
    }

    /// Whether hidden rows are safe together: enough records, and enough on each side that is not empty in the whole table.
    fn hides(self, whole: Cell, least: i64) -> bool {
        let enough = |n: i64, of: i64| n >= least || of == 0;
        enough(self.denominator, whole.denominator)
            && enough(self.numerator, whole.numerator)
            && enough(self.denominator - self.numerator, whole.denominator - whole.numerator)
    }
}

/// Several rows together.
fn sum<'a>(rows: impl Iterator<Item = &'a Cell>) -> Cell {
    rows.fold(Cell { numerator: 0, denominator: 0 }, |sum, row| sum.plus(*row))
}

/// Which rows are hidden, and whether the total is.
pub fn suppress(rows: &[Cell], least: i64) -> (Vec<bool>, bool) {
    let mut hidden: Vec<bool> = rows.iter().map(|row| row.is_small(least)).collect();
    let whole = sum(rows.iter());
    if !hidden.contains(&true) {
        return (hidden, whole.is_small(least));
    }
    loop {
        let together = sum(rows.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|(row, _)| row));
        let count = hidden.iter().filter(|h| **h).count();
        if count >= 2 && together.hides(whole, least) {
            return (hidden, false);
        }
        let next = rows
            .iter()
            .zip(&hidden)
            .enumerate()
            .filter(|(_, (row, hidden))| !**hidden && row.denominator > 0)
            .min_by_key(|(at, (row, _))| (row.denominator, *at))
            .map(|(at, _)| at);
        match next.and_then(|at| hidden.get_mut(at)) {
            Some(row) => *row = true,
            // All are hidden and still few: the total would tell them.
            None => return (hidden, true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell((numerator, denominator): (i64, i64)) -> Cell {
        Cell { numerator, denominator }
    }

    fn cells(all: &[(i64, i64)]) -> Vec<Cell> {
        all.iter().copied().map(cell).collect()
    }

    #[test]
    fn one_small_row_takes_the_next_smallest_with_it() {
        // 3 of 4 is small; alone it would be the total less the others. 20 of 40 is the next; together 23 of 44.
        let (hidden, total) = suppress(&cells(&[(3, 4), (20, 40), (300, 400)]), 5);
        assert_eq!((hidden, total), (vec![true, true, false], false));
    }

    #[test]
    fn few_who_were_late_among_many_are_small_too() {
        let (hidden, _) = suppress(&cells(&[(98, 100), (150, 200), (500, 900)]), 5);
        assert_eq!(hidden, [true, true, false]);
    }

    #[test]
    fn where_all_together_are_few_the_total_goes() {
        assert_eq!(suppress(&cells(&[(1, 2), (1, 1)]), 5), (vec![true, true], true));
        assert_eq!(suppress(&cells(&[(2, 3)]), 5), (vec![true], true));
    }

    #[test]
    fn plain_counts_hide_the_small_and_the_next_only() {
        let (hidden, total) = suppress(&cells(&[(2, 2), (9, 9), (70, 70)]), 5);
        assert_eq!((hidden, total), (vec![true, true, false], false));
    }

    #[test]
    fn nothing_small_hides_nothing() {
        assert_eq!(suppress(&cells(&[(50, 100), (60, 100), (0, 0)]), 5), (vec![false; 3], false));
    }

    /// Every value a hidden row may have for a reader of the file: whole numbers that add up with the other hidden rows to the
    /// total less the shown ones.
    fn possible(rows: &[Cell], hidden: &[bool], side: impl Fn(&Cell) -> i64) -> i64 {
        let total: i64 = rows.iter().map(&side).sum();
        let shown: i64 = rows.iter().zip(hidden).filter(|(_, h)| !**h).map(|(r, _)| side(r)).sum();
        let others = hidden.iter().filter(|h| **h).count() - 1;
        if others == 0 { 1 } else { total - shown + 1 }
    }

    proptest! {
        #[test]
        fn no_hidden_row_can_be_derived_from_the_total(
            all in proptest::collection::vec((0i64..60, 0i64..120).prop_map(|(n, d)| (n.min(d), d)), 1..14),
            least in 2i64..12,
        ) {
            let rows = cells(&all);
            let (hidden, total) = suppress(&rows, least);
            for (row, hidden) in rows.iter().zip(&hidden) {
                prop_assert!(*hidden || !row.is_small(least), "a small row is shown");
            }
            if hidden.contains(&true) && !total {
                for side in [|c: &Cell| c.numerator, |c: &Cell| c.denominator, |c: &Cell| c.denominator - c.numerator] {
                    // A side that is empty in the whole table says nothing of anybody.
                    let empty = rows.iter().map(side).sum::<i64>() == 0;
                    prop_assert!(empty || possible(&rows, &hidden, side) > least, "{:?} {:?}", rows, hidden);
                }
            }
        }
    }
}
