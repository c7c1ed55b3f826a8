//! Figures: what a row says from what was measured, typed and summed; its change; which changes are named.
//! All are whole numbers, and shares are made of two of them, so that sums of sums are the sum of all.

use super::template::{RowDef, Template};
use std::collections::BTreeMap;

/// What is known of a row of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// What the records of the agency itself say.
    pub measured: Option<i64>,
    /// What the official typed.
    pub declared: Option<i64>,
    /// The sum of the reports below that were accepted; none where there are none.
    pub below: Option<i64>,
}

impl Known {
    /// The agency's own figure: what was measured, and what was typed where nothing measures it.
    pub fn own(self) -> Option<i64> {
        self.measured.or(self.declared)
    }

    /// The report's figure: its own with what came from below.
    pub fn value(self) -> Option<i64> {
        match (self.own(), self.below) {
            (None, None) => None,
            (own, below) => Some(own.unwrap_or(0).saturating_add(below.unwrap_or(0))),
        }
    }

    /// What was typed more than measured.
    pub fn gap(self) -> Option<i64> {
        Some(self.declared? - self.measured?).filter(|gap| *gap != 0)
    }
}

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A number.
    Number(i64),
    /// A share in tenths of a per cent.
    Share(i64),
}

impl Shown {
    /// As a plain number, for files.
    pub fn number(self) -> f64 {
        match self {
            Shown::Number(n) => n as f64,
            Shown::Share(tenths) => tenths as f64 / 10.0,
        }
    }
}

/// The share of a part, in tenths of a per cent, halves upwards; none of nothing.
pub fn share(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 || part < 0 {
        return None;
    }
    let tenths = (i128::from(part) * 2000 + i128::from(whole)) / (i128::from(whole) * 2);
    i64::try_from(tenths).ok()
}

/// What a row shows of the numbers by code.
pub fn shown(row: &RowDef, numbers: &BTreeMap<String, i64>) -> Option<Shown> {
    match &row.share {
        None => numbers.get(&row.code).copied().map(Shown::Number),
        Some([part, whole]) => share(*numbers.get(part)?, *numbers.get(whole)?).map(Shown::Share),
    }
}

/// Whether a figure is a share above the whole: its two numbers do not fit each other, or need a word of explanation.
pub fn beyond_whole(figure: Option<Shown>) -> bool {
    matches!(figure, Some(Shown::Share(tenths)) if tenths > 1_000)
}

/// How a figure changed against the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// By how much: of numbers, or tenths of per cent points.
    pub by: i64,
    /// By how many tenths of a per cent of the one before; none of a share, and of nothing.
    pub percent: Option<i64>,
}

/// The change from one figure to the next; none where they are not of one kind.
pub fn change(now: Shown, before: Shown) -> Option<Change> {
    match (now, before) {
        (Shown::Number(now), Shown::Number(before)) => {
            let by = now.checked_sub(before)?;
            let percent = share(by.checked_abs()?, before).map(|p| if by < 0 { -p } else { p });
            Some(Change { by, percent })
        }
        (Shown::Share(now), Shown::Share(before)) => Some(Change { by: now - before, percent: None }),
        _ => None,
    }
}

/// From when a change is named: dated parameters.
#[derive(Debug, Clone, Copy)]
pub struct Notable {
    /// By how many per cent at least.
    pub share: i64,
    /// How many at least, in the larger of the two figures.
    pub count: i64,
}

/// Whether a change is named in the report.
pub fn is_notable(now: Shown, before: Shown, from: Notable) -> bool {
    let Some(change) = change(now, before) else { return false };
    match (now, before, change.percent) {
        (Shown::Number(now), Shown::Number(before), percent) => {
            let grown = percent.map_or(now > 0, |p| p.abs() >= from.share.saturating_mul(10));
            change.by != 0 && now.max(before) >= from.count && grown
        }
        _ => change.by.abs() >= from.share.saturating_mul(10),
    }
}

