//! Plan against done: what was planned for a campaign, a channel and a quarter beside the verified pieces of the same.

use std::collections::BTreeMap;

/// Stands for the line of what belongs to no campaign.
pub const OUTSIDE: i64 = 0;

/// One campaign, one channel, one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Agency whose plan it is, or whose piece outside any.
    pub agency: i64,
    /// Line of the campaign, or [`OUTSIDE`].
    pub line: i64,
    /// Code of the channel.
    pub channel: String,
    /// 1 to 4.
    pub quarter: i64,
    /// Pieces planned.
    pub planned: i64,
    /// Verified pieces.
    pub done: i64,
    /// Money planned, đồng.
    pub cost: i64,
    /// Money the verified pieces cost, đồng.
    pub spent: i64,
    /// Readers, viewers, listeners of the verified pieces, where somebody counted them.
    pub reached: i64,
    /// Those of them that were measured, not declared.
    pub measured: i64,
}

/// What figures are summed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Channel.
    Channel,
    /// Campaign.
    Campaign,
    /// Agency.
    Agency,
    /// Quarter.
    Quarter,
}

impl By {
    /// All, as the page offers them.
    pub const ALL: [By; 4] = [By::Channel, By::Campaign, By::Agency, By::Quarter];

    /// Word in addresses and texts.
    pub fn code(self) -> &'static str {
        match self {
            By::Channel => "channel",
            By::Campaign => "campaign",
            By::Agency => "agency",
            By::Quarter => "quarter",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<By> {
        By::ALL.into_iter().find(|b| b.code() == code)
    }

    fn key(self, cell: &Cell) -> String {
        match self {
            By::Channel => cell.channel.clone(),
            By::Campaign => cell.line.to_string(),
            By::Agency => cell.agency.to_string(),
            By::Quarter => cell.quarter.to_string(),
        }
    }
}

/// A sum of cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// Pieces planned.
    pub planned: i64,
    /// Verified pieces, planned or not.
    pub done: i64,
    /// Verified pieces that fill what was planned: in each cell no more than planned.
    pub filled: i64,
    /// Money planned, đồng.
    pub cost: i64,
    /// Money spent, đồng.
    pub spent: i64,
    /// Readers, viewers, listeners.
    pub reached: i64,
    /// Measured, not declared.
    pub measured: i64,
}

impl Sum {
    /// Per cent of the planned pieces that were done; none where nothing was planned.
    pub fn share(&self) -> Option<f64> {
        (self.planned > 0).then(|| 100.0 * self.filled as f64 / self.planned as f64)
    }

    fn add(&mut self, cell: &Cell) {
        self.planned = self.planned.saturating_add(cell.planned);
        self.done = self.done.saturating_add(cell.done);
        self.filled = self.filled.saturating_add(cell.done.min(cell.planned));
        self.cost = self.cost.saturating_add(cell.cost);
        self.spent = self.spent.saturating_add(cell.spent);
        self.reached = self.reached.saturating_add(cell.reached);
        self.measured = self.measured.saturating_add(cell.measured);
    }
}

/// Sums by a key, in the key's order.
pub fn group(cells: &[Cell], by: By) -> BTreeMap<String, Sum> {
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    for cell in cells {
        sums.entry(by.key(cell)).or_default().add(cell);
    }
    sums
}

/// The sum of all.
pub fn total(cells: &[Cell]) -> Sum {
    let mut sum = Sum::default();
    for cell in cells {
        sum.add(cell);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell(
        (agency, line, channel, quarter): (i64, i64, usize, i64),
        (planned, done, cost, spent): (i64, i64, i64, i64),
    ) -> Cell {
        let channel = ["bao-in", "truyen-hinh", "pa-no"][channel].to_owned();
        let (reached, measured) = (done * 100, done * 40);
        Cell { agency, line, channel, quarter, planned, done, cost, spent, reached, measured }
    }

    #[test]
    fn what_was_done_beyond_one_cell_does_not_fill_another() {
        let cells = [cell((1, 1, 0, 1), (2, 5, 10, 12)), cell((1, 1, 0, 2), (4, 1, 10, 3))];
        let sum = total(&cells);
        assert_eq!((sum.planned, sum.done, sum.filled), (6, 6, 3));
        assert_eq!(sum.share(), Some(50.0));
        assert_eq!(Sum::default().share(), None);
    }

    proptest! {
        #[test]
        fn every_way_of_grouping_gives_the_same_total(cells in proptest::collection::vec(
            ((1i64..4, 1i64..6, 0usize..3, 1i64..5), (0i64..9, 0i64..9, 0i64..900, 0i64..900)), 0..20)) {
            let cells: Vec<Cell> = cells.into_iter().map(|(place, figures)| cell(place, figures)).collect();
            let whole = total(&cells);
            for by in By::ALL {
                let mut sum = Sum::default();
                for part in group(&cells, by).values() {
                    sum.planned += part.planned;
                    sum.done += part.done;
                    sum.filled += part.filled;
                    sum.cost += part.cost;
                    sum.spent += part.spent;
                    sum.reached += part.reached;
                    sum.measured += part.measured;
                }
                prop_assert_eq!(sum, whole);
                prop_assert_eq!(By::from_code(by.code()), Some(by));
            }
            prop_assert!(whole.share().is_none_or(|s| (0.0..=100.0).contains(&s)));
        }
    }
}
