//! Mails: one job each, retried like any other, its fate kept with the notice; sent again when a person asks.

use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::Job;
use crate::journal::Change;
use crate::notice_choice::{self, DECLINED, Going, Ways};
use crate::settings::SmtpTls;
use crate::store::FromRow;
use crate::store::{Read, Tx};
use lettre::message::header::ContentType;
use lettre::message::{Attachment, MultiPart, SinglePart};
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde_json::{Value as Json, json};
use std::net::IpAddr;
use std::time::Duration;

/// The job that sends one mail.
pub const MAIL: Job =
    Job { name: "notices.mail", schedule: None, run: |app, payload| Box::pin(mail(app, payload)) };

/// The longest that one mail may take, so that a server that does not answer holds up nothing else.
const LONGEST: Duration = Duration::from_secs(30);

#[derive(FromRow)]
struct Waiting {
    id: i64,
    email: Option<String>,
    subject: String,
    body: String,
    href: String,
    mail_state: String,
    account_id: Option<i64>,
    template: String,
    phone: Option<String>,
    file_hash: Option<String>,
    file_name: Option<String>,
}

/// Queues the mail of a notice that failed or found no server once more.
pub async fn send_again(tx: &Tx, id: i64) -> Result<()> {
    let changed = tx
        .exec(
            "UPDATE notice SET mail_state = 'waiting' WHERE id = $1 AND email IS NOT NULL \
             AND mail_state IN ('failed', 'no_server')",
            vec![id.into()],
        )
        .await?;
    if changed == 0 {
        return Err(Error::Changed(Vec::new()));
    }
    tx.enqueue(MAIL.name, &json!({ "id": id }), None).await?;
    tx.journal(Change::of("ground", "notice", id, "send_again")).await
}

async fn mail(app: App, payload: Json) -> Result<()> {
    let id = payload.get("id").and_then(Json::as_i64).unwrap_or_default();
    let waiting: Option<Waiting> = app
        .store
        .row("SELECT id, email, subject, body, href, mail_state, account_id, template, phone, file_hash, file_name \
             FROM notice WHERE id = $1", vec![id.into()])
        .await?;
    let open = |w: &Waiting| matches!(w.mail_state.as_str(), "waiting" | "failed");
    let Some(waiting) = waiting.filter(open) else { return Ok(()) };
    let going = Going {
        account: waiting.account_id,
        template: &waiting.template,
        written: Ways { mail: waiting.email.is_some(), sms: waiting.phone.is_some() },
    };
    let wanted = notice_choice::ways(&app, &going).await?.mail;
    let (state, outcome) = match (&app.settings.smtp, app.settings.sandbox) {
        _ if !wanted => (DECLINED, Ok(())),
        (_, true) => ("sandbox", Ok(())),
        (None, false) => ("no_server", Ok(())),
        (Some(server), false) => match deliver(&app, server, &waiting).await {
            Ok(()) => ("sent", Ok(())),
            // The queue tries again; until then, and when it has given up, the outbox says so.
            Err(error) => ("failed", Err(error)),
        },
    };
    let tx = app.store.housekeeping().await?;
    tx.exec(
        "UPDATE notice SET mail_state = $2, href = CASE WHEN one_time AND $3 THEN '' ELSE href END WHERE id = $1",
        vec![waiting.id.into(), state.into(), (state == "sent").into()],
    )
    .await?;
    tx.commit().await?;
    outcome
}

async fn deliver(app: &App, server: &str, waiting: &Waiting) -> Result<()> {
    let failed = |e: &dyn std::fmt::Display| Error::fault("sending mail", e);
    let to = waiting.email.clone().unwrap_or_default();
    let message = Message::builder()
        .from(app.settings.mail_from.parse().map_err(|e| failed(&e))?)
        .to(to.parse().map_err(|e| failed(&e))?)
        .subject(waiting.subject.clone());
    let text = format!("{}\n\n{}{}\n", waiting.body, app.settings.base_url(), waiting.href);
    let message = match &waiting.file_hash {
        None => message.header(ContentType::TEXT_PLAIN).body(text),
        Some(hash) => {
            let (file, content) = app.files.get(&app.store, hash).await?;
            let kind = ContentType::parse(&file.media_type).map_err(|e| failed(&e))?;
            let name = waiting.file_name.clone().unwrap_or_default();
            let file = Attachment::new(name).body(content.to_vec(), kind);
            message.multipart(MultiPart::mixed().singlepart(SinglePart::plain(text)).singlepart(file))
        }
    }
    .map_err(|e| failed(&e))?;
    let transport = transport(app, server)?.build();
    tokio::time::timeout(LONGEST, transport.send(message))
        .await
        .map_err(|_| failed(&"the mail server does not answer"))?
        .map_err(|e| failed(&e))?;
    Ok(())
}

fn transport(app: &App, server: &str) -> Result<AsyncSmtpTransportBuilder> {
    let failed = |e: &dyn std::fmt::Display| Error::fault("mail server", e);
    let (host, port) = server.rsplit_once(':').unwrap_or((server, "25"));
    let port: u16 = port.parse().map_err(|e| failed(&e))?;
    let known = || -> Result<TlsParameters> {
        let mut parameters = TlsParameters::builder(host.to_owned());
        for authority in app.outward.authorities() {
            let authority = Certificate::from_der(authority.to_vec()).map_err(|e| failed(&e))?;
            parameters = parameters.add_root_certificate(authority);
        }
        parameters.build().map_err(|e| failed(&e))
    };
    let tls = match app.settings.smtp_tls.unwrap_or_else(|| usual(host, port)) {
        SmtpTls::Tls => Tls::Wrapper(known()?),
        SmtpTls::StartTls => Tls::Required(known()?),
        SmtpTls::None => Tls::None,
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host);
    let builder = builder.tls(tls).port(port).timeout(Some(LONGEST));
    let settings = &app.settings;
    Ok(match (&settings.smtp_user, &settings.smtp_password) {
        (Some(user), password) => {
            let password = password.as_ref().map_or("", |p| p.reveal()).to_owned();
            builder.credentials(Credentials::new(user.clone(), password))
        }
        (None, _) => builder,
    })
}

/// How a mail server is spoken to where nothing is said: in the clear on this machine only.
fn usual(host: &str, port: u16) -> SmtpTls {
    let bare = host.trim_matches(['[', ']']);
    let here = bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match port {
        465 => SmtpTls::Tls,
        587 => SmtpTls::StartTls,
        _ if here => SmtpTls::None,
        _ => SmtpTls::StartTls,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_on_another_machine_is_spoken_to_over_tls_unless_somebody_said_otherwise() {
        for (host, port, tls) in [
            ("localhost", 25, SmtpTls::None),
            ("127.0.0.1", 2525, SmtpTls::None),
            ("[::1]", 25, SmtpTls::None),
            ("localhost", 465, SmtpTls::Tls),
            ("mail.cantho.gov.vn", 465, SmtpTls::Tls),
            ("mail.cantho.gov.vn", 587, SmtpTls::StartTls),
            ("mail.cantho.gov.vn", 25, SmtpTls::StartTls),
            ("10.0.0.7", 25, SmtpTls::StartTls),
            ("localhost.example.vn", 25, SmtpTls::StartTls),
        ] {
            assert_eq!(usual(host, port), tls, "{host}:{port}");
        }
    }
}
