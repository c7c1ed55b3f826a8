//! Cash at the counter and the cashiers' books it lies in.

use super::demands::{DemandOut, agency, told};
use super::money::{ReceiptOut, receipt_of};
use crate::fees::acts;
use crate::fees::pages::{
    book as book_page, demand as demand_page, receipt as receipt_page, session as session_page,
};
use crate::fees::rules::book::DENOMINATIONS;
use crate::fees::slice::{APPROVE, COLLECT, VIEW};
use crate::fees::store::{self, SessionRow};
use platform::Ctx;
use platform::api::types::{AgencyBrief, Asked, At, ById, On, Sent, Word, renamed};
use platform::api::{Created, Listed, Nothing, One};
use platform::error::{Error, FieldErrors, Result};
use platform::reads::{self, Reading, What};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Cash to take.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CashIn {
    /// đồng.
    #[schemars(range(min = 1, max = 100_000_000_000_i64))]
    amount: i64,
}

/// Why a receipt is cancelled.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelIn {
    /// The reason.
    #[schemars(length(min = 1, max = 500), extend("examples" = ["Ghi nhầm hồ sơ"]))]
    reason: String,
}

/// How a book stands.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum BookStateIn {
    /// Money is taken into it.
    Open,
    /// Counted; another person has yet to confirm.
    Closed,
    /// Confirmed.
    Confirmed,
}

/// Filters of books.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BookFilters {
    /// How they stand.
    state: Option<BookStateIn>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// Opened on this day or later.
    from: Option<On>,
    /// Opened on this day or earlier.
    to: Option<On>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A book to open.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningIn {
    /// Code of the agency at whose counter it lies.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: String,
    /// đồng that lie in the drawer.
    #[schemars(range(min = 0, max = 100_000_000_000_i64))]
    opening: i64,
}

/// Notes of one value.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NotesIn {
    /// What one is worth, đồng.
    #[schemars(range(min = 100, max = 500_000))]
    note: i64,
    /// How many.
    #[schemars(range(min = 0, max = 1_000_000))]
    count: i64,
}

/// The count of a drawer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountIn {
    /// What lies in it, by notes; those not named are none.
    #[schemars(length(max = 12))]
    counts: Vec<NotesIn>,
    /// Why more or less lies there than must; needed then.
    #[schemars(length(max = 500))]
    reason: Option<String>,
}

/// A book.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BookOut {
    /// Number of the record.
    id: i64,
    /// Agency at whose counter it lies.
    agency: AgencyBrief,
    /// Whose it is.
    cashier: String,
    /// How it stands.
    state: Word,
    /// When it was opened.
    opened_at: At,
    /// đồng in the drawer then.
    opening: i64,
    /// When it was closed.
    closed_at: Option<At>,
    /// đồng that must lie there at the close; null while it is open.
    expected: Option<i64>,
    /// đồng that were counted.
    counted: Option<i64>,
    /// Why these differ.
    reason: Option<String>,
    /// When another person confirmed it.
    confirmed_at: Option<At>,
    /// Who that was.
    confirmed_by: Option<String>,
    /// Address of the record.
    href: String,
}

/// A book with what lies in its drawer now.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DrawerOut {
    /// The book.
    book: BookOut,
    /// đồng taken in cash and not cancelled.
    taken: i64,
    /// đồng given back in cash.
    given: i64,
    /// đồng that must lie in the drawer.
    expected: i64,
}

/// What the forms' fields are called here.
const NAMES: [(&str, &str); 4] =
    [("co-quan", "agency"), ("ton", "opening"), ("so-tien", "amount"), ("ly-do", "reason")];

fn href(id: i64) -> String {
    format!("{}/cash-books/{id}", platform::api::PREFIX)
}

fn book_of(ctx: &Ctx, row: SessionRow) -> BookOut {
    let state = row.state().code();
    BookOut {
        agency: AgencyBrief::of(ctx, row.agency_id),
        state: Word { code: state.to_owned(), name: ctx.t(&format!("fees-session-{state}")) },
        opened_at: At::of(row.opened_at),
        closed_at: row.closed_at.map(At::of),
        confirmed_at: row.confirmed_at.map(At::of),
        href: href(row.id),
        id: row.id,
        cashier: row.cashier_name,
        opening: row.opening,
        expected: row.expected,
        counted: row.counted,
        reason: row.reason.filter(|reason| !reason.is_empty()),
        confirmed_by: row.confirmer_name,
    }
}

async fn drawer_of(ctx: &Ctx, row: SessionRow) -> Result<DrawerOut> {
    let drawer = store::drawer(&ctx.app.store, &row).await?;
    Ok(DrawerOut {
        book: book_of(ctx, row),
        taken: drawer.taken,
        given: drawer.given,
        expected: drawer.expected(),
    })
}

