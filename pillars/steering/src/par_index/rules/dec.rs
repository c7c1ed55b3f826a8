//! Points and values as decimals of four places, held as whole ten-thousandths: sums are exact, and equal scores are equal.

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

/// A decimal in ten-thousandths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dec(pub i64);

/// Ten-thousandths in one.
const ONE: i64 = 10_000;
/// Largest whole part taken from outside: far beyond any number of points, records or đồng in millions.
const LARGEST: i64 = 100_000_000_000;

impl Dec {
    /// Nothing.
    pub const ZERO: Dec = Dec(0);

    /// A whole number.
    pub const fn whole(number: i64) -> Dec {
        Dec(number.saturating_mul(ONE))
    }

    /// As typed: `0,25`, `1.5`, `85`; none for what is no number of at most four places.
    pub fn parse(text: &str) -> Option<Dec> {
        let text = text.trim().trim_end_matches('%').trim_end();
        let (sign, plain) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let plain = plain.replace(',', ".");
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 4 {
            return None;
        }
        let whole: i64 = whole.parse().ok().filter(|w| *w <= LARGEST)?;
        let parts: i64 = format!("{fraction:0<4}").parse().ok()?;
        Some(Dec(sign * (whole * ONE + parts)))
    }

    /// As a count is typed into a form: dots and spaces part thousands (`1.204`, `12 500`, `1.234,5`), the comma is the decimal
    /// mark; a single dot that cannot part thousands is a decimal point (`14.5`).
    pub fn typed(text: &str) -> Option<Dec> {
        let text = text.trim().trim_end_matches('%').trim_end();
        let (head, tail) = text.split_once(',').unwrap_or((text, ""));
        let parts = ['.', ' ', '\u{a0}'];
        let mut groups = head.trim_start_matches(['-', '−']).split(parts);
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        let opens = (1..=3).contains(&first.len()) && !first.starts_with('0');
        if rest.is_empty() || !opens || rest.iter().any(|group| group.len() != 3) {
            return Dec::parse(text);
        }
        let plain = head.replace(parts, "");
        Dec::parse(&if tail.is_empty() { plain } else { format!("{plain},{tail}") })
    }

    /// For a page or a chart.
    pub fn float(self) -> f64 {
        self.0 as f64 / ONE as f64
    }

    /// Without its sign.
    pub fn abs(self) -> Dec {
        Dec(self.0.saturating_abs())
    }

    /// This times a fraction, rounded half away from nothing to four places; none over nothing.
    pub fn times(self, numerator: i64, denominator: i64) -> Option<Dec> {
        divided(i128::from(self.0) * i128::from(numerator), i128::from(denominator)).map(Dec)
    }

    /// Rounded half away from nothing to so many decimals (at most four).
    pub fn rounded(self, decimals: u32) -> Dec {
        let step = 10_i64.pow(4 - decimals.min(4));
        let half = step / 2;
        let magnitude = (self.0.saturating_abs().saturating_add(half)) / step * step;
        Dec(if self.0 < 0 { -magnitude } else { magnitude })
    }

    /// Not below one bound and not above the other.
    pub fn within(self, low: Dec, high: Dec) -> Dec {
        Dec(self.0.max(low.0).min(high.0.max(low.0)))
    }
}

/// A quotient, rounded half away from nothing; none over nothing or beyond what is kept.
pub fn divided(numerator: i128, denominator: i128) -> Option<i64> {
    if denominator == 0 {
        return None;
    }
    let negative = (numerator < 0) != (denominator < 0);
    let (n, d) = (numerator.abs(), denominator.abs());
    let magnitude = (2 * n + d) / (2 * d);
    i64::try_from(if negative { -magnitude } else { magnitude }).ok()
}

impl Add for Dec {
    type Output = Dec;
    fn add(self, other: Dec) -> Dec {
        Dec(self.0.saturating_add(other.0))
    }
}

impl Sub for Dec {
    type Output = Dec;
    fn sub(self, other: Dec) -> Dec {
        Dec(self.0.saturating_sub(other.0))
    }
}

impl Neg for Dec {
    type Output = Dec;
    fn neg(self) -> Dec {
        Dec(self.0.saturating_neg())
    }
}

impl Sum for Dec {
    fn sum<I: Iterator<Item = Dec>>(all: I) -> Dec {
        all.fold(Dec::ZERO, |sum, one| sum + one)
    }
}

