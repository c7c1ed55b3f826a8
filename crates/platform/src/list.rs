//! The one engine behind every list: filter, sort, page by keyset, export; conditions built from declared columns only.

mod walk;

pub use walk::{Record, Walk};

use crate::error::{Error, Result};
use crate::http::Query;
use crate::store::FromRow;
use crate::store::{Read, Reader};
use base64::Engine as _;
use sea_orm::Value;

/// Rows on a page.
pub const PAGE: usize = 25;

/// A sortable column: the name in the URL and its SQL expression, which must never be null.
#[derive(Debug, Clone, Copy)]
pub struct SortKey {
    /// Name in the URL.
    pub name: &'static str,
    /// SQL expression, not null (use COALESCE).
    pub sql: &'static str,
    /// Whether it is a whole number rather than text.
    pub number: bool,
}

/// A query in the making: FROM part, conditions, sort keys.
pub struct ListQuery<'a> {
    /// Columns, including those the row type reads.
    pub select: &'a str,
    /// Tables and joins.
    pub from: &'a str,
    /// Unique whole-number column that breaks ties, such as "d.id".
    pub id: &'a str,
    /// Columns that may be sorted by; the first is the default.
    pub sorts: &'a [SortKey],
    /// Whether the default sort descends.
    pub descending: bool,
    conditions: Vec<String>,
    params: Vec<Value>,
}

/// A page of rows with its neighbours' cursors.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// At most [`PAGE`] rows.
    pub rows: Vec<T>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// Cursor of the previous page.
    pub previous: Option<String>,
    /// Name of the sort in force.
    pub sort: &'static str,
    /// Whether it descends.
    pub descending: bool,
    /// Number of rows under the filters, counted to 1,000 at most.
    pub count: i64,
}

/// What a list holds at a moment.
#[derive(FromRow)]
struct Extent {
    found: i64,
    newest: i64,
}

/// Count above which a list says "more than 1,000".
pub const COUNT_LIMIT: i64 = 1000;

