//! Tasks in a sheet: the heading line is looked for, each row below it becomes what the form would have sent.

use kernel::Day;
use platform::http::Submitted;
use std::collections::BTreeMap;

/// Columns of the sheet: the form's field, and its heading as it is written and read. The last names the task that a row writes
/// anew: a sheet that went out and comes back changes its tasks and does not double them.
pub const HEADS: [(&str, &str); 14] = [
    ("linh-vuc", "Lĩnh vực"),
    ("muc", "Mục của chương trình"),
    ("ten", "Nhiệm vụ"),
    ("san-pham", "Sản phẩm"),
    ("chi-tieu", "Chỉ tiêu"),
    ("chi-so", "Chỉ số"),
    ("chu-tri", "Chủ trì"),
    ("phoi-hop", "Phối hợp"),
    ("nguoi", "Người phụ trách"),
    ("tu", "Bắt đầu"),
    ("den", "Hạn"),
    ("tien", "Kinh phí"),
    ("nguon", "Nguồn"),
    ("dong", "Mã dòng"),
];

/// Sources of money as a sheet writes them; their codes are read as well.
const SOURCES: [(&str, &str); 5] = [
    ("city", "Ngân sách thành phố"),
    ("district", "Ngân sách quận, huyện"),
    ("commune", "Ngân sách xã, phường"),
    ("other", "Nguồn huy động khác"),
    ("none", "Không cần kinh phí"),
];

/// A source as a sheet writes it.
pub fn source_word(code: &str) -> &str {
    SOURCES.iter().find(|(known, _)| *known == code).map_or(code, |(_, word)| *word)
}

/// The code of a source as people write it in a sheet; what is no source stays as it is.
fn source_code(value: &str) -> &str {
    let bare = |text: &str| kernel::text::fold(text).replace(',', "");
    SOURCES.iter().find(|(_, word)| bare(word) == bare(value)).map_or(value, |(code, _)| *code)
}

/// A row of the sheet as a form would have sent it, with its number in the sheet.
#[derive(Debug)]
pub struct Read {
    /// Number of the row, from 1.
    pub number: usize,
    /// Its fields.
    pub form: Submitted,
}

/// Rows and columns of a text that are looked at.
const MOST: (usize, usize) = (1_000, 30);

/// The rows of a comma-separated text; the sign between its columns is the one its fullest line has most of, since a
/// spreadsheet set to Vietnamese writes semicolons. None where the text is no such table.
pub fn from_csv(text: &str) -> Option<Vec<Vec<String>>> {
    let text = text.trim_start_matches('\u{feff}');
    let most = |sign: char| text.lines().take(20).map(|l| l.matches(sign).count()).max().unwrap_or(0);
    let delimiter = if most(';') > most(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        let record = record.ok()?;
        // Empty lines are passed over by the reader, which stands before them when it notes where a row begins: the number of a
        // row is its line in the file.
        let line = record.position().map_or(rows.len() + 1, |from| {
            let at = usize::try_from(from.byte()).unwrap_or(usize::MAX);
            let passed =
                text.bytes().skip(at).take_while(|b| matches!(b, b'\r' | b'\n')).filter(|b| *b == b'\n');
            usize::try_from(from.line()).unwrap_or(usize::MAX).saturating_add(passed.count())
        });
        if line > MOST.0 {
            return None;
        }
        rows.resize(line.saturating_sub(1).max(rows.len()), Vec::new());
        rows.push(record.iter().take(MOST.1).map(|cell| kernel::text::nfc(cell.trim())).collect());
    }
    Some(rows)
}

/// The tasks of a sheet; none when it has no heading line with at least the task and its lead. Empty rows are passed over.
pub fn read(rows: &[Vec<String>]) -> Option<Vec<Read>> {
    let (at, columns) = rows.iter().take(20).enumerate().find_map(|(at, row)| Some((at, headings(row)?)))?;
    let tasks = rows.iter().enumerate().skip(at + 1).filter_map(|(index, row)| {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (column, name) in &columns {
            let value = row.get(*column).map_or("", |v| v.trim());
            if !value.is_empty() {
                fields.insert((*name).to_owned(), values(name, value));
            }
        }
        (!fields.is_empty())
            .then(|| Read { number: index + 1, form: Submitted { fields, uploads: Vec::new() } })
    });
    Some(tasks.collect())
}

