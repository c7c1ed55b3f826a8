//! Sums of lines by source, task, cost item or anything else: whatever they are grouped by, the groups add up to the whole.

use kernel::Dong;
use std::collections::BTreeMap;

/// The amounts of a line, and of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amounts {
    /// Quantity times price, as the agency asks for.
    pub proposed: Dong,
    /// As changed on its way, or decided.
    pub amount: Dong,
    /// Allocated, with adjustments.
    pub allocated: Dong,
    /// Spent.
    pub spent: Dong,
}

impl Amounts {
    fn plus(self, other: Amounts) -> Amounts {
        Amounts {
            proposed: self.proposed + other.proposed,
            amount: self.amount + other.amount,
            allocated: self.allocated + other.allocated,
            spent: self.spent + other.spent,
        }
    }

    /// Per cent of what was allocated that is spent; none where nothing was.
    pub fn executed(&self) -> Option<f64> {
        kernel::Share::new(self.spent.0, self.allocated.0).percent()
    }
}

/// The whole.
pub fn total(lines: impl IntoIterator<Item = Amounts>) -> Amounts {
    lines.into_iter().fold(Amounts::default(), Amounts::plus)
}

/// Sums by a key, in the order of the keys.
pub fn by<K: Ord>(lines: impl IntoIterator<Item = (K, Amounts)>) -> BTreeMap<K, Amounts> {
    let mut sums: BTreeMap<K, Amounts> = BTreeMap::new();
    for (key, amounts) in lines {
        let sum = sums.entry(key).or_default();
        *sum = sum.plus(amounts);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn groups_of_any_kind_add_up_to_the_whole(
            lines in proptest::collection::vec(((0u8..4, 0u8..3), (0i64..1_000_000, 0i64..1_000_000, 0i64..1_000_000, 0i64..1_000_000)), 0..40),
        ) {
            let amounts = |(proposed, amount, allocated, spent): (i64, i64, i64, i64)| Amounts {
                proposed: Dong(proposed), amount: Dong(amount), allocated: Dong(allocated), spent: Dong(spent),
            };
            let whole = total(lines.iter().map(|(_, a)| amounts(*a)));
            let first = by(lines.iter().map(|((k, _), a)| (*k, amounts(*a))));
            let second = by(lines.iter().map(|((_, k), a)| (*k, amounts(*a))));
            let both = by(lines.iter().map(|(k, a)| (*k, amounts(*a))));
            prop_assert_eq!(total(first.into_values()), whole);
            prop_assert_eq!(total(second.into_values()), whole);
            prop_assert_eq!(total(both.into_values()), whole);
        }
    }
}
