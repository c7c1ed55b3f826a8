//! Measured targets (chỉ tiêu) as other slices see them.

use async_trait::async_trait;
use kernel::Period;
use platform::App;
use platform::error::Result;
use platform::events::Event;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A headline for the public home page.
#[derive(Debug, Clone)]
pub struct Headline {
    /// Name of the measure.
    pub name: String,
    /// Measured value, formatted, or none.
    pub value: Option<String>,
    /// Target, formatted.
    pub target: String,
    /// green, amber, red, few (too few records for a colour) or grey.
    pub light: &'static str,
    /// Records the value rests on.
    pub count: i64,
    /// Its page.
    pub href: String,
}

/// Port of the slice `targets`: what the public home page shows.
#[async_trait]
pub trait Headlines: Send + Sync {
    /// The measured targets of the city for its public page.
    async fn public(&self, app: &App, english: bool) -> Result<Vec<Headline>>;
}

/// Where a measure of the programme stands, for pages of other slices.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Measured value with its unit, or none.
    pub value: Option<String>,
    /// green, amber, red, few (too few records for a colour) or grey.
    pub light: &'static str,
    /// The light in words.
    pub word: String,
    /// Its page.
    pub href: String,
}

/// Port of the slice `targets`: the standing of every measure for the whole city, by the measure's code.
#[async_trait]
pub trait Standings: Send + Sync {
    /// As of now, for the year that runs.
    async fn city(&self, app: &App, english: bool) -> Result<HashMap<String, Standing>>;
}

/// What is measured of one agency for a measure of the programme.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredValue {
    /// Code of the measure.
    pub measure: String,
    /// The value; none where nothing is measured yet, or so few answered that it is withheld.
    pub value: Option<f64>,
    /// The target of the period.
    pub target: Option<f64>,
    /// More is better.
    pub up: bool,
    /// The value with its unit, or "".
    pub shown: String,
    /// The target with its unit, in words.
    pub shown_target: String,
    /// Records it rests on.
    pub count: i64,
    /// The list of these records, for who may see them.
    pub records_href: String,
}

/// What was measured by an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureOf {
    /// Value: per cent of a share, a number, or days.
    pub value: f64,
    /// What counts of it.
    pub numerator: i64,
    /// Of how many.
    pub denominator: i64,
    /// It is a share.
    pub is_share: bool,
    /// Records behind it.
    pub count: i64,
    /// Where they are.
    pub href: String,
}

/// Port of the slice `targets`: what is measured of an agency, by the programme's measures or by an indicator. Who asks for one
/// of the two is answered nothing by a city that measures nothing.
#[async_trait]
pub trait AgencyFigures: Send + Sync {
    /// Over a year until today, every measure that an indicator measures.
    async fn measures(&self, app: &App, agency: i64, year: i32, english: bool) -> Result<Vec<MeasuredValue>> {
        let _ = (app, agency, year, english);
        Ok(Vec::new())
    }

    /// The figure of an agency with all below it over a period; none where there is no such indicator, no record, or so few
    /// people answered that nothing is published.
    async fn figure(
        &self,
        app: &App,
        indicator: &str,
        agency: i64,
        period: Period,
    ) -> Result<Option<FigureOf>> {
        let _ = (app, indicator, agency, period);
        Ok(None)
    }

    /// The same of several agencies; those without a figure are left out.
    async fn figures(
        &self,
        app: &App,
        indicator: &str,
        agencies: &[i64],
        period: Period,
    ) -> Result<Vec<(i64, FigureOf)>> {
        let mut found = Vec::new();
        for agency in agencies {
            if let Some(figure) = self.figure(app, indicator, *agency, period).await? {
                found.push((*agency, figure));
            }
        }
        Ok(found)
    }
}

/// A measure's light turned at an agency, or its forecast now says otherwise of the target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetTurned {
    /// Number of the record.
    pub turn_id: i64,
    /// Agency.
    pub agency_id: i64,
    /// The measure's code in addresses.
    pub measure: String,
    /// What it turned to: green, amber, red, reaches or misses.
    pub turned: String,
    /// It turned for the worse.
    pub worse: bool,
    /// The day, ISO.
    pub on_day: String,
}

impl Event for TargetTurned {
    const TOPIC: &'static str = "targets.turned";
}

/// A value frozen at a day, with what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct FrozenReading {
    /// Number of the record.
    pub id: i64,
    /// Code of the measure.
    pub measure: String,
    /// Name of the measure as it was defined then.
    pub name: String,
    /// Agency.
    pub agency_id: i64,
    /// Period, such as "2013-Q2".
    pub period: String,
    /// The value.
    pub value: Option<f64>,
    /// Records it rests on.
    pub count: i64,
    /// Version of the definition; 0: as the programme says.
    pub version: i64,
    /// SHA-256 of the evidence, or "" where it was not sealed.
    pub evidence_hash: String,
    /// When it was frozen, microseconds UTC.
    pub frozen_at: i64,
    /// Its page.
    pub href: String,
}

/// Port of the slice `targets`: frozen readings for reports to rest on.
#[async_trait]
pub trait FrozenReadings: Send + Sync {
    /// The newest reading of every measure of an agency for a period; none where nothing was frozen.
    async fn of(&self, app: &App, agency: i64, period: Period) -> Result<Vec<FrozenReading>>;
    /// One by its number.
    async fn one(&self, app: &App, id: i64) -> Result<Option<FrozenReading>>;
}

/// Where a measure of the programme stood at the end of a year, or stands while it runs: all that a review says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewedMeasure {
    /// Code of the measure.
    pub measure: String,
    /// Value measured; none where nothing measures it, nothing was recorded, or too few people answered.
    pub value: Option<f64>,
    /// The value of the year before.
    pub year_before: Option<f64>,
    /// The target of the year.
    pub target: Option<f64>,
    /// The value with its unit, or "".
    pub shown: String,
    /// What is demanded, in words.
    pub shown_target: String,
    /// green, amber, red, few or grey.
    pub light: &'static str,
    /// Records it rests on.
    pub count: i64,
    /// The list of these records, or "" where nothing measures it.
    pub records_href: String,
    /// What the agency declared, with its period, in words; "" where it declared nothing.
    pub declared: String,
}

/// Port of the slice `targets`: every measure of the programme over a year, in Vietnamese, for papers that are frozen.
#[async_trait]
pub trait ReviewedMeasures: Send + Sync {
    /// Of an agency with all below it, in the programme's order.
    async fn of_year(&self, app: &App, agency: i64, year: i32) -> Result<Vec<ReviewedMeasure>>;
}
