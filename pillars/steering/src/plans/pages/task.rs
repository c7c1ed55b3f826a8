//! GET /ke-hoach-cchc/viec/{line}: a line of work: what is planned, how far it is, what is measured, check-ins with evidence.

use super::super::acts::LINE;
use super::super::rules::{may_tell, reached, standing};
use super::super::slice::{CHECK_IN, EDIT};
use super::super::store::plans::Plan;
use super::super::store::talk::{self, CheckIn};
use super::super::store::tasks::Task;
use super::super::words::{self, Names, day_cell, vn};
use super::{PATH, line_path, plan_path, read_task};
use axum::extract::Path;
use axum::response::Response;
use contracts::plans::TaskMoney;
use contracts::targets::{AgencyFigures, MeasuredValue};
use kernel::Dong;
use platform::Ctx;
use platform::error::Result;
use platform::messages::Lang;
use std::sync::Arc;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, History, Page, Row, SummaryList, Table, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "plans/pages/task.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    measured: Option<SummaryList>,
    checks: Table,
    history_title: String,
    history: History,
}

/// Shows the line.
pub async fn show(ctx: Ctx, Path(line): Path<i64>) -> Result<Response> {
    let (plan, task) = read_task(&ctx, line).await?;
    let told = talk::check_ins(&ctx.app.store, line).await?;
    let entries = platform::journal::history(&ctx.app.store, LINE, line).await?;
    let names = Names::read(&ctx).await?;
    let measured = measured(&ctx, &task).await?;
    let head = Head {
        caption: words::title(&ctx, &plan)?,
        tag: Some(words::standing(&ctx, &task)),
        actions: actions(&ctx, &plan, &task)?,
        ..Head::new(task.name.clone())
    };
    ui::html(&View {
        page: ui::page(&ctx, task.name.clone()).with_back(plan_path(plan.id), words::title(&ctx, &plan)?),
        head,
        facts: money(&ctx, &task, facts(&ctx, &task, &names)).await?,
        measured: measured.map(|m| measured_facts(&ctx, &m)),
        checks: checks(&ctx, &told),
        history_title: ctx.t("plans-history"),
        history: ui::history(&ctx, &entries),
    })
}

/// Whether the viewer may tell how far a line is: for whom it is planned, who leads it, or who has it.
pub(super) fn may_check_in(ctx: &Ctx, task: &Task) -> bool {
    let has_it = ctx.viewer.as_ref().is_some_and(|v| task.person_id == Some(v.account_id));
    has_it || ctx.may(CHECK_IN, task.agency_id) || ctx.may(CHECK_IN, task.lead_id)
}

fn actions(ctx: &Ctx, plan: &Plan, task: &Task) -> Result<Vec<Action>> {
    let here = line_path(task.line_id);
    let mut actions = Vec::new();
    let open = standing(&task.facts(), ctx.today()).is_open();
    let works = plan.in_force > 0 && task.edition <= plan.in_force;
    let told = may_tell(&task.facts(), (ctx.today(), plan.days()?.1));
    if works && told && may_check_in(ctx, task) {
        let kind = if open { ActionKind::Primary } else { ActionKind::Quiet };
        actions.push(Action::link(format!("{here}/tien-do"), ctx.t("plans-check-in"), kind));
    }
    if works && open && ctx.may(EDIT, task.agency_id) {
        actions.push(Action::link(format!("{here}/dung"), ctx.t("plans-stop"), ActionKind::Quiet));
    }
    if plan.state()?.editable().is_ok() && ctx.may(EDIT, task.agency_id) {
        actions.push(Action::link(format!("{here}/sua"), ctx.t("plans-edit"), ActionKind::Quiet));
    }
    Ok(actions)
}

fn facts(ctx: &Ctx, task: &Task, names: &Names) -> SummaryList {
    let directory = ctx.app.directory();
    let helpers = words::agencies(ctx, &task.helpers());
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("plans-head-field"), names.field(&task.field))
        .row(ctx.t("plans-head-item"), names.item(ctx, &task.item))
        .row(ctx.t("plans-head-output"), task.output.clone())
        .row(ctx.t("plans-head-figure"), task.figure.clone())
        .row(ctx.t("plans-head-lead"), directory.name(task.lead_id).to_owned())
        .row(ctx.t("plans-head-cooperating"), helpers)
        .row(ctx.t("plans-head-person"), task.person_name.clone())
        .row(ctx.t("plans-head-time"), format!("{} – {}", vn(&task.from_on), vn(&task.to_on)))
        .row(ctx.t("plans-head-money"), words::money(ctx, task.money, &task.source))
        .row(ctx.t("plans-head-progress"), ctx.tn("plans-percent", &[("percent", task.percent.to_string())]));
    if let Some(on) = &task.done_on {
        facts = facts.row(ctx.t("plans-head-done-on"), vn(on));
    }
    if let Some(on) = &task.stopped_on {
        let args = [("day", vn(on)), ("reason", task.stop_reason.clone())];
        facts = facts.row(ctx.t("plans-head-stopped"), ctx.tn("plans-stopped-because", &args));
    }
    for (label, line) in
        [("plans-head-carried-from", task.carried_from), ("plans-head-carried-to", task.carried_to)]
    {
        if let Some(line) = line {
            facts = facts.row(ctx.t(label), Cell::link(line_path(line), ctx.t("plans-see-task")));
        }
    }
    facts
}

