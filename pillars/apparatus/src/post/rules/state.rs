//! The states of a consignment and the lawful ways between them: results that go out, letters that come in.

use platform::Refusal;

/// How a consignment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// A result that waits to be put on a list.
    Waiting,
    /// On a list, still at the desk.
    Listed,
    /// Handed to the post.
    Posted,
    /// Delivered to the person.
    Delivered,
    /// Not delivered; the post tries again, or the person has to do something.
    Failed,
    /// Brought back by the post: it lies at the counter.
    CameBack,
    /// Not sent: the person fetched it, or it was entered by mistake.
    Cancelled,
    /// A letter that came in and waits to become a dossier.
    Arrived,
    /// A letter whose dossier is opened.
    Opened,
}

/// What is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Put on a list.
    List,
    /// Handed to the post.
    HandOver,
    /// Delivered.
    Deliver,
    /// Not delivered.
    Fail,
    /// Brought back.
    ComeBack,
    /// Not sent.
    Cancel,
    /// Its dossier is opened.
    Open,
}

impl State {
    /// Every state.
    pub const ALL: [State; 9] = [
        State::Waiting,
        State::Listed,
        State::Posted,
        State::Delivered,
        State::Failed,
        State::CameBack,
        State::Cancelled,
        State::Arrived,
        State::Opened,
    ];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Listed => "listed",
            State::Posted => "posted",
            State::Delivered => "delivered",
            State::Failed => "failed",
            State::CameBack => "came_back",
            State::Cancelled => "cancelled",
            State::Arrived => "arrived",
            State::Opened => "opened",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Message key of its name.
    pub fn key(self) -> String {
        format!("post-state-{}", self.code().replace('_', "-"))
    }

    /// Whether address and service may still be put right.
    pub fn is_at_desk(self) -> bool {
        matches!(self, State::Waiting | State::Listed)
    }

    /// Whether the post has it.
    pub fn is_on_its_way(self) -> bool {
        matches!(self, State::Posted | State::Failed)
    }

    /// The state after an act; `None` where the act is not lawful.
    pub fn next(self, act: Act) -> Option<State> {
        match (self, act) {
            (State::Waiting, Act::List) => Some(State::Listed),
            (State::Listed, Act::HandOver) => Some(State::Posted),
            (State::Posted | State::Failed, Act::Deliver) => Some(State::Delivered),
            (State::Posted | State::Failed, Act::Fail) => Some(State::Failed),
            (State::Posted | State::Failed, Act::ComeBack) => Some(State::CameBack),
            (State::Waiting | State::Listed | State::Arrived, Act::Cancel) => Some(State::Cancelled),
            (State::Arrived, Act::Open) => Some(State::Opened),
            _ => None,
        }
    }

    /// The same, or a refusal.
    pub fn after(self, act: Act) -> Result<State, Refusal> {
        let key = match self {
            State::Delivered => "post-refused-delivered",
            State::CameBack => "post-refused-came-back",
            State::Waiting | State::Listed => "post-refused-at-desk",
            _ => "post-refused-state",
        };
        self.next(act).ok_or_else(|| Refusal::new(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: [Act; 7] =
        [Act::List, Act::HandOver, Act::Deliver, Act::Fail, Act::ComeBack, Act::Cancel, Act::Open];

    #[test]
    fn the_straight_way_leads_from_the_desk_to_the_person() {
        let mut state = State::Waiting;
        for act in [Act::List, Act::HandOver, Act::Fail, Act::Fail, Act::Deliver] {
            state = state.next(act).unwrap();
        }
        assert_eq!(state, State::Delivered);
    }

    #[test]
    fn nothing_leaves_a_final_state() {
        for state in [State::Delivered, State::CameBack, State::Cancelled, State::Opened] {
            assert!(ACTS.into_iter().all(|act| state.next(act).is_none()), "{state:?}");
            assert!(state.after(Act::Deliver).is_err());
        }
    }

    #[test]
    fn what_the_post_never_got_is_neither_delivered_nor_brought_back() {
        for state in [State::Waiting, State::Listed, State::Arrived] {
            assert!(
                [Act::Deliver, Act::Fail, Act::ComeBack].into_iter().all(|act| state.next(act).is_none())
            );
        }
    }

    #[test]
    fn every_word_is_read_back() {
        assert!(State::ALL.into_iter().all(|state| State::from_code(state.code()) == Some(state)));
    }
}
