//! A look of the staff at an entry is noted: it names a person.

use super::super::acts::LOOKED_AT;
use super::super::slice::VIEW;
use super::super::store::EntryRow;
use platform::Ctx;
use platform::error::Result;
use platform::reads::{self, Reading, What};

/// Notes it.
pub async fn note(ctx: &Ctx, entry: &EntryRow, what: What) -> Result<()> {
    let reading = Reading {
        right: (VIEW, Some(entry.agency_id)),
        record: LOOKED_AT,
        id: entry.id,
        code: &entry.number,
        agency: Some(entry.agency_id),
        what,
    };
    let task = ctx.app.directory().subtree(entry.agency_id);
    let unit = ctx.actor().unit_id;
    // Who acts for neither the issuing agency nor a unit of it looks without a task of their own.
    reads::note(ctx, reading, async move { Ok(unit.is_none_or(|unit| !task.contains(&unit))) }).await
}
