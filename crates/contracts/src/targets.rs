//! Measured targets (chỉ tiêu) as other slices see them.

use async_trait::async_trait;
use kernel::Period;
use platform::App;
use platform::error::Result;
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

/// Port of the slice `targets`: what is measured of an agency over a year until today, by measure.
#[async_trait]
pub trait AgencyMeasures: Send + Sync {
    /// Every measure that an indicator measures.
    async fn of(&self, app: &App, agency: i64, year: i32, english: bool) -> Result<Vec<MeasuredValue>>;
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

/// Port of the slice `targets`: kept figures by the indicator that makes them.
#[async_trait]
pub trait MeasuredFigures: Send + Sync {
    /// The figure of an agency with all below it over a period; none where there is no such indicator, no record, or so few
    /// people answered that nothing is published.
    async fn of(&self, app: &App, indicator: &str, agency: i64, period: Period) -> Result<Option<FigureOf>>;
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
