//! notice, notice_template: what was told to whom, and in which words.

use platform::error::{Error, Result};
use platform::journal::Change;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use serde_json::json;

/// A notice.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Row {
    pub id: i64,
    pub template: String,
    pub template_version: i64,
    pub account_name: Option<String>,
    pub email: Option<String>,
    pub subject: String,
    pub body: String,
    pub href: String,
    pub at: i64,
    pub seen: bool,
    pub mail_state: String,
    pub one_time: bool,
    pub phone: Option<String>,
    pub sms: String,
    pub sms_state: String,
    pub sms_at: Option<i64>,
}

const COLUMNS: &str = "n.id, n.template, n.template_version, a.name AS account_name, n.email, n.subject, n.body, n.href, n.at, \
    n.seen, n.mail_state, n.one_time, n.phone, n.sms, n.sms_state, n.sms_at";
const FROM: &str = "notice n LEFT JOIN account a ON a.id = n.account_id";

/// The list of notices, newest first.
pub(crate) fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "luc", sql: "n.id", number: true }];
    ListQuery::new(COLUMNS, FROM, "n.id", &SORTS).descending()
}

/// One notice.
pub(crate) async fn one(db: &impl Read, id: i64) -> Result<Row> {
    db.row(&format!("SELECT {COLUMNS} FROM {FROM} WHERE n.id = $1"), vec![id.into()])
        .await?
        .ok_or(Error::NotFound)
}

/// A version of a template.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Template {
    pub code: String,
    pub version: i64,
    pub subject: String,
    pub body: String,
    pub sms: String,
    pub changed_at: i64,
}

/// What a version of a template says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a> {
    pub subject: &'a str,
    pub body: &'a str,
    /// The text message; empty for none.
    pub sms: &'a str,
}

impl Template {
    /// What it says.
    pub(crate) fn words(&self) -> Words<'_> {
        Words { subject: &self.subject, body: &self.body, sms: &self.sms }
    }
}

/// The newest version of every template.
pub(crate) async fn templates(db: &impl Read) -> Result<Vec<Template>> {
    db.rows(
        "SELECT t.code, t.version, t.subject, t.body, t.sms, t.changed_at FROM notice_template t \
         WHERE t.version = (SELECT MAX(v.version) FROM notice_template v WHERE v.code = t.code) ORDER BY t.code",
        vec![],
    )
    .await
}

/// The versions of a template, newest first.
pub(crate) async fn versions(db: &impl Read, code: &str) -> Result<Vec<Template>> {
    db.rows(
        "SELECT code, version, subject, body, sms, changed_at FROM notice_template WHERE code = $1 ORDER BY version DESC",
        vec![code.into()],
    )
    .await
}

/// Adds a version of a template; notices sent before keep theirs.
pub(crate) async fn add_version(tx: &Tx, now: &Template, new: Words<'_>) -> Result<()> {
    let version = now.version + 1;
    tx.exec(
        "INSERT INTO notice_template (code, version, subject, body, sms, changed_at) VALUES ($1, $2, $3, $4, $5, $6)",
        vec![
            now.code.clone().into(),
            version.into(),
            new.subject.into(),
            new.body.into(),
            new.sms.into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    let fields = |version: i64, words: Words<'_>| json!({"template": now.code, "version": version, "subject": words.subject, "body": words.body, "sms": words.sms});
    tx.journal(
        // Templates have no number of their own: the journal's chain runs over all of them.
        Change::of("console", "notice_template", 0, "change_template")
            .before(fields(now.version, now.words()))
            .after(fields(version, new)),
    )
    .await
}
