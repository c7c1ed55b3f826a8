//! The format of a programme.yaml (programmes/README.md); ids are the founding decision's own numbering.

use contracts::programme::{Comparator, Direction, Field, Unit};
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A whole programme.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Document {
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub name_en: String,
    pub decision: Decision,
    pub runs: Runs,
    #[serde(default)]
    pub groups: BTreeMap<String, Group>,
    pub fields: Vec<Field>,
    pub items: Vec<Item>,
}

/// The founding decision.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Decision {
    pub number: String,
    pub signed_on: Day,
    pub issuer: String,
}

/// First and last day.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Runs {
    pub from: Day,
    pub to: Day,
}

/// What a group of agencies stands for.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub(super) struct Group {
    pub name: String,
    #[serde(default)]
    pub name_en: String,
    #[serde(default)]
    pub kinds: Vec<String>,
}

/// A goal, task, funding rule, solution or duty.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Item {
    pub id: String,
    #[serde(default)]
    pub parent: Option<String>,
    pub field: String,
    pub kind: String,
    pub title: String,
    #[serde(default)]
    pub title_en: String,
    pub text: String,
    #[serde(default)]
    pub lead: Vec<String>,
    #[serde(default)]
    pub cooperate: Vec<String>,
    #[serde(default)]
    pub lead_inferred: bool,
    #[serde(default)]
    pub cooperate_inferred: bool,
    #[serde(default)]
    pub due_on: Option<Day>,
    #[serde(default)]
    pub due_note: Option<String>,
    #[serde(default, skip_serializing)]
    pub measures: Vec<Measure>,
}

/// A measure of an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Measure {
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub name_en: String,
    pub unit: Unit,
    pub better: Direction,
    pub comparator: Comparator,
    #[serde(default)]
    pub target: Option<f64>,
    #[serde(default)]
    pub target_assumed: bool,
    #[serde(default)]
    pub target_note: Option<String>,
    #[serde(default)]
    pub due_on: Option<Day>,
    pub formula: String,
    #[serde(default)]
    pub indicator: Option<String>,
    #[serde(default)]
    pub why_not_measured: Option<String>,
    #[serde(default)]
    pub amber_within: f64,
    #[serde(default)]
    pub yearly: BTreeMap<i32, f64>,
}