impl<'a> ListQuery<'a> {
    /// A list over `from`, without conditions yet.
    pub fn new(select: &'a str, from: &'a str, id: &'a str, sorts: &'a [SortKey]) -> ListQuery<'a> {
        ListQuery { select, from, id, sorts, descending: false, conditions: Vec::new(), params: Vec::new() }
    }

    /// Default sort descends.
    pub fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    /// Adds a condition; each `?` stands for the next value.
    pub fn and(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        let mut text = String::new();
        let mut values = values.into_iter();
        for part in sql.split_inclusive('?') {
            match (part.strip_suffix('?'), values.next()) {
                (Some(head), Some(value)) => {
                    self.params.push(value);
                    text.push_str(head);
                    text.push_str(&format!("${}", self.params.len()));
                }
                _ => text.push_str(part),
            }
        }
        self.conditions.push(text);
    }

    /// Narrows to a scope: the rule that guards a record is the rule that filters the list.
    pub fn within(&mut self, scope: &crate::Scope, column: &str) {
        if let Some(condition) = scope.condition(column, &mut self.params) {
            self.conditions.push(condition);
        }
    }

    /// Narrows to what belongs to a scope by any of these columns: an agency sees what it handles and what it handed on.
    pub fn within_any(&mut self, scope: &crate::Scope, columns: &[&str]) {
        let all: Option<Vec<String>> =
            columns.iter().map(|column| scope.condition(column, &mut self.params)).collect();
        if let Some(all) = all.filter(|all| !all.is_empty()) {
            self.conditions.push(format!("({})", all.join(" OR ")));
        }
    }

    fn where_clause(&self, extra: Option<&str>) -> String {
        let all: Vec<&str> = self.conditions.iter().map(String::as_str).chain(extra).collect();
        if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) }
    }

    /// The sort asked for by `sap=name` or `sap=-name`, else the default.
    fn sort(&self, query: &Query) -> Result<(SortKey, bool)> {
        let default = self.sorts.first().copied().ok_or_else(|| Error::fault("list", "no sort key"))?;
        let Some(asked) = query.get("sap") else { return Ok((default, self.descending)) };
        let (name, down) = asked.strip_prefix('-').map_or((asked, false), |n| (n, true));
        Ok(self.sorts.iter().find(|s| s.name == name).map_or((default, self.descending), |s| (*s, down)))
    }

    /// The page asked for by `sau=` (after) or `truoc=` (before) and `sap=`.
    pub async fn page<T: FromRow + Send>(&self, db: &impl Read, query: &Query) -> Result<Page<T>> {
        let (key, descending) = self.sort(query)?;
        let backwards = query.get("truoc").is_some();
        let cursor = query.get("truoc").or_else(|| query.get("sau")).and_then(decode_cursor);
        let mut params = self.params.clone();
        let down = descending != backwards;
        let extra = cursor.as_ref().map(|cursor| self.beyond(key, down, cursor, &mut params));
        // Counted in the same statement: a way there and back is most of what a page of a list costs.
        let select = format!("{}, ({}) AS list_count", self.select, self.counting());
        let sql = self.reading(&select, key, down, extra.as_deref(), PAGE + 1);
        let mut counted = None;
        let mut placed = placed::<T>(db, &sql, params, key, Some(&mut counted)).await?;
        let more = placed.len() > PAGE;
        placed.truncate(PAGE);
        if backwards {
            placed.reverse();
        }
        let first = placed.first().map(|(_, place)| cursor_of(place));
        let last = placed.last().map(|(_, place)| cursor_of(place));
        let (has_next, has_previous) =
            if backwards { (cursor.is_some(), more) } else { (more, cursor.is_some()) };
        let count = match counted {
            Some(count) => count,
            None if cursor.is_none() => 0,
            // Nothing beyond a place says nothing of what lies before it.
            None => self.count(db).await?,
        };
        Ok(Page {
            rows: placed.into_iter().map(|(row, _)| row).collect(),
            next: last.filter(|_| has_next),
            previous: first.filter(|_| has_previous),
            sort: key.name,
            descending,
            count,
        })
    }

    /// Number of rows, counted to [`COUNT_LIMIT`] + 1 at most: a list never scans millions of rows.
    pub async fn count(&self, db: &impl Read) -> Result<i64> {
        db.number(&self.counting(), self.params.clone()).await
    }

    fn counting(&self) -> String {
        format!(
            "SELECT COUNT(*) FROM (SELECT {} FROM {}{} LIMIT {}) c",
            self.id,
            self.from,
            self.where_clause(None),
            COUNT_LIMIT + 1
        )
    }

    /// All rows in the sort's order: for lists that are short by their nature, such as one person's. Long ones are walked.
    pub async fn all<T: FromRow + Send>(&self, db: &impl Read, query: &Query) -> Result<Vec<T>> {
        let (key, descending) = self.sort(query)?;
        let order = if descending { "DESC" } else { "ASC" };
        let sql = format!(
            "SELECT {} FROM {}{} ORDER BY {} {order}, {} {order}",
            self.select,
            self.from,
            self.where_clause(None),
            key.sql,
            self.id
        );
        db.rows(&sql, self.params.clone()).await
    }

    /// Rows from a place counted from the beginning, for who knows no cursors. What is left out is read all the same: `first`
    /// must not be large.
    pub async fn skipping<T: FromRow + Send>(
        &self,
        db: &impl Read,
        query: &Query,
        (first, most): (u32, u32),
    ) -> Result<Vec<T>> {
        let (key, descending) = self.sort(query)?;
        let most = usize::try_from(most).unwrap_or(PAGE);
        let sql = format!("{} OFFSET {first}", self.reading(self.select, key, descending, None, most));
        db.rows(&sql, self.params.clone()).await
    }

    /// How many rows there are, and the newest of them.
    async fn extent(&self, db: &impl Read) -> Result<Extent> {
        let sql = format!(
            "SELECT COUNT(*) AS found, COALESCE(MAX({}), 0) AS newest FROM {}{}",
            self.id,
            self.from,
            self.where_clause(None)
        );
        let found = db.row(&sql, self.params.clone()).await?;
        found.ok_or_else(|| Error::fault("list", "a count without a row"))
    }

    /// The condition for rows after a place, in a direction.
    fn beyond(
        &self,
        key: SortKey,
        down: bool,
        (value, id): &(String, i64),
        params: &mut Vec<Value>,
    ) -> String {
        let sign = if down { "<" } else { ">" };
        params.push(if key.number {
            value.parse::<i64>().unwrap_or(0).into()
        } else {
            value.as_str().into()
        });
        let v = params.len();
        params.push((*id).into());
        // The first comparison alone bounds the index: without it SQLite reads from the list's start up to the place.
        format!("({0} {sign}= ${v} AND ({0} {sign} ${v} OR {1} {sign} ${2}))", key.sql, self.id, params.len())
    }

    /// The statement for some rows in order, each with its place as `list_key` and `list_id`.
    fn reading(&self, select: &str, key: SortKey, down: bool, extra: Option<&str>, limit: usize) -> String {
        let order = if down { "DESC" } else { "ASC" };
        format!(
            "SELECT {}, {} AS list_key, {} AS list_id FROM {}{} ORDER BY {} {order}, {} {order} LIMIT {limit}",
            select,
            key.sql,
            self.id,
            self.from,
            self.where_clause(extra),
            key.sql,
            self.id
        )
    }
}

