//! The reform programme (chương trình cải cách hành chính) as other slices see it: its fields and what each
//! measure (chỉ tiêu) demands, by when. The slice `programme` owns the records.

use async_trait::async_trait;
use kernel::Day;
use platform::App;
use platform::error::Result;
use platform::events::Event;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Unit of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Per cent.
    Percent,
    /// A number of records.
    Count,
    /// Working days.
    Days,
    /// Đồng.
    Dong,
}

/// How a value is compared with its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// Above the target.
    Gt,
    /// The target or above.
    Ge,
    /// Exactly the target.
    Eq,
    /// Below the target.
    Lt,
    /// The target or below.
    Le,
    /// Below the same time of the year before.
    FallsYearly,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

/// A measure of the programme.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Id.
    pub id: i64,
    /// The decision's numbering and a word: "II.3.b/hai-long".
    pub code: String,
    /// The code in addresses: "II.3.b-hai-long".
    pub slug: String,
    /// Id of the programme's item it belongs to, "II.3.b".
    pub item: String,
    /// Page of that item.
    pub item_href: String,
    /// Field of the programme, "II.3".
    pub field: String,
    /// Name.
    pub name: String,
    /// English name, or "".
    pub name_en: String,
    /// Unit.
    pub unit: Unit,
    /// Which way is better.
    pub better: Direction,
    /// How it is compared.
    pub comparator: Comparator,
    /// Target; none for those that only must fall.
    pub target: Option<f64>,
    /// The decision names no number: the target is an assumption, explained by `target_note`.
    pub target_assumed: bool,
    /// Why this target, or "".
    pub target_note: String,
    /// Deadline.
    pub due_on: Option<Day>,
    /// How it is counted, in words.
    pub formula: String,
    /// Code of the indicator that measures it.
    pub indicator: Option<String>,
    /// Why nothing measures it yet, or "".
    pub why_not_measured: String,
    /// Distance from the target that is still amber.
    pub amber_within: f64,
    /// Milestones by year.
    pub yearly: BTreeMap<i32, f64>,
}

impl Measure {
    /// The target in force for a year: its milestone if the decision gives one.
    pub fn target_in(&self, year: i32) -> Option<f64> {
        self.yearly.get(&year).copied().or(self.target)
    }
}

/// A field of the programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The decision's numbering, "II.3".
    pub code: String,
    /// Name.
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
}

/// The programme.
#[derive(Debug, Clone, PartialEq)]
pub struct Programme {
    /// Code, "can-tho-2011-2015".
    pub code: String,
    /// Name.
    pub name: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Number of the founding decision.
    pub decision: String,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// Measures in the programme's order.
    pub measures: Vec<Measure>,
}

/// A goal, task, solution or duty of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The decision's numbering, "II.3.b".
    pub code: String,
    /// Field it belongs to, "II.3".
    pub field: String,
    /// Title.
    pub title: String,
    /// English title, or "".
    pub title_en: String,
    /// Its page.
    pub href: String,
}

/// Port of the slice `programme`: what is to be done and measured.
#[async_trait]
pub trait Programmes: Send + Sync {
    /// The programme in force with its measures; `None` before one is imported.
    async fn current(&self, app: &App) -> Result<Option<Programme>>;
    /// Its items in order; none before one is imported.
    async fn items(&self, app: &App) -> Result<Vec<Item>>;
}

/// The city's own definition of a measure was approved by a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureDefined {
    /// Code of the measure.
    pub measure: String,
    /// The code in addresses.
    pub slug: String,
    /// Number of the version.
    pub version: i64,
    /// First day it is in force, ISO.
    pub from_on: String,
}

impl Event for MeasureDefined {
    const TOPIC: &'static str = "programme.defined";
}

/// An approved definition of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionBrief {
    /// Number of the version; what the programme itself says is version 0.
    pub version: i64,
    /// First day it is in force.
    pub from: Option<Day>,
    /// Who approved it.
    pub decided_by: String,
    /// Why it was changed.
    pub reason: String,
    /// Its page, for who may see it.
    pub href: String,
}

/// Port of the slice `programme`: which version of a definition counts on a day.
#[async_trait]
pub trait Definitions: Send + Sync {
    /// Number of the version in force on a day by the measure's code; a measure that stands as imported is left out.
    async fn in_force(&self, app: &App, on: Day) -> Result<BTreeMap<String, i64>>;
    /// The approved versions of a measure, the newest first.
    async fn approved(&self, app: &App, measure: i64) -> Result<Vec<DefinitionBrief>>;
}
