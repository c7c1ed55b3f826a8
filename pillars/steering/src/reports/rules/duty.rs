//! Who owes reports in a year: as the dated rule says, and over it what the city decided of kinds of agencies or of single ones.

use super::period::Kind;
use super::receiver::Duty;
use platform::Refusal;
use platform::directory::Directory;

/// Kinds of agencies that reports may be owed by.
pub const OWING: [&str; 7] = ["city", "department", "office", "board", "inspectorate", "district", "commune"];

/// Where a change of duties stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutyState {
    /// Waits for a second person.
    Proposed,
    /// Decided; it holds from its year on.
    InForce,
    /// Given up before it was decided.
    Dropped,
}

impl DutyState {
    /// All of them.
    pub const ALL: [DutyState; 3] = [DutyState::Proposed, DutyState::InForce, DutyState::Dropped];

    /// Word in the database, in addresses and in texts.
    pub fn code(self) -> &'static str {
        match self {
            DutyState::Proposed => "proposed",
            DutyState::InForce => "in-force",
            DutyState::Dropped => "dropped",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<DutyState> {
        DutyState::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Put in force by somebody who did not propose it.
    pub fn decide(self, by: i64, hands: &[i64]) -> Result<DutyState, Refusal> {
        self.waiting()?;
        if hands.contains(&by) {
            return Err(Refusal::new("reports-refused-second-person"));
        }
        Ok(DutyState::InForce)
    }

    /// Given up.
    pub fn give_up(self) -> Result<DutyState, Refusal> {
        self.waiting()?;
        Ok(DutyState::Dropped)
    }

    fn waiting(self) -> Result<(), Refusal> {
        match self {
            DutyState::Proposed => Ok(()),
            _ => Err(Refusal::new("reports-refused-duty-decided")),
        }
    }
}

/// A change in force: whom it is about, and whether they owe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyChange {
    /// Code of the reports' kind.
    pub kind: String,
    /// Kind of agencies, or the code of one.
    pub whom: String,
    /// They owe from now on, or owe no longer.
    pub owes: bool,
}

/// Whether an agency owes reports of a kind: the last change that speaks of it says so, the rule where none does. Changes come
/// in the order in which they took effect.
pub fn is_owing(
    directory: &Directory,
    agency: i64,
    kind: Kind,
    (duties, changes): (&[Duty], &[DutyChange]),
) -> bool {
    let Some(of) = directory.get(agency) else { return false };
    let about = |change: &&DutyChange| {
        change.kind == kind.code() && (change.whom == of.code || change.whom == of.kind)
    };
    match changes.iter().rev().find(about) {
        Some(change) => change.owes,
        None => duties.iter().any(|duty| duty.is_of(kind) && duty.binds(directory, agency)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::directory::AgencyRef;
    use proptest::prelude::*;

    fn agency(id: i64, code: &str, kind: &str) -> AgencyRef {
        AgencyRef {
            id,
            code: code.to_owned(),
            name: code.to_owned(),
            short_name: code.to_owned(),
            kind: kind.to_owned(),
            level: kind.to_owned(),
            parent_id: None,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        }
    }

    fn directory() -> Directory {
        Directory::new(vec![agency(1, "quan-mot", "district"), agency(2, "quan-hai", "district")])
    }

    fn rule() -> Vec<Duty> {
        vec![Duty { kind: "quarter".to_owned(), owes: vec!["district".to_owned()] }]
    }

    fn change(kind: &str, whom: &str, owes: bool) -> DutyChange {
        DutyChange { kind: kind.to_owned(), whom: whom.to_owned(), owes }
    }

    #[test]
    fn a_change_frees_one_agency_and_the_rest_owe_as_before() {
        let changes = [change("quarter", "quan-mot", false), change("month", "quan-hai", true)];
        let owes = |id, kind| is_owing(&directory(), id, kind, (&rule(), &changes));
        assert!(!owes(1, Kind::Quarter) && owes(2, Kind::Quarter));
        assert!(!owes(1, Kind::Month) && owes(2, Kind::Month));
    }

    #[test]
    fn a_second_person_puts_a_change_in_force_once() {
        assert_eq!(DutyState::Proposed.decide(4, &[4]).unwrap_err().key, "reports-refused-second-person");
        assert_eq!(DutyState::Proposed.decide(5, &[4]), Ok(DutyState::InForce));
        assert!(DutyState::InForce.decide(5, &[4]).is_err() && DutyState::InForce.give_up().is_err());
        assert!(DutyState::ALL.into_iter().all(|s| DutyState::from_code(s.code()) == Some(s)));
    }

    proptest! {
        #[test]
        fn the_last_word_on_an_agency_holds(words in proptest::collection::vec((0usize..3, any::<bool>()), 0..12)) {
            let whom = ["quan-mot", "quan-hai", "district"];
            let changes: Vec<DutyChange> = words.iter().map(|(of, owes)| change("quarter", whom[*of], *owes)).collect();
            let last = words.iter().rev().find(|(of, _)| *of != 1).map(|(_, owes)| *owes);
            let owes = is_owing(&directory(), 1, Kind::Quarter, (&rule(), &changes));
            prop_assert_eq!(owes, last.unwrap_or(true));
        }
    }
}
