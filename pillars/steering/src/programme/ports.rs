//! What other slices may ask of the programme.

use super::rules::slug;
use super::store;
use async_trait::async_trait;
use contracts::programme::{Item, Programme, Programmes};
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Kept;

/// The port, for the server to hand over.
pub fn programmes() -> Arc<dyn Programmes> {
    Arc::new(Kept)
}

#[async_trait]
impl Programmes for Kept {
    async fn current(&self, app: &App) -> Result<Option<Programme>> {
        let Some(row) = store::current(&app.store).await? else { return Ok(None) };
        let (from, to) = row.runs()?;
        let fields = row.fields()?;
        let measures = store::measures(&app.store, row.id).await?;
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
