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

/// Whether a question may be recorded as asked there.
///
/// # Errors
/// A refusal before the day of the conference, and where it was called off.
pub fn ask_there(state: State, held_on: Day, today: Day) -> Result<(), Refusal> {
    if state == State::Cancelled {
        return Err(Refusal::new("dialogue-refused-state"));
    }
    if today < held_on {
        return Err(Refusal::new("dialogue-refused-early").arg("day", held_on.vn()));
    }
    Ok(())
}

/// What is done with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// Answer it, or mend the answer.
    Answer,
    /// Publish question and answer.
    Publish,
    /// Give it to an agency to answer.
    Assign,
}

impl Errand {
    /// Word in addresses and texts.
    pub fn code(self) -> &'static str {
        match self {
            Errand::Answer => "tra-loi",
            Errand::Publish => "cong-khai",
            Errand::Assign => "giao",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Errand> {
        [Errand::Answer, Errand::Publish, Errand::Assign].into_iter().find(|e| e.code() == code)
    }
}

/// What is open with a question that was answered or not, published or not, what is due first: what is published is answered anew
/// no more, and what is answered is given to nobody else.
pub fn errands(answered: bool, published: bool) -> &'static [Errand] {
    match (answered, published) {
        (false, _) => &[Errand::Answer, Errand::Assign],
        (true, false) => &[Errand::Publish, Errand::Answer],
        (true, true) => &[Errand::Publish],
    }
}

/// Whether an errand may be done.
///
/// # Errors
/// A refusal where the question is no longer, or not yet, where the errand belongs.
pub fn may(errand: Errand, answered: bool, published: bool) -> Result<(), Refusal> {
    let open = errands(answered, published).contains(&errand);
    if open { Ok(()) } else { Err(Refusal::new("dialogue-refused-state")) }
}

/// The ways to reach somebody among what they left as contact, however they parted it: (mail address, telephone).
pub fn reach(contact: &str) -> (Option<&str>, Option<&str>) {
    let parts = || contact.split([',', ';', '/']).map(str::trim).filter(|part| !part.is_empty());
    let words = || parts().flat_map(str::split_whitespace);
    let mail = words()
        .find(|word| word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')));
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).count();
    (mail, parts().find(|part| !part.contains('@') && (8..=13).contains(&digits(part))))
}

/// Whether words meant for everybody tell who asked: the name, the contact, or a part of the contact.
pub fn gives_away(words: &str, asker: &str, contact: &str) -> bool {
    let parts = contact.split([',', ';', '/']);
    [asker, contact].into_iter().chain(parts).any(|own| kernel::text::gives_away(words, own.trim()))
}

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

/// Moves a conference to another day or place.
///
/// # Errors
/// A refusal where it was held or called off already.
pub fn shift(state: State) -> Result<(), Refusal> {
    if state == State::Planned { Ok(()) } else { Err(Refusal::new("dialogue-refused-state")) }
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
        assert!(shift(State::Planned).is_ok() && shift(State::Cancelled).is_err());
        assert_eq!(cancel(State::Planned), Ok(State::Cancelled));
    }

    #[test]
    fn a_question_is_asked_there_from_the_day_on() {
        let on = day("2013-06-10");
        assert_eq!(ask_there(State::Planned, on, on), Ok(()));
        assert_eq!(ask_there(State::Held, on, on.next()), Ok(()), "written down afterwards");
        assert_eq!(ask_there(State::Planned, on, on.previous()).unwrap_err().key, "dialogue-refused-early");
        assert_eq!(ask_there(State::Cancelled, on, on).unwrap_err().key, "dialogue-refused-state");
    }

    #[test]
    fn none_of_the_errands_overtakes_another() {
        assert!(may(Errand::Publish, false, false).is_err(), "nothing to publish yet");
        assert!(may(Errand::Assign, true, false).is_err(), "answered already");
        assert!(may(Errand::Answer, true, true).is_err(), "what is published stands");
        assert_eq!(errands(true, false).first(), Some(&Errand::Publish));
        for errand in [Errand::Answer, Errand::Publish, Errand::Assign] {
            assert_eq!(Errand::from_code(errand.code()), Some(errand));
        }
    }

    #[test]
    fn whoever_asked_is_reached_and_not_given_away_by_any_part_of_their_contact() {
        let contact = "0912 345 678, tam@example.vn";
        assert_eq!(reach(contact), (Some("tam@example.vn"), Some("0912 345 678")));
        assert_eq!(reach("tam@example.vn"), (Some("tam@example.vn"), None));
        assert_eq!(reach("ở nhà, số 12"), (None, None));
        for words in ["Gọi 0912345678 nhé", "viết cho tam@example.vn", "Công ty Phù Sa hỏi"] {
            assert!(gives_away(words, "Công ty Phù Sa", contact), "{words}");
        }
        assert!(!gives_away("Vì sao phải xin ý kiến hai lần?", "Công ty Phù Sa", contact));
        assert!(!gives_away("Vì sao?", "Công ty Phù Sa", ""));
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
