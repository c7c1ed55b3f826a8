//! The review plan of a year (Decree 63/2010/NĐ-CP, art. 30): its last day, and where an agency stands with it.

use kernel::Day;

/// Why something is reviewed (art. 30.1): at the Prime Minister's direction, of one's own choice, after petitions.
pub const BASES: [&str; 3] = ["direction", "choice", "petition"];

/// Where an agency stands with its plan of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing sent and the last day is over.
    Overdue,
    /// Nothing sent yet.
    Owed,
    /// Sent after the last day.
    SentLate,
    /// Sent in time.
    Sent,
}

impl Standing {
    /// Word for texts.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Overdue => "overdue",
            Standing::Owed => "owed",
            Standing::SentLate => "sent-late",
            Standing::Sent => "sent",
        }
    }
}

/// The last day for a year's plan, from the rule's "month-day".
pub fn due(year: i32, month_day: &str) -> Option<Day> {
    let (month, day) = month_day.split_once('-')?;
    Day::ymd(year, month.parse().ok()?, day.parse().ok()?)
}

/// Where an agency stands: its plan sent on a day, or not; the last day itself is still in time.
pub fn standing(sent: Option<Day>, due: Day, today: Day) -> Standing {
    match sent {
        Some(day) if day <= due => Standing::Sent,
        Some(_) => Standing::SentLate,
        None if today > due => Standing::Overdue,
        None => Standing::Owed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_plan_is_due_on_the_thirty_first_of_january() {
        let due = due(2013, "01-31").unwrap();
        assert_eq!(due, day("2013-01-31"));
        assert_eq!(standing(None, due, day("2013-01-31")), Standing::Owed);
        assert_eq!(standing(None, due, day("2013-02-01")), Standing::Overdue);
        assert_eq!(standing(Some(day("2013-01-31")), due, day("2013-03-01")), Standing::Sent);
        assert_eq!(standing(Some(day("2013-02-01")), due, day("2013-03-01")), Standing::SentLate);
        assert_eq!(super::due(2013, "02-30"), None);
        assert_eq!(super::due(2013, "xx"), None);
    }

    proptest! {
        #[test]
        fn what_was_sent_in_time_stays_in_time(sent in 0i64..400, today in 0i64..800) {
            let first = day("2013-01-01");
            let due = due(2013, "01-31").unwrap();
            let sent_on = first.plus_days(sent);
            let now = standing(Some(sent_on), due, first.plus_days(today));
            prop_assert_eq!(now, if sent_on <= due { Standing::Sent } else { Standing::SentLate });
        }
    }
}
