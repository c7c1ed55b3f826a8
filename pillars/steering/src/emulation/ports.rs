//! What other slices may ask: published results for a review, and what waits for somebody.

use super::pages::{ROOT, entry_path, round_path};
use super::rules::{EntryState, RoundState, highest};
use super::store::{council, entries, rounds};
use async_trait::async_trait;
use contracts::final_review::{EmulationResult, EmulationResults};
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{App, Locale, Scope};
use std::collections::HashMap;
use std::collections::hash_map::Entry::Vacant;
use std::sync::Arc;

struct Kept;

/// The port of reviews, for the server to wire.
pub fn results() -> Arc<dyn EmulationResults> {
    Arc::new(Kept)
}

/// What waits, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Kept)
}

#[async_trait]
impl EmulationResults for Kept {
    async fn of_years(&self, app: &App, first: i32, last: i32) -> Result<Vec<EmulationResult>> {
        let mut classes = HashMap::new();
        let mut found = Vec::new();
        for entry in entries::published_of(&app.store, first, last).await? {
            if let Vacant(free) = classes.entry(entry.round_id) {
                free.insert(rounds::get(&app.store, entry.round_id).await?.classes()?);
            }
            let of_round = classes.get(&entry.round_id).map(Vec::as_slice).unwrap_or_default();
            let name = of_round.iter().find(|c| c.code == entry.final_class).map(|c| c.name.clone());
            found.push(EmulationResult {
                agency_id: entry.agency_id,
                year: i32::try_from(entry.year).unwrap_or_default(),
                class_name: name.unwrap_or_else(|| entry.final_class.clone()),
                highest: highest(of_round, &entry.final_class),
                class: entry.final_class,
                place: entry.place,
                href: format!("{ROOT}/ket-qua/{}", entry.id),
            });
        }
        Ok(found)
    }
}

/// Rounds and objections read at most.
const MOST: i64 = 500;

/// The end of a day.
fn end_of(day: Day) -> Moment {
    day.next().start().plus_minutes(-1)
}

#[async_trait]
impl WaitingSource for Kept {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("round-of-emulation", "emulation-waiting-round"),
            ("entry-of-emulation", "emulation-waiting-entry"),
            ("objection-of-emulation", "emulation-waiting-objection"),
        ]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let mut found = Vec::new();
        for round in rounds::unfinished(&app.store, MOST).await? {
            let state = round.state()?;
            if state == RoundState::Open {
                for entry in entries::of_round(&app.store, round.id).await? {
                    let (holder, step, due) = match entry.state()? {
                        EntryState::Drafting => {
                            (entry.agency_id, "emulation-waiting-proposal", Some(end_of(round.due()?)))
                        }
                        EntryState::Submitted => (round.owner_id, "emulation-waiting-appraisal", None),
                        EntryState::Appraised => (round.owner_id, "emulation-waiting-vote", None),
                        EntryState::Voted => continue,
                    };
                    if scope.covers(holder) {
                        found.push(Waiting {
                            kind: "entry-of-emulation",
                            id: entry.id,
                            title: format!("{} – {}", round.name, app.directory().name(entry.agency_id)),
                            href: entry_path(entry.id),
                            agency_id: holder,
                            holder_id: None,
                            holder: String::new(),
                            step: locale.t(step),
                            since: Moment::from_micros(entry.changed_at),
                            due,
                        });
                    }
                }
            } else if scope.covers(round.owner_id) {
                let step = match state {
                    RoundState::Submitted => "emulation-waiting-decision",
                    _ => "emulation-waiting-publication",
                };
                found.push(Waiting {
                    kind: "round-of-emulation",
                    id: round.id,
                    title: round.name.clone(),
                    href: round_path(round.id),
                    agency_id: round.owner_id,
                    holder_id: None,
                    holder: String::new(),
                    step: locale.t(step),
                    since: Moment::from_micros(round.changed_at),
                    due: None,
                });
            }
        }
        found.extend(objections(app, locale, scope).await?);
        found.sort_by_key(|w| (w.due.unwrap_or(Moment::from_micros(i64::MAX)), w.kind, w.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }
}

async fn objections(app: &App, locale: &Locale, scope: &Scope) -> Result<Vec<Waiting>> {
    let mut found = Vec::new();
    for objection in council::unanswered(&app.store, MOST).await? {
        let entry = entries::get(&app.store, objection.entry_id).await?;
        let round = rounds::get(&app.store, entry.round_id).await?;
        if scope.covers(round.owner_id) {
            found.push(Waiting {
                kind: "objection-of-emulation",
                id: objection.id,
                title: format!("{} – {}", round.name, app.directory().name(entry.agency_id)),
                href: entry_path(entry.id),
                agency_id: round.owner_id,
                holder_id: None,
                holder: String::new(),
                step: locale.t("emulation-waiting-answer"),
                since: Moment::from_micros(objection.at),
                due: None,
            });
        }
    }
    Ok(found)
}
