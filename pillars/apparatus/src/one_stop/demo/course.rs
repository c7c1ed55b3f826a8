//! What happens to a received dossier: supplements, taxes and fees, opinions, re-appointments, withdrawals, and its end.

use super::life::{Life, Stage, later, marks, promise};
use crate::one_stop::rules::{Plan, State};
use kernel::{Moment, half_days_spent};
use rand::Rng;
use rand::rngs::StdRng;

/// Leads the life on from its receipt to now.
pub fn run(life: &mut Life, rng: &mut StdRng, stage: &Stage<'_>, years: f64, received: Moment) {
    let (calendar, now) = (stage.calendar, stage.now);
    life.state = State::Processing;
    supplement(life, rng, stage, years, received);
    let mut start = received;
    if let Some((asked, answered)) = life.supplement {
        start = answered.unwrap_or(asked);
        if answered.is_none() {
            life.marks = marks(life, life.payment, rng, calendar, (received, asked));
            life.marks.truncate(2);
            promise(life, stage, received, None);
            wait_or_stop(life, stage, asked);
            return;
        }
    }
    let by_step = Plan(&life.version.body.process).pausing().is_some();
    if let Some(ahead) = payment(life, rng, stage, start, by_step) {
        // The step in which it is paid lies ahead, and with it all that comes after.
        promise(life, stage, received, None);
        life.marks = marks(life, Some((ahead, None)), rng, calendar, (received, ahead));
        so_far(life, now);
        return;
    }
    if let Some((asked, paid)) = life.payment {
        start = paid.unwrap_or(asked);
        if paid.is_none() {
            life.state = State::AwaitingPayment;
            life.marks = marks(life, life.payment, rng, calendar, (received, asked));
            if !by_step {
                life.marks.truncate(2);
            }
            promise(life, stage, received, None);
            return;
        }
    }
    promise(life, stage, received, None);
    let mut settled = signature(life, rng, stage, years, start);
    put_off(life, rng, stage, (received, settled));
    if opinion(life, rng, stage, (start, settled)) {
        // The signature waits for the answer.
        let answered = life.opinion.and_then(|(.., answered)| answered);
        settled = settled.max(answered.map_or(now.plus_minutes(600), |at| at.plus_minutes(45)));
    }
    life.marks = marks(life, life.payment, rng, calendar, (received, settled));
    if withdrawal(life, rng, stage, (start, settled)) {
        return;
    }
    if settled > now {
        so_far(life, now);
        return;
    }
    end(life, rng, stage, (received, settled));
}

fn supplement(life: &mut Life, rng: &mut StdRng, stage: &Stage<'_>, years: f64, received: Moment) {
    if !rng.random_bool((0.13 - 0.02 * years).clamp(0.03, 0.2)) {
        return;
    }
    let asked = later(stage.calendar, received, rng.random_range(60..900));
    let answered = later(stage.calendar, asked, rng.random_range(400..2600));
    let never = rng.random_bool(0.05);
    if asked <= stage.now {
        life.supplement = Some((asked, Some(answered).filter(|a| !never && *a <= stage.now)));
    }
}

/// Days for which the applicant is waited for, as the request says.
pub const ANSWER_DAYS: i64 = 30;

/// Awaiting the papers, or stopped because they never came.
fn wait_or_stop(life: &mut Life, stage: &Stage<'_>, asked: Moment) {
    let stops = later(stage.calendar, asked.day().plus_days(ANSWER_DAYS + 1).start(), 540);
    if stops <= stage.now {
        life.state = State::Stopped;
        life.ended = Some(stops);
    } else {
        life.state = State::AwaitingSupplement;
    }
}

/// Keeps the steps begun until now; before the transfer it is but received.
fn so_far(life: &mut Life, now: Moment) {
    life.marks.retain(|mark| *mark <= now);
    if life.marks.len() < 2 {
        life.state = State::Received;
    }
}

/// Land is taxed before its certificate is signed: where the procedure has a step for it always, else often.
///
/// Answers when the payment is asked for if such a step still lies ahead.
fn payment(
    life: &mut Life,
    rng: &mut StdRng,
    stage: &Stage<'_>,
    start: Moment,
    by_step: bool,
) -> Option<Moment> {
    if !by_step && (life.version.body.field.code != "DD" || !rng.random_bool(0.4)) {
        return None;
    }
    let asked = later(stage.calendar, start, rng.random_range(900..2400));
    let paid = later(stage.calendar, asked, rng.random_range(240..2400));
    if asked <= stage.now {
        life.payment = Some((asked, Some(paid).filter(|p| *p <= stage.now)));
        return None;
    }
    by_step.then_some(asked)
}

