//! /ho-so/{id}/nhan: the labels of one dossier, ticked and unticked.

use super::super::slice::LABEL;
use super::super::store::{self, Label};
use super::FormView;
use axum::extract::Path;
use axum::response::Response;
use contracts::dossier_cards::{DossierCard, DossierCards};
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::reads::What;
use platform::{Change, Ctx, Scope};
use serde_json::json;
use std::sync::Arc;
use ui::{Choice, Field, Form, Head};

async fn card(ctx: &Ctx, id: i64) -> Result<DossierCard> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let card = cards.seen(ctx, id, What::Page).await?;
    ctx.require(LABEL, card.agency_id)?;
    Ok(card)
}

/// The labels in use at the dossier's agency, and those that it has of before: they can still be taken off.
async fn labels(ctx: &Ctx, card: &DossierCard) -> Result<(Vec<Label>, Vec<i64>)> {
    let db = &ctx.app.store;
    let mut known = store::labels_in_use(db, &Scope::Agencies(vec![card.agency_id])).await?;
    let on = store::labels_of(db, card.id).await?;
    let ids = on.iter().map(|label| label.id).collect();
    known.extend(on.into_iter().filter(|label| !label.active));
    Ok((known, ids))
}

/// The labels of the dossier's agency, ticked where they are on it.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let card = card(&ctx, id).await?;
    let (known, on) = labels(&ctx, &card).await?;
    let back = format!("/ho-so/{id}");
    let title = ctx.t("desk-label-dossier");
    let mut head = Head::new(title.clone());
    head.caption = card.code.clone();
    let mut fields = Vec::new();
    if known.is_empty() {
        fields.push(Field::html(ui::markup(&ui::Inset { text: ctx.t("desk-labels-none-here") })));
    } else {
        let choices = known.into_iter().map(|label| {
            let selected = on.contains(&label.id);
            Choice::new(label.id.to_string(), label.name, selected)
        });
        let labels = Field::checkboxes("nhan", ctx.t("desk-labels-title"), choices.collect()).optional();
        fields.push(labels);
    }
    let form =
        Form::new(&ui::words(&ctx.locale), format!("{back}/nhan"), ctx.t("desk-label-save-on"), fields)
            .with_secondary(back.clone(), ctx.t("desk-back"));
    let page = ui::page(&ctx, format!("{} – {title}", card.code)).with_crumb(back, card.code);
    ui::html(&FormView { page, head, form })
}

/// Puts what is ticked, takes off what is not.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let card = card(&ctx, id).await?;
    let (known, _) = labels(&ctx, &card).await?;
    let wanted: Vec<i64> = typed.all("nhan").iter().filter_map(|label| label.parse().ok()).collect();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let (mut put, mut taken) = (Vec::new(), Vec::new());
    for label in known {
        if wanted.contains(&label.id) {
            let on = (card.id, card.agency_id, card.code.as_str(), card.procedure_name.as_str());
            if store::put(&tx, label.id, on).await? {
                put.push(label.name);
            }
        } else if store::take_off(&tx, label.id, id).await? {
            taken.push(label.name);
        }
    }
    if !(put.is_empty() && taken.is_empty()) {
        let after = json!({"labels_put": put, "labels_taken": taken});
        tx.journal(Change::of("desk", "labelled_dossier", id, "label_put").after(after)).await?;
        tx.commit().await?;
    }
    Ok(redirect(&format!("/ho-so/{id}"), Some("desk-flash-labelled")))
}
