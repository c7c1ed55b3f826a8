//! Work of the desk's tools that nobody waits for: comparing what was filed, telling who follows, counting paces anew.

use super::rules::pace::Tally;
use super::seed;
use super::store::{self, NewTwin};
use super::twins::{self, Compared};
use contracts::desk::VIEW;
use contracts::dossier_cards::DossierCards;
use contracts::dossiers::{
    DossierChanged, DossierFact, DossierFiled, DossierReceived, DossierReturned, DossierSettled,
};
use contracts::procedure_uses::ProcedureUses;
use contracts::workload::Workload;
use kernel::Period;
use platform::error::Result;
use platform::events::{Event, Listener};
use platform::jobs::Job;
use platform::messages::Lang;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, staff};
use serde_json::json;
use std::sync::Arc;

/// Dossiers read at once when paces are counted.
const CHUNK: i64 = 2000;

/// Compares a dossier that was filed with what stands.
pub(super) const COMPARE: Job = Job {
    name: "desk.compare",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let DossierFiled(fact) = serde_json::from_value(payload)?;
            compare(&app, &fact).await
        })
    },
};

/// Tells who follows a dossier of its change.
pub(super) const TELL: Job = Job {
    name: "desk.tell",
    schedule: None,
    run: |app, payload| {
        Box::pin(async move {
            let fact: DossierFact = serde_json::from_value(payload)?;
            tell(&app, &fact).await
        })
    },
};

/// Counts the paces anew, each night.
pub(super) const PACES: Job = Job {
    name: "desk.paces",
    schedule: Some("10 3 * * *"),
    run: |app, _| Box::pin(async move { count_paces(&app).await }),
};

/// What is heard of a dossier's life.
pub(super) static LISTENERS: [Listener; 5] = [
    Listener { topic: DossierFiled::TOPIC, job: COMPARE.name },
    Listener { topic: DossierReceived::TOPIC, job: TELL.name },
    Listener { topic: DossierChanged::TOPIC, job: TELL.name },
    Listener { topic: DossierSettled::TOPIC, job: TELL.name },
    Listener { topic: DossierReturned::TOPIC, job: TELL.name },
];

async fn compare(app: &App, fact: &DossierFact) -> Result<()> {
    let cards: Arc<dyn DossierCards> = app.port()?;
    let Some(card) = cards.many(app, &[fact.dossier_id]).await?.pop() else { return Ok(()) };
    let compared =
        Compared { procedure: &card.procedure, owner: &card.owner, answers: &card.answers, key: "" };
    let found = twins::alike(app, &compared, app.clock.now().day()).await?;
    let earlier: Vec<_> = found.into_iter().filter(|(other, _)| other.id < card.id).collect();
    if earlier.is_empty() {
        return Ok(());
    }
    let tx = app.store.write(&Actor::system()).await?;
    let mut found = false;
    for (other, why) in &earlier {
        let new = NewTwin {
            first: (other.id, &other.code, other.agency_id),
            second: (card.id, &card.code, card.agency_id),
            procedure: &card.procedure_name,
            why: why.code(),
        };
        if let Some(id) = store::add_twin(&tx, &new).await? {
            let after = json!({"twin_first": other.code, "twin_second": card.code});
            tx.journal(Change::of("desk", "desk_twin", id, "twin_find").after(after)).await?;
            found = true;
        }
    }
    // Run a second time it finds all pairs kept: nothing was changed, and there is nothing to enter.
    if found { tx.commit().await } else { Ok(()) }
}

async fn tell(app: &App, fact: &DossierFact) -> Result<()> {
    let followers = store::followers(&app.store, fact.dossier_id).await?;
    if followers.is_empty() {
        return Ok(());
    }
    let cards: Arc<dyn DossierCards> = app.port()?;
    let Some(card) = cards.many(app, &[fact.dossier_id]).await?.pop() else { return Ok(()) };
    // Who has left the agency, or lost the right, follows it in vain: they are told of nothing they may not open.
    let today = app.clock.now().day();
    let followers = staff::of_these(app, VIEW, card.agency_id, today, &followers).await?;
    let state = app.locale(Lang::Vi).t(card.state_key);
    let tx = app.store.housekeeping().await?;
    for follower in followers {
        let notice = Notice {
            template: seed::FOLLOWED,
            account_id: Some(follower.account_id),
            email: None,
            phone: None,
            href: format!("/ho-so/{}", card.id),
            values: json!({"code": card.code, "procedure": card.procedure_name, "state": state}),
        };
        // Who has not read the last such notice gets no second one: the page tells the present state.
        notices::send_once(&tx, &notice).await?;
    }
    tx.commit().await
}

/// Counts from the dossiers settled in the time that the rule names.
pub(super) async fn count_paces(app: &App) -> Result<()> {
    let today = app.clock.now().day();
    let days: i64 = app.profiles().get_or("desk.pace_days", today, 365)?;
    let since = today.plus_days(-days);
    let work: Arc<dyn Workload> = app.port()?;
    let mut tally = Tally::default();
    let (mut after, mut read) = (0, 0);
    while let Some((last, courses)) = work.courses(app, since, after, CHUNK).await? {
        for course in &courses {
            let calendar = app.calendars().of(course.agency_id)?;
            let half_days = calendar.half_days_between(course.started, course.settled);
            tally.add((course.procedure.clone(), course.step), half_days, 1);
        }
        read += courses.len();
        platform::jobs::progress("desk.paces", u64::try_from(read).unwrap_or(0), 0);
        after = last;
    }
    if let Ok(uses) = app.port::<Arc<dyn ProcedureUses>>() {
        let from = Period::month_of(since);
        let mut month = Period::month_of(today);
        while month.last() >= from.first() {
            for spent in uses.spent(app, month).await? {
                let dossiers = u64::try_from(spent.dossiers).unwrap_or(0);
                tally.add((spent.procedure, 0), spent.half_days, dossiers);
            }
            month = month.previous();
        }
    }
    let tx = app.store.housekeeping().await?;
    store::rewrite_paces(&tx, tally.paces()).await?;
    tx.commit().await
}
