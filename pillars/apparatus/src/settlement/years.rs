//! The port `contracts::settlement::SettlementYears`: the index of service of a year, for those who compare agencies.

use super::cards;
use super::pages::ROOT;
use async_trait::async_trait;
use contracts::settlement::{SettlementYear, SettlementYears};
use kernel::Period;
use platform::error::Result;
use platform::{App, Scope};
use std::sync::Arc;

struct Years;

/// The port, for the server to wire.
pub fn years() -> Arc<dyn SettlementYears> {
    Arc::new(Years)
}

#[async_trait]
impl SettlementYears for Years {
    async fn of_year(&self, app: &App, year: i32) -> Result<Vec<SettlementYear>> {
        let period = Period::Year { year };
        let cards = cards::load(app, period, &Scope::All, None).await?;
        let directory = app.directory();
        let told = cards.of.into_iter().filter(|(_, card)| card.possible() > 0).map(|(agency_id, card)| {
            let code = directory.get(agency_id).map(|a| a.code.as_str()).unwrap_or_default();
            SettlementYear {
                agency_id,
                share: (card.reached() * 20_000 + card.possible()) / (2 * card.possible()),
                count: card.dossiers,
                href: format!("{ROOT}/co-quan/{code}?ky={}", period.code()),
            }
        });
        Ok(told.collect())
    }
}
