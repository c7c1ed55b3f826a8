//! When a dialogue takes questions, when its answers are due, and what follows on what.

use kernel::{Day, WorkingCalendar};
use platform::Refusal;

/// Where a conference stands, as kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Announced.
    Planned,
    /// Held.
    Held,
    /// Called off.
    Cancelled,
}

impl State {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Held => "held",
            State::Cancelled => "cancelled",
        }
    }

    /// From the word; anything else is announced.
    pub fn from_code(code: &str) -> State {
        [State::Held, State::Cancelled].into_iter().find(|s| s.code() == code).unwrap_or(State::Planned)
    }
}

/// Whom a conference is with.
pub const AUDIENCES: [&str; 3] = ["firms", "people", "both"];
/// Words of where a conference stands.
pub const STATES: [&str; 3] = ["planned", "held", "cancelled"];
/// When a question was asked.
pub const BEFORE: &str = "before";
/// The same.
pub const DURING: &str = "during";

/// Whether the public may send questions.
pub fn takes_questions(state: State, ask_until: Day, today: Day) -> bool {
    state == State::Planned && today <= ask_until
}

/// The last day of an answer: so many working days after the conference, or after the question where it came later.
pub fn answer_due(calendar: &WorkingCalendar, held_on: Day, asked_on: Day, days: u32) -> Day {
    calendar.add_working_days(held_on.max(asked_on), days)
}

/// Whether an answer did not come in time.
pub fn is_late(due_on: Day, answered_on: Option<Day>, today: Day) -> bool {
    answered_on.unwrap_or(today) > due_on
}

/// Marks a conference as held.
///
/// # Errors
/// A refusal before its day, and where it was held or called off already.
pub fn hold(state: State, held_on: Day, today: Day) -> Result<State, Refusal> {
    if state != State::Planned {
        return Err(Refusal::new("dialogue-refused-state"));
    }
    if today < held_on {
        return Err(Refusal::new("dialogue-refused-early").arg("day", held_on.vn()));
    }
    Ok(State::Held)
}

/// Calls a conference off.
///
/// # Errors
/// A refusal where it was held or called off already.
pub fn cancel(state: State) -> Result<State, Refusal> {
    if state == State::Planned { Ok(State::Cancelled) } else { Err(Refusal::new("dialogue-refused-state")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn questions_are_taken_until_the_end_of_the_last_day() {
        let last = day("2013-06-10");
        assert!(takes_questions(State::Planned, last, last));
        assert!(!takes_questions(State::Planned, last, last.next()));
        assert!(!takes_questions(State::Held, last, last));
    }

    #[test]
    fn a_conference_is_held_on_its_day_and_once() {
        let on = day("2013-06-10");
        assert_eq!(hold(State::Planned, on, on), Ok(State::Held));
        assert!(hold(State::Planned, on, on.previous()).is_err());
        assert!(hold(State::Held, on, on).is_err() && cancel(State::Held).is_err());
        assert_eq!(cancel(State::Planned), Ok(State::Cancelled));
    }

    #[test]
    fn an_answer_is_due_fifteen_working_days_after_the_conference() {
        let calendar = WorkingCalendar::default();
        assert_eq!(answer_due(&calendar, day("2013-06-10"), day("2013-06-03"), 15), day("2013-07-01"));
        assert!(is_late(day("2013-07-01"), None, day("2013-07-02")));
        assert!(!is_late(day("2013-07-01"), Some(day("2013-07-01")), day("2013-08-02")));
    }

    proptest! {
        #[test]
        fn no_answer_is_due_before_the_question_or_the_conference(held in 0i64..800, asked in 0i64..800, days in 1u32..30) {
            let calendar = WorkingCalendar::default();
            let (held, asked) = (day("2012-01-02").plus_days(held), day("2012-01-02").plus_days(asked));
            let due = answer_due(&calendar, held, asked, days);
            prop_assert!(due > held && due > asked);
        }
    }
}
