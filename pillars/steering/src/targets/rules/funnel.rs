//! Agencies compared by a share without taking chance for truth: how likely a count this far from the city's share is where the
//! city's share holds for all, by the exact binomial distribution; and the limits of a funnel, which widen as records get fewer.
//!
//! With X ~ Binomial(n, p): P(X ≥ k) = I_p(k, n−k+1), the regularised incomplete beta function, by its continued fraction.
//! Outside means a tail of at most 2.5 % (95 % limits), far outside one of at most 0.1 % (99.8 % limits). The agency's own records
//! are part of the city's share, which draws its value a little towards it: with nine districts that hides rather than accuses.

/// What chance says of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chance {
    /// Too few records to say anything.
    Few,
    /// Chance alone may well do it.
    Within,
    /// Better than chance explains; far better.
    Better {
        /// Outside the 99.8 % limits.
        far: bool,
    },
    /// Worse than chance explains; far worse.
    Worse {
        /// Outside the 99.8 % limits.
        far: bool,
    },
}

impl Chance {
    /// Word in addresses and message keys.
    pub fn code(self) -> &'static str {
        match self {
            Chance::Few => "few",
            Chance::Within => "within",
            Chance::Better { far: false } => "better",
            Chance::Better { far: true } => "far-better",
            Chance::Worse { far: false } => "worse",
            Chance::Worse { far: true } => "far-worse",
        }
    }
}

/// Tail of the 95 % limits.
pub const OUTSIDE: f64 = 0.025;
/// Tail of the 99.8 % limits.
pub const FAR: f64 = 0.001;

/// What chance says of `count` of `n` where `p` is the share of all; `up`: more is better.
pub fn chance((count, n): (i64, i64), p: f64, up: bool, minimum: i64) -> Chance {
    if n < minimum.max(1) {
        return Chance::Few;
    }
    let (high, low) = (at_least(count, n, p), at_most(count, n, p));
    let (tail, above) = if high < low { (high, true) } else { (low, false) };
    if tail > OUTSIDE {
        return Chance::Within;
    }
    let far = tail <= FAR;
    if above == up { Chance::Better { far } } else { Chance::Worse { far } }
}

/// The lowest and highest count of `n` that chance explains with a tail above `tail` on each side.
pub fn limits(n: i64, p: f64, tail: f64) -> (i64, i64) {
    // The least k with P(X ≥ k) ≤ tail lies above the highest count within.
    let above = first(0, n + 1, |k| at_least(k, n, p) <= tail);
    let low = first(0, n, |k| at_most(k, n, p) > tail);
    (low, (above - 1).max(low))
}

/// The same limits as a line that is drawn: between two counts as far as the tail lies between theirs, so that the line does not
/// jump with every record. Who lies outside the limits lies on the line or beyond it.
pub fn curve(n: i64, p: f64, tail: f64) -> (f64, f64) {
    let (low, high) = limits(n, p, tail);
    let part = |within: f64, beyond: f64| {
        if within > beyond { ((within - tail) / (within - beyond)).clamp(0.0, 1.0) } else { 0.0 }
    };
    let below = part(at_most(low, n, p), at_most(low - 1, n, p));
    let above = part(at_least(high, n, p), at_least(high + 1, n, p));
    ((low as f64 - below).max(0.0), (high as f64 + above).min(n as f64))
}

