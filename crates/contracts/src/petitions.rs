//! Petitions on administrative rules (phản ánh, kiến nghị) as other slices see them: what has happened, how many on a procedure.

use async_trait::async_trait;
use kernel::Day;
use platform::error::Result;
use platform::events::Event;
use platform::{App, Ctx};
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

/// Petitions on one procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedurePetitions {
    /// Procedure code.
    pub procedure: String,
    /// Petitions given, those joined with others too.
    pub petitions: i64,
}

/// Port of the slice `petitions`: what people say of procedures, counted over all agencies.
#[async_trait]
pub trait PetitionLoad: Send + Sync {
    /// Petitions given from a day to a day, by procedure; those on no procedure are left out.
    async fn by_procedure(&self, app: &App, from: Day, to: Day) -> Result<Vec<ProcedurePetitions>>;
    /// The list of those of one procedure, for a viewer who may see all of them.
    fn list_href(&self, ctx: &Ctx, procedure: &str, from: Day, to: Day) -> Option<String>;
}
