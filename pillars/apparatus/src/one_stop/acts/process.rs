//! The way through the agency: transfer, steps, assignment, the one re-appointment with its apology.

use super::apology::letter_number;
use super::back::SendBack;
use super::payment::finish_step;
use super::way::StepEnd;
use super::work::Work;
use crate::one_stop::rules::{Act, Ground, State};
use crate::one_stop::store::{self, Dossier, Extended};
use contracts::dossiers::DossierChanged;
use kernel::Day;
use platform::error::Result;
use platform::{Actor, App, Refusal};
use serde_json::json;

/// Chuyển hồ sơ to the unit that settles it.
pub async fn transfer(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    end: impl Into<StepEnd>,
) -> Result<Dossier> {
    let end = end.into();
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Transfer)?;
    work.paid_first().await?;
    work.go_on(&end).await?;
    work.tell_turn(None).await?;
    finish_step(work, "transfer", end.note(), json!({})).await
}

/// Ends the current step and hands the dossier to the next role; the last step ends with the signed result instead.
///
/// Ended at the counter, right after the receipt, it is the transfer: state 4 begins with the second step.
pub async fn complete_step(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    end: impl Into<StepEnd>,
) -> Result<Dossier> {
    let end = end.into();
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(if work.dossier.state()? == State::Received { Act::Transfer } else { Act::Work })?;
    work.choose(end.step)?;
    let number = work.number();
    if work.at_last_step() {
        return Err(Refusal::new("one-stop-refused-last-step").into());
    }
    work.paid_first().await?;
    work.go_on(&end).await?;
    work.tell_turn(None).await?;
    let mut more = json!({"completed": number});
    if let (Some(result), Some(more)) = (&end.result, more.as_object_mut()) {
        more.insert("step_result".to_owned(), json!(result));
    }
    finish_step(work, "complete_step", end.note(), more).await
}

/// Trả lại bước trước: the step before is done again, by who did it, with a reason; its own deadline starts anew.
///
/// On a flow the way back may lead over a split: the open steps of its other branches are taken back then, once the sender has
/// said so.
pub async fn send_back(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    how: impl Into<SendBack>,
) -> Result<Dossier> {
    let how = how.into();
    let reason = how.reason.as_str();
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Work)?;
    work.choose(how.step)?;
    let number = work.number();
    if number <= 1 {
        return Err(Refusal::new("one-stop-refused-first-step").into());
    }
    if work.flow.is_some() {
        let back = work.send_back_in_flow(&how).await?;
        work.tell_turn(back.person).await?;
        let mut more = json!({"sent_back": number});
        if let (false, Some(more)) = (back.taken.is_empty(), more.as_object_mut()) {
            more.insert("taken_back".to_owned(), json!(back.taken.join("; ")));
        }
        return finish_step(work, "send_back", Some(reason), more).await;
    }
    let before =
        store::steps(&work.tx, id).await?.into_iter().rfind(|s| s.number == number - 1 && !s.sent_back);
    store::mark_sent_back(&work.tx, id).await?;
    store::end_step(&work.tx, id, Some(reason)).await?;
    work.start_step(number - 1).await?;
    work.dossier.assignee_id = before.and_then(|step| step.actor_id);
    work.tell_turn(work.dossier.assignee_id).await?;
    finish_step(work, "send_back", Some(reason), json!({"sent_back": number})).await
}

/// Gives the current step, or one of several that are open, to one person.
pub async fn assign(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    step: Option<i64>,
    (account, name): (i64, &str),
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Work)?;
    work.choose(step)?;
    work.hold(Some(account)).await?;
    super::notify::assigned(&work, account).await?;
    let fact = DossierChanged(work.fact());
    work.finish("assign", None, json!({"assignee_name": name}), &fact).await
}

/// Xin lỗi và hẹn lại: at most once, before the legal moment, with reason and new day (form 04).
pub async fn extend(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    new_day: Day,
    reason: &str,
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Work)?;
    if work.dossier.extension_count >= work.rules.extension_max {
        return Err(work.refuse(Ground::Extend, Refusal::new("one-stop-refused-extended-already")));
    }
    let Some(old) = work.dossier.due() else {
        return Err(work.refuse(Ground::Extend, Refusal::new("one-stop-refused-extend-no-promise")));
    };
    let last_day = work.rules.apology_by(old);
    if work.tx.at().day() > last_day {
        let refusal = Refusal::new("one-stop-refused-extend-late").arg("day", last_day.vn());
        return Err(work.refuse(Ground::Extend, refusal));
    }
    if new_day <= old.day() {
        return Err(Refusal::new("one-stop-refused-extend-earlier").arg("day", old.day().vn()).into());
    }
    let most = work.rules.extension_most_days;
    if new_day > old.day().plus_days(most) {
        let last = old.day().plus_days(most).vn();
        return Err(Refusal::new("one-stop-refused-extend-far").arg("day", last).into());
    }
    let due = work.promise(Some(new_day)).await?;
    let letter = letter_number(&work).await?;
    let row = Extended {
        old_due_at: old.micros(),
        new_due_on: new_day.to_string(),
        new_due_at: due.at.map_or(old.micros(), kernel::Moment::micros),
        reason: reason.to_owned(),
        letter_number: letter.clone(),
        extended_at: work.tx.at().micros(),
    };
    store::add_extension(&work.tx, id, &row).await?;
    store::close_apology(&work.tx, (id, old.micros()), "sent", None).await?;
    work.dossier.extension_count += 1;
    work.tell("one_stop.extended", json!({"reason": reason})).await?;
    let fact = DossierChanged(work.fact());
    work.finish("extend", Some(reason), json!({"letter": letter}), &fact).await
}
