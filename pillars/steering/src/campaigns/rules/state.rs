//! The states of a communication plan's newest edition, of a piece and of a contest, and the only ways between them.

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

    /// Whether its campaigns may be written.
    pub fn editable(self) -> Result<(), Refusal> {
        match self {
            State::Draft | State::Returned => Ok(()),
            State::Submitted => Err(Refusal::new("campaigns-refused-submitted")),
            State::Approved => Err(Refusal::new("campaigns-refused-approved")),
        }
    }

    /// Sent to the approver, with at least one planned piece.
    pub fn submit(self, planned: i64) -> Result<State, Refusal> {
        self.editable()?;
        if planned == 0 {
            return Err(Refusal::new("campaigns-refused-empty"));
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
            return Err(Refusal::new("campaigns-refused-own-plan"));
        }
        Ok(State::Approved)
    }

    /// A new edition of a plan in force is begun.
    pub fn amend(self) -> Result<State, Refusal> {
        match self {
            State::Approved => Ok(State::Draft),
            _ => Err(Refusal::new("campaigns-refused-not-approved")),
        }
    }

    /// The new edition is given up; the one in force stays.
    pub fn drop_edition(self, in_force: i64) -> Result<State, Refusal> {
        self.editable()?;
        if in_force == 0 {
            return Err(Refusal::new("campaigns-refused-first-edition"));
        }
        Ok(State::Approved)
    }

    fn waiting(self) -> Result<(), Refusal> {
        match self {
            State::Submitted => Ok(()),
            _ => Err(Refusal::new("campaigns-refused-not-submitted")),
        }
    }
}

/// Where a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceState {
    /// Entered, waits for a second person.
    Entered,
    /// A second person has seen it; it counts.
    Verified,
    /// Given back to whoever entered it.
    Returned,
}

impl PieceState {
    /// All, in the order of their life.
    pub const ALL: [PieceState; 3] = [PieceState::Entered, PieceState::Verified, PieceState::Returned];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            PieceState::Entered => "entered",
            PieceState::Verified => "verified",
            PieceState::Returned => "returned",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<PieceState> {
        PieceState::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether it may be rewritten: what counts is given back first.
    pub fn editable(self) -> Result<(), Refusal> {
        match self {
            PieceState::Verified => Err(Refusal::new("campaigns-refused-verified")),
            PieceState::Entered | PieceState::Returned => Ok(()),
        }
    }

    /// Seen by somebody who did not enter it.
    pub fn verify(self, account: i64, hands: &[i64]) -> Result<PieceState, Refusal> {
        if self != PieceState::Entered {
            return Err(Refusal::new("campaigns-refused-not-entered"));
        }
        if hands.contains(&account) {
            return Err(Refusal::new("campaigns-refused-own-piece"));
        }
        Ok(PieceState::Verified)
    }

    /// Given back with a reason; one that counts already stops to count.
    pub fn give_back(self) -> Result<PieceState, Refusal> {
        match self {
            PieceState::Returned => Err(Refusal::new("campaigns-refused-returned")),
            PieceState::Entered | PieceState::Verified => Ok(PieceState::Returned),
        }
    }
}

/// Where a contest stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContestState {
    /// It runs, or its results are being written down.
    Open,
    /// Its results are published.
    Published,
}

impl ContestState {
    /// Both.
    pub const ALL: [ContestState; 2] = [ContestState::Open, ContestState::Published];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            ContestState::Open => "open",
            ContestState::Published => "published",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<ContestState> {
        ContestState::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether rounds and prizes may be written.
    pub fn editable(self) -> Result<(), Refusal> {
        match self {
            ContestState::Open => Ok(()),
            ContestState::Published => Err(Refusal::new("campaigns-refused-published")),
        }
    }

    /// Published by somebody who wrote none of the results: every round counted, at least one prize.
    pub fn publish(
        self,
        account: i64,
        hands: &[i64],
        (uncounted, prizes): (usize, usize),
    ) -> Result<ContestState, Refusal> {
        self.editable()?;
        if uncounted > 0 {
            return Err(Refusal::new("campaigns-refused-uncounted").arg("count", uncounted));
        }
        if prizes == 0 {
            return Err(Refusal::new("campaigns-refused-no-prize"));
        }
        if hands.contains(&account) {
            return Err(Refusal::new("campaigns-refused-own-contest"));
        }
        Ok(ContestState::Published)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_plan_is_sent_returned_sent_again_and_approved_by_another() {
        assert_eq!(State::Draft.submit(0).unwrap_err().key, "campaigns-refused-empty");
        let returned = State::Draft.submit(4).unwrap().give_back().unwrap();
        let again = returned.submit(4).unwrap();
        assert_eq!(again.approve(7, &[7]).unwrap_err().key, "campaigns-refused-own-plan");
        assert_eq!(again.approve(9, &[7]), Ok(State::Approved));
        assert_eq!(State::Approved.amend().unwrap().drop_edition(1), Ok(State::Approved));
        assert_eq!(State::Draft.drop_edition(0).unwrap_err().key, "campaigns-refused-first-edition");
    }

    #[test]
    fn a_verified_piece_is_given_back_before_it_is_rewritten() {
        assert!(PieceState::Verified.editable().is_err());
        let back = PieceState::Verified.give_back().unwrap();
        assert!(back.editable().is_ok() && back.give_back().is_err());
    }

    #[test]
    fn results_are_published_when_all_is_counted_and_by_another() {
        let open = ContestState::Open;
        assert_eq!(open.publish(1, &[2], (1, 3)).unwrap_err().key, "campaigns-refused-uncounted");
        assert_eq!(open.publish(1, &[2], (0, 0)).unwrap_err().key, "campaigns-refused-no-prize");
        assert_eq!(open.publish(2, &[2], (0, 1)).unwrap_err().key, "campaigns-refused-own-contest");
        assert_eq!(open.publish(1, &[2], (0, 1)), Ok(ContestState::Published));
        assert!(ContestState::Published.publish(1, &[], (0, 1)).is_err());
    }

    proptest! {
        #[test]
        fn nobody_verifies_what_they_entered(at in 0usize..3, who in 0i64..5, hands in proptest::collection::vec(0i64..5, 0..4)) {
            let state = PieceState::ALL[at];
            let verified = state.verify(who, &hands).is_ok();
            prop_assert_eq!(verified, state == PieceState::Entered && !hands.contains(&who));
            prop_assert_eq!(PieceState::from_code(state.code()), Some(state));
        }

        #[test]
        fn only_what_was_submitted_is_decided_on(at in 0usize..4, who in 0i64..4) {
            let state = State::ALL[at];
            let decided = state.approve(who, &[]).is_ok();
            prop_assert_eq!(decided, state == State::Submitted);
            prop_assert_eq!(state.give_back().is_ok(), decided);
            prop_assert_eq!(state.withdraw().is_ok(), decided);
        }
    }
}
