//! The floor on SQLite: a reader a thread, one writer that commits all who wait at once (`synchronous=FULL`).

use super::filing::{Filing, PAPERS as PAPER_NAMES};
use super::{Asked, Figure, Line, Record};
use anyhow::{Context, Result};
use rusqlite::{Connection, OptionalExtension, params};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use tokio::sync::oneshot;

/// Waiting writers that one commit takes.
const GROUP: usize = 64;

struct Waiting {
    filing: Filing,
    hash: Option<String>,
    done: oneshot::Sender<Result<String, String>>,
}

/// The rows of one file.
pub struct Rows {
    path: PathBuf,
    writer: mpsc::Sender<Waiting>,
}

/// Opens the file with the settings that keep every acknowledged write.
pub fn open(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; \
         PRAGMA busy_timeout = 10000",
    )?;
    connection.set_prepared_statement_cache_capacity(100);
    Ok(connection)
}

thread_local! {
    static READER: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

impl Rows {
    /// Opens the file and starts its writer.
    pub fn open(path: &Path) -> Result<Rows> {
        let connection = open(path)?;
        let (writer, waiting) = mpsc::channel();
        std::thread::Builder::new().name("writer".to_owned()).spawn(move || write(connection, &waiting))?;
        Ok(Rows { path: path.to_owned(), writer })
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        READER.with_borrow_mut(|reader| {
            if reader.is_none() {
                *reader = Some(open(&self.path)?);
            }
            work(reader.as_ref().context("a reader")?)
        })
    }

    /// Files, and answers with the code once it is on the disk.
    pub async fn file(&self, filing: Filing, hash: Option<String>) -> Result<String> {
        let (done, answer) = oneshot::channel();
        self.writer
            .send(Waiting { filing, hash, done })
            .map_err(|_| anyhow::anyhow!("the writer is gone"))?;
        answer.await?.map_err(anyhow::Error::msg)
    }

    pub(super) fn inbox(&self, asked: &Asked) -> Result<Vec<Line>> {
        self.read(|db| {
            let mut query = db.prepare_cached(super::INBOX)?;
            let rows = query.query_map(params![asked.field, asked.state, asked.channel], |row| {
                Ok(Line {
                    id: row.get(0)?,
                    code: row.get(1)?,
                    owner: row.get(2)?,
                    procedure: row.get(3)?,
                    state: row.get(4)?,
                    filed_at: row.get(5)?,
                    due_at: row.get(6)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    pub(super) fn by_key(&self, key: &str) -> Result<Option<i64>> {
        self.read(|db| Ok(db.prepare_cached(super::BY_KEY)?.query_row([key], |row| row.get(0)).optional()?))
    }

    pub(super) fn record(&self, id: i64) -> Result<Option<Record>> {
        self.read(|db| {
            let found = db.prepare_cached(super::RECORD)?.query_row([id], |row| {
                Ok(Record {
                    code: row.get(0)?,
                    procedure: row.get(1)?,
                    owner: row.get(2)?,
                    identity: row.get(3)?,
                    address: row.get(4)?,
                    phone: row.get(5)?,
                    state: row.get(6)?,
                    filed_at: row.get(7)?,
                    due_at: row.get(8)?,
                    due_steps: row.get(9)?,
                    papers: Vec::new(),
                    timeline: Vec::new(),
                })
            });
            let Some(mut record) = found.optional()? else { return Ok(None) };
            let mut papers = db.prepare_cached(super::PAPERS)?;
            let papers = papers.query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            record.papers = papers.collect::<Result<_, _>>()?;
            let mut timeline = db.prepare_cached(super::TIMELINE)?;
            let timeline = timeline.query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            record.timeline = timeline.collect::<Result<_, _>>()?;
            Ok(Some(record))
        })
    }

    /// Names that hold all the words, the last one perhaps unfinished.
    pub(super) fn search(&self, words: &[String]) -> Result<Vec<(i64, String, String)>> {
        let mut expression = words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(" AND ");
        expression.push('*');
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT d.id, d.code, d.owner_name FROM word w CROSS JOIN dossier d ON d.id = w.rowid \
                 WHERE w.word MATCH ?1 ORDER BY w.rowid DESC LIMIT 21",
            )?;
            let rows = query.query_map([expression], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    pub(super) fn board(&self) -> Result<Vec<Figure>> {
        self.read(|db| {
            let mut query = db.prepare_cached(super::BOARD)?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            Ok(super::figures(rows.collect::<Result<_, _>>()?))
        })
    }
}

/// Takes who waits, writes all of them, commits once, tells each.
fn write(connection: Connection, waiting: &mpsc::Receiver<Waiting>) {
    while let Ok(first) = waiting.recv() {
        let mut group = vec![first];
        group.extend(waiting.try_iter().take(GROUP - 1));
        let written = write_group(&connection, &group);
        if written.is_err() {
            let _ = connection.execute_batch("ROLLBACK");
        }
        match written {
            Ok(codes) => {
                for (one, code) in group.into_iter().zip(codes) {
                    let _ = one.done.send(Ok(code));
                }
            }
            Err(error) => {
                for one in group {
                    let _ = one.done.send(Err(error.to_string()));
                }
            }
        }
    }
}

fn write_group(db: &Connection, group: &[Waiting]) -> Result<Vec<String>> {
    db.execute_batch("BEGIN IMMEDIATE")?;
    let codes =
        group.iter().map(|w| write_one(db, &w.filing, w.hash.as_deref())).collect::<Result<_, _>>()?;
    db.execute_batch("COMMIT")?;
    Ok(codes)
}

fn write_one(db: &Connection, filing: &Filing, hash: Option<&str>) -> Result<String> {
    let scope = format!("code:{}", filing.day);
    let number: i64 = db.prepare_cached(super::NEXT)?.query_row([scope], |row| row.get(0))?;
    let code = filing.code(number);
    let id: i64 = db.prepare_cached(super::FILE)?.query_row(
        params![
            code,
            filing.tracking,
            filing.key,
            "HT-01",
            "Đăng ký khai sinh",
            "HT",
            1,
            filing.channel,
            filing.owner,
            filing.folded,
            filing.identity,
            filing.address,
            filing.phone,
            filing.at,
            filing.due_at,
            filing.due_steps
        ],
        |row| row.get(0),
    )?;
    let mut paper = db.prepare_cached(super::PAPER)?;
    for (number, name) in PAPER_NAMES.iter().enumerate() {
        let given = filing.given.get(number).map_or("missing", String::as_str);
        paper.execute(params![id, name, given, 1, hash.filter(|_| number == 0)])?;
    }
    let (after, seal) = filing.entry(&code);
    db.prepare_cached(super::ENTER)?.execute(params![filing.at, "Cán bộ", id, after, seal])?;
    db.prepare_cached(super::TELL)?.execute(params![after, filing.at])?;
    let words = format!("{code} {} {} {}", filing.folded, filing.identity, filing.phone);
    db.prepare_cached("INSERT INTO word (rowid, folded) VALUES (?1, ?2)")?.execute(params![id, words])?;
    Ok(code)
}
