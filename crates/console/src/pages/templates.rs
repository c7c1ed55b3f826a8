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
use platform::{journal, notices as fillable};
use serde_json::Value as Json;
use std::collections::BTreeSet;
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
    page(&ctx, StatusCode::OK, &versions, (&now.subject, &now.body), &FieldErrors::new(), None).await
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
        let typed = (subject.as_str(), body.as_str());
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &versions, typed, &errors, None).await;
    }
    if form.ticked("xem") {
        let tried = (filled(&subject), filled(&body));
        return page(&ctx, StatusCode::OK, &versions, (&subject, &body), &errors, Some(tried)).await;
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    notices::add_version(&tx, now, &subject, &body).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/thu/mau/{code}"), Some("console-flash-template")))
}

/// The names a template fills in; what is wrong with it, in the engine's words.
///
/// It is filled in with samples and with nothing: what compiles may still fail then, and would fail with every notice.
fn variables(text: &str) -> Result<BTreeSet<String>, String> {
    let names = fillable::variables(text).map_err(|e| e.to_string())?;
    let with = |value: &dyn Fn(&str) -> String| -> Json {
        names.iter().map(|name| (name.clone(), Json::String(value(name)))).collect()
    };
    for values in [with(&|name| format!("⟨{name}⟩")), with(&|_| String::new())] {
        fillable::fill(text, &values).map_err(|e| e.to_string())?;
    }
    Ok(names)
}

/// A template with each name standing for its value.
fn filled(text: &str) -> String {
    let names = variables(text).unwrap_or_default().into_iter();
    let values: Json = names.map(|name| (name.clone(), Json::String(format!("⟨{name}⟩")))).collect();
    fillable::fill(text, &values).unwrap_or_else(|e| e.to_string())
}

async fn page(
    ctx: &Ctx,
    status: StatusCode,
    versions: &[Template],
    (subject, body): (&str, &str),
    errors: &FieldErrors,
    tried: Option<(String, String)>,
) -> Result<Response> {
    let now = versions.first().ok_or(Error::NotFound)?;
    // Templates share one record of the journal; each shows its own part.
    let mut entries = journal::history(&ctx.app.store, "notice_template", 0).await?;
    let own = |fields: &str| {
        serde_json::from_str::<Json>(fields)
            .is_ok_and(|f| f.get("template").and_then(Json::as_str) == Some(&now.code))
    };
    entries.retain(|e| own(&e.after));
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
        .heading(&ctx.t("console-history-title"))
        .part(&ui::history(ctx, &entries))
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
