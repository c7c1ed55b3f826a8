//! What can go wrong, in three kinds: a refusal by the rules, an invalid form, a fault of ours.
//! Mapped to HTTP in one place: [`Error::into_response`] names the status and leaves the page to the shell.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::borrow::Cow;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request was not carried out.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The law or the rules say no: 409 (or 403, 429 by its status).
    #[error("refused: {0}")]
    Refused(Refusal),
    /// The form has errors: 422, all of them at once.
    #[error("invalid form: {0:?}")]
    Invalid(FieldErrors),
    /// No such record, or none that this viewer may know of: 404.
    #[error("not found")]
    NotFound,
    /// A stranger must sign in: 401.
    #[error("not signed in")]
    SignIn,
    /// Signed in, but without the right: 403.
    #[error("no right: {0}")]
    NoRight(&'static str),
    /// Somebody else changed the record meanwhile: 409 with what changed.
    #[error("changed meanwhile")]
    Changed(Vec<String>),
    /// Ours: logged once under the operation id that the page shows: 500 or 503.
    #[error("fault: {0}")]
    Fault(Fault),
}

/// A refusal with its legal ground; the text is a message of the slice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Message key.
    pub key: &'static str,
    /// Arguments of the message.
    pub args: Vec<(&'static str, String)>,
    /// The rule it rests on, such as "Nghị định 61/2018/NĐ-CP, Điều 19.9".
    pub ground: Option<Cow<'static, str>>,
    /// Whether no source confirmed that rule yet; the page says so.
    pub unconfirmed: bool,
    /// HTTP status, 409 unless set.
    pub status: u16,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.key)
    }
}

impl Refusal {
    /// A refusal by message key.
    pub fn new(key: &'static str) -> Refusal {
        Refusal { key, args: Vec::new(), ground: None, unconfirmed: false, status: 409 }
    }

    /// With the rule it rests on.
    pub fn ground(mut self, ground: impl Into<Cow<'static, str>>) -> Refusal {
        self.ground = Some(ground.into());
        self
    }

    /// With a ground that no source confirmed yet.
    pub fn unconfirmed(mut self) -> Refusal {
        self.unconfirmed = true;
        self
    }

    /// With an argument of the message.
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Refusal {
        self.args.push((name, value.to_string()));
        self
    }

    /// With another status than 409.
    pub fn status(mut self, status: u16) -> Refusal {
        self.status = status;
        self
    }
}

/// Errors of a form: (field, message key or ready text). All at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<FieldError>);

/// One error of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field in the form.
    pub field: String,
    /// Message key.
    pub key: String,
    /// Arguments of the message.
    pub args: Vec<(&'static str, String)>,
}

impl FieldErrors {
    /// No errors yet.
    pub fn new() -> FieldErrors {
        FieldErrors::default()
    }

    /// Adds an error of a field by message key.
    pub fn add(&mut self, field: impl Into<String>, key: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), key: key.into(), args: Vec::new() });
    }

    /// Adds an error whose message has arguments.
    pub fn add_with(
        &mut self,
        field: impl Into<String>,
        key: impl Into<String>,
        args: Vec<(&'static str, String)>,
    ) {
        self.0.push(FieldError { field: field.into(), key: key.into(), args });
    }

    /// Whether the form is fine.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when there is no error.
    pub fn check(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self)) }
    }
}

