//! One made-up dossier's life: when it came, what was promised, what happened, and where it stands now.

use super::course;
use crate::one_stop::rules::{DeadlineRules, Plan, State, explain, ground_of};
use contracts::dossiers::Channel;
use contracts::procedures::{ProcedureVersion, ProxyRule, TermVariant};
use kernel::{Day, DueStep, Moment, Pause, PauseReason, WorkingCalendar};
use platform::directory::AgencyRef;
use platform::error::Result;
use platform::{App, Locale};
use rand::Rng;
use rand::rngs::StdRng;
use std::sync::Arc;

/// An agency's desk and its diligence.
pub struct Desk {
    /// Agency.
    pub agency_id: i64,
    /// Name.
    pub name: String,
    /// Identifier in codes.
    pub unit: String,
    /// How many people come.
    pub size: f64,
    /// Above 1: later than others.
    pub sloth: f64,
}

impl Desk {
    /// Draws size and diligence; the inner districts are larger.
    pub fn new(agency: &AgencyRef, rng: &mut StdRng) -> Desk {
        let large = ["ninh-kieu", "tu-phap", "cai-rang", "xuan-khanh", "hung-loi"]
            .iter()
            .any(|w| agency.code.contains(w));
        Desk {
            agency_id: agency.id,
            name: agency.name.clone(),
            unit: crate::one_stop::acts::code_unit(agency, "id_2016").to_owned(),
            size: rng.random_range(0.6..1.4) * if large { 2.4 } else { 1.0 },
            sloth: rng.random_range(0.35..1.9),
        }
    }
}

/// A dossier's life as drawn, seen from now: what lies ahead is not in it.
pub struct Life {
    /// Agency.
    pub agency_id: i64,
    /// Its name.
    pub agency: String,
    /// Its identifier.
    pub unit: String,
    /// Procedure.
    pub version: Arc<ProcedureVersion>,
    /// Channel.
    pub channel: Channel,
    /// Somebody files for the owner.
    pub by_proxy: bool,
    /// counter, post or online.
    pub delivery: String,
    /// Key of the term variant it follows.
    pub variant: Option<String>,
    /// Filed.
    pub filed: Moment,
    /// Received.
    pub received: Option<Moment>,
    /// Promised, window start, arithmetic.
    pub due: Option<Moment>,
    /// Start of the window.
    pub due_from: Option<Moment>,
    /// Arithmetic.
    pub steps: Vec<DueStep>,
    /// Supplement asked and answered.
    pub supplement: Option<(Moment, Option<Moment>)>,
    /// Taxes and fees asked for and paid.
    pub payment: Option<(Moment, Option<Moment>)>,
    /// The text by which the time of its step of payment is not counted, where it has one.
    pub ground: Option<String>,
    /// Put off: when, and what was promised before.
    pub extension: Option<(Moment, Moment)>,
    /// Another unit asked: when, until which day, answered.
    pub opinion: Option<(Moment, Day, Option<Moment>)>,
    /// Withdrawal asked for.
    pub withdrawal: Option<Moment>,
    /// Refused at the desk, withdrawn or stopped.
    pub ended: Option<Moment>,
    /// When each step of the process so far began.
    pub marks: Vec<Moment>,
    /// Settled.
    pub settled: Option<Moment>,
    /// Granted.
    pub granted: bool,
    /// Handed over.
    pub returned: Option<Moment>,
    /// State now.
    pub state: State,
    /// Working time, half days.
    pub half_days: Option<i64>,
}

impl Life {
    /// The step it is in, or the last one it went through; 0 before the receipt.
    pub fn step(&self) -> i64 {
        i64::try_from(self.marks.len()).unwrap_or(0)
    }
}

/// A day at a minute.
pub fn at_minute(day: Day, minute: u32) -> Moment {
    day.at(chrono::NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap_or_default())
}

/// The working days between two days with their weight: growing years, seasons, full Mondays.
pub fn weighted_days(app: &App, from: Day, to: Day) -> Result<Vec<(Day, f64)>> {
    let calendar = app.calendars().of(0)?;
    let mut days = Vec::new();
    let mut day = from;
    while day <= to {
        if calendar.is_working(day) {
            let year = 1.0 + 0.14 * f64::from(day.year() - 2012);
            let season = match day.month() {
                1 => 1.25,
                2 => 0.7,
                6..=8 => 1.2,
                12 => 1.1,
                _ => 1.0,
            };
            let monday = if day.weekday() == chrono::Weekday::Mon { 1.3 } else { 1.0 };
            days.push((day, year * season * monday));
        }
        day = day.plus_days(1);
    }
    Ok(days)
}

impl Life {
    /// The term variant it follows.
    pub fn case(&self) -> Option<&TermVariant> {
        self.version.body.variant(self.variant.as_deref()?)
    }

    /// When its clock stood still, in order.
    pub fn pauses(&self) -> Vec<Pause> {
        let pause = |asked: &Option<(Moment, Option<Moment>)>, reason| {
            asked.map(|(from, to)| Pause { from, to, reason })
        };
        let mut pauses: Vec<Pause> = [
            pause(&self.supplement, PauseReason::Supplement),
            pause(&self.payment, PauseReason::FinancialDuty),
        ]
        .into_iter()
        .flatten()
        .collect();
        pauses.sort_by_key(|p| p.from);
        pauses
    }
}

