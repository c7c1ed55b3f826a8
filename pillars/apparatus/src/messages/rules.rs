//! Rules of a conversation: who waits for whom and how long, how a correction request stands, what may be sent.

use kernel::{Day, Moment, WorkingCalendar};
use platform::FieldErrors;
use platform::error::Result;
use platform::profiles::Profiles;

/// Longest message, characters.
pub const LONGEST: usize = 4000;

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who filed the dossier.
    Applicant,
    /// The agency.
    Staff,
}

impl Side {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Side::Applicant => "applicant",
            Side::Staff => "staff",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Side {
        if code == "staff" { Side::Staff } else { Side::Applicant }
    }
}

/// Since when the agency owes an answer, after somebody wrote: the first question that no answer followed counts.
pub fn waiting_after(waiting: Option<Moment>, side: Side, at: Moment) -> Option<Moment> {
    match side {
        Side::Applicant => Some(waiting.map_or(at, |since| since.min(at))),
        Side::Staff => None,
    }
}

/// How long an answer is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// Working days begun after the day of the question.
    pub days: i64,
    /// More than the city allows itself.
    pub over: bool,
}

/// The age of a question at a moment; `within` is the number of working days that the city allows itself.
pub fn age(since: Moment, now: Moment, calendar: &WorkingCalendar, within: i64) -> Age {
    let days = calendar.working_days_between(since.day(), now.day()).max(0);
    Age { days, over: days > within }
}

/// How a request to put something right stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The applicant has time.
    Open,
    /// Its last day has passed without an answer.
    Overdue,
    /// The applicant answered; somebody of the agency looks at it.
    Answered,
    /// The agency is content, or asks no longer.
    Closed,
}

impl Standing {
    /// Word in texts.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Open => "open",
            Standing::Overdue => "overdue",
            Standing::Answered => "answered",
            Standing::Closed => "closed",
        }
    }

    /// Whether the applicant is still to answer.
    pub fn waits(self) -> bool {
        matches!(self, Standing::Open | Standing::Overdue)
    }
}

/// A request as it stands on a day.
pub fn standing(due: Option<Day>, answered: bool, closed: bool, today: Day) -> Standing {
    match (closed, answered) {
        (true, _) => Standing::Closed,
        (false, true) => Standing::Answered,
        (false, false) if due.is_some_and(|due| due < today) => Standing::Overdue,
        (false, false) => Standing::Open,
    }
}

/// How a complaint stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Complaint {
    /// Nobody has said yet whether it is so.
    Open,
    /// It is so.
    True,
    /// It is not.
    False,
}

impl Complaint {
    /// What may be found of one.
    pub const FINDINGS: [Complaint; 2] = [Complaint::True, Complaint::False];

    /// Word in texts; of a finding also in the database.
    pub fn code(self) -> &'static str {
        match self {
            Complaint::Open => "open",
            Complaint::True => "true",
            Complaint::False => "false",
        }
    }

    /// A finding from its word.
    pub fn found(code: &str) -> Option<Complaint> {
        Complaint::FINDINGS.into_iter().find(|finding| finding.code() == code)
    }
}

/// The limits that the city sets itself; no text of law gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Working days within which a question is answered.
    pub answer_within: i64,
    /// Working days offered for a correction where nobody says otherwise.
    pub correction_days: u32,
    /// Files one message may carry.
    pub files: usize,
    /// Who holds the key of a dossier without an account reads and writes its thread.
    pub by_key: bool,
}

impl Limits {
    /// Those of a day.
    pub fn on(profiles: &Profiles, day: Day) -> Result<Limits> {
        Ok(Limits {
            answer_within: profiles.get_or("messages.answer_within_wd", day, 2)?,
            correction_days: profiles.get_or("messages.correction_wd", day, 5)?,
            files: profiles.get_or("messages.files_most", day, 5)?,
            by_key: profiles.get_or("messages.by_key", day, true)?,
        })
    }
}

/// Whether a reader without the staff's rights may open a thread: the account that filed the dossier; where none did, who
/// holds its key, if the city has it so.
pub fn opens(filed_by: Option<i64>, reader: Option<i64>, by_key: bool) -> bool {
    match filed_by {
        Some(account) => reader == Some(account),
        None => by_key,
    }
}

