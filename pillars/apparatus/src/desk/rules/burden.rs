//! Who at an agency has how much in hand, and what they did lately.

use contracts::workload::{OpenWork, StepDone};
use kernel::{Moment, WorkingCalendar};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody has in hand and did lately; of nobody where `account` is none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Burden {
    /// Account.
    pub account: Option<i64>,
    /// Name, where a step that they ended told it.
    pub name: String,
    /// Open dossiers in hand.
    pub open: i64,
    /// Of those, after their promise while the clock runs.
    pub overdue: i64,
    /// Of those, promised up to the horizon.
    pub soon: i64,
    /// Dossiers received in the time; a step done again after it was sent back is no second receipt.
    pub received: i64,
    /// Dossiers settled in the time to which they did a step in it.
    pub settled: i64,
    /// Steps ended in the time.
    pub steps: i64,
    /// Half working days that a step of theirs took on average.
    pub pace: Option<f64>,
}

/// Everybody's, by account; who has nothing in hand and did nothing is not among them. `horizon` is the end of the last day
/// that counts as soon.
pub fn burdens(
    open: &[OpenWork],
    done: &[StepDone],
    (now, horizon): (Moment, Moment),
    calendar: &WorkingCalendar,
) -> Vec<Burden> {
    let mut all: BTreeMap<Option<i64>, Burden> = BTreeMap::new();
    // Of a dossier with several steps open at once each has it who has one of them.
    for (work, holder) in open.iter().flat_map(|work| work.holders().into_iter().map(move |who| (work, who)))
    {
        let burden = all.entry(holder).or_default();
        burden.open += 1;
        if let Some(due) = work.due_at.filter(|_| work.running) {
            let late = now.whole_minute() > due;
            burden.overdue += i64::from(late);
            burden.soon += i64::from(!late && due <= horizon);
        }
    }
    let mut received: BTreeSet<(i64, i64)> = BTreeSet::new();
    let mut settled: BTreeSet<(i64, i64)> = BTreeSet::new();
    let mut spent: BTreeMap<i64, i64> = BTreeMap::new();
    for step in done {
        let burden = all.entry(Some(step.account_id)).or_default();
        burden.name.clone_from(&step.name);
        burden.steps += 1;
        if step.step == 1 && received.insert((step.account_id, step.dossier_id)) {
            burden.received += 1;
        }
        if step.settled.is_some() && settled.insert((step.account_id, step.dossier_id)) {
            burden.settled += 1;
        }
        *spent.entry(step.account_id).or_default() +=
            calendar.half_days_between(step.started, step.ended).max(0);
    }
    for (account, burden) in &mut all {
        burden.account = *account;
        let spent = account.and_then(|account| spent.get(&account));
        burden.pace = spent.filter(|_| burden.steps > 0).map(|spent| *spent as f64 / burden.steps as f64);
    }
    all.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::workload::StepBeside;
    use kernel::Day;

    fn at(day: &str, hour: i64) -> Moment {
        day.parse::<Day>().unwrap().start().plus_minutes(hour * 60)
    }

    fn work(id: i64, assignee: Option<i64>, due: &str, running: bool) -> OpenWork {
        OpenWork {
            id,
            code: String::new(),
            version: 1,
            procedure: "HT-01".into(),
            procedure_name: String::new(),
            running,
            assignable: running,
            step_id: None,
            step: 2,
            role: Some("specialist".into()),
            assignee,
            received_at: None,
            due_at: Some(at(due, 16)),
            step_since: None,
            beside: Vec::new(),
        }
    }

    fn step(account: i64, dossier: i64, number: i64, days: (&str, &str), settled: bool) -> StepDone {
        StepDone {
            id: dossier * 10 + number,
            account_id: account,
            name: format!("Tên {account}"),
            dossier_id: dossier,
            step: number,
            started: at(days.0, 8),
            ended: at(days.1, 8),
            settled: settled.then(|| at(days.1, 9)),
        }
    }

    #[test]
    fn a_dossier_with_steps_beside_one_another_is_in_hand_of_each_who_has_one() {
        let beside = |id: i64, assignee: Option<i64>| StepBeside { id, role: "head".into(), assignee };
        let mut both = work(1, Some(7), "2013-06-11", true);
        both.beside = vec![beside(2, Some(8)), beside(3, Some(8)), beside(4, None)];
        let now = at("2013-06-12", 9);
        let found = burdens(&[both], &[], (now, now), &WorkingCalendar::default());
        let counts: Vec<_> = found.iter().map(|b| (b.account, b.open, b.overdue)).collect();
        assert_eq!(counts, [(None, 1, 1), (Some(7), 1, 1), (Some(8), 1, 1)]);
    }

    #[test]
    fn open_overdue_and_soon_are_counted_by_hand_and_what_waits_is_not_late() {
        let now = at("2013-06-12", 9);
        let open = [
            work(1, Some(7), "2013-06-11", true),
            work(2, Some(7), "2013-06-11", false),
            work(3, Some(7), "2013-06-14", true),
            work(4, None, "2013-06-28", true),
        ];
        let told = burdens(&open, &[], (now, at("2013-06-14", 24)), &WorkingCalendar::default());
        assert_eq!(told.len(), 2);
        assert_eq!((told[0].account, told[0].open, told[0].soon), (None, 1, 0));
        assert_eq!((told[1].open, told[1].overdue, told[1].soon), (3, 1, 1));
    }

    #[test]
    fn a_dossier_received_or_settled_counts_once_for_whoever_did_steps_of_it() {
        let done = [
            step(7, 1, 1, ("2013-06-10", "2013-06-11"), true),
            step(7, 1, 1, ("2013-06-11", "2013-06-14"), true),
            step(8, 1, 2, ("2013-06-11", "2013-06-12"), true),
            step(8, 2, 1, ("2013-06-11", "2013-06-11"), false),
        ];
        let now = at("2013-06-14", 9);
        let told = burdens(&[], &done, (now, now), &WorkingCalendar::default());
        assert_eq!((told[0].received, told[0].settled, told[0].steps, told[0].pace), (1, 1, 2, Some(4.0)));
        assert_eq!((told[1].received, told[1].settled, told[1].steps, told[1].pace), (1, 1, 2, Some(1.0)));
    }

    proptest::proptest! {
        #[test]
        fn every_open_dossier_is_in_one_hand(hands in proptest::collection::vec(proptest::option::of(1_i64..5), 0..40)) {
            let open: Vec<OpenWork> =
                (1..).zip(hands).map(|(id, hand)| work(id, hand, "2013-06-20", true)).collect();
            let now = at("2013-06-12", 9);
            let told = burdens(&open, &[], (now, now), &WorkingCalendar::default());
            let all: i64 = told.iter().map(|burden| burden.open).sum();
            proptest::prop_assert_eq!(usize::try_from(all).unwrap(), open.len());
            proptest::prop_assert!(told.iter().all(|b| b.overdue + b.soon <= b.open));
        }
    }
}
