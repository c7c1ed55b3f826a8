//! The words of notices: a change is a new version, tried on sample values before it is kept.

use super::sheet::{Sheet, citywide, moment};
use crate::slice::NOTICES;
use crate::store::notices::{self, Template};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use std::collections::{BTreeMap, BTreeSet};
use ui::{Cell, Column, Empty, Field, Form, Inset, Page, Panel, Row, Table};

/// `GET /quan-tri/thu/mau`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    citywide(&ctx, NOTICES)?;
    let templates = notices::templates(&ctx.app.store).await?;
    let sheet =
        Sheet::new(&ctx, "console-templates-title").back(&ctx, "/quan-tri/thu", "console-outbox-title");
    let mut table = Table::new(&sheet.page.words, "mau-thu", ctx.t("console-templates-title"));
    table.caption_hidden = true;
    table.columns = ["console-template", "console-subject", "console-version-column", "console-changed"]
        .map(|key| Column::new("", ctx.t(key)))
        .into();
    table.empty = Empty::new(ctx.t("console-templates-empty"), ctx.t("console-templates-empty-text"));
    table.rows = templates
        .iter()
        .map(|t| {
            Row::new(vec![
                Cell::link(format!("/quan-tri/thu/mau/{}", t.code), &t.code),
                Cell::text(&t.subject),
                Cell::number(t.version.to_string()),
                moment(t.changed_at),
            ])
        })
        .collect();
    sheet.part(&table).answer()
}

/// `GET /quan-tri/thu/mau/{ma}`.
pub async fn one(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    citywide(&ctx, NOTICES)?;
    let versions = notices::versions(&ctx.app.store, &code).await?;
    let now = versions.first().ok_or(Error::NotFound)?;
    page(&ctx, StatusCode::OK, &versions, &now.subject, &now.body, &FieldErrors::new(), None)
}

/// `POST /quan-tri/thu/mau/{ma}`; with `xem=1` only tried, not kept.
pub async fn submit(ctx: Ctx, Path(code): Path<String>, form: Submitted) -> Result<Response> {
    citywide(&ctx, NOTICES)?;
    let versions = notices::versions(&ctx.app.store, &code).await?;
    let now = versions.first().ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::new();
    let subject = form.required(&mut errors, "tieu_de", 200);
    let body = form.required(&mut errors, "noi_dung", 4000);
    // Only what some version used is filled in by the slice that sends; anything else would stay empty.
    let known: BTreeSet<String> = versions
        .iter()
        .flat_map(|v| [variables(&v.subject), variables(&v.body)])
        .filter_map(Result::ok)
        .flatten()
        .collect();
    for (field, text) in [("tieu_de", &subject), ("noi_dung", &body)] {
        match variables(text) {
            Err(fault) => errors.add_with(field, "console-error-template", vec![("fault", fault)]),
            Ok(used) => {
                if let Some(unknown) = used.into_iter().find(|v| !known.contains(v)) {
                    errors.add_with(field, "console-error-variable", vec![("name", unknown)]);
                }
            }
        }
    }
    if !errors.is_empty() {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &versions, &subject, &body, &errors, None);
    }
    if form.ticked("xem") {
        let tried = (filled(&subject), filled(&body));
        return page(&ctx, StatusCode::OK, &versions, &subject, &body, &errors, Some(tried));
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    notices::add_version(&tx, now, &subject, &body).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/thu/mau/{code}"), Some("console-flash-template")))
}

/// The names a template fills in; what is wrong with it, in the engine's words.
fn variables(text: &str) -> Result<BTreeSet<String>, String> {
    let engine = minijinja::Environment::new();
    let template = engine.template_from_str(text).map_err(|e| e.to_string())?;
    Ok(template.undeclared_variables(false).into_iter().collect())
}

/// A template with each name standing for its value.
fn filled(text: &str) -> String {
    let values: BTreeMap<String, String> = variables(text)
        .unwrap_or_default()
        .into_iter()
        .map(|name| {
            let sample = format!("⟨{name}⟩");
            (name, sample)
        })
        .collect();
    minijinja::Environment::new().render_str(text, values).unwrap_or_else(|e| e.to_string())
}

fn page(
    ctx: &Ctx,
    status: StatusCode,
    versions: &[Template],
    subject: &str,
    body: &str,
    errors: &FieldErrors,
    tried: Option<(String, String)>,
) -> Result<Response> {
    let now = versions.first().ok_or(Error::NotFound)?;
    let path = format!("/quan-tri/thu/mau/{}", now.code);
    let mut sheet =
        Sheet::titled(ctx, now.code.clone()).back(ctx, "/quan-tri/thu/mau", "console-templates-title");
    sheet.head.caption = ctx.tn("console-version", &[("version", now.version.to_string())]);
    sheet.head.lead = ctx.t("console-template-lead");
    let names: BTreeSet<String> = versions
        .iter()
        .flat_map(|v| [variables(&v.subject), variables(&v.body)])
        .filter_map(Result::ok)
        .flatten()
        .collect();
    let names = names.into_iter().map(|n| format!("{{{{ {n} }}}}")).collect::<Vec<_>>().join(", ");
    let fields = vec![
        Field::text("tieu_de", ctx.t("console-subject"))
            .value(subject)
            .error(ui::field_error(ctx, errors, "tieu_de")),
        Field::textarea("noi_dung", ctx.t("console-body"), 8)
            .hint(ctx.tn("console-template-names", &[("names", names)]))
            .value(body)
            .error(ui::field_error(ctx, errors, "noi_dung")),
    ];
    let mut form = Form::new(&sheet.page.words, path, ctx.t("console-template-keep"), fields);
    form.second_button = Some(("xem".to_owned(), "1".to_owned(), ctx.t("console-template-try")));
    let words = sheet.page.clone();
    if let Some((subject, body)) = tried {
        let shown =
            Panel { title: subject, lines: body.lines().map(str::to_owned).collect(), links: Vec::new() };
        sheet = sheet.part(&Inset { text: ctx.t("console-template-tried") }).part(&shown);
    }
    sheet
        .form(&form)
        .heading(&ctx.t("console-template-versions"))
        .part(&versions_table(ctx, &words, versions))
        .answer_with(status)
}

fn versions_table(ctx: &Ctx, page: &Page, versions: &[Template]) -> Table {
    let mut table = Table::new(&page.words, "phien-ban", ctx.t("console-template-versions"));
    table.caption_hidden = true;
    table.columns = ["console-version-column", "console-changed", "console-subject", "console-body"]
        .map(|key| Column::new("", ctx.t(key)))
        .into();
    table.rows = versions
        .iter()
        .map(|v| {
            Row::new(vec![
                Cell::number(v.version.to_string()),
                moment(v.changed_at),
                Cell::text(&v.subject),
                Cell::text(&v.body),
            ])
        })
        .collect();
    table
}
