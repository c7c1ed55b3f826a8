//! The job that moves many running dossiers to today's flow: in portions, restartable, telling how far it is.

use crate::one_stop::{acts, store};
use platform::App;
use platform::error::{Error, Result};
use platform::jobs::{Job, progress};
use serde_json::Value as Json;

/// Moves the dossiers of `{"move": id}` that were not come to yet.
pub const MOVE: Job =
    Job { name: "one_stop.move_flows", schedule: None, run: |app, payload| Box::pin(run(app, payload)) };

/// Dossiers looked up at once; those left among them are noted together.
const PORTION: i64 = 50;

async fn run(app: App, payload: Json) -> Result<()> {
    let id = payload.get("move").and_then(Json::as_i64);
    let id = id.ok_or_else(|| Error::fault(MOVE.name, "no move"))?;
    let Some(of) = store::flow_move(&app.store, id).await? else {
        return Err(Error::fault(MOVE.name, format!("no move {id}")));
    };
    let total = u64::try_from(of.total).unwrap_or_default();
    let (mut after, mut done, mut fault) = (0, u64::try_from(of.done).unwrap_or_default(), None);
    loop {
        let portion = store::items_to_move(&app.store, id, after, PORTION).await?;
        let Some(last) = portion.last() else { break };
        after = last.id;
        let mut left = Vec::new();
        for item in &portion {
            // A dossier that a fault of ours keeps back keeps none of the others: it is tried again when the job is.
            match acts::move_one(&app, &of, item).await {
                Ok(why) => left.extend(why),
                Err(error) => {
                    tracing::error!(dossier = item.dossier_id, %error, "it was not moved to the new flow");
                    fault = Some(error);
                }
            }
            done += 1;
            progress("flow_moves", done, total.max(done));
        }
        acts::leave(&app, id, &left).await?;
    }
    match fault {
        Some(fault) => Err(fault),
        None => acts::end_move(&app, id).await,
    }
}
