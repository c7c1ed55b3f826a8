//! GET /kiem-tra-cchc/ke-hoach/{id}: a plan: its units with how each was chosen, its draws, its pool, editions, history.

use super::super::acts::PLAN;
use super::super::rules::{self, Part, PlanState, Way};
use super::super::slice::{APPROVE, INSPECT, VIEW};
use super::super::store::inspections;
use super::super::store::plans::{self, Choice, Draw, Edition, Plan, Pooled};
use super::super::words::{self, day_cell};
use super::{PATH, as_seen, inspection_path, plan_for, plan_path};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::http::redirect;
use std::collections::BTreeMap;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, History, Page, Row, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "inspections/pages/plan.html")]
struct View {
    page: Page,
    head: Head,
    notes: Vec<String>,
    facts: SummaryList,
    table: Table,
    draws: Option<Table>,
    pool: Table,
    editions: Option<Table>,
    history_title: String,
    history: History,
}

/// Shows the plan.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = plan_for(&ctx, VIEW, id).await?;
    let store = &ctx.app.store;
    let chosen = plans::choices(store, id, plan.edition).await?;
    let pool = plans::pool(store, id).await?;
    let draws = plans::draws(store, id).await?;
    let editions = plans::editions(store, id).await?;
    let mut held = BTreeMap::new();
    for choice in &chosen {
        let of_unit = inspections::of_unit(store, choice.unit_id, 20).await?;
        if let Some(found) = of_unit.into_iter().find(|i| i.plan_id == Some(id)) {
            held.insert(choice.unit_id, found);
        }
    }
    let entries = platform::journal::history(store, PLAN, id).await?;
    let title = words::plan_title(&ctx, &plan);
    let wanted = rules::wanted(pool.len(), plan.share);
    let head = Head {
        tag: Some(words::plan_state(&ctx, &plan)?),
        actions: actions(&ctx, &plan, chosen.len() >= wanted.max(1))?,
        ..Head::new(title.clone())
    };
    ui::html(&View {
        page: ui::page(&ctx, title).with_back("/kiem-tra-cchc/ke-hoach", ctx.t("inspections-plans")),
        head,
        notes: notes(&ctx, &plan, (chosen.len(), wanted.max(1)))?,
        facts: facts(&ctx, &plan, &pool, chosen.len()),
        table: table(&ctx, &plan, &chosen, &held)?,
        draws: (!draws.is_empty()).then(|| draw_table(&ctx, &draws)),
        pool: pool_table(&ctx, &pool),
        editions: (!editions.is_empty()).then(|| edition_table(&ctx, &editions)),
        history_title: ctx.t("inspections-history"),
        history: ui::history(&ctx, &entries),
    })
}

/// A row of a pool, where the share of units inspected leads: the inspection of that year, else the plan.
pub async fn pooled(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (plan, unit) = plans::pooled(&ctx.app.store, id).await?;
    let plan = plan_for(&ctx, VIEW, plan).await?;
    let held = inspections::of_unit(&ctx.app.store, unit, 50).await?;
    let of_year =
        |day: &Option<String>| day.as_deref().is_some_and(|d| d.starts_with(&plan.year.to_string()));
    let found = held.iter().find(|i| i.agency_id == plan.agency_id && of_year(&i.minuted_on));
    Ok(redirect(&found.map_or_else(|| plan_path(plan.id), |i| inspection_path(i.id)), None))
}

