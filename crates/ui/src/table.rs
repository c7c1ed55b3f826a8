//! The list every page has: filters, chips, saved filters, sortable table, batch bar, pages, exports.
//! It works as plain forms and links; on narrow screens CSS turns rows into cards.

use crate::form_field::Choice;
use crate::notice::Empty;
use crate::page::{Link, Markup};
use crate::tag::{Light, Tag};
use crate::words::Words;
use askama::Template;
use askama::filters::HtmlSafe;

/// A list of records with everything one does to it. Make it with `Table::new`, then fill the fields.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/table.html")]
pub struct Table {
    /// Fixed words.
    pub words: Words,
    /// Id of the table in the page.
    pub id: String,
    /// What the list is; shown above it.
    pub caption: String,
    /// Whether the caption is only for screen readers (when the page's heading says the same).
    pub caption_hidden: bool,
    /// Columns, left to right; the first names the row.
    pub columns: Vec<Column>,
    /// Rows; each has as many cells as there are columns.
    pub rows: Vec<Row>,
    /// Address of the list without query, for the filter form.
    pub action: String,
    /// Filter fields.
    pub filters: Vec<Filter>,
    /// Saved filters.
    pub saved: Vec<Link>,
    /// Address of the list whose saved filters can be forgotten one by one.
    pub saved_list: Option<String>,
    /// Where to POST the name of a filter to save.
    pub save_action: Option<String>,
    /// Filters in force.
    pub active_filters: Vec<Chip>,
    /// Address that clears every filter.
    pub clear_href: Option<String>,
    /// How many, e.g. "Hơn 1.000 hồ sơ".
    pub count_text: String,
    /// Address of the page before.
    pub prev: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
    /// Downloads of the whole list.
    pub exports: Vec<Link>,
    /// What to know before downloading; may be empty.
    pub export_note: String,
    /// What can be done with the selected rows; each posts `chon` once a row.
    pub batch: Vec<BatchAction>,
    /// What to say when there is no row.
    pub empty: Empty,
    /// Names and values the filter form carries along, e.g. the sort order.
    pub hidden: Vec<(String, String)>,
    /// Names and values the batch form carries along.
    pub batch_hidden: Vec<(String, String)>,
}

impl HtmlSafe for Table {}

impl Table {
    /// An empty list with an id and a caption.
    pub fn new(words: &Words, id: impl Into<String>, caption: impl Into<String>) -> Table {
        Table {
            words: words.clone(),
            id: id.into(),
            caption: caption.into(),
            caption_hidden: false,
            columns: Vec::new(),
            rows: Vec::new(),
            action: String::new(),
            filters: Vec::new(),
            saved: Vec::new(),
            saved_list: None,
            save_action: None,
            active_filters: Vec::new(),
            clear_href: None,
            count_text: String::new(),
            prev: None,
            next: None,
            exports: Vec::new(),
            export_note: String::new(),
            batch: Vec::new(),
            empty: Empty::default(),
            hidden: Vec::new(),
            batch_hidden: Vec::new(),
        }
    }

    fn selectable(&self) -> bool {
        !self.batch.is_empty() && self.rows.iter().any(|row| row.select.is_some())
    }

    fn has_tools(&self) -> bool {
        !(self.filters.is_empty() && self.saved.is_empty() && self.save_action.is_none())
    }
}

/// A column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Key, a CSS class `col-KEY` on its cells; may be empty.
    pub key: String,
    /// Heading.
    pub label: String,
    /// The link that sorts by it.
    pub sort: Option<SortLink>,
    /// Right-aligned figures.
    pub numeric: bool,
}

impl Column {
    /// A column of text.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Column {
        Column { key: key.into(), label: label.into(), sort: None, numeric: false }
    }

    /// A column of figures.
    pub fn numeric(key: impl Into<String>, label: impl Into<String>) -> Column {
        Column { numeric: true, ..Column::new(key, label) }
    }

    /// Adds the link that sorts by this column.
    pub fn sorted(mut self, href: impl Into<String>, dir: Option<SortDir>) -> Column {
        self.sort = Some(SortLink { href: href.into(), dir });
        self
    }

    fn aria_sort(&self) -> Option<&'static str> {
        match self.sort.as_ref()?.dir? {
            SortDir::Up => Some("ascending"),
            SortDir::Down => Some("descending"),
        }
    }
}

/// The link in a column's heading.
#[derive(Clone, Debug)]
pub struct SortLink {
    /// Where it leads: the same list sorted by this column, or the other way round.
    pub href: String,
    /// How the list is sorted by this column now.
    pub dir: Option<SortDir>,
}

/// Direction of a sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortDir {
    /// Ascending.
    Up,
    /// Descending.
    Down,
}

/// A row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The value posted when the row is selected; none: cannot be selected.
    pub select: Option<String>,
    /// Cells in the order of the columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A row that cannot be selected.
    pub fn new(cells: Vec<Cell>) -> Row {
        Row { select: None, cells }
    }

    /// A row selected by `value`.
    pub fn selectable(value: impl Into<String>, cells: Vec<Cell>) -> Row {
        Row { select: Some(value.into()), cells }
    }

    fn name(&self) -> String {
        self.cells.first().map(Cell::plain).unwrap_or_default()
    }
}

/// What stands in a cell, a summary row or a stack.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/cell.html")]
pub enum Cell {
    /// Nothing (printed as a dash).
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// Quiet text, a second line.
    Muted(String),
    /// A link.
    Link(Link),
    /// A record's code as a link; never broken over two lines.
    Code(Link),
    /// A status.
    Tag(Tag),
    /// A target's light.
    Light(Light),
    /// A finished figure, right-aligned, digits of one width.
    Number(String),
    /// A finished date or instant: machine form for `datetime`, then what is shown.
    Moment(String, String),
    /// Several, one below the other.
    Stack(Vec<Cell>),
    /// A button that posts.
    Post(PostCell),
    /// Finished markup: a sparkline, a component.
    Html(Markup),
}

