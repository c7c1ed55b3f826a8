//! The Vietnamese lunar calendar, computed for the meridian of UTC+7.
//! New moons and the sun's longitude follow Meeus, "Astronomical Algorithms", chapters 25 and 49.
//!
//! The rules: a month begins on the day of the new moon; the winter solstice lies in month 11;
//! of thirteen months between two months 11, the first without a principal term
//! (a multiple of 30° of solar longitude) is the leap month and repeats the number before it.

use crate::Day;

/// A day of the lunar calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LunarDay {
    /// Lunar year, named after the solar year in which it begins.
    pub year: i32,
    /// 1–12.
    pub month: u32,
    /// Whether the month is the repeated one.
    pub leap: bool,
    /// 1–30.
    pub day: u32,
}

/// The solar day of a lunar one; `None` when that month or day does not exist,
/// or outside the years 1900–2199 for which the astronomy is good enough.
pub fn lunar_to_solar(year: i32, month: u32, day: u32, leap: bool) -> Option<Day> {
    let winter = if month >= 11 { year.checked_add(1)? } else { year };
    let found = cycle(winter)?
        .into_iter()
        .find(|known| known.year == year && known.month == month && known.leap == leap)?;
    (1..=found.length).contains(&day).then(|| found.first.plus_days(i64::from(day) - 1))
}

/// The lunar day of a solar one; `None` outside the years 1900–2199.
pub fn solar_to_lunar(day: Day) -> Option<LunarDay> {
    let ahead = |month: &LunarMonth| month.first.days_until(day);
    [day.year(), day.year() + 1]
        .into_iter()
        .filter_map(cycle)
        .flatten()
        .find(|month| (0..i64::from(month.length)).contains(&ahead(month)))
        .and_then(|month| {
            let nth = u32::try_from(ahead(&month)).ok()? + 1;
            Some(LunarDay { year: month.year, month: month.month, leap: month.leap, day: nth })
        })
}

/// The first day of the lunar year, Tết.
pub fn tet(year: i32) -> Option<Day> {
    lunar_to_solar(year, 1, 1, false)
}

#[derive(Debug, Clone, Copy)]
struct LunarMonth {
    year: i32,
    month: u32,
    leap: bool,
    first: Day,
    length: u32,
}

/// The twelve or thirteen months from month 11 of the year before to month 10 of `year`.
fn cycle(year: i32) -> Option<Vec<LunarMonth>> {
    if !(1900..2200).contains(&year) {
        return None;
    }
    let (from, to) = (month_of_solstice(year - 1)?, month_of_solstice(year)?);
    let starts = (from..=to).map(new_moon_day).collect::<Option<Vec<Day>>>()?;
    let long = starts.len() > 13;
    let mut months = Vec::with_capacity(13);
    let (mut number, mut leap_seen) = (10, false);
    for pair in starts.windows(2) {
        let &[first, after] = pair else { continue };
        let leap = long && !leap_seen && !months.is_empty() && sector(first)? == sector(after)?;
        leap_seen |= leap;
        if !leap {
            number = number % 12 + 1;
        }
        let own = if number >= 11 { year - 1 } else { year };
        let length = u32::try_from(first.days_until(after)).ok()?;
        months.push(LunarMonth { year: own, month: number, leap, first, length });
    }
    Some(months)
}

/// Number (after Meeus) of the new moon that begins the month holding the solstice of December.
fn month_of_solstice(year: i32) -> Option<i64> {
    let last = Day::ymd(year, 12, 31)?;
    let mut moon = ((julian_day(last) - 2_451_550.1) / 29.530_588_861).floor() as i64 + 1;
    while new_moon_day(moon)? > last {
        moon -= 1;
    }
    // At the midnight that opens the month the sun must still stand before 270°.
    let opens_before_solstice = sector(new_moon_day(moon)?)? < 9;
    Some(if opens_before_solstice { moon } else { moon - 1 })
}

/// Which twelfth of the ecliptic the sun is in when the day begins in Vietnam, 0–11 from the spring point.
fn sector(day: Day) -> Option<u32> {
    let degrees = solar_longitude(julian_day(day) - 0.5 - 7.0 / 24.0 + delta_t_days(day.year()));
    Some((degrees / 30.0).floor() as u32 % 12)
}

