//! Signed results (kết quả) and the register that says whether they are still in force.

use async_trait::async_trait;
use kernel::{Day, Moment};
use platform::App;
use platform::error::Result;
use platform::events::Event;
use serde::{Deserialize, Serialize};

/// Whose a result or a paper is, as the dossier that it stands in says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperOwner {
    /// Account that filed the dossier, if one did.
    pub account_id: Option<i64>,
    /// Somebody filed for the owner.
    pub by_proxy: bool,
    /// Name of the owner.
    pub name: String,
    /// Identity or registration number of the owner.
    pub identity_number: String,
}

/// An identity number as two are compared: without blanks, dots and hyphens, in capitals.
pub fn bare_number(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase()
}

/// A result as it was signed; refusals are none.
#[derive(Debug, Clone)]
pub struct SignedResult {
    /// Its id among the results of dossiers; later ones are larger.
    pub id: i64,
    /// Dossier.
    pub dossier_id: i64,
    /// Its code.
    pub dossier_code: String,
    /// Agency that issued it.
    pub agency_id: i64,
    /// Procedure code.
    pub procedure: String,
    /// Version of the procedure, which says how long its result is valid.
    pub procedure_version_id: i64,
    /// Field code.
    pub field: String,
    /// Number of the paper.
    pub number: String,
    /// What it is.
    pub name: String,
    /// Who signed.
    pub signer: String,
    /// When.
    pub signed: Moment,
    /// Stored file: (hash, name).
    pub file: Option<(String, String)>,
    /// Whose it is.
    pub owner: PaperOwner,
}

/// Port of the slice `one_stop`: the results signed so far, as committed.
#[async_trait]
pub trait SignedResults: Send + Sync {
    /// Those of a dossier.
    async fn of_dossier(&self, app: &App, dossier: i64) -> Result<Vec<SignedResult>>;
    /// Those after an id, in its order.
    async fn after(&self, app: &App, id: i64, most: i64) -> Result<Vec<SignedResult>>;
    /// The largest id so far; 0 where nothing was signed.
    async fn last_id(&self, app: &App) -> Result<i64>;
}

/// A result as the register has it.
#[derive(Debug, Clone)]
pub struct RegisteredResult {
    /// Id of its entry.
    pub id: i64,
    /// Code by which anybody checks it.
    pub code: String,
    /// Dossier.
    pub dossier_id: i64,
    /// Its code.
    pub dossier_code: String,
    /// Agency that issued it.
    pub agency_id: i64,
    /// Procedure code.
    pub procedure: String,
    /// Number of the paper.
    pub number: String,
    /// What it is.
    pub name: String,
    /// Who signed.
    pub signer: String,
    /// Day of signature.
    pub signed_on: Day,
    /// Last day of its validity; `None`: it has no end that could be reckoned.
    pub valid_to: Option<Day>,
    /// Neither revoked nor replaced; whether it has expired is for the day to say.
    pub standing: bool,
    /// Stored file: (hash, name).
    pub file: Option<(String, String)>,
    /// Whose it is.
    pub owner: PaperOwner,
}

/// Port of the slice `results`.
#[async_trait]
pub trait ResultRegister: Send + Sync {
    /// The entries of a dossier's results.
    async fn of_dossier(&self, app: &App, dossier: i64) -> Result<Vec<RegisteredResult>>;
    /// What may be a person's: filed by the account, or under the identity number. Whether it is, the caller compares.
    async fn of_person(
        &self,
        app: &App,
        account: i64,
        identity_number: &str,
    ) -> Result<Vec<RegisteredResult>>;
}

/// An entry of the register that something happened to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultFact {
    /// Id of the entry.
    pub entry_id: i64,
    /// Its dossier.
    pub dossier_id: i64,
    /// Agency that issued it; none in events queued before it was told.
    #[serde(default)]
    pub agency_id: Option<i64>,
}

/// A signed result was entered in the register.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResultEntered(pub ResultFact);

impl Event for ResultEntered {
    const TOPIC: &'static str = "results.entered";
}

/// A result was revoked, or another one took its place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResultEnded(pub ResultFact);

impl Event for ResultEnded {
    const TOPIC: &'static str = "results.ended";
}
