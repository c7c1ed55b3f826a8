//! Revoking and replacing a result: what must be said, and that two persons stand for it.

use kernel::Day;
use kernel::text::fold;
use platform::{FieldErrors, Refusal};

/// What may be done to a result in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Thu hồi, hủy bỏ.
    Revoke,
    /// Another result takes its place.
    Replace,
}

impl Kind {
    /// Both.
    pub const ALL: [Kind; 2] = [Kind::Revoke, Kind::Replace];

    /// Word in the database and the form.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Revoke => "revoke",
            Kind::Replace => "replace",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.code() == code)
    }
}

/// The day of a decision lies neither before the signature of what it ends nor ahead.
pub fn check_day(errors: &mut FieldErrors, field: &str, decided: Option<Day>, signed: Day, today: Day) {
    match decided {
        Some(day) if day < signed => errors.add(field, "results-error-before-signature"),
        Some(day) if day > today => errors.add(field, "results-error-ahead"),
        _ => {}
    }
}

/// Who proposed the end of a result does not decide on it.
pub fn other_person(proposer: Option<i64>, decider: Option<i64>) -> Result<(), Refusal> {
    if proposer.is_some() && proposer == decider {
        return Err(Refusal::new("results-refused-same-person"));
    }
    Ok(())
}

/// Whose a result is, as two are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder<'a> {
    /// Name.
    pub name: &'a str,
    /// Identity number as two are compared; empty: none was given.
    pub identity: &'a str,
    /// Account that filed for its own person.
    pub account: Option<i64>,
}

/// Whether one result may take the other's place: only of the same holder. The number decides, so that a misspelt name can be
/// replaced; where one has none, or an account filed both for its own person with an older and a newer number, the name does.
pub fn same_holder(one: &Holder<'_>, other: &Holder<'_>) -> bool {
    if !one.identity.is_empty() && one.identity == other.identity {
        return true;
    }
    let unnumbered = one.identity.is_empty() || other.identity.is_empty();
    let one_account = one.account.is_some() && one.account == other.account;
    (unnumbered || one_account) && fold(one.name) == fold(other.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_persons_result_takes_no_other_persons_place() {
        let holder = |name, identity, account| Holder { name, identity, account };
        let lan = holder("Nguyễn Thị Lan", "362000001", None);
        assert!(same_holder(&lan, &holder("Nguyễn Thị Lang", "362000001", None)), "a misspelt name");
        assert!(same_holder(&lan, &holder("NGUYEN THI LAN", "", None)), "no number was given");
        assert!(!same_holder(&lan, &holder("Nguyễn Thị Lan", "362000009", None)), "another of the same name");
        assert!(!same_holder(&lan, &holder("Trần Văn Tư", "", None)));
        let own = holder("Nguyễn Thị Lan", "362000001", Some(7));
        assert!(same_holder(&own, &holder("Nguyễn Thị Lan", "092168000001", Some(7))), "a newer card");
        assert!(!same_holder(&own, &holder("Lê An", "362000002", Some(7))), "filed for somebody else");
    }

    fn errors(decided: &str) -> Vec<String> {
        let mut errors = FieldErrors::new();
        let day = |text: &str| text.parse().unwrap();
        check_day(&mut errors, "ngay", Some(day(decided)), day("2013-06-10"), day("2013-06-20"));
        errors.0.into_iter().map(|e| e.key).collect()
    }

    #[test]
    fn a_decision_is_not_older_than_what_it_ends_and_not_of_tomorrow() {
        assert_eq!(errors("2013-06-09"), ["results-error-before-signature"]);
        assert_eq!(errors("2013-06-21"), ["results-error-ahead"]);
        assert!(errors("2013-06-10").is_empty() && errors("2013-06-20").is_empty());
    }

    #[test]
    fn two_persons_end_a_result() {
        assert!(other_person(Some(1), Some(1)).is_err());
        assert!(other_person(Some(1), Some(2)).is_ok());
    }

    #[test]
    fn kinds_are_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(Kind::from_code("x"), None);
    }
}
