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

    /// An amount as people type it or a workbook keeps it: a [`whole_number`], its unit may follow.
    pub fn typed(text: &str) -> Option<Dong> {
        let text = text.trim().to_lowercase();
        let bare =
            ["đồng", "vnđ", "vnd", "đ"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
        whole_number(bare).map(Dong)
    }

    /// `quantity` times the amount; `None` beyond the range.
    pub fn times(self, quantity: i64) -> Option<Dong> {
        self.0.checked_mul(quantity).map(Dong)
    }
}

/// A whole number, none below zero, as people type it: digits alone, or in groups of three parted all by dots, all by commas or all
/// by blanks; decimals only where they are zeros, as workbooks write them. Nothing else is taken for a number: "1.234,5" is not
/// 12.345, nor "1,5" fifteen.
pub fn whole_number(text: &str) -> Option<i64> {
    let text = text.trim().replace(['\u{a0}', '\u{202f}'], " ");
    let without_zeros = |mark: char| match text.rsplit_once(mark) {
        Some((head, "0" | "00")) if !head.contains(mark) => Some(head),
        _ => None,
    };
    let bare = ['.', ','].into_iter().find_map(without_zeros).unwrap_or(&text);
    let digits = match bare.chars().find(|c| matches!(c, '.' | ',' | ' ')) {
        None => bare.to_owned(),
        Some(mark) => {
            let mut groups = bare.split(mark);
            let first = groups.next().filter(|group| (1..=3).contains(&group.len()));
            if first.is_none_or(|group| group.starts_with('0')) || groups.any(|group| group.len() != 3) {
                return None;
            }
            bare.replace(mark, "")
        }
    };
    let fits = (1..=18).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if fits { digits.parse().ok() } else { None }
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
    fn an_amount_is_read_as_it_was_meant_or_not_at_all() {
        for text in [
            "1150000",
            "1.150.000",
            "1,150,000",
            "1 150 000 đồng",
            "1.150.000,00",
            "1150000.0",
            "1.150.000 VNĐ",
        ] {
            assert_eq!(Dong::typed(text), Some(Dong(1_150_000)), "{text}");
        }
        for text in [
            "",
            "1.234,5",
            "1,5",
            "1.5",
            "12.34",
            "1.150 000",
            "-5",
            "1e6",
            "1.5 tỷ",
            ".500",
            "1.000.0",
            "0.125",
            "nhiều",
            "٣",
        ] {
            assert_eq!(Dong::typed(text), None, "{text}");
        }
        assert_eq!(whole_number("1.000"), Some(1_000));
        assert_eq!(whole_number("9999999999999999999"), None);
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
