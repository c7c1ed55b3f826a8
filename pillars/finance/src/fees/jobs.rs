//! Work of fees: the demand of a received dossier; orders that the gateway left hanging.

use super::rules::online::{Outcome, Told};
use super::{acts, gateway, sandbox, store};
use contracts::dossiers::{DossierFact, DossierReceived};
use contracts::fees::FeeDossiers;
use platform::error::Result;
use platform::events::{Event, Listener};
use platform::jobs::Job;
use platform::{Actor, App};
use std::sync::Arc;

/// Makes the demand.
pub(super) const DEMAND: Job = Job {
    name: "fees.demand",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let DossierReceived(fact) = serde_json::from_value(payload)?;
            demand(&app, &fact).await
        })
    },
};

/// Listens to received dossiers.
pub(super) const RECEIVED: Listener = Listener { topic: DossierReceived::TOPIC, job: DEMAND.name };

/// Asks for orders left hanging.
pub(super) const ASK: Job = Job {
    name: "fees.ask_orders",
    schedule: Some("*/5 * * * *"),
    run: |app, _| Box::pin(async move { ask(&app).await }),
};

/// The training gateway tells of an order.
pub(super) const SANDBOX: Job = Job {
    name: "fees.sandbox_tell",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let code: String = serde_json::from_value(payload)?;
            sandbox::tell(&app, &code).await
        })
    },
};

/// Orders asked about in one run.
const AT_ONCE: i64 = 50;

async fn demand(app: &App, fact: &DossierFact) -> Result<()> {
    if store::demand_of_dossier(&app.store, fact.dossier_id).await?.is_some() {
        return Ok(());
    }
    let Ok(dossiers) = app.port::<Arc<dyn FeeDossiers>>() else { return Ok(()) };
    let Some(dossier) = dossiers.one(app, fact.dossier_id).await? else { return Ok(()) };
    let tx = app.store.write(&Actor::system()).await?;
    match acts::demand_in(app, &tx, &dossier, None).await? {
        Some((_, true)) => tx.commit().await,
        // Nothing to pay, or the desk was faster.
        _ => Ok(()),
    }
}

pub(super) async fn ask(app: &App) -> Result<()> {
    let Some(gateway) = gateway::of(app) else { return Ok(()) };
    let (now, profiles) = (app.clock.now(), app.profiles());
    let after: i64 = profiles.get_or("fees.order_ask_minutes", now.day(), 10)?;
    let lasts: i64 = profiles.get_or("fees.order_lasts_hours", now.day(), 24)?;
    for order in store::hanging(&app.store, now.plus_minutes(-after), AT_ONCE).await? {
        let told = gateway.ask(app, &order.code).await?;
        let tx = app.store.housekeeping().await?;
        store::note_asked(&tx, order.id).await?;
        tx.commit().await?;
        let over = order.made_at < now.plus_minutes(-lasts.saturating_mul(60)).micros();
        let told = match told {
            Some(told) if told.outcome == Outcome::Pending && over => Some(given_up(&order)),
            Some(told) => Some(told),
            // Unreachable is no answer: the order goes on hanging, and shows in the reconciliation.
            None => None,
        };
        if let Some(told) = told {
            acts::hear(app, &told, "query").await?;
        }
    }
    Ok(())
}

/// What is to be said of an order that nobody paid in its time; should the money come later, it is entered all the same.
fn given_up(order: &store::OrderRow) -> Told {
    Told {
        order: order.code.clone(),
        reference: String::new(),
        amount: order.amount,
        outcome: Outcome::Failed,
    }
}
