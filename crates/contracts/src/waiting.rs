//! What waits for somebody, whatever its kind: who holds it, since when, until when. Each slice with such work implements
//! [`WaitingSource`]; the page that shows all of it reads them through [`WaitingSources`].

use async_trait::async_trait;
use kernel::Moment;
use platform::error::Result;
use platform::{App, Locale, Scope};
use std::sync::Arc;

/// One thing that waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Kind, one of its source's; unique among all sources.
    pub kind: &'static str,
    /// Number of the record among its kind.
    pub id: i64,
    /// What it is called; names no citizen.
    pub title: String,
    /// The record's page.
    pub href: String,
    /// Agency that holds it.
    pub agency_id: i64,
    /// Account of the official who holds it, if it is one.
    pub holder_id: Option<i64>,
    /// Who holds it, in words: the official's name or a role; "" where only the agency is known.
    pub holder: String,
    /// What it waits for, in words.
    pub step: String,
    /// Since when.
    pub since: Moment,
    /// Until when; none where nothing is promised.
    pub due: Option<Moment>,
}

/// What a slice has waiting.
#[async_trait]
pub trait WaitingSource: Send + Sync {
    /// Kinds it gives, each with the key of its name.
    fn kinds(&self) -> &'static [(&'static str, &'static str)];

    /// What waits at the agencies of a scope, in the reader's words: the soonest due first, at most `most`.
    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>>;
}

/// All sources, for the server to hand over.
#[derive(Clone)]
pub struct WaitingSources(pub Vec<Arc<dyn WaitingSource>>);
