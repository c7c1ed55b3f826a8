//! Petitions on administrative rules (phản ánh, kiến nghị) as other slices see them: what has happened, and counts of an agency.

use async_trait::async_trait;
use kernel::Period;
use platform::App;
use platform::error::Result;
use platform::events::Event;
use serde::{Deserialize, Serialize};

/// Which petition, and what it is about; nothing of the person who gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PetitionFact {
    /// Its id.
    pub petition_id: i64,
    /// Its code.
    pub code: String,
    /// Agency that handles it now.
    pub agency_id: i64,
    /// Code of the procedure it is about, or "".
    pub procedure: String,
    /// Part of the procedure, such as "components", or "".
    pub part: String,
    /// Content by Decree 20/2008 art. 5, such as "unsuited".
    pub topic: String,
    /// Day until which it is to be handled, ISO.
    pub due_on: String,
    /// Day it was handled, ISO.
    pub settled_on: Option<String>,
}

/// A petition was received and entered in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PetitionReceived(pub PetitionFact);

impl Event for PetitionReceived {
    const TOPIC: &'static str = "petitions.received";
}

/// A petition stands otherwise: transferred, answered, refused, rated, taken up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PetitionChanged(pub PetitionFact);

impl Event for PetitionChanged {
    const TOPIC: &'static str = "petitions.changed";
}

/// The petitions of an agency whose day of handling, or whose last day for it, lies in a period; merged ones are left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PetitionCounts {
    /// Given to it in the period, or transferred to it since.
    pub received: i64,
    /// Handled within the term.
    pub on_time: i64,
    /// Handled after it, or not handled though it has passed.
    pub late: i64,
    /// Handled, and the person was not satisfied with the answer.
    pub unsatisfied: i64,
    /// Taken up again after an answer.
    pub repeated: i64,
}

/// Port of the slice `petitions`: what indices of an agency's work take of its petitions.
#[async_trait]
pub trait Petitions: Send + Sync {
    /// The counts of some agencies together in a period, as they stand today.
    async fn counts(&self, app: &App, agencies: &[i64], period: Period) -> Result<PetitionCounts>;
}