impl HtmlSafe for Cell {}

/// A button in a row that posts to an address.
#[derive(Clone, Debug)]
pub struct PostCell {
    /// Where it posts.
    pub action: String,
    /// The act.
    pub label: String,
    /// What it acts on, for screen readers.
    pub about: String,
    /// Names and values sent along.
    pub hidden: Vec<(String, String)>,
}

impl Cell {
    /// The bare figure where the column already says that its cells are figures.
    fn figure(&self, column: &Column) -> Option<&str> {
        match self {
            Cell::Number(text) if column.numeric => Some(text),
            _ => None,
        }
    }

    /// Text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A longer text as it was written: a line of it a line here.
    pub fn written(text: &str) -> Cell {
        Cell::stacked(text.lines().map(Cell::text).collect())
    }

    /// Cells one beneath the other; a dash where there are none.
    pub fn stacked(cells: Vec<Cell>) -> Cell {
        if cells.is_empty() { Cell::Empty } else { Cell::Stack(cells) }
    }

    /// Whether it stacks nothing but buttons: those stand beside each other.
    fn are_acts(&self) -> bool {
        matches!(self, Cell::Stack(cells) if cells.iter().all(|cell| matches!(cell, Cell::Post(_))))
    }

    /// A quiet second line.
    pub fn muted(text: impl Into<String>) -> Cell {
        Cell::Muted(text.into())
    }

    /// A link.
    pub fn link(href: impl Into<String>, text: impl Into<String>) -> Cell {
        Cell::Link(Link::new(href, text))
    }

    /// A record's code as a link; never broken over two lines.
    pub fn code(href: impl Into<String>, code: impl Into<String>) -> Cell {
        Cell::Code(Link::new(href, code))
    }

    /// A figure, already formatted.
    pub fn number(text: impl Into<String>) -> Cell {
        Cell::Number(text.into())
    }

    /// A date or instant: ISO form, then as shown.
    pub fn moment(iso: impl Into<String>, shown: impl Into<String>) -> Cell {
        Cell::Moment(iso.into(), shown.into())
    }

    /// A button that posts.
    pub fn post(action: impl Into<String>, label: impl Into<String>, about: impl Into<String>) -> Cell {
        Cell::Post(PostCell {
            action: action.into(),
            label: label.into(),
            about: about.into(),
            hidden: Vec::new(),
        })
    }

    /// Any component.
    pub fn part(part: &impl HtmlSafe) -> Cell {
        Cell::Html(Markup::of(part))
    }

    fn plain(&self) -> String {
        match self {
            Cell::Text(text) | Cell::Muted(text) | Cell::Number(text) | Cell::Moment(_, text) => text.clone(),
            Cell::Link(link) | Cell::Code(link) => link.text.clone(),
            Cell::Tag(tag) => tag.text.clone(),
            Cell::Light(light) => light.word.clone(),
            Cell::Stack(cells) => cells.first().map(Cell::plain).unwrap_or_default(),
            Cell::Post(_) | Cell::Html(_) | Cell::Empty => String::new(),
        }
    }
}

impl From<Tag> for Cell {
    fn from(tag: Tag) -> Cell {
        Cell::Tag(tag)
    }
}

impl From<Light> for Cell {
    fn from(light: Light) -> Cell {
        Cell::Light(light)
    }
}

impl From<Markup> for Cell {
    fn from(markup: Markup) -> Cell {
        Cell::Html(markup)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }
}

/// A filter field above a list.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Name in the query.
    pub name: String,
    /// Label.
    pub label: String,
    /// What one enters.
    pub kind: FilterKind,
}

/// What one enters in a filter.
#[derive(Clone, Debug)]
pub enum FilterKind {
    /// Words.
    Text {
        /// What it holds.
        value: String,
    },
    /// One of several; sent as soon as it is changed when JavaScript is on.
    Select {
        /// The choices; give "all" as the first with an empty value.
        options: Vec<Choice>,
    },
    /// A day, ISO.
    Date {
        /// What it holds.
        value: String,
    },
}

impl Filter {
    /// A filter by words.
    pub fn text(name: impl Into<String>, label: impl Into<String>, value: impl Into<String>) -> Filter {
        Filter { name: name.into(), label: label.into(), kind: FilterKind::Text { value: value.into() } }
    }

    /// A filter by one of several.
    pub fn select(name: impl Into<String>, label: impl Into<String>, options: Vec<Choice>) -> Filter {
        Filter { name: name.into(), label: label.into(), kind: FilterKind::Select { options } }
    }

    /// A filter by a day.
    pub fn date(name: impl Into<String>, label: impl Into<String>, value: impl Into<String>) -> Filter {
        Filter { name: name.into(), label: label.into(), kind: FilterKind::Date { value: value.into() } }
    }
}

/// A filter in force, with the link that lifts it.
#[derive(Clone, Debug)]
pub struct Chip {
    /// What it filters by, e.g. "Trạng thái: Quá hạn".
    pub label: String,
    /// The list without it.
    pub remove_href: String,
}

/// Something done with all selected rows.
#[derive(Clone, Debug)]
pub struct BatchAction {
    /// The act.
    pub label: String,
    /// Where it posts.
    pub formaction: String,
    /// Whether it destroys or refuses.
    pub danger: bool,
}

#[cfg(test)]
mod tests;