/// Which column holds which field; none for a row that is no heading line.
fn headings(row: &[String]) -> Option<Vec<(usize, &'static str)>> {
    let known = |cell: &String| {
        let folded = kernel::text::fold(cell.trim());
        HEADS.iter().find(|(_, head)| kernel::text::fold(head) == folded).map(|(name, _)| *name)
    };
    let found: Vec<(usize, &'static str)> =
        row.iter().enumerate().filter_map(|(at, cell)| Some((at, known(cell)?))).collect();
    let has = |name: &str| found.iter().any(|(_, n)| *n == name);
    (has("ten") && has("chu-tri")).then_some(found)
}

/// The values of a cell; a day may be kept by a workbook as a number of days.
fn values(name: &str, value: &str) -> Vec<String> {
    match name {
        "tu" | "den" => vec![serial(value).map_or_else(|| value.to_owned(), |day| day.to_string())],
        // A workbook may keep a whole number with a point and a zero behind it.
        "tien" => vec![value.strip_suffix(".0").unwrap_or(value).to_owned()],
        "nguon" => vec![source_code(value).to_owned()],
        _ => vec![value.to_owned()],
    }
}

/// Workbooks count days from 30 December 1899; only days of this century's plans are taken for such a number.
fn serial(value: &str) -> Option<Day> {
    let days: i64 = value.strip_suffix(".0").unwrap_or(value).parse().ok()?;
    (36_000..80_000).contains(&days).then(|| Day::ymd(1899, 12, 30).map(|d| d.plus_days(days))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &[&[&str]]) -> Vec<Vec<String>> {
        text.iter().map(|row| row.iter().map(|c| (*c).to_owned()).collect()).collect()
    }

    #[test]
    fn the_heading_line_is_looked_for_and_empty_rows_are_passed_over() {
        let sheet = rows(&[
            &["Kế hoạch năm 2013"],
            &[],
            &["TT", "Nhiệm vụ", "CHỦ TRÌ", "Phối hợp", "Hạn", "Kinh phí", "Nguồn"],
            &[
                "1",
                "Mở lớp",
                "Sở Nội vụ",
                "Sở Tư pháp; Sở Tài chính",
                "41455",
                "1000.0",
                "Ngân sách quận huyện",
            ],
            &["", "", "", ""],
            &["2", "Rà soát", "Sở Tư pháp", "", "30/06/2013", ""],
        ]);
        let read = read(&sheet).unwrap();
        assert_eq!(read.iter().map(|r| r.number).collect::<Vec<_>>(), [4, 6]);
        let first = &read[0].form;
        assert_eq!(first.text("ten"), "Mở lớp");
        assert_eq!(first.text("phoi-hop"), "Sở Tư pháp; Sở Tài chính");
        assert_eq!((first.text("den"), first.text("tien")), ("2013-06-30", "1000"));
        assert_eq!(first.text("nguon"), "district");
        assert_eq!((source_code(source_word("other")), source_code("kho bạc")), ("other", "kho bạc"));
        assert_eq!(read[1].form.text("den"), "30/06/2013");
    }

    #[test]
    fn a_text_is_read_with_commas_or_semicolons_and_keeps_its_line_numbers() {
        for text in [
            "\u{feff}Nhiệm vụ,Chủ trì,Hạn\n\n\"Mở lớp, hai đợt\",Sở Nội vụ,30/06/2013\n",
            "Nhiệm vụ;Chủ trì;Hạn\n\nMở lớp, hai đợt;Sở Nội vụ;30/06/2013\n",
        ] {
            let tasks = read(&from_csv(text).unwrap()).unwrap();
            assert_eq!(tasks.len(), 1, "{text}");
            assert_eq!((tasks[0].number, tasks[0].form.text("ten")), (3, "Mở lớp, hai đợt"));
        }
    }

    #[test]
    fn a_sheet_without_its_headings_is_none() {
        assert!(read(&rows(&[&["a", "b"], &["Nhiệm vụ", "Hạn"]])).is_none());
        assert!(read(&[]).is_none());
    }

    proptest! {
        #[test]
        fn any_text_is_a_table_or_none(text in "[ -~\n;,\"]{0,200}") {
            let rows = from_csv(&text);
            prop_assert!(rows.is_none_or(|rows| rows.len() <= MOST.0));
        }

        #[test]
        fn any_cells_are_read_without_falling(cells in proptest::collection::vec(proptest::collection::vec(".{0,12}", 0..6), 0..8)) {
            let mut sheet = rows(&[&["Nhiệm vụ", "Chủ trì", "Bắt đầu"]]);
            sheet.extend(cells);
            prop_assert!(read(&sheet).is_some());
        }
    }
}
