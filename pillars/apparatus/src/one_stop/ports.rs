//! What other slices may ask of the one-stop.

use crate::one_stop::acts;
use crate::one_stop::pages::printed;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, Dossier};
use async_trait::async_trait;
use contracts::dossiers::{DossierIntake, Filing, MyDossier, MyDossiers, Opened};
use contracts::fees::{DeskMoney, FeeDossier, FeeDossiers};
use kernel::Moment;
use platform::error::{Error, Result};
use platform::http::Query;
use platform::list::{ListQuery, Page};
use platform::{App, Ctx, Tx};
use serde_json::Value as Json;
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

/// The dossiers that fees are taken for, for the server to wire.
pub fn fee_dossiers() -> Arc<dyn FeeDossiers> {
    Arc::new(OneStop)
}

#[async_trait]
impl FeeDossiers for OneStop {
    async fn one(&self, app: &App, id: i64) -> Result<Option<FeeDossier>> {
        match store::get(&app.store, id).await {
            Ok(dossier) => Ok(Some(acts::fee_facts(&dossier))),
            Err(Error::NotFound) => Ok(None),
            Err(other) => Err(other),
        }
    }

    async fn noted(&self, app: &App, id: i64) -> Result<Vec<DeskMoney>> {
        let fees = store::fees_of(&app.store, id).await?;
        let standing = fees.into_iter().filter(|fee| fee.cancelled_at.is_none());
        Ok(standing
            .map(|fee| DeskMoney {
                id: fee.id,
                amount: fee.amount,
                paid_by: fee.paid_by,
                receipt_number: fee.receipt_number,
                at: Moment::from_micros(fee.collected_at),
                by: fee.collector_name,
            })
            .collect())
    }

    async fn received_last(&self, app: &App, agency: i64, most: i64) -> Result<Vec<FeeDossier>> {
        let found = store::received_last(&app.store, agency, most).await?;
        Ok(found.iter().map(acts::fee_facts).collect())
    }
}

#[async_trait]
impl DossierIntake for OneStop {
    async fn open(&self, app: &App, tx: &Tx, filing: Filing) -> Result<Opened> {
        acts::open(app, tx, filing).await
    }
}

#[async_trait]
impl MyDossiers for OneStop {
    async fn page(&self, ctx: &Ctx, query: &Query) -> Result<Page<MyDossier>> {
        let page = own(ctx, query)?.page::<Dossier>(&ctx.app.store, query).await?;
        let rows = page.rows.into_iter().map(|dossier| mine(ctx, dossier)).collect::<Result<Vec<_>>>()?;
        let Page { next, previous, sort, descending, count, .. } = page;
        Ok(Page { rows, next, previous, sort, descending, count })
    }

    async fn all(&self, ctx: &Ctx, query: &Query) -> Result<Vec<MyDossier>> {
        let rows = own(ctx, query)?.all::<Dossier>(&ctx.app.store, query).await?;
        rows.into_iter().map(|dossier| mine(ctx, dossier)).collect()
    }

    async fn last_form(&self, ctx: &Ctx, procedure: &str) -> Result<Option<(Moment, Json)>> {
        let last = store::last_of_account(&ctx.app.store, ctx.viewer()?.account_id, procedure).await?;
        let Some(dossier) = last else { return Ok(None) };
        let form: Json = serde_json::from_str(&dossier.form)?;
        Ok(form.is_object().then_some((Moment::from_micros(dossier.filed_at), form)))
    }

    async fn receipt(&self, ctx: &Ctx, id: i64) -> Result<Vec<u8>> {
        let dossier = store::get(&ctx.app.store, id).await?;
        if dossier.account_id != Some(ctx.viewer()?.account_id) {
            return Err(Error::NotFound);
        }
        printed::receipt(ctx, &dossier).await
    }
}

/// The viewer's own dossiers under the filters of their list.
fn own(ctx: &Ctx, query: &Query) -> Result<ListQuery<'static>> {
    let mut list = store::of_account(ctx.viewer()?.account_id);
    if let Some(typed) = query.get("ma") {
        list.and(
            "d.code LIKE ?",
            [format!("%{}%", typed.trim().to_uppercase().replace(['%', '_'], "")).into()],
        );
    }
    match query.get("viec") {
        Some("can") => list.and("d.state IN (5, 6, 9)", []),
        Some("cho") => list.and("d.state IN (1, 2, 4, 7)", []),
        Some("xong") => list.and("d.state IN (3, 8, 10)", []),
        _ => {}
    }
    Ok(list)
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
        state: state.plain_key(dossier.outcome.as_deref() == Some("refused")).to_owned(),
        next: next_key(state).to_owned(),
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

/// What the applicant has to do in a state.
fn next_key(state: State) -> &'static str {
    match state {
        State::Registered => "one-stop-next-registered",
        State::Received | State::Processing => "one-stop-next-working",
        State::AwaitingSupplement => "one-stop-next-supplement",
        State::AwaitingPayment => "one-stop-next-payment",
        State::WithdrawalAsked => "one-stop-next-withdrawal",
        State::NotAccepted => "one-stop-next-not-accepted",
        State::Stopped => "one-stop-next-stopped",
        State::Settled => "one-stop-next-settled",
        State::Returned => "one-stop-next-returned",
    }
}
