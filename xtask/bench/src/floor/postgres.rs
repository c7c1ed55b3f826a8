//! The floor on PostgreSQL: a few connections with prepared statements, one transaction a filing, statements pipelined.

use super::filing::{Filing, PAPERS as PAPER_NAMES};
use super::{Asked, Figure, Line, Record};
use anyhow::{Context, Result};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Semaphore;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Statement};

/// Connections, as many as the product's pool has.
const CONNECTIONS: usize = 16;

const SEARCH: &str = "SELECT id, code, owner_name FROM dossier WHERE to_tsvector('simple', words) @@ to_tsquery('simple', $1) \
     ORDER BY id DESC LIMIT 21";

struct Connection {
    client: Client,
    inbox: Statement,
    by_key: Statement,
    record: Statement,
    papers: Statement,
    timeline: Statement,
    search: Statement,
    board: Statement,
    next: Statement,
    file: Statement,
    paper: Statement,
    enter: Statement,
    tell: Statement,
}

/// The rows of one database.
pub struct Rows {
    idle: Mutex<VecDeque<Connection>>,
    free: Semaphore,
}

/// Connects; the connection is driven in the background.
pub async fn connect(url: &str) -> Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn prepared(url: &str) -> Result<Connection> {
    let client = connect(url).await?;
    let file = super::FILE.replace("due_steps)", "due_steps, words)").replace("$16)", "$16, $17)");
    Ok(Connection {
        inbox: client.prepare(super::INBOX).await?,
        by_key: client.prepare(super::BY_KEY).await?,
        record: client.prepare(super::RECORD).await?,
        papers: client.prepare(super::PAPERS).await?,
        timeline: client.prepare(super::TIMELINE).await?,
        search: client.prepare(SEARCH).await?,
        board: client.prepare(super::BOARD).await?,
        next: client.prepare(super::NEXT).await?,
        file: client.prepare(&file).await?,
        paper: client.prepare(super::PAPER).await?,
        enter: client.prepare(super::ENTER).await?,
        tell: client.prepare(super::TELL).await?,
        client,
    })
}

impl Rows {
    /// Opens the connections.
    pub async fn connect(url: &str) -> Result<Rows> {
        let mut idle = VecDeque::new();
        for _ in 0..CONNECTIONS {
            idle.push_back(prepared(url).await?);
        }
        Ok(Rows { idle: Mutex::new(idle), free: Semaphore::new(CONNECTIONS) })
    }

    async fn with<T>(&self, work: impl AsyncFnOnce(&Connection) -> Result<T>) -> Result<T> {
        let _permit = self.free.acquire().await?;
        let taken = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop_back();
        let connection = taken.context("a permit without a connection")?;
        let done = work(&connection).await;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push_back(connection);
        done
    }

    /// Files, and answers with the code once it is on the disk.
    pub async fn file(&self, filing: Filing, hash: Option<String>) -> Result<String> {
        self.with(async |c| {
            c.client.batch_execute("BEGIN").await?;
            match write(c, &filing, hash).await {
                Ok(code) => {
                    c.client.batch_execute("COMMIT").await?;
                    Ok(code)
                }
                Err(error) => {
                    c.client.batch_execute("ROLLBACK").await?;
                    Err(error)
                }
            }
        })
        .await
    }

    pub(super) async fn inbox(&self, asked: &Asked) -> Result<Vec<Line>> {
        self.with(async |c| {
            let rows = c.client.query(&c.inbox, &[&asked.field, &asked.state, &asked.channel]).await?;
            rows.iter()
                .map(|row| {
                    Ok(Line {
                        id: row.try_get(0)?,
                        code: row.try_get(1)?,
                        owner: row.try_get(2)?,
                        procedure: row.try_get(3)?,
                        state: row.try_get(4)?,
                        filed_at: row.try_get(5)?,
                        due_at: row.try_get(6)?,
                    })
                })
                .collect()
        })
        .await
    }

    pub(super) async fn by_key(&self, key: &str) -> Result<Option<i64>> {
        self.with(async |c| {
            let row = c.client.query_opt(&c.by_key, &[&key]).await?;
            Ok(row.map(|row| row.try_get(0)).transpose()?)
        })
        .await
    }