/// A fault of ours: what was being done and what failed, for the log; never shown in full.
#[derive(Debug, Clone)]
pub struct Fault {
    /// What the code was doing and what failed.
    pub text: String,
    /// The database or a disk could not be reached: 503, and trying again may help.
    pub unavailable: bool,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error {
    /// A fault with its context.
    pub fn fault(doing: impl std::fmt::Display, failed: impl std::fmt::Display) -> Error {
        Error::Fault(Fault { text: format!("{doing}: {failed}"), unavailable: false })
    }

    /// The HTTP status of this error.
    pub fn status(&self) -> StatusCode {
        match self {
            Error::Refused(r) => StatusCode::from_u16(r.status).unwrap_or(StatusCode::CONFLICT),
            Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::SignIn => StatusCode::UNAUTHORIZED,
            Error::NoRight(_) => StatusCode::FORBIDDEN,
            Error::Changed(_) => StatusCode::CONFLICT,
            Error::Fault(f) if f.unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Error::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::Refused(refusal)
    }
}

/// Errors of the database that this process has met, for its metrics.
static DATABASE_ERRORS: AtomicU64 = AtomicU64::new(0);

/// How many errors of the database this process has met.
pub(crate) fn database_errors() -> u64 {
    DATABASE_ERRORS.load(Ordering::Relaxed)
}

/// When this process last saw that its database cannot be reached.
static LAST_OUTAGE: Mutex<Option<Instant>> = Mutex::new(None);

/// Whether the database could not be reached within this time from now: connections to it may be cut without a word.
pub(crate) fn was_out_within(time: Duration) -> bool {
    let last = *LAST_OUTAGE.lock().unwrap_or_else(PoisonError::into_inner);
    last.is_some_and(|at| at.elapsed() < time)
}

fn note_outage() {
    *LAST_OUTAGE.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
}

/// What asks the database, given up when it does not answer in this time: a link that swallows everything never fails by
/// itself, and who waits for it waits for ever.
pub(crate) async fn answered_within<T>(time: Duration, what: impl Future<Output = Result<T>>) -> Result<T> {
    match tokio::time::timeout(time, what).await {
        Ok(answered) => answered,
        Err(_) => {
            note_outage();
            let text = format!("database: no answer within {} s", time.as_secs());
            Err(Error::Fault(Fault { text, unavailable: true }))
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(err: sea_orm::DbErr) -> Error {
        DATABASE_ERRORS.fetch_add(1, Ordering::Relaxed);
        let unavailable = is_unavailable(&err);
        if unavailable {
            note_outage();
        }
        Error::Fault(Fault { text: format!("database: {err}"), unavailable })
    }
}

impl From<rusqlite::Error> for Error {
    fn from(err: rusqlite::Error) -> Error {
        DATABASE_ERRORS.fetch_add(1, Ordering::Relaxed);
        let unavailable = err.sqlite_error().is_some_and(|told| is_file_outage(told.extended_code));
        Error::Fault(Fault { text: format!("database: {err}"), unavailable })
    }
}

/// Whether the database or its disk could not be reached, so that trying again may help; told by the kind of the error.
fn is_unavailable(err: &sea_orm::DbErr) -> bool {
    use sea_orm::{DbErr, RuntimeErr, SqlxError};
    let runtime = match err {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => return true,
        DbErr::Exec(runtime) | DbErr::Query(runtime) => runtime,
        _ => return false,
    };
    let RuntimeErr::SqlxError(error) = runtime else { return false };
    match error.as_ref() {
        SqlxError::Io(_)
        | SqlxError::Tls(_)
        | SqlxError::Protocol(_)
        | SqlxError::PoolTimedOut
        | SqlxError::PoolClosed
        | SqlxError::WorkerCrashed => true,
        SqlxError::Database(told) => told.code().is_some_and(|code| is_outage(&code)),
        _ => false,
    }
}

/// Codes of PostgreSQL (SQLSTATE) for what passes or is repaired outside of the program: connection lost; read only, which is a
/// primary that was just put down; out of disk, memory or connections; shut down; I/O error; a lock that somebody cut off keeps.
fn is_outage(code: &str) -> bool {
    ["08", "25006", "25P03", "25P04", "53", "55P03", "57P", "58"].iter().any(|class| code.starts_with(class))
}

/// The same of SQLite; the low byte is the kind: busy, locked, read-only, I/O error, malformed, full, cannot open. SQLite
/// says "malformed" of a page that the disk did not give, too.
fn is_file_outage(code: i32) -> bool {
    [5, 6, 8, 10, 11, 13, 14].contains(&(code & 0xff))
}

impl From<serde_json::Error> for Error {
    fn from(err: serde_json::Error) -> Error {
        Error::fault("json", err)
    }
}

/// Bare answer; the shell's middleware finds the error in the extensions and draws the page. Should none be drawn, the
/// answer says no more than its status: what went wrong within is for the log.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = self.status();
        let mut response = (status, status.canonical_reason().unwrap_or_default()).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_itself_is_told_from_what_does_not() {
        // A failover of PostgreSQL is cut off, shut down, then a primary that has become a replica.
        for outage in ["08006", "25006", "25P03", "53100", "53300", "57P01", "58030"] {
            assert!(is_outage(outage), "{outage}");
        }
        for outage in [5, 10, 266, 522, 1034, 11, 13, 14] {
            assert!(is_file_outage(outage), "{outage}");
        }
        // A statement after a failed one, a broken constraint, a wrong word: ours.
        for ours in ["25P02", "23505", "42601", "40001"] {
            assert!(!is_outage(ours), "{ours}");
        }
        for ours in [1, 19, 787] {
            assert!(!is_file_outage(ours), "{ours}");
        }
    }

    #[tokio::test]
    async fn a_database_that_never_answers_is_given_up_and_remembered() {
        let silent = answered_within(Duration::ZERO, std::future::pending::<Result<()>>()).await;
        assert!(matches!(silent, Err(Error::Fault(fault)) if fault.unavailable));
        assert!(was_out_within(Duration::from_secs(60)) && !was_out_within(Duration::ZERO));
        assert!(answered_within(Duration::from_secs(60), async { Ok(7) }).await.is_ok_and(|told| told == 7));
    }
}