/// Julian day number at noon of the civil day.
fn julian_day(day: Day) -> f64 {
    (Day::from(chrono::NaiveDate::default()).days_until(day)) as f64 + 2_440_588.0
}

/// The civil day in Vietnam on which the new moon numbered `k` falls.
fn new_moon_day(k: i64) -> Option<Day> {
    let dynamical = new_moon(k as f64);
    let year = 2000.0 + k as f64 / 12.3685;
    let local = dynamical - delta_t_days(year as i32) + 7.0 / 24.0;
    let number = (local + 0.5).floor() - 2_440_588.0;
    Some(Day::from(chrono::NaiveDate::default()).plus_days(number as i64))
}

/// Julian ephemeris day of the new moon `k` (k = 0: 6 January 2000), good to about a minute.
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let mean = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t2 - 0.000_000_150 * t3;
    let e = 1.0 - 0.002_516 * t - 0.000_007_4 * t2;
    let sun = (2.5534 + 29.105_356_70 * k - 0.000_001_4 * t2).to_radians();
    let moon = (201.5643 + 385.816_935_28 * k + 0.010_758_2 * t2).to_radians();
    let node_distance = (160.7108 + 390.670_502_84 * k - 0.001_611_8 * t2).to_radians();
    let node = (124.7746 - 1.563_755_88 * k + 0.002_067_2 * t2).to_radians();
    // Coefficient, power of the eccentricity, multiples of sun, moon and distance from the node.
    let periodic: [(f64, i32, f64, f64, f64); 16] = [
        (-0.407_20, 0, 0.0, 1.0, 0.0),
        (0.172_41, 1, 1.0, 0.0, 0.0),
        (0.016_08, 0, 0.0, 2.0, 0.0),
        (0.010_39, 0, 0.0, 0.0, 2.0),
        (0.007_39, 1, -1.0, 1.0, 0.0),
        (-0.005_14, 1, 1.0, 1.0, 0.0),
        (0.002_08, 2, 2.0, 0.0, 0.0),
        (-0.001_11, 0, 0.0, 1.0, -2.0),
        (-0.000_57, 0, 0.0, 1.0, 2.0),
        (0.000_56, 1, 1.0, 2.0, 0.0),
        (-0.000_42, 0, 0.0, 3.0, 0.0),
        (0.000_42, 1, 1.0, 0.0, 2.0),
        (0.000_38, 1, 1.0, 0.0, -2.0),
        (-0.000_24, 1, -1.0, 2.0, 0.0),
        (-0.000_07, 0, 2.0, 1.0, 0.0),
        (0.000_04, 0, 0.0, 2.0, -2.0),
    ];
    let main: f64 = periodic
        .iter()
        .map(|(size, power, s, m, f)| size * e.powi(*power) * (s * sun + m * moon + f * node_distance).sin())
        .sum();
    let planets: [(f64, f64, f64); 6] = [
        (0.000_325, 299.77, 0.107_408),
        (0.000_165, 251.88, 0.016_321),
        (0.000_164, 251.83, 26.651_886),
        (0.000_126, 349.42, 36.412_478),
        (0.000_110, 84.66, 18.206_239),
        (0.000_062, 141.74, 53.303_771),
    ];
    let small: f64 = planets.iter().map(|(size, at, rate)| size * (at + rate * k).to_radians().sin()).sum();
    mean + main - 0.000_17 * node.sin() + small
}

/// Apparent longitude of the sun in degrees, 0–360, good to about 0.01°.
fn solar_longitude(ephemeris_day: f64) -> f64 {
    let t = (ephemeris_day - 2_451_545.0) / 36_525.0;
    let mean = 280.466_46 + 36_000.769_83 * t + 0.000_303_2 * t * t;
    let anomaly = (357.529_11 + 35_999.050_29 * t - 0.000_153_7 * t * t).to_radians();
    let centre = (1.914_602 - 0.004_817 * t - 0.000_014 * t * t) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1_934.136 * t).to_radians();
    (mean + centre - 0.005_69 - 0.004_78 * node.sin()).rem_euclid(360.0)
}