/// Takes cash.
pub async fn take(ctx: Ctx, path: ById, body: CashIn) -> Result<One<DemandOut>> {
    demand_page::owned(&ctx, path.id, COLLECT).await?;
    let form = Sent::new().with("so-tien", Some(body.amount)).form();
    demand_page::taken(&ctx, path.id, &form).await.map_err(|e| renamed(e, &NAMES))?;
    let of = demand_page::owned(&ctx, path.id, COLLECT).await?;
    Ok(One(told(&ctx, &of).await?))
}

/// Cancels a receipt; it names who paid, so the look is noted.
pub async fn cancel(ctx: Ctx, path: ById, body: CancelIn) -> Result<One<ReceiptOut>> {
    let receipt = receipt_page::owned(&ctx, path.id, COLLECT).await?;
    let form = Sent::new().with("ly-do", Some(body.reason)).form();
    receipt_page::taken_back(&ctx, &receipt, &form).await.map_err(|e| renamed(e, &NAMES))?;
    let receipt = receipt_page::owned(&ctx, path.id, COLLECT).await?;
    let reading = Reading {
        right: (COLLECT, Some(receipt.agency_id)),
        record: "fee_receipt",
        id: receipt.id,
        code: &receipt.dossier_code,
        agency: Some(receipt.agency_id),
        what: What::Page,
    };
    reads::note(&ctx, reading, async { Ok(false) }).await?;
    Ok(One(receipt_of(&ctx, receipt)))
}

/// A page of books.
pub async fn list(ctx: Ctx, _: Nothing, asked: BookFilters) -> Result<Listed<BookOut>> {
    let state = asked.state.map(|state| match state {
        BookStateIn::Open => "open",
        BookStateIn::Closed => "closed",
        BookStateIn::Confirmed => "confirmed",
    });
    let query = Asked::new()
        .with("tinh-trang", state)
        .with("don-vi", agency(&ctx, asked.agency))
        .with("tu", asked.from.map(|day| day.0))
        .with("den", asked.to.map(|day| day.0))
        .after(asked.after.as_deref())?;
    let found = book_page::narrowed(&ctx, &query).page::<SessionRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| Ok(book_of(&ctx, row)))
}

/// One of them.
pub async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<DrawerOut>> {
    let session = session_page::owned(&ctx, path.id, VIEW).await?;
    Ok(One(drawer_of(&ctx, session).await?))
}

/// Opens one.
pub async fn open(ctx: Ctx, _: Nothing, body: OpeningIn) -> Result<Created<DrawerOut>> {
    let form =
        Sent::new().with("co-quan", agency(&ctx, Some(body.agency))).with("ton", Some(body.opening)).form();
    let id = book_page::opened(&ctx, &form).await.map_err(|e| renamed(e, &NAMES))?;
    let session = session_page::owned(&ctx, id, COLLECT).await?;
    Ok(Created { at: href(id), body: drawer_of(&ctx, session).await? })
}

/// Closes one's own.
pub async fn close(ctx: Ctx, path: ById, body: CountIn) -> Result<One<DrawerOut>> {
    let session = session_page::owned(&ctx, path.id, COLLECT).await?;
    let strange = body.counts.iter().any(|counted| !DENOMINATIONS.contains(&counted.note));
    let mut notes: Vec<i64> = body.counts.iter().map(|counted| counted.note).collect();
    notes.sort_unstable();
    notes.dedup();
    if strange || notes.len() != body.counts.len() {
        let mut errors = FieldErrors::new();
        errors.add("counts", "fees-error-count");
        return Err(Error::Invalid(errors));
    }
    let sent = Sent::new().with("ly-do", body.reason);
    let sent = body
        .counts
        .iter()
        .fold(sent, |sent, counted| sent.with(&format!("to-{}", counted.note), Some(counted.count)));
    session_page::closed(&ctx, &session, &sent.form()).await.map_err(|e| renamed(e, &NAMES))?;
    let session = session_page::owned(&ctx, path.id, COLLECT).await?;
    Ok(One(drawer_of(&ctx, session).await?))
}

/// Confirms another's.
pub async fn confirm(ctx: Ctx, path: ById, _: Nothing) -> Result<One<DrawerOut>> {
    session_page::owned(&ctx, path.id, APPROVE).await?;
    acts::confirm(&ctx.app, &ctx.actor(), path.id).await?;
    let session = session_page::owned(&ctx, path.id, APPROVE).await?;
    Ok(One(drawer_of(&ctx, session).await?))
}
