//! A yearly plan of inspections: whom it is about, how many units it wants, how a unit came into it, and its states.

use kernel::Day;
use platform::Refusal;
use platform::directory::Directory;

/// Where the newest edition of a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanState {
    /// Being written.
    Draft,
    /// With the second person.
    Submitted,
    /// Given back to be mended.
    Returned,
    /// In force.
    Approved,
}

impl PlanState {
    /// All, in the order of their life.
    pub const ALL: [PlanState; 4] =
        [PlanState::Draft, PlanState::Submitted, PlanState::Returned, PlanState::Approved];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            PlanState::Draft => "draft",
            PlanState::Submitted => "submitted",
            PlanState::Returned => "returned",
            PlanState::Approved => "approved",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<PlanState> {
        PlanState::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether its units may be chosen.
    pub fn editable(self) -> Result<(), Refusal> {
        match self {
            PlanState::Draft | PlanState::Returned => Ok(()),
            PlanState::Submitted => Err(Refusal::new("inspections-refused-plan-submitted")),
            PlanState::Approved => Err(Refusal::new("inspections-refused-plan-approved")),
        }
    }

    /// Sent to the second person with as many units as are wanted at least.
    pub fn submit(self, chosen: usize, wanted: usize) -> Result<PlanState, Refusal> {
        self.editable()?;
        if chosen < wanted.max(1) {
            return Err(Refusal::new("inspections-refused-too-few")
                .arg("chosen", chosen)
                .arg("wanted", wanted.max(1)));
        }
        Ok(PlanState::Submitted)
    }

    /// Given back with a reason.
    pub fn give_back(self) -> Result<PlanState, Refusal> {
        self.waiting()?;
        Ok(PlanState::Returned)
    }

    /// Approved by somebody who neither chose nor sent.
    pub fn approve(self, approver: i64, hands: &[i64]) -> Result<PlanState, Refusal> {
        self.waiting()?;
        if hands.contains(&approver) {
            return Err(Refusal::new("inspections-refused-own"));
        }
        Ok(PlanState::Approved)
    }

    /// A new edition of a plan in force is begun.
    pub fn amend(self) -> Result<PlanState, Refusal> {
        match self {
            PlanState::Approved => Ok(PlanState::Draft),
            _ => Err(Refusal::new("inspections-refused-plan-not-approved")),
        }
    }

    fn waiting(self) -> Result<(), Refusal> {
        match self {
            PlanState::Submitted => Ok(()),
            _ => Err(Refusal::new("inspections-refused-plan-not-submitted")),
        }
    }
}

/// How a unit came into a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By its risk.
    Risk,
    /// By the draw.
    Random,
    /// By hand, with the reason.
    Hand,
}

impl Way {
    /// All.
    pub const ALL: [Way; 3] = [Way::Risk, Way::Random, Way::Hand];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            Way::Risk => "risk",
            Way::Random => "random",
            Way::Hand => "hand",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|w| w.code() == code)
    }
}

/// The units that an agency inspects: those below it of certain kinds; for a department those below its city but itself.
pub fn pool(directory: &Directory, agency: i64, kinds: &[String], on: Day) -> Vec<i64> {
    let Some(of) = directory.get(agency) else { return Vec::new() };
    let over = match (of.kind.as_str(), of.parent_id) {
        ("department", Some(parent)) => parent,
        _ => agency,
    };
    let mut found: Vec<i64> = directory
        .children(over)
        .filter(|a| a.id != agency && a.in_force(on) && kinds.contains(&a.kind))
        .map(|a| a.id)
        .collect();
    found.sort_unstable();
    found
}

/// How many units of so many a share in per cent wants, rounded up: a share is reached, not nearly reached.
pub fn wanted(units: usize, share: i64) -> usize {
    let share = usize::try_from(share.clamp(0, 100)).unwrap_or_default();
    (units * share).div_ceil(100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::directory::AgencyRef;
    use proptest::prelude::*;

    fn agency(id: i64, kind: &str, parent_id: Option<i64>) -> AgencyRef {
        AgencyRef {
            id,
            code: format!("co-quan-{id}"),
            name: String::new(),
            short_name: String::new(),
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
    fn a_department_inspects_its_sisters_and_a_district_its_communes() {
        let directory = Directory::new(vec![
            agency(1, "city", None),
            agency(2, "department", Some(1)),
            agency(3, "department", Some(1)),
            agency(4, "district", Some(1)),
            agency(5, "commune", Some(4)),
            agency(6, "division", Some(4)),
        ]);
        let kinds = ["department", "district", "commune"].map(str::to_owned);
        let of = |agency| pool(&directory, agency, &kinds, "2013-01-01".parse().unwrap());
        assert_eq!(of(2), [3, 4]);
        assert_eq!(of(1), [2, 3, 4]);
        assert_eq!(of(4), [5]);
        assert!(of(5).is_empty() && of(99).is_empty());
    }

    #[test]
    fn too_few_units_are_not_sent_and_nobody_approves_their_own() {
        assert_eq!(PlanState::Draft.submit(2, 3).unwrap_err().key, "inspections-refused-too-few");
        assert_eq!(PlanState::Draft.submit(0, 0).unwrap_err().key, "inspections-refused-too-few");
        let sent = PlanState::Draft.submit(3, 3).unwrap();
        assert_eq!(sent.approve(7, &[7]).unwrap_err().key, "inspections-refused-own");
        assert_eq!(sent.approve(8, &[7]), Ok(PlanState::Approved));
        assert_eq!(sent.give_back(), Ok(PlanState::Returned));
        assert_eq!(PlanState::Approved.amend(), Ok(PlanState::Draft));
    }

    proptest! {
        #[test]
        fn a_share_is_reached_by_the_units_wanted(units in 0usize..300, share in 0i64..=100) {
            let wanted = wanted(units, share);
            let reached = |n: usize| n * 100 >= units * usize::try_from(share).unwrap();
            prop_assert!(wanted <= units && reached(wanted));
            prop_assert!(wanted == 0 || !reached(wanted - 1));
        }

        #[test]
        fn only_what_was_submitted_is_decided_on(at in 0usize..4, who in 0i64..4) {
            let state = PlanState::ALL[at];
            let decided = state.approve(who, &[]).is_ok();
            prop_assert_eq!(decided, state == PlanState::Submitted);
            prop_assert_eq!(state.give_back().is_ok(), decided);
            prop_assert_eq!(PlanState::from_code(state.code()), Some(state));
        }
    }
}
