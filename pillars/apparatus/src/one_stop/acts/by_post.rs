//! What the post does to a dossier: it hands the result over, or brings it back to the counter; and the day of a letter.

use super::work::Work;
use crate::one_stop::rules::{Act, State};
use crate::one_stop::store;
use contracts::dossiers::{DossierChanged, DossierReturned};
use kernel::Day;
use platform::error::{Error, Result};
use platform::{Actor, App, Change, Tx};
use serde_json::json;

/// Trả kết quả by post. Told twice, or of what was fetched meanwhile, nothing is done.
pub async fn delivered_by_post(app: &App, by: &Actor, id: i64, to: &str) -> Result<()> {
    let Some(mut work) = settled(app, by, id).await? else { return Ok(()) };
    work.apply(Act::Return)?;
    work.dossier.returned_at = Some(work.tx.at().micros());
    work.dossier.returned_to = Some(to.to_owned());
    work.tell("one_stop.returned", json!({"to": to})).await?;
    let fact = DossierReturned(work.fact());
    work.finish("return_result", None, json!({"returned_to": to}), &fact).await?;
    Ok(())
}

/// The result lies at the counter again: it is no longer to be sent.
pub async fn back_to_counter(app: &App, by: &Actor, id: i64, reason: &str) -> Result<()> {
    let Some(mut work) = settled(app, by, id).await? else { return Ok(()) };
    if work.dossier.result_delivery != "post" {
        return Ok(());
    }
    "counter".clone_into(&mut work.dossier.result_delivery);
    store::save_people(&work.tx, &work.dossier).await?;
    let fact = DossierChanged(work.fact());
    work.finish("post_came_back", Some(reason), json!({"result_delivery": "counter"}), &fact).await?;
    Ok(())
}

/// A dossier in hand whose result is signed and not handed over; the listener's events may come twice and late.
async fn settled(app: &App, by: &Actor, id: i64) -> Result<Option<Work>> {
    match Work::open(app, by, id, None).await {
        Ok(work) if work.dossier.state()? == State::Settled => Ok(Some(work)),
        Ok(_) | Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// What came by post counts as filed on the day that the rule names, in the caller's transaction. The term runs from the
/// receipt all the same.
pub async fn filed_on(tx: &Tx, id: i64, on: Day) -> Result<()> {
    if on >= tx.at().day() {
        return Ok(());
    }
    store::set_filed(tx, id, on.at(tx.at().time())).await?;
    let change = Change::of("one_stop", "dossier", id, "filed_by_post");
    tx.journal(change.after(json!({"filed_by_post_on": on.vn()}))).await
}
