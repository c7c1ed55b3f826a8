//! Settings of a command: defaults, then the TOML file, then the environment and flags.

use super::Cli;
use anyhow::{Context, Result};
use platform::settings::{Secret, Settings, SmtpTls};

/// Reads them; a mistake in the file is named with its line.
pub(super) fn resolve(cli: &Cli) -> Result<Settings> {
    let folder = cli.data.clone().unwrap_or_else(|| Settings::default().data);
    let file = cli.config.clone().or_else(|| Some(folder.join("motcua.toml")).filter(|f| f.exists()));
    let mut settings = match &file {
        None => Settings::default(),
        Some(file) => {
            let text =
                std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
            toml::from_str(&text).with_context(|| format!("in {}", file.display()))?
        }
    };
    if let Some(data) = &cli.data {
        settings.data.clone_from(data);
    }
    if let Some(url) = &cli.database_url {
        settings.database_url = Some(url.clone());
    }
    if let Some(url) = std::env::var("MOTCUA_REPLICA_URL").ok().filter(|v| !v.is_empty()) {
        settings.replica_url = Some(url);
    }
    let text = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    if let Some(url) = text("MOTCUA_PUBLIC_URL") {
        settings.public_url = Some(url);
    }
    if let Some(city) = text("MOTCUA_CITY") {
        settings.city = city;
    }
    if let Some(smtp) = text("MOTCUA_SMTP") {
        settings.smtp = Some(smtp);
    }
    if let Some(user) = text("MOTCUA_SMTP_USER") {
        settings.smtp_user = Some(user);
    }
    if let Some(password) = text("MOTCUA_SMTP_PASSWORD") {
        settings.smtp_password = Some(Secret::new(password));
    }
    if let Some(token) = text("MOTCUA_METRICS_TOKEN") {
        settings.metrics_token = Some(Secret::new(token));
    }
    if let Some(tls) = text("MOTCUA_SMTP_TLS") {
        settings.smtp_tls = Some(match tls.as_str() {
            "none" => SmtpTls::None,
            "starttls" => SmtpTls::StartTls,
            "tls" => SmtpTls::Tls,
            other => anyhow::bail!("MOTCUA_SMTP_TLS: {other:?} is none of: none, starttls, tls"),
        });
    }
    if let Some(from) = text("MOTCUA_MAIL_FROM") {
        settings.mail_from = from;
    }
    if let Some(proxies) = text("MOTCUA_TRUSTED_PROXIES") {
        settings.trusted_proxies = proxies.split(',').map(|p| p.trim().to_owned()).collect();
    }
    if let Some(header) = text("MOTCUA_PROXY_HEADER") {
        settings.proxy_header = header;
    }
    if let Some(sandbox) = text("MOTCUA_SANDBOX") {
        settings.sandbox = sandbox != "0" && sandbox != "false";
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use platform::settings::{Connections, Settings, SmsBody, SmsMethod};

    /// The example of docs/operations.md that begins with this table.
    fn example(table: &str) -> &'static str {
        let guide = include_str!("../../../docs/operations.md");
        guide.split("```toml\n").find(|part| part.starts_with(table)).unwrap().split("```").next().unwrap()
    }

    #[test]
    fn the_guides_limits_are_those_that_hold_where_nothing_is_set() {
        let set: Settings = toml::from_str(example("[connections]")).unwrap();
        assert_eq!(set.connections, Connections::default());
        let one: Settings = toml::from_str("[connections]\nmost = 7").unwrap();
        assert_eq!(one.connections, Connections { most: 7, ..Connections::default() });
        assert!(toml::from_str::<Settings>("[connections]\nmsot = 7").is_err());
    }

    #[test]
    fn the_guides_gateway_is_read_and_its_secrets_are_not_shown() {
        let settings: Settings = toml::from_str(example("[sms]")).unwrap();
        let shown = format!("{settings:?}");
        let sms = settings.sms.unwrap();
        assert_eq!((sms.method, sms.body, sms.prefix.as_str()), (SmsMethod::Post, SmsBody::Json, "84"));
        assert_eq!((sms.names.receiver.as_str(), sms.names.sender.as_str()), ("Phone", "Brandname"));
        assert_eq!(sms.receipts.delivered, ["5"]);
        for secret in sms.headers.values().chain(sms.constants.values()).chain(&sms.receipts_token) {
            assert!(!shown.contains(secret.reveal()), "{shown}");
        }
    }

    #[test]
    fn a_misspelt_name_of_the_gateways_is_refused() {
        let misspelt = example("[sms]").replace("receiver", "reciever");
        assert!(toml::from_str::<Settings>(&misspelt).unwrap_err().to_string().contains("reciever"));
    }
}
