//! Why a dossier takes longer than was promised, or why its promise is where it is: what was waited for, who was late with
//! what, what moved the day. Facts in the order of time; which of them weighs most is for its reader to say.

use kernel::{Day, DueStep, Moment, Pause, PauseReason, WorkingCalendar, days_late};

/// A step as it was worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    /// Number in the process.
    pub number: i64,
    /// Name.
    pub name: String,
    /// Role that does it.
    pub role: String,
    /// Who did it.
    pub by: Option<String>,
    /// Its own deadline.
    pub due: Option<Moment>,
    /// When it ended.
    pub ended: Option<Moment>,
    /// It ended by going back to the step before.
    pub sent_back: bool,
}

/// A question to another unit or to an expert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The unit; none: an expert.
    pub unit_id: Option<i64>,
    /// Last day for the answer.
    pub due_on: Day,
    /// Answered, or given up.
    pub ended: Option<Moment>,
}

/// A promise that was put off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutOff {
    /// When.
    pub at: Moment,
    /// The promise before.
    pub old: Moment,
    /// The promise after.
    pub new: Moment,
    /// Why, as the letter of apology says.
    pub reason: String,
}

/// All that is known of a dossier's time.
#[derive(Debug, Clone)]
pub struct Story<'a> {
    /// Receipt.
    pub received: Moment,
    /// Until when what is open is judged: the end, now, or when the clock was stopped.
    pub judged: Moment,
    /// The arithmetic of the promise.
    pub arithmetic: &'a [DueStep],
    /// Steps.
    pub worked: Vec<Worked>,
    /// When the clock stood.
    pub pauses: &'a [Pause],
    /// Questions to other units.
    pub questions: Vec<Question>,
    /// New appointments.
    pub put_off: Vec<PutOff>,
}

/// One thing that took time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// It came after the hour of transfer, or while the office was closed, and counts from later.
    CountedLater {
        /// Receipt.
        received: Moment,
        /// From when it counts.
        from: Moment,
    },
    /// The applicant was waited for; the time is not the agency's.
    Applicant {
        /// Papers or money.
        reason: PauseReason,
        /// From when.
        from: Moment,
        /// Until when; open while it lasts.
        to: Option<Moment>,
        /// Working days.
        days: i64,
    },
    /// The opinion of another unit or of an expert is waited for, or came after its day.
    Opinion {
        /// The unit; none: an expert.
        unit_id: Option<i64>,
        /// Last day for the answer.
        due_on: Day,
        /// When the wait ended.
        ended: Option<Moment>,
        /// Working days after the last day; 0 while it is not over.
        days: i64,
    },
    /// A step took longer than its own time.
    Step {
        /// The step.
        step: Worked,
        /// Its own deadline.
        due: Moment,
        /// Working days after it, at least one.
        days: i64,
    },
    /// A step was sent back and the one before done again.
    SentBack {
        /// The step that sent it back.
        step: Worked,
    },
    /// The promise was put off with an apology.
    PutOff(PutOff),
}

impl Cause {
    /// Whether it took of the time that was promised, so that a letter of apology may give it as the reason. What came before the
    /// count began, or was waited for while the clock stood, is in no promise; a wait for money is where the rules count it.
    pub fn takes_of_the_term(&self, payment_wait_counted: bool) -> bool {
        match self {
            Cause::Opinion { .. } | Cause::Step { .. } | Cause::SentBack { .. } => true,
            Cause::Applicant { reason, .. } => payment_wait_counted && *reason == PauseReason::FinancialDuty,
            Cause::CountedLater { .. } | Cause::PutOff(_) => false,
        }
    }

    /// Where it stands in time.
    fn place(&self) -> Moment {
        match self {
            Cause::CountedLater { received, .. } => *received,
            Cause::Applicant { from, .. } => *from,
            Cause::Opinion { due_on, .. } => due_on.start(),
            Cause::Step { due, .. } => *due,
            Cause::SentBack { step } => step.ended.unwrap_or(Moment::from_micros(i64::MAX)),
            Cause::PutOff(put_off) => put_off.at,
        }
    }
}

/// The causes in the order of time.
pub fn causes(story: &Story<'_>, calendar: &WorkingCalendar) -> Vec<Cause> {
    let mut found: Vec<Cause> = counted_later(story).into_iter().collect();
    for pause in story.pauses {
        let until = pause.to.unwrap_or(story.judged).max(pause.from);
        found.push(Cause::Applicant {
            reason: pause.reason,
            from: pause.from,
            to: pause.to,
            days: calendar.working_days_between(pause.from.day(), until.day()),
        });
    }
    for question in &story.questions {
        let until = question.ended.unwrap_or(story.judged).day();
        let days = calendar.working_days_between(question.due_on, until).max(0);
        if question.ended.is_none() || days > 0 {
            found.push(Cause::Opinion {
                unit_id: question.unit_id,
                due_on: question.due_on,
                ended: question.ended,
                days,
            });
        }
    }
    for step in &story.worked {
        if let Some(due) = step.due {
            let days = days_late(step.ended.unwrap_or(story.judged), due, calendar);
            if days > 0 {
                found.push(Cause::Step { step: step.clone(), due, days });
            }
        }
        if step.sent_back {
            found.push(Cause::SentBack { step: step.clone() });
        }
    }
    found.extend(story.put_off.iter().cloned().map(Cause::PutOff));
    found.sort_by_key(Cause::place);
    found
}

