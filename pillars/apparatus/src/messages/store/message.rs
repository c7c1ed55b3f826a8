//! What was written, with what is to be put right and the files that came along.

use super::super::rules::{Complaint, Side, Standing, standing};
use contracts::dossier_cards::DossierPart;
use kernel::{Day, Moment};
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

const COLUMNS: &str = "m.id, m.side, m.kind, m.author_name, m.body, m.sent_at, m.due_on, m.answered_at, m.closed_at, \
                       m.found, m.finding, m.found_by";

/// A message.
#[derive(Debug, Clone, FromRow)]
pub struct Message {
    pub id: i64,
    pub side: String,
    pub kind: String,
    pub author_name: String,
    pub body: String,
    pub sent_at: i64,
    pub due_on: Option<String>,
    pub answered_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub found: Option<String>,
    pub finding: Option<String>,
    pub found_by: Option<String>,
}

impl Message {
    /// Who wrote it.
    pub fn side(&self) -> Side {
        Side::from_code(&self.side)
    }

    /// When.
    pub fn sent(&self) -> Moment {
        Moment::from_micros(self.sent_at)
    }

    /// Its last day.
    pub fn due(&self) -> Option<Day> {
        self.due_on.as_deref().and_then(|day| day.parse().ok())
    }

    /// How it stands, where it is a complaint.
    pub fn complaint(&self) -> Option<Complaint> {
        let found = || self.found.as_deref().and_then(Complaint::found).unwrap_or(Complaint::Open);
        (self.kind == "complaint").then(found)
    }

    /// How it stands, where it asks for something to be put right.
    pub fn standing(&self, today: Day) -> Option<Standing> {
        let asks = self.kind == "correction";
        asks.then(|| standing(self.due(), self.answered_at.is_some(), self.closed_at.is_some(), today))
    }
}

/// A message about to be kept.
pub struct NewMessage<'a> {
    /// Thread.
    pub thread: i64,
    /// Who writes.
    pub side: Side,
    /// Text.
    pub body: &'a str,
    /// Last day of what is to be put right; none: nothing is asked for.
    pub due: Option<Day>,
    /// It complains of how the applicant was treated.
    pub complaint: bool,
}

/// Keeps a message by the transaction's actor.
pub async fn add_message(tx: &Tx, new: &NewMessage<'_>) -> Result<i64> {
    let kind = match (new.due, new.complaint) {
        (Some(_), _) => "correction",
        (None, true) => "complaint",
        (None, false) => "message",
    };
    tx.insert(
        "INSERT INTO dossier_message (thread_id, side, kind, author_id, author_name, body, sent_at, due_on) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vec![
            new.thread.into(),
            new.side.code().into(),
            kind.into(),
            tx.by().account_id.into(),
            tx.by().name.clone().into(),
            new.body.into(),
            tx.at().micros().into(),
            new.due.map(|day| day.to_string()).into(),
        ],
    )
    .await
}

/// All of a thread, in the order they were written.
pub async fn messages_of(db: &impl Read, thread: i64) -> Result<Vec<Message>> {
    let sql = format!("SELECT {COLUMNS} FROM dossier_message m WHERE m.thread_id = $1 ORDER BY m.id");
    db.rows(&sql, vec![thread.into()]).await
}

/// Notes that the applicant answered a request that waits; whether it did.
pub async fn mark_answered(tx: &Tx, thread: i64, id: i64) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE dossier_message SET answered_at = $3 WHERE id = $1 AND thread_id = $2 AND kind = 'correction' \
             AND answered_at IS NULL AND closed_at IS NULL",
            vec![id.into(), thread.into(), tx.at().micros().into()],
        )
        .await?;
    Ok(changed > 0)
}

/// Closes a request; whether it was not closed yet.
pub async fn close(tx: &Tx, thread: i64, id: i64) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE dossier_message SET closed_at = $3 WHERE id = $1 AND thread_id = $2 AND kind = 'correction' \
             AND closed_at IS NULL",
            vec![id.into(), thread.into(), tx.at().micros().into()],
        )
        .await?;
    Ok(changed > 0)
}

