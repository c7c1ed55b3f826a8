//! How late something that waits is, by its last moment and the clock.

use kernel::Moment;

/// Days ahead in which something is soon due.
const SOON: i64 = 3;

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lateness {
    /// Its last moment is over, by so many days: 0 on the day itself.
    Late(i64),
    /// It ends within three days: so many are left.
    Soon(i64),
    /// It has more time.
    InTime(i64),
    /// Nothing was promised.
    NoTerm,
}

impl Lateness {
    /// All codes, the worst first.
    pub const CODES: [&'static str; 4] = ["late", "soon", "in-time", "no-term"];

    /// Word in addresses and texts.
    pub fn code(self) -> &'static str {
        match self {
            Lateness::Late(_) => "late",
            Lateness::Soon(_) => "soon",
            Lateness::InTime(_) => "in-time",
            Lateness::NoTerm => "no-term",
        }
    }

    /// Whether it is due within so many days and not late yet.
    pub fn within(self, days: i64) -> bool {
        match self {
            Lateness::Soon(left) | Lateness::InTime(left) => left <= days,
            Lateness::Late(_) | Lateness::NoTerm => false,
        }
    }

    /// Days late, less than none where there is time left; none where nothing was promised.
    pub fn by(self) -> Option<i64> {
        match self {
            Lateness::Late(days) => Some(days),
            Lateness::Soon(days) | Lateness::InTime(days) => Some(-1 - days),
            Lateness::NoTerm => None,
        }
    }

    /// The days it tells of, where there are any.
    pub fn days(self) -> Option<i64> {
        match self {
            Lateness::Late(days) | Lateness::Soon(days) | Lateness::InTime(days) => Some(days),
            Lateness::NoTerm => None,
        }
    }
}

/// How something stands now.
pub fn lateness(due: Option<Moment>, now: Moment) -> Lateness {
    let Some(due) = due else { return Lateness::NoTerm };
    let left = now.day().days_until(due.day());
    if now > due {
        Lateness::Late(-left)
    } else if left <= SOON {
        Lateness::Soon(left)
    } else {
        Lateness::InTime(left)
    }
}

/// What of one agency waits: all of it, late, due within two weeks, and by how many days the latest is late.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// All that waits.
    pub all: i64,
    /// Late.
    pub late: i64,
    /// Due within [`COMING`] days and not late.
    pub coming: i64,
    /// Days of the latest.
    pub worst: i64,
}

/// Days in which something is said to be coming.
pub const COMING: i64 = 14;

impl Sum {
    /// With one more thing.
    pub fn add(&mut self, late: Lateness) {
        self.all += 1;
        if let Lateness::Late(days) = late {
            self.late += 1;
            self.worst = self.worst.max(days);
        }
        self.coming += i64::from(late.within(COMING));
    }
}

/// Whole days since something waits.
pub fn days_waiting(since: Moment, now: Moment) -> i64 {
    since.day().days_until(now.day()).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Day;
    use proptest::prelude::*;

    fn at(day: &str, minutes: i64) -> Moment {
        day.parse::<Day>().unwrap().start().plus_minutes(minutes)
    }

    #[test]
    fn late_is_counted_from_the_day_it_was_due() {
        let due = at("2013-06-10", 11 * 60);
        assert_eq!(lateness(Some(due), at("2013-06-10", 10 * 60)), Lateness::Soon(0));
        assert_eq!(lateness(Some(due), at("2013-06-10", 12 * 60)), Lateness::Late(0));
        assert_eq!(lateness(Some(due), at("2013-06-12", 0)), Lateness::Late(2));
        assert_eq!(lateness(Some(due), at("2013-06-07", 0)), Lateness::Soon(3));
        assert_eq!(lateness(Some(due), at("2013-06-06", 0)), Lateness::InTime(4));
        assert_eq!(lateness(None, due), Lateness::NoTerm);
        assert_eq!(days_waiting(at("2013-06-01", 900), at("2013-06-04", 0)), 3);
    }

    proptest! {
        #[test]
        fn a_sum_counts_each_thing_once(all in proptest::collection::vec(-30i64..30, 0..30)) {
            let mut sum = Sum::default();
            let stands: Vec<Lateness> =
                all.iter().map(|d| if *d < 0 { Lateness::Late(-d) } else { Lateness::InTime(*d) }).collect();
            stands.iter().for_each(|s| sum.add(*s));
            prop_assert_eq!(sum.all, i64::try_from(all.len()).unwrap());
            prop_assert_eq!(sum.late, i64::try_from(all.iter().filter(|d| **d < 0).count()).unwrap());
            prop_assert!(sum.late + sum.coming <= sum.all && sum.worst <= 30);
        }

        #[test]
        fn nothing_is_late_before_its_moment(due in 0i64..400_000, now in 0i64..400_000) {
            let stands = lateness(Some(at("2013-01-01", due)), at("2013-01-01", now));
            prop_assert_eq!(matches!(stands, Lateness::Late(_)), now > due);
            prop_assert_eq!(stands.by().is_some_and(|days| days >= 0), now > due);
            prop_assert!(stands.days().is_some_and(|days| days >= 0));
            prop_assert!(Lateness::CODES.contains(&stands.code()));
        }
    }
}
