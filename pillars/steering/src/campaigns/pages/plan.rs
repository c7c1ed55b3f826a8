//! GET /truyen-thong/ke-hoach/{id}: a communication plan: the campaigns of its newest edition with what is planned and done, what
//! may be done with it, its editions, its history.

use super::super::acts::PLAN;
use super::super::rules::State;
use super::super::slice::{APPROVE, EDIT, SUBMIT};
use super::super::store::campaigns::{self, Campaign, Planned};
use super::super::store::plans::{self, Edition, Plan};
use super::super::words::{self, day_cell, vn};
use super::{PATH, RecordView, as_seen, line_path, plan_path, read_plan};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, Row, SummaryList, Table};

/// Shows the plan.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = read_plan(&ctx, id).await?;
    let store = &ctx.app.store;
    let written = campaigns::of_edition(store, id, plan.edition).await?;
    let planned = campaigns::planned_of(store, id, plan.edition).await?;
    let editions = plans::editions(store, id).await?;
    let entries = platform::journal::history(store, PLAN, id).await?;
    let fields = words::fields(&ctx).await?;
    let title = words::title(&ctx, &plan);
    let head = Head {
        tag: Some(words::state(&ctx, &plan)?),
        actions: actions(&ctx, &plan, !planned.is_empty())?,
        ..Head::new(title.clone())
    };
    let mut tables = vec![table(&ctx, &plan, (&written, &planned), &fields)?];
    if !editions.is_empty() {
        tables.push(edition_table(&ctx, &editions));
    }
    ui::html(&RecordView {
        page: ui::page(&ctx, title).with_back(PATH, ctx.t("campaigns-menu")),
        head,
        notes: notes(&ctx, &plan)?,
        facts: facts(&ctx, &plan, &planned)?,
        tables,
        forms: Vec::new(),
        history_title: ctx.t("campaigns-history"),
        history: ui::history(&ctx, &entries),
    })
}

fn actions(ctx: &Ctx, plan: &Plan, filled: bool) -> Result<Vec<Action>> {
    let here = plan_path(plan.id);
    let state = plan.state()?;
    let (edit, send) = (ctx.may(EDIT, plan.agency_id), ctx.may(SUBMIT, plan.agency_id));
    let mut actions = Vec::new();
    let mut link = |to: &str, label: &str, kind| {
        actions.push(Action::link(format!("{here}/{to}"), ctx.t(label), kind));
    };
    if state == State::Submitted && ctx.may(APPROVE, plan.approver_id) {
        link("duyet", "campaigns-approve", ActionKind::Primary);
        link("tra-lai", "campaigns-return", ActionKind::Quiet);
    }
    if edit && state.editable().is_ok() {
        // Sending stands out once something is planned, adding before.
        let kind = if send && filled { ActionKind::Quiet } else { ActionKind::Primary };
        link("chien-dich-moi", "campaigns-campaign-new", kind);
    }
    if edit && state == State::Approved {
        link("dieu-chinh", "campaigns-amend", ActionKind::Quiet);
    }
    link("in", "campaigns-print-plan", ActionKind::Quiet);
    if plan.is_amended() {
        link("in?ban=du-thao", "campaigns-print-draft", ActionKind::Quiet);
    }
    let code = ctx.app.directory().get(plan.agency_id).map(|a| a.code.clone()).unwrap_or_default();
    let print = format!("{PATH}/tong-ket?nam={}&co-quan={}", plan.year, ui::platform_url(&code));
    actions.push(Action::link(print, ctx.t("campaigns-print"), ActionKind::Quiet));
    let mut post = |to: &str, label: &str, kind| {
        let mut action = Action::post(format!("{here}/{to}"), ctx.t(label), kind);
        action.hidden = as_seen(plan.version);
        actions.insert(0, action);
    };
    if send && state == State::Submitted {
        post("rut", "campaigns-withdraw", ActionKind::Quiet);
    }
    if edit && plan.is_amended() && state.editable().is_ok() {
        post("bo-dieu-chinh", "campaigns-drop-edition", ActionKind::Quiet);
    }
    if send && state.editable().is_ok() && filled {
        post("trinh", "campaigns-submit", ActionKind::Primary);
    }
    Ok(actions)
}

fn notes(ctx: &Ctx, plan: &Plan) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    if plan.is_amended() {
        let args = [("force", plan.in_force.to_string()), ("reason", plan.reason.clone())];
        notes.push(ctx.tn("campaigns-note-amended", &args));
    }
    if plan.state()? == State::Returned {
        notes.push(ctx.tn("campaigns-note-returned", &[("reason", plan.reason.clone())]));
    }
    Ok(notes)
}

/// Pieces and money of rows of planned pieces: planned, done, planned money, spent.
pub(super) fn sums<'a>(planned: impl Iterator<Item = &'a Planned>) -> (i64, i64, i64, i64) {
    planned.fold((0, 0, 0, 0), |sum, n| {
        (
            sum.0 + n.pieces,
            sum.1 + n.done.min(n.pieces),
            i64::saturating_add(sum.2, n.cost),
            i64::saturating_add(sum.3, n.spent),
        )
    })
}

