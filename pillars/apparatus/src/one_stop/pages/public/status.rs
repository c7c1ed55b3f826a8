//! How far a dossier is, in plain words, for whoever may ask: the state, the promise, what comes next, what to do now.

use super::super::why::{self, For};
use super::super::{ends, standing};
use super::timeline;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, Dossier};
use contracts::fees::Fees;
use contracts::tools::Conversations;
use kernel::{Day, Lateness};
use platform::Ctx;
use platform::error::Result;
use platform::journal::{self, Entry};
use std::sync::Arc;
use ui::{DueBox, Panel, Tag, Timeline};

/// How much the reader may see; each sees what those before it see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// Typed the code and four digits: how far it is.
    Digits,
    /// Holds the key printed on the receipt: also what it is about.
    Key,
    /// Signed in as who filed it: everything that was told to the applicant.
    Owner,
}

/// What the page of a dossier says first.
pub struct Status {
    /// The national state.
    pub tag: Tag,
    /// What it means.
    pub plain: String,
    /// Whose desk it came to: a sentence.
    pub agency: String,
    /// The promise, once there is one.
    pub due: Option<DueBox>,
    /// What happens next.
    pub next: String,
    /// What the applicant must do now.
    pub todo: Option<ui::Warning>,
    /// What is asked of the applicant besides: a fee that is owed, a correction to be sent. Without amounts and without words of it,
    /// for whoever knows no more than the code.
    pub asked: Vec<ui::Warning>,
    /// Headings of the parts: (next, timeline).
    pub heads: (String, String),
    /// Why it is late or its day moved, and its two ends where they differ; for who holds its key.
    pub told: Vec<Panel>,
    /// What happened, newest first.
    pub timeline: Timeline,
}

/// The status for a reader; two small queries, three while papers are awaited, two more for who knows the code only.
pub async fn of(ctx: &Ctx, dossier: &Dossier, reader: Reader) -> Result<Status> {
    let state = dossier.state()?;
    let entries = journal::history(&ctx.app.store, "dossier", dossier.id).await?;
    let agency = ctx.app.directory().name(dossier.agency_id).to_owned();
    // What was withdrawn, stopped or never received is promised nothing any more.
    let promised = !matches!(state, State::NotAccepted | State::WithdrawalAsked | State::Stopped);
    let mut told = Vec::new();
    if promised && reader >= Reader::Key {
        let who = if reader == Reader::Owner { For::Owner } else { For::Key };
        let pauses = store::pauses(&ctx.app.store, dossier.id).await?;
        told.extend(why::panel_of(ctx, (dossier, &pauses), who).await?);
        told.extend(ends::panel(ctx, (dossier, &pauses), false).await?);
    }
    Ok(Status {
        tag: standing::state_tag(&ctx.locale, state),
        plain: ctx.t(state.plain_key(refused(dossier))),
        due: if promised { Some(standing::due_box(ctx, dossier)?) } else { None },
        next: next(ctx, dossier, (state, &entries), &agency),
        todo: todo(ctx, dossier, state, &entries, &agency)
            .await?
            .map(|text| ui::Warning { prefix: ctx.t("ui-warning"), text }),
        asked: asked(ctx, dossier, state, reader).await?,
        agency: ctx.tn("one-stop-track-agency", &[("agency", agency)]),
        heads: (ctx.t("one-stop-track-next"), ctx.t("one-stop-track-timeline")),
        told,
        timeline: timeline::of(ctx, dossier, &entries, reader),
    })
}

