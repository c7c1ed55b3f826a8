//! Rates of satisfaction with their uncertainty, and whether so few answers may be published.

use kernel::Share;

/// Counts behind a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Sheets with at least one valid answer: people.
    pub sheets: i64,
    /// Valid answers.
    pub rated: i64,
    /// Those that are satisfied.
    pub satisfied: i64,
}

impl Standing {
    /// Both together.
    pub fn plus(self, other: Standing) -> Standing {
        Standing {
            sheets: self.sheets + other.sheets,
            rated: self.rated + other.rated,
            satisfied: self.satisfied + other.satisfied,
        }
    }

    /// Rate and interval in per cent, unless fewer people answered than may be published.
    pub fn published(self, minimum: i64) -> Option<Rate> {
        if self.sheets < minimum.max(1) {
            return None;
        }
        let percent = Share::new(self.satisfied, self.rated).percent()?;
        let (low, high) = self.interval()?;
        Some(Rate { percent, low, high })
    }

    /// The 95 % interval after Wilson, on people: the answers of one sheet are not independent of each other,
    /// so five answers of one person carry no more than one.
    fn interval(self) -> Option<(f64, f64)> {
        if self.rated == self.sheets {
            return Share::new(self.satisfied, self.rated).interval();
        }
        let share = Share::new(self.satisfied, self.rated).percent()? / 100.0;
        let people = (share * self.sheets as f64).round() as i64;
        Share::new(people, self.sheets).interval()
    }
}

/// A rate that may be shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Per cent.
    pub percent: f64,
    /// Low end of the interval.
    pub low: f64,
    /// High end.
    pub high: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn few_people_are_not_published_however_much_they_answered() {
        let few = Standing { sheets: 4, rated: 20, satisfied: 20 };
        assert_eq!(few.published(5), None);
        let enough = Standing { sheets: 5, rated: 25, satisfied: 20 };
        assert_eq!(enough.published(5).map(|r| r.percent), Some(80.0));
        assert_eq!(Standing::default().published(0), None);
    }

    #[test]
    fn the_worked_example_of_the_ministry() {
        // 2 persons × 3 questions (5,4,3), (4,4,5): 5/6 = 83.33 % (satisfaction.md 5.2).
        let rate = Standing { sheets: 2, rated: 6, satisfied: 5 }.published(1).unwrap();
        assert!((rate.percent - 83.333).abs() < 0.001, "{rate:?}");
    }

    #[test]
    fn the_interval_rests_on_people() {
        let one_each = Standing { sheets: 10, rated: 10, satisfied: 8 }.published(1).unwrap();
        let five_each = Standing { sheets: 10, rated: 50, satisfied: 40 }.published(1).unwrap();
        assert_eq!(one_each, five_each);
        assert!((one_each.low - 49.02).abs() < 0.01 && (one_each.high - 94.33).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_rate(sheets in 1i64..3000, each in 1i64..6, part in 0.0f64..=1.0) {
            let rated = sheets * each;
            let satisfied = (rated as f64 * part) as i64;
            let rate = Standing { sheets, rated, satisfied }.published(1).unwrap();
            prop_assert!(rate.low <= rate.percent + 1e-9 && rate.percent <= rate.high + 1e-9, "{:?}", rate);
            prop_assert!(rate.low >= 0.0 && rate.high <= 100.0);
        }
    }
}
