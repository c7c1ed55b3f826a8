//! The journal: every change appends an entry in its own transaction, chained to the record's previous entry.
//! Shown as the history of every record; the chain makes an alteration visible.

use crate::error::Result;
use crate::store::{Engine, FromRow, Read, Row, Tx};
use kernel::Moment;
use sea_orm::Value;
use serde_json::Value as Json;

/// One change of one record, as the journal keeps it.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    /// Slice that owns the record, such as "one_stop".
    pub slice: &'static str,
    /// Kind of record, such as "dossier".
    pub record: &'static str,
    /// Its identity in that slice.
    pub id: i64,
    /// What was done: the verb of the law, such as "receive".
    pub action: &'static str,
    /// The changed fields before (null for a new record).
    pub before: Json,
    /// The changed fields after.
    pub after: Json,
    /// The reason given, if one was.
    pub reason: Option<&'a str>,
}

impl<'a> Change<'a> {
    /// A change without fields and reason; fill in the rest with struct update syntax.
    pub fn of(slice: &'static str, record: &'static str, id: i64, action: &'static str) -> Change<'a> {
        Change { slice, record, id, action, before: Json::Null, after: Json::Null, reason: None }
    }

    /// With the fields after the change.
    pub fn after(mut self, after: Json) -> Self {
        self.after = after;
        self
    }

    /// With the fields before the change.
    pub fn before(mut self, before: Json) -> Self {
        self.before = before;
        self
    }

    /// With a reason.
    pub fn reason(mut self, reason: Option<&'a str>) -> Self {
        self.reason = reason;
        self
    }
}

/// An entry as it stands in the journal: the ledger's own shape, read from a row.
#[derive(Debug, Clone)]
pub struct Entry(pub ledger::Entry);

impl Entry {
    /// When it was made.
    pub fn moment(&self) -> Moment {
        Moment::from_micros(self.at)
    }
}

impl std::ops::Deref for Entry {
    type Target = ledger::Entry;
    fn deref(&self) -> &ledger::Entry {
        &self.0
    }
}

impl FromRow for Entry {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "at",
        "actor_kind",
        "actor_id",
        "actor_name",
        "unit_id",
        "slice",
        "record",
        "record_id",
        "action",
        "before",
        "after",
        "reason",
        "previous_hash",
        "hash",
    ];

    fn from_row(row: &Row<'_>) -> Result<Entry> {
        Ok(Entry(ledger::Entry {
            id: row.cell(0)?,
            at: row.cell(1)?,
            actor_kind: row.cell(2)?,
            actor_id: row.cell(3)?,
            actor_name: row.cell(4)?,
            unit_id: row.cell(5)?,
            slice: row.cell(6)?,
            record: row.cell(7)?,
            record_id: row.cell(8)?,
            action: row.cell(9)?,
            before: row.cell(10)?,
            after: row.cell(11)?,
            reason: row.cell(12)?,
            previous_hash: row.cell(13)?,
            hash: row.cell(14)?,
        }))
    }
}

const COLUMNS: &str = "id, at, actor_kind, actor_id, actor_name, unit_id, slice, record, record_id, action, \
                       before, after, reason, previous_hash, hash";

/// An entry's values without its number, in the order of the columns.
fn values(entry: ledger::Entry) -> Vec<Value> {
    vec![
        entry.at.into(),
        entry.actor_kind.into(),
        entry.actor_id.into(),
        entry.actor_name.into(),
        entry.unit_id.into(),
        entry.slice.into(),
        entry.record.into(),
        entry.record_id.into(),
        entry.action.into(),
        entry.before.into(),
        entry.after.into(),
        entry.reason.into(),
        entry.previous_hash.into(),
        entry.hash.into(),
    ]
}

/// The hash that a record's next entry chains to; "" where it has none yet.
async fn previous_hash(tx: &Tx, change: &Change<'_>) -> Result<String> {
    if let Some(known) = tx.last_of(change.record, change.id) {
        return Ok(known);
    }
    if tx.engine() == Engine::Postgres {
        // Two writers of one record take turns, so that both do not chain to the same entry; SQLite has one writer anyway.
        tx.each(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, $2))",
            vec![change.record.into(), change.id.into()],
            &mut |_| Ok(()),
        )
        .await?;
    }
    let previous: Option<(String,)> = tx
        .row(
            "SELECT hash FROM journal WHERE record = $1 AND record_id = $2 ORDER BY id DESC LIMIT 1",
            vec![change.record.into(), change.id.into()],
        )
        .await?;
    Ok(previous.map(|(hash,)| hash).unwrap_or_default())
}

pub(crate) async fn append(tx: &Tx, change: Change<'_>) -> Result<()> {
    let previous_hash = previous_hash(tx, &change).await?;
    let by = tx.by();
    let mut entry = ledger::Entry {
        id: 0,
        at: tx.at().micros(),
        actor_kind: by.kind.code().to_owned(),
        actor_id: by.account_id,
        actor_name: by.name.clone(),
        unit_id: by.unit_id,
        slice: change.slice.to_owned(),
        record: change.record.to_owned(),
        record_id: change.id,
        action: change.action.to_owned(),
        before: change.before.to_string(),
        after: change.after.to_string(),
        reason: change.reason.map(str::to_owned),
        previous_hash,
        hash: String::new(),
    };
    entry.hash = entry.computed_hash();
    let hash = entry.hash.clone();
    let id = tx.number(
        "INSERT INTO journal (at, actor_kind, actor_id, actor_name, unit_id, slice, record, record_id, action, \
         before, after, reason, previous_hash, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
        values(entry),
    )
    .await?;
    tx.chain(change.record, change.id, hash);
    tx.carry_entry(id);
    Ok(())
}

