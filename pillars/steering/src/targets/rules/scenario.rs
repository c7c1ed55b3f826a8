//! "What if": every district lifted to a level, the others as they are, and what the city would then have. Only shares can be put
//! together from their parts; a median of medians is not the city's.

/// What the districts are lifted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The best district's value.
    Best,
    /// The middle district's value.
    Median,
    /// A figure that was chosen.
    Figure,
}

impl Rule {
    /// All.
    pub const ALL: [Rule; 3] = [Rule::Best, Rule::Median, Rule::Figure];

    /// Word in addresses, the database and message keys.
    pub fn code(self) -> &'static str {
        match self {
            Rule::Best => "best",
            Rule::Median => "median",
            Rule::Figure => "figure",
        }
    }

    /// By its word.
    pub fn of(code: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|r| r.code() == code)
    }
}

fn percent((numerator, denominator): (i64, i64)) -> Option<f64> {
    (denominator > 0).then(|| 100.0 * numerator as f64 / denominator as f64)
}

/// The level of a rule, in per cent, from (numerator, denominator) of each district; districts with fewer records than `minimum`
/// set no level. None where none does, or no figure was chosen.
pub fn level(parts: &[(i64, i64)], rule: Rule, figure: Option<f64>, minimum: i64, up: bool) -> Option<f64> {
    let mut values: Vec<f64> =
        parts.iter().filter(|(_, n)| *n >= minimum.max(1)).filter_map(|part| percent(*part)).collect();
    values.sort_by(f64::total_cmp);
    match rule {
        Rule::Figure => figure,
        Rule::Best if up => values.last().copied(),
        Rule::Best => values.first().copied(),
        Rule::Median => {
            let (low, high) =
                (values.get(values.len().saturating_sub(1) / 2)?, values.get(values.len() / 2)?);
            Some((low + high) / 2.0)
        }
    }
}

/// A district lifted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lifted {
    /// What it counts now.
    pub now: (i64, i64),
    /// What its numerator would be.
    pub then: f64,
}

/// The city then.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The districts, in their order.
    pub parts: Vec<Lifted>,
    /// What the others count, who stay as they are.
    pub others: (i64, i64),
    /// The city now, per cent.
    pub now: Option<f64>,
    /// The city then, per cent.
    pub then: Option<f64>,
}

/// The city where each district that is worse than the level reached it; who is better already stays.
pub fn lifted(parts: &[(i64, i64)], city: (i64, i64), level: f64, up: bool) -> Outcome {
    let lift = |(numerator, denominator): (i64, i64)| {
        let reached = level / 100.0 * denominator as f64;
        let now = numerator as f64;
        let then = if up { now.max(reached) } else { now.min(reached) };
        Lifted { now: (numerator, denominator), then }
    };
    let parts: Vec<Lifted> = parts.iter().map(|part| lift(*part)).collect();
    let sum = parts.iter().fold((0, 0), |(n, d), p| (n + p.now.0, d + p.now.1));
    let others = (city.0 - sum.0, city.1 - sum.1);
    let numerator = parts.iter().map(|p| p.then).sum::<f64>() + others.0 as f64;
    let then = (city.1 > 0).then(|| 100.0 * numerator / city.1 as f64);
    Outcome { parts, others, now: percent(city), then }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn three_districts_by_hand() {
        // 80/100, 45/50 (90 %), 30/50 (60 %), others 20/20: the city 175/220 = 79.55 %.
        // All at 90 %: 90 + 45 + 45 + 20 = 200 of 220 = 90.91 %.
        let parts = [(80, 100), (45, 50), (30, 50)];
        assert_eq!(level(&parts, Rule::Best, None, 30, true), Some(90.0));
        assert_eq!(level(&parts, Rule::Median, None, 30, true), Some(80.0));
        assert_eq!(
            level(&parts, Rule::Best, None, 60, true),
            Some(80.0),
            "fifty records set no level of sixty"
        );
        let found = lifted(&parts, (175, 220), 90.0, true);
        let then: Vec<f64> = found.parts.iter().map(|p| p.then).collect();
        assert_eq!(then, [90.0, 45.0, 45.0]);
        assert_eq!(found.others, (20, 20));
        assert!((found.now.unwrap() - 79.545_454).abs() < 1e-5);
        assert!((found.then.unwrap() - 90.909_090).abs() < 1e-5);
    }

    #[test]
    fn where_less_is_better_the_least_is_best() {
        let parts = [(10, 100), (2, 50)];
        assert_eq!(level(&parts, Rule::Best, None, 1, false), Some(4.0));
        let found = lifted(&parts, (12, 150), 4.0, false);
        assert_eq!(found.then, Some(4.0));
    }

    #[test]
    fn nobody_with_enough_records_sets_no_level() {
        assert_eq!(level(&[(1, 2)], Rule::Best, None, 30, true), None);
        assert_eq!(level(&[], Rule::Median, None, 1, true), None);
        assert_eq!(level(&[], Rule::Figure, Some(95.0), 30, true), Some(95.0));
    }

    fn parts() -> impl Strategy<Value = Vec<(i64, i64)>> {
        proptest::collection::vec((0i64..500, 1i64..500).prop_map(|(n, d)| (n.min(d), d)), 1..12)
    }

    proptest! {
        #[test]
        fn the_city_is_never_worse_than_now_and_never_beyond_the_bounds(parts in parts(), rest in (0i64..100, 0i64..100), level in 0f64..100.0, up: bool) {
            let rest = (rest.0.min(rest.1), rest.1);
            let city = parts.iter().fold(rest, |(n, d), p| (n + p.0, d + p.1));
            let found = lifted(&parts, city, level, up);
            let (now, then) = (found.now.unwrap(), found.then.unwrap());
            let gain = if up { then - now } else { now - then };
            prop_assert!(gain >= -1e-9);
            prop_assert!((-1e-9..=100.0 + 1e-9).contains(&then));
            prop_assert_eq!(found.others, rest);
        }

        #[test]
        fn the_median_lies_between_the_ends(parts in parts()) {
            let of = |rule, up| level(&parts, rule, None, 1, up).unwrap();
            prop_assert!(of(Rule::Best, false) <= of(Rule::Median, true) && of(Rule::Median, true) <= of(Rule::Best, true));
        }
    }
}