/// What a correction request lacks: something to put right, and a last day that lies ahead.
pub fn check_correction(items: usize, due: Option<Day>, today: Day, errors: &mut FieldErrors) {
    if items == 0 {
        errors.add("muc", "messages-error-items");
    }
    match due {
        None if errors.0.iter().any(|error| error.field == "han") => {}
        None => errors.add("han", "form-required"),
        Some(due) if due <= today => errors.add("han", "messages-error-due"),
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn at(text: &str, hour: i64) -> Moment {
        day(text).start().plus_minutes(hour * 60)
    }

    #[test]
    fn the_first_question_without_an_answer_counts() {
        let (first, second) = (at("2013-06-10", 9), at("2013-06-11", 9));
        let waiting = waiting_after(None, Side::Applicant, first);
        assert_eq!(waiting_after(waiting, Side::Applicant, second), Some(first));
        assert_eq!(waiting_after(waiting, Side::Staff, second), None);
        assert_eq!(waiting_after(None, Side::Staff, second), None);
    }

    #[test]
    fn a_weekend_does_not_age_a_question() {
        let calendar = WorkingCalendar::default();
        let friday = at("2013-06-14", 16);
        assert_eq!(age(friday, at("2013-06-17", 8), &calendar, 2), Age { days: 1, over: false });
        assert_eq!(age(friday, at("2013-06-19", 8), &calendar, 2), Age { days: 3, over: true });
        assert_eq!(age(friday, friday, &calendar, 0), Age { days: 0, over: false });
    }

    #[test]
    fn a_request_is_overdue_the_day_after_its_last() {
        let due = Some(day("2013-06-14"));
        assert_eq!(standing(due, false, false, day("2013-06-14")), Standing::Open);
        assert_eq!(standing(due, false, false, day("2013-06-15")), Standing::Overdue);
        assert_eq!(standing(due, true, false, day("2013-07-15")), Standing::Answered);
        assert_eq!(standing(due, true, true, day("2013-07-15")), Standing::Closed);
    }

    #[test]
    fn a_key_opens_only_what_no_account_filed() {
        assert!(opens(None, None, true) && !opens(None, None, false));
        assert!(opens(Some(7), Some(7), false));
        assert!(!opens(Some(7), None, true) && !opens(Some(7), Some(8), true));
    }

    #[test]
    fn a_correction_names_something_and_a_day_ahead() {
        let today = day("2013-06-10");
        let told = |items, due: Option<&str>| {
            let mut errors = FieldErrors::new();
            check_correction(items, due.map(day), today, &mut errors);
            errors.0.into_iter().map(|e| e.key).collect::<Vec<_>>()
        };
        assert_eq!(told(0, None), ["messages-error-items", "form-required"]);
        assert_eq!(told(1, Some("2013-06-10")), ["messages-error-due"]);
        assert!(told(2, Some("2013-06-11")).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn an_answer_is_owed_from_the_first_question_after_the_last_answer(turns in proptest::collection::vec(proptest::bool::ANY, 0..20)) {
            let mut waiting = None;
            let mut first = None;
            for (minute, staff) in turns.into_iter().enumerate() {
                let at = Moment::from_micros(i64::try_from(minute).unwrap() * 60_000_000);
                let side = if staff { Side::Staff } else { Side::Applicant };
                waiting = waiting_after(waiting, side, at);
                first = if staff { None } else { first.or(Some(at)) };
                proptest::prop_assert_eq!(waiting, first);
            }
        }

        #[test]
        fn a_question_only_grows_older(start in 0_i64..60_000, more in 0_i64..20_000, then in 0_i64..20_000) {
            let calendar = WorkingCalendar::default();
            let since = at("2013-01-01", 0).plus_minutes(start);
            let (now, later) = (since.plus_minutes(more), since.plus_minutes(more + then));
            let (young, old) = (age(since, now, &calendar, 2), age(since, later, &calendar, 2));
            proptest::prop_assert!(young.days <= old.days && (!young.over || old.over));
        }
    }
}
