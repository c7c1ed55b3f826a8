//! POST /ho-so/nhan/gan and /ho-so/nhan/ghi: a label put on dossiers chosen in the inbox, or taken off them.

use super::super::slice::LABEL;
use super::super::store;
use super::{FormView, labelled};
use axum::response::Response;
use contracts::dossier_cards::{DossierCard, DossierCards};
use platform::error::{Error, Refusal, Result};
use platform::http::{Submitted, redirect};
use platform::{Change, Ctx};
use serde_json::json;
use std::sync::Arc;
use ui::{Choice, Field, Form, Head};

/// Dossiers in one batch: what a page of the inbox shows.
const MOST: usize = 100;

/// The chosen dossiers within the viewer's right; each is posted as id-version or as id.
async fn chosen(ctx: &Ctx, typed: &Submitted) -> Result<Vec<DossierCard>> {
    let id = |value: &String| value.split('-').next().and_then(|id| id.parse::<i64>().ok());
    let ids: Vec<i64> = typed.all("chon").iter().filter_map(id).take(MOST).collect();
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let mut found = cards.many(&ctx.app, &ids).await?;
    found.retain(|card| ctx.may(LABEL, card.agency_id));
    if found.is_empty() {
        return Err(Refusal::new("desk-refused-none-chosen").status(422).into());
    }
    Ok(found)
}

/// Asks which label.
pub async fn ask(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let dossiers = chosen(&ctx, &typed).await?;
    let labels = store::labels_in_use(&ctx.app.store, &ctx.scope(LABEL)).await?;
    if labels.is_empty() {
        return Err(Refusal::new("desk-refused-no-labels").into());
    }
    let agencies = ctx.app.directory();
    let choices = labels.into_iter().map(|label| {
        Choice::new(label.id.to_string(), label.name, false).hint(agencies.short_name(label.agency_id))
    });
    let acts = vec![
        Choice::new("gan", ctx.t("desk-label-put"), true),
        Choice::new("go", ctx.t("desk-label-take-off"), false),
    ];
    let fields = vec![
        Field::radios("nhan", ctx.t("desk-head-label"), choices.collect()),
        Field::radios("viec", ctx.t("desk-label-act"), acts),
    ];
    let mut form = Form::new(&ui::words(&ctx.locale), "/ho-so/nhan/ghi", ctx.t("desk-label-do"), fields)
        .with_secondary("/ho-so", ctx.t("desk-to-inbox"));
    form.hidden = dossiers.iter().map(|card| ("chon".to_owned(), card.id.to_string())).collect();
    let title = ctx.t("desk-label-put");
    let mut head = Head::new(title.clone());
    head.lead = ctx.tn("desk-label-batch-lead", &[("count", dossiers.len().to_string())]);
    ui::html(&FormView {
        page: ui::page(&ctx, title).with_crumb("/ho-so", ctx.t("desk-to-inbox")),
        head,
        form,
    })
}

/// Puts it on those of the label's own agency, or takes it off.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let dossiers = chosen(&ctx, &typed).await?;
    let id = typed.text("nhan").parse::<i64>().unwrap_or_default();
    let label =
        store::label(&ctx.app.store, id).await?.filter(|label| label.active).ok_or(Error::NotFound)?;
    ctx.require(LABEL, label.agency_id)?;
    let takes_off = typed.text("viec") == "go";
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let mut done = 0;
    for card in dossiers.iter().filter(|card| card.agency_id == label.agency_id) {
        let on = (card.id, card.agency_id, card.code.as_str(), card.procedure_name.as_str());
        let changed = if takes_off {
            store::take_off(&tx, id, card.id).await?
        } else {
            store::put(&tx, id, on).await?
        };
        if changed {
            let after = if takes_off {
                json!({"labels_taken": [label.name]})
            } else {
                json!({"labels_put": [label.name]})
            };
            tx.journal(Change::of("desk", "labelled_dossier", card.id, "label_put").after(after)).await?;
            done += 1;
        }
    }
    if done == 0 {
        return Err(Refusal::new("desk-refused-label-nothing").into());
    }
    tx.commit().await?;
    Ok(redirect(&format!("{}?nhan={id}", labelled::PATH), Some("desk-flash-labelled")))
}
