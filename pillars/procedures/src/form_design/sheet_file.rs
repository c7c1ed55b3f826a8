//! A form as a workbook: what an official fills in, read with bounds on every side, because the file comes from outside.

use roxmltree::{Document, Node};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Bytes of one part of the workbook at most, unpacked; rows and columns that are looked at.
const PART: u64 = 4 << 20;
const ROWS: usize = 1_000;
const COLUMNS: usize = 30;
/// Letters of a cell that are read: one long text may stand in every cell.
const LETTERS: usize = 2_000;

/// The rows of the first sheet as texts; `None` for what is no workbook, or larger than any form.
pub fn rows(content: &[u8]) -> Option<Vec<Vec<String>>> {
    let mut book = ZipArchive::new(Cursor::new(content)).ok()?;
    let shared = match part(&mut book, "xl/sharedStrings.xml") {
        Some(text) => shared(&text)?,
        None => Vec::new(),
    };
    sheet(&part(&mut book, "xl/worksheets/sheet1.xml")?, &shared)
}

/// A part as text; a longer one than any form's is not read to its end.
fn part(book: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let file = book.by_name(name).ok()?;
    let mut text = String::new();
    let read = file.take(PART + 1).read_to_string(&mut text).ok()?;
    u64::try_from(read).is_ok_and(|read| read <= PART).then_some(text)
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

fn sheet(xml: &str, shared: &[String]) -> Option<Vec<Vec<String>>> {
    let document = Document::parse(xml).ok()?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in document.descendants().filter(|n| named(n, "row")) {
        let number = row.attribute("r").and_then(|r| r.parse::<usize>().ok()).unwrap_or(rows.len() + 1);
        if number > ROWS || number <= rows.len() {
            return None;
        }
        rows.resize(number - 1, Vec::new());
        let mut cells: Vec<String> = Vec::new();
        for cell in row.children().filter(|n| named(n, "c")) {
            let at = cell.attribute("r").and_then(column).unwrap_or(cells.len());
            if at >= COLUMNS {
                continue;
            }
            if at >= cells.len() {
                cells.resize(at + 1, String::new());
            }
            if let Some(place) = cells.get_mut(at) {
                let said: String = value(cell, shared).chars().take(LETTERS).collect();
                *place = kernel::text::nfc(said.trim());
            }
        }
        rows.push(cells);
    }
    Some(rows)
}

fn value(cell: Node<'_, '_>, shared: &[String]) -> String {
    let said =
        cell.children().find(|n| named(n, "v")).and_then(|n| n.text().map(str::to_owned)).unwrap_or_default();
    match cell.attribute("t") {
        Some("s") => {
            let shared = said.parse::<usize>().ok().and_then(|at| shared.get(at));
            shared.map(|text| text.chars().take(LETTERS).collect()).unwrap_or_default()
        }
        Some("inlineStr") => text(cell),
        _ => said,
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
    use platform::export::{Sheet, Value};

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
        let rows = rows(&book()).unwrap();
        assert_eq!(rows[2], ["Mã", "Nhãn", "Loại"]);
        assert_eq!(rows[3], ["ho_ten", "Họ & tên", "5"]);
    }

    #[test]
    fn what_is_no_workbook_is_none() {
        assert!(rows(b"").is_none());
        assert!(rows(b"PK\x03\x04 no more").is_none());
        let mut broken = book();
        broken.truncate(broken.len() / 2);
        assert!(rows(&broken).is_none());
        assert!(sheet("<worksheet><sheetData><row r=\"99999999\"/></sheetData></worksheet>", &[]).is_none());
        assert_eq!(column("C7"), Some(2));
        assert_eq!(column("AB1"), Some(27));
    }
    #[test]
    fn any_bytes_are_read_within_bounds_or_refused() {
        let xml = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
        fuzzing::rounds("workbook", &[book(), xml.as_bytes().to_vec()], 300, |bytes| {
            let of_text = std::str::from_utf8(bytes).ok().and_then(|xml| sheet(xml, &["chữ".to_owned()]));
            for rows in [rows(bytes), of_text].into_iter().flatten() {
                assert!(rows.len() <= ROWS && rows.iter().all(|row| row.len() <= COLUMNS));
            }
        });
    }
}
