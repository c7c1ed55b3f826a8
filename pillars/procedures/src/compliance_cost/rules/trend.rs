//! Years side by side: the whole cost of each, and the change over the procedures studied in both that and the year before.
//! Only the second says whether cost fell: a longer list of studies costs more by itself.

use super::cost::Saving;
use kernel::Dong;
use std::collections::BTreeMap;

/// The cost of a procedure in a year, as an agency's accepted study has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearCost {
    /// Year.
    pub year: i64,
    /// Procedure and agency: what must be alike in both years.
    pub subject: (String, i64),
    /// Cost.
    pub cost: Dong,
}

/// A year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearLine {
    /// Year.
    pub year: i64,
    /// Cost of all studies.
    pub total: Dong,
    /// Studies.
    pub studies: usize,
    /// Over what was studied the year before too: its cost then and now, and how many; none where nothing was.
    pub alike: Option<(Saving, usize)>,
}

/// The years that have studies, in order.
pub fn trend(costs: &[YearCost]) -> Vec<YearLine> {
    let mut years: BTreeMap<i64, BTreeMap<&(String, i64), Dong>> = BTreeMap::new();
    for one in costs {
        years.entry(one.year).or_default().insert(&one.subject, one.cost);
    }
    let line = |(year, of): (&i64, &BTreeMap<&(String, i64), Dong>)| {
        let before = years.get(&(year - 1));
        let both: Vec<(Dong, Dong)> =
            of.iter().filter_map(|(subject, cost)| Some((*before?.get(subject)?, *cost))).collect();
        let saving = Saving { now: both.iter().map(|b| b.0).sum(), after: both.iter().map(|b| b.1).sum() };
        YearLine {
            year: *year,
            total: of.values().copied().sum(),
            studies: of.len(),
            alike: (!both.is_empty()).then_some((saving, both.len())),
        }
    };
    years.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(year: i64, procedure: &str, cost: i64) -> YearCost {
        YearCost { year, subject: (procedure.to_owned(), 1), cost: Dong(cost) }
    }

    #[test]
    fn a_longer_list_is_not_a_rise() {
        let lines = trend(&[cost(2012, "HT-01", 100), cost(2013, "HT-01", 80), cost(2013, "KD-01", 500)]);
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].total, lines[0].studies, lines[0].alike), (Dong(100), 1, None));
        assert_eq!((lines[1].total, lines[1].studies), (Dong(580), 2));
        let (saving, alike) = lines[1].alike.unwrap();
        assert_eq!((saving.saved(), saving.percent(), alike), (Dong(20), Some(20.0), 1));
    }

    #[test]
    fn a_year_left_out_is_compared_with_nothing() {
        let lines = trend(&[cost(2011, "HT-01", 100), cost(2013, "HT-01", 80)]);
        assert!(lines.iter().all(|l| l.alike.is_none()));
        assert!(trend(&[]).is_empty());
    }
}
