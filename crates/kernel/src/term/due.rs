//! From the moment of receipt to the promised moment, with every step on the way.
//! All moments are read to the minute, as slips print them.

use super::walk::{End, Precision, Walk};
use super::{AddedLabel, Amount, Base, DueStep, Term};
use crate::calendar::hours::clock;
use crate::{Day, Half, Moment, WorkingCalendar};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

/// Where on its day a promise in working days falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueAt {
    /// At the end of the half-day of receipt, the practice of 2012–2015.
    #[default]
    HalfDayEnd,
    /// At closing time.
    EndOfDay,
}

/// Why a clock stands still: only what the law lets stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// Waiting for papers from the applicant.
    Supplement,
    /// Waiting for taxes and fees to be paid.
    FinancialDuty,
    /// Public posting.
    Posting,
    /// Force majeure.
    ForceMajeure,
}

impl PauseReason {
    /// As shown.
    pub fn vi(self) -> &'static str {
        match self {
            PauseReason::Supplement => "chờ bổ sung hồ sơ",
            PauseReason::FinancialDuty => "chờ thực hiện nghĩa vụ tài chính",
            PauseReason::Posting => "niêm yết công khai",
            PauseReason::ForceMajeure => "sự kiện bất khả kháng",
        }
    }

    /// In English.
    pub fn en(self) -> &'static str {
        match self {
            PauseReason::Supplement => "waiting for missing papers",
            PauseReason::FinancialDuty => "waiting for taxes and fees",
            PauseReason::Posting => "public posting",
            PauseReason::ForceMajeure => "force majeure",
        }
    }
}

/// A time in which the clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// From when.
    pub from: Moment,
    /// Until when; `None` while it still stands.
    pub to: Option<Moment>,
    /// Why.
    pub reason: PauseReason,
}

/// What a supplement does to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupplementMode {
    /// The term begins anew when the papers are complete (Decree 61/2018 art. 19.4).
    #[default]
    Restart,
    /// The waiting time is taken out (how Decision 766/QĐ-TTg measures).
    Pause,
}

/// How a promise was put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extension {
    /// By a length of time.
    By(Amount),
    /// To closing time of a day; never before the promise it replaces. What is waited for after it
    /// was granted moves that day too: who chose it could not know of the wait.
    To {
        /// The day.
        day: Day,
        /// When it was granted.
        granted: Moment,
    },
}

/// The local rules and the dossier's own events under which a term is counted.
#[derive(Debug, Clone, Copy)]
pub struct DueRule<'a> {
    /// Received after this time of day is received late in the day.
    pub cutoff: NaiveTime,
    /// Whether the cutoff moves the start of every term, not only of those that say so.
    pub cutoff_moves_start: bool,
    /// Where on its day the promise falls.
    pub due_at: DueAt,
    /// Whether this dossier needs verification.
    pub with_verification: bool,
    /// When the clock stood still, in any order. What begins after the promise changes nothing.
    pub paused: &'a [Pause],
    /// What supplements do.
    pub supplement: SupplementMode,
    /// A new appointment.
    pub extension: Option<Extension>,
}

impl Default for DueRule<'_> {
    /// Cutoff 15:00 for the terms that ask for it, half-days, supplements restart, nothing happened.
    fn default() -> Self {
        DueRule {
            cutoff: clock(15, 0),
            cutoff_moves_start: false,
            due_at: DueAt::default(),
            with_verification: false,
            paused: &[],
            supplement: SupplementMode::default(),
            extension: None,
        }
    }
}

/// A promise and its arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The promised moment; without the pause that is still open, if there is one.
    pub at: Option<Moment>,
    /// The half-day in which the result may be fetched, "từ 07:30 đến 11:30".
    pub window: Option<(Moment, Moment)>,
    /// How it was counted; the last step is `Due` or `NoPromise`.
    pub steps: Vec<DueStep>,
}

impl Due {
    /// Whether the clock stands still now, so that `at` will move.
    pub fn is_paused(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, DueStep::Paused { to: None, .. }))
    }
}

impl Term {
    /// Counts from receipt to the promise.
    ///
    /// * Received while closed counts from the next opening.
    /// * After the cutoff, where that counts, the term starts when the office opens next day.
    /// * Working days end in the half-day of the start; calendar days, months and the same-day
    ///   term at closing time; hours at their minute.
    /// * A promise never falls on a day off, nor before its start.
    /// * Posting is named but not added: when it happens it comes as a pause.
    pub fn due(&self, received: Moment, calendar: &WorkingCalendar, rule: &DueRule<'_>) -> Due {
        let received = received.whole_minute();
        let mut count =
            Count { term: self, calendar, rule, steps: Vec::new(), start: received, counted_to: received };
        count.steps.push(DueStep::Received { at: received });
        count.begin(received);
        if !self.promises() {
            count.steps.push(DueStep::NoPromise);
            return Due { at: None, window: None, steps: count.steps };
        }
        let mut from = count.walk();
        count.pauses(&mut from);
        let mut legs = Vec::new();
        let (walk, end) = count.run(from, Some(&mut legs));
        count.finish(&walk, end, legs)
    }

