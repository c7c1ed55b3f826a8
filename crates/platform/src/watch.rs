//! How this installation stands, for the metrics and for the administrator's status page.

use crate::app::App;
use crate::error::{Result, answered_within};
use crate::installation::{self, BackupMade};
use crate::ledger;
use crate::store::FromRow;
use crate::store::{MigrationState, Read, pending};
use crate::upkeep::{self, Queue};
use std::path::Path;
use std::time::Duration;

/// Longest wait for the database's answer to a probe: whoever asks does not wait long either.
const ANSWER: Duration = Duration::from_secs(5);

/// Below this share of free disk an operator should act (docs/operations.md, "keep a tenth free").
pub const FREE_TENTH: u64 = 10;

/// States of a job, as the queue keeps them.
pub const JOB_STATES: [&str; 5] = ["queued", "running", "dead", "done", "given_up"];
/// States of a mail that did not go out.
pub const MAIL_STATES: [&str; 3] = ["waiting", "failed", "no_server"];
/// States of a text message; those that went out too, since each one costs and not each one arrives.
pub const SMS_STATES: [&str; 6] = ["waiting", "sent", "delivered", "failed", "sandbox", "no_gateway"];

/// Room on a disk, bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk {
    /// What may still be written.
    pub free: u64,
    /// All of it.
    pub size: u64,
}

impl Disk {
    /// The disk of a folder; `None` where the system does not say.
    pub fn of(folder: &Path) -> Option<Disk> {
        let told = rustix::fs::statvfs(folder).ok()?;
        let bytes = |blocks: u64| blocks.saturating_mul(told.f_frsize);
        Some(Disk { free: bytes(told.f_bavail), size: bytes(told.f_blocks) })
    }

    /// Whether a tenth is free.
    pub fn has_room(self) -> bool {
        self.free.saturating_mul(FREE_TENTH) >= self.size
    }
}

/// What the database tells of the work behind the screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Jobs by state, in the order of [`JOB_STATES`].
    pub jobs: Vec<(&'static str, i64)>,
    /// Jobs set aside, and since when the oldest due one waits.
    pub queue: Queue,
    /// Mails that did not go out, in the order of [`MAIL_STATES`].
    pub mails: Vec<(&'static str, i64)>,
    /// Text messages, in the order of [`SMS_STATES`].
    pub messages: Vec<(&'static str, i64)>,
    /// The ledger, with what waits for its place.
    pub ledger: ledger::Status,
    /// The last backup that was finished.
    pub backup: Option<BackupMade>,
}

#[derive(FromRow)]
struct Counted {
    state: String,
    rows: i64,
}

fn by_state(states: &[&'static str], counted: &[Counted]) -> Vec<(&'static str, i64)> {
    let of = |state: &&'static str| counted.iter().find(|c| c.state == *state).map_or(0, |c| c.rows);
    states.iter().map(|state| (*state, of(state))).collect()
}

/// Looks at queue, mails, text messages, ledger and backup.
pub async fn look(app: &App) -> Result<State> {
    let db = &app.store;
    let jobs: Vec<Counted> =
        db.rows("SELECT state, COUNT(*) AS rows FROM job GROUP BY state", vec![]).await?;
    let sql = "SELECT mail_state AS state, COUNT(*) AS rows FROM notice \
               WHERE mail_state IN ('waiting', 'failed', 'no_server') GROUP BY mail_state";
    let mails: Vec<Counted> = db.rows(sql, vec![]).await?;
    let sql = "SELECT sms_state AS state, COUNT(*) AS rows FROM notice \
               WHERE sms_state IN ('waiting', 'sent', 'delivered', 'failed', 'sandbox', 'no_gateway') GROUP BY sms_state";
    let messages: Vec<Counted> = db.rows(sql, vec![]).await?;
    Ok(State {
        jobs: by_state(&JOB_STATES, &jobs),
        queue: upkeep::queue(db, app.clock.now()).await?,
        mails: by_state(&MAIL_STATES, &mails),
        messages: by_state(&SMS_STATES, &messages),
        ledger: ledger::status(db).await?,
        backup: installation::last_backup(db).await?,
    })
}

/// Whether this node may be sent requests: its database answers and has the schema of this program.
///
/// Steps that a newer program added are no reason: during a rolling upgrade the older nodes go on.
pub async fn ready(app: &App) -> Result<MigrationState> {
    answered_within(ANSWER, pending(&app.store, app.slices)).await
}
