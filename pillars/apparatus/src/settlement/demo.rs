//! Demo: what hangs at the seats of a few agencies, the counts of the city's dossiers, and the last quarters frozen for agencies
//! of each kind.

use super::{freeze, keeping, store};
use kernel::Period;
use platform::error::{Error, Result};
use platform::slice::DemoPlan;
use platform::store::ActorKind;
use platform::{Actor, App, Change, identity};
use serde_json::json;

/// Quarters back that are frozen.
const QUARTERS: usize = 2;
/// Agencies whose results somebody signed for.
const AGENCIES: [&str; 3] = ["quan-ninh-kieu", "so-tu-phap", "so-xay-dung"];

/// Agencies of which somebody has looked at the board at the seat, and whether all hung there.
const BOARDS: [(&str, bool); 4] =
    [("quan-ninh-kieu", true), ("phuong-cai-khe", true), ("so-xay-dung", true), ("so-tu-phap", false)];
/// Days back on which they were looked at.
const LOOKED: i64 = 420;

/// Builds it.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    boards(&app).await?;
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

/// What was found of the boards.
async fn boards(app: &App) -> Result<()> {
    let directory = app.directory();
    let from = app.clock.now().day().plus_days(-LOOKED);
    let tx = app.store.write(&Actor::system()).await?;
    for (code, posted) in BOARDS {
        let Some(agency) = directory.by_code(code) else { continue };
        let note = if posted {
            "Biên bản kiểm tra niêm yết của Phòng Kiểm soát thủ tục hành chính."
        } else {
            "Bảng niêm yết còn thủ tục đã bãi bỏ; đã nhắc thay."
        };
        store::say_posted(&tx, agency.id, from, (posted, note)).await?;
        let after = json!({"posting_from": from, "posting_held": posted});
        let entry = Change::of("settlement", "settlement_posting", agency.id, "settlement_posting");
        tx.journal(entry.after(after).reason(Some(note))).await?;
    }
    tx.commit().await
}
