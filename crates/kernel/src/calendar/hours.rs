//! Office hours of an agency, written `07:30` in data.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

/// When an office works. Morning hours end by noon, afternoon hours begin from noon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfficeHours {
    /// Opening and closing in the morning.
    #[serde(with = "clock_pair")]
    pub morning: (NaiveTime, NaiveTime),
    /// Opening and closing in the afternoon.
    #[serde(with = "clock_pair")]
    pub afternoon: (NaiveTime, NaiveTime),
    /// Whether Saturday mornings are worked for the public (Decision 14/2010/QĐ-TTg).
    pub saturday_morning: bool,
}

impl OfficeHours {
    /// Whether the hours follow each other and part at noon; others give no sensible half-days.
    pub fn are_in_order(&self) -> bool {
        let noon = clock(12, 0);
        self.morning.0 < self.morning.1
            && self.morning.1 <= noon
            && noon <= self.afternoon.0
            && self.afternoon.0 < self.afternoon.1
    }
}

impl Default for OfficeHours {
    /// 07:30–11:30 and 13:30–17:00, Saturdays closed.
    fn default() -> OfficeHours {
        OfficeHours {
            morning: (clock(7, 30), clock(11, 30)),
            afternoon: (clock(13, 30), clock(17, 0)),
            saturday_morning: false,
        }
    }
}

/// A time of day; midnight for one that does not exist.
pub(crate) fn clock(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN)
}

mod clock_pair {
    use chrono::NaiveTime;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(pair: &(NaiveTime, NaiveTime), to: S) -> Result<S::Ok, S::Error> {
        [pair.0, pair.1].map(|time| time.format("%H:%M").to_string()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<(NaiveTime, NaiveTime), D::Error> {
        let [open, close] = <[String; 2]>::deserialize(from)?;
        let read = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").map_err(D::Error::custom);
        Ok((read(&open)?, read(&close)?))
    }
}
