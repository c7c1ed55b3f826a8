//! What a slice declares of itself: plain data and function pointers, from which the platform makes the rest.

use crate::access::PermissionDecl;
use crate::api::{Interface, Operations};
use crate::app::App;
use crate::erasure::Erasure;
use crate::error::Result;
use crate::events::Listener;
use crate::http::Routes;
use crate::indicators::Indicator;
use crate::jobs::Job;
use crate::store::Migration;
use crate::webhooks::Hook;
use futures::future::BoxFuture;

/// One folder of the city's work.
pub struct Slice {
    /// Name of the folder, such as "one_stop"; prefix of permissions, jobs and (with hyphens) messages.
    pub name: &'static str,
    /// Pillar it stands in, such as "apparatus"; "ground" for the platform itself.
    pub pillar: &'static str,
    /// Tables only this slice's SQL may name.
    pub tables: &'static [&'static str],
    /// Steps of its tables.
    pub migrations: &'static [Migration],
    /// Permissions with the shipped roles that hold them.
    pub permissions: &'static [PermissionDecl],
    /// Its routes, each with its access.
    pub routes: fn() -> Routes,
    /// Its operations of the programming interface, each with its access and schemas.
    pub api: fn() -> Operations,
    /// The interface that its operations belong to: ours, unless it adapts one that others have drawn.
    pub interface: &'static Interface,
    /// Navigation entries.
    pub menu: &'static [MenuEntry],
    /// What it lets steering measure.
    pub indicators: &'static [Indicator],
    /// Its scheduled and queued work.
    pub jobs: &'static [Job],
    /// Names of those jobs that take all that waits of their kind at once: they are given a list of payloads.
    pub together: &'static [&'static str],
    /// Events it listens to.
    pub listeners: &'static [Listener],
    /// Events that other programs may subscribe.
    pub hooks: &'static [Hook],
    /// Kinds of records it puts into the search index.
    pub search: &'static [SearchKind],
    /// All that it keeps about the person of an account, for that person to take away.
    pub personal: Option<Personal>,
    /// What of that goes and what stays when the person asks for erasure.
    pub erasure: Option<Erasure>,
    /// Addresses of its lists that tell of persons: taking one away as a file is a read of personal data.
    pub persons: &'static [&'static str],
    /// Keys of the legal profiles (data/profiles.yaml) that its code reads: publishing one of them changes what it does.
    pub rules: &'static [&'static str],
    /// Its printed forms, each rendered with its sample in a test.
    pub forms: &'static [FormDecl],
    /// Texts, Vietnamese and English Fluent resources.
    pub messages: (&'static str, &'static str),
    /// Fills a new city's tables with the data that ships (rules, agencies, procedures), in slice order; idempotent.
    pub seed: Option<Seed>,
    /// Its share of the demo city, in slice order.
    pub demo: Option<Demo>,
}

/// Fills a new city's tables with what ships.
pub type Seed = fn(App) -> BoxFuture<'static, Result<()>>;

/// What a slice keeps about the person of an account.
pub type Personal = fn(App, i64) -> BoxFuture<'static, Result<serde_json::Value>>;

/// Builds a slice's share of the demo city.
pub type Demo = fn(App, DemoPlan) -> BoxFuture<'static, Result<()>>;

/// Is told how far something is: (what, done, of).
pub type Progress = std::sync::Arc<dyn Fn(&str, u64, u64) + Send + Sync>;

impl Slice {
    /// A slice that declares nothing yet; name the rest with struct update syntax.
    pub const EMPTY: Slice = Slice {
        name: "",
        pillar: "",
        tables: &[],
        migrations: &[],
        permissions: &[],
        routes: Routes::new,
        api: Operations::new,
        interface: &Interface::OWN,
        menu: &[],
        indicators: &[],
        jobs: &[],
        together: &[],
        listeners: &[],
        hooks: &[],
        search: &[],
        personal: None,
        erasure: None,
        persons: &[],
        rules: &[],
        forms: &[],
        messages: ("", ""),
        seed: None,
        demo: None,
    };
}

/// A navigation entry, shown to who may open it.
#[derive(Debug, Clone, Copy)]
pub struct MenuEntry {
    /// Message key of its label.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Group, one of those that `ui` draws: "work", "books", "fees", "listening", "procedures", "design", "steering",
    /// "admin", "mine"; for everybody "public" (the first row), "lookup", "voice", "about".
    pub group: &'static str,
    /// Who sees it; the same rule as the route's.
    pub access: crate::http::Access,
    /// Order within the group.
    pub order: u32,
}

/// A kind of record in the search index.
#[derive(Debug, Clone, Copy)]
pub struct SearchKind {
    /// Kind, such as "dossier".
    pub kind: &'static str,
    /// Message key of its name.
    pub label: &'static str,
    /// Permission needed to find it, within its scope; `None` for public records.
    pub permission: Option<crate::access::Permission>,
    /// Of a public kind: where a record stands among those that match alike, the lowest first; `None`: no order of its own.
    pub standing: Option<fn(&crate::Ctx, i64) -> u8>,
    /// Whether there may be millions, as of dossiers: such a kind is looked for by itself, the others together.
    pub many: bool,
}

/// A printed form as the slice ships it.
#[derive(Debug, Clone, Copy)]
pub struct FormDecl {
    /// Name, such as "one_stop.receipt".
    pub name: &'static str,
    /// Typst source.
    pub source: &'static str,
    /// Sample inputs as JSON.
    pub sample: &'static str,
}

/// How big a demo city to build.
#[derive(Clone)]
pub struct DemoPlan {
    /// Number of dossiers.
    pub dossiers: u64,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Told of progress: (what, done, of).
    pub progress: Progress,
}
