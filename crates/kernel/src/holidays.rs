//! The public holidays of the Labour Codes, computed for any year.
//! What the yearly government notice decides otherwise arrives as calendar rows.

use crate::{Day, lunar};
use chrono::Weekday;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The holidays with pay of every civil servant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayName {
    /// 1 January.
    NewYear,
    /// The lunar new year.
    Tet,
    /// The 10th of the third lunar month.
    HungKings,
    /// 30 April.
    Reunification,
    /// 1 May.
    Labour,
    /// 2 September, from 2021 with the day beside it.
    NationalDay,
    /// The working day given for a holiday that fell on a weekend.
    InLieu,
}

impl HolidayName {
    /// Vietnamese name.
    pub fn vi(self) -> &'static str {
        match self {
            HolidayName::NewYear => "Tết Dương lịch",
            HolidayName::Tet => "Tết Nguyên đán",
            HolidayName::HungKings => "Giỗ Tổ Hùng Vương",
            HolidayName::Reunification => "Ngày Chiến thắng 30/4",
            HolidayName::Labour => "Ngày Quốc tế lao động 1/5",
            HolidayName::NationalDay => "Quốc khánh 2/9",
            HolidayName::InLieu => "Nghỉ bù ngày lễ",
        }
    }

    /// English name.
    pub fn en(self) -> &'static str {
        match self {
            HolidayName::NewYear => "New Year's Day",
            HolidayName::Tet => "Lunar New Year (Tết)",
            HolidayName::HungKings => "Hùng Kings' Day",
            HolidayName::Reunification => "Reunification Day",
            HolidayName::Labour => "Labour Day",
            HolidayName::NationalDay => "National Day",
            HolidayName::InLieu => "Day off in lieu",
        }
    }
}

/// What a Labour Code gives, from the day it took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeaveRule {
    /// First day under the rule, as year, month, day.
    pub from: (i32, u32, u32),
    /// Days of Tết.
    pub tet_days: u32,
    /// Which of them come before the first day of the lunar year.
    pub tet_before: TetBefore,
    /// Days of National Day, 1 or 2.
    pub national_days: u32,
    /// The article.
    pub law: &'static str,
}

/// How many days of the old lunar year belong to Tết.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TetBefore {
    /// One, always.
    One,
    /// One when the new year begins on a Monday or Tuesday, else two: the law leaves the choice,
    /// and the notices of 2015–2026 chose what joins the weekends.
    JoinsWeekend,
}

/// The rules in force one after the other, oldest first.
pub const LEAVE_RULES: [LeaveRule; 3] = [
    LeaveRule {
        from: (1995, 1, 1),
        tet_days: 4,
        tet_before: TetBefore::One,
        national_days: 1,
        law: "Bộ luật Lao động 1994, Điều 73 (sửa đổi 2002, 2007)",
    },
    LeaveRule {
        from: (2013, 5, 1),
        tet_days: 5,
        tet_before: TetBefore::JoinsWeekend,
        national_days: 1,
        law: "Bộ luật Lao động 2012, Điều 115",
    },
    LeaveRule {
        from: (2021, 1, 1),
        tet_days: 5,
        tet_before: TetBefore::JoinsWeekend,
        national_days: 2,
        law: "Bộ luật Lao động 2019, Điều 112",
    },
];

/// The holidays of a year in order, days in lieu among them.
/// A holiday on a Saturday or Sunday moves to the next working day
/// (Labour Code 1994 art. 73, 2012 art. 115.3, 2019 art. 111.3).
pub fn statutory_holidays(year: i32) -> Vec<(Day, HolidayName)> {
    let mut days = BTreeMap::new();
    for (day, name) in named_days(year) {
        days.entry(day).or_insert(name);
    }
    let fallen: Vec<Day> = days.keys().copied().filter(|day| is_weekend(*day)).collect();
    for day in fallen {
        let mut lieu = day.next();
        while is_weekend(lieu) || days.contains_key(&lieu) {
            lieu = lieu.next();
        }
        days.insert(lieu, HolidayName::InLieu);
    }
    days.into_iter().collect()
}

