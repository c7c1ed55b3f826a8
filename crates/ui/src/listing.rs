//! From a list query's page to the table on screen, or to the file: sort links, pager, filters and exports alike everywhere.

use crate::frame::{platform_url, words};
use crate::notice::Empty;
use crate::page::Link;
use crate::table::{Chip, Column, Filter, FilterKind, Row, SortDir, Table};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::{Exported, Kind, Sheet, Value};
use platform::http::Query;
use platform::list::{COUNT_LIMIT, EXPORT_LIMIT, Page};

/// A column of a list, for the screen and for the file.
pub struct Head {
    /// CSS key.
    pub key: &'static str,
    /// Message key of the heading.
    pub label: &'static str,
    /// Name of the sort it offers.
    pub sort: Option<&'static str>,
    /// Right-aligned figures.
    pub numeric: bool,
}

impl Head {
    /// A column of text.
    pub const fn new(key: &'static str, label: &'static str) -> Head {
        Head { key, label, sort: None, numeric: false }
    }

    /// A column of text that sorts.
    pub const fn sorting(key: &'static str, label: &'static str) -> Head {
        Head { key, label, sort: Some(key), numeric: false }
    }

    /// A column of figures.
    pub const fn figure(key: &'static str, label: &'static str) -> Head {
        Head { key, label, sort: None, numeric: true }
    }
}

/// What is needed to draw a list.
pub struct Listing<'a> {
    /// The request.
    pub ctx: &'a Ctx,
    /// Its query.
    pub query: &'a Query,
    /// Path of the list.
    pub path: &'a str,
    /// Id of the table.
    pub id: &'a str,
    /// Caption, in words.
    pub caption: String,
    /// Columns.
    pub heads: &'a [Head],
    /// Filters with the values in force.
    pub filters: Vec<Filter>,
    /// What to say when there is no row.
    pub empty: Empty,
}

impl Listing<'_> {
    /// The format asked for by `dang=csv` or `dang=xlsx`.
    pub fn export_kind(query: &Query) -> Option<Kind> {
        query.get("dang").and_then(Kind::from_code)
    }

    /// The table of one page of rows.
    pub fn table<T>(self, page: &Page<T>, row: impl Fn(&T) -> Row) -> Table {
        let words = words(&self.ctx.locale);
        let mut table = Table::new(&words, self.id, self.caption.clone());
        table.action = self.path.to_owned();
        table.columns = self.heads.iter().map(|head| self.column(head, page.sort, page.descending)).collect();
        table.rows = page.rows.iter().map(row).collect();
        table.active_filters = self.chips();
        table.clear_href = (!table.active_filters.is_empty()).then(|| self.path.to_owned());
        table.count_text = if page.count > COUNT_LIMIT {
            self.ctx.t("ui-count-more")
        } else {
            self.ctx.tn("ui-count", &[("count", page.count.to_string())])
        };
        table.prev =
            page.previous.as_ref().map(|cursor| self.href(&[("truoc", cursor)], &["sau", "truoc", "dang"]));
        table.next =
            page.next.as_ref().map(|cursor| self.href(&[("sau", cursor)], &["sau", "truoc", "dang"]));
        table.exports = ["csv", "xlsx"]
            .into_iter()
            .map(|kind| {
                Link::new(self.href(&[("dang", kind)], &["sau", "truoc", "dang"]), kind.to_uppercase())
            })
            .collect();
        if page.count > COUNT_LIMIT {
            table.export_note = self.ctx.tn("ui-export-limit", &[("limit", limit())]);
        }
        table.hidden =
            self.query.get("sap").map(|s| vec![("sap".to_owned(), s.to_owned())]).unwrap_or_default();
        self.keeps_filters(&mut table);
        table.filters = self.filters;
        table.empty = self.empty;
        table
    }

    /// The file of all rows, at most [`EXPORT_LIMIT`]; its last row says so when there are more.
    ///
    /// Who took what is journalled by the guard of the route, since lists hold personal data.
    pub fn export<T>(&self, kind: Kind, rows: &[T], row: impl Fn(&T) -> Vec<Value>) -> Result<Response> {
        let mut values: Vec<Vec<Value>> = rows.iter().take(EXPORT_LIMIT).map(row).collect();
        let taken = values.len();
        if rows.len() > EXPORT_LIMIT {
            values.push(vec![Value::Text(self.ctx.tn("ui-export-cut", &[("limit", limit())]))]);
        }
        let mut response = Sheet {
            name: self.id.to_owned(),
            title: self.caption.clone(),
            heads: self.heads.iter().map(|h| self.ctx.t(h.label)).collect(),
            rows: values,
        }
        .download(kind)?;
        response.extensions_mut().insert(Exported {
            list: self.path.to_owned(),
            filters: crate::saved_filter::kept(self.query),
            rows: taken,
            kind,
        });
        Ok(response)
    }

    /// Saved filters, for members of staff: those of this list, a way to keep the present ones, a way to forget each.
    fn keeps_filters(&self, table: &mut Table) {
        let staff = |v: &&platform::Viewer| v.kind == platform::identity::AccountKind::Staff;
        let Some(viewer) = self.ctx.viewer.as_ref().filter(staff) else { return };
        let own = viewer.filters.iter().filter(|f| f.list == self.path);
        table.saved = own.map(|f| Link::new(format!("{}?{}", self.path, f.query), f.name.clone())).collect();
        table.saved_list = Some(self.path.to_owned());
        let set = crate::saved_filter::kept(self.query);
        if !set.is_empty() {
            let list = platform_url(self.path);
            table.save_action = Some(format!("/bo-loc?{}={list}&{set}", crate::saved_filter::LIST));
        }
    }

    fn column(&self, head: &Head, sort: &str, descending: bool) -> Column {
        let label = self.ctx.t(head.label);
        let column =
            if head.numeric { Column::numeric(head.key, label) } else { Column::new(head.key, label) };
        let Some(name) = head.sort else { return column };
        let current = (name == sort).then_some(if descending { SortDir::Down } else { SortDir::Up });
        let value = if current == Some(SortDir::Up) { format!("-{name}") } else { name.to_owned() };
        column.sorted(self.href(&[("sap", &value)], &["sap", "sau", "truoc", "dang"]), current)
    }

    fn chips(&self) -> Vec<Chip> {
        self.filters
            .iter()
            .filter_map(|filter| {
                let value = self.query.get(&filter.name)?;
                let shown = match &filter.kind {
                    FilterKind::Select { options } => options
                        .iter()
                        .find(|o| o.value == value)
                        .map_or(value, |o| o.label.as_str())
                        .to_owned(),
                    _ => value.to_owned(),
                };
                Some(Chip {
                    label: format!("{}: {shown}", filter.label),
                    remove_href: self.href(&[], &[filter.name.as_str(), "sau", "truoc", "dang"]),
                })
            })
            .collect()
    }

    /// The list's address with some parameters replaced.
    fn href(&self, set: &[(&str, &str)], drop: &[&str]) -> String {
        let kept = self.query.0.iter().filter(|(n, v)| !v.is_empty() && !drop.contains(&n.as_str()));
        let mut parts: Vec<String> =
            kept.map(|(n, v)| format!("{}={}", platform_url(n), platform_url(v))).collect();
        parts.extend(set.iter().map(|(n, v)| format!("{n}={}", platform_url(v))));
        if parts.is_empty() { self.path.to_owned() } else { format!("{}?{}", self.path, parts.join("&")) }
    }
}

/// The most rows of a file, as written.
fn limit() -> String {
    kernel::vi_integer(i64::try_from(EXPORT_LIMIT).unwrap_or(i64::MAX))
}