/// Sums the figures of the reports below, row by row.
pub fn sum<'a>(below: impl IntoIterator<Item = &'a BTreeMap<String, i64>>) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for report in below {
        for (code, value) in report {
            let sum: &mut i64 = sums.entry(code.clone()).or_default();
            *sum = sum.saturating_add(*value);
        }
    }
    sums
}

/// Codes of rows of numbers that nobody measures and nobody typed.
pub fn missing(template: &Template, known: &BTreeMap<String, Known>) -> Vec<String> {
    template
        .rows()
        .filter(|row| row.share.is_none())
        .filter(|row| known.get(&row.code).is_none_or(|k| k.own().is_none()))
        .map(|row| row.code.clone())
        .collect()
}

/// Most that a row of a report may count.
const MOST: i64 = 999_999_999_999_999;

/// A number as it is typed, by [`kernel::whole_number`]; none where it is no number.
pub fn typed(text: &str) -> Option<i64> {
    kernel::whole_number(text).filter(|number| *number <= MOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(values: &[(&str, i64)]) -> BTreeMap<String, i64> {
        values.iter().map(|(code, value)| ((*code).to_owned(), *value)).collect()
    }

    #[test]
    fn measured_counts_and_what_was_typed_beside_it_shows_the_gap() {
        let known = Known { measured: Some(90), declared: Some(100), below: Some(7) };
        assert_eq!((known.value(), known.gap()), (Some(97), Some(10)));
        let typed = Known { declared: Some(3), ..Known::default() };
        assert_eq!((typed.value(), typed.gap()), (Some(3), None));
        assert_eq!(Known::default().value(), None);
        assert_eq!(Known { below: Some(4), ..Known::default() }.value(), Some(4));
    }

    #[test]
    fn shares_round_half_up_and_changes_are_named_from_the_dated_bounds() {
        assert_eq!(share(1, 3), Some(333));
        assert_eq!(share(1, 16), Some(63));
        assert_eq!(share(1, 0), None);
        let beyond = |part, whole| beyond_whole(share(part, whole).map(Shown::Share));
        assert!(beyond(11, 10) && !beyond(10, 10) && !beyond(1, 0));
        let from = Notable { share: 20, count: 10 };
        let named = |now, before| is_notable(Shown::Number(now), Shown::Number(before), from);
        assert!(named(12, 10));
        assert!(!named(11, 10), "ten per cent are not twenty");
        assert!(!named(3, 1), "three of anything are too few");
        assert!(named(40, 0), "from nothing to many");
        assert!(named(0, 40));
        assert!(is_notable(Shown::Share(950), Shown::Share(700), from));
        assert!(!is_notable(Shown::Share(950), Shown::Share(800), from));
    }

    #[test]
    fn numbers_are_typed_with_points_and_spaces() {
        assert_eq!(typed("1.204"), Some(1204));
        assert_eq!(typed("12 000"), Some(12000));
        assert_eq!(typed("-3"), None);
        assert_eq!(typed("1,5"), None);
        assert_eq!(typed("12.5"), None, "not a hundred and twenty-five");
        assert_eq!(typed(""), None);
    }

    proptest! {
        /// Communes into districts into the city: whichever way they are grouped, the sum is that of all.
        #[test]
        fn sums_of_sums_are_the_sum_of_all(
            values in proptest::collection::vec((0i64..1_000_000, 0i64..1_000_000), 1..60),
            width in 1usize..9,
        ) {
            let reports: Vec<_> =
                values.iter().map(|(a, b)| numbers(&[("3.1", *a), ("3.2", *b)])).collect();
            let districts: Vec<_> = reports.chunks(width).map(sum).collect();
            prop_assert_eq!(sum(&districts), sum(&reports));
            let all: i64 = values.iter().map(|v| v.0).sum();
            prop_assert_eq!(sum(&districts).get("3.1").copied(), Some(all));
        }

        #[test]
        fn a_share_lies_between_nothing_and_all(part in 0i64..1_000_000, more in 0i64..1_000_000) {
            if part + more > 0 {
                let found = share(part, part + more).unwrap();
                prop_assert!((0..=1000).contains(&found));
            }
        }
    }
}
