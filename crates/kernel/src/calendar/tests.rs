//! The calendar by hand-made examples of 2012–2014 and by properties.

use super::hours::clock;
use super::*;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(text: &str, hour: u32, minute: u32) -> Moment {
    day(text).at(clock(hour, minute))
}

fn row(text: &str, kind: RowKind) -> CalendarRow {
    CalendarRow { day: day(text), kind, name: "theo thông báo".into(), source: "TB 1/TB".into() }
}

fn saturdays() -> WorkingCalendar {
    let hours = OfficeHours { saturday_morning: true, ..OfficeHours::default() };
    WorkingCalendar::default().with_hours(hours)
}

#[test]
fn days_have_their_kinds() {
    let calendar = WorkingCalendar::default();
    assert_eq!(calendar.kind(day("2012-10-05")), DayKind::Working);
    assert_eq!(calendar.kind(day("2012-10-06")), DayKind::Weekend);
    assert_eq!(calendar.kind(day("2013-02-11")), DayKind::Holiday("Tết Nguyên đán".into()));
    assert_eq!(saturdays().kind(day("2012-10-06")), DayKind::HalfMorning);
    assert!(saturdays().is_open(day("2012-10-06")) && !saturdays().is_working(day("2012-10-06")));
    let six = WorkingCalendar::new(OfficeHours::default(), WeekendRule::Sunday, 2012..=2012, &[]);
    assert!(six.is_working(day("2012-10-06")) && !six.is_working(day("2012-10-07")));
}

#[test]
fn rows_overrule_the_computed_days() {
    // Tết 2013: Friday 15/2 off, made up for on Saturday 23/2.
    let calendar = WorkingCalendar::default().with_rows(&[
        row("2013-02-15", RowKind::Holiday),
        row("2013-02-23", RowKind::MakeUp),
        row("2013-02-14", RowKind::Working),
        row("2013-02-18", RowKind::HalfMorning),
    ]);
    assert_eq!(calendar.kind(day("2013-02-15")), DayKind::Holiday("theo thông báo".into()));
    assert_eq!(calendar.kind(day("2013-02-23")), DayKind::MakeUp);
    assert!(calendar.is_working(day("2013-02-23")) && calendar.is_working(day("2013-02-14")));
    assert!(calendar.is_open(day("2013-02-18")) && !calendar.is_working(day("2013-02-18")));
}

#[test]
fn a_sunday_made_up_for_counts_as_a_working_day() {
    // Tết 2011: Monday 31/1 and Tuesday 1/2 off, worked on Saturday 29/1 and Sunday 30/1.
    let rows = [
        row("2011-01-29", RowKind::MakeUp),
        row("2011-01-30", RowKind::MakeUp),
        row("2011-01-31", RowKind::Holiday),
        row("2011-02-01", RowKind::Holiday),
    ];
    let calendar = WorkingCalendar::default().with_rows(&rows);
    assert_eq!(calendar.kind(day("2011-01-30")), DayKind::MakeUp);
    assert!(calendar.is_working(day("2011-01-30")));
    assert_eq!(calendar.add_working_days(day("2011-01-28"), 2), day("2011-01-30"));
    assert_eq!(calendar.next_working(day("2011-01-30")), day("2011-02-08"));
    assert_eq!(calendar.working_days_between(day("2011-01-28"), day("2011-02-08")), 3);
    let six = WorkingCalendar::new(OfficeHours::default(), WeekendRule::Sunday, 2011..=2011, &rows);
    assert!(six.is_working(day("2011-01-30")), "nor does the six-day week forbid it");
}

