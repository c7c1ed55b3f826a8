//! The rows of an uploaded sheet, CSV or XLSX, with the lines they stand on; bounded on every side.

use platform::workbook::{self, Bounds};

/// How large a sheet of procedures may be: the city has some hundreds, of some thousand letters each.
const BOUNDS: Bounds = Bounds { part: 16 << 20, rows: 3_000, columns: 40, letters: 32_767, all: 8_000_000 };

/// Rows with their lines, from 1.
pub type Rows = Vec<(u64, Vec<String>)>;

/// Why there are no rows: the key of a text.
pub type Unread = &'static str;

/// Whether a file is a sheet: a workbook by its first bytes, CSV by its name.
pub fn is_sheet(name: &str, content: &[u8]) -> bool {
    is_workbook(content) || name.to_lowercase().contains(".csv")
}

fn is_workbook(content: &[u8]) -> bool {
    content.starts_with(b"PK\x03\x04")
}

/// Reads them.
pub fn rows(content: &[u8]) -> Result<Rows, Unread> {
    if !is_workbook(content) {
        return csv_rows(content);
    }
    let rows = workbook::rows(content, &BOUNDS).ok_or("catalogue-read-no-workbook")?;
    Ok((1..).zip(rows).collect())
}

fn csv_rows(content: &[u8]) -> Result<Rows, Unread> {
    let text = std::str::from_utf8(content).map_err(|_| "catalogue-read-not-utf8")?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut rows, mut left) = (Rows::new(), BOUNDS.all);
    for record in reader.records() {
        let record = record.map_err(|_| "catalogue-read-no-csv")?;
        let line = record.position().map_or(1, csv::Position::line);
        left = left.checked_sub(record.as_slice().chars().count()).ok_or("catalogue-read-too-large")?;
        if rows.len() >= BOUNDS.rows {
            return Err("catalogue-read-too-large");
        }
        rows.push((line, record.iter().take(BOUNDS.columns).map(plain).collect()));
    }
    Ok(rows)
}

/// Spreadsheets of Vietnam write semicolons: the sign that parts the first line most often.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let most = [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| {
        let sign = char::from(*sign);
        first.chars().filter(|c| *c == sign).count()
    });
    most.unwrap_or(b',')
}

/// The export puts an apostrophe before what a spreadsheet would run as a formula.
fn plain(cell: &str) -> String {
    let formula = |text: &&str| text.starts_with(['=', '+', '-', '@', '\t']);
    cell.strip_prefix('\'').filter(formula).unwrap_or(cell).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::export::{Sheet, Value};

    fn sheet() -> Sheet {
        let text = |t: &str| Value::Text(t.to_owned());
        Sheet {
            name: "thu-tuc".into(),
            title: "Thủ tục".into(),
            heads: vec!["Mã thủ tục".into(), "Yêu cầu".into()],
            rows: vec![vec![text("HT-01"), text("- một\n- hai; ba")], vec![text("HT-02"), text("'x")]],
        }
    }

    #[test]
    fn what_the_product_writes_is_read_with_its_lines() {
        let csv = rows(&sheet().csv().unwrap()).unwrap();
        assert_eq!(csv[1], (2, vec!["HT-01".to_owned(), "- một\n- hai; ba".to_owned()]));
        assert_eq!(
            csv[2],
            (4, vec!["HT-02".to_owned(), "'x".to_owned()]),
            "an entry of two lines is counted"
        );
        let book = rows(&sheet().xlsx().unwrap()).unwrap();
        assert_eq!(book[2].1, ["Mã thủ tục", "Yêu cầu"]);
        assert_eq!(book[3], (4, vec!["HT-01".to_owned(), "- một\n- hai; ba".to_owned()]));
    }

    #[test]
    fn semicolons_and_tabulators_part_as_well() {
        for sign in [";", "\t", ","] {
            let text = format!("a{sign}b\n1{sign}2\n");
            assert_eq!(rows(text.as_bytes()).unwrap()[1].1, ["1", "2"], "{sign:?}");
        }
        assert_eq!(rows(&[0xff, 0xfe, b'a']), Err("catalogue-read-not-utf8"));
        assert_eq!(rows(b"PK\x03\x04 no more"), Err("catalogue-read-no-workbook"));
        assert!(rows(b"").unwrap().is_empty());
    }
}
