//! The promise by hand-counted examples; properties stand in `tests/promise.rs`.

use super::*;
use crate::calendar::hours::clock;
use crate::{CalendarRow, Day, Half, Moment, OfficeHours, RowKind, WorkingCalendar};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(text: &str, hour: u32, minute: u32) -> Moment {
    day(text).at(clock(hour, minute))
}

/// The hours of the one-stop the half-day table was read from.
fn table_calendar() -> WorkingCalendar {
    let hours = OfficeHours { afternoon: (clock(13, 30), clock(16, 0)), ..OfficeHours::default() };
    WorkingCalendar::default().with_hours(hours)
}

fn read(json: &str) -> Term {
    serde_json::from_str(json).unwrap()
}

fn of(amount: Amount) -> Term {
    Term { base: Base::Amount(amount), ..Term::default() }
}

fn promised(term: &Term, received: Moment, rule: &DueRule<'_>) -> String {
    term.due(received, &WorkingCalendar::default(), rule).at.map_or_else(String::new, Moment::vn)
}

fn plain() -> DueRule<'static> {
    DueRule::default()
}

#[test]
fn the_shapes_of_the_plan_are_read_and_written() {
    let verified = read(r#"{"base":{"working_days":5},"verification":{"working_days":5}}"#);
    assert_eq!(verified.base, Base::Amount(Amount::WorkingDays(5)));
    assert_eq!(verified.verification, Some(Amount::WorkingDays(5)));
    assert_eq!(read(r#"{"base":"none"}"#), Term::default());
    let same = read(r#"{"base":"same_day","after_cutoff_next_day":true}"#);
    assert!(same.base == Base::SameDay && same.after_cutoff_next_day);
    let legs = read(
        r#"{"base":{"working_days":14},"posting":{"days":30},"legs":[
            {"name":"UBND phường","agency":"commune","time":{"working_days":4}},
            {"name":"Phòng Tư pháp","time":{"half_days":20}}]}"#,
    );
    assert_eq!(legs.legs.len(), 2);
    assert_eq!(legs.problems(), []);
    for term in [verified, same, legs, Term::default()] {
        assert_eq!(read(&serde_json::to_string(&term).unwrap()), term);
    }
    for bad in [r#"{"base":"later"}"#, r#"{"base":{"weeks":2}}"#, r#"{"bass":"none"}"#] {
        assert!(serde_json::from_str::<Term>(bad).is_err(), "{bad}");
    }
}

#[test]
fn odd_terms_are_named() {
    let leg = |time| Leg { name: "Phòng".into(), agency: None, time };
    let mut term = of(Amount::WorkingDays(15));
    term.legs = [1, 12, 2, 1, 1].map(|n| leg(Amount::WorkingDays(n))).to_vec();
    let (legs, base) = (Amount::WorkingDays(17), Amount::WorkingDays(15));
    assert_eq!(term.problems(), [TermProblem::LegsDisagree { legs, base }]);
    term.legs.push(leg(Amount::Days(1)));
    assert_eq!(term.problems(), [TermProblem::LegsIncomparable]);
    let empty = Term { posting: Some(Amount::Days(30)), ..Term::default() };
    assert_eq!(empty.problems(), [TermProblem::NothingToAddTo]);
}

#[test]
fn the_half_day_table_comes_out() {
    let calendar = table_calendar();
    let (morning, afternoon) = (at("2012-10-03", 9, 0), at("2012-10-03", 14, 0));
    for (amount, received, expected) in [
        (Amount::WorkingDays(0), morning, "11:30 03/10/2012"),
        (Amount::WorkingDays(0), afternoon, "16:00 03/10/2012"),
        (Amount::HalfDays(1), morning, "16:00 03/10/2012"),
        (Amount::HalfDays(1), afternoon, "11:30 04/10/2012"),
        (Amount::HalfDays(3), morning, "16:00 04/10/2012"),
        (Amount::HalfDays(3), afternoon, "11:30 05/10/2012"),
        (Amount::WorkingDays(1), morning, "11:30 04/10/2012"),
        (Amount::WorkingDays(1), afternoon, "16:00 04/10/2012"),
        (Amount::WorkingDays(5), morning, "11:30 10/10/2012"),
        (Amount::WorkingDays(5), afternoon, "16:00 10/10/2012"),
    ] {
        let due = of(amount).due(received, &calendar, &plain());
        assert_eq!(due.at.unwrap().vn(), expected, "{amount:?}");
        assert_eq!(due.window.unwrap().1, due.at.unwrap());
    }
    assert_eq!(Term::default().due(morning, &calendar, &plain()).at, None);
    let noon = of(Amount::WorkingDays(1)).due(at("2012-10-03", 11, 59), &calendar, &plain());
    assert_eq!(noon.at.unwrap().vn(), "11:30 04/10/2012");
    assert_eq!(noon.window.unwrap().0.vn(), "07:30 04/10/2012");
}

#[test]
fn a_promise_never_lies_before_its_receipt() {
    let due = promised(&of(Amount::WorkingDays(0)), at("2012-10-03", 11, 45), &plain());
    assert_eq!(due, "17:00 03/10/2012");
}

#[test]
fn eight_working_days_with_a_holiday_and_a_pause_are_explained() {
    let calendar = WorkingCalendar::default().with_rows(&[CalendarRow {
        day: day("2012-10-10"),
        kind: RowKind::Holiday,
        name: "Ngày Giải phóng Thủ đô".into(),
        source: "ví dụ".into(),
    }]);
    let (from, to) = (at("2012-10-04", 9, 0), at("2012-10-08", 9, 0));
    let paused = [Pause { from, to: Some(to), reason: PauseReason::FinancialDuty }];
    let rule = DueRule { paused: &paused, ..plain() };
    let received = at("2012-10-03", 8, 15);
    // Unpaused: 4, 5, 8, 9, 11, 12, 15, 16 October.
    let unpaused = Term::working_days(8).due(received, &calendar, &plain());
    assert_eq!(unpaused.at.unwrap().vn(), "11:30 16/10/2012");
    // Paused from the morning of the 4th to that of the 8th, two working days further: 17, 18.
    let due = Term::working_days(8).due(received, &calendar, &rule);
    let at = at("2012-10-18", 11, 30);
    let stopped = Some(Amount::WorkingDays(2));
    assert_eq!(
        due.steps,
        [
            DueStep::Received { at: received },
            DueStep::Paused { from, to: Some(to), reason: PauseReason::FinancialDuty, stopped },
            DueStep::Added { label: AddedLabel::Base, amount: Amount::WorkingDays(8) },
            DueStep::SkippedWeekend { count: 4 },
            DueStep::SkippedHoliday { day: day("2012-10-10"), name: "Ngày Giải phóng Thủ đô".into() },
            DueStep::HalfDayRule { half: Half::Morning, until: at },
            DueStep::Due { at },
        ]
    );
}

#[test]
fn tet_2013_and_its_make_up_saturday_are_explained() {
    let rows = [("2013-02-15", RowKind::Holiday), ("2013-02-23", RowKind::MakeUp)]
        .map(|(text, kind)| CalendarRow { day: day(text), kind, name: "Tết".into(), source: "".into() });
    let calendar = WorkingCalendar::default().with_rows(&rows);
    // 8/2; 9–15 off; 18, 19, 20, 21, 22, Saturday 23 made up; 25.
    let due = Term::working_days(8).due(at("2013-02-07", 14, 0), &calendar, &plain());
    assert_eq!(due.at.unwrap().vn(), "17:00 25/02/2013");
    assert!(due.steps.contains(&DueStep::MakeUpCounted { day: day("2013-02-23") }));
    let holidays = |step: &&DueStep| matches!(step, DueStep::SkippedHoliday { .. });
    assert_eq!(due.steps.iter().filter(holidays).count(), 7);
    assert!(due.steps.contains(&DueStep::SkippedWeekend { count: 3 }));
}

#[test]
fn the_cutoff_moves_only_where_it_counts() {
    let mut term = Term { base: Base::SameDay, ..Term::default() };
    let (three, after) = (at("2012-10-05", 15, 0), at("2012-10-05", 15, 1));
    assert_eq!(promised(&term, after, &plain()), "17:00 05/10/2012");
    term.after_cutoff_next_day = true;
    assert_eq!(promised(&term, three, &plain()), "17:00 05/10/2012");
    assert_eq!(promised(&term, after, &plain()), "17:00 08/10/2012");
    let rule = DueRule { cutoff_moves_start: true, ..plain() };
    assert_eq!(promised(&Term::working_days(1), after, &rule), "11:30 09/10/2012");
    assert_eq!(promised(&Term::working_days(1), after, &plain()), "17:00 08/10/2012");
}

#[test]
fn received_on_a_sunday_counts_from_monday() {
    let due = Term::working_days(2).due(at("2012-10-07", 20, 0), &WorkingCalendar::default(), &plain());
    assert_eq!(due.at.unwrap().vn(), "11:30 10/10/2012");
    assert_eq!(due.steps[1], DueStep::MovedToOpening { to: at("2012-10-08", 7, 30) });
}

#[test]
fn calendar_days_and_months_end_at_closing_time_of_an_open_day() {
    let received = at("2012-10-05", 9, 0);
    // 5/10 + 15 days is Saturday 20/10.
    assert_eq!(promised(&of(Amount::Days(15)), received, &plain()), "17:00 22/10/2012");
    assert_eq!(promised(&of(Amount::Months(1)), received, &plain()), "17:00 05/11/2012");
    let end = at("2012-08-31", 9, 0);
    assert_eq!(promised(&of(Amount::Months(6)), end, &plain()), "17:00 28/02/2013");
    let rule = DueRule { due_at: DueAt::EndOfDay, ..plain() };
    assert_eq!(promised(&Term::working_days(1), received, &rule), "17:00 08/10/2012");
}

#[test]
fn hours_end_at_their_minute() {
    let due = of(Amount::WorkingHours(8)).due(at("2012-10-05", 11, 0), &WorkingCalendar::default(), &plain());
    assert_eq!(due.at.unwrap().vn(), "11:30 08/10/2012");
    assert_eq!(due.window, None);
}

#[test]
fn legs_sum_up_and_posting_is_only_named() {
    let term = read(
        r#"{"posting":{"days":30},"legs":[
            {"name":"UBND phường","agency":"commune","time":{"working_days":4}},
            {"name":"UBND quận","agency":"district","time":{"working_days":10}}]}"#,
    );
    let due = term.due(at("2012-10-03", 9, 0), &WorkingCalendar::default(), &plain());
    assert_eq!(due.at.unwrap().vn(), "11:30 23/10/2012");
    assert!(due.steps.contains(&DueStep::PostingNotCounted { amount: Amount::Days(30) }));
    let until = |step: &DueStep| match step {
        DueStep::Leg { until, .. } => Some(until.vn()),
        _ => None,
    };
    let untils: Vec<String> = due.steps.iter().filter_map(until).collect();
    assert_eq!(untils, ["11:30 09/10/2012", "11:30 23/10/2012"]);
}

