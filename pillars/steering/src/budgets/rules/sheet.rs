//! Lines in a sheet: the heading line is looked for, each row below it becomes what the form would have sent, each fault is named
//! by its cell.

use platform::http::Submitted;
use std::collections::BTreeMap;

/// Columns of the sheet: the form's field, and its heading as it is written and read. The last names the line that a row writes
/// anew: a sheet that went out and comes back changes its lines and does not double them.
pub const HEADS: [(&str, &str); 11] = [
    ("viec", "Nhiệm vụ trong kế hoạch"),
    ("viec-khac", "Nhiệm vụ khác"),
    ("linh-vuc", "Lĩnh vực"),
    ("noi-dung", "Nội dung chi"),
    ("muc-chi", "Mục chi"),
    ("dinh-muc", "Định mức"),
    ("nguon", "Nguồn"),
    ("don-vi", "Đơn vị tính"),
    ("so-luong", "Số lượng"),
    ("don-gia", "Đơn giá"),
    ("dong", "Mã dòng"),
];

/// Sources of money as a sheet writes them; their codes are read as well.
const SOURCES: [(&str, &str); 5] = [
    ("central", "Ngân sách trung ương"),
    ("city", "Ngân sách thành phố"),
    ("district", "Ngân sách quận, huyện"),
    ("commune", "Ngân sách phường, xã"),
    ("other", "Nguồn huy động khác"),
];

/// A source as a sheet writes it.
pub fn source_word(code: &str) -> &str {
    SOURCES.iter().find(|(known, _)| *known == code).map_or(code, |(_, word)| *word)
}

/// The code behind what people write in a sheet: the one whose word it is; what is nobody's word stays as it is.
fn code_of<'a>(value: &'a str, known: impl IntoIterator<Item = (&'a str, &'a str)>) -> &'a str {
    let bare = |text: &str| kernel::text::fold(text).replace(',', "");
    known.into_iter().find(|(_, word)| bare(word) == bare(value)).map_or(value, |(code, _)| code)
}

/// A row of the sheet as a form would have sent it.
#[derive(Debug)]
pub struct Read {
    /// Number of the row, from 1.
    pub number: usize,
    /// Which column each field stands in, from 0.
    pub columns: BTreeMap<&'static str, usize>,
    /// Its fields.
    pub form: Submitted,
}

/// The lines of a sheet; none when it has no heading line with at least the content and the price. Empty rows are passed over.
/// `items` are the cost items, code and name: a sheet may write either.
pub fn read(rows: &[Vec<String>], items: &[(&str, &str)]) -> Option<Vec<Read>> {
    let (at, columns) = rows.iter().take(20).enumerate().find_map(|(at, row)| Some((at, headings(row)?)))?;
    let lines = rows.iter().enumerate().skip(at + 1).filter_map(|(index, row)| {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, column) in &columns {
            let value = row.get(*column).map_or("", |v| v.trim());
            let value = match *name {
                "nguon" => code_of(value, SOURCES),
                "muc-chi" => code_of(value, items.iter().copied()),
                _ => value,
            };
            if !value.is_empty() {
                fields.insert((*name).to_owned(), vec![value.to_owned()]);
            }
        }
        (!fields.is_empty()).then(|| Read {
            number: index + 1,
            columns: columns.clone(),
            form: Submitted { fields, uploads: Vec::new() },
        })
    });
    Some(lines.collect())
}

/// Which column holds which field; none for a row that is no heading line.
fn headings(row: &[String]) -> Option<BTreeMap<&'static str, usize>> {
    let known = |cell: &String| {
        let folded = kernel::text::fold(cell.trim());
        HEADS.iter().find(|(_, head)| kernel::text::fold(head) == folded).map(|(name, _)| *name)
    };
    let found: BTreeMap<&'static str, usize> =
        row.iter().enumerate().filter_map(|(at, cell)| Some((known(cell)?, at))).collect();
    (found.contains_key("noi-dung") && found.contains_key("don-gia")).then_some(found)
}

/// A cell's name as a workbook calls it: column from 0 and row from 1.
pub fn address(column: usize, row: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &[&[&str]]) -> Vec<Vec<String>> {
        text.iter().map(|row| row.iter().map(|c| (*c).to_owned()).collect()).collect()
    }

    #[test]
    fn the_heading_line_is_looked_for_and_cells_are_called_as_a_workbook_does() {
        let sheet = rows(&[
            &["Dự toán năm 2013"],
            &["TT", "NỘI DUNG CHI", "Số lượng", "Đơn giá", "Nguồn", "Mục chi"],
            &["1", "Hội nghị", "2.0", "1000", "ngân sách quận huyện", "Hội nghị, tập huấn"],
            &["", "", "", ""],
            &["2", "Tài liệu", "", "500", "city", "in-an"],
        ]);
        let read = read(&sheet, &[("hoi-nghi", "Hội nghị, tập huấn")]).unwrap();
        let said = |at: usize| (read[at].form.text("nguon"), read[at].form.text("muc-chi"));
        assert_eq!((said(0), said(1)), (("district", "hoi-nghi"), ("city", "in-an")));
        assert_eq!(read.iter().map(|r| r.number).collect::<Vec<_>>(), [3, 5]);
        assert_eq!(read[0].form.text("so-luong"), "2.0");
        assert_eq!(address(read[1].columns["so-luong"], read[1].number), "C5");
        assert_eq!(
            (address(25, 1), address(26, 2), address(701, 3)),
            ("Z1".into(), "AA2".into(), "ZZ3".into())
        );
    }

    #[test]
    fn a_sheet_without_its_headings_is_none() {
        assert!(read(&rows(&[&["a", "b"], &["Nội dung chi", "Số lượng"]]), &[]).is_none());
        assert!(read(&[], &[]).is_none());
    }

    proptest! {
        #[test]
        fn any_cells_are_read_without_falling(cells in proptest::collection::vec(proptest::collection::vec(".{0,12}", 0..6), 0..8)) {
            let mut sheet = rows(&[&["Nội dung chi", "Đơn giá", "Nguồn"]]);
            sheet.extend(cells);
            prop_assert!(read(&sheet, &[]).is_some());
        }
    }
}
