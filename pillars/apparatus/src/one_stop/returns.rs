//! The port `contracts::returns::ReturnReasons`: what comes back, told to who receives, files and writes procedures.

use super::rules::ReasonOf;
use super::store::{self, By, Narrow};
use async_trait::async_trait;
use contracts::returns::{OftenAsked, OftenWrong, ReturnReasons};
use kernel::Day;
use platform::error::Result;
use platform::{App, Locale, Scope};
use std::collections::HashMap;
use std::sync::Arc;

struct Returns;

/// The port, for the server to wire.
pub fn returns() -> Arc<dyn ReturnReasons> {
    Arc::new(Returns)
}

/// The first day of filing that counts on a day: so many months back.
fn since(app: &App, on: Day) -> Result<Day> {
    let months: u32 = app.profiles().get_or("one_stop.return_months", on, 12)?;
    let back = i32::try_from(months.min(120)).unwrap_or(12);
    let month = i32::try_from(on.month()).unwrap_or(1) - 1 + on.year() * 12 - back;
    let number = u32::try_from(month.rem_euclid(12)).unwrap_or(0) + 1;
    Ok(Day::ymd(month.div_euclid(12), number, 1).unwrap_or(on))
}

#[async_trait]
impl ReturnReasons for Returns {
    async fn often(&self, app: &App, procedure: &str, on: Day) -> Result<Vec<OftenAsked>> {
        let minimum: i64 = app.profiles().get_or("one_stop.return_minimum", on, 3)?;
        let most: usize = app.profiles().get_or("one_stop.return_shown", on, 3)?;
        let found = store::asked_again(&app.store, procedure, since(app, on)?, minimum).await?;
        let mut shown: HashMap<String, usize> = HashMap::new();
        let mut often = Vec::new();
        for row in found {
            let so_far = shown.entry(row.component.clone()).or_default();
            if *so_far < most {
                *so_far += 1;
                often.push(OftenAsked {
                    component: row.component,
                    code: row.reason_code,
                    dossiers: row.dossiers,
                });
            }
        }
        Ok(often)
    }

    async fn wrong(&self, app: &App, on: Day) -> Result<Vec<OftenWrong>> {
        let minimum: i64 = app.profiles().get_or("one_stop.return_minimum", on, 3)?;
        let narrow = Narrow {
            filed: (since(app, on)?, on),
            scope: Scope::All,
            agency: None,
            procedure: None,
            component: None,
            reason: None,
            kind: Some("supplement".to_owned()),
        };
        let filed: HashMap<String, i64> = store::filed_counts(&app.store, By::Component, &narrow)
            .await?
            .into_iter()
            .map(|count| (count.word, count.filed))
            .collect();
        let counts = store::return_counts(&app.store, By::Component, &narrow).await?;
        Ok(counts
            .into_iter()
            .filter(|count| !count.part.is_empty() && count.dossiers >= minimum)
            .map(|count| OftenWrong {
                filed: filed.get(&count.word).copied().unwrap_or_default(),
                procedure: count.word,
                component: count.part,
                name: count.label,
                dossiers: count.dossiers,
            })
            .collect())
    }

    fn reason(&self, app: &App, locale: &Locale, code: &str) -> String {
        ReasonOf::Supplement.name(&app.profiles(), locale, code)
    }
}
