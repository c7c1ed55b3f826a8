//! A proposal to simplify (Decree 63/2010/NĐ-CP, art. 31): proposed, approved or refused, carried out once all is checked.

use kernel::{Day, Share};
use platform::Refusal;

/// What is proposed to be done with the part: amend, supplement, replace, cancel, abolish (art. 31).
pub const MEASURES: [&str; 5] = ["amend", "supplement", "replace", "cancel", "abolish"];
/// What of a procedure a proposal changes: one of its parts (art. 8), or all of it, which is how a procedure is abolished (art. 31).
pub const PARTS: [&str; 11] = contracts::procedure_parts!(["whole"], []);

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Proposed.
    Proposed,
    /// Approved by a decision.
    Approved,
    /// Refused.
    Refused,
    /// Carried out.
    CarriedOut,
}

impl State {
    /// All, in the order of their life.
    pub const ALL: [State; 4] = [State::Proposed, State::Approved, State::Refused, State::CarriedOut];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Proposed => "proposed",
            State::Approved => "approved",
            State::Refused => "refused",
            State::CarriedOut => "carried_out",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether it may be rewritten.
    pub fn editable(self) -> Result<(), Refusal> {
        if self == State::Proposed { Ok(()) } else { Err(Refusal::new("simplification-refused-closed")) }
    }

    /// The decision on it.
    pub fn decide(self, approve: bool) -> Result<State, Refusal> {
        self.editable()?;
        Ok(if approve { State::Approved } else { State::Refused })
    }

    /// Carried out: every document it names has been amended by then.
    pub fn carry_out(self, documents: usize, amended: usize) -> Result<State, Refusal> {
        if self != State::Approved {
            return Err(Refusal::new("simplification-refused-not-approved"));
        }
        if amended < documents {
            let left = documents - amended;
            return Err(Refusal::new("simplification-refused-documents").arg("left", left));
        }
        Ok(State::CarriedOut)
    }
}

/// What a proposal saves: (đồng, per cent of the cost before); none where the cost is not known on both sides.
pub fn saving(before: Option<i64>, after: Option<i64>) -> Option<(i64, Option<f64>)> {
    let (before, after) = (before?, after?);
    let saved = before.saturating_sub(after);
    Some((saved, Share::new(saved, before).percent()))
}

/// Whether an approved proposal is past its last day.
pub fn is_late(state: State, deadline: Option<Day>, today: Day) -> bool {
    state == State::Approved && deadline.is_some_and(|d| d < today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_is_approved_and_carried_out_once_its_documents_are_amended() {
        let approved = State::Proposed.decide(true).unwrap();
        assert_eq!(approved, State::Approved);
        assert_eq!(approved.carry_out(2, 1).unwrap_err().key, "simplification-refused-documents");
        assert_eq!(approved.carry_out(2, 2), Ok(State::CarriedOut));
        assert_eq!(State::Proposed.decide(false), Ok(State::Refused));
    }

    #[test]
    fn nothing_is_decided_twice_nor_carried_out_unapproved() {
        for state in [State::Approved, State::Refused, State::CarriedOut] {
            assert!(state.decide(true).is_err() && state.editable().is_err());
        }
        for state in [State::Proposed, State::Refused, State::CarriedOut] {
            assert!(state.carry_out(0, 0).is_err());
        }
        assert!(State::ALL.iter().all(|s| State::from_code(s.code()) == Some(*s)));
    }

    #[test]
    fn a_saving_needs_both_costs() {
        assert_eq!(saving(Some(3_744_000), Some(2_620_800)), Some((1_123_200, Some(30.0))));
        assert_eq!(saving(Some(3_744_000), None), None);
        assert_eq!(saving(Some(0), Some(0)), Some((0, None)));
    }

    #[test]
    fn late_the_day_after_its_last() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let last = Some(day("2013-06-30"));
        assert!(!is_late(State::Approved, last, day("2013-06-30")));
        assert!(is_late(State::Approved, last, day("2013-07-01")));
        assert!(
            !is_late(State::CarriedOut, last, day("2013-07-01"))
                && !is_late(State::Approved, None, day("2013-07-01"))
        );
    }
}
