//! What the evaluation of settlement (đánh giá việc giải quyết thủ tục hành chính) asks of the slices that own the records:
//! facts of dossiers, procedures, sheets and petitions, and nothing of persons but which officials worked.

use crate::dossiers::Channel;
use crate::procedures::ProcedureVersion;
use async_trait::async_trait;
use kernel::{Day, Moment};
use platform::App;
use platform::error::Result;
use platform::events::Event;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A request for missing papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedPapers {
    /// Code of its reason.
    pub reason: String,
    /// When it was made.
    pub asked: Moment,
    /// When the papers came.
    pub answered: Option<Moment>,
}

/// A question to another agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedOpinion {
    /// Last day for the answer.
    pub due_on: Day,
    /// When it was answered.
    pub answered: Option<Moment>,
    /// Taken back, or passed over: no answer is waited for any more.
    pub closed: bool,
}

/// An official who ended a step of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// Account.
    pub account_id: i64,
    /// Name at that time.
    pub name: String,
}

/// What an evaluation has to know of a dossier; `None` stands for what nobody records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierFacts {
    /// Id.
    pub id: i64,
    /// Mã hồ sơ.
    pub code: String,
    /// Code of the procedure.
    pub procedure: String,
    /// Agency that settles it.
    pub agency_id: i64,
    /// How it came in.
    pub channel: Channel,
    /// counter, post or online.
    pub result_delivery: String,
    /// Received.
    pub received: Option<Moment>,
    /// Promised, as the promise stands: begun anew or put off by the rules of its day.
    pub due: Option<Moment>,
    /// Promised at the receipt: by the published term alone, as if the clock had never stood or begun anew.
    pub first_due: Option<Moment>,
    /// The result was signed (state 9).
    pub settled: Option<Moment>,
    /// It was handed over (state 10).
    pub returned: Option<Moment>,
    /// Last day of a dossier that ended without a result (states 3, 8).
    pub ended: Option<Day>,
    /// The result grants what was asked for.
    pub granted: bool,
    /// Requests for missing papers, the first one first.
    pub papers_asked: Vec<AskedPapers>,
    /// Questions to other agencies.
    pub opinions: Vec<AskedOpinion>,
    /// Its procedure hands over a result on paper.
    pub paper_result: bool,
    /// A file of the result is kept.
    pub result_file: bool,
    /// A file of at least one component is kept.
    pub component_file: bool,
    /// A component was taken from papers kept before.
    pub reused: Option<bool>,
    /// Its result or papers stand in the person's own store of electronic papers.
    pub personal_store: Option<bool>,
    /// Data of the population register were used.
    pub population: Option<bool>,
    /// Fees were taken.
    pub fee: bool,
    /// They came through the network.
    pub paid_online: bool,
    /// Who ended its steps, each once.
    pub hands: Vec<Hand>,
}

/// Port of the slice `one_stop`: facts of dossiers.
#[async_trait]
pub trait DossierRecords: Send + Sync {
    /// One dossier.
    async fn one(&self, app: &App, id: i64) -> Result<Option<DossierFacts>>;
    /// Those that there are of these, given and told in the order of their numbers.
    async fn many(&self, app: &App, ids: &[i64]) -> Result<Vec<DossierFacts>>;
    /// The next dossiers by id after one of them, `most` at most.
    async fn after(&self, app: &App, id: i64, most: i64) -> Result<Vec<DossierFacts>>;
}

/// The decision that announced a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announced {
    /// Day of the decision.
    pub decided_on: Day,
    /// Day from which the text behind it holds.
    pub effective_on: Day,
    /// Day of publication in the database.
    pub published_on: Option<Day>,
}

/// What an evaluation has to know of a procedure in force; `None` stands for what nobody records.
#[derive(Debug, Clone)]
pub struct ProcedureFacts {
    /// Its version.
    pub version: Arc<ProcedureVersion>,
    /// Level of online service that is really served, 0-4.
    pub service_level: i64,
    /// The announcement.
    pub announced: Option<Announced>,
    /// Its dossiers use data of the population register.
    pub population: Option<bool>,
}

/// Port of the slice `catalogue`: facts of procedures.
#[async_trait]
pub trait ProcedureRecords: Send + Sync {
    /// The published procedures in force on a day, by code.
    async fn facts(&self, app: &App, on: Day) -> Result<Vec<ProcedureFacts>>;
}

/// How many rated an agency in a month, and how many of them were not content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disliked {
    /// Agency.
    pub agency_id: i64,
    /// First day of the month.
    pub month: Day,
    /// Sheets answered.
    pub sheets: i64,
    /// Sheets with an answer at a level that says so.
    pub disliked: i64,
}

