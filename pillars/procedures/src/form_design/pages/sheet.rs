//! /quan-tri/bieu-mau/{id}/nhap and /bang-tinh: a draft from a workbook, every fault of every row at once; and the form as one.

use super::super::rules::sheet;
use super::super::{BOUNDS, acts, store};
use super::{View, hidden, of_form, opened, path, seen, table, wrong};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::export::{Kind, Sheet, Value};
use platform::http::{Submitted, redirect};
use platform::workbook;
use platform::{Ctx, FieldErrors, Result};
use ui::{Action, ActionKind, Cell, Field, Form, Row};

/// Bytes of a workbook at most.
const LARGEST: usize = 1 << 20;

/// The form to choose a workbook.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    ui::html(&view(&ctx, id, &FieldErrors::new(), &[]).await?)
}

/// Takes the fields and sections of the workbook into the draft; the questions before the form stay.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let upload = typed.uploads.iter().find(|u| u.field == "tep" && !u.content.is_empty());
    let rows = match upload {
        None => {
            errors.add("tep", "form-required");
            None
        }
        Some(upload) if upload.content.len() > LARGEST => None,
        Some(upload) => workbook::rows(&upload.content, &BOUNDS),
    };
    let Some(rows) = rows else {
        if errors.is_empty() {
            errors.add("tep", "form-design-sheet-no-workbook");
        }
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, id, &errors, &[]).await?);
    };
    match sheet::read(&rows) {
        Ok(read) => {
            acts::edit(&ctx, id, seen(&typed), |design| sheet::take(design, read)).await?;
            Ok(redirect(&path(id, ""), Some("form-design-flash-kept")))
        }
        Err(found) => {
            errors.add_with("tep", "form-design-sheet-wrong", vec![("count", found.len().to_string())]);
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, id, &errors, &found).await?)
        }
    }
}

/// The newest version as a workbook in the form that is read.
pub async fn file(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let form = opened(&ctx, id).await?;
    let mut rows = sheet::write(&store::newest(&ctx.app.store, id).await?.design()?).into_iter();
    let heads = rows.next().unwrap_or_default();
    let rows = rows.map(|row| row.into_iter().map(Value::Text).collect()).collect();
    let name = format!("bieu-mau-{}", form.procedure_code.to_lowercase());
    Sheet { name, title: form.name, heads, rows }.download(Kind::Xlsx)
}

async fn view(ctx: &Ctx, id: i64, errors: &FieldErrors, found: &[sheet::RowError]) -> Result<View> {
    let form = opened(ctx, id).await?;
    let newest = store::newest(&ctx.app.store, id).await?;
    let field = Field::file("tep", ctx.t("form-design-sheet-file"), ".xlsx", ctx.t("form-design-sheet-hint"))
        .error(wrong(ctx, errors, "tep"));
    let submit = ctx.t("form-design-sheet-take");
    let mut drawn = Form::new(&ui::words(&ctx.locale), path(id, "/nhap"), submit, vec![field]).multipart();
    drawn.hidden = hidden(&newest);
    let mut view = of_form(ctx, &form, "form-design-sheet-title", !errors.is_empty());
    view.head.lead = ctx.t("form-design-sheet-lead");
    let export = ctx.t("form-design-sheet-export");
    view.head.actions = vec![Action::link(path(id, "/bang-tinh"), export, ActionKind::Quiet)];
    if !found.is_empty() {
        let line = |error: &sheet::RowError| {
            let text = ctx.tn(error.text, &[("cell", error.cell.clone())]);
            Row::new(vec![Cell::number(error.row.to_string()), Cell::text(text)])
        };
        let heads = ["form-design-sheet-row", "form-design-finding"];
        let rows = found.iter().map(line).collect();
        view.parts.push(ui::markup(&table(ctx, "loi", "form-design-sheet-errors", &heads, rows)));
    }
    view.parts.push(ui::markup(&drawn));
    Ok(view)
}