/// A column that rows which are computed, not stored, can be sorted by.
pub struct ComputedSort<T> {
    /// Name in the URL.
    pub name: &'static str,
    /// What sorts: a text, folded, or a number padded to one length.
    pub key: fn(&T) -> String,
}

/// A number as text that sorts like the number; none sorts first.
pub fn sortable(number: Option<f64>) -> String {
    number.map_or_else(String::new, |n| format!("{:024.6}", n + 1e12))
}

/// Rows that are computed, not stored, in the order of `sap=`; without one in their own.
pub fn sorted<T>(rows: &mut [T], query: &Query, sorts: &[ComputedSort<T>]) -> (&'static str, bool) {
    let Some(asked) = query.get("sap") else { return ("", false) };
    let (name, down) = asked.strip_prefix('-').map_or((asked, false), |n| (n, true));
    let Some(sort) = sorts.iter().find(|s| s.name == name) else { return ("", false) };
    rows.sort_by_key(|r| (sort.key)(r));
    if down {
        rows.reverse();
    }
    (sort.name, down)
}

/// One page of rows that are computed, not stored, asked for like a stored list's. `id` tells rows apart.
pub fn page_of<T>(
    mut rows: Vec<T>,
    query: &Query,
    sorts: &[ComputedSort<T>],
    size: usize,
    id: impl Fn(&T) -> i64,
) -> Page<T> {
    let (sort, descending) = sorted(&mut rows, query, sorts);
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let place = |name: &str| {
        let (_, wanted) = query.get(name).and_then(decode_cursor)?;
        rows.iter().position(|r| id(r) == wanted)
    };
    let start = match (place("truoc"), place("sau")) {
        (Some(at), _) => at.saturating_sub(size),
        (None, Some(at)) => at + 1,
        (None, None) => 0,
    };
    let more = rows.len() > start + size;
    let rows: Vec<T> = rows.into_iter().skip(start).take(size).collect();
    let cursor = |row: Option<&T>| {
        row.map(|r| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(format!("{}:", id(r))))
    };
    let (next, previous) = (cursor(rows.last().filter(|_| more)), cursor(rows.first().filter(|_| start > 0)));
    Page { rows, next, previous, sort, descending, count }
}

/// Where a row stands in its list: its sort value and its id.
type Place = (String, i64);

fn cursor_of((value, id): &Place) -> String {
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(format!("{id}:{value}"))
}

