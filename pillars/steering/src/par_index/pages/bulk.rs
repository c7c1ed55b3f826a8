//! /chi-so-cchc/phieu/{id}/minh-chung-chung: one piece of evidence for several criteria at once.

use super::super::rules::state::Deed;
use super::super::rules::tree::By;
use super::super::slice::ASSESS;
use super::super::words::Writer;
use super::evidence::{fields, keep, read};
use super::{FormView, Whole, as_seen};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::{Choice, Field, Form, Head};

/// The form.
pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let whole = Whole::load(&ctx, id, ASSESS).await?;
    whole.sheet.at().after(Deed::Assess)?;
    ui::html(&view(&ctx, &whole, &Submitted::default(), &FieldErrors::new())?)
}

/// Keeps it.
pub(in super::super) async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let whole = Whole::to_change(&ctx, id, ASSESS, &form).await?;
    let mut errors = FieldErrors::new();
    let codes: Vec<&str> = form
        .all("tieu-chi")
        .iter()
        .map(String::as_str)
        .filter(|code| whole.tree.leaf(code).is_some_and(|leaf| leaf.node.by == By::Own))
        .collect();
    if codes.is_empty() {
        errors.add("tieu-chi", "par-index-error-no-criterion");
    }
    if let Some(piece) = read(&ctx, &form, &mut errors).await?
        && keep(&ctx, &whole, &codes, (&form, piece), &mut errors).await?
    {
        return Ok(redirect(&whole.href(), Some("par-index-flash-evidence-many")));
    }
    ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &whole, &form, &errors)?)
}

fn view(ctx: &Ctx, whole: &Whole, typed: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let writer = Writer::new(&ctx.locale);
    let chosen = typed.all("tieu-chi");
    let own = whole.tree.leaves().into_iter().filter(|leaf| leaf.node.by == By::Own);
    let choices = own.map(|leaf| {
        let code = &leaf.node.code;
        let held = whole.evidence.iter().filter(|e| e.code == *code).count();
        let hint = ctx.tn("par-index-evidence-held", &[("count", held.to_string())]);
        Choice::new(code.clone(), writer.coded(leaf.node), chosen.contains(code)).hint(hint)
    });
    let criteria = Field::checkboxes("tieu-chi", ctx.t("par-index-head-criterion"), choices.collect())
        .error(ui::field_error(ctx, errors, "tieu-chi"));
    let mut all = fields(ctx, Some(typed), errors)?;
    all.push(criteria);
    let words = ui::words(&ctx.locale);
    let action = format!("{}/minh-chung-chung", whole.href());
    let mut form = Form::new(&words, action, ctx.t("par-index-evidence-add"), all)
        .multipart()
        .with_secondary(whole.href(), ctx.t("ui-back"));
    form.hidden = as_seen(whole.sheet.version);
    let title = ctx.t("par-index-evidence-many");
    Ok(FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form))).with_back(whole.href(), whole.title()),
        head: Head {
            caption: whole.title(),
            lead: ctx.t("par-index-evidence-many-lead"),
            ..Head::new(title)
        },
        facts: None,
        form,
    })
}
