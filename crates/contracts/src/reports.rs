//! Periodic reports on the reform (báo cáo cải cách hành chính) as other slices see them.

use platform::events::Event;
use serde::{Deserialize, Serialize};

/// A report was signed and sent to its receiver: the first time, or again after it was corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSubmitted {
    /// The report.
    pub report_id: i64,
    /// Agency that reports.
    pub agency_id: i64,
    /// Agency that receives it.
    pub receiver_id: i64,
    /// month, quarter, half, year or ad-hoc.
    pub kind: String,
    /// Year of the period.
    pub year: i64,
    /// Number of the period in its year.
    pub number: i64,
    /// How often its figures were frozen: 1 the first time.
    pub edition: i64,
    /// Days by which it came first after its last day; 0 in time.
    pub days_late: i64,
}

impl Event for ReportSubmitted {
    const TOPIC: &'static str = "reports.submitted";
}
