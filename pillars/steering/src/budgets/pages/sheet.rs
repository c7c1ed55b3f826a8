//! /ngan-sach-cchc/du-toan/{id}/bang and /nhap: an estimate's lines as a workbook, and lines taken from one, all of them or none.

use super::super::deeds::{self, Known};
use super::super::rules::{HEADS, address, read, source_word};
use super::super::slice::EDIT;
use super::super::store::budgets::{self, Budget};
use super::super::store::items;
use super::super::store::lines::{self, Line};
use super::super::{acts, rules::LineWords};
use super::{FormView, as_seen, budget_path, form_view};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::export::{Kind, Sheet, Value};
use platform::http::{Query, Submitted, redirect};
use platform::workbook::{self, Bounds};
use platform::{Ctx, FieldErrors};
use ui::{Cell, Column, Field, Row, Table};

/// No estimate is a larger workbook.
const BOUNDS: Bounds = Bounds { part: 8 << 20, rows: 1_000, columns: 30, letters: 2_000, all: 400_000 };
/// Bytes of a file at most.
const LARGEST: usize = 4 << 20;

/// The lines as a workbook, in the form that is read again; with `mau=1` the headings alone, to be filled in.
pub async fn export(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let budget = deeds::read(&ctx, id).await?;
    let empty = query.get("mau").is_some();
    let written = if empty { Vec::new() } else { lines::of(&ctx.app.store, id).await? };
    let catalogue = items::all(&ctx.app.store).await?;
    let item = |code: &str| {
        let known = catalogue.iter().rev().find(|item| item.code == code);
        Value::Text(known.map_or(code, |item| item.name_vi.as_str()).to_owned())
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let rows = written.iter().map(|l| {
        let (planned, free) =
            if l.plan_line.is_some() { (l.task.as_str(), "") } else { ("", l.task.as_str()) };
        vec![
            text(planned),
            text(free),
            text(&l.field),
            text(&l.name),
            item(&l.cost_item),
            text(&l.norm),
            text(source_word(&l.source)),
            text(&l.unit),
            Value::Number(l.quantity as f64),
            Value::Number(l.price as f64),
            Value::Number(l.id as f64),
        ]
    });
    let sheet = Sheet {
        name: if empty { "mau-du-toan-cchc".to_owned() } else { format!("du-toan-cchc-{id}") },
        title: acts::title(&ctx.app, &budget),
        heads: HEADS.map(|(_, head)| head.to_owned()).into(),
        rows: rows.collect(),
    };
    sheet.download(Kind::Xlsx)
}

/// The form to choose a file.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let budget = deeds::own(&ctx, EDIT, id).await?;
    budget.state()?.editable()?;
    ui::html(&view(&ctx, &budget, "", (&FieldErrors::new(), None)))
}

