//! How long a flow lasts: its longest way, in working minutes.

use crate::model::{Flow, Kind};
use kernel::Amount;
use std::collections::BTreeMap;

/// Working minutes of a working day of eight hours: to compare amounts in days with amounts in hours.
const DAY: u64 = 480;

/// Working minutes of an amount; `None` for calendar days and months, which no number of working minutes stands for.
pub fn minutes(amount: Amount) -> Option<u64> {
    match amount {
        Amount::WorkingMinutes(n) => Some(u64::from(n)),
        Amount::WorkingHours(n) => Some(u64::from(n) * 60),
        Amount::HalfDays(n) => Some(u64::from(n) * DAY / 2),
        Amount::WorkingDays(n) => Some(u64::from(n) * DAY),
        Amount::Days(_) | Amount::Months(_) => None,
    }
}

/// What a node takes of the dossier's term: steps and timers their time, none where the clock stands.
pub(crate) fn duration(kind: &Kind) -> Option<Amount> {
    match kind {
        Kind::Step(step) if step.pauses.is_none() => step.time,
        Kind::Timer(timer) => Some(timer.wait),
        _ => None,
    }
}

/// The longest way from the start to the end, each step once: working minutes, and the keys of its steps and timers.
/// Of parallel branches the longest counts; `None` where an amount is in calendar days.
pub fn longest(flow: &Flow) -> Option<(u64, Vec<String>)> {
    let back = flow.back_links();
    let mut best: BTreeMap<&str, (u64, Vec<String>)> = BTreeMap::new();
    let order = flow.order();
    for key in &order {
        let Some(node) = flow.node(key) else { continue };
        let own = match duration(&node.kind) {
            Some(amount) => minutes(amount)?,
            None => 0,
        };
        let before = flow
            .incoming(key)
            .filter(|link| !back.contains(link.key.as_str()))
            .filter_map(|link| best.get(link.from.as_str()))
            .max_by_key(|(sum, _)| *sum);
        let (sum, mut keys) = before.cloned().unwrap_or_default();
        if node.kind.holds() {
            keys.push(key.clone());
        }
        best.insert(node.key.as_str(), (sum.saturating_add(own), keys));
    }
    best.into_values().max_by_key(|(sum, _)| *sum)
}
