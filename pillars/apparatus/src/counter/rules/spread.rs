//! Waiting and serving times: their median and the time within which nine of ten were called or served, by nearest rank.

use kernel::percentile;

/// How many waited so many whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Whole minutes; below zero where nobody measured them.
    pub minutes: i64,
    /// Tickets.
    pub tickets: i64,
}

/// What is told of a group of tickets.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spread {
    /// Tickets counted.
    pub tickets: i64,
    /// Half of them took no longer, minutes.
    pub median: Option<f64>,
    /// Nine of ten took no longer, minutes.
    pub ninety: Option<f64>,
}

/// The spread of some counts; what was not measured is counted, and says nothing of the times.
pub fn spread(counted: &[Counted]) -> Spread {
    let values: Vec<(f64, u64)> = counted
        .iter()
        .filter(|c| c.minutes >= 0)
        .map(|c| (c.minutes as f64, u64::try_from(c.tickets).unwrap_or(0)))
        .collect();
    Spread {
        tickets: counted.iter().map(|c| c.tickets).sum(),
        median: percentile(&values, 50.0),
        ninety: percentile(&values, 90.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_tickets_have_a_median_and_a_ninth() {
        let counted: Vec<Counted> = (1..=10).map(|minutes| Counted { minutes, tickets: 1 }).collect();
        let told = spread(&counted);
        assert_eq!((told.tickets, told.median, told.ninety), (10, Some(5.0), Some(9.0)));
        let quick = [counted.as_slice(), &[Counted { minutes: -1, tickets: 20 }]].concat();
        let told = spread(&quick);
        assert_eq!((told.tickets, told.median), (30, Some(5.0)), "quick service is served in no time known");
        assert_eq!(spread(&[]), Spread { tickets: 0, median: None, ninety: None });
    }
}
