//! The gap between what an agency declares and what the records say, named in words.

use contracts::programme::{Direction, Unit};

/// What the gap is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Declared better than measured.
    OverDeclared,
    /// Declared worse than measured.
    UnderDeclared,
    /// The same, within rounding.
    Agrees,
}

impl Gap {
    /// Word in addresses and message keys.
    pub fn code(self) -> &'static str {
        match self {
            Gap::OverDeclared => "over",
            Gap::UnderDeclared => "under",
            Gap::Agrees => "agrees",
        }
    }
}

/// The gap's name. Half a point (per cent, days) or half a per cent of the value (counts, đồng) is rounding.
///
/// All records are counted, none sampled, so the interval of the measured value excuses nothing.
pub fn gap(measured: f64, declared: f64, better: Direction, unit: Unit) -> Gap {
    let rounding = match unit {
        Unit::Percent | Unit::Days => 0.5,
        Unit::Count | Unit::Dong => measured.abs() * 0.005,
    };
    let flattered = match better {
        Direction::Up => declared - measured,
        Direction::Down => measured - declared,
    };
    if flattered > rounding + 1e-9 {
        Gap::OverDeclared
    } else if flattered < -rounding - 1e-9 {
        Gap::UnderDeclared
    } else {
        Gap::Agrees
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn gaps_by_hand() {
        assert_eq!(gap(72.0, 95.0, Direction::Up, Unit::Percent), Gap::OverDeclared);
        assert_eq!(gap(72.0, 72.5, Direction::Up, Unit::Percent), Gap::Agrees);
        assert_eq!(gap(72.0, 70.0, Direction::Up, Unit::Percent), Gap::UnderDeclared);
        assert_eq!(gap(9.0, 5.0, Direction::Down, Unit::Days), Gap::OverDeclared);
        assert_eq!(gap(5.0, 9.0, Direction::Down, Unit::Days), Gap::UnderDeclared);
        assert_eq!(gap(1000.0, 1004.0, Direction::Up, Unit::Count), Gap::Agrees);
    }

    proptest! {
        #[test]
        fn turning_the_direction_turns_the_name(m in 0f64..100.0, d in 0f64..100.0) {
            let up = gap(m, d, Direction::Up, Unit::Percent);
            let down = gap(m, d, Direction::Down, Unit::Percent);
            prop_assert_eq!(up == Gap::Agrees, down == Gap::Agrees);
            prop_assert!(up == Gap::Agrees || up != down);
            prop_assert_eq!(gap(m, m, Direction::Up, Unit::Percent), Gap::Agrees);
        }
    }
}
