//! What a choice asks, as data and as a line of text: `paid`, `role = leader`, `result("tham_tra") = "Đạt"`, `form("dien_tich") >= "100"`.

use crate::advance::Facts;
use crate::model::Role;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::cmp::Ordering;
use std::fmt;

/// When a way is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "snake_case", deny_unknown_fields)]
pub enum Guard {
    /// The fees are paid, or not.
    Paid {
        /// Paid.
        is: bool,
    },
    /// Whoever ended the step before has this role.
    Role {
        /// The role.
        is: Role,
    },
    /// A step ended with this result.
    Result {
        /// Key of the step.
        step: String,
        /// Its result.
        is: String,
    },
    /// An answer of the electronic form.
    Field {
        /// Name of the question; with dots into groups.
        name: String,
        /// How it is compared.
        test: Test,
        /// With what.
        value: String,
    },
    /// Only in words, as another program wrote it: nobody can decide it by machine.
    Words {
        /// The words.
        text: String,
    },
}

/// How an answer is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// The same; in a list of answers: among them.
    Equals,
    /// Not the same.
    Differs,
    /// The number is at least.
    AtLeast,
    /// The number is at most.
    AtMost,
    /// The number is greater.
    Above,
    /// The number is smaller.
    Below,
}

impl Test {
    /// Every comparison.
    pub const ALL: [Test; 6] =
        [Test::Equals, Test::Differs, Test::AtLeast, Test::AtMost, Test::Above, Test::Below];

    /// Word in the written form.
    pub fn code(self) -> &'static str {
        match self {
            Test::Equals => "equals",
            Test::Differs => "differs",
            Test::AtLeast => "at_least",
            Test::AtMost => "at_most",
            Test::Above => "above",
            Test::Below => "below",
        }
    }

    /// Its sign in a line of text.
    pub fn sign(self) -> &'static str {
        match self {
            Test::Equals => "=",
            Test::Differs => "!=",
            Test::AtLeast => ">=",
            Test::AtMost => "<=",
            Test::Above => ">",
            Test::Below => "<",
        }
    }

    /// A comparison by its word.
    pub fn from_code(code: &str) -> Option<Test> {
        Test::ALL.into_iter().find(|test| test.code() == code)
    }

    fn from_sign(sign: &str) -> Option<Test> {
        Test::ALL.into_iter().find(|test| test.sign() == sign)
    }
}

impl Guard {
    /// Whether it holds.
    pub fn holds(&self, facts: &Facts) -> bool {
        match self {
            Guard::Paid { is } => facts.paid == *is,
            Guard::Role { is } => facts.role == Some(*is),
            Guard::Result { step, is } => facts.results.get(step) == Some(is),
            Guard::Field { name, test, value } => compare(answer(&facts.form, name), *test, value),
            Guard::Words { .. } => false,
        }
    }

    /// Reads a line of text; what it does not know is kept as words.
    pub fn read(text: &str) -> Guard {
        let text = text.trim();
        known(text).unwrap_or_else(|| Guard::Words { text: text.to_owned() })
    }
}

impl fmt::Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| Json::from(text).to_string();
        match self {
            Guard::Paid { is: true } => f.write_str("paid"),
            Guard::Paid { is: false } => f.write_str("not paid"),
            Guard::Role { is } => write!(f, "role = {}", is.code()),
            Guard::Result { step, is } => write!(f, "result({}) = {}", quoted(step), quoted(is)),
            Guard::Field { name, test, value } => {
                write!(f, "form({}) {} {}", quoted(name), test.sign(), quoted(value))
            }
            Guard::Words { text } => f.write_str(text),
        }
    }
}

fn known(text: &str) -> Option<Guard> {
    match text {
        "paid" => return Some(Guard::Paid { is: true }),
        "not paid" => return Some(Guard::Paid { is: false }),
        _ => {}
    }
    if let Some(role) = text.strip_prefix("role = ") {
        return Role::from_code(role).map(|is| Guard::Role { is });
    }
    if let Some(rest) = text.strip_prefix("result(") {
        let (step, sign, is) = parts(rest)?;
        return (sign == Test::Equals).then_some(Guard::Result { step, is });
    }
    let (name, test, value) = parts(text.strip_prefix("form(")?)?;
    Some(Guard::Field { name, test, value })
}

/// `"name") >= "value"`.
fn parts(rest: &str) -> Option<(String, Test, String)> {
    let (name, rest) = quoted(rest)?;
    let (sign, rest) = rest.strip_prefix(") ")?.split_once(' ')?;
    let (value, rest) = quoted(rest)?;
    rest.is_empty().then_some((name, Test::from_sign(sign)?, value))
}

/// The string that a text begins with, as JSON writes it, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut read = serde_json::Deserializer::from_str(text).into_iter::<String>();
    let found = read.next()?.ok()?;
    Some((found, text.get(read.byte_offset()..)?))
}

fn answer<'a>(form: &'a Json, name: &str) -> Option<&'a Json> {
    name.split('.').try_fold(form, |place, part| place.get(part))
}

fn compare(answer: Option<&Json>, test: Test, value: &str) -> bool {
    let Some(answer) = answer else { return test == Test::Differs };
    let order = || number(answer).partial_cmp(&number_of(value)).filter(|_| number(answer).is_some());
    match test {
        Test::Equals => same(answer, value),
        Test::Differs => !same(answer, value),
        // What is no number is neither more nor less.
        _ if number_of(value).is_none() => false,
        Test::AtLeast => matches!(order(), Some(Ordering::Greater | Ordering::Equal)),
        Test::AtMost => matches!(order(), Some(Ordering::Less | Ordering::Equal)),
        Test::Above => order() == Some(Ordering::Greater),
        Test::Below => order() == Some(Ordering::Less),
    }
}

fn same(answer: &Json, value: &str) -> bool {
    match answer {
        Json::String(text) => text == value,
        Json::Bool(is) => value == if *is { "true" } else { "false" },
        Json::Number(_) => number(answer).is_some() && number(answer) == number_of(value),
        Json::Array(all) => all.iter().any(|one| same(one, value)),
        Json::Null | Json::Object(_) => false,
    }
}

fn number(answer: &Json) -> Option<f64> {
    match answer {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => number_of(text),
        _ => None,
    }
}

/// A number as typed: a comma or a point before the fraction.
fn number_of(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite())
}
