//! Joint procedures (liên thông): the groups of the catalogue, the dossiers that are their parts, the whole that runs through them.

use async_trait::async_trait;
use kernel::{Amount, Day, Moment, Pause};
use platform::error::Result;
use platform::{Actor, App, Ctx};

/// What becomes of the parts that have not begun when one is refused, withdrawn or stopped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnFailure {
    /// They are not begun.
    #[default]
    Stop,
    /// They are begun all the same: none needs the other's result.
    GoOn,
}

impl OnFailure {
    /// Both.
    pub const ALL: [OnFailure; 2] = [OnFailure::Stop, OnFailure::GoOn];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            OnFailure::Stop => "stop",
            OnFailure::GoOn => "go_on",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<OnFailure> {
        OnFailure::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// A procedure of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointMember {
    /// Code of the procedure.
    pub procedure: String,
    /// Who settles it, in words.
    pub agency: String,
    /// Its own term within the group; none: the procedure's.
    pub term: Option<Amount>,
    /// Begins together with the one before.
    pub beside: bool,
}

/// Several procedures filed once (nhóm thủ tục liên thông), as in force on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointGroup {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Who leads, in words.
    pub lead: String,
    /// The text it rests on, in words; may be empty.
    pub basis: String,
    /// What a refusal does to the rest.
    pub on_failure: OnFailure,
    /// The term that its own text gives the whole; none: it follows from the members' terms.
    pub term: Option<Amount>,
    /// Its procedures, in order.
    pub members: Vec<JointMember>,
}

/// Port of the slice `catalogue`: the groups.
#[async_trait]
pub trait JointGroups: Send + Sync {
    /// Those in force on a day, by name.
    async fn in_force(&self, app: &App, on: Day) -> Result<Vec<JointGroup>>;
}

/// How a part ended, if it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartOutcome {
    /// Not yet.
    Open,
    /// The result was signed.
    Granted,
    /// Not received, or refused by a signed result.
    Refused,
    /// Withdrawn, or stopped.
    Stopped,
}

/// A signed result of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartResult {
    /// What the paper is called.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Stored file: (hash, name).
    pub file: Option<(String, String)>,
}

/// The dossier of a part, as far as the whole depends on it.
#[derive(Debug, Clone)]
pub struct PartDossier {
    /// Its code.
    pub code: String,
    /// Key in its tracking link.
    pub tracking_key: String,
    /// How it ended, if it has.
    pub outcome: PartOutcome,
    /// Received by its agency.
    pub received: Option<Moment>,
    /// Promised.
    pub due: Option<Moment>,
    /// Signed.
    pub settled: Option<Moment>,
    /// Handed over.
    pub returned: Option<Moment>,
    /// Why it was refused or stopped.
    pub reason: Option<String>,
    /// When its clock stood still, as far as that is taken out of terms.
    pub pauses: Vec<Pause>,
    /// Signed results.
    pub results: Vec<PartResult>,
}

/// The dossier of a part as a reader sees it; tones are neutral, info, good, warn, bad, accent.
#[derive(Debug, Clone)]
pub struct PartShown {
    /// State in words.
    pub state: String,
    /// Its tone.
    pub state_tone: &'static str,
    /// Against its promise, in words: how late, how near.
    pub standing: String,
    /// Its tone.
    pub standing_tone: &'static str,
    /// Whose turn it is, in words; empty once nothing is left to do.
    pub turn: String,
}

/// Port of the slice `one_stop`: the dossiers of parts.
#[async_trait]
pub trait PartDossiers: Send + Sync {
    /// One by id.
    async fn one(&self, app: &App, id: i64) -> Result<Option<PartDossier>>;
    /// One as it is shown, in the reader's language.
    async fn shown(&self, ctx: &Ctx, id: i64) -> Result<Option<PartShown>>;
    /// Notes that the result went to somebody; false where it is not signed yet or was handed over before.
    async fn hand_over(&self, app: &App, by: &Actor, id: i64, to: &str) -> Result<bool>;
}

/// The whole that a dossier is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointLink {
    /// Code of the whole.
    pub code: String,
    /// Name of the group.
    pub name: String,
    /// Which part the dossier is.
    pub place: i64,
    /// Of how many.
    pub of: i64,
    /// Page of the whole, for staff.
    pub href: String,
    /// Page of the whole, for who holds the key of one of its parts.
    pub track: String,
}

/// How far a joint dossier is, for who knows its code and the last digits of its owner: nobody's name, no way to the papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointStatus {
    /// Code of the whole.
    pub code: String,
    /// Name of the group.
    pub name: String,
    /// How the whole stands, in words.
    pub state: String,
    /// Each part in words: what, where, how it stands.
    pub parts: Vec<String>,
}

/// Port of the slice `joint`: from a dossier to the whole.
#[async_trait]
pub trait JointDossiers: Send + Sync {
    /// The whole that a dossier is a part of.
    async fn of(&self, app: &App, dossier: i64) -> Result<Option<JointLink>>;
    /// The one with a code, if these four digits end its owner's identity number or telephone.
    async fn status(&self, ctx: &Ctx, code: &str, digits: &str) -> Result<Option<JointStatus>>;
}

/// Key under which the dossier of a part is opened: sent again, the same dossier answers.
pub fn part_key(joint: i64, place: i64) -> String {
    format!("joint:{joint}:{place}")
}

/// What the key of a part's dossier shares with those of the other parts, which were filed with the same papers; none for a
/// dossier filed for itself.
pub fn filed_together(key: &str) -> Option<&str> {
    key.rsplit_once(':').map(|(shared, _)| shared).filter(|shared| shared.starts_with("joint:"))
}
