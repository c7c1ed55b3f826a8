//! Points in hundredths, whole numbers: sums are exact, and equal totals are equal.

use std::fmt;

/// Points, hundredths of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(pub i64);

/// Largest whole number of points that is taken from outside.
const LARGEST: i64 = 100_000;

impl Points {
    /// Whole points.
    pub const fn whole(number: i64) -> Points {
        Points(number.saturating_mul(100))
    }

    /// As typed: `7,5`, `-2`, `0.25`; none for what is no number of at most two decimals.
    pub fn parse(text: &str) -> Option<Points> {
        let text = text.trim();
        let (sign, plain) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let plain = plain.replace(',', ".");
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 2 {
            return None;
        }
        let whole: i64 = whole.parse().ok().filter(|w| *w <= LARGEST)?;
        let parts: i64 = format!("{fraction:0<2}").parse().ok()?;
        Some(Points(sign * (whole * 100 + parts)))
    }

    /// For a page.
    pub fn float(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// A part of these points, rounded half up to a hundredth; nothing over nothing.
    pub fn part(self, numerator: i64, denominator: i64) -> Points {
        if denominator <= 0 || numerator <= 0 {
            return Points(0);
        }
        let exact = i128::from(self.0) * i128::from(numerator);
        let half_up = (2 * exact + i128::from(denominator)) / (2 * i128::from(denominator));
        Points(i64::try_from(half_up).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Points {
    /// With a point and without idle zeros, as in data: `7.5`, `-2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, parts) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        if parts == 0 {
            return write!(f, "{sign}{whole}");
        }
        let parts = format!("{parts:02}");
        write!(f, "{sign}{whole}.{}", parts.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn points_are_read_as_people_type_them() {
        assert_eq!(Points::parse("7,5"), Some(Points(750)));
        assert_eq!(Points::parse("−2"), Some(Points(-200)));
        assert_eq!(Points::parse("+0.25"), Some(Points(25)));
        for wrong in ["", "1.234", "a", "1,2,3", "99999999999"] {
            assert_eq!(Points::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(parts in -9_999_999i64..9_999_999) {
            prop_assert_eq!(Points::parse(&Points(parts).to_string()), Some(Points(parts)));
        }

        #[test]
        fn a_part_is_never_more_than_the_whole(max in 0i64..100_000, n in 0i64..1000, d in 1i64..1000) {
            let part = Points(max).part(n.min(d), d);
            prop_assert!(part.0 >= 0 && part.0 <= max);
        }
    }
}
