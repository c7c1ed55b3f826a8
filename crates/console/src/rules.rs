//! The console's rules, without a database: who may give what where, how a rule's value is typed, how rows follow each other.

use kernel::{Day, Moment};
use platform::access::Scope;
use platform::directory::Directory;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Longest time a role may be lent, in months; longer needs a grant of its own.
pub const LONGEST_DELEGATION_MONTHS: u32 = 12;
/// Permissions without which nobody could repair a city's accounts; the role "it" keeps them.
pub const KEPT_BY_IT: [&str; 2] = ["console.accounts", "console.roles"];

/// Whether a scope covers everything a grant would reach: nobody gives more than they hold.
pub fn covers_reach(scope: &Scope, directory: &Directory, agency: i64, subtree: bool) -> bool {
    match scope {
        Scope::All => true,
        Scope::None => false,
        Scope::Agencies(_) if subtree => directory.subtree(agency).iter().all(|id| scope.covers(*id)),
        Scope::Agencies(_) => scope.covers(agency),
    }
}

/// What is wrong with the days of a delegation, as (field, message key).
pub fn delegation_fault(
    today: Day,
    from: Day,
    to: Day,
    own_end: Option<Day>,
) -> Option<(&'static str, &'static str)> {
    if from < today {
        Some(("tu_ngay", "console-error-past"))
    } else if to < from {
        Some(("den_ngay", "console-error-before"))
    } else if to > from.plus_months(LONGEST_DELEGATION_MONTHS) {
        Some(("den_ngay", "console-error-too-long"))
    } else if own_end.is_some_and(|end| to > end) {
        Some(("den_ngay", "console-error-own-end"))
    } else {
        None
    }
}

/// What is wrong with a number for its unit, as a message key: nothing is counted, lasts or costs less than nothing.
pub fn value_fault(value: &Json, unit: &str) -> Option<&'static str> {
    let number = value.as_f64()?;
    (number < 0.0 || (unit == "share" && number > 1.0)).then_some("console-error-number-range")
}

/// What one administrator asks for and another decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A new one-time password.
    Password,
    /// The second factor is taken off.
    Factor,
    /// A role that administers accounts is given.
    Grant,
    /// A provider of identities opens the account.
    Link,
}

impl Asked {
    /// All of it.
    pub const ALL: [Asked; 4] = [Asked::Password, Asked::Factor, Asked::Grant, Asked::Link];
    /// What is asked for when somebody cannot sign in any more.
    pub const RECOVERY: [Asked; 2] = [Asked::Password, Asked::Factor];

    /// Word in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Asked::Password => "password",
            Asked::Factor => "factor",
            Asked::Grant => "grant",
            Asked::Link => "provider",
        }
    }

    /// Of a word.
    pub fn from_code(code: &str) -> Option<Asked> {
        Asked::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// Whether a role's holder could open accounts to themselves or others: giving it takes two persons.
pub fn administers<'a>(mut permissions: impl Iterator<Item = &'a str>) -> bool {
    permissions.any(|p| KEPT_BY_IT.contains(&p))
}

/// The administering permissions that a change would add to a role.
pub fn adds_administering(old: &BTreeSet<String>, new: &BTreeSet<String>) -> bool {
    administers(new.difference(old).map(String::as_str))
}

/// How a request of an administrator ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Another administrator consented, and it was done.
    Approved,
    /// Another administrator said no.
    Refused,
    /// Whoever asked took it back.
    Withdrawn,
}

impl Outcome {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Approved => "approved",
            Outcome::Refused => "refused",
            Outcome::Withdrawn => "withdrawn",
        }
    }
}

/// Why somebody may not consent, as a message key: two persons decide, and neither is the account's owner.
pub fn consent_fault(me: i64, asked_by: i64, owner: i64, until: Moment, now: Moment) -> Option<&'static str> {
    if me == asked_by {
        Some("console-refused-own-request")
    } else if me == owner {
        Some("console-refused-own")
    } else if until <= now {
        Some("console-refused-late")
    } else {
        None
    }
}

/// Whole minutes that something has waited; none while nothing waits, or when clocks differ.
pub fn minutes_since(since: Option<Moment>, now: Moment) -> i64 {
    since.map_or(0, |since| since.minutes_until(now).max(0))
}

