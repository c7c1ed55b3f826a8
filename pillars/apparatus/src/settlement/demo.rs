//! Demo: the counts of the city's dossiers, and the last quarters frozen for agencies of each kind.

use super::{freeze, keeping};
use kernel::Period;
use platform::error::{Error, Result};
use platform::slice::DemoPlan;
use platform::store::ActorKind;
use platform::{Actor, App, identity};

/// Quarters back that are frozen.
const QUARTERS: usize = 2;
/// Agencies whose results somebody signed for.
const AGENCIES: [&str; 3] = ["quan-ninh-kieu", "so-tu-phap", "so-xay-dung"];

/// Builds it.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    let told = plan.progress.clone();
    keeping::rebuild(&app, &move |what, done, of| told(what, done, of)).await?;
    let directory = app.directory();
    let leaders = identity::holders(&app.store, "leader", app.clock.now().day()).await?;
    let mut quarter = Period::quarter_of(app.clock.now().day()).previous();
    for _ in 0..QUARTERS {
        for code in AGENCIES {
            let Some(agency) = directory.by_code(code) else { continue };
            let leader = leaders.iter().find(|l| l.agency_id == agency.id);
            let by = leader.map_or_else(Actor::system, |l| Actor {
                kind: ActorKind::Staff,
                account_id: Some(l.account_id),
                name: l.name.clone(),
                unit_id: Some(agency.id),
            });
            match freeze::freeze(&app, &by, agency.id, quarter).await {
                // A small demo city has agencies without a dossier in a quarter.
                Ok(_) | Err(Error::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        quarter = quarter.previous();
    }
    Ok(())
}