fn actions(ctx: &Ctx, plan: &Plan, enough: bool) -> Result<Vec<Action>> {
    let here = plan_path(plan.id);
    let state = plan.state()?;
    let (write, decide) = (ctx.may(INSPECT, plan.agency_id), ctx.may(APPROVE, plan.agency_id));
    let mut actions = Vec::new();
    let mut link = |to: &str, label: &str, kind| {
        actions.push(Action::link(format!("{here}/{to}"), ctx.t(label), kind));
    };
    if state == PlanState::Submitted && decide {
        link("duyet", "inspections-plan-form-approve", ActionKind::Primary);
        link("tra-lai", "inspections-plan-form-return", ActionKind::Quiet);
    }
    if write && state.editable().is_ok() {
        let kind = if enough { ActionKind::Quiet } else { ActionKind::Primary };
        link("rui-ro", "inspections-by-risk", kind);
        link("rut-tham", "inspections-by-draw", ActionKind::Quiet);
        link("them", "inspections-by-hand", ActionKind::Quiet);
    }
    if write && state == PlanState::Approved {
        link("dieu-chinh", "inspections-plan-form-amend", ActionKind::Quiet);
    }
    link("in", "inspections-print-plan", ActionKind::Quiet);
    link("in?dang=docx", "inspections-docx-plan", ActionKind::Quiet);
    if plan.is_amended() {
        link("in?ban=du-thao", "inspections-print-draft", ActionKind::Quiet);
        link("in?ban=du-thao&dang=docx", "inspections-docx-draft", ActionKind::Quiet);
    }
    if write && state.editable().is_ok() && enough {
        let mut send =
            Action::post(format!("{here}/trinh"), ctx.t("inspections-plan-submit"), ActionKind::Primary);
        send.hidden = as_seen(plan.version);
        actions.insert(0, send);
    }
    Ok(actions)
}

fn notes(ctx: &Ctx, plan: &Plan, (chosen, wanted): (usize, usize)) -> Result<Vec<String>> {
    let reason = [("reason", plan.reason.clone())];
    let mut notes = Vec::new();
    if plan.is_amended() && plan.state()? == PlanState::Draft {
        notes.push(ctx.tn("inspections-note-amended", &reason));
    }
    if plan.state()? == PlanState::Returned {
        notes.push(ctx.tn("inspections-note-returned", &reason));
    }
    if plan.state()?.editable().is_ok() && chosen < wanted {
        let missing = wanted.saturating_sub(chosen);
        let args = [("missing", missing.to_string()), ("wanted", wanted.to_string())];
        notes.push(ctx.tn("inspections-note-too-few", &args));
    }
    Ok(notes)
}

fn facts(ctx: &Ctx, plan: &Plan, pool: &[Pooled], chosen: usize) -> SummaryList {
    let inspected = pool.iter().filter(|p| p.inspected_on.is_some()).count();
    let wanted = [
        ("share", ctx.locale.digits().percent(plan.share as f64)),
        ("wanted", rules::wanted(pool.len(), plan.share).to_string()),
        ("pool", pool.len().to_string()),
    ];
    let done = [("inspected", inspected.to_string()), ("pool", pool.len().to_string())];
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("inspections-head-agency"), ctx.app.directory().name(plan.agency_id).to_owned())
        .row(ctx.t("inspections-head-author"), plan.author_name.clone())
        .row(ctx.t("inspections-head-wanted"), ctx.tn("inspections-wanted", &wanted))
        .row(ctx.t("inspections-head-chosen"), chosen.to_string())
        .row(
            ctx.t("inspections-head-inspected"),
            Cell::link("#pham-vi", ctx.tn("inspections-inspected", &done)),
        );
    if let Some(on) = &plan.approved_on {
        facts = facts
            .row(ctx.t("inspections-head-decision"), plan.decision.clone())
            .row(ctx.t("inspections-head-approved"), words::vn(on));
    }
    facts
}

fn how(ctx: &Ctx, choice: &Choice) -> Result<Cell> {
    let parts: Vec<Part> = serde_json::from_str(&choice.parts)?;
    let mut cells = vec![Cell::text(ctx.t(&format!("inspections-way-{}", choice.way)))];
    if let Some(risk) = choice.risk {
        let risk = ctx.locale.digits().decimal(risk as f64 / 100.0);
        cells.push(Cell::text(ctx.tn("inspections-risk-of", &[("risk", risk)])));
    }
    cells.extend(parts.iter().map(|part| words::part(ctx, part)));
    if let Some(draw) = choice.draw_id {
        cells.push(Cell::link(format!("{PATH}/rut-tham/{draw}"), ctx.t("inspections-see-draw")));
    }
    if choice.way()? == Way::Hand {
        cells.push(Cell::muted(choice.reason.clone()));
    }
    Ok(Cell::Stack(cells))
}

