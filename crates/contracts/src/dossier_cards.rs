//! A dossier as the tools beside its page need it: the card that a conversation, a label or a comparison hangs on.

use crate::dossiers::Person;
use async_trait::async_trait;
use kernel::{Day, Moment};
use platform::error::Result;
use platform::reads::What;
use platform::{App, Ctx};
use serde_json::Value as Json;

/// What the tools know of a dossier.
#[derive(Debug, Clone)]
pub struct DossierCard {
    /// Id.
    pub id: i64,
    /// Mã hồ sơ.
    pub code: String,
    /// Key of the tracking link.
    pub tracking_key: String,
    /// Code of the procedure.
    pub procedure: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Agency that settles it.
    pub agency_id: i64,
    /// Owner of the matter.
    pub owner: Person,
    /// Account that filed it.
    pub account_id: Option<i64>,
    /// Message key of its state.
    pub state_key: &'static str,
    /// Somebody still has to act before the result.
    pub open: bool,
    /// Filed.
    pub filed_at: Moment,
    /// Promised.
    pub due_at: Option<Moment>,
    /// Answers of the electronic form.
    pub answers: Json,
}

/// What of a dossier can be put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// A question of the electronic form.
    Field,
    /// A paper.
    Paper,
}

impl PartKind {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            PartKind::Field => "field",
            PartKind::Paper => "paper",
        }
    }
}

/// A part of a dossier that can be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierPart {
    /// Question or paper.
    pub kind: PartKind,
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// Whose dossiers are looked for.
#[derive(Debug, Clone)]
pub struct Likeness<'a> {
    /// Code of the procedure.
    pub procedure: &'a str,
    /// Identity or registration number; empty: unknown.
    pub identity: &'a str,
    /// Name.
    pub name: &'a str,
    /// Ended ones count from this day of filing on; open ones always.
    pub since: Day,
    /// Idempotency key of the form in hand: what was opened under it is the same filing.
    pub but: &'a str,
}

/// Port of the slice `one_stop`: dossiers for the tools beside their pages.
#[async_trait]
pub trait DossierCards: Send + Sync {
    /// One that the viewer may see; the look is noted. Outside the scope it does not exist.
    async fn seen(&self, ctx: &Ctx, id: i64, what: What) -> Result<DossierCard>;
    /// The one a tracking key leads to; guessing keys is limited.
    async fn by_key(&self, ctx: &Ctx, key: &str) -> Result<DossierCard>;
    /// Some by their ids, in no order; the caller has asked for the right to them.
    async fn many(&self, app: &App, ids: &[i64]) -> Result<Vec<DossierCard>>;
    /// What of a dossier can be put right: the questions of its form and its papers.
    async fn parts(&self, app: &App, id: i64) -> Result<Vec<DossierPart>>;
    /// The accounts that have it in hand: who holds the step and may still see the dossier, else all who may do the step.
    async fn hands(&self, app: &App, id: i64) -> Result<Vec<i64>>;
    /// Dossiers of the same procedure under the same number or the same name, the newest first.
    async fn alike(&self, app: &App, wanted: &Likeness<'_>) -> Result<Vec<DossierCard>>;
    /// Those that an account filed, the newest first.
    async fn of_account(&self, app: &App, account: i64, most: usize) -> Result<Vec<DossierCard>>;
    /// Open dossiers of an agency, the soonest promised first.
    async fn open_of(&self, app: &App, agency: i64, most: i64) -> Result<Vec<DossierCard>>;
}
