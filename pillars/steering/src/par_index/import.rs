//! Reading trees from outside: a YAML document, or the table of a regulation (CSV, semicolons) with what the table leaves out.

use super::rules::dec::Dec;
use super::rules::tree::{By, Domain, Node, Part, Tree};
use super::rules::{grammar, sheet};
use platform::workbook::{self, Bounds};

/// What a table does not say of its tree.
#[derive(Debug, Clone)]
pub struct About {
    pub code: String,
    pub year: i32,
    pub level: String,
    pub name: String,
    pub source: String,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// The document as a whole.
    Document(String),
    /// A value of a line, from 1.
    Line {
        /// The line.
        line: u64,
        /// The column by its heading.
        column: &'static str,
        /// What could not be read.
        value: String,
    },
}

/// Most lines and characters that are read: trees have some hundred leaves.
const MOST_LINES: usize = 2_000;
/// No tree is a larger workbook.
const BOUNDS: Bounds = Bounds { part: 8 << 20, rows: 2_000, columns: 40, letters: 8_000, all: 2_000_000 };
/// Largest document, in bytes.
const LARGEST: usize = 1_000_000;

/// The columns of a table; the last four may be missing.
const COLUMNS: [&str; 10] = [
    "code",
    "group",
    "name_en",
    "name_vi_short",
    "max",
    "rule_type",
    "rule",
    "na_rule",
    "evidence",
    "owner_role",
];

/// A tree from a YAML document, as [`Tree`] is written.
///
/// # Errors
/// What cannot be read.
pub fn document(text: &str) -> Result<Tree, Wrong> {
    if text.len() > LARGEST {
        return Err(Wrong::Document(format!("> {LARGEST} bytes")));
    }
    let tree: Tree = serde_saphyr::from_str(text).map_err(|e| Wrong::Document(e.to_string()))?;
    if tree.code.is_empty() || tree.name.is_empty() {
        return Err(Wrong::Document("code, name".to_owned()));
    }
    Ok(tree)
}

