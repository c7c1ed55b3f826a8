//! Settings of one server process, from a TOML file, the environment and flags (server reads them).

use serde::Deserialize;
use std::collections::BTreeMap;
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
    /// URL of a read replica of that PostgreSQL, for boards and search; empty for none.
    pub replica_url: Option<String>,
    /// Public address of the site, for links in mails and QR codes, such as "https://motcua.cantho.gov.vn".
    pub public_url: Option<String>,
    /// Name of the city on the masthead.
    pub city: String,
    /// Send the cookie only over TLS.
    pub secure_cookies: bool,
    /// What browsers are told of TLS holds for the names below the public address too.
    pub hsts_subdomains: bool,
    /// Nothing leaves the server: mails stay in the outbox, shown to the administrator.
    pub sandbox: bool,
    /// SMTP server "host:port"; empty for no mail.
    pub smtp: Option<String>,
    /// How the connection to it is secured; by the port where it is not said (465 tls, 587 starttls, else none).
    pub smtp_tls: Option<SmtpTls>,
    /// Name to sign in there; empty for none.
    pub smtp_user: Option<String>,
    /// Password to sign in there; never logged.
    pub smtp_password: Option<Secret>,
    /// Proxies (addresses or networks such as "10.0.0.0/8") whose word on the caller's address is taken; none by default.
    pub trusted_proxies: Vec<String>,
    /// The header those proxies write: "x-forwarded-for" or "forwarded".
    pub proxy_header: String,
    /// The file of the key that signs the ledger's checkpoints; by default `ledger.key` in the data folder.
    pub ledger_key: Option<PathBuf>,
    /// Address of an RFC 3161 authority that time-stamps the ledger's checkpoints; empty: they are not stamped.
    pub tsa: Option<String>,
    /// A PEM file with the certificates that the signers of its stamps must lead to.
    pub tsa_authority: Option<PathBuf>,
    /// The file of the key that seals secrets of second factors; by default `identity.key` in the data folder.
    pub identity_key: Option<PathBuf>,
    /// Passwords known to have leaked, one a line, sorted: SHA-1 in hex as Have I Been Pwned gives them, or plain.
    pub breached_passwords: Option<PathBuf>,
    /// What a caller of `/metrics` must bring as its bearer token; without it only this machine itself is answered.
    pub metrics_token: Option<Secret>,
    /// A PEM file of certificate authorities that outgoing connections trust beside the public ones.
    pub authorities: Option<PathBuf>,
    /// Networks beside the open internet that users may name as targets (webhooks), such as "10.20.0.0/16".
    pub outward_networks: Vec<String>,
    /// An S3-compatible store for the stored files; none: they lie in the data folder.
    pub s3: Option<S3>,
    /// Where clamd listens, "host:port" or the path of its socket; files handed in are looked at by it. Empty: they are not.
    pub clamd: Option<String>,
    /// Sender of mails.
    pub mail_from: String,
    /// The gateway that sends text messages; none for no messages.
    pub sms: Option<Sms>,
    /// The gateway that fees are paid through online: the `[payment]` table; none: they are paid at the counter.
    pub payment: Option<Payment>,
    /// Demo accounts are listed on the sign-in page.
    pub demo: bool,
    /// Largest upload, bytes.
    pub max_upload: usize,
    /// Most rows of an XLSX file, which is built in memory; CSV has no such bound.
    pub max_sheet_rows: usize,
    /// Days that finished jobs are kept.
    pub keep_jobs_days: u32,
    /// How long the program waits for its clients, and how many it lets in.
    pub connections: Connections,
    /// Providers of identities (OpenID Connect) that people may sign in by.
    pub oidc: Vec<IdentityProvider>,
    /// Where traces go.
    pub telemetry: Telemetry,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            data: PathBuf::from("motcua-data"),
            listen: "127.0.0.1:8080".to_owned(),
            database_url: None,
            replica_url: None,
            public_url: None,
            city: "Thành phố Cần Thơ".to_owned(),
            secure_cookies: false,
            hsts_subdomains: true,
            sandbox: true,
            smtp: None,
            smtp_tls: None,
            smtp_user: None,
            smtp_password: None,
            trusted_proxies: Vec::new(),
            proxy_header: "x-forwarded-for".to_owned(),
            ledger_key: None,
            tsa: None,
            tsa_authority: None,
            identity_key: None,
            breached_passwords: None,
            metrics_token: None,
            authorities: None,
            outward_networks: Vec::new(),
            s3: None,
            clamd: None,
            mail_from: "motcua@localhost".to_owned(),
            sms: None,
            payment: None,
            demo: false,
            max_upload: 20 * 1024 * 1024,
            max_sheet_rows: 100_000,
            keep_jobs_days: 90,
            connections: Connections::default(),
            oidc: Vec::new(),
            telemetry: Telemetry::default(),
        }
    }
}

