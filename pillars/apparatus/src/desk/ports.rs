//! What the desk's tools add to the one-stop's pages.

use super::slice::LABEL;
use super::store;
use super::twins::{self, Compared};
use async_trait::async_trait;
use contracts::desk::VIEW;
use contracts::tools::{AboutToFile, Beside, DeskTools, LabelTag, Shortcut, Twins};
use platform::Ctx;
use platform::error::Result;
use std::sync::Arc;

struct Tools;

/// What the server hands to the other slices.
pub fn tools() -> Arc<dyn DeskTools> {
    Arc::new(Tools)
}

#[async_trait]
impl DeskTools for Tools {
    async fn beside(&self, ctx: &Ctx, dossier: i64) -> Result<Beside> {
        let db = &ctx.app.store;
        let labels = store::labels_of(db, dossier).await?;
        let labels =
            labels.into_iter().map(|label| LabelTag { name: label.name, tone: label.tone }).collect();
        let follows = store::follows(db, ctx.viewer()?.account_id, dossier).await?;
        let key = if follows { "desk-unfollow" } else { "desk-follow" };
        let mut shortcuts = vec![Shortcut {
            label: ctx.t(key),
            href: format!("/ho-so/{dossier}/theo-doi"),
            post: true,
            hidden: vec![("viec".to_owned(), if follows { "thoi" } else { "theo" }.to_owned())],
        }];
        if ctx.viewer()?.has(LABEL) {
            shortcuts.push(Shortcut {
                label: ctx.t("desk-label-dossier"),
                href: format!("/ho-so/{dossier}/nhan"),
                post: false,
                hidden: Vec::new(),
            });
        }
        Ok(Beside { labels, shortcuts })
    }

    fn batch(&self, ctx: &Ctx) -> Vec<(String, String)> {
        let may = ctx.viewer.as_ref().is_some_and(|viewer| viewer.has(LABEL));
        if may { vec![("/ho-so/nhan/gan".to_owned(), ctx.t("desk-label-put"))] } else { Vec::new() }
    }

    async fn labels(&self, ctx: &Ctx) -> Result<Vec<(i64, String)>> {
        let labels = store::labels_in_use(&ctx.app.store, &ctx.scope(VIEW)).await?;
        Ok(labels.into_iter().map(|label| (label.id, label.name)).collect())
    }

    fn labelled(&self) -> &'static str {
        store::DOSSIERS_UNDER
    }

    async fn own_twins(&self, ctx: &Ctx, filing: &AboutToFile<'_>) -> Result<Vec<(String, String, String)>> {
        let account = ctx.viewer()?.account_id;
        let found = twins::alike(&ctx.app, &compared(filing), ctx.today()).await?;
        let own = found.into_iter().filter(|(card, _)| card.account_id == Some(account));
        let told = own.map(|(card, why)| {
            let words = ctx.t(&format!("desk-why-{}", why.code()));
            (card.code, format!("/theo-doi/{}", card.tracking_key), words)
        });
        Ok(told.collect())
    }

    async fn twins(&self, ctx: &Ctx, filing: &AboutToFile<'_>) -> Result<Option<Twins>> {
        let found = twins::alike(&ctx.app, &compared(filing), ctx.today()).await?;
        if found.is_empty() {
            return Ok(None);
        }
        let mut told = Twins::default();
        for (card, why) in found {
            if ctx.may(VIEW, card.agency_id) {
                let words = ctx.t(&format!("desk-why-{}", why.code()));
                told.known.push((card.code, format!("/ho-so/{}", card.id), words));
            } else {
                told.elsewhere += 1;
            }
        }
        Ok(Some(told))
    }
}

fn compared<'a>(filing: &AboutToFile<'a>) -> Compared<'a> {
    Compared { procedure: filing.procedure, owner: filing.owner, answers: filing.answers, key: filing.key }
}
