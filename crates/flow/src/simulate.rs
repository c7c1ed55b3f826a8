//! A sample dossier on its way through a flow: which steps, in which order, how long, and which guard decided.

use crate::advance::{Facts, Marking, Moved, Passed, Stuck, Token, advance};
use crate::model::{Flow, Kind};
use crate::times::{duration, minutes};
use std::collections::BTreeMap;

/// A step or wait of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    /// Key of the node.
    pub node: String,
    /// Begun, in working minutes since the receipt.
    pub from: u64,
    /// Ended.
    pub to: u64,
    /// Its amount is in calendar days, which the sum leaves out.
    pub uncounted: bool,
    /// Keys of the links taken when it had ended.
    pub links: Vec<String>,
}

/// The way of a sample dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Keys of the links taken before the first step.
    pub first: Vec<String>,
    /// Steps and waits in the order in which they end.
    pub legs: Vec<Leg>,
    /// Working minutes from the receipt to the end.
    pub total: u64,
    /// The end was reached; else the way goes round and was followed for a while only.
    pub ended: bool,
}

/// Steps that a way is followed for, at most.
const MOST: usize = 200;

/// Follows a sample dossier: every step takes the time allowed and ends as `sample` says.
///
/// # Errors
/// [`Stuck`] where the flow does not say how to go on.
pub fn simulate(flow: &Flow, sample: &Facts) -> Result<Run, Stuck> {
    // A step's result is known only once it has ended.
    let mut facts = Facts { done: None, results: BTreeMap::new(), ..sample.clone() };
    let Moved { mut marking, passed } = advance(flow, &Marking::start(flow), &facts)?;
    let mut run = Run { first: links(flow, &passed), legs: Vec::new(), total: 0, ended: false };
    let mut since: BTreeMap<Token, u64> = marking.0.iter().map(|token| (token.clone(), 0)).collect();
    while run.legs.len() < MOST {
        let Some((end, token)) = soonest(flow, &marking, &since) else {
            run.ended = marking.0.is_empty();
            break;
        };
        facts.done = Some(token.at.clone());
        if let Some(result) = sample.results.get(&token.at) {
            facts.results.insert(token.at.clone(), result.clone());
        }
        facts.role = flow.node(&token.at).and_then(|node| node.step()).and_then(|step| step.role);
        let moved = advance(flow, &marking, &facts)?;
        let amount = flow.node(&token.at).and_then(|node| duration(&node.kind));
        run.legs.push(Leg {
            node: token.at.clone(),
            from: since.get(&token).copied().unwrap_or(0),
            to: end,
            uncounted: amount.is_some_and(|amount| minutes(amount).is_none()),
            links: links(flow, &moved.passed),
        });
        run.total = run.total.max(end);
        since.remove(&token);
        for new in &moved.marking.0 {
            since.entry(new.clone()).or_insert(end);
        }
        marking = moved.marking;
    }
    Ok(run)
}

/// The open step or wait that ends first, and when.
fn soonest(flow: &Flow, marking: &Marking, since: &BTreeMap<Token, u64>) -> Option<(u64, Token)> {
    let open = marking.0.iter().filter_map(|token| {
        let kind = &flow.node(&token.at)?.kind;
        let from = since.get(token).copied().unwrap_or(0);
        let takes = duration(kind).and_then(minutes).unwrap_or(0);
        matches!(kind, Kind::Step(_) | Kind::Timer(_)).then(|| (from.saturating_add(takes), token.clone()))
    });
    open.min()
}

/// The links taken; of a split all of them.
fn links(flow: &Flow, passed: &[Passed]) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for one in passed {
        match &one.link {
            Some(link) => links.push(link.clone()),
            None => {
                let all = flow.outgoing(&one.node).map(|link| link.key.clone());
                let new: Vec<String> = all.filter(|key| !links.contains(key)).collect();
                links.extend(new);
            }
        }
    }
    links
}
