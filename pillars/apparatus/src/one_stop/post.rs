//! The dossiers whose results the post carries (`contracts::post`), and what the post reports of them.

use crate::one_stop::acts;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, Dossier};
use async_trait::async_trait;
use contracts::post::{PostDossier, PostDossiers, ResultCameBack, ResultDelivered};
use kernel::Moment;
use platform::error::{Error, Result};
use platform::events::{Event, Listener};
use platform::jobs::Job;
use platform::{Actor, App};
use std::sync::Arc;

struct Desk;

/// The port, for the server to wire.
pub fn port() -> Arc<dyn PostDossiers> {
    Arc::new(Desk)
}

/// Hands over what the post has delivered.
pub(super) const DELIVERED: Job = Job {
    name: "one_stop.post_delivered",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let told: ResultDelivered = serde_json::from_value(payload)?;
            acts::delivered_by_post(&app, &Actor::system(), told.dossier_id, &told.to).await
        })
    },
};

/// Lets what the post brought back be fetched at the counter.
pub(super) const CAME_BACK: Job = Job {
    name: "one_stop.post_came_back",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let told: ResultCameBack = serde_json::from_value(payload)?;
            acts::back_to_counter(&app, &Actor::system(), told.dossier_id, &told.reason).await
        })
    },
};

/// Listens to deliveries.
pub(super) const ON_DELIVERED: Listener = Listener { topic: ResultDelivered::TOPIC, job: DELIVERED.name };
/// Listens to what comes back.
pub(super) const ON_CAME_BACK: Listener = Listener { topic: ResultCameBack::TOPIC, job: CAME_BACK.name };

fn facts(dossier: Dossier) -> Result<PostDossier> {
    let state = dossier.state()?;
    let owner = dossier.owner();
    let receiver = match dossier.proxy()? {
        None => owner,
        // What the proxy did not say of themselves is the owner's.
        Some(proxy) => contracts::dossiers::Person {
            address: if proxy.address.is_empty() { owner.address } else { proxy.address },
            phone: if proxy.phone.is_empty() { owner.phone } else { proxy.phone },
            email: if proxy.email.is_empty() { owner.email } else { proxy.email },
            ..proxy
        },
    };
    Ok(PostDossier {
        waits_for_post: state == State::Settled && dossier.result_delivery == "post",
        signed_at: dossier.settled_at.map(Moment::from_micros),
        id: dossier.id,
        code: dossier.code,
        tracking_key: dossier.tracking_key,
        agency_id: dossier.agency_id,
        procedure_name: dossier.procedure_name,
        account_id: dossier.account_id,
        receiver,
    })
}

#[async_trait]
impl PostDossiers for Desk {
    async fn one(&self, app: &App, id: i64) -> Result<Option<PostDossier>> {
        match store::get(&app.store, id).await {
            Ok(dossier) => facts(dossier).map(Some),
            Err(Error::NotFound) => Ok(None),
            Err(other) => Err(other),
        }
    }

    async fn waiting(&self, app: &App, agency: i64, after: i64, most: i64) -> Result<Vec<PostDossier>> {
        store::waiting_for_post(&app.store, agency, after, most).await?.into_iter().map(facts).collect()
    }
}
