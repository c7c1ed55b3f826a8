//! The look: shells, components, charts and assets every screen is made of.
//! Components take finished texts and print themselves escaped; only the fixed words come from `Words`.

mod agencies;
mod asked;
pub mod assets;
pub mod chart;
mod chart_bar;
mod chart_line;
mod errors;
mod field_view;
mod figure;
mod form;
mod form_field;
mod frame;
mod listing;
mod looks;
mod nav;
mod notice;
mod page;
mod picture;
mod qr;
mod record;
mod saved_filter;
mod shell;
mod table;
mod tag;
mod words;

pub use agencies::agency_choices;
pub use asked::{agency_asked, agency_filter, year_asked, year_choices};
pub use assets::{asset, asset_url, serve_asset};
pub use chart::{
    Band, Bar, BarChart, LineChart, Point, Series, bar_chart, chart_table, line_chart, sparkline,
};
pub use errors::{error_pages, not_found};
pub use field_view::FieldView;
pub use figure::{Delta, Figure, FigureGroup};
pub use form::{ErrorSummary, Form};
pub use form_field::{Choice, Field, FieldKind, Width};
pub use frame::{
    actor_name, docx, field_error, file_size, history, html, html_with, kept_file, markup, page, pdf,
    platform_url, titled, vn_day, words,
};
pub use listing::{Head as ListHead, Listing, export_note};
pub use looks::looks;
pub use nav::{
    Action, ActionKind, Head, Pagination, Step, StepState, Steps, Tab, Tabs, Task, TaskGroup, TaskList,
    TaskStatus,
};
pub use notice::{Confirmation, Empty, Inset, Panel, Warning};
pub use page::{Flash, Link, Markup, MenuGroup, MenuItem, Page, Theme, ViewerBadge};
pub use picture::picture;
pub use qr::qr_svg;
pub use record::{Change, DueBox, History, HistoryEntry, SummaryList, SummaryRow, Timeline, TimelineItem};
pub use shell::{ErrorPage, PrintPage};
pub use table::{BatchAction, Cell, Chip, Column, Filter, FilterKind, Row, SortDir, SortLink, Table};
pub use tag::{Light, LightState, Tag, Tone};
pub use words::{MESSAGES_EN, MESSAGES_VI, WordList, Words};

/// The shell's own declaration: its texts, and what every list of the staff's side can do.
pub static SHELL: platform::Slice = platform::Slice {
    name: "ui",
    pillar: "ground",
    routes: || {
        platform::Routes::new().post("/bo-loc", platform::Access::Staff, saved_filter::keep).post(
            "/bo-loc/xoa",
            platform::Access::Staff,
            saved_filter::forget,
        )
    },
    messages: (MESSAGES_VI, MESSAGES_EN),
    ..platform::Slice::EMPTY
};
