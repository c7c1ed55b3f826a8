//! The promise of a dossier by the legal profile in force on its receipt date.

use super::Grounds;
use chrono::NaiveTime;
use contracts::dossiers::Channel;
use kernel::{
    Amount, Base, Day, Due, DueAt, DueRule, Extension, Half, Moment, Pause, PauseReason, SupplementMode,
    Term, WorkingCalendar,
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
    /// Days that a new promise may lie after the old one; no text sets it, it stops a slip of the pen.
    pub extension_most_days: i64,
    /// Days before the promise at which the apology is due at the latest.
    pub apology_before_days: i64,
    /// Whether waiting for taxes and fees is counted.
    pub payment_wait_counted: bool,
    /// Working days an applicant has to bring missing papers, where the request names no day.
    pub supplement_answer_wd: u32,
    /// Working days an applicant has to pay before the work may be stopped.
    pub payment_wait_wd: u32,
    /// Working days within which a paper dossier is with the unit that settles it; the first is that of receipt.
    pub transfer_paper_wd: u32,
    /// Working days within which an online filing is answered.
    pub reply_wd: u32,
    /// Where the text of a procedure sets a time of its own for the answer to a filing.
    pub reply_limits: Vec<ReplyLimit>,
    /// Until when the applicant may withdraw.
    pub withdraw_until: WithdrawUntil,
    /// Share of the term after which a first reminder goes out.
    pub warn_share: f64,
    /// Working days before the legal moment of the apology from which reminders go out daily.
    pub warn_before_wd: i64,
    /// Working days before the legal moment of the apology from which a letter is prepared for what will be late.
    pub apology_prepare_wd: i64,
    /// Working days that a step over its time is taken to need still, when it is foreseen when the rest will be done.
    pub overdue_step_wd: u32,
    /// The texts that refusals rest on.
    pub grounds: Grounds,
}

/// How soon a filing of some procedures is answered, by the way it came in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyLimit {
    /// Codes of the procedures.
    pub procedures: Vec<String>,
    /// Way of filing.
    pub channel: Channel,
    /// Time for the answer.
    pub within: Amount,
}

/// Until when an applicant may take a dossier back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawUntil {
    /// Until it is received.
    Received,
    /// Until its result is signed.
    Settled,
}

/// Reads "15:00".
fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

impl DeadlineRules {
    /// The rules in force on a day.
    pub fn on(profiles: &Profiles, day: Day) -> Result<DeadlineRules> {
        let cutoff: String = profiles.get_or("one_stop.cutoff", day, "15:00".to_owned())?;
        // Where the promise falls on its day; a profile without that row is read by its precision.
        let precision: String = profiles.get_or("one_stop.due_precision", day, "half_day".to_owned())?;
        let by_precision = if precision == "day" { DueAt::EndOfDay } else { DueAt::HalfDayEnd };
        Ok(DeadlineRules {
            cutoff: time(&cutoff).or_else(|| NaiveTime::from_hms_opt(15, 0, 0)).unwrap_or_default(),
            cutoff_moves_start: profiles.get_or("one_stop.cutoff_moves_start", day, false)?,
            due_at: profiles.get_or("one_stop.due_at", day, by_precision)?,
            supplement: profiles.get_or("one_stop.supplement_mode", day, SupplementMode::Restart)?,
            supplement_max: profiles.get_or("one_stop.supplement_max", day, 1)?,
            supplement_within: profiles.get_or("one_stop.supplement_within_wd", day, 3)?,
            extension_max: profiles.get_or("one_stop.extension_max", day, 1)?,
            extension_most_days: profiles.get_or("one_stop.extension_most_days", day, 180)?,
            apology_before_days: profiles.get_or("one_stop.apology_before_days", day, 1)?,
            payment_wait_counted: profiles.get_or("one_stop.finance_wait_counted", day, false)?,
            supplement_answer_wd: profiles.get_or("one_stop.supplement_answer_wd", day, 10)?,
            payment_wait_wd: profiles.get_or("one_stop.payment_wait_wd", day, 30)?,
            transfer_paper_wd: profiles.get_or("one_stop.transfer_paper_within_wd", day, 1)?,
            reply_wd: profiles.get_or("online.reply_within_wd", day, 1)?,
            reply_limits: profiles.get_or("one_stop.reply_limits", day, Vec::new())?,
            withdraw_until: profiles.get_or("one_stop.withdraw_until", day, WithdrawUntil::Settled)?,
            warn_share: profiles.get_or("one_stop.warn_share", day, 0.7)?,
            warn_before_wd: profiles.get_or("one_stop.warn_before_wd", day, 2)?,
            apology_prepare_wd: profiles.get_or("one_stop.apology_prepare_wd", day, 2)?,
            overdue_step_wd: profiles.get_or("one_stop.overdue_step_wd", day, 2)?,
            grounds: Grounds::on(profiles, day)?,
        })
    }

