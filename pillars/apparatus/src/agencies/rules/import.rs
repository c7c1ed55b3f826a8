//! The CSV files of agencies: reading them, and everything that is wrong with them at once, by file and line.
//! Columns: see programmes/README.md.

use kernel::Day;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Kinds of agencies.
pub const KINDS: [&str; 9] =
    ["city", "department", "office", "inspectorate", "board", "district", "division", "commune", "press"];
/// Levels of administration.
pub const LEVELS: [&str; 3] = ["city", "district", "commune"];
/// Kinds of communes; "" for what is no commune.
const COMMUNE_TYPES: [&str; 4] = ["", "phuong", "thi-tran", "xa"];

/// A line as it stands in the file.
#[derive(Debug, Clone, Deserialize)]
struct Line {
    code: String,
    name: String,
    short_name: String,
    kind: String,
    level: String,
    parent: String,
    unit_code: String,
    commune_type: String,
    id_2016: String,
    id_2020: String,
    valid_from: String,
    valid_to: String,
    successors: String,
    confirmed: bool,
    source: String,
    ids_confirmed: bool,
    one_stop: bool,
}

/// An agency of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledAgency {
    /// Where it stands.
    pub place: Place,
    /// Slug.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// One of [`LEVELS`].
    pub level: String,
    /// Slug of the agency above.
    pub parent: Option<String>,
    /// Code of the territory.
    pub unit_code: String,
    /// phuong, thi-tran, xa or "".
    pub commune_type: String,
    /// Identifier of 2016.
    pub id_2016: String,
    /// Identifier of 2020.
    pub id_2020: String,
    /// Whether a source shows the identifiers.
    pub ids_confirmed: bool,
    /// Whether a source shows the agency.
    pub confirmed: bool,
    /// Whether it has a reception desk.
    pub one_stop: bool,
    /// First day.
    pub valid_from: Option<Day>,
    /// Last day.
    pub valid_to: Option<Day>,
    /// Slugs of those that took over, the main one first.
    pub successors: Vec<String>,
    /// Where this is known from.
    pub source: String,
}

/// File and line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name of the file.
    pub file: String,
    /// Line, from 1, the head being line 1.
    pub line: u64,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The line is not made of the columns.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// Codes are words of a-z, 0-9 parted by hyphens, with a letter.
    #[error("code {0:?} is no slug")]
    Code(String),
    /// A name is missing.
    #[error("no name")]
    NoName,
    /// A word that is none of the column's.
    #[error("{column} {value:?} is unknown")]
    Word {
        /// Column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// A day that does not exist.
    #[error("{column} {value:?} is no day")]
    Day {
        /// Column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// The last day is before the first.
    #[error("ends before it begins")]
    EndsBeforeItBegins,
    /// The code stands twice.
    #[error("code {0} stands twice")]
    Twice(String),
    /// No such agency above.
    #[error("parent {0} is unknown")]
    UnknownParent(String),
    /// It is above itself.
    #[error("stands above itself by way of {0}")]
    Circle(String),
    /// The agency above does not exist all the while.
    #[error("outlives its parent {0}")]
    OutlivesParent(String),
    /// No such successor.
    #[error("successor {0} is unknown")]
    UnknownSuccessor(String),
    /// A successor that began earlier, or the agency itself.
    #[error("successor {0} does not come after it")]
    SuccessorBefore(String),
}

/// A flaw with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What.
    pub flaw: Flaw,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} line {}: {}", self.place.file, self.place.line, self.flaw)
    }
}

/// An agency that stands in the tables already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Slug of the agency above.
    pub parent: Option<String>,
    /// First day.
    pub valid_from: Option<Day>,
    /// Last day.
    pub valid_to: Option<Day>,
}

/// Reads one file; lines that cannot be read become findings.
pub fn read(file: &str, text: &str, findings: &mut Vec<Finding>) -> Vec<FiledAgency> {
    let mut rows = Vec::new();
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heads = match reader.headers() {
        Ok(heads) => heads.clone(),
        Err(error) => {
            let place = Place { file: file.to_owned(), line: 1 };
            findings.push(Finding { place, flaw: Flaw::Unreadable(error.to_string()) });
            return rows;
        }
    };
    for record in reader.records() {
        let at = |position: Option<&csv::Position>| Place {
            file: file.to_owned(),
            line: position.map_or(1, csv::Position::line),
        };
        match record.and_then(|r| Ok((at(r.position()), r.deserialize::<Line>(Some(&heads))?))) {
            Ok((place, line)) => rows.push(filed(place, line, findings)),
            Err(error) => {
                let place = at(error.position());
                findings.push(Finding { place, flaw: Flaw::Unreadable(error.to_string()) });
            }
        }
    }
    rows
}

