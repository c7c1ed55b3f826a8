//! The port `contracts::settlement::SettlementEnds`: the two ends of a dossier for those who show its promise.

use super::pages::ROOT;
use super::rules::{End, How, ends, last_in_time};
use async_trait::async_trait;
use contracts::settlement::{BarePromise, BothEnds, DossierRecords, EndOf, SettlementEnds};
use kernel::Moment;
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct TwoEnds;

/// The port, for the server to wire.
pub fn both_ends() -> Arc<dyn SettlementEnds> {
    Arc::new(TwoEnds)
}

#[async_trait]
impl SettlementEnds for TwoEnds {
    async fn of(&self, app: &App, dossier: i64, until: Moment) -> Result<Option<BothEnds>> {
        let records: Arc<dyn DossierRecords> = app.port()?;
        let Some(facts) = records.one(app, dossier).await? else { return Ok(None) };
        let how = How::on(&app.profiles(), facts.received.unwrap_or(until).day())?;
        Ok(ends(&facts, how.promise, until).map(|both| BothEnds {
            law: told(&both.law),
            index: told(&both.index),
            waited: both.waited,
            asked_again: both.asked_again,
            index_limit: last_in_time(how.promise, facts.first_due, facts.due, both.waited),
            href: format!("{ROOT}/hai-moc/{dossier}"),
        }))
    }

    fn index_limit(&self, app: &App, promise: BarePromise) -> Result<Option<Moment>> {
        let how = How::on(&app.profiles(), promise.day)?;
        Ok(last_in_time(how.promise, promise.first, promise.current, promise.waited))
    }
}

fn told(end: &End) -> EndOf {
    EndOf { compared: end.compared, promise: end.promise, class: end.class.map(|class| class.code()) }
}