/// Whether something has waited longer than it should.
pub fn waits_too_long(since: Option<Moment>, now: Moment, minutes: i64) -> bool {
    minutes_since(since, now) > minutes
}

/// How a value is typed on screen, by what it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// A text, typed bare.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Bool,
    /// Anything else, typed as JSON.
    Json,
}

impl ValueKind {
    /// Of a value.
    pub fn of(value: &Json) -> ValueKind {
        match value {
            Json::String(_) => ValueKind::Text,
            Json::Number(_) => ValueKind::Number,
            Json::Bool(_) => ValueKind::Bool,
            _ => ValueKind::Json,
        }
    }
}

/// A value as it stands in a field.
pub fn value_text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Object(_) | Json::Array(_) => serde_json::to_string_pretty(value).unwrap_or_default(),
        other => other.to_string(),
    }
}

/// Reads a typed value; it must stay of the kind it is, since code reads it as that.
pub fn read_value(typed: &str, now: &Json) -> Result<Json, &'static str> {
    let read = match ValueKind::of(now) {
        ValueKind::Text => {
            return if typed.is_empty() { Err("form-required") } else { Ok(Json::String(typed.to_owned())) };
        }
        ValueKind::Bool => {
            return if matches!(typed, "true" | "false") {
                Ok(Json::Bool(typed == "true"))
            } else {
                Err("form-required")
            };
        }
        ValueKind::Number => typed.replace(',', "."),
        ValueKind::Json => typed.to_owned(),
    };
    let value: Json = serde_json::from_str(&read).map_err(|_| match ValueKind::of(now) {
        ValueKind::Number => "console-error-number",
        _ => "console-error-json",
    })?;
    let whole_stays_whole = !(now.is_i64() || now.is_u64()) || value.is_i64() || value.is_u64();
    let same =
        std::mem::discriminant(&value) == std::mem::discriminant(now) || now.is_null() || value.is_null();
    if same && whole_stays_whole { Ok(value) } else { Err("console-error-kind") }
}

/// What becomes of the row a published draft replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    /// In force until this day.
    ClosedOn(Day),
    /// Corrected: the draft covers the same time.
    Corrected,
}

/// How a new row follows the old one; an error key when it would begin before it.
pub fn follow(
    old_from: Option<Day>,
    old_to: Option<Day>,
    new_from: Option<Day>,
) -> Result<Replaced, &'static str> {
    match (old_from, new_from) {
        (None, None) => Ok(Replaced::Corrected),
        (Some(_), None) => Err("console-error-from-earlier"),
        (Some(old), Some(new)) if new < old => Err("console-error-from-earlier"),
        (Some(old), Some(new)) if new == old => Ok(Replaced::Corrected),
        (_, Some(new)) if old_to.is_some_and(|to| new > to) => Err("console-error-from-later"),
        (_, Some(new)) => Ok(Replaced::ClosedOn(new.previous())),
    }
}

/// Letters of one-time passwords: none that is mistaken for another when read aloud or copied.
const LETTERS: &[u8; 28] = b"abcdefghkmnpqrstuvwxyz234567";

/// A password of five groups of four letters, 96 bits, from a source of numbers below a bound.
pub fn one_time_password(below: impl Fn(u64) -> u64) -> String {
    let mut text = String::with_capacity(34);
    // 28 places of 28 letters: 134 bits.
    for place in 0..28 {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        let index = usize::try_from(below(28)).unwrap_or(0);
        text.push(char::from(*LETTERS.get(index).unwrap_or(&b'a')));
    }
    text
}

