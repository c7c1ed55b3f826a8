//! /ra-soat/viec/{id}: a row of a plan, with the way to its sheet and to a proposal; taken out while the plan was not sent.

use super::super::acts;
use super::super::slice::{EDIT, VIEW};
use super::super::store::plans::{self, Item};
use super::{basis, items, vn};
use axum::extract::Path;
use axum::response::Response;
use platform::error::Result;
use platform::http::redirect;
use platform::{Ctx, Permission};
use ui::{Action, ActionKind, Cell, Head, History, Page, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "simplification/pages/record.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    table: Option<Table>,
    history_title: String,
    history: History,
}

/// A row, if the viewer holds the permission over its agency.
pub async fn found(ctx: &Ctx, permission: Permission, id: i64) -> Result<Item> {
    let item = plans::item(&ctx.app.store, id).await?;
    ctx.require(permission, item.agency_id)?;
    Ok(item)
}

/// Shows the row.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let item = found(&ctx, VIEW, id).await?;
    let entries = platform::journal::history(&ctx.app.store, "review_plan", item.plan_id).await?;
    let plan = format!("/ra-soat/ke-hoach/{}", item.plan_id);
    let mut head = Head {
        caption: item.procedure_code.clone(),
        tag: Some(items::standing(&ctx, &item)),
        ..Head::new(item.subject.clone())
    };
    if ctx.may(EDIT, item.agency_id) {
        let procedure = ui::platform_url(&item.procedure_code);
        let mut link = |to: String, label: &str, kind| {
            head.actions.push(Action::link(to, ctx.t(label), kind));
        };
        let sheet = format!("/ra-soat/phieu/moi?viec={id}&thu-tuc={procedure}");
        link(sheet, "simplification-sheet-new", ActionKind::Primary);
        let proposal = format!("/ra-soat/phuong-an/moi?thu-tuc={procedure}");
        link(proposal, "simplification-proposal-new", ActionKind::Quiet);
        if item.sent_on.is_none() && item.done_on.is_none() {
            let label = ctx.t("simplification-item-drop");
            head.actions.push(Action::post(format!("/ra-soat/viec/{id}/bo"), label, ActionKind::Danger));
        }
    }
    let time = [("from", vn(&item.from_on)), ("to", vn(&item.to_on))];
    let agency = ctx.app.directory().name(item.agency_id).to_owned();
    let facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("simplification-head-agency"), Cell::link(plan.clone(), agency))
        .row(ctx.t("simplification-head-time"), ctx.tn("simplification-time", &time))
        .row(ctx.t("simplification-head-basis"), basis(&ctx, &item.basis))
        .row(ctx.t("simplification-head-product"), item.product.clone())
        .row(
            ctx.t("simplification-tab-sheets"),
            Cell::link(format!("/ra-soat/phieu?viec={id}"), ctx.t("simplification-sheets-of-item")),
        );
    ui::html(&View {
        page: ui::page(&ctx, item.subject.clone()).with_back(plan, ctx.t("simplification-tab-plan")),
        head,
        facts,
        table: None,
        history_title: ctx.t("simplification-history-plan"),
        history: ui::history(&ctx, &entries),
    })
}

/// Takes it out.
pub async fn remove(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let item = found(&ctx, EDIT, id).await?;
    removed(&ctx, &item).await?;
    let plan = format!("/ra-soat/ke-hoach/{}", item.plan_id);
    Ok(redirect(&plan, Some("simplification-flash-dropped")))
}

/// Takes a row of the viewer's scope out of its plan.
pub async fn removed(ctx: &Ctx, item: &Item) -> Result<()> {
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::drop_item(&tx, item).await?;
    tx.commit().await
}
