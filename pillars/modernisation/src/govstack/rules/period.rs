//! The periods of the statistics: a time cut into days, weeks, months or years, and what falls into each part.

use contracts::desk::{DayCount, Leaving};
use kernel::Day;

/// What a time is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// Days.
    Day,
    /// Weeks from Monday.
    Week,
    /// Months of the calendar.
    Month,
    /// Years of the calendar.
    Year,
}

/// A part of a time, both days with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// Parts at most: a year by days and a little more.
const MOST: usize = 400;

/// What left the desk in a part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Left in any way.
    pub processed: i64,
    /// Granted.
    pub approved: i64,
    /// Sent back for papers, and not left.
    pub sent_back: i64,
    /// Refused, or not received.
    pub rejected: i64,
}

/// The first day after the part of a frame that a day lies in.
fn after(day: Day, frame: Frame) -> Day {
    let month = |year: i32, month: u32| Day::ymd(year, month, 1).unwrap_or_else(|| day.next());
    match frame {
        Frame::Day => day.next(),
        Frame::Week => day.plus_days(7 - i64::from(day.weekday().num_days_from_monday())),
        Frame::Month if day.month() == 12 => month(day.year() + 1, 1),
        Frame::Month => month(day.year(), day.month() + 1),
        Frame::Year => month(day.year() + 1, 1),
    }
}

/// The parts of a time, in order; none where there would be too many, or where it ends before it begins.
pub fn spans(time: Span, frame: Option<Frame>) -> Option<Vec<Span>> {
    if time.to < time.from {
        return None;
    }
    let Some(frame) = frame else { return Some(vec![time]) };
    let (mut parts, mut from) = (Vec::new(), time.from);
    while from <= time.to {
        if parts.len() == MOST {
            return None;
        }
        let next = after(from, frame);
        parts.push(Span { from, to: next.previous().min(time.to) });
        from = next;
    }
    Some(parts)
}

/// What falls into a part.
pub fn tally(counts: &[DayCount], span: Span) -> Tally {
    let mut sum = Tally::default();
    for day in counts.iter().filter(|day| (span.from..=span.to).contains(&day.on)) {
        match day.leaving {
            Leaving::SentBack => sum.sent_back += day.count,
            Leaving::Granted => sum.approved += day.count,
            Leaving::Refused => sum.rejected += day.count,
            Leaving::Stopped => {}
        }
        if day.leaving != Leaving::SentBack {
            sum.processed += day.count;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(from: &str, to: &str) -> Span {
        Span { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn a_time_is_cut_where_weeks_months_and_years_begin() {
        // 10 June 2013 is a Monday.
        assert_eq!(
            spans(span("2013-06-08", "2013-06-17"), Some(Frame::Week)).unwrap(),
            [
                span("2013-06-08", "2013-06-09"),
                span("2013-06-10", "2013-06-16"),
                span("2013-06-17", "2013-06-17")
            ]
        );
        assert_eq!(
            spans(span("2012-12-30", "2013-02-01"), Some(Frame::Month)).unwrap(),
            [
                span("2012-12-30", "2012-12-31"),
                span("2013-01-01", "2013-01-31"),
                span("2013-02-01", "2013-02-01")
            ]
        );
        let years = spans(span("2012-12-31", "2013-01-01"), Some(Frame::Year)).unwrap();
        assert_eq!(years, [span("2012-12-31", "2012-12-31"), span("2013-01-01", "2013-01-01")]);
        let whole = span("2010-01-01", "2013-01-01");
        assert_eq!(spans(whole, None).unwrap(), [whole]);
    }

    #[test]
    fn a_time_that_runs_backwards_or_into_too_many_parts_is_none() {
        assert_eq!(spans(span("2013-06-02", "2013-06-01"), None), None);
        assert_eq!(spans(span("2012-01-01", "2013-12-31"), Some(Frame::Day)), None);
    }

    proptest! {
        #[test]
        fn the_parts_follow_on_each_other_and_lose_no_dossier(
            start in 0i64..3000, days in 0i64..380, left in proptest::collection::vec((0i64..400, 0u8..4, 1i64..9), 0..40),
            frame in proptest::sample::select(vec![None, Some(Frame::Day), Some(Frame::Week), Some(Frame::Month), Some(Frame::Year)]),
        ) {
            let from = Day::ymd(2011, 1, 1).unwrap().plus_days(start);
            let time = Span { from, to: from.plus_days(days) };
            let parts = spans(time, frame).unwrap();
            prop_assert_eq!((parts[0].from, parts[parts.len() - 1].to), (time.from, time.to));
            prop_assert!(parts.windows(2).all(|two| two[0].to.next() == two[1].from));
            let counts: Vec<DayCount> = left.iter().map(|(day, how, count)| DayCount {
                on: from.plus_days(*day),
                leaving: [Leaving::Granted, Leaving::Refused, Leaving::Stopped, Leaving::SentBack][usize::from(*how)],
                count: *count,
            }).collect();
            let whole = tally(&counts, time);
            let sum = parts.iter().map(|part| tally(&counts, *part)).fold(Tally::default(), |a, b| Tally {
                processed: a.processed + b.processed, approved: a.approved + b.approved,
                sent_back: a.sent_back + b.sent_back, rejected: a.rejected + b.rejected,
            });
            prop_assert_eq!(sum, whole);
            prop_assert!(whole.approved + whole.rejected <= whole.processed);
        }
    }
}
