//! Questionnaires (phiếu lấy ý kiến, Decree 20/2008 art. 9.2): by which way they go out, and where each stands.

use super::words::words;
use kernel::Day;
use platform::Refusal;

/// Whom one questionnaire can be sent to at once.
const AT_ONCE: usize = 500;
/// Longest name of a receiver.
const NAME_MAX: usize = 300;

words! {
    /// The way it is sent out.
    Way {
        /// With a letter of the agency.
        Letter = "letter",
        /// Through the mass media.
        Media = "media",
        /// By electronic means.
        Electronic = "electronic",
    }
}

/// Where a questionnaire stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Answers are awaited.
    Open,
    /// Its day has passed and answers are missing: who has not answered is chased.
    Chase,
    /// Every answer is there: to be collated.
    Collate,
    /// Collated and decided.
    Closed,
}

impl Stage {
    /// Word in the keys of texts.
    pub fn code(self) -> &'static str {
        match self {
            Stage::Open => "open",
            Stage::Chase => "chase",
            Stage::Collate => "collate",
            Stage::Closed => "closed",
        }
    }
}

words! {
    /// What is done with a questionnaire once it is issued; the words stand in addresses.
    Errand {
        /// Chase who has not answered.
        Chase = "don-doc",
        /// Book an answer.
        Book = "tra-loi",
        /// Collate and close.
        Close = "ket-thuc",
        /// Send it to more.
        Add = "them",
    }
}

/// What is open at a stage, what is due first.
pub fn errands(stage: Stage, sent: i64) -> &'static [Errand] {
    match stage {
        Stage::Closed => &[],
        _ if sent == 0 => &[Errand::Add],
        Stage::Open => &[Errand::Book, Errand::Add, Errand::Close],
        Stage::Chase => &[Errand::Chase, Errand::Book, Errand::Add, Errand::Close],
        Stage::Collate => &[Errand::Close, Errand::Add],
    }
}

/// Whether an errand may be done.
///
/// # Errors
/// A refusal where the questionnaire is closed, where nobody is to be chased yet, or where nothing is to be booked.
pub fn may(errand: Errand, stage: Stage, sent: i64) -> Result<(), Refusal> {
    if errands(stage, sent).contains(&errand) {
        return Ok(());
    }
    Err(Refusal::new(match (stage, errand) {
        (Stage::Closed, _) => "petitions-refused-closed",
        (_, Errand::Chase) => "petitions-refused-chase",
        _ => "petitions-refused-nobody-waits",
    }))
}

/// Whom it goes to, one a line; blank lines and what is no name are left out.
pub fn respondents(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && line.chars().count() <= NAME_MAX)
        .take(AT_ONCE)
}

/// Whether every line names a receiver, and no more of them than go out at once.
pub fn fits(text: &str) -> bool {
    respondents(text).count() == text.lines().filter(|line| !line.trim().is_empty()).count()
}

/// Where it stands on a day, with so many sent out and so many answered.
pub fn stage(due_on: Day, closed: bool, (sent, answered): (i64, i64), today: Day) -> Stage {
    match (closed, sent > answered, today > due_on) {
        (true, _, _) => Stage::Closed,
        (false, true, true) => Stage::Chase,
        (false, true, false) => Stage::Open,
        (false, false, _) if sent == 0 => Stage::Open,
        (false, false, _) => Stage::Collate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_chased_before_the_day_nor_anything_done_after_the_end() {
        assert_eq!(may(Errand::Chase, Stage::Chase, 3), Ok(()));
        let key = |errand, stage, sent| may(errand, stage, sent).unwrap_err().key;
        assert_eq!(key(Errand::Chase, Stage::Open, 3), "petitions-refused-chase");
        assert_eq!(key(Errand::Chase, Stage::Collate, 3), "petitions-refused-chase");
        assert_eq!(key(Errand::Book, Stage::Collate, 3), "petitions-refused-nobody-waits");
        for errand in Errand::ALL {
            assert_eq!(key(*errand, Stage::Closed, 3), "petitions-refused-closed");
        }
        assert_eq!(errands(Stage::Open, 0), [Errand::Add], "sent to nobody yet");
    }

    #[test]
    fn a_receiver_stands_on_a_line() {
        let long = "x".repeat(301);
        let text = format!(" Công ty A \n\n{long}\nCông ty B");
        assert_eq!(respondents(&text).collect::<Vec<_>>(), ["Công ty A", "Công ty B"]);
        assert!(!fits(&text) && fits("Công ty A\n\nCông ty B") && fits(""));
    }

    #[test]
    fn who_has_not_answered_is_chased_from_the_day_after() {
        let due: Day = "2013-06-10".parse().unwrap();
        assert_eq!(stage(due, false, (3, 1), due), Stage::Open);
        assert_eq!(stage(due, false, (3, 1), due.next()), Stage::Chase);
        assert_eq!(stage(due, false, (3, 3), due), Stage::Collate);
        assert_eq!(stage(due, false, (0, 0), due), Stage::Open);
        assert_eq!(stage(due, true, (3, 1), due.next()), Stage::Closed);
    }
}
