//! The states of a plan's newest edition and the only ways between them: drafted, submitted, returned, approved; amended again.

use platform::Refusal;

/// Where the newest edition of a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Being written.
    Draft,
    /// With the approver.
    Submitted,
    /// Given back to be mended.
    Returned,
    /// In force.
    Approved,
}

impl State {
    /// All, in the order of their life.
    pub const ALL: [State; 4] = [State::Draft, State::Submitted, State::Returned, State::Approved];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Returned => "returned",
            State::Approved => "approved",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether its tasks may be written.
    pub fn editable(self) -> Result<(), Refusal> {
        match self {
            State::Draft | State::Returned => Ok(()),
            State::Submitted => Err(Refusal::new("plans-refused-submitted")),
            State::Approved => Err(Refusal::new("plans-refused-approved")),
        }
    }

    /// Sent to the approver: with at least one task, and every comment of the round before answered.
    pub fn submit(self, tasks: usize, unanswered: usize) -> Result<State, Refusal> {
        self.editable()?;
        if tasks == 0 {
            return Err(Refusal::new("plans-refused-empty"));
        }
        if unanswered > 0 {
            return Err(Refusal::new("plans-refused-unanswered").arg("count", unanswered));
        }
        Ok(State::Submitted)
    }

    /// Taken back by those who sent it, before it is decided on.
    pub fn withdraw(self) -> Result<State, Refusal> {
        self.waiting()?;
        Ok(State::Draft)
    }

    /// Given back with a reason.
    pub fn give_back(self) -> Result<State, Refusal> {
        self.waiting()?;
        Ok(State::Returned)
    }

    /// Approved by somebody who neither wrote nor sent it.
    pub fn approve(self, approver: i64, hands: &[i64]) -> Result<State, Refusal> {
        self.waiting()?;
        if hands.contains(&approver) {
            return Err(Refusal::new("plans-refused-own"));
        }
        Ok(State::Approved)
    }

    /// A new edition of a plan in force is begun.
    pub fn amend(self) -> Result<State, Refusal> {
        match self {
            State::Approved => Ok(State::Draft),
            _ => Err(Refusal::new("plans-refused-not-approved")),
        }
    }

    /// The new edition is given up; the one in force stays.
    pub fn drop_edition(self, in_force: i64) -> Result<State, Refusal> {
        self.editable()?;
        if in_force == 0 {
            return Err(Refusal::new("plans-refused-first-edition"));
        }
        Ok(State::Approved)
    }

    fn waiting(self) -> Result<(), Refusal> {
        match self {
            State::Submitted => Ok(()),
            _ => Err(Refusal::new("plans-refused-not-submitted")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_plan_is_drafted_submitted_returned_submitted_again_and_approved_by_another() {
        let submitted = State::Draft.submit(3, 0).unwrap();
        assert_eq!(submitted, State::Submitted);
        let returned = submitted.give_back().unwrap();
        assert_eq!(returned.submit(3, 1).unwrap_err().key, "plans-refused-unanswered");
        let again = returned.submit(3, 0).unwrap();
        assert_eq!(again.approve(7, &[7, 8]).unwrap_err().key, "plans-refused-own");
        assert_eq!(again.approve(9, &[7, 8]), Ok(State::Approved));
    }

    #[test]
    fn an_empty_plan_is_not_sent_and_an_approved_one_is_amended_not_edited() {
        assert_eq!(State::Draft.submit(0, 0).unwrap_err().key, "plans-refused-empty");
        assert_eq!(State::Approved.editable().unwrap_err().key, "plans-refused-approved");
        let amended = State::Approved.amend().unwrap();
        assert_eq!(amended, State::Draft);
        assert_eq!(amended.drop_edition(1), Ok(State::Approved));
        assert_eq!(State::Draft.drop_edition(0).unwrap_err().key, "plans-refused-first-edition");
    }

    proptest! {
        #[test]
        fn only_what_was_submitted_is_decided_on(at in 0usize..4, who in 0i64..4) {
            let state = State::ALL[at];
            let decided = state.approve(who, &[]).is_ok();
            prop_assert_eq!(decided, state == State::Submitted);
            prop_assert_eq!(state.give_back().is_ok(), decided);
            prop_assert_eq!(state.withdraw().is_ok(), decided);
            prop_assert_eq!(State::from_code(state.code()), Some(state));
        }

        #[test]
        fn nobody_approves_what_went_through_their_hands(who in 0i64..5, hands in proptest::collection::vec(0i64..5, 0..5)) {
            let approved = State::Submitted.approve(who, &hands).is_ok();
            prop_assert_eq!(approved, !hands.contains(&who));
        }
    }
}
