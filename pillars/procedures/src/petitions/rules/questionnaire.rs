//! Questionnaires (phiếu lấy ý kiến, Decree 20/2008 art. 9.2): by which way they go out, and where each stands.

use super::words::words;
use kernel::Day;

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
    fn who_has_not_answered_is_chased_from_the_day_after() {
        let due: Day = "2013-06-10".parse().unwrap();
        assert_eq!(stage(due, false, (3, 1), due), Stage::Open);
        assert_eq!(stage(due, false, (3, 1), due.next()), Stage::Chase);
        assert_eq!(stage(due, false, (3, 3), due), Stage::Collate);
        assert_eq!(stage(due, false, (0, 0), due), Stage::Open);
        assert_eq!(stage(due, true, (3, 1), due.next()), Stage::Closed);
    }
}
