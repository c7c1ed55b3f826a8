//! The post (bưu chính) as other slices see it: results that go to the person by post, letters that bring dossiers.

use crate::dossiers::Person;
use async_trait::async_trait;
use kernel::{Day, Moment};
use platform::error::Result;
use platform::events::Event;
use platform::{App, Ctx, Tx};
use serde::{Deserialize, Serialize};

/// A dossier as far as its result goes by post.
#[derive(Debug, Clone)]
pub struct PostDossier {
    /// Id.
    pub id: i64,
    /// Mã hồ sơ.
    pub code: String,
    /// Key of its tracking page.
    pub tracking_key: String,
    /// Agency whose desk sends it.
    pub agency_id: i64,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Account that filed it.
    pub account_id: Option<i64>,
    /// Who gets the result: the proxy where one filed, else the owner.
    pub receiver: Person,
    /// The result is signed, not handed over yet, and to be sent by post.
    pub waits_for_post: bool,
    /// The result was signed.
    pub signed_at: Option<Moment>,
}

/// Port of the slice `one_stop`: dossiers whose results the post carries.
#[async_trait]
pub trait PostDossiers: Send + Sync {
    /// A dossier, if it is there.
    async fn one(&self, app: &App, id: i64) -> Result<Option<PostDossier>>;
    /// Those of an agency that wait for the post, by their ids, of greater ids than `after`; `most` at a time.
    async fn waiting(&self, app: &App, agency: i64, after: i64, most: i64) -> Result<Vec<PostDossier>>;
}

/// How a consignment of a dossier stands, for the dossier's pages.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// Message key of its state.
    pub state: String,
    /// Tone of the state's tag: neutral, info, good, warn, bad.
    pub tone: &'static str,
    /// Name of the service.
    pub service: String,
    /// Number under which the post carries it; empty until it has one.
    pub number: String,
    /// Handed to the post.
    pub posted_on: Option<Day>,
    /// It is in the hands of the post now: neither delivered nor back.
    pub away: bool,
    /// Its page for whoever holds its key.
    pub href: String,
    /// Its page for the staff.
    pub staff_href: String,
}

/// A letter that brought a dossier.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Id.
    pub id: i64,
    /// Who sent it.
    pub sender: Person,
    /// Agency that it came to.
    pub agency_id: i64,
    /// The dossier opened from it before: id, code.
    pub dossier: Option<(i64, String)>,
}

/// A row of the tariff of the post, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariffRow {
    /// Name of the service.
    pub service: String,
    /// How far.
    pub zone: String,
    /// đồng.
    pub amount: i64,
}

/// Port of the slice `post`.
#[async_trait]
pub trait Post: Send + Sync {
    /// The tariff of today; empty where the city has entered none.
    fn tariff(&self, ctx: &Ctx) -> Result<Vec<TariffRow>>;
    /// The consignments of a dossier, the newest first.
    async fn of_dossier(&self, app: &App, dossier_id: i64) -> Result<Vec<Parcel>>;
    /// Whether the post has a result of the dossier, or has delivered it, for which the receiver pays.
    async fn receiver_pays(&self, app: &App, dossier_id: i64) -> Result<bool>;
    /// A letter that waits to become a dossier, or has become one, if the viewer may open it.
    async fn letter(&self, ctx: &Ctx, id: i64) -> Result<Option<Letter>>;
    /// Joins a letter to the dossier (id, code) opened from it, in the caller's transaction: the day on which the dossier
    /// counts as filed, by the rule; `None` where the letter is not the viewer's. A letter that has a dossier already is
    /// refused unless the viewer has seen that dossier and opens a second one all the same (`again`).
    async fn join(
        &self,
        ctx: &Ctx,
        tx: &Tx,
        letter: i64,
        dossier: (i64, &str),
        again: bool,
    ) -> Result<Option<Day>>;
}

/// The post has delivered the result of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultDelivered {
    /// The dossier.
    pub dossier_id: i64,
    /// Agency whose desk sent it; 0 in an event of an older program.
    #[serde(default)]
    pub agency_id: i64,
    /// Who got it, in words.
    pub to: String,
}

impl Event for ResultDelivered {
    const TOPIC: &'static str = "post.delivered";
}

/// The post could not deliver the result of a dossier and brought it back: it is fetched at the counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultCameBack {
    /// The dossier.
    pub dossier_id: i64,
    /// Agency whose desk sent it; 0 in an event of an older program.
    #[serde(default)]
    pub agency_id: i64,
    /// Why, in words.
    pub reason: String,
}

impl Event for ResultCameBack {
    const TOPIC: &'static str = "post.came_back";
}
