//! The transaction every change goes through: who acts, journal, events and queued work in one commit.

use super::dead;
use super::group::Place;
use super::read::{named, statement};
use super::{Engine, Pools, Read, Store};
use crate::error::{Error, Result};
use crate::events::Event;
use crate::journal::{self, Change};
use crate::trace;
use crate::{jobs, ledger};
use kernel::Moment;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, TransactionTrait, Value};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Who makes a change, and for which agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// What kind of actor.
    pub kind: ActorKind,
    /// Account, when signed in.
    pub account_id: Option<i64>,
    /// Name as shown in the journal.
    pub name: String,
    /// Agency acted for.
    pub unit_id: Option<i64>,
}

/// Kinds of actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// An official.
    Staff,
    /// A citizen or firm with an account.
    Citizen,
    /// Somebody without an account.
    Public,
    /// The server itself.
    System,
}

impl ActorKind {
    /// The word in the journal.
    pub fn code(self) -> &'static str {
        match self {
            ActorKind::Staff => "staff",
            ActorKind::Citizen => "citizen",
            ActorKind::Public => "public",
            ActorKind::System => "system",
        }
    }
}

/// What the journal calls the program itself; a page says it in the reader's language.
pub const SYSTEM: &str = "Hệ thống";

impl Actor {
    /// The server itself: jobs, imports, migrations.
    pub fn system() -> Actor {
        Actor { kind: ActorKind::System, account_id: None, name: SYSTEM.to_owned(), unit_id: None }
    }

    /// Somebody without an account, by the name given.
    pub fn public(name: &str) -> Actor {
        Actor { kind: ActorKind::Public, account_id: None, name: name.to_owned(), unit_id: None }
    }
}

/// How many of the rows left go into the next statement.
///
/// A statement is prepared and kept for each number of rows that occurs, and one of hundreds of rows takes a megabyte: so
/// only few numbers occur.
fn at_once(left: usize, most: usize) -> usize {
    match left {
        few if few <= 16.min(most) => few,
        many if many >= most => most,
        some => 1 << some.ilog2(),
    }
}

/// The engine's own transaction.
pub(super) enum Inner {
    /// The place at SQLite's one writer.
    Sqlite(Place),
    Postgres(DatabaseTransaction),
}

