//! One made-up dossier's life: when it came, what was promised, what happened, and where it stands now.

use crate::one_stop::rules::{DeadlineRules, State};
use contracts::dossiers::Channel;
use contracts::procedures::ProcedureVersion;
use kernel::{Day, DueStep, Moment, Pause, PauseReason, WorkingCalendar};
use platform::App;
use platform::directory::AgencyRef;
use platform::error::Result;
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

/// A dossier's life as drawn.
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
    /// Step now.
    pub step: i64,
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

/// Draws a life that began at `at`, seen from `now`.
pub fn draw(
    app: &App,
    rng: &mut StdRng,
    desk: &Desk,
    version: Arc<ProcedureVersion>,
    rules: &DeadlineRules,
    at: Moment,
    now: Moment,
) -> Result<Life> {
    let calendar = app.calendars().of(desk.agency_id)?;
    let years = f64::from(at.day().year() - 2012) + f64::from(at.day().month()) / 12.0;
    let online = version.body.filed_online() && rng.random_bool((0.02 + 0.07 * years).clamp(0.0, 0.5));
    let channel = if online { Channel::Online } else { Channel::Counter };
    let received = if online { later(&calendar, at, rng.random_range(20..400)) } else { at };
    let mut life = Life {
        agency_id: desk.agency_id,
        agency: desk.name.clone(),
        unit: desk.unit.clone(),
        channel,
        filed: at,
        received: None,
        due: None,
        due_from: None,
        steps: Vec::new(),
        supplement: None,
        settled: None,
        granted: true,
        returned: None,
        state: State::Registered,
        half_days: None,
        step: 0,
        version,
    };
    if received > now {
        return Ok(life);
    }
    if rng.random_bool(0.015) {
        life.state = State::NotAccepted;
        return Ok(life);
    }
    life.received = Some(received);
    life.state = State::Processing;
    if rng.random_bool((0.13 - 0.02 * years).clamp(0.03, 0.2)) {
        let asked = later(&calendar, received, rng.random_range(60..900));
        let answered = later(&calendar, asked, rng.random_range(400..2600));
        if asked <= now {
            life.supplement = Some((asked, Some(answered).filter(|a| *a <= now)));
        }
    }
    promise(&mut life, rules, &calendar, received);
    if matches!(life.supplement, Some((_, None))) {
        life.state = State::AwaitingSupplement;
        life.step = 2;
        return Ok(life);
    }
    finish(&mut life, rng, desk, &calendar, years, received, now);
    Ok(life)
}

fn promise(life: &mut Life, rules: &DeadlineRules, calendar: &WorkingCalendar, received: Moment) {
    let term = life.version.body.term.clone().unwrap_or_default();
    let pauses: Vec<Pause> = life
        .supplement
        .iter()
        .map(|(from, to)| Pause { from: *from, to: *to, reason: PauseReason::Supplement })
        .collect();
    let due = rules.due(&term, received, calendar, false, &pauses, None);
    life.due = due.at;
    life.due_from = due.window.map(|(from, _)| from);
    life.steps = due.steps;
}

fn finish(
    life: &mut Life,
    rng: &mut StdRng,
    desk: &Desk,
    calendar: &WorkingCalendar,
    years: f64,
    received: Moment,
    now: Moment,
) {
    let start = life.supplement.and_then(|(_, answered)| answered).unwrap_or(received);
    let late = rng.random_bool(((0.17 - 0.03 * years) * desk.sloth).clamp(0.004, 0.6));
    let settled = match life.due {
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
    };
    let last = i64::try_from(life.version.body.process.len()).unwrap_or(3).clamp(2, 4);
    if settled > now {
        life.step = rng.random_range(2..=last);
        return;
    }
    life.settled = Some(settled);
    life.granted = !rng.random_bool(0.02);
    life.half_days = Some((calendar.working_minutes_between(received, settled) + 239) / 240);
    life.state = State::Settled;
    life.step = last;
    let returned = later(calendar, settled, rng.random_range(5..1300));
    if returned <= now {
        life.returned = Some(returned);
        life.state = State::Returned;
    }
}

fn later(calendar: &WorkingCalendar, from: Moment, minutes: i64) -> Moment {
    calendar.add_working_minutes(from, u32::try_from(minutes).unwrap_or(0))
}