/// Whether it may be a role's code: lower-case letters, digits and underscores, beginning with a letter.
pub fn is_role_code(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_value_stays_of_its_kind() {
        assert_eq!(read_value("15", &json!(10)), Ok(json!(15)));
        assert_eq!(read_value("0,8", &json!(0.9)), Ok(json!(0.8)));
        assert_eq!(read_value("1.5", &json!(1)), Err("console-error-kind"));
        assert_eq!(read_value("mười", &json!(10)), Err("console-error-number"));
        assert_eq!(read_value("[1", &json!([1])), Err("console-error-json"));
        assert_eq!(read_value("{}", &json!([1])), Err("console-error-kind"));
        assert_eq!(read_value("id_2020", &json!("id_2016")), Ok(json!("id_2020")));
        assert_eq!(read_value("true", &json!(false)), Ok(json!(true)));
    }

    #[test]
    fn whatever_is_typed_the_value_stays_of_its_kind() {
        let standing = [json!(10), json!(0.9), json!("a"), json!(true), json!([1]), json!({"a": null})];
        let inputs = ["15", "0,8", "-9223372036854775808", "1e999", "null", "true", "[[[1]]]", "{\"a\": 1}"];
        let inputs = inputs.map(|typed| typed.as_bytes().to_vec());
        fuzzing::rounds("value", &inputs, 2000, |bytes| {
            let Ok(typed) = std::str::from_utf8(bytes) else { return };
            for now in &standing {
                let Ok(value) = read_value(typed, now) else { continue };
                assert!(
                    value.is_null() || ValueKind::of(&value) == ValueKind::of(now),
                    "{now} became {value}"
                );
                let again = read_value(&value_text(&value), now);
                assert!(again.is_ok(), "{value} cannot be typed again: {again:?}");
            }
        });
    }

    #[test]
    fn a_new_row_closes_the_old_the_day_before() {
        let from = Some(day("2012-01-01"));
        assert_eq!(follow(from, None, Some(day("2013-01-01"))), Ok(Replaced::ClosedOn(day("2012-12-31"))));
        assert_eq!(follow(from, None, from), Ok(Replaced::Corrected));
        assert_eq!(follow(from, None, Some(day("2011-01-01"))), Err("console-error-from-earlier"));
        assert_eq!(
            follow(None, Some(day("2012-01-01")), Some(day("2012-02-01"))),
            Err("console-error-from-later")
        );
    }

    #[test]
    fn a_delegation_lies_ahead_and_within_the_own_grant() {
        let today = day("2012-10-05");
        let fault = |from, to, end: Option<&str>| {
            delegation_fault(today, day(from), day(to), end.map(day)).map(|f| f.1)
        };
        assert_eq!(fault("2012-10-05", "2012-10-05", None), None);
        assert_eq!(fault("2012-10-04", "2012-10-05", None), Some("console-error-past"));
        assert_eq!(fault("2012-10-06", "2012-10-05", None), Some("console-error-before"));
        assert_eq!(fault("2012-10-06", "2013-10-07", None), Some("console-error-too-long"));
        assert_eq!(fault("2012-10-06", "2012-10-20", Some("2012-10-19")), Some("console-error-own-end"));
    }

    #[test]
    fn a_one_time_password_is_long_enough() {
        let counter = std::cell::Cell::new(0);
        let password = one_time_password(|bound| {
            counter.set(counter.get() + 7);
            counter.get() % bound
        });
        assert_eq!(password.len(), 34);
        assert!((LETTERS.len() as f64).log2() * password.replace('-', "").len() as f64 >= 128.0);
    }

    #[test]
    fn two_persons_consent_in_time_and_neither_is_the_owner() {
        let at = Moment::from_micros;
        assert_eq!(consent_fault(2, 1, 3, at(10), at(9)), None);
        assert_eq!(consent_fault(1, 1, 3, at(10), at(9)), Some("console-refused-own-request"));
        assert_eq!(consent_fault(3, 1, 3, at(10), at(9)), Some("console-refused-own"));
        assert_eq!(consent_fault(2, 1, 3, at(10), at(10)), Some("console-refused-late"));
        assert_eq!(Asked::from_code("factor"), Some(Asked::Factor));
        assert_eq!(Asked::from_code("x"), None);
    }

    #[test]
    fn nobody_gives_more_than_they_hold() {
        let directory = Directory::default();
        assert!(covers_reach(&Scope::All, &directory, 7, true));
        assert!(covers_reach(&Scope::Agencies(vec![7]), &directory, 7, false));
        assert!(!covers_reach(&Scope::Agencies(vec![7]), &directory, 8, false));
        assert!(!covers_reach(&Scope::None, &directory, 7, false));
    }
}
