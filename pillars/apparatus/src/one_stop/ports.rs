//! What other slices may ask of the one-stop.

use crate::one_stop::acts;
use crate::one_stop::pages::printed;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, Dossier};
use async_trait::async_trait;
use contracts::dossiers::{DossierIntake, Filing, MyDossier, MyDossiers, Opened};
use kernel::Moment;
use platform::error::{Error, Result};
use platform::{App, Ctx, Tx};
use std::sync::Arc;

struct OneStop;

/// The intake port, for the server to wire.
pub fn intake() -> Arc<dyn DossierIntake> {
    Arc::new(OneStop)
}

/// The person's view, for the server to wire.
pub fn my_dossiers() -> Arc<dyn MyDossiers> {
    Arc::new(OneStop)
}

#[async_trait]
impl DossierIntake for OneStop {
    async fn open(&self, app: &App, tx: &Tx, filing: Filing) -> Result<Opened> {
        acts::open(app, tx, filing).await
    }
}

#[async_trait]
impl MyDossiers for OneStop {
    async fn of(&self, ctx: &Ctx, before: Option<i64>, limit: i64) -> Result<Vec<MyDossier>> {
        let account = ctx.viewer()?.account_id;
        let rows = store::of_account(&ctx.app.store, account, before, limit).await?;
        rows.into_iter().map(|dossier| mine(ctx, dossier)).collect()
    }

    async fn receipt(&self, ctx: &Ctx, id: i64) -> Result<Vec<u8>> {
        let dossier = store::get(&ctx.app.store, id).await?;
        if dossier.account_id != Some(ctx.viewer()?.account_id) {
            return Err(Error::NotFound);
        }
        printed::receipt(ctx, &dossier).await
    }
}

fn mine(ctx: &Ctx, dossier: Dossier) -> Result<MyDossier> {
    let state = dossier.state()?;
    let agency = ctx.app.directory().name(dossier.agency_id).to_owned();
    Ok(MyDossier {
        id: dossier.id,
        due_at: dossier.due(),
        filed_at: Moment::from_micros(dossier.filed_at),
        href: format!("/theo-doi/{}", dossier.tracking_key),
        code: dossier.code,
        procedure: dossier.procedure_name,
        agency,
        state: state.plain_key().to_owned(),
        tone: tone(state),
    })
}

fn tone(state: State) -> &'static str {
    match state {
        State::Registered | State::Received | State::Processing => "info",
        State::AwaitingSupplement | State::AwaitingPayment | State::WithdrawalAsked => "warn",
        State::NotAccepted | State::Stopped => "bad",
        State::Settled | State::Returned => "good",
    }
}
