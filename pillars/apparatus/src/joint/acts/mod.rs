//! What is done to a joint dossier: filed, followed part by part, handed over; each in one transaction.

mod begin;
mod file;
mod follow;
mod hand_over;
mod tell;

pub use file::{Filed, FiledPart, JointFiling, file};
pub use follow::{follow, retry};
pub use hand_over::hand_over;

use super::rules::{Leg, PartState, Standing, Whole, by_law, longest, whole};
use super::store::{Joint, Part};
use kernel::Moment;
use platform::App;
use platform::error::Result;

/// How the parts stand.
fn standings(parts: &[Part]) -> Result<Vec<Standing>> {
    parts.iter().map(Part::standing).collect()
}

/// The promise of the whole: by the term of its own, where its group has one, else by its parts.
fn promise(app: &App, joint: &Joint, now: Moment, parts: &[Part]) -> Result<Whole> {
    if let Some(term) = joint.term()? {
        let first: Vec<Option<Moment>> =
            parts.iter().filter(|part| part.stage == 1).map(Part::received).collect();
        let calendar = app.calendars().of(joint.lead_id)?;
        let paused = parts.iter().map(Part::pauses).collect::<Result<Vec<_>>>()?.concat();
        return Ok(by_law(&term, &calendar, joint.filed(), (&first, &paused)));
    }
    let legs: Vec<(i64, Leg)> = legs(app, parts)?.into_iter().map(|(_, leg)| leg).collect();
    Ok(whole(joint.filed(), now, &legs))
}

/// The places of the parts that the promise comes from, of those that run beside others: the slowest of each stage. A whole with
/// a term of its own has none.
pub(super) fn deciding(app: &App, joint: &Joint, now: Moment, parts: &[Part]) -> Result<Vec<i64>> {
    if joint.term()?.is_some() {
        return Ok(Vec::new());
    }
    let all = legs(app, parts)?;
    let places: Vec<(i64, i64)> = all.iter().map(|(place, (stage, _))| (*place, *stage)).collect();
    let legs: Vec<(i64, Leg)> = all.into_iter().map(|(_, leg)| leg).collect();
    let beside = |stage: i64| places.iter().filter(|(_, of)| *of == stage).count() > 1;
    let slowest = longest(joint.filed(), now, &legs).into_iter().filter_map(|at| places.get(at));
    Ok(slowest.filter(|(_, stage)| beside(*stage)).map(|(place, _)| *place).collect())
}

/// What is known of the end of each part that counts: its place, and its leg with its stage.
fn legs(app: &App, parts: &[Part]) -> Result<Vec<(i64, (i64, Leg))>> {
    let mut legs = Vec::with_capacity(parts.len());
    for part in parts {
        let leg = match (part.state()?, part.due(), part.ended()) {
            (PartState::Skipped, ..) => continue,
            (state, _, Some(ended)) if state.has_ended() => Leg::Ended(ended),
            (PartState::Open, Some(due), _) => Leg::Promised(due),
            _ => Leg::Coming(part.term()?, app.calendars().of(part.agency_id)?),
        };
        legs.push((part.place, (part.stage, leg)));
    }
    Ok(legs)
}