/// Dynamical minus universal time in days; a fit good to some seconds in our centuries.
fn delta_t_days(year: i32) -> f64 {
    let y = f64::from(year);
    let seconds = if (1955..1990).contains(&year) {
        45.45 + 1.067 * (y - 1975.0)
    } else if (1990..2050).contains(&year) {
        let t = y - 2000.0;
        62.92 + 0.322_17 * t + 0.005_589 * t * t
    } else {
        let century = (y - 1820.0) / 100.0;
        -20.0 + 32.0 * century * century
    };
    seconds / 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tet_falls_on_its_known_days() {
        for text in [
            "1968-01-29",
            "1985-01-21",
            "2007-02-17",
            "2008-02-07",
            "2009-01-26",
            "2010-02-14",
            "2011-02-03",
            "2012-01-23",
            "2013-02-10",
            "2014-01-31",
            "2015-02-19",
            "2016-02-08",
            "2017-01-28",
            "2018-02-16",
            "2019-02-05",
            "2020-01-25",
            "2021-02-12",
            "2022-02-01",
            "2023-01-22",
            "2024-02-10",
            "2025-01-29",
            "2026-02-17",
            "2027-02-06",
            "2028-01-26",
            "2029-02-13",
            "2030-02-02",
        ] {
            let day: Day = text.parse().unwrap();
            assert_eq!(tet(day.year()), Some(day));
        }
    }

    #[test]
    fn the_hung_kings_are_honoured_on_the_tenth_of_the_third_month() {
        for text in [
            "2012-03-31",
            "2013-04-19",
            "2014-04-09",
            "2015-04-28",
            "2023-04-29",
            "2024-04-18",
            "2025-04-07",
            "2026-04-26",
        ] {
            let day: Day = text.parse().unwrap();
            assert_eq!(lunar_to_solar(day.year(), 3, 10, false), Some(day));
        }
    }

    #[test]
    fn leap_months_stand_where_the_almanac_has_them() {
        for (year, month) in [(2012, 4), (2014, 9), (2017, 6), (2020, 4), (2023, 2), (2025, 6)] {
            for other in 1..=12 {
                let exists = lunar_to_solar(year, other, 1, true).is_some();
                assert_eq!(exists, other == month, "{year} {other}");
            }
        }
        for year in [2011, 2013, 2015, 2016, 2024, 2026] {
            assert!((1..=12).all(|month| lunar_to_solar(year, month, 1, true).is_none()), "{year}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert_eq!(lunar_to_solar(2012, 13, 1, false), None);
        assert_eq!(lunar_to_solar(2012, 0, 1, false), None);
        assert_eq!(lunar_to_solar(2012, 1, 31, false), None);
        assert_eq!(lunar_to_solar(2012, 1, 0, false), None);
        assert_eq!(lunar_to_solar(i32::MAX, 11, 1, false), None);
    }

    #[test]
    fn months_follow_each_other_without_gaps() {
        for year in 1950..2100 {
            let (months, after) = (cycle(year).unwrap(), cycle(year + 1).unwrap());
            let firsts: Vec<Day> = months.iter().chain(&after).map(|month| month.first).collect();
            for (month, next) in months.iter().zip(firsts.iter().skip(1)) {
                assert_eq!(month.first.plus_days(month.length.into()), *next);
                assert!((29..=30).contains(&month.length));
            }
            assert_eq!(months.iter().filter(|month| !month.leap).count(), 12, "{year}");
            assert_eq!((months[0].month, months[0].leap), (11, false));
        }
    }

    proptest! {
        #[test]
        fn lunar_and_solar_round_trip(offset in 0i64..54_000) {
            let day = Day::ymd(1950, 1, 1).unwrap().plus_days(offset);
            let lunar = solar_to_lunar(day).unwrap();
            prop_assert_eq!(lunar_to_solar(lunar.year, lunar.month, lunar.day, lunar.leap), Some(day));
        }
    }
}
