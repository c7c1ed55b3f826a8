//! Forecast to the deadline: a straight line through the monthly values by weighted least squares.
//!
//! With month number x, value y and records w of each month, x̄ and ȳ the weighted means, Sxx = Σw(x−x̄)²:
//! slope b = Σw(x−x̄)(y−ȳ) / Sxx, expected value ŷ(x₀) = ȳ + b(x₀−x̄), variance of unit weight s² = Σw(y−ŷ)² / (n−2),
//! 95 % prediction interval ŷ(x₀) ± t(n−2; 0.975) · √( s² · (1/w̄ + 1/Σw + (x₀−x̄)²/Sxx) ), where w̄ is the mean
//! weight of a month. Limits of the method: it knows no season, no ceiling and no change of policy, it takes months
//! as independent of each other, and far from the data only the widening interval is honest. None below six months.

/// Months with data needed for a forecast.
pub const MIN_MONTHS: usize = 6;

/// The value of a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// Number of the month, counted from anywhere.
    pub x: f64,
    /// Value.
    pub y: f64,
    /// Records behind it.
    pub weight: f64,
}

/// The expected value of a month with its 95 % prediction interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// Number of the month.
    pub x: f64,
    /// Expected value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Expected values at `ahead`, cut off at `bounds` (0 to 100 for shares); empty when there is too little to go by.
pub fn forecast(observed: &[Observed], ahead: &[f64], bounds: (f64, f64)) -> Vec<Forecast> {
    let counted: Vec<&Observed> = observed.iter().filter(|o| o.weight > 0.0 && o.y.is_finite()).collect();
    if counted.len() < MIN_MONTHS {
        return Vec::new();
    }
    let weight: f64 = counted.iter().map(|o| o.weight).sum();
    let mean_x = counted.iter().map(|o| o.weight * o.x).sum::<f64>() / weight;
    let mean_y = counted.iter().map(|o| o.weight * o.y).sum::<f64>() / weight;
    let sxx: f64 = counted.iter().map(|o| o.weight * (o.x - mean_x).powi(2)).sum();
    if sxx <= 0.0 {
        return Vec::new();
    }
    let slope = counted.iter().map(|o| o.weight * (o.x - mean_x) * (o.y - mean_y)).sum::<f64>() / sxx;
    let at = |x: f64| mean_y + slope * (x - mean_x);
    let freedom = counted.len() - 2;
    let variance = counted.iter().map(|o| o.weight * (o.y - at(o.x)).powi(2)).sum::<f64>() / freedom as f64;
    let usual = weight / counted.len() as f64;
    let quantile = t_975(freedom);
    let cut = |v: f64| v.clamp(bounds.0, bounds.1);
    ahead
        .iter()
        .map(|&x| {
            let half =
                quantile * (variance * (1.0 / usual + 1.0 / weight + (x - mean_x).powi(2) / sxx)).sqrt();
            Forecast { x, value: cut(at(x)), low: cut(at(x) - half), high: cut(at(x) + half) }
        })
        .collect()
}

/// The 97.5 % quantile of Student's t; between the tabled degrees of freedom, linear in their reciprocal.
fn t_975(freedom: usize) -> f64 {
    const TABLE: [(usize, f64); 16] = [
        (1, 12.706),
        (2, 4.303),
        (3, 3.182),
        (4, 2.776),
        (5, 2.571),
        (6, 2.447),
        (7, 2.365),
        (8, 2.306),
        (9, 2.262),
        (10, 2.228),
        (12, 2.179),
        (15, 2.131),
        (20, 2.086),
        (30, 2.042),
        (60, 2.000),
        (120, 1.980),
    ];
    let mut below = (1, 12.706);
    for (df, t) in TABLE {
        if df == freedom {
            return t;
        }
        if df > freedom {
            let (a, b, x) = (1.0 / below.0 as f64, 1.0 / df as f64, 1.0 / freedom.max(1) as f64);
            return below.1 + (t - below.1) * (a - x) / (a - b);
        }
        below = (df, t);
    }
    1.960
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WIDE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

    fn series(values: &[f64]) -> Vec<Observed> {
        (0i32..).zip(values).map(|(x, y)| Observed { x: x.into(), y: *y, weight: 1.0 }).collect()
    }

    #[test]
    fn six_points_by_hand() {
        // y = 1, 3, 2, 5, 4, 6 at x = 0..5: x̄ 2.5, ȳ 3.5, Sxx 17.5, Sxy 15.5, b 0.885714; at 6: 6.6.
        // Residual sum 17.5 − 15.5²/17.5 = 3.771429, s² 0.942857; half = 2.776·√(s²·(1 + 1/6 + 12.25/17.5)) = 3.6832.
        let found = forecast(&series(&[1.0, 3.0, 2.0, 5.0, 4.0, 6.0]), &[6.0], WIDE);
        let f = found[0];
        assert!((f.value - 6.6).abs() < 1e-9, "{f:?}");
        assert!(
            (f.high - f.value - 3.6832).abs() < 0.001 && (f.value - f.low - 3.6832).abs() < 0.001,
            "{f:?}"
        );
    }

    #[test]
    fn too_few_months_give_none() {
        assert!(forecast(&series(&[1.0, 2.0, 3.0, 4.0, 5.0]), &[6.0], WIDE).is_empty());
        assert!(forecast(&[Observed { x: 1.0, y: 2.0, weight: 1.0 }; 9], &[6.0], WIDE).is_empty());
    }

    #[test]
    fn quantiles_of_student() {
        assert!((t_975(4) - 2.776).abs() < 1e-9);
        assert!((t_975(25) - 2.060).abs() < 0.002);
        assert!((t_975(40) - 2.021).abs() < 0.002);
        assert!((t_975(10_000) - 1.960).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn a_straight_line_is_continued(a in -50f64..50.0, b in -3f64..3.0, weights in proptest::collection::vec(1f64..500.0, 6..40)) {
            let line: Vec<Observed> = (0i32..).zip(&weights).map(|(x, w)| Observed { x: x.into(), y: a + b * f64::from(x), weight: *w }).collect();
            let f = forecast(&line, &[60.0], WIDE)[0];
            prop_assert!((f.value - (a + b * 60.0)).abs() < 1e-6);
            prop_assert!(f.high - f.low < 1e-3);
        }

        #[test]
        fn the_interval_holds_the_value_widens_and_stays_in_bounds(values in proptest::collection::vec(0f64..100.0, 6..40)) {
            let found = forecast(&series(&values), &[40.0, 50.0, 90.0], WIDE);
            prop_assert!(found.windows(2).all(|w| w[1].high - w[1].low >= w[0].high - w[0].low - 1e-9));
            for f in forecast(&series(&values), &[40.0, 50.0, 90.0], (0.0, 100.0)) {
                prop_assert!(0.0 <= f.low && f.low <= f.value && f.value <= f.high && f.high <= 100.0);
            }
        }
    }
}