/// Keeps what was found of a complaint by the transaction's actor; whether nobody had said it yet.
pub async fn conclude(tx: &Tx, thread: i64, id: i64, (found, finding): (Complaint, &str)) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE dossier_message SET found = $3, finding = $4, found_by = $5, found_at = $6 \
             WHERE id = $1 AND thread_id = $2 AND kind = 'complaint' AND found IS NULL",
            vec![
                id.into(),
                thread.into(),
                found.code().into(),
                finding.into(),
                tx.by().name.clone().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// A dossier that somebody complained of.
#[derive(Debug, Clone, FromRow)]
struct Complained {
    dossier_id: i64,
}

/// Which of these dossiers somebody complained of, unless it was found not to be so.
pub async fn complained(db: &impl Read, dossiers: &[i64]) -> Result<Vec<i64>> {
    let (Some(first), Some(last)) = (dossiers.iter().min(), dossiers.iter().max()) else {
        return Ok(Vec::new());
    };
    let rows: Vec<Complained> = db
        .rows(
            "SELECT DISTINCT t.dossier_id FROM dossier_thread t JOIN dossier_message m ON m.thread_id = t.id \
             WHERE t.dossier_id >= $1 AND t.dossier_id <= $2 AND m.kind = 'complaint' \
             AND (m.found IS NULL OR m.found = 'true') ORDER BY t.dossier_id",
            vec![(*first).into(), (*last).into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.dossier_id).filter(|id| dossiers.contains(id)).collect())
}

/// Something to be put right.
#[derive(Debug, Clone, FromRow)]
pub struct Item {
    pub message_id: i64,
    pub kind: String,
    pub name: String,
}

/// Keeps what is to be put right.
pub async fn add_items(tx: &Tx, message: i64, items: &[DossierPart]) -> Result<()> {
    let row = |item: &DossierPart| {
        vec![message.into(), item.kind.code().into(), item.key.clone().into(), item.name.clone().into()]
    };
    let rows = items.iter().map(row).collect();
    tx.insert_many("INSERT INTO dossier_message_item (message_id, kind, item_key, name)", rows).await
}

/// What the messages of a thread ask to be put right.
pub async fn items_of(db: &impl Read, thread: i64) -> Result<Vec<Item>> {
    db.rows(
        "SELECT i.message_id, i.kind, i.name FROM dossier_message_item i JOIN dossier_message m ON m.id = i.message_id \
         WHERE m.thread_id = $1 ORDER BY i.id",
        vec![thread.into()],
    )
    .await
}

/// A file that came with a message.
#[derive(Debug, Clone, FromRow)]
pub struct File {
    pub message_id: i64,
    pub hash: String,
    pub name: String,
    pub size: i64,
}

/// Keeps the files of a message: hash, name and size of each.
pub async fn add_files(tx: &Tx, message: i64, files: &[(String, String, i64)]) -> Result<()> {
    let row = |(hash, name, size): &(String, String, i64)| {
        vec![message.into(), hash.clone().into(), name.clone().into(), (*size).into()]
    };
    let rows = files.iter().map(row).collect();
    tx.insert_many("INSERT INTO dossier_message_file (message_id, hash, name, size)", rows).await
}

/// The files of a thread.
pub async fn files_of(db: &impl Read, thread: i64) -> Result<Vec<File>> {
    db.rows(
        "SELECT f.message_id, f.hash, f.name, f.size FROM dossier_message_file f \
         JOIN dossier_message m ON m.id = f.message_id WHERE m.thread_id = $1 ORDER BY f.id",
        vec![thread.into()],
    )
    .await
}

/// A message with the code of its dossier, for the person to take along.
#[derive(Debug, Clone, FromRow)]
pub struct Taken {
    pub code: String,
    pub side: String,
    pub body: String,
    pub sent_at: i64,
}

/// All that was written on the dossiers of an account.
pub async fn of_account(db: &impl Read, account: i64) -> Result<Vec<Taken>> {
    db.rows(
        "SELECT t.code, m.side, m.body, m.sent_at FROM dossier_thread t JOIN dossier_message m ON m.thread_id = t.id \
         WHERE t.account_id = $1 ORDER BY m.id",
        vec![account.into()],
    )
    .await
}

/// How many that are.
pub async fn count_of_account(db: &impl Read, account: i64) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM dossier_thread t JOIN dossier_message m ON m.thread_id = t.id WHERE t.account_id = $1",
        vec![account.into()],
    )
    .await
}
