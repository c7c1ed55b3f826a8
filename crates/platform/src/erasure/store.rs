//! erasure_request; and what the ground floor keeps about the person of an account, counted and taken away.

use super::rules::{Fate, Share};
use crate::app::App;
use crate::error::{Error, Result};
use crate::list::{ListQuery, SortKey};
use crate::reads::ACCOUNT;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use kernel::{Day, Moment};

/// A request, with the name of who asked as it stands now.
#[derive(Debug, Clone, FromRow)]
pub struct Request {
    /// Id.
    pub id: i64,
    /// Account that is to go.
    pub account_id: i64,
    /// Name of its owner.
    pub account_name: String,
    /// When it was asked, microseconds.
    pub asked_at: i64,
    /// Until when it is to be decided, microseconds.
    pub due_at: i64,
    /// What became of it: a word of [`Outcome`]; none while it waits.
    pub outcome: Option<String>,
    /// Why it was refused.
    pub reason: String,
    /// When it was decided, microseconds.
    pub decided_at: Option<i64>,
}

/// How a request ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The account is gone.
    Done,
    /// It was refused.
    Refused,
    /// Its owner took it back.
    Withdrawn,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Outcome; 3] = [Outcome::Done, Outcome::Refused, Outcome::Withdrawn];

    /// Word in the database and the address.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Refused => "refused",
            Outcome::Withdrawn => "withdrawn",
        }
    }
}

const COLUMNS: &str =
    "q.id, q.account_id, a.name AS account_name, q.asked_at, q.due_at, q.outcome, q.reason, q.decided_at";
const FROM: &str = "erasure_request q JOIN account a ON a.id = q.account_id";

pub(super) fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "luc", sql: "q.id", number: true },
        SortKey { name: "han", sql: "q.due_at", number: true },
    ];
    ListQuery::new(COLUMNS, FROM, "q.id", &SORTS).descending()
}

pub(super) async fn one(db: &impl Read, id: i64) -> Result<Option<Request>> {
    db.row(&format!("SELECT {COLUMNS} FROM {FROM} WHERE q.id = $1"), vec![id.into()]).await
}

pub(super) async fn waiting(db: &impl Read, account: i64) -> Result<Option<Request>> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE q.account_id = $1 AND q.outcome IS NULL");
    db.row(&sql, vec![account.into()]).await
}

pub(super) async fn of_account(db: &impl Read, account: i64) -> Result<Vec<Request>> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE q.account_id = $1 ORDER BY q.id");
    db.rows(&sql, vec![account.into()]).await
}

/// Keeps a request; none when one waits already.
pub(super) async fn add(tx: &Tx, account: i64, due: Moment) -> Result<Option<i64>> {
    let sql = "INSERT INTO erasure_request (account_id, asked_at, due_at) VALUES ($1, $2, $3) \
               ON CONFLICT DO NOTHING RETURNING id";
    let id = tx.number(sql, vec![account.into(), tx.at().micros().into(), due.micros().into()]).await?;
    Ok((id > 0).then_some(id))
}

/// Decides a request that waits; an error when somebody was quicker.
pub(super) async fn decide(tx: &Tx, id: i64, outcome: Outcome, reason: &str, by: Option<i64>) -> Result<()> {
    let sql = "UPDATE erasure_request SET outcome = $2, reason = $3, decided_by = $4, decided_at = $5 \
               WHERE id = $1 AND outcome IS NULL";
    let values = vec![id.into(), outcome.code().into(), reason.into(), by.into(), tx.at().micros().into()];
    if tx.exec(sql, values).await? == 0 { Err(Error::Changed(Vec::new())) } else { Ok(()) }
}

