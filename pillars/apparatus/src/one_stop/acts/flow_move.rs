//! Many running dossiers moved to today's flow: asked for at once, done one after the other by a job that may begin again
//! anywhere. Each dossier is moved or left on its own, and keeps how it went.

use super::work::Work;
use crate::one_stop::moving::MOVE;
use crate::one_stop::store::{self, FlowMove, MoveItem, NewMoveItem, NotMoved};
use contracts::dossiers::DossierChanged;
use platform::error::{Error, Result};
use platform::notices::{self, Notice};
use platform::once::Once;
use platform::store::ActorKind;
use platform::{Actor, App, Change};
use serde_json::json;

/// Asks for a move, with a reason; its form sent twice asks for one. The work is done by the job.
pub async fn ask_moves(
    app: &App,
    by: &Actor,
    items: &[NewMoveItem],
    reason: &str,
    once: &Once,
) -> Result<i64> {
    let tx = app.store.write(by).await?;
    if let Some(known) = once.before(&tx).await? {
        return Ok(known);
    }
    let asker = by.account_id.ok_or(Error::SignIn)?;
    let id = store::add_flow_move(&tx, by, asker, reason, items).await?;
    once.opened(&tx, id).await?;
    let change = Change::of("one_stop", "flow_move", id, "ask_flow_move").reason(Some(reason));
    tx.journal(change.after(json!({"flow_dossiers": items.len()}))).await?;
    tx.enqueue(MOVE.name, &json!({"move": id}), Some(&id.to_string())).await?;
    tx.commit().await?;
    Ok(id)
}

/// Moves one dossier by the act of its page, in the name of who asked. How it went is written with it, so that a job that begins
/// again goes on behind it; or why it is left, for [`leave`].
pub async fn move_one(app: &App, of: &FlowMove, item: &MoveItem) -> Result<Option<NotMoved>> {
    let (key, args) = match moved(app, of, item).await {
        Ok(()) => return Ok(None),
        Err(Error::Refused(refusal)) => (refusal.key, refusal.args),
        Err(Error::Changed(what)) => ("one-stop-flow-changed", vec![("changes", what.join("; "))]),
        Err(Error::NotFound) => ("one-stop-flow-gone", Vec::new()),
        Err(fault) => return Err(fault),
    };
    Ok(Some(NotMoved { item: item.id, key: key.to_owned(), args: serde_json::to_string(&args)? }))
}

async fn moved(app: &App, of: &FlowMove, item: &MoveItem) -> Result<()> {
    let by = Actor {
        kind: ActorKind::Staff,
        account_id: Some(of.asker_id),
        name: of.asker_name.clone(),
        unit_id: of.unit_id,
    };
    let mut work = Work::open(app, &by, item.dossier_id, item.seen).await?;
    let told = work.move_to_newest(Some(item.version_id)).await?;
    store::item_moved(&work.tx, item.id).await?;
    let fact = DossierChanged(work.fact());
    work.finish("move_flow", Some(&of.reason), told, &fact).await?;
    Ok(())
}

/// Notes why dossiers of a move were left.
pub async fn leave(app: &App, of: i64, all: &[NotMoved]) -> Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    let tx = app.store.write(&Actor::system()).await?;
    for left in all {
        store::item_left(&tx, left).await?;
    }
    let change = Change::of("one_stop", "flow_move", of, "leave_flow_move");
    tx.journal(change.after(json!({"flow_left": all.len()}))).await?;
    tx.commit().await
}

/// Ends a move of which all dossiers were come to, and tells who asked for it; again it changes nothing.
pub async fn end_move(app: &App, id: i64) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    if !store::end_flow_move(&tx, id).await? {
        return Ok(());
    }
    let of = store::flow_move(&tx, id).await?.ok_or(Error::NotFound)?;
    let left = of.done - of.moved;
    let notice = Notice {
        template: "one_stop.flows_moved",
        account_id: Some(of.asker_id),
        email: None,
        phone: None,
        href: format!("/ho-so/chuyen-quy-trinh/cac-lan/{id}"),
        values: json!({"moved": of.moved, "left": left, "all": of.total}),
    };
    notices::send(&tx, &notice).await?;
    let change = Change::of("one_stop", "flow_move", id, "end_flow_move");
    tx.journal(change.after(json!({"flow_moved": of.moved, "flow_left": left}))).await?;
    tx.commit().await
}
