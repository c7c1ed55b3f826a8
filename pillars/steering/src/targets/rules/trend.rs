//! Whether a value goes up or down: the last three months with data against the three before.

/// Direction of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// Rising.
    Up,
    /// Falling.
    Down,
    /// Neither, within the tolerance.
    Flat,
}

impl Trend {
    /// Word in message keys.
    pub fn code(self) -> &'static str {
        match self {
            Trend::Up => "up",
            Trend::Down => "down",
            Trend::Flat => "flat",
        }
    }
}

/// The trend of monthly (value, weight), oldest first; none with fewer than four months.
/// Means are weighted by the records of each month; a difference below `tolerance` is flat.
pub fn trend(months: &[(f64, i64)], tolerance: f64) -> Option<Trend> {
    if months.len() < 4 {
        return None;
    }
    let (before, last) = months.split_at(months.len() - 3);
    let before = before.get(before.len().saturating_sub(3)..)?;
    let difference = mean(last)? - mean(before)?;
    Some(if difference.abs() < tolerance {
        Trend::Flat
    } else if difference > 0.0 {
        Trend::Up
    } else {
        Trend::Down
    })
}

fn mean(months: &[(f64, i64)]) -> Option<f64> {
    let weight: i64 = months.iter().map(|(_, n)| n).sum();
    (weight > 0).then(|| months.iter().map(|(v, n)| v * *n as f64).sum::<f64>() / weight as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn trends_by_hand() {
        let series = |values: [f64; 6]| values.map(|v| (v, 10));
        assert_eq!(trend(&series([70.0, 71.0, 72.0, 80.0, 81.0, 82.0]), 1.0), Some(Trend::Up));
        assert_eq!(trend(&series([80.0, 81.0, 82.0, 70.0, 71.0, 72.0]), 1.0), Some(Trend::Down));
        assert_eq!(trend(&series([80.0, 80.0, 80.0, 80.5, 80.5, 80.5]), 1.0), Some(Trend::Flat));
        assert_eq!(trend(&[(1.0, 1); 3], 1.0), None);
        assert_eq!(trend(&[(1.0, 0); 6], 1.0), None);
        // One month of ten thousand outweighs two of one.
        assert_eq!(trend(&[(50.0, 5), (50.0, 10_000), (90.0, 1), (90.0, 1)], 1.0), Some(Trend::Flat));
    }

    proptest! {
        #[test]
        fn reversing_time_reverses_the_trend(values in proptest::array::uniform6(0f64..100.0)) {
            let forward: Vec<(f64, i64)> = values.iter().map(|v| (*v, 7)).collect();
            let backward: Vec<(f64, i64)> = forward.iter().rev().copied().collect();
            let turned = match trend(&forward, 1.0) { Some(Trend::Up) => Some(Trend::Down), Some(Trend::Down) => Some(Trend::Up), other => other };
            prop_assert_eq!(trend(&backward, 1.0), turned);
        }
    }
}