    pub(super) async fn record(&self, id: i64) -> Result<Option<Record>> {
        self.with(async |c| {
            let key: [&(dyn ToSql + Sync); 1] = [&id];
            let (row, papers, timeline) = tokio::try_join!(
                c.client.query_opt(&c.record, &key),
                c.client.query(&c.papers, &key),
                c.client.query(&c.timeline, &key)
            )?;
            let Some(row) = row else { return Ok(None) };
            let papers = papers.iter().map(|r| Ok((r.try_get(0)?, r.try_get(1)?, r.try_get(2)?)));
            let timeline = timeline.iter().map(|r| Ok((r.try_get(0)?, r.try_get(1)?, r.try_get(2)?)));
            Ok(Some(Record {
                code: row.try_get(0)?,
                procedure: row.try_get(1)?,
                owner: row.try_get(2)?,
                identity: row.try_get(3)?,
                address: row.try_get(4)?,
                phone: row.try_get(5)?,
                state: row.try_get(6)?,
                filed_at: row.try_get(7)?,
                due_at: row.try_get(8)?,
                due_steps: row.try_get(9)?,
                papers: papers.collect::<Result<_, tokio_postgres::Error>>()?,
                timeline: timeline.collect::<Result<_, tokio_postgres::Error>>()?,
            }))
        })
        .await
    }

    /// Names that hold all the words, the last one perhaps unfinished.
    pub(super) async fn search(&self, words: &[String]) -> Result<Vec<(i64, String, String)>> {
        let expression = format!("{}:*", words.join(" & "));
        self.with(async |c| {
            let rows = c.client.query(&c.search, &[&expression]).await?;
            rows.iter().map(|r| Ok((r.try_get(0)?, r.try_get(1)?, r.try_get(2)?))).collect()
        })
        .await
    }

    pub(super) async fn board(&self) -> Result<Vec<Figure>> {
        self.with(async |c| {
            let rows = c.client.query(&c.board, &[]).await?;
            let rows = rows.iter().map(|r| Ok((r.try_get(0)?, r.try_get(1)?, r.try_get(2)?, r.try_get(3)?)));
            Ok(super::figures(rows.collect::<Result<_, tokio_postgres::Error>>()?))
        })
        .await
    }
}

async fn write(c: &Connection, filing: &Filing, hash: Option<String>) -> Result<String> {
    let scope = format!("code:{}", filing.day);
    let number: i64 = c.client.query_one(&c.next, &[&scope]).await?.try_get(0)?;
    let code = filing.code(number);
    let words = format!("{code} {} {} {}", filing.folded, filing.identity, filing.phone);
    let row = c
        .client
        .query_one(
            &c.file,
            &[
                &code,
                &filing.tracking,
                &filing.key,
                &"HT-01",
                &"Đăng ký khai sinh",
                &"HT",
                &1i64,
                &filing.channel,
                &filing.owner,
                &filing.folded,
                &filing.identity,
                &filing.address,
                &filing.phone,
                &filing.at,
                &filing.due_at,
                &filing.due_steps,
                &words,
            ],
        )
        .await?;
    let id: i64 = row.try_get(0)?;
    let (after, seal) = filing.entry(&code);
    let none: Option<String> = None;
    let given = |number: usize| filing.given.get(number).map_or("missing", String::as_str);
    let papers: Vec<(&str, &str)> =
        PAPER_NAMES.iter().enumerate().map(|(number, name)| (*name, given(number))).collect();
    let papers: Vec<[&(dyn ToSql + Sync); 5]> = papers
        .iter()
        .enumerate()
        .map(|(n, (name, given))| {
            [&id as &(dyn ToSql + Sync), name, given, &1i64, if n == 0 { &hash } else { &none }]
        })
        .collect();
    let enter: [&(dyn ToSql + Sync); 5] = [&filing.at, &"Cán bộ", &id, &after, &seal];
    let tell: [&(dyn ToSql + Sync); 2] = [&after, &filing.at];
    // Sent together: tokio-postgres pipelines what is polled at once.
    tokio::try_join!(
        futures::future::try_join_all(papers.iter().map(|p| c.client.execute(&c.paper, p))),
        c.client.execute(&c.enter, &enter),
        c.client.execute(&c.tell, &tell),
    )?;
    Ok(code)
}
