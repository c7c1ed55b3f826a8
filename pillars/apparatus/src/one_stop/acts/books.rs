//! The years' books of the register: opened with the first number of a year, closed once it is over, for good.

use crate::one_stop::rules::{Book, Closing};
use crate::one_stop::store;
use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::{Actor, App, Change, Refusal, Tx};
use serde_json::json;

/// Makes sure that a receipt of a day has its year's book: opens it, or refuses where it is closed. Gives the year. The book is
/// held until the receipt stands: one begun before midnight is either counted by whoever closes the book, or refused.
pub(super) async fn book_for(app: &App, tx: &Tx, agency: i64, day: Day) -> Result<i32> {
    let Some(standing) = store::hold_book_on(tx, agency, day).await? else {
        return open_for(app, tx, agency, day).await;
    };
    match standing.closed_at {
        Some(at) => Err(Refusal::new("one-stop-refused-book-closed")
            .arg("year", standing.year)
            .arg("at", Moment::from_micros(at).vn())
            .into()),
        None => i32::try_from(standing.year).map_err(|e| Error::fault("register_book", e)),
    }
}

/// Opens the book of a day that no book has yet. Where the closing day was put off, the day's year ended before it: its days
/// begin the next one.
async fn open_for(app: &App, tx: &Tx, agency: i64, day: Day) -> Result<i32> {
    let book = Book::on(&app.profiles(), day)?;
    let of_day = book.year_of(day);
    let standing = store::book_standing(tx, agency, i64::from(of_day)).await?;
    let days = standing.as_ref().and_then(|standing| standing.days());
    if days.is_some_and(|(first, last)| first <= day && day <= last) {
        // Opened by somebody else since it was looked for.
        return Ok(of_day);
    }
    let year = if standing.is_some() { of_day + 1 } else { of_day };
    open_in(app, tx, agency, (book, year)).await?;
    Ok(year)
}

/// First and last day of a year's book: its own, or, of one that is not there, as the rule of a day says.
pub async fn book_days(app: &App, agency: i64, year: i32, today: Day) -> Result<Option<(Day, Day)>> {
    let standing = store::book_standing(&app.store, agency, i64::from(year)).await?;
    match standing.and_then(|standing| standing.days()) {
        Some(days) => Ok(Some(days)),
        None => Ok(Book::on(&app.profiles(), today)?.days(year)),
    }
}

async fn open_in(app: &App, tx: &Tx, agency: i64, (book, year): (Book, i32)) -> Result<()> {
    let (first, last) = book.days(year).ok_or_else(|| Error::fault("register", format!("no year {year}")))?;
    // It goes on where the last one ended: a closing day that was changed leaves no day out and counts none twice.
    let before = store::book_standing(tx, agency, i64::from(year) - 1).await?;
    let first = before.and_then(|standing| standing.days()).map_or(first, |(_, ended)| ended.next());
    let days = (first, last);
    if let Some(id) = store::open_book(tx, agency, i64::from(year), days).await? {
        let change = Change::of("one_stop", "register_book", id, "open_book");
        let after = json!({"book_year": year, "book_agency": app.directory().name(agency)});
        tx.journal(change.after(after)).await?;
    }
    Ok(())
}

/// Opens the books of what was entered otherwise: the demo city's dossiers are written as they are.
pub async fn open_missing(app: &App) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    for (agency, first, last) in store::days_entered(&tx).await? {
        let book = Book::on(&app.profiles(), last)?;
        for year in book.year_of(first)..=book.year_of(last) {
            if store::book_standing(&tx, agency, i64::from(year)).await?.is_none() {
                open_in(app, &tx, agency, (book, year)).await?;
            }
        }
    }
    tx.commit().await
}

/// Khóa sổ: from the day after its last day on. Counts, names gaps, keeps the fingerprints, opens the next year's book.
pub async fn close_book(app: &App, by: &Actor, id: i64, remark: &str) -> Result<()> {
    let tx = app.store.write(by).await?;
    let book = store::lock_book(&tx, id).await?.ok_or(Error::NotFound)?;
    let (from, to) = book.days().ok_or_else(|| Error::fault("register_book", format!("days of {id}")))?;
    if let Some(at) = book.closed() {
        return Err(Refusal::new("one-stop-refused-book-closed-already").arg("at", at.vn()).into());
    }
    if tx.at().day() <= to {
        return Err(Refusal::new("one-stop-refused-book-early").arg("day", to.vn()).into());
    }
    let entries = store::entries(&tx, book.agency_id, (from, to)).await?;
    let closing = Closing::of(&entries, tx.at());
    store::close_book(&tx, id, &closing, remark).await?;
    let after = json!({
        "book_year": book.year, "book_entries": closing.entries, "book_hash": hex::encode(closing.root),
        "book_unfinished": closing.unfinished,
    });
    let change = Change::of("one_stop", "register_book", id, "close_book");
    tx.journal(change.after(after).reason(Some(remark).filter(|r| !r.is_empty()))).await?;
    if store::book_on(&tx, book.agency_id, to.next()).await?.is_none() {
        open_for(app, &tx, book.agency_id, to.next()).await?;
    }
    tx.commit().await
}