/// Whether the count began later than the receipt, by the promise's own arithmetic.
fn counted_later(story: &Story<'_>) -> Option<Cause> {
    // Only what stands before the first wait is about the receipt; a clock that begins anew opens again too.
    let begins = story
        .arithmetic
        .iter()
        .take_while(|step| !matches!(step, DueStep::Restarted { .. } | DueStep::Paused { .. }));
    let moved = begins.filter_map(|step| match step {
        DueStep::MovedToOpening { to } | DueStep::MovedByCutoff { to } => Some(*to),
        _ => None,
    });
    let from = moved.last()?;
    Some(Cause::CountedLater { received: story.received, from })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(day: u32, hour: i64) -> Moment {
        Day::ymd(2012, 10, day).unwrap().start().plus_minutes(hour * 60)
    }

    fn step(number: i64, due: Option<Moment>, ended: Option<Moment>) -> Worked {
        let by = Some("Phạm Văn Hùng".to_owned());
        Worked {
            number, name: "Thụ lý".into(), role: "specialist".into(), by, due, ended, sent_back: false
        }
    }

    fn story(arithmetic: &[DueStep]) -> Story<'_> {
        Story {
            received: at(3, 16),
            judged: at(12, 9),
            arithmetic,
            worked: Vec::new(),
            pauses: &[],
            questions: Vec::new(),
            put_off: Vec::new(),
        }
    }

    fn of(story: &Story<'_>) -> Vec<Cause> {
        causes(story, &WorkingCalendar::default())
    }

    #[test]
    fn nothing_that_took_time_is_no_cause() {
        let mut told = story(&[]);
        told.worked = vec![step(2, Some(at(5, 11)), Some(at(5, 11))), step(3, None, None)];
        let due_on = at(8, 0).day();
        told.questions = vec![Question { unit_id: Some(4), due_on, ended: Some(at(8, 9)) }];
        assert_eq!(of(&told), []);
    }

    #[test]
    fn each_case_is_told_in_the_order_of_time() {
        let arithmetic = [
            DueStep::Received { at: at(3, 16) },
            DueStep::MovedByCutoff { to: at(4, 7) },
            DueStep::NoPromise,
        ];
        let waits = [Pause { from: at(4, 9), to: Some(at(8, 9)), reason: PauseReason::Supplement }];
        let mut told = story(&arithmetic);
        told.pauses = &waits;
        told.questions = vec![Question { unit_id: Some(4), due_on: at(9, 0).day(), ended: None }];
        told.worked = vec![step(2, Some(at(10, 11)), None)];
        let put_off =
            PutOff { at: at(11, 9), old: at(12, 17), new: at(18, 17), reason: "Chờ ý kiến".into() };
        told.put_off = vec![put_off.clone()];
        let found = of(&told);
        assert_eq!(found[0], Cause::CountedLater { received: at(3, 16), from: at(4, 7) });
        // Thursday to Monday: two working days.
        let waited =
            Cause::Applicant { reason: PauseReason::Supplement, from: at(4, 9), to: Some(at(8, 9)), days: 2 };
        assert_eq!(found[1], waited);
        assert_eq!(
            found[2],
            Cause::Opinion { unit_id: Some(4), due_on: at(9, 0).day(), ended: None, days: 3 }
        );
        assert!(matches!(&found[3], Cause::Step { days: 2, .. }), "{:?}", found[3]);
        assert_eq!(found[4], Cause::PutOff(put_off));
        assert_eq!(found.len(), 5);
    }

    #[test]
    fn a_step_sent_back_is_told_and_one_in_time_is_not_late() {
        let mut told = story(&[]);
        told.worked = vec![Worked { sent_back: true, ..step(3, Some(at(9, 11)), Some(at(9, 10))) }];
        assert!(matches!(of(&told).as_slice(), [Cause::SentBack { .. }]));
    }

    #[test]
    fn a_clock_that_opens_again_after_a_wait_is_not_a_late_receipt() {
        let arithmetic = [DueStep::Restarted { at: at(6, 9) }, DueStep::MovedToOpening { to: at(8, 7) }];
        assert_eq!(of(&story(&arithmetic)), []);
    }

    #[test]
    fn a_letter_gives_only_what_took_of_the_promised_time_as_its_reason() {
        let wait = |reason| Cause::Applicant { reason, from: at(4, 9), to: Some(at(8, 9)), days: 2 };
        let late = Cause::Step { step: step(2, None, None), due: at(5, 11), days: 1 };
        assert!(
            late.takes_of_the_term(false)
                && Cause::SentBack { step: step(3, None, None) }.takes_of_the_term(false)
        );
        assert!(!Cause::CountedLater { received: at(3, 16), from: at(4, 7) }.takes_of_the_term(true));
        assert!(!wait(PauseReason::Supplement).takes_of_the_term(true), "the applicant's own days");
        assert!(!wait(PauseReason::FinancialDuty).takes_of_the_term(false));
        assert!(wait(PauseReason::FinancialDuty).takes_of_the_term(true));
    }

    proptest! {
        #[test]
        fn a_step_is_a_cause_exactly_when_it_ended_after_its_time(due in 1u32..28, ended in 1u32..28) {
            let mut told = story(&[]);
            told.worked = vec![step(2, Some(at(due, 11)), Some(at(ended, 11)))];
            let late = of(&told).iter().any(|c| matches!(c, Cause::Step { days, .. } if *days >= 1));
            prop_assert_eq!(late, ended > due);
        }
    }
}
