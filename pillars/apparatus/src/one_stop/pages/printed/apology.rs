//! Form 04, phiếu xin lỗi và hẹn lại: the latest re-appointment, with what was promised before.

use super::sheet;
use crate::one_stop::forms;
use crate::one_stop::store::{self, Dossier};
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use serde_json::{Value as Json, json};

/// Prints the latest apology.
pub async fn print(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<u8>> {
    let vi = sheet::vietnamese(&ctx.app);
    let extensions = store::extensions(&ctx.app.store, dossier.id).await?;
    let Some(last) = extensions.last() else {
        return Err(sheet::none("one-stop-refused-paper-04"));
    };
    let old = Moment::from_micros(last.old_due_at);
    let new = Moment::from_micros(last.new_due_at);
    // The window is known of the promise in force; an older one is shown by its last minute.
    let from =
        dossier.due_from_at.filter(|_| dossier.due_at == Some(last.new_due_at)).map(Moment::from_micros);
    let version = crate::one_stop::acts::procedure_of(&ctx.app, dossier).await?;
    let mut inputs =
        sheet::inputs(ctx, dossier, &last.letter_number, Moment::from_micros(last.extended_at).day())?;
    let own = json!({
        "domain": version.body.field.name,
        "due": sheet::window(old, None),
        "new_due": sheet::window(new, from),
        "reasons": last.reason,
        "times": extensions.len(),
        "return_place": vi.tn(
            &format!("one-stop-paper-return-{}", dossier.result_delivery),
            &[
                ("agency", ctx.app.directory().name(dossier.agency_id).to_owned()),
                ("address", dossier.owner_address.clone()),
            ],
        ),
        "recipients": [vi.t("one-stop-paper-to-above"), vi.t("one-stop-paper-to-desk")],
    });
    if let Json::Object(own) = own {
        inputs.extend(own);
    }
    sheet::print(ctx, forms::APOLOGY, inputs, Vec::new()).await
}
