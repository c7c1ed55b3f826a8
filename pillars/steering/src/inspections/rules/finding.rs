//! A finding (tồn tại): how grave, until when it is to be put right, and the ways between open, reported, handled and carried.

use kernel::Day;
use platform::Refusal;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Small.
    Low,
    /// Middling.
    Medium,
    /// Grave.
    High,
}

impl Severity {
    /// All, the gravest first.
    pub const ALL: [Severity; 3] = [Severity::High, Severity::Medium, Severity::Low];

    /// Word in the database, in texts and in the dated rule of terms.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// Where a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingState {
    /// To be put right.
    Open,
    /// The unit says that it is; the inspector has yet to look.
    Reported,
    /// The inspector accepted it.
    Closed,
    /// It goes on in a later inspection.
    Carried,
}

impl FindingState {
    /// All.
    pub const ALL: [FindingState; 4] =
        [FindingState::Open, FindingState::Reported, FindingState::Closed, FindingState::Carried];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            FindingState::Open => "open",
            FindingState::Reported => "reported",
            FindingState::Closed => "closed",
            FindingState::Carried => "carried",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<FindingState> {
        FindingState::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Neither handled nor carried over.
    pub fn is_open(self) -> bool {
        matches!(self, FindingState::Open | FindingState::Reported)
    }

    /// The unit reports that it is put right.
    pub fn report(self) -> Result<FindingState, Refusal> {
        match self {
            FindingState::Open => Ok(FindingState::Reported),
            FindingState::Reported => Err(Refusal::new("inspections-refused-reported")),
            _ => Err(Refusal::new("inspections-refused-finding-ended")),
        }
    }

    /// The inspector accepts what was reported; never who reported it.
    pub fn accept(self, by: i64, hands: &[i64]) -> Result<FindingState, Refusal> {
        self.reported()?;
        if hands.contains(&by) {
            return Err(Refusal::new("inspections-refused-own-report"));
        }
        Ok(FindingState::Closed)
    }

    /// The inspector sends it back with a reason.
    pub fn send_back(self) -> Result<FindingState, Refusal> {
        self.reported()?;
        Ok(FindingState::Open)
    }

    /// Its term is put off to a later day.
    pub fn extend(self, due: Day, to: Day) -> Result<(), Refusal> {
        if !self.is_open() {
            return Err(Refusal::new("inspections-refused-finding-ended"));
        }
        if to <= due {
            return Err(Refusal::new("inspections-refused-not-later").arg("day", due.vn()));
        }
        Ok(())
    }

    /// It goes on in a later inspection.
    pub fn carry(self) -> Result<FindingState, Refusal> {
        if self.is_open() {
            Ok(FindingState::Carried)
        } else {
            Err(Refusal::new("inspections-refused-finding-ended"))
        }
    }

    fn reported(self) -> Result<(), Refusal> {
        match self {
            FindingState::Reported => Ok(()),
            _ => Err(Refusal::new("inspections-refused-not-reported")),
        }
    }
}

/// A finding as a reader wants to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its last day is over and it is open.
    Overdue,
    /// Open.
    Open,
    /// Reported, to be looked at.
    Reported,
    /// Handled after its last day.
    ClosedLate,
    /// Handled in time.
    Closed,
    /// Carried over.
    Carried,
}

impl Standing {
    /// All, the worst first.
    pub const ALL: [Standing; 6] = [
        Standing::Overdue,
        Standing::Open,
        Standing::Reported,
        Standing::ClosedLate,
        Standing::Closed,
        Standing::Carried,
    ];

    /// Word in addresses and texts.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Overdue => "overdue",
            Standing::Open => "open",
            Standing::Reported => "reported",
            Standing::ClosedLate => "closed-late",
            Standing::Closed => "closed",
            Standing::Carried => "carried",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// Where a finding stands on a day; its last day itself is in time, and what is reported waits for the inspector, not the unit.
pub fn standing(state: FindingState, due: Day, closed: Option<Day>, today: Day) -> Standing {
    match state {
        FindingState::Carried => Standing::Carried,
        FindingState::Reported => Standing::Reported,
        FindingState::Closed if closed.is_some_and(|on| on > due) => Standing::ClosedLate,
        FindingState::Closed => Standing::Closed,
        FindingState::Open if today > due => Standing::Overdue,
        FindingState::Open => Standing::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_finding_is_reported_sent_back_reported_again_and_accepted_by_another() {
        let reported = FindingState::Open.report().unwrap();
        assert_eq!(reported.report().unwrap_err().key, "inspections-refused-reported");
        assert_eq!(reported.send_back(), Ok(FindingState::Open));
        assert_eq!(reported.accept(4, &[4]).unwrap_err().key, "inspections-refused-own-report");
        assert_eq!(reported.accept(5, &[4]), Ok(FindingState::Closed));
        assert!(FindingState::Open.accept(5, &[]).is_err());
    }

    #[test]
    fn a_term_is_put_off_only_to_a_later_day() {
        let due = day("2013-04-10");
        assert!(FindingState::Open.extend(due, due).is_err());
        assert!(FindingState::Reported.extend(due, due.next()).is_ok());
        assert!(FindingState::Closed.extend(due, due.next()).is_err());
    }

    #[test]
    fn an_open_finding_is_overdue_the_day_after_its_last() {
        let due = day("2013-04-10");
        assert_eq!(standing(FindingState::Open, due, None, due), Standing::Open);
        assert_eq!(standing(FindingState::Open, due, None, due.next()), Standing::Overdue);
        assert_eq!(standing(FindingState::Closed, due, Some(due.next()), due.next()), Standing::ClosedLate);
        assert_eq!(standing(FindingState::Closed, due, Some(due), due.next()), Standing::Closed);
    }

    proptest! {
        #[test]
        fn what_has_ended_is_never_touched_again(at in 2usize..4, by in 0i64..5) {
            let ended = FindingState::ALL[at];
            prop_assert!(ended.report().is_err() && ended.accept(by, &[]).is_err() && ended.send_back().is_err());
            prop_assert!(ended.carry().is_err());
        }
    }
}
