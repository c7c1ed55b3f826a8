//! Form 05, phiếu kiểm soát quá trình: a block for each hand-over, with how the giving unit kept its time.

use super::sheet;
use crate::one_stop::forms;
use crate::one_stop::pages::slip::{self, HandOver};
use crate::one_stop::store::{self, Dossier};
use platform::error::Result;
use platform::{Ctx, Locale};
use serde_json::{Value as Json, json};

/// Prints the slip as far as the dossier has come.
pub async fn print(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<u8>> {
    let vi = sheet::vietnamese(&ctx.app);
    let Some(received) = dossier.received() else {
        return Err(sheet::none("one-stop-refused-paper-05"));
    };
    let steps = store::steps(&ctx.app.store, dossier.id).await?;
    let agency = ctx.app.directory().name(dossier.agency_id).to_owned();
    let number = dossier.register_number.map(|n| format!("{n:04}")).unwrap_or_default();
    let mut inputs = sheet::inputs(ctx, dossier, &number, received.day())?;
    let settled = steps.iter().find(|s| s.role != "one_stop").map(|s| slip::unit(&vi, s));
    let rows = slip::of(ctx, &vi, dossier).await?;
    let own = json!({
        "unit": settled.map_or_else(|| agency.clone(), |unit| format!("{unit}, {agency}")),
        "handovers": rows.iter().map(|row| block(&vi, row)).collect::<Vec<_>>(),
        "blank": if dossier.state()?.is_open() { 2 } else { 0 },
    });
    if let Json::Object(own) = own {
        inputs.extend(own);
    }
    sheet::print(ctx, forms::CONTROL_SLIP, inputs, Vec::new()).await
}

fn block(vi: &Locale, row: &HandOver) -> Json {
    json!({
        "from_unit": row.from, "to_unit": row.to, "at": sheet::local(row.at),
        "from_person": row.from_person, "to_person": row.to_person,
        "result": row.result(vi), "note": row.note,
    })
}
