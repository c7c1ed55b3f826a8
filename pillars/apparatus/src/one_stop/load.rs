//! The port `contracts::load::DossierLoad`: dossiers counted by procedure, and the list behind a year's count.

use super::pages::of_year;
use super::permissions::VIEW;
use super::store;
use async_trait::async_trait;
use contracts::load::{DossierLoad, ProcedureLoad, ReturnReason};
use kernel::{Day, Period};
use platform::error::Result;
use platform::{App, Ctx, Locale, Scope};
use std::sync::Arc;

struct Load;

/// The port, for the server to wire.
pub fn load() -> Arc<dyn DossierLoad> {
    Arc::new(Load)
}

#[async_trait]
impl DossierLoad for Load {
    async fn received(&self, app: &App, procedure: &str, year: i32, agency: i64) -> Result<i64> {
        let year = Period::Year { year };
        let below = Scope::Agencies(app.directory().subtree(agency));
        store::received_count(&app.store, procedure, (year.first(), year.last()), &below).await
    }

    fn list_href(&self, ctx: &Ctx, procedure: &str, year: i32, agency: Option<i64>) -> Option<String> {
        let may = ctx.viewer.as_ref().is_some_and(|v| v.has(VIEW));
        let of = agency.map(|id| format!("&don-vi={id}")).unwrap_or_default();
        may.then(|| format!("{}?thu-tuc={}&nam={year}{of}", of_year::PATH, ui::platform_url(procedure)))
    }

    async fn by_procedure(&self, app: &App, from: Day, to: Day) -> Result<Vec<ProcedureLoad>> {
        let rows = store::fared(&app.store, (from, to)).await?;
        Ok(rows
            .into_iter()
            .map(|r| ProcedureLoad {
                procedure: r.procedure_code,
                received: r.received,
                settled: r.settled,
                late: r.late,
                sent_back: r.sent_back,
                refused: r.refused,
                half_days: r.half_days,
                timed: r.timed,
            })
            .collect())
    }

    async fn reasons(&self, app: &App, from: Day, to: Day) -> Result<Vec<ReturnReason>> {
        let rows = store::asked_for(&app.store, (from, to)).await?;
        Ok(rows
            .into_iter()
            .map(|r| ReturnReason { procedure: r.procedure_code, code: r.reason_code, count: r.n })
            .collect())
    }

    fn reason(&self, locale: &Locale, code: &str) -> String {
        locale.t(&format!("one-stop-reason-{}", code.replace('_', "-")))
    }
}