/// The first k in from..=to for which a condition that stays true once true holds; `to` where none does.
fn first(from: i64, to: i64, holds: impl Fn(i64) -> bool) -> i64 {
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// P(X ≥ k).
fn at_least(k: i64, n: i64, p: f64) -> f64 {
    if k <= 0 {
        return 1.0;
    }
    if k > n {
        return 0.0;
    }
    incomplete_beta(k as f64, (n - k + 1) as f64, p)
}

/// P(X ≤ k).
fn at_most(k: i64, n: i64, p: f64) -> f64 {
    if k < 0 {
        return 0.0;
    }
    if k >= n {
        return 1.0;
    }
    incomplete_beta((n - k) as f64, (k + 1) as f64, 1.0 - p)
}

/// I_x(a, b).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    // The fraction converges fast below the mean; above it, the other end is taken.
    if x < (a + 1.0) / (a + b + 2.0) {
        (front * fraction(a, b, x) / a).clamp(0.0, 1.0)
    } else {
        (1.0 - front * fraction(b, a, 1.0 - x) / b).clamp(0.0, 1.0)
    }
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let bounded = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / bounded(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for step in 1..100_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / bounded(1.0 + even * d);
        c = bounded(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / bounded(1.0 + odd * d);
        c = bounded(1.0 + odd / c);
        let change = d * c;
        h *= change;
        if (change - 1.0).abs() < 1e-13 {
            break;
        }
    }
    h
}

/// ln Γ(x) for x > 0, by Lanczos' approximation (g 7, nine terms).
fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let x = x - 1.0;
    let series =
        (1i32..).zip(TERMS).fold(0.999_999_999_999_809_9, |sum, (n, term)| sum + term / (x + f64::from(n)));
    let t = x + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + series.ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// P(X ≥ k) by adding the terms up.
    fn added(k: i64, n: i64, p: f64) -> f64 {
        let mut term = (1.0 - p).powi(i32::try_from(n).unwrap());
        let mut sum = 0.0;
        for i in 0..=n {
            if i >= k {
                sum += term;
            }
            term *= (n - i) as f64 / (i + 1) as f64 * p / (1.0 - p);
        }
        sum
    }

    #[test]
    fn ten_throws_by_hand() {
        // P(X ≥ 8), n 10, p 0.5: (45 + 10 + 1) / 1024 = 0.0546875; P(X ≥ 9) = 11/1024 = 0.0107; P(X ≥ 10) = 1/1024 = 0.00098.
        assert!((at_least(8, 10, 0.5) - 0.054_687_5).abs() < 1e-12);
        assert!((at_most(1, 10, 0.5) - 11.0 / 1024.0).abs() < 1e-12);
        assert_eq!(chance((8, 10), 0.5, true, 1), Chance::Within);
        assert_eq!(chance((9, 10), 0.5, true, 1), Chance::Better { far: false });
        assert_eq!(chance((10, 10), 0.5, true, 1), Chance::Better { far: true });
        assert_eq!(chance((10, 10), 0.5, false, 1), Chance::Worse { far: true });
        assert_eq!(limits(10, 0.5, OUTSIDE), (2, 8));
        assert_eq!(limits(10, 0.5, FAR), (1, 9));
    }

    #[test]
    fn the_line_that_is_drawn_by_hand() {
        // P(X ≤ 2) = 56/1024, P(X ≤ 1) = 11/1024: (0.0546875 − 0.025) / (45/1024) = 0.67556 of a record below 2.
        let (low, high) = curve(10, 0.5, OUTSIDE);
        assert!((low - 1.324_444).abs() < 1e-5 && (high - 8.675_556).abs() < 1e-5, "{low} {high}");
    }

    #[test]
    fn few_records_say_nothing() {
        assert_eq!(chance((0, 29), 0.9, true, 30), Chance::Few);
        assert_ne!(chance((0, 30), 0.9, true, 30), Chance::Few);
        assert_eq!(chance((0, 0), 0.9, true, 0), Chance::Few);
    }

    #[test]
    fn many_records_are_counted_too() {
        // n 1,000,000, p 0.9: one standard deviation is 300; two and a half below is outside, four is far outside.
        assert_eq!(chance((899_250, 1_000_000), 0.9, true, 30), Chance::Worse { far: false });
        assert_eq!(chance((898_800, 1_000_000), 0.9, true, 30), Chance::Worse { far: true });
        assert_eq!(chance((899_800, 1_000_000), 0.9, true, 30), Chance::Within);
    }

    proptest! {
        #[test]
        fn tails_are_the_sum_of_their_terms(n in 1i64..60, k in 0i64..60, p in 0.02f64..0.98) {
            let k = k.min(n);
            prop_assert!((at_least(k, n, p) - added(k, n, p)).abs() < 1e-9);
            prop_assert!((at_least(k, n, p) + at_most(k - 1, n, p) - 1.0).abs() < 1e-9);
        }

        #[test]
        fn a_count_is_outside_exactly_beyond_the_limits(n in 1i64..400, k in 0i64..400, p in 0.05f64..0.95) {
            let k = k.min(n);
            let (low, high) = limits(n, p, OUTSIDE);
            let outside = chance((k, n), p, true, 1) != Chance::Within;
            prop_assert_eq!(outside, k < low || k > high, "{} of {} within {}..={}", k, n, low, high);
        }

        #[test]
        fn the_line_is_less_than_a_record_off_the_limits(n in 1i64..400, p in 0.05f64..0.95) {
            let ((low, high), (below, above)) = (limits(n, p, FAR), curve(n, p, FAR));
            prop_assert!((0.0..=1.0).contains(&(low as f64 - below)));
            prop_assert!((0.0..=1.0).contains(&(above - high as f64)));
        }

        #[test]
        fn limits_hold_the_share_and_close_in(n in 20i64..2_000, p in 0.05f64..0.95) {
            let wide = |n: i64| { let (low, high) = limits(n, p, FAR); (high - low) as f64 / n as f64 };
            let (low, high) = limits(n, p, OUTSIDE);
            prop_assert!(low as f64 <= p * n as f64 + 1.0 && high as f64 >= p * n as f64 - 1.0);
            prop_assert!(wide(n * 9) < wide(n));
        }
    }
}
