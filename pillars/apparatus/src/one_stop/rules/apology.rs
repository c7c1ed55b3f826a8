//! When a letter of apology follows a promise that has passed.
//!
//! The law asks for its letter before the end of the term, with the one new appointment (Decree 61/2018, art. 19.9); no text seen
//! says what is sent afterwards. Such a letter puts nothing off: the day it names is told, and the dossier stays late.

use kernel::{Day, Lateness, Moment};
use platform::Refusal;

/// Whether a letter may be sent now about a promise; `told` is the day that the last letter about it named.
///
/// # Errors
/// A refusal where nothing was promised, the promise has not passed, or the day named last has not.
pub fn late_letter(due: Option<Moment>, told: Option<Day>, now: Moment) -> Result<(), Refusal> {
    let Some(due) = due else { return Err(Refusal::new("one-stop-refused-apologise-no-promise")) };
    if Lateness::classify(None, Some(due), now) != Lateness::Overdue {
        return Err(Refusal::new("one-stop-refused-apologise-early").arg("due", due.vn()));
    }
    match told {
        Some(day) if now.day() <= day => {
            Err(Refusal::new("one-stop-refused-apologised").arg("day", day.vn()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_follows_a_promise_that_has_passed_and_again_only_when_its_own_day_has() {
        let day = |day| Day::ymd(2012, 10, day).unwrap();
        let at = |on, hour: i64| day(on).start().plus_minutes(hour * 60);
        let due = Some(at(10, 17));
        let key = |told, now| late_letter(due, told, now).map_err(|refusal| refusal.key);
        assert_eq!(key(None, at(10, 17)), Err("one-stop-refused-apologise-early"));
        assert_eq!(key(None, at(10, 18)), Ok(()));
        assert_eq!(key(Some(day(15)), at(15, 8)), Err("one-stop-refused-apologised"));
        assert_eq!(key(Some(day(15)), at(16, 8)), Ok(()));
        assert!(late_letter(None, None, at(16, 8)).is_err());
    }
}