    /// Whether a dossier, received or not yet, may still be taken back as far as the profile says; its state has its own say.
    pub fn may_withdraw(&self, received: bool) -> bool {
        self.withdraw_until == WithdrawUntil::Settled || !received
    }

    /// The pauses that are taken out of terms.
    pub fn counted(&self, pauses: &[Pause]) -> Vec<Pause> {
        pauses
            .iter()
            .filter(|p| !(self.payment_wait_counted && p.reason == PauseReason::FinancialDuty))
            .copied()
            .collect()
    }

    /// The promise with its arithmetic; a new appointment comes with the moment it was granted.
    pub fn due(
        &self,
        term: &Term,
        received: Moment,
        calendar: &WorkingCalendar,
        with_verification: bool,
        pauses: &[Pause],
        extended_to: Option<(Day, Moment)>,
    ) -> Due {
        let counted = self.counted(pauses);
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

    /// Whether what comes at `received` came after the hour of transfer, or on a day that is not worked.
    pub fn is_after_cutoff(&self, received: Moment, calendar: &WorkingCalendar) -> bool {
        !calendar.is_working(received.day()) || received.time() > self.cutoff
    }

    /// When a dossier received at `received` must be with the unit that settles it: the same working day,
    /// or the start of the next one when it came after the cutoff. A paper dossier may have more working days,
    /// of which that one is the first.
    pub fn transfer_by(&self, received: Moment, calendar: &WorkingCalendar, paper: bool) -> Moment {
        let more = if paper { self.transfer_paper_wd.saturating_sub(1) } else { 0 };
        let day = received.day();
        if self.is_after_cutoff(received, calendar) {
            let first = calendar.next_working(day);
            return calendar.start_of_half(calendar.add_working_days(first, more), Half::Morning);
        }
        calendar.end_of_half(calendar.add_working_days(day, more), Half::Afternoon)
    }

    /// Until when a filing made at `filed` is answered: by the procedure's own rule for its channel, else online by the
    /// common one; none where no rule says so.
    pub fn reply_by(
        &self,
        filed: Moment,
        calendar: &WorkingCalendar,
        (procedure, channel): (&str, Channel),
    ) -> Option<Moment> {
        let own = self
            .reply_limits
            .iter()
            .find(|limit| limit.channel == channel && limit.procedures.iter().any(|code| code == procedure))
            .map(|limit| limit.within);
        let online = (channel == Channel::Online).then_some(Amount::WorkingDays(self.reply_wd));
        let term = Term { base: Base::Amount(own.or(online)?), ..Term::default() };
        let rule = DueRule { due_at: self.due_at, ..DueRule::default() };
        Some(term.due(filed, calendar, &rule).at.unwrap_or(filed))
    }

    /// The last day for papers asked for on a day, where the request names none.
    pub fn answer_by(&self, asked: Day, calendar: &WorkingCalendar) -> Day {
        calendar.add_working_days(asked, self.supplement_answer_wd)
    }

    /// The last day to pay what was asked for on a day; from the next on the work may be stopped.
    pub fn pay_by(&self, asked: Day, calendar: &WorkingCalendar) -> Day {
        calendar.add_working_days(asked, self.payment_wait_wd)
    }

    /// The last day on which a promise may be put off with an apology.
    pub fn apology_by(&self, due: Moment) -> Day {
        due.day().plus_days(-self.apology_before_days)
    }

    /// Whether the morning of `today` reminds of a promise: when the share of its term is first used up,
    /// and each working day shortly before the legal moment of the apology.
    pub fn reminds(&self, received: Moment, due: Moment, today: Day, calendar: &WorkingCalendar) -> bool {
        let last = self.apology_by(due);
        if today > last {
            return false;
        }
        if calendar.working_days_between(today, last) <= self.warn_before_wd {
            return true;
        }
        let halves = |until: Day| {
            let morning = calendar.start_of_half(until, Half::Morning);
            calendar.half_days_between(received, morning.max(received))
        };
        let mut before = today.plus_days(-1);
        while before > received.day() && !calendar.is_working(before) {
            before = before.plus_days(-1);
        }
        #[expect(clippy::cast_precision_loss, reason = "half-days of one term")]
        let (all, used, earlier) = (
            calendar.half_days_between(received, due) as f64 * self.warn_share,
            halves(today) as f64,
            halves(before) as f64,
        );
        used >= all && earlier < all
    }
}
