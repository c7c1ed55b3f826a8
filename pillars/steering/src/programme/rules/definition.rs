//! The way of a measure's definition: drafted, submitted, given back or approved by a second person; what it changes, in words;
//! and what it must not contradict. Unit and direction are not among its words: with another of these it is another measure.

use super::super::document::Measure;
use contracts::programme::{Comparator, Unit};
use kernel::Day;
use platform::Refusal;
use std::collections::BTreeMap;

/// Where a definition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Being written.
    Draft,
    /// Before its reviewer.
    Submitted,
    /// Given back with a remark, to be mended.
    Returned,
    /// Reviewed; in force from its day on, until a later one.
    Approved,
    /// Given up by who wrote it.
    Dropped,
}

impl State {
    /// All, in the order of their way.
    pub const ALL: [State; 5] =
        [State::Draft, State::Submitted, State::Returned, State::Approved, State::Dropped];

    /// Word in the database and in addresses.
    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Returned => "returned",
            State::Approved => "approved",
            State::Dropped => "dropped",
        }
    }

    /// By its word.
    pub fn of(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether its words may be changed.
    pub fn editable(self) -> Result<(), Refusal> {
        match self {
            State::Draft | State::Returned => Ok(()),
            _ => Err(Refusal::new("programme-refused-not-editable")),
        }
    }

    /// Before its reviewer.
    pub fn submit(self) -> Result<State, Refusal> {
        self.editable().map(|()| State::Submitted)
    }

    /// Given up.
    pub fn give_up(self) -> Result<State, Refusal> {
        self.editable().map(|()| State::Dropped)
    }

    /// Given back by who did not write it.
    pub fn give_back(self) -> Result<State, Refusal> {
        match self {
            State::Submitted => Ok(State::Returned),
            _ => Err(Refusal::new("programme-refused-not-submitted")),
        }
    }

    /// Approved by somebody who neither wrote nor sent it.
    pub fn approve(self, account: i64, hands: &[i64]) -> Result<State, Refusal> {
        match self {
            State::Submitted if hands.contains(&account) => {
                Err(Refusal::new("programme-refused-own-definition"))
            }
            State::Submitted => Ok(State::Approved),
            _ => Err(Refusal::new("programme-refused-not-submitted")),
        }
    }
}

/// What a definition says; the rest of the measure stays.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// Name.
    pub name: String,
    /// English name, or "".
    pub name_en: String,
    /// How it is counted.
    pub formula: String,
    /// How the value is compared.
    pub comparator: Comparator,
    /// Target.
    pub target: Option<f64>,
    /// Why this target.
    pub note: String,
    /// Deadline.
    pub due: Option<Day>,
    /// What measures it.
    pub indicator: Option<String>,
    /// Distance that is still amber.
    pub amber: f64,
    /// Milestones by year.
    pub yearly: BTreeMap<i32, f64>,
}

impl Words {
    /// Those of a measure.
    pub fn of(measure: &Measure) -> Words {
        Words {
            name: measure.name.clone(),
            name_en: measure.name_en.clone(),
            formula: measure.formula.clone(),
            comparator: measure.comparator,
            target: measure.target,
            note: measure.target_note.clone().unwrap_or_default(),
            due: measure.due_on,
            indicator: measure.indicator.clone(),
            amber: measure.amber_within,
            yearly: measure.yearly.clone(),
        }
    }

    /// The measure with these words.
    pub fn into_measure(self, measure: &Measure) -> Measure {
        Measure {
            name: self.name,
            name_en: self.name_en,
            formula: self.formula,
            comparator: self.comparator,
            target: self.target,
            target_note: Some(self.note).filter(|note| !note.is_empty()),
            due_on: self.due,
            indicator: self.indicator,
            amber_within: self.amber,
            yearly: self.yearly,
            ..measure.clone()
        }
    }
}

/// What of the words contradicts the rest: pairs of a field and the key of what is wrong.
pub fn contradictions(measure: &Measure) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    let percent = measure.unit == contracts::programme::Unit::Percent;
    let out = |value: &f64| *value < 0.0 || (percent && *value > 100.0);
    if measure.target.is_none() && measure.comparator != Comparator::FallsYearly {
        found.push(("muc", "programme-error-target"));
    }
    if measure.target.is_some_and(|t| out(&t)) {
        found.push(("muc", "programme-error-range"));
    }
    if out(&measure.amber_within) {
        found.push(("sat", "programme-error-range"));
    }
    if measure.yearly.values().any(out) {
        found.push(("moc", "programme-error-range"));
    }
    found
}

/// A number as people type it: 87,5 or 87.5, never one that no database keeps. Records and đồng are counted whole: their "1.500" is
/// a thousand and more.
pub fn number(text: &str, unit: Unit) -> Option<f64> {
    if let (Unit::Count | Unit::Dong, Some(whole)) = (unit, kernel::whole_number(text)) {
        return Some(whole as f64);
    }
    text.trim().replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite())
}

/// A field that two definitions say otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Which: the last part of the key of its name.
    pub field: &'static str,
    /// What was said.
    pub before: String,
    /// What is said.
    pub after: String,
}

