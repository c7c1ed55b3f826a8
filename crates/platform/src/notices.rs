//! Notices to people: in the application at once, by mail and text message through the queue; in sandbox mode nothing leaves
//! the server.
//!
//! notices/template.rs: what may stand in their templates, and how they are filled in.

mod template;

use crate::app::App;
use crate::error::Result;
use crate::journal::Change;
use crate::list::{ListQuery, SortKey};
use crate::sms;
use crate::store::FromRow;
use crate::store::{Actor, Read, Tx};
use serde_json::{Value as Json, json};

pub use template::{fill, variables};

/// A notice to one account.
#[derive(Debug, Clone)]
pub struct Notice<'a> {
    /// Template, such as "one_stop.received"; its newest version is used.
    pub template: &'static str,
    /// Receiver's account, if any.
    pub account_id: Option<i64>,
    /// Receiver's mail address, if one is known.
    pub email: Option<&'a str>,
    /// Receiver's telephone as it was typed, if one is known; a mobile number gets the template's text message.
    pub phone: Option<&'a str>,
    /// Where the notice leads.
    pub href: String,
    /// Values of the template.
    pub values: Json,
}

/// A notice as its reader sees it.
#[derive(Debug, Clone, FromRow)]
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

#[derive(FromRow)]
struct Template {
    version: i64,
    subject: String,
    body: String,
    sms: String,
}

/// Writes a notice in the transaction of what it tells of; mail and text message, if any, follow through the queue.
/// A notice that would reach nobody is not written.
///
/// The text is fixed here, with the template's version, so that what was said can be shown later. A template that cannot be
/// filled in, or is missing, does not undo the act it tells of: a plain sentence goes out instead, and the mistake is logged.
pub async fn send(tx: &Tx, notice: &Notice<'_>) -> Result<()> {
    write(tx, notice, false).await.map(|_| ())
}

/// As [`send`], with a kept file (hash and name) that its mail attaches.
pub async fn send_with_file(tx: &Tx, notice: &Notice<'_>, (hash, name): (&str, &str)) -> Result<()> {
    if let Some(id) = write(tx, notice, false).await? {
        let sql = "UPDATE notice SET file_hash = $2, file_name = $3 WHERE id = $1";
        tx.exec(sql, vec![id.into(), hash.into(), name.into()]).await?;
    }
    Ok(())
}

/// As [`send`], where the link opens something to whoever has it: no administrator is shown it, once the mail is sent the
/// database forgets it, and no telephone is told of it.
pub async fn send_one_time(tx: &Tx, notice: &Notice<'_>) -> Result<()> {
    write(tx, notice, true).await.map(|_| ())
}

/// Writes it; its number, or none where it would reach nobody.
async fn write(tx: &Tx, notice: &Notice<'_>, one_time: bool) -> Result<Option<i64>> {
    let template: Option<Template> = tx
        .row(
            "SELECT version, subject, body, sms FROM notice_template WHERE code = $1 ORDER BY version DESC LIMIT 1",
            vec![notice.template.into()],
        )
        .await?;
    let version = template.as_ref().map_or(0, |t| t.version);
    let phone = notice.phone.filter(|_| !one_time).and_then(sms::mobile);
    let short =
        template.as_ref().filter(|_| phone.is_some()).map(|t| sms_text(t, notice)).unwrap_or_default();
    let phone = phone.filter(|_| !short.is_empty());
    if (notice.account_id, notice.email, phone.as_deref()) == (None, None, None) {
        return Ok(None);
    }
    let written = template.ok_or_else(|| "no such template".to_owned()).and_then(|template| {
        let fill = |text: &str| fill(text, &notice.values).map_err(|e| e.to_string());
        Ok((line(&fill(&template.subject)?), fill(&template.body)?))
    });
    let (subject, body) = written.unwrap_or_else(|error| {
        tracing::error!(template = notice.template, version, error, "a notice went out in plain words");
        plain(&notice.values)
    });
    let id = tx
        .number(
            "INSERT INTO notice (template, template_version, account_id, email, subject, body, href, at, seen, mail_state, folded, \
             one_time, phone, sms, sms_state) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9, $10, $11, $12, $13, $14) RETURNING id",
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
                phone.clone().into(),
                short.into(),
                if phone.is_some() { "waiting" } else { "none" }.into(),
            ],
        )
        .await?;
    if notice.email.is_some() {
        tx.enqueue(crate::mail::MAIL.name, &json!({ "id": id }), None).await?;
    }
    if phone.is_some() {
        tx.enqueue(sms::SMS.name, &json!({ "id": id }), None).await?;
    }
    Ok(Some(id))
}

/// The text message of a notice; none where its template has none or cannot be filled in.
fn sms_text(template: &Template, notice: &Notice<'_>) -> String {
    let written = fill(&template.sms, &sms_values(&notice.values));
    written.map(|text| line(&text)).unwrap_or_else(|error| {
        tracing::error!(template = notice.template, version = template.version, %error, "no text message goes out");
        String::new()
    })
}

/// The values that a text message may carry. It can be read on a locked screen and by every station on its way: no person's
/// name, no reason, no link.
pub const SMS_VALUES: [&str; 3] = ["code", "due", "agency"];

