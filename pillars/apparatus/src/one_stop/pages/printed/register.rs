//! Form 06, sổ theo dõi hồ sơ: one agency's book of a year, or the days of it asked for; and the minutes of its closing.

use super::sheet;
use crate::one_stop::acts;
use crate::one_stop::forms;
use crate::one_stop::pages::book::ranges;
use crate::one_stop::permissions::REGISTER;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, BookOfYear, BookRow};
use axum::extract::Path;
use axum::response::Response;
use contracts::procedures::Catalogue;
use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::http::Query;
use platform::reads::{self, Reading, What};
use platform::{Ctx, Locale};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// Rows one print holds: some 170 pages, a few seconds of work. A longer book comes in parts, each saying which it is.
pub const MOST: i64 = 2000;

/// The book as PDF: `?co-quan=2&nam=2012` (or `don-vi`), of a field `&linh-vuc=HT`, of a part of the year
/// `&tu=2012-10-01&den=2012-10-31`, or of a month `&thang=10`; of what is longer than one print, a part `&phan=2`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let agency = match query.get("co-quan").or_else(|| query.get("don-vi")) {
        Some(id) => id.parse().map_err(|_| Error::NotFound)?,
        None => ctx.viewer()?.agency_id.ok_or(Error::NotFound)?,
    };
    ctx.require(REGISTER, agency)?;
    let year: i32 = query.get("nam").and_then(|y| y.parse().ok()).unwrap_or(ctx.today().year());
    let days = acts::book_days(&ctx.app, agency, year, ctx.today()).await?;
    let (first, last) = days.ok_or(Error::NotFound)?;
    let day =
        |name: &str| query.get(name).and_then(|d| d.parse::<Day>().ok().or_else(|| Day::parse_vn(d).ok()));
    // A register is one year's book: days outside it are not in it.
    let month = match query.get("thang") {
        Some(text) => Some(text.parse().ok().and_then(|m| month(first, m)).ok_or(Error::NotFound)?),
        None => None,
    };
    let (month_from, month_to) = month.unwrap_or((first, last));
    let from = day("tu").unwrap_or(month_from).max(first);
    let to = day("den").unwrap_or(month_to).min(last);
    let field = query.get("linh-vuc");
    let count = store::book_count(&ctx.app.store, agency, (from, to), field).await?;
    let parts = parts(count);
    let part = query.get("phan").and_then(|p| p.parse().ok()).unwrap_or(1i64);
    if !(1..=parts).contains(&part) {
        return Err(Error::NotFound);
    }
    let rows = store::book(&ctx.app.store, agency, (from, to), field, ((part - 1) * MOST, MOST)).await?;
    let reading = Reading {
        right: (REGISTER, Some(agency)),
        record: "register",
        id: agency,
        code: &year.to_string(),
        agency: Some(agency),
        what: What::Paper,
    };
    reads::note(&ctx, reading, async { Ok(false) }).await?;
    let kept = store::book_of_year(&ctx.app.store, agency, i64::from(year)).await?;
    let whole = (from, to) == (first, last) && field.is_none();
    let print = Print { agency, year, days: (from, to), whole, part, parts, closed: kept.filter(is_closed) };
    let mut inputs = inputs(&ctx, &print, &rows)?;
    if let Some(field) = field {
        inputs.insert("domain".to_owned(), json!(field_name(&ctx, field).await?));
    }
    let content = sheet::print(&ctx, forms::REGISTER, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("so-theo-doi-{agency}-{year}"), content))
}

/// Prints that a number of rows takes, at least one.
pub fn parts(rows: i64) -> i64 {
    ((rows + MOST - 1) / MOST).max(1)
}

/// First and last day of a calendar month within the book that begins on `first`.
fn month(first: Day, month: u32) -> Option<(Day, Day)> {
    let year = if month < first.month() { first.year() + 1 } else { first.year() };
    let begins = Day::ymd(year, month, 1)?;
    let next = if month == 12 { Day::ymd(year + 1, 1, 1)? } else { Day::ymd(year, month + 1, 1)? };
    Some((begins, next.previous()))
}

fn is_closed(book: &BookOfYear) -> bool {
    book.closed_at.is_some()
}

/// What is printed of a book.
struct Print {
    agency: i64,
    year: i32,
    days: (Day, Day),
    /// The whole book, not some days or one field of it.
    whole: bool,
    part: i64,
    parts: i64,
    /// The book's closing, once it is closed.
    closed: Option<BookOfYear>,
}

/// Name of a field, as the procedures in force call it.
async fn field_name(ctx: &Ctx, code: &str) -> Result<String> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let all = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    let found = all.iter().map(|v| &v.body.field).find(|f| f.code == code);
    Ok(found.map_or_else(|| code.to_owned(), |f| f.name.clone()))
}

