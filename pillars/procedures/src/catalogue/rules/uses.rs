//! How long a procedure really takes: median and ninth tenth of kept counts, told only when there are enough of them.

use kernel::percentile;

/// What the counts of a time say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// Dossiers settled.
    pub dossiers: i64,
    /// Of them after the promise.
    pub late: i64,
    /// Half of them took no longer, working days.
    pub median: f64,
    /// Nine of ten took no longer, working days.
    pub ninth_tenth: f64,
}

/// Sums counts of (half working days, dossiers, late); none without dossiers.
pub fn summary(counts: impl IntoIterator<Item = (i64, i64, i64)>) -> Option<Summary> {
    let mut counted: Vec<(f64, u64)> = Vec::new();
    let (mut dossiers, mut late) = (0, 0);
    for (half_days, n, after) in counts {
        #[expect(clippy::cast_precision_loss, reason = "half-days of one dossier")]
        counted.push((half_days as f64 / 2.0, u64::try_from(n).unwrap_or(0)));
        dossiers += n;
        late += after;
    }
    Some(Summary {
        dossiers,
        late,
        median: percentile(&counted, 50.0)?,
        ninth_tenth: percentile(&counted, 90.0)?,
    })
}

/// Whether so many dossiers are enough to tell a time.
pub fn enough(summary: &Summary, minimum: i64) -> bool {
    summary.dossiers >= minimum.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn median_and_ninth_tenth_are_times_that_occurred() {
        let told = summary([(2, 5, 0), (4, 4, 1), (20, 1, 1)]).unwrap();
        assert_eq!((told.dossiers, told.late, told.median, told.ninth_tenth), (10, 2, 1.0, 2.0));
        assert!(enough(&told, 10) && !enough(&told, 11));
        assert_eq!(summary([]), None);
        assert_eq!(summary([(3, 0, 0)]), None);
    }

    proptest! {
        #[test]
        fn the_median_is_never_above_the_ninth_tenth(counts in prop::collection::vec((0i64..100, 1i64..9), 1..20)) {
            let told = summary(counts.iter().map(|(h, n)| (*h, *n, 0))).unwrap();
            prop_assert!(told.median <= told.ninth_tenth);
            prop_assert_eq!(told.dossiers, counts.iter().map(|(_, n)| n).sum::<i64>());
        }
    }
}
