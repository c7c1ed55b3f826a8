//! Form 03, phiếu từ chối: the receipt refused, or the settlement refused after appraisal (Decree 61/2018 art. 19.8).

use super::sheet;
use crate::one_stop::acts;
use crate::one_stop::forms;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, Dossier};
use kernel::Moment;
use platform::error::Result;
use platform::{Ctx, journal};
use serde_json::{Value as Json, json};

/// Prints the refusal.
pub async fn print(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<u8>> {
    let vi = sheet::vietnamese(&ctx.app);
    let refused = if dossier.state()? == State::NotAccepted {
        let entries = journal::history(&ctx.app.store, "dossier", dossier.id).await?;
        entries
            .into_iter()
            .find(|e| e.action == "refuse_receipt")
            .map(|e| (e.moment(), e.0))
            .map(|(at, e)| (at, e.reason.or_else(|| written(dossier)), e.actor_name, String::new()))
    } else if dossier.outcome.as_deref() == Some("refused") {
        let result = store::results(&ctx.app.store, dossier.id).await?.pop();
        result.map(|r| (Moment::from_micros(r.signed_at), dossier.end_reason.clone(), r.signer, r.number))
    } else {
        None
    };
    let (at, reason, by, number) = refused.ok_or_else(|| sheet::none("one-stop-refused-paper-03"))?;
    let number = if number.is_empty() { vi.t("one-stop-paper-number") } else { number };
    let version = acts::procedure_of(&ctx.app, dossier).await?;
    let grounds: Vec<String> =
        version.body.legal_basis.iter().map(|basis| format!("{}, {}", basis.title, basis.number)).collect();
    let mut inputs = sheet::inputs(ctx, dossier, &number, at.day())?;
    let own = json!({
        "received_at": sheet::local(dossier.received().unwrap_or(Moment::from_micros(dossier.filed_at))),
        "reasons": lines(reason.as_deref().unwrap_or_default()),
        "grounds": grounds,
        // What was filed online was never handed over.
        "papers_returned": (dossier.channel != "online").then(|| vi.t("one-stop-paper-all-returned")),
        "appeal": vi.t("one-stop-paper-appeal"),
        "recipients": [vi.t("one-stop-paper-to-applicant")],
        "sign": {"name": by},
    });
    if let Json::Object(own) = own {
        inputs.extend(own);
    }
    sheet::print(ctx, forms::REFUSAL, inputs, Vec::new()).await
}

/// The reason as the dossier keeps it, without its code.
fn written(dossier: &Dossier) -> Option<String> {
    let reason = dossier.end_reason.as_deref()?;
    Some(reason.split_once(": ").map_or(reason, |(_, text)| text).to_owned())
}

/// A reason in several lines is a list.
fn lines(reason: &str) -> Vec<&str> {
    reason.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}
