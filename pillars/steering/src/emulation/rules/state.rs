//! States of a round and of an entry, and the only ways between them.

use platform::Refusal;

/// Where a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundState {
    /// Agencies propose, the appraisal and the council work.
    Open,
    /// Before the one who decides.
    Submitted,
    /// Decided on, not announced.
    Decided,
    /// Announced.
    Published,
}

impl RoundState {
    /// All, in the order of its life.
    pub const ALL: [RoundState; 4] =
        [RoundState::Open, RoundState::Submitted, RoundState::Decided, RoundState::Published];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            RoundState::Open => "open",
            RoundState::Submitted => "submitted",
            RoundState::Decided => "decided",
            RoundState::Published => "published",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<RoundState> {
        RoundState::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether its entries may be worked on.
    pub fn open(self) -> Result<(), Refusal> {
        if self == RoundState::Open { Ok(()) } else { Err(Refusal::new("emulation-refused-closed")) }
    }

    /// Sent to the one who decides: every entry has been voted on, and the minutes are written.
    pub fn submit(self, unvoted: usize, minutes: bool) -> Result<RoundState, Refusal> {
        self.open()?;
        if unvoted > 0 {
            return Err(Refusal::new("emulation-refused-unvoted").arg("count", unvoted));
        }
        if !minutes {
            return Err(Refusal::new("emulation-refused-minutes"));
        }
        Ok(RoundState::Submitted)
    }

    /// Given back with a reason.
    pub fn give_back(self) -> Result<RoundState, Refusal> {
        self.before_decision()?;
        Ok(RoundState::Open)
    }

    /// Decided by somebody who neither appraised, recorded the vote nor sent it.
    pub fn decide(self, by: i64, hands: &[i64]) -> Result<RoundState, Refusal> {
        self.before_decision()?;
        if hands.contains(&by) {
            return Err(Refusal::new("emulation-refused-own"));
        }
        Ok(RoundState::Decided)
    }

    /// Announced.
    pub fn publish(self) -> Result<RoundState, Refusal> {
        match self {
            RoundState::Decided => Ok(RoundState::Published),
            _ => Err(Refusal::new("emulation-refused-undecided")),
        }
    }

    fn before_decision(self) -> Result<(), Refusal> {
        match self {
            RoundState::Submitted => Ok(()),
            _ => Err(Refusal::new("emulation-refused-not-submitted")),
        }
    }
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryState {
    /// With the agency.
    Drafting,
    /// With the appraisal.
    Submitted,
    /// Before the council.
    Appraised,
    /// The council gave it a class.
    Voted,
}

impl EntryState {
    /// All, in the order of its life.
    pub const ALL: [EntryState; 4] =
        [EntryState::Drafting, EntryState::Submitted, EntryState::Appraised, EntryState::Voted];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            EntryState::Drafting => "drafting",
            EntryState::Submitted => "submitted",
            EntryState::Appraised => "appraised",
            EntryState::Voted => "voted",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<EntryState> {
        EntryState::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether the agency may write.
    pub fn drafting(self) -> Result<(), Refusal> {
        if self == EntryState::Drafting { Ok(()) } else { Err(Refusal::new("emulation-refused-sent")) }
    }

    /// Sent to the appraisal; after its last day too, which is then seen.
    pub fn submit(self) -> Result<EntryState, Refusal> {
        self.drafting()?;
        Ok(EntryState::Submitted)
    }

    /// Given back to the agency.
    pub fn give_back(self) -> Result<EntryState, Refusal> {
        match self {
            EntryState::Submitted | EntryState::Appraised => Ok(EntryState::Drafting),
            _ => Err(Refusal::new("emulation-refused-not-sent")),
        }
    }

    /// Appraised, or appraised again before the vote; who never sent one in is appraised once the term is over.
    pub fn appraise(self, over: bool) -> Result<EntryState, Refusal> {
        match self {
            EntryState::Submitted | EntryState::Appraised => Ok(EntryState::Appraised),
            EntryState::Drafting if over => Ok(EntryState::Appraised),
            EntryState::Drafting => Err(Refusal::new("emulation-refused-not-sent")),
            EntryState::Voted => Err(Refusal::new("emulation-refused-voted")),
        }
    }

    /// Voted on, or voted on again.
    pub fn vote(self) -> Result<EntryState, Refusal> {
        match self {
            EntryState::Appraised | EntryState::Voted => Ok(EntryState::Voted),
            _ => Err(Refusal::new("emulation-refused-not-appraised")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_round_goes_from_its_council_to_the_one_who_decides_and_to_the_public() {
        assert_eq!(RoundState::Open.submit(2, true).unwrap_err().key, "emulation-refused-unvoted");
        assert_eq!(RoundState::Open.submit(0, false).unwrap_err().key, "emulation-refused-minutes");
        let sent = RoundState::Open.submit(0, true).unwrap();
        assert_eq!(sent.decide(4, &[4]).unwrap_err().key, "emulation-refused-own");
        assert_eq!(sent.decide(5, &[4]).unwrap().publish(), Ok(RoundState::Published));
        assert_eq!(RoundState::Open.publish().unwrap_err().key, "emulation-refused-undecided");
    }

    #[test]
    fn who_sent_nothing_is_appraised_only_after_the_term() {
        assert!(EntryState::Drafting.appraise(false).is_err());
        assert_eq!(EntryState::Drafting.appraise(true), Ok(EntryState::Appraised));
        assert_eq!(EntryState::Voted.appraise(true).unwrap_err().key, "emulation-refused-voted");
    }

    proptest! {
        #[test]
        fn only_what_was_sent_is_decided_and_never_by_its_own_hands(at in 0usize..4, by in 0i64..4, hand in 0i64..4) {
            let state = RoundState::ALL[at];
            prop_assert_eq!(state.decide(by, &[hand]).is_ok(), state == RoundState::Submitted && by != hand);
            prop_assert_eq!(RoundState::from_code(state.code()), Some(state));
            prop_assert_eq!(EntryState::from_code(EntryState::ALL[at].code()), Some(EntryState::ALL[at]));
            prop_assert_eq!(EntryState::ALL[at].vote().is_ok(), at >= 2);
        }
    }
}
