//! Work of the shelf: what was received or entered in the register comes in, what was ended leaves, what ends soon is told of.

use super::rules::kinds;
use super::rules::owner::bare;
use super::{acts, store};
use contracts::dossiers::{DossierChanged, DossierFact, DossierReceived};
use contracts::results::{PaperOwner, ResultEnded, ResultEntered, ResultFact, ResultRegister};
use contracts::shelf::VerifiedPapers;
use platform::error::Result;
use platform::events::{Event, Listener};
use platform::identity;
use platform::jobs::Job;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Papers told of in one run.
const AT_ONCE: i64 = 2_000;

/// Takes over what the desk saw of a dossier.
pub(super) const PAPERS: Job = Job {
    name: "shelf.papers",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let fact: DossierFact = serde_json::from_value(payload)?;
            papers(&app, fact.dossier_id).await
        })
    },
};

/// Takes over, or takes off, the results of a dossier.
pub(super) const RESULTS: Job = Job {
    name: "shelf.results",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let fact: ResultFact = serde_json::from_value(payload)?;
            results(&app, fact.dossier_id).await
        })
    },
};

/// Tells owners of what ends soon.
pub(super) const REMIND: Job = Job {
    name: "shelf.remind",
    schedule: Some("10 7 * * *"),
    run: |app, _| Box::pin(async move { remind(&app).await }),
};

/// What it listens to: an event's payload is the fact alone, as both are written.
pub(super) const LISTENERS: &[Listener] = &[
    Listener { topic: DossierReceived::TOPIC, job: PAPERS.name },
    Listener { topic: DossierChanged::TOPIC, job: PAPERS.name },
    Listener { topic: ResultEntered::TOPIC, job: RESULTS.name },
    Listener { topic: ResultEnded::TOPIC, job: RESULTS.name },
];

/// The accounts that agreed and may be an owner's: who filed, and who gave the same number.
async fn candidates(app: &App, owner: &PaperOwner) -> Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    if let Some(account) = owner.account_id
        && store::consent(&app.store, account).await?.is_some()
    {
        found.insert(account);
    }
    let number = bare(&owner.identity_number);
    if !number.is_empty() {
        found.extend(store::consents_under(&app.store, &number).await?.into_iter().map(|c| c.account_id));
    }
    Ok(found)
}

async fn papers(app: &App, dossier: i64) -> Result<()> {
    let verified: Arc<dyn VerifiedPapers> = app.port()?;
    let papers = verified.of_dossier(app, dossier).await?;
    let Some(first) = papers.first() else { return Ok(()) };
    let accounts = candidates(app, &first.owner).await?;
    let kinds = kinds::on(&app.profiles(), app.clock.now().day())?;
    for account in accounts {
        let Some(person) = acts::person(&app.store, account).await? else { continue };
        let tx = app.store.write(&Actor::system()).await?;
        if !store::hold(&tx, account).await? {
            continue;
        }
        let mut entered = false;
        for paper in &papers {
            entered |= acts::enter_paper(&tx, &kinds, &person, paper).await?;
        }
        if entered {
            tx.commit().await?;
        }
    }
    Ok(())
}

async fn results(app: &App, dossier: i64) -> Result<()> {
    let register: Arc<dyn ResultRegister> = app.port()?;
    let kinds = kinds::on(&app.profiles(), app.clock.now().day())?;
    for result in register.of_dossier(app, dossier).await? {
        if !result.standing {
            ended(app, result.id).await?;
            continue;
        }
        for account in candidates(app, &result.owner).await? {
            let Some(person) = acts::person(&app.store, account).await? else { continue };
            let tx = app.store.write(&Actor::system()).await?;
            if store::hold(&tx, account).await? && acts::enter_result(&tx, &kinds, &person, &result).await? {
                tx.commit().await?;
            }
        }
    }
    Ok(())
}

/// Takes a result that no longer holds off every shelf that it stands on.
async fn ended(app: &App, result: i64) -> Result<()> {
    for paper in store::by_source(&app.store, acts::RESULT, result).await? {
        let tx = app.store.write(&Actor::system()).await?;
        if store::leave(&tx, paper.id, "ended").await? {
            let after = json!({"shelf_paper": paper.name, "shelf_number": paper.number});
            tx.journal(Change::of("shelf", acts::RECORD, paper.account_id, "shelf_leave").after(after))
                .await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

async fn remind(app: &App) -> Result<()> {
    let today = app.clock.now().day();
    let until = today.plus_days(acts::near(app, today)?);
    for paper in store::ending(&app.store, (today, until), AT_ONCE).await? {
        let account = identity::account(&app.store, paper.account_id).await?;
        let tx = app.store.write(&Actor::system()).await?;
        if !store::mark_reminded(&tx, paper.id).await? {
            continue;
        }
        let until = paper.last_day().map(kernel::Day::vn).unwrap_or_default();
        let notice = Notice {
            template: "shelf.ending",
            account_id: Some(paper.account_id),
            email: account.email.as_deref(),
            phone: account.phone.as_deref(),
            href: "/giay-to-cua-toi".to_owned(),
            values: json!({
                "name": account.name, "paper": paper.name, "number": paper.number, "due": until, "code": paper.number,
                "agency": app.directory().name(paper.agency_id),
            }),
        };
        notices::send(&tx, &notice).await?;
        let after = json!({"shelf_paper": paper.name, "shelf_valid_to": until});
        tx.journal(Change::of("shelf", acts::RECORD, paper.account_id, "shelf_remind").after(after)).await?;
        tx.commit().await?;
    }
    Ok(())
}
