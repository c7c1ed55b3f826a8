//! From a list query's page to the table on screen, or to the file: sort links, pager, filters and exports alike everywhere.

use crate::frame::{platform_url, words};
use crate::notice::Empty;
use crate::page::Link;
use crate::table::{Chip, Column, Filter, FilterKind, Row, SortDir, Table};
use axum::response::Response;
use futures::{Stream, StreamExt, future, stream};
use platform::Ctx;
use platform::error::Result;
use platform::export::{self, Exported, Kind, Sheet, Value};
use platform::http::Query;
use platform::list::{COUNT_LIMIT, ListQuery, Page, Record};

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
        if page.count > COUNT_LIMIT.min(whole(self.ctx.app.settings.max_sheet_rows)) {
            table.export_note = export_note(self.ctx);
        }
        table.hidden =
            self.query.get("sap").map(|s| vec![("sap".to_owned(), s.to_owned())]).unwrap_or_default();
        self.keeps_filters(&mut table);
        table.filters = self.filters;
        table.empty = self.empty;
        table
    }

    /// The file of a stored list: CSV of all its rows, read and sent in chunks; XLSX of as many as the settings allow.
    pub async fn file<T: Record>(
        &self,
        kind: Kind,
        list: ListQuery<'static>,
        row: impl Fn(&Ctx, &T) -> Result<Vec<Value>> + Send + 'static,
    ) -> Result<Response> {
        self.file_of(kind, list, move |ctx, rows: Vec<T>| {
            future::ready(rows.iter().map(|r| row(&ctx, r)).collect())
        })
        .await
    }

    /// The same for rows whose values have to be looked up: a chunk at a time.
    pub async fn file_of<T: Record, F>(
        &self,
        kind: Kind,
        list: ListQuery<'static>,
        values: impl Fn(Ctx, Vec<T>) -> F + Send + 'static,
    ) -> Result<Response>
    where
        F: Future<Output = Result<Vec<Vec<Value>>>> + Send,
    {
        let walk = list.walk(&self.ctx.app.store, self.query).await?;
        let rows = walk.rows;
        let chunks = stream::try_unfold((walk, self.ctx.clone(), values), |(mut walk, ctx, values)| async {
            let Some(rows) = walk.next::<T>(&ctx.app.store).await? else { return Ok(None) };
            let chunk = values(ctx.clone(), rows).await?;
            Ok(Some((chunk, (walk, ctx, values))))
        });
        self.send(kind, rows, chunks).await
    }

    /// The file of rows that are computed, not stored, and therefore few.
    pub async fn export<T>(
        &self,
        kind: Kind,
        rows: &[T],
        row: impl Fn(&T) -> Vec<Value>,
    ) -> Result<Response> {
        let values: Vec<Vec<Value>> = rows.iter().map(row).collect();
        self.send(kind, whole(values.len()), stream::iter([Ok(values)])).await
    }

    /// The file of rows that come in chunks; `rows` says how many there are. XLSX is built whole, and its last row says
    /// so when there are more than it takes.
    ///
    /// Who took what is journalled by the guard of the route before the first byte leaves, since lists hold personal data.
    pub async fn send(
        &self,
        kind: Kind,
        rows: i64,
        chunks: impl Stream<Item = Result<Vec<Vec<Value>>>> + Send + 'static,
    ) -> Result<Response> {
        let heads: Vec<String> = self.heads.iter().map(|h| self.ctx.t(h.label)).collect();
        let rows = usize::try_from(rows).unwrap_or_default();
        let (mut response, taken) = match kind {
            Kind::Csv => (export::stream_csv(self.id, &heads, chunks)?, rows),
            Kind::Xlsx => {
                let note = self.ctx.tn("ui-export-cut", &[("limit", limit_of(self.ctx))]);
                let (values, taken) = cut(self.ctx.app.settings.max_sheet_rows, chunks, note).await?;
                let (name, title) = (self.id.to_owned(), self.caption.clone());
                (Sheet { name, title, heads, rows: values }.download(kind)?, taken)
            }
        };
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

/// What stands beside the links to the files of a long list: which of them holds all of it.
pub fn export_note(ctx: &Ctx) -> String {
    ctx.tn("ui-export-limit", &[("limit", limit_of(ctx))])
}

/// The first rows of some chunks, with a last row that says so when there are more; and how many rows were taken. What is
/// beyond is not read.
async fn cut(
    limit: usize,
    chunks: impl Stream<Item = Result<Vec<Vec<Value>>>>,
    note: String,
) -> Result<(Vec<Vec<Value>>, usize)> {
    let mut chunks = std::pin::pin!(chunks);
    let mut values = Vec::new();
    while values.len() <= limit
        && let Some(chunk) = chunks.next().await
    {
        values.extend(chunk?);
    }
    let more = values.len() > limit;
    values.truncate(limit);
    let taken = values.len();
    if more {
        values.push(vec![Value::Text(note)]);
    }
    Ok((values, taken))
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The most rows of an XLSX file, as written.
fn limit_of(ctx: &Ctx) -> String {
    ctx.locale.integer(whole(ctx.app.settings.max_sheet_rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::error::Error;

    fn rows(count: i32) -> Vec<Vec<Value>> {
        (0..count).map(|n| vec![Value::Number(f64::from(n))]).collect()
    }

    #[test]
    fn a_sheet_says_in_its_last_row_that_there_are_more() {
        let taking = |chunks: Vec<Result<Vec<Vec<Value>>>>| {
            futures::executor::block_on(cut(3, stream::iter(chunks), "còn nữa".to_owned()))
        };
        assert_eq!(taking(vec![Ok(rows(2)), Ok(rows(1))]).unwrap().0, [rows(2), rows(1)].concat());
        let (values, taken) = taking(vec![Ok(rows(2)), Ok(rows(2)), Err(Error::NotFound)]).unwrap();
        assert_eq!((values.len(), taken), (4, 3), "what is beyond the limit is not read");
        assert_eq!(values.last().unwrap(), &[Value::Text("còn nữa".to_owned())]);
        assert!(taking(vec![Ok(rows(1)), Err(Error::NotFound)]).is_err());
    }
}
