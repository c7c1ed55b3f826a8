//! Past dossiers under the terms and papers of a draft: what would have been late, what would have been asked for.

use super::rules::DeadlineRules;
use super::store::{self, Dossier};
use async_trait::async_trait;
use contracts::procedure_uses::{ProcedureUses, Replayed, Spent};
use contracts::procedures::Procedure;
use kernel::{Lateness, Moment, Period};
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Uses;

/// The port, for the server to wire.
pub fn uses() -> Arc<dyn ProcedureUses> {
    Arc::new(Uses)
}

#[async_trait]
impl ProcedureUses for Uses {
    async fn spent(&self, app: &App, period: Period) -> Result<Vec<Spent>> {
        store::spent(&app.store, period).await
    }

    async fn replay(&self, app: &App, draft: &Procedure, period: Period, most: i64) -> Result<Vec<Replayed>> {
        let mut all = Vec::new();
        for id in store::received_ids(&app.store, &draft.code, period, most).await? {
            all.extend(replayed(app, draft, &store::get(&app.store, id).await?).await?);
        }
        Ok(all)
    }
}

/// One dossier under a draft; none before it was received.
async fn replayed(app: &App, draft: &Procedure, dossier: &Dossier) -> Result<Option<Replayed>> {
    let Some(received) = dossier.received() else { return Ok(None) };
    let rules = DeadlineRules::on(&app.profiles(), received.day())?;
    let calendar = app.calendars().of(dossier.agency_id)?;
    let pauses = store::pauses(&app.store, dossier.id).await?;
    let variant = dossier.term_variant.as_deref().and_then(|key| draft.variant(key));
    let term = variant.map(|v| v.term.clone()).or_else(|| draft.term.clone()).unwrap_or_default();
    // A new appointment was granted for the old promise: under the draft nobody had asked for it.
    let due = rules.due(&term, received, &calendar, dossier.with_verification, &pauses, None).at;
    let now = app.clock.now();
    let late = |due: Option<Moment>| {
        let class = Lateness::classify(dossier.settled(), due, now);
        matches!(class, Lateness::Late | Lateness::Overdue)
    };
    let papers = store::papers(&app.store, dossier.id).await?;
    let brought: Vec<&str> =
        papers.iter().filter(|p| p.given != "missing").map(|p| p.component.as_str()).collect();
    let asked = draft.components.iter().filter(|c| c.required && !brought.contains(&c.key.as_str()));
    let spared = brought.iter().filter(|key| !draft.components.iter().any(|c| c.key == **key));
    let counts = dossier.state()?.is_open() || dossier.settled().is_some();
    Ok(Some(Replayed {
        id: dossier.id,
        code: dossier.code.clone(),
        agency_id: dossier.agency_id,
        received_on: received.day(),
        settled_on: dossier.settled().map(Moment::day),
        due_on: dossier.due().map(Moment::day),
        draft_due_on: due.map(Moment::day),
        late: counts && late(dossier.due()),
        draft_late: counts && late(due),
        asked: asked.map(|c| c.key.clone()).collect(),
        spared: spared.map(|key| (*key).to_owned()).collect(),
    }))
}
