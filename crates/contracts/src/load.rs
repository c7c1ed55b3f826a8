//! What dossiers tell of a procedure's load: how many in a year, how they fared, why papers were asked for.

use async_trait::async_trait;
use kernel::Day;
use platform::error::Result;
use platform::{App, Ctx, Locale};

/// How the dossiers of one procedure that were received in a time fared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProcedureLoad {
    /// Procedure code.
    pub procedure: String,
    /// Received.
    pub received: i64,
    /// Of those, settled.
    pub settled: i64,
    /// Of those settled, later than promised.
    pub late: i64,
    /// Of those received, papers were asked for at least once.
    pub sent_back: i64,
    /// Of those received, refused.
    pub refused: i64,
    /// Half working days all settled ones took together.
    pub half_days: i64,
    /// Settled ones whose half days are known.
    pub timed: i64,
}

/// How often papers of a procedure were asked for, for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnReason {
    /// Procedure code.
    pub procedure: String,
    /// Code of the reason.
    pub code: String,
    /// Requests.
    pub count: i64,
}

/// Port of the slice `one_stop`: dossiers counted by procedure.
#[async_trait]
pub trait DossierLoad: Send + Sync {
    /// Dossiers of a procedure that an agency and those below it received in a calendar year.
    async fn received(&self, app: &App, procedure: &str, year: i32, agency: i64) -> Result<i64>;
    /// The list of those very dossiers, or of all agencies, for a viewer who may open it.
    fn list_href(&self, ctx: &Ctx, procedure: &str, year: i32, agency: Option<i64>) -> Option<String>;
    /// Dossiers received from a day to a day by all agencies, by procedure.
    async fn by_procedure(&self, app: &App, from: Day, to: Day) -> Result<Vec<ProcedureLoad>>;
    /// Requests for papers from a day to a day, by procedure and reason, the most frequent first.
    async fn reasons(&self, app: &App, from: Day, to: Day) -> Result<Vec<ReturnReason>>;
    /// A reason in words.
    fn reason(&self, locale: &Locale, code: &str) -> String;
}
