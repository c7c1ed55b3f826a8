//! Who owes which reports, to whom they go, and whose records are an agency's own: rows of dated rules over the tree.

use super::period::Kind;
use kernel::Day;
use platform::directory::Directory;
use serde::Deserialize;

/// Which agencies owe reports of a kind, as the dated rule `reports.duties` writes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Code of the reports' kind.
    pub kind: String,
    /// Kinds of agencies, or codes of single ones.
    pub owes: Vec<String>,
}

impl Duty {
    /// Whether it is about reports of a kind.
    pub fn is_of(&self, kind: Kind) -> bool {
        self.kind == kind.code()
    }

    /// Whether an agency owes it.
    pub fn binds(&self, directory: &Directory, agency: i64) -> bool {
        let Some(of) = directory.get(agency) else { return false };
        self.owes.iter().any(|word| *word == of.kind || *word == of.code)
    }
}

/// To whom agencies of a kind report, as the dated rule `reports.receiver` writes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiverRule {
    /// Kind of agency.
    pub kind: String,
    /// city, parent, self, or the code of an agency.
    pub by: String,
    /// Who stands in the head of the letter ("Kính gửi"), where it is not the receiver's name.
    #[serde(default)]
    pub to: Vec<String>,
}

/// Who receives an agency's reports, and the rule that says so; none where no rule names its kind.
pub fn receiver<'a>(
    directory: &Directory,
    agency: i64,
    rules: &'a [ReceiverRule],
    on: Day,
) -> Option<(i64, &'a ReceiverRule)> {
    let of = directory.get(agency)?;
    let rule = rules.iter().find(|r| r.kind == of.kind)?;
    let by = match rule.by.as_str() {
        "self" => Some(agency),
        "parent" => of.parent_id,
        "city" => directory.root(on).map(|a| a.id),
        code => directory.by_code(code).map(|a| a.id),
    };
    Some((by?, rule))
}

/// The agencies whose records are an agency's own: itself, and what lies below without a report of its own between.
/// Each record is so counted in one report, and what comes from below is added to it.
pub fn own_agencies(directory: &Directory, agency: i64, owes: impl Fn(i64) -> bool) -> Vec<i64> {
    let mut own = vec![agency];
    let mut next = vec![agency];
    while let Some(at) = next.pop() {
        for child in directory.children(at).filter(|child| !owes(child.id)) {
            own.push(child.id);
            next.push(child.id);
        }
    }
    own.sort_unstable();
    own.dedup();
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::directory::AgencyRef;

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

    fn directory() -> Directory {
        Directory::new(vec![
            agency(1, "thanh-pho", "city", None),
            agency(2, "so-noi-vu", "department", Some(1)),
            agency(3, "quan-mot", "district", Some(1)),
            agency(4, "phuong-mot", "commune", Some(3)),
            agency(5, "phong-mot", "division", Some(3)),
        ])
    }

    #[test]
    fn each_record_is_the_own_of_exactly_one_report() {
        let directory = directory();
        let duty = Duty {
            kind: "quarter".to_owned(),
            owes: ["city", "department", "district", "commune"].map(str::to_owned).into(),
        };
        let owes = |id| duty.binds(&directory, id);
        let own = |id| own_agencies(&directory, id, owes);
        assert_eq!((own(1), own(3), own(4)), (vec![1], vec![3, 5], vec![4]));
        let mut all: Vec<i64> = [1, 2, 3, 4].into_iter().flat_map(own).collect();
        all.sort_unstable();
        assert_eq!(all, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn without_a_duty_below_all_below_is_its_own() {
        let directory = directory();
        assert_eq!(own_agencies(&directory, 1, |id| id == 1), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn the_rule_names_the_receiver_by_the_kind_of_the_agency() {
        let rule =
            |kind: &str, by: &str| ReceiverRule { kind: kind.to_owned(), by: by.to_owned(), to: Vec::new() };
        let rules = [
            rule("department", "city"),
            rule("commune", "parent"),
            rule("city", "self"),
            rule("district", "so-noi-vu"),
        ];
        let by = |id| receiver(&directory(), id, &rules, "2013-01-01".parse().unwrap()).map(|r| r.0);
        assert_eq!((by(2), by(4), by(1), by(3), by(5)), (Some(1), Some(3), Some(1), Some(2), None));
    }
}
