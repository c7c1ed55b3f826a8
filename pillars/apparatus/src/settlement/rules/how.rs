//! The dated rules an evaluation follows, read once for a day: thresholds, bands, weights, and what the texts leave open.

use super::index::IndexItem;
use kernel::Day;
use platform::error::Result;
use platform::profiles::Profiles;
use serde::Deserialize;

/// Which promise the index compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseUsed {
    /// The one given at the receipt.
    First,
    /// The one that stands, begun anew or put off.
    Current,
}

/// Shares of indicator 9, per cent.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnlineShares {
    /// Of procedures that are online services, for two points.
    pub procedures: f64,
    /// Of dossiers filed online, for two points.
    pub dossiers: f64,
    /// Of dossiers filed online, for one point.
    pub some: f64,
}

/// The rules of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct How {
    /// Totals from which an agency is excellent, good, fair, average.
    pub agency_bands: Vec<f64>,
    /// Totals from which an official has done all, or most, of the duty.
    pub officer_bands: Vec<f64>,
    /// Whether a total is set against what could be reached with the indicators that have data.
    pub bands_scaled: bool,
    /// Indicator 9.
    pub online: OnlineShares,
    /// Indicator 8: per cent of answers in time for one point.
    pub petition_share: f64,
    /// Reason codes of requests for papers that are no contact of indicator 3.
    pub not_counted: Vec<String>,
    /// The index's parts with their weights; empty on days without the index.
    pub index: Vec<IndexItem>,
    /// The promise of the index.
    pub promise: PromiseUsed,
    /// Parts of a procedure that index 1.3 wants.
    pub parts: Vec<String>,
    /// Days a procedure must be announced before it holds (index 1.1).
    pub announce_days: i64,
    /// Working days in which it must be published after the decision (index 1.2).
    pub publish_wd: u32,
    /// Highest level of an answer that counts as disliked.
    pub disliked_most: i64,
    /// Fewest sheets whose count is told: fewer would tell what single persons answered.
    pub sheets_least: i64,
}

impl How {
    /// The rules in force on a day.
    pub fn on(profiles: &Profiles, day: Day) -> Result<How> {
        let shares = OnlineShares { procedures: 20.0, dossiers: 30.0, some: 15.0 };
        Ok(How {
            agency_bands: profiles.get_or("settlement.agency_bands", day, vec![15.0, 12.0, 9.0, 6.0])?,
            officer_bands: profiles.get_or("settlement.officer_bands", day, vec![5.0, 3.5])?,
            bands_scaled: profiles.get_or("settlement.bands_scaled", day, true)?,
            online: profiles.get_or("settlement.online_shares", day, shares)?,
            petition_share: profiles.get_or("settlement.petition_share", day, 90.0)?,
            not_counted: profiles.get_or("settlement.requests_not_counted", day, Vec::new())?,
            index: profiles.get_or("settlement.index", day, Vec::new())?,
            promise: profiles.get_or("settlement.index_promise", day, PromiseUsed::First)?,
            parts: profiles.get_or("settlement.index_parts", day, Vec::new())?,
            announce_days: profiles.get_or("settlement.announce_days", day, 5)?,
            publish_wd: profiles.get_or("settlement.publish_wd", day, 5)?,
            disliked_most: profiles.get_or("settlement.disliked_most", day, 2)?,
            sheets_least: profiles.get_or("satisfaction.minimum_count", day, 5)?,
        })
    }
}

#[cfg(test)]
pub mod samples {
    //! The rules as they ship, for tests.

    use super::*;

    #[derive(Deserialize)]
    struct Shipped {
        key: String,
        value: serde_json::Value,
        valid_from: Option<String>,
    }

    /// The value of a key that ships, the latest one.
    pub fn shipped(key: &str) -> serde_json::Value {
        let text = include_str!("../../../../../data/profiles.yaml");
        let rows: Vec<Shipped> = serde_saphyr::from_str(text).unwrap();
        let mut rows: Vec<Shipped> = rows.into_iter().filter(|r| r.key == key).collect();
        rows.sort_by(|a, b| a.valid_from.cmp(&b.valid_from));
        rows.pop().unwrap_or_else(|| panic!("{key}")).value
    }

    pub fn how() -> How {
        How {
            agency_bands: serde_json::from_value(shipped("settlement.agency_bands")).unwrap(),
            officer_bands: serde_json::from_value(shipped("settlement.officer_bands")).unwrap(),
            bands_scaled: serde_json::from_value(shipped("settlement.bands_scaled")).unwrap(),
            online: serde_json::from_value(shipped("settlement.online_shares")).unwrap(),
            petition_share: serde_json::from_value(shipped("settlement.petition_share")).unwrap(),
            not_counted: serde_json::from_value(shipped("settlement.requests_not_counted")).unwrap(),
            index: serde_json::from_value(shipped("settlement.index")).unwrap(),
            promise: serde_json::from_value(shipped("settlement.index_promise")).unwrap(),
            parts: serde_json::from_value(shipped("settlement.index_parts")).unwrap(),
            announce_days: serde_json::from_value(shipped("settlement.announce_days")).unwrap(),
            publish_wd: serde_json::from_value(shipped("settlement.publish_wd")).unwrap(),
            disliked_most: serde_json::from_value(shipped("settlement.disliked_most")).unwrap(),
            sheets_least: serde_json::from_value(shipped("satisfaction.minimum_count")).unwrap(),
        }
    }

    #[test]
    fn the_weights_of_the_index_sum_to_a_hundred_and_its_groups_as_published() {
        let index = how().index;
        let of = |group: &str| index.iter().filter(|i| i.group == group).map(|i| i.weight).sum::<f64>();
        let groups = ["publication", "progress", "online", "payment", "digital", "satisfaction"];
        assert_eq!(groups.map(of), [18.0, 20.0, 12.0, 10.0, 22.0, 18.0]);
        assert_eq!(index.iter().map(|i| i.weight).sum::<f64>(), 100.0);
        let mut codes: Vec<&str> = index.iter().map(|i| i.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), index.len(), "each once");
    }
}
