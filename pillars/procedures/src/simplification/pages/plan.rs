//! /ra-soat/ke-hoach/{id}: an agency's plan of a year with its rows; printed; sent to the body that controls procedures.

use super::super::slice::{EDIT, VIEW};
use super::super::store::plans::{self, Item, Plan};
use super::super::{acts, forms};
use super::{items, vn};
use axum::extract::Path;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::redirect;
use platform::{Ctx, Permission};
use serde_json::{Value as Json, json};
use ui::{Action, ActionKind, Column, Empty, Head, History, Page, SummaryList, Table, Tag, Tone};

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

async fn found(ctx: &Ctx, permission: Permission, id: i64) -> Result<Plan> {
    let plan = plans::plan(&ctx.app.store, id).await?;
    ctx.require(permission, plan.agency_id)?;
    Ok(plan)
}

/// Shows the plan.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = found(&ctx, VIEW, id).await?;
    let rows = plans::items_of(&ctx.app.store, id).await?;
    let entries = platform::journal::history(&ctx.app.store, "review_plan", id).await?;
    let title = title(&ctx, &plan);
    let tag = if plan.sent_on.is_some() {
        Tag::new(ctx.t("simplification-plan-sent"), Tone::Good)
    } else {
        Tag::new(ctx.t("simplification-plan-draft"), Tone::Neutral)
    };
    let mut head = Head { tag: Some(tag), ..Head::new(title.clone()) };
    let here = format!("/ra-soat/ke-hoach/{id}");
    if ctx.may(EDIT, plan.agency_id) {
        let new = format!("/ra-soat/viec/moi?nam={}", plan.year);
        head.actions.push(Action::link(new, ctx.t("simplification-item-new"), ActionKind::Primary));
        if plan.sent_on.is_none() && !rows.is_empty() {
            let label = ctx.t("simplification-plan-send");
            head.actions.push(Action::post(format!("{here}/gui"), label, ActionKind::Quiet));
        }
    }
    head.actions.push(Action::link(format!("{here}/in"), ctx.t("simplification-print"), ActionKind::Quiet));
    let done = rows.iter().filter(|i| i.done_on.is_some()).count();
    let counts = [("done", done.to_string()), ("all", rows.len().to_string())];
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("simplification-head-agency"), ctx.app.directory().name(plan.agency_id).to_owned())
        .row(ctx.t("simplification-head-done"), ctx.tn("simplification-plan-done", &counts));
    if let Some(day) = &plan.sent_on {
        let by = [("day", vn(day)), ("name", plan.sent_by.clone())];
        facts = facts.row(ctx.t("simplification-head-sent"), ctx.tn("simplification-sent-by", &by));
    }
    ui::html(&View {
        page: ui::page(&ctx, title).with_back("/ra-soat", ctx.t("simplification-tab-plan")),
        head,
        facts,
        table: Some(table(&ctx, &rows)),
        history_title: ctx.t("simplification-history"),
        history: ui::history(&ctx, &entries),
    })
}

fn title(ctx: &Ctx, plan: &Plan) -> String {
    let agency = ctx.app.directory().short_name(plan.agency_id).to_owned();
    ctx.tn("simplification-plan-of", &[("agency", agency), ("year", plan.year.to_string())])
}

fn table(ctx: &Ctx, rows: &[Item]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "viec", ctx.t("simplification-items"));
    let heads = ["subject", "agency", "from", "to", "basis", "product", "done"];
    table.columns = heads.map(|h| Column::new(h, ctx.t(&format!("simplification-head-{h}")))).into();
    table.rows = rows.iter().map(|item| items::row(ctx, item)).collect();
    table.empty = Empty::new(ctx.t("simplification-plan-empty"), ctx.t("simplification-plan-empty-text"));
    table
}

/// Sends it.
pub async fn send(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    sent(&ctx, id).await?;
    Ok(redirect(&format!("/ra-soat/ke-hoach/{id}"), Some("simplification-flash-sent")))
}

/// Sends a plan of the viewer's scope.
pub async fn sent(ctx: &Ctx, id: i64) -> Result<()> {
    let plan = found(ctx, EDIT, id).await?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::send(&tx, &plan, &by, tx.at().day()).await?;
    tx.commit().await
}

/// The plan on paper.
pub async fn print(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = found(&ctx, VIEW, id).await?;
    let rows = plans::items_of(&ctx.app.store, id).await?;
    let vi = papers::vietnamese(&ctx.app);
    let line = |item: &Item| {
        let basis = vi.t(&format!("simplification-basis-{}", item.basis));
        let subject = match &item.added_on {
            Some(day) => {
                format!("{} – {}", item.subject, vi.tn("simplification-item-added", &[("day", vn(day))]))
            }
            None => item.subject.clone(),
        };
        json!({
            "subject": subject, "code": item.procedure_code, "from": item.from_on, "to": item.to_on,
            "basis": basis, "product": item.product
        })
    };
    let inputs = json!({
        "head": papers::head(&ctx.app, plan.agency_id, "", ctx.today()),
        "year": plan.year,
        "rows": rows.iter().map(line).collect::<Vec<_>>(),
    });
    let Json::Object(inputs) = inputs else { return Err(Error::fault("review plan", "not an object")) };
    let content = papers::print(&ctx, forms::PLAN, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("ke-hoach-ra-soat-{}", plan.year), content))
}
