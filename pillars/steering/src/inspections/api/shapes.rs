//! What the operations on inspections take and answer.

use platform::api::types::{FileIn, On};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Filters of plans.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanFilters {
    /// Year of the plan.
    #[schemars(range(min = 2000, max = 2100))]
    pub year: Option<i64>,
    /// draft, submitted, returned or approved.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["approved"]))]
    pub state: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    pub after: Option<String>,
}

/// Filters of inspections.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filters {
    /// Words of unit, subject and decision, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    pub q: Option<String>,
    /// Year in which it begins.
    #[schemars(range(min = 2000, max = 2100))]
    pub year: Option<i64>,
    /// prepared, noticed, minuted, signed, drafted, published or closed.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["published"]))]
    pub state: Option<String>,
    /// Code of the inspected unit.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub unit: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    pub after: Option<String>,
}

/// Filters of findings.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingFilters {
    /// not-handled, overdue, open, reported, closed, closed-late or carried.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["overdue"]))]
    pub standing: Option<String>,
    /// Code of the unit that has to put it right.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub unit: Option<String>,
    /// Year of its last day.
    #[schemars(range(min = 2000, max = 2100))]
    pub year: Option<i64>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    pub after: Option<String>,
}

/// Filters of conclusions.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConclusionFilters {
    /// Words of the unit and the subject, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    pub q: Option<String>,
    /// Year of the conclusion.
    #[schemars(range(min = 2000, max = 2100))]
    pub year: Option<i64>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    pub after: Option<String>,
}

/// A report that a finding is put right.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportIn {
    /// What was done.
    #[schemars(length(min = 1, max = 2000), extend("examples" = ["Đã thay bảng niêm yết"]))]
    pub text: String,
    /// Address or code of a record of this site that proves it.
    #[schemars(length(min = 1, max = 500))]
    pub record: Option<String>,
    /// The day the evidence is of.
    pub evidence_on: On,
    /// Files that prove it, one at most.
    #[serde(default)]
    #[schemars(length(max = 1))]
    pub files: Vec<FileIn>,
}

/// What an inspector decides.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActIn {
    /// It is put right.
    Accept,
    /// It is not: the text says why.
    SendBack,
    /// Its term is put off to `due_on`.
    Extend,
    /// The unit was visited again on `visited_on`.
    Visit,
    /// It goes on in the later inspection `into`.
    Carry,
}

/// A decision on a finding.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionIn {
    /// Version of the finding that was seen; not asked for where nothing is said.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: Option<i64>,
    /// What is decided.
    pub act: ActIn,
    /// Why; needed but for accepting.
    #[schemars(length(min = 1, max = 2000))]
    pub text: Option<String>,
    /// The new last day, to put the term off.
    pub due_on: Option<On>,
    /// The day of a visit.
    pub visited_on: Option<On>,
    /// Number of the later inspection, to carry it over.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub into: Option<i64>,
}

/// A plan.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlanOut {
    /// Number of the record.
    pub id: i64,
    /// Code of the inspecting agency.
    pub agency: String,
    /// Year.
    pub year: i64,
    /// Per cent of units wanted.
    pub share: i64,
    /// Where its newest edition stands.
    pub state: String,
    /// Version, to be sent back with an act on it.
    pub version: i64,
    /// Day it was approved.
    pub approved_on: Option<String>,
}

/// An inspection.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InspectionOut {
    /// Number of the record.
    pub id: i64,
    /// Code of the inspecting agency.
    pub agency: String,
    /// Code of the inspected unit.
    pub unit: String,
    /// What is inspected.
    pub subject: String,
    /// Number of the decision.
    pub decision: String,
    /// First day at the unit.
    pub from_on: String,
    /// Last day at the unit.
    pub to_on: String,
    /// Where it stands.
    pub state: String,
    /// Version, to be sent back with an act on it.
    pub version: i64,
    /// Day of the conclusion.
    pub concluded_on: Option<String>,
}

/// A question of a checklist.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ItemOut {
    /// Number of the record.
    pub id: i64,
    /// Version, to be sent back with an answer.
    pub version: i64,
    /// Field of the programme.
    pub field: String,
    /// What is asked.
    pub question: String,
    /// yes, partly, no or not-applicable; empty before it is answered.
    pub answer: String,
    /// Note.
    pub note: String,
    /// Day the evidence is of.
    pub evidence_on: Option<String>,
}

/// A finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingOut {
    /// Number of the record.
    pub id: i64,
    /// Number of the inspection.
    pub inspection: i64,
    /// Code of the unit that has to put it right.
    pub unit: String,
    /// low, medium or high.
    pub severity: String,
    /// What was found.
    pub text: String,
    /// What is to be done.
    pub remedy: String,
    /// Last day.
    pub due_on: String,
    /// overdue, open, reported, closed, closed-late or carried.
    pub standing: &'static str,
    /// Version, to be sent back with an act on it.
    pub version: i64,
    /// Day it was handled.
    pub closed_on: Option<String>,
}

/// A step of a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepOut {
    /// report, accept, send-back, extend, visit or carry.
    pub kind: String,
    /// What was said.
    pub text: String,
    /// Day the evidence is of.
    pub evidence_on: Option<String>,
}

/// A finding with its steps.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WholeFinding {
    /// The finding.
    pub finding: FindingOut,
    /// Its steps, the newest first.
    pub steps: Vec<StepOut>,
}

/// A member of a team.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MemberOut {
    /// Number of the record.
    pub id: i64,
    /// Code of their agency.
    pub agency: String,
    /// Name.
    pub name: String,
    /// Whether they lead the team.
    pub head: bool,
    /// What they do in it.
    pub duty: String,
}

/// An inspection with what belongs to it; checklist and findings once they stand in minutes, to the team before.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WholeInspection {
    /// The inspection.
    pub inspection: InspectionOut,
    /// The team, its head first.
    pub team: Vec<MemberOut>,
    /// Its checklist.
    pub items: Vec<ItemOut>,
    /// Its findings.
    pub findings: Vec<FindingOut>,
    /// Sides that have signed the minutes: team, unit.
    pub signed_by: Vec<String>,
    /// Why the unit did not sign the minutes, as the team noted it; nothing where it signed or may still sign.
    pub unsigned: Option<String>,
    /// What the unit objects to in the minutes.
    pub objection: String,
    /// What the team answers.
    pub objection_answer: String,
}

/// A published conclusion.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConclusionOut {
    /// Number of the inspection.
    pub id: i64,
    /// Code of the inspecting agency.
    pub agency: String,
    /// Code of the inspected unit.
    pub unit: String,
    /// Number of the conclusion.
    pub number: String,
    /// Day of the conclusion.
    pub concluded_on: Option<String>,
    /// The conclusion.
    pub conclusion: String,
}
