//! The life of an inspection: decided, announced, its minutes drawn up and signed by both sides, its conclusion drafted,
//! published by a second person, closed when no finding is open.

use kernel::Day;
use platform::Refusal;

/// Where an inspection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Decided; team and checklist are put together.
    Prepared,
    /// The unit was told.
    Noticed,
    /// The minutes are drawn up; both sides have yet to sign.
    Minuted,
    /// Both sides have signed.
    Signed,
    /// The conclusion lies before the second person.
    Drafted,
    /// The conclusion is published.
    Published,
    /// Every finding is handled or carried over.
    Closed,
}

/// What a step of an inspection depends on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// Members of the team.
    pub members: usize,
    /// Heads among them.
    pub heads: usize,
    /// Questions of the checklist.
    pub items: usize,
    /// Those without an answer.
    pub unanswered: usize,
    /// Findings neither handled nor carried over.
    pub open: usize,
}

impl State {
    /// All, in the order of their life.
    pub const ALL: [State; 7] = [
        State::Prepared,
        State::Noticed,
        State::Minuted,
        State::Signed,
        State::Drafted,
        State::Published,
        State::Closed,
    ];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            State::Prepared => "prepared",
            State::Noticed => "noticed",
            State::Minuted => "minuted",
            State::Signed => "signed",
            State::Drafted => "drafted",
            State::Published => "published",
            State::Closed => "closed",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.code() == code)
    }

    /// The team may be changed until the unit is told who comes.
    pub fn teams(self) -> Result<(), Refusal> {
        if self == State::Prepared { Ok(()) } else { Err(Refusal::new("inspections-refused-noticed")) }
    }

    /// The unit is told, with a head of the team and questions to ask.
    pub fn notice(self, facts: Facts) -> Result<State, Refusal> {
        self.teams()?;
        if facts.members == 0 || facts.heads != 1 {
            return Err(Refusal::new("inspections-refused-no-head"));
        }
        if facts.items == 0 {
            return Err(Refusal::new("inspections-refused-no-items"));
        }
        Ok(State::Noticed)
    }

    /// Questions are answered and findings written while the team is at the unit.
    pub fn visits(self) -> Result<(), Refusal> {
        match self {
            State::Noticed => Ok(()),
            State::Prepared => Err(Refusal::new("inspections-refused-not-noticed")),
            _ => Err(Refusal::new("inspections-refused-minuted")),
        }
    }

    /// The minutes are drawn up when every question has its answer, not before the first day at the unit.
    pub fn minutes(self, facts: Facts, (from, today): (Day, Day)) -> Result<State, Refusal> {
        self.visits()?;
        if today < from {
            return Err(Refusal::new("inspections-refused-too-early").arg("day", from.vn()));
        }
        if facts.unanswered > 0 {
            return Err(Refusal::new("inspections-refused-unanswered").arg("count", facts.unanswered));
        }
        Ok(State::Minuted)
    }

    /// The unit objects and both sides sign while the minutes lie before them.
    pub fn signs(self) -> Result<(), Refusal> {
        if self == State::Minuted { Ok(()) } else { Err(Refusal::new("inspections-refused-not-minuted")) }
    }

    /// The conclusion is drafted from signed minutes.
    pub fn draft(self) -> Result<State, Refusal> {
        if self == State::Signed {
            Ok(State::Drafted)
        } else {
            Err(Refusal::new("inspections-refused-not-signed"))
        }
    }

    /// The draft is given back with a reason.
    pub fn give_back(self) -> Result<State, Refusal> {
        self.drafted()?;
        Ok(State::Signed)
    }

    /// The conclusion is published by somebody who did not draft it.
    pub fn publish(self, by: i64, hands: &[i64]) -> Result<State, Refusal> {
        self.drafted()?;
        if hands.contains(&by) {
            return Err(Refusal::new("inspections-refused-own"));
        }
        Ok(State::Published)
    }

    /// Closed when no finding is open.
    pub fn close(self, facts: Facts) -> Result<State, Refusal> {
        if self != State::Published {
            return Err(Refusal::new("inspections-refused-not-published"));
        }
        if facts.open > 0 {
            return Err(Refusal::new("inspections-refused-open").arg("count", facts.open));
        }
        Ok(State::Closed)
    }

    fn drafted(self) -> Result<(), Refusal> {
        if self == State::Drafted { Ok(()) } else { Err(Refusal::new("inspections-refused-not-drafted")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    const READY: Facts = Facts { members: 3, heads: 1, items: 5, unanswered: 0, open: 0 };

    #[test]
    fn an_inspection_goes_its_way_once() {
        let days = (day("2013-03-04"), day("2013-03-05"));
        let noticed = State::Prepared.notice(READY).unwrap();
        let minuted = noticed.minutes(READY, days).unwrap();
        assert!(minuted.signs().is_ok() && minuted.visits().is_err());
        let drafted = State::Signed.draft().unwrap();
        assert_eq!(drafted.publish(5, &[5]).unwrap_err().key, "inspections-refused-own");
        let published = drafted.publish(6, &[5]).unwrap();
        assert_eq!(published.close(READY), Ok(State::Closed));
    }

    #[test]
    fn nobody_is_told_of_a_team_without_a_head_or_without_questions() {
        let none = Facts { heads: 0, ..READY };
        assert_eq!(State::Prepared.notice(none).unwrap_err().key, "inspections-refused-no-head");
        let two = Facts { heads: 2, ..READY };
        assert_eq!(State::Prepared.notice(two).unwrap_err().key, "inspections-refused-no-head");
        let empty = Facts { items: 0, ..READY };
        assert_eq!(State::Prepared.notice(empty).unwrap_err().key, "inspections-refused-no-items");
    }

    #[test]
    fn minutes_wait_for_the_first_day_and_the_last_answer() {
        let days = (day("2013-03-04"), day("2013-03-03"));
        assert_eq!(State::Noticed.minutes(READY, days).unwrap_err().key, "inspections-refused-too-early");
        let open = Facts { unanswered: 1, ..READY };
        let days = (day("2013-03-04"), day("2013-03-04"));
        assert_eq!(State::Noticed.minutes(open, days).unwrap_err().key, "inspections-refused-unanswered");
    }

    proptest! {
        #[test]
        fn what_has_open_findings_is_never_closed(at in 0usize..7, open in 1usize..9) {
            let closed = State::ALL[at].close(Facts { open, ..READY });
            prop_assert!(closed.is_err());
        }

        #[test]
        fn nobody_publishes_what_they_drafted(by in 0i64..5, hands in proptest::collection::vec(0i64..5, 0..5)) {
            prop_assert_eq!(State::Drafted.publish(by, &hands).is_ok(), !hands.contains(&by));
        }

        #[test]
        fn a_code_names_its_state(at in 0usize..7) {
            prop_assert_eq!(State::from_code(State::ALL[at].code()), Some(State::ALL[at]));
        }
    }
}
