//! Withdrawing a published flow for new dossiers: one person asks for it, another decides; dossiers that follow it keep it.

use kernel::Day;
use platform::Refusal;

/// How a published version stands to its withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawal {
    /// Nobody has asked for it.
    None,
    /// Somebody has.
    Asked {
        /// Account of whoever asked.
        by: i64,
    },
    /// Decided: new dossiers follow it no more from this day on.
    Ends(Day),
}

impl Withdrawal {
    /// Whether it may be asked for.
    pub fn may_ask(self) -> Result<(), Refusal> {
        match self {
            Withdrawal::None => Ok(()),
            Withdrawal::Asked { .. } => Err(Refusal::new("flow-design-refused-withdraw-asked")),
            Withdrawal::Ends(_) => Err(Refusal::new("flow-design-refused-withdrawn")),
        }
    }

    /// Whether somebody may decide on it: not who asked.
    pub fn may_decide(self, by: i64) -> Result<(), Refusal> {
        match self {
            Withdrawal::Asked { by: asked } if asked != by => Ok(()),
            Withdrawal::Asked { .. } => Err(Refusal::new("flow-design-refused-withdraw-same")),
            Withdrawal::None => Err(Refusal::new("flow-design-refused-withdraw-none")),
            Withdrawal::Ends(_) => Err(Refusal::new("flow-design-refused-withdrawn")),
        }
    }

    /// Whether new dossiers follow the version no more on a day.
    pub fn has_ended(self, on: Day) -> bool {
        matches!(self, Withdrawal::Ends(day) if day <= on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_asks_another_decides_and_once() {
        let asked = Withdrawal::Asked { by: 4 };
        assert!(Withdrawal::None.may_ask().is_ok() && asked.may_ask().is_err());
        assert!(asked.may_decide(5).is_ok() && asked.may_decide(4).is_err());
        assert!(Withdrawal::None.may_decide(5).is_err());
        let day: Day = "2013-06-20".parse().unwrap();
        let ends = Withdrawal::Ends(day);
        assert!(ends.may_ask().is_err() && ends.may_decide(5).is_err());
        assert!(!ends.has_ended(day.plus_days(-1)) && ends.has_ended(day));
        assert!(!asked.has_ended(day), "asked for only, it is followed");
    }
}