/// A tree from the table of a regulation: one leaf a line, groups in the order in which they come.
///
/// # Errors
/// Every line that cannot be read, at most a hundred.
pub fn table(text: &str, about: &About) -> Result<Tree, Vec<Wrong>> {
    if text.len() > LARGEST {
        return Err(vec![Wrong::Document(format!("> {LARGEST} bytes"))]);
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let heads = reader.headers().map_err(|e| vec![Wrong::Document(e.to_string())])?.clone();
    let place = COLUMNS.map(|column| heads.iter().position(|head| head == column));
    let missing: Vec<&str> =
        COLUMNS.iter().zip(place).take(6).filter(|(_, p)| p.is_none()).map(|(c, _)| *c).collect();
    if !missing.is_empty() {
        return Err(vec![Wrong::Document(missing.join(", "))]);
    }
    let mut domains: Vec<Domain> = Vec::new();
    let mut wrong = Vec::new();
    for record in reader.records().take(MOST_LINES) {
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                wrong.push(Wrong::Document(e.to_string()));
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let fields = place.map(|p| p.and_then(|p| record.get(p)).unwrap_or_default());
        match leaf(&fields) {
            Ok(node) => put(&mut domains, fields.get(1).copied().unwrap_or_default(), node),
            Err((column, value)) => wrong.push(Wrong::Line { line, column, value }),
        }
        if wrong.len() >= 100 {
            break;
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(Tree {
        code: about.code.clone(),
        year: about.year,
        level: about.level.clone(),
        name: about.name.clone(),
        name_en: String::new(),
        source: about.source.clone(),
        confirmed: false,
        domains: nested(domains),
    })
}

/// Reads a workbook that was written by the sheet of a tree, or filled in after it.
///
/// # Errors
/// Every cell that is not understood.
pub fn workbook(content: &[u8], about: &About) -> Result<Tree, Vec<Wrong>> {
    let rows = workbook::rows(content, &BOUNDS).ok_or_else(|| vec![Wrong::Document("XLSX".to_owned())])?;
    let domains = sheet::read(&rows).ok_or_else(|| vec![Wrong::Document(sheet::HEADS.join(", "))])?;
    let told = |(line, column, value): sheet::Fault| Wrong::Line {
        line: u64::try_from(line).unwrap_or(u64::MAX),
        column,
        value,
    };
    let domains = domains.map_err(|faults| faults.into_iter().take(100).map(told).collect::<Vec<_>>())?;
    Ok(Tree {
        code: about.code.clone(),
        year: about.year,
        level: about.level.clone(),
        name: about.name.clone(),
        name_en: String::new(),
        source: about.source.clone(),
        confirmed: false,
        domains,
    })
}

fn leaf(fields: &[&str; 10]) -> Result<Node, (&'static str, String)> {
    let [code, group, name_en, name, max, kind, rule, off, evidence, lead] = *fields;
    if code.is_empty() {
        return Err(("code", String::new()));
    }
    if group.is_empty() {
        return Err(("group", String::new()));
    }
    let max = Dec::parse(max).ok_or(("max", max.to_owned()))?;
    let rule = grammar::read(kind, rule, max)
        .map_err(|value| if value == kind { ("rule_type", value) } else { ("rule", value) })?;
    Ok(Node {
        code: code.to_owned(),
        name: if name.is_empty() { name_en } else { name }.to_owned(),
        name_en: name_en.to_owned(),
        max: Some(max),
        rule: Some(rule),
        // Penalties are found by the standing body, not declared by who earns them.
        by: if max < Dec::ZERO { By::Standing } else { By::Own },
        indicator: None,
        own_records: false,
        not_applicable: off.to_owned(),
        evidence: evidence.to_owned(),
        lead: lead.to_owned(),
        parts: Vec::new(),
    })
}

/// Puts a leaf into the domain of its group: "IV bonus" is the domain IV of bonus points.
fn put(domains: &mut Vec<Domain>, group: &str, node: Node) {
    let (code, name) = group.split_once(' ').unwrap_or((group, group));
    let part = match name {
        n if n.contains("bonus") => Part::Bonus,
        n if n.contains("penalty") => Part::Penalty,
        _ => Part::Regular,
    };
    match domains.iter_mut().find(|d| d.code == code) {
        Some(domain) => domain.criteria.push(node),
        None => domains.push(Domain {
            code: code.to_owned(),
            name: name.to_owned(),
            name_en: name.to_owned(),
            part,
            criteria: vec![node],
            ..Domain::default()
        }),
    }
}

/// Leaves whose code goes on from a common one (II.3.1, II.3.2) become parts of that criterion (II.3).
fn nested(mut domains: Vec<Domain>) -> Vec<Domain> {
    for domain in &mut domains {
        let mut criteria: Vec<Node> = Vec::new();
        for node in std::mem::take(&mut domain.criteria) {
            let parent = match node.code.rsplit_once('.') {
                Some((parent, _)) if parent != domain.code => parent.to_owned(),
                _ => {
                    criteria.push(node);
                    continue;
                }
            };
            match criteria.iter_mut().find(|c| c.code == parent && !c.parts.is_empty()) {
                Some(criterion) => criterion.parts.push(node),
                None => criteria.push(Node { code: parent, parts: vec![node], ..Node::default() }),
            }
        }
        domain.criteria = criteria;
    }
    domains
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about() -> About {
        About {
            code: "t".into(),
            year: 2026,
            level: "commune".into(),
            name: "Bộ tiêu chí".into(),
            source: "thử".into(),
        }
    }

    #[test]
    fn every_wrong_line_is_told_with_its_column() {
        let text = "code;group;name_en;name_vi_short;max;rule_type;rule\n\
                    I.1;I x;Plan;Kế hoạch;3;bool;\"done:3 | not:0\"\n\
                    I.2;I x;Plan;Kế hoạch;x;bool;\"done:3\"\n\
                    I.3;I x;Plan;Kế hoạch;3;magic;\"done:3\"\n\
                    ;I x;Plan;Kế hoạch;3;bool;\"done:3\"\n";
        let wrong = table(text, &about()).unwrap_err();
        let told: Vec<_> = wrong
            .into_iter()
            .map(|w| match w {
                Wrong::Line { line, column, value } => (line, column, value),
                Wrong::Document(problem) => (0, "", problem),
            })
            .collect();
        let expected = [(3, "max", "x"), (4, "rule_type", "magic"), (5, "code", "")];
        assert_eq!(told, expected.map(|(l, c, v)| (l, c, v.to_owned())));
    }

    #[test]
    fn a_table_without_its_columns_and_a_document_that_is_none_are_refused() {
        assert_eq!(table("a;b\n1;2\n", &about()).map_err(|w| w.len()), Err(1));
        assert!(document("domains: 3").is_err());
        assert!(document("").is_err());
    }

    #[test]
    fn a_tree_written_as_yaml_is_read_back_the_same() {
        let text = "code;group;name_en;name_vi_short;max;rule_type;rule\n\
                    I.1.1;I x;Plan;Kế hoạch;3;bool;\"done:3 | not:0\"\n\
                    I.1.2;I x;Share;Tỷ lệ;1;bands;\">=30%:1 | 25-<30%:0.5 | none:0\"\n";
        let tree = table(text, &about()).unwrap();
        assert_eq!(tree.problems(), Vec::new());
        assert_eq!(tree.domains[0].criteria.len(), 1);
        let yaml = serde_saphyr::to_string(&tree).unwrap();
        assert_eq!(document(&yaml).unwrap(), tree);
    }
}
