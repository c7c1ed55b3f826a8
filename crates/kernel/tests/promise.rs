//! Properties every promise keeps, whatever the term, the calendar and the dossier's events.

use chrono::NaiveTime;
use kernel::*;
use proptest::prelude::*;
use std::sync::LazyLock;

fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![
        (0u32..200).prop_map(Amount::WorkingHours),
        (0u32..30).prop_map(Amount::HalfDays),
        (0u32..60).prop_map(Amount::WorkingDays),
        (0u32..120).prop_map(Amount::Days),
        (0u32..12).prop_map(Amount::Months),
    ]
}

fn term() -> impl Strategy<Value = Term> {
    let leg = amount().prop_map(|time| Leg { name: "Phòng".into(), agency: None, time });
    let base = prop_oneof![Just(Base::SameDay), amount().prop_map(Base::Amount)];
    let verification = proptest::option::of(amount());
    (base, verification, proptest::collection::vec(leg, 0..3), any::<bool>()).prop_map(
        |(base, verification, legs, after_cutoff_next_day)| Term {
            base,
            verification,
            legs,
            posting: None,
            after_cutoff_next_day,
        },
    )
}

fn moment() -> impl Strategy<Value = Moment> {
    let first = Moment::from_micros(1_262_304_000_000_000);
    (0i64..20 * 365 * 1440).prop_map(move |minutes| first.plus_minutes(minutes))
}

/// Pauses as minutes after receipt and lengths.
fn pauses() -> impl Strategy<Value = Vec<(i64, i64, PauseReason)>> {
    let reason = prop_oneof![Just(PauseReason::Supplement), Just(PauseReason::FinancialDuty)];
    proptest::collection::vec((0i64..30_000, 0i64..30_000, reason), 0..3)
}

fn calendar(saturday_morning: bool) -> WorkingCalendar {
    // Computed once: thirty years of new moons for every case would be the whole cost of the search.
    static COMPUTED: LazyLock<WorkingCalendar> = LazyLock::new(WorkingCalendar::default);
    COMPUTED.clone().with_hours(OfficeHours { saturday_morning, ..OfficeHours::default() })
}

fn due_at() -> impl Strategy<Value = DueAt> {
    prop_oneof![Just(DueAt::HalfDayEnd), Just(DueAt::EndOfDay)]
}

fn events(received: Moment, drawn: &[(i64, i64, PauseReason)]) -> Vec<Pause> {
    let pause = |&(after, long, reason): &(i64, i64, PauseReason)| {
        let from = received.plus_minutes(after);
        Pause { from, to: Some(from.plus_minutes(long)), reason }
    };
    drawn.iter().map(pause).collect()
}

fn longer(amount: Amount, by: u32) -> Amount {
    match amount {
        Amount::WorkingMinutes(n) => Amount::WorkingMinutes(n + by),
        Amount::WorkingHours(n) => Amount::WorkingHours(n + by),
        Amount::HalfDays(n) => Amount::HalfDays(n + by),
        Amount::WorkingDays(n) => Amount::WorkingDays(n + by),
        Amount::Days(n) => Amount::Days(n + by),
        Amount::Months(n) => Amount::Months(n + by),
    }
}

