//! What the tools add to the one-stop's own pages: ways on from a dossier, labels, and a word of warning at the intake.

use crate::dossiers::Person;
use async_trait::async_trait;
use kernel::Day;
use platform::error::Result;
use platform::{App, Ctx};
use serde_json::Value as Json;

/// A way on from a dossier's page.
#[derive(Debug, Clone)]
pub struct Shortcut {
    /// What it says.
    pub label: String,
    /// Where it leads or posts.
    pub href: String,
    /// Whether it posts.
    pub post: bool,
    /// Names and values sent along by a post.
    pub hidden: Vec<(String, String)>,
}

/// A label on a dossier: text in a tone, never a colour alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelTag {
    /// Text.
    pub name: String,
    /// neutral, info, good, warn, bad or accent.
    pub tone: String,
}

/// What stands beside a dossier.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// Its labels.
    pub labels: Vec<LabelTag>,
    /// Ways on.
    pub shortcuts: Vec<Shortcut>,
}

/// A filing at the counter that is about to be opened.
#[derive(Debug, Clone)]
pub struct AboutToFile<'a> {
    /// Code of the procedure.
    pub procedure: &'a str,
    /// Owner of the matter.
    pub owner: &'a Person,
    /// Answers of the electronic form.
    pub answers: &'a Json,
    /// Idempotency key of the form.
    pub key: &'a str,
}

/// Dossiers that may be the same matter.
#[derive(Debug, Clone, Default)]
pub struct Twins {
    /// Those the viewer may open: code, address, and in words why.
    pub known: Vec<(String, String, String)>,
    /// How many stand elsewhere.
    pub elsewhere: usize,
}

/// Port of the slice `desk`: labels, following and twins.
#[async_trait]
pub trait DeskTools: Send + Sync {
    /// What stands beside a dossier that the viewer sees.
    async fn beside(&self, ctx: &Ctx, dossier: i64) -> Result<Beside>;
    /// What can be done to dossiers chosen in the inbox: address and label of the act.
    fn batch(&self, ctx: &Ctx) -> Vec<(String, String)>;
    /// The labels of the viewer's agencies: number and name.
    async fn labels(&self, ctx: &Ctx) -> Result<Vec<(i64, String)>>;
    /// The query that gives the ids of the dossiers under a label, with one mark `?` for it: a list narrows itself by it, however
    /// many they are.
    fn labelled(&self) -> &'static str;
    /// Dossiers that may be the same matter; none where there is no such.
    async fn twins(&self, ctx: &Ctx, filing: &AboutToFile<'_>) -> Result<Option<Twins>>;
    /// Those among them that the signed-in citizen's own account filed: code, page to follow it, and in words why. Of others'
    /// nothing is told.
    async fn own_twins(&self, ctx: &Ctx, filing: &AboutToFile<'_>) -> Result<Vec<(String, String, String)>>;
}

/// Port of the slice `messages`: the conversation on a dossier.
#[async_trait]
pub trait Conversations: Send + Sync {
    /// The way to it from the staff's page of a dossier.
    async fn of_staff(&self, ctx: &Ctx, dossier: i64) -> Result<Option<Shortcut>>;
    /// The last day for an answer to a correction that the applicant was asked for and has not answered; none where none is open.
    async fn correction_due(&self, app: &App, dossier: i64) -> Result<Option<Day>>;
    /// The way to it from the page of a tracking key; the dossier comes with the account that filed it.
    async fn of_applicant(
        &self,
        ctx: &Ctx,
        dossier: (i64, Option<i64>),
        key: &str,
    ) -> Result<Option<Shortcut>>;
}
