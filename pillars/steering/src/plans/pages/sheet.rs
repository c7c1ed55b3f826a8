//! /ke-hoach-cchc/ke-hoach/{id}/bang and /nhap: a plan's tasks as a workbook, and tasks taken from one, all of them or none.

use super::super::acts;
use super::super::rules::{HEADS, Read, TaskWords, from_csv, read, source_word};
use super::super::slice::EDIT;
use super::super::store::plans::{self, Plan};
use super::super::store::tasks::{self, Task};
use super::super::words;
use super::task_form::Known;
use super::{FormView, as_seen, own_plan, plan_path, read_plan, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::export::{Kind, Sheet, Value};
use platform::http::{Query, Submitted, redirect};
use platform::workbook::{self, Bounds};
use platform::{Ctx, FieldErrors};
use ui::{Cell, Column, Field, Form, Head, Row, Table};

/// No plan is a larger workbook.
const BOUNDS: Bounds = Bounds { part: 8 << 20, rows: 1_000, columns: 30, letters: 2_000, all: 400_000 };
/// Bytes of a file at most.
const LARGEST: usize = 4 << 20;

/// The tasks as a workbook, in the form that is read again; with `mau=1` the headings alone, to be filled in.
pub async fn export(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let plan = read_plan(&ctx, id).await?;
    let empty = query.get("mau").is_some();
    let written =
        if empty { Vec::new() } else { tasks::of_edition(&ctx.app.store, id, plan.edition).await? };
    let directory = ctx.app.directory();
    let rows = written.iter().map(|t| {
        let helpers: Vec<&str> = t.helpers().iter().map(|id| directory.name(*id)).collect::<Vec<_>>();
        let vn = |day: &str| Value::Text(words::vn(day));
        vec![
            Value::Text(t.field.clone()),
            Value::Text(t.item.clone()),
            Value::Text(t.name.clone()),
            Value::Text(t.output.clone()),
            Value::Text(t.figure.clone()),
            Value::Text(t.measure.clone()),
            Value::Text(directory.name(t.lead_id).to_owned()),
            Value::Text(helpers.join("; ")),
            Value::Text(t.person_name.clone()),
            vn(&t.from_on),
            vn(&t.to_on),
            Value::Number(t.money as f64),
            Value::Text(source_word(&t.source).to_owned()),
            Value::Number(t.line_id as f64),
        ]
    });
    let sheet = Sheet {
        name: if empty { "mau-ke-hoach-cchc".to_owned() } else { format!("ke-hoach-{id}") },
        title: acts::title(&ctx.app, &plan)?,
        heads: HEADS.map(|(_, head)| head.to_owned()).into(),
        rows: rows.collect(),
    };
    sheet.download(Kind::Xlsx)
}

/// The form to choose a file.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = own_plan(&ctx, EDIT, id).await?;
    plan.state()?.editable()?;
    ui::html(&view(&ctx, &plan, &FieldErrors::new(), None)?)
}

/// The task that a row writes anew, by the number that went out with it; none for a new one. A task is written once at most.
fn task_of<'a>(
    form: &Submitted,
    standing: &'a [Task],
    met: &[i64],
    errors: &mut FieldErrors,
) -> Option<&'a Task> {
    let typed = form.text("dong");
    if typed.is_empty() {
        return None;
    }
    // A workbook may keep a whole number with a point and a zero behind it.
    let number = typed.strip_suffix(".0").unwrap_or(typed).parse::<i64>().ok();
    let task = standing.iter().find(|task| Some(task.line_id) == number && !met.contains(&task.line_id));
    if task.is_none() {
        let typed = typed.chars().take(60).collect();
        errors.add_with("dong", "plans-error-line-number", vec![("typed", typed)]);
    }
    task
}

/// A row's words with the task that they write anew.
type Taken<'a> = (Option<&'a Task>, TaskWords);
/// What is wrong with a row, by its number.
type Faults = Vec<(usize, FieldErrors)>;

