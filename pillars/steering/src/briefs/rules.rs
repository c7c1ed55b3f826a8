//! The brief as it is frozen, compared with that of the week before; the week it belongs to and when it is composed.

use chrono::Timelike;
use kernel::{Day, Moment};
use serde::{Deserialize, Serialize};

/// A target with what is measured of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Code of the measure.
    pub code: String,
    /// What it is.
    pub name: String,
    /// The value in words.
    pub value: String,
    /// The target in words.
    pub target: String,
    /// Whether the value reaches the target.
    pub met: bool,
    /// Where its records are.
    pub href: String,
    /// Whether it was met in the brief of the week before; none where it stood not there.
    pub was_met: Option<bool>,
    /// The value in the brief of the week before, or "".
    pub was: String,
}

impl Target {
    /// Whether it turned since the week before.
    pub fn turned(&self) -> bool {
        self.was_met.is_some_and(|was| was != self.met)
    }
}

/// What of one kind is late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Late {
    /// The kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Late.
    pub late: i64,
    /// All that wait.
    pub all: i64,
    /// The list of the late ones.
    pub href: String,
    /// Late in the brief of the week before; none where there was none.
    pub was: Option<i64>,
}

/// Something that comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coming {
    /// What it is called.
    pub title: String,
    /// Who holds it.
    pub agency: String,
    /// Last day, ISO.
    pub on: String,
    /// Its page.
    pub href: String,
}

/// A brief.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Targets, those that turned first.
    pub targets: Vec<Target>,
    /// Late things by kind, the most first.
    pub late: Vec<Late>,
    /// What comes in two weeks, the soonest first.
    pub coming: Vec<Coming>,
    /// How much comes in all.
    pub coming_all: i64,
    /// The list of all that comes.
    pub coming_href: String,
    /// Whether a source had more than was read.
    pub cut: bool,
}

impl Brief {
    /// Late things of all kinds.
    pub fn late_all(&self) -> i64 {
        self.late.iter().map(|l| l.late).fold(0, i64::saturating_add)
    }

    /// Beside the brief of the week before: what was there, and what turned first.
    pub fn beside(mut self, before: Option<&Brief>) -> Brief {
        if let Some(before) = before {
            for target in &mut self.targets {
                let was = before.targets.iter().find(|t| t.code == target.code);
                target.was_met = was.map(|t| t.met);
                target.was = was.map(|t| t.value.clone()).unwrap_or_default();
            }
            for late in &mut self.late {
                late.was = Some(before.late.iter().find(|l| l.kind == late.kind).map_or(0, |l| l.late));
            }
        }
        self.targets.sort_by_key(|t| (!t.turned(), t.met, t.code.clone()));
        self.late.sort_by_key(|l| (-l.late, l.kind.clone()));
        self
    }
}

/// Monday of a day's week.
pub fn week_of(day: Day) -> Day {
    day.plus_days(-i64::from(day.weekday().num_days_from_monday()))
}

/// Whether briefs are composed at a moment: on the weekday (1 is Monday) from the hour on, and for the rest of the week, so that a
/// city whose program stood still gets its brief late rather than never.
pub fn is_time(now: Moment, weekday: u32, hour: u32) -> bool {
    let today = now.day().weekday().number_from_monday();
    today > weekday || (today == weekday && now.time().hour() >= hour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn target(code: &str, met: bool) -> Target {
        Target {
            code: code.to_owned(),
            name: code.to_owned(),
            value: if met { "96 %" } else { "80 %" }.to_owned(),
            target: "từ 95 %".to_owned(),
            met,
            href: String::new(),
            was_met: None,
            was: String::new(),
        }
    }

    fn late(kind: &str, late: i64) -> Late {
        Late { kind: kind.to_owned(), name: kind.to_owned(), late, all: late, href: String::new(), was: None }
    }

    #[test]
    fn what_turned_stands_first_with_what_it_was() {
        let before = Brief { targets: vec![target("a", true), target("b", true)], ..Brief::default() };
        let now = Brief {
            targets: vec![target("a", true), target("b", false), target("c", true)],
            ..Brief::default()
        };
        let brief = now.beside(Some(&before));
        let codes: Vec<&str> = brief.targets.iter().map(|t| t.code.as_str()).collect();
        assert_eq!(codes, ["b", "a", "c"]);
        assert!(brief.targets[0].turned() && brief.targets[0].was == "96 %");
        assert_eq!(brief.targets[2].was_met, None);
    }

    #[test]
    fn what_was_not_late_a_week_ago_was_none() {
        let before = Brief { late: vec![late("dossier", 4)], ..Brief::default() };
        let now = Brief { late: vec![late("plan", 1), late("dossier", 3)], ..Brief::default() };
        let brief = now.beside(Some(&before));
        assert_eq!(brief.late_all(), 4);
        assert_eq!(
            (brief.late[0].kind.as_str(), brief.late[0].was, brief.late[1].was),
            ("dossier", Some(4), Some(0))
        );
        assert!(Brief::default().beside(None).late.is_empty());
    }

    #[test]
    fn it_is_time_from_the_hour_of_the_weekday_on() {
        let at = |day: &str, hour: i64| day.parse::<Day>().unwrap().start().plus_minutes(hour * 60);
        // 4 March 2013 is a Monday.
        assert!(!is_time(at("2013-03-04", 6), 1, 7));
        assert!(is_time(at("2013-03-04", 7), 1, 7));
        assert!(is_time(at("2013-03-06", 0), 1, 7));
        assert!(!is_time(at("2013-03-04", 12), 2, 7));
    }

    proptest! {
        #[test]
        fn a_week_begins_on_a_monday_not_after_its_day(offset in 0i64..2_000) {
            let day = Day::ymd(2012, 1, 1).unwrap().plus_days(offset);
            let monday = week_of(day);
            prop_assert_eq!(monday.weekday(), chrono::Weekday::Mon);
            prop_assert!((0..7).contains(&monday.days_until(day)));
        }
    }
}
