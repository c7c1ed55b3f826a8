//! The account of a year: what is left of each line is carried over or given back, and every larger variance is explained.

use kernel::Dong;
use platform::Refusal;

/// What becomes of the rest of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// Goes on into the next year.
    pub carried: Dong,
    /// Goes back to the budget.
    pub returned: Dong,
}

/// The rest of a line, of which some is carried over and all else given back.
pub fn rest(allocated: Dong, spent: Dong, carried: Dong) -> Result<Rest, Refusal> {
    let left = allocated - spent;
    if carried < Dong::ZERO || carried > left {
        return Err(Refusal::new("budgets-refused-carried").arg("left", left));
    }
    Ok(Rest { carried, returned: left - carried })
}

/// How far spending lies from what was allocated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variance {
    /// Spent less allocated: never more than none.
    pub amount: Dong,
    /// The same, per cent of what was allocated; none where nothing was.
    pub percent: Option<f64>,
}

impl Variance {
    /// Whether it has to be explained: more per cent than the rule leaves unexplained.
    pub fn needs_words(&self, percent: f64) -> bool {
        self.percent.is_some_and(|p| p.abs() > percent)
    }
}

/// Spending of a line against its allocation.
pub fn variance(allocated: Dong, spent: Dong) -> Variance {
    let amount = spent - allocated;
    let percent = (allocated > Dong::ZERO).then(|| amount.0 as f64 * 100.0 / allocated.0 as f64);
    Variance { amount, percent }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_variance_beyond_the_rule_wants_words() {
        assert!(variance(Dong(100), Dong(80)).needs_words(10.0));
        assert!(!variance(Dong(100), Dong(95)).needs_words(10.0));
        assert!(!variance(Dong(0), Dong(0)).needs_words(10.0));
    }

    proptest! {
        #[test]
        fn allocated_is_spent_carried_and_returned(allocated in 0i64..1_000, spent in 0i64..1_000, carried in -10i64..1_000) {
            let spent = spent.min(allocated);
            match rest(Dong(allocated), Dong(spent), Dong(carried)) {
                Ok(rest) => {
                    prop_assert_eq!(Dong(spent) + rest.carried + rest.returned, Dong(allocated));
                    prop_assert!(rest.returned >= Dong::ZERO);
                }
                Err(_) => prop_assert!(carried < 0 || carried > allocated - spent),
            }
        }
    }
}
