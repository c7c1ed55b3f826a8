//! Every list leaves as CSV (UTF-8 with mark, so that spreadsheets read Vietnamese) or XLSX.

use crate::error::{Error, Result};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, Workbook};

/// A value of an exported cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// Number.
    Number(f64),
}

/// What left as a file: left in the response for the route's guard, which journals it.
#[derive(Debug, Clone)]
pub struct Exported {
    /// Address of the list.
    pub list: String,
    /// Its filters, as a query.
    pub filters: String,
    /// Rows in the file.
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
        let (body, media_type, extension) = match kind {
            Kind::Csv => (self.csv()?, "text/csv; charset=utf-8", "csv"),
            Kind::Xlsx => {
                (self.xlsx()?, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
            }
        };
        let disposition = format!("attachment; filename=\"{}.{extension}\"", self.name);
        Ok((
            [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)],
            body,
        )
            .into_response())
    }

    /// As CSV bytes. Text that a spreadsheet would run as a formula gets an apostrophe before it.
    pub fn csv(&self) -> Result<Vec<u8>> {
        let mut out = vec![0xEF, 0xBB, 0xBF];
        let mut writer = csv::Writer::from_writer(&mut out);
        let failed = |e: csv::Error| Error::fault("csv", e);
        writer.write_record(&self.heads).map_err(failed)?;
        for row in &self.rows {
            let cells = row.iter().map(|v| match v {
                Value::Number(n) => n.to_string(),
                Value::Text(t) if t.starts_with(['=', '+', '-', '@', '\t']) => format!("'{t}"),
                Value::Text(t) => t.clone(),
            });
            writer.write_record(cells).map_err(failed)?;
        }
        writer.flush().map_err(|e| Error::fault("csv", e))?;
        drop(writer);
        Ok(out)
    }

    /// As an XLSX workbook.
    pub fn xlsx(&self) -> Result<Vec<u8>> {
        let failed = |e: rust_xlsxwriter::XlsxError| Error::fault("xlsx", e);
        let mut book = Workbook::new();
        let bold = Format::new().set_bold();
        let sheet = book.add_worksheet();
        sheet.write_with_format(0, 0, &self.title, &bold).map_err(failed)?;
        for (column, head) in (0u16..).zip(&self.heads) {
            sheet.write_with_format(2, column, head, &bold).map_err(failed)?;
        }
        for (row, cells) in (3u32..).zip(&self.rows) {
            for (column, cell) in (0u16..).zip(cells) {
                match cell {
                    Value::Text(text) => sheet.write(row, column, text).map_err(failed)?,
                    Value::Number(number) => sheet.write(row, column, *number).map_err(failed)?,
                };
            }
        }
        sheet.set_freeze_panes(3, 0).map_err(failed)?;
        sheet.autofit();
        book.save_to_buffer().map_err(failed)
    }
}
