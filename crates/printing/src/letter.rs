//! A letter as plain data, and its two outputs in the layout of Decree 30/2020/NĐ-CP, Annex I: PDF by the template
//! [`crate::LETTER`], and DOCX for who writes on in a word processor. Both are made from the same words.

mod docx;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::{Map, Value, json};

use crate::{LETTER, PrintError, render};

/// A numbered administrative paper: report, plan, notice, decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// The body above the agency that issues it; none where there is none.
    pub parent: Option<String>,
    /// The agency that issues it.
    pub agency: String,
    /// Number and symbol, as "15/BC-SNV".
    pub number: String,
    /// The place of the dateline.
    pub place: String,
    /// The day of the dateline; none before it is signed, which leaves dots to fill in.
    pub on: Option<NaiveDate>,
    /// The kind of paper, as "Báo cáo".
    pub kind: String,
    /// What it is about, under the kind.
    pub title: String,
    /// Who decides, as "Chủ tịch Ủy ban nhân dân"; empty where nobody does.
    pub issuer: String,
    /// To whom it goes ("Kính gửi"); may be empty.
    pub to: Vec<String>,
    /// What a decision rests on, line by line; may be empty.
    pub bases: Vec<String>,
    /// The words over its articles, as "Quyết định:"; may be empty.
    pub decides: String,
    /// The text.
    pub body: Vec<Block>,
    /// Who signs.
    pub sign: Signature,
    /// Who gets a copy ("Nơi nhận").
    pub recipients: Vec<String>,
    /// The archive's copy, as "VT, CCHC"; none leaves the line out.
    pub archive: Option<String>,
    /// What is bound behind the signature, each from a page of its own.
    pub annexes: Vec<Annex>,
}

/// An annex.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annex {
    /// Its name in capitals, as "Phụ lục I".
    pub name: String,
    /// What it is about.
    pub title: String,
    /// Its content.
    pub body: Vec<Block>,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of level 1 (a part), 2 or 3.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(Text),
    /// An article by its number.
    Article(u32, String),
    /// Points, each after a dash.
    List(Vec<Text>),
    /// A table with a head that is repeated on every page of the PDF.
    Table(Table),
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; a row that is short has empty cells at its end.
    pub rows: Vec<Vec<Text>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands in its head.
    pub head: String,
    /// Its width as a share of all widths together.
    pub width: u32,
    /// Where its words stand.
    pub align: Align,
}

/// Where the words of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left: words.
    Left,
    /// In the middle: running numbers.
    Center,
    /// At the right: figures.
    Right,
}

/// Words, some of which may lead somewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Run>);

/// A run of words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// The words; a line feed breaks the line.
    pub words: String,
    /// A full address, where the words are a link: a figure leads to the records it was counted from.
    pub link: Option<String>,
    /// Whether they are bold.
    pub strong: bool,
}

/// Who signs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// For whom it is signed, as "TM. Ủy ban nhân dân" or "KT. Giám đốc".
    pub authority: Option<String>,
    /// The post of who signs, as "Chủ tịch".
    pub post: String,
    /// The name; empty before it is signed.
    pub name: String,
}

impl Text {
    /// Adds words.
    #[must_use]
    pub fn then(mut self, words: impl Into<String>) -> Self {
        self.0.push(Run { words: words.into(), ..Run::default() });
        self
    }

    /// Adds words that lead to `address`.
    #[must_use]
    pub fn link(mut self, words: impl Into<String>, address: impl Into<String>) -> Self {
        self.0.push(Run { words: words.into(), link: Some(address.into()), strong: false });
        self
    }

    /// Adds bold words.
    #[must_use]
    pub fn strong(mut self, words: impl Into<String>) -> Self {
        self.0.push(Run { words: words.into(), link: None, strong: true });
        self
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self::default().then(words)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::default().then(words)
    }
}

impl Column {
    /// A column of words.
    pub fn left(head: impl Into<String>, width: u32) -> Self {
        Self { head: head.into(), width, align: Align::Left }
    }

    /// A column of running numbers.
    pub fn center(head: impl Into<String>, width: u32) -> Self {
        Self { head: head.into(), width, align: Align::Center }
    }

    /// A column of figures.
    pub fn right(head: impl Into<String>, width: u32) -> Self {
        Self { head: head.into(), width, align: Align::Right }
    }
}

