//! States of a review, its chapters and its award proposals, and the only ways between them.

use platform::Refusal;

/// What a review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Sơ kết: in the middle of a programme.
    Interim,
    /// Tổng kết: at its end.
    Final,
}

impl Kind {
    /// Both.
    pub const ALL: [Kind; 2] = [Kind::Interim, Kind::Final];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Interim => "interim",
            Kind::Final => "final",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.code() == code)
    }
}

/// Where a review stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Agencies write, figures may be frozen anew.
    Writing,
    /// Before the one who approves.
    Submitted,
    /// Approved, not announced.
    Approved,
    /// Announced.
    Published,
}

/// What is lacking before a review is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lacking {
    /// No figures are frozen.
    pub figures: bool,
    /// Missed targets and overdue tasks without a cause.
    pub causes: usize,
    /// Chapters not accepted.
    pub chapters: usize,
    /// Award proposals nobody decided on.
    pub awards: usize,
}

impl State {
    /// All, in the order of its life.
    pub const ALL: [State; 4] = [State::Writing, State::Submitted, State::Approved, State::Published];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            State::Writing => "writing",
            State::Submitted => "submitted",
            State::Approved => "approved",
            State::Published => "published",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether it may be written.
    pub fn writing(self) -> Result<(), Refusal> {
        if self == State::Writing { Ok(()) } else { Err(Refusal::new("final-review-refused-closed")) }
    }

    /// Sent to the one who approves, with nothing lacking.
    pub fn submit(self, lacking: Lacking) -> Result<State, Refusal> {
        self.writing()?;
        if lacking.figures {
            return Err(Refusal::new("final-review-refused-no-figures"));
        }
        if lacking.causes > 0 {
            return Err(Refusal::new("final-review-refused-causes").arg("count", lacking.causes));
        }
        if lacking.chapters > 0 {
            return Err(Refusal::new("final-review-refused-chapters").arg("count", lacking.chapters));
        }
        if lacking.awards > 0 {
            return Err(Refusal::new("final-review-refused-awards").arg("count", lacking.awards));
        }
        Ok(State::Submitted)
    }

    /// Given back with a reason.
    pub fn give_back(self) -> Result<State, Refusal> {
        self.submitted()?;
        Ok(State::Writing)
    }

    /// Approved by somebody who neither wrote, accepted, froze nor sent any of it.
    pub fn approve(self, by: i64, hands: &[i64]) -> Result<State, Refusal> {
        self.submitted()?;
        if hands.contains(&by) {
            return Err(Refusal::new("final-review-refused-own"));
        }
        Ok(State::Approved)
    }

    /// Announced.
    pub fn publish(self) -> Result<State, Refusal> {
        match self {
            State::Approved => Ok(State::Published),
            _ => Err(Refusal::new("final-review-refused-not-approved")),
        }
    }

    fn submitted(self) -> Result<(), Refusal> {
        match self {
            State::Submitted => Ok(()),
            _ => Err(Refusal::new("final-review-refused-not-submitted")),
        }
    }
}

/// Where a chapter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChapterState {
    /// With the agency that writes it.
    Assigned,
    /// With those who lead the review.
    Submitted,
    /// Given back to be mended.
    Returned,
    /// Taken in.
    Accepted,
}

