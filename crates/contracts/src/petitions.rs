//! Petitions on administrative rules (phản ánh, kiến nghị) as other slices see them: what has happened.

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
