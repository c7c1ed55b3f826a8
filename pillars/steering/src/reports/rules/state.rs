//! Where a report stands, who may move it, and what Home Affairs calls that.

use kernel::Day;
use platform::Refusal;

/// States of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Being written.
    Draft,
    /// Its figures are frozen; it waits for the leader of its agency.
    Submitted,
    /// Signed and sent; it waits for its receiver.
    Sent,
    /// Given back to be corrected.
    Returned,
    /// Accepted, and locked.
    Accepted,
}

impl State {
    /// All of them.
    pub const ALL: [State; 5] =
        [State::Draft, State::Submitted, State::Sent, State::Returned, State::Accepted];

    /// Code in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Sent => "sent",
            State::Returned => "returned",
            State::Accepted => "accepted",
        }
    }

    /// The state of a code.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether its words and figures may be written now.
    pub fn editable(self) -> Result<(), Refusal> {
        match self {
            State::Draft | State::Returned => Ok(()),
            State::Submitted | State::Sent => Err(Refusal::new("reports-refused-on-its-way")),
            State::Accepted => Err(Refusal::new("reports-refused-locked")),
        }
    }

    /// Handed to the leader of the agency; `missing` figures that nobody measures must be typed first.
    pub fn submit(self, missing: usize) -> Result<State, Refusal> {
        self.editable()?;
        if missing > 0 {
            return Err(Refusal::new("reports-refused-missing").arg("missing", missing));
        }
        Ok(State::Submitted)
    }

    /// Signed by the leader, who is none of those who wrote it.
    pub fn sign(self, account: i64, hands: &[i64]) -> Result<State, Refusal> {
        if self != State::Submitted {
            return Err(Refusal::new("reports-refused-not-submitted"));
        }
        if account > 0 && hands.contains(&account) {
            return Err(Refusal::new("reports-refused-second-person"));
        }
        Ok(State::Sent)
    }

    /// Given back: by the leader before signing, by the receiver after.
    pub fn give_back(self) -> Result<State, Refusal> {
        match self {
            State::Submitted | State::Sent => Ok(State::Returned),
            _ => Err(Refusal::new("reports-refused-not-sent")),
        }
    }

    /// Accepted by its receiver, and by none of those who wrote or signed it.
    pub fn accept(self, account: i64, hands: &[i64]) -> Result<State, Refusal> {
        if self != State::Sent {
            return Err(Refusal::new("reports-refused-not-sent"));
        }
        if account > 0 && hands.contains(&account) {
            return Err(Refusal::new("reports-refused-second-person"));
        }
        Ok(State::Accepted)
    }

    /// Opened again for a correction.
    pub fn unlock(self) -> Result<State, Refusal> {
        match self {
            State::Accepted => Ok(State::Returned),
            _ => Err(Refusal::new("reports-refused-not-locked")),
        }
    }
}

/// What Home Affairs calls a report that is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Not sent, and its last day has passed.
    Overdue,
    /// Given back.
    Returned,
    /// Not sent yet.
    Missing,
    /// Sent after its last day; waits for its receiver.
    Late,
    /// Sent in time; waits for its receiver.
    OnTime,
    /// Accepted.
    Accepted,
    /// Taken into the report of its receiver.
    Aggregated,
}

impl Status {
    /// All of them, what is worst first.
    pub const ALL: [Status; 7] = [
        Status::Overdue,
        Status::Returned,
        Status::Missing,
        Status::Late,
        Status::OnTime,
        Status::Accepted,
        Status::Aggregated,
    ];

    /// Code in addresses and texts.
    pub fn code(self) -> &'static str {
        match self {
            Status::Overdue => "overdue",
            Status::Returned => "returned",
            Status::Missing => "missing",
            Status::Late => "late",
            Status::OnTime => "on-time",
            Status::Accepted => "accepted",
            Status::Aggregated => "aggregated",
        }
    }
}

/// What a status rests on.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// Where the report stands; none where nobody has begun it.
    pub state: Option<State>,
    /// The day it was first sent.
    pub sent: Option<Day>,
    /// Its last day.
    pub due: Day,
    /// Whether it was taken into another.
    pub aggregated: bool,
}

/// The status on a day. A report returned after it was sent keeps the day on which it first came.
pub fn status(facts: Facts, today: Day) -> Status {
    let came = facts.sent.map(|sent| if sent > facts.due { Status::Late } else { Status::OnTime });
    match (facts.state, came) {
        (Some(State::Accepted), _) if facts.aggregated => Status::Aggregated,
        (Some(State::Accepted), _) => Status::Accepted,
        (Some(State::Returned), Some(_)) => Status::Returned,
        (Some(State::Sent), Some(came)) => came,
        _ if facts.sent.is_none() && today > facts.due => Status::Overdue,
        (_, Some(_)) => Status::Returned,
        _ => Status::Missing,
    }
}

/// Days by which a report came too late; none where it came in time, and until today where it did not come.
pub fn days_late(sent: Option<Day>, due: Day, today: Day) -> Option<i64> {
    Some(due.days_until(sent.unwrap_or(today))).filter(|days| *days > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn at(state: Option<State>, sent: Option<&str>, today: &str) -> Status {
        let facts = Facts { state, sent: sent.map(day), due: day("2013-03-15"), aggregated: false };
        status(facts, day(today))
    }

    #[test]
    fn late_the_day_after_due() {
        assert_eq!(at(None, None, "2013-03-15"), Status::Missing);
        assert_eq!(at(None, None, "2013-03-16"), Status::Overdue);
        assert_eq!(at(Some(State::Sent), Some("2013-03-15"), "2013-05-01"), Status::OnTime);
        assert_eq!(at(Some(State::Sent), Some("2013-03-16"), "2013-05-01"), Status::Late);
        assert_eq!(days_late(Some(day("2013-03-18")), day("2013-03-15"), day("2013-05-01")), Some(3));
        assert_eq!(days_late(None, day("2013-03-15"), day("2013-03-15")), None);
    }

    #[test]
    fn a_report_given_back_by_its_own_leader_has_not_come_yet() {
        assert_eq!(at(Some(State::Returned), None, "2013-03-10"), Status::Missing);
        assert_eq!(at(Some(State::Returned), Some("2013-03-10"), "2013-03-20"), Status::Returned);
        assert_eq!(at(Some(State::Submitted), Some("2013-03-10"), "2013-03-20"), Status::Returned);
    }

    #[test]
    fn who_wrote_it_neither_signs_nor_accepts() {
        assert!(State::Submitted.sign(7, &[7, 8]).is_err());
        assert_eq!(State::Submitted.sign(9, &[7, 8]).ok(), Some(State::Sent));
        assert!(State::Sent.accept(8, &[7, 8]).is_err());
        assert_eq!(State::Sent.accept(9, &[7, 8]).ok(), Some(State::Accepted));
        assert!(State::Draft.submit(1).is_err());
        assert!(State::Accepted.editable().is_err());
    }

    proptest! {
        #[test]
        fn only_what_was_accepted_is_locked(which in 0usize..5) {
            let state = State::ALL[which];
            prop_assert_eq!(State::from_code(state.code()), Some(state));
            prop_assert_eq!(state.unlock().is_ok(), state == State::Accepted);
            prop_assert!(state.editable().is_err() || state.give_back().is_err());
        }
    }
}