/// What the ground floor keeps of the person, and what becomes of it.
pub(super) async fn told(app: &App, account: i64) -> Result<Vec<Share>> {
    let ways = "SELECT (SELECT COUNT(*) FROM second_factor WHERE account_id = $1) \
                + (SELECT COUNT(*) FROM passkey WHERE account_id = $1) \
                + (SELECT COUNT(*) FROM provider_link WHERE account_id = $1)";
    let sessions = "SELECT COUNT(*) FROM session WHERE account_id = $1";
    let notices = "SELECT COUNT(*) FROM notice WHERE account_id = $1";
    let mail = "SELECT COUNT(*) FROM account WHERE id = $1 AND email <> ''";
    let entries = "SELECT COUNT(*) FROM journal WHERE record = $2 AND record_id = $1";
    let looks = "SELECT COUNT(*) FROM personal_read WHERE record = $2 AND record_id = $1";
    let latest = "SELECT MAX(at) FROM personal_read WHERE record = $2 AND record_id = $1";
    let (db, today) = (&app.store, app.clock.now().day());
    let own = || vec![account.into()];
    let of_record = || vec![account.into(), ACCOUNT.into()];
    let profiles = app.profiles();
    let reads_days: i64 = profiles.get_or_keep("privacy.keep_reads_days", today, 1825);
    let notices_days: i64 = profiles.get_or_keep("privacy.keep_notices_days", today, 730);
    let last_look = Moment::from_micros(db.number(latest, of_record()).await?).day();
    let trace = |what, count, why, until| Share { what, count, fate: Fate::Trace { why, until } };
    let until = |from: Day, days: i64| Some(from.plus_days(days.max(0)));
    Ok(vec![
        Share::goes("ground-erasure-account", 1),
        Share::goes("ground-erasure-ways", db.number(ways, own()).await?),
        Share::goes("ground-erasure-sessions", db.number(sessions, own()).await?),
        Share::goes("ground-erasure-notices", db.number(notices, own()).await?),
        trace(
            "ground-erasure-journal",
            db.number(entries, of_record()).await?,
            "ground-erasure-why-journal",
            None,
        ),
        trace(
            "ground-erasure-looks",
            db.number(looks, of_record()).await?,
            "ground-erasure-why-looks",
            until(last_look, reads_days),
        ),
        trace(
            "ground-erasure-mail",
            db.number(mail, own()).await?,
            "ground-erasure-why-mail",
            until(today, notices_days),
        ),
    ])
}

/// What goes with an account: sessions, ways in, what it was told, what it kept for itself.
const GOES: [&str; 12] = [
    "DELETE FROM session WHERE account_id = $1",
    "DELETE FROM recovery WHERE account_id = $1",
    "DELETE FROM second_factor WHERE account_id = $1",
    "DELETE FROM recovery_code WHERE account_id = $1",
    "DELETE FROM passkey WHERE account_id = $1",
    "DELETE FROM passkey_try WHERE account_id = $1",
    "DELETE FROM sign_in_pending WHERE account_id = $1",
    "DELETE FROM sign_in_try WHERE account_id = $1",
    "DELETE FROM provider_try WHERE account_id = $1",
    "DELETE FROM provider_link WHERE account_id = $1",
    "DELETE FROM notice WHERE account_id = $1",
    "DELETE FROM saved_filter WHERE account_id = $1",
];

/// The name that an emptied account shows.
const NAME: &str = "Tài khoản đã xóa";

/// Takes the person out of the account's row, which stays for what refers to it, and removes all that hangs on it.
pub(super) async fn empty(tx: &Tx, account: i64) -> Result<()> {
    for sql in GOES {
        tx.exec(sql, vec![account.into()]).await?;
    }
    let sender = crate::uploads::sender_of(account);
    tx.exec("DELETE FROM upload WHERE sender = $1", vec![sender.into()]).await?;
    tx.exec(
        // A space: nobody's sign-in name has one.
        "UPDATE account SET login = $2, name = $3, folded_name = $4, email = NULL, phone = NULL, identity_number = NULL, \
         address = NULL, password_hash = '', password_once = FALSE, password_unset = FALSE, disabled = TRUE, \
         verified_at = NULL, signed_in_at = NULL, no_mail = FALSE, no_sms = FALSE, erased_at = $5 \
         WHERE id = $1 AND kind = 'citizen'",
        vec![
            account.into(),
            format!("erased {account}").into(),
            NAME.into(),
            kernel::text::fold(NAME).into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    Ok(())
}
