//! Shares with their uncertainty, percentiles, and numbers in Vietnamese writing.
//! A share of nothing is no figure at all, never 0 or 100 %.

use serde::{Deserialize, Serialize};

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Share {
    /// How many have the property.
    pub numerator: i64,
    /// How many were looked at.
    pub denominator: i64,
}

/// Two-sided 95 % quantile of the normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

impl Share {
    /// A share of `denominator`.
    pub const fn new(numerator: i64, denominator: i64) -> Share {
        Share { numerator, denominator }
    }

    /// Per cent, unrounded; `None` when nothing was looked at.
    pub fn percent(self) -> Option<f64> {
        (self.denominator > 0).then(|| self.numerator as f64 * 100.0 / self.denominator as f64)
    }

    /// The 95 % interval after Wilson (1927), in per cent, low then high; honest for small numbers.
    /// `None` when nothing was looked at or the numerator lies outside the denominator.
    pub fn interval(self) -> Option<(f64, f64)> {
        if self.denominator <= 0 || !(0..=self.denominator).contains(&self.numerator) {
            return None;
        }
        let n = self.denominator as f64;
        let p = self.numerator as f64 / n;
        let z2 = Z_95 * Z_95;
        let centre = p + z2 / (2.0 * n);
        let half = Z_95 * ((p * (1.0 - p) + z2 / (4.0 * n)) / n).sqrt();
        let scale = 100.0 / (1.0 + z2 / n);
        let low = if self.numerator == 0 { 0.0 } else { (centre - half) * scale };
        let high = if self.numerator == self.denominator { 100.0 } else { (centre + half) * scale };
        Some((low, high))
    }

    /// `87,5 %`, or a dash when nothing was looked at.
    pub fn vi(self) -> String {
        self.percent().map_or_else(|| "–".to_owned(), |share| Digits::Vietnamese.percent(share))
    }
}

/// The nearest-rank percentile of values with their counts, in any order: the smallest value
/// such that at least `p` per cent of all observations are no greater.
/// `None` without observations or for a `p` outside 0–100. No interpolation: the answer occurred.
pub fn percentile(counted: &[(f64, u64)], p: f64) -> Option<f64> {
    if !(0.0..=100.0).contains(&p) {
        return None;
    }
    let mut sorted: Vec<(f64, u64)> =
        counted.iter().copied().filter(|(value, count)| *count > 0 && !value.is_nan()).collect();
    sorted.sort_by(|left, right| left.0.total_cmp(&right.0));
    let total: u64 = sorted.iter().map(|(_, count)| count).sum();
    let rank = ((p / 100.0 * total as f64).ceil() as u64).max(1);
    let mut seen = 0;
    sorted.into_iter().find_map(|(value, count)| {
        seen += count;
        (seen >= rank).then_some(value)
    })
}

/// Rounds to one decimal, halves away from zero.
pub fn round1(value: f64) -> f64 {
    // The nudge keeps 0.25 × 10 = 2.4999… from falling the wrong way.
    let scaled = value * 10.0;
    (scaled + scaled.signum() * 1e-9).round() / 10.0
}

/// How a language parts the digits of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digits {
    /// `1.234,5` and `87,5 %`.
    Vietnamese,
    /// `1,234.5` and `87.5%`.
    English,
}

impl Digits {
    /// Between thousands, and before the fraction.
    const fn marks(self) -> (char, char) {
        match self {
            Digits::Vietnamese => ('.', ','),
            Digits::English => (',', '.'),
        }
    }

    /// A whole number, its thousands parted.
    pub fn integer(self, value: i64) -> String {
        grouped(value, self.marks().0)
    }

    /// At most one decimal: `1.234,5`, `87,5`, `88`.
    pub fn decimal(self, value: f64) -> String {
        let tenths = (round1(value) * 10.0).round() as i64;
        let sign = if tenths < 0 { "-" } else { "" };
        let whole = self.integer((tenths / 10).saturating_abs());
        match (tenths % 10).abs() {
            0 => format!("{sign}{whole}"),
            tenth => format!("{sign}{whole}{}{tenth}", self.marks().1),
        }
    }

    /// The same with the sign of per cent.
    pub fn percent(self, value: f64) -> String {
        let gap = if self == Digits::Vietnamese { " " } else { "" };
        format!("{}{gap}%", self.decimal(value))
    }
}

fn grouped(value: i64, mark: char) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3 + 1);
    if value < 0 {
        grouped.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

/// `1.234`: for papers and what else is always Vietnamese.
pub fn vi_integer(value: i64) -> String {
    Digits::Vietnamese.integer(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_share_of_nothing_is_no_figure() {
        assert_eq!(Share::new(0, 0).percent(), None);
        assert_eq!(Share::new(0, 0).interval(), None);
        assert_eq!(Share::new(0, 0).vi(), "–");
        assert_eq!(Share::new(3, 2).interval(), None);
    }

    #[test]
    fn the_interval_is_wilsons() {
        // 8 of 10: 49.02 % – 94.33 %, worked by hand from the formula.
        let (low, high) = Share::new(8, 10).interval().unwrap();
        assert!((low - 49.02).abs() < 0.01 && (high - 94.33).abs() < 0.01, "{low} {high}");
        assert_eq!(Share::new(10, 10).interval().unwrap().1, 100.0);
        assert_eq!(Share::new(0, 10).interval().unwrap().0, 0.0);
    }

    #[test]
    fn percentiles_are_nearest_rank() {
        let days = [(1.0, 2), (7.0, 1), (3.0, 2)];
        assert_eq!(percentile(&days, 50.0), Some(3.0));
        assert_eq!(percentile(&days, 40.0), Some(1.0));
        assert_eq!(percentile(&days, 90.0), Some(7.0));
        assert_eq!(percentile(&days, 0.0), Some(1.0));
        assert_eq!(percentile(&days, 100.0), Some(7.0));
        assert_eq!(percentile(&[], 50.0), None);
        assert_eq!(percentile(&days, 101.0), None);
    }

    #[test]
    fn numbers_are_written_in_vietnamese_and_in_english() {
        let (vi, en) = (Digits::Vietnamese, Digits::English);
        assert_eq!((vi.integer(1_234), en.integer(1_234)), ("1.234".to_owned(), "1,234".to_owned()));
        assert_eq!((vi_integer(-999), en.integer(-1_999)), ("-999".to_owned(), "-1,999".to_owned()));
        assert_eq!((vi.percent(87.5), en.percent(87.5)), ("87,5 %".to_owned(), "87.5%".to_owned()));
        assert_eq!((vi.decimal(-0.26), en.decimal(-0.26)), ("-0,3".to_owned(), "-0.3".to_owned()));
        assert_eq!((vi.decimal(-0.01), vi.decimal(12_345.0)), ("0".to_owned(), "12.345".to_owned()));
        assert_eq!(en.decimal(12_345.67), "12,345.7");
        assert_eq!(Share::new(1, 3).vi(), "33,3 %");
        assert_eq!(round1(0.25), 0.3);
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_share(of in 1i64..10_000, part in 0.0f64..=1.0) {
            let share = Share::new((of as f64 * part) as i64, of);
            let (low, high) = share.interval().unwrap();
            let percent = share.percent().unwrap();
            prop_assert!(low <= percent + 1e-9 && percent <= high + 1e-9);
            prop_assert!((0.0..=100.0).contains(&low) && (0.0..=100.0).contains(&high));
        }
    }
}
