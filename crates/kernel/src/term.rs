//! How long a procedure may take, and the arithmetic from receipt to the promised moment.
//! The steps of that arithmetic are data: the receipt, the screen and the citizen's page show them.

mod due;
mod lateness;
mod steps;
mod walk;

pub use due::{Due, DueAt, DueRule, Extension, Pause, PauseReason, SupplementMode};
pub use lateness::{Lateness, days_late, half_days_spent};
pub use steps::{AddedLabel, DueStep};

use serde::{Deserialize, Serialize};

/// A length of time as the law writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amount {
    /// Worked minutes.
    WorkingMinutes(u32),
    /// Worked hours.
    WorkingHours(u32),
    /// Half working days.
    HalfDays(u32),
    /// Working days.
    WorkingDays(u32),
    /// Calendar days.
    Days(u32),
    /// Calendar months.
    Months(u32),
}

impl Amount {
    /// The bare number in its own unit.
    pub fn number(self) -> u32 {
        match self {
            Amount::WorkingMinutes(n)
            | Amount::WorkingHours(n)
            | Amount::HalfDays(n)
            | Amount::WorkingDays(n)
            | Amount::Days(n)
            | Amount::Months(n) => n,
        }
    }

    /// `5 ngày làm việc`, `1,5 ngày làm việc`, `8 giờ làm việc`, `15 ngày`, `2 tháng`.
    pub fn label_vi(self) -> String {
        match self {
            Amount::WorkingMinutes(n) => format!("{n} phút làm việc"),
            Amount::WorkingHours(n) => format!("{n} giờ làm việc"),
            Amount::HalfDays(n) if n.is_multiple_of(2) => format!("{} ngày làm việc", n / 2),
            Amount::HalfDays(n) => format!("{},5 ngày làm việc", n / 2),
            Amount::WorkingDays(n) => format!("{n} ngày làm việc"),
            Amount::Days(n) => format!("{n} ngày"),
            Amount::Months(n) => format!("{n} tháng"),
        }
    }

    /// `5 working days`, `1.5 working days`, `8 working hours`, `15 days`, `2 months`.
    pub fn label_en(self) -> String {
        let plural = |n: u32, unit: &str| format!("{n} {unit}{}", if n == 1 { "" } else { "s" });
        match self {
            Amount::WorkingMinutes(n) => plural(n, "working minute"),
            Amount::WorkingHours(n) => plural(n, "working hour"),
            Amount::HalfDays(n) if n.is_multiple_of(2) => plural(n / 2, "working day"),
            Amount::HalfDays(n) => format!("{}.5 working days", n / 2),
            Amount::WorkingDays(n) => plural(n, "working day"),
            Amount::Days(n) => plural(n, "day"),
            Amount::Months(n) => plural(n, "month"),
        }
    }

    /// Both as one amount when they are of one kind.
    pub(crate) fn plus(self, other: Amount) -> Option<Amount> {
        use Amount::{Days, HalfDays, Months, WorkingDays, WorkingHours, WorkingMinutes};
        let halves = |amount| match amount {
            HalfDays(n) => Some(n),
            WorkingDays(n) => Some(n.saturating_mul(2)),
            _ => None,
        };
        Some(match (self, other) {
            (WorkingMinutes(a), WorkingMinutes(b)) => WorkingMinutes(a.saturating_add(b)),
            (WorkingHours(a), WorkingHours(b)) => WorkingHours(a.saturating_add(b)),
            (WorkingDays(a), WorkingDays(b)) => WorkingDays(a.saturating_add(b)),
            (Days(a), Days(b)) => Days(a.saturating_add(b)),
            (Months(a), Months(b)) => Months(a.saturating_add(b)),
            (a, b) => HalfDays(halves(a)?.saturating_add(halves(b)?)),
        })
    }
}

/// What the term starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "BaseText", into = "BaseText")]
pub enum Base {
    /// No promised date.
    #[default]
    None,
    /// Done the working day it is received.
    SameDay,
    /// A length of time.
    Amount(Amount),
}

/// The written form of `Base`: a word or an amount.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum BaseText {
    Word(BaseWord),
    Amount(Amount),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum BaseWord {
    None,
    SameDay,
}

impl From<BaseText> for Base {
    fn from(text: BaseText) -> Base {
        match text {
            BaseText::Word(BaseWord::None) => Base::None,
            BaseText::Word(BaseWord::SameDay) => Base::SameDay,
            BaseText::Amount(amount) => Base::Amount(amount),
        }
    }
}

impl From<Base> for BaseText {
    fn from(base: Base) -> BaseText {
        match base {
            Base::None => BaseText::Word(BaseWord::None),
            Base::SameDay => BaseText::Word(BaseWord::SameDay),
            Base::Amount(amount) => BaseText::Amount(amount),
        }
    }
}

/// One agency's part of a serial term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    /// Who works, as shown.
    pub name: String,
    /// Which agency or level, by its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// How long.
    pub time: Amount,
}

/// The term of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The term itself; with legs, their declared total.
    #[serde(default)]
    pub base: Base,
    /// Added when the dossier needs verification on the spot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification: Option<Amount>,
    /// Serial parts: their sum is the term.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legs: Vec<Leg>,
    /// Public posting, which the term does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posting: Option<Amount>,
    /// Received after the cutoff counts from the next working day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub after_cutoff_next_day: bool,
}

/// What is odd about a term as written; worth a warning, never a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermProblem {
    /// The legs sum up to another length than the base.
    LegsDisagree {
        /// The sum of the legs.
        legs: Amount,
        /// The declared total.
        base: Amount,
    },
    /// The legs mix units or units other than the base's, so they cannot be compared.
    LegsIncomparable,
    /// Verification or posting without any promise.
    NothingToAddTo,
}

impl Term {
    /// A term of so many working days.
    pub fn working_days(days: u32) -> Term {
        Term { base: Base::Amount(Amount::WorkingDays(days)), ..Term::default() }
    }

    /// Whether it promises a date at all.
    pub fn promises(&self) -> bool {
        self.base != Base::None || !self.legs.is_empty()
    }

    /// What is odd about it. Published rows need not add up, so their reader should be told.
    pub fn problems(&self) -> Vec<TermProblem> {
        let mut found = Vec::new();
        if !self.promises() && (self.verification.is_some() || self.posting.is_some()) {
            found.push(TermProblem::NothingToAddTo);
        }
        let mut times = self.legs.iter().map(|leg| leg.time);
        if let Some(first) = times.next() {
            let sum = times.try_fold(first, Amount::plus);
            match (sum, self.base) {
                (None, _) => found.push(TermProblem::LegsIncomparable),
                (Some(legs), Base::Amount(base)) => match legs.same_length(base) {
                    Some(true) => {}
                    Some(false) => found.push(TermProblem::LegsDisagree { legs, base }),
                    None => found.push(TermProblem::LegsIncomparable),
                },
                (Some(_), Base::None | Base::SameDay) => {}
            }
        }
        found
    }
}

impl Amount {
    /// Whether both are equally long; `None` when their units cannot be compared.
    fn same_length(self, other: Amount) -> Option<bool> {
        let normal = |amount| match amount {
            Amount::WorkingDays(n) => Amount::HalfDays(n.saturating_mul(2)),
            other => other,
        };
        self.plus(other).map(|_| normal(self) == normal(other))
    }
}

#[cfg(test)]
mod tests;
