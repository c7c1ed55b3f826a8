//! The way of an estimate by the tier of its agency, as the dated rule `budgets.chain` names it (programme, sections IV.1.b,
//! IV.2.a, d and đ).

use kernel::Day;
use platform::directory::Directory;
use serde::Deserialize;

/// An office's part in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Home Affairs looks at aims and contents.
    Review,
    /// Planning and Finance put it into the balance of the budget.
    Balance,
    /// The People's Committee decides, or lays it before the Council.
    Committee,
    /// The People's Council decides by a resolution.
    Council,
}

impl Step {
    /// All, in their usual order.
    pub const ALL: [Step; 4] = [Step::Review, Step::Balance, Step::Committee, Step::Council];

    /// Word in the database, in texts and in the rule.
    pub fn code(self) -> &'static str {
        match self {
            Step::Review => "review",
            Step::Balance => "balance",
            Step::Committee => "committee",
            Step::Council => "council",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether who ends it names a signed paper: the Council's resolution.
    pub fn needs_paper(self) -> bool {
        self == Step::Council
    }
}

/// A step as the rule writes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StepRule {
    /// review, balance, committee or council.
    pub step: String,
    /// "city": the root of the tree; "self": the budget's agency; else the code of an agency.
    pub by: String,
}

/// The way of the budgets of some kinds of agencies.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Chain {
    /// Kinds of agencies.
    pub kinds: Vec<String>,
    /// city, district or commune.
    pub tier: String,
    /// Its steps, in order.
    pub steps: Vec<StepRule>,
    /// Agencies that get a copy of what was decided.
    #[serde(default)]
    pub copies: Vec<String>,
}

/// What the rule says for one agency on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Tier of the budget.
    pub tier: String,
    /// Each step with the agency that takes it; those whose agency is not in force are left out.
    pub steps: Vec<(Step, i64)>,
    /// Agencies that get a copy.
    pub copies: Vec<i64>,
}

impl Way {
    /// The agency that allocates: whoever has the last word before the Council, else the last one.
    pub fn allocator(&self) -> Option<i64> {
        let before = self.steps.iter().rev().find(|(step, _)| *step != Step::Council);
        before.or(self.steps.last()).map(|(_, agency)| *agency)
    }
}

/// The way of an agency's budget; none where the rule does not name its kind, or names nobody in force.
pub fn chain_of(directory: &Directory, agency: i64, rule: &[Chain], on: Day) -> Option<Way> {
    let of = directory.get(agency)?;
    let chain = rule.iter().find(|c| c.kinds.contains(&of.kind))?;
    let by = |code: &str| match code {
        "self" => Some(agency),
        "city" => directory.root(on).map(|a| a.id),
        code => directory.in_force(on).find(|a| a.code == code).map(|a| a.id),
    };
    let steps: Vec<(Step, i64)> =
        chain.steps.iter().filter_map(|s| Some((Step::from_code(&s.step)?, by(&s.by)?))).collect();
    let copies = chain.copies.iter().filter_map(|code| by(code)).collect();
    (!steps.is_empty()).then(|| Way { tier: chain.tier.clone(), steps, copies })
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::directory::AgencyRef;

    fn agency(id: i64, code: &str, kind: &str, to: Option<&str>) -> AgencyRef {
        AgencyRef {
            id,
            code: code.to_owned(),
            name: code.to_owned(),
            short_name: code.to_owned(),
            kind: kind.to_owned(),
            level: kind.to_owned(),
            parent_id: (id > 1).then_some(1),
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: to.map(|day| day.parse().unwrap()),
        }
    }

    fn rule() -> Vec<Chain> {
        let step = |step: &str, by: &str| StepRule { step: step.to_owned(), by: by.to_owned() };
        vec![
            Chain {
                kinds: vec!["department".to_owned()],
                tier: "city".to_owned(),
                steps: vec![
                    step("review", "noi-vu"),
                    step("balance", "ke-hoach"),
                    step("balance", "tai-chinh"),
                    step("committee", "city"),
                    step("council", "city"),
                ],
                copies: Vec::new(),
            },
            Chain {
                kinds: vec!["commune".to_owned()],
                tier: "commune".to_owned(),
                steps: vec![step("committee", "self"), step("council", "self")],
                copies: vec!["noi-vu".to_owned(), "tai-chinh".to_owned(), "ke-hoach".to_owned()],
            },
        ]
    }

    #[test]
    fn planning_is_passed_over_since_it_joined_finance_and_a_commune_decides_itself() {
        let directory = Directory::new(vec![
            agency(1, "thanh-pho", "city", None),
            agency(2, "noi-vu", "department", None),
            agency(3, "tai-chinh", "department", None),
            agency(4, "ke-hoach", "department", Some("2025-02-28")),
            agency(5, "phuong", "commune", None),
        ]);
        let of = |id, day: &str| chain_of(&directory, id, &rule(), day.parse().unwrap());
        let steps = |day| of(2, day).unwrap().steps.iter().map(|(_, a)| *a).collect::<Vec<_>>();
        assert_eq!(steps("2013-01-01"), [2, 4, 3, 1, 1]);
        assert_eq!(steps("2026-01-01"), [2, 3, 1, 1]);
        let commune = of(5, "2013-01-01").unwrap();
        assert_eq!((commune.allocator(), commune.copies.as_slice()), (Some(5), [2, 3, 4].as_slice()));
        assert_eq!(of(2, "2013-01-01").unwrap().allocator(), Some(1));
        assert_eq!(of(1, "2013-01-01"), None, "no rule names the kind");
    }
}
