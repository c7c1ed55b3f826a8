//! /chi-so-cchc/bo-tieu-chi/nhap: a tree brought in as YAML, or as the table (CSV) of a regulation with what the table leaves out.

use super::super::acts;
use super::super::import::{self, About, Wrong};
use super::super::rules::tree::Tree;
use super::super::words::Writer;
use super::{FormView, TREES, over_city};
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::{Choice, Field, Form, Head, Width};

/// Names of the fields that a table needs beside it, in order.
const NAMES: [&str; 5] = ["ma", "nam", "cap", "ten", "nguon"];

/// The form.
pub(in super::super) async fn show(ctx: Ctx) -> Result<Response> {
    ui::html(&view(&ctx, &NAMES.map(|_| String::new()), &FieldErrors::new(), Vec::new()))
}

fn view(ctx: &Ctx, raw: &[String; 5], errors: &FieldErrors, wrong: Vec<String>) -> FormView {
    let [code, year, level, name, source] = raw;
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let writer = Writer::new(&ctx.locale);
    let levels = super::super::rules::tree::LEVELS
        .iter()
        .map(|l| Choice::new(*l, writer.level(l), *l == level.as_str()))
        .collect();
    let year = if year.is_empty() { ctx.today().year().to_string() } else { year.clone() };
    let fields = vec![
        Field::file(
            "tep",
            ctx.t("par-index-tree-file"),
            ".yaml,.yml,.csv,.xlsx",
            ctx.t("par-index-tree-file-hint"),
        )
        .error(error("tep")),
        Field::heading(ctx.t("par-index-tree-about")),
        Field::text("ma", ctx.t("par-index-head-code"))
            .hint(ctx.t("par-index-tree-code-hint"))
            .width(Width::Medium)
            .value(code.clone())
            .optional()
            .error(error("ma")),
        Field::text("nam", ctx.t("par-index-head-year"))
            .width(Width::Tiny)
            .value(year)
            .optional()
            .error(error("nam")),
        Field::select("cap", ctx.t("par-index-head-level"), levels).optional().error(error("cap")),
        Field::text("ten", ctx.t("par-index-head-tree")).value(name.clone()).optional().error(error("ten")),
        Field::text("nguon", ctx.t("par-index-head-source"))
            .value(source.clone())
            .optional()
            .error(error("nguon")),
    ];
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{TREES}/nhap"), ctx.t("par-index-tree-import"), fields)
        .multipart()
        .with_secondary(TREES, ctx.t("ui-back"));
    form.errors = wrong;
    let title = ctx.t("par-index-tree-import-title");
    FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form)))
            .with_back(TREES, ctx.t("par-index-trees-title")),
        head: Head { lead: ctx.t("par-index-tree-import-lead"), ..Head::new(title) },
        facts: None,
        form,
    }
}

/// What is wrong with a file, in words.
fn told(ctx: &Ctx, wrong: Wrong) -> String {
    match wrong {
        Wrong::Document(problem) => ctx.tn("par-index-import-document", &[("problem", problem)]),
        Wrong::Line { line, column, value } => ctx.tn(
            "par-index-import-line",
            &[("line", line.to_string()), ("column", column.to_owned()), ("value", value)],
        ),
    }
}

fn about(form: &Submitted, errors: &mut FieldErrors) -> Option<About> {
    let code = form.required(errors, "ma", 80);
    let name = form.required(errors, "ten", 300);
    let source = form.required(errors, "nguon", 500);
    let year = form.text("nam").parse::<i32>().ok().filter(|y| (2000..=2100).contains(y));
    if year.is_none() {
        errors.add("nam", "par-index-error-year");
    }
    let level = form.required(errors, "cap", 20);
    Some(About { code, year: year?, level, name, source })
}

/// The tree of the file that was sent; none where something is wrong, which is said.
fn read(ctx: &Ctx, form: &Submitted, errors: &mut FieldErrors, wrong: &mut Vec<String>) -> Option<Tree> {
    let Some(upload) = form.uploads.iter().find(|u| u.field == "tep") else {
        errors.add("tep", "form-required");
        return None;
    };
    let name = upload.name.to_lowercase();
    let found = if name.ends_with(".xlsx") {
        let about = about(form, errors).filter(|_| errors.is_empty())?;
        import::workbook(&upload.content, &about)
    } else {
        let Ok(text) = std::str::from_utf8(&upload.content) else {
            errors.add("tep", "par-index-error-utf8");
            return None;
        };
        if name.ends_with(".csv") {
            let about = about(form, errors).filter(|_| errors.is_empty())?;
            import::table(text, &about)
        } else {
            import::document(text).map_err(|problem| vec![problem])
        }
    };
    match found {
        Ok(tree) => Some(tree),
        Err(found) => {
            wrong.extend(found.into_iter().map(|w| told(ctx, w)));
            None
        }
    }
}

/// Brings the file in: what can be read is kept, also where it still lacks something; the tree's page says what.
pub(in super::super) async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    over_city(&ctx)?;
    let mut errors = FieldErrors::new();
    let mut wrong = Vec::new();
    let tree = read(&ctx, &form, &mut errors, &mut wrong);
    let Some(tree) = tree else {
        let raw = NAMES.map(|n| form.text(n).to_owned());
        let view = view(&ctx, &raw, &errors, wrong);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::put_tree(&tx, &tree).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{TREES}/{id}"), Some("par-index-flash-imported")))
}
