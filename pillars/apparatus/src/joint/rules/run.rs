//! How a joint dossier runs: its stages, what begins next, what is no longer begun, how the whole stands.
//!
//! Parts beside one another begin together (Decree 61/2018/NĐ-CP, art. 19.6.b), the others one after the other in the order
//! of the group (art. 19.6.a). A part that runs is always settled by its agency: only what has not begun can be left out.

use contracts::joint::OnFailure;

/// How a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartState {
    /// Waits for those before it.
    Waiting,
    /// Its turn has come and its dossier could not be opened; it is tried again.
    Stuck,
    /// Its dossier is at its agency.
    Open,
    /// The result was signed.
    Granted,
    /// Not received, or refused.
    Refused,
    /// Withdrawn, or stopped.
    Stopped,
    /// Never begun: another one failed.
    Skipped,
}

impl PartState {
    /// All.
    pub const ALL: [PartState; 7] = [
        PartState::Waiting,
        PartState::Stuck,
        PartState::Open,
        PartState::Granted,
        PartState::Refused,
        PartState::Stopped,
        PartState::Skipped,
    ];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            PartState::Waiting => "waiting",
            PartState::Stuck => "stuck",
            PartState::Open => "open",
            PartState::Granted => "granted",
            PartState::Refused => "refused",
            PartState::Stopped => "stopped",
            PartState::Skipped => "skipped",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<PartState> {
        PartState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Nothing more will happen to it.
    pub fn has_ended(self) -> bool {
        !matches!(self, PartState::Waiting | PartState::Stuck | PartState::Open)
    }

    fn failed(self) -> bool {
        matches!(self, PartState::Refused | PartState::Stopped)
    }
}

/// A part, as far as the others depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its place in the group.
    pub place: i64,
    /// Its stage: those of one stage run beside one another.
    pub stage: i64,
    /// How it stands.
    pub state: PartState,
}

/// What follows from how the parts stand: places of the parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Next {
    /// To be begun now.
    pub begin: Vec<i64>,
    /// No longer to be begun.
    pub skip: Vec<i64>,
}

/// The stage of each member by whether it begins together with the one before; the first opens the first stage.
pub fn stages(beside: &[bool]) -> Vec<i64> {
    let mut stage = 0;
    beside
        .iter()
        .map(|beside| {
            if stage == 0 || !beside {
                stage += 1;
            }
            stage
        })
        .collect()
}

/// What begins now and what is left out. Asked again with what it said done, it says nothing new. What is stuck holds the stages
/// after it and begins only when somebody tries it again.
pub fn next(parts: &[Standing], on_failure: OnFailure) -> Next {
    let waiting = || parts.iter().filter(|p| p.state == PartState::Waiting);
    if on_failure == OnFailure::Stop && parts.iter().any(|p| p.state.failed()) {
        let unbegun = parts.iter().filter(|p| matches!(p.state, PartState::Waiting | PartState::Stuck));
        return Next { begin: Vec::new(), skip: unbegun.map(|p| p.place).collect() };
    }
    let Some(stage) = waiting().map(|p| p.stage).min() else { return Next::default() };
    let held = parts.iter().any(|p| p.stage < stage && !p.state.has_ended());
    if held {
        return Next::default();
    }
    Next { begin: waiting().filter(|p| p.stage == stage).map(|p| p.place).collect(), skip: Vec::new() }
}

/// How the whole stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WholeState {
    /// A part runs or waits.
    Running,
    /// Every part was granted; the results wait to be handed over.
    Done,
    /// It ended without all results.
    Partial,
    /// The results were handed over.
    Returned,
}