fn named_days(year: i32) -> Vec<(Day, HolidayName)> {
    let fixed = [
        (1, 1, HolidayName::NewYear),
        (4, 30, HolidayName::Reunification),
        (5, 1, HolidayName::Labour),
        (9, 2, HolidayName::NationalDay),
    ];
    let mut days: Vec<(Day, HolidayName)> = fixed
        .into_iter()
        .filter_map(|(month, day, name)| Some((Day::ymd(year, month, day)?, name)))
        .collect();
    if let Some(day) = lunar::lunar_to_solar(year, 3, 10, false) {
        days.push((day, HolidayName::HungKings));
    }
    if let Some(first) = lunar::tet(year)
        && let Some(rule) = rule_on(first)
    {
        let before = match (rule.tet_before, first.weekday()) {
            (TetBefore::One, _) | (_, Weekday::Mon | Weekday::Tue) => 1,
            (TetBefore::JoinsWeekend, _) => 2,
        };
        let start = first.plus_days(-before);
        days.extend((0..i64::from(rule.tet_days)).map(|n| (start.plus_days(n), HolidayName::Tet)));
    }
    if let Some(second) = Day::ymd(year, 9, 2)
        && rule_on(second).is_some_and(|rule| rule.national_days > 1)
    {
        // The day before or the day after, as the Prime Minister decides: what joins the weekend.
        let beside = match second.weekday() {
            Weekday::Mon | Weekday::Thu | Weekday::Sun => second.next(),
            _ => second.previous(),
        };
        days.push((beside, HolidayName::NationalDay));
    }
    days
}

fn rule_on(day: Day) -> Option<&'static LeaveRule> {
    LEAVE_RULES.iter().rfind(|rule| {
        let (year, month, first) = rule.from;
        Day::ymd(year, month, first).is_some_and(|from| from <= day)
    })
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(year: i32, name: HolidayName) -> Vec<String> {
        let days = statutory_holidays(year).into_iter();
        days.filter(|(_, known)| *known == name).map(|(day, _)| day.to_string()).collect()
    }

    fn weekdays_off(year: i32, month: u32) -> Vec<u32> {
        let days = statutory_holidays(year).into_iter().map(|(day, _)| day);
        days.filter(|day| day.month() == month && !is_weekend(*day)).map(Day::day).collect()
    }

    #[test]
    fn tet_2013_was_four_days_and_two_in_lieu() {
        assert_eq!(named(2013, HolidayName::Tet), ["2013-02-09", "2013-02-10", "2013-02-11", "2013-02-12"]);
        assert_eq!(weekdays_off(2013, 2), [11, 12, 13, 14]);
    }

    #[test]
    fn tet_of_later_years_agrees_with_the_notices() {
        assert_eq!(weekdays_off(2012, 1), [2, 23, 24, 25, 26]);
        assert_eq!(weekdays_off(2015, 2), [17, 18, 19, 20, 23]);
        assert_eq!(weekdays_off(2016, 2), [8, 9, 10, 11, 12]);
        assert_eq!(weekdays_off(2024, 2), [8, 9, 12, 13, 14]);
        assert_eq!(weekdays_off(2026, 2), [16, 17, 18, 19, 20]);
    }

    #[test]
    fn two_holidays_on_one_weekend_give_two_days() {
        // 2023: Hùng Kings on Saturday 29/4, 30/4 on Sunday, 1/5 on Monday.
        assert_eq!(weekdays_off(2023, 5), [1, 2, 3]);
        assert_eq!(
            named(2012, HolidayName::InLieu),
            ["2012-01-02", "2012-01-26", "2012-04-02", "2012-09-03"]
        );
    }

    #[test]
    fn national_day_has_two_days_from_2021() {
        assert_eq!(named(2020, HolidayName::NationalDay), ["2020-09-02"]);
        for (year, days) in [
            (2021, [2, 3].as_slice()),
            (2022, &[1, 2]),
            (2023, &[1, 4]),
            (2024, &[2, 3]),
            (2025, &[1, 2]),
            (2026, &[1, 2]),
        ] {
            assert_eq!(weekdays_off(year, 9), days, "{year}");
        }
    }

    #[test]
    fn every_year_gives_its_days_on_weekdays() {
        for year in 2008..=2035 {
            let days = statutory_holidays(year);
            assert!(days.is_sorted() && days.len() >= 9, "{year}");
            assert!(days.iter().all(|(day, name)| *name != HolidayName::InLieu || !is_weekend(*day)));
        }
    }
}