/// Port of the slice `satisfaction`: counts of sheets, never which dossier they belong to.
#[async_trait]
pub trait SheetCounts: Send + Sync {
    /// By agency and month, of all or of one agency, for sheets answered from a day to another; a sheet counts as disliked
    /// where one of its answers is no higher than `most`.
    async fn disliked(
        &self,
        app: &App,
        agency: Option<i64>,
        days: (Day, Day),
        most: i64,
    ) -> Result<Vec<Disliked>>;
}

/// Petitions (phản ánh, kiến nghị) of an agency in a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PetitionCount {
    /// Agency that answers.
    pub agency_id: i64,
    /// All that were to be answered.
    pub all: i64,
    /// Answered in time.
    pub on_time: i64,
    /// Whose answer was put off.
    pub prolonged: i64,
    /// Still without answer after their last day.
    pub overdue: i64,
    /// Whose answer was disliked.
    pub disliked: i64,
    /// Made again by the same person.
    pub repeated: i64,
    /// Address of the list behind it.
    pub href: String,
}

/// Port of whatever slice keeps petitions; where none is wired, figures that rest on them have no data.
#[async_trait]
pub trait PetitionRecords: Send + Sync {
    /// Counts by agency from a day to another.
    async fn counts(&self, app: &App, days: (Day, Day)) -> Result<Vec<PetitionCount>>;
}

/// An end of a dossier by one of the two clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndOf {
    /// The moment compared with the promise.
    pub compared: Moment,
    /// The promise it is compared with.
    pub promise: Option<Moment>,
    /// early, on-time or late; none where nothing was promised.
    pub class: Option<&'static str>,
}

/// Where a dossier ends by the law's clock and by that of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BothEnds {
    /// By the law.
    pub law: EndOf,
    /// By the index.
    pub index: EndOf,
    /// Minutes waited for papers after the receipt, which the index takes off the end.
    pub waited: i64,
    /// Papers were asked for more than once: late by the index, whatever the days say.
    pub asked_again: bool,
    /// The last moment at which an end is in time by the index.
    pub index_limit: Option<Moment>,
    /// The page with the steps between, for members of staff who may see it.
    pub href: String,
}

impl BothEnds {
    /// Whether the two clocks say different things: another last moment, or another class.
    pub fn differ(&self) -> bool {
        self.law.promise != self.index_limit || self.law.class != self.index.class
    }
}

/// A promise of which only the moments are known, no dossier stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BarePromise {
    /// Day whose rules apply.
    pub day: Day,
    /// Promised at the receipt.
    pub first: Option<Moment>,
    /// Promised now.
    pub current: Option<Moment>,
    /// Minutes waited for papers.
    pub waited: i64,
}

/// Port of the slice `settlement`: the two ends of a dossier, for those who show its promise.
#[async_trait]
pub trait SettlementEnds: Send + Sync {
    /// Both ends of a dossier looked at until a moment; none of one that was not received.
    async fn of(&self, app: &App, dossier: i64, until: Moment) -> Result<Option<BothEnds>>;
    /// The last moment at which an end would be in time by the index.
    fn index_limit(&self, app: &App, promise: BarePromise) -> Result<Option<Moment>>;
}

/// Port of whatever slice keeps complaints of dossiers; where none is wired, nobody is taken to have had none.
#[async_trait]
pub trait DossierComplaints: Send + Sync {
    /// Which of these dossiers somebody complained of, where the complaint was not found false.
    async fn complained(&self, app: &App, dossiers: &[i64]) -> Result<Vec<i64>>;
}

/// Somebody complained of how a dossier was handled, or it was found whether that is so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierComplained {
    /// The dossier.
    pub dossier_id: i64,
}

impl Event for DossierComplained {
    const TOPIC: &'static str = "messages.complained";
}

/// An agency's index of a month stands differently now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementScored {
    /// Agency.
    pub agency_id: i64,
    /// First day of the month, ISO.
    pub month_on: String,
}

impl Event for SettlementScored {
    const TOPIC: &'static str = "settlement.scored";
}

/// An agency's index of service of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementYear {
    /// Agency.
    pub agency_id: i64,
    /// Points reached of the possible ones, hundredths of a per cent.
    pub share: i64,
    /// Dossiers it rests on.
    pub count: i64,
    /// Address of its evaluation.
    pub href: String,
}

/// Port of the slice `settlement`: the index of every agency that settled dossiers in a year.
#[async_trait]
pub trait SettlementYears: Send + Sync {
    /// By agency.
    async fn of_year(&self, app: &App, year: i32) -> Result<Vec<SettlementYear>>;
}
