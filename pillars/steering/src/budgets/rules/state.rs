//! The states of a budget and the only ways between them: drafted, on its way over the offices, returned, decided, allocated,
//! settled.

use platform::Refusal;

/// Where a budget stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Being written.
    Draft,
    /// With an office of its way.
    Underway,
    /// Given back to be mended.
    Returned,
    /// The last office of its way has decided; the money is not allocated yet.
    Decided,
    /// Allocated to the agency: it may be spent.
    Allocated,
    /// The agency has rendered account.
    Settling,
    /// The account is approved.
    Settled,
}

impl State {
    /// All, in the order of their life.
    pub const ALL: [State; 7] = [
        State::Draft,
        State::Underway,
        State::Returned,
        State::Decided,
        State::Allocated,
        State::Settling,
        State::Settled,
    ];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Underway => "underway",
            State::Returned => "returned",
            State::Decided => "decided",
            State::Allocated => "allocated",
            State::Settling => "settling",
            State::Settled => "settled",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether its lines may be written by the agency.
    pub fn editable(self) -> Result<(), Refusal> {
        match self {
            State::Draft | State::Returned => Ok(()),
            State::Underway => Err(Refusal::new("budgets-refused-underway")),
            _ => Err(Refusal::new("budgets-refused-decided")),
        }
    }

    /// Sent on its way: with at least one line, and every comment of the rounds before answered.
    pub fn submit(self, lines: usize, unanswered: usize) -> Result<State, Refusal> {
        self.editable()?;
        if lines == 0 {
            return Err(Refusal::new("budgets-refused-empty"));
        }
        if unanswered > 0 {
            return Err(Refusal::new("budgets-refused-unanswered").arg("count", unanswered));
        }
        Ok(State::Underway)
    }

    /// Taken back by the agency, while nobody but the first office has it.
    pub fn withdraw(self, position: i64) -> Result<State, Refusal> {
        self.is_underway()?;
        if position > 1 {
            return Err(Refusal::new("budgets-refused-gone-on"));
        }
        Ok(State::Draft)
    }

    /// Given back with a reason.
    pub fn give_back(self) -> Result<State, Refusal> {
        self.is_underway()?;
        Ok(State::Returned)
    }

    /// Passed on by an office: to the next position, or decided where it was the last one. Whoever wrote, sent or changed it, or
    /// passed it on before in this round, is not the second person.
    pub fn pass(
        self,
        (position, last): (i64, i64),
        (account, hands): (i64, &[i64]),
    ) -> Result<(State, i64), Refusal> {
        self.is_underway()?;
        if hands.contains(&account) {
            return Err(Refusal::new("budgets-refused-own"));
        }
        if position >= last { Ok((State::Decided, position)) } else { Ok((State::Underway, position + 1)) }
    }

    /// An office changes amounts and comments only on what lies with it.
    pub fn is_underway(self) -> Result<(), Refusal> {
        match self {
            State::Underway => Ok(()),
            _ => Err(Refusal::new("budgets-refused-not-underway")),
        }
    }

    /// Allocated by somebody who neither wrote nor sent it.
    pub fn allocate(self, account: i64, hands: &[i64]) -> Result<State, Refusal> {
        if self != State::Decided {
            return Err(Refusal::new("budgets-refused-not-decided"));
        }
        if hands.contains(&account) {
            return Err(Refusal::new("budgets-refused-own"));
        }
        Ok(State::Allocated)
    }

    /// Money is spent, and its allocation adjusted, only between allocation and account.
    pub fn spendable(self) -> Result<(), Refusal> {
        match self {
            State::Allocated => Ok(()),
            State::Settling | State::Settled => Err(Refusal::new("budgets-refused-settling")),
            _ => Err(Refusal::new("budgets-refused-not-allocated")),
        }
    }

    /// The agency renders account; nothing may be waiting to be adjusted.
    pub fn settle(self, adjustments_open: i64) -> Result<State, Refusal> {
        self.spendable()?;
        if adjustments_open > 0 {
            return Err(Refusal::new("budgets-refused-adjustment-open"));
        }
        Ok(State::Settling)
    }

