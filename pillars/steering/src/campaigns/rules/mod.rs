//! Pure rules of communication: states of plans, pieces and contests, the shape of links, what forms say, plan against done.

mod against;
mod genre;
mod link;
mod printed;
mod prize;
mod state;
mod typed;

pub use against::{By, Cell, OUTSIDE, Sum, group, total};
pub use genre::{Counted, Genre};
pub use link::key as link_key;
pub use printed::Printed;
pub use prize::{PERSON, PrizeWords, TEAM};
pub use state::{ContestState, PieceState, State};
pub use typed::{CampaignWords, ContestWords, PieceWords, PlannedWords, Spot, number};

use kernel::Day;

/// First and last day of a quarter; none where there is no such quarter.
pub fn quarter_days(year: i32, quarter: i64) -> Option<(Day, Day)> {
    let quarter = u32::try_from(quarter).ok().filter(|q| (1..=4).contains(q))?;
    let from = Day::ymd(year, quarter * 3 - 2, 1)?;
    Some((from, from.plus_months(3).previous()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_quarter_ends_with_the_year() {
        let (from, to) = quarter_days(2013, 4).unwrap();
        assert_eq!((from.to_string().as_str(), to.to_string().as_str()), ("2013-10-01", "2013-12-31"));
        assert_eq!(quarter_days(2013, 5), None);
        assert_eq!(quarter_days(2013, 0), None);
    }

    proptest! {
        #[test]
        fn every_day_lies_in_its_quarter(offset in 0i64..3_000) {
            let day = Day::ymd(2011, 1, 1).unwrap().plus_days(offset);
            let (from, to) = quarter_days(day.year(), i64::from((day.month() - 1) / 3 + 1)).unwrap();
            prop_assert!(from <= day && day <= to);
        }
    }
}