/// Rows of [`ListQuery::reading`], each with its place; their number too, where it is read and there is any.
async fn placed<T: FromRow>(
    db: &impl Read,
    sql: &str,
    params: Vec<Value>,
    key: SortKey,
    mut counted: Option<&mut Option<i64>>,
) -> Result<Vec<(T, Place)>> {
    let mut rows = Vec::new();
    let mut count = Reader::<Counted>::default();
    let mut row = Reader::<T>::default();
    let mut number = Reader::<NumberPlace>::default();
    let mut text = Reader::<TextPlace>::default();
    db.each(sql, params, &mut |found| {
        let place = if key.number {
            let place = number.read(found)?;
            (place.list_key.to_string(), place.list_id)
        } else {
            let place = text.read(found)?;
            (place.list_key, place.list_id)
        };
        if let Some(counted) = counted.take() {
            *counted = Some(count.read(found)?.list_count);
        }
        rows.push((row.read(found)?, place));
        Ok(())
    })
    .await?;
    Ok(rows)
}

#[derive(FromRow)]
struct Counted {
    list_count: i64,
}

#[derive(FromRow)]
struct NumberPlace {
    list_key: i64,
    list_id: i64,
}

#[derive(FromRow)]
struct TextPlace {
    list_key: String,
    list_id: i64,
}

/// Whether a text is a cursor as the lists give them.
pub fn is_cursor(text: &str) -> bool {
    decode_cursor(text).is_some()
}

/// A place as an address tells it; none for what no list of ours wrote. PostgreSQL takes no text with a zero byte,
/// so that no row's value holds one.
fn decode_cursor(text: &str) -> Option<(String, i64)> {
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).ok()?;
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))?;
    let (id, value) = text.split_once(':')?;
    Some((value.to_owned(), id.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_over_two_columns_is_held_by_either() {
        const SORTS: [SortKey; 1] = [SortKey { name: "a", sql: "r.id", number: true }];
        let narrowed = |scope: &crate::Scope| {
            let mut list = ListQuery::new("r.id", "things r", "r.id", &SORTS);
            list.within_any(scope, &["r.owner_id", "r.host_id"]);
            (list.where_clause(None), list.params.len())
        };
        let two = crate::Scope::Agencies(vec![3, 5]);
        let either = " WHERE (r.owner_id IN ($1, $2) OR r.host_id IN ($3, $4))".to_owned();
        assert_eq!(narrowed(&two), (either, 4));
        assert_eq!(narrowed(&crate::Scope::None), (" WHERE (1 = 0 OR 1 = 0)".to_owned(), 0));
        assert_eq!(narrowed(&crate::Scope::All), (String::new(), 0));
    }

    #[test]
    fn a_cursor_that_no_list_wrote_names_no_place() {
        let cursor = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        assert_eq!(decode_cursor(&cursor("7:Lan:Anh")), Some(("Lan:Anh".to_owned(), 7)));
        for other in ["7:a\0b", "x:a", "7", ""] {
            assert_eq!(decode_cursor(&cursor(other)), None, "{other:?}");
        }
    }

    #[test]
    fn computed_rows_page_forth_and_back_and_sort() {
        let rows = || (1i64..=7).collect::<Vec<_>>();
        let sorts = [ComputedSort { name: "so", key: |n: &i64| sortable(Some(*n as f64)) }];
        let query = |pairs: &[(&str, &str)]| {
            Query(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
        };
        let first = page_of(rows(), &query(&[]), &sorts, 3, |n| *n);
        assert_eq!((first.rows, first.previous, first.count), (vec![1, 2, 3], None, 7));
        let second = page_of(rows(), &query(&[("sau", &first.next.unwrap())]), &sorts, 3, |n| *n);
        assert_eq!(second.rows, [4, 5, 6]);
        let back = page_of(rows(), &query(&[("truoc", &second.previous.unwrap())]), &sorts, 3, |n| *n);
        assert_eq!(back.rows, [1, 2, 3]);
        let last = page_of(rows(), &query(&[("sau", &second.next.unwrap())]), &sorts, 3, |n| *n);
        assert_eq!((last.rows, last.next), (vec![7], None));
        let down = page_of(rows(), &query(&[("sap", "-so")]), &sorts, 3, |n| *n);
        assert_eq!((down.rows, down.sort, down.descending), (vec![7, 6, 5], "so", true));
        assert!(sortable(Some(-2.0)) < sortable(Some(1.5)) && sortable(None) < sortable(Some(-2.0)));
    }
}
