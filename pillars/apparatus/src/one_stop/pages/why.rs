//! Why a dossier is late, or why its day moved, in words: the same facts for the desk and for the person, who is told of
//! offices and roles and never of an official's name.

use super::standing::{self, role_name};
use crate::one_stop::rules::{Cause, PutOff, Question, State, Story, Worked, causes};
use crate::one_stop::store::{self, Dossier};
use kernel::{Lateness, Moment, Pause, PauseReason};
use platform::error::Result;
use platform::{App, Ctx, Locale, Read};
use ui::Panel;

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Members of staff: with names.
    Staff,
    /// Who filed it: without.
    Owner,
    /// Who holds the key on the receipt: without, and without what was written to the person.
    Key,
}

/// The causes of a dossier, judged at a moment.
pub async fn of(app: &App, db: &impl Read, dossier: &Dossier, judged: Moment) -> Result<Vec<Cause>> {
    let pauses = store::pauses(db, dossier.id).await?;
    with_pauses(app, db, (dossier, &pauses), judged).await
}

async fn with_pauses(
    app: &App,
    db: &impl Read,
    (dossier, pauses): (&Dossier, &[Pause]),
    judged: Moment,
) -> Result<Vec<Cause>> {
    let Some(received) = dossier.received() else { return Ok(Vec::new()) };
    let moment = |at: Option<i64>| at.map(Moment::from_micros);
    // What was taken back was done by nobody: it is nobody's delay.
    let done = store::steps(db, dossier.id).await?.into_iter().filter(|step| !step.taken_back);
    let worked = done.map(|step| Worked {
        number: step.number,
        name: step.name,
        role: step.role,
        by: step.actor_name,
        due: moment(step.due_at),
        ended: moment(step.ended_at),
        sent_back: step.sent_back,
    });
    let questions = store::opinions(db, dossier.id).await?.into_iter().filter_map(|asked| {
        Some(Question {
            // Who the expert is stays with the agencies: this is told to the applicant too.
            unit_id: asked.expert.is_none().then_some(asked.unit_id),
            due_on: asked.due_on.parse().ok()?,
            ended: moment(asked.answered_at.or(asked.closed_at)),
        })
    });
    // The dossier's own row says whether there is any.
    let extensions =
        if dossier.extension_count > 0 { store::extensions(db, dossier.id).await? } else { Vec::new() };
    let put_off = extensions.into_iter().map(|extended| PutOff {
        at: Moment::from_micros(extended.extended_at),
        old: Moment::from_micros(extended.old_due_at),
        new: Moment::from_micros(extended.new_due_at),
        reason: extended.reason,
    });
    let arithmetic = dossier.due_steps()?;
    let story = Story {
        received,
        judged,
        arithmetic: &arithmetic,
        worked: worked.collect(),
        pauses,
        questions: questions.collect(),
        put_off: put_off.collect(),
    };
    Ok(causes(&story, &*app.calendars().of(dossier.agency_id)?))
}

/// The causes in a panel; nothing where the dossier is in time and nothing moved its day.
pub async fn panel(ctx: &Ctx, dossier: &Dossier, reader: For) -> Result<Option<Panel>> {
    let pauses = store::pauses(&ctx.app.store, dossier.id).await?;
    panel_of(ctx, (dossier, &pauses), reader).await
}

/// The same with the pauses read already.
pub async fn panel_of(
    ctx: &Ctx,
    (dossier, pauses): (&Dossier, &[Pause]),
    reader: For,
) -> Result<Option<Panel>> {
    let state = dossier.state()?;
    if dossier.received_at.is_none() || matches!(state, State::Stopped | State::WithdrawalAsked) {
        return Ok(None);
    }
    let judged = match dossier.settled() {
        Some(settled) => settled,
        None => standing::judged_by(ctx, pauses),
    };
    let found = with_pauses(&ctx.app, &ctx.app.store, (dossier, pauses), judged).await?;
    let late = matches!(
        Lateness::classify(dossier.settled(), dossier.due(), judged),
        Lateness::Late | Lateness::Overdue
    );
    if found.is_empty() && !late {
        return Ok(None);
    }
    let mut lines: Vec<String> =
        found.iter().map(|cause| sentence(&ctx.app, &ctx.locale, cause, reader)).collect();
    if lines.is_empty() {
        let staff = reader == For::Staff;
        lines.push(ctx.t(if staff { "one-stop-why-unknown-staff" } else { "one-stop-why-unknown" }));
    }
    let title = ctx.t(if late { "one-stop-why-late-title" } else { "one-stop-why-moved-title" });
    Ok(Some(Panel { title, lines, links: Vec::new() }))
}

