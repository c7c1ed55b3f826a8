//! The years' books of the register, and the fingerprints of the entries of those closed.

use crate::one_stop::rules::{Closing, Entry};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A year's book of an agency.
#[derive(Debug, Clone, FromRow)]
pub struct BookOfYear {
    /// Id.
    pub id: i64,
    /// Agency.
    pub agency_id: i64,
    /// Year.
    pub year: i64,
    /// First day, ISO.
    pub from_on: String,
    /// Last day, ISO.
    pub to_on: String,
    /// When it was closed.
    pub closed_at: Option<i64>,
    /// By whom.
    pub closer_name: Option<String>,
    /// Entries when it was closed.
    pub closed_entries: Option<i64>,
    /// First number.
    pub first_number: Option<i64>,
    /// Last number.
    pub last_number: Option<i64>,
    /// Ranges of numbers without an entry, JSON.
    pub gaps: Option<String>,
    /// Entries whose work went on.
    pub unfinished: Option<i64>,
    /// Fingerprint, hexadecimal.
    pub hash: Option<String>,
    /// What was noted at the closing.
    pub remark: Option<String>,
    /// Entries now.
    pub entries: i64,
}

impl BookOfYear {
    /// Its first and last day.
    pub fn days(&self) -> Option<(Day, Day)> {
        Some((self.from_on.parse().ok()?, self.to_on.parse().ok()?))
    }

    /// When it was closed.
    pub fn closed(&self) -> Option<Moment> {
        self.closed_at.map(Moment::from_micros)
    }

    /// The numbers without an entry.
    pub fn gaps(&self) -> Result<Vec<(i64, i64)>> {
        Ok(self.gaps.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default())
    }
}

const COLUMNS: &str = "b.id, b.agency_id, b.year, b.from_on, b.to_on, b.closed_at, b.closer_name, b.closed_entries, \
                       b.first_number, b.last_number, b.gaps, b.unfinished, b.hash, b.remark, \
                       (SELECT COUNT(*) FROM dossier d WHERE d.agency_id = b.agency_id AND d.received_on >= b.from_on \
                       AND d.received_on <= b.to_on) AS entries";

/// Books, the last year first; conditions name the table `b`.
pub fn books() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "nam", sql: "b.year", number: true },
        SortKey { name: "khoa", sql: "COALESCE(b.closed_at, 0)", number: true },
    ];
    ListQuery::new(COLUMNS, "register_book b", "b.id", &SORTS).descending()
}

/// A book by id.
pub async fn book_by_id(db: &impl Read, id: i64) -> Result<Option<BookOfYear>> {
    db.row(&format!("SELECT {COLUMNS} FROM register_book b WHERE b.id = $1"), vec![id.into()]).await
}

/// An agency's book of a year.
pub async fn book_of_year(db: &impl Read, agency: i64, year: i64) -> Result<Option<BookOfYear>> {
    let sql = format!("SELECT {COLUMNS} FROM register_book b WHERE b.agency_id = $1 AND b.year = $2");
    db.row(&sql, vec![agency.into(), year.into()]).await
}

/// How a book of an agency stands, by no more than its own row: asked at every receipt.
#[derive(Debug, Clone, FromRow)]
pub struct BookStanding {
    /// Year.
    pub year: i64,
    /// First day, ISO.
    pub from_on: String,
    /// Last day, ISO.
    pub to_on: String,
    /// When it was closed.
    pub closed_at: Option<i64>,
}

impl BookStanding {
    /// Its first and last day.
    pub fn days(&self) -> Option<(Day, Day)> {
        Some((self.from_on.parse().ok()?, self.to_on.parse().ok()?))
    }
}

/// Whether a year's book is there, and closed.
pub async fn book_standing(db: &impl Read, agency: i64, year: i64) -> Result<Option<BookStanding>> {
    let sql = "SELECT year, from_on, to_on, closed_at FROM register_book WHERE agency_id = $1 AND year = $2";
    db.row(sql, vec![agency.into(), year.into()]).await
}

/// The book that a day belongs to, whatever the closing day is by now.
pub async fn book_on(db: &impl Read, agency: i64, day: Day) -> Result<Option<BookStanding>> {
    let sql = "SELECT year, from_on, to_on, closed_at FROM register_book \
               WHERE agency_id = $1 AND from_on <= $2 AND to_on >= $2 ORDER BY year LIMIT 1";
    db.row(sql, vec![agency.into(), day.to_string().into()]).await
}

/// The same, held until the transaction ends: whoever closes it waits, and is waited for.
pub async fn hold_book_on(tx: &Tx, agency: i64, day: Day) -> Result<Option<BookStanding>> {
    let sql = "UPDATE register_book SET version = version + 1 WHERE agency_id = $1 AND from_on <= $2 AND to_on >= $2";
    tx.exec(sql, vec![agency.into(), day.to_string().into()]).await?;
    book_on(tx, agency, day).await
}