    /// The amounts in the order they are counted.
    fn amounts(&self, with_verification: bool) -> impl Iterator<Item = Amount> {
        let base = match self.base {
            Base::Amount(amount) if self.legs.is_empty() => Some(amount),
            _ => None,
        };
        let verification = self.verification.filter(|_| with_verification);
        base.into_iter().chain(self.legs.iter().map(|leg| leg.time)).chain(verification)
    }
}

/// What the waiting is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Hours only: worked minutes.
    Minutes,
    /// Working days, with or without hours: half-days.
    HalfDays,
    /// Calendar days and months only: calendar days.
    Days,
    /// No length at all, or calendar days together with working time:
    /// the clock on the wall, shown as whole days.
    Wall,
}

/// One counting under way.
struct Count<'a> {
    term: &'a Term,
    calendar: &'a WorkingCalendar,
    rule: &'a DueRule<'a>,
    steps: Vec<DueStep>,
    start: Moment,
    /// Until when waiting has been taken out.
    counted_to: Moment,
}

impl<'a> Count<'a> {
    /// Sets the start: the next opening, or after the cutoff that of the next day worked.
    fn begin(&mut self, at: Moment) {
        let mut start = self.calendar.opening(at);
        if start != at {
            self.steps.push(DueStep::MovedToOpening { to: start });
        }
        let moves = self.rule.cutoff_moves_start || self.term.after_cutoff_next_day;
        if moves && start.time() > self.rule.cutoff {
            let next = self.calendar.open_on_or_after(start.day().next());
            start = self.calendar.start_of_half(next, Half::Morning);
            self.steps.push(DueStep::MovedByCutoff { to: start });
        }
        self.start = start;
    }

