//! Why dossiers come back (trả lại, bổ sung, từ chối), as the one-stop tells who can keep the next one from coming back.

use async_trait::async_trait;
use kernel::Day;
use platform::error::Result;
use platform::{App, Locale};

/// Why papers of one component are asked for again, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OftenAsked {
    /// Key of the component; empty: of the dossier as a whole.
    pub component: String,
    /// Code of the reason.
    pub code: String,
    /// Dossiers that came back for it.
    pub dossiers: i64,
}

/// A component that is often wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OftenWrong {
    /// Code of the procedure.
    pub procedure: String,
    /// Key of the component.
    pub component: String,
    /// Its name.
    pub name: String,
    /// Dossiers that came back for it.
    pub dossiers: i64,
    /// Dossiers of the procedure filed in the same time.
    pub filed: i64,
}

/// Port of the slice `one_stop`: reasons of return over the last months, all agencies together.
#[async_trait]
pub trait ReturnReasons: Send + Sync {
    /// Why papers of a procedure are asked for again, the most frequent reasons of each component first. How many months,
    /// from how many dossiers on and how many reasons a component: by the rules of the day.
    async fn often(&self, app: &App, procedure: &str, on: Day) -> Result<Vec<OftenAsked>>;
    /// Components that dossiers come back for, of all procedures.
    async fn wrong(&self, app: &App, on: Day) -> Result<Vec<OftenWrong>>;
    /// A reason in words.
    fn reason(&self, app: &App, locale: &Locale, code: &str) -> String;
}
