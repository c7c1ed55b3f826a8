//! How a dossier ends: signed result or refusal, handed over, withdrawn, stopped.

use super::opinion::asked_of;
use super::work::Work;
use crate::one_stop::rules::{Act, DeadlineRules, Ground, State};
use crate::one_stop::store::{self, Closed, Dossier, ResultRow};
use contracts::dossiers::{DossierChanged, DossierReturned, DossierSettled};
use kernel::{Day, Moment, PauseReason, WorkingCalendar, half_days_spent};
use platform::error::Result;
use platform::messages::Lang;
use platform::{Actor, App, Change, Read, Refusal};
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
    /// The signer notes in the dossier that units asked for an opinion did not answer by their day.
    pub note_silence: bool,
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
    if !work.at_last_step() {
        return Err(Refusal::new("one-stop-refused-not-last-step").into());
    }
    work.paid_first().await?;
    pass_over_silence(&work, settlement.note_silence).await?;
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
    if !settlement.granted {
        let back = store::NewReturn { kind: "refused_result", component: ("", ""), reason_code: &code };
        store::add_returns(&work.tx, &work.dossier, &[back]).await?;
    }
    work.dossier.end_reason_code = (!settlement.granted).then_some(code);
    let pauses = store::pauses(&work.tx, id).await?;
    work.dossier.half_days = work
        .dossier
        .received()
        .map(|received| half_days_spent(received, at, &work.rules.counted(&pauses), &work.calendar));
    work.tell("one_stop.settled", json!({"granted": settlement.granted, "reason": settlement.reason}))
        .await?;
    let fact = DossierSettled(work.fact());
    let mut more = json!({"number": settlement.number});
    if let (Some(code), Some(more)) = (&work.dossier.end_reason_code, more.as_object_mut()) {
        more.insert("reason_code".to_owned(), json!(code));
    }
    work.finish("settle", settlement.reason.as_deref(), more, &fact).await
}

/// No question may still be running at the signature; those whose day has passed are passed over only if the
/// signer notes so. No source says that silence is agreement, so the note says "no answer" and nothing more.
async fn pass_over_silence(work: &Work, noted: bool) -> Result<()> {
    let today = work.tx.at().day();
    let opinions = store::opinions(&work.tx, work.dossier.id).await?;
    let running = opinions.iter().filter(|o| o.is_open() && !o.is_overdue(today)).count();
    if running > 0 {
        let refusal = Refusal::new("one-stop-refused-opinion-open").arg("count", running);
        return Err(work.refuse(Ground::Opinion, refusal));
    }
    let silent: Vec<_> = opinions.iter().filter(|o| o.is_overdue(today)).collect();
    if !silent.is_empty() && !noted {
        return Err(Refusal::new("one-stop-refused-opinion-silent").arg("count", silent.len()).into());
    }
    for opinion in silent {
        let day = opinion.due_on.parse().map_or_else(|_| opinion.due_on.clone(), Day::vn);
        let unit = asked_of(&work.app, opinion);
        let note = work
            .app
            .locale(Lang::Vi)
            .tn("one-stop-opinion-silent-note", &[("unit", unit.clone()), ("day", day)]);
        store::close_opinion(&work.tx, opinion.id, Closed::Silent, &note).await?;
        let entry = Change::of("one_stop", "dossier", work.dossier.id, "opinion_silent");
        work.tx.journal(entry.after(json!({"unit": unit})).reason(Some(&note))).await?;
    }
    Ok(())
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

/// Xin rút hồ sơ: lawful until the result, or until the receipt where the profile says so.
pub async fn ask_withdrawal(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    reason: &str,
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    let before = work.dossier.state;
    work.apply(Act::AskWithdrawal)?;
    if !work.rules.may_withdraw(work.dossier.received_at.is_some()) {
        let refusal = Refusal::new("one-stop-refused-withdraw-after-receipt");
        return Err(work.refuse(Ground::Withdraw, refusal));
    }
    work.dossier.withdrawal_from = Some(before);
    let fact = DossierChanged(work.fact());
    work.finish("ask_withdrawal", Some(reason), json!({}), &fact).await
}

/// The applicant does not withdraw after all: the dossier goes on where it stood, until the desk has confirmed.
/// What the desk notes for them has a reason; the applicant themselves owes none.
pub async fn keep_on(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    reason: Option<&str>,
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    let back = match work.dossier.withdrawal_from.and_then(State::from_number) {
        Some(state) => state,
        None => before_withdrawal(&work).await?,
    };
    work.apply(Act::KeepOn(back))?;
    work.dossier.withdrawal_from = None;
    let fact = DossierChanged(work.fact());
    work.finish("keep_on", reason, json!({}), &fact).await
}

/// Where a withdrawal was asked for, from the dossier's own traces: older rows do not name the state.
async fn before_withdrawal(work: &Work) -> Result<State> {
    let id = work.dossier.id;
    let asked = store::supplements(&work.tx, id).await?.last().is_some_and(|s| s.answered_at.is_none());
    let pauses = store::pauses(&work.tx, id).await?;
    let paying = pauses.iter().any(|p| p.to.is_none() && p.reason == PauseReason::FinancialDuty);
    Ok(match work.dossier.received_at {
        _ if asked => State::AwaitingSupplement,
        None => State::Registered,
        Some(_) if paying => State::AwaitingPayment,
        Some(_) if work.dossier.step_number <= 1 => State::Received,
        Some(_) => State::Processing,
    })
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

/// Dừng xử lý: the asked papers, or the payment, did not come by their last day (form 05 of 2025).
pub async fn stop(app: &App, by: &Actor, id: i64, seen: Option<i64>, reason: &str) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    let waiting = work.dossier.state()?;
    work.apply(Act::Stop)?;
    let until = applicant_until(&work.tx, &work.rules, &work.calendar, id, waiting).await?;
    if let Some(until) = until.filter(|until| work.tx.at().day() <= *until) {
        let key = match waiting {
            State::AwaitingPayment => "one-stop-refused-stop-early-payment",
            _ => "one-stop-refused-stop-early",
        };
        return Err(work.refuse(Ground::Stop, Refusal::new(key).arg("day", until.vn())));
    }
    work.dossier.end_reason = Some(reason.to_owned());
    work.end(None).await?;
    work.tell("one_stop.stopped", json!({"reason": reason})).await?;
    let fact = DossierChanged(work.fact());
    work.finish("stop", Some(reason), json!({}), &fact).await
}

/// The last day the applicant has for what the dossier waits for; `None` where it waits for nothing of theirs.
pub async fn applicant_until(
    db: &impl Read,
    rules: &DeadlineRules,
    calendar: &WorkingCalendar,
    id: i64,
    state: State,
) -> Result<Option<Day>> {
    let day = |micros: i64| Moment::from_micros(micros).day();
    Ok(match state {
        State::AwaitingSupplement => store::supplements(db, id).await?.pop().map(|asked| {
            let named = asked.answer_by_on.and_then(|day| day.parse().ok());
            named.unwrap_or_else(|| rules.answer_by(day(asked.asked_at), calendar))
        }),
        State::AwaitingPayment => {
            let open = store::pauses(db, id).await?.into_iter().rfind(|pause| pause.to.is_none());
            open.map(|pause| rules.pay_by(pause.from.day(), calendar))
        }
        _ => None,
    })
}
