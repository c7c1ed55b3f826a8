//! Settings of a command: defaults, then the TOML file, then the environment and flags.

use super::doctor::others_may_read;
use super::{Cli, Command};
use anyhow::{Context, Result, bail};
use platform::settings::{S3, Secret, Settings, SmtpTls};
use std::ffi::OsStr;
use std::path::Path;

/// Reads them; a mistake in the file is named with its line.
pub(super) fn resolve(cli: &Cli) -> Result<Settings> {
    let folder = cli.data.clone().unwrap_or_else(|| Settings::default().data);
    let file = cli.config.clone().or_else(|| Some(folder.join("motcua.toml")).filter(|f| f.exists()));
    let mut settings = match &file {
        None => Settings::default(),
        Some(file) => {
            let text =
                std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
            let said = toml::from_str(&text).with_context(|| format!("in {}", file.display()))?;
            if matches!(cli.command, Command::Serve(_)) {
                keeps_its_secrets(file, &said)?;
            }
            said
        }
    };
    if let Some(data) = &cli.data {
        settings.data.clone_from(data);
    }
    let credentials = std::env::var_os("CREDENTIALS_DIRECTORY");
    let text = |name: &str| {
        let said = std::env::var(name).ok().filter(|v| !v.is_empty());
        said.or_else(|| credential(credentials.as_deref()?, name))
    };
    if let Some(url) = cli.database_url.clone().or_else(|| text("DATABASE_URL")) {
        settings.database_url = Some(url);
    }
    if let Some(url) = text("MOTCUA_REPLICA_URL") {
        settings.replica_url = Some(url);
    }
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
            other => bail!("MOTCUA_SMTP_TLS: {other:?} is none of: none, starttls, tls"),
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
    s3(&mut settings.s3, text);
    Ok(settings)
}

/// The store of files may be named by the environment alone: one variable makes the table.
fn s3(s3: &mut Option<S3>, text: impl Fn(&str) -> Option<String>) {
    let mut put = |name: &str, set: fn(&mut S3, String)| {
        if let Some(value) = text(name) {
            set(s3.get_or_insert_default(), value);
        }
    };
    put("MOTCUA_S3_ENDPOINT", |s3, value| s3.endpoint = value);
    put("MOTCUA_S3_BUCKET", |s3, value| s3.bucket = value);
    put("MOTCUA_S3_PREFIX", |s3, value| s3.prefix = value);
    put("MOTCUA_S3_REGION", |s3, value| s3.region = value);
    put("MOTCUA_S3_ACCESS_KEY", |s3, value| s3.access_key = Secret::new(value));
    put("MOTCUA_S3_SECRET_KEY", |s3, value| s3.secret_key = Secret::new(value));
}

/// What the service manager hands over under the name of a variable of the environment (systemd's `LoadCredential=`):
/// a file that no other process sees, unlike the environment.
fn credential(folder: &OsStr, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(Path::new(folder).join(name)).ok()?;
    Some(text.trim_end_matches(['\r', '\n']).to_owned()).filter(|text| !text.is_empty())
}

/// Refuses to serve by a file of settings that has secrets in it and may be read by every account of the machine.
fn keeps_its_secrets(file: &Path, said: &Settings) -> Result<()> {
    if said.hold_secrets() && others_may_read(file) {
        bail!("{0} holds passwords or keys and may be read by others: chmod o-rwx {0}", file.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::credential;
    use platform::settings::{Connections, Settings, SmsBody, SmsMethod};

    #[test]
    fn a_credential_is_a_file_without_its_last_line_break() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("MOTCUA_SMTP_PASSWORD"), " bi mat \n").unwrap();
        std::fs::write(folder.path().join("DATABASE_URL"), "\n").unwrap();
        let of = |name| credential(folder.path().as_os_str(), name);
        assert_eq!(of("MOTCUA_SMTP_PASSWORD").as_deref(), Some(" bi mat "));
        assert_eq!((of("DATABASE_URL"), of("MOTCUA_METRICS_TOKEN")), (None, None));
    }

    #[test]
    fn settings_with_passwords_are_told_from_those_without() {
        let of = |text: &str| toml::from_str::<Settings>(text).unwrap().hold_secrets();
        assert!(!of(
            "public_url = 'https://motcua.example'\ndatabase_url = 'postgres://motcua@127.0.0.1/motcua'"
        ));
        assert!(of("database_url = 'postgres://motcua:x@127.0.0.1/motcua'"));
        assert!(of("smtp_password = 'x'") && of("metrics_token = 'x'") && of(example()));
    }

    /// The example of docs/operations.md that begins with a table.
    fn example_of(table: &str) -> &'static str {
        let guide = include_str!("../../../docs/operations.md");
        guide.split("```toml\n").find(|part| part.starts_with(table)).unwrap().split("```").next().unwrap()
    }

    fn example() -> &'static str {
        example_of("[sms]")
    }

    #[test]
    fn the_guides_store_of_files_is_read_its_key_is_not_shown_and_the_environment_goes_first() {
        let mut settings: Settings = toml::from_str(example_of("[s3]")).unwrap();
        let s3 = settings.s3.clone().unwrap();
        assert_eq!((s3.bucket.as_str(), s3.region.as_str(), s3.path_style), ("motcua", "us-east-1", true));
        let shown = format!("{settings:?}");
        assert!(
            !shown.contains(s3.access_key.reveal()) && !shown.contains(s3.secret_key.reveal()),
            "{shown}"
        );
        let told = |name: &str| (name == "MOTCUA_S3_SECRET_KEY").then(|| "khác".to_owned());
        super::s3(&mut settings.s3, told);
        assert_eq!(settings.s3.unwrap().secret_key.reveal(), "khác");
        let mut none = None;
        super::s3(&mut none, |_| None);
        assert_eq!(none, None);
    }

    #[test]
    fn the_guides_limits_are_those_that_hold_where_nothing_is_set() {
        let set: Settings = toml::from_str(example_of("[connections]")).unwrap();
        assert_eq!(set.connections, Connections::default());
        let one: Settings = toml::from_str("[connections]\nmost = 7").unwrap();
        assert_eq!(one.connections, Connections { most: 7, ..Connections::default() });
        assert!(toml::from_str::<Settings>("[connections]\nmsot = 7").is_err());
    }

    #[test]
    fn the_guides_gateway_is_read_and_its_secrets_are_not_shown() {
        let settings: Settings = toml::from_str(example()).unwrap();
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
        let misspelt = example().replace("receiver", "reciever");
        assert!(toml::from_str::<Settings>(&misspelt).unwrap_err().to_string().contains("reciever"));
    }
}
