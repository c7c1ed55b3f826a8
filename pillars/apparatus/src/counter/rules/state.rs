//! States of a ticket and the acts of a desk between them.

use platform::Refusal;

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In the queue.
    Waiting,
    /// Called to a desk, and served there.
    Called,
    /// Kept by a desk while the person fills in a paper or makes a copy.
    Parked,
    /// Called, and nobody came.
    Missed,
    /// Served.
    Done,
    /// The day ended before it was served.
    Gone,
}

/// What a desk does with a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Calls it.
    Call,
    /// Calls it once more.
    Recall,
    /// Sets it aside.
    Park,
    /// Takes it up again.
    Resume,
    /// Sends it to another desk or service.
    Redirect,
    /// Nobody came.
    Miss,
    /// Who had missed the call is here.
    Back,
    /// Is served.
    Finish,
    /// The day ends.
    Leave,
}

impl State {
    /// All of them.
    pub const ALL: [State; 6] =
        [State::Waiting, State::Called, State::Parked, State::Missed, State::Done, State::Gone];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Called => "called",
            State::Parked => "parked",
            State::Missed => "missed",
            State::Done => "done",
            State::Gone => "gone",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state after an act.
    ///
    /// # Errors
    /// A refusal where the act does not fit: another desk was faster, or the page is old.
    pub fn after(self, act: Act) -> Result<State, Refusal> {
        match (self, act) {
            (State::Waiting, Act::Call) | (State::Called, Act::Recall) | (State::Parked, Act::Resume) => {
                Ok(State::Called)
            }
            (State::Called, Act::Park) => Ok(State::Parked),
            (State::Called, Act::Redirect) | (State::Missed, Act::Back) => Ok(State::Waiting),
            (State::Called, Act::Miss) => Ok(State::Missed),
            (State::Called, Act::Finish) => Ok(State::Done),
            (State::Waiting | State::Called | State::Parked | State::Missed, Act::Leave) => Ok(State::Gone),
            _ => Err(Refusal::new("counter-refused-state")),
        }
    }

    /// Whether nothing more happens to it.
    pub fn is_ended(self) -> bool {
        matches!(self, State::Done | State::Gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: [Act; 9] = [
        Act::Call,
        Act::Recall,
        Act::Park,
        Act::Resume,
        Act::Redirect,
        Act::Miss,
        Act::Back,
        Act::Finish,
        Act::Leave,
    ];

    #[test]
    fn an_ended_ticket_takes_no_act() {
        for state in [State::Done, State::Gone] {
            assert!(state.is_ended());
            assert!(ACTS.into_iter().all(|act| state.after(act).is_err()));
        }
    }

    #[test]
    fn only_a_waiting_ticket_is_called_and_only_a_called_one_finished() {
        for state in State::ALL {
            assert_eq!(state.after(Act::Call).is_ok(), state == State::Waiting);
            assert_eq!(state.after(Act::Finish).is_ok(), state == State::Called);
            assert_eq!(State::from_code(state.code()), Some(state));
        }
    }

    #[test]
    fn who_missed_the_call_comes_back_into_the_queue() {
        let missed = State::Waiting.after(Act::Call).unwrap().after(Act::Miss).unwrap();
        assert_eq!(missed, State::Missed);
        assert_eq!(missed.after(Act::Back).unwrap(), State::Waiting);
        assert!(missed.after(Act::Recall).is_err());
    }
}
