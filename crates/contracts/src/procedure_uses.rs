//! How procedures are used, as the one-stop tells the catalogue: counts to keep, and past dossiers under a draft's terms.

use crate::procedures::Procedure;
use async_trait::async_trait;
use kernel::{Day, Period};
use platform::App;
use platform::error::Result;

/// Settled dossiers of a procedure at an agency that took equally long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    /// Code of the procedure.
    pub procedure: String,
    /// Agency that settled them.
    pub agency_id: i64,
    /// Half working days from receipt to settlement, without the pauses.
    pub half_days: i64,
    /// How many.
    pub dossiers: i64,
    /// How many of them after the promise.
    pub late: i64,
}

/// A past dossier under the terms of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// Id of the dossier.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Agency.
    pub agency_id: i64,
    /// Day of receipt.
    pub received_on: Day,
    /// Day of settlement, if it is settled.
    pub settled_on: Option<Day>,
    /// Promised day, as it was.
    pub due_on: Option<Day>,
    /// Promised day under the draft.
    pub draft_due_on: Option<Day>,
    /// Settled, or still open, after its promise.
    pub late: bool,
    /// The same under the draft.
    pub draft_late: bool,
    /// Keys of the papers that the draft always asks for and that this dossier came without.
    pub asked: Vec<String>,
    /// Keys of the papers that this dossier came with and that the draft no longer has.
    pub spared: Vec<String>,
}

/// Port of the slice `one_stop`: how procedures are used.
#[async_trait]
pub trait ProcedureUses: Send + Sync {
    /// What was settled in a period, by procedure, agency and time spent.
    async fn spent(&self, app: &App, period: Period) -> Result<Vec<Spent>>;
    /// The dossiers of the draft's procedure received in a period, under the draft's terms and papers; at most `most`,
    /// the newest. The rules, calendars and pauses are those of each dossier.
    async fn replay(&self, app: &App, draft: &Procedure, period: Period, most: i64) -> Result<Vec<Replayed>>;
}
