//! The ways to a thread from the one-stop's pages, with how many wait to be read or answered; which dossiers were complained of.

use super::rules::{Limits, Side, opens};
use super::store;
use async_trait::async_trait;
use contracts::settlement::DossierComplaints;
use contracts::tools::{Conversations, Shortcut};
use kernel::Day;
use platform::error::Result;
use platform::{App, Ctx};
use std::sync::Arc;

struct Talks;

/// What the evaluation of settlement asks of complaints.
pub fn complaints() -> Arc<dyn DossierComplaints> {
    Arc::new(Talks)
}

#[async_trait]
impl DossierComplaints for Talks {
    async fn complained(&self, app: &App, dossiers: &[i64]) -> Result<Vec<i64>> {
        store::complained(&app.store, dossiers).await
    }
}

/// What the server hands to the other slices.
pub fn conversations() -> Arc<dyn Conversations> {
    Arc::new(Talks)
}

#[async_trait]
impl Conversations for Talks {
    async fn of_staff(&self, ctx: &Ctx, dossier: i64) -> Result<Option<Shortcut>> {
        let thread = store::thread_of(&ctx.app.store, dossier).await?;
        let waits = thread.is_some_and(|thread| thread.waiting_since.is_some());
        let key = if waits { "messages-way-waiting" } else { "messages-way" };
        Ok(Some(way(ctx.t(key), format!("/ho-so/{dossier}/trao-doi"))))
    }

    async fn correction_due(&self, app: &App, dossier: i64) -> Result<Option<Day>> {
        let due = store::thread_of(&app.store, dossier).await?.and_then(|thread| thread.correction_due_on);
        Ok(due.and_then(|day| day.parse().ok()))
    }

    async fn of_applicant(
        &self,
        ctx: &Ctx,
        (dossier, filed_by): (i64, Option<i64>),
        key: &str,
    ) -> Result<Option<Shortcut>> {
        let limits = Limits::on(&ctx.app.profiles(), ctx.today())?;
        let reader = ctx.viewer.as_ref().map(|viewer| viewer.account_id);
        if !opens(filed_by, reader, limits.by_key) {
            return Ok(None);
        }
        let thread = store::thread_of(&ctx.app.store, dossier).await?;
        let new = thread.is_some_and(|thread| thread.is_new_to(Side::Applicant));
        let label = if new { "messages-way-applicant-new" } else { "messages-way-applicant" };
        Ok(Some(way(ctx.t(label), format!("/theo-doi/{key}/trao-doi"))))
    }
}

fn way(label: String, href: String) -> Shortcut {
    Shortcut { label, href, post: false, hidden: Vec::new() }
}
