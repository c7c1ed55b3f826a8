//! Whether a paper of the shelf can be used on a day.

use kernel::Day;

/// How a paper stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tenure {
    /// It can be used.
    Held,
    /// It can be used, not for long.
    Ending,
    /// Its last day has passed.
    Expired,
    /// It left the shelf: revoked, replaced or taken off.
    Left,
}

impl Tenure {
    /// All of them, in the order of a filter.
    pub const ALL: [Tenure; 4] = [Tenure::Held, Tenure::Ending, Tenure::Expired, Tenure::Left];

    /// Word in the address and in texts.
    pub fn code(self) -> &'static str {
        match self {
            Tenure::Held => "held",
            Tenure::Ending => "ending",
            Tenure::Expired => "expired",
            Tenure::Left => "left",
        }
    }

    /// Whether it spares a paper today.
    pub fn serves(self) -> bool {
        matches!(self, Tenure::Held | Tenure::Ending)
    }
}

/// How it stands on a day; on its last day it still serves. `near`: days before the end in which the person is reminded.
pub fn tenure(left: bool, valid_to: Option<Day>, on: Day, near: i64) -> Tenure {
    match valid_to {
        _ if left => Tenure::Left,
        Some(last) if last < on => Tenure::Expired,
        Some(last) if last <= on.plus_days(near) => Tenure::Ending,
        _ => Tenure::Held,
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
    fn it_serves_up_to_its_last_day() {
        let last = Some(day("2013-12-10"));
        assert_eq!(tenure(false, last, day("2013-12-10"), 30), Tenure::Ending);
        assert_eq!(tenure(false, last, day("2013-12-11"), 30), Tenure::Expired);
        assert_eq!(tenure(false, last, day("2013-11-10"), 30), Tenure::Ending);
        assert_eq!(tenure(false, last, day("2013-11-09"), 30), Tenure::Held);
        assert_eq!(tenure(false, None, day("2099-01-01"), 30), Tenure::Held);
    }

    #[test]
    fn what_was_revoked_serves_no_more_however_long_it_was_valid() {
        assert_eq!(tenure(true, Some(day("2099-01-01")), day("2013-06-10"), 30), Tenure::Left);
        assert!(!Tenure::Left.serves() && !Tenure::Expired.serves() && Tenure::Ending.serves());
    }

    proptest! {
        #[test]
        fn it_never_serves_again_once_expired(last in 0i64..3000, on in 0i64..3000, later in 0i64..3000) {
            let base = day("2012-01-01");
            let end = Some(base.plus_days(last));
            if tenure(false, end, base.plus_days(on), 30) == Tenure::Expired {
                prop_assert!(!tenure(false, end, base.plus_days(on + later), 30).serves());
            }
        }
    }
}
