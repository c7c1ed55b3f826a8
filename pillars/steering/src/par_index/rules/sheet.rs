//! A tree as a sheet that people fill in: one row a leaf, its domain and criterion beside it, its rule as data in one cell.

use super::dec::Dec;
use super::grammar;
use super::rule::Rule;
use super::tree::{By, Domain, Node, Part, Tree};

/// Headings of the columns, as they are written and read.
pub const HEADS: [&str; 22] = [
    "Mã lĩnh vực",
    "Lĩnh vực",
    "Lĩnh vực (tiếng Anh)",
    "Loại",
    "Điểm lĩnh vực",
    "Số tiêu chí theo nguồn",
    "Số thành phần theo nguồn",
    "Mã nhóm",
    "Nhóm tiêu chí",
    "Nhóm (tiếng Anh)",
    "Điểm nhóm",
    "Mã tiêu chí",
    "Tiêu chí",
    "Tiêu chí (tiếng Anh)",
    "Điểm tối đa",
    "Ai chấm",
    "Chỉ số đo",
    "Không áp dụng khi",
    "Tài liệu kiểm chứng",
    "Đơn vị chủ trì",
    "Cách tính",
    "Chỉ tính hồ sơ của riêng cơ quan",
];

/// Word of what is so.
const YES: &str = "có";

/// What is wrong with a row: its number in the sheet, the heading, what stands there.
pub type Fault = (usize, &'static str, String);

fn part_word(part: Part) -> &'static str {
    match part {
        Part::Regular => "chính",
        Part::Bonus => "thưởng",
        Part::Penalty => "trừ",
    }
}

fn by_word(by: By) -> &'static str {
    match by {
        By::Own => "cơ quan",
        By::Survey => "khảo sát",
        By::Standing => "thường trực",
    }
}

fn number(value: Option<Dec>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

fn count(value: Option<usize>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

/// The rows of a tree; the rule is written as data (JSON), which says everything a rule can.
pub fn rows(tree: &Tree) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for domain in &tree.domains {
        if domain.criteria.is_empty() {
            all.push(row(domain, None, None));
        }
        for node in &domain.criteria {
            if node.parts.is_empty() {
                all.push(row(domain, None, Some(node)));
            } else {
                all.extend(node.parts.iter().map(|part| row(domain, Some(node), Some(part))));
            }
        }
    }
    all
}

fn row(domain: &Domain, group: Option<&Node>, leaf: Option<&Node>) -> Vec<String> {
    let text =
        |node: Option<&Node>, of: fn(&Node) -> &str| node.map(|n| of(n).to_owned()).unwrap_or_default();
    let rule = leaf.and_then(|n| n.rule.as_ref()).and_then(|r| serde_json::to_string(r).ok());
    vec![
        domain.code.clone(),
        domain.name.clone(),
        domain.name_en.clone(),
        part_word(domain.part).to_owned(),
        number(domain.max),
        count(domain.criteria_expected),
        count(domain.parts_expected),
        text(group, |n| &n.code),
        text(group, |n| &n.name),
        text(group, |n| &n.name_en),
        group.map(|n| number(n.max)).unwrap_or_default(),
        text(leaf, |n| &n.code),
        text(leaf, |n| &n.name),
        text(leaf, |n| &n.name_en),
        leaf.map(|n| number(n.max)).unwrap_or_default(),
        leaf.map(|n| by_word(n.by).to_owned()).unwrap_or_default(),
        leaf.and_then(|n| n.indicator.clone()).unwrap_or_default(),
        text(leaf, |n| &n.not_applicable),
        text(leaf, |n| &n.evidence),
        text(leaf, |n| &n.lead),
        rule.unwrap_or_default(),
        leaf.filter(|n| n.own_records).map(|_| YES.to_owned()).unwrap_or_default(),
    ]
}

/// A row under the headings that were found.
struct Line<'a> {
    number: usize,
    cells: &'a [String],
    columns: &'a [Option<usize>; 22],
}

