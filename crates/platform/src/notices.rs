//! Notices to people: in the application at once, by mail through the queue; in sandbox mode nothing leaves the server.

use crate::app::App;
use crate::error::Result;
use crate::list::{ListQuery, SortKey};
use crate::store::{Read, Tx};
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// A notice to one account.
#[derive(Debug, Clone)]
pub struct Notice<'a> {
    /// Template, such as "one_stop.received"; its newest version is used.
    pub template: &'static str,
    /// Receiver's account, if any.
    pub account_id: Option<i64>,
    /// Receiver's mail address, if one is known.
    pub email: Option<&'a str>,
    /// Where the notice leads.
    pub href: String,
    /// Values of the template.
    pub values: Json,
}

/// A notice as its reader sees it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Shown {
    /// Id.
    pub id: i64,
    /// When, microseconds UTC.
    pub at: i64,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// Where it leads.
    pub href: String,
    /// Read already.
    pub seen: bool,
}

#[derive(FromQueryResult)]
struct Template {
    version: i64,
    subject: String,
    body: String,
}

/// Writes a notice in the transaction of what it tells of; the mail, if any, follows through the queue.
///
/// The text is fixed here, with the template's version, so that what was said can be shown later. A template that cannot be
/// filled in, or is missing, does not undo the act it tells of: a plain sentence goes out instead, and the mistake is logged.
pub async fn send(tx: &Tx, notice: &Notice<'_>) -> Result<()> {
    write(tx, notice, false).await
}

/// As [`send`], where the link opens something to whoever has it: no administrator is shown it, and once the mail is sent
/// the database forgets it.
pub async fn send_one_time(tx: &Tx, notice: &Notice<'_>) -> Result<()> {
    write(tx, notice, true).await
}

async fn write(tx: &Tx, notice: &Notice<'_>, one_time: bool) -> Result<()> {
    let template: Option<Template> = tx
        .row(
            "SELECT version, subject, body FROM notice_template WHERE code = $1 ORDER BY version DESC LIMIT 1",
            vec![notice.template.into()],
        )
        .await?;
    let version = template.as_ref().map_or(0, |t| t.version);
    let written = template.ok_or_else(|| "no such template".to_owned()).and_then(|template| {
        let fill = |text: &str| fill(text, &notice.values).map_err(|e| e.to_string());
        Ok((fill(&template.subject)?, fill(&template.body)?))
    });
    let (subject, body) = written.unwrap_or_else(|error| {
        tracing::error!(template = notice.template, version, error, "a notice went out in plain words");
        plain(&notice.values)
    });
    let id = tx
        .number(
            "INSERT INTO notice (template, template_version, account_id, email, subject, body, href, at, seen, mail_state, folded, one_time) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9, $10, $11) RETURNING id",
            vec![
                notice.template.into(),
                version.into(),
                notice.account_id.into(),
                notice.email.into(),
                subject.clone().into(),
                body.into(),
                notice.href.clone().into(),
                tx.at().micros().into(),
                if notice.email.is_some() { "waiting" } else { "none" }.into(),
                kernel::text::fold(&format!("{subject} {}", notice.email.unwrap_or_default())).into(),
                one_time.into(),
            ],
        )
        .await?;
    if notice.email.is_some() {
        tx.enqueue(crate::mail::MAIL.name, &json!({ "id": id }), None).await?;
    }
    Ok(())
}

/// As [`send`], unless the account has the same notice, leading to the same place, unread:
/// a page of many things that wait is told of once, not once a thing.
pub async fn send_once(tx: &Tx, notice: &Notice<'_>) -> Result<()> {
    let standing = tx
        .number(
            "SELECT COUNT(*) FROM notice WHERE account_id = $1 AND template = $2 AND href = $3 AND NOT seen",
            vec![notice.account_id.into(), notice.template.into(), notice.href.clone().into()],
        )
        .await?;
    if standing > 0 { Ok(()) } else { send(tx, notice).await }
}

/// A template with its values; the engine's own words when it cannot be filled in.
pub fn fill(text: &str, values: &Json) -> std::result::Result<String, minijinja::Error> {
    minijinja::Environment::new().render_str(text, minijinja::value::Serde(values))
}

/// The names that a template fills in.
pub fn variables(text: &str) -> std::result::Result<BTreeSet<String>, minijinja::Error> {
    let engine = minijinja::Environment::new();
    Ok(engine.template_from_str(text)?.undeclared_variables(false).into_iter().collect())
}

/// What is said when the template cannot: that there is something new, and of which record.
fn plain(values: &Json) -> (String, String) {
    let code = values.get("code").and_then(Json::as_str).unwrap_or_default();
    let subject = format!("Có thông báo mới {code}").trim_end().to_owned();
    (subject, "Có thông báo mới về hồ sơ hoặc công việc của bạn. Hãy mở liên kết để xem.".to_owned())
}

/// Adds version 1 of a template, unless the template exists; whether it was added.
pub async fn ship_template(tx: &Tx, code: &str, subject: &str, body: &str) -> Result<bool> {
    let added = tx.exec_unmarked(
        "INSERT INTO notice_template (code, version, subject, body, changed_at) VALUES ($1, 1, $2, $3, $4) ON CONFLICT DO NOTHING",
        vec![code.into(), subject.into(), body.into(), tx.at().micros().into()],
    )
    .await?;
    Ok(added > 0)
}

/// Whether an account was sent this template since a moment: what strangers can set off is sent once in a while only.
pub async fn sent_since(tx: &Tx, account: i64, template: &str, since: kernel::Moment) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM notice WHERE account_id = $1 AND template = $2 AND at > $3";
    Ok(tx.number(sql, vec![account.into(), template.into(), since.micros().into()]).await? > 0)
}

/// Number of notices an account has not read.
pub async fn unseen(app: &App, account: i64) -> Result<i64> {
    app.store
        .number("SELECT COUNT(*) FROM notice WHERE account_id = $1 AND NOT seen", vec![account.into()])
        .await
}

/// The notices of an account, newest first; `seen` narrows to those read or not read.
pub fn list(account: i64, seen: Option<bool>) -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "luc", sql: "n.id", number: true }];
    let mut list =
        ListQuery::new("n.id, n.at, n.subject, n.body, n.href, n.seen", "notice n", "n.id", &SORTS)
            .descending();
    list.and("n.account_id = ?", [account.into()]);
    if let Some(seen) = seen {
        list.and("n.seen = ?", [seen.into()]);
    }
    list
}

/// Marks all notices of an account as read.
pub async fn mark_seen(app: &App, account: i64) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    tx.exec("UPDATE notice SET seen = TRUE WHERE account_id = $1 AND NOT seen", vec![account.into()]).await?;
    tx.commit().await
}