/// What two definitions say differently, in the order of the form.
pub fn changed(before: &Measure, after: &Measure) -> Vec<Changed> {
    let (a, b) = (Words::of(before), Words::of(after));
    let figure = |v: Option<f64>| v.map(shown).unwrap_or_default();
    let day = |d: Option<Day>| d.map(Day::vn).unwrap_or_default();
    let years = |y: &BTreeMap<i32, f64>| {
        y.iter().map(|(year, v)| format!("{year}: {}", shown(*v))).collect::<Vec<_>>().join("; ")
    };
    let pairs = [
        ("name", a.name.clone(), b.name.clone()),
        ("name-en", a.name_en.clone(), b.name_en.clone()),
        ("formula", a.formula.clone(), b.formula.clone()),
        ("indicator", a.indicator.clone().unwrap_or_default(), b.indicator.clone().unwrap_or_default()),
        ("comparator", sign(a.comparator).to_owned(), sign(b.comparator).to_owned()),
        ("target", figure(a.target), figure(b.target)),
        ("target-note", a.note.clone(), b.note.clone()),
        ("amber", shown(a.amber), shown(b.amber)),
        ("due", day(a.due), day(b.due)),
        ("yearly", years(&a.yearly), years(&b.yearly)),
    ];
    pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| Changed { field, before, after })
        .collect()
}

/// A number as Vietnamese forms write it.
fn shown(value: f64) -> String {
    value.to_string().replace('.', ",")
}

/// How a comparator is written where only signs fit.
fn sign(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::Gt => ">",
        Comparator::Ge => "≥",
        Comparator::Eq => "=",
        Comparator::Lt => "<",
        Comparator::Le => "≤",
        Comparator::FallsYearly => "↓",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::programme::Direction;
    use proptest::prelude::*;

    fn measure() -> Measure {
        Measure {
            code: "II.1/a".to_owned(),
            name: "Đúng hạn".to_owned(),
            name_en: String::new(),
            unit: Unit::Percent,
            better: Direction::Up,
            comparator: Comparator::Ge,
            target: Some(80.0),
            target_assumed: false,
            target_note: None,
            due_on: None,
            formula: "a / b".to_owned(),
            indicator: None,
            why_not_measured: None,
            amber_within: 5.0,
            yearly: BTreeMap::new(),
        }
    }

    #[test]
    fn a_definition_goes_its_way_and_no_other() {
        assert_eq!(State::Draft.submit().unwrap(), State::Submitted);
        assert_eq!(State::Submitted.give_back().unwrap(), State::Returned);
        assert_eq!(State::Returned.submit().unwrap(), State::Submitted);
        assert!(State::Submitted.editable().is_err() && State::Approved.editable().is_err());
        assert!(State::Draft.approve(1, &[]).is_err() && State::Approved.give_back().is_err());
        assert!(State::Approved.give_up().is_err());
    }

    #[test]
    fn who_wrote_or_sent_it_does_not_approve_it() {
        assert!(State::Submitted.approve(3, &[2, 3]).is_err());
        assert_eq!(State::Submitted.approve(4, &[2, 3]).unwrap(), State::Approved);
    }

    #[test]
    fn what_changes_is_named_and_nothing_else() {
        let before = measure();
        let mut after = measure();
        after.target = Some(87.5);
        after.yearly = BTreeMap::from([(2013, 70.0), (2014, 82.5)]);
        let found = changed(&before, &after);
        let fields: Vec<&str> = found.iter().map(|c| c.field).collect();
        assert_eq!(fields, ["target", "yearly"]);
        assert_eq!((found[0].before.as_str(), found[0].after.as_str()), ("80", "87,5"));
        assert_eq!(found[1].after, "2013: 70; 2014: 82,5");
        assert!(changed(&before, &before).is_empty());
    }

    #[test]
    fn a_definition_without_target_or_beyond_all_shares_is_named() {
        let mut one = measure();
        one.target = None;
        one.amber_within = -1.0;
        one.yearly = BTreeMap::from([(2013, 120.0)]);
        let wrong: Vec<&str> = contradictions(&one).into_iter().map(|(field, _)| field).collect();
        assert_eq!(wrong, ["muc", "sat", "moc"]);
        one.comparator = Comparator::FallsYearly;
        assert!(!contradictions(&one).iter().any(|(field, _)| *field == "muc"));
        assert!(contradictions(&measure()).is_empty());
    }

    #[test]
    fn a_dot_parts_thousands_where_nothing_has_decimals() {
        assert_eq!(number("1.500", Unit::Count), Some(1_500.0));
        assert_eq!((number("87,5", Unit::Percent), number("87.5", Unit::Days)), (Some(87.5), Some(87.5)));
        assert_eq!(number("1.234,5", Unit::Percent), None);
    }

    proptest! {
        #[test]
        fn words_taken_and_put_back_change_nothing(target in 0f64..100.0, amber in 0f64..20.0, year in 2011i32..2016) {
            let mut one = measure();
            one.target = Some(target);
            one.amber_within = amber;
            one.yearly = BTreeMap::from([(year, target / 2.0)]);
            prop_assert_eq!(Words::of(&one).into_measure(&one), one.clone());
            prop_assert!(changed(&one, &one).is_empty());
        }

        #[test]
        fn a_number_typed_is_read_or_refused(text in "[0-9,. a-z+-]{0,12}") {
            prop_assert!(number(&text, Unit::Percent).is_none_or(f64::is_finite));
        }
    }
}