/// What is asked of the applicant by the cashier and in the conversation; nothing of what has ended.
async fn asked(ctx: &Ctx, dossier: &Dossier, state: State, reader: Reader) -> Result<Vec<ui::Warning>> {
    let mut asked = Vec::new();
    let ended = matches!(state, State::NotAccepted | State::Stopped | State::Returned);
    // Whoever holds the key has the ways to pay and to answer on the page itself.
    if reader != Reader::Digits || ended {
        return Ok(Vec::new());
    }
    if state != State::AwaitingPayment
        && let Ok(fees) = ctx.app.port::<Arc<dyn Fees>>()
        && fees.standing(&ctx.app, dossier.id).await?.is_some_and(|standing| standing.owed > 0)
    {
        asked.push(ctx.t("one-stop-track-owed"));
    }
    if let Ok(talks) = ctx.app.port::<Arc<dyn Conversations>>()
        && let Some(due) = talks.correction_due(&ctx.app, dossier.id).await?
    {
        asked.push(ctx.tn("one-stop-track-correction", &[("day", due.vn())]));
    }
    let warning = |text| ui::Warning { prefix: ctx.t("ui-warning"), text };
    Ok(asked.into_iter().map(warning).collect())
}

/// Whether the result is a refusal. Its reason is for the applicant alone; that it is one is how far the dossier is.
fn refused(dossier: &Dossier) -> bool {
    dossier.outcome.as_deref() == Some("refused")
}

fn next(ctx: &Ctx, dossier: &Dossier, (state, entries): (State, &[Entry]), agency: &str) -> String {
    let late = Lateness::classify(dossier.settled(), dossier.due(), ctx.now) == Lateness::Overdue;
    let at_work = matches!(state, State::Received | State::Processing);
    // Newest first: the last letter about the promise that has passed.
    let mut letters = entries.iter().filter(|e| late && at_work && Some(e.moment()) > dossier.due());
    if let Some((at, day)) = letters.find_map(|e| Some((e.moment().day(), timeline::expected(e)?))) {
        let args = [("agency", agency.to_owned()), ("at", at.vn()), ("day", day.vn())];
        return ctx.tn("one-stop-track-next-apologised", &args);
    }
    let key = match state {
        State::Received | State::Processing if late => "one-stop-track-next-overdue".to_owned(),
        State::Settled | State::Returned if refused(dossier) => {
            format!("one-stop-track-next-{}-refused", state.number())
        }
        _ => format!("one-stop-track-next-{}", state.number()),
    };
    ctx.tn(&key, &[("agency", agency.to_owned())])
}

async fn todo(
    ctx: &Ctx,
    dossier: &Dossier,
    state: State,
    entries: &[Entry],
    agency: &str,
) -> Result<Option<String>> {
    Ok(match state {
        State::AwaitingSupplement => Some(todo_supplement(ctx, dossier, entries, agency).await?),
        State::AwaitingPayment => Some(ctx.t("one-stop-track-todo-pay")),
        State::Settled => {
            let word = if refused(dossier) { "answer" } else { "fetch" };
            let key = format!("one-stop-track-todo-{word}-{}", dossier.result_delivery);
            Some(ctx.tn(&key, &[("agency", agency.to_owned())]))
        }
        _ => None,
    })
}

async fn todo_supplement(ctx: &Ctx, dossier: &Dossier, entries: &[Entry], agency: &str) -> Result<String> {
    // Newest first: papers handed in after the request are being looked at.
    let last = entries.iter().find(|e| matches!(e.action.as_str(), "hand_in" | "ask_supplement"));
    if let Some(handed) = last.filter(|e| e.action == "hand_in") {
        return Ok(ctx.tn(
            "one-stop-track-todo-handed",
            &[("at", handed.moment().vn()), ("agency", agency.to_owned())],
        ));
    }
    let asked = store::supplements(&ctx.app.store, dossier.id).await?.pop();
    let until = asked.and_then(|a| a.answer_by_on).and_then(|d| d.parse::<Day>().ok());
    Ok(match until {
        Some(day) => {
            ctx.tn("one-stop-track-todo-supplement-by", &[("day", day.vn()), ("agency", agency.to_owned())])
        }
        None => ctx.tn("one-stop-track-todo-supplement", &[("agency", agency.to_owned())]),
    })
}
