//! /cua-toi/ban-nhap: one's drafts, to resume or delete.

use super::super::store::{self, Draft};
use super::super::work::path;
use super::Step;
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::export::Value;
use platform::http::{Query, redirect};
use platform::{Change, Ctx, Error, Result};
use serde_json::json;
use ui::{Cell, Empty, Filter, Form, Head, Link, ListHead, Listing, Row};

const PATH: &str = "/cua-toi/ban-nhap";

const HEADS: [ListHead; 4] = [
    ListHead::sorting("ten", "online-services-procedure"),
    ListHead::new("co_quan", "online-services-agency"),
    ListHead::sorting("luu", "online-services-saved"),
    ListHead::new("viec", "online-services-next"),
];

/// Lists the drafts, last saved first, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let typed = query.get("q").unwrap_or_default();
    let list = store::open_of(ctx.viewer()?.account_id, typed);
    let title = ctx.t("online-services-drafts-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "ban-nhap",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::text("q", ctx.t("online-services-filter-procedure"), typed)],
        empty: Empty::new(ctx.t("online-services-drafts-empty"), ctx.t("online-services-drafts-empty-text"))
            .with_action("/thu-tuc?muc=3", ctx.t("online-services-find")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Draft| Ok(export(ctx, row))).await;
    }
    let found = list.page::<Draft>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |draft| line(&ctx, draft));
    table.caption_hidden = true;
    let mut head = Head::new(title.clone());
    head.lead = ctx.t("online-services-drafts-lead");
    let page = ui::page(&ctx, title).with_back("/cua-toi", ctx.t("online-services-mine-title"));
    ui::html(&Step { page, head, parts: vec![ui::markup(&table)], form: None })
}

fn line(ctx: &Ctx, draft: &Draft) -> Row {
    let saved = Moment::from_micros(draft.saved_at);
    Row::new(vec![
        Cell::Stack(vec![
            Cell::link(path(draft.id), draft.procedure_name.clone()),
            Cell::muted(draft.procedure_code.clone()),
        ]),
        ctx.app.directory().name(draft.agency_id).into(),
        Cell::moment(saved.iso(), saved.vn()),
        Cell::Stack(vec![
            Cell::link(path(draft.id), ctx.t("online-services-next-draft")),
            Cell::link(format!("{}/xoa", path(draft.id)), ctx.t("online-services-delete")),
        ]),
    ])
}

fn export(ctx: &Ctx, draft: &Draft) -> Vec<Value> {
    vec![
        Value::Text(format!("{} – {}", draft.procedure_code, draft.procedure_name)),
        Value::Text(ctx.app.directory().name(draft.agency_id).to_owned()),
        Value::moment(Some(draft.saved_at)),
        Value::Text(ctx.t("online-services-next-draft")),
    ]
}

/// Asks first: what was filled in does not come back.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let draft = store::get(&ctx.app.store, id, ctx.viewer()?.account_id).await?;
    if draft.dossier_id.is_some() {
        return Err(Error::NotFound);
    }
    let title = ctx.t("online-services-delete-title");
    let saved = Moment::from_micros(draft.saved_at).vn();
    let lead = ctx.tn("online-services-delete-lead", &[("saved", saved)]);
    let head = Head { caption: draft.procedure_name, lead, ..Head::new(title.clone()) };
    let act = format!("{}/xoa", path(id));
    let mut form = Form::new(&ui::words(&ctx.locale), act, ctx.t("online-services-delete-do"), Vec::new());
    form.danger = true;
    form.secondary = Some(Link::new(PATH, ctx.t("online-services-delete-keep")));
    let page = ui::page(&ctx, title).with_back(PATH, ctx.t("online-services-drafts-title"));
    ui::html(&Step { page, head, parts: Vec::new(), form: Some(form) })
}

/// Deletes an open draft.
pub async fn delete(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let draft = store::get(&ctx.app.store, id, ctx.viewer()?.account_id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if !store::delete(&tx, id).await? {
        return Err(Error::NotFound);
    }
    let before = json!({ "draft_procedure": draft.procedure_code });
    tx.journal(Change::of("online_services", "draft", id, "draft_delete").before(before)).await?;
    tx.commit().await?;
    Ok(redirect("/cua-toi/ban-nhap", Some("online-services-flash-deleted")))
}
