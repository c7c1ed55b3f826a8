//! A workbook that an official filled in, read with bounds on every side, because the file comes from outside.

use roxmltree::{Document, Node};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// How large a workbook may be.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Bytes of one part, unpacked.
    pub part: u64,
    /// Rows of the sheet.
    pub rows: usize,
    /// Columns that are looked at.
    pub columns: usize,
    /// Letters of a cell that are read; the rest of it is left.
    pub letters: usize,
    /// Letters of all cells together: one long text may stand in every cell.
    pub all: usize,
}

/// The rows of the first sheet as texts; `None` for what is no workbook, or a larger one.
pub fn rows(content: &[u8], bounds: &Bounds) -> Option<Vec<Vec<String>>> {
    let mut book = ZipArchive::new(Cursor::new(content)).ok()?;
    let shared = match part(&mut book, "xl/sharedStrings.xml", bounds.part) {
        Some(text) => shared(&text)?,
        None => Vec::new(),
    };
    sheet(&part(&mut book, "xl/worksheets/sheet1.xml", bounds.part)?, &shared, bounds)
}

/// A part as text; a longer one is not read to its end.
fn part(book: &mut ZipArchive<Cursor<&[u8]>>, name: &str, most: u64) -> Option<String> {
    let file = book.by_name(name).ok()?;
    let mut text = String::new();
    let read = file.take(most + 1).read_to_string(&mut text).ok()?;
    u64::try_from(read).is_ok_and(|read| read <= most).then_some(text)
}

fn named(node: &Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name
}

/// All text below a node, of its `t` elements.
fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(|n| named(n, "t")).filter_map(|n| n.text().map(str::to_owned)).collect()
}

fn shared(xml: &str) -> Option<Vec<String>> {
    let document = Document::parse(xml).ok()?;
    Some(document.root_element().children().filter(|n| named(n, "si")).map(text).collect())
}

fn sheet(xml: &str, shared: &[String], bounds: &Bounds) -> Option<Vec<Vec<String>>> {
    let document = Document::parse(xml).ok()?;
    let mut left = bounds.all;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in document.descendants().filter(|n| named(n, "row")) {
        let number = row.attribute("r").and_then(|r| r.parse::<usize>().ok()).unwrap_or(rows.len() + 1);
        if number > bounds.rows || number <= rows.len() {
            return None;
        }
        rows.resize(number - 1, Vec::new());
        let mut cells: Vec<String> = Vec::new();
        for cell in row.children().filter(|n| named(n, "c")) {
            let at = cell.attribute("r").and_then(column).unwrap_or(cells.len());
            if at >= bounds.columns {
                continue;
            }
            if at >= cells.len() {
                cells.resize(at + 1, String::new());
            }
            if let Some(place) = cells.get_mut(at) {
                let said = value(cell, shared, bounds.letters);
                left = left.checked_sub(said.chars().count())?;
                *place = kernel::text::nfc(said.trim());
            }
        }
        rows.push(cells);
    }
    Some(rows)
}

fn value(cell: Node<'_, '_>, shared: &[String], most: usize) -> String {
    let said =
        cell.children().find(|n| named(n, "v")).and_then(|n| n.text().map(str::to_owned)).unwrap_or_default();
    let short = |text: &str| text.chars().take(most).collect::<String>();
    match cell.attribute("t") {
        Some("s") => {
            let shared = said.parse::<usize>().ok().and_then(|at| shared.get(at));
            shared.map(|text| short(text)).unwrap_or_default()
        }
        Some("inlineStr") => short(&text(cell)),
        _ => short(&said),
    }
}

/// "C7" is the third column: 2.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.take(3).fold(0_usize, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
    number.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Sheet, Value};

    const BOUNDS: Bounds = Bounds { part: 4 << 20, rows: 1_000, columns: 30, letters: 2_000, all: 100_000 };

    fn book() -> Vec<u8> {
        let sheet = Sheet {
            name: "bieu-mau".into(),
            title: "Biểu mẫu".into(),
            heads: vec!["Mã".into(), "Nhãn".into(), "Loại".into()],
            rows: vec![vec![
                Value::Text("ho_ten".into()),
                Value::Text("Họ & tên".into()),
                Value::Number(5.0),
            ]],
        };
        sheet.xlsx().unwrap()
    }

    #[test]
    fn what_the_product_writes_is_read_again() {
        let rows = rows(&book(), &BOUNDS).unwrap();
        assert_eq!(rows[2], ["Mã", "Nhãn", "Loại"]);
        assert_eq!(rows[3], ["ho_ten", "Họ & tên", "5"]);
    }

    #[test]
    fn what_is_no_workbook_is_none() {
        assert!(rows(b"", &BOUNDS).is_none());
        assert!(rows(b"PK\x03\x04 no more", &BOUNDS).is_none());
        let mut broken = book();
        broken.truncate(broken.len() / 2);
        assert!(rows(&broken, &BOUNDS).is_none());
        let far = "<worksheet><sheetData><row r=\"99999999\"/></sheetData></worksheet>";
        assert!(sheet(far, &[], &BOUNDS).is_none());
        assert_eq!(column("C7"), Some(2));
        assert_eq!(column("AB1"), Some(27));
    }

    #[test]
    fn one_long_text_in_every_cell_is_refused() {
        let cells = "<c t=\"s\"><v>0</v></c>".repeat(20);
        let xml =
            format!("<worksheet><sheetData><row>{cells}</row><row>{cells}</row></sheetData></worksheet>");
        let long = ["ắ".repeat(5_000)];
        assert!(sheet(&xml, &long, &BOUNDS).is_some());
        assert!(sheet(&xml, &long, &Bounds { all: 79_999, ..BOUNDS }).is_none());
    }

    proptest::proptest! {
        #[test]
        fn any_sheet_is_read_within_bounds_or_refused(cells in "[<>/rc vt=\"A-C1-9]{0,120}") {
            let xml = format!("<worksheet><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>");
            for text in [cells.as_str(), xml.as_str()] {
                if let Some(rows) = sheet(text, &["chữ".to_owned()], &BOUNDS) {
                    assert!(rows.len() <= BOUNDS.rows && rows.iter().all(|row| row.len() <= BOUNDS.columns));
                }
            }
        }
    }
}
