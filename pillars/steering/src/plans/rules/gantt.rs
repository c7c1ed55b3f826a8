//! Where a task lies in a chart of time: shares of the width between the first and the last day shown.

use kernel::Day;

/// The days a chart shows, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
}

impl Frame {
    /// Number of days, at least one.
    fn days(self) -> f64 {
        (self.first.days_until(self.last) + 1).max(1) as f64
    }

    /// The share of the width that lies before a day; 0 before the frame, 1 behind it.
    pub fn before(self, day: Day) -> f64 {
        (self.first.days_until(day) as f64 / self.days()).clamp(0.0, 1.0)
    }

    /// The first days of its months, each with its share.
    pub fn months(self) -> Vec<(Day, f64)> {
        let mut month = Day::ymd(self.first.year(), self.first.month(), 1).unwrap_or(self.first);
        let mut found = Vec::new();
        while month <= self.last {
            if month >= self.first {
                found.push((month, self.before(month)));
            }
            month = month.plus_months(1);
        }
        found
    }
}

/// The frame of some tasks: whole months from the first that begins to the last that ends; none without tasks.
pub fn frame(tasks: impl IntoIterator<Item = (Day, Day)>) -> Option<Frame> {
    let (first, last) =
        tasks.into_iter().reduce(|(first, last), (from, to)| (first.min(from), last.max(to)))?;
    let first = Day::ymd(first.year(), first.month(), 1)?;
    let last = Day::ymd(last.year(), last.month(), 1)?.plus_months(1).previous();
    Some(Frame { first, last })
}

/// Where a task begins and how long it is, as shares of the width; its last day counts.
pub fn place(frame: Frame, from: Day, to: Day) -> (f64, f64) {
    let start = frame.before(from);
    let end = frame.before(to.next());
    (start, (end - start).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_frame_holds_whole_months() {
        let frame =
            frame([(day("2013-02-10"), day("2013-04-05")), (day("2013-03-01"), day("2013-06-30"))]).unwrap();
        assert_eq!((frame.first, frame.last), (day("2013-02-01"), day("2013-06-30")));
        assert_eq!(frame.months().len(), 5);
        assert_eq!(place(frame, day("2013-02-01"), day("2013-06-30")), (0.0, 1.0));
        assert!(super::frame([]).is_none());
    }

    proptest! {
        #[test]
        fn every_task_lies_within_its_frame(tasks in proptest::collection::vec((0i64..900, 0i64..400), 1..12)) {
            let start = day("2012-01-01");
            let days: Vec<(Day, Day)> =
                tasks.iter().map(|(from, length)| (start.plus_days(*from), start.plus_days(from + length))).collect();
            let frame = frame(days.iter().copied()).unwrap();
            for (from, to) in days {
                let (at, length) = place(frame, from, to);
                prop_assert!(at >= 0.0 && length > 0.0 && at + length <= 1.0 + 1e-9);
            }
            prop_assert_eq!(frame.first.day(), 1);
            prop_assert_eq!(frame.last.next().day(), 1);
        }
    }
}
