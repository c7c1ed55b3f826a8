//! What a review of the whole programme asks of slices that may not be there: reports, money, inspections, emulation. Where a
//! port is not provided the review says that nobody records it.

use async_trait::async_trait;
use platform::App;
use platform::error::Result;

/// Reports on the reform that an agency owed in a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportsOfYear {
    /// Agency.
    pub agency_id: i64,
    /// Whose last day is over.
    pub due: i64,
    /// Handed in by it.
    pub on_time: i64,
    /// Address of the list of them; up to its first `&` it lists those of all agencies.
    pub href: String,
}

/// Port of whatever slice keeps periodic reports.
#[async_trait]
pub trait ReportsOnTime: Send + Sync {
    /// By agency.
    async fn of_year(&self, app: &App, year: i32) -> Result<Vec<ReportsOfYear>>;
}

/// Money for the reform in a year, đồng.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoneyOfYear {
    /// Allocated.
    pub allocated: i64,
    /// Spent.
    pub spent: i64,
    /// Lines of the budget behind it.
    pub count: i64,
    /// Address of them.
    pub href: String,
}

/// Port of whatever slice keeps the budget of the reform.
#[async_trait]
pub trait ReformMoney: Send + Sync {
    /// Of the whole city; none where nothing is recorded of the year.
    async fn of_year(&self, app: &App, year: i32) -> Result<Option<MoneyOfYear>>;
}

/// Inspections of the reform in a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InspectionsOfYear {
    /// Concluded.
    pub done: i64,
    /// Findings of them.
    pub findings: i64,
    /// Findings that were handled.
    pub handled: i64,
    /// Address of them.
    pub href: String,
}

/// Port of whatever slice keeps inspections.
#[async_trait]
pub trait ReformInspections: Send + Sync {
    /// Of the whole city; none where nothing is recorded of the year.
    async fn of_year(&self, app: &App, year: i32) -> Result<Option<InspectionsOfYear>>;
}

/// A published result of emulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmulationResult {
    /// Agency.
    pub agency_id: i64,
    /// Year.
    pub year: i32,
    /// Code of the class.
    pub class: String,
    /// Its name.
    pub class_name: String,
    /// It is the highest class of its round.
    pub highest: bool,
    /// Place in its group.
    pub place: i64,
    /// Address of its public page.
    pub href: String,
}

/// Port of the slice `emulation`.
#[async_trait]
pub trait EmulationResults: Send + Sync {
    /// Published results of some years, by year, group and place.
    async fn of_years(&self, app: &App, first: i32, last: i32) -> Result<Vec<EmulationResult>>;
}
