//! The indicators of all slices, and which of them share one kept series of figures (the same evidence, kept the same way).

use super::rules::{How, Kind};
use kernel::Day;
use platform::App;
use platform::error::Result;
use platform::indicators::{Indicator, Measure, Timing};

/// One kept series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Series {
    /// Code under which the figures stand: that of its first indicator.
    pub code: &'static str,
    /// Its evidence and timing.
    pub indicator: &'static Indicator,
}

impl Series {
    /// Whether cells are kept by half days.
    pub(super) fn by_bucket(self) -> bool {
        matches!(self.indicator.measure, Measure::Percentile(_))
    }

    /// Whether a period is read on its last day.
    pub(super) fn is_stock(self) -> bool {
        self.indicator.timing == Timing::Stock
    }

    /// Whether people answered.
    pub(super) fn of_people(self) -> bool {
        self.indicator.people.is_some()
    }

    fn keeps(self, other: &Indicator) -> bool {
        self.indicator.evidence == other.evidence
            && self.indicator.timing == other.timing
            && self.by_bucket() == matches!(other.measure, Measure::Percentile(_))
    }
}

/// Every indicator of every slice.
pub(super) fn indicators(app: &App) -> impl Iterator<Item = (&'static str, &'static Indicator)> + use<> {
    app.slices.iter().flat_map(|s| s.indicators.iter().map(|i| (s.name, i)))
}

/// Every series that is kept.
pub(super) fn all(app: &App) -> Vec<Series> {
    let mut found: Vec<Series> = Vec::new();
    for (_, indicator) in indicators(app) {
        if !found.iter().any(|s| s.keeps(indicator)) {
            found.push(Series { code: indicator.code, indicator });
        }
    }
    found
}

/// An indicator by its code, with its series.
pub(super) fn of(app: &App, code: &str) -> Option<(&'static Indicator, Series)> {
    let (_, indicator) = indicators(app).find(|(_, i)| i.code == code)?;
    let series = all(app).into_iter().find(|s| s.keeps(indicator))?;
    Some((indicator, series))
}

/// How an indicator's value is made, and of how many people at least it may be published by the rule in force.
pub(super) fn how(app: &App, indicator: &Indicator, today: Day) -> Result<How> {
    let minimum = |key: &str| app.profiles().get_or(key, today, FEWEST_PEOPLE);
    let people = indicator.people.map(|p| minimum(p.minimum)).transpose()?;
    Ok(How { kind: kind(indicator), people })
}

/// Where no rule is in force.
const FEWEST_PEOPLE: i64 = 5;

/// What an indicator's value is.
pub(super) fn kind(indicator: &Indicator) -> Kind {
    match indicator.measure {
        Measure::Share => Kind::Share,
        Measure::Percentile(p) => Kind::Percentile(p),
        Measure::Count => Kind::Count,
    }
}
