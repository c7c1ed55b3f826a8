//! Settings of one server process, from a TOML file, the environment and flags (server reads them).

use serde::Deserialize;
use std::path::PathBuf;

/// What an installation may set; every field has a default that works on one machine.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Folder of the database, files and keys.
    pub data: PathBuf,
    /// Address to listen on.
    pub listen: String,
    /// PostgreSQL URL; empty for SQLite in the data folder.
    pub database_url: Option<String>,
    /// Public address of the site, for links in mails and QR codes, such as "https://motcua.cantho.gov.vn".
    pub public_url: Option<String>,
    /// Name of the city on the masthead.
    pub city: String,
    /// Send the cookie only over TLS.
    pub secure_cookies: bool,
    /// Nothing leaves the server: mails stay in the outbox, shown to the administrator.
    pub sandbox: bool,
    /// SMTP server "host:port"; empty for no mail.
    pub smtp: Option<String>,
    /// Sender of mails.
    pub mail_from: String,
    /// Demo accounts are listed on the sign-in page.
    pub demo: bool,
    /// Largest upload, bytes.
    pub max_upload: usize,
    /// Days that finished jobs are kept.
    pub keep_jobs_days: u32,
    /// Days that ended sessions are kept.
    pub keep_sessions_days: u32,
    /// Days that notices which were read are kept, with their mails.
    pub keep_notices_days: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            data: PathBuf::from("motcua-data"),
            listen: "127.0.0.1:8080".to_owned(),
            database_url: None,
            public_url: None,
            city: "Thành phố Cần Thơ".to_owned(),
            secure_cookies: false,
            sandbox: true,
            smtp: None,
            mail_from: "motcua@localhost".to_owned(),
            demo: false,
            max_upload: 20 * 1024 * 1024,
            keep_jobs_days: 90,
            keep_sessions_days: 90,
            keep_notices_days: 730,
        }
    }
}

impl Settings {
    /// The address that links carry.
    pub fn base_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }
}
