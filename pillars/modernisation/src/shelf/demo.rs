//! The demo citizen's shelf: opened, with the results of their dossiers, papers that a desk saw, one that ends soon, one expired.

use super::acts;
use super::rules::kinds;
use super::rules::owner::Person;
use contracts::dossiers::Channel;
use contracts::fees::FeeDossiers;
use contracts::results::PaperOwner;
use contracts::shelf::VerifiedPaper;
use platform::error::Result;
use platform::identity;
use platform::slice::DemoPlan;
use platform::store::ActorKind;
use platform::{Actor, App};
use std::sync::Arc;

/// Who shows it, and the desk that saw the papers.
const CITIZEN: &str = "demo.dan";
const DESK: &str = "quan-ninh-kieu";
/// What the desk saw: procedure, component, how many days ago. With the shipped kinds the second ends within weeks, the third has
/// ended.
const SEEN: [(&str, &str, i64); 4] =
    [("KD-01", "cmnd", 90), ("GT-01", "suc-khoe", 165), ("HT-12", "ho-khau", 200), ("XD-01", "qsdd", 400)];

/// Builds it.
pub(super) async fn build(app: App, _: DemoPlan) -> Result<()> {
    let Some(citizen) = identity::account_by_login(&app.store, CITIZEN).await? else { return Ok(()) };
    let directory = app.directory();
    let Some(desk) = directory.by_code(DESK) else { return Ok(()) };
    let clerk = identity::account_by_login(&app.store, "demo.motcua").await?;
    let clerk_name = clerk.as_ref().map(|c| c.name.clone()).unwrap_or_default();
    if let Some(clerk) = clerk {
        let by = Actor {
            kind: ActorKind::Staff,
            account_id: Some(clerk.id),
            name: clerk.name,
            unit_id: clerk.agency_id,
        };
        let tx = app.store.write(&by).await?;
        platform::recovery::verify(&tx, citizen.id).await?;
        tx.commit().await?;
    }
    let by = Actor {
        kind: ActorKind::Citizen,
        account_id: Some(citizen.id),
        name: citizen.name.clone(),
        unit_id: None,
    };
    acts::open(&app, &by, citizen.id).await?;
    let Some(person) = acts::person(&app.store, citizen.id).await? else { return Ok(()) };
    seen(&app, &person, (desk.id, &clerk_name)).await
}

/// Papers of dossiers that the desk received over its counter.
async fn seen(app: &App, person: &Person, (desk, clerk): (i64, &str)) -> Result<()> {
    let dossiers: Arc<dyn FeeDossiers> = app.port()?;
    let received = dossiers.received_last(app, desk, 200).await?;
    let at_counter = received.into_iter().filter(|dossier| dossier.channel == Channel::Counter);
    let today = app.clock.now().day();
    let kinds = kinds::on(&app.profiles(), today)?;
    let tx = app.store.write(&Actor::system()).await?;
    let mut entered = false;
    for ((procedure, component, days), dossier) in SEEN.into_iter().zip(at_counter) {
        let paper = VerifiedPaper {
            // Ids that no paper of a dossier has.
            id: -dossier.id,
            dossier_id: dossier.id,
            dossier_code: dossier.code,
            agency_id: desk,
            procedure: procedure.to_owned(),
            component: component.to_owned(),
            name: component.to_owned(),
            verified_by: clerk.to_owned(),
            verified_on: today.plus_days(-days),
            file: None,
            filed_with: None,
            owner: PaperOwner {
                account_id: Some(person.account),
                by_proxy: false,
                name: person.name.clone(),
                identity_number: person.identity.clone(),
            },
        };
        entered |= acts::enter_paper(&tx, &kinds, person, &paper).await?;
    }
    if entered { tx.commit().await } else { Ok(()) }
}