/// The rows of a sheet as tasks, or what is wrong with them.
fn sort_out<'a>(
    ctx: &Ctx,
    plan: &Plan,
    (known, standing): (&Known, &'a [Task]),
    rows: Vec<Read>,
) -> Result<(Vec<Taken<'a>>, Faults)> {
    let (mut taken, mut faults) = (Vec::new(), Vec::new());
    let mut met: Vec<i64> = Vec::new();
    for row in rows {
        let mut wrong = FieldErrors::new();
        let words = known.read(ctx, plan, &row.form, &mut wrong)?;
        let task = task_of(&row.form, standing, &met, &mut wrong);
        met.extend(task.map(|task| task.line_id));
        match words.filter(|_| wrong.is_empty()) {
            Some(words) => taken.push((task, words)),
            None => faults.push((row.number, wrong)),
        }
    }
    Ok((taken, faults))
}

/// Takes the tasks of a file into the plan; where one row is wrong none is taken, and every fault is named.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let plan = own_plan(&ctx, EDIT, id).await?;
    unchanged(&ctx, &form, &plan)?;
    plan.state()?.editable()?;
    let mut errors = FieldErrors::new();
    let upload = form.uploads.iter().find(|u| u.field == "tep");
    let rows = match upload {
        None => {
            errors.add("tep", "form-required");
            None
        }
        Some(upload) if upload.content.len() > LARGEST => None,
        Some(upload) if upload.name.to_lowercase().ends_with(".csv") => {
            std::str::from_utf8(&upload.content).ok().and_then(from_csv)
        }
        Some(upload) => workbook::rows(&upload.content, &BOUNDS),
    };
    let found = rows.as_deref().and_then(read).filter(|found| !found.is_empty());
    let Some(found) = found else {
        if errors.is_empty() {
            errors.add("tep", "plans-error-sheet");
        }
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &plan, &errors, None)?);
    };
    let known = Known::of(&ctx, &plan).await?;
    let standing = tasks::of_edition(&ctx.app.store, id, plan.edition).await?;
    let (taken, faults) = sort_out(&ctx, &plan, (&known, &standing), found)?;
    if !faults.is_empty() {
        errors.add_with("tep", "plans-error-rows", vec![("count", faults.len().to_string())]);
        let page = view(&ctx, &plan, &errors, Some(fault_table(&ctx, &faults)))?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    // Somebody else's change since the page was shown would be written over.
    let now = plans::get(&tx, id).await?;
    if now.version != plan.version {
        return Err(Error::Changed(vec![words::state(&ctx, &now)?.text]));
    }
    for (task, words) in &taken {
        let now = plans::get(&tx, id).await?;
        match task {
            Some(task) if task.words()? == *words => {}
            Some(task) => acts::rewrite_task(&ctx.app, &tx, &now, task.line_id, words).await?,
            None => {
                acts::add_task(&ctx.app, &tx, &now, words).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(redirect(&plan_path(id), Some("plans-flash-imported")))
}

/// Every fault with its row and column.
fn fault_table(ctx: &Ctx, faults: &[(usize, FieldErrors)]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "loi", ctx.t("plans-import-faults"));
    table.columns = vec![
        Column::numeric("dong", ctx.t("plans-head-row")),
        Column::new("cot", ctx.t("plans-head-column")),
        Column::new("loi", ctx.t("plans-head-fault")),
    ];
    for (number, wrong) in faults {
        for error in &wrong.0 {
            let head = HEADS.iter().find(|(name, _)| *name == error.field).map_or("", |(_, head)| *head);
            let args: Vec<(&str, String)> = error.args.iter().map(|(n, v)| (*n, v.clone())).collect();
            table.rows.push(Row::new(vec![
                Cell::number(number.to_string()),
                Cell::from(head),
                Cell::text(ctx.tn(&error.key, &args)),
            ]));
        }
    }
    table
}

fn view(ctx: &Ctx, plan: &Plan, errors: &FieldErrors, table: Option<Table>) -> Result<FormView> {
    let field = Field::file("tep", ctx.t("plans-import-file"), ".xlsx,.csv", ctx.t("plans-import-kinds"))
        .error(ui::field_error(ctx, errors, "tep"));
    let here = plan_path(plan.id);
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/nhap"), ctx.t("plans-import"), vec![field])
        .multipart()
        .with_secondary(format!("{here}/bang?mau=1"), ctx.t("plans-import-template"));
    form.hidden = as_seen(plan);
    let (title, caption) = (ctx.t("plans-import-title"), words::title(ctx, plan)?);
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, caption.clone()),
        head: Head { caption, lead: ctx.t("plans-import-lead"), ..Head::new(title) },
        table,
        form,
    })
}
