//! Parts of a record's page: summary list, timeline, deadline with its arithmetic, history of changes.

use crate::page::Link;
use crate::table::Cell;
use crate::tag::{Tag, Tone};
use crate::words::Words;
use askama::Template;
use askama::filters::HtmlSafe;

/// Keys and values of a record, with links to change them.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/summary.html")]
pub struct SummaryList {
    /// Fixed words.
    pub words: Words,
    /// Heading above it; may be empty.
    pub title: String,
    /// The rows.
    pub rows: Vec<SummaryRow>,
}

impl HtmlSafe for SummaryList {}

impl SummaryList {
    /// An empty list.
    pub fn new(words: &Words) -> SummaryList {
        SummaryList { words: words.clone(), title: String::new(), rows: Vec::new() }
    }

    /// Sets the heading.
    pub fn titled(mut self, title: impl Into<String>) -> SummaryList {
        self.title = title.into();
        self
    }

    /// Adds a row; an empty value says so in words.
    pub fn row(mut self, key: impl Into<String>, value: impl Into<Cell>) -> SummaryList {
        self.rows.push(SummaryRow { key: key.into(), value: value.into(), change: None });
        self
    }

    /// Adds a row with a link to change it.
    pub fn row_with_change(
        mut self,
        key: impl Into<String>,
        value: impl Into<Cell>,
        href: impl Into<String>,
    ) -> SummaryList {
        self.rows.push(SummaryRow { key: key.into(), value: value.into(), change: Some(href.into()) });
        self
    }
}

/// One key and value.
#[derive(Clone, Debug)]
pub struct SummaryRow {
    /// What it is.
    pub key: String,
    /// The value.
    pub value: Cell,
    /// Where it is changed.
    pub change: Option<String>,
}

/// What happened to a record, newest first.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/timeline.html")]
pub struct Timeline {
    /// The events.
    pub items: Vec<TimelineItem>,
}

impl HtmlSafe for Timeline {}

/// One event.
#[derive(Clone, Debug, Default)]
pub struct TimelineItem {
    /// E.g. "Tiếp nhận hồ sơ".
    pub title: String,
    /// When, as shown.
    pub at: String,
    /// Who; may be empty.
    pub by: String,
    /// More, may be empty.
    pub text: String,
    /// What it means.
    pub tone: Tone,
    /// Papers that go with it.
    pub links: Vec<Link>,
}

/// A deadline with its arithmetic one click away.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/due.html")]
pub struct DueBox {
    /// Fixed words.
    pub words: Words,
    /// What is due, e.g. "Hẹn trả kết quả".
    pub label: String,
    /// When, as shown, e.g. "16:30 ngày 12/10/2012 (thứ Sáu)".
    pub due_text: String,
    /// On time, near, late.
    pub tag: Tag,
    /// The arithmetic, one step a line.
    pub steps: Vec<String>,
}

impl HtmlSafe for DueBox {}

/// The journal of a record: who changed what, why.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/history.html")]
pub struct History {
    /// Fixed words.
    pub words: Words,
    /// Heading; empty where the page gives it one.
    pub title: String,
    /// Newest first.
    pub entries: Vec<HistoryEntry>,
}

impl HtmlSafe for History {}

impl History {
    /// Sets the heading.
    pub fn titled(mut self, title: impl Into<String>) -> History {
        self.title = title.into();
        self
    }
}

/// One entry of the journal.
#[derive(Clone, Debug, Default)]
pub struct HistoryEntry {
    /// When, as shown.
    pub at: String,
    /// Who.
    pub who: String,
    /// Of which unit; may be empty.
    pub unit: String,
    /// What was done.
    pub action: String,
    /// Why.
    pub reason: Option<String>,
    /// What changed.
    pub changes: Vec<Change>,
}

/// One changed field.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The field.
    pub field: String,
    /// Before; empty: nothing.
    pub before: String,
    /// After; empty: nothing.
    pub after: String,
}
