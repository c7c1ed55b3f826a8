//! The promise of a dossier by the legal profile in force on its receipt date.

use chrono::NaiveTime;
use kernel::{
    Day, Due, DueAt, DueRule, Extension, Half, Moment, Pause, PauseReason, SupplementMode, Term,
    WorkingCalendar,
};
use platform::error::Result;
use platform::profiles::Profiles;

/// The rows of the legal profile that a dossier's deadlines follow.
#[derive(Debug, Clone)]
pub struct DeadlineRules {
    /// Hour after which the transfer is due on the next working day (15:00).
    pub cutoff: NaiveTime,
    /// Whether it also moves the start of every term (local practice).
    pub cutoff_moves_start: bool,
    /// Half-day windows (programme's era) or days.
    pub due_at: DueAt,
    /// Supplements restart or pause the clock.
    pub supplement: SupplementMode,
    /// Requests for supplements allowed.
    pub supplement_max: i64,
    /// Working days from receipt within which a supplement may be asked for.
    pub supplement_within: i64,
    /// Re-appointments allowed.
    pub extension_max: i64,
    /// Days before the promise at which the apology is due at the latest.
    pub apology_before_days: i64,
    /// Whether waiting for taxes and fees is counted.
    pub payment_wait_counted: bool,
}

/// Reads "15:00".
fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

/// The parts of a due rule that a test may state without a profile.
fn due_rule_parts(cutoff: &str, precision: &str, mode: &str) -> (NaiveTime, DueAt, SupplementMode) {
    let cutoff = time(cutoff).or_else(|| NaiveTime::from_hms_opt(15, 0, 0)).unwrap_or_default();
    let due_at = if precision == "day" { DueAt::EndOfDay } else { DueAt::HalfDayEnd };
    let supplement = if mode == "pause" { SupplementMode::Pause } else { SupplementMode::Restart };
    (cutoff, due_at, supplement)
}

impl DeadlineRules {
    /// The rules in force on a day.
    pub fn on(profiles: &Profiles, day: Day) -> Result<DeadlineRules> {
        let cutoff: String = profiles.get_or("one_stop.cutoff", day, "15:00".to_owned())?;
        let precision: String = profiles.get_or("one_stop.due_precision", day, "half_day".to_owned())?;
        let mode: String = profiles.get_or("one_stop.supplement_mode", day, "restart".to_owned())?;
        let (cutoff, due_at, supplement) = due_rule_parts(&cutoff, &precision, &mode);
        Ok(DeadlineRules {
            cutoff,
            cutoff_moves_start: profiles.get_or("one_stop.cutoff_moves_start", day, false)?,
            due_at,
            supplement,
            supplement_max: profiles.get_or("one_stop.supplement_max", day, 1)?,
            supplement_within: profiles.get_or("one_stop.supplement_within_wd", day, 3)?,
            extension_max: profiles.get_or("one_stop.extension_max", day, 1)?,
            apology_before_days: profiles.get_or("one_stop.apology_before_days", day, 1)?,
            payment_wait_counted: profiles.get_or("one_stop.finance_wait_counted", day, false)?,
        })
    }

    /// The promise with its arithmetic.
    pub fn due(
        &self,
        term: &Term,
        received: Moment,
        calendar: &WorkingCalendar,
        with_verification: bool,
        pauses: &[Pause],
        extended_to: Option<(Day, Moment)>,
    ) -> Due {
        let counted: Vec<Pause> = pauses
            .iter()
            .filter(|p| !(self.payment_wait_counted && p.reason == PauseReason::FinancialDuty))
            .copied()
            .collect();
        term.due(
            received,
            calendar,
            &DueRule {
                cutoff: self.cutoff,
                cutoff_moves_start: self.cutoff_moves_start,
                due_at: self.due_at,
                with_verification,
                paused: &counted,
                supplement: self.supplement,
                extension: extended_to.map(|(day, granted)| Extension::To { day, granted }),
            },
        )
    }

    /// When a dossier received at `received` must be with the unit that settles it: the same working day,
    /// or the start of the next one when it came after the cutoff (Decree 61/2018 art. 18.2).
    pub fn transfer_by(&self, received: Moment, calendar: &WorkingCalendar) -> Moment {
        let day = received.day();
        if calendar.is_working(day) && received.time() <= self.cutoff {
            return calendar.end_of_half(day, Half::Afternoon);
        }
        calendar.start_of_half(calendar.next_working(day), Half::Morning)
    }
}
