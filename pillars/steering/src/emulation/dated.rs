//! The dated rules of emulation: groups, criteria, classes, quotas, the council's majority, days to object. No source confirms
//! them for the city; each is editable and kept with the round as it was when it opened.

use super::rules::{Class, Criterion, Majority, Quota};
use kernel::Day;
use platform::App;
use platform::directory::AgencyRef;
use platform::error::Result;
use serde::Deserialize;

/// A group of agencies that are compared with each other.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Group {
    /// Short stable word.
    pub code: String,
    /// Name.
    pub name: String,
    /// English name, or "".
    #[serde(default)]
    pub name_en: String,
    /// Kinds of agencies in it.
    pub kinds: Vec<String>,
}

/// Groups of a day.
pub fn groups(app: &App, on: Day) -> Result<Vec<Group>> {
    app.profiles().get_or("emulation.groups", on, Vec::new())
}

/// The agencies of a group on a day, below the one whose round it is.
pub fn agencies(app: &App, group: &Group, owner: i64, on: Day) -> Vec<AgencyRef> {
    let directory = app.directory();
    let below = directory.subtree(owner);
    let within = |a: &&AgencyRef| a.id != owner && below.contains(&a.id) && group.kinds.contains(&a.kind);
    let mut found: Vec<AgencyRef> = directory.in_force(on).filter(within).cloned().collect();
    found.sort_by_key(|a| a.id);
    found
}

/// Criteria of a group by the rules of a day: its own where it has some, else those of all.
pub fn criteria(app: &App, group: &str, on: Day) -> Result<Vec<Criterion>> {
    #[derive(Deserialize)]
    struct Of {
        #[serde(default)]
        group: Option<String>,
        #[serde(flatten)]
        criterion: Criterion,
    }
    let all: Vec<Of> = app.profiles().get_or("emulation.criteria", on, Vec::new())?;
    let own = all.iter().any(|c| c.group.as_deref() == Some(group));
    let fits = |c: &Of| if own { c.group.as_deref() == Some(group) } else { c.group.is_none() };
    Ok(all.into_iter().filter(fits).map(|c| c.criterion).collect())
}

/// Classes of a day, the highest first.
pub fn classes(app: &App, on: Day) -> Result<Vec<Class>> {
    let mut all: Vec<Class> = app.profiles().get_or("emulation.classes", on, Vec::new())?;
    all.sort_by_key(|class| std::cmp::Reverse(class.min_total));
    Ok(all)
}

/// Quotas of a day; none: as many as meet the bounds.
pub fn quotas(app: &App, on: Day) -> Result<Vec<Quota>> {
    app.profiles().get_or("emulation.quotas", on, Vec::new())
}

/// The council's majority of a day.
pub fn majority(app: &App, on: Day) -> Result<Majority> {
    app.profiles().get_or("emulation.majority", on, Majority::default())
}

/// Days after the announcement in which an agency may object.
pub fn objection_days(app: &App, on: Day) -> Result<i64> {
    app.profiles().get_or("emulation.objection_days", on, 15)
}
