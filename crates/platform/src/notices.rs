//! Notices to people: in the application at once, by mail through the queue; in sandbox mode nothing leaves the server.

use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::Job;
use crate::store::{Read, Tx};
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};

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
/// The text is fixed here, with the template's version, so that what was said can be shown later.
pub async fn send(tx: &Tx, notice: &Notice<'_>) -> Result<()> {
    let template: Template = tx
        .row(
            "SELECT version, subject, body FROM notice_template WHERE code = $1 ORDER BY version DESC LIMIT 1",
            vec![notice.template.into()],
        )
        .await?
        .ok_or_else(|| Error::fault("notice", format!("no template {}", notice.template)))?;
    let engine = minijinja::Environment::new();
    let fill = |text: &str| {
        engine
            .render_str(text, minijinja::value::Serde(&notice.values))
            .map_err(|e| Error::fault(format!("template {}", notice.template), e))
    };
    let id = tx
        .number(
            "INSERT INTO notice (template, template_version, account_id, email, subject, body, href, at, seen, mail_state) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9) RETURNING id",
            vec![
                notice.template.into(),
                template.version.into(),
                notice.account_id.into(),
                notice.email.into(),
                fill(&template.subject)?.into(),
                fill(&template.body)?.into(),
                notice.href.clone().into(),
                tx.at().micros().into(),
                if notice.email.is_some() { "waiting" } else { "none" }.into(),
            ],
        )
        .await?;
    if notice.email.is_some() {
        tx.enqueue("notices.mail", &json!({ "id": id }), None).await?;
    }
    Ok(())
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

/// Number of notices an account has not read.
pub async fn unseen(app: &App, account: i64) -> Result<i64> {
    app.store
        .number("SELECT COUNT(*) FROM notice WHERE account_id = $1 AND NOT seen", vec![account.into()])
        .await
}

/// The newest notices of an account.
pub async fn of_account(app: &App, account: i64, limit: i64) -> Result<Vec<Shown>> {
    app.store
        .rows(
            "SELECT id, at, subject, body, href, seen FROM notice WHERE account_id = $1 ORDER BY id DESC LIMIT $2",
            vec![account.into(), limit.into()],
        )
        .await
}

/// Marks all notices of an account as read.
pub async fn mark_seen(app: &App, account: i64) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    tx.exec("UPDATE notice SET seen = TRUE WHERE account_id = $1 AND NOT seen", vec![account.into()]).await?;
    tx.commit().await
}

/// The job that sends one mail.
pub const MAIL: Job =
    Job { name: "notices.mail", schedule: None, run: |app, payload| Box::pin(mail(app, payload)) };

#[derive(FromQueryResult)]
struct Waiting {
    id: i64,
    email: Option<String>,
    subject: String,
    body: String,
    href: String,
    mail_state: String,
}

async fn mail(app: App, payload: Json) -> Result<()> {
    let id = payload.get("id").and_then(Json::as_i64).unwrap_or_default();
    let waiting: Option<Waiting> = app
        .store
        .row("SELECT id, email, subject, body, href, mail_state FROM notice WHERE id = $1", vec![id.into()])
        .await?;
    let Some(waiting) = waiting.filter(|w| w.mail_state == "waiting") else { return Ok(()) };
    let state = match (&app.settings.smtp, app.settings.sandbox) {
        (_, true) => "sandbox",
        (None, false) => "no_server",
        (Some(server), false) => {
            deliver(&app, server, &waiting).await?;
            "sent"
        }
    };
    let tx = app.store.housekeeping().await?;
    tx.exec("UPDATE notice SET mail_state = $2 WHERE id = $1", vec![waiting.id.into(), state.into()]).await?;
    tx.commit().await
}

async fn deliver(app: &App, server: &str, waiting: &Waiting) -> Result<()> {
    use lettre::message::header::ContentType;
    use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
    let failed = |e: &dyn std::fmt::Display| Error::fault("sending mail", e);
    let to = waiting.email.clone().unwrap_or_default();
    let message = Message::builder()
        .from(app.settings.mail_from.parse().map_err(|e| failed(&e))?)
        .to(to.parse().map_err(|e| failed(&e))?)
        .subject(waiting.subject.clone())
        .header(ContentType::TEXT_PLAIN)
        .body(format!("{}\n\n{}{}\n", waiting.body, app.settings.base_url(), waiting.href))
        .map_err(|e| failed(&e))?;
    let (host, port) = server.rsplit_once(':').unwrap_or((server, "25"));
    let port: u16 = port.parse().map_err(|e| failed(&e))?;
    let builder = if port == 465 {
        AsyncSmtpTransport::<Tokio1Executor>::relay(host).map_err(|e| failed(&e))?
    } else if port == 587 {
        AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host).map_err(|e| failed(&e))?
    } else {
        AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
    };
    builder.port(port).build().send(message).await.map_err(|e| failed(&e))?;
    Ok(())
}
