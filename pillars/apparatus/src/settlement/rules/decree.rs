//! Decree 61/2018, art. 27-32, with Circular 01/2018/TT-VPCP, art. 12-15: scores to one decimal, totals, bands, and the indicators
//! of a whole agency. Scores are kept in tenths of a point.

use super::how::{How, OnlineShares};
use contracts::settlement::PetitionCount;
use serde::{Deserialize, Serialize};

/// Indicators of an official; ten points at most.
pub const OFFICER: [u8; 5] = [1, 2, 3, 4, 7];
/// Tenths of a point that an agency can reach with all nine indicators.
pub const AGENCY_MOST: i64 = 180;
/// Tenths that an official can reach.
pub const OFFICER_MOST: i64 = 100;

/// The average of points over dossiers to one decimal, in tenths; none without a dossier.
pub fn tenths(points: i64, dossiers: i64) -> Option<i64> {
    (dossiers > 0).then(|| (20 * points + dossiers) / (2 * dossiers))
}

/// A total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// Reached, tenths.
    pub reached: i64,
    /// What the indicators with data could give, tenths.
    pub possible: i64,
}

impl Total {
    /// Of the scores of those indicators that have data.
    pub fn of(scores: impl IntoIterator<Item = Option<i64>>) -> Total {
        let known: Vec<i64> = scores.into_iter().flatten().collect();
        let possible = 20 * i64::try_from(known.len()).unwrap_or(0);
        Total { reached: known.iter().sum(), possible }
    }

    /// What is set against the bands, points: as reached, or in proportion to the full maximum.
    fn against(self, full: i64, scaled: bool) -> Option<f64> {
        if self.possible == 0 {
            return None;
        }
        let reached = self.reached as f64 / 10.0;
        Some(if scaled { reached * full as f64 / self.possible as f64 } else { reached })
    }
}

/// A band by its word in keys of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Band {
    /// Xuất sắc.
    Excellent,
    /// Tốt.
    Good,
    /// Khá.
    Fair,
    /// Trung bình.
    Average,
    /// Yếu.
    Weak,
    /// 100 % of the duty.
    DutyAll,
    /// 70 to under 100 %.
    DutyMost,
    /// Under 70 %.
    DutyPart,
}

impl Band {
    /// Word in keys of texts.
    pub fn code(self) -> &'static str {
        match self {
            Band::Excellent => "excellent",
            Band::Good => "good",
            Band::Fair => "fair",
            Band::Average => "average",
            Band::Weak => "weak",
            Band::DutyAll => "duty-all",
            Band::DutyMost => "duty-most",
            Band::DutyPart => "duty-part",
        }
    }
}

/// The band of a value: the first whose lower end it reaches, else the last.
fn banded(value: f64, ends: &[f64], bands: &[Band], last: Band) -> Band {
    // The nudge keeps a total that is exactly on its end from falling under it.
    ends.iter().zip(bands).find(|(end, _)| value + 1e-9 >= **end).map_or(last, |(_, band)| *band)
}

/// An agency's band.
pub fn agency_band(total: Total, how: &How) -> Option<Band> {
    let bands = [Band::Excellent, Band::Good, Band::Fair, Band::Average];
    let value = total.against(AGENCY_MOST, how.bands_scaled)?;
    Some(banded(value, &how.agency_bands, &bands, Band::Weak))
}

/// An official's band.
pub fn officer_band(total: Total, how: &How) -> Option<Band> {
    let value = total.against(OFFICER_MOST, how.bands_scaled)?;
    Some(banded(value, &how.officer_bands, &[Band::DutyAll, Band::DutyMost], Band::DutyPart))
}

/// Indicator 5: of the procedures (all done at the one-stop desk, all) and (received there, all), by the level of the agency: half
/// of a district's, all of a commune's, a fifth above them; else that each is received there. None without a procedure.
pub fn desk_points(whole: (i64, i64), at_desk: (i64, i64), level: &str) -> Option<i64> {
    let share = match level {
        "commune" => 100,
        "district" => 50,
        _ => 20,
    };
    match whole {
        (_, 0) => None,
        (done, all) if done * 100 >= share * all => Some(2),
        _ => Some(i64::from(at_desk.0 == at_desk.1)),
    }
}

/// Indicator 6: procedures posted at the seat, and published complete and in time on the network: both, one of the two, none.
pub fn publication_points(posted: bool, electronic: bool) -> i64 {
    i64::from(posted) + i64::from(electronic)
}

/// Indicator 8: answers to petitions.
pub fn petition_points(count: &PetitionCount, share: f64) -> i64 {
    if count.prolonged > 0 {
        return 0;
    }
    match count.on_time {
        on_time if on_time >= count.all => 2,
        on_time if on_time as f64 * 100.0 >= share * count.all as f64 => 1,
        _ => 0,
    }
}

/// Indicator 9: online services; of procedures (those served online, all), of dossiers (filed online, all), and how many of
/// those filed online were late. None without a procedure or a dossier.
pub fn online_points(
    procedures: (i64, i64),
    dossiers: (i64, i64),
    late: i64,
    shares: &OnlineShares,
) -> Option<i64> {
    if procedures.1 == 0 || dossiers.1 == 0 {
        return None;
    }
    let reaches = |(part, of): (i64, i64), share: f64| part as f64 * 100.0 + 1e-9 >= share * of as f64;
    Some(if late > 0 || procedures.0 == 0 || !reaches(dossiers, shares.some) {
        0
    } else if reaches(procedures, shares.procedures) && reaches(dossiers, shares.dossiers) {
        2
    } else {
        1
    })
}

