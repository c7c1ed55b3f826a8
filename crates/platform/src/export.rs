//! Every list leaves as CSV (UTF-8 with mark, so that spreadsheets read Vietnamese) or XLSX.

use crate::error::{Error, Result};
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt, TryStreamExt, future, stream};
use kernel::{Day, Moment};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// A column of a workbook is no wider, pixels, so that a table fits on a screen and on paper.
const WIDEST: u32 = 360;
/// Text of more letters than such a column holds is broken into lines.
const LONG: usize = 48;
/// A4, as workbooks number it.
const A4: u8 = 9;

/// A value of an exported cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// Number.
    Number(f64),
    /// A day; a workbook keeps it as one, so that it sorts and filters by time.
    Day(Day),
    /// A moment, Vietnamese time; the same.
    Moment(Moment),
}

impl Value {
    /// A moment of a row, microseconds; nothing where there is none.
    pub fn moment(micros: Option<i64>) -> Value {
        micros.map_or(Value::Text(String::new()), |micros| Value::Moment(Moment::from_micros(micros)))
    }

    /// A day as rows keep it, ISO; what is none stays as it is.
    pub fn day(iso: &str) -> Value {
        iso.parse().map_or_else(|_| Value::Text(iso.to_owned()), Value::Day)
    }

    /// As a CSV says it.
    fn words(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Day(day) => day.vn(),
            Value::Moment(moment) => moment.vn(),
        }
    }

    /// Its date in a workbook; `None` for what is no date, or lies before the year 1900 from which workbooks count.
    fn date(&self) -> Option<(ExcelDateTime, &'static str)> {
        let (iso, shown) = match self {
            Value::Day(day) => (day.to_string(), "dd/mm/yyyy"),
            Value::Moment(moment) => (moment.iso().get(..19)?.to_owned(), "hh:mm dd/mm/yyyy"),
            Value::Text(_) | Value::Number(_) => return None,
        };
        Some((ExcelDateTime::parse_from_str(&iso).ok()?, shown))
    }
}

/// What leaves as a file: left in the response for the route's guard, which journals it before the first byte goes.
#[derive(Debug, Clone)]
pub struct Exported {
    /// Address of the list.
    pub list: String,
    /// Its filters, as a query.
    pub filters: String,
    /// Rows in the file; of a file that is still being read, those counted at its start.
    pub rows: usize,
    /// Format.
    pub kind: Kind,
}

/// A sheet to export.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// File name without extension, ASCII.
    pub name: String,
    /// Title line.
    pub title: String,
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Value>>,
}

/// Formats a list can leave in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Comma separated values.
    Csv,
    /// Excel workbook.
    Xlsx,
}

impl Kind {
    /// Its word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Csv => "csv",
            Kind::Xlsx => "xlsx",
        }
    }

    /// From the query's `dang` value.
    pub fn from_code(code: &str) -> Option<Kind> {
        match code {
            "csv" => Some(Kind::Csv),
            "xlsx" => Some(Kind::Xlsx),
            _ => None,
        }
    }
}

impl Sheet {
    /// The answer that hands the file to the browser.
    pub fn download(&self, kind: Kind) -> Result<Response> {
        Ok(match kind {
            Kind::Csv => answer(&self.name, kind, self.csv()?.into()),
            Kind::Xlsx => answer(&self.name, kind, self.xlsx()?.into()),
        })
    }

    /// As CSV bytes.
    pub fn csv(&self) -> Result<Vec<u8>> {
        let mut out = csv_head(&self.heads)?;
        out.extend(csv_rows(&self.rows)?);
        Ok(out)
    }

