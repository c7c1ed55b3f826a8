//! `Dong`: money in whole đồng. There is no smaller coin and no rounding.

use crate::vi_integer;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

/// An amount of đồng; sums stop at the ends of the range instead of wrapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dong(pub i64);

impl Dong {
    /// No money.
    pub const ZERO: Dong = Dong(0);

    /// An amount as people type it: `1.150.000`, `20 000đ`, `1,150,000 đồng`.
    ///
    /// The groups behind a mark have three digits: `12,5` or `1,500.50`, which have a part of a đồng, are no amount rather
    /// than ten or a hundred times as much.
    pub fn typed(text: &str) -> Option<Dong> {
        let text = text.trim();
        let text = ["đồng", "đ"].iter().find_map(|sign| text.strip_suffix(*sign)).unwrap_or(text).trim_end();
        let is_mark = |c: char| matches!(c, '.' | ',' | ' ' | '\u{a0}');
        let mut marks: Vec<char> = text.chars().filter(|c| is_mark(*c)).collect();
        marks.dedup();
        let groups: Vec<&str> = text.split(is_mark).collect();
        let (first, rest) = groups.split_first()?;
        let in_threes = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
        let digits = groups.concat();
        let fits = marks.len() <= 1 && !first.is_empty() && in_threes;
        let plain = fits && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse().ok().filter(|_| plain).map(Dong)
    }

    /// `quantity` times the amount; `None` beyond the range.
    pub fn times(self, quantity: i64) -> Option<Dong> {
        self.0.checked_mul(quantity).map(Dong)
    }
}

impl fmt::Display for Dong {
    /// `1.150.000 đồng`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} đồng", vi_integer(self.0))
    }
}

impl Add for Dong {
    type Output = Dong;
    fn add(self, other: Dong) -> Dong {
        Dong(self.0.saturating_add(other.0))
    }
}

impl Sub for Dong {
    type Output = Dong;
    fn sub(self, other: Dong) -> Dong {
        Dong(self.0.saturating_sub(other.0))
    }
}

impl Neg for Dong {
    type Output = Dong;
    fn neg(self) -> Dong {
        Dong(self.0.saturating_neg())
    }
}

impl Sum for Dong {
    fn sum<I: Iterator<Item = Dong>>(amounts: I) -> Dong {
        amounts.fold(Dong::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_grouped_by_dots() {
        assert_eq!(Dong(1_150_000).to_string(), "1.150.000 đồng");
        assert_eq!(Dong(0).to_string(), "0 đồng");
        assert_eq!(Dong(-5_000).to_string(), "-5.000 đồng");
        assert_eq!(Dong(i64::MIN).to_string(), "-9.223.372.036.854.775.808 đồng");
    }

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for text in ["1150000", "1.150.000", "1,150,000", " 1 150 000 ", "1.150.000đ", "1.150.000 đồng"] {
            assert_eq!(Dong::typed(text), Some(Dong(1_150_000)), "{text}");
        }
        assert_eq!(Dong::typed("0"), Some(Dong::ZERO));
        for text in [
            "",
            "đồng",
            "-5",
            "12,5",
            "1,500.50",
            "1.500,000",
            "1.5",
            ".500",
            "1..500",
            "1150.000",
            "mười",
            "99999999999999999999",
        ] {
            assert_eq!(Dong::typed(text), None, "{text}");
        }
    }

    #[test]
    fn sums_do_not_wrap() {
        let all: Dong = [Dong(8_000), Dong(3_000)].into_iter().sum();
        assert_eq!(all - Dong(1_000) + -Dong(500), Dong(9_500));
        assert_eq!(Dong(i64::MAX) + Dong(1), Dong(i64::MAX));
        assert_eq!(Dong(5_000).times(3), Some(Dong(15_000)));
        assert_eq!(Dong(i64::MAX).times(2), None);
    }
}
