//! The agency tree in memory, as access and pages need it; the slice `agencies` owns the records and fills it.

use kernel::Day;
use std::collections::{BTreeMap, HashMap};

/// An agency, as everybody may refer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyRef {
    /// Id.
    pub id: i64,
    /// Stable slug, such as "so-noi-vu".
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name for tables.
    pub short_name: String,
    /// city, department, office, inspectorate, board, district, commune, division, press.
    pub kind: String,
    /// city, district or commune.
    pub level: String,
    /// Agency above.
    pub parent_id: Option<i64>,
    /// Identifier by the scheme of 2016, such as "000.00.16.H13".
    pub id_2016: String,
    /// Identifier by the scheme of 2020, such as "H13.16".
    pub id_2020: String,
    /// Code of the territory, such as "31117", empty for others.
    pub unit_code: String,
    /// First day it exists.
    pub valid_from: Option<Day>,
    /// Last day it exists.
    pub valid_to: Option<Day>,
}

/// The whole tree.
#[derive(Debug, Default)]
pub struct Directory {
    by_id: BTreeMap<i64, AgencyRef>,
    by_code: HashMap<String, i64>,
    children: HashMap<i64, Vec<i64>>,
}

impl Directory {
    /// Builds the tree of all agencies, past ones too.
    pub fn new(agencies: Vec<AgencyRef>) -> Directory {
        let mut directory = Directory::default();
        for agency in agencies {
            directory.by_code.insert(agency.code.clone(), agency.id);
            if let Some(parent) = agency.parent_id {
                directory.children.entry(parent).or_default().push(agency.id);
            }
            directory.by_id.insert(agency.id, agency);
        }
        directory
    }

    /// An agency by id.
    pub fn get(&self, id: i64) -> Option<&AgencyRef> {
        self.by_id.get(&id)
    }

    /// An agency by slug.
    pub fn by_code(&self, code: &str) -> Option<&AgencyRef> {
        self.by_code.get(code).and_then(|id| self.by_id.get(id))
    }

    /// Its name, or an empty text.
    pub fn name(&self, id: i64) -> &str {
        self.by_id.get(&id).map_or("", |a| a.name.as_str())
    }

    /// Its short name, or an empty text.
    pub fn short_name(&self, id: i64) -> &str {
        self.by_id.get(&id).map_or("", |a| a.short_name.as_str())
    }

    /// Whether nothing stands above it.
    pub fn is_root(&self, id: i64) -> bool {
        self.by_id.get(&id).is_some_and(|a| a.parent_id.is_none())
    }

    /// The root in force on a day: the city.
    pub fn root(&self, on: Day) -> Option<&AgencyRef> {
        self.by_id.values().find(|a| a.parent_id.is_none() && a.in_force(on))
    }

    /// The agencies directly below.
    pub fn children(&self, id: i64) -> impl Iterator<Item = &AgencyRef> {
        self.children.get(&id).into_iter().flatten().filter_map(|id| self.by_id.get(id))
    }

    /// It and everything below, sorted ids.
    pub fn subtree(&self, id: i64) -> Vec<i64> {
        let mut found = Vec::new();
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            found.push(next);
            if let Some(children) = self.children.get(&next) {
                open.extend(children);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// It and everything above, from the agency to the root.
    pub fn ancestors(&self, id: i64) -> Vec<&AgencyRef> {
        let mut line = Vec::new();
        let mut next = self.by_id.get(&id);
        while let Some(agency) = next {
            line.push(agency);
            next = agency.parent_id.filter(|_| line.len() < 12).and_then(|p| self.by_id.get(&p));
        }
        line
    }

    /// All agencies in force on a day, by id.
    pub fn in_force(&self, on: Day) -> impl Iterator<Item = &AgencyRef> {
        self.by_id.values().filter(move |a| a.in_force(on))
    }

    /// All agencies.
    pub fn all(&self) -> impl Iterator<Item = &AgencyRef> {
        self.by_id.values()
    }
}

impl AgencyRef {
    /// Whether it exists on a day.
    pub fn in_force(&self, on: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= on) && self.valid_to.is_none_or(|to| on <= to)
    }
}
