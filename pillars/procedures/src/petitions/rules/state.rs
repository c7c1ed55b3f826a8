//! The states of a petition and the acts between them (Decree 20/2008 art. 9, 14, 15, 19, 20).

use super::words::words;
use platform::Refusal;

words! {
    /// Where a petition stands.
    State {
        /// Given, not received yet.
        New = "new",
        /// The person was asked for more.
        Incomplete = "incomplete",
        /// Received and entered in the register.
        Entered = "entered",
        /// Within the agency's power and being looked at.
        Judging = "judging",
        /// Not enough yet to judge by: more is gathered.
        Gathering = "gathering",
        /// Answered; its publication is due.
        Answered = "answered",
        /// Answered and published.
        Published = "published",
        /// Not taken up.
        Refused = "refused",
        /// About delay or conduct of an officer: passed on to whom the law names.
        PassedOn = "passed_on",
        /// Joined with another one.
        Merged = "merged",
        /// Closed and kept.
        Filed = "filed",
    }
}

words! {
    /// What is done with a petition.
    Act {
        /// Guide the person to complete it.
        Guide = "guide",
        /// The person completes it.
        Complete = "complete",
        /// Receive it and enter it in the register.
        Receive = "receive",
        /// Find it within one's power.
        TakeUp = "take_up",
        /// Hand it to the agency that has the power.
        Transfer = "transfer",
        /// Pass it on as a matter of an officer's delay.
        PassOn = "pass_on",
        /// Not take it up.
        Refuse = "refuse",
        /// Gather more of the same.
        Gather = "gather",
        /// Judge the rule and answer.
        Answer = "answer",
        /// Publish the answer.
        Publish = "publish",
        /// Close and keep it.
        File = "file",
        /// Join it with another one.
        Merge = "merge",
        /// The person is not satisfied: it is looked at again.
        Reopen = "reopen",
    }
}

/// Art. 9 and 14 say what follows on what.
const GROUND: &str = "Nghị định 20/2008/NĐ-CP, Điều 9 và Điều 14";

/// The state after an act.
///
/// # Errors
/// A refusal where the act does not follow on the state.
pub fn after(state: State, act: Act) -> Result<State, Refusal> {
    Ok(match (act, state) {
        (Act::Guide, State::New) => State::Incomplete,
        (Act::Complete, State::Incomplete) => State::New,
        (Act::Receive, State::New) | (Act::Transfer, State::Entered) => State::Entered,
        (Act::TakeUp, State::Entered | State::Gathering)
        | (Act::Reopen, State::Answered | State::Published | State::Filed) => State::Judging,
        (Act::PassOn, State::Entered) => State::PassedOn,
        (Act::Refuse, State::New | State::Incomplete | State::Entered) => State::Refused,
        (Act::Gather, State::Judging) => State::Gathering,
        (Act::Answer, State::Judging) => State::Answered,
        (Act::Publish, State::Answered) => State::Published,
        (Act::File, State::Answered | State::Published | State::Refused | State::PassedOn) => State::Filed,
        (Act::Merge, State::New | State::Entered | State::Judging | State::Gathering) => State::Merged,
        _ => return Err(Refusal::new("petitions-refused-act").ground(GROUND)),
    })
}

/// The acts of the staff that are open in a state, in the order of the work.
pub fn open_acts(state: State) -> impl Iterator<Item = Act> {
    let persons = [Act::Complete, Act::Reopen];
    Act::ALL.iter().copied().filter(move |act| !persons.contains(act) && after(state, *act).is_ok())
}

/// The act of the staff that leads on in a state: what the page offers first.
pub fn due_act(state: State) -> Option<Act> {
    match state {
        State::New => Some(Act::Receive),
        State::Entered | State::Gathering => Some(Act::TakeUp),
        State::Judging => Some(Act::Answer),
        State::Answered => Some(Act::Publish),
        State::Published | State::Refused | State::PassedOn => Some(Act::File),
        State::Incomplete | State::Merged | State::Filed => None,
    }
}

/// Whether the agency has yet to act before the term ends.
pub fn is_running(state: State) -> bool {
    matches!(state, State::New | State::Entered | State::Judging | State::Gathering)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_of_the_decree_leads_to_the_file() {
        let way =
            [Act::Guide, Act::Complete, Act::Receive, Act::Transfer, Act::TakeUp, Act::Gather, Act::TakeUp];
        let end = [Act::Answer, Act::Publish, Act::File];
        let reached = way.into_iter().chain(end).try_fold(State::New, after).unwrap();
        assert_eq!(reached, State::Filed);
    }

    #[test]
    fn what_was_not_received_is_not_answered() {
        let refused = after(State::New, Act::Answer).unwrap_err();
        assert!(refused.ground.unwrap().contains("20/2008"));
        assert!(after(State::Refused, Act::Publish).is_err());
        assert!(after(State::Merged, Act::Receive).is_err());
    }

    #[test]
    fn only_an_answer_can_be_taken_up_again() {
        let open: Vec<State> =
            State::ALL.iter().copied().filter(|s| after(*s, Act::Reopen).is_ok()).collect();
        assert_eq!(
            open,
            [State::Answered, State::Published, State::Filed],
            "filed, the answer may still be disliked"
        );
    }

    #[test]
    fn the_persons_own_acts_are_none_of_the_staffs() {
        assert!(!open_acts(State::Incomplete).any(|a| a == Act::Complete));
        assert!(open_acts(State::Merged).next().is_none() && open_acts(State::Filed).next().is_none());
        assert!(open_acts(State::New).any(|a| a == Act::Receive));
    }

    #[test]
    fn the_act_that_is_due_can_be_done() {
        for state in State::ALL.iter().copied() {
            if let Some(act) = due_act(state) {
                assert!(open_acts(state).any(|open| open == act), "{state:?} {act:?}");
            }
        }
        assert_eq!(due_act(State::Judging), Some(Act::Answer));
        assert_eq!(due_act(State::Incomplete), None, "the person is to act");
    }

    #[test]
    fn the_clock_stands_while_the_person_is_asked_and_after_the_end() {
        let running: Vec<State> = State::ALL.iter().copied().filter(|s| is_running(*s)).collect();
        assert_eq!(running, [State::New, State::Entered, State::Judging, State::Gathering]);
    }
}