/// Where and under which rules a life is led.
pub struct Stage<'a> {
    /// The desk.
    pub desk: &'a Desk,
    /// Rules of the day on which it began.
    pub rules: &'a DeadlineRules,
    /// Calendar of the agency.
    pub calendar: &'a WorkingCalendar,
    /// Whether letters are a lawful way to file on that day.
    pub by_post: bool,
    /// From where it is seen.
    pub now: Moment,
    /// A state too rare to wait for.
    pub wish: Option<State>,
    /// Texts as officials write them.
    pub vi: &'a Locale,
}

impl Stage<'_> {
    /// The text by which a procedure does not count the time in which taxes are paid, where a step of it says so.
    pub fn ground(&self, version: &ProcedureVersion) -> Option<String> {
        let plan = Plan(&version.body.process);
        let pause = plan.pausing().and_then(|number| plan.pause(number))?;
        Some(ground_of(self.vi, pause, &version.body.code))
    }
}

/// Draws a life that began at `at`.
pub fn draw(rng: &mut StdRng, stage: &Stage<'_>, version: Arc<ProcedureVersion>, at: Moment) -> Life {
    let years = f64::from(at.day().year() - 2012) + f64::from(at.day().month()) / 12.0;
    let online = version.body.filed_online() && rng.random_bool((0.02 + 0.07 * years).clamp(0.0, 0.5));
    let post = !online && rng.random_bool(0.03) && stage.by_post;
    let received = if online { later(stage.calendar, at, rng.random_range(20..400)) } else { at };
    let may_proxy = version.body.proxy != ProxyRule::Forbidden;
    let delivered: Vec<&str> =
        version.body.online.iter().flat_map(|o| &o.result_delivery).map(String::as_str).collect();
    let to_door = rng.random_bool(0.08);
    let mut life = Life {
        agency_id: stage.desk.agency_id,
        agency: stage.desk.name.clone(),
        unit: stage.desk.unit.clone(),
        channel: match (online, post) {
            (true, _) => Channel::Online,
            (false, true) => Channel::Post,
            (false, false) => Channel::Counter,
        },
        by_proxy: rng.random_bool(0.05) && may_proxy,
        delivery: if to_door && delivered.contains(&"post") { "post" } else { "counter" }.to_owned(),
        variant: variant(rng, &version),
        filed: at,
        received: None,
        due: None,
        due_from: None,
        steps: Vec::new(),
        supplement: None,
        payment: None,
        ground: stage.ground(&version),
        extension: None,
        opinion: None,
        withdrawal: None,
        ended: None,
        marks: Vec::new(),
        settled: None,
        granted: true,
        returned: None,
        state: State::Registered,
        half_days: None,
        version,
    };
    if received > stage.now {
        return life;
    }
    if rng.random_bool(0.015) {
        life.state = State::NotAccepted;
        life.ended = Some(later(stage.calendar, received, 25).min(stage.now));
        return life;
    }
    life.received = Some(received);
    course::run(&mut life, rng, stage, years, received);
    life
}

/// Some follow another term than the procedure's own.
fn variant(rng: &mut StdRng, version: &ProcedureVersion) -> Option<String> {
    let variants = &version.body.variants;
    if variants.is_empty() || !rng.random_bool(0.35) {
        return None;
    }
    variants.get(rng.random_range(0..variants.len())).map(|v| v.key.clone())
}

/// Working time later.
pub fn later(calendar: &WorkingCalendar, from: Moment, minutes: i64) -> Moment {
    calendar.add_working_minutes(from, u32::try_from(minutes).unwrap_or(0))
}

/// The promise by the dossier's own rules, with its pauses and its re-appointment.
pub fn promise(life: &mut Life, stage: &Stage<'_>, received: Moment, extended_to: Option<(Day, Moment)>) {
    let version = life.version.clone();
    let variant = life.case().cloned();
    let term =
        variant.as_ref().map(|v| v.term.clone()).or_else(|| version.body.term.clone()).unwrap_or_default();
    let mut due = stage.rules.due(&term, received, stage.calendar, false, &life.pauses(), extended_to);
    let asked = life.payment.map(|(asked, _)| asked);
    let bases: Vec<(Moment, String)> = asked.zip(life.ground.clone()).into_iter().collect();
    explain(&mut due.steps, variant.as_ref(), &bases);
    life.due = due.at;
    life.due_from = due.window.map(|(from, _)| from);
    life.steps = due.steps;
}

/// When the steps of the process begin, from the receipt to the signature: the desk hands over within hours, the
/// others share the rest of the time. A step that waits for payment lasts as long as that.
pub fn marks(
    life: &Life,
    payment: Option<(Moment, Option<Moment>)>,
    rng: &mut StdRng,
    calendar: &WorkingCalendar,
    (received, end): (Moment, Moment),
) -> Vec<Moment> {
    let plan = Plan(&life.version.body.process);
    let last = plan.last().max(1);
    let room = calendar.working_minutes_between(received, end).max(0);
    let transfer = later(calendar, received, rng.random_range(15..200).min(room / 3));
    let share = |marks: &mut Vec<Moment>, from: Moment, to: Moment, steps: i64| {
        let rest = calendar.working_minutes_between(from, to).max(0);
        // The first begins when the one before ended, also where that is closing time.
        marks.extend((0..steps).map(|done| match done {
            0 => from,
            _ => later(calendar, from, rest * done / steps),
        }));
    };
    let mut marks = vec![received];
    match (plan.pausing(), payment) {
        (Some(pausing), Some((asked, paid))) => {
            share(&mut marks, transfer, asked, pausing - 2);
            marks.push(asked);
            if let Some(paid) = paid {
                share(&mut marks, paid, end, last - pausing);
            }
        }
        _ => share(&mut marks, transfer, end, last - 1),
    }
    marks
}
