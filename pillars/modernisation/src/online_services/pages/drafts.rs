//! /cua-toi/ban-nhap: one's drafts, to resume or delete.

use super::super::store::{self, Draft};
use super::super::work::path;
use super::Step;
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::http::redirect;
use platform::{Change, Ctx, Error, Result};
use serde_json::json;
use ui::{Cell, Column, Empty, Head, Row, Table};

/// Lists the drafts, last saved first.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let drafts = store::open_of(&ctx.app.store, ctx.viewer()?.account_id).await?;
    let title = ctx.t("online-services-drafts-title");
    let mut table = Table::new(&ui::words(&ctx.locale), "ban-nhap", title.clone());
    table.caption_hidden = true;
    let heads = [
        "online-services-procedure",
        "online-services-agency",
        "online-services-saved",
        "online-services-delete",
    ];
    table.columns = heads.iter().map(|head| Column::new("", ctx.t(head))).collect();
    table.rows = drafts.iter().map(|draft| line(&ctx, draft)).collect();
    table.empty =
        Empty::new(ctx.t("online-services-drafts-empty"), ctx.t("online-services-drafts-empty-text"))
            .with_action("/thu-tuc?muc=3", ctx.t("online-services-find"));
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
        Cell::post(
            format!("{}/xoa", path(draft.id)),
            ctx.t("online-services-delete"),
            draft.procedure_name.clone(),
        ),
    ])
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