impl Line<'_> {
    fn at(&self, place: usize) -> &str {
        let column = self.columns.get(place).copied().flatten();
        column.and_then(|c| self.cells.get(c)).map_or("", |cell| cell.trim())
    }

    fn fault(&self, place: usize) -> Fault {
        (self.number, HEADS.get(place).copied().unwrap_or_default(), self.at(place).to_owned())
    }

    fn dec(&self, place: usize) -> Result<Option<Dec>, Fault> {
        match self.at(place) {
            "" => Ok(None),
            text => Dec::parse(text).map(Some).ok_or_else(|| self.fault(place)),
        }
    }

    fn count(&self, place: usize) -> Result<Option<usize>, Fault> {
        Ok(self.dec(place)?.and_then(|d| usize::try_from(d.0 / 10_000).ok()))
    }

    fn part(&self) -> Result<Part, Fault> {
        let all = [Part::Regular, Part::Bonus, Part::Penalty];
        let word = self.at(3).to_lowercase();
        let found = all.into_iter().find(|p| part_word(*p) == word || word.is_empty() && *p == Part::Regular);
        found.ok_or_else(|| self.fault(3))
    }

    fn by(&self) -> Result<By, Fault> {
        let word = self.at(15).to_lowercase();
        let all = [By::Own, By::Survey, By::Standing];
        let found = all.into_iter().find(|b| by_word(*b) == word || word.is_empty() && *b == By::Own);
        found.ok_or_else(|| self.fault(15))
    }

    /// A rule as data, or in the words of a regulation's table: `bands: >=30%:1 | none:0`.
    fn rule(&self, max: Option<Dec>) -> Result<Option<Rule>, Fault> {
        let text = self.at(20);
        if text.is_empty() {
            return Ok(None);
        }
        if text.starts_with('{') {
            return serde_json::from_str(text).map(Some).map_err(|_| self.fault(20));
        }
        let (kind, words) = text.split_once(':').unwrap_or((text, ""));
        let read = grammar::read(kind.trim(), words.trim(), max.unwrap_or(Dec::ZERO));
        read.map(Some).map_err(|_| self.fault(20))
    }

    /// Sheets that were written before have no such column.
    fn own_records(&self) -> Result<bool, Fault> {
        match self.at(21).to_lowercase().as_str() {
            "" => Ok(false),
            YES => Ok(true),
            _ => Err(self.fault(21)),
        }
    }

    fn leaf(&self) -> Result<Node, Fault> {
        let max = self.dec(14)?;
        let owned = |place: usize| self.at(place).to_owned();
        Ok(Node {
            code: owned(11),
            name: owned(12),
            name_en: owned(13),
            max,
            rule: self.rule(max)?,
            by: self.by()?,
            indicator: Some(owned(16)).filter(|i| !i.is_empty()),
            own_records: self.own_records()?,
            not_applicable: owned(17),
            evidence: owned(18),
            lead: owned(19),
            parts: Vec::new(),
        })
    }

    fn group(&self) -> Result<Node, Fault> {
        let owned = |place: usize| self.at(place).to_owned();
        Ok(Node { code: owned(7), name: owned(8), name_en: owned(9), max: self.dec(10)?, ..Node::default() })
    }

    fn domain(&self) -> Result<Domain, Fault> {
        Ok(Domain {
            code: self.at(0).to_owned(),
            name: self.at(1).to_owned(),
            name_en: self.at(2).to_owned(),
            part: self.part()?,
            max: self.dec(4)?,
            criteria_expected: self.count(5)?,
            parts_expected: self.count(6)?,
            criteria: Vec::new(),
        })
    }
}

