//! The way of a sheet: scored by its agency, verified by another, spoken about, decided, published; who may not do which.

use kernel::Day;
use platform::Refusal;

/// State of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The agency scores itself.
    Drafting,
    /// Handed in: to be verified.
    Submitted,
    /// Verified: the agency may object, objections are answered.
    Verified,
    /// Decided by the council.
    Decided,
    /// Published.
    Published,
}

/// What is done to a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Scored or given evidence by its agency.
    Assess,
    /// Handed in.
    Submit,
    /// Given back with a reason.
    GiveBack,
    /// A criterion verified.
    Verify,
    /// The verification ended.
    Conclude,
    /// Objected to, or an objection answered.
    Dialogue,
    /// Decided.
    Decide,
    /// Published.
    Publish,
}

impl State {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Drafting => "drafting",
            State::Submitted => "submitted",
            State::Verified => "verified",
            State::Decided => "decided",
            State::Published => "published",
        }
    }

    /// A state by its word; what is none of them changes no more.
    pub fn from_code(code: &str) -> State {
        match code {
            "drafting" => State::Drafting,
            "submitted" => State::Submitted,
            "verified" => State::Verified,
            "decided" => State::Decided,
            _ => State::Published,
        }
    }

    /// All of them in order.
    pub const ALL: [State; 5] =
        [State::Drafting, State::Submitted, State::Verified, State::Decided, State::Published];

    /// The state after a deed.
    ///
    /// # Errors
    /// A refusal that says where the sheet stands.
    pub fn after(self, deed: Deed) -> Result<State, Refusal> {
        match (self, deed) {
            (State::Drafting, Deed::Assess) | (State::Submitted, Deed::GiveBack) => Ok(State::Drafting),
            (State::Drafting, Deed::Submit) | (State::Submitted, Deed::Verify) => Ok(State::Submitted),
            (State::Submitted, Deed::Conclude) | (State::Verified, Deed::Dialogue) => Ok(State::Verified),
            (State::Verified, Deed::Decide) => Ok(State::Decided),
            (State::Decided, Deed::Publish) => Ok(State::Published),
            (State::Drafting, _) => Err(Refusal::new("par-index-refused-drafting")),
            (State::Submitted, _) => Err(Refusal::new("par-index-refused-submitted")),
            (State::Verified, _) => Err(Refusal::new("par-index-refused-verified")),
            (State::Decided | State::Published, _) => Err(Refusal::new("par-index-refused-decided")),
        }
    }
}

/// Verification is by a second person of another agency: neither of the sheet's own, nor who handed it in.
///
/// # Errors
/// A refusal.
pub fn other_agency(
    own: &[i64],
    submitted_by: Option<i64>,
    (verifier, of): (i64, Option<i64>),
) -> Result<(), Refusal> {
    if of.is_none_or(|of| own.contains(&of)) {
        return Err(Refusal::new("par-index-refused-own-agency"));
    }
    if submitted_by == Some(verifier) {
        return Err(Refusal::new("par-index-refused-own-sheet"));
    }
    Ok(())
}

/// Days after the term on which a sheet is handed in; nothing within it.
pub fn days_late(due: Day, on: Day) -> i64 {
    due.days_until(on).max(0)
}

/// Whether a sheet is still taken: until its round's last day.
///
/// # Errors
/// A refusal that names the day.
pub fn still_taken(closes: Option<Day>, today: Day) -> Result<(), Refusal> {
    match closes {
        Some(day) if today > day => Err(Refusal::new("par-index-refused-closed").arg("day", day.vn())),
        _ => Ok(()),
    }
}

/// The last day for objections: so many days after the verification ended.
pub fn dialogue_until(verified: Day, days: i64) -> Day {
    verified.plus_days(days.max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DEEDS: [Deed; 8] = [
        Deed::Assess,
        Deed::Submit,
        Deed::GiveBack,
        Deed::Verify,
        Deed::Conclude,
        Deed::Dialogue,
        Deed::Decide,
        Deed::Publish,
    ];

    #[test]
    fn a_sheet_goes_its_way_and_no_other() {
        assert_eq!(State::Drafting.after(Deed::Submit), Ok(State::Submitted));
        assert_eq!(State::Submitted.after(Deed::GiveBack), Ok(State::Drafting));
        assert_eq!(State::Submitted.after(Deed::Conclude), Ok(State::Verified));
        assert_eq!(State::Verified.after(Deed::Decide), Ok(State::Decided));
        assert!(State::Drafting.after(Deed::Verify).is_err());
        assert!(State::Submitted.after(Deed::Assess).is_err());
        for deed in DEEDS {
            assert!(State::Published.after(deed).is_err());
        }
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), state);
        }
    }

    #[test]
    fn nobody_verifies_their_own_agency_or_sheet() {
        let key = |own: &[i64], by, verifier| other_agency(own, by, verifier).map_err(|r| r.key);
        assert_eq!(key(&[3, 4], None, (7, Some(4))), Err("par-index-refused-own-agency"));
        assert_eq!(key(&[3], Some(7), (7, Some(1))), Err("par-index-refused-own-sheet"));
        assert_eq!(key(&[3], None, (7, None)), Err("par-index-refused-own-agency"));
        assert_eq!(key(&[3], Some(9), (7, Some(1))), Ok(()));
    }

    #[test]
    fn the_term_counts_days_and_the_last_day_still_counts() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(days_late(day("2026-12-15"), day("2026-12-15")), 0);
        assert_eq!(days_late(day("2026-12-15"), day("2026-12-18")), 3);
        assert!(still_taken(Some(day("2026-12-20")), day("2026-12-20")).is_ok());
        assert!(still_taken(Some(day("2026-12-20")), day("2026-12-21")).is_err());
        assert!(still_taken(None, day("2026-12-21")).is_ok());
    }

    proptest! {
        #[test]
        fn nothing_within_the_term_is_late(before in 0i64..400, after in 0i64..400) {
            let due = Day::ymd(2013, 12, 15).unwrap();
            prop_assert_eq!(days_late(due, due.plus_days(-before)), 0);
            prop_assert_eq!(days_late(due, due.plus_days(after)), after);
        }
    }
}
