//! What a printed plan says in a row, and what its rows sum to.

/// Figures of a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Printed {
    /// Pieces planned.
    pub planned: i64,
    /// Verified pieces of the same campaign, channel and quarter.
    pub done: i64,
    /// People they reached; none where no piece says how many.
    pub reach: Option<i64>,
    /// Money planned, đồng.
    pub cost: i64,
    /// Money spent, đồng.
    pub spent: i64,
}

impl std::iter::Sum for Printed {
    fn sum<I: Iterator<Item = Printed>>(rows: I) -> Printed {
        rows.fold(Printed::default(), |sum, row| Printed {
            planned: sum.planned.saturating_add(row.planned),
            done: sum.done.saturating_add(row.done),
            reach: match (sum.reach, row.reach) {
                (Some(all), Some(more)) => Some(all.saturating_add(more)),
                (all, more) => all.or(more),
            },
            cost: sum.cost.saturating_add(row.cost),
            spent: sum.spent.saturating_add(row.spent),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_add_up_and_reach_that_nobody_counted_is_not_nought() {
        let row = |planned, done, reach| Printed { planned, done, reach, cost: 10, spent: 7 };
        let sum: Printed = [row(2, 5, Some(900)), row(4, 1, None), row(1, 0, Some(40))].into_iter().sum();
        assert_eq!(sum, Printed { planned: 7, done: 6, reach: Some(940), cost: 30, spent: 21 });
        assert_eq!([row(2, 0, None)].into_iter().sum::<Printed>().reach, None);
    }
}