/// When the result is, or will be, signed.
fn signature(life: &Life, rng: &mut StdRng, stage: &Stage<'_>, years: f64, start: Moment) -> Moment {
    let calendar = stage.calendar;
    let late = rng.random_bool(((0.17 - 0.03 * years) * stage.desk.sloth).clamp(0.004, 0.6));
    match life.due {
        None => later(calendar, start, rng.random_range(240..9000)),
        Some(due) if late => later(calendar, due.max(start), rng.random_range(30..2900)),
        Some(due) => {
            let room = calendar.working_minutes_between(start, due).max(10);
            // Most are done in the second half of the time allowed.
            let used = rng.random_range(0.0f64..1.0).sqrt() * 0.97;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_precision_loss,
                reason = "minutes of a term"
            )]
            let minutes = ((room as f64) * used) as i64;
            later(calendar, start, minutes.max(5)).min(due)
        }
    }
}

/// Some desks see in time that they will be late: they apologise before the law's day and promise anew.
fn put_off(life: &mut Life, rng: &mut StdRng, stage: &Stage<'_>, (received, settled): (Moment, Moment)) {
    let Some(old) = life.due.filter(|due| settled > *due) else { return };
    if !rng.random_bool(0.3) {
        return;
    }
    let before = stage.rules.apology_before_days + 1;
    let at = later(stage.calendar, old.day().plus_days(-before).start(), 120);
    if at <= received || at > stage.now {
        return;
    }
    let new_day = stage.calendar.next_working(settled.day());
    life.extension = Some((at, old));
    promise(life, stage, received, Some((new_day, at)));
}

/// Whether another unit was asked: its answer holds the signature up.
fn opinion(life: &mut Life, rng: &mut StdRng, stage: &Stage<'_>, (start, settled): (Moment, Moment)) -> bool {
    let asks = if life.version.body.level == contracts::procedures::Level::Commune { 0.01 } else { 0.05 };
    if !rng.random_bool(asks) {
        return false;
    }
    let room = stage.calendar.working_minutes_between(start, settled);
    let asked = later(stage.calendar, start, room / 3);
    let answered = later(stage.calendar, asked, rng.random_range(120..1600));
    if asked > stage.now {
        return false;
    }
    let answered = Some(answered).filter(|a| *a <= stage.now);
    life.opinion = Some((asked, stage.calendar.add_working_days(asked.day(), 3), answered));
    true
}

/// Whether the applicant took the dossier back, or wants to.
fn withdrawal(
    life: &mut Life,
    rng: &mut StdRng,
    stage: &Stage<'_>,
    (start, settled): (Moment, Moment),
) -> bool {
    let wished = stage.wish == Some(State::WithdrawalAsked);
    if !wished && !rng.random_bool(0.012) {
        return false;
    }
    let room = stage.calendar.working_minutes_between(start, settled).max(2);
    let asked = match wished {
        true => start.max(stage.now.plus_minutes(-rng.random_range(20..300))),
        false => later(stage.calendar, start, rng.random_range(1..room)),
    };
    let confirmed = later(stage.calendar, asked, rng.random_range(60..900));
    if asked > stage.now || asked >= settled {
        return false;
    }
    life.withdrawal = Some(asked);
    life.marks.retain(|mark| *mark <= asked);
    life.opinion = life.opinion.filter(|(at, ..)| *at <= asked);
    if confirmed <= stage.now {
        life.state = State::Stopped;
        life.ended = Some(confirmed);
    } else {
        life.state = State::WithdrawalAsked;
    }
    true
}

fn end(life: &mut Life, rng: &mut StdRng, stage: &Stage<'_>, (received, settled): (Moment, Moment)) {
    life.settled = Some(settled);
    life.granted = !rng.random_bool(0.02);
    life.half_days = Some(half_days_spent(received, settled, &life.pauses(), stage.calendar));
    life.state = State::Settled;
    let returned = later(stage.calendar, settled, rng.random_range(5..1300));
    if returned <= stage.now {
        life.returned = Some(returned);
        life.state = State::Returned;
    }
}