/// What a transaction carries to its end, to be written there by one statement a kind: on PostgreSQL every statement is a
/// way there and back, most of which a filing walked while others of its agency waited for their number.
#[derive(Default)]
struct Carried {
    /// Work that waits for no other under a key.
    jobs: Vec<jobs::Queued>,
    /// Numbers of journal entries that wait for their place in the ledger.
    entries: Vec<i64>,
    /// Hash of the last entry of each record that has one of this transaction: the next one chains to it.
    last: BTreeMap<(&'static str, i64), String>,
    /// Whether any other program subscribes events, once it was asked for.
    hooked: Option<bool>,
}

/// An open transaction; dropped without [`Tx::commit`] it is undone.
pub struct Tx {
    inner: Inner,
    carried: Mutex<Carried>,
    store: Store,
    by: Actor,
    at: Moment,
    journalled: bool,
    changed: AtomicBool,
    entered: AtomicBool,
    queued: AtomicBool,
}

impl Tx {
    pub(super) async fn begin(store: &Store, by: Actor, journalled: bool) -> Result<Tx> {
        let begun = async {
            Ok::<_, Error>(match &store.pools {
                Pools::Sqlite { writer, .. } => Inner::Sqlite(writer.begin().await?),
                Pools::Postgres { write, .. } => Inner::Postgres(dead::past(|| write.begin()).await?),
            })
        };
        let backend = match store.engine() {
            Engine::Sqlite => DbBackend::Sqlite,
            Engine::Postgres => DbBackend::Postgres,
        };
        store.count_one();
        let inner = trace::statement(backend, "BEGIN", begun).await?;
        Ok(Tx {
            inner,
            carried: Mutex::default(),
            store: store.clone(),
            by,
            at: store.clock().now(),
            journalled,
            changed: AtomicBool::new(false),
            entered: AtomicBool::new(false),
            queued: AtomicBool::new(false),
        })
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.inner
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    fn carried(&self) -> MutexGuard<'_, Carried> {
        self.carried.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Work to be queued with the commit.
    pub(crate) fn carry_job(&self, job: jobs::Queued) {
        self.carried().jobs.push(job);
    }

    /// A journal entry that is to wait for its place in the ledger.
    pub(crate) fn carry_entry(&self, entry: i64) {
        self.carried().entries.push(entry);
    }

    /// The hash of the last entry that this transaction knows of a record; none where it knows of none.
    pub(crate) fn last_of(&self, record: &'static str, id: i64) -> Option<String> {
        self.carried().last.get(&(record, id)).cloned()
    }

    /// Keeps the hash that a record's next entry chains to; "" of a record that has none.
    pub(crate) fn chain(&self, record: &'static str, id: i64, hash: String) {
        self.carried().last.insert((record, id), hash);
    }

    /// Writes what was carried.
    async fn unload(&self) -> Result<()> {
        let Carried { jobs, entries, .. } = std::mem::take(&mut *self.carried());
        jobs::write(self, jobs).await?;
        ledger::await_places(self, &entries).await
    }

    /// Who acts.
    pub fn by(&self) -> &Actor {
        &self.by
    }

    /// The one moment of this change.
    pub fn at(&self) -> Moment {
        self.at
    }

    /// The store this transaction belongs to.
    pub fn engine(&self) -> Engine {
        self.store.engine()
    }

    /// Runs a changing statement; the number of rows it touched.
    pub async fn exec(&self, sql: &str, params: Vec<Value>) -> Result<u64> {
        let rows = self.exec_unmarked(sql, params).await?;
        // A form sent twice meets its own row and changes none: there is nothing to journal.
        self.changed.fetch_or(rows > 0, Ordering::Relaxed);
        Ok(rows)
    }

    pub(crate) async fn exec_unmarked(&self, sql: &str, params: Vec<Value>) -> Result<u64> {
        self.store.count_one();
        match &self.inner {
            Inner::Sqlite(place) => {
                let run = async { place.exec(sql, &params) };
                trace::statement(DbBackend::Sqlite, sql, run).await.map_err(|e| named(sql, e))
            }
            Inner::Postgres(inner) => {
                let run = inner.execute_raw(statement(sql, params));
                let done = trace::statement(DbBackend::Postgres, sql, run).await;
                Ok(done.map_err(|e| named(sql, e))?.rows_affected())
            }
        }
    }

    /// Runs statements that stand one after the other in a text, such as a migration's.
    pub(super) async fn batch(&self, sql: &str) -> Result<()> {
        match &self.inner {
            Inner::Sqlite(place) => place.batch(sql),
            Inner::Postgres(inner) => {
                inner.execute_unprepared(sql).await?;
                Ok(())
            }
        }
    }

    /// Inserts one row and answers its id (`RETURNING id` is added); 0 where `ON CONFLICT DO NOTHING` met a row that was there.
    pub async fn insert(&self, sql: &str, params: Vec<Value>) -> Result<i64> {
        let id = self.number(&format!("{sql} RETURNING id"), params).await?;
        self.changed.fetch_or(id != 0, Ordering::Relaxed);
        Ok(id)
    }

    /// Inserts many rows of one shape by multi-row statements, for imports and the demo city.
    ///
    /// `head` is the part up to `VALUES`; every row has the same number of values.
    pub async fn insert_many(&self, head: &str, rows: Vec<Vec<Value>>) -> Result<()> {
        self.changed.store(true, Ordering::Relaxed);
        self.insert_all(head, rows, "").await
    }

    /// The same, with what follows the rows, and without counting as a change of the caller's.
    pub(crate) async fn insert_all(&self, head: &str, rows: Vec<Vec<Value>>, tail: &str) -> Result<()> {
        let Some(width) = rows.first().map(Vec::len).filter(|w| *w > 0) else { return Ok(()) };
        // SQLite takes 32,766 parameters a statement, PostgreSQL 65,535.
        let per_statement = (30_000 / width).clamp(1, 500);
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let size = at_once(rows.len(), per_statement);
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(size).collect();
            let mut sql = format!("{head} VALUES ");
            for row in 0..chunk.len() {
                sql.push_str(if row == 0 { "(" } else { ", (" });
                for column in 0..width {
                    if column > 0 {
                        sql.push_str(", ");
                    }
                    // SQLite looks a named placeholder up among all before it: quadratic over thousands of them.
                    match self.engine() {
                        Engine::Sqlite => sql.push('?'),
                        Engine::Postgres => sql.push_str(&format!("${}", row * width + column + 1)),
                    }
                }
                sql.push(')');
            }
            sql.push_str(tail);
            self.exec_unmarked(&sql, chunk.into_iter().flatten().collect()).await?;
        }
        Ok(())
    }