/// Traces of requests, jobs and statements for a collector that speaks OpenTelemetry (OTLP over HTTP).
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Telemetry {
    /// Its address, such as "http://127.0.0.1:4318"; empty: nothing is measured.
    pub otlp_endpoint: Option<String>,
    /// What this program is called there.
    pub service_name: String,
    /// The share of requests and jobs that are traced, from 0 to 1.
    pub sample: f64,
}

impl Default for Telemetry {
    fn default() -> Telemetry {
        Telemetry { otlp_endpoint: None, service_name: "motcua".to_owned(), sample: 1.0 }
    }
}

/// What the program bears of its clients, behind its proxy or without one: the `[connections]` table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Connections {
    /// Connections held at once; when one more comes, the one that waits longest without a request makes room.
    pub most: usize,
    /// Seconds within which a new connection must have sent the whole head of its first request.
    pub head_seconds: u64,
    /// Seconds after an answer within which the whole head of the next request must be there.
    pub idle_seconds: u64,
    /// Seconds for which a request's body may keep the program waiting, and one more for every `body_rate` bytes that came.
    pub body_seconds: u64,
    /// Bytes of a body that earn it another second.
    pub body_rate: u64,
    /// Seconds for which a client may take nothing of its answer.
    pub stall_seconds: u64,
    /// Seconds that the program itself may work on a request, waiting for the client not counted.
    pub request_seconds: u64,
}

impl Default for Connections {
    fn default() -> Connections {
        Connections {
            most: 16_384,
            head_seconds: 20,
            // Longer than proxies keep theirs (nginx: 60), so that none sends into a closing one.
            idle_seconds: 75,
            body_seconds: 20,
            body_rate: 4096,
            stall_seconds: 30,
            request_seconds: 60,
        }
    }
}

/// A provider of identities that people may sign in by: one `[[oidc]]` table of the settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityProvider {
    /// Its word in addresses: a-z, 0-9 and hyphens. The redirect address registered there ends in it.
    pub code: String,
    /// What its button is called.
    pub name: String,
    /// Its issuer, exactly as it writes it.
    pub issuer: String,
    /// How it knows this site.
    pub client_id: String,
    /// What this site proves that with.
    pub client_secret: Secret,
    /// Whom it signs in.
    #[serde(rename = "for")]
    pub audience: Audience,
    /// Staff: how an account is found at the first sign-in. Citizens are found by their identity number.
    #[serde(default)]
    pub find: Find,
    /// The claim that carries what is compared.
    pub claim: String,
    /// Further scopes to ask for, beside `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Values of `acr` or `amr` that stand for a second factor; none: it is asked for here.
    #[serde(default)]
    pub second_factor: Vec<String>,
    /// Citizens: the provider has compared the person with their papers, so that its word on the number is taken.
    #[serde(default)]
    pub trusted: bool,
}

impl IdentityProvider {
    /// Within what its persons are told apart: an official may have a citizen's account too.
    pub fn realm(&self) -> String {
        let whom = if self.audience == Audience::Staff { "staff" } else { "citizens" };
        format!("{whom} {}", self.issuer)
    }
}

/// Whom a provider of identities signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Officials, whose accounts exist already.
    Staff,
    /// Citizens, whose account is made at the first sign-in.
    Citizens,
}

/// How a member of staff is found at the first sign-in by a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Find {
    /// Two administrators have linked the value of the claim (a mail address, a number) with the account.
    #[default]
    Linked,
    /// The value of the claim is the sign-in name: the provider gives these names and no others can take them there.
    Login,
}

/// An S3-compatible store of files: the `[s3]` table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct S3 {
    /// Address of its server, "https://s3.example.vn".
    pub endpoint: String,
    /// The bucket; it must be there.
    pub bucket: String,
    /// What the names of this city's files begin with, such as "can-tho"; empty: the bucket is the city's own.
    pub prefix: String,
    /// What requests are signed for; servers of one's own know one region.
    pub region: String,
    /// Name of the key.
    pub access_key: Secret,
    /// The key.
    pub secret_key: Secret,
    /// The bucket stands in the path of an address; else in the name of its host.
    pub path_style: bool,
    /// Go without TLS to another machine.
    pub allow_http: bool,
}

impl Default for S3 {
    fn default() -> S3 {
        S3 {
            endpoint: String::new(),
            bucket: String::new(),
            prefix: String::new(),
            region: "us-east-1".to_owned(),
            access_key: Secret::default(),
            secret_key: Secret::default(),
            path_style: true,
            allow_http: false,
        }
    }
}

/// How the connection to the mail server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    /// Not at all: a server on this machine or in a closed network.
    None,
    /// Begins bare and must become TLS (usually port 587).
    StartTls,
    /// TLS from the first byte (usually port 465).
    Tls,
}

