//! /bao-cao-cchc/bao-cao/{id}/viet: the texts of a report beside its figures, and the figures that nobody measures.

use super::super::acts;
use super::super::measuring::Whole;
use super::super::rules::typed;
use super::super::slice::EDIT;
use super::super::words;
use super::{FormView, as_seen, own, report_path, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use std::collections::BTreeMap;
use ui::{Field, Form, Head, Width};

/// Longest text of a section.
const LONGEST: usize = 20_000;

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let report = own(&ctx, EDIT, id).await?;
    report.state()?.editable()?;
    let whole = Whole::load(&ctx.app, report).await?;
    let mut held = Submitted::default();
    let (texts, declared) = (whole.report.texts()?, whole.report.declared()?);
    for (at, section) in whole.template.sections.iter().enumerate() {
        let text = texts.get(&section.code).cloned().unwrap_or_default();
        held.fields.insert(format!("muc-{at}"), vec![text]);
    }
    for (at, row) in whole.template.rows().enumerate() {
        let number = declared.get(&row.code).map(|n| ctx.locale.integer(*n)).unwrap_or_default();
        held.fields.insert(format!("so-{at}"), vec![number]);
    }
    ui::html(&view(&ctx, &whole, &held, &FieldErrors::new())?)
}

/// Keeps what was written.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let report = own(&ctx, EDIT, id).await?;
    unchanged(&ctx, &form, &report)?;
    report.state()?.editable()?;
    let whole = Whole::load(&ctx.app, report).await?;
    let mut errors = FieldErrors::new();
    let mut texts = BTreeMap::new();
    for (at, section) in whole.template.sections.iter().enumerate() {
        let text = form.at_most(&mut errors, &format!("muc-{at}"), LONGEST);
        if !text.is_empty() {
            texts.insert(section.code.clone(), text);
        }
    }
    let mut declared = BTreeMap::new();
    for (at, row) in whole.template.rows().enumerate().filter(|(_, row)| row.share.is_none()) {
        let name = format!("so-{at}");
        match (form.text(&name), typed(form.text(&name))) {
            ("", _) => {}
            (_, Some(number)) => {
                declared.insert(row.code.clone(), number);
            }
            (_, None) => errors.add(name, "reports-error-number"),
        }
    }
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &whole, &form, &errors)?);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::write(&ctx.app, &tx, &whole.report, &texts, &declared).await?;
    tx.commit().await?;
    Ok(redirect(&report_path(id), Some("reports-flash-written")))
}

fn view(ctx: &Ctx, whole: &Whole, held: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let remarks = whole.report.remarks()?;
    let mut fields = Vec::new();
    let mut at = 0;
    for group in &whole.template.appendix {
        fields.push(Field::heading(group.title.clone()));
        for row in &group.rows {
            let name = format!("so-{at}");
            at += 1;
            if row.share.is_some() {
                continue;
            }
            let measured = whole.figures.get(&row.code).and_then(|f| f.measured);
            let mut hints = vec![match measured {
                Some(value) => ctx.tn("reports-hint-measured", &[("value", ctx.locale.integer(value))]),
                None => ctx.t("reports-hint-declare"),
            }];
            if let Some(before) = whole.figures.get(&row.code).and_then(|f| f.earlier) {
                hints.push(ctx.tn("reports-hint-before", &[("value", ctx.locale.integer(before))]));
            }
            if let Some(remark) = remarks.get(&row.code) {
                hints.push(ctx.tn("reports-remark", &[("remark", remark.clone())]));
            }
            let field = Field::number(name.clone(), format!("{} {}", row.code, row.name))
                .hint(hints.join(" "))
                .value(held.text(&name))
                .width(Width::Short)
                .error(error(&name))
                .optional();
            fields.push(if row.unit.is_empty() { field } else { field.suffix(row.unit.clone()) });
        }
    }
    fields.push(Field::heading(ctx.t("reports-texts")));
    for (at, section) in whole.template.sections.iter().enumerate() {
        let name = format!("muc-{at}");
        let field = Field::textarea(name.clone(), format!("{}. {}", section.code, section.title), 6)
            .value(held.text(&name))
            .error(error(&name))
            .optional();
        fields.push(if section.hint.is_empty() { field } else { field.hint(section.hint.clone()) });
    }
    let here = report_path(whole.report.id);
    let mut form = Form::new(&ui::words(&ctx.locale), format!("{here}/viet"), ctx.t("reports-save"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(&whole.report);
    let (title, caption) = (ctx.t("reports-write-title"), words::title(ctx, &whole.report)?);
    let mut notes = Vec::new();
    if !whole.report.reason.is_empty() {
        notes.push(ctx.tn("reports-note-returned", &[("reason", whole.report.reason.clone())]));
    }
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, caption.clone()),
        head: Head { caption, lead: ctx.t("reports-write-lead"), ..Head::new(title) },
        notes,
        form,
    })
}
