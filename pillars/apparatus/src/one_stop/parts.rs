//! Dossiers as parts of a joint procedure (`contracts::joint::PartDossiers`): how they ended, with which result, handed over.

use crate::one_stop::acts;
use crate::one_stop::pages::standing::{self, Standing};
use crate::one_stop::rules::{DeadlineRules, State};
use crate::one_stop::store::{self, Dossier};
use async_trait::async_trait;
use contracts::joint::{PartDossier, PartDossiers, PartOutcome, PartResult, PartShown};
use kernel::Moment;
use platform::error::{Error, Result};
use platform::{Actor, App, Ctx};
use std::sync::Arc;

struct Parts;

/// The port, for the server to wire.
pub fn part_dossiers() -> Arc<dyn PartDossiers> {
    Arc::new(Parts)
}

#[async_trait]
impl PartDossiers for Parts {
    async fn one(&self, app: &App, id: i64) -> Result<Option<PartDossier>> {
        let Some(dossier) = found(app, id).await? else { return Ok(None) };
        let results = store::results(&app.store, id).await?;
        let pauses = match dossier.received() {
            Some(received) => {
                let rules = DeadlineRules::on(&app.profiles(), received.day())?;
                rules.counted(&store::pauses(&app.store, id).await?)
            }
            None => Vec::new(),
        };
        Ok(Some(PartDossier {
            outcome: outcome(&dossier)?,
            received: dossier.received(),
            due: dossier.due(),
            settled: dossier.settled(),
            returned: dossier.returned_at.map(Moment::from_micros),
            reason: dossier.end_reason.clone(),
            pauses,
            results: results
                .into_iter()
                .map(|r| PartResult { name: r.name, number: r.number, file: r.file_hash.zip(r.file_name) })
                .collect(),
            code: dossier.code,
            tracking_key: dossier.tracking_key,
        }))
    }

    async fn shown(&self, ctx: &Ctx, id: i64) -> Result<Option<PartShown>> {
        let Some(dossier) = found(&ctx.app, id).await? else { return Ok(None) };
        let state = dossier.state()?;
        let word = standing::state_tag(&ctx.locale, state);
        let against = Standing::of(&dossier)?.tag(&ctx.app, &ctx.locale, ctx.now)?;
        Ok(Some(PartShown {
            state: word.text,
            state_tone: word.tone.class(),
            standing: against.text,
            standing_tone: against.tone.class(),
            turn: standing::turn(&ctx.locale, state, dossier.step_role.as_deref()),
        }))
    }

    async fn hand_over(&self, app: &App, by: &Actor, id: i64, to: &str) -> Result<bool> {
        let Some(dossier) = found(app, id).await? else { return Ok(false) };
        if dossier.state()? != State::Settled {
            return Ok(false);
        }
        acts::return_result(app, by, id, Some(dossier.version), to).await?;
        Ok(true)
    }
}

async fn found(app: &App, id: i64) -> Result<Option<Dossier>> {
    match store::get(&app.store, id).await {
        Ok(dossier) => Ok(Some(dossier)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

fn outcome(dossier: &Dossier) -> Result<PartOutcome> {
    Ok(match dossier.state()? {
        State::NotAccepted => PartOutcome::Refused,
        State::Stopped => PartOutcome::Stopped,
        State::Settled | State::Returned if dossier.outcome.as_deref() == Some("granted") => {
            PartOutcome::Granted
        }
        State::Settled | State::Returned => PartOutcome::Refused,
        _ => PartOutcome::Open,
    })
}