#[test]
fn verification_is_added_only_when_needed() {
    let term = read(r#"{"base":{"working_days":5},"verification":{"working_days":5}}"#);
    let received = at("2012-10-03", 9, 0);
    assert_eq!(promised(&term, received, &plain()), "11:30 10/10/2012");
    let rule = DueRule { with_verification: true, ..plain() };
    assert_eq!(promised(&term, received, &rule), "11:30 17/10/2012");
}

#[test]
fn a_supplement_restarts_or_pauses() {
    let paused = [Pause {
        from: at("2012-10-05", 9, 0),
        to: Some(at("2012-10-09", 14, 0)),
        reason: PauseReason::Supplement,
    }];
    let received = at("2012-10-03", 9, 0);
    let restart = DueRule { paused: &paused, ..plain() };
    assert_eq!(promised(&Term::working_days(5), received, &restart), "17:00 16/10/2012");
    let pause = DueRule { supplement: SupplementMode::Pause, ..restart };
    // Friday morning to Tuesday afternoon: 2.5 days not counted.
    assert_eq!(promised(&Term::working_days(5), received, &pause), "17:00 12/10/2012");
}

#[test]
fn an_open_pause_is_told_and_one_after_the_promise_changes_nothing() {
    let open = |text| [Pause { from: at(text, 9, 0), to: None, reason: PauseReason::ForceMajeure }];
    let (early, late) = (open("2012-10-05"), open("2012-10-25"));
    let due = |paused: &[Pause]| {
        let rule = DueRule { paused, ..plain() };
        Term::working_days(5).due(at("2012-10-03", 9, 0), &WorkingCalendar::default(), &rule)
    };
    assert!(due(&early).is_paused());
    assert_eq!(due(&early).at.unwrap().vn(), "11:30 10/10/2012");
    assert!(!due(&late).is_paused());
}

#[test]
fn an_extension_is_a_new_promise() {
    let received = at("2012-10-03", 9, 0);
    let with = |extension| DueRule { extension: Some(extension), ..plain() };
    let term = Term::working_days(5);
    let by = with(Extension::By(Amount::WorkingDays(3)));
    assert_eq!(promised(&term, received, &by), "11:30 15/10/2012");
    let granted = at("2012-10-08", 9, 0);
    let to = with(Extension::To { day: day("2012-10-20"), granted });
    assert_eq!(promised(&term, received, &to), "17:00 22/10/2012");
    let back = with(Extension::To { day: day("2012-10-04"), granted });
    assert_eq!(promised(&term, received, &back), "11:30 10/10/2012");
}

#[test]
fn a_wait_after_the_extension_moves_the_new_day_and_one_before_it_does_not() {
    let wait = |from, to| Pause { from, to: Some(to), reason: PauseReason::FinancialDuty };
    let put_off = |paused: &[Pause]| {
        let extension = Some(Extension::To { day: day("2012-10-22"), granted: at("2012-10-08", 9, 0) });
        let rule = DueRule { extension, paused, ..plain() };
        promised(&Term::working_days(5), at("2012-10-03", 9, 0), &rule)
    };
    assert_eq!(put_off(&[wait(at("2012-10-04", 8, 0), at("2012-10-05", 8, 0))]), "17:00 22/10/2012");
    // From Tuesday morning to Thursday noon: two and a half working days after Monday the 22nd.
    assert_eq!(put_off(&[wait(at("2012-10-09", 8, 0), at("2012-10-11", 14, 0))]), "11:30 25/10/2012");
}

#[test]
fn saturday_duty_receives_but_does_not_shorten() {
    let hours = OfficeHours { saturday_morning: true, ..OfficeHours::default() };
    let calendar = WorkingCalendar::default().with_hours(hours);
    let received = at("2012-10-06", 8, 0);
    let vn = |term: Term| term.due(received, &calendar, &plain()).at.unwrap().vn();
    assert_eq!(vn(Term::working_days(1)), "11:30 09/10/2012");
    assert_eq!(vn(Term { base: Base::SameDay, ..Term::default() }), "11:30 06/10/2012");
    assert_eq!(vn(of(Amount::Days(7))), "11:30 13/10/2012");
}

#[test]
fn steps_are_stored_as_tagged_data() {
    let step = DueStep::Added { label: AddedLabel::Base, amount: Amount::WorkingDays(8) };
    let json = r#"{"step":"added","label":"base","amount":{"working_days":8}}"#;
    assert_eq!(serde_json::to_string(&step).unwrap(), json);
    assert_eq!(serde_json::from_str::<DueStep>(json).unwrap(), step);
}
