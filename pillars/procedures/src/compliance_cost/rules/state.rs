//! The states of a cost study: it counts once a second person has accepted it, and stands until a newer one is accepted.

use platform::Refusal;

/// Where a study stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Being written.
    Draft,
    /// Handed in for review.
    Submitted,
    /// Reviewed and counting.
    Accepted,
    /// A newer study of the same procedure, agency and year counts.
    Superseded,
}

impl State {
    /// All, in the order of their life.
    pub const ALL: [State; 4] = [State::Draft, State::Submitted, State::Accepted, State::Superseded];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Accepted => "accepted",
            State::Superseded => "superseded",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether its figures may be changed.
    pub fn editable(self) -> Result<(), Refusal> {
        if self == State::Draft { Ok(()) } else { Err(Refusal::new("compliance-cost-refused-closed")) }
    }

    /// Handing it in: a study without a job, in which an hour is worth nothing, or in which the procedure as it stands takes
    /// neither time nor money, says nothing.
    pub fn submit(self, jobs: usize, income: i64, free: bool) -> Result<State, Refusal> {
        self.editable()?;
        if jobs == 0 {
            return Err(Refusal::new("compliance-cost-refused-no-job"));
        }
        if income <= 0 {
            return Err(Refusal::new("compliance-cost-refused-no-income"));
        }
        if free {
            return Err(Refusal::new("compliance-cost-refused-free"));
        }
        Ok(State::Submitted)
    }

    /// The review, by somebody who has not made any of it.
    pub fn review(self, makers: &[i64], reviewer: i64, accept: bool) -> Result<State, Refusal> {
        if self != State::Submitted {
            return Err(Refusal::new("compliance-cost-refused-not-submitted"));
        }
        if makers.contains(&reviewer) {
            return Err(Refusal::new("compliance-cost-refused-own"));
        }
        Ok(if accept { State::Accepted } else { State::Draft })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_counts_once_a_second_person_accepted_it() {
        let submitted = State::Draft.submit(3, 17_500, false).unwrap();
        assert_eq!(submitted, State::Submitted);
        assert_eq!(submitted.review(&[1, 3], 2, true), Ok(State::Accepted));
        assert_eq!(submitted.review(&[1, 3], 2, false), Ok(State::Draft));
        for maker in [1, 3] {
            let refused = submitted.review(&[1, 3], maker, true).unwrap_err();
            assert_eq!(refused.key, "compliance-cost-refused-own");
        }
    }

    #[test]
    fn an_hour_worth_nothing_is_no_cost() {
        let key = |income| State::Draft.submit(3, income, false).unwrap_err().key;
        assert_eq!(State::Draft.submit(3, 17_500, true).unwrap_err().key, "compliance-cost-refused-free");
        assert_eq!(key(0), "compliance-cost-refused-no-income");
        assert_eq!(State::Draft.submit(0, 0, true).unwrap_err().key, "compliance-cost-refused-no-job");
    }

    #[test]
    fn what_is_handed_in_is_not_changed_any_more() {
        assert!(State::Draft.editable().is_ok());
        for state in [State::Submitted, State::Accepted, State::Superseded] {
            assert!(state.editable().is_err() && state.submit(3, 17_500, false).is_err());
        }
        assert!(
            State::Draft.review(&[1], 2, true).is_err() && State::Accepted.review(&[1], 2, true).is_err()
        );
    }

    #[test]
    fn words_go_there_and_back() {
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), Some(state));
        }
    }
}
