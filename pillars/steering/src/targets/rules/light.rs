//! The light of a target: green when reached, amber when near, red when not, grey when nothing is known.

use contracts::programme::Comparator;

/// The light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shine {
    /// Reached.
    Green,
    /// Not reached, but within the tolerated distance.
    Amber,
    /// Further away.
    Red,
    /// There is a value, but from so few records that a colour would mislead.
    Few,
    /// No data, no target to compare with, or nothing measures it.
    Grey,
}

impl Shine {
    /// All, the most urgent first.
    pub const ALL: [Shine; 5] = [Shine::Red, Shine::Amber, Shine::Green, Shine::Few, Shine::Grey];

    /// Word in addresses and ports.
    pub fn code(self) -> &'static str {
        match self {
            Shine::Green => "green",
            Shine::Amber => "amber",
            Shine::Red => "red",
            Shine::Few => "few",
            Shine::Grey => "grey",
        }
    }
}

/// What is judged against what.
#[derive(Debug, Clone, Copy)]
pub struct Judged {
    /// How.
    pub comparator: Comparator,
    /// The value.
    pub value: Option<f64>,
    /// The target, unless it only must fall.
    pub target: Option<f64>,
    /// The value of the same time a year before, for `falls_yearly`.
    pub year_before: Option<f64>,
    /// Distance that is still amber.
    pub amber_within: f64,
    /// The value, or the one it is compared with, rests on too few records.
    pub few: bool,
}

/// Values nearer than this are the same: they differ only by the arithmetic of fractions.
const SAME: f64 = 1e-9;

/// The light of a judged value. `falls_yearly` is green below the year before, amber up to `amber_within` above it;
/// what was nothing and is nothing cannot fall further and is green.
pub fn judge(judged: &Judged) -> Shine {
    let bound = if judged.comparator == Comparator::FallsYearly { judged.year_before } else { judged.target };
    let (Some(value), Some(bound)) = (judged.value, bound) else { return Shine::Grey };
    if judged.few {
        return Shine::Few;
    }
    if judged.comparator == Comparator::FallsYearly && value <= SAME {
        return Shine::Green;
    }
    // Positive: by how much the bound is missed.
    let missed = match judged.comparator {
        Comparator::Gt | Comparator::Ge => bound - value,
        Comparator::Lt | Comparator::Le | Comparator::FallsYearly => value - bound,
        Comparator::Eq => (value - bound).abs(),
    };
    let strict = matches!(judged.comparator, Comparator::Gt | Comparator::Lt | Comparator::FallsYearly);
    if missed < -SAME || (!strict && missed <= SAME) {
        Shine::Green
    } else if judged.amber_within > 0.0 && missed <= judged.amber_within + SAME {
        Shine::Amber
    } else {
        Shine::Red
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn light(comparator: Comparator, value: f64, bound: f64, amber_within: f64) -> Shine {
        let judged = Judged {
            comparator,
            value: Some(value),
            target: Some(bound),
            year_before: Some(bound),
            amber_within,
            few: false,
        };
        judge(&judged)
    }

    #[test]
    fn above_eighty_means_above() {
        assert_eq!(light(Comparator::Gt, 80.1, 80.0, 5.0), Shine::Green);
        assert_eq!(light(Comparator::Gt, 80.0, 80.0, 5.0), Shine::Amber);
        assert_eq!(light(Comparator::Ge, 80.0, 80.0, 5.0), Shine::Green);
        assert_eq!(light(Comparator::Gt, 75.0, 80.0, 5.0), Shine::Amber);
        assert_eq!(light(Comparator::Gt, 74.9, 80.0, 5.0), Shine::Red);
        assert_eq!(light(Comparator::Gt, 80.0, 80.0, 0.0), Shine::Red);
    }

    #[test]
    fn the_other_comparators() {
        assert_eq!(light(Comparator::Le, 3.0, 3.0, 1.0), Shine::Green);
        assert_eq!(light(Comparator::Lt, 3.0, 3.0, 1.0), Shine::Amber);
        assert_eq!(light(Comparator::Lt, 4.5, 3.0, 1.0), Shine::Red);
        assert_eq!(light(Comparator::Eq, 100.0, 100.0, 0.0), Shine::Green);
        assert_eq!(light(Comparator::Eq, 98.0, 100.0, 5.0), Shine::Amber);
        assert_eq!(light(Comparator::FallsYearly, 4.9, 5.0, 1.0), Shine::Green);
        assert_eq!(light(Comparator::FallsYearly, 5.0, 5.0, 1.0), Shine::Amber);
        assert_eq!(light(Comparator::FallsYearly, 6.5, 5.0, 1.0), Shine::Red);
        assert_eq!(light(Comparator::FallsYearly, 0.0, 0.0, 1.0), Shine::Green);
    }

    #[test]
    fn nothing_known_is_grey() {
        let mut judged = Judged {
            comparator: Comparator::Ge,
            value: None,
            target: Some(80.0),
            year_before: None,
            amber_within: 5.0,
            few: true,
        };
        assert_eq!(judge(&judged), Shine::Grey);
        judged.value = Some(90.0);
        assert_eq!(judge(&judged), Shine::Few);
        judged.comparator = Comparator::FallsYearly;
        assert_eq!(judge(&judged), Shine::Grey);
    }

    proptest! {
        #[test]
        fn more_is_never_worse_where_more_is_better(a in 0f64..100.0, b in 0f64..100.0, target in 0f64..100.0, within in 0f64..20.0) {
            let (low, high) = if a <= b { (a, b) } else { (b, a) };
            for comparator in [Comparator::Gt, Comparator::Ge] {
                prop_assert!(light(comparator, high, target, within) <= light(comparator, low, target, within));
            }
            for comparator in [Comparator::Lt, Comparator::Le, Comparator::FallsYearly] {
                prop_assert!(light(comparator, low, target, within) <= light(comparator, high, target, within));
            }
        }
    }
}
