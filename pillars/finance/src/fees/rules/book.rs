//! The cashier's book (sổ quỹ): a session from opening to the close of the day, counted note by note.

use platform::Refusal;

/// Notes and coins a drawer is counted by, đồng, largest first.
pub const DENOMINATIONS: [i64; 12] =
    [500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100];

/// The sum of a count: (denomination, how many); `None` beyond the range.
pub fn counted(counts: &[(i64, i64)]) -> Option<i64> {
    counts.iter().try_fold(0_i64, |sum, (note, count)| sum.checked_add(note.checked_mul(*count)?))
}

/// The sums of a session, đồng.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drawer {
    /// In the drawer when it was opened.
    pub opening: i64,
    /// Taken in cash and not cancelled.
    pub taken: i64,
    /// Given back in cash.
    pub given: i64,
}

impl Drawer {
    /// What must be there at the close.
    pub fn expected(self) -> i64 {
        self.opening + self.taken - self.given
    }

    /// What was counted against what must be there: above nothing is a surplus, below a shortage. A difference is
    /// closed with its reason only.
    pub fn close(self, counted: i64, reason: &str) -> Result<i64, Refusal> {
        let difference = counted - self.expected();
        if difference != 0 && reason.trim().is_empty() {
            return Err(Refusal::new("fees-refused-difference").arg("difference", kernel::Dong(difference)));
        }
        Ok(difference)
    }
}

/// How a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Session {
    /// Money is taken.
    Open,
    /// Counted; another person has yet to confirm.
    Closed,
    /// Confirmed.
    Confirmed,
}

impl Session {
    /// By its moments.
    pub fn of(closed: Option<i64>, confirmed: Option<i64>) -> Session {
        match (closed, confirmed) {
            (_, Some(_)) => Session::Confirmed,
            (Some(_), None) => Session::Closed,
            (None, None) => Session::Open,
        }
    }

    /// Word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Session::Open => "open",
            Session::Closed => "closed",
            Session::Confirmed => "confirmed",
        }
    }
}

/// The number of a receipt as printed: series of the year, then the number in it, widening when it must.
pub fn receipt_number(year: i64, number: i64) -> String {
    format!("{:02}/{number:06}", year % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_closes_to_the_dong_or_with_its_reason() {
        let drawer = Drawer { opening: 500_000, taken: 73_000, given: 8_000 };
        assert_eq!(drawer.expected(), 565_000);
        assert_eq!(drawer.close(565_000, ""), Ok(0));
        assert_eq!(drawer.close(560_000, "").unwrap_err().key, "fees-refused-difference");
        assert_eq!(drawer.close(560_000, "Trả thừa tiền lẻ"), Ok(-5_000));
    }

    #[test]
    fn receipts_are_numbered_within_their_year() {
        assert_eq!(receipt_number(2013, 7), "13/000007");
        assert_eq!(receipt_number(2026, 1_234_567), "26/1234567");
    }

    proptest! {
        #[test]
        fn a_count_is_the_sum_of_its_notes(counts in prop::collection::vec(0i64..10_000, 12)) {
            let pairs: Vec<(i64, i64)> = DENOMINATIONS.into_iter().zip(counts).collect();
            let sum: i64 = pairs.iter().map(|(note, count)| note * count).sum();
            prop_assert_eq!(counted(&pairs), Some(sum));
        }

        #[test]
        fn the_difference_closes_the_drawer(opening in 0i64..1_000_000, taken in 0i64..1_000_000, given in 0i64..1_000_000,
            counted in 0i64..3_000_000) {
            let drawer = Drawer { opening, taken, given };
            prop_assert_eq!(drawer.expected() + drawer.close(counted, "x").unwrap(), counted);
        }
    }
}