fn filed(place: Place, line: Line, findings: &mut Vec<Finding>) -> FiledAgency {
    let mut find = |flaw| findings.push(Finding { place: place.clone(), flaw });
    if !is_slug(&line.code) {
        find(Flaw::Code(line.code.clone()));
    }
    if line.name.is_empty() || line.short_name.is_empty() {
        find(Flaw::NoName);
    }
    for (column, value, words) in [
        ("kind", &line.kind, KINDS.as_slice()),
        ("level", &line.level, LEVELS.as_slice()),
        ("commune_type", &line.commune_type, COMMUNE_TYPES.as_slice()),
    ] {
        if !words.contains(&value.as_str()) {
            find(Flaw::Word { column, value: value.clone() });
        }
    }
    let mut day = |column, value: &str| -> Option<Day> {
        if value.is_empty() {
            return None;
        }
        let day = value.parse().ok();
        if day.is_none() {
            find(Flaw::Day { column, value: value.to_owned() });
        }
        day
    };
    let valid_from = day("valid_from", &line.valid_from);
    let valid_to = day("valid_to", &line.valid_to);
    if valid_from.zip(valid_to).is_some_and(|(from, to)| to < from) {
        find(Flaw::EndsBeforeItBegins);
    }
    FiledAgency {
        place,
        code: line.code,
        name: kernel::text::nfc(&line.name),
        short_name: kernel::text::nfc(&line.short_name),
        kind: line.kind,
        level: line.level,
        parent: Some(line.parent).filter(|p| !p.is_empty()),
        unit_code: line.unit_code,
        commune_type: line.commune_type,
        id_2016: line.id_2016,
        id_2020: line.id_2020,
        ids_confirmed: line.ids_confirmed,
        confirmed: line.confirmed,
        one_stop: line.one_stop,
        valid_from,
        valid_to,
        successors: line.successors.split_whitespace().map(str::to_owned).collect(),
        source: kernel::text::nfc(&line.source),
    }
}

/// A slug: words of a-z and 0-9 parted by single hyphens, with at least one letter (numbers alone are ids).
pub fn is_slug(code: &str) -> bool {
    let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    code.split('-').all(word) && code.bytes().any(|b| b.is_ascii_lowercase())
}

/// Checks what was read against itself and what is known; the agencies with parents before children.
pub fn check(
    rows: Vec<FiledAgency>,
    known: &BTreeMap<String, Known>,
    findings: &mut Vec<Finding>,
) -> Vec<FiledAgency> {
    let mut all = known.clone();
    let mut seen = BTreeSet::new();
    for row in &rows {
        if !seen.insert(row.code.clone()) {
            findings.push(Finding { place: row.place.clone(), flaw: Flaw::Twice(row.code.clone()) });
        }
        let own = Known { parent: row.parent.clone(), valid_from: row.valid_from, valid_to: row.valid_to };
        all.insert(row.code.clone(), own);
    }
    let mut placed = Vec::with_capacity(rows.len());
    for row in rows {
        findings
            .extend(flaws_of(&row, &all).into_iter().map(|flaw| Finding { place: row.place.clone(), flaw }));
        placed.push((depth(&row.code, &all).unwrap_or(0), row));
    }
    placed.sort_by_key(|(depth, _)| *depth);
    placed.into_iter().map(|(_, row)| row).collect()
}

fn flaws_of(row: &FiledAgency, all: &BTreeMap<String, Known>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if let Some(parent) = &row.parent {
        match all.get(parent) {
            None => flaws.push(Flaw::UnknownParent(parent.clone())),
            Some(above) if !within(row.valid_from, row.valid_to, above) => {
                flaws.push(Flaw::OutlivesParent(parent.clone()));
            }
            Some(_) => {}
        }
        if depth(&row.code, all).is_none() {
            flaws.push(Flaw::Circle(parent.clone()));
        }
    }
    for successor in &row.successors {
        match all.get(successor) {
            None => flaws.push(Flaw::UnknownSuccessor(successor.clone())),
            Some(next) if *successor == row.code || next.valid_from < row.valid_from => {
                flaws.push(Flaw::SuccessorBefore(successor.clone()));
            }
            Some(_) => {}
        }
    }
    flaws
}

/// Whether days lie within those of the agency above; an open end is later than any day.
pub fn within(from: Option<Day>, to: Option<Day>, above: &Known) -> bool {
    let begins = above.valid_from.is_none_or(|f| from.is_some_and(|own| f <= own));
    let ends = above.valid_to.is_none_or(|t| to.is_some_and(|own| own <= t));
    begins && ends
}

/// Steps up to the root; `None` in a circle.
fn depth(code: &str, all: &BTreeMap<String, Known>) -> Option<usize> {
    let mut steps = 0;
    let mut next = all.get(code)?.parent.as_ref();
    while let Some(parent) = next {
        steps += 1;
        if steps > all.len() {
            return None;
        }
        next = all.get(parent).and_then(|k| k.parent.as_ref());
    }
    Some(steps)
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