/// What a file came to: lines, or every fault with the cell it stands in.
struct Found {
    lines: Vec<(Option<Line>, LineWords)>,
    faults: Vec<(String, &'static str, platform::error::FieldError)>,
}

/// The line that a row writes anew, by the number that went out with it; none for a new one. A line is written once at most.
fn line_of(form: &Submitted, standing: &[Line], met: &[i64], errors: &mut FieldErrors) -> Option<Line> {
    let typed = form.text("dong");
    if typed.is_empty() {
        return None;
    }
    // A workbook may keep a whole number with a point and a zero behind it.
    let number = typed.strip_suffix(".0").unwrap_or(typed).parse::<i64>().ok();
    let line = standing.iter().find(|line| Some(line.id) == number && !met.contains(&line.id));
    if line.is_none() {
        let typed = typed.chars().take(60).collect();
        errors.add_with("dong", "budgets-error-line-number", vec![("typed", typed)]);
    }
    line.cloned()
}

fn sort_out(known: &Known, rows: &[Vec<String>], standing: &[Line]) -> Option<Found> {
    let items: Vec<(&str, &str)> =
        known.items.iter().map(|item| (item.code.as_str(), item.name_vi.as_str())).collect();
    let read = read(rows, &items).filter(|read| !read.is_empty())?;
    let mut found = Found { lines: Vec::new(), faults: Vec::new() };
    let mut met: Vec<i64> = Vec::new();
    for row in read {
        let mut wrong = FieldErrors::new();
        let written = known.read(&row.form, &mut wrong);
        let line = line_of(&row.form, standing, &met, &mut wrong);
        met.extend(line.as_ref().map(|line| line.id));
        match written.filter(|_| wrong.is_empty()) {
            Some(words) => found.lines.push((line, words)),
            None => found.faults.extend(wrong.0.into_iter().map(|error| {
                let head = HEADS.iter().find(|(name, _)| *name == error.field);
                let column = head.and_then(|(name, _)| row.columns.get(name));
                let place = column.map_or_else(|| row.number.to_string(), |at| address(*at, row.number));
                (place, head.map_or("", |(_, head)| *head), error)
            })),
        }
    }
    Some(found)
}

/// Takes the lines of a file into the estimate; where one cell is wrong none is taken, and every wrong cell is named.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let budget = deeds::own(&ctx, EDIT, id).await?;
    budget.state()?.editable()?;
    let mut errors = FieldErrors::new();
    let reason = if budget.round > 0 { form.required(&mut errors, "ly-do", 2000) } else { String::new() };
    let upload = form.uploads.iter().find(|u| u.field == "tep");
    if upload.is_none() {
        errors.add("tep", "form-required");
    }
    let known = Known::of(&ctx, &budget).await?;
    let rows =
        upload.filter(|u| u.content.len() <= LARGEST).and_then(|u| workbook::rows(&u.content, &BOUNDS));
    let standing = lines::of(&ctx.app.store, id).await?;
    let found = rows.as_deref().and_then(|rows| sort_out(&known, rows, &standing));
    let faults = match &found {
        Some(found) if !found.faults.is_empty() => {
            errors.add_with("tep", "budgets-error-rows", vec![("count", found.faults.len().to_string())]);
            Some(fault_table(&ctx, found))
        }
        None if errors.0.iter().all(|e| e.field != "tep") => {
            errors.add("tep", "budgets-error-sheet");
            None
        }
        _ => None,
    };
    let (Some(found), true) = (found, errors.is_empty()) else {
        let page = view(&ctx, &budget, &reason, (&errors, faults));
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let who = acts::Who {
        account: Some(ctx.viewer()?.account_id),
        name: ctx.viewer()?.name.clone(),
        agency: budget.agency_id,
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let seen = form.text(deeds::VERSION).parse::<i64>().unwrap_or(budget.version);
    let mut now = budgets::get(&tx, id).await?;
    if now.version != seen {
        return Err(Error::Changed(vec![super::words::state(&ctx, &now)?.text]));
    }
    for (line, words) in &found.lines {
        match line {
            // What stands as it was keeps the amount that an office has changed.
            Some(line) if line.words() == *words => {}
            Some(line) => {
                acts::rewrite_line(&ctx.app, &tx, (&now, line), &who, (words, &reason)).await?;
            }
            None => {
                acts::add_line(&ctx.app, &tx, &now, &who, (words, &reason)).await?;
            }
        }
        now = budgets::get(&tx, id).await?;
    }
    tx.commit().await?;
    Ok(redirect(&budget_path(id), Some("budgets-flash-imported")))
}

/// Every fault with its cell.
fn fault_table(ctx: &Ctx, found: &Found) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "loi", ctx.t("budgets-import-faults"));
    table.columns = vec![
        Column::new("o", ctx.t("budgets-head-cell")),
        Column::new("cot", ctx.t("budgets-head-column")),
        Column::new("loi", ctx.t("budgets-head-fault")),
    ];
    table.rows = found
        .faults
        .iter()
        .map(|(place, head, error)| {
            let args: Vec<(&str, String)> = error.args.iter().map(|(n, v)| (*n, v.clone())).collect();
            Row::new(vec![
                Cell::text(place.clone()),
                Cell::from(*head),
                Cell::text(ctx.tn(&error.key, &args)),
            ])
        })
        .collect();
    table
}

fn view(
    ctx: &Ctx,
    budget: &Budget,
    reason: &str,
    (errors, table): (&FieldErrors, Option<Table>),
) -> FormView {
    let mut fields = vec![
        Field::file("tep", ctx.t("budgets-import-file"), ".xlsx", ctx.t("budgets-import-kinds"))
            .error(ui::field_error(ctx, errors, "tep")),
    ];
    if budget.round > 0 {
        fields.push(
            Field::textarea("ly-do", ctx.t("budgets-head-reason"), 2)
                .hint(ctx.t("budgets-reason-hint"))
                .value(reason)
                .error(ui::field_error(ctx, errors, "ly-do")),
        );
    }
    let here = budget_path(budget.id);
    let asked = super::Asked {
        action: format!("{here}/nhap"),
        title: "budgets-import-title",
        lead: "budgets-import-lead",
        act: "budgets-import",
        fields,
        hidden: as_seen(budget),
    };
    let mut view = form_view(ctx, budget, &here, asked);
    view.form =
        view.form.multipart().with_secondary(format!("{here}/bang?mau=1"), ctx.t("budgets-import-template"));
    view.table = table;
    view
}