impl WholeState {
    /// All.
    pub const ALL: [WholeState; 4] =
        [WholeState::Running, WholeState::Done, WholeState::Partial, WholeState::Returned];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            WholeState::Running => "running",
            WholeState::Done => "done",
            WholeState::Partial => "partial",
            WholeState::Returned => "returned",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<WholeState> {
        WholeState::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// The state of the whole by its parts; `returned` when every signed result has been handed over.
pub fn state_of(parts: &[Standing], returned: bool) -> WholeState {
    if parts.iter().any(|p| !p.state.has_ended()) {
        return WholeState::Running;
    }
    let granted = parts.iter().filter(|p| p.state == PartState::Granted).count();
    if returned && granted > 0 {
        return WholeState::Returned;
    }
    if granted == parts.len() { WholeState::Done } else { WholeState::Partial }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(of: &[(i64, PartState)]) -> Vec<Standing> {
        (1..)
            .zip(of)
            .map(|(place, (stage, state))| Standing { place, stage: *stage, state: *state })
            .collect()
    }

    #[test]
    fn a_member_beside_shares_the_stage_of_the_one_before() {
        assert_eq!(stages(&[false, false, true, false]), [1, 2, 2, 3]);
        assert_eq!(
            stages(&[true, true, false]),
            [1, 1, 2],
            "the first opens the first stage whatever it says"
        );
        assert_eq!(stages(&[]), [] as [i64; 0]);
    }

    #[test]
    fn one_after_the_other_the_next_waits_for_the_one_before() {
        use PartState::{Granted, Open, Waiting};
        assert_eq!(next(&parts(&[(1, Waiting), (2, Waiting)]), OnFailure::Stop).begin, [1]);
        assert_eq!(next(&parts(&[(1, Open), (2, Waiting)]), OnFailure::Stop), Next::default());
        assert_eq!(next(&parts(&[(1, Granted), (2, Waiting)]), OnFailure::Stop).begin, [2]);
        assert_eq!(next(&parts(&[(1, Granted), (2, Open)]), OnFailure::Stop), Next::default());
    }

    #[test]
    fn beside_one_another_all_begin_and_all_are_waited_for() {
        use PartState::{Granted, Open, Waiting};
        assert_eq!(next(&parts(&[(1, Granted), (2, Waiting), (2, Waiting)]), OnFailure::Stop).begin, [2, 3]);
        let one_left = parts(&[(1, Granted), (2, Granted), (2, Open), (3, Waiting)]);
        assert_eq!(next(&one_left, OnFailure::Stop), Next::default());
    }

    #[test]
    fn a_refusal_stops_what_has_not_begun_or_not_as_the_group_says() {
        use PartState::{Open, Refused, Skipped, Stopped, Waiting};
        let refused = parts(&[(1, Refused), (2, Waiting), (3, Waiting)]);
        assert_eq!(next(&refused, OnFailure::Stop), Next { begin: vec![], skip: vec![2, 3] });
        assert_eq!(next(&refused, OnFailure::GoOn), Next { begin: vec![2], skip: vec![] });
        let beside = parts(&[(1, Stopped), (1, Open), (2, Waiting)]);
        assert_eq!(next(&beside, OnFailure::Stop).skip, [3], "the one that runs is left to its agency");
        assert_eq!(next(&beside, OnFailure::GoOn), Next::default());
        assert_eq!(state_of(&parts(&[(1, Stopped), (1, Open), (2, Skipped)]), false), WholeState::Running);
    }

    #[test]
    fn what_is_stuck_holds_what_comes_after_it_and_is_left_out_like_what_waits() {
        use PartState::{Granted, Refused, Stuck, Waiting};
        let stuck = parts(&[(1, Granted), (2, Stuck), (3, Waiting)]);
        assert_eq!(next(&stuck, OnFailure::Stop), Next::default());
        assert_eq!(state_of(&stuck, false), WholeState::Running);
        let failed = parts(&[(1, Refused), (1, Stuck), (2, Waiting)]);
        assert_eq!(next(&failed, OnFailure::Stop).skip, [2, 3]);
        assert_eq!(next(&failed, OnFailure::GoOn), Next::default());
    }

    #[test]
    fn the_whole_is_done_when_all_is_granted_and_returned_when_it_is_handed_over() {
        use PartState::{Granted, Refused, Skipped};
        assert_eq!(state_of(&parts(&[(1, Granted), (2, Granted)]), false), WholeState::Done);
        assert_eq!(state_of(&parts(&[(1, Granted), (2, Granted)]), true), WholeState::Returned);
        assert_eq!(state_of(&parts(&[(1, Granted), (2, Refused)]), false), WholeState::Partial);
        assert_eq!(state_of(&parts(&[(1, Granted), (2, Refused)]), true), WholeState::Returned);
        assert_eq!(
            state_of(&parts(&[(1, Refused), (2, Skipped)]), true),
            WholeState::Partial,
            "nothing to return"
        );
    }

    proptest! {
        #[test]
        fn a_run_comes_to_its_end_and_never_begins_a_part_twice(
            beside in proptest::collection::vec(any::<bool>(), 1..7),
            ends in proptest::collection::vec(0_usize..3, 7),
            go_on in any::<bool>(),
        ) {
            let rule = if go_on { OnFailure::GoOn } else { OnFailure::Stop };
            let of: Vec<(i64, PartState)> =
                stages(&beside).into_iter().map(|stage| (stage, PartState::Waiting)).collect();
            let mut parts = parts(&of);
            let mut begun = Vec::new();
            for _ in 0..20 {
                let next = next(&parts, rule);
                for part in &mut parts {
                    if next.begin.contains(&part.place) {
                        begun.push(part.place);
                        part.state = PartState::Open;
                    } else if next.skip.contains(&part.place) {
                        part.state = PartState::Skipped;
                    }
                }
                prop_assert_eq!(super::next(&parts, rule), Next::default(), "done, it says nothing new");
                let Some(open) = parts.iter_mut().find(|p| p.state == PartState::Open) else { break };
                let at = usize::try_from(open.place).unwrap() - 1;
                open.state = [PartState::Granted, PartState::Refused, PartState::Stopped][ends[at]];
            }
            prop_assert!(state_of(&parts, false) != WholeState::Running);
            let mut once = begun.clone();
            once.dedup();
            prop_assert_eq!(once.len(), begun.len());
            if go_on {
                prop_assert_eq!(begun.len(), parts.len(), "nothing is left out");
            }
        }
    }
}
