//! The states of a flow's version: drafted, proposed, published by a second person; or sent back to be drafted on.

use platform::Refusal;

/// State of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Being drawn.
    Draft,
    /// Waits for a second person.
    Proposed,
    /// The procedure's flow from its day on.
    Published,
}

/// What is done to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Drawn on.
    Edit,
    /// Handed over to be approved.
    Propose,
    /// Sent back by whoever was to approve it.
    SendBack,
    /// Approved and published.
    Publish,
}

impl State {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Proposed => "proposed",
            State::Published => "published",
        }
    }

    /// A state by its word; what is none of them can no longer be changed.
    pub fn from_code(code: &str) -> State {
        match code {
            "draft" => State::Draft,
            "proposed" => State::Proposed,
            _ => State::Published,
        }
    }

    /// The state after a deed, or why it cannot be done.
    pub fn after(self, deed: Deed) -> Result<State, Refusal> {
        match (self, deed) {
            (State::Draft, Deed::Edit) | (State::Proposed, Deed::SendBack) => Ok(State::Draft),
            (State::Draft, Deed::Propose) => Ok(State::Proposed),
            (State::Proposed, Deed::Publish) => Ok(State::Published),
            (State::Proposed, Deed::Edit | Deed::Propose) => {
                Err(Refusal::new("flow-design-refused-proposed"))
            }
            (State::Published, _) => Err(Refusal::new("flow-design-refused-published")),
            (State::Draft, Deed::SendBack | Deed::Publish) => Err(Refusal::new("flow-design-refused-draft")),
        }
    }
}

/// Nobody approves what they proposed themselves or drew on, and nothing that nobody answers for having proposed.
pub fn second_person(proposed_by: Option<i64>, drawn_by: &[i64], approver: i64) -> Result<(), Refusal> {
    match proposed_by {
        None => Err(Refusal::new("flow-design-refused-no-proposer")),
        Some(by) if by == approver || drawn_by.contains(&approver) => {
            Err(Refusal::new("flow-design-refused-same-person"))
        }
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_proposed_is_published_and_nothing_published_changes() {
        assert_eq!(State::Draft.after(Deed::Propose), Ok(State::Proposed));
        assert_eq!(State::Proposed.after(Deed::Publish), Ok(State::Published));
        assert_eq!(State::Proposed.after(Deed::SendBack), Ok(State::Draft));
        assert!(State::Draft.after(Deed::Publish).is_err());
        assert!(State::Proposed.after(Deed::Edit).is_err());
        for deed in [Deed::Edit, Deed::Propose, Deed::SendBack, Deed::Publish] {
            assert!(State::Published.after(deed).is_err());
        }
    }

    #[test]
    fn nobody_approves_what_they_proposed_or_drew_on() {
        let key =
            |proposed, drawn: &[i64], approver| second_person(proposed, drawn, approver).map_err(|r| r.key);
        assert_eq!(key(Some(4), &[], 4), Err("flow-design-refused-same-person"));
        assert_eq!(key(Some(4), &[3, 5], 5), Err("flow-design-refused-same-person"));
        assert_eq!(key(None, &[3], 5), Err("flow-design-refused-no-proposer"));
        assert_eq!(key(Some(4), &[3, 4], 5), Ok(()));
    }
}
