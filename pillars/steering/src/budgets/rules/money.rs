//! Money given and spent: quarters of an allocation, what is left of a line, spending that never passes what was allocated.

use kernel::Dong;
use platform::Refusal;

/// An allocation of a line by quarters; all of them none: by the year only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quarters(pub [Dong; 4]);

impl Quarters {
    /// Whether the year is divided.
    pub fn is_divided(&self) -> bool {
        self.0.iter().any(|q| *q != Dong::ZERO)
    }

    /// What may be spent until the end of a quarter (1 to 4), where the year is divided.
    pub fn until(&self, quarter: usize) -> Option<Dong> {
        self.is_divided().then(|| self.0.iter().take(quarter).copied().sum())
    }
}

/// The quarters of an amount: none given, or all of it in them.
pub fn quarters(amount: Dong, typed: [Dong; 4]) -> Result<Quarters, Refusal> {
    let sum: Dong = typed.into_iter().sum();
    if sum == Dong::ZERO || sum == amount {
        return Ok(Quarters(typed));
    }
    Err(Refusal::new("budgets-refused-quarters").arg("sum", sum).arg("amount", amount))
}

/// An allocation never passes what was decided for the line, and never falls below what is spent of it.
pub fn allot(amount: Dong, most: Option<Dong>, spent: Dong) -> Result<Dong, Refusal> {
    if most.is_some_and(|most| amount > most) {
        return Err(Refusal::new("budgets-refused-above-decided"));
    }
    if amount < spent {
        return Err(Refusal::new("budgets-refused-below-spent").arg("spent", spent));
    }
    Ok(amount)
}

/// What is left of a line.
pub fn remaining(allocated: Dong, spent: Dong) -> Dong {
    allocated - spent
}

/// What is spent after an entry; refused where it would pass what was allocated.
pub fn spend(allocated: Dong, spent: Dong, more: Dong) -> Result<Dong, Refusal> {
    let left = remaining(allocated, spent);
    if more > left {
        return Err(Refusal::new("budgets-refused-overspent").arg("left", left));
    }
    Ok(spent + more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quarters_are_none_or_the_whole_amount() {
        let of = |q: [i64; 4]| quarters(Dong(100), q.map(Dong));
        assert!(!of([0; 4]).unwrap().is_divided());
        assert_eq!(of([40, 30, 20, 10]).unwrap().until(2), Some(Dong(70)));
        assert_eq!(of([40, 30, 20, 0]).unwrap_err().key, "budgets-refused-quarters");
    }

    proptest! {
        #[test]
        fn spending_never_passes_the_allocation(allocated in 0i64..10_000, entries in proptest::collection::vec(1i64..3_000, 0..20)) {
            let (mut spent, mut refused) = (Dong::ZERO, 0);
            for entry in &entries {
                match spend(Dong(allocated), spent, Dong(*entry)) {
                    Ok(now) => spent = now,
                    Err(refusal) => {
                        refused += 1;
                        prop_assert_eq!(refusal.key, "budgets-refused-overspent");
                        prop_assert!(entry > &remaining(Dong(allocated), spent).0);
                    }
                }
                prop_assert!(spent.0 <= allocated);
            }
            let all: i64 = entries.iter().sum();
            prop_assert_eq!(refused == 0, all <= allocated);
        }

        #[test]
        fn an_allocation_lies_between_what_is_spent_and_what_was_decided(amount in 0i64..100, most in 0i64..100, spent in 0i64..100) {
            let lawful = allot(Dong(amount), Some(Dong(most)), Dong(spent)).is_ok();
            prop_assert_eq!(lawful, amount <= most && amount >= spent);
        }
    }
}