    /// As an XLSX workbook.
    pub fn xlsx(&self) -> Result<Vec<u8>> {
        let failed = |e: XlsxError| Error::fault("xlsx", e);
        let mut book = Workbook::new();
        let bold = Format::new().set_bold();
        let lines = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let sheet = book.add_worksheet();
        for (column, head) in (0u16..).zip(&self.heads) {
            sheet.write_with_format(2, column, head, &bold).map_err(failed)?;
        }
        for (row, cells) in (3u32..).zip(&self.rows) {
            for (column, cell) in (0u16..).zip(cells) {
                match (cell, cell.date()) {
                    (_, Some((date, shown))) => {
                        let format = Format::new().set_num_format(shown);
                        sheet.write_datetime_with_format(row, column, &date, &format).map_err(failed)?
                    }
                    (Value::Number(number), None) => sheet.write(row, column, *number).map_err(failed)?,
                    (Value::Text(text), None) if text.chars().count() > LONG => {
                        sheet.write_with_format(row, column, text, &lines).map_err(failed)?
                    }
                    (other, None) => sheet.write(row, column, other.words()).map_err(failed)?,
                };
            }
        }
        lay_out(sheet).map_err(failed)?;
        // The title comes last: it runs over its neighbours and does not widen the first column.
        sheet.write_with_format(0, 0, &self.title, &bold).map_err(failed)?;
        book.save_to_buffer().map_err(failed)
    }
}

/// Columns as wide as they need, heads that stay, and paper that the whole width goes on.
fn lay_out(sheet: &mut Worksheet) -> std::result::Result<(), XlsxError> {
    sheet.set_freeze_panes(3, 0)?;
    sheet.set_autofit_max_width(WIDEST).autofit();
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(2, 2)?;
    Ok(())
}

/// The answer that sends a CSV while its rows are still being read, chunk by chunk as the receiver takes them.
///
/// When reading fails in the middle the transfer breaks off, so that half a file does not look like a whole one.
pub fn stream_csv(
    name: &str,
    heads: &[String],
    chunks: impl Stream<Item = Result<Vec<Vec<Value>>>> + Send + 'static,
) -> Result<Response> {
    let head = csv_head(heads)?;
    let list = name.to_owned();
    let parts = stream::once(future::ready(Ok(head)))
        .chain(chunks.map(|rows| csv_rows(&rows?)))
        .inspect_err(move |error| tracing::error!(list, %error, "a file broke off"));
    Ok(answer(name, Kind::Csv, Body::from_stream(parts)))
}

