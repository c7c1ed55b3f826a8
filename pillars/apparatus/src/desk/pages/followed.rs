//! GET /ho-so/theo-doi: the dossiers that the viewer follows; POST /ho-so/{id}/theo-doi begins and ends it.

use super::super::store::{self, Followed};
use super::ListView;
use axum::extract::Path;
use axum::response::Response;
use contracts::desk::VIEW;
use contracts::dossier_cards::{DossierCard, DossierCards};
use kernel::Moment;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::reads::What;
use platform::{Change, Ctx};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use ui::{Cell, Empty, Filter, Head, ListHead, Listing, Row};

/// Address of the list.
pub const PATH: &str = "/ho-so/theo-doi";

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ma", "desk-head-code"),
    ListHead::new("thu-tuc", "desk-head-procedure"),
    ListHead::new("co-quan", "desk-head-agency"),
    ListHead::new("trang-thai", "desk-head-state"),
    ListHead::sorting("tu", "desk-head-since"),
];

/// The list; what has left the viewer's scope meanwhile is not told of.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::followed(ctx.viewer()?.account_id);
    list.within(&ctx.scope(VIEW), "f.agency_id");
    if let Some(code) = query.get("ma") {
        let like = format!("%{}%", code.to_uppercase().replace(['%', '_'], ""));
        list.and("f.code LIKE ?", [like.into()]);
    }
    let title = ctx.t("desk-followed-title");
    let code = ctx.t("desk-head-code");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "ho-so-theo-doi",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::text("ma", code, query.get("ma").unwrap_or_default())],
        empty: Empty::new(ctx.t("desk-followed-empty"), ctx.t("desk-followed-empty-text"))
            .with_action("/ho-so", ctx.t("desk-to-inbox")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing
            .file_of(kind, list, |ctx, rows: Vec<Followed>| async move {
                let cards = cards_of(&ctx, &rows).await?;
                Ok(rows.iter().map(|row| values(&ctx, row, &cards)).collect())
            })
            .await;
    }
    let found = list.page::<Followed>(&ctx.app.store, &query).await?;
    let cards = cards_of(&ctx, &found.rows).await?;
    let mut table = listing.table(&found, |found| row(&ctx, found, &cards));
    table.caption_hidden = true;
    let mut head = Head::new(title.clone());
    head.lead = ctx.t("desk-followed-lead");
    ui::html(&ListView { page: ui::page(&ctx, title), head, table })
}

async fn cards_of(ctx: &Ctx, rows: &[Followed]) -> Result<HashMap<i64, DossierCard>> {
    let port: Arc<dyn DossierCards> = ctx.app.port()?;
    let ids: Vec<i64> = rows.iter().map(|row| row.dossier_id).collect();
    let mut cards = HashMap::new();
    // A file comes in chunks of thousands; a statement takes fewer values.
    for ids in ids.chunks(500) {
        cards.extend(port.many(&ctx.app, ids).await?.into_iter().map(|card| (card.id, card)));
    }
    Ok(cards)
}

fn state(ctx: &Ctx, found: &Followed, cards: &HashMap<i64, DossierCard>) -> String {
    cards.get(&found.dossier_id).map(|card| ctx.t(card.state_key)).unwrap_or_default()
}

fn row(ctx: &Ctx, found: &Followed, cards: &HashMap<i64, DossierCard>) -> Row {
    let since = Moment::from_micros(found.since_at);
    Row::new(vec![
        Cell::code(format!("/ho-so/{}", found.dossier_id), found.code.clone()),
        found.procedure_name.clone().into(),
        ctx.app.directory().short_name(found.agency_id).into(),
        state(ctx, found, cards).into(),
        Cell::moment(since.iso(), since.vn()),
    ])
}

fn values(ctx: &Ctx, found: &Followed, cards: &HashMap<i64, DossierCard>) -> Vec<Value> {
    vec![
        Value::Text(found.code.clone()),
        Value::Text(found.procedure_name.clone()),
        Value::Text(ctx.app.directory().name(found.agency_id).to_owned()),
        Value::Text(state(ctx, found, cards)),
        Value::moment(Some(found.since_at)),
    ]
}

/// Begins or ends following.
pub async fn turn(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let card = cards.seen(&ctx, id, What::Page).await?;
    let account = ctx.viewer()?.account_id;
    let ends = typed.text("viec") == "thoi";
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let on = (card.id, card.agency_id, card.code.as_str(), card.procedure_name.as_str());
    let changed =
        if ends { store::unfollow(&tx, account, id).await? } else { store::follow(&tx, account, on).await? };
    if changed {
        let after = json!({"follows": !ends});
        tx.journal(Change::of("desk", "followed_dossier", id, "follow_turn").after(after)).await?;
        tx.commit().await?;
    }
    let flash = if ends { "desk-flash-unfollowed" } else { "desk-flash-followed" };
    Ok(redirect(&format!("/ho-so/{id}"), Some(flash)))
}
