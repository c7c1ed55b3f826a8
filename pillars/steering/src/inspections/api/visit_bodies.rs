//! What the acts of an inspection take.

use platform::api::types::{FileIn, On};
use schemars::JsonSchema;
use serde::Deserialize;

/// An inspection to open.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenIn {
    /// A key of the caller's own: the same one twice opens one inspection.
    #[schemars(length(min = 16, max = 100))]
    pub key: String,
    /// Number of the plan it is held by.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub plan: Option<i64>,
    /// Number of the inspection whose findings it looks after.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub follows: Option<i64>,
    /// Code of the inspecting agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["so-noi-vu"]))]
    pub agency: String,
    /// Code of the inspected unit.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub unit: String,
    /// What is inspected.
    #[schemars(length(min = 1, max = 1000))]
    pub subject: String,
    /// Why, where it is outside the plan.
    #[schemars(length(min = 1, max = 1000))]
    pub reason: Option<String>,
    /// Number of the decision.
    #[schemars(length(min = 1, max = 200))]
    pub decision: String,
    /// Day of the decision, not after today.
    pub decided_on: On,
    /// First day of the time that is looked at.
    pub period_from: On,
    /// Last day of that time.
    pub period_to: On,
    /// First day at the unit.
    pub from_on: On,
    /// Last day at the unit.
    pub to_on: On,
}

/// A member for a team.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberIn {
    /// Version of the record that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Name.
    #[schemars(length(min = 1, max = 200))]
    pub name: String,
    /// Code of their agency, which is not the inspected unit.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["so-noi-vu"]))]
    pub agency: String,
    /// Whether they lead the team.
    #[serde(default)]
    pub head: bool,
    /// What they do in it.
    #[schemars(length(max = 500))]
    pub duty: Option<String>,
}

/// A member to take out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveIn {
    /// Version of the record that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Number of the member.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub member: i64,
}

/// Fields that are asked about.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldsIn {
    /// Version of the record that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Codes of fields of the programme that have a template; fields left out go while unanswered.
    #[schemars(length(min = 1, max = 30))]
    pub fields: Vec<String>,
}

/// An answer to a question.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerIn {
    /// Version of the record that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// yes, partly, no or not-applicable.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["yes"]))]
    pub answer: String,
    /// Note; needed where something is wanting.
    #[schemars(length(max = 2000))]
    pub note: Option<String>,
    /// Address or code of a record of this site that proves it.
    #[schemars(length(min = 1, max = 500))]
    pub record: Option<String>,
    /// The day the evidence is of.
    pub evidence_on: Option<On>,
    /// Files that prove it, one at most.
    #[serde(default)]
    #[schemars(length(max = 1))]
    pub files: Vec<FileIn>,
}

/// A finding to write down.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingIn {
    /// A key of the caller's own: the same one twice writes one finding.
    #[schemars(length(min = 16, max = 100))]
    pub key: String,
    /// Number of the question it came by.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub item: Option<i64>,
    /// What was found.
    #[schemars(length(min = 1, max = 2000))]
    pub text: String,
    /// low, medium or high.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["medium"]))]
    pub severity: String,
    /// On what basis.
    #[schemars(length(max = 500))]
    pub basis: Option<String>,
    /// What is to be done.
    #[schemars(length(min = 1, max = 2000))]
    pub remedy: String,
    /// Code of the unit that has to put it right: the inspected one or one below it.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub unit: String,
    /// Working days it gets; by the dated rule where nothing is said.
    #[schemars(range(min = 1, max = 365))]
    pub days: Option<i64>,
}

/// A longer text.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextIn {
    /// Version of the record that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// The text.
    #[schemars(length(min = 1, max = 8000))]
    pub text: String,
}

/// The minutes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MinutesIn {
    /// Version of the record that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// What was seen.
    #[schemars(length(min = 1, max = 8000))]
    pub text: String,
    /// Who was there for the unit, a line each.
    #[schemars(length(max = 2000))]
    pub present: Option<String>,
}

/// A signature under the minutes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Version of the record that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Who signed on paper.
    #[schemars(length(min = 1, max = 200))]
    pub signer: String,
    /// Their post.
    #[schemars(length(min = 1, max = 200))]
    pub post: String,
    /// Day it was signed: not before the minutes, not after today.
    pub on: On,
    /// The scan of what was signed.
    pub scan: FileIn,
}

/// A conclusion.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConclusionIn {
    /// Version of the record that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// The conclusion.
    #[schemars(length(min = 1, max = 8000))]
    pub conclusion: String,
}

/// The publication of a conclusion.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishIn {
    /// Version of the record that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Number of the conclusion.
    #[schemars(length(min = 1, max = 200))]
    pub number: String,
    /// Its day, not after today.
    pub on: On,
}
