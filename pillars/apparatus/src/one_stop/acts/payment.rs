//! Taxes and fees (nghĩa vụ tài chính): the clock stands by a clerk's request, or because the dossier has come to a step
//! whose time the procedure's data does not count. Both are the same act; so is the end, with the proof of payment.

use super::way::StepEnd;
use super::work::Work;
use crate::one_stop::rules::{Act, ground_of};
use crate::one_stop::store::{self, Dossier};
use contracts::dossiers::DossierChanged;
use contracts::procedures::StepWait;
use kernel::PauseReason;
use platform::error::Result;
use platform::messages::Lang;
use platform::{Actor, App};
use serde_json::{Value as Json, json};

/// Yêu cầu thực hiện nghĩa vụ tài chính: the wait is not counted where the profile says so.
pub async fn ask_payment(app: &App, by: &Actor, id: i64, seen: Option<i64>, note: &str) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    wait(&mut work, note, None).await?;
    let fact = DossierChanged(work.fact());
    work.finish("ask_payment", Some(note), json!({}), &fact).await
}

/// The duty is done: the clock runs again. A step that was there for this wait alone ends with it.
pub async fn pay(app: &App, by: &Actor, id: i64, seen: Option<i64>, note: &str) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Pay)?;
    work.choose_pausing();
    work.paid_first().await?;
    store::close_pause(&work.tx, id).await?;
    work.retime().await?;
    work.choose_pausing();
    let end = StepEnd::from(note);
    let note = end.note();
    if work.pause_of_step().is_none() {
        let fact = DossierChanged(work.fact());
        return work.finish("pay", note, json!({}), &fact).await;
    }
    work.entered("pay", note, json!({})).await?;
    let number = work.number();
    work.go_on(&end).await?;
    work.tell_turn(None).await?;
    finish_step(work, "complete_step", None, json!({"completed": number})).await
}

/// Ends the work of an act that began a step. Where the time of that step is not counted the clock stands from here
/// on, in the same commit, with an entry of its own.
pub(super) async fn finish_step(
    mut work: Work,
    action: &'static str,
    reason: Option<&str>,
    more: Json,
) -> Result<Dossier> {
    let Some(pause) = work.pause_of_step() else {
        let fact = DossierChanged(work.fact());
        return work.finish(action, reason, more, &fact).await;
    };
    work.entered(action, reason, more).await?;
    let vi = work.app.locale(Lang::Vi);
    let ground = ground_of(&vi, &pause, &work.dossier.procedure_code);
    let note = match (pause.wait, work.rules.payment_wait_counted) {
        (StepWait::FinancialDuty, false) => vi.tn("one-stop-pause-payment", &[("ground", ground.clone())]),
        (StepWait::FinancialDuty, true) => vi.t("one-stop-pause-payment-counted"),
    };
    wait(&mut work, &note, Some(&ground)).await?;
    let fact = DossierChanged(work.fact());
    work.finish("ask_payment", Some(&note), json!({"pause_ground": ground}), &fact).await
}

/// Lets the clock stand and tells the applicant what to pay and until when.
async fn wait(work: &mut Work, note: &str, ground: Option<&str>) -> Result<()> {
    work.apply(Act::AskPayment)?;
    store::open_pause(&work.tx, work.dossier.id, PauseReason::FinancialDuty, ground).await?;
    work.retime().await?;
    let until = work.rules.pay_by(work.tx.at().day(), &work.calendar).vn();
    let until = work.app.locale(Lang::Vi).tn("one-stop-payment-until", &[("day", until)]);
    work.tell("one_stop.payment", json!({"content": format!("{note} {until}")})).await
}