fn answer(name: &str, kind: Kind, body: Body) -> Response {
    let media_type = match kind {
        Kind::Csv => "text/csv; charset=utf-8",
        Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let disposition = format!("attachment; filename=\"{name}.{}\"", kind.code());
    ([(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body)
        .into_response()
}

/// The mark of UTF-8 and the line of heads.
fn csv_head(heads: &[String]) -> Result<Vec<u8>> {
    let mut out = vec![0xEF, 0xBB, 0xBF];
    csv_lines(&mut out, [heads.iter().cloned()])?;
    Ok(out)
}

/// Lines of rows. Text that a spreadsheet would run as a formula gets an apostrophe before it.
fn csv_rows(rows: &[Vec<Value>]) -> Result<Vec<u8>> {
    let cell = |value: &Value| match value {
        Value::Text(t) if t.starts_with(['=', '+', '-', '@', '\t']) => format!("'{t}"),
        other => other.words(),
    };
    let mut out = Vec::new();
    csv_lines(&mut out, rows.iter().map(|row| row.iter().map(cell)))?;
    Ok(out)
}

fn csv_lines(out: &mut Vec<u8>, lines: impl IntoIterator<Item = impl Iterator<Item = String>>) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    for line in lines {
        writer.write_record(line).map_err(|e| Error::fault("csv", e))?;
    }
    writer.flush().map_err(|e| Error::fault("csv", e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    fn text(text: &str) -> Vec<Value> {
        vec![Value::Text(text.to_owned()), Value::Number(1.5)]
    }

    #[tokio::test]
    async fn a_streamed_file_reads_like_one_made_whole() {
        let rows = ["Nguyễn Thị Ỷ, \"Cái Khế\"", "=SUM(A1)", "+1", "-1", "@x", "\tx"].map(text);
        let heads = vec!["Họ tên".to_owned(), "Số".to_owned()];
        let chunks = rows.chunks(2).map(|c| Ok(c.to_vec())).collect::<Vec<_>>();
        let response = stream_csv("so", &heads, stream::iter(chunks)).unwrap();
        assert!(response.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().contains("so.csv"));
        let streamed = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let sheet = Sheet { name: "so".to_owned(), title: String::new(), heads, rows: rows.to_vec() };
        assert_eq!(streamed, sheet.csv().unwrap());
        let lines = String::from_utf8(streamed[3..].to_vec()).unwrap();
        assert!(lines.starts_with("Họ tên,Số\n\"Nguyễn Thị Ỷ, \"\"Cái Khế\"\"\",1.5\n'=SUM(A1),1.5\n'+1,"));
    }

    #[test]
    fn a_workbook_keeps_days_and_moments_as_dates() {
        let moment =
            Moment::from_micros("2012-10-05".parse::<Day>().unwrap().start().micros() + 50_700_000_000);
        let old = Value::Day(Day::ymd(1875, 5, 19).unwrap());
        let row = vec![Value::day("2012-10-05"), Value::Moment(moment), Value::day("không rõ"), old.clone()];
        assert_eq!(
            row.iter().map(Value::words).collect::<Vec<_>>(),
            ["05/10/2012", "14:05 05/10/2012", "không rõ", "19/05/1875"]
        );
        let sheet =
            Sheet { name: "so".to_owned(), title: "Sổ".to_owned(), heads: Vec::new(), rows: vec![row] };
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(sheet.xlsx().unwrap())).unwrap();
        let mut part = |name: &str| std::io::read_to_string(book.by_name(name).unwrap()).unwrap();
        let (cells, styles) = (part("xl/worksheets/sheet1.xml"), part("xl/styles.xml"));
        // Days are counted from the end of 1899; a cell of text would carry t="s".
        for cell in ["<v>41187</v>", "<v>41187.586805"] {
            let place = cells.find(cell).unwrap_or_else(|| panic!("{cell} is not in {cells}"));
            let begin = cells[..place].rfind("<c ").unwrap();
            assert!(!cells[begin..place].contains("t=\"s\""), "{cells}");
        }
        assert_eq!(
            cells.matches("t=\"s\"").count(),
            3,
            "the title, an unread day and one before 1900: {cells}"
        );
        assert!(styles.contains("dd/mm/yyyy") && styles.contains("hh:mm dd/mm/yyyy"), "{styles}");
    }

    #[test]
    fn a_workbook_fits_on_a_screen_and_on_paper() {
        let cells = vec![Value::Text("1.1".to_owned()), Value::Text("Cách tính ".repeat(40))];
        let heads = vec!["TT".to_owned(), "Cách tính".to_owned()];
        let title = "Báo cáo cải cách hành chính tháng 8 năm 2015: Ủy ban nhân dân quận Ninh Kiều".to_owned();
        let sheet = Sheet { name: "so".to_owned(), title, heads, rows: vec![cells] };
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(sheet.xlsx().unwrap())).unwrap();
        let page = std::io::read_to_string(book.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
        let widths = page.split(" width=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        let widths: Vec<f64> = widths.map(|width| width.parse().unwrap()).collect();
        assert!(widths.len() == 2 && widths[0] < 10.0 && widths[1] < 60.0, "{page}");
        assert!(page.contains("fitToHeight=\"0\"") && page.contains("landscape"), "{page}");
    }

    #[tokio::test]
    async fn a_file_whose_reading_fails_breaks_off() {
        let chunks = vec![Ok(vec![text("đầu")]), Err(Error::fault("reading", "the disk is gone"))];
        let response = stream_csv("so", &["a".to_owned()], stream::iter(chunks)).unwrap();
        let mut body = response.into_body().into_data_stream();
        let mut broken = false;
        while let Some(part) = body.next().await {
            broken = part.is_err();
        }
        assert!(broken, "half a file ended like a whole one");
    }
}
