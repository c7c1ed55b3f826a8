//! Years side by side: the whole cost of each, and the change over the procedures studied in both that and the year before.
//! A longer list of studies costs more by itself, and fewer dossiers cost less by themselves: only the change at the same number
//! of performances says whether a procedure has become cheaper.

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
    /// Cost of one performance.
    pub once: Dong,
    /// Performances in the year.
    pub performances: i64,
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
    /// The same at this year's number of performances: what they would have cost a year before, and what they cost.
    pub cheaper: Option<Saving>,
}

/// The years that have studies, in order.
pub fn trend(costs: &[YearCost]) -> Vec<YearLine> {
    let mut years: BTreeMap<i64, BTreeMap<&(String, i64), &YearCost>> = BTreeMap::new();
    for one in costs {
        years.entry(one.year).or_default().insert(&one.subject, one);
    }
    let line = |(year, of): (&i64, &BTreeMap<&(String, i64), &YearCost>)| {
        let before = years.get(&(year - 1));
        let both: Vec<(&YearCost, &YearCost)> =
            of.iter().filter_map(|(subject, now)| Some((*before?.get(subject)?, *now))).collect();
        let after: Dong = both.iter().map(|(_, now)| now.cost).sum();
        // What would be too large to say was not cheaper.
        let as_before =
            |(was, now): &(&YearCost, &YearCost)| was.once.times(now.performances).unwrap_or(now.cost);
        let whole = Saving { now: both.iter().map(|(was, _)| was.cost).sum(), after };
        let alike_many = Saving { now: both.iter().map(as_before).sum(), after };
        YearLine {
            year: *year,
            total: of.values().map(|one| one.cost).sum(),
            studies: of.len(),
            alike: (!both.is_empty()).then_some((whole, both.len())),
            cheaper: (!both.is_empty()).then_some(alike_many),
        }
    };
    years.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(year: i64, procedure: &str, cost: i64) -> YearCost {
        YearCost {
            year,
            subject: (procedure.to_owned(), 1),
            cost: Dong(cost),
            once: Dong(cost),
            performances: 1,
        }
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
    fn fewer_dossiers_are_not_a_cheaper_procedure() {
        let many = YearCost { cost: Dong(1_000), performances: 10, ..cost(2012, "HT-01", 100) };
        let few = YearCost { cost: Dong(180), performances: 2, ..cost(2013, "HT-01", 90) };
        let lines = trend(&[many, few]);
        assert_eq!(lines[1].alike.unwrap().0.saved(), Dong(820));
        let cheaper = lines[1].cheaper.unwrap();
        assert_eq!((cheaper.saved(), cheaper.percent()), (Dong(20), Some(10.0)));
    }

    #[test]
    fn a_year_left_out_is_compared_with_nothing() {
        let lines = trend(&[cost(2011, "HT-01", 100), cost(2013, "HT-01", 80)]);
        assert!(lines.iter().all(|l| l.alike.is_none()));
        assert!(trend(&[]).is_empty());
    }
}