/// One cause as a sentence.
pub fn sentence(app: &App, locale: &Locale, cause: &Cause, reader: For) -> String {
    let days = |days: &i64| ("days", days.to_string());
    match cause {
        Cause::CountedLater { received, from } => {
            locale.tn("one-stop-why-counted-later", &[("received", received.vn()), ("from", from.vn())])
        }
        Cause::Applicant { reason, from, to, days: waited } => {
            let key = match (*reason == PauseReason::Supplement, to.is_some()) {
                (true, true) => "one-stop-why-papers",
                (true, false) => "one-stop-why-papers-open",
                (false, true) => "one-stop-why-payment",
                (false, false) => "one-stop-why-payment-open",
            };
            let to = to.map(Moment::vn).unwrap_or_default();
            locale.tn(key, &[("from", from.vn()), ("to", to), days(waited)])
        }
        Cause::Opinion { unit_id, due_on, ended, days: late } => {
            let unit = unit_id.map_or_else(
                || locale.t("one-stop-why-expert"),
                |unit| app.directory().name(unit).to_owned(),
            );
            match (ended, late) {
                (None, 0) => {
                    locale.tn("one-stop-why-opinion-waiting", &[("unit", unit), ("due", due_on.vn())])
                }
                (None, _) => locale.tn(
                    "one-stop-why-opinion-overdue",
                    &[("unit", unit), ("due", due_on.vn()), ("days", late.to_string())],
                ),
                (Some(at), _) => locale.tn(
                    "one-stop-why-opinion-late",
                    &[("unit", unit), ("due", due_on.vn()), ("ended", at.vn()), ("days", late.to_string())],
                ),
            }
        }
        Cause::Step { step, due, days: late } => {
            // Half an hour is no working day: on its own day a step is late by minutes.
            let minutes = step.ended.filter(|ended| ended.day() == due.day());
            let minutes = minutes.map(|ended| (ended.micros() - due.micros()).max(0) / 60_000_000);
            let args = [
                ("step", format!("{}. {}", step.number, step.name)),
                ("who", who(locale, step, reader)),
                ("due", due.vn()),
                ("ended", step.ended.map(Moment::vn).unwrap_or_default()),
                minutes.map_or_else(|| days(late), |minutes| ("minutes", minutes.to_string())),
            ];
            let key = match (minutes, step.ended) {
                (Some(_), _) => "one-stop-why-step-minutes",
                (None, Some(_)) => "one-stop-why-step",
                (None, None) => "one-stop-why-step-open",
            };
            locale.tn(key, &args)
        }
        Cause::SentBack { step } => locale.tn(
            "one-stop-why-sent-back",
            &[
                ("step", format!("{}. {}", step.number, step.name)),
                ("who", who(locale, step, reader)),
                ("at", step.ended.map(Moment::vn).unwrap_or_default()),
            ],
        ),
        Cause::PutOff(put_off) => {
            let key = if reader == For::Key { "one-stop-why-put-off-bare" } else { "one-stop-why-put-off" };
            let args = [
                ("at", put_off.at.vn()),
                ("old", put_off.old.vn()),
                ("new", put_off.new.vn()),
                ("reason", put_off.reason.clone()),
            ];
            locale.tn(key, &args)
        }
    }
}

/// Who had a step: the role, for colleagues with the name.
fn who(locale: &Locale, step: &Worked, reader: For) -> String {
    let role = role_name(locale, &step.role);
    match step.by.as_ref().filter(|_| reader == For::Staff) {
        Some(name) => format!("{role} – {name}"),
        None => role,
    }
}
