//! When a dossier ended and against which promise: by the law's clock and by that of Decision 766's index, side by side.
//! Law: Decree 61/2018 art. 19.4 lets the term begin anew once papers were completed, so the promise has moved. Index [F766 2.1]:
//! the promise stays, and the wait for papers is taken off the end.

use super::how::PromiseUsed;
use contracts::settlement::DossierFacts;
use kernel::{Lateness, Moment};
use serde::{Deserialize, Serialize};

/// Against the promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Class {
    /// On an earlier day.
    Early,
    /// On the day, not after the minute.
    OnTime,
    /// After it.
    Late,
}

impl Class {
    /// Word in the database and in keys of texts.
    pub fn code(self) -> &'static str {
        match self {
            Class::Early => "early",
            Class::OnTime => "on-time",
            Class::Late => "late",
        }
    }

    /// Of an end and a promise; none where nothing was promised.
    pub fn of(end: Moment, promise: Option<Moment>) -> Option<Class> {
        match Lateness::classify(Some(end), promise, end) {
            Lateness::Early => Some(Class::Early),
            Lateness::OnTime => Some(Class::OnTime),
            Lateness::Late => Some(Class::Late),
            Lateness::InTime | Lateness::Overdue | Lateness::NoPromise => None,
        }
    }
}

/// Where the end comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndFrom {
    /// The result was signed (state 9).
    Settled,
    /// It was handed over (state 10).
    Returned,
    /// It ended without a result (states 3, 8; 7 once it is confirmed, which gives 8).
    Stopped,
    /// It waits for papers (state 5), asked for once: the moment of that request.
    Asked,
    /// It is open: the last moment of the time looked at.
    Open,
}

impl EndFrom {
    /// Word in keys of texts.
    pub fn code(self) -> &'static str {
        match self {
            EndFrom::Settled => "settled",
            EndFrom::Returned => "returned",
            EndFrom::Stopped => "stopped",
            EndFrom::Asked => "asked",
            EndFrom::Open => "open",
        }
    }
}

/// An end by one of the two clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Where it comes from.
    pub from: EndFrom,
    /// The moment as it was.
    pub was: Moment,
    /// The moment compared: by the index without the wait for papers.
    pub compared: Moment,
    /// What it is compared with.
    pub promise: Option<Moment>,
    /// How it stands; none where nothing was promised.
    pub class: Option<Class>,
}

/// Both ends of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// By the law.
    pub law: End,
    /// By the index.
    pub index: End,
    /// Minutes between asking for papers and getting them, after the receipt.
    pub waited: i64,
    /// Papers were asked for more than once: late by the index whatever the days say.
    pub asked_again: bool,
}

/// The ends of a received dossier, looked at until `until`; none of one that was not received.
pub fn ends(facts: &DossierFacts, used: PromiseUsed, until: Moment) -> Option<Ends> {
    let received = facts.received?;
    let (from, was) = end_of(facts, until);
    let waited = waited(facts, received);
    let asked_again = facts.papers_asked.len() > 1;
    let promise = promise_of(used, facts.first_due, facts.due);
    let compared = was.plus_minutes(-waited);
    let class = if asked_again { Some(Class::Late) } else { Class::of(compared, promise) };
    let law_class = Class::of(was, facts.due);
    Some(Ends {
        law: End { from, was, compared: was, promise: facts.due, class: law_class },
        index: End { from, was, compared, promise, class },
        waited,
        asked_again,
    })
}

/// The promise of the index. Where that one is not recorded, the end is tested against the longest time the procedure allows,
/// which is what the first promise is.
fn promise_of(used: PromiseUsed, first: Option<Moment>, current: Option<Moment>) -> Option<Moment> {
    match used {
        PromiseUsed::First => first.or(current),
        PromiseUsed::Current => current.or(first),
    }
}

/// The last moment at which an end is in time by the index: its promise, later by the wait that is taken off the end.
pub fn last_in_time(
    used: PromiseUsed,
    first: Option<Moment>,
    current: Option<Moment>,
    waited: i64,
) -> Option<Moment> {
    promise_of(used, first, current).map(|promise| promise.plus_minutes(waited.max(0)))
}

/// State 9, else 10, else 3 or 8, else the only request for papers that is still open, else the last moment looked at.
fn end_of(facts: &DossierFacts, until: Moment) -> (EndFrom, Moment) {
    if let Some(at) = facts.settled {
        return (EndFrom::Settled, at);
    }
    if let Some(at) = facts.returned {
        return (EndFrom::Returned, at);
    }
    if let Some(day) = facts.ended {
        // Only the day is kept: its beginning, so that the day itself is in time.
        return (EndFrom::Stopped, day.start());
    }
    match facts.papers_asked.as_slice() {
        [only] if only.answered.is_none() => (EndFrom::Asked, only.asked),
        _ => (EndFrom::Open, until),
    }
}

/// What was waited for papers between the receipt and their coming; a request answered before the receipt took nothing of the term.
fn waited(facts: &DossierFacts, received: Moment) -> i64 {
    let of = |from: Moment, to: Moment| from.max(received).minutes_until(to).max(0);
    facts.papers_asked.iter().filter_map(|p| Some(of(p.asked, p.answered?))).sum()
}

