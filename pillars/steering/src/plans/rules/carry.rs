//! Work carried over: what was not done in a plan whose period ends goes on in the next one, within its days.

use super::Standing;
use kernel::Day;

/// Whether a task may go on in a later plan.
pub fn may_carry(standing: Standing) -> bool {
    standing.is_open()
}

/// The days of a carried task in the plan it goes on in: it begins with the period and takes as long as before, but ends with
/// the period at the latest.
pub fn carried((from, to): (Day, Day), (first, last): (Day, Day)) -> (Day, Day) {
    let length = from.days_until(to).max(0);
    (first, first.plus_days(length).min(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn two_months_of_work_begin_with_the_new_year() {
        let days = carried((day("2013-10-01"), day("2013-11-30")), (day("2014-01-01"), day("2014-12-31")));
        assert_eq!(days, (day("2014-01-01"), day("2014-03-02")));
        assert!(
            may_carry(Standing::Overdue) && !may_carry(Standing::DoneLate) && !may_carry(Standing::Stopped)
        );
    }

    proptest! {
        #[test]
        fn carried_work_lies_in_its_new_period_and_takes_no_longer(from in 0i64..700, length in 0i64..700, period in 0i64..400) {
            let start = day("2012-01-01");
            let old = (start.plus_days(from), start.plus_days(from + length));
            let new = (day("2014-01-01"), day("2014-01-01").plus_days(period));
            let (first, last) = carried(old, new);
            prop_assert!(first >= new.0 && last <= new.1 && first <= last);
            prop_assert!(first.days_until(last) <= length);
        }
    }
}
