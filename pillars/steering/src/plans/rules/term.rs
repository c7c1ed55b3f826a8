//! Periods of a plan (programme, section IV.1.a: six months and a year), its last day and who approves it, both by dated rules.

use kernel::Day;
use platform::directory::Directory;
use serde::Deserialize;

/// What a plan runs over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// The year.
    Year,
    /// Its first six months.
    First,
    /// Its last six months.
    Second,
}

impl Span {
    /// All, the year first.
    pub const ALL: [Span; 3] = [Span::Year, Span::First, Span::Second];

    /// Word in the database, in addresses and in texts.
    pub fn code(self) -> &'static str {
        match self {
            Span::Year => "year",
            Span::First => "first",
            Span::Second => "second",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Span> {
        Span::ALL.into_iter().find(|s| s.code() == code)
    }

    /// First and last day in a year; none for a year there is not.
    pub fn days(self, year: i32) -> Option<(Day, Day)> {
        let (from, to) = match self {
            Span::Year => ((1, 1), (12, 31)),
            Span::First => ((1, 1), (6, 30)),
            Span::Second => ((7, 1), (12, 31)),
        };
        Some((Day::ymd(year, from.0, from.1)?, Day::ymd(year, to.0, to.1)?))
    }

    /// The period just before, from which work is carried over: a year from the year before, a half from the half before.
    pub fn before(self, year: i32) -> (i32, Span) {
        match self {
            Span::Year => (year - 1, Span::Year),
            Span::First => (year - 1, Span::Second),
            Span::Second => (year, Span::First),
        }
    }
}

/// The last day to submit a plan of a span: a day of the year, so many years before the plan's own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DueRule {
    /// Word of the span.
    pub span: String,
    /// "12-15".
    pub month_day: String,
    /// 1 for the year before the plan's.
    #[serde(default)]
    pub years_before: i32,
}

impl DueRule {
    /// The day for a plan of a year; none for a day there is not.
    pub fn day(&self, year: i32) -> Option<Day> {
        let (month, day) = self.month_day.split_once('-')?;
        Day::ymd(year.checked_sub(self.years_before)?, month.parse().ok()?, day.parse().ok()?)
    }
}

/// Where an agency stands with its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlanStanding {
    /// Never submitted, and its last day is over.
    Overdue,
    /// Never submitted yet.
    Owed,
    /// Given back.
    Returned,
    /// With the approver.
    Waiting,
    /// In force, submitted after its last day.
    ApprovedLate,
    /// In force, submitted in time.
    Approved,
}

impl PlanStanding {
    /// All, the worst first.
    pub const ALL: [PlanStanding; 6] = [
        PlanStanding::Overdue,
        PlanStanding::Owed,
        PlanStanding::Returned,
        PlanStanding::Waiting,
        PlanStanding::ApprovedLate,
        PlanStanding::Approved,
    ];

    /// Word in addresses and texts.
    pub fn code(self) -> &'static str {
        match self {
            PlanStanding::Overdue => "overdue",
            PlanStanding::Owed => "owed",
            PlanStanding::Returned => "returned",
            PlanStanding::Waiting => "waiting",
            PlanStanding::ApprovedLate => "approved-late",
            PlanStanding::Approved => "approved",
        }
    }
}

/// Where an agency stands: its plan's state (none: there is no plan), an edition in force, the day it was first submitted. The
/// last day itself is in time; what is in force stays so while it is amended.
pub fn plan_standing(
    state: Option<super::State>,
    in_force: bool,
    (submitted, due): (Option<Day>, Day),
    today: Day,
) -> PlanStanding {
    if in_force {
        return match submitted {
            Some(on) if on <= due => PlanStanding::Approved,
            _ => PlanStanding::ApprovedLate,
        };
    }
    match state {
        Some(super::State::Submitted) => PlanStanding::Waiting,
        Some(super::State::Returned) => PlanStanding::Returned,
        _ if today > due => PlanStanding::Overdue,
        _ => PlanStanding::Owed,
    }
}

