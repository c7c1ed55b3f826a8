//! The person's shelf (kho giấy tờ của người dân): papers that need not be given again.

use crate::procedures::Procedure;
use crate::results::PaperOwner;
use async_trait::async_trait;
use kernel::Day;
use platform::error::Result;
use platform::{App, Ctx, Tx};

/// A paper whose original the desk saw when it received a dossier.
#[derive(Debug, Clone)]
pub struct VerifiedPaper {
    /// Its id among the papers of dossiers.
    pub id: i64,
    /// Dossier.
    pub dossier_id: i64,
    /// Its code.
    pub dossier_code: String,
    /// Agency that received it.
    pub agency_id: i64,
    /// Procedure code.
    pub procedure: String,
    /// Key of the procedure's component.
    pub component: String,
    /// Name of the paper.
    pub name: String,
    /// Who received the dossier.
    pub verified_by: String,
    /// Day of the receipt.
    pub verified_on: Day,
    /// Scan: (hash, name).
    pub file: Option<(String, String)>,
    /// Shared by dossiers that were filed at once with the same papers, the parts of a joint one.
    pub filed_with: Option<String>,
    /// Whose dossier it is.
    pub owner: PaperOwner,
}

/// Port of the slice `one_stop`: papers compared with their originals, and pointing at the shelf.
#[async_trait]
pub trait VerifiedPapers: Send + Sync {
    /// Those of a dossier that was received.
    async fn of_dossier(&self, app: &App, dossier: i64) -> Result<Vec<VerifiedPaper>>;
    /// What may be a person's: filed by the account, or under the identity number. Whether it is, the caller compares.
    async fn of_person(&self, app: &App, account: i64, identity_number: &str) -> Result<Vec<VerifiedPaper>>;
    /// Notes in the caller's transaction that a component of a dossier was answered by a paper of the shelf.
    async fn point(&self, tx: &Tx, dossier: i64, component: &str, shelf: i64) -> Result<()>;
}

/// A paper of the shelf that answers a component of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPaper {
    /// Id on the shelf.
    pub id: i64,
    /// Key of the component it answers.
    pub component: String,
    /// Kind of paper, a code of the rule `shelf.paper_kinds`.
    pub kind: String,
    /// Name of the paper.
    pub name: String,
    /// Its number; empty where none is known.
    pub number: String,
    /// Agency that issued it, or that saw the original.
    pub agency: String,
    /// Day of signature, or on which the original was seen.
    pub on: Day,
    /// Last day on which it may be used.
    pub valid_to: Option<Day>,
    /// Stored file: (hash, name).
    pub file: Option<(String, String)>,
}

/// A paper of the shelf taken into a dossier.
#[derive(Debug, Clone)]
pub struct Taking<'a> {
    /// Id on the shelf.
    pub paper: i64,
    /// Procedure code.
    pub procedure: &'a str,
    /// Key of the component it answers.
    pub component: &'a str,
    /// Dossier that takes it.
    pub dossier_id: i64,
    /// Its code.
    pub dossier_code: &'a str,
    /// Agency that receives the dossier.
    pub agency_id: i64,
    /// Whose dossier it is.
    pub owner: PaperOwner,
}

/// Port of the slice `shelf`.
#[async_trait]
pub trait PersonsShelf: Send + Sync {
    /// What the signed-in citizen holds for a procedure today; nothing for staff and strangers.
    async fn own(&self, ctx: &Ctx, procedure: &Procedure) -> Result<Vec<HeldPaper>>;
    /// All that the signed-in citizen holds today, whatever it answers (`component` is empty): for forms that fill in from it.
    async fn all(&self, ctx: &Ctx) -> Result<Vec<HeldPaper>>;
    /// The kinds of papers known on a day: (code, name).
    fn kinds(&self, app: &App, on: Day) -> Result<Vec<(String, String)>>;
    /// What the person before the counter holds: only of an account that was compared with the person and agreed to it. The
    /// official's look is noted, by the right with which they receive for an agency.
    async fn at_counter(
        &self,
        ctx: &Ctx,
        who: (&str, &str),
        procedure: &Procedure,
        right: (platform::Permission, i64),
    ) -> Result<Vec<HeldPaper>>;
    /// Takes a paper into a dossier opened in the same transaction; a refusal where it is no longer held, has expired, answers
    /// another component or belongs to somebody else.
    async fn take(&self, app: &App, tx: &Tx, taking: &Taking<'_>) -> Result<()>;
}
