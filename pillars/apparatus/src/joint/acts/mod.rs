//! What is done to a joint dossier: filed, followed part by part, handed over; each in one transaction.

mod begin;
mod file;
mod follow;
mod hand_over;
mod tell;

pub use file::{Filed, FiledPart, JointFiling, file};
pub use follow::{follow, retry};
pub use hand_over::hand_over;

use super::rules::{Leg, PartState, Standing, Whole, whole};
use super::store::Part;
use kernel::Moment;
use platform::App;
use platform::error::Result;

/// How the parts stand.
fn standings(parts: &[Part]) -> Result<Vec<Standing>> {
    parts.iter().map(Part::standing).collect()
}

/// The promise of the whole by its parts.
fn promise(app: &App, filed: Moment, now: Moment, parts: &[Part]) -> Result<Whole> {
    let mut legs = Vec::with_capacity(parts.len());
    for part in parts {
        let leg = match (part.state()?, part.due(), part.ended()) {
            (PartState::Skipped, ..) => continue,
            (state, _, Some(ended)) if state.has_ended() => Leg::Ended(ended),
            (PartState::Open, Some(due), _) => Leg::Promised(due),
            _ => Leg::Coming(part.term()?, app.calendars().of(part.agency_id)?),
        };
        legs.push((part.stage, leg));
    }
    Ok(whole(filed, now, &legs))
}