impl fmt::Display for Dec {
    /// With a point and without idle zeros, as in data: `1.5`, `-0.25`, `10`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        let (whole, parts) = (magnitude / ONE.unsigned_abs(), magnitude % ONE.unsigned_abs());
        if parts == 0 {
            return write!(f, "{sign}{whole}");
        }
        let parts = format!("{parts:04}");
        write!(f, "{sign}{whole}.{}", parts.trim_end_matches('0'))
    }
}

impl Serialize for Dec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Dec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Dec, D::Error> {
        struct Read;
        impl Visitor<'_> for Read {
            type Value = Dec;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of at most four decimals")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Dec, E> {
                Dec::parse(text).ok_or_else(|| E::custom(format!("{text} is no such number")))
            }
            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Dec, E> {
                Ok(Dec::whole(number.clamp(-LARGEST, LARGEST)))
            }
            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Dec, E> {
                Ok(Dec::whole(i64::try_from(number).unwrap_or(LARGEST).min(LARGEST)))
            }
            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Dec, E> {
                let parts = (number * ONE as f64).round();
                if parts.is_finite() && parts.abs() <= (LARGEST as f64) * (ONE as f64) {
                    Ok(Dec(parts as i64))
                } else {
                    Err(E::custom(format!("{number} is no such number")))
                }
            }
        }
        deserializer.deserialize_any(Read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_are_read_as_people_and_files_write_them() {
        assert_eq!(Dec::parse("0,25"), Some(Dec(2_500)));
        assert_eq!(Dec::parse("14.5"), Some(Dec(145_000)));
        assert_eq!(Dec::parse("85 %"), Some(Dec(850_000)));
        assert_eq!(Dec::parse("-0.5"), Some(Dec(-5_000)));
        for wrong in ["", "1,2,3", "x", "1.23456", "--1", "."] {
            assert_eq!(Dec::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Dec(145_000).to_string(), "14.5");
        assert_eq!(serde_json::from_str::<Dec>("10.05").unwrap(), Dec(100_500));
        assert_eq!(serde_json::from_str::<Dec>("\"10.05\"").unwrap(), Dec(100_500));
    }

    #[test]
    fn counts_are_typed_with_thousands_parted_and_a_decimal_comma() {
        for (text, parts) in [
            ("1.204", 12_040_000),
            ("12 500", 125_000_000),
            ("1.234,5", 12_345_000),
            ("1.234.567", 12_345_670_000),
            ("0.125", 1_250),
            ("14.5", 145_000),
            ("97,25", 972_500),
            ("85", 850_000),
        ] {
            assert_eq!(Dec::typed(text), Some(Dec(parts)), "{text}");
        }
        for wrong in ["", "ba", "1.20.4", "1,234.5", "12.34.567"] {
            assert_eq!(Dec::typed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn halves_are_rounded_up_as_in_the_published_sums() {
        // Thừa Thiên Huế 2012 to 2015: the mean of four years is 81.755, published as 81.76; one year's rise is 7.59.
        let years = [Dec(748_500), Dec(767_200), Dec(843_100), Dec(911_400)];
        let mean = years.into_iter().sum::<Dec>().times(1, 4).unwrap();
        assert_eq!(mean, Dec(817_550));
        assert_eq!(mean.rounded(2), Dec(817_600));
        assert_eq!((years[2] - years[1]).rounded(2), Dec(75_900));
        assert_eq!(Dec(-817_550).rounded(2), Dec(-817_600));
    }

    proptest! {
        #[test]
        fn a_decimal_is_read_back_as_it_was_written(parts in -1_000_000_000i64..1_000_000_000) {
            let dec = Dec(parts);
            prop_assert_eq!(Dec::parse(&dec.to_string()), Some(dec));
            let json = serde_json::to_string(&dec).unwrap();
            prop_assert_eq!(serde_json::from_str::<Dec>(&json).unwrap(), dec);
        }

        #[test]
        fn rounding_moves_by_half_a_step_at_most(parts in -1_000_000_000i64..1_000_000_000, decimals in 0u32..5) {
            let moved = (Dec(parts).rounded(decimals) - Dec(parts)).abs();
            prop_assert!(moved.0 * 2 <= 10_i64.pow(4 - decimals.min(4)));
            prop_assert_eq!(Dec(parts).rounded(decimals).rounded(decimals), Dec(parts).rounded(decimals));
        }
    }
}
