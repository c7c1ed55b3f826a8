//! GET /ra-soat/phuong-an/{id}: a proposal: now and proposed, documents to amend, cost, decision, carrying out.

use super::super::rules::proposal::State;
use super::super::slice::{APPROVE, EDIT, VIEW};
use super::super::store::proposals::{self, Document, Proposal};
use super::proposals::{saved, standing};
use super::{measure, part, vn};
use axum::extract::Path;
use axum::response::Response;
use platform::error::Result;
use platform::{Ctx, Permission};
use ui::{Action, ActionKind, Cell, Column, Empty, Head, History, Page, Row, SummaryList, Table};

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

/// The proposal asked for, if the viewer holds the permission over its agency.
pub async fn found(ctx: &Ctx, permission: Permission, id: i64) -> Result<Proposal> {
    let proposal = proposals::get(&ctx.app.store, id).await?;
    ctx.require(permission, proposal.agency_id)?;
    Ok(proposal)
}

/// What a proposal is called.
pub(super) fn title(ctx: &Ctx, p: &Proposal) -> String {
    ctx.tn("simplification-proposal-title", &[("procedure", p.procedure_name.clone())])
}

/// Shows it.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let p = found(&ctx, VIEW, id).await?;
    let documents = proposals::documents(&ctx.app.store, id).await?;
    let entries = platform::journal::history(&ctx.app.store, "simplification", id).await?;
    let title = title(&ctx, &p);
    let head = Head {
        caption: p.procedure_code.clone(),
        tag: Some(standing(&ctx, &p)?),
        actions: actions(&ctx, &p)?,
        ..Head::new(title.clone())
    };
    ui::html(&View {
        page: ui::page(&ctx, title).with_back("/ra-soat/phuong-an", ctx.t("simplification-proposals-title")),
        head,
        facts: facts(&ctx, &p),
        table: Some(table(&ctx, &documents)),
        history_title: ctx.t("simplification-history"),
        history: ui::history(&ctx, &entries),
    })
}

fn actions(ctx: &Ctx, p: &Proposal) -> Result<Vec<Action>> {
    let here = format!("/ra-soat/phuong-an/{}", p.id);
    let mut actions = Vec::new();
    let mut link = |to: &str, label: &str, kind| {
        actions.push(Action::link(format!("{here}/{to}"), ctx.t(label), kind));
    };
    let state = p.state()?;
    if state == State::Proposed && ctx.may(APPROVE, p.agency_id) {
        link("quyet-dinh", "simplification-decide", ActionKind::Primary);
    }
    if state == State::Proposed && ctx.may(EDIT, p.agency_id) {
        link("sua", "simplification-edit", ActionKind::Quiet);
    }
    if state == State::Approved && ctx.may(EDIT, p.agency_id) {
        link("thuc-thi", "simplification-carry", ActionKind::Primary);
    }
    Ok(actions)
}

fn facts(ctx: &Ctx, p: &Proposal) -> SummaryList {
    let power = if p.own_power { "simplification-power-own" } else { "simplification-power-other" };
    let procedure = Cell::link(format!("/thu-tuc/{}", p.procedure_code), p.procedure_name.clone());
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("simplification-head-procedure"), procedure)
        .row(ctx.t("simplification-head-part"), part(ctx, &p.part))
        .row(ctx.t("simplification-head-measure"), measure(ctx, &p.measure))
        .row(ctx.t("simplification-head-power"), ctx.t(power))
        .row(ctx.t("simplification-head-now"), p.content_now.clone())
        .row(ctx.t("simplification-head-new"), p.content_proposed.clone())
        .row(ctx.t("simplification-head-reason"), p.reason.clone())
        .row(ctx.t("simplification-head-saving"), cost(ctx, p))
        .row(ctx.t("simplification-head-deadline"), p.deadline_on.as_deref().map(vn).unwrap_or_default())
        .row(ctx.t("simplification-head-agency"), ctx.app.directory().name(p.agency_id).to_owned())
        .row(ctx.t("simplification-head-author"), p.author_name.clone());
    if let Some(day) = &p.decided_on {
        let args = [("decision", p.decision.clone()), ("day", vn(day))];
        facts = facts.row(ctx.t("simplification-head-decision"), ctx.tn("simplification-decided", &args));
    }
    if let Some(day) = &p.carried_on {
        let args = [("evidence", p.carried_evidence.clone()), ("day", vn(day))];
        facts = facts.row(ctx.t("simplification-head-carried"), ctx.tn("simplification-carried", &args));
    }
    facts
}

/// Cost before and after with what is saved; the study it comes from behind it.
fn cost(ctx: &Ctx, p: &Proposal) -> Cell {
    let dong = |amount: Option<i64>| amount.map(|a| ctx.locale.dong(kernel::Dong(a)));
    let (Some(before), Some(after)) = (dong(p.cost_before), dong(p.cost_after)) else {
        return Cell::muted(ctx.t("simplification-cost-unknown"));
    };
    let words =
        ctx.tn("simplification-cost", &[("before", before), ("after", after), ("saved", saved(ctx, p))]);
    let study = if p.cost_href.is_empty() {
        Cell::muted(ctx.t("simplification-cost-own"))
    } else {
        Cell::link(p.cost_href.clone(), ctx.t("simplification-cost-study"))
    };
    Cell::Stack(vec![Cell::text(words), study])
}

fn table(ctx: &Ctx, documents: &[Document]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "van-ban", ctx.t("simplification-documents"));
    table.columns = vec![
        Column::new("so", ctx.t("simplification-head-number")),
        Column::new("dieu", ctx.t("simplification-head-article")),
        Column::new("noi-dung", ctx.t("simplification-head-content")),
        Column::new("da-sua", ctx.t("simplification-head-amended")),
    ];
    table.rows = documents
        .iter()
        .map(|d| {
            Row::new(vec![
                Cell::from(d.number.clone()),
                Cell::from(d.article.clone()),
                Cell::from(d.content.clone()),
                Cell::from(d.amended_by.clone()),
            ])
        })
        .collect();
    table.empty =
        Empty::new(ctx.t("simplification-documents-empty"), ctx.t("simplification-documents-empty-text"));
    table
}
