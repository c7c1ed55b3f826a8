//! How a dossier ends: signed result or refusal, handed over, withdrawn, stopped.

use super::work::Work;
use crate::one_stop::rules::Act;
use crate::one_stop::store::{self, Dossier, ResultRow};
use contracts::dossiers::{DossierChanged, DossierReturned, DossierSettled};
use platform::error::Result;
use platform::{Actor, App, Refusal};
use serde_json::json;

/// What the leader signs.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// Granted, or refused with its reason (entered as a result: Decree 61/2018 art. 19.8).
    pub granted: bool,
    /// Number of the result paper.
    pub number: String,
    /// Reason of a refusal.
    pub reason: Option<String>,
    /// Code of a refusal's reason, counted in statistics.
    pub reason_code: Option<String>,
    /// Stored file of the result, (hash, name).
    pub file: Option<(String, String)>,
}

/// Ký kết quả: only at the last step, so that nobody is passed over; the settled moment is measured here.
pub async fn settle(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    settlement: &Settlement,
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Settle)?;
    if work.dossier.step_number < work.plan().last() {
        return Err(Refusal::new("one-stop-refused-not-last-step").into());
    }
    let open = store::opinions(&work.tx, id).await?.iter().filter(|o| o.answered_at.is_none()).count();
    if open > 0 {
        return Err(Refusal::new("one-stop-refused-opinion-open").arg("count", open).into());
    }
    let at = work.tx.at();
    work.end(settlement.reason.as_deref()).await?;
    let (file_hash, file_name) = settlement.file.clone().unzip();
    let name = work
        .version
        .body
        .result
        .as_ref()
        .map_or_else(|| work.dossier.procedure_name.clone(), |r| r.name.clone());
    let row = ResultRow {
        number: settlement.number.clone(),
        name,
        signer: by.name.clone(),
        signed_at: at.micros(),
        file_hash,
        file_name,
    };
    store::add_result(&work.tx, id, &row).await?;
    work.dossier.settled_at = Some(at.micros());
    work.dossier.outcome = Some(if settlement.granted { "granted" } else { "refused" }.to_owned());
    work.dossier.end_reason = settlement.reason.clone();
    let code = settlement.reason_code.clone().unwrap_or_else(|| "other".to_owned());
    work.dossier.end_reason_code = (!settlement.granted).then_some(code);
    work.dossier.half_days = work.dossier.received().map(|received| {
        // Four working hours are a half day; a begun half day counts.
        (work.calendar.working_minutes_between(received, at) + 239) / 240
    });
    work.tell("one_stop.settled", json!({"granted": settlement.granted, "reason": settlement.reason}))
        .await?;
    let fact = DossierSettled(work.fact());
    let mut more = json!({"number": settlement.number});
    if let (Some(code), Some(more)) = (&work.dossier.end_reason_code, more.as_object_mut()) {
        more.insert("reason_code".to_owned(), json!(code));
    }
    work.finish("settle", settlement.reason.as_deref(), more, &fact).await
}

/// Trả kết quả to the applicant or who fetches it for them.
pub async fn return_result(app: &App, by: &Actor, id: i64, seen: Option<i64>, to: &str) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Return)?;
    work.dossier.returned_at = Some(work.tx.at().micros());
    work.dossier.returned_to = Some(to.to_owned());
    work.tell("one_stop.returned", json!({"to": to})).await?;
    let fact = DossierReturned(work.fact());
    work.finish("return_result", None, json!({"returned_to": to}), &fact).await
}

/// Xin rút hồ sơ: lawful until the result.
pub async fn ask_withdrawal(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    reason: &str,
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::AskWithdrawal)?;
    let fact = DossierChanged(work.fact());
    work.finish("ask_withdrawal", Some(reason), json!({}), &fact).await
}

/// The officer confirms: the papers go back, the dossier stops.
pub async fn confirm_withdrawal(app: &App, by: &Actor, id: i64, seen: Option<i64>) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::ConfirmWithdrawal)?;
    work.dossier.end_reason = Some("withdrawn".to_owned());
    work.end(None).await?;
    work.tell("one_stop.withdrawn", json!(null)).await?;
    let fact = DossierChanged(work.fact());
    work.finish("confirm_withdrawal", None, json!({}), &fact).await
}

/// Dừng xử lý: the asked papers did not come in time (form 05 of 2025).
pub async fn stop(app: &App, by: &Actor, id: i64, seen: Option<i64>, reason: &str) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Stop)?;
    let overdue = store::supplements(&work.tx, id)
        .await?
        .last()
        .and_then(|s| s.answer_by_on.clone())
        .is_none_or(|day| day < work.tx.at().day().to_string());
    if !overdue {
        return Err(Refusal::new("one-stop-refused-stop-early")
            .ground("Thông tư 03/2025/TT-VPCP, mẫu số 05")
            .into());
    }
    work.dossier.end_reason = Some(reason.to_owned());
    work.end(None).await?;
    work.tell("one_stop.stopped", json!({"reason": reason})).await?;
    let fact = DossierChanged(work.fact());
    work.finish("stop", Some(reason), json!({}), &fact).await
}