fn inputs(ctx: &Ctx, print: &Print, rows: &[BookRow]) -> Result<Map<String, Json>> {
    let vi = sheet::vietnamese(&ctx.app);
    let (from, to) = print.days;
    let number = |row: Option<&BookRow>| row.map(|r| format!("{:04}", r.register_number));
    // Of a book in parts the last one carries the closing, as the first one carries the cover.
    let closed = match &print.closed {
        Some(book) if print.whole && print.part == print.parts => Some(closing(&vi, book)?),
        _ => None,
    };
    let closed_at = print.closed.as_ref().and_then(|book| book.closed_at);
    let over = print.whole && to < ctx.today() && print.closed.is_none();
    let part = (print.parts > 1).then(|| {
        json!({"number": print.part, "of": print.parts, "first": number(rows.first()), "last": number(rows.last())})
    });
    let columns: Vec<String> = ctx.app.profiles().get_or("one_stop.register_columns", to, Vec::new())?;
    let keys = json!({
        "head": papers::head(&ctx.app, print.agency, "", ctx.today()),
        "year": print.year,
        "book": print.year.to_string(),
        "from": (!print.whole).then(|| from.to_string()),
        "to": (!print.whole).then(|| to.to_string()),
        "part": part,
        "columns": columns,
        "forms": sheet::forms_on(ctx, from)?,
        "rows": rows.iter().map(|row| line(&vi, row, closed_at)).collect::<Result<Vec<_>>>()?,
        "cover": (print.whole && print.part == 1).then(|| json!({"from": from.to_string(), "to": to.to_string()})),
        "closed": closed,
        "not_closed": (over && print.part == print.parts).then(|| vi.t("one-stop-paper-book-open")),
        "hash": print.closed.as_ref().and_then(|book| book.hash.as_deref()).map(grouped),
    });
    match keys {
        Json::Object(keys) => Ok(keys),
        _ => Err(Error::fault("register", "not an object")),
    }
}

/// How a closed book was closed, for the page that ends it and for the minutes.
fn closing(vi: &Locale, book: &BookOfYear) -> Result<Json> {
    let four = |number: Option<i64>| number.map(|n| format!("{n:04}"));
    let gaps = book.gaps()?;
    let gaps = if gaps.is_empty() { vi.t("one-stop-paper-book-no-gaps") } else { ranges(&gaps) };
    let remark = book.remark.clone().filter(|remark| !remark.is_empty());
    Ok(json!({
        "on": book.closed().map(|at| at.day().to_string()), "at": book.closed().map(sheet::local),
        "first": four(book.first_number), "last": four(book.last_number), "entries": book.closed_entries,
        "gaps": gaps, "unfinished": book.unfinished, "remark": remark, "hash": book.hash.as_deref().map(grouped),
        "sign": {"name": book.closer_name},
    }))
}

/// A fingerprint in groups of eight digits, to be read aloud and typed.
fn grouped(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().collect();
    digits.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The minutes of a book's closing, A4.
pub async fn minutes(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let book = store::book_by_id(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(REGISTER, book.agency_id)?;
    let Some(at) = book.closed() else {
        return Err(sheet::none("one-stop-refused-paper-book"));
    };
    let vi = sheet::vietnamese(&ctx.app);
    let entry = platform::ledger::entry_of(&ctx.app.store, "register_book", id, "close_book").await?;
    let inputs = Map::from_iter([
        ("head".to_owned(), papers::head(&ctx.app, book.agency_id, "", at.day())),
        ("year".to_owned(), json!(book.year)),
        ("from".to_owned(), json!(book.from_on)),
        ("to".to_owned(), json!(book.to_on)),
        ("closed".to_owned(), closing(&vi, &book)?),
        ("entry".to_owned(), json!(entry.map(|e| json!({"id": e.id, "hash": grouped(&e.hash)})))),
        ("check_url".to_owned(), json!(format!("{}/so-theo-doi/nam/{id}", ctx.app.settings.base_url()))),
    ]);
    let content = sheet::print(&ctx, forms::CLOSING, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("bien-ban-khoa-so-{}-{}", book.agency_id, book.year), content))
}

fn line(vi: &Locale, row: &BookRow, closed_at: Option<i64>) -> Result<Json> {
    let at = |micros: Option<i64>| micros.map(|m| sheet::local(Moment::from_micros(m)));
    let day = |micros: Option<i64>| micros.map(|m| Moment::from_micros(m).day().to_string());
    let (due, new_due) = match row.promised_first_at {
        Some(first) => (Some(first), row.due_at),
        None => (row.due_at, None),
    };
    let stopped = State::from_number(row.state) == Some(State::Stopped);
    // A correction after the closing is told as one: the closed book said something else.
    let corrected = row.corrected_at.filter(|at| closed_at.is_some_and(|closed| *at > closed));
    let corrected = corrected
        .map(|at| vi.tn("one-stop-paper-book-corrected", &[("day", Moment::from_micros(at).day().vn())]));
    let stopped = stopped.then(|| vi.t("one-stop-paper-book-stopped"));
    let notes: Vec<String> = stopped.into_iter().chain(corrected).collect();
    Ok(json!({
        "number": row.register_number, "code": row.code, "applicant": row.owner_name, "address": row.owner_address,
        "phone": row.owner_phone, "content": row.procedure_name, "handler": row.handler,
        "received_at": at(row.received_at), "due": at(due), "new_due": day(new_due),
        "signed_on": day(row.settled_at), "signer": row.signer, "returned_at": at(row.returned_at),
        "fetched_by": row.returned_to, "note": notes.join("; "),
    }))
}
