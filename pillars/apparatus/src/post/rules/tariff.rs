//! What sending costs: rows of the dated rule `post.tariff`, by service and zone. No text of a tariff was seen, so that the
//! amounts are the city's to enter.

use serde::Deserialize;

/// Zones a tariff may tell apart: within the city, to another province.
pub const ZONES: [&str; 2] = ["city", "country"];

/// One row of a tariff.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Rate {
    /// Code of the service.
    pub service: String,
    /// Its name.
    pub name: String,
    /// One of [`ZONES`].
    pub zone: String,
    /// đồng.
    pub amount: i64,
}

/// What a consignment costs; `None` where the tariff has no such row, so that the amount is typed.
pub fn fee_of(tariff: &[Rate], service: &str, zone: &str) -> Option<i64> {
    tariff.iter().find(|rate| rate.service == service && rate.zone == zone).map(|rate| rate.amount.max(0))
}

/// The services of a tariff, each once, in its order: (code, name).
pub fn services(tariff: &[Rate]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for rate in tariff {
        if !found.iter().any(|(code, _)| *code == rate.service) {
            found.push((rate.service.clone(), rate.name.clone()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(service: &str, zone: &str, amount: i64) -> Rate {
        Rate { service: service.to_owned(), name: service.to_uppercase(), zone: zone.to_owned(), amount }
    }

    #[test]
    fn a_fee_is_that_of_service_and_zone_and_none_where_no_row_says() {
        let tariff =
            [rate("cong_ich", "city", 26_000), rate("cong_ich", "country", 31_000), rate("ems", "city", -5)];
        assert_eq!(fee_of(&tariff, "cong_ich", "country"), Some(31_000));
        assert_eq!(fee_of(&tariff, "ems", "country"), None);
        assert_eq!(fee_of(&tariff, "ems", "city"), Some(0), "no fee is below nothing");
        assert_eq!(services(&tariff).len(), 2);
    }
}
