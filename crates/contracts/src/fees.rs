//! Fees and charges (phí, lệ phí) as other slices see them: what a dossier owes, what the desk noted, what is settled.

use crate::dossiers::Channel;
use async_trait::async_trait;
use kernel::Moment;
use platform::error::Result;
use platform::events::Event;
use platform::{App, Tx};
use serde::{Deserialize, Serialize};

/// A dossier as far as its fees go.
#[derive(Debug, Clone)]
pub struct FeeDossier {
    /// Id.
    pub id: i64,
    /// Mã hồ sơ.
    pub code: String,
    /// Key of its tracking page.
    pub tracking_key: String,
    /// Agency whose desk takes the money.
    pub agency_id: i64,
    /// Procedure code.
    pub procedure: String,
    /// Its name.
    pub procedure_name: String,
    /// Field code.
    pub field: String,
    /// Channel.
    pub channel: Channel,
    /// Name of the owner: who pays, as the receipt says it.
    pub payer: String,
    /// Account that filed it online.
    pub account_id: Option<i64>,
    /// Day of receipt, ISO, once received: the schedule of that day holds.
    pub received_on: Option<String>,
}

/// Port of the slice `one_stop`: the dossiers that fees are taken for.
#[async_trait]
pub trait FeeDossiers: Send + Sync {
    /// A dossier, if it is there.
    async fn one(&self, app: &App, id: i64) -> Result<Option<FeeDossier>>;
    /// What the desk noted on it and did not cancel, as committed so far.
    async fn noted(&self, app: &App, id: i64) -> Result<Vec<DeskMoney>>;
    /// The dossiers that an agency received last.
    async fn received_last(&self, app: &App, agency: i64, most: i64) -> Result<Vec<FeeDossier>>;
}

/// Money that the desk noted on a dossier, under the number of a paper receipt.
#[derive(Debug, Clone)]
pub struct DeskMoney {
    /// Id of the dossier's line.
    pub id: i64,
    /// đồng.
    pub amount: i64,
    /// cash or transfer.
    pub paid_by: String,
    /// Number of the paper receipt.
    pub receipt_number: String,
    /// When it was taken.
    pub at: Moment,
    /// By whom.
    pub by: String,
}

/// How the fees of a dossier stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeStanding {
    /// To be paid in all, exemptions taken off, đồng.
    pub due: i64,
    /// Paid and not given back.
    pub paid: i64,
    /// Still owed.
    pub owed: i64,
    /// Page of the demand, for staff.
    pub href: String,
    /// Page to pay at and to fetch receipts from, for who holds its key.
    pub pay_href: String,
}

/// A dossier of which money is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeePaid {
    /// The dossier.
    pub dossier_id: i64,
    /// Some of it came through the network.
    pub online: bool,
}

/// Port of the slice `fees`.
#[async_trait]
pub trait Fees: Send + Sync {
    /// Enters money that the desk noted, in the caller's transaction; the demand is made if it is not there yet.
    async fn noted(&self, app: &App, tx: &Tx, dossier: &FeeDossier, money: &DeskMoney) -> Result<()>;
    /// Takes a noted line back, in the caller's transaction.
    async fn withdrawn(&self, tx: &Tx, line: i64, reason: &str) -> Result<()>;
    /// What a dossier still owes, asked in the caller's transaction before a step that demands it paid.
    async fn owed(&self, app: &App, tx: &Tx, dossier: &FeeDossier) -> Result<i64>;
    /// Of the dossiers from one id to another, those of which money is held, by their ids.
    async fn paid(&self, app: &App, dossiers: (i64, i64)) -> Result<Vec<FeePaid>>;
    /// How the fees of a dossier stand; `None` where none were demanded.
    async fn standing(&self, app: &App, dossier_id: i64) -> Result<Option<FeeStanding>>;
    /// Whether the demand of a dossier charges what the post asks for its result.
    async fn postage(&self, app: &App, dossier_id: i64) -> Result<bool>;
}

/// Money for a dossier came, was taken back or given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeesPaid {
    /// The dossier.
    pub dossier_id: i64,
}

impl Event for FeesPaid {
    const TOPIC: &'static str = "fees.paid";
}