    fn walk(&self) -> Walk<'a> {
        Walk::from(self.calendar, self.start, self.unit() == Unit::Minutes)
    }

    /// Lets restarts and pauses move the place from which the term is walked.
    fn pauses(&mut self, from: &mut Walk<'a>) {
        let mut paused = self.rule.paused.to_vec();
        paused.sort_by_key(|pause| (pause.from, pause.to));
        self.counted_to = self.start;
        for pause in paused {
            let (began, reason) = (pause.from.whole_minute(), pause.reason);
            if began > self.run(from.clone(), None).1.at {
                continue;
            }
            let Some(to) = pause.to.map(Moment::whole_minute) else {
                self.steps.push(DueStep::Paused { from: began, to: None, reason, stopped: None });
                continue;
            };
            if reason == PauseReason::Supplement && self.rule.supplement == SupplementMode::Restart {
                if to >= self.start {
                    // Another pause may outlast the supplement; the clock runs only after both.
                    let again = to.max(self.counted_to);
                    self.steps.push(DueStep::Restarted { at: again });
                    self.begin(again);
                    *from = self.walk();
                    self.counted_to = self.start;
                }
                continue;
            }
            let begins = began.max(self.counted_to);
            let stopped = self.stopped(begins, to);
            if self.unit() == Unit::Wall {
                from.wait(begins.minutes_until(to).max(0));
            } else {
                from.stand_still(stopped);
            }
            self.counted_to = self.counted_to.max(to);
            self.steps.push(DueStep::Paused { from: began, to: Some(to), reason, stopped: Some(stopped) });
        }
    }

    /// In what the waiting is counted: the unit of the term.
    fn unit(&self) -> Unit {
        let amounts: Vec<Amount> = self.term.amounts(self.rule.with_verification).collect();
        let timed = |amount: &Amount| matches!(amount, Amount::WorkingMinutes(_) | Amount::WorkingHours(_));
        let dated = |amount: &Amount| matches!(amount, Amount::Days(_) | Amount::Months(_));
        match amounts.len() {
            _ if amounts.iter().all(|amount| amount.number() == 0) => Unit::Wall,
            all if amounts.iter().filter(|amount| timed(amount)).count() == all => Unit::Minutes,
            all if amounts.iter().filter(|amount| dated(amount)).count() == all => Unit::Days,
            _ if amounts.iter().any(dated) => Unit::Wall,
            _ => Unit::HalfDays,
        }
    }

    /// How much of the term's own unit lies between two moments.
    fn stopped(&self, from: Moment, to: Moment) -> Amount {
        let count = |n: i64| u32::try_from(n).unwrap_or(0);
        match self.unit() {
            Unit::Minutes => Amount::WorkingMinutes(count(self.calendar.working_minutes_between(from, to))),
            Unit::Days => Amount::Days(count(from.day().days_until(to.day()))),
            Unit::Wall => Amount::Days(count(from.minutes_until(to) / (24 * 60))),
            Unit::HalfDays => {
                let (opens, again) = (self.calendar.opening(from), self.calendar.opening(to));
                let halves = count(self.calendar.half_days_between(opens, again));
                match halves % 2 {
                    0 => Amount::WorkingDays(halves / 2),
                    _ => Amount::HalfDays(halves),
                }
            }
        }
    }

    /// Walks the whole term with its extension; notes its amounts if asked.
    fn run(&self, mut walk: Walk<'a>, notes: Option<&mut Vec<DueStep>>) -> (Walk<'a>, End) {
        let mut found = Vec::new();
        let due_at = self.rule.due_at;
        // No promise falls before the clock began to run or while it stood still.
        let floor = self.start.max(self.calendar.opening(self.counted_to));
        if self.term.legs.is_empty() {
            match self.term.base {
                Base::Amount(amount) => {
                    walk.go(amount);
                    found.push(DueStep::Added { label: AddedLabel::Base, amount });
                }
                Base::SameDay | Base::None => {
                    walk.coarsen(Precision::Day);
                    found.push(DueStep::SameDay);
                }
            }
        }
        for leg in &self.term.legs {
            walk.go(leg.time);
            found.push(DueStep::Leg {
                name: leg.name.clone(),
                agency: leg.agency.clone(),
                amount: leg.time,
                until: walk.clone().end(due_at, floor).at,
            });
        }
        if let Some(amount) = self.term.verification.filter(|_| self.rule.with_verification) {
            walk.go(amount);
            found.push(DueStep::Added { label: AddedLabel::Verification, amount });
        }
        if let Some(Extension::By(amount)) = self.rule.extension {
            walk.go(amount);
        }
        let mut end = walk.end(due_at, floor);
        if let Some(Extension::To { day, granted }) = self.rule.extension {
            let at = self.put_off(day, granted);
            if at > end.at {
                end = End { at, half: None };
            }
        }
        if let Some(notes) = notes {
            *notes = found;
        }
        (walk, end)
    }

    /// Closing time of the new day, later by the waits since it was granted.
    fn put_off(&self, day: Day, granted: Moment) -> Moment {
        let closing = |day| self.calendar.end_of_half(self.calendar.open_on_or_after(day), Half::Afternoon);
        let mut paused = self.rule.paused.to_vec();
        paused.sort_by_key(|pause| (pause.from, pause.to));
        let (mut at, mut counted) = (closing(day), granted.whole_minute());
        for pause in paused {
            let Some(to) = pause.to.map(Moment::whole_minute) else { continue };
            let begins = pause.from.whole_minute().max(counted);
            if to <= begins || begins > at {
                continue;
            }
            counted = to;
            let stopped = self.stopped(begins, to);
            at = match stopped {
                _ if stopped.number() == 0 => at,
                Amount::HalfDays(_) | Amount::WorkingDays(_) => {
                    let halves =
                        stopped.number() * if matches!(stopped, Amount::HalfDays(_)) { 1 } else { 2 };
                    let (day, half) = self.calendar.add_half_days(at.day(), Half::of(at.time()), halves);
                    self.calendar.end_of_half(day, half)
                }
                Amount::WorkingMinutes(minutes) => self.calendar.add_working_minutes(at, minutes),
                _ => closing(at.day().plus_days(i64::from(stopped.number()))),
            };
        }
        at
    }

    /// Puts the steps in reading order.
    fn finish(mut self, walk: &Walk<'a>, end: End, amounts: Vec<DueStep>) -> Due {
        self.steps.extend(amounts);
        self.steps.extend(walk.passed_steps());
        if let Some(amount) = self.term.posting {
            self.steps.push(DueStep::PostingNotCounted { amount });
        }
        if let Some(extension) = self.rule.extension {
            let by = match extension {
                Extension::By(amount) => Some(amount),
                Extension::To { .. } => None,
            };
            self.steps.push(DueStep::Extended { by, to: end.at });
        }
        if let Some((half, _, until)) = end.half {
            self.steps.push(DueStep::HalfDayRule { half, until });
        }
        self.steps.push(DueStep::Due { at: end.at });
        let window = end.half.map(|(_, opens, until)| (opens, until));
        Due { at: Some(end.at), window, steps: self.steps }
    }
}
