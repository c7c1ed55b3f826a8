//! On which day what came by post counts as filed: of the postmark or of the arrival, by the dated rule `post.filed_on`.

use kernel::Day;

/// What decides the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FiledBy {
    /// Dấu bưu điện nơi gửi.
    Postmark,
    /// Ngày đến.
    Arrival,
}

impl FiledBy {
    /// From the rule's word; the arrival where it says nothing known: that day is certain.
    pub fn from_code(code: &str) -> FiledBy {
        if code == "postmark" { FiledBy::Postmark } else { FiledBy::Arrival }
    }

    /// The day of filing; a postmark that cannot be read, or lies after the arrival, gives way to the arrival.
    pub fn day(self, postmark: Option<Day>, arrived: Day) -> Day {
        match self {
            FiledBy::Postmark => postmark.filter(|day| *day <= arrived).unwrap_or(arrived),
            FiledBy::Arrival => arrived,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(number: i64) -> Day {
        Day::ymd(2013, 1, 1).unwrap().plus_days(number)
    }

    #[test]
    fn the_rule_decides_between_postmark_and_arrival() {
        assert_eq!(FiledBy::from_code("postmark").day(Some(day(3)), day(7)), day(3));
        assert_eq!(FiledBy::from_code("arrival").day(Some(day(3)), day(7)), day(7));
        assert_eq!(FiledBy::from_code("").day(Some(day(3)), day(7)), day(7));
        assert_eq!(FiledBy::Postmark.day(None, day(7)), day(7));
    }

    proptest! {
        #[test]
        fn nothing_counts_as_filed_after_it_came(mark in 0i64..400, came in 0i64..400) {
            for by in [FiledBy::Postmark, FiledBy::Arrival] {
                let filed = by.day(Some(day(mark)), day(came));
                prop_assert!(filed <= day(came));
                prop_assert!(filed == day(came) || filed == day(mark));
            }
        }
    }
}