/// Who approves the plans of a kind of agencies.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ApproverRule {
    /// Kind of the planning agency.
    pub kind: String,
    /// "city": the root of the tree; "parent": the agency above; "self": the same one; else the code of an agency.
    pub by: String,
}

/// The agency that approves the plans of another; none where the rule does not name its kind.
pub fn approver(directory: &Directory, agency: i64, rule: &[ApproverRule], on: Day) -> Option<i64> {
    let of = directory.get(agency)?;
    match rule.iter().find(|r| r.kind == of.kind)?.by.as_str() {
        "self" => Some(agency),
        "parent" => of.parent_id,
        "city" => directory.root(on).map(|a| a.id),
        code => directory.by_code(code).map(|a| a.id),
    }
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;
    use platform::directory::AgencyRef;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_half_year_follows_the_half_before() {
        assert_eq!(Span::Second.days(2013), Some((day("2013-07-01"), day("2013-12-31"))));
        assert_eq!(Span::First.before(2014), (2013, Span::Second));
        assert_eq!(Span::Second.before(2013), (2013, Span::First));
        assert_eq!(Span::Year.before(2013), (2012, Span::Year));
    }

    #[test]
    fn the_last_day_may_lie_in_the_year_before() {
        let rule = DueRule { span: "year".to_owned(), month_day: "12-15".to_owned(), years_before: 1 };
        assert_eq!(rule.day(2013), Some(day("2012-12-15")));
        let wrong = DueRule { month_day: "02-30".to_owned(), ..rule };
        assert_eq!(wrong.day(2013), None);
    }

    #[test]
    fn an_agency_is_overdue_the_day_after_the_last() {
        let due = day("2012-12-15");
        let stands =
            |state, submitted, today: &str| plan_standing(state, false, (submitted, due), day(today));
        assert_eq!(stands(None, None, "2012-12-15"), PlanStanding::Owed);
        assert_eq!(stands(Some(State::Draft), None, "2012-12-16"), PlanStanding::Overdue);
        assert_eq!(stands(Some(State::Submitted), Some(due), "2012-12-16"), PlanStanding::Waiting);
        let force =
            |on: &str| plan_standing(Some(State::Draft), true, (Some(day(on)), due), day("2013-05-01"));
        assert_eq!(force("2012-12-15"), PlanStanding::Approved);
        assert_eq!(force("2012-12-16"), PlanStanding::ApprovedLate);
    }

    fn agency(id: i64, code: &str, kind: &str, parent_id: Option<i64>) -> AgencyRef {
        AgencyRef {
            id,
            code: code.to_owned(),
            name: code.to_owned(),
            short_name: code.to_owned(),
            kind: kind.to_owned(),
            level: kind.to_owned(),
            parent_id,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        }
    }

    #[test]
    fn the_rule_names_the_approver_by_the_kind_of_the_agency() {
        let directory = Directory::new(vec![
            agency(1, "thanh-pho", "city", None),
            agency(2, "so-noi-vu", "department", Some(1)),
            agency(3, "quan-mot", "district", Some(1)),
            agency(4, "phuong-mot", "commune", Some(3)),
        ]);
        let words =
            [("department", "city"), ("district", "so-noi-vu"), ("commune", "parent"), ("city", "self")];
        let rule = words.map(|(kind, by)| ApproverRule { kind: kind.to_owned(), by: by.to_owned() });
        let by = |id| approver(&directory, id, &rule, day("2013-01-01"));
        assert_eq!((by(2), by(3), by(4), by(1)), (Some(1), Some(2), Some(3), Some(1)));
        assert_eq!(approver(&directory, 3, &[], day("2013-01-01")), None);
    }

    proptest! {
        #[test]
        fn halves_lie_in_their_year_and_follow_each_other(year in 2000i32..2100) {
            let (first, last) = Span::Year.days(year).unwrap();
            let (one, one_end) = Span::First.days(year).unwrap();
            let (two, two_end) = Span::Second.days(year).unwrap();
            prop_assert_eq!((first, last), (one, two_end));
            prop_assert_eq!(one_end.next(), two);
        }
    }
}
