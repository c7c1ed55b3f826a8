//! The index of reform (chỉ số cải cách hành chính) as other slices see it.

use async_trait::async_trait;
use platform::App;
use platform::error::Result;
use platform::events::Event;
use serde::{Deserialize, Serialize};

/// An agency's index of a year was published: the figures of that year stand differently now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParIndexPublished {
    /// Agency whose it is.
    pub agency_id: i64,
    /// Last day of the year it is about, ISO.
    pub counted_on: String,
}

impl Event for ParIndexPublished {
    const TOPIC: &'static str = "par_index.published";
}

/// What an agency declared of a year, beside what was verified.
#[derive(Debug, Clone, PartialEq)]
pub struct DeclaredIndex {
    /// Year.
    pub year: i64,
    /// Index by the agency's own scores.
    pub own: Option<f64>,
    /// Index as verified.
    pub verified: Option<f64>,
    /// Criteria declared over what was measured.
    pub over_declared: i64,
    /// The assessment's page.
    pub href: String,
}

/// Port of the slice `par_index`: what agencies declared of themselves.
#[async_trait]
pub trait DeclaredIndices: Send + Sync {
    /// The agency's newest published assessment; none where there is none.
    async fn newest(&self, app: &App, agency: i64) -> Result<Option<DeclaredIndex>>;
}

/// The published index of an agency of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedIndex {
    /// Agency.
    pub agency_id: i64,
    /// Index, ten-thousandths of a per cent.
    pub index: i64,
    /// Place among its level.
    pub place: Option<i64>,
    /// Address of its public page.
    pub href: String,
}

/// Port of the slice `par_index`: what was published of a year.
#[async_trait]
pub trait PublishedIndexes: Send + Sync {
    /// Of every agency that has one, by agency.
    async fn of_year(&self, app: &App, year: i32) -> Result<Vec<PublishedIndex>>;
}
