//! The stop notice of 2025, thông báo dừng giải quyết hồ sơ: withdrawn at the applicant's wish, or never supplemented.

use super::sheet;
use crate::one_stop::forms;
use crate::one_stop::rules::State;
use crate::one_stop::store::Dossier;
use platform::error::Result;
use platform::{Ctx, journal};
use serde_json::{Value as Json, json};

/// Prints the notice of a stopped dossier.
pub async fn print(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<u8>> {
    let vi = sheet::vietnamese(&ctx.app);
    let none = || sheet::none("one-stop-refused-paper-05d");
    if dossier.state()? != State::Stopped {
        return Err(none());
    }
    let entries = journal::history(&ctx.app.store, "dossier", dossier.id).await?;
    let end = entries
        .iter()
        .find(|e| matches!(e.action.as_str(), "stop" | "confirm_withdrawal"))
        .ok_or_else(none)?;
    let asked =
        entries.iter().find(|e| e.action == "ask_withdrawal").filter(|_| end.action == "confirm_withdrawal");
    let wish = asked.map(|e| vi.tn("one-stop-paper-stop-wish", &[("day", e.moment().day().vn())]));
    let reason = match asked {
        Some(asked) => asked.reason.clone().or_else(|| Some(vi.t("one-stop-paper-stop-withdrawn"))),
        None => end.reason.clone().or_else(|| dossier.end_reason.clone()),
    };
    let mut inputs = sheet::inputs(ctx, dossier, &vi.t("one-stop-paper-number"), end.moment().day())?;
    let own = json!({
        "stopped_at": sheet::local(end.moment()),
        "requested_by": wish,
        "reasons": reason,
        "papers_returned": vi.t("one-stop-paper-all-returned"),
        "recipients": [vi.t("one-stop-paper-to-above"), vi.t("one-stop-paper-to-desk")],
    });
    if let Json::Object(own) = own {
        inputs.extend(own);
    }
    sheet::print(ctx, forms::STOP_NOTICE, inputs, Vec::new()).await
}
