//! The desk's dossiers (hồ sơ) for another interface than its own pages: listed, read, filed, put right and worked on under
//! the caller's own rights, through the acts of the pages, journalled and noted as there.

use crate::dossiers::Person;
use async_trait::async_trait;
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{Ctx, Permission};
use serde_json::{Map, Value as Json};

/// See dossiers.
pub const VIEW: Permission = Permission("one_stop.view");
/// Receive, refuse receipt, ask for supplements, transfer at the counter.
pub const RECEIVE: Permission = Permission("one_stop.receive");

/// Where a dossier stands, for those who know four ways only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Somebody is at work, or the applicant has to pay.
    Pending,
    /// Papers were asked of the applicant.
    SentBack,
    /// Granted.
    Granted,
    /// Not received, refused or stopped.
    Refused,
}

/// What a list of dossiers is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// When it was filed.
    #[default]
    Filed,
    /// By the desk's order of risk: what is promised soonest first.
    Due,
    /// Number of the record.
    Number,
}

/// Which dossiers a list is about, always within the caller's scope.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Code of the procedure.
    pub procedure: Option<String>,
    /// The owner's identity or registration number, whole.
    pub identity_number: Option<String>,
    /// One dossier.
    pub dossier: Option<i64>,
    /// Account that has it in hand.
    pub assignee: Option<i64>,
    /// Only those at whose step one of the caller's roles is to act.
    pub turn: bool,
    /// Order.
    pub order: Order,
    /// From the last one on.
    pub descending: bool,
    /// Rows left out at the beginning.
    pub first: u32,
    /// Rows at most.
    pub most: u32,
}

/// A dossier in a list.
#[derive(Debug, Clone)]
pub struct DeskLine {
    /// Number of the record.
    pub id: i64,
    /// Mã hồ sơ.
    pub code: String,
    /// Code of the procedure.
    pub procedure: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Version of the procedure it follows.
    pub procedure_version: i64,
    /// Name of the owner.
    pub owner_name: String,
    /// Where it stands.
    pub standing: Standing,
    /// Its state in words.
    pub state: String,
    /// Filed.
    pub filed_at: Moment,
    /// Number of the current step; 0 before the receipt.
    pub step: i64,
    /// Role of the current step: one_stop, specialist, head or leader.
    pub role: String,
    /// Whose turn it is, in words; empty once nothing is left to do.
    pub turn: String,
    /// Account that has it in hand.
    pub assignee: Option<i64>,
}

/// A dossier.
#[derive(Debug, Clone)]
pub struct DeskDossier {
    /// What lists tell of it.
    pub line: DeskLine,
    /// Code of the agency that settles it.
    pub agency: String,
    /// citizen, firm, household_business or organisation.
    pub applicant_kind: String,
    /// Owner of the matter.
    pub owner: Person,
    /// Who filed for the owner.
    pub proxy: Option<Person>,
    /// Answers of the electronic form; empty where none were given.
    pub answers: Map<String, Json>,
    /// counter, post or online.
    pub delivery: String,
    /// Addresses of the files of its papers and results.
    pub documents: Vec<String>,
    /// Nothing is left to be done.
    pub ended: bool,
    /// The current step waits for somebody of the agency.
    pub waits: bool,
}

/// A paper handed in as a stored file.
#[derive(Debug, Clone)]
pub struct DeskPaper {
    /// Key of the procedure's component.
    pub component: String,
    /// Name of the file.
    pub name: String,
    /// SHA-256 of the stored bytes.
    pub hash: String,
}

/// A dossier to file through the network; errors name the fields of `/api/v1/dossiers`.
#[derive(Debug, Clone)]
pub struct DeskFiling {
    /// Code of the procedure.
    pub procedure: String,
    /// Code of the agency.
    pub agency: String,
    /// citizen, firm, household_business or organisation.
    pub applicant_kind: String,
    /// Owner of the matter.
    pub owner: Person,
    /// Who files for the owner.
    pub proxy: Option<Person>,
    /// Answers of the electronic form.
    pub answers: Map<String, Json>,
    /// Key of the case that decides the term.
    pub term_case: Option<String>,
    /// Papers.
    pub papers: Vec<DeskPaper>,
    /// counter, post or online.
    pub delivery: String,
}

/// What shall stand of the people and the delivery instead.
#[derive(Debug, Clone)]
pub struct DeskCorrection {
    /// Owner of the matter.
    pub owner: Person,
    /// counter, post or online.
    pub delivery: String,
    /// Why.
    pub reason: String,
}

/// What the end of a step says; each step reads what belongs to it.
#[derive(Debug, Clone, Default)]
pub struct DeskWork {
    /// Remark for colleagues.
    pub note: Option<String>,
    /// The receipt needs verification, which lengthens the term of some procedures.
    pub verification: bool,
    /// The signed result, at the last step.
    pub result: Option<DeskResult>,
}

/// A result to sign.
#[derive(Debug, Clone)]
pub struct DeskResult {
    /// Granted, or refused.
    pub granted: bool,
    /// Number of the result paper.
    pub number: String,
    /// Kind of reason of a refusal.
    pub reason_code: Option<String>,
    /// Reason of a refusal.
    pub reason: Option<String>,
}

/// Which dossiers are counted.
#[derive(Debug, Clone)]
pub struct Counted {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Code of the procedure.
    pub procedure: Option<String>,
    /// Name of somebody who ended a step of it.
    pub operator: Option<String>,
    /// Role of a step that was ended (by that person, where one is named).
    pub role: Option<String>,
}

/// How dossiers leave the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// Granted.
    Granted,
    /// Refused, or not received.
    Refused,
    /// Stopped or withdrawn.
    Stopped,
    /// Not gone: papers were asked of the applicant.
    SentBack,
}

/// How many dossiers left the desk so on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// Day.
    pub on: Day,
    /// How.
    pub leaving: Leaving,
    /// Dossiers.
    pub count: i64,
}

/// Port of the slice `one_stop`: the desk, for another interface.
#[async_trait]
pub trait Desk: Send + Sync {
    /// Dossiers of the caller's scope; the look at a list of persons is noted under its `address`.
    async fn list(&self, ctx: &Ctx, address: &'static str, wanted: &Wanted) -> Result<Vec<DeskLine>>;
    /// One dossier; the look is noted.
    async fn one(&self, ctx: &Ctx, id: i64) -> Result<DeskDossier>;
    /// Files it; it stands in state 1 and waits to be received.
    async fn file(&self, ctx: &Ctx, filing: DeskFiling) -> Result<DeskDossier>;
    /// Puts people and delivery right; where all stands so already nothing is done.
    async fn correct(&self, ctx: &Ctx, id: i64, correction: &DeskCorrection) -> Result<DeskDossier>;
    /// Ends the step with this number by the act that belongs to it: receipt, transfer, step or signature.
    async fn end_step(&self, ctx: &Ctx, id: i64, step: i64, work: &DeskWork) -> Result<DeskDossier>;
    /// What left the desk in a time, by day, within the caller's scope.
    async fn counts(&self, ctx: &Ctx, counted: &Counted) -> Result<Vec<DayCount>>;
}
