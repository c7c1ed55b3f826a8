//! Whether a result holds on a day: what somebody decided is kept, what the calendar says is computed.

use kernel::Day;

/// What was decided of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing: it stands.
    InForce,
    /// Thu hồi, hủy bỏ.
    Revoked,
    /// Another result took its place.
    Replaced,
}

impl State {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::InForce => "in_force",
            State::Revoked => "revoked",
            State::Replaced => "replaced",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<State> {
        [State::InForce, State::Revoked, State::Replaced].into_iter().find(|s| s.code() == code)
    }
}

/// How a result stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In force.
    InForce,
    /// Its validity is over.
    Expired,
    /// Revoked, whatever its validity was.
    Revoked,
    /// Replaced by another.
    Replaced,
}

impl Standing {
    /// All of them, in the order of a filter.
    pub const ALL: [Standing; 4] =
        [Standing::InForce, Standing::Expired, Standing::Revoked, Standing::Replaced];

    /// Word in the address, in texts and in files.
    pub fn code(self) -> &'static str {
        match self {
            Standing::InForce => "in-force",
            Standing::Expired => "expired",
            Standing::Revoked => "revoked",
            Standing::Replaced => "replaced",
        }
    }
}

/// How it stands on a day; on its last day it still holds.
pub fn standing(state: State, valid_to: Option<Day>, on: Day) -> Standing {
    match state {
        State::Revoked => Standing::Revoked,
        State::Replaced => Standing::Replaced,
        State::InForce if valid_to.is_some_and(|last| last < on) => Standing::Expired,
        State::InForce => Standing::InForce,
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
    fn in_force_on_its_last_day_and_expired_the_day_after() {
        let last = Some(day("2013-12-10"));
        assert_eq!(standing(State::InForce, last, day("2013-12-10")), Standing::InForce);
        assert_eq!(standing(State::InForce, last, day("2013-12-11")), Standing::Expired);
        assert_eq!(standing(State::InForce, None, day("2099-01-01")), Standing::InForce);
    }

    #[test]
    fn what_was_revoked_is_not_called_expired() {
        let last = Some(day("2013-12-10"));
        assert_eq!(standing(State::Revoked, last, day("2014-01-01")), Standing::Revoked);
        assert_eq!(standing(State::Replaced, last, day("2014-01-01")), Standing::Replaced);
        assert_eq!(State::from_code("revoked"), Some(State::Revoked));
        assert_eq!(State::from_code("?"), None);
    }

    proptest! {
        #[test]
        fn once_expired_always_expired(last in 0i64..4000, on in 0i64..4000, later in 0i64..4000) {
            let base = day("2012-01-01");
            let end = Some(base.plus_days(last));
            if standing(State::InForce, end, base.plus_days(on)) == Standing::Expired {
                prop_assert_eq!(standing(State::InForce, end, base.plus_days(on + later)), Standing::Expired);
            }
        }
    }
}
