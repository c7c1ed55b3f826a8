//! Giấy bàn giao: the dossiers of one batch, from the desk to the units, for two signatures.

use super::sheet;
use crate::one_stop::forms;
use crate::one_stop::permissions::VIEW;
use crate::one_stop::store;
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::reads::{self, Reading, What};
use serde_json::{Map, Value as Json, json};

/// Prints a slip again as often as it is needed.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let slip = store::handover(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(VIEW, slip.agency_id)?;
    let reading = Reading {
        right: (VIEW, Some(slip.agency_id)),
        record: "handover",
        id,
        code: &slip.number,
        agency: Some(slip.agency_id),
        what: What::Paper,
    };
    reads::note(&ctx, reading, async { Ok(false) }).await?;
    let vi = sheet::vietnamese(&ctx.app);
    let at = Moment::from_micros(slip.made_at);
    let rows: Vec<Json> = store::handed_over(&ctx.app.store, id)
        .await?
        .into_iter()
        .map(|row| {
            let role = row.role.unwrap_or_else(|| "specialist".to_owned());
            let unit = row
                .unit
                .filter(|unit| !unit.is_empty())
                .unwrap_or_else(|| vi.t(&format!("one-stop-paper-unit-{}", role.replace('_', "-"))));
            json!({
                "code": row.code, "owner": row.owner_name, "procedure": row.procedure_name, "papers": row.papers,
                "unit": unit, "due": row.due_at.map(|due| Moment::from_micros(due).day().to_string()),
            })
        })
        .collect();
    let inputs = Map::from_iter([
        ("head".to_owned(), papers::head(&ctx.app, slip.agency_id, &slip.number, at.day())),
        ("made_at".to_owned(), json!(sheet::local(at))),
        ("rows".to_owned(), json!(rows)),
        ("giver".to_owned(), json!({"name": slip.maker_name})),
    ]);
    let content = sheet::print(&ctx, forms::HANDOVER, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("giay-ban-giao-{id}"), content))
}
