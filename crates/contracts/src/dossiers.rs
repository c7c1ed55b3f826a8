//! Dossiers (hồ sơ) as other slices see them: the intake port, the person's view, and the events of a dossier's life.

use async_trait::async_trait;
use kernel::Moment;
use platform::error::Result;
use platform::events::Event;
use platform::http::Query;
use platform::list::Page;
use platform::{App, Ctx, Tx};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// How a dossier came in (KenhThucHien).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Trực tiếp.
    Counter,
    /// Trực tuyến.
    Online,
    /// Bưu chính.
    Post,
}

impl Channel {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Channel::Counter => "counter",
            Channel::Online => "online",
            Channel::Post => "post",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Channel> {
        [Channel::Counter, Channel::Online, Channel::Post].into_iter().find(|c| c.code() == code)
    }
}

/// A person or body in a dossier: owner (chủ hồ sơ) or proxy (người được ủy quyền).
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Identity or registration number.
    #[serde(default)]
    pub identity_number: String,
    /// Address.
    #[serde(default)]
    pub address: String,
    /// Telephone.
    #[serde(default)]
    pub phone: String,
    /// E-mail.
    #[serde(default)]
    pub email: String,
}

/// A paper handed in with a filing.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct FiledPaper {
    /// Key of the component.
    pub component: String,
    /// original, copy or electronic; "missing" when it is not there.
    pub given: String,
    /// Copies given.
    pub copies: i64,
    /// Why it is missing, or a remark.
    pub note: Option<String>,
    /// Stored file, if scanned or attached: (hash, name).
    pub file: Option<(String, String)>,
}

/// A dossier to open.
#[derive(Debug, Clone)]
pub struct Filing {
    /// Code of the procedure.
    pub procedure: String,
    /// Agency that shall receive it.
    pub agency_id: i64,
    /// Channel.
    pub channel: Channel,
    /// citizen, firm, household_business, organisation.
    pub applicant_kind: String,
    /// Owner of the matter.
    pub owner: Person,
    /// Who files for the owner, if somebody does.
    pub proxy: Option<Person>,
    /// Account of the citizen who files online.
    pub account_id: Option<i64>,
    /// Data of the electronic form, valid against the procedure's schema.
    pub form: Json,
    /// Papers.
    pub papers: Vec<FiledPaper>,
    /// counter, post or online.
    pub result_delivery: String,
    /// Key of the term variant chosen at the counter; none is taken from the form's answers.
    pub term_variant: Option<String>,
    /// Key made with the form: the same key opens one dossier, however often it is sent.
    pub idempotency_key: String,
}

/// What an opened dossier answers with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Id.
    pub id: i64,
    /// Dossier code (mã hồ sơ).
    pub code: String,
    /// Key in the tracking link and QR code.
    pub tracking_key: String,
    /// It stood already under this idempotency key.
    pub existed: bool,
}

/// Port of the slice `one_stop`: opening dossiers.
#[async_trait]
pub trait DossierIntake: Send + Sync {
    /// Opens a dossier in the caller's transaction; state "mới đăng ký".
    async fn open(&self, app: &App, tx: &Tx, filing: Filing) -> Result<Opened>;
}

/// A dossier as its applicant sees it in a list.
#[derive(Debug, Clone)]
pub struct MyDossier {
    /// Id.
    pub id: i64,
    /// Code.
    pub code: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Receiving agency.
    pub agency: String,
    /// Message key of the state in plain words.
    pub state: String,
    /// Message key of what the applicant has to do next.
    pub next: String,
    /// Tone of the state's tag: neutral, info, good, warn, bad.
    pub tone: &'static str,
    /// When it was filed.
    pub filed_at: Moment,
    /// Promised moment.
    pub due_at: Option<Moment>,
    /// Page of the dossier for its applicant.
    pub href: String,
}

/// Port of the slice `one_stop`: the person's own dossiers.
#[async_trait]
pub trait MyDossiers: Send + Sync {
    /// One page of the signed-in citizen's dossiers under a list's query: `ma` (part of the code), `viec` (`can`, `cho` or
    /// `xong`), sorted by `nop`, `han` or `ma`.
    async fn page(&self, ctx: &Ctx, query: &Query) -> Result<Page<MyDossier>>;
    /// All of them under the same query, for a file.
    async fn all(&self, ctx: &Ctx, query: &Query) -> Result<Vec<MyDossier>>;
    /// The answers of the citizen's last dossier of a procedure, and when it was filed.
    async fn last_form(&self, ctx: &Ctx, procedure: &str) -> Result<Option<(Moment, Json)>>;
    /// The receipt of one's own dossier as PDF.
    async fn receipt(&self, ctx: &Ctx, id: i64) -> Result<Vec<u8>>;
}

/// Something happened to a dossier; what listeners need to follow it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DossierFact {
    /// Id.
    pub dossier_id: i64,
    /// Code.
    pub code: String,
    /// Agency that settles it.
    pub agency_id: i64,
    /// Procedure code.
    pub procedure: String,
    /// Field code.
    pub field: String,
    /// Channel.
    pub channel: Channel,
    /// Account of the applicant, if any.
    pub account_id: Option<i64>,
    /// Day of filing, ISO.
    #[serde(default)]
    pub filed_on: Option<String>,
    /// Day of receipt, ISO, once received.
    pub received_on: Option<String>,
    /// Promised day, ISO, once promised.
    #[serde(default)]
    pub due_on: Option<String>,
    /// Promised day before this change, ISO: figures of its month change too.
    #[serde(default)]
    pub due_before_on: Option<String>,
    /// Day of settlement, ISO, once settled.
    pub settled_on: Option<String>,
}

macro_rules! dossier_event {
    ($(#[$doc:meta])* $name:ident, $topic:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub struct $name(pub DossierFact);
        impl Event for $name {
            const TOPIC: &'static str = $topic;
        }
    };
}

dossier_event!(/** Filed: state 1. */ DossierFiled, "one_stop.filed");
dossier_event!(/** Received: state 2, the clock runs. */ DossierReceived, "one_stop.received");
dossier_event!(/** Changed in a way that figures must follow (supplement, refusal, withdrawal, stop, extension). */ DossierChanged, "one_stop.changed");
dossier_event!(/** Settled: state 9. */ DossierSettled, "one_stop.settled");
dossier_event!(/** Result handed over: state 10. */ DossierReturned, "one_stop.returned");

/// The account that filed these dossiers was erased at its owner's request: what invites that person goes too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerErased {
    /// Their ids.
    pub dossiers: Vec<i64>,
}

impl Event for OwnerErased {
    const TOPIC: &'static str = "one_stop.owner_erased";
}
