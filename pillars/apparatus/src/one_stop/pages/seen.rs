//! A look of the staff at a dossier is noted; and its owner is told who looked.

use crate::one_stop::permissions::VIEW;
use crate::one_stop::rules::{Involved, Reader, has_task};
use crate::one_stop::store::{self, Dossier};
use platform::error::Result;
use platform::reads::{self, Reading, What};
use platform::{Ctx, Permission};
use ui::Markup;

/// Kind of record of a dossier, as in the journal.
pub const DOSSIER: &str = "dossier";

/// Notes a look by the right to see dossiers.
pub async fn note(ctx: &Ctx, dossier: &Dossier, what: What) -> Result<()> {
    note_by(ctx, dossier, what, (VIEW, dossier.agency_id)).await
}

/// Notes a look by another right: a unit that is asked sees a dossier of an agency not its own.
pub async fn note_by(
    ctx: &Ctx,
    dossier: &Dossier,
    what: What,
    (right, over): (Permission, i64),
) -> Result<()> {
    let reading = Reading {
        right: (right, Some(over)),
        record: DOSSIER,
        id: dossier.id,
        code: &dossier.code,
        agency: Some(dossier.agency_id),
        what,
    };
    reads::note(ctx, reading, without_task(ctx, dossier)).await
}

async fn without_task(ctx: &Ctx, dossier: &Dossier) -> Result<bool> {
    let db = &ctx.app.store;
    let hands =
        store::steps(db, dossier.id).await?.into_iter().filter_map(|step| step.actor_id.or(step.assignee_id));
    let involved = Involved {
        settling: ctx.app.directory().subtree(dossier.agency_id),
        asked: store::opinions(db, dossier.id).await?.into_iter().map(|o| o.unit_id).collect(),
        hands: hands.chain(dossier.assignee_id).collect(),
    };
    let reader = Reader { account: ctx.viewer()?.account_id, unit: ctx.actor().unit_id };
    Ok(!has_task(reader, &involved))
}

/// Who looked at the dossier, by day, for its owner.
pub async fn told(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<Markup>> {
    let looks = reads::of(&ctx.app.store, DOSSIER, dossier.id).await?;
    Ok(ui::looks(ctx, &looks))
}
