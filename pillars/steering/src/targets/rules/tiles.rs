//! A city drawn as tiles: a square each for districts and communes, placed by a table of columns and rows; and the bands of a
//! map's colours.

/// A square of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Code of the agency.
    pub code: String,
    /// Column, from 0.
    pub column: u32,
    /// Row, from 0.
    pub row: u32,
}

/// The tiles of a level, from lines "level,code,column,row"; other lines are left out.
pub fn tiles(table: &str, level: &str) -> Vec<Tile> {
    table
        .lines()
        .filter_map(|line| {
            let mut parts = line.trim().split(',');
            let (of, code) = (parts.next()?, parts.next()?);
            let (column, row) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            (of == level).then(|| Tile { code: code.to_owned(), column, row })
        })
        .collect()
}

/// Bands of a map.
pub const BANDS: usize = 5;

/// The upper ends of the bands but the last, so that about as many values lie in each; fewer where values are alike.
pub fn bands(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let mut ends: Vec<f64> = (1..BANDS)
        .filter_map(|n| sorted.get((sorted.len() * n).div_ceil(BANDS).checked_sub(1)?).copied())
        .collect();
    ends.dedup();
    // A band that ends at the highest value is the last one.
    ends.retain(|end| sorted.last().is_some_and(|last| end < last));
    ends
}

/// The band of a value, from 0.
pub fn band(ends: &[f64], value: f64) -> usize {
    ends.iter().filter(|end| value > **end).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ten_values_lie_in_five_bands_of_two() {
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        let ends = bands(&values);
        assert_eq!(ends, [2.0, 4.0, 6.0, 8.0]);
        assert_eq!(
            values.iter().map(|v| band(&ends, *v)).collect::<Vec<_>>(),
            [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
        );
    }

    #[test]
    fn values_alike_are_one_band_and_none_is_none() {
        assert!(bands(&[7.0; 9]).is_empty() && bands(&[]).is_empty());
    }

    #[test]
    fn a_line_that_is_no_tile_is_left_out() {
        let found = tiles("# x\ncommune,phuong-a,3,4\ndistrict,quan-a,0,1\ncommune,b,x,1\n", "commune");
        assert_eq!(found, [Tile { code: "phuong-a".to_owned(), column: 3, row: 4 }]);
    }

    proptest! {
        #[test]
        fn a_higher_value_is_in_no_lower_band(values in proptest::collection::vec(0f64..100.0, 1..90)) {
            let ends = bands(&values);
            let mut sorted = values;
            sorted.sort_by(f64::total_cmp);
            let found: Vec<usize> = sorted.iter().map(|v| band(&ends, *v)).collect();
            prop_assert!(found.windows(2).all(|w| w[0] <= w[1]) && found.iter().all(|b| *b < BANDS));
        }
    }
}
