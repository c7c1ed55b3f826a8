//! How a dossier stands, in words and tones: state, whose turn, against its promise. The same on every staff page.

use crate::one_stop::rules::State;
use crate::one_stop::store::{self, Dossier, InboxRow};
use kernel::{Lateness, Moment, Pause, days_late};
use platform::error::Result;
use platform::{App, Ctx, Locale};
use ui::{Cell, Tag, Tone};

/// Working days before the promise from which a dossier is marked as near.
const NEAR_DAYS: i64 = 3;

/// What the promise of a dossier is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// State.
    pub state: State,
    /// Agency whose calendar counts.
    pub agency_id: i64,
    /// Promised.
    pub due: Option<Moment>,
    /// Signed.
    pub settled: Option<Moment>,
}

impl Standing {
    /// Of a row of a list.
    pub fn of_row(row: &InboxRow) -> Result<Standing> {
        let state = State::from_number(row.state).ok_or_else(|| {
            platform::Error::fault(format!("dossier {}", row.id), format!("state {}", row.state))
        })?;
        let (due, settled) = (row.due_at.map(Moment::from_micros), row.settled_at.map(Moment::from_micros));
        Ok(Standing { state, agency_id: row.agency_id, due, settled })
    }

    /// Of a dossier.
    pub fn of(dossier: &Dossier) -> Result<Standing> {
        Ok(Standing {
            state: dossier.state()?,
            agency_id: dossier.agency_id,
            due: dossier.due(),
            settled: dossier.settled(),
        })
    }

    /// Early, on time, late or how near, as a word with its tone.
    ///
    /// While the applicant is asked for papers or money the clock stands, so nothing is overdue.
    pub fn tag(&self, app: &App, locale: &Locale, now: Moment) -> Result<Tag> {
        let say = |key: &str, tone: Tone| Tag::new(locale.t(&format!("one-stop-standing-{key}")), tone);
        let days = |key: &str, days: i64, tone: Tone| {
            Tag::new(locale.tn(&format!("one-stop-standing-{key}"), &[("days", days.to_string())]), tone)
        };
        match self.state {
            State::Registered => return Ok(say("new", Tone::Neutral)),
            State::NotAccepted | State::Stopped => return Ok(say("ended", Tone::Neutral)),
            State::AwaitingSupplement | State::AwaitingPayment => return Ok(say("waiting", Tone::Neutral)),
            _ => {}
        }
        let calendar = app.calendars().of(self.agency_id)?;
        Ok(match (Lateness::classify(self.settled, self.due, now), self.due) {
            (Lateness::Early, _) => say("early", Tone::Good),
            (Lateness::OnTime, _) => say("on-time", Tone::Good),
            (Lateness::Late, Some(due)) => {
                days("late", days_late(self.settled.unwrap_or(now), due, &calendar), Tone::Bad)
            }
            (Lateness::Overdue, Some(due)) => days("overdue", days_late(now, due, &calendar), Tone::Bad),
            (Lateness::InTime, Some(due)) => match calendar.working_days_between(now.day(), due.day()) {
                0 => say("today", Tone::Warn),
                left if left <= NEAR_DAYS => days("near", left, Tone::Warn),
                left => days("in-time", left, Tone::Neutral),
            },
            _ => say("no-promise", Tone::Neutral),
        })
    }
}

/// The state's tag.
pub fn state_tag(locale: &Locale, state: State) -> Tag {
    let tone = match state {
        State::Registered | State::Received | State::Processing => Tone::Info,
        State::AwaitingSupplement | State::AwaitingPayment | State::WithdrawalAsked => Tone::Warn,
        State::NotAccepted | State::Stopped => Tone::Bad,
        State::Settled => Tone::Accent,
        State::Returned => Tone::Good,
    };
    Tag::new(locale.t(state.key()), tone)
}

/// Whose turn it is, in words; empty once nothing is left to do.
pub fn turn(locale: &Locale, state: State, step_role: Option<&str>) -> String {
    match (state, step_role) {
        (State::Registered | State::WithdrawalAsked | State::Settled, _) => {
            locale.t("one-stop-role-one-stop")
        }
        (State::AwaitingSupplement | State::AwaitingPayment, _) => locale.t("one-stop-turn-applicant"),
        (State::Received | State::Processing, Some(role)) => role_name(locale, role),
        _ => String::new(),
    }
}

/// Name of a step's role.
pub fn role_name(locale: &Locale, role: &str) -> String {
    locale.t(&format!("one-stop-role-{}", role.replace('_', "-")))
}

/// A moment in a cell; empty when there is none.
pub fn moment_cell(moment: Option<i64>) -> Cell {
    moment.map_or(Cell::Empty, |micros| {
        let moment = Moment::from_micros(micros);
        Cell::moment(moment.iso(), moment.vn())
    })
}

/// A moment in a narrow cell: the day, the time below it; empty when there is none.
pub fn moment_stack(moment: Option<i64>) -> Cell {
    moment.map_or(Cell::Empty, |micros| {
        let moment = Moment::from_micros(micros);
        // As plain text: four of these stand in every row of the register, and their markup would be half of the page.
        Cell::Stack(vec![Cell::text(moment.day().vn()), Cell::muted(moment.clock())])
    })
}

/// A moment in a file; empty when there is none.
pub fn moment_text(moment: Option<i64>) -> String {
    moment.map(|micros| Moment::from_micros(micros).vn()).unwrap_or_default()
}

/// When an open step is judged: now, or, while the clock stands, when it was stopped.
pub async fn judged_at(ctx: &Ctx, dossier: &Dossier) -> Result<Moment> {
    let pauses = store::pauses(&ctx.app.store, dossier.id).await?;
    Ok(judged_by(ctx, &pauses))
}

/// The same by the pauses of the dossier.
pub fn judged_by(ctx: &Ctx, pauses: &[Pause]) -> Moment {
    pauses.iter().rfind(|pause| pause.to.is_none()).map_or(ctx.now, |pause| pause.from)
}

/// The promise as a box: moment or half-day, how it stands, and its arithmetic.
pub fn due_box(ctx: &Ctx, dossier: &Dossier) -> Result<ui::DueBox> {
    let tag = Standing::of(dossier)?.tag(&ctx.app, &ctx.locale, ctx.now)?;
    let due_text = match (dossier.due(), dossier.due_from_at.map(Moment::from_micros)) {
        (Some(due), Some(from)) => ctx.tn(
            "one-stop-due-window",
            &[("from", from.clock()), ("to", due.clock()), ("day", due.day().vn())],
        ),
        (Some(due), None) => due.vn(),
        (None, _) if dossier.received_at.is_none() => ctx.t("one-stop-due-not-received"),
        (None, _) => ctx.t("one-stop-due-none"),
    };
    let steps = super::arithmetic::in_words(&ctx.locale, &dossier.due_steps()?);
    Ok(ui::DueBox { words: ui::words(&ctx.locale), label: ctx.t("one-stop-due-label"), due_text, tag, steps })
}
