//! What operations on measures take and answer.

use platform::api::types::At;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OfAgency {
    /// Code of an agency; the city where nothing is said.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub(super) agency: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChargeFilters {
    /// Code of an agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub(super) agency: Option<String>,
    /// Only those the caller answers for.
    pub(super) mine: Option<bool>,
    /// Only those of which nobody told this month.
    pub(super) unchecked: Option<bool>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    pub(super) after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TurnFilters {
    /// Code of an agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub(super) agency: Option<String>,
    /// Only turns for the worse (true) or for the better (false).
    pub(super) worse: Option<bool>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    pub(super) after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadingFilters {
    /// Code of an agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub(super) agency: Option<String>,
    /// The measure's code in addresses.
    #[schemars(length(min = 1, max = 80))]
    pub(super) measure: Option<String>,
    /// Period, such as 2013 or 2013-Q2.
    #[schemars(length(min = 4, max = 10), extend("examples" = ["2013"]))]
    pub(super) period: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    pub(super) after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Comparing {
    /// The measure's code in addresses; the first share of the programme where nothing is said.
    #[schemars(length(min = 1, max = 80))]
    pub(super) measure: Option<String>,
    /// Period, such as 2013 or 2013-Q2; the year that runs where nothing is said.
    #[schemars(length(min = 4, max = 10), extend("examples" = ["2013"]))]
    pub(super) period: Option<String>,
    /// direct, district or commune.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["district"]))]
    pub(super) level: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    pub(super) after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckInIn {
    /// Code of the agency; the city where nothing is said.
    #[schemars(length(min = 1, max = 80))]
    pub(super) agency: Option<String>,
    /// How it stands.
    #[schemars(length(min = 1, max = 4000))]
    pub(super) text: String,
    /// high, medium or low.
    #[schemars(length(min = 1, max = 10))]
    pub(super) confidence: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CommentIn {
    /// Code of the agency; the city where nothing is said.
    #[schemars(length(min = 1, max = 80))]
    pub(super) agency: Option<String>,
    /// What is said.
    #[schemars(length(min = 1, max = 4000))]
    pub(super) text: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChargeIn {
    /// Code of the agency whose figure it is; the city where nothing is said.
    #[schemars(length(min = 1, max = 80))]
    pub(super) agency: Option<String>,
    /// Code of the unit that answers: the agency, or one below it.
    #[schemars(length(min = 1, max = 80))]
    pub(super) unit: String,
    /// Account of the official who answers.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub(super) account: Option<i64>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioIn {
    /// What it is called.
    #[schemars(length(min = 1, max = 200))]
    pub(super) name: String,
    /// The measure's code in addresses.
    #[schemars(length(min = 1, max = 80))]
    pub(super) measure: String,
    /// Period; the year that runs where nothing is said.
    #[schemars(length(min = 4, max = 10))]
    pub(super) period: Option<String>,
    /// best, median or figure.
    #[schemars(length(min = 1, max = 10))]
    pub(super) rule: String,
    /// The figure, per cent, where the rule is figure.
    #[schemars(range(min = 0, max = 100))]
    pub(super) figure: Option<f64>,
}

/// Who answers.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ChargeOut {
    /// Number of the record.
    pub(super) id: i64,
    /// Code of the measure.
    pub(super) measure: String,
    /// Code of the agency.
    pub(super) agency: String,
    /// Code of the unit that answers.
    pub(super) unit: String,
    /// The official who answers, or "".
    pub(super) person: String,
    /// Month of the last check-in, or "".
    pub(super) checked: String,
    /// The light of this morning, or "".
    pub(super) light: String,
}

/// A check-in or a comment.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NoteOut {
    /// Number of the record.
    pub(super) id: i64,
    /// check_in or comment.
    pub(super) kind: String,
    /// Month of a check-in, or "".
    pub(super) month: String,
    /// high, medium, low or "".
    pub(super) confidence: String,
    /// What was said.
    pub(super) text: String,
    /// What was measured that day.
    pub(super) value: Option<f64>,
    /// Who said it.
    pub(super) by: String,
    /// When.
    pub(super) at: At,
}

/// A turn.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TurnOut {
    /// Number of the record.
    pub(super) id: i64,
    /// Code of the measure.
    pub(super) measure: String,
    /// Code of the agency.
    pub(super) agency: String,
    /// The day.
    pub(super) on: String,
    /// light or outlook.
    pub(super) kind: String,
    /// What it was.
    pub(super) was: String,
    /// What it is.
    pub(super) turned: String,
    /// It turned for the worse.
    pub(super) worse: bool,
    /// The value.
    pub(super) value: Option<f64>,
    /// Records it rests on.
    pub(super) count: i64,
}

/// A frozen reading.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FrozenOut {
    /// Number of the record.
    pub(super) id: i64,
    /// Code of the measure.
    pub(super) measure: String,
    /// Code of the agency.
    pub(super) agency: String,
    /// Period.
    pub(super) period: String,
    /// Value.
    pub(super) value: Option<f64>,
    /// Records.
    pub(super) count: i64,
    /// Version of the definition; 0: as the programme says.
    pub(super) version: i64,
    /// Rows of evidence.
    pub(super) evidence_rows: i64,
    /// SHA-256 of the evidence, or "".
    pub(super) evidence_hash: String,
    /// When it was frozen.
    pub(super) frozen_at: At,
}

/// A month whose evidence changed.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MovedOut {
    /// The month; "" for what stands on the last day.
    pub(super) month: String,
    /// Rows when it was frozen.
    pub(super) then: i64,
    /// Rows now.
    pub(super) now: i64,
}

/// What a recount found.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RecountOut {
    /// The reading.
    pub(super) reading: FrozenOut,
    /// same, differs, otherwise (counted in another way since) or unsealed.
    pub(super) verdict: &'static str,
    /// The months that differ.
    pub(super) moved: Vec<MovedOut>,
}

/// An agency compared.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ComparedOut {
    /// Code of the agency.
    pub(super) agency: String,
    /// Value; null where it is withheld.
    pub(super) value: Option<f64>,
    /// Records.
    pub(super) count: i64,
    /// few, within, better, far-better, worse or far-worse.
    pub(super) chance: &'static str,
}

/// A kept scenario.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ScenarioOut {
    /// Number of the record.
    pub(super) id: i64,
    /// What it is called.
    pub(super) name: String,
    /// Code of the measure.
    pub(super) measure: String,
    /// Period.
    pub(super) period: String,
    /// best, median or figure.
    pub(super) rule: String,
    /// The city's value the day it was kept, per cent.
    pub(super) now: Option<f64>,
    /// What it would have been.
    pub(super) then: Option<f64>,
    /// When it was kept.
    pub(super) at: At,
}