/// The HTTP gateway that sends text messages. No two are alike, so how one is spoken to stands here and not in the code.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sms {
    /// Where a message is handed over, "https://…".
    pub url: String,
    /// How.
    pub method: SmsMethod,
    /// How the body is written.
    pub body: SmsBody,
    /// Headers of the call, such as `Authorization`.
    pub headers: BTreeMap<String, Secret>,
    /// Names of the body's fields.
    pub names: SmsNames,
    /// Fields that are the same in every call, such as a user's name or a kind of message.
    pub constants: BTreeMap<String, Secret>,
    /// Who the message is from, as registered with the gateway; empty: the gateway knows.
    pub sender: String,
    /// What stands before the nine digits of the receiver's number: "+84", "84" or "0".
    pub prefix: String,
    /// Where the gateway's own number of the message stands in its JSON answer (RFC 6901), such as "/data/id".
    /// An answer without it is a refusal. Unset: the gateway tells of the message by our reference.
    pub reference_at: Option<String>,
    /// The last part of the address to which the gateway tells what became of a message; unset: nobody is listened to.
    pub receipts_token: Option<Secret>,
    /// How it tells.
    pub receipts: SmsReceipts,
}

impl Default for Sms {
    fn default() -> Sms {
        Sms {
            url: String::new(),
            method: SmsMethod::default(),
            body: SmsBody::default(),
            headers: BTreeMap::new(),
            names: SmsNames::default(),
            constants: BTreeMap::new(),
            sender: String::new(),
            prefix: "+84".to_owned(),
            reference_at: None,
            receipts_token: None,
            receipts: SmsReceipts::default(),
        }
    }
}

/// The method of a call to the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmsMethod {
    /// POST.
    #[default]
    Post,
    /// PUT.
    Put,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmsBody {
    /// One JSON object.
    #[default]
    Json,
    /// A form, percent-encoded.
    Form,
}

/// Names of the body's fields; an empty one is not sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SmsNames {
    /// The receiver's number.
    pub receiver: String,
    /// The text.
    pub text: String,
    /// The sender.
    pub sender: String,
    /// Our own reference, the same when a message is tried again.
    pub reference: String,
}

impl Default for SmsNames {
    fn default() -> SmsNames {
        let name = str::to_owned;
        SmsNames {
            receiver: name("to"),
            text: name("text"),
            sender: name("from"),
            reference: name("reference"),
        }
    }
}

/// How the gateway tells what became of a message.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SmsReceipts {
    /// How the body is written; a form is read like an object of its fields.
    pub body: SmsBody,
    /// Where the reference stands (RFC 6901).
    pub reference: String,
    /// Where the state stands.
    pub state: String,
    /// States that mean that the telephone has it.
    pub delivered: Vec<String>,
    /// States that mean that it never will; every other one is on the way.
    pub failed: Vec<String>,
}

impl Default for SmsReceipts {
    fn default() -> SmsReceipts {
        SmsReceipts {
            body: SmsBody::default(),
            reference: "/reference".to_owned(),
            state: "/state".to_owned(),
            delivered: vec!["delivered".to_owned()],
            failed: vec!["failed".to_owned()],
        }
    }
}

/// The gateway that fees are paid through: the `[payment]` table.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Payment {
    /// No gateway but this program's own training page, which moves no money and says so. Never where people really pay.
    pub sandbox: bool,
    /// Address of the gateway, "https://…"; not asked for in training.
    pub url: String,
    /// What the gateway knows the city as.
    pub merchant: String,
    /// What both sides sign with, 20 letters at least.
    pub secret: Secret,
    /// Seconds for which what was signed is believed.
    pub window_seconds: i64,
}

impl Default for Payment {
    fn default() -> Payment {
        Payment {
            sandbox: false,
            url: String::new(),
            merchant: "motcua".to_owned(),
            secret: Secret::default(),
            window_seconds: 300,
        }
    }
}

impl Payment {
    /// Why these cannot be followed; none where they can.
    pub fn fault(&self) -> Option<&'static str> {
        let named = url::Url::parse(&self.url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if self.secret.reveal().chars().count() < 20 {
            Some("secret: 20 letters at least")
        } else if !self.sandbox && !named {
            Some("url: neither http nor https")
        } else if self.window_seconds <= 0 {
            Some("window_seconds: more than nothing")
        } else {
            None
        }
    }
}

/// A setting that no log and no error message shows.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: String) -> Secret {
        Secret(text)
    }

    /// The text, for whom it is meant.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Settings {
    /// Whether browsers reach the site over TLS: the public address says so, or whoever installed it.
    pub fn over_tls(&self) -> bool {
        self.secure_cookies || self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Whether these say anything that other accounts of the machine must not read.
    pub fn hold_secrets(&self) -> bool {
        let password = |url: &Option<String>| {
            let parsed = url.as_deref().and_then(|url| url::Url::parse(url).ok());
            parsed.is_some_and(|url| url.password().is_some())
        };
        let gateway = self.sms.as_ref().is_some_and(|sms| {
            !sms.headers.is_empty() || !sms.constants.is_empty() || sms.receipts_token.is_some()
        });
        password(&self.database_url)
            || password(&self.replica_url)
            || self.smtp_password.is_some()
            || self.metrics_token.is_some()
            || gateway
            || self.payment.is_some()
            || !self.oidc.is_empty()
    }

    /// The address that links carry.
    pub fn base_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }
}