#[test]
fn rows_and_hours_are_read_from_data() {
    let text = r#"{"day":"2013-02-23","kind":"make_up"}"#;
    let read: CalendarRow = serde_json::from_str(text).unwrap();
    assert_eq!((read.day, read.kind), (day("2013-02-23"), RowKind::MakeUp));
    let hours: OfficeHours = serde_json::from_str(r#"{"afternoon":["13:00","16:00"]}"#).unwrap();
    assert_eq!(hours.afternoon, (clock(13, 0), clock(16, 0)));
    assert_eq!(hours.morning, OfficeHours::default().morning);
    assert!(hours.are_in_order());
    let json = serde_json::to_string(&hours).unwrap();
    assert_eq!(
        json,
        r#"{"morning":["07:30","11:30"],"afternoon":["13:00","16:00"],"saturday_morning":false}"#
    );
    assert!(serde_json::from_str::<OfficeHours>(r#"{"morning":["7 h","11:00"]}"#).is_err());
}

#[test]
fn working_days_pass_over_tet() {
    let calendar = WorkingCalendar::default();
    // Wednesday 6/2/2013: Thu 7, Fri 8, then Fri 15 (9–14 are Tết and its days in lieu), Mon 18.
    let ends: Vec<String> =
        (0..5).map(|n| calendar.add_working_days(day("2013-02-06"), n).to_string()).collect();
    assert_eq!(ends, ["2013-02-06", "2013-02-07", "2013-02-08", "2013-02-15", "2013-02-18"]);
    assert_eq!(calendar.working_days_between(day("2013-02-06"), day("2013-02-18")), 4);
    assert_eq!(calendar.working_days_between(day("2013-02-18"), day("2013-02-06")), -4);
    assert_eq!(calendar.next_working(day("2013-02-08")), day("2013-02-15"));
}

#[test]
fn half_days_are_two_to_a_working_day() {
    let calendar = saturdays();
    let friday = day("2012-10-05");
    assert_eq!(calendar.add_half_days(friday, Half::Morning, 1), (friday, Half::Afternoon));
    let monday = day("2012-10-08");
    assert_eq!(calendar.add_half_days(friday, Half::Afternoon, 1), (monday, Half::Morning));
    let saturday = day("2012-10-06");
    assert_eq!(calendar.add_half_days(saturday, Half::Morning, 1), (monday, Half::Afternoon));
    assert_eq!(calendar.add_half_days(saturday, Half::Morning, 0), (saturday, Half::Morning));
    let (friday_noon, monday_noon) = (at("2012-10-05", 9, 0), at("2012-10-08", 9, 0));
    assert_eq!(calendar.half_days_between(friday_noon, monday_noon), 2);
    assert_eq!(calendar.half_days_between(at("2012-10-06", 9, 0), monday_noon), 0);
}

#[test]
fn the_next_opening_is_found() {
    let (calendar, open) = (WorkingCalendar::default(), saturdays());
    for (from, to) in [
        (at("2012-10-05", 6, 0), at("2012-10-05", 7, 30)),
        (at("2012-10-05", 9, 0), at("2012-10-05", 9, 0)),
        (at("2012-10-05", 11, 45), at("2012-10-05", 11, 45)),
        (at("2012-10-05", 12, 10), at("2012-10-05", 13, 30)),
        (at("2012-10-05", 17, 0), at("2012-10-05", 17, 0)),
        (at("2012-10-05", 17, 1), at("2012-10-08", 7, 30)),
        (at("2012-10-06", 9, 0), at("2012-10-08", 7, 30)),
    ] {
        assert_eq!(calendar.opening(from).vn(), to.vn());
    }
    assert_eq!(open.opening(at("2012-10-05", 17, 1)), at("2012-10-06", 7, 30));
    assert_eq!(open.opening(at("2012-10-06", 14, 0)), at("2012-10-08", 7, 30));
}

#[test]
fn worked_minutes_leave_out_noon_and_nights() {
    let calendar = WorkingCalendar::default();
    let start = at("2012-10-05", 11, 0);
    assert_eq!(calendar.add_working_minutes(start, 30), at("2012-10-05", 11, 30));
    assert_eq!(calendar.add_working_minutes(start, 60), at("2012-10-05", 14, 0));
    assert_eq!(calendar.add_working_minutes(start, 8 * 60), at("2012-10-08", 11, 30));
    assert_eq!(calendar.working_minutes_between(start, at("2012-10-08", 9, 30)), 30 + 210 + 120);
    assert_eq!(calendar.working_minutes_between(at("2012-10-08", 9, 30), start), -360);
    assert_eq!(saturdays().working_minutes_between(start, at("2012-10-08", 7, 0)), 30 + 210 + 240);
}

#[test]
fn the_ends_of_the_calendar_do_not_hang() {
    let calendar = WorkingCalendar::default();
    let last = day("2012-10-05").plus_days(i64::MAX);
    assert_eq!(calendar.add_working_days(last, u32::MAX), last);
    assert!(calendar.add_working_days(day("2012-10-05"), u32::MAX).year() < 2100);
    let _ = calendar.working_minutes_between(last.start(), last.at(clock(9, 0)));
    let _ = calendar.opening(last.at(clock(23, 0)));
}

proptest! {
    #[test]
    fn counting_undoes_adding(offset in 0i64..9_000, n in 0u32..120) {
        let calendar = WorkingCalendar::default();
        let from = day("2009-01-01").plus_days(offset);
        let to = calendar.add_working_days(from, n);
        prop_assert_eq!(calendar.working_days_between(from, to), i64::from(n));
        prop_assert!(n == 0 || calendar.is_working(to));
        let (reached, half) = calendar.add_half_days(from, Half::Morning, n);
        let (start, end) = (calendar.start_of_half(from, Half::Morning), calendar.start_of_half(reached, half));
        prop_assert_eq!(calendar.half_days_between(start, end), i64::from(n));
    }

    #[test]
    fn counting_undoes_adding_minutes(offset in 0i64..9_000, minute in 0i64..1440, n in 1u32..5_000) {
        let calendar = saturdays();
        let from = day("2009-01-01").plus_days(offset).start().plus_minutes(minute);
        let to = calendar.add_working_minutes(from, n);
        prop_assert_eq!(calendar.working_minutes_between(from, to), i64::from(n));
        prop_assert!(calendar.is_open(to.day()));
    }

    #[test]
    fn an_opening_is_never_earlier_and_stays(offset in 0i64..9_000, minute in 0i64..1440) {
        let calendar = saturdays();
        let from = day("2009-01-01").plus_days(offset).start().plus_minutes(minute);
        let opening = calendar.opening(from);
        prop_assert!(opening >= from && calendar.is_open(opening.day()));
        prop_assert_eq!(calendar.opening(opening), opening);
    }
}
