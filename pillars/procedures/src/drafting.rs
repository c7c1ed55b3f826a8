//! What one person draws and a second one approves: the states of its version, drafted, proposed, published; or sent back to be
//! drawn on. Forms and flows of procedures go this way, each refusing in texts of its own.

use platform::Refusal;

/// Message keys of the refusals of a slice.
#[derive(Debug, Clone, Copy)]
pub struct Refusals {
    /// It waits for approval and cannot be changed.
    pub proposed: &'static str,
    /// It is published and changes no more.
    pub published: &'static str,
    /// It is being drawn: nobody has proposed it.
    pub draft: &'static str,
    /// Nobody answers for having proposed it.
    pub no_proposer: &'static str,
    /// Who approves has proposed it or drawn on it.
    pub same_person: &'static str,
}

/// State of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Being drawn.
    Draft,
    /// Waits for a second person.
    Proposed,
    /// The procedure's own from its day on.
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
    pub fn after(self, deed: Deed, refusals: &Refusals) -> Result<State, Refusal> {
        match (self, deed) {
            (State::Draft, Deed::Edit) | (State::Proposed, Deed::SendBack) => Ok(State::Draft),
            (State::Draft, Deed::Propose) => Ok(State::Proposed),
            (State::Proposed, Deed::Publish) => Ok(State::Published),
            (State::Proposed, Deed::Edit | Deed::Propose) => Err(Refusal::new(refusals.proposed)),
            (State::Published, _) => Err(Refusal::new(refusals.published)),
            (State::Draft, Deed::SendBack | Deed::Publish) => Err(Refusal::new(refusals.draft)),
        }
    }
}

/// Nobody approves what they proposed themselves or drew on, and nothing that nobody answers for having proposed.
pub fn second_person(
    proposed_by: Option<i64>,
    drawn_by: &[i64],
    approver: i64,
    refusals: &Refusals,
) -> Result<(), Refusal> {
    match proposed_by {
        None => Err(Refusal::new(refusals.no_proposer)),
        Some(by) if by == approver || drawn_by.contains(&approver) => Err(Refusal::new(refusals.same_person)),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: Refusals = Refusals {
        proposed: "proposed",
        published: "published",
        draft: "draft",
        no_proposer: "no-proposer",
        same_person: "same-person",
    };

    #[test]
    fn only_what_was_proposed_is_published_and_nothing_published_changes() {
        assert_eq!(State::Draft.after(Deed::Propose, &KEYS), Ok(State::Proposed));
        assert_eq!(State::Proposed.after(Deed::Publish, &KEYS), Ok(State::Published));
        assert_eq!(State::Proposed.after(Deed::SendBack, &KEYS), Ok(State::Draft));
        assert!(State::Draft.after(Deed::Publish, &KEYS).is_err());
        assert!(State::Proposed.after(Deed::Edit, &KEYS).is_err());
        for deed in [Deed::Edit, Deed::Propose, Deed::SendBack, Deed::Publish] {
            assert!(State::Published.after(deed, &KEYS).is_err());
        }
    }

    #[test]
    fn nobody_approves_what_they_proposed_or_drew_on() {
        let key = |proposed, drawn: &[i64], approver| {
            second_person(proposed, drawn, approver, &KEYS).map_err(|r| r.key)
        };
        assert_eq!(key(Some(4), &[], 4), Err("same-person"));
        assert_eq!(key(Some(4), &[3, 5], 5), Err("same-person"));
        assert_eq!(key(None, &[3], 5), Err("no-proposer"));
        assert_eq!(key(Some(4), &[3, 4], 5), Ok(()));
    }
}
