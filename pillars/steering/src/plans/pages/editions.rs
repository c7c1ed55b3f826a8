//! /ke-hoach-cchc/ke-hoach/{id}/ban/{edition} and /thay-doi: an edition as it was approved; what changed between two of them.

use super::super::rules::{Difference, Field, TaskWords, differences};
use super::super::store::plans::{self, Plan};
use super::super::store::tasks::{self, Task};
use super::super::words::{self, Names, vn};
use super::plan::{cells, columns};
use super::{line_path, plan_path, read_plan};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use ui::{Cell, Column, Empty, Head, Page, Row, Table, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "plans/pages/editions.html")]
struct View {
    page: Page,
    head: Head,
    table: Table,
}

/// An edition.
pub async fn show(ctx: Ctx, Path((id, edition)): Path<(i64, i64)>) -> Result<Response> {
    let plan = read_plan(&ctx, id).await?;
    let written = tasks::of_edition(&ctx.app.store, id, edition).await?;
    if edition < 1 || edition > plan.edition {
        return Err(Error::NotFound);
    }
    let kept = plans::editions(&ctx.app.store, id).await?.into_iter().find(|e| e.edition == edition);
    let lead = kept.map_or_else(
        || ctx.t("plans-edition-open"),
        |e| {
            let args = [("decision", e.decision), ("day", vn(&e.approved_on)), ("name", e.approved_by)];
            ctx.tn("plans-edition-approved", &args)
        },
    );
    let title = ctx.tn("plans-edition", &[("edition", edition.to_string())]);
    let mut table = Table::new(&ui::words(&ctx.locale), "nhiem-vu", ctx.t("plans-tasks"));
    table.columns = columns(&ctx);
    table.rows = written.iter().map(|t| Row::new(cells(&ctx, t))).collect();
    table.empty = Empty::new(ctx.t("plans-tasks-empty"), String::new());
    let caption = words::title(&ctx, &plan)?;
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back(plan_path(id), caption.clone()),
        head: Head { caption, lead, ..Head::new(title) },
        table,
    })
}

fn by_line(tasks: &[Task]) -> Result<Vec<(i64, TaskWords)>> {
    tasks.iter().map(|t| Ok((t.line_id, t.words()?))).collect()
}

/// What changed between two editions: those asked for, else the newest and the one in force.
pub async fn changes(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let plan = read_plan(&ctx, id).await?;
    let asked = |name: &str, other: i64| query.get(name).and_then(|n| n.parse().ok()).unwrap_or(other);
    let (from, to) = (asked("tu", plan.in_force), asked("den", plan.edition));
    if [from, to].iter().any(|edition| !(0..=plan.edition).contains(edition)) {
        return Err(Error::NotFound);
    }
    let old = by_line(&tasks::of_edition(&ctx.app.store, id, from).await?)?;
    let new = by_line(&tasks::of_edition(&ctx.app.store, id, to).await?)?;
    let editions = plans::editions(&ctx.app.store, id).await?;
    let reason = editions.into_iter().find(|e| e.edition == to).map(|e| e.reason);
    let names = Names::read(&ctx).await?;
    let args = [("from", from.to_string()), ("to", to.to_string())];
    let title = ctx.tn("plans-changes-title", &args);
    let caption = words::title(&ctx, &plan)?;
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back(plan_path(id), caption.clone()),
        head: Head { caption, lead: lead(&ctx, &plan, to, reason), ..Head::new(title.clone()) },
        table: table(&ctx, title, &names, &differences(&old, &new)),
    })
}

/// Why the newer edition was made, whether it is approved or still being written.
fn lead(ctx: &Ctx, plan: &Plan, to: i64, kept: Option<String>) -> String {
    let written = (to == plan.edition && plan.is_amended()).then(|| plan.amend_reason.clone());
    match kept.or(written).filter(|reason| !reason.is_empty()) {
        Some(reason) => ctx.tn("plans-changes-reason", &[("reason", reason)]),
        None => ctx.t("plans-changes-lead"),
    }
}

fn table(ctx: &Ctx, caption: String, names: &Names, all: &[Difference<'_>]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "thay-doi", caption);
    table.caption_hidden = true;
    table.columns = vec![
        Column::new("viec", ctx.t("plans-head-task")),
        Column::new("thay-doi", ctx.t("plans-head-change")),
        Column::new("truoc", ctx.t("plans-head-before")),
        Column::new("sau", ctx.t("plans-head-after")),
    ];
    for difference in all {
        rows(ctx, names, difference, &mut table.rows);
    }
    table.empty = Empty::new(ctx.t("plans-changes-empty"), ctx.t("plans-changes-empty-text"));
    table
}

fn rows(ctx: &Ctx, names: &Names, difference: &Difference<'_>, rows: &mut Vec<Row>) {
    let link = |line: i64, task: &TaskWords| Cell::link(line_path(line), task.name.clone());
    let until = |task: &TaskWords| Cell::text(format!("{} · {}", task.output, task.to.vn()));
    match difference {
        Difference::Added(line, task) => rows.push(Row::new(vec![
            link(*line, task),
            Cell::Tag(Tag::new(ctx.t("plans-change-added"), Tone::Good)),
            Cell::Empty,
            until(task),
        ])),
        Difference::Removed(line, task) => rows.push(Row::new(vec![
            link(*line, task),
            Cell::Tag(Tag::new(ctx.t("plans-change-removed"), Tone::Bad)),
            until(task),
            Cell::Empty,
        ])),
        Difference::Changed(line, parts, before, after) => {
            for part in parts {
                rows.push(Row::new(vec![
                    link(*line, after),
                    Cell::text(ctx.t(&format!("plans-head-{}", heading(*part)))),
                    value(ctx, names, *part, before),
                    value(ctx, names, *part, after),
                ]));
            }
        }
    }
}

/// The heading of a part's column.
fn heading(part: Field) -> &'static str {
    match part {
        Field::Name => "task",
        other => other.code(),
    }
}

fn value(ctx: &Ctx, names: &Names, part: Field, task: &TaskWords) -> Cell {
    match part {
        Field::OfReform => Cell::from(names.field(&task.field)),
        Field::Item => names.item(ctx, &task.item),
        Field::Name => Cell::from(task.name.as_str()),
        Field::Output => Cell::from(task.output.as_str()),
        Field::Figure => Cell::from(task.figure.as_str()),
        Field::Measure => names.measure(&task.measure),
        Field::Lead => Cell::from(ctx.app.directory().short_name(task.lead)),
        Field::Cooperating => Cell::from(words::agencies(ctx, &task.cooperating)),
        Field::Person => Cell::from(task.person_name.as_str()),
        Field::From => Cell::moment(task.from.to_string(), task.from.vn()),
        Field::To => Cell::moment(task.to.to_string(), task.to.vn()),
        Field::Money => Cell::text(ctx.locale.dong(kernel::Dong(task.money))),
        Field::Source => Cell::text(words::source_word(ctx, &task.source)),
    }
}