/// Opens a year's book; nothing where it is there.
pub async fn open_book(tx: &Tx, agency: i64, year: i64, (from, to): (Day, Day)) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO register_book (agency_id, year, from_on, to_on, opened_at, version) VALUES ($1, $2, $3, $4, $5, 1) \
             ON CONFLICT (agency_id, year) DO NOTHING",
            vec![
                agency.into(),
                year.into(),
                from.to_string().into(),
                to.to_string().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Takes a book in hand: whoever comes second reads what the first one left.
pub async fn lock_book(tx: &Tx, id: i64) -> Result<Option<BookOfYear>> {
    tx.exec("UPDATE register_book SET version = version + 1 WHERE id = $1", vec![id.into()]).await?;
    book_by_id(tx, id).await
}

/// Writes the closing of a book with the fingerprints of its entries.
pub async fn close_book(tx: &Tx, id: i64, closing: &Closing, remark: &str) -> Result<()> {
    let gaps = serde_json::to_string(&closing.gaps)?;
    let (first, last) = closing.numbers.unzip();
    tx.exec(
        "UPDATE register_book SET closed_at = $2, closer_id = $3, closer_name = $4, closed_entries = $5, first_number = $6, \
         last_number = $7, gaps = $8, unfinished = $9, hash = $10, remark = $11 WHERE id = $1",
        vec![
            id.into(),
            tx.at().micros().into(),
            tx.by().account_id.into(),
            tx.by().name.clone().into(),
            closing.entries.into(),
            first.into(),
            last.into(),
            gaps.into(),
            closing.unfinished.into(),
            hex::encode(closing.root).into(),
            remark.into(),
        ],
    )
    .await?;
    let row = |(dossier, number, hash): &(i64, i64, ledger::Hash)| {
        vec![id.into(), (*dossier).into(), (*number).into(), hex::encode(hash).into()]
    };
    tx.insert_many(
        "INSERT INTO register_book_entry (book_id, dossier_id, number, hash)",
        closing.fingerprints.iter().map(row).collect(),
    )
    .await
}

/// The fingerprints kept of a closed book's entries: (dossier, hexadecimal).
pub async fn fingerprints(db: &impl Read, book: i64) -> Result<Vec<(i64, String)>> {
    #[derive(FromRow)]
    struct Kept {
        dossier_id: i64,
        hash: String,
    }
    let sql =
        "SELECT dossier_id, hash FROM register_book_entry WHERE book_id = $1 ORDER BY number, dossier_id";
    let rows: Vec<Kept> = db.rows(sql, vec![book.into()]).await?;
    Ok(rows.into_iter().map(|kept| (kept.dossier_id, kept.hash)).collect())
}

/// The entries of an agency's book as they are now, in the order of their numbers.
pub async fn entries(db: &impl Read, agency: i64, (from, to): (Day, Day)) -> Result<Vec<Entry>> {
    #[derive(FromRow)]
    struct Line {
        id: i64,
        number: i64,
        code: String,
        procedure_code: String,
        owner_name: String,
        owner_address: String,
        owner_phone: String,
        received_at: i64,
        settled_at: Option<i64>,
        outcome: Option<String>,
        returned_at: Option<i64>,
        returned_to: Option<String>,
        is_open: bool,
    }
    let sql = "SELECT d.id, COALESCE(d.register_number, 0) AS number, d.code, d.procedure_code, d.owner_name, d.owner_address, \
               d.owner_phone, COALESCE(d.received_at, 0) AS received_at, d.settled_at, d.outcome, d.returned_at, d.returned_to, \
               d.is_open FROM dossier d WHERE d.agency_id = $1 AND d.received_on >= $2 AND d.received_on <= $3 \
               ORDER BY COALESCE(d.register_number, 0), d.id";
    let rows: Vec<Line> =
        db.rows(sql, vec![agency.into(), from.to_string().into(), to.to_string().into()]).await?;
    let entry = |line: Line| Entry {
        dossier: line.id,
        number: line.number,
        code: line.code,
        procedure: line.procedure_code,
        owner: [line.owner_name, line.owner_address, line.owner_phone],
        received_at: line.received_at,
        settled_at: line.settled_at,
        outcome: line.outcome,
        returned_at: line.returned_at,
        returned_to: line.returned_to,
        open: line.is_open,
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// Codes of some dossiers: (id, code).
pub async fn codes_of(db: &impl Read, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    #[derive(FromRow)]
    struct Named {
        id: i64,
        code: String,
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let sql = format!("SELECT id, code FROM dossier WHERE id IN ({}) ORDER BY id", places.join(", "));
    let rows: Vec<Named> = db.rows(&sql, ids.iter().map(|id| (*id).into()).collect()).await?;
    Ok(rows.into_iter().map(|named| (named.id, named.code)).collect())
}

/// The agencies that have entries, each with the first and the last day of them.
pub async fn days_entered(db: &impl Read) -> Result<Vec<(i64, Day, Day)>> {
    #[derive(FromRow)]
    struct Span {
        agency_id: i64,
        first_on: String,
        last_on: String,
    }
    let sql = "SELECT agency_id, MIN(received_on) AS first_on, MAX(received_on) AS last_on FROM dossier \
               WHERE received_on IS NOT NULL GROUP BY agency_id ORDER BY agency_id";
    let rows: Vec<Span> = db.rows(sql, vec![]).await?;
    let days = |span: Span| Some((span.agency_id, span.first_on.parse().ok()?, span.last_on.parse().ok()?));
    Ok(rows.into_iter().filter_map(days).collect())
}