/// The domains of a sheet; none where it has no heading line with codes, names and maxima.
///
/// # Errors
/// Every cell that is not understood.
pub fn read(rows: &[Vec<String>]) -> Option<Result<Vec<Domain>, Vec<Fault>>> {
    let (at, columns) = rows.iter().take(20).enumerate().find_map(|(at, row)| Some((at, headings(row)?)))?;
    let (mut domains, mut faults): (Vec<Domain>, Vec<Fault>) = (Vec::new(), Vec::new());
    for (index, cells) in rows.iter().enumerate().skip(at + 1) {
        let line = Line { number: index + 1, cells, columns: &columns };
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if let Err(fault) = put(&mut domains, &line) {
            faults.push(fault);
        }
    }
    Some(if faults.is_empty() { Ok(domains) } else { Err(faults) })
}

fn headings(row: &[String]) -> Option<[Option<usize>; 22]> {
    let folded: Vec<String> = row.iter().map(|cell| kernel::text::fold(cell.trim())).collect();
    let columns = HEADS.map(|head| folded.iter().position(|cell| *cell == kernel::text::fold(head)));
    let needed = [0, 11, 12, 14].iter().all(|place| columns.get(*place).is_some_and(Option::is_some));
    needed.then_some(columns)
}

fn put(domains: &mut Vec<Domain>, line: &Line<'_>) -> Result<(), Fault> {
    if line.at(0).is_empty() {
        return Err(line.fault(0));
    }
    let place = match domains.iter().position(|d| d.code == line.at(0)) {
        Some(place) => place,
        None => {
            domains.push(line.domain()?);
            domains.len() - 1
        }
    };
    if line.at(11).is_empty() {
        return Ok(());
    }
    let leaf = line.leaf()?;
    let Some(domain) = domains.get_mut(place) else { return Ok(()) };
    if line.at(7).is_empty() {
        domain.criteria.push(leaf);
        return Ok(());
    }
    match domain.criteria.iter_mut().find(|c| c.code == line.at(7) && !c.parts.is_empty()) {
        Some(group) => group.parts.push(leaf),
        None => domain.criteria.push(Node { parts: vec![leaf], ..line.group()? }),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sheet(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
        let mut all = vec![vec!["Bộ tiêu chí".to_owned()], Vec::new(), HEADS.map(str::to_owned).to_vec()];
        all.extend(rows);
        all
    }

    #[test]
    fn every_shipped_tree_is_read_back_as_it_was_written() {
        for tree in crate::par_index::seed::shipped_trees().unwrap() {
            let read = read(&sheet(rows(&tree))).unwrap().unwrap();
            assert_eq!(read, tree.domains, "{}", tree.code);
        }
    }

    #[test]
    fn a_rule_may_stand_in_the_words_of_a_regulation_and_every_wrong_cell_is_named() {
        let mut row = vec![String::new(); 21];
        let mut put = |place: usize, text: &str| row[place] = text.to_owned();
        put(0, "I");
        put(11, "I.1");
        put(12, "Tỷ lệ");
        put(14, "1");
        put(20, "bands: >=30%:1 | none:0");
        let read_rule = read(&sheet(vec![row.clone()])).unwrap().unwrap();
        assert!(matches!(read_rule[0].criteria[0].rule, Some(Rule::Bands { .. })));
        row[14] = "một".to_owned();
        let second = {
            let mut r = row.clone();
            r[14] = "1".into();
            r[20] = "phép màu".into();
            r
        };
        let faults = read(&sheet(vec![row, second])).unwrap().unwrap_err();
        let expected = [(4, "Điểm tối đa", "một".to_owned()), (5, "Cách tính", "phép màu".to_owned())];
        assert_eq!(faults, expected);
        assert!(read(&[vec!["a".to_owned()]]).is_none());
    }

    proptest! {
        #[test]
        fn any_cells_are_read_or_refused(cells in proptest::collection::vec(proptest::collection::vec(".{0,12}", 0..22), 0..6)) {
            prop_assert!(read(&sheet(cells)).is_some());
        }
    }
}