    /// The account is given back with a reason.
    pub fn give_account_back(self) -> Result<State, Refusal> {
        self.is_settling()?;
        Ok(State::Allocated)
    }

    /// The account is approved by somebody who did not render it.
    pub fn approve_account(self, account: i64, hands: &[i64]) -> Result<State, Refusal> {
        self.is_settling()?;
        if hands.contains(&account) {
            return Err(Refusal::new("budgets-refused-own"));
        }
        Ok(State::Settled)
    }

    fn is_settling(self) -> Result<(), Refusal> {
        match self {
            State::Settling => Ok(()),
            _ => Err(Refusal::new("budgets-refused-not-settling")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_budget_goes_over_all_offices_is_allocated_and_settled() {
        let sent = State::Draft.submit(2, 0).unwrap();
        let (state, position) = sent.pass((1, 2), (9, &[1, 2])).unwrap();
        assert_eq!((state, position), (State::Underway, 2));
        let (state, _) = state.pass((2, 2), (8, &[1, 2])).unwrap();
        assert_eq!(state.allocate(7, &[1]), Ok(State::Allocated));
        let settling = State::Allocated.settle(0).unwrap();
        assert_eq!(settling.approve_account(1, &[1]).unwrap_err().key, "budgets-refused-own");
        assert_eq!(settling.approve_account(7, &[1]), Ok(State::Settled));
    }

    #[test]
    fn what_has_gone_on_is_not_taken_back_and_an_empty_one_is_not_sent() {
        assert_eq!(State::Underway.withdraw(1), Ok(State::Draft));
        assert_eq!(State::Underway.withdraw(2).unwrap_err().key, "budgets-refused-gone-on");
        assert_eq!(State::Draft.submit(0, 0).unwrap_err().key, "budgets-refused-empty");
        assert_eq!(State::Returned.submit(1, 2).unwrap_err().key, "budgets-refused-unanswered");
        assert_eq!(State::Allocated.settle(1).unwrap_err().key, "budgets-refused-adjustment-open");
    }

    fn states() -> impl Strategy<Value = State> {
        (0usize..State::ALL.len()).prop_map(|at| State::ALL[at])
    }

    proptest! {
        #[test]
        fn nobody_passes_on_what_went_through_their_hands(who in 0i64..5, hands in proptest::collection::vec(0i64..5, 0..5)) {
            let passed = State::Underway.pass((1, 3), (who, &hands)).is_ok();
            prop_assert_eq!(passed, !hands.contains(&who));
            let allocated = State::Decided.allocate(who, &hands).is_ok();
            prop_assert_eq!(allocated, !hands.contains(&who));
            let approved = State::Settling.approve_account(who, &hands).is_ok();
            prop_assert_eq!(approved, !hands.contains(&who));
        }

        #[test]
        fn a_way_of_any_length_ends_decided_after_as_many_offices(last in 1i64..9) {
            let (mut state, mut position, mut passed) = (State::Underway, 1, 0);
            while state == State::Underway {
                (state, position) = state.pass((position, last), (1, &[])).unwrap();
                passed += 1;
            }
            prop_assert_eq!((state, passed, position), (State::Decided, last, last));
        }

        #[test]
        fn each_act_is_lawful_in_its_own_states_only(state in states()) {
            prop_assert_eq!(State::from_code(state.code()), Some(state));
            prop_assert_eq!(state.editable().is_ok(), matches!(state, State::Draft | State::Returned));
            prop_assert_eq!(state.submit(1, 0).is_ok(), state.editable().is_ok());
            prop_assert_eq!(state.pass((1, 1), (1, &[])).is_ok(), state == State::Underway);
            prop_assert_eq!(state.give_back().is_ok(), state == State::Underway);
            prop_assert_eq!(state.allocate(1, &[]).is_ok(), state == State::Decided);
            prop_assert_eq!(state.spendable().is_ok(), state == State::Allocated);
            prop_assert_eq!(state.settle(0).is_ok(), state == State::Allocated);
            prop_assert_eq!(state.give_account_back().is_ok(), state == State::Settling);
            prop_assert_eq!(state.approve_account(1, &[]).is_ok(), state == State::Settling);
        }
    }
}