fn sms_values(values: &Json) -> Json {
    let told = |name: &str| Some((name.to_owned(), values.get(name)?.clone()));
    SMS_VALUES.into_iter().filter_map(told).collect()
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

/// A subject is one line, whatever the names in it hold: in a mail the next line would be a header of its own.
fn line(text: &str) -> String {
    text.split(char::is_control).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What is said when the template cannot: that there is something new, and of which record.
fn plain(values: &Json) -> (String, String) {
    let code = values.get("code").and_then(Json::as_str).unwrap_or_default();
    let subject = format!("Có thông báo mới {code}").trim_end().to_owned();
    (subject, "Có thông báo mới về hồ sơ hoặc công việc của bạn. Hãy mở liên kết để xem.".to_owned())
}

/// Adds version 1 of a template, unless the template exists; whether it was added.
pub async fn ship_template(tx: &Tx, code: &str, subject: &str, body: &str) -> Result<bool> {
    ship_template_with_sms(tx, code, subject, body, "").await
}

/// The same with a text message. A template from before there were any gets it as a version of its own, in the city's words
/// for the rest, unless some version has one already; whether anything was added.
pub async fn ship_template_with_sms(
    tx: &Tx,
    code: &str,
    subject: &str,
    body: &str,
    sms: &str,
) -> Result<bool> {
    let added = tx
        .exec_unmarked(
            "INSERT INTO notice_template (code, version, subject, body, sms, changed_at) VALUES ($1, 1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING",
            vec![code.into(), subject.into(), body.into(), sms.into(), tx.at().micros().into()],
        )
        .await?;
    if added > 0 || sms.is_empty() {
        return Ok(added > 0);
    }
    let added = tx
        .exec_unmarked(
            "INSERT INTO notice_template (code, version, subject, body, sms, changed_at) \
             SELECT t.code, t.version + 1, t.subject, t.body, $2, $3 FROM notice_template t WHERE t.code = $1 \
             AND t.version = (SELECT MAX(v.version) FROM notice_template v WHERE v.code = $1) \
             AND NOT EXISTS (SELECT 1 FROM notice_template s WHERE s.code = $1 AND s.sms <> '')",
            vec![code.into(), sms.into(), tx.at().micros().into()],
        )
        .await?;
    Ok(added > 0)
}

/// A template as it ships, in Vietnamese: code, subject, body.
pub type Ships = (&'static str, &'static str, &'static str);

/// Ships a slice's templates in a transaction of their own.
pub async fn ship_all(app: &App, slice: &'static str, templates: &[Ships]) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    if ship_templates(&tx, slice, templates).await?.is_empty() {
        return Ok(());
    }
    tx.commit().await
}

/// The same of templates with the text message of each.
pub async fn ship_all_with_sms(
    app: &App,
    slice: &'static str,
    templates: &[(&'static str, &'static str, &'static str, &'static str)],
) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let mut added = Vec::new();
    for (code, subject, body, sms) in templates {
        if ship_template_with_sms(&tx, code, subject, body, sms).await? {
            added.push(*code);
        }
    }
    if added.is_empty() {
        return Ok(());
    }
    note_shipped(&tx, slice, &added).await?;
    tx.commit().await
}

/// Adds those of a slice's templates that are missing, beside whatever else it ships; the codes of those added, which stand in
/// the journal.
pub async fn ship_templates(tx: &Tx, slice: &'static str, templates: &[Ships]) -> Result<Vec<&'static str>> {
    let mut added = Vec::new();
    for (code, subject, body) in templates {
        if ship_template(tx, code, subject, body).await? {
            added.push(*code);
        }
    }
    if !added.is_empty() {
        note_shipped(tx, slice, &added).await?;
    }
    Ok(added)
}

async fn note_shipped(tx: &Tx, slice: &'static str, added: &[&'static str]) -> Result<()> {
    tx.journal(Change::of(slice, "notice_template", 0, "ship").after(json!({"added": added}))).await
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

/// Marks the notices that lead to a page as read by everybody: what they told of is settled.
pub async fn settle(tx: &Tx, href: &str) -> Result<()> {
    tx.exec("UPDATE notice SET seen = TRUE WHERE href = $1 AND NOT seen", vec![href.into()]).await?;
    Ok(())
}

/// Marks all notices of an account as read.
pub async fn mark_seen(app: &App, account: i64) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    tx.exec("UPDATE notice SET seen = TRUE WHERE account_id = $1 AND NOT seen", vec![account.into()]).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_message_is_given_no_name_no_reason_and_no_link() {
        let all = json!({"code": "H13-7", "name": "Lan", "more": {"reason": "x"}, "due": null, "href": "/theo-doi/abc"});
        assert_eq!(sms_values(&all), json!({"code": "H13-7", "due": null}));
        assert_eq!(fill("{{ code }}{{ name }}{{ href }}", &sms_values(&all)).unwrap(), "H13-7");
    }

    #[test]
    fn a_subject_is_one_line() {
        assert_eq!(line("Hồ sơ của Lan\r\nBcc: ai@example.vn\n"), "Hồ sơ của Lan Bcc: ai@example.vn");
        assert_eq!(line("Hồ sơ"), "Hồ sơ");
    }
}