#[cfg(test)]
mod tests {
    use super::super::how::samples::how;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_worked_examples_of_the_domain_file() {
        // onestop.md 3.7: three dossiers with 2, 1, 0 points give 1.0; with 2, 2, 1 points 1.7 (5/3 = 1.666).
        assert_eq!(tenths(2 + 1, 3), Some(10));
        assert_eq!(tenths(2 + 2 + 1, 3), Some(17));
        assert_eq!(tenths(0, 0), None);
        // A half goes up: 1.25 gives 1.3.
        assert_eq!(tenths(5, 4), Some(13));
    }

    #[test]
    fn an_indicator_without_data_is_dropped() {
        let total = Total::of([Some(17), None, Some(10)]);
        assert_eq!(total, Total { reached: 27, possible: 40 });
        assert_eq!(Total::of([None, None]), Total { reached: 0, possible: 0 });
        assert_eq!(agency_band(Total::of([None]), &how()), None);
    }

    #[test]
    fn bands_of_agencies_and_officials_at_their_ends() {
        let rules = How { bands_scaled: false, ..how() };
        let agency = |reached| agency_band(Total { reached, possible: AGENCY_MOST }, &rules).unwrap();
        let ends = [
            (180, Band::Excellent),
            (150, Band::Excellent),
            (149, Band::Good),
            (120, Band::Good),
            (119, Band::Fair),
            (90, Band::Fair),
            (89, Band::Average),
            (60, Band::Average),
            (59, Band::Weak),
        ];
        for (reached, band) in ends {
            assert_eq!(agency(reached), band, "{reached}");
        }
        let officer = |reached| officer_band(Total { reached, possible: OFFICER_MOST }, &rules).unwrap();
        let ends = [(50, Band::DutyAll), (49, Band::DutyMost), (35, Band::DutyMost), (34, Band::DutyPart)];
        for (reached, band) in ends {
            assert_eq!(officer(reached), band, "{reached}");
        }
    }

    #[test]
    fn what_lacks_data_does_not_make_an_agency_weak_where_the_rule_scales() {
        let total = Total { reached: 60, possible: 80 };
        let with = |bands_scaled| agency_band(total, &How { bands_scaled, ..how() });
        assert_eq!(
            (with(true), with(false)),
            (Some(Band::Good), Some(Band::Average)),
            "6 of 8 is 13.5 of 18"
        );
    }

    #[test]
    fn the_whole_process_at_the_desk_by_the_level_of_the_agency() {
        let points = |done, received, level| desk_points((done, 10), (received, 10), level);
        assert_eq!(
            [points(2, 10, "city"), points(2, 10, "district"), points(5, 9, "district")],
            [Some(2), Some(1), Some(2)]
        );
        assert_eq!([points(9, 10, "commune"), points(9, 9, "commune")], [Some(1), Some(0)]);
        assert_eq!(desk_points((0, 0), (0, 0), "commune"), None);
    }

    #[test]
    fn petitions_by_share_and_none_prolonged() {
        let points = |all, on_time, prolonged| {
            petition_points(&PetitionCount { all, on_time, prolonged, ..PetitionCount::default() }, 90.0)
        };
        assert_eq!([points(0, 0, 0), points(10, 10, 0), points(10, 9, 0)], [2, 2, 1]);
        assert_eq!([points(10, 8, 0), points(10, 10, 1)], [0, 0]);
    }

    #[test]
    fn online_services_by_both_shares_and_none_late() {
        let shares = how().online;
        let points = |procedures, dossiers, late| online_points(procedures, dossiers, late, &shares);
        assert_eq!(points((2, 10), (30, 100), 0), Some(2));
        assert_eq!(points((1, 10), (30, 100), 0), Some(1), "too few procedures");
        assert_eq!(points((2, 10), (29, 100), 0), Some(1));
        assert_eq!(points((2, 10), (15, 100), 0), Some(1));
        assert_eq!(points((2, 10), (14, 100), 0), Some(0));
        assert_eq!(points((2, 10), (30, 100), 1), Some(0), "one was late");
        assert_eq!(points((0, 10), (30, 100), 0), Some(0));
        assert_eq!((points((0, 0), (1, 1), 0), points((1, 1), (0, 0), 0)), (None, None));
    }

    proptest! {
        #[test]
        fn an_average_lies_between_nothing_and_two(twos in 0i64..500, ones in 0i64..500, noughts in 0i64..500) {
            let dossiers = twos + ones + noughts;
            let score = tenths(2 * twos + ones, dossiers);
            prop_assert_eq!(score.is_some(), dossiers > 0);
            if let Some(score) = score {
                prop_assert!((0..=20).contains(&score));
                let exact = (2 * twos + ones) as f64 * 10.0 / dossiers as f64;
                prop_assert!((score as f64 - exact).abs() <= 0.5 + 1e-9);
            }
        }
    }
}