fn table(
    ctx: &Ctx,
    plan: &Plan,
    chosen: &[Choice],
    held: &BTreeMap<i64, inspections::Inspection>,
) -> Result<Table> {
    let editable = ctx.may(INSPECT, plan.agency_id) && plan.state()?.editable().is_ok();
    let open = ctx.may(INSPECT, plan.agency_id) && plan.in_force == plan.edition;
    let directory = ctx.app.directory();
    let mut table = Table::new(&ui::words(&ctx.locale), "don-vi", ctx.t("inspections-chosen-units"));
    table.columns = vec![
        Column::new("don-vi", ctx.t("inspections-head-unit")),
        Column::new("cach", ctx.t("inspections-head-way")),
        Column::new("thoi-gian", ctx.t("inspections-head-days")),
        Column::new("kiem-tra", ctx.t("inspections-head-inspection")),
    ];
    table.rows = chosen
        .iter()
        .map(|choice| {
            let act = match held.get(&choice.unit_id) {
                Some(found) => Cell::Stack(vec![
                    Cell::Tag(words::state(ctx, found)?),
                    Cell::link(inspection_path(found.id), found.decision_no.clone()),
                ]),
                None if editable => Cell::link(
                    format!("{}/bo/{}", plan_path(plan.id), choice.unit_id),
                    ctx.t("inspections-drop"),
                ),
                None if open => {
                    let code = super::super::figures::code(&ctx.app, choice.unit_id);
                    let href = format!("{PATH}/moi?ke-hoach={}&don-vi={}", plan.id, ui::platform_url(&code));
                    Cell::link(href, ctx.t("inspections-open"))
                }
                None => Cell::muted(ctx.t("inspections-not-yet")),
            };
            Ok(Row::new(vec![
                Cell::from(directory.short_name(choice.unit_id)),
                how(ctx, choice)?,
                Cell::moment(&choice.from_on, words::span(&choice.from_on, &choice.to_on)),
                act,
            ]))
        })
        .collect::<Result<_>>()?;
    table.empty = Empty::new(ctx.t("inspections-chosen-empty"), ctx.t("inspections-chosen-empty-text"));
    Ok(table)
}

fn draw_table(ctx: &Ctx, draws: &[Draw]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "rut-tham", ctx.t("inspections-draws"));
    table.columns = vec![
        Column::new("luc", ctx.t("inspections-head-drawn-at")),
        Column::new("hat-giong", ctx.t("inspections-head-seed")),
        Column::numeric("so", ctx.t("inspections-head-drawn")),
        Column::new("nguoi", ctx.t("inspections-head-author")),
    ];
    table.rows = draws
        .iter()
        .map(|draw| {
            let at = kernel::Moment::from_micros(draw.at);
            Row::new(vec![
                Cell::moment(at.iso(), at.vn()),
                Cell::link(format!("{PATH}/rut-tham/{}", draw.id), draw.seed.clone()),
                Cell::number(draw.chosen.split(',').filter(|c| !c.is_empty()).count().to_string()),
                Cell::text(draw.author_name.clone()),
            ])
        })
        .collect();
    table
}

fn pool_table(ctx: &Ctx, pool: &[Pooled]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "pham-vi", ctx.t("inspections-pool"));
    table.columns = vec![
        Column::new("don-vi", ctx.t("inspections-head-unit")),
        Column::new("ngay", ctx.t("inspections-head-inspected-on")),
    ];
    table.rows = pool
        .iter()
        .map(|unit| {
            let code = super::super::figures::code(&ctx.app, unit.unit_id);
            let on = match &unit.inspected_on {
                Some(on) => day_cell(on),
                None => Cell::muted(ctx.t("inspections-not-yet")),
            };
            let href = format!("{PATH}/don-vi?co-quan={}", ui::platform_url(&code));
            Row::new(vec![Cell::link(href, unit.unit_name.clone()), on])
        })
        .collect();
    table
}

fn edition_table(ctx: &Ctx, editions: &[Edition]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "cac-ban", ctx.t("inspections-editions"));
    table.columns = vec![
        Column::numeric("ban", ctx.t("inspections-head-edition")),
        Column::new("quyet-dinh", ctx.t("inspections-head-decision")),
        Column::new("ngay", ctx.t("inspections-head-approved")),
        Column::new("ly-do", ctx.t("inspections-head-reason")),
    ];
    table.rows = editions
        .iter()
        .map(|e| {
            Row::new(vec![
                Cell::number(e.edition.to_string()),
                Cell::Stack(vec![Cell::text(e.decision.clone()), Cell::muted(e.approved_by.clone())]),
                day_cell(&e.approved_on),
                Cell::from(e.reason.clone()),
            ])
        })
        .collect();
    table
}