#[cfg(test)]
mod tests {
    use super::super::dossier::samples::{at, dossier};
    use super::*;
    use contracts::settlement::AskedPapers;
    use proptest::prelude::*;

    fn asked(from: (u32, i64), to: Option<(u32, i64)>) -> AskedPapers {
        AskedPapers {
            reason: "missing".into(),
            asked: at(from.0, from.1),
            answered: to.map(|(day, hour)| at(day, hour)),
        }
    }

    #[test]
    fn the_end_is_state_nine_then_ten_then_the_stop_then_the_only_request() {
        let mut facts = dossier();
        let until = at(31, 17);
        let from = |facts: &DossierFacts| ends(facts, PromiseUsed::First, until).map(|e| e.index.from);
        assert_eq!(from(&facts), Some(EndFrom::Open));
        facts.papers_asked = vec![asked((4, 9), None)];
        assert_eq!(from(&facts), Some(EndFrom::Asked));
        facts.ended = Some(at(9, 8).day());
        assert_eq!(from(&facts), Some(EndFrom::Stopped));
        facts.returned = Some(at(8, 8));
        assert_eq!(from(&facts), Some(EndFrom::Returned));
        facts.settled = Some(at(7, 8));
        assert_eq!(from(&facts), Some(EndFrom::Settled));
        facts.received = None;
        assert_eq!(from(&facts), None, "not received: no time of ours");
    }

    #[test]
    fn the_law_lets_the_promise_move_and_the_index_takes_the_wait_off_the_end() {
        // Received on the 3rd for the 10th; papers asked on the 4th, there on the 9th; the term begins anew: promised for the 16th.
        let mut facts = dossier();
        facts.papers_asked = vec![asked((4, 9), Some((9, 9)))];
        facts.due = Some(at(16, 17));
        facts.settled = Some(at(16, 9));
        let both = ends(&facts, PromiseUsed::First, at(31, 17)).unwrap();
        assert_eq!(both.law.class, Some(Class::OnTime));
        assert_eq!(both.waited, 5 * 24 * 60);
        assert_eq!(both.index.compared, at(11, 9));
        assert_eq!(both.index.class, Some(Class::Late), "11 October is after the first promise");
        let current = ends(&facts, PromiseUsed::Current, at(31, 17)).unwrap();
        assert_eq!(current.index.class, Some(Class::Early));
    }

    #[test]
    fn a_second_request_makes_a_dossier_late_by_the_index_alone() {
        let mut facts = dossier();
        facts.papers_asked = vec![asked((3, 9), Some((3, 10))), asked((4, 9), Some((4, 10)))];
        facts.settled = Some(at(5, 9));
        let both = ends(&facts, PromiseUsed::First, at(31, 17)).unwrap();
        assert_eq!((both.law.class, both.index.class), (Some(Class::Early), Some(Class::Late)));
    }

    #[test]
    fn without_a_promise_the_longest_time_is_tested() {
        let mut facts = dossier();
        (facts.due, facts.settled) = (None, Some(at(11, 9)));
        let both = ends(&facts, PromiseUsed::Current, at(31, 17)).unwrap();
        assert_eq!((both.law.class, both.index.class), (None, Some(Class::Late)));
        facts.first_due = None;
        assert_eq!(ends(&facts, PromiseUsed::Current, at(31, 17)).unwrap().index.class, None);
    }

    #[test]
    fn papers_that_came_before_the_receipt_are_no_wait() {
        let mut facts = dossier();
        facts.papers_asked = vec![asked((1, 9), Some((2, 9)))];
        facts.settled = Some(at(10, 9));
        assert_eq!(ends(&facts, PromiseUsed::First, at(31, 17)).unwrap().waited, 0);
    }

    proptest! {
        #[test]
        fn an_end_is_in_time_up_to_the_last_moment_and_late_a_minute_after(from in 4u32..9, days in 0u32..12, first in any::<bool>()) {
            let used = if first { PromiseUsed::First } else { PromiseUsed::Current };
            let mut facts = dossier();
            facts.papers_asked = vec![asked((from, 9), Some((from + days, 9)))];
            facts.due = Some(at(12, 17));
            let waited = i64::from(days) * 24 * 60;
            let last = last_in_time(used, facts.first_due, facts.due, waited).unwrap();
            facts.settled = Some(last);
            prop_assert_ne!(ends(&facts, used, at(31, 17)).unwrap().index.class, Some(Class::Late));
            facts.settled = Some(last.plus_minutes(1));
            prop_assert_eq!(ends(&facts, used, at(31, 17)).unwrap().index.class, Some(Class::Late));
        }

        #[test]
        fn a_wait_never_makes_a_dossier_later_by_the_index(settled in 4u32..28, from in 3u32..10, days in 0u32..10) {
            let mut facts = dossier();
            facts.settled = Some(at(settled, 9));
            let bare = ends(&facts, PromiseUsed::First, at(31, 17)).unwrap();
            facts.papers_asked = vec![asked((from, 9), Some((from + days, 9)))];
            let waited = ends(&facts, PromiseUsed::First, at(31, 17)).unwrap();
            prop_assert!(waited.index.compared <= bare.index.compared);
            prop_assert_eq!(waited.law, bare.law);
        }
    }
}