/// The history of one record, newest first, at most 200 entries.
pub async fn history(db: &impl Read, record: &str, id: i64) -> Result<Vec<Entry>> {
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM journal WHERE record = $1 AND record_id = $2 ORDER BY id DESC LIMIT 200"
        ),
        vec![record.into(), id.into()],
    )
    .await
}

/// The accounts that did one of these acts to a record, each once: whoever is to be a second person is none of them.
pub async fn hands(db: &impl Read, record: &str, id: i64, actions: &[&str]) -> Result<Vec<i64>> {
    // No act has an empty name: all that was done counts.
    hands_since(db, record, id, (actions, "")).await
}

/// As [`hands`], of what was done after the last time of another act, such as the sending that began a round anew.
pub async fn hands_since(
    db: &impl Read,
    record: &str,
    id: i64,
    (actions, since): (&[&str], &str),
) -> Result<Vec<i64>> {
    let mut values: Vec<Value> = vec![record.into(), id.into(), since.into()];
    let places: Vec<String> = (4..).take(actions.len()).map(|n| format!("${n}")).collect();
    values.extend(actions.iter().map(|action| (*action).into()));
    let done =
        if places.is_empty() { "1 = 0".to_owned() } else { format!("action IN ({})", places.join(", ")) };
    let accounts: Vec<(i64,)> = db
        .rows(
            &format!(
                "SELECT DISTINCT actor_id FROM journal \
                 WHERE record = $1 AND record_id = $2 AND actor_id IS NOT NULL AND {done} AND id > COALESCE((SELECT MAX(id) \
                 FROM journal WHERE record = $1 AND record_id = $2 AND action = $3), 0) ORDER BY actor_id"
            ),
            values,
        )
        .await?;
    Ok(accounts.into_iter().map(|(account,)| account).collect())
}

/// Entries by the agency acted for, from `from` up to but not including `to`: what its staff did in that time.
pub async fn count_by_unit(db: &impl Read, from: Moment, to: Moment) -> Result<Vec<(i64, i64)>> {
    #[derive(FromRow)]
    struct Count {
        unit_id: i64,
        entries: i64,
    }
    let counts: Vec<Count> = db
        .rows(
            "SELECT unit_id, COUNT(*) AS entries FROM journal \
             WHERE unit_id IS NOT NULL AND at >= $1 AND at < $2 GROUP BY unit_id ORDER BY unit_id",
            vec![from.micros().into(), to.micros().into()],
        )
        .await?;
    Ok(counts.into_iter().map(|c| (c.unit_id, c.entries)).collect())
}

/// A page of the whole journal, record by record, after the last entry of the page before.
pub(crate) async fn page(db: &impl Read, after: Option<&Entry>, size: usize) -> Result<Vec<Entry>> {
    let (record, record_id, id) =
        after.map_or((String::new(), 0, 0), |e| (e.record.clone(), e.record_id, e.id));
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM journal WHERE (record, record_id, id) > ($1, $2, $3) \
             ORDER BY record, record_id, id LIMIT {size}"
        ),
        vec![record.into(), record_id.into(), id.into()],
    )
    .await
}

/// Checks one record's chain; the first broken entry's number, if any.
pub async fn broken_entry(db: &impl Read, record: &str, id: i64) -> Result<Option<i64>> {
    let entries: Vec<Entry> = db
        .rows(
            &format!("SELECT {COLUMNS} FROM journal WHERE record = $1 AND record_id = $2 ORDER BY id"),
            vec![record.into(), id.into()],
        )
        .await?;
    let mut previous = String::new();
    for Entry(entry) in entries {
        if entry.previous_hash != previous || entry.computed_hash() != entry.hash {
            return Ok(Some(entry.id));
        }
        previous = entry.hash;
    }
    Ok(None)
}

/// An entry of a batch written at once, such as the demo city's; entries of one record stand together, in order.
#[derive(Debug, Clone)]
pub struct PastEntry {
    /// When.
    pub at: Moment,
    /// Who acted.
    pub by: crate::store::Actor,
    /// Slice.
    pub slice: &'static str,
    /// Kind of record.
    pub record: &'static str,
    /// Its id; the record has no entries yet.
    pub id: i64,
    /// Verb.
    pub action: &'static str,
    /// Fields after.
    pub after: Json,
}

/// Appends entries of new records in bulk, chained like any others.
pub async fn append_past(tx: &Tx, entries: Vec<PastEntry>) -> Result<()> {
    let mut rows = Vec::with_capacity(entries.len());
    let mut last: Option<(&'static str, i64, String)> = None;
    for past in entries {
        let previous_hash = match &last {
            Some((record, id, hash)) if *record == past.record && *id == past.id => hash.clone(),
            _ => String::new(),
        };
        let mut entry = ledger::Entry {
            id: 0,
            at: past.at.micros(),
            actor_kind: past.by.kind.code().to_owned(),
            actor_id: past.by.account_id,
            actor_name: past.by.name,
            unit_id: past.by.unit_id,
            slice: past.slice.to_owned(),
            record: past.record.to_owned(),
            record_id: past.id,
            action: past.action.to_owned(),
            before: Json::Null.to_string(),
            after: past.after.to_string(),
            reason: None,
            previous_hash,
            hash: String::new(),
        };
        entry.hash = entry.computed_hash();
        last = Some((past.record, past.id, entry.hash.clone()));
        rows.push(values(entry));
    }
    tx.mark_entered();
    let last = tx.number("SELECT COALESCE(MAX(id), 0) FROM journal", vec![]).await?;
    tx.insert_many(
        "INSERT INTO journal (at, actor_kind, actor_id, actor_name, unit_id, slice, record, record_id, action, before, \
         after, reason, previous_hash, hash)",
        rows,
    )
    .await?;
    crate::ledger::await_places_since(tx, last).await
}