/// `PROPTEST_CASES` for a long search, a few hundred otherwise.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(300)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn a_promise_lies_in_an_open_day_after_receipt_and_ends_its_arithmetic(
        term in term(), received in moment(), saturdays: bool, due_at in due_at(),
        drawn in pauses(), with_verification: bool, cutoff_moves_start: bool,
    ) {
        let calendar = calendar(saturdays);
        let paused = events(received, &drawn);
        let rule = DueRule {
            due_at, with_verification, cutoff_moves_start, paused: &paused, ..DueRule::default()
        };
        let due = term.due(received, &calendar, &rule);
        let at = due.at.unwrap();
        prop_assert!(calendar.is_open(at.day()), "{}", at.vn());
        prop_assert!(at >= received);
        prop_assert_eq!(due.steps.last(), Some(&DueStep::Due { at }));
        prop_assert_eq!(due.steps.first(), Some(&DueStep::Received { at: received }));
        if let Some((opens, until)) = due.window {
            prop_assert!(opens < until && until == at);
        }
        let json = serde_json::to_string(&due).unwrap();
        prop_assert_eq!(serde_json::from_str::<Due>(&json).unwrap(), due);
    }

    #[test]
    fn waiting_after_an_extension_is_never_counted(
        days in 1u32..20, received in moment(), saturdays: bool, more in 1i64..30,
        after in 0i64..20_000, long in 0i64..30_000,
    ) {
        let calendar = calendar(saturdays);
        let term = Term::working_days(days);
        let granted = received.plus_minutes(30);
        let first = term.due(received, &calendar, &DueRule::default()).at.unwrap();
        let extension = Some(Extension::To { day: first.day().plus_days(more), granted });
        let due = |paused: &[Pause]| {
            let rule = DueRule { extension, paused, ..DueRule::default() };
            term.due(received, &calendar, &rule).at.unwrap()
        };
        let promised = due(&[]);
        let from = granted.plus_minutes(after);
        let pause = Pause { from, to: Some(from.plus_minutes(long)), reason: PauseReason::FinancialDuty };
        let moved = due(&[pause]);
        if from.whole_minute() > promised {
            prop_assert_eq!(moved, promised);
        } else {
            let opens = |moment: Moment| calendar.opening(moment.whole_minute());
            let waited = calendar.half_days_between(opens(pause.from), opens(from.plus_minutes(long)));
            prop_assert!(calendar.half_days_between(promised, moved) >= waited,
                "{} moved by less than {waited} half-days to {}", promised.vn(), moved.vn());
        }
    }

    #[test]
    fn more_time_is_never_earlier(
        amount in amount(), by in 0u32..10, received in moment(), saturdays: bool,
        due_at in due_at(), drawn in pauses(),
    ) {
        let calendar = calendar(saturdays);
        let paused = events(received, &drawn);
        let rule = DueRule { due_at, paused: &paused, ..DueRule::default() };
        let count = |amount| {
            let term = Term { base: Base::Amount(amount), ..Term::default() };
            term.due(received, &calendar, &rule).at.unwrap()
        };
        prop_assert!(count(amount) <= count(longer(amount, by)));
    }

    #[test]
    fn a_new_holiday_never_makes_it_earlier(
        term in term(), received in moment(), saturdays: bool, ahead in 0i64..60,
        due_at in due_at(), drawn in pauses(),
    ) {
        let calendar = calendar(saturdays);
        let paused = events(received, &drawn);
        let rule = DueRule { due_at, paused: &paused, ..DueRule::default() };
        let row = CalendarRow {
            day: received.day().plus_days(ahead),
            kind: RowKind::Holiday,
            name: "nghỉ".into(),
            source: String::new(),
        };
        let before = term.due(received, &calendar, &rule).at;
        let after = term.due(received, &calendar.with_rows(&[row]), &rule).at;
        prop_assert!(before <= after, "{:?} {:?}", before.map(Moment::vn), after.map(Moment::vn));
    }

    #[test]
    fn a_restart_is_never_earlier_than_a_pause(
        term in term(), received in moment(), saturdays: bool, due_at in due_at(),
        drawn in pauses(), with_verification: bool,
    ) {
        let calendar = calendar(saturdays);
        let paused = events(received, &drawn);
        let count = |supplement| {
            let rule = DueRule {
                due_at, with_verification, supplement, paused: &paused, ..DueRule::default()
            };
            term.due(received, &calendar, &rule).at
        };
        let (restart, pause) = (count(SupplementMode::Restart), count(SupplementMode::Pause));
        prop_assert!(restart >= pause, "{:?} {:?}", restart.map(Moment::vn), pause.map(Moment::vn));
    }

    #[test]
    fn the_days_of_the_arithmetic_add_up(
        days in 1u32..60, received in moment(), drawn in pauses(), shown in 0i64..40,
    ) {
        let row = CalendarRow {
            day: received.day().plus_days(shown),
            kind: RowKind::Holiday,
            name: "nghỉ".into(),
            source: String::new(),
        };
        let calendar = calendar(false).with_rows(&[row]);
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
        let start = calendar.opening(received.day().at(nine));
        let drawn: Vec<_> = drawn.iter().map(|(from, long, _)| {
            (from / 1440 * 1440, long / 1440 * 1440, PauseReason::FinancialDuty)
        }).collect();
        let paused = events(start, &drawn);
        let rule = DueRule { paused: &paused, ..DueRule::default() };
        let due = Term::working_days(days).due(start, &calendar, &rule);
        let halves: u32 = due.steps.iter().map(|step| match step {
            DueStep::Added { amount: Amount::WorkingDays(n), .. }
            | DueStep::Paused { stopped: Some(Amount::WorkingDays(n)), .. } => n * 2,
            DueStep::Paused { stopped: Some(Amount::HalfDays(n)), .. } => *n,
            DueStep::SkippedWeekend { count } => count * 2,
            DueStep::SkippedHoliday { .. } => 2,
            _ => 0,
        }).sum();
        let span = start.day().days_until(due.at.unwrap().day());
        prop_assert_eq!(i64::from(halves) / 2, span, "{:?}", due.steps);
    }
}