impl Letter {
    /// The inputs of the template [`crate::LETTER`], for who prints through a queue of their own.
    #[must_use]
    pub fn inputs(&self) -> Map<String, Value> {
        let annexes: Vec<Value> = self
            .annexes
            .iter()
            .map(|annex| json!({"name": annex.name, "title": annex.title, "body": parts(&annex.body)}))
            .collect();
        let fields = json!({
            "head": {
                "parent": self.parent,
                "agency": self.agency,
                "number": self.number,
                "place": self.place,
                "on": self.on.map(|day| day.to_string()),
            },
            "kind": self.kind,
            "gist": self.title,
            "issuer": self.issuer,
            "to": self.to,
            "bases": self.bases,
            "decides": self.decides,
            "body": parts(&self.body),
            "recipients": self.recipients,
            "archive": self.archive,
            "sign": {"authority": self.sign.authority, "post": self.sign.post, "name": self.sign.name},
            "annexes": annexes,
        });
        match fields {
            Value::Object(fields) => fields,
            _ => Map::new(),
        }
    }

    /// The letter as a tagged PDF/A-2a file dated `printed_at`.
    ///
    /// # Errors
    /// See [`PrintError`].
    pub fn pdf(&self, printed_at: DateTime<Utc>) -> Result<Vec<u8>, PrintError> {
        let mut inputs = Value::Object(self.inputs());
        without_controls(&mut inputs);
        render(&LETTER, &inputs, printed_at)
    }

    /// The letter as a DOCX file that says it was made at `printed_at`.
    ///
    /// # Errors
    /// [`PrintError::Input`] where the file cannot be put together.
    pub fn docx(&self, printed_at: DateTime<Utc>) -> Result<Vec<u8>, PrintError> {
        docx::write(self, printed_at)
            .map_err(|error| PrintError::Input { template: LETTER.name, message: error.to_string() })
    }

    /// "Cần Thơ, ngày 05 tháng 3 năm 2026": a zero before days under 10 and the months 1 and 2.
    fn dateline(&self) -> String {
        let day = match self.on {
            None => "ngày ….. tháng ….. năm …….".to_owned(),
            Some(on) => {
                let month = on.month();
                let shown = if month < 3 { format!("{month:02}") } else { month.to_string() };
                format!("ngày {:02} tháng {shown} năm {}", on.day(), on.year())
            }
        };
        if self.place.is_empty() { day } else { format!("{}, {day}", self.place) }
    }
}

fn parts(body: &[Block]) -> Vec<Value> {
    body.iter()
        .map(|block| match block {
            Block::Heading(level, words) => json!({"heading": words, "level": level}),
            Block::Paragraph(text) => json!({"runs": runs(text)}),
            Block::Article(number, text) => json!({"article": number, "text": text}),
            Block::List(points) => {
                let points: Vec<Value> = points.iter().map(|point| json!({"runs": runs(point)})).collect();
                json!({"list": points})
            }
            Block::Table(table) => json!({"table": {
                "columns": table.columns.iter().map(|c| c.head.as_str()).collect::<Vec<_>>(),
                "widths": table.columns.iter().map(|c| c.width).collect::<Vec<_>>(),
                "aligns": table.columns.iter().map(|c| c.align.word()).collect::<Vec<_>>(),
                "rows": table.rows.iter().map(|row| cells(table, row)).collect::<Vec<_>>(),
            }}),
        })
        .collect()
}

/// The cells of a row, as many as the table has columns.
fn cells(table: &Table, row: &[Text]) -> Vec<Value> {
    let empty = Text::default();
    (0..table.columns.len()).map(|at| json!({"runs": runs(row.get(at).unwrap_or(&empty))})).collect()
}

fn runs(text: &Text) -> Vec<Value> {
    text.0.iter().map(|run| json!({"words": run.words, "link": run.link, "strong": run.strong})).collect()
}

impl Align {
    fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Center => "center",
            Self::Right => "right",
        }
    }
}

/// No font draws control characters, so PDF/A refuses them: they are left out, as DOCX leaves them out.
fn without_controls(value: &mut Value) {
    match value {
        Value::String(text) => text.retain(|c| c == '\n' || !c.is_control()),
        Value::Array(items) => items.iter_mut().for_each(without_controls),
        Value::Object(fields) => fields.values_mut().for_each(without_controls),
        _ => {}
    }
}