impl ChapterState {
    /// All, in the order of its life.
    pub const ALL: [ChapterState; 4] =
        [ChapterState::Assigned, ChapterState::Submitted, ChapterState::Returned, ChapterState::Accepted];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            ChapterState::Assigned => "assigned",
            ChapterState::Submitted => "submitted",
            ChapterState::Returned => "returned",
            ChapterState::Accepted => "accepted",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<ChapterState> {
        ChapterState::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether its agency may write.
    pub fn editable(self) -> Result<(), Refusal> {
        match self {
            ChapterState::Assigned | ChapterState::Returned => Ok(()),
            _ => Err(Refusal::new("final-review-refused-sent")),
        }
    }

    /// Sent, with something written.
    pub fn submit(self, written: bool) -> Result<ChapterState, Refusal> {
        self.editable()?;
        if written { Ok(ChapterState::Submitted) } else { Err(Refusal::new("final-review-refused-empty")) }
    }

    /// Given back, also after it was taken in.
    pub fn give_back(self) -> Result<ChapterState, Refusal> {
        match self {
            ChapterState::Submitted | ChapterState::Accepted => Ok(ChapterState::Returned),
            _ => Err(Refusal::new("final-review-refused-not-sent")),
        }
    }

    /// Taken in.
    pub fn accept(self) -> Result<ChapterState, Refusal> {
        match self {
            ChapterState::Submitted => Ok(ChapterState::Accepted),
            _ => Err(Refusal::new("final-review-refused-not-sent")),
        }
    }
}

/// Where an award proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwardState {
    /// Before the second person.
    Proposed,
    /// Goes into the review.
    Agreed,
    /// Does not.
    Refused,
}

impl AwardState {
    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            AwardState::Proposed => "proposed",
            AwardState::Agreed => "agreed",
            AwardState::Refused => "refused",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<AwardState> {
        [AwardState::Proposed, AwardState::Agreed, AwardState::Refused].into_iter().find(|s| s.code() == code)
    }

    /// Decided on by somebody who did not propose it; a refusal says why.
    pub fn decide(self, by: i64, hands: &[i64], agreed: bool, reason: &str) -> Result<AwardState, Refusal> {
        if self != AwardState::Proposed {
            return Err(Refusal::new("final-review-refused-award-decided"));
        }
        if hands.contains(&by) {
            return Err(Refusal::new("final-review-refused-award-own"));
        }
        match (agreed, reason.is_empty()) {
            (true, _) => Ok(AwardState::Agreed),
            (false, false) => Ok(AwardState::Refused),
            (false, true) => Err(Refusal::new("final-review-refused-award-reason")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_review_is_sent_with_nothing_lacking_and_approved_by_another() {
        let lacking = Lacking { causes: 2, ..Lacking::default() };
        assert_eq!(State::Writing.submit(lacking).unwrap_err().key, "final-review-refused-causes");
        let sent = State::Writing.submit(Lacking::default()).unwrap();
        assert_eq!(sent.approve(3, &[2, 3]).unwrap_err().key, "final-review-refused-own");
        assert_eq!(sent.approve(4, &[2, 3]).unwrap().publish(), Ok(State::Published));
        assert_eq!(sent.give_back(), Ok(State::Writing));
    }

    #[test]
    fn a_chapter_goes_to_and_fro_until_it_is_taken_in() {
        let sent = ChapterState::Assigned.submit(true).unwrap();
        assert_eq!(ChapterState::Assigned.submit(false).unwrap_err().key, "final-review-refused-empty");
        let back = sent.give_back().unwrap();
        assert_eq!(back.submit(true).unwrap().accept(), Ok(ChapterState::Accepted));
        assert!(ChapterState::Accepted.editable().is_err());
    }

    #[test]
    fn an_award_wants_a_second_person_and_a_refusal_its_reason() {
        let held = AwardState::Proposed;
        assert_eq!(held.decide(1, &[1], true, "").unwrap_err().key, "final-review-refused-award-own");
        assert_eq!(held.decide(2, &[1], false, "").unwrap_err().key, "final-review-refused-award-reason");
        assert_eq!(held.decide(2, &[1], true, ""), Ok(AwardState::Agreed));
    }

    proptest! {
        #[test]
        fn whatever_is_lacking_stops_a_review(figures: bool, causes in 0usize..3, chapters in 0usize..3, awards in 0usize..3) {
            let lacking = Lacking { figures, causes, chapters, awards };
            prop_assert_eq!(State::Writing.submit(lacking).is_ok(), lacking == Lacking::default());
            for state in State::ALL {
                prop_assert_eq!(State::from_code(state.code()), Some(state));
                prop_assert_eq!(state.approve(1, &[]).is_ok(), state == State::Submitted);
            }
        }
    }
}
