//! Revoking and replacing a result: what must be said, and that two persons stand for it.

use kernel::Day;
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

#[cfg(test)]
mod tests {
    use super::*;

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