    /// Appends a journal entry for a change made in this transaction.
    pub async fn journal(&self, change: Change<'_>) -> Result<()> {
        self.entered.store(true, Ordering::Relaxed);
        journal::append(self, change).await
    }

    /// The same for a record made in this transaction: it has no entry yet, and nobody else can know it.
    pub async fn journal_first(&self, change: Change<'_>) -> Result<()> {
        self.chain(change.record, change.id, String::new());
        self.journal(change).await
    }

    pub(crate) fn mark_entered(&self) {
        self.entered.store(true, Ordering::Relaxed);
    }

    /// After rows with ids of the caller's choosing: lets the table's own numbering go on above them.
    pub async fn continue_ids(&self, table: &'static str) -> Result<()> {
        if self.engine() == Engine::Postgres {
            self.number(
                &format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 1) FROM {table}))"),
                vec![],
            )
            .await?;
        }
        Ok(())
    }

    /// Writes an event for its listeners; each gets it as a queued job of this same commit.
    pub async fn emit<E: Event>(&self, event: &E) -> Result<()> {
        let Some(topics) = self.store.topics.get() else { return Ok(()) };
        for listener in topics.listeners(E::TOPIC) {
            let payload = serde_json::to_value(event)?;
            crate::jobs::enqueue(self, listener, &payload, None).await?;
            self.queued.store(true, Ordering::Relaxed);
        }
        if topics.is_hook(E::TOPIC) && self.is_hooked().await? {
            let event = crate::webhooks::event(E::TOPIC, &serde_json::to_value(event)?, self.at);
            self.enqueue(crate::webhooks::SPREAD.name, &event, None).await?;
        }
        Ok(())
    }

    async fn is_hooked(&self) -> Result<bool> {
        let known = self.carried().hooked;
        if let Some(known) = known {
            return Ok(known);
        }
        let wanted = crate::webhooks::wanted(self).await?;
        self.carried().hooked = Some(wanted);
        Ok(wanted)
    }

    /// Queues a job in this commit; with a `unique` key a second one waiting under that key is not added.
    pub async fn enqueue(&self, job: &str, payload: &serde_json::Value, unique: Option<&str>) -> Result<()> {
        self.queued.store(true, Ordering::Relaxed);
        crate::jobs::enqueue(self, job, payload, unique).await
    }

    /// Makes the change durable and wakes the job runner if work was queued.
    pub async fn commit(self) -> Result<()> {
        if self.journalled && self.changed.load(Ordering::Relaxed) && !self.entered.load(Ordering::Relaxed) {
            return Err(Error::fault("commit", "rows were changed without a journal entry"));
        }
        self.unload().await?;
        self.store.count_one();
        let queued = self.queued.load(Ordering::Relaxed);
        let wake = self.store.wake.clone();
        match self.inner {
            Inner::Sqlite(place) => trace::statement(DbBackend::Sqlite, "COMMIT", place.leave()).await?,
            Inner::Postgres(inner) => {
                trace::statement(DbBackend::Postgres, "COMMIT", inner.commit()).await?;
            }
        }
        if queued {
            wake.notify_one();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::at_once;
    use std::collections::BTreeSet;

    #[test]
    fn rows_of_every_number_are_written_by_few_statements() {
        let mut sizes = BTreeSet::new();
        for count in 1..3000usize {
            let mut left = count;
            while left > 0 {
                let size = at_once(left, 500);
                assert!((1..=left.min(500)).contains(&size));
                sizes.insert(size);
                left -= size;
            }
        }
        assert!(sizes.len() < 24, "{sizes:?}");
        assert_eq!(at_once(5, 3), 3);
    }
}
