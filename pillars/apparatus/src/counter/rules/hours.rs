//! When an office is open, and the slots that can be booked: opening hours by weekday, less closures and free days.

use kernel::{Day, Moment};

/// A stretch of a weekday in which the office is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// 1 Monday to 7 Sunday.
    pub weekday: i64,
    /// Minute of the day at which it opens.
    pub opens: i64,
    /// Minute of the day at which it closes.
    pub closes: i64,
}

/// Days on which an office is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// A slot with the places left in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// When it begins.
    pub at: Moment,
    /// Places left.
    pub free: i64,
}

/// A time typed as 07:30 or 7:30, as the minute of the day.
pub fn minute_of(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once([':', 'h'])?;
    let (hour, minute): (i64, i64) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

/// The minute of the day as a clock shows it.
pub fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Two spans of a day at most, typed as `07:30-11:30, 13:30-17:00`; empty: closed.
pub fn spans_of(weekday: i64, text: &str) -> Option<Vec<Span>> {
    let mut spans = Vec::new();
    for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let (opens, closes) = part.split_once(['-', '–'])?;
        let (opens, closes) = (minute_of(opens.trim())?, minute_of(closes.trim())?);
        let after = spans.last().map_or(0, |before: &Span| before.closes);
        if opens < after || closes <= opens {
            return None;
        }
        spans.push(Span { weekday, opens, closes });
    }
    Some(spans)
}

/// The spans of a weekday as they are typed.
pub fn spans_text(spans: &[Span], weekday: i64) -> String {
    let own = spans.iter().filter(|span| span.weekday == weekday);
    own.map(|span| format!("{}-{}", clock(span.opens), clock(span.closes))).collect::<Vec<_>>().join(", ")
}

fn weekday(day: Day) -> i64 {
    i64::from(day.weekday().number_from_monday())
}

/// The spans of a day on which nothing keeps the office closed.
pub fn spans_on(spans: &[Span], closures: &[Closure], day: Day) -> Vec<Span> {
    if closures.iter().any(|closure| closure.from <= day && day <= closure.to) {
        return Vec::new();
    }
    spans.iter().filter(|span| span.weekday == weekday(day)).copied().collect()
}

/// Whether the office is open at a moment.
pub fn is_open(spans: &[Span], closures: &[Closure], now: Moment) -> bool {
    let day = now.day();
    let minute = day.start().minutes_until(now);
    spans_on(spans, closures, day).iter().any(|span| span.opens <= minute && minute < span.closes)
}

/// The moments at which the slots of a day begin; a slot that would end after closing is none.
pub fn begins(spans: &[Span], closures: &[Closure], day: Day, minutes: i64) -> Vec<Moment> {
    let step = minutes.max(1);
    let of = |span: Span| {
        let count = (span.closes - span.opens) / step;
        (0..count).map(move |n| day.start().plus_minutes(span.opens + n * step))
    };
    spans_on(spans, closures, day).into_iter().flat_map(of).collect()
}

/// The slots with a place left that begin after a moment; `taken` are the slots of the bookings that stand.
pub fn free(begins: &[Moment], taken: &[Moment], places: i64, now: Moment) -> Vec<Slot> {
    let left = |at: &Moment| {
        let gone = i64::try_from(taken.iter().filter(|t| *t == at).count()).unwrap_or(i64::MAX);
        Slot { at: *at, free: places.saturating_sub(gone) }
    };
    begins.iter().filter(|at| **at > now).map(left).filter(|slot| slot.free > 0).collect()
}

/// The slots that have a place left for a service that takes `most` at once; `taken` are the slots of its own bookings.
pub fn narrowed(slots: Vec<Slot>, taken: &[Moment], most: i64) -> Vec<Slot> {
    let left = |slot: Slot| {
        let gone = i64::try_from(taken.iter().filter(|t| **t == slot.at).count()).unwrap_or(i64::MAX);
        Slot { free: slot.free.min(most.saturating_sub(gone)), ..slot }
    };
    slots.into_iter().map(left).filter(|slot| slot.free > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn week() -> Vec<Span> {
        (1..=5).flat_map(|d| spans_of(d, "07:30-11:30, 13:30-17:00").unwrap()).collect()
    }

    #[test]
    fn hours_are_read_as_typed_and_written_back() {
        assert_eq!(spans_text(&week(), 3), "07:30-11:30, 13:30-17:00");
        assert_eq!(spans_of(6, "").unwrap(), []);
        for wrong in ["7-11", "11:30-07:30", "07:30-11:30, 11:00-12:00", "25:00-26:00"] {
            assert_eq!(spans_of(1, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_office_is_closed_at_noon_on_sunday_and_on_a_closure() {
        let at = |d: &str, minute| day(d).start().plus_minutes(minute);
        let closed = [Closure { from: day("2012-10-10"), to: day("2012-10-11") }];
        assert!(is_open(&week(), &closed, at("2012-10-12", 8 * 60)));
        assert!(!is_open(&week(), &closed, at("2012-10-12", 12 * 60)));
        assert!(!is_open(&week(), &closed, at("2012-10-14", 8 * 60)));
        assert!(!is_open(&week(), &closed, at("2012-10-11", 8 * 60)));
        assert!(!is_open(&week(), &closed, at("2012-10-12", 11 * 60 + 30)), "closing time is closed");
    }

    #[test]
    fn a_full_slot_and_a_past_one_are_not_offered() {
        let begins = begins(&week(), &[], day("2012-10-12"), 60);
        assert_eq!(begins.len(), 7);
        let taken = [begins[1], begins[1], begins[2]];
        let free = free(&begins, &taken, 2, begins[0]);
        assert_eq!(free[0], Slot { at: begins[2], free: 1 });
        assert_eq!(free.len(), 5);
        let of_service = narrowed(free.clone(), &[begins[3]], 1);
        assert_eq!(of_service.len(), 4, "its one place of the fourth is taken");
        assert!(of_service.iter().all(|slot| slot.free == 1 && slot.at != begins[3]));
    }

    proptest! {
        #[test]
        fn no_slot_ends_after_closing(minutes in 1i64..200, opens in 0i64..600, length in 1i64..600) {
            let span = Span { weekday: 5, opens, closes: opens + length };
            let start = day("2012-10-12").start();
            for at in begins(&[span], &[], day("2012-10-12"), minutes) {
                prop_assert!(start.minutes_until(at) >= opens);
                prop_assert!(start.minutes_until(at) + minutes <= span.closes);
            }
        }
    }
}
