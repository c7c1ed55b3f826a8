//! What other slices may ask of the programme.

use super::rules::{State, slug};
use super::store;
use super::store::definitions as kept;
use async_trait::async_trait;
use contracts::programme::{DefinitionBrief, Definitions, Item, Programme, Programmes};
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{App, Locale, Scope};
use std::collections::BTreeMap;
use std::sync::Arc;

struct Kept;

/// The port, for the server to hand over.
pub fn programmes() -> Arc<dyn Programmes> {
    Arc::new(Kept)
}

/// The port of which definition counts.
pub fn definitions() -> Arc<dyn Definitions> {
    Arc::new(Kept)
}

/// What waits for somebody here, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Kept)
}

#[async_trait]
impl Definitions for Kept {
    async fn in_force(&self, app: &App, on: Day) -> Result<BTreeMap<String, i64>> {
        Ok(kept::in_force(&app.store, on).await?.into_iter().collect())
    }

    async fn approved(&self, app: &App, measure: i64) -> Result<Vec<DefinitionBrief>> {
        let found = kept::approved(&app.store, measure).await?;
        let brief = |d: kept::Definition| DefinitionBrief {
            version: d.version,
            from: d.from(),
            href: format!("/chuong-trinh/dinh-nghia/{}", d.id),
            decided_by: d.decided_name,
            reason: d.reason,
        };
        Ok(found.into_iter().map(brief).collect())
    }
}

#[async_trait]
impl WaitingSource for Kept {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[("measure-definition", "programme-waiting-definition")]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let city = app.directory().root(app.clock.now().day()).map(|a| a.id);
        let Some(city) = city.filter(|city| scope.covers(*city)) else { return Ok(Vec::new()) };
        let found = kept::waiting(&app.store, most).await?;
        let told = |d: &kept::Definition| -> Result<Waiting> {
            let submitted = d.state()? == State::Submitted;
            let step = if submitted { "programme-waiting-review" } else { "programme-waiting-mending" };
            Ok(Waiting {
                kind: "measure-definition",
                id: d.id,
                title: locale.tn(
                    "programme-definition-of",
                    &[("measure", d.measure()?.name), ("version", d.version.to_string())],
                ),
                href: format!("/chuong-trinh/dinh-nghia/{}", d.id),
                agency_id: city,
                holder_id: None,
                holder: String::new(),
                step: locale.t(step),
                since: Moment::from_micros(
                    d.decided_at.filter(|_| !submitted).or(d.submitted_at).unwrap_or(d.proposed_at),
                ),
                due: None,
            })
        };
        found.iter().map(told).collect()
    }
}

#[async_trait]
impl Programmes for Kept {
    async fn current(&self, app: &App) -> Result<Option<Programme>> {
        let Some(row) = store::current(&app.store).await? else { return Ok(None) };
        let (from, to) = row.runs()?;
        let fields = row.fields()?;
        let measures = store::measures(&app.store, row.id, app.clock.now().day()).await?;
        Ok(Some(Programme {
            code: row.code,
            name: row.name,
            from,
            to,
            decision: row.decision,
            fields,
            measures,
        }))
    }
    async fn items(&self, app: &App) -> Result<Vec<Item>> {
        let Some(row) = store::current(&app.store).await? else { return Ok(Vec::new()) };
        let items = store::items(&app.store, row.id).await?.into_iter();
        Ok(items
            .map(|row| Item {
                href: format!("/chuong-trinh/{}", slug(&row.item.id)),
                code: row.item.id,
                field: row.item.field,
                title: row.item.title,
                title_en: row.item.title_en,
            })
            .collect())
    }
}
