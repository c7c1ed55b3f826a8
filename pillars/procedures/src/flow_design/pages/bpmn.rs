//! /quan-tri/quy-trinh/{id}/nhap and /bpmn: a draft from a BPMN 2.0 file, taken whole or refused with what it has too much; and the flow as one.

use super::super::{acts, store};
use super::{View, hidden, of_flow, opened, path, seen, wrong};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use flow::bpmn::{self, Unread};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Result};
use ui::{Action, ActionKind, Field, Form};

/// Bytes of a file at most.
const LARGEST: usize = 1 << 20;

/// The form to choose a file.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    ui::html(&view(&ctx, id, &FieldErrors::new()).await?)
}

/// Takes the file's process in the place of what is drawn.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    match typed.uploads.iter().find(|u| u.field == "tep" && !u.content.is_empty()) {
        None => errors.add("tep", "form-required"),
        Some(upload) if upload.content.len() > LARGEST => errors.add("tep", "flow-design-bpmn-large"),
        Some(upload) => match bpmn::read(&upload.content) {
            Ok(read) => {
                acts::edit(&ctx, id, seen(&typed), |flow| *flow = read).await?;
                return Ok(redirect(&path(id, ""), Some("flow-design-flash-kept")));
            }
            Err(unread) => refused(&mut errors, &unread),
        },
    }
    ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, id, &errors).await?)
}

fn refused(errors: &mut FieldErrors, unread: &Unread) {
    match unread {
        Unread::Xml(_) | Unread::NoProcess => errors.add("tep", "flow-design-bpmn-none"),
        Unread::Processes(count) => {
            errors.add_with("tep", "flow-design-bpmn-processes", vec![("count", count.to_string())]);
        }
        Unread::Unknown(elements) => {
            let named = elements.iter().take(20).cloned().collect::<Vec<_>>().join("; ");
            errors.add_with("tep", "flow-design-bpmn-unknown", vec![("elements", named)]);
        }
        Unread::Id(element) => {
            errors.add_with("tep", "flow-design-bpmn-id", vec![("element", element.clone())]);
        }
        Unread::Large(_) => errors.add("tep", "flow-design-bpmn-large"),
    }
}

/// The newest version as a file that other programs read.
pub async fn file(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = opened(&ctx, id).await?;
    let drawn = store::newest(&ctx.app.store, id).await?.flow()?;
    let name = format!("quy-trinh-{}", kernel::text::fold(&row.procedure_code).replace(' ', "-"));
    let headers = [
        (header::CONTENT_TYPE, "application/xml; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.bpmn\"")),
    ];
    Ok((headers, bpmn::write(&drawn, &name, &row.name)).into_response())
}

async fn view(ctx: &Ctx, id: i64, errors: &FieldErrors) -> Result<View> {
    let row = opened(ctx, id).await?;
    let newest = store::newest(&ctx.app.store, id).await?;
    let hint = ctx.t("flow-design-bpmn-hint");
    let field = Field::file("tep", ctx.t("flow-design-bpmn-file"), ".bpmn,.xml", hint)
        .error(wrong(ctx, errors, "tep"));
    let submit = ctx.t("flow-design-bpmn-take");
    let mut form = Form::new(&ui::words(&ctx.locale), path(id, "/nhap"), submit, vec![field]).multipart();
    form.hidden = hidden(&newest);
    let mut view = of_flow(ctx, &row, "flow-design-bpmn-title", !errors.is_empty());
    view.head.lead = ctx.t("flow-design-bpmn-lead");
    let export = ctx.t("flow-design-bpmn-export");
    view.head.actions = vec![Action::link(path(id, "/bpmn"), export, ActionKind::Quiet)];
    view.parts.push(ui::markup(&form));
    Ok(view)
}
