//! The demo city's register: its newest results, some revoked or replaced by two officials, one waiting for the second.

use super::acts;
use super::rules::change::Kind;
use super::store::{self, EntryRow, NewChange};
use contracts::results::{SignedResult, SignedResults};
use platform::error::Result;
use platform::http::Query;
use platform::identity::{self, Account};
use platform::slice::DemoPlan;
use platform::store::ActorKind;
use platform::{Actor, App};
use std::sync::Arc;

/// The agency that shows it.
const DESK: &str = "quan-ninh-kieu";
/// Newest results that are entered.
const RESULTS: i64 = 1_500;

/// Builds it.
pub(super) async fn build(app: App, _: DemoPlan) -> Result<()> {
    let signed: Arc<dyn SignedResults> = app.port()?;
    let first = signed.last_id(&app).await?.saturating_sub(RESULTS).max(0);
    enter(&app, &signed.after(&app, first, RESULTS).await?).await?;
    let directory = app.directory();
    let Some(agency) = directory.by_code(DESK) else { return Ok(()) };
    let (Some(head), Some(leader)) =
        (actor(&app, "demo.truongphong").await?, actor(&app, "demo.lanhdao").await?)
    else {
        return Ok(());
    };
    let mut list = store::list();
    list.and("e.agency_id = ?", [agency.id.into()]);
    let found = list.page::<EntryRow>(&app.store, &Query::default()).await?.rows;
    let mut rows = found.into_iter();
    if let Some(revoked) = rows.next() {
        acts::propose(&app, &head, &revoked, &change(&app, Kind::Revoke, "31/QĐ-UBND", None)).await?;
        acts::decide(&app, &leader, revoked.id, true, "").await?;
    }
    if let (Some(new), Some(old)) = (rows.next(), rows.next()) {
        let replaced = change(&app, Kind::Replace, "32/QĐ-UBND", Some(new.id));
        acts::propose(&app, &head, &old, &replaced).await?;
        acts::decide(&app, &leader, old.id, true, "").await?;
    }
    if let Some(waiting) = rows.next() {
        acts::propose(&app, &head, &waiting, &change(&app, Kind::Revoke, "33/QĐ-UBND", None)).await?;
    }
    Ok(())
}

/// Enters them without telling anybody: the demo citizen's shelf is opened after this and finds them there.
async fn enter(app: &App, results: &[SignedResult]) -> Result<()> {
    let Some(newest) = results.last() else { return Ok(()) };
    let tx = app.store.write(&Actor::system()).await?;
    let mut entered = false;
    for result in results {
        entered |= acts::enter(app, &tx, result).await?.is_some();
    }
    store::set_gathered(&tx, newest.id).await?;
    if entered { tx.commit().await } else { Ok(()) }
}

fn change(app: &App, kind: Kind, number: &str, replaced_by: Option<i64>) -> NewChange {
    let ground = match kind {
        Kind::Revoke => "Giấy tờ nộp kèm hồ sơ được xác minh là không đúng sự thật.",
        Kind::Replace => "Cấp lại vì sai sót khi ghi thông tin.",
    };
    NewChange {
        kind,
        ground: ground.to_owned(),
        decision_number: number.to_owned(),
        decided_on: app.clock.now().day(),
        replaced_by,
    }
}

async fn actor(app: &App, login: &str) -> Result<Option<Actor>> {
    let account = identity::account_by_login(&app.store, login).await?;
    Ok(account.map(|Account { id, name, agency_id, .. }| Actor {
        kind: ActorKind::Staff,
        account_id: Some(id),
        name,
        unit_id: agency_id,
    }))
}