/// Beside the money planned for a task what budgets hold for it, with the lines behind.
async fn money(ctx: &Ctx, task: &Task, facts: SummaryList) -> Result<SummaryList> {
    let Ok(port) = ctx.app.port::<Arc<dyn TaskMoney>>() else { return Ok(facts) };
    let Some(found) = port.of_task(ctx, task.line_id).await? else { return Ok(facts) };
    let dong = |amount: i64| ctx.locale.dong(Dong(amount));
    let args = [
        ("count", found.lines.to_string()),
        ("amount", dong(found.amount)),
        ("allocated", dong(found.allocated)),
        ("spent", dong(found.spent)),
    ];
    Ok(facts.row(ctx.t("plans-head-budget"), Cell::link(found.href, ctx.tn("plans-budget-lines", &args))))
}

/// What is measured of the agency for the task's measure.
pub(super) async fn measured(ctx: &Ctx, task: &Task) -> Result<Option<MeasuredValue>> {
    if task.measure.is_empty() {
        return Ok(None);
    }
    let Ok(port) = ctx.app.port::<Arc<dyn AgencyFigures>>() else { return Ok(None) };
    let year = i32::try_from(task.year).unwrap_or(ctx.today().year());
    let all = port.measures(&ctx.app, task.agency_id, year, ctx.locale.lang() == Lang::En).await?;
    Ok(all.into_iter().find(|m| m.measure == task.measure))
}

/// How far it is by what is measured, where there are a value and a target.
pub(super) fn measured_percent(measured: &MeasuredValue) -> Option<i64> {
    Some(reached(measured.value?, measured.target?, measured.up))
}

fn measured_facts(ctx: &Ctx, measured: &MeasuredValue) -> SummaryList {
    let value = if measured.value.is_some() {
        let count = ctx.locale.integer(measured.count);
        let records = ctx.tn("plans-measured-records", &[("count", count)]);
        Cell::Stack(vec![
            Cell::text(measured.shown.clone()),
            Cell::link(measured.records_href.clone(), records),
        ])
    } else {
        Cell::muted(ctx.t("plans-measured-none"))
    };
    let percent = measured_percent(measured)
        .map(|p| ctx.tn("plans-percent", &[("percent", p.to_string())]))
        .unwrap_or_default();
    SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t("plans-measured-title"))
        .row(ctx.t("plans-head-measured"), value)
        .row(ctx.t("plans-head-target"), measured.shown_target.clone())
        .row(ctx.t("plans-head-reached"), percent)
}

/// A check-in's evidence: the record for who may see it, the measured value with its records, the file.
fn evidence(ctx: &Ctx, told: &CheckIn) -> Cell {
    let mut cells = Vec::new();
    if !told.measured.is_empty() {
        cells.push(Cell::link(told.measured_href.clone(), told.measured.clone()));
    }
    if !told.link_href.is_empty() {
        if platform::search::visible(ctx, &told.link_kind, told.link_agency_id) {
            cells.push(Cell::link(told.link_href.clone(), told.link_label.clone()));
        } else {
            cells.push(Cell::muted(ctx.t("plans-evidence-closed")));
        }
    }
    if let Some(name) = &told.file_name {
        cells.push(Cell::link(format!("{PATH}/tien-do/{}/tep", told.id), name.clone()));
    }
    Cell::stacked(cells)
}

fn checks(ctx: &Ctx, told: &[CheckIn]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "tien-do", ctx.t("plans-checks"));
    table.columns = vec![
        Column::new("ngay", ctx.t("plans-head-happened")),
        Column::new("tien-do", ctx.t("plans-head-progress")),
        Column::new("noi-dung", ctx.t("plans-head-told")),
        Column::new("minh-chung", ctx.t("plans-head-evidence")),
        Column::new("nguoi", ctx.t("plans-head-teller")),
    ];
    table.rows = told
        .iter()
        .map(|c| {
            let mut progress =
                vec![Cell::text(ctx.tn("plans-percent", &[("percent", c.percent.to_string())]))];
            if c.done {
                progress.push(Cell::Tag(Tag::new(ctx.t("plans-checked-done"), Tone::Good)));
            }
            let at = kernel::Moment::from_micros(c.at).vn();
            Row::new(vec![
                day_cell(&c.happened_on),
                Cell::Stack(progress),
                Cell::written(&c.text),
                evidence(ctx, c),
                Cell::Stack(vec![Cell::text(c.author_name.clone()), Cell::muted(at)]),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("plans-checks-empty"), ctx.t("plans-checks-empty-text"));
    table
}