fn facts(ctx: &Ctx, plan: &Plan, planned: &[Planned]) -> Result<SummaryList> {
    let directory = ctx.app.directory();
    let (pieces, done, cost, _) = sums(planned.iter());
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("campaigns-head-agency"), directory.name(plan.agency_id).to_owned())
        .row(ctx.t("campaigns-head-approver"), directory.name(plan.approver_id).to_owned())
        .row(ctx.t("campaigns-head-author"), plan.author_name.clone());
    if let Some(on) = &plan.submitted_on {
        let args = [("day", vn(on)), ("name", plan.submitted_by.clone())];
        facts = facts.row(ctx.t("campaigns-head-submitted"), ctx.tn("campaigns-submitted-by", &args));
    }
    if plan.state()? == State::Submitted
        && let Some(on) = &plan.answer_due_on
    {
        facts = facts.row(ctx.t("campaigns-head-answer-due"), vn(on));
    }
    let code = directory.get(plan.agency_id).map(|a| a.code.clone()).unwrap_or_default();
    let list = format!("{PATH}/thuc-hien?nam={}&co-quan={}", plan.year, ui::platform_url(&code));
    let args = [("planned", ctx.locale.integer(pieces)), ("done", ctx.locale.integer(done))];
    Ok(facts
        .row(ctx.t("campaigns-head-pieces"), Cell::link(list, ctx.tn("campaigns-planned-and-done", &args)))
        .row(ctx.t("campaigns-head-cost"), words::money(ctx, cost)))
}

fn table(
    ctx: &Ctx,
    plan: &Plan,
    (written, planned): (&[Campaign], &[Planned]),
    fields: &[(String, String)],
) -> Result<Table> {
    let editable = ctx.may(EDIT, plan.agency_id) && plan.state()?.editable().is_ok();
    let mut table = Table::new(&ui::words(&ctx.locale), "chien-dich", ctx.t("campaigns-campaigns"));
    table.columns = vec![
        Column::new("ten", ctx.t("campaigns-head-campaign")),
        Column::new("doi-tuong", ctx.t("campaigns-head-audience")),
        Column::new("thoi-gian", ctx.t("campaigns-head-time")),
        Column::numeric("du-kien", ctx.t("campaigns-head-planned")),
        Column::numeric("da-lam", ctx.t("campaigns-head-done")),
        Column::numeric("kinh-phi", ctx.t("campaigns-head-cost")),
    ];
    if editable {
        table.columns.push(Column::new("lam", ctx.t("campaigns-head-act")));
    }
    table.rows = written
        .iter()
        .map(|c| {
            let (pieces, done, cost, _) = sums(planned.iter().filter(|n| n.line_id == c.line_id));
            let here = line_path(c.line_id);
            let mut cells = vec![
                Cell::Stack(vec![
                    Cell::link(here.clone(), c.name.clone()),
                    Cell::muted(words::field(fields, &c.field)),
                ]),
                Cell::text(c.audience.clone()),
                Cell::text(format!("{} – {}", vn(&c.from_on), vn(&c.to_on))),
                Cell::number(ctx.locale.integer(pieces)),
                Cell::number(ctx.locale.integer(done)),
                Cell::number(words::money(ctx, cost)),
            ];
            if editable {
                let mut drop =
                    Cell::post(format!("{here}/bo"), ctx.t("campaigns-campaign-drop"), c.name.clone());
                if let Cell::Post(post) = &mut drop {
                    post.hidden = as_seen(plan.version);
                }
                let plan_pieces = Cell::link(format!("{here}/du-kien"), ctx.t("campaigns-plan-pieces"));
                let edit = Cell::link(format!("{here}/sua"), ctx.t("campaigns-edit"));
                cells.push(Cell::Stack(vec![plan_pieces, edit, drop]));
            }
            Row::new(cells)
        })
        .collect();
    table.empty = Empty::new(ctx.t("campaigns-campaigns-empty"), ctx.t("campaigns-campaigns-empty-text"));
    Ok(table)
}

fn edition_table(ctx: &Ctx, editions: &[Edition]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "cac-ban", ctx.t("campaigns-editions"));
    table.columns = vec![
        Column::new("ban", ctx.t("campaigns-head-edition")),
        Column::new("quyet-dinh", ctx.t("campaigns-head-decision")),
        Column::new("ngay", ctx.t("campaigns-head-approved")),
        Column::new("ly-do", ctx.t("campaigns-head-reason")),
    ];
    let row = |e: &Edition| {
        Row::new(vec![
            Cell::text(ctx.tn("campaigns-edition", &[("edition", e.edition.to_string())])),
            Cell::Stack(vec![Cell::text(e.decision.clone()), Cell::muted(e.approved_by.clone())]),
            day_cell(&e.approved_on),
            Cell::from(e.reason.clone()),
        ])
    };
    table.rows = editions.iter().map(row).collect();
    table
}
