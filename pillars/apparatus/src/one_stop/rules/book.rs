//! The register's year: one book a year, closed on the day the legal profile names (TT 01/2018/TT-VPCP art. 10.2).

use kernel::Day;
use platform::error::Result;
use platform::profiles::Profiles;

/// The day of every year on which the register closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Book {
    month: u32,
    day: u32,
}

impl Book {
    /// By the profile of a day, "12-31" unless it says otherwise.
    pub fn on(profiles: &Profiles, day: Day) -> Result<Book> {
        let text: String = profiles.get_or("one_stop.register_closes", day, "12-31".to_owned())?;
        Ok(Book::closing(&text))
    }

    /// From "month-day"; the year's last day where it cannot be read.
    fn closing(text: &str) -> Book {
        let parts = text.split_once('-').and_then(|(m, d)| Some((m.parse().ok()?, d.parse().ok()?)));
        match parts {
            Some((month, day)) if Day::ymd(2001, month, day).is_some() => Book { month, day },
            _ => Book { month: 12, day: 31 },
        }
    }

    /// The year whose book a day belongs to.
    pub fn year_of(self, day: Day) -> i32 {
        let after = Day::ymd(day.year(), self.month, self.day).is_some_and(|closes| day > closes);
        day.year() + i32::from(after)
    }

    /// First and last day of a year's book.
    pub fn days(self, year: i32) -> Option<(Day, Day)> {
        let last = Day::ymd(year, self.month, self.day)?;
        let before = Day::ymd(year - 1, self.month, self.day)?;
        Some((before.plus_days(1), last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_book_closes_on_its_day_and_the_next_one_begins_the_day_after() {
        let usual = Book::closing("12-31");
        assert_eq!(usual.days(2012), Some((day("2012-01-01"), day("2012-12-31"))));
        assert_eq!(usual.year_of(day("2012-12-31")), 2012);
        let early = Book::closing("11-30");
        assert_eq!(early.days(2013), Some((day("2012-12-01"), day("2013-11-30"))));
        assert_eq!((early.year_of(day("2012-11-30")), early.year_of(day("2012-12-01"))), (2012, 2013));
        assert_eq!(Book::closing("13-40"), usual);
    }
}
